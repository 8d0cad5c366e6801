# SPDX-License-Identifier: Apache-2.0
"""A conversation with a program of ours on a terminal: layso setup."""

import json
import os
import pathlib
import pty
import re
import subprocess

from processes import SECONDS, program_path
from waiting import wait_for

PROMPT = re.compile(r"\n([^\n]*)\n((?:  \d+  [^\n]*\n)*)\[([^\n\]]*)\] > $")
TEXTS = pathlib.Path(__file__).parents[2] / "ui/strings"


def texts(language):
    return json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))


def begin(word):
    """How a text with a hole begins."""
    return re.split(r"\{\w+\}", word)[0]


class Talk:
    """Somebody at a terminal: answers by what the question says, Enter to all others."""

    def __init__(self, words, environment, program=None):
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [program or program_path("layso"), *words], stdin=theirs, stdout=theirs, stderr=theirs,
            env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        os.set_blocking(self.ours, False)
        self.seen = ""
        self.new = ""

    def _read(self):
        try:
            more = os.read(self.ours, 65536).decode().replace("\r", "")
            self.new += more
            self.seen += more
        except BlockingIOError:
            pass
        except OSError:
            return True
        return PROMPT.search(self.new) or self.process.poll() is not None

    def has_asked(self):
        return bool(self._read())

    def next(self, seconds=60):
        """The next question: its text, its choices, its default. None: it has ended."""
        wait_for(self._read, "the next question", seconds)
        found = PROMPT.search(self.new)
        return found and found.groups()

    def type(self, text):
        self.new = ""
        os.write(self.ours, text.encode() + b"\n")

    def until(self, text, answers):
        """Answers until the question that begins with text; Enter, but to what would try a device
        of this very computer."""
        while True:
            asked, _, default = self.next() or (None, None, None)
            assert asked, self.seen
            if asked.startswith(text):
                return default
            given = [answer for key, answer in answers.items() if asked.startswith(key)]
            self.type(given[0] if given else "n" if default in ("yes", "có") else "")

    def wait_said(self, text):
        wait_for(lambda: self._read() is not None and text in self.new, text)

    def end(self, seconds=SECONDS):
        status = self.process.wait(seconds)
        self._read()
        os.close(self.ours)
        return status
