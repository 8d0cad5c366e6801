# SPDX-License-Identifier: Apache-2.0
"""The panel of real buttons: the kernel's GPIO lines, their debouncing and their events."""

import re
import signal
import time

import pytest
from processes import run_program
from sitedata import SITE
from waiting import stays, wait_for

pytestmark = pytest.mark.needs("gpio-sim")

LINES = {0: "BUTTON-A", 1: "BUTTON-B", 2: "KEY-CALL", 3: "KEY-PRESENT", 4: "KEY-FINISH",
         5: "KEY-RECALL", 8: "LAMP-A", 9: "LAMP-B", 10: "LAMP-CALL", 11: "LAMP-STATUS",
         12: "LAMP-ROOF", 13: "LAMP-RED", 14: "LAMP-PRESENT"}  # fmt: skip
STAFF = SITE["staff"][0]["id"]
BOARD = f"""
[board]
name = Panel on GPIO
[panel]
driver = gpio
[button A]
does = take A regular
line = BUTTON-A
lamp = LAMP-A
[button B]
does = take B regular
line = layso-panel:1
lamp = layso-panel:9
[button call]
does = counter 1 call-next
line = KEY-CALL
lamp = LAMP-CALL
[button present]
does = counter 1 appear
line = KEY-PRESENT
lamp = LAMP-PRESENT
[button finish]
does = counter 1 finish
line = KEY-FINISH
[button recall]
does = counter 1 recall
line = KEY-RECALL
[counter 1]
staff = {STAFF}
[lamp status]
shows = status
line = LAMP-STATUS
[lamp roof]
shows = counter 1
line = LAMP-ROOF
[lamp red]
shows = status trouble
line = LAMP-RED
"""


class Panel:
    """A kiosk that is nothing but a panel, its chip and its hub."""

    def __init__(self, testbed, gpio, chip=True, text=BOARD):
        self.testbed = testbed
        self.make = gpio
        self.chip = self.plug() if chip else None
        self.hub = testbed.start_hub()
        self.board = testbed.write("panel.board", text)

    def plug(self, lines=None):
        self.chip = self.make("layso-panel", lines or LINES)
        return self.chip

    def start(self, state="ok"):
        self.kiosk = self.testbed.start_kiosk(board=self.board)
        self.wait_health(state)
        return self

    def health(self):
        devices = {d["name"]: d for d in self.hub.get("/health")["devices"]}
        return devices.get("kiosk-1/panel", {"state": None})

    def wait_health(self, state):
        return wait_for(lambda: self.health() if self.health()["state"] == state else None,
                        f"the panel is {state}: {self.health()}")  # fmt: skip

    def tickets(self):
        return self.hub.get("/tickets")["tickets"]

    def wait_tickets(self, count):
        wait_for(lambda: len(self.tickets()) >= count, f"{count} tickets")
        stays(lambda: len(self.tickets()) == count, f"{count} tickets", 1)
        return self.tickets()

    def press(self, line):
        """As a finger does: down and up, longer than contacts bounce."""
        self.chip.press(line)
        time.sleep(0.1)  # a finger's time on the button, nothing that is waited for
        self.chip.release(line)

    def wait_lamp(self, line, level):
        wait_for(lambda: self.chip.value(line) == level, f"{line} is {level}")

    def wait_blinks(self, line, changes=4):
        """The lamp goes on and off; how long that many changes take."""
        began = time.monotonic()
        for i in range(changes):
            before = self.chip.value(line)
            wait_for(lambda b=before: self.chip.value(line) != b, f"{line} changes, {i} seen")
        return time.monotonic() - began

    def wait_dark(self, line, seconds=1):
        """Dark for longer than any lamp that blinks is."""
        since = time.monotonic()

        def so():
            nonlocal since
            if self.chip.value(line):
                since = time.monotonic()
            return time.monotonic() - since > seconds

        wait_for(so, f"{line} is dark")

    def counter(self):
        return next(c for c in self.hub.get("/state")["counters"] if c["number"] == 1)

    def wait_counter(self, state, ticket):
        def so():
            counter = self.counter()
            return counter["state"] == state and (
                (counter["ticket"] or {}).get("state") == ticket)  # fmt: skip

        wait_for(so, f"the counter is {state} with a ticket {ticket}: {self.counter()}")


@pytest.fixture
def panel(testbed, gpio):
    return Panel(testbed, gpio).start()


def test_a_press_is_one_ticket(panel):
    panel.wait_lamp("LAMP-A", 1)
    panel.press("BUTTON-A")
    (ticket,) = panel.wait_tickets(1)
    assert (ticket["number"], ticket["service"], ticket["kiosk"]) == ("A001", "A", "kiosk-1")
    # By its chip and its offset, as by its name.
    panel.press("BUTTON-B")
    assert panel.wait_tickets(2)[1]["number"] == "B001"


