# SPDX-License-Identifier: Apache-2.0
"""The kiosk with a printer on a real USB bus: what the printer is told decodes to the right slip,
and what happens to the printer reaches everybody who has to know, and goes away again."""

import os
import pathlib
import subprocess

import pytest
from escpos_reader import EscposReader
from processes import run_program
from sitedata import SITE
from waiting import stays, wait_for

pytestmark = pytest.mark.needs("dummy_hcd", "libcomposite", "usb_f_printer", "gpio-sim")

PAPER_SECONDS = 60  # the slowest end of a slip: no progress for ten seconds, slow emulation
BOARD = """[board]
name = printer
[printer]
driver = usb
{printer}
[panel]
driver = gpio
[button A]
line = "BUTTON-A"
lamp = "LAMP-A"
does = take A regular
[lamp kiosk]
line = "LAMP-TROUBLE"
shows = status trouble
"""
LINES = {0: "BUTTON-A", 8: "LAMP-A", 9: "LAMP-TROUBLE"}


class Kiosk:
    """kioskd with the USB printer and a panel of one button, and its hub."""

    def __init__(self, testbed, hub, printer, chip, keys="model = generic"):
        self.testbed, self.hub, self.printer, self.chip = testbed, hub, printer, chip
        board = testbed.write("printer.board", BOARD.format(printer=keys))
        self.daemon = testbed.start_kiosk(board=board)
        self.count = 0

    def device(self):
        devices = {d["name"]: d for d in self.hub.get("/health")["devices"]}
        return devices.get("kiosk-1/printer", {})

    def wait_is(self, state):
        try:
            wait_for(lambda: self.device().get("state") == state, f"the printer is {state}")
        except AssertionError as fault:
            raise AssertionError(f"{fault}; it is {self.device()}\n{self.log()}") from None

    def log(self):
        return self.daemon.log()[-4000:]

    def press(self):
        """A visitor; the ticket is the hub's newest one then."""
        wait_for(lambda: self.chip.value("LAMP-A"), "the lamp says that tickets can be taken")
        before = len(self.hub.get("/tickets")["tickets"])
        wait_for(lambda: self._press_once(before), "a ticket")
        return self.hub.get("/tickets")["tickets"][-1]

    def _press_once(self, before):
        """Soon after another press it counts as that one: then the visitor presses again. A ticket
        that came late would let go of the button at once, so it is held until it was noticed."""
        self._hold(self.chip.press, "down")
        try:
            wait_for(lambda: len(self.hub.get("/tickets")["tickets"]) > before, "a ticket", 3)
        except AssertionError:
            return False
        finally:
            self._hold(self.chip.release, "up")
        return True

    def _hold(self, move, to):
        """Moves the button, and waits until the kiosk says so."""
        said = f"the button A is {to}"
        before = self.daemon.log().count(said)
        move("BUTTON-A")
        try:
            wait_for(lambda: self.daemon.log().count(said) > before, said)
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{self.log()}") from None

    def issue(self):
        """A ticket that staff give, for this kiosk to print."""
        self.count += 1
        return self.hub.post("/tickets", {
            "service": "A", "lane": "regular", "press_id": f"test-{self.count}",
            "kiosk": "kiosk-1", "print": True})  # fmt: skip

    def wait_paper(self, ticket, *papers):
        def is_so():
            now = self.hub.ticket(ticket["id"])
            return now if now["paper"] in papers else None

        try:
            return wait_for(is_so, f"the slip of {ticket['number']} is {papers}", PAPER_SECONDS)
        except AssertionError as fault:
            now = self.hub.ticket(ticket["id"])["paper"]
            told = f"{now}; the printer holds {self.printer.told()}"
            raise AssertionError(f"{fault}; it is {told}\n{self.log()}") from None

    def read(self):
        """What has come out of the printer since the last time."""
        with self.printer.lock:
            data = bytes(self.printer.printed)
            self.printer.printed.clear()
        return EscposReader().feed(data)

    def print_one(self):
        ticket = self.press()
        return self.wait_paper(ticket, "PRINTED"), self.read()

    def check_slip(self, reader, ticket):
        assert not reader.garbage and not reader.clipped and not reader.data
        slip = next(s for s in reader.slips if not s.is_white())
        page, _, token = slip.qr(self.testbed.folder).rpartition("/")
        assert page == f"{SITE['public_url']}/t"
        assert self.hub.get(f"/public/{token}")["number"] == ticket["number"]
        return slip


