# SPDX-License-Identifier: Apache-2.0
"""What layso setup finds by trying: a tone of the sound card, a lamp on a line nobody knows."""

import itertools
import re

import pytest
from talk import begin, texts
from test_board_setup import SLOW_S, Fresh
from test_sound import Card
from waiting import wait_for


def tones(samples, rate=48000, hertz=880):
    """How often a tone of this pitch began, of some tenths of a second each."""
    step, found, before = rate // 20, 0, False
    for begin_at in range(0, len(samples) - step, step):
        part = samples[begin_at : begin_at + step]
        rises = sum(a < 0 <= b for a, b in itertools.pairwise(part))
        loud = max(part) > 1500 and abs(rises - hertz * step / rate) <= 3
        found, before = found + (loud and not before), loud
    return found


@pytest.mark.needs("snd_hda_intel", "gpio-sim", "screen")
def test_a_tone_is_heard_and_a_lamp_is_found(testbed, gpio, results, outside):
    """Sound comes out of the card; a lamp whose line nobody knows is found by lighting each."""
    chip = gpio("layso-panel", {0: "BUTTON-A", 8: "SPARE", 9: "LAMP-A"})
    board = Fresh(testbed)
    card = Card(results)
    say = texts("en")
    talk = board.talk()
    talk.until(begin(say["setup.ask.screen"]), {})
    talk.type("kiosk")
    talk.until(begin(say["setup.ask.more"]), {})
    talk.type("take A regular")
    assert talk.next()[0].startswith(begin(say["setup.ask.button"])), talk.seen
    talk.type("BUTTON-A")
    asked, choices, _ = talk.next()
    assert asked.startswith(begin(say["setup.ask.lamp"])), talk.seen
    assert "LAMP-A" in choices and "BUTTON-A" not in choices
    talk.type("1")
    while True:
        talk.wait_said(begin(say["setup.lit"].split("{line}")[1].split(".")[0]))
        lit = re.findall(r"(\S+) was lit", talk.new)[-1]
        talk.type("yes" if lit == "LAMP-A" else "no")
        if lit == "LAMP-A":
            assert not chip.value("LAMP-A"), "a lamp that was lit is dark again"
            break
    assert talk.next()[0].startswith(begin(say["setup.ask.lamp_try"])), talk.seen
    talk.type("no")
    talk.until(begin(say["setup.ask.sound"]), {begin(say["setup.ask.more"]): ""})
    talk.type("1")
    talk.until(begin(say["setup.ask.sound_try"]), {})
    talk.type("yes")
    assert talk.next(SLOW_S)[2] == "no" and say["setup.tried"] in talk.seen, talk.seen
    wait_for(lambda: tones(card.samples()) == 3, "three tones are heard")
    talk.process.kill()
    talk.end()
    assert "LAMP-A" not in "".join(path.read_text() for path in board.etc.iterdir())
