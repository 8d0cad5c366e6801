# SPDX-License-Identifier: Apache-2.0
"""The lint suite: each function named check_… is one test. It returns the list of faults."""

import argparse
import ast
import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import functions
import tidy

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What stands at the top of the tree (design.md: "No other folders at the top").
TOP_FOLDERS = {"firmware", "drivers", "boards", "ui", "tests", ".ci"}
TOP_FILES = {"meson.build", "meson_options.txt", "README.md", "INSTALL.md", "LICENSE",
             ".clang-format", ".clang-tidy", ".gitignore"}  # fmt: skip

# Who may include whom. A folder stands for everything below it unless a longer one is named.
MIDDLE = {"firmware/queue", "firmware/check", "drivers", "boards", "ui", "firmware/client"}
PROGRAMS = {"firmware/hub", "firmware/kiosk", "firmware/hall", "firmware/ctl", "boards/sim"}
LAYERS = {"firmware/base": {"firmware/base"}}
LAYERS |= {folder: {folder, "firmware/base"} for folder in MIDDLE}
LAYERS["boards"] |= {"drivers"}  # a board holds the drivers' settings as they define them
LAYERS |= {
    folder: {folder, "firmware/base", "firmware/display"} | MIDDLE for folder in PROGRAMS
}
# client/mirror hands out the site as queue reads it.
LAYERS["firmware/client"] |= {"firmware/queue"}
# The catalogue of procedures, for the hub, the kiosk and the command line; the site says which of
# its services does which of them.
LAYERS["firmware/catalogue"] = {"firmware/catalogue", "firmware/base", "firmware/queue"}
for program in ("firmware/hub", "firmware/kiosk", "firmware/ctl"):
    LAYERS[program] |= {"firmware/catalogue"}
# What a hall shows and says, for its daemon and for the hub's pages.
LAYERS["firmware/display"] = {"firmware/display", "firmware/base"} | MIDDLE

# Circles of includes inside a folder that are left, and why. A part is NAME.c with NAME.h and
# NAME-internal.h: an internal header is the inside of its part for the files that share it, so that
# X.c includes X-internal.h, which includes X.h, is the shape of one part and no circle.
CIRCLES = {}

# Headers that the build makes, included from their own folder.
GENERATED = {"base/version.h", "pictograms-table.h", "schema.h"}

# May stand more than once in the tree: their names are given by their tools.
COMMON_NAMES = {"meson.build", "README.md", "conftest.py", ".clang-tidy", "run"}

# Where a build would fetch from; nothing in the tree may, boards have no internet.
REGISTRIES = (
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|unpkg\.com|jsdelivr\.net|cdnjs\.|"
    r"crates\.io|rubygems\.org|proxy\.golang\.org|repo1?\.maven|googleapis\.com|gstatic\.com|"
    r"hub\.docker\.com|docker\.io|ghcr\.io|files\.wrapdb|wrapdb\.mesonbuild"
)

# Texts whose parts each language chooses: a date is said in its own way.
OWN_PLACEHOLDERS = {"date.day", "page.date.long", "page.date.short"}

# Sections of the words whose keys code names without them.
SHORT_SECTIONS = ("page", "simulator", "ticket", "browser_hall")
# What the hub fills into a page that is no text of them.
PAGE_HOLES = {"language", "title", "styles", "script"}
# Where code has words from ui/strings and knows no language by its code.
NO_LANGUAGES = ("ui/web/", "firmware/hub/", "boards/sim/page/")

TESTED_ELSEWHERE = ROOT / "tests/lint/tested-elsewhere.txt"

FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = 900  # one subject; a file is not split for a number
TEST_LINES_MAX = 900
TEXT_SUFFIXES = {
    ".c", ".h", ".py", ".js", ".css", ".html", ".json", ".sql", ".build", ".md", ".sh", ".board",
    ".service", ".conf", ".rules", ".supp", ".in", "",
}  # fmt: skip


