# SPDX-License-Identifier: Apache-2.0
"""The pages of the browser: all there, small, of this testbed alone, with the words of every
language."""

import json
import re

import pytest
from processes import ROOT

WEB = ROOT / "ui" / "web"
FILES = sorted(WEB.iterdir())
TEXT = {path.name: path.read_text(encoding="utf-8") for path in FILES}
STRINGS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in (ROOT / "ui" / "strings").iterdir()
}
# What the hub makes of the words, as the pages import it.
WORDS = {
    "words-page.js": "export default ",
    "words-catalogue.js": "export default ",
    "words-complaints.js": "export default ",
    "words-figures.js": "export default ",
    "words-manager.js": "export default ",
    "words-rate.js": "export default ",
    "words-board_page.js": "export default ",
    "words-voice_page.js": "export default ",
    "words-ticket.js": "var words = ",
    "words-browser_hall.js": "var words = ",
}
PAGE_BYTES_MAX = 150_000
# The manager's page is opened at a desk, and loads what is edited when somebody opens that.
MANAGER_BYTES_MAX = 220_000
# What is loaded when a part of a page is opened.
LATER_BYTES_MAX = 100_000
# The citizen's page goes over the phone's own network.
TICKET_BYTES_MAX = 50_000
# Old televisions have little memory.
HALL_BYTES_MAX = 50_000
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".wav": "audio/wav",
}


@pytest.fixture(scope="module")
def hub(shared_hub):
    return shared_hub


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_served_as_what_it_is(hub, path):
    answer = hub.raw("GET", f"/web/{path.name}")
    assert answer.status == 200
    assert answer.headers["content-type"] == TYPES[path.suffix]


def test_every_colour_that_a_page_asks_for_is_the_themes(hub):
    css = hub.raw("GET", "/web/theme.css")
    assert css.headers["content-type"] == TYPES[".css"]
    given = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css.body.decode()))
    theme = (ROOT / "ui" / "themes" / "default.theme").read_text(encoding="utf-8")
    assert given["brand"] == re.search(r"^brand = (.*)", theme, re.M)[1]
    asked = {name for text in TEXT.values() for name in re.findall(r"var\(--([a-z-]+)", text)}
    assert asked and asked <= set(given)


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
            assert wanted in TEXT or wanted in WORDS, f"{name} imports {wanted}"


def test_nothing_comes_from_elsewhere():
    for name, text in TEXT.items():
        foreign = re.findall(r"https?://(?!www\.w3\.org/2000/svg)\S+", text)
        assert not foreign, f"{name}: {foreign}"


def parts_of(name, found=None):
    """All files that a page needs: what it refers to, and what those import."""
    found = {name} if found is None else found
    text = TEXT.get(name, "")
    wanted = re.findall(r'(?:src|href)="/web/([^"]+)"', text) if name.endswith(".html") else []
    wanted += re.findall(r"(?:from|import) '\./([^']+)'", text)
    for one in wanted:
        if one not in found:
            found.add(one)
            parts_of(one, found)
    return found


@pytest.mark.parametrize("name", [name for name in TEXT if name.endswith(".html")])
def test_each_page_is_small(hub, name):
    limits = {"manager.html": MANAGER_BYTES_MAX, "ticket.html": TICKET_BYTES_MAX,
              "hall-page.html": HALL_BYTES_MAX}  # fmt: skip
    sizes = {part: len(hub.raw("GET", f"/web/{part}").body) for part in parts_of(name)}
    assert sum(sizes.values()) <= limits.get(name, PAGE_BYTES_MAX), sizes
    assert any(part in WORDS for part in sizes)


def test_what_a_page_loads_later_is_there_and_small(hub):
    for name, text in TEXT.items():
        for later in re.findall(r"import\('\./([^']+)'\)", text):
            parts = parts_of(later) - parts_of(f"{name.split('.')[0]}.html")
            sizes = {part: len(hub.raw("GET", f"/web/{part}").body) for part in parts}
            assert later in TEXT and sum(sizes.values()) <= LATER_BYTES_MAX, (later, sizes)


@pytest.mark.parametrize("name", WORDS)
def test_the_words_of_every_language_are_a_script(hub, name):
    answer = hub.raw("GET", f"/web/{name}")
    assert answer.status == 200 and answer.headers["content-type"] == TYPES[".js"]
    text = answer.body.decode()
    assert text.startswith(WORDS[name]) and text.endswith(";\n")
    words = json.loads(text.removeprefix(WORDS[name])[:-2])
    order = sorted(STRINGS, key=lambda language: int(STRINGS[language]["language.order"]))
    assert list(words) == order
    section = name.removeprefix("words-").removesuffix(".js") + "."
    for language, texts in STRINGS.items():
        wanted = {k.removeprefix(section): v for k, v in texts.items() if k.startswith(section)}
        assert len(wanted) > 10
        assert words[language] == wanted | {"language.name": texts["language.name"]}
    tag = {"If-None-Match": answer.headers["etag"]}
    assert hub.raw("GET", f"/web/{name}", headers=tag).status == 304


PAGES = ["/", "/door", "/complaints", "/figures", "/manager", "/rate/1", "/t/x"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_the_first_language_until_its_script_runs(hub, path):
    page = hub.raw("GET", path).body.decode()
    first = min(STRINGS, key=lambda language: int(STRINGS[language]["language.order"]))
    assert f'<html lang="{first}">' in page and "{{" not in page
    assert re.search("<title>(.+)</title>", page)[1] in STRINGS[first].values()
    for language, texts in STRINGS.items():
        said = texts["ticket.noscript" if path == "/t/x" else "page.noscript"]
        assert f'<span lang="{language}">{said}</span>' in page


def test_the_stream_is_heard_for_every_kind_of_event():
    """A browser tells a page only of the kinds that it names."""
    source = (ROOT / "firmware" / "queue" / "moves.h").read_text(encoding="utf-8")
    kinds = set(re.findall(r'\b(?:MOVE|ACT|EVENT)\(\w+, "(\w+)"', source)) - {"token"}
    heard = set(re.findall(r"'(\w+)'", TEXT["live.js"].split("];")[0]))
    assert kinds and kinds <= heard


def test_every_file_is_installed():
    listed = re.findall(r"'web/([^']+)'", (ROOT / "ui" / "meson.build").read_text())
    assert sorted(listed) == [path.name for path in FILES]


def test_each_error_of_the_hub_has_its_words(hub):
    """A page makes the key of them from the id."""
    schemas = hub.get("/openapi.json")["components"]["schemas"]
    errors = set(schemas["Error"]["properties"]["error"]["enum"])
    assert "too_large" in errors
    for language, texts in STRINGS.items():
        missing = {error for error in errors if not texts.get(f"page.error.{error}")}
        assert not missing, language
