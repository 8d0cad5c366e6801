# SPDX-License-Identifier: Apache-2.0
"""The pages of the browser: all there, small, of this testbed alone, and the same in every
language."""

import re

import pytest
from processes import ROOT

WEB = ROOT / "ui" / "web"
FILES = sorted(WEB.iterdir())
TEXT = {path.name: path.read_text(encoding="utf-8") for path in FILES}
PAGE_BYTES_MAX = 150_000
# The manager's page has the editor of the site, and is opened at a desk.
MANAGER_BYTES_MAX = 255_000
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


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/door", "door.html"),
        ("/manager", "manager.html"),
        ("/t/x", "ticket.html"),
    ],
)
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


def parts_of(name, found=None):
    """All files that a page needs: what it refers to, and what those import."""
    found = {name} if found is None else found
    text = TEXT[name]
    wanted = re.findall(r'(?:src|href)="/web/([^"]+)"', text) if name.endswith(".html") else []
    wanted += re.findall(r"(?:from|import) '\./([^']+)'", text)
    for one in wanted:
        if one not in found:
            found.add(one)
            parts_of(one, found)
    return found


@pytest.mark.parametrize("name", [name for name in TEXT if name.endswith(".html")])
def test_each_page_is_small(name):
    most = MANAGER_BYTES_MAX if name == "manager.html" else PAGE_BYTES_MAX
    assert sum((WEB / part).stat().st_size for part in parts_of(name)) <= most


def languages(text):
    """{language: {keys}} of a script's texts: an object for each language."""
    found = {}
    for match in re.finditer(r"^\t+(vi|en): \{$(.*?)^\t+\}", text, re.M | re.S):
        keys = re.findall(r"^\t+'?([\w.]+)'?: ['`]", match.group(2), re.M)
        assert len(keys) == len(set(keys)), "a key is there twice"
        found[match.group(1)] = set(keys)
    return found


SPOKEN = [name for name in TEXT if re.search(r"^\t+vi: \{$", TEXT[name], re.M)]


@pytest.mark.parametrize("name", SPOKEN)
def test_every_language_has_every_text(name):
    found = languages(TEXT[name])
    assert set(found) == {"vi", "en"}
    assert len(found["vi"]) > 5
    assert found["vi"] == found["en"]


@pytest.mark.parametrize("page", [name for name in TEXT if name.endswith(".html")])
def test_every_text_that_is_asked_for_exists(page):
    parts = parts_of(page)
    known = set().union(*(languages(TEXT[name])["vi"] for name in parts & set(SPOKEN)))
    for name in parts:
        for key in re.findall(r"\bt\('([\w.]+)'[,)]", TEXT[name]):
            assert key in known, f"{name} asks for {key}"


def test_the_stream_is_heard_for_every_kind_of_event():
    """A browser tells a page only of the kinds that it names."""
    source = (ROOT / "firmware" / "queue" / "moves.h").read_text(encoding="utf-8")
    kinds = set(re.findall(r'\b(?:MOVE|ACT|EVENT)\(\w+, "(\w+)"', source)) - {"token"}
    heard = set(re.findall(r"'(\w+)'", TEXT["live.js"].split("];")[0]))
    assert kinds and kinds <= heard


def test_every_file_is_installed():
    listed = re.findall(r"'web/([^']+)'", (ROOT / "ui" / "meson.build").read_text())
    assert sorted(listed) == [path.name for path in FILES]