def tracked_files():
    """The files of the tree as git knows them; without git, all but what builds leave behind."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        names = listed.decode().split("\0")
        paths = [pathlib.PurePosixPath(name) for name in names if name]
    except (OSError, subprocess.CalledProcessError):
        skip = re.compile(r"(^|/)(build[^/]*/|\.git/|__pycache__/|\.cache/)")
        every = (p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if p.is_file())
        paths = [pathlib.PurePosixPath(name) for name in every if not skip.search(name)]
    return sorted(p for p in paths if (ROOT / p).is_file())


class Tree:
    """The tracked files and their text, read once."""

    def __init__(self, build):
        self.build = build
        self.files = tracked_files()
        self.known = set(self.files)
        self.c_files = [p for p in self.files if p.suffix in (".c", ".h")]
        self._text = {}

    def text(self, path):
        if path not in self._text:
            self._text[path] = (ROOT / path).read_text(encoding="utf-8", errors="replace")
        return self._text[path]

    def texts(self):
        return ((p, self.text(p)) for p in self.files if p.suffix in TEXT_SUFFIXES)


def run_tool(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def check_format(tree):
    """clang-format has nothing to change."""
    status, output = run_tool(
        ["clang-format-19", "--dry-run", "-Werror", *map(str, tree.c_files)]
    )
    faults = [line for line in output.splitlines() if " error: " in line]
    return faults or ([output] if status else [])


def check_tidy(tree):
    """clang-tidy finds nothing in any file that is compiled."""
    return tidy.run(ROOT, tree.build, set(map(str, tree.files)))


def folder_of(path):
    """The longest folder of the testbed that the path stands in, or None."""
    return max(
        (f for f in LAYERS if str(path).startswith(f + "/")), key=len, default=None
    )


def include_target(tree, includer, name):
    """The tracked file that an #include "…" names: beside the includer, or from a root."""
    for base in (includer.parent, pathlib.PurePosixPath("firmware"), pathlib.PurePosixPath(".")):
        if base / name in tree.known:
            return base / name
    return None


