# SPDX-License-Identifier: Apache-2.0
"""layso voice test: what whoever sets a hall up hears and is told."""

import os
import pty

import pytest
from processes import DATADIR, program_environment, program_path, run_program
from voicepack import VoicePacks
from waiting import wait_for


class Setup:
    def __init__(self, testbed, folder):
        self.testbed = testbed
        self.packs = VoicePacks(folder, DATADIR, ["vi", "en"])
        self.more = testbed.sim_environment() | {"LAYSO_DATADIR": str(self.packs.folder)}
        self.path = testbed.sim_folder / "hall.wav"

    def board(self, **keys):
        return self.testbed.board(hall=(640, 360), hall_sound=keys)

    def run(self, *arguments, **keys):
        board = str(self.board(volume_percent=100, **keys))
        return run_program("layso", "voice", "test", *arguments, "--board", board, more=self.more)

    def clips(self):
        return [name for name, _ in self.packs.heard(self.path) if isinstance(name, str)]


@pytest.fixture
def setup(testbed, tmp_path):
    return Setup(testbed, tmp_path / "data")


def test_a_chime_and_a_sentence_are_played(setup):
    done = setup.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert "100 percent" in done.stdout
    assert setup.clips() == ["chime", "vi:test-1"]


def test_another_language_is_heard(setup):
    assert setup.run("hall", "--language", "en").returncode == 0
    assert setup.clips() == ["chime", "en:test-1"]


def test_a_lower_volume_is_lower(setup):
    assert setup.run("--volume", "0").returncode == 0
    assert setup.clips() == []


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("c", 0), ("n", 1), ("", 1)])
def test_who_is_at_a_terminal_is_asked_whether_it_was_heard(setup, answer, status):
    board = str(setup.board(volume_percent=100))
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(
            program_path("layso"), ["layso", "voice", "test", "--board", board],
            program_environment(**setup.more),
        )  # fmt: skip
    said = b""

    def is_asked():
        nonlocal said
        said += os.read(terminal, 4096)
        return b"heard" in said

    wait_for(is_asked, "it asks")
    os.write(terminal, answer.encode() + b"\n")
    ended, code = os.waitpid(pid, 0)
    os.close(terminal)
    assert (ended, os.waitstatus_to_exitcode(code)) == (pid, status)


def test_a_card_that_is_not_there_is_named_and_the_others_are_listed(setup):
    done = setup.run(driver="alsa", device="no-such-card")
    assert done.returncode == 1
    assert "there is no sound device 'no-such-card'" in done.stderr
    assert "There are:" in done.stderr or "no sound card" in done.stderr


def test_what_is_asked_wrongly_is_said(setup):
    for arguments, words in (
        (["kiosk"], "no [sound kiosk]"),
        (["roof"], "neither hall nor kiosk"),
        (["--volume", "101"], "at most 100"),
    ):
        done = setup.run(*arguments)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