@pytest.fixture
def chip(gpio):
    return gpio("panel", LINES)


@pytest.fixture
def start(testbed, hub, printer, chip):
    """Starts the kiosk: start(keys of the board file's [printer])."""
    return lambda keys="model = generic": Kiosk(testbed, hub, printer, chip, keys)


@pytest.fixture
def kiosk(start):
    made = start()
    made.wait_is("ok")
    return made


@pytest.fixture
def usblp():
    """The kernel's own printer driver, which takes every printer that is plugged in."""
    subprocess.run(["modprobe", "usblp"], check=True)
    yield pathlib.Path("/dev/usb/lp0")
    subprocess.run(["modprobe", "-r", "usblp"], check=True)


def test_a_press_ends_as_a_slip_with_its_number(kiosk, results):
    ticket, reader = kiosk.print_one()
    assert ticket["number"] == "A001"
    slip = kiosk.check_slip(reader, ticket)
    slip.png(results / "pictures" / "usb-slip.png")
    assert len([s for s in reader.slips if not s.is_white()]) == 1
    assert slip.cut and 0.02 < slip.black_part() < 0.3
    assert slip.number(kiosk.testbed.folder) == "A001"
    # One more, right behind it: nothing of the first is left in the way.
    second, reader = kiosk.print_one()
    slip = kiosk.check_slip(reader, second)
    assert slip.number(kiosk.testbed.folder) == "A002"


def test_a_ticket_that_staff_give_is_printed_too(kiosk):
    ticket = kiosk.wait_paper(kiosk.issue(), "PRINTED")
    kiosk.check_slip(kiosk.read(), ticket)


def test_the_model_of_the_ids_says_how_wide_the_paper_is(start, printer):
    kiosk = start(keys="")  # 0416:5011: 58 mm paper, no cutter
    kiosk.wait_is("ok")
    kiosk.wait_paper(kiosk.press(), "PRINTED")
    with printer.lock:
        reader = EscposReader(width_dots=384).feed(printer.printed)
    assert not reader.clipped and not reader.garbage and not reader.slips
    assert reader.paper.height_dots > 400 and reader.paper.bands()


@pytest.mark.needs("usblp")
def test_usblp_is_put_out_at_every_plug(usblp, start, printer):
    wait_for(usblp.exists, "usblp has taken the printer")
    kiosk = start()
    kiosk.wait_is("ok")
    wait_for(lambda: not usblp.exists(), "usblp has let go")
    kiosk.print_one()
    printer.unplug()
    kiosk.wait_is("offline")
    printer.plug()
    kiosk.wait_is("ok")
    ticket, reader = kiosk.print_one()
    kiosk.check_slip(reader, ticket)
    kiosk.daemon.stop()
    wait_for(usblp.exists, "usblp has it back")
    printer.unplug()
    wait_for(lambda: not usblp.exists(), "nothing holds the module any more")


