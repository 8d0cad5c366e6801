# SPDX-License-Identifier: Apache-2.0
"""The voice on a sound card with a driver of the kernel's: what is called is in its output, which
the machine writes to a file, and a card that is unplugged is taken up again."""

import array
import os
import pathlib

import pytest
from processes import DATADIR, run_program
from voicepack import VoicePacks
from waiting import wait_for

pytestmark = pytest.mark.needs("snd_hda_intel")

DRIVER = pathlib.Path("/sys/bus/pci/drivers/snd_hda_intel")
HEADER = 44
SAID = ["chime", *["vi:call-1", "vi:letter-a", "vi:number-1", "vi:call-2", "vi:number-1"] * 2]


class Card:
    """The card's output, from when this was made."""

    def __init__(self, results):
        self.path = results / "sound.wav"
        self.address = next(DRIVER.glob("0000:*")).name
        self.begin = self.path.stat().st_size // 4 * 4 if self.path.exists() else HEADER

    def samples(self):
        """One of the two channels."""
        with open(self.path, "rb") as file:
            file.seek(max(self.begin, HEADER))
            data = file.read()
        return array.array("h", data[: len(data) // 4 * 4])[::2]

    def unplug(self):
        (DRIVER / "unbind").write_text(self.address)

    def plug(self):
        (DRIVER / "bind").write_text(self.address)


@pytest.fixture
def card(results):
    made = Card(results)
    yield made
    if not (DRIVER / made.address).exists():
        made.plug()


@pytest.fixture
def hall(testbed, tmp_path):
    testbed.hub_caller = testbed.start_hub()
    packs = VoicePacks(tmp_path / "data", DATADIR, ["vi"])
    testbed.environment["LAYSO_DATADIR"] = str(packs.folder)
    board = testbed.board(
        hall=(640, 360), hall_sound={"driver": "alsa", "volume_percent": 100}
    )
    daemon = testbed.start_hall(board=board)
    wait_for(lambda: "the state as of event" in daemon.log(), "it has the hub's state")
    testbed.packs = packs
    return daemon


def sound_state(hub):
    found = [d for d in hub.get("/health")["devices"] if d["name"] == "hall-1/sound"]
    return found and found[0]["state"]


def call(hub, counter=1):
    hub.open(counter)
    hub.issue("A")
    hub.call_next(counter)


def test_a_call_comes_out_of_the_card(testbed, card, hall):
    hub = testbed.hub_caller
    wait_for(lambda: sound_state(hub) == "ok", "the card is found")
    call(hub)
    heard = lambda: testbed.packs.heard_by_a_card(card.samples())  # noqa: E731
    wait_for(lambda: len(heard()) >= len(SAID), "the call is heard")
    assert heard() == SAID


def test_a_card_that_is_unplugged_comes_back_without_a_restart(testbed, card, hall):
    hub = testbed.hub_caller
    wait_for(lambda: sound_state(hub) == "ok", "the card is found")
    card.unplug()
    wait_for(lambda: sound_state(hub) == "lost", "health says so")
    card.plug()
    wait_for(lambda: sound_state(hub) == "ok", "it is back")
    call(hub)
    wait_for(lambda: "chime" in testbed.packs.heard_by_a_card(card.samples()), "it plays")
    card.unplug()  # amid a word
    wait_for(lambda: sound_state(hub) == "lost", "health says so again")
    card.plug()
    broken_off = len(card.samples())
    wait_for(lambda: sound_state(hub) == "ok", "it is back again")
    wait_for(
        lambda: testbed.packs.heard_by_a_card(card.samples()[broken_off:])[: len(SAID)] == SAID,
        "the call is said anew, from its beginning",
    )
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    before = len(card.samples())
    hub.issue("A")
    hub.call_next(1)
    wait_for(
        lambda: "vi:number-2" in testbed.packs.heard_by_a_card(card.samples()[before:]),
        "the next call is heard",
    )
    assert hall.runs()


def test_a_card_that_another_program_holds_is_busy_until_it_is_let_go(testbed, card, hall):
    hub = testbed.hub_caller
    wait_for(lambda: sound_state(hub) == "ok", "the card is found")
    device = os.open(next(pathlib.Path("/dev/snd").glob("pcmC*D*p")), os.O_WRONLY)
    try:
        call(hub)
        wait_for(lambda: sound_state(hub) == "busy", "health says so")
        board = str(testbed.folder / "test.board")
        more = {"LAYSO_DATADIR": str(testbed.packs.folder)}
        done = run_program("layso", "voice", "test", "--board", board, more=more)
        assert done.returncode == 1
        assert "in use by another program" in done.stderr
        assert f"in use by process {os.getpid()}, " in done.stderr
    finally:
        os.close(device)
    wait_for(lambda: sound_state(hub) == "ok", "it is free again")
    wait_for(lambda: testbed.packs.heard_by_a_card(card.samples()) == SAID, "the call is said")
