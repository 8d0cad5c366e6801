# SPDX-License-Identifier: Apache-2.0
"""From installed settings to the first printed ticket: layso setup finds the printer, the screen,
the buttons and the lamp of a real kernel, and what it writes is what the kiosk runs on."""

import json
import re
import shutil

import pytest
from escpos_reader import EscposReader
from processes import BUILD, DATADIR, program_environment
from sitedata import SITE
from talk import Talk, begin, texts
from waiting import wait_for

pytestmark = pytest.mark.needs(
    "dummy_hcd", "libcomposite", "usb_f_printer", "gpio-sim", "screen"
)
LINES = {0: "BUTTON-A", 1: "BUTTON-B", 8: "LAMP-A", 9: "LAMP-B"}
PASSWORD = "ba-con-vit-qua-cau"
SLOW_S = 120  # the emulated board draws and prints slowly
BLUE = (0x59, 0x26, 0x0C)  # the ground of the numbers, as blue, green, red


class Fresh:
    """A board whose packages were just installed: the packages' own settings and an empty hub."""

    def __init__(self, testbed):
        self.testbed = testbed
        self.hub = testbed.start_hub(with_site=False)
        self.etc = testbed.folder / "etc"
        self.etc.mkdir()
        for name in ("hubd", "kioskd"):
            shutil.copy(BUILD / "firmware/systemd" / f"{name}.conf", self.etc)
        kiosk = self.etc / "kioskd.conf"
        text = kiosk.read_text().replace("#address = unix:/run/layso/hub.sock",
                                         f"address = {testbed.unix}")  # fmt: skip
        kiosk.write_text(re.sub(r"(?m)^board = .*$", "board = x86", text))
        self.former = testbed.write("former-site.json", json.dumps(SITE))
        self.environment = program_environment(
            LAYSO_ETCDIR=str(self.etc), SDL_VIDEODRIVER=None, LAYSO_DATADIR=str(DATADIR)
        )

    def talk(self):
        return Talk(["--hub", self.testbed.unix, "--language", "en", "setup"], self.environment)


def state_of(board, device):
    found = [d["state"] for d in board.hub.get("/health")["devices"] if d["name"] == device]
    return found[0] if found else None


def is_numbered(outside):
    """The screen shows a number on its blue ground."""
    picture = outside.quick_picture("setup-number")
    return picture.rows[5][20:23] == bytes(BLUE)


def learn_button(talk, chip, say, does, line, lamp):
    talk.until(begin(say["setup.ask.more"]), {})
    talk.type(does)
    assert talk.next()[0].startswith(begin(say["setup.ask.button"])), talk.seen
    talk.new = ""  # the next question comes by itself
    chip.press(line)
    assert talk.next()[0].startswith(begin(say["setup.ask.lamp"])), talk.seen
    chip.release(line)
    assert f"\n[none] > {line}\n" in talk.seen
    talk.type(lamp)
    assert talk.next()[0].startswith(begin(say["setup.ask.lamp_try"])), talk.seen
    talk.type("yes")
    wait_for(lambda: chip.value(lamp), f"{lamp} is lit")
    talk.next()
    assert not chip.value(lamp)
    talk.type("no")


def test_from_packages_to_the_first_printed_ticket(testbed, gpio, printer, outside):
    chip = gpio("layso-panel", LINES)
    board = Fresh(testbed)
    say = texts("en")
    talk = board.talk()
    talk.until(begin(say["setup.ask.printer_try"]), {})
    talk.type("yes")
    assert talk.next(SLOW_S)[2] == "no" and say["setup.tried"] in talk.seen, talk.seen
    assert printer.printed, "a card has come out"
    talk.type("no")
    talk.until(begin(say["setup.ask.screen"]), {})
    wait_for(lambda: is_numbered(outside), "the screen shows its number")
    outside.screenshot("setup-number")
    talk.type("kiosk")
    talk.until(begin(say["setup.ask.touch_try"]), {begin(say["setup.ask.touch"]): "yes"})
    talk.type("yes")
    talk.wait_said(say["setup.touch_now"])
    wait_for(lambda: outside.tap(400, 300) or talk.has_asked(), "a touch is noticed")
    assert say["setup.tried"] in talk.new, talk.seen
    talk.type("no")
    learn_button(talk, chip, say, "take A regular", "BUTTON-A", "LAMP-A")
    learn_button(talk, chip, say, "take B regular", "BUTTON-B", "LAMP-B")
    talk.until(begin(say["setup.ask.write"]), {
        begin(say["setup.ask.more"]): "", begin(say["setup.ask.admin"]): "chi",
        begin(say["setup.ask.site"]): str(board.former), begin(say["setup.ask.slip"]): "yes",
    })  # fmt: skip
    before = len(printer.printed)
    talk.type("yes")
    for question in ("new PIN or password", "Once more"):
        talk.wait_said(question)
        talk.type(PASSWORD)
    assert talk.end(SLOW_S) == 0, talk.seen
    assert len(printer.printed) > before, "the summary has come out"

    # The programs, as systemd would start them, on what was written.
    kiosk = testbed.start_daemon(
        "layso-kioskd", ["--debug", "--config", str(board.etc / "kioskd.conf")], "kiosk-1"
    )
    wait_for(lambda: state_of(board, "kiosk-1/panel") == "ok", "the panel works", SLOW_S)
    wait_for(lambda: chip.value("LAMP-A"), "the lamp says that tickets can be taken", SLOW_S)
    before = len(printer.printed)
    chip.press("BUTTON-A")
    ticket = wait_for(lambda: board.hub.get("/tickets")["tickets"], "a ticket", SLOW_S)[0]
    chip.release("BUTTON-A")
    wait_for(
        lambda: board.hub.get(f"/tickets/{ticket['id']}")["paper"] == "PRINTED",
        f"the slip is printed\n{kiosk.log()[-2000:]}", SLOW_S,
    )  # fmt: skip
    slip = EscposReader(bytes(printer.printed[before:]))
    assert ticket["number"] == "A001" and slip, "the first ticket of the new board"