@pytest.mark.parametrize("change,state,back", [
    ({"paper": "low"}, "paper_low", {"paper": "ok"}),
    ({"paper": "out"}, "paper_out", {"paper": "ok"}),
    ({"cover_open": True}, "cover_open", {"cover_open": False}),
    ({"cutter_error": True}, "cutter_error", {"cutter_error": False}),
    ({"offline": True}, "offline", {"offline": False}),
])  # fmt: skip
def test_trouble_is_told_and_clears_by_itself(kiosk, printer, chip, change, state, back):
    wait_for(lambda: not chip.value("LAMP-TROUBLE"), "no lamp says that something is wrong")
    printer.set(**change)
    kiosk.wait_is(state)
    assert kiosk.device()["fault"] == "device"
    if state != "paper_low":
        wait_for(lambda: chip.value("LAMP-TROUBLE"), "the lamp tells of it")
        late = kiosk.wait_paper(kiosk.press(), "LATER")
        assert (late["state"], late["slip"]) == ("WAITING", "later")
    printer.set(**back)
    kiosk.wait_is("ok")
    wait_for(lambda: not chip.value("LAMP-TROUBLE"), "the lamp is dark again")
    if state != "paper_low":
        # It comes by itself, once.
        assert kiosk.wait_paper(late, "PRINTED")["prints"] == 1
        reader = kiosk.read()
        kiosk.check_slip(reader, late)
        assert len([s for s in reader.slips if not s.is_white()]) == 1
    ticket, reader = kiosk.print_one()
    kiosk.check_slip(reader, ticket)
    assert len([s for s in reader.slips if not s.is_white()]) == 1


def test_without_automatic_status_trouble_is_asked_for(start, printer):
    printer.set(answers={"status", "processed", "clear"})
    kiosk = start()
    kiosk.wait_is("ok")
    printer.set(paper="out")
    kiosk.wait_is("paper_out")
    printer.set(paper="ok")
    kiosk.wait_is("ok")
    kiosk.print_one()


def test_paper_that_runs_out_in_a_slip_loses_nobody(kiosk, printer):
    kiosk.print_one()
    printer.set(rows_left=200)
    ticket = kiosk.wait_paper(kiosk.press(), "FAILED", "UNKNOWN")
    assert ticket["state"] == "WAITING"
    kiosk.wait_is("paper_out")
    assert not [s for s in kiosk.read().slips if not s.is_white()]
    printer.set(paper="ok")
    kiosk.wait_is("ok")
    # What was left of it must not come out with the new roll.
    stays(lambda: not printer.waiting, "the printer holds nothing", 1)
    again = kiosk.hub.post(f"/tickets/{ticket['id']}/reprint", {"kiosk": "kiosk-1"})
    kiosk.wait_paper(again, "PRINTED")
    reader = kiosk.read()
    assert kiosk.check_slip(reader, ticket).number(kiosk.testbed.folder) == ticket["number"]


def test_paper_that_ends_with_the_last_line_is_no_failure(kiosk, printer):
    kiosk.print_one()
    ticket = kiosk.press()
    kiosk.wait_paper(ticket, "PRINTED")
    printer.set(paper="out")
    kiosk.wait_is("paper_out")
    assert kiosk.hub.ticket(ticket["id"])["paper"] == "PRINTED"


def pull_in_a_slip(kiosk, printer, when):
    """Unplugs once so many bytes of a slip have come, and plugs in again."""
    kiosk.print_one()
    with printer.lock:
        printer.reads_until = len(printer.received) + 3 + when  # after the question
    ticket = kiosk.press()
    if when > 0:
        wait_for(lambda: len(printer.received) >= printer.reads_until, "a part of it came")
    printer.unplug()
    pulled = kiosk.wait_paper(ticket, "UNKNOWN" if when > 0 else "LATER", "UNKNOWN")
    kiosk.wait_is("offline")
    with printer.lock:
        printer.reads_until = None
        printer.printed.clear()
    printer.plug()
    kiosk.wait_is("ok")
    if pulled["paper"] == "LATER":
        kiosk.wait_paper(pulled, "PRINTED")
        kiosk.check_slip(kiosk.read(), pulled)
    ticket, reader = kiosk.print_one()
    # The rest of the lost slip does not come out before it.
    assert len([s for s in reader.slips if not s.is_white()]) == 1
    kiosk.check_slip(reader, ticket)