def includes(tree, path):
    """(line number, name, tracked file or None) of each #include "…" of a file."""
    for number, line in enumerate(tree.text(path).splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if match and match.group(1) not in GENERATED:
            yield number, match.group(1), include_target(tree, path, match.group(1))


def check_layers(tree):
    """Each folder includes only what stands below it."""
    faults = []
    for path in tree.c_files:
        mine = folder_of(path)
        for number, name, target in includes(tree, path) if mine else ():
            theirs = folder_of(target) if target else None
            if theirs not in LAYERS[mine]:
                faults.append(f"{path}:{number}: {mine} may not include {name}")
    return faults


def part_of(path):
    """The part that a C file belongs to: its path without suffix and -internal."""
    return path.parent / path.stem.removesuffix("-internal")


def reachable(uses, start):
    """The parts that a part comes to by what it uses, and by what that uses."""
    found = set()
    ahead = [start]
    while ahead:
        new = uses.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def check_circles(tree):
    """No parts of a folder include each other in a circle."""
    uses = {}
    for path in tree.c_files:
        part = part_of(path)
        targets = {part_of(target) for _, _, target in includes(tree, path) if target}
        uses.setdefault(part, set()).update(t for t in targets - {part} if t.parent == part.parent)
    below = {part: reachable(uses, part) for part in uses}
    circles = set()
    for part, others in below.items():
        members = sorted(p.name for p in others if part in below[p])
        if members:
            circles.add(f"{part.parent}: {' '.join(members)}")
    return [f"{circle}: include each other" for circle in sorted(circles - CIRCLES.keys())] + [
        f"{circle}: is no circle, and still in the list" for circle in CIRCLES.keys() - circles
    ]


def check_own_header_first(tree):
    """A .c file that has a header includes it before anything else."""
    faults = []
    for path in tree.c_files:
        header = path.with_suffix(".h")
        if path.suffix != ".c" or header not in tree.files:
            continue
        first = re.search(r'^#\s*include\s+[<"]([^>"]+)[>"]', tree.text(path), re.M)
        if not first or pathlib.PurePosixPath(first.group(1)).name != header.name:
            faults.append(f"{path}: the first include is not {header.name}")
    return faults


def check_top(tree):
    """Nothing stands at the top that the design does not name."""
    faults = []
    for path in tree.files:
        if len(path.parts) == 1 and path.name not in TOP_FILES:
            faults.append(f"{path}: not a file of the top folder")
        elif len(path.parts) > 1 and path.parts[0] not in TOP_FOLDERS:
            faults.append(f"{path}: not a folder of the top")
    return faults


def check_names(tree):
    """A file's name says which file it is: no name stands twice."""
    seen = {}
    faults = []
    for path in tree.files:
        if path.name in COMMON_NAMES:
            continue
        if path.name in seen:
            faults.append(f"{path}: the name is also that of {seen[path.name]}")
        seen[path.name] = path
    return faults


def check_licence(tree):
    """Each C file, script and style sheet names its licence in its first two lines."""
    return [
        f"{path}: no SPDX line"
        for path in tree.files
        if path.suffix in (".c", ".h", ".py", ".js", ".css", ".sh")
        and "SPDX-License-Identifier: Apache-2.0" not in "".join(tree.text(path).splitlines()[:2])
    ]


def check_built(tree):
    """Each .c file stands in its folder's meson.build: nothing is left out of the build."""
    faults = []
    for path in tree.files:
        if path.suffix != ".c":
            continue
        build = path.parent / "meson.build"
        text = tree.text(build) if build in tree.files else ""
        words = {path.name, path.stem, path.stem.removeprefix("test-")}
        if not any(f"'{word}'" in text for word in words):
            faults.append(f"{path}: not in {build}")
    return faults


def tested_elsewhere():
    """(line number, pattern, tests) of the list of files without a unit test of their name."""
    lines = TESTED_ELSEWHERE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        words = line.split()
        if words and not line.startswith("#"):
            yield number, words[0], words[1:]


def check_tested(tree):
    """Each .c file has a unit test of its name, or the list says where it is tested."""
    faults = []
    names = {p.stem.removeprefix("test-") for p in tree.files if p.match("tests/unit/test-*.c")}
    missing = {
        str(p) for p in tree.files
        if p.suffix == ".c" and p.parts[0] != "tests" and p.stem not in names
    }  # fmt: skip
    known = set()
    for number, pattern, tests in tested_elsewhere():
        where = f"{TESTED_ELSEWHERE.relative_to(ROOT)}:{number}"
        found = {name for name in missing if fnmatch.fnmatch(name, pattern)}
        if not found:
            faults.append(f"{where}: no file without a test of its own is called {pattern}")
        if not tests:
            faults.append(f"{where}: no test is named")
        faults += [f"{where}: there is no {test}" for test in tests if not (ROOT / test).is_file()]
        known |= found
    return faults + [f"{name}: no tests/unit/test-{pathlib.PurePath(name).stem}.c, and not in "
                     f"{TESTED_ELSEWHERE.name}" for name in sorted(missing - known)]  # fmt: skip


def check_themes(tree):
    """Each theme has every token, 7:1 of contrast, and four colours in the hall."""
    faults = []
    halld = tree.build / "firmware" / "hall" / "layso-halld"
    for path in tree.files:
        if path.suffix != ".theme":
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as conf:
            conf.write(f"[hall]\ntheme = {ROOT / path}\n")
            conf.flush()
            environment = os.environ | {"LAYSO_DATADIR": str(tree.build / "share")}
            done = subprocess.run([halld, "--check", "--config", conf.name], text=True,
                                  capture_output=True, env=environment, check=False)  # fmt: skip
        if done.returncode:
            faults.append(done.stderr.strip().replace(f"{ROOT}/", ""))
    return faults


# Of charts and of a few states that the theme has no name for.
PAGE_COLOURS = {
    "#0b7a5a",
    "#3a6aa0",
    "#6b4500",
    "#8a3b00",
    "#8a5a00",
    "#b97900",
    "#c97a00",
    "#d8b64a",
    "#dce9f7",
    "#dcf0e5",
    "#dde5ec",
    "#e4ebf1",
}


def check_page_colours(tree):
    """The pages take their colours from the theme."""
    colour = re.compile(r"[:\s](#[0-9a-fA-F]{3,8})\b(?=[^{}]*[;}])")
    return [
        f"{path}: {found}; a token of ui/themes instead"
        for path in tree.files
        if path.suffix == ".css" and path.parts[:2] == ("ui", "web")
        for found in colour.findall(tree.text(path))
        if found not in PAGE_COLOURS
    ]


def luminance(colour):
    """Relative luminance of #rrggbb, WCAG 2.1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear))


def contrast_of(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


PAGE_TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def rules_of(sheet):
    """The rules of a style sheet: a selector and its declarations."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", bare):
        parts = (part.split(":", 1) for part in body.split(";") if ":" in part)
        yield " ".join(selector.split()), {key.strip(): value.strip() for key, value in parts}


