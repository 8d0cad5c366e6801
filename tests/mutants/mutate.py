# SPDX-License-Identifier: Apache-2.0
"""Small changes of C code that a test should notice: one operator, constant, condition or
statement at a time. It reads tokens, not C's grammar, and leans on .clang-format: a function's
opening brace stands alone in the first column."""

import dataclasses
import hashlib
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lint"))
import functions  # noqa: E402

TOKEN = re.compile(
    r"""(?P<skip>/\*.*?\*/|//[^\n]*|\s+|\\\n)
      |(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      |(?P<name>[A-Za-z_]\w*)
      |(?P<number>0[xX][0-9a-fA-F]+\w*|\d[\w.]*)
      |(?P<operator><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\w\s])""",
    re.X | re.S,
)

OTHER = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
    "+": "-", "-": "+", "+=": "-=", "-=": "+=", "++": "--", "--": "++",
}  # fmt: skip

# A minus or plus after one of these joins two values; elsewhere it is a sign.
ENDS_A_VALUE = re.compile(r"^(\w+|\)|\])$")
NOT_A_VALUE = {"return", "case", "sizeof", "else", "do", "in"}

# What is for people who look for faults, or gives back memory: no test is to notice it.
UNNOTICED_CALL = re.compile(
    r"^(log_\w+|assert|free|json_decref|\w+_free|\w+_done|sqlite3_finalize)$"
)

# What stands at the front of a line that is no statement to leave out.
NO_STATEMENT = {
    "return", "if", "for", "while", "switch", "case", "break", "continue", "goto", "do", "else",
    "struct", "enum", "static", "const", "default",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int

    @property
    def end(self):
        return self.start + len(self.text)


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One change: text[start:end] becomes `new`, in the line `line` (from 1) of `function`."""

    path: str
    function: str
    line: int
    start: int
    end: int
    new: str
    name: str  # what is changed, without line numbers, so that it survives changes elsewhere

    def applied(self, text):
        return text[: self.start] + self.new + text[self.end :]

    def chosen(self, one_of):
        """Whether it belongs to the fixed sample, which takes one of so many."""
        return int(hashlib.sha256(self.name.encode()).hexdigest()[:8], 16) % one_of == 0


def tokens(text, start, end):
    found = []
    at = start
    while at < end:
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"no token at {text[at:at + 20]!r}")
        if match.lastgroup != "skip":
            found.append(Token(match.lastgroup, match.group(), at))
        at = match.end()
    return found


def closing(found, index):
    """The index of the bracket that closes the one at `index`."""
    depth = 0
    for at in range(index, len(found)):
        if found[at].text in ("(", "[", "{"):
            depth += 1
        elif found[at].text in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                return at
    raise ValueError("a bracket is not closed")


def joins_values(found, at):
    before = found[at - 1]
    return bool(ENDS_A_VALUE.match(before.text)) and before.text not in NOT_A_VALUE


def operator_changes(found):
    for at, token in enumerate(found):
        if token.kind != "operator" or token.text not in OTHER or at == 0:
            continue
        if token.text in ("+", "-") and not joins_values(found, at):
            continue
        yield token.start, token.end, OTHER[token.text]


def constant_changes(found):
    for at, token in enumerate(found):
        if token.kind != "number" or not re.fullmatch(r"\d+", token.text):
            continue
        before = found[at - 1].text if at else ""
        if before == "case" or before == "[" and found[at + 1].text == "]":
            continue
        yield token.start, token.end, str(int(token.text) + 1)


def condition_changes(found):
    """if (c) as if c were always false, and always true."""
    for at, token in enumerate(found):
        if token.text != "if" or found[at + 1].text != "(":
            continue
        end = closing(found, at + 1)
        yield found[at + 1].end, found[end].start, "0"
        yield found[at + 1].end, found[end].start, "1"


def statement_changes(found):
    """An assignment or a call that stands alone is left out."""
    begins = True
    for at, token in enumerate(found):
        first = begins
        begins = token.text in (";", "{", "}", ")", "else")
        if not first or token.kind != "name" and token.text not in ("*",):
            continue
        if token.text in NO_STATEMENT:
            continue
        end, kind = statement_end(found, at)
        if not kind or kind == "call" and UNNOTICED_CALL.match(token.text):
            continue
        yield token.start, found[end].start, ""


def statement_end(found, at):
    """The index of the semicolon of a statement, and its kind: "call", "assignment", or none
    where it is a declaration or something else."""
    kind = ""
    end = at
    while found[end].text != ";":
        text = found[end].text
        if text in ("{", "}", ":") or end > at and found[end].kind == found[end - 1].kind == "name":
            return end, ""
        if text in ("(", "["):
            if not kind and text == "(" and end == at + 1:
                kind = "call"
            end = closing(found, end)
        elif re.fullmatch(r"[-+*/%&|^]?=", text):
            kind = "assignment"
        elif text == "*" and end > at and found[end + 1].kind == "name" and kind == "":
            return end, ""
        end += 1
        if end >= len(found):
            return end - 1, ""
    return end, kind


def bodies(text):
    """(function, start, end) of each function's body, in characters."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for name, first, count in functions.lengths(text):
        head = text.index("\n{", starts[first - 1]) + 1
        yield name, head, starts[first - 1 + count]


def mutants(path, text):
    """All changes of a file, in the order of the text."""
    found = []
    names = {}
    for function, start, end in bodies(text):
        inside = tokens(text, start, end)
        changes = set()
        for make in (operator_changes, constant_changes, condition_changes, statement_changes):
            changes.update(make(inside))
        for first, last, new in sorted(changes):
            found.append(named(path, text, function, first, last, new, names))
    return found


def named(path, text, function, start, end, new, names):
    begin = text.rfind("\n", 0, start) + 1
    finish = text.find("\n", end)
    before = " ".join(text[begin:finish].split())
    after = " ".join((text[begin:start] + new + text[end:finish]).split())
    name = f"{path}: {function}: {before}  =>  {after}"
    names[name] = names.get(name, 0) + 1
    if names[name] > 1:
        name += f"  ({names[name]})"
    return Mutant(path, function, text.count("\n", 0, start) + 1, start, end, new, name)
