# SPDX-License-Identifier: Apache-2.0
"""INSTALL.md as steps that a test can do: its commands, what they are said to answer, the table of
the conversation with layso setup, and what hands do ("<!-- hands: press GPIO17 -->", which readers
do not see)."""

import dataclasses
import re

FENCE = re.compile(r"^```(\w*) ?(\S*)$")
HANDS = re.compile(r"^<!-- hands: (.*) -->$")
ROW = re.compile(r"^\| (.+?) \| (.+?) \|")


@dataclasses.dataclass
class Step:
    line: int
    kind: str  # "command", "hands"
    where: str  # "office", "board", "hall-board"; of hands ""
    text: str
    shown: list = dataclasses.field(default_factory=list)  # lines that a command is to say
    rows: list = dataclasses.field(default_factory=list)  # of layso setup: question, what one does
    last_row: int = 0


def blocks(text):
    """(line, language, where, lines) of each fenced block; any other line has no language."""
    inside = None
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if inside and line == "```":
            yield inside
            inside = None
        elif inside:
            inside[3].append(line)
        elif fence:
            inside = (number, fence[1], fence[2], [])
        else:
            yield number, None, "", [line]
    assert not inside, f"line {inside[0]}: the block has no end"


def read(text):
    """All steps, in the order in which they stand."""
    steps = []
    for number, language, where, lines in blocks(text):
        if language == "sh":
            assert where, f"line {number}: on which computer?"
            steps += [Step(number + 1 + i, "command", where, line) for i, line in enumerate(lines)]
        elif language == "text" and steps:
            steps[-1].shown = lines
        elif language is None:
            hands = HANDS.match(lines[0])
            if hands:
                steps.append(Step(number, "hands", "", hands[1]))
            elif steps and steps[-1].text == "layso setup":
                take_row(steps[-1], lines[0], number)
    return steps


def take_row(step, line, number):
    """Of the first table behind layso setup, the lines below its heading are what it asks."""
    row = ROW.match(line)
    if line.startswith("|---") and not step.last_row:
        step.last_row = number
    elif row and number == step.last_row + 1:
        step.rows.append((row[1], row[2]))
        step.last_row = number


def is_shown(line, said):
    """Whether what a command said has this line; "…" in it stands for anything."""
    parts = [re.escape(part) for part in re.split(r"\s*…\s*", line.strip())]
    pattern = re.sub(r"(\\ )+", r"\\s+", r".*".join(parts))
    return re.search(pattern, said) is not None


def without_marks(text):
    """A cell of a table as plain words."""
    return text.replace("`", "").replace("*", "")