def test_a_bouncing_contact_is_one_press(panel):
    panel.chip.bounce("BUTTON-A", 6)
    panel.wait_tickets(1)
    panel.chip.release("BUTTON-A")
    panel.wait_tickets(1)
    downs = re.findall(r"the button A is down, noticed after (\d+) us", panel.kiosk.log())
    assert len(downs) == 1
    # The kernel's stamp is corrected by the time of debouncing: the press is that old at least.
    assert int(downs[0]) >= 20000


def test_a_button_that_is_held_is_one_press(panel):
    panel.chip.press("BUTTON-A")
    panel.wait_tickets(1)
    assert panel.health()["state"] == "ok"
    panel.chip.release("BUTTON-A")
    panel.wait_tickets(1)


def test_two_buttons_at_once_are_two_tickets(panel):
    panel.chip.press("BUTTON-A")
    panel.chip.press("BUTTON-B")
    tickets = panel.wait_tickets(2)
    panel.chip.release("BUTTON-B")
    panel.chip.release("BUTTON-A")
    assert sorted(t["service"] for t in tickets) == ["A", "B"]
    panel.wait_tickets(2)


def test_a_button_held_from_the_start_is_no_press(testbed, gpio):
    # The request sets the pull of its own lines, so the button is closed against it: as is.
    panel = Panel(testbed, gpio, text=BOARD.replace("driver = gpio", "driver = gpio\nbias = as-is"))
    panel.chip.press("BUTTON-A")
    panel.start("stuck")
    assert panel.health()["note"] == "A"
    panel.wait_tickets(0)
    assert panel.wait_blinks("LAMP-A") < 4 * 0.5  # it flashes: something is wrong with it
    panel.wait_lamp("LAMP-RED", 1)
    # The others work; and it does too, once it has been let go.
    panel.press("BUTTON-B")
    panel.wait_tickets(1)
    panel.chip.release("BUTTON-A")
    panel.wait_health("ok")
    panel.wait_lamp("LAMP-RED", 0)
    panel.wait_tickets(1)
    panel.press("BUTTON-A")
    panel.wait_tickets(2)


def test_a_button_that_gets_stuck_is_noticed(panel):
    panel.chip.press("BUTTON-B")
    panel.wait_tickets(1)
    wait_for(lambda: panel.health()["state"] == "stuck", "the button is stuck after 15 s", 30)
    assert panel.health()["note"] == "B"
    panel.chip.release("BUTTON-B")
    panel.wait_health("ok")
    panel.wait_tickets(1)


def test_a_counter_works_with_its_keys(panel):
    tickets = [panel.hub.issue("A"), panel.hub.issue("A")]
    panel.wait_lamp("LAMP-ROOF", 0)
    panel.press("KEY-CALL")
    panel.wait_counter("OPEN", "CALLED")
    assert panel.counter()["staff"] == STAFF
    assert panel.counter()["ticket"]["number"] == tickets[0]["number"]
    panel.wait_lamp("LAMP-CALL", 0)
    panel.wait_lamp("LAMP-PRESENT", 1)
    assert panel.wait_blinks("LAMP-ROOF") > 3 * 0.4  # it blinks: somebody is being served
    panel.press("KEY-PRESENT")
    panel.wait_counter("OPEN", "SERVING")
    panel.press("KEY-FINISH")
    panel.wait_counter("OPEN", None)
    panel.wait_lamp("LAMP-CALL", 1)
    panel.wait_lamp("LAMP-ROOF", 1)
    panel.press("KEY-CALL")
    panel.wait_counter("OPEN", "CALLED")
    called = panel.hub.ticket(tickets[1]["id"])
    # Too soon after the call the hub refuses; later the number is called again.

    def recalled():
        panel.press("KEY-RECALL")
        return panel.hub.ticket(tickets[1]["id"])["calls"] > called["calls"]

    wait_for(recalled, "a recall")


def test_a_key_pressed_for_nothing_flashes(panel):
    panel.wait_lamp("LAMP-PRESENT", 0)
    panel.press("KEY-PRESENT")
    assert panel.wait_blinks("LAMP-PRESENT", 3) < 3 * 0.5
    panel.wait_dark("LAMP-PRESENT")


def test_lamps_go_off_with_the_daemon(panel):
    panel.wait_lamp("LAMP-A", 1)
    panel.kiosk.signal(signal.SIGTERM)
    wait_for(lambda: not panel.kiosk.runs(), "the daemon has ended")
    panel.kiosk.process = None
    assert panel.chip.value("LAMP-A") == 0