def check_page_contrast(tree):
    """A rule's text is read on the background that it gives, in each theme."""
    faults = []
    themes = {path.stem: dict(re.findall(r"^(\w+) = (#\w{6})$", tree.text(path), re.M))
              for path in tree.files if path.suffix == ".theme"}  # fmt: skip

    def tint(colours, value):
        token = re.search(r"var\(--([\w-]+)\)", value)
        plain = re.search(r"#[0-9a-f]{6}\b", value)
        return colours.get(token[1].replace("-", "_")) if token else plain and plain[0]

    for path in tree.files:
        if path.suffix == ".css" and path.parts[:2] == ("ui", "web"):
            for selector, declared in rules_of(tree.text(path)):
                for name, colours in themes.items():
                    ink = tint(colours, declared.get("color", ""))
                    back = tint(colours, declared.get("background", ""))
                    contrast = contrast_of(ink, back) if ink and back else 21
                    if contrast < PAGE_TEXT_CONTRAST:
                        faults.append(
                            f"{path}: {selector}: {contrast:.1f}:1 in theme {name}; "
                            f"at least {PAGE_TEXT_CONTRAST}:1"
                        )
    return faults


def check_sizes(tree):
    """Files and functions stay readable."""
    faults = []
    for path in tree.files:
        if path.suffix in (".c", ".h", ".py", ".js"):
            lines = tree.text(path).count("\n")
            most = TEST_LINES_MAX if path.parts[0] == "tests" else FILE_LINES_MAX
            if lines > most:
                faults.append(f"{path}: {lines} lines; at most {most}")
        if path.suffix == ".c":
            for name, line, length in functions.lengths(tree.text(path)):
                if length > FUNCTION_LINES_MAX:
                    faults.append(
                        f"{path}:{line}: {name} has {length} lines; at most {FUNCTION_LINES_MAX}"
                    )
    return faults


def check_finished(tree):
    """Nothing is left for later in words only."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    return [
        f"{path}:{number}: {line.strip()}"
        for path, text in tree.texts()
        if path.name not in ("lint.py", "tally.py", "LICENSE")
        for number, line in enumerate(text.splitlines(), 1)
        if marks.search(line)
    ]


def check_registries(tree):
    """No file fetches from a package registry or a content network."""
    hosts = re.compile(REGISTRIES, re.I)
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in tree.texts()
        if path.name != "lint.py"
        for number, line in enumerate(text.splitlines(), 1)
        if hosts.search(line)
    ]


def placeholders(text):
    return sorted(re.findall(r"\{[a-z_0-9]*\}", text))


def check_strings(tree):
    """Every language says everything: the same keys, the same placeholders."""
    files = [p for p in tree.files if str(p).startswith("ui/strings/") and p.suffix == ".json"]
    languages = {}
    faults = []
    for path in files:
        pairs = json.loads(tree.text(path), object_pairs_hook=list)
        languages[path] = dict(pairs)
        names = [key for key, _ in pairs]
        faults += [f"{path}: '{k}' stands twice" for k in set(names) if names.count(k) > 1]
        faults += [f"{path}: '{k}' is empty" for k, v in pairs if not str(v).strip()]
    if not languages:
        return ["ui/strings: no language"]
    first = next(iter(languages))
    orders = [texts.get("language.order") for texts in languages.values()]
    if len(set(orders)) < len(orders):
        faults.append("ui/strings: two languages have the same language.order")
    for path, texts in languages.items():
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", texts.get("page.number.locale", "")):
            faults.append(f"{path}: 'page.number.locale' is not a locale that a browser takes")
        for key in sorted(texts.keys() ^ languages[first].keys()):
            faults.append(f"{path}: '{key}' is not in both this file and {first}")
        for key in sorted(texts.keys() & languages[first].keys()):
            same = placeholders(texts[key]) == placeholders(languages[first][key])
            if not same and key not in OWN_PLACEHOLDERS:
                faults.append(f"{path}: '{key}' has other placeholders than {first}")
    return faults


def rows_of_words(text):
    """The table of ui/strings/README.md of what is not said: (pattern, languages, begins)."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 4 and cells[0].startswith("`"):
            pattern = cells[0].strip("`").replace(r"\|", "|")
            yield pattern, cells[1].split(", "), tuple(re.findall(r"`(.+?)`", cells[3]))


def check_words_said(tree):
    """No text has what ui/strings/README.md says is not said."""
    rows = list(rows_of_words(tree.text(pathlib.PurePosixPath("ui/strings/README.md"))))
    faults = [] if rows else ["ui/strings/README.md: its table of what is not said is gone"]
    for language, texts in own_texts(tree).items():
        for key, text in texts.items():
            faults += [
                f"ui/strings/{language}.json: '{key}' says what {pattern} finds: {text[:80]}"
                for pattern, languages, but in rows
                if language in languages and not key.startswith(but or ("\0",))
                and re.search(pattern, text, re.IGNORECASE)
            ]  # fmt: skip
    return faults


