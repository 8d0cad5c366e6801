# SPDX-License-Identifier: Apache-2.0
"""A finger at the look-up kiosk, from its first page to the list of papers in a visitor's hand: the
touches are those of a touch screen, the paper is what a USB printer was told."""

import datetime
import json
import subprocess
import time

import pytest
from escpos_reader import EscposReader
from kms import SIZE, OnScreen
from processes import BUILD, program_environment
from sampleprocedures import make_records
from sitedata import SITE
from touchscreen import TouchScreen
from waiting import wait_for

pytestmark = pytest.mark.needs("screen", "evdev", "uinput", "dummy_hcd", "libcomposite",
                               "usb_f_printer")  # fmt: skip
NAME = "Tách thửa đất"
TYPED = "THUA"
PLAIN = "ABCDĐEGHIKLMNOPQRSTUVXY"
# enum lookup_action
SEARCH, FIND, PRINT, START = 0, 9, 11, 15
STILL_SECONDS = 0.5
PAPER_SECONDS = 60  # for the printer, on a slow machine
BOARD = ("journeys = tickets, lookup", "[printer]", "driver = usb", "model = generic")


def take(hub):
    """The centre's 427 procedures, one of which people look for."""
    records = make_records()
    records[5] |= {"ten_tthc": NAME, "linh_vuc": "Đất đai"}
    wish = {"file": "list.json", "text": json.dumps(records),
            "checked_day": datetime.date.today().isoformat()}  # fmt: skip
    seen = hub.post("/procedures/import", wish)
    hub.post("/procedures/import",
             wish | {"digest": seen["digest"], "catalogue": seen["catalogue"]})  # fmt: skip


def hits(hub):
    return hub.get(f"/procedures/search?q={TYPED.lower()}")["hits"]


class Visitor:
    """Touches the keys of a page where they are drawn, and looks at what comes."""

    def __init__(self, kiosk, outside):
        self.kiosk, self.outside = kiosk, outside
        self.screen = TouchScreen()
        self.kiosk.wait_log("touch screen /dev")

    def picture(self):
        return self.outside.quick_picture("lookup-journey", self.kiosk.head)

    def still(self):
        """The picture, once it has not changed for a moment: a page that has just come takes no
        touch that was meant for the one before."""
        picture, since = self.picture(), time.monotonic()
        while time.monotonic() < since + STILL_SECONDS:
            now = self.picture()
            if now.difference(picture) > 0:
                picture, since = now, time.monotonic()
        return picture

    def touch(self, page, kind, index, *words):
        said = subprocess.run([BUILD / "tests/daemon/lookup-keys", *map(str, SIZE), page, *words],
                              capture_output=True, text=True, check=True,
                              env=program_environment())  # fmt: skip
        lines = map(str.split, said.stdout.splitlines())
        keys = {(k, int(i)): (int(x), int(y)) for k, i, x, y in lines}
        before = self.still()
        x, y = keys[kind, index]
        self.screen.tap(x / SIZE[0], y / SIZE[1])
        wait_for(lambda: self.picture().difference(before) > 0, f"{page}: {kind} {index}")

    def come_to(self, page):
        self.kiosk.wait_log(f": {page}\n")
        self.outside.screenshot(f"lookup-journey-{page}", self.kiosk.head)


def printed(printer):
    """The pieces of paper with something on them, of what the printer has been told until now."""
    with printer.lock:
        told = bytes(printer.printed)
    reader = EscposReader().feed(told)
    return reader, [slip for slip in reader.slips if not slip.is_white()]


def test_from_search_to_the_list_of_papers_in_the_hand(testbed, outside, printer, results):
    hub = testbed.start_hub()
    take(hub)
    wait_for(lambda: hits(hub), "the list is taken")
    found = hits(hub)
    assert found[0]["name"] == NAME
    kiosk = OnScreen(testbed, "kiosk", more=BOARD)
    kiosk.popen = {"user": 0, "group": 0}  # opens the printer without the packages' rules
    kiosk.start()
    kiosk.wait_log("427 procedures can be looked up")
    wait_for(lambda: any(d["name"] == "kiosk-1/printer" and d["state"] == "ok"
                         for d in hub.get("/health")["devices"]), "the printer works")  # fmt: skip
    visitor = Visitor(kiosk, outside)
    try:
        began = time.monotonic()
        visitor.touch("first", "action", START)
        visitor.touch("start", "action", SEARCH, "tickets", "events")
        visitor.come_to("typing")
        for at, letter in enumerate(TYPED):
            visitor.touch("typing", "letter", PLAIN.index(letter), f"typed={TYPED[:at]}")
        visitor.touch("typing", "action", FIND, f"typed={TYPED}")
        visitor.come_to("results")
        visitor.touch("list", "entry", 0, *(one["name"] for one in found))
        visitor.come_to("procedure")
        visitor.touch("procedure", "action", PRINT, "print")
        wait_for(lambda: printed(printer)[1], "the list is in the visitor's hand", PAPER_SECONDS)
        took_s = time.monotonic() - began
    finally:
        visitor.screen.close()
    kiosk.wait_log("list of papers: printed")
    reader, papers = printed(printer)
    assert len(papers) == 1 and papers[0].cut and not reader.clipped and not reader.garbage
    papers[0].png(results / "pictures" / "lookup-journey-papers.png")
    assert papers[0].height_dots <= 400 / 25.4 * 203  # 40 cm
    key = found[0]["key"]
    assert papers[0].qr(results) == f"{SITE['public_url'].rstrip('/')}/tra-cuu/{key}"
    print(f"from the first touch to the paper: {took_s:.1f} s")
    (results / "lookup-journey.txt").write_text(f"{took_s:.1f} s\n")