def test_a_chip_that_comes_later_and_goes_and_comes_back(testbed, gpio):
    panel = Panel(testbed, gpio, chip=False).start("offline")
    assert "BUTTON-A is not there" in panel.health()["note"]
    chip = panel.plug()
    panel.wait_health("ok")
    panel.wait_lamp("LAMP-A", 1)
    panel.press("BUTTON-A")
    panel.wait_tickets(1)
    chip.close()
    panel.wait_health("offline")
    panel.plug()
    panel.wait_health("ok")
    panel.wait_lamp("LAMP-A", 1)
    panel.press("BUTTON-B")
    panel.wait_tickets(2)


def test_what_is_missing_is_named_and_the_rest_works(testbed, gpio):
    lines = {offset: name for offset, name in LINES.items() if name != "KEY-CALL"}
    panel = Panel(testbed, gpio, chip=False)
    panel.plug(lines)
    panel.start("incomplete")
    assert panel.health()["note"] == "button call: KEY-CALL is not there"
    panel.press("BUTTON-A")
    panel.wait_tickets(1)


def test_a_name_that_stands_twice_is_not_guessed(testbed, gpio):
    panel = Panel(testbed, gpio)
    gpio("other", {0: "BUTTON-A"})
    panel.start("incomplete")
    assert "BUTTON-A is there more than once" in panel.health()["note"]


def test_lines_of_another_program_are_left_to_it(testbed, panel):
    second = testbed.start_kiosk(board=panel.board, name="kiosk-2")
    devices = {}

    def told():
        devices.update({d["name"]: d for d in panel.hub.get("/health")["devices"]})
        return devices.get("kiosk-2/panel", {}).get("state") == "offline"

    wait_for(told, "the second says that the panel is not its own")
    assert "BUTTON-A is in use by layso-panel" in devices["kiosk-2/panel"]["note"]
    panel.press("BUTTON-A")
    panel.wait_tickets(1)
    # When the first has gone, the second takes over.
    panel.kiosk.stop()
    wait_for(lambda: told() is False, "the second has the panel")
    panel.press("BUTTON-B")
    assert panel.wait_tickets(2)[1]["kiosk"] == "kiosk-2"
    second.stop()


def check(*arguments):
    return run_program("layso", "board", "check", *arguments)


def test_board_check_judges_each_line(testbed, gpio):
    text = BOARD.replace("line = KEY-RECALL", "line = KEY-NOWHERE")
    panel = Panel(testbed, gpio, text=text)
    gpio("other", {0: "KEY-FINISH"})
    said = check("--board", panel.board, "--lines")
    assert said.returncode == 1
    assert re.search(r"/dev/gpiochip\d+  layso-panel  15 lines", said.stdout)
    assert re.search(r"\n +8  LAMP-A *\n", said.stdout)
    assert re.search(r"button A +BUTTON-A +ok\n", said.stdout)
    assert re.search(r"its lamp B +layso-panel:9 +ok\n", said.stdout)
    assert re.search(r"button recall +KEY-NOWHERE +missing\n", said.stdout)
    assert re.search(r"button finish +KEY-FINISH +ambiguous", said.stdout)
    assert said.stdout.endswith("2 of them not ok\n")


def test_board_check_knows_the_kiosk_from_a_stranger(panel):
    said = check("--board", panel.board)
    assert said.returncode == 0
    assert re.search(r"button A +BUTTON-A +ok: in use by the kiosk\n", said.stdout)
    assert said.stdout.endswith("all ok\n")


def test_the_virtual_boards_own_file_fits_its_devices(gpio):
    gpio("layso-panel", LINES)
    said = check("--board", "virtual")
    judged = re.findall(r"^  (?:button|its lamp|lamp) .*$", said.stdout, re.M)
    assert len(judged) == 13
    assert all(line.endswith(" ok") for line in judged), said.stdout


def test_events_that_nobody_read_are_noticed(panel):
    """The kernel keeps 256 events and drops the oldest; what is down is read from the lines."""
    panel.kiosk.signal(signal.SIGSTOP)
    for _ in range(150):
        panel.chip.press("KEY-RECALL")
        time.sleep(0.03)  # longer than the debouncing, or these would not be presses
        panel.chip.release("KEY-RECALL")
        time.sleep(0.03)
    panel.chip.press("BUTTON-A")
    time.sleep(0.05)
    panel.kiosk.signal(signal.SIGCONT)
    panel.wait_tickets(1)
    assert re.search(r"\d+ moves of the buttons on layso-panel were missed", panel.kiosk.log())
    panel.chip.release("BUTTON-A")