def own_texts(tree):
    """{key: text} of each language."""
    return {p.stem: json.loads(tree.text(p)) for p in tree.files if p.match("ui/strings/*.json")}


def key_pattern(literal):
    """What a literal of code stands for among the keys: itself, or, with holes for what is only
    known at run time (`state.${x}`, "date.month.%d", 'state.' + x), all that fit. A hole at the
    beginning would fit everything: None."""
    if literal.endswith("."):
        literal += "${}"
    parts = re.split(r"\$\{.*?\}|%[ds]", literal)
    if not re.match(r"[a-z]\w*(\.|$)", parts[0]):
        return None
    return r"[\w.]+".join(map(re.escape, parts))


def check_words_used(tree):
    """Each key of ui/strings is named in code, also by its beginning and a hole for the rest."""
    code = [tree.text(p) for p in tree.files
            if p.suffix in (".c", ".h", ".js", ".html") and p.parts[0] != "tests"]  # fmt: skip
    literals = set()
    for text in code:
        for form in (r"'([\w.]+)'", r'"([\w.%]+)"', r"`([\w.]+(?:\$\{[^{}]*\}[\w.]*)*)",
                     r"\{\{(?:each )?([\w.]+)\}\}"):  # fmt: skip
            literals.update(re.findall(form, text))
    patterns = sorted({p for p in map(key_pattern, literals) if p})
    used = re.compile("|".join(patterns))
    keys = set().union(*own_texts(tree).values()) if patterns else set()
    return [
        f"ui/strings: nothing in code says '{key}'"
        for key in sorted(keys)
        if not used.fullmatch(key)
        and not (key.startswith(tuple(s + "." for s in SHORT_SECTIONS))
                 and used.fullmatch(key.split(".", 1)[1]))
    ]  # fmt: skip


def check_words_there(tree):
    """Each text that a page asks for by its whole key is in ui/strings."""
    keys = set().union(*own_texts(tree).values())
    faults = []
    for path in tree.files:
        page = path.match("ui/web/*") or path.match("boards/sim/page/*")
        if not page or path.suffix not in (".js", ".html"):
            continue
        section = path.stem if path.stem in SHORT_SECTIONS else "page"
        asked = r"""\b(?:t|text|textInEach)\(['"]([\w.]+)['"][,)]"""
        for key in re.findall(asked, tree.text(path)):
            if key not in keys and f"{section}.{key}" not in keys:
                faults.append(f"{path}: there is no text '{key}'")
        for key in re.findall(r"\{\{(?:each )?([\w.]+)\}\}", tree.text(path)):
            if key not in keys | PAGE_HOLES:
                faults.append(f"{path}: there is no text '{key}'")
    return faults


# What the hub refuses, where its names stand, and the words of the pages for them. The form of
# decide_refuse is for what is still in use.
REFUSALS = (
    ("firmware/queue/site-wrong.h", r'X\(\w+, "(\w+)"\)', "manager_edit.fault"),
    ("firmware/hub/hub-error.c", r'\] = \{"(\w+)", [45]\d\d\}', "page.error"),
    ("firmware/queue/command.c", r'\[ERROR_(?!NONE)\w+\] = "(\w+)"', "page.error"),
    ("firmware/queue/decide-site.c", r'ERROR_BUSY,\s*"(\w+)"', "manager_edit.busy"),
)


def check_words_for_refusals(tree):
    """Whatever the hub can refuse is said in words by the pages."""
    keys = set().union(*own_texts(tree).values())
    faults = []
    for path, pattern, section in REFUSALS:
        names = set(re.findall(pattern, tree.text(pathlib.PurePosixPath(path))))
        faults += [] if names else [f"{path}: no names of what is refused"]
        faults += [f"ui/strings: no '{section}.{name}', which {path} refuses"
                   for name in sorted(names) if f"{section}.{name}" not in keys]  # fmt: skip
    return faults


def check_languages(tree):
    """Code knows no language by its code: languages are found by listing ui/strings."""
    codes = "|".join(own_texts(tree))
    named = re.compile(rf"""['"`]({codes})(-[A-Z]+)?['"`]|[{{,\s]({codes}): |\.({codes})\b""")
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in tree.texts()
        if str(path).startswith(NO_LANGUAGES)
        and path.suffix in (".c", ".h", ".js", ".html", ".css")
        for number, line in enumerate(text.splitlines(), 1)
        if named.search(line)
    ]


