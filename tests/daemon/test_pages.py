# SPDX-License-Identifier: Apache-2.0
"""The pages of the browser: all there, small, of this house alone, and the same in every
language."""

import re

import pytest
from processes import ROOT

WEB = ROOT / "ui" / "web"
FILES = sorted(WEB.iterdir())
TEXT = {path.name: path.read_text(encoding="utf-8") for path in FILES}
PAGE_BYTES_MAX = 150_000
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


@pytest.fixture(scope="module")
def hub(shared_hub):
    return shared_hub


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_served_as_what_it_is(hub, path):
    answer = hub.raw("GET", f"/web/{path.name}")
    assert answer.status == 200
    assert answer.headers["content-type"] == TYPES[path.suffix]


@pytest.mark.parametrize(("path", "name"), [("/", "index.html"), ("/t/x", "ticket.html")])
def test_the_pages_and_all_they_refer_to_are_served(hub, path, name):
    answer = hub.raw("GET", path)
    assert answer.status == 200
    parts = re.findall(r'(?:src|href)="([^"]+)"', TEXT[name])
    assert len(parts) >= 3
    for part in parts:
        assert hub.raw("GET", part).status == 200, part


def test_modules_import_only_what_is_there():
    for name, text in TEXT.items():
        for wanted in re.findall(r"from '\./([^']+)'", text):
            assert wanted in TEXT, f"{name} imports {wanted}"


def test_nothing_comes_from_elsewhere():
    for name, text in TEXT.items():
        foreign = re.findall(r"https?://(?!www\.w3\.org/2000/svg)\S+", text)
        assert not foreign, f"{name}: {foreign}"


def test_the_pages_are_small():
    assert sum(path.stat().st_size for path in FILES) <= PAGE_BYTES_MAX


def languages(text):
    """{language: {keys}} of a script's texts: an object for each language."""
    found = {}
    for match in re.finditer(r"^\t+(vi|en): \{$(.*?)^\t+\}", text, re.M | re.S):
        keys = re.findall(r"^\t+'?([\w.]+)'?: ['`]", match.group(2), re.M)
        assert len(keys) == len(set(keys)), "a key is there twice"
        found[match.group(1)] = set(keys)
    return found


@pytest.mark.parametrize("name", ["strings.js", "ticket.js"])
def test_every_language_has_every_text(name):
    found = languages(TEXT[name])
    assert set(found) == {"vi", "en"}
    assert len(found["vi"]) > 30
    assert found["vi"] == found["en"]


def test_every_text_that_is_asked_for_exists():
    known = languages(TEXT["strings.js"])["vi"]
    for name, text in TEXT.items():
        if name not in ("strings.js", "ticket.js"):
            for key in re.findall(r"\bt\('([\w.]+)'", text):
                assert key in known, f"{name} asks for {key}"


def test_the_stream_is_heard_for_every_kind_of_event():
    """A browser tells a page only of the kinds that it names."""
    source = (ROOT / "firmware" / "queue" / "event.c").read_text(encoding="utf-8")
    kinds = set(re.findall(r'\[EVENT_\w+\] = "(\w+)"', source)) - {"token"}
    heard = set(re.findall(r"'(\w+)'", TEXT["live.js"].split("];")[0]))
    assert kinds and kinds <= heard


def test_every_file_is_installed():
    listed = re.findall(r"'web/([^']+)'", (ROOT / "ui" / "meson.build").read_text())
    assert sorted(listed) == [path.name for path in FILES]
