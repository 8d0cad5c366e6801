# SPDX-License-Identifier: Apache-2.0
"""The pages of the browser: all there, small, of this testbed alone, with the words of every
language."""

import json
import re

import pytest
from processes import ROOT

WEB = ROOT / "ui" / "web"
FILES = sorted(WEB.iterdir())
# What the hub makes the pages of those who work here of, and what it shows where there is none.
TEMPLATE = "staff-page.html"
UNKNOWN = "unknown-page.html"
SERVED = [path for path in FILES if path.name not in (TEMPLATE, UNKNOWN)]
TEXT = {path.name: path.read_text(encoding="utf-8") for path in FILES}
STRINGS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in (ROOT / "ui" / "strings").glob("*.json")
}
# What the hub makes of the words, as the pages import it.
WORDS = {
    "words-page.js": "export default ",
    "words-catalogue.js": "export default ",
    "words-complaints.js": "export default ",
    "words-devices.js": "export default ",
    "words-door.js": "export default ",
    "words-event.js": "export default ",
    "words-finished.js": "export default ",
    "words-figures.js": "export default ",
    "words-limit.js": "export default ",
    "words-login.js": "export default ",
    "words-manager.js": "export default ",
    "words-manager_advice.js": "export default ",
    "words-manager_edit.js": "export default ",
    "words-rate.js": "export default ",
    "words-setup_page.js": "export default ",
    "words-take_back.js": "export default ",
    "words-training.js": "export default ",
    "words-wait.js": "export default ",
    "words-board_page.js": "export default ",
    "words-voice_page.js": "export default ",
    "words-ticket.js": "var words = ",
    "words-browser_hall.js": "var words = ",
}
LIMITS = "limits.js"  # and of its limits

PAGE_BYTES_MAX = 150_000
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


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
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


# The pages of the routes, and how large each may be with all that it loads at first.
PAGES = {
    "/": PAGE_BYTES_MAX,
    "/complaints": PAGE_BYTES_MAX,
    "/door": PAGE_BYTES_MAX,
    "/figures": PAGE_BYTES_MAX,
    "/hall": HALL_BYTES_MAX,
    "/manager": PAGE_BYTES_MAX,
    "/rate/1": PAGE_BYTES_MAX,
    "/t/x": TICKET_BYTES_MAX,
}


def test_the_template_itself_is_no_page(hub):
    assert hub.raw("GET", f"/web/{TEMPLATE}").status == 404


def test_where_there_is_no_page_there_is_one_that_says_so(hub):
    answer = hub.raw("GET", "/so/A001")
    assert answer.status == 404 and answer.headers["content-type"] == TYPES[".html"]
    for texts in STRINGS.values():
        assert texts["unknown_page.title"] in answer.body.decode()


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_and_all_they_refer_to_are_served(hub, path):
    answer = hub.raw("GET", path)
    assert answer.status == 200 and answer.headers["content-type"] == TYPES[".html"]
    parts = re.findall(r'(?:src|href)="([^"]+)"', answer.body.decode())
    assert len(parts) >= 3
    for part in parts:
        assert hub.raw("GET", part).status == 200, part
    tag = {"If-None-Match": answer.headers["etag"]}
    assert hub.raw("GET", path, headers=tag).status == 304


def test_modules_import_only_what_is_there():
    for name, text in TEXT.items():
        for wanted in re.findall(r"from '\./([^']+)'", text):
            assert wanted in TEXT or wanted in WORDS or wanted == LIMITS, (name, wanted)


def test_pages_take_their_limits_from_the_hub(hub):
    script = hub.raw("GET", f"/web/{LIMITS}").body.decode()
    there = set(re.findall(r"[ ,](\w+)=\d+\b", script))
    wanted = {name for text in TEXT.values()
              for names in re.findall(r"import \{([^}]*)\} from '\./limits\.js'", text)
              for name in re.sub(r" as \w+|\s", "", names).split(",")}  # fmt: skip
    assert wanted == there
    for name, text in TEXT.items():
        assert not re.search(r"/\* LIMIT_", text), f"{name} has a limit of its own"


def test_style_sheets_that_come_later_are_there():
    named = {css for text in TEXT.values() for css in re.findall(r"'([\w-]+\.css)'", text)}
    assert len(named) > 4 and named <= set(TEXT)


def test_nothing_comes_from_elsewhere():
    for name, text in TEXT.items():
        foreign = re.findall(r"https?://(?!www\.w3\.org/2000/svg)\S+", text)
        assert not foreign, f"{name}: {foreign}"


def parts_of(text, found=None):
    """All files that a text needs: what it refers to, and what those import."""
    found = set() if found is None else found
    wanted = re.findall(r'(?:src|href)="/web/([^"]+)"', text)
    wanted += re.findall(r"(?:from|import) '\./([^']+)'", text)
    for one in wanted:
        if one not in found:
            found.add(one)
            parts_of(TEXT.get(one, ""), found)
    return found


def sizes_of(hub, parts):
    return {part: len(hub.raw("GET", f"/web/{part}").body) for part in parts}


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_small(hub, path):
    page = hub.raw("GET", path).body
    sizes = sizes_of(hub, parts_of(page.decode())) | {path: len(page)}
    assert sum(sizes.values()) <= PAGES[path], sizes
    assert any(part in WORDS for part in sizes)


def test_what_a_page_loads_later_is_there_and_small(hub):
    first = {}
    for path in PAGES:
        parts = parts_of(hub.raw("GET", path).body.decode())
        first |= {part: parts & first.get(part, parts) for part in parts}
    for name, text in TEXT.items():
        for later in re.findall(r"import\('\./([^']+)'\)", text):
            parts = {later} | parts_of(TEXT.get(later, ""))
            sizes = sizes_of(hub, parts - first.get(name, {name}))
            assert sum(sizes.values()) <= LATER_BYTES_MAX, (later, sizes)


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
        assert len(wanted) > 1
        assert words[language] == wanted | {"language.name": texts["language.name"]}
    tag = {"If-None-Match": answer.headers["etag"]}
    assert hub.raw("GET", f"/web/{name}", headers=tag).status == 304


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/hall"])
def test_a_page_is_in_the_first_language_until_its_script_runs(hub, path):
    page = hub.raw("GET", path).body.decode()
    first = min(STRINGS, key=lambda language: int(STRINGS[language]["language.order"]))
    assert f'<html lang="{first}">' in page and "{{" not in page
    assert re.search("<title>(.+)</title>", page)[1] in STRINGS[first].values()
    for language, texts in STRINGS.items():
        said = texts["ticket.noscript" if path == "/t/x" else "staff_page.noscript"]
        assert f'<span lang="{language}">{said}</span>' in page
    # What one came for can be read without a script, and is there also for who has none.
    assert ('href="/tra-cuu"' in page.partition("<noscript>")[2]) == (path == "/t/x")


def test_the_stream_is_heard_for_every_kind_of_event():
    """A browser tells a page only of the kinds that it names."""
    source = (ROOT / "firmware" / "queue" / "moves.h").read_text(encoding="utf-8")
    kinds = set(re.findall(r'\b(?:MOVE|ACT|EVENT)\(\w+, "(\w+)"', source)) - {"token"}
    heard = set(re.findall(r"'(\w+)'", TEXT["event-stream.js"].split("];")[0]))
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
