# SPDX-License-Identifier: Apache-2.0
"""The voice in the hall: what is called is said, in order, whole, and only what is true."""

import pytest
from processes import DATADIR
from voicepack import CHIME, CLIP, VoicePacks
from waiting import stays, wait_for


class Voice:
    def __init__(self, testbed, folder, languages=("vi", "en"), path="hall.wav"):
        self.testbed = testbed
        self.packs = VoicePacks(folder, DATADIR, languages)
        testbed.environment["LAYSO_DATADIR"] = str(self.packs.folder)
        self.path = testbed.sim_folder / path
        board = testbed.board(hall=(640, 360), hall_sound={"path": path, "volume_percent": 100})
        self.daemon = testbed.start_hall(board=board)
        wait_for(lambda: "the state as of event" in self.daemon.log(), "it has the hub's state")

    def heard(self):
        return self.packs.heard(self.path)

    def clips(self):
        return [name for name, _ in self.heard() if isinstance(name, str)]

    def wait_clips(self, n, what):
        return wait_for(lambda: len(self.clips()) >= n and self.clips(), what)


def said(number, counter, language="vi", times=2, phrase="call"):
    """The clips of an announcement's phrases."""
    digits = [f"{language}:number-{digit}" for digit in number]
    once = [f"{language}:{phrase}-1", f"{language}:letter-a", *digits, f"{language}:{phrase}-2",
            f"{language}:number-{counter}"]  # fmt: skip
    return once * times


def sound_state(hub):
    found = [d for d in hub.get("/health")["devices"] if d["name"] == "hall-1/sound"]
    return found[0]["state"] if found else None


@pytest.fixture
def voice(testbed, hub, tmp_path):
    made = Voice(testbed, tmp_path / "data")
    hub.open(1)
    return made


def test_a_call_is_said_twice_after_a_chime_with_its_gaps(hub, voice):
    hub.issue("A")
    hub.call_next(1)
    phrase = said("1", 1)
    voice.wait_clips(1 + len(phrase), "the call is said")
    assert voice.clips() == ["chime", *phrase]
    # The card stays open a little: wait until the last clip has ended.
    wait_for(lambda: voice.heard()[-1][0] and isinstance(voice.heard()[-1][0], int), "silence")
    heard = voice.heard()
    assert heard[0][0] == 150 and heard[1] == ("chime", CHIME)
    gaps = [name for name, _ in heard[2:-1] if isinstance(name, int)]
    once = len(phrase) // 2
    assert gaps == [300, *[60] * (once - 1), 1200, *[60] * (once - 1)]
    assert {n for name, n in heard[2:] if isinstance(name, str)} == {CLIP}


def test_a_ticket_in_english_is_called_in_both_languages(hub, voice):
    hub.issue("A", language="en")
    hub.call_next(1)
    phrases = [*said("1", 1, "en"), *said("1", 1)]
    voice.wait_clips(1 + len(phrases), "the call is said")
    assert voice.clips() == ["chime", *phrases]


def test_calls_wait_for_each_other_and_one_that_is_undone_is_not_said(hub, voice):
    hub.open(2)
    for _ in range(3):
        hub.issue("A")
    hub.call_next(1)
    voice.wait_clips(1, "the first call is being said")
    hub.call_next(2)
    for move in ("appear", "finish", "call-next"):
        hub.counter(1, move)  # who came is not cut short
    hub.counter(2, "undo-call")
    expected = ["chime", *said("1", 1), "chime", *said("3", 1)]
    voice.wait_clips(len(expected), "two calls are said")
    assert voice.clips() == expected
    stays(lambda: voice.clips() == expected, "the undone call is not said", 3)


def test_a_restart_says_nothing_again(testbed, hub, voice):
    hub.issue("A")
    hub.call_next(1)
    voice.wait_clips(1 + len(said("1", 1)), "the call is said")
    voice.daemon.stop()
    voice.path.unlink()
    voice.daemon.start()
    wait_for(lambda: sound_state(hub) == "ok", "it is back")
    stays(lambda: not voice.clips(), "nothing is said", 2)


def test_a_loudspeaker_that_is_missing_is_in_health_and_comes_back(testbed, hub, tmp_path):
    voice = Voice(testbed, tmp_path / "data", path="later/hall.wav")
    wait_for(lambda: sound_state(hub) == "missing", "health says so")
    voice.path.parent.mkdir()
    wait_for(lambda: sound_state(hub) == "ok", "it is back without a restart")
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    voice.wait_clips(1, "it plays")


def test_a_hall_without_a_voice_says_so_and_chimes(testbed, hub, tmp_path):
    voice = Voice(testbed, tmp_path / "data", languages=())
    wait_for(lambda: sound_state(hub) == "no_voice", "health says so")
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    voice.wait_clips(1, "the chime alone")
    assert voice.clips() == ["chime"]