def check_json(tree):
    """Every JSON file is JSON."""
    faults = []
    for path in tree.files:
        if path.suffix == ".json":
            try:
                json.loads(tree.text(path))
            except ValueError as error:
                faults.append(f"{path}: {error}")
    return faults


def is_script(tree, path):
    head = tree.text(path)[:40] if path.suffix in ("", ".sh") else ""
    return bool(re.match(r"#!\s*/(usr/)?bin/(env )?(ba|da)?sh\b", head))


def check_shell(tree):
    """shellcheck finds nothing in the scripts."""
    scripts = [str(p) for p in tree.files if is_script(tree, p)]
    status, output = run_tool(["shellcheck", "--format=gcc", *scripts])
    return output.splitlines() if status else []


def python_names(node):
    """The names that an import binds, with their line."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(a.asname or a.name.split(".")[0], node.lineno) for a in node.names]
    return []


def check_python(tree):
    """Python files compile for Debian 12's Python, import nothing that they do not use, and only
    the standard library, pytest, ICU, openpyxl and each other."""
    own = {p.stem for p in tree.files if p.suffix == ".py"} | {"testbed"}
    faults = []
    for path in tree.files:
        if path.suffix != ".py":
            continue
        text = tree.text(path)
        try:
            parsed = ast.parse(text, feature_version=(3, 11))
        except SyntaxError as error:
            faults.append(f"{path}:{error.lineno}: {error.msg}")
            continue
        for node in ast.walk(parsed):
            module = getattr(node, "module", None)
            for name, line in python_names(node):
                if len(re.findall(rf"\b{re.escape(name)}\b", text)) < 2:
                    faults.append(f"{path}:{line}: {name} is imported and not used")
                top = (module or name).split(".")[0]
                if top not in sys.stdlib_module_names | own | {"icu", "openpyxl", "pytest"}:
                    faults.append(f"{path}:{line}: {top} is not of the standard library")
        faults += [f"{path}:{n}: longer than 100 columns" for n, line in
                   enumerate(text.splitlines(), 1) if len(line) > 100]  # fmt: skip
    return faults


def check_packages(tree):
    """The list of packages is well formed, each stands once in a section, and Debian's packages
    are built with the same libraries."""
    path = pathlib.PurePosixPath("boards/packages")
    faults = []
    seen = set()
    section = ""
    for number, line in enumerate(tree.text(path).splitlines(), 1):
        if re.fullmatch(r"# [a-z]+", line):
            section = line
        elif line and not line.startswith("#"):
            name, *version = line.split(" ", 1)
            if not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name):
                faults.append(f"{path}:{number}: '{line}' is not a package name")
            if version and not re.fullmatch(r">= [0-9][0-9.]*", version[0]):
                faults.append(f"{path}:{number}: '{version[0]}' is not a lowest version")
            if (section, name) in seen:
                faults.append(f"{path}:{number}: '{name}' stands twice under '{section}'")
            seen.add((section, name))
    listed = {n for s, n in seen if s in ("# build", "# gpio") and n.endswith("-dev")}
    listed -= {"libc6-dev", "libcmocka-dev"}
    control = pathlib.PurePosixPath("boards/debian/control")
    needed = tree.text(control).split("Build-Depends:")[1].split("\nStandards")[0]
    named = set(re.findall(r"^ (lib[a-z0-9.+-]+-dev)\b", needed, re.M))
    faults += [f"{control}: only one of it and {path} names {n}" for n in sorted(listed ^ named)]
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build-test")
    parser.add_argument("--results", type=pathlib.Path)
    parser.add_argument("checks", nargs="*", help="only these, such as 'layers'")
    options = parser.parse_args()
    tree = Tree(options.build)
    results = []
    for name, check in list(globals().items()):
        short = name.removeprefix("check_")
        if not name.startswith("check_") or (options.checks and short not in options.checks):
            continue
        began = time.monotonic()
        faults = check(tree)
        status = "failed" if faults else "passed"
        seconds = time.monotonic() - began
        print(f"{short} {status} ({seconds:.1f} s): {check.__doc__.splitlines()[0]}", flush=True)
        detail = "\n".join(faults)
        results.append({"name": short, "status": status, "detail": detail})
    if options.results:
        options.results.write_text("".join(json.dumps(r) + "\n" for r in results))
    else:
        for detail in (r["detail"] for r in results if r["detail"]):
            print(detail)
    return 1 if any(r["status"] == "failed" for r in results) else 0


if __name__ == "__main__":
    sys.exit(main())