@pytest.mark.parametrize("when", [0, 64, 3000, 20000])
def test_a_cable_pulled_in_a_slip_is_told_honestly(kiosk, printer, when):
    pull_in_a_slip(kiosk, printer, when)


@pytest.mark.needs("usblp")
def test_a_cable_pulled_in_a_slip_while_usblp_waits_for_it(usblp, kiosk, printer):
    pull_in_a_slip(kiosk, printer, 3000)
    assert not usblp.exists()


def test_a_printer_that_stops_reading_ends_the_slip_in_bounded_time(kiosk, printer):
    kiosk.print_one()
    with printer.lock:
        printer.reads_until = len(printer.received) + 5000
    kiosk.wait_paper(kiosk.press(), "UNKNOWN")
    with printer.lock:
        printer.reads_until = None
    printer.set(reading=True)
    kiosk.wait_is("ok")
    kiosk.read()
    ticket, reader = kiosk.print_one()
    kiosk.check_slip(reader, ticket)


def test_a_printer_that_never_answers_prints_without_proof(start, printer):
    printer.set(silent=True)
    kiosk = start()
    kiosk.wait_is("ok")
    ticket = kiosk.wait_paper(kiosk.press(), "UNKNOWN")
    assert ticket["state"] == "WAITING"
    wait_for(lambda: b"\x1dVB" in printer.printed, "the slip has come out")
    kiosk.check_slip(kiosk.read(), ticket)
    # Its port still knows that the paper is out.
    printer.set_port_status(paper_empty=True)
    kiosk.wait_is("paper_out")
    late = kiosk.wait_paper(kiosk.press(), "LATER")
    printer.set_port_status()
    kiosk.wait_is("ok")
    kiosk.wait_paper(late, "UNKNOWN")
    wait_for(lambda: b"\x1dVB" in printer.printed, "the slip has come out")
    kiosk.check_slip(kiosk.read(), late)


def test_a_printer_that_comes_late_is_found(start, printer):
    printer.unplug()
    kiosk = start()
    kiosk.wait_is("offline")
    late = kiosk.wait_paper(kiosk.press(), "LATER")
    printer.plug()
    kiosk.wait_is("ok")
    kiosk.wait_paper(late, "PRINTED")
    kiosk.check_slip(kiosk.read(), late)
    kiosk.print_one()


def test_without_udev_a_replug_is_found_all_the_same(kiosk, printer):
    found = subprocess.run(["pidof", "systemd-udevd"], capture_output=True, text=True, check=True)
    for process in found.stdout.split():
        os.kill(int(process), 19)  # as if there were none
    try:
        printer.unplug()
        kiosk.wait_is("offline")
        printer.plug()
        kiosk.wait_is("ok")
    finally:
        for process in found.stdout.split():
            os.kill(int(process), 18)


def test_the_command_line_shows_and_tries_the_printer(testbed, start, printer, results):
    board = testbed.write("test.board", BOARD.format(printer="model = generic"))
    shown = run_program("layso", "printer", "show", "--board", str(board))
    assert shown.returncode == 0, shown.stderr
    assert "0416:5011" in shown.stdout and "layso-1" in shown.stdout
    done = run_program("layso", "printer", "test", "--board", str(board), seconds=120)
    assert done.returncode == 0, done.stdout + done.stderr
    reader = EscposReader().feed(printer.printed)
    card = next(s for s in reader.slips if not s.is_white())
    card.png(results / "pictures" / "usb-test-card.png")
    assert not reader.garbage and not reader.clipped
    assert "layso" in card.qr(testbed.folder)
    for word in ("DLE EOT", "GS ( H", "GS r", "GS a"):
        assert word in done.stdout
    start().wait_is("ok")
    held = run_program("layso", "printer", "test", "--board", str(board), seconds=60)
    assert held.returncode != 0 and "layso-kioskd" in held.stderr
