# SPDX-License-Identifier: Apache-2.0
"""The kiosk on the simulated board: what a citizen presses, holds in the hand and sees."""

import datetime
import time

import pytest
from frames import Frame, Picture
from hubclient import Caller
from relay import Relay
from sitedata import SITE, ZONE, site
from waiting import stays, wait_for

SIZE = (1024, 768)
PRINTER = {"width_dots": 576, "dpi": 203, "cut": "yes", "feed_dots": 100}
BUTTONS = {
    "A": "take A regular",
    "B": "take B regular",
    "A-priority": "take A priority elderly",
    "en": "language en",
}
ONE_SERVICE = site(services=SITE["services"][:1], priority_reasons=[],
                   counters=[{**SITE["counters"][0], "services": ["A"]}])  # fmt: skip


class Kiosk:
    """A kiosk, its board's devices and its hub."""

    def __init__(self, testbed, hub, print_speed=0, line=None, **board):
        self.testbed = testbed
        self.hub = hub
        self.board = testbed.board(**({"printer": PRINTER, "buttons": BUTTONS, "kiosk": SIZE}
                                    | board))  # fmt: skip
        self.sim = testbed.start_simulator(self.board, print_speed)
        self.frame = Frame(testbed.sim_folder, "kiosk")
        self.daemon = testbed.start_kiosk(board=self.board, **(line or {}))
        self.with_panel = board.get("buttons", True) is not None
        self.with_screen = board.get("kiosk", True) is not None
        self.wait_ready()

    def wait_ready(self):
        def ready():
            state = self.sim.state()
            panel = state["panel"]["connected"] or not self.with_panel
            return panel and state["printer"]["connected"] and self.printer_is("ok")

        wait_for(ready, "the kiosk has its devices and its hub")
        if self.with_panel:
            wait_for(self.lamp_on, "the lamps say that tickets can be taken")

    def lamp_on(self, name="A"):
        return self.sim.lamp_on(name)

    def printer_is(self, state):
        devices = {d["name"]: d["state"] for d in self.hub.get("/health")["devices"]}
        return devices.get("kiosk-1/printer") == state

    def tickets(self):
        return self.hub.get("/tickets")["tickets"]

    def unconfirmed(self, ticket):
        return self.hub.ticket(ticket["id"])["unconfirmed"]

    def wait_tickets(self, count):
        wait_for(lambda: len(self.tickets()) >= count, f"{count} tickets")
        tickets = self.tickets()
        assert len(tickets) == count, tickets
        return tickets

    def wait_paper(self, ticket, paper):
        def is_so():
            now = self.hub.ticket(ticket["id"])
            return now if now["paper"] == paper else None

        return wait_for(is_so, f"the slip of {ticket['number']} is {paper}")

    def press_and_take(self, button="A"):
        """One visitor: presses, and holds the slip."""
        slips, tickets = len(self.sim.slips()), len(self.tickets())
        self.sim.press(button)
        ticket = self.wait_tickets(tickets + 1)[-1]
        slip = self.sim.wait_slips(slips + 1)[-1]
        self.wait_paper(ticket, "PRINTED")
        return ticket, slip

    def url(self, ticket):
        kiosk = self.testbed.caller(name=ticket["kiosk"], role="kiosk")
        return f"{SITE['public_url']}/t/{kiosk.ticket(ticket['id'])['token']}"

    def check_slip(self, slip, ticket):
        assert self.sim.qr(slip, self.testbed.folder) == self.url(ticket)
        assert slip["cut"] and not slip["garbage"] and not slip["clipped"] and not slip["text"]


@pytest.fixture
def kiosk(testbed, hub):
    return Kiosk(testbed, hub)


def test_a_press_gives_a_slip_with_the_tickets_number(kiosk):
    ticket, slip = kiosk.press_and_take()
    assert (ticket["number"], ticket["service"], ticket["lane"]) == ("A001", "A", "regular")
    assert (ticket["kiosk"], ticket["prints"], ticket["language"]) == ("kiosk-1", 1, "vi")
    kiosk.check_slip(slip, ticket)
    assert slip["width_dots"] == 576


def top(picture, height):
    return Picture(picture.width, height, picture.rows[:height])


def one_colour(picture, x0, x1, y1):
    """Whether the top of a screen, down to y1, is empty between x0 and x1."""
    part = [memoryview(row).cast("I")[x0:x1] for row in picture.rows[:y1]]
    return len({pixel for row in part for pixel in row}) == 1


def test_nobody_is_told_a_time_that_the_hub_does_not_know(testbed):
    """Neither by the screens nor by a slip; when it is known they change by themselves."""
    testbed.clock_trusted = False
    hub = testbed.start_hub()
    kiosk = Kiosk(testbed, hub)
    testbed.start_hall(board=testbed.board(name="hall", hall=(1280, 720)))
    hall = Frame(testbed.sim_folder, "hall")
    hall.wait_there()
    wait_for(lambda: hall.picture().colours() > 4, "the hall is drawn")
    assert one_colour(hall.wait_still(), 1000, 1280, 90), "no clock"
    before = top(kiosk.frame.wait_still(), 90)
    ticket, dateless = kiosk.press_and_take()
    kiosk.check_slip(dateless, ticket)
    assert (hub.state()["clock"], ticket["time_known"]) == ("untrusted", False)
    token = kiosk.url(ticket).rsplit("/", 1)[1]
    citizen = testbed.caller(testbed.http)
    assert citizen.get(f"/public/{token}")["time_known"] is False

    hub.post("/clock", {"day": "2027-03-04", "time": "08:05"})
    wait_for(lambda: not one_colour(hall.picture(), 1000, 1280, 90), "the hall's clock")
    wait_for(lambda: top(kiosk.frame.picture(), 90).difference(before) > 0.01,
             "the kiosk's clock")  # fmt: skip
    seen = citizen.get(f"/public/{token}")
    assert (seen["time_known"], seen["day"]) == (True, "2027-03-04"), "the slip stays valid"
    assert seen["issued_at"].startswith("2027-03-04T08:0")
    after, dated = kiosk.press_and_take("B")
    assert after["time_known"]
    assert dated["height_dots"] < dateless["height_dots"], "a date takes less room"
    testbed.verify()


@pytest.mark.parametrize("width", [384, 576])
def test_both_widths_of_paper(testbed, hub, width):
    kiosk = Kiosk(testbed, hub, printer={**PRINTER, "width_dots": width})
    ticket, slip = kiosk.press_and_take()
    assert slip["width_dots"] == width
    kiosk.check_slip(slip, ticket)


def test_each_button_does_what_its_label_says(kiosk):
    assert kiosk.press_and_take("B")[0]["number"] == "B001"
    priority, slip = kiosk.press_and_take("A-priority")
    assert (priority["lane"], priority["reason"]) == ("priority", "elderly")
    kiosk.check_slip(slip, priority)


def test_a_language_for_the_next_ticket(kiosk):
    kiosk.sim.press("en")
    ticket, _ = kiosk.press_and_take()
    assert ticket["language"] == "en"


def test_one_press_twice_quickly_is_one_ticket(kiosk):
    for _ in range(3):
        kiosk.sim.press("A")
    ticket = kiosk.wait_tickets(1)[0]
    kiosk.sim.wait_slips(1)
    kiosk.wait_paper(ticket, "PRINTED")
    stays(lambda: len(kiosk.tickets()) == 1, "one ticket", 1)


def test_two_visitors_one_after_the_other(kiosk):
    """Presses of different buttons are different visitors: both get their slip."""
    kiosk.sim.press("A")
    kiosk.sim.press("B")
    tickets = kiosk.wait_tickets(2)
    slips = kiosk.sim.wait_slips(2)
    for ticket in tickets:
        kiosk.wait_paper(ticket, "PRINTED")
    printed = {kiosk.sim.qr(slip, kiosk.testbed.folder) for slip in slips}
    assert printed == {kiosk.url(ticket) for ticket in tickets}


def test_the_screen_follows_the_visitor(kiosk):
    # The lamps are on before the screen is drawn: a busy machine may leave a gap between the two.
    wait_for(lambda: ": services" in kiosk.daemon.log(), "the services are to be chosen from")
    idle = kiosk.frame.wait_still(1.5)
    kiosk.sim.press("A")
    number = kiosk.frame.wait_change(idle, "the number is shown", part=0.05)
    assert number.colours() > 4
    # TAKE stays for six seconds, then the services are back; only the count of waiting differs.
    wait_for(lambda: kiosk.daemon.log().count(": services") == 2, "the services are back", 30)
    wait_for(lambda: kiosk.frame.picture().difference(number) > 0.05, "and are drawn", 30)


@pytest.mark.parametrize("fault", [{"paper": "out"}, {"cover": "open"}, {"plugged": False}],
                         ids=["paper-out", "cover-open", "unplugged"])  # fmt: skip
def test_without_paper_the_number_is_on_the_screen_and_the_place_is_kept(kiosk, fault):
    kiosk.sim.printer(**fault)
    wait_for(lambda: not kiosk.printer_is("ok"), "the hub knows of the trouble")
    idle = kiosk.frame.wait_still()
    kiosk.sim.press("A")
    ticket = kiosk.wait_tickets(1)[0]
    kiosk.wait_paper(ticket, "LATER")
    kiosk.frame.wait_change(idle, "the number is shown", 5, part=0.05)
    assert kiosk.hub.ticket(ticket["id"])["state"] == "WAITING"
    assert kiosk.sim.slips() == []


def test_paper_that_runs_out_during_a_slip(testbed, hub):
    kiosk = Kiosk(testbed, hub, print_speed=40)
    kiosk.sim.press("A")
    ticket = kiosk.wait_tickets(1)[0]
    wait_for(lambda: kiosk.sim.state()["printer"]["printing"], "the slip is being printed")
    kiosk.sim.printer(paper="out")
    wait_for(lambda: hub.ticket(ticket["id"])["paper"] in ("FAILED", "UNKNOWN"),
             "the kiosk does not say that it was printed")  # fmt: skip
    kiosk.sim.printer(paper="ok", speed_mm_s=0)
    wait_for(lambda: kiosk.printer_is("ok"), "the printer is well again")
    other, _ = kiosk_next(kiosk, 1)
    assert other["number"] == "A002"


def kiosk_next(kiosk, before):
    """The next visitor, after one whose slip failed."""
    kiosk.sim.press("B")
    kiosk.sim.press("A")
    tickets = wait_for(lambda: len(kiosk.tickets()) >= before + 2 and kiosk.tickets(), "two more")
    ticket = next(t for t in tickets[before:] if t["service"] == "A")
    return kiosk.wait_paper(ticket, "PRINTED"), tickets


def test_a_cable_pulled_during_a_slip_is_unknown(testbed, hub):
    kiosk = Kiosk(testbed, hub, print_speed=20)
    kiosk.sim.press("A")
    ticket = kiosk.wait_tickets(1)[0]
    wait_for(lambda: kiosk.sim.state()["printer"]["printing"], "the slip is being printed")
    kiosk.sim.printer(plugged=False)
    kiosk.wait_paper(ticket, "UNKNOWN")
    assert hub.ticket(ticket["id"])["state"] == "WAITING"


def test_a_printer_that_never_answers(kiosk):
    """Its slips come out all the same; that they did is not known."""
    kiosk.sim.printer(plugged=False)
    wait_for(lambda: not kiosk.printer_is("ok"), "the hub knows that it is gone")
    kiosk.sim.printer(plugged=True, answers=False)
    wait_for(lambda: kiosk.sim.state()["printer"]["connected"], "it is connected")
    kiosk.sim.press("A")
    ticket = kiosk.wait_tickets(1)[0]

    def told():
        now = kiosk.hub.ticket(ticket["id"])["paper"]
        return now if now != "QUEUED" else None

    told_paper = wait_for(told, "the kiosk says what it knows", 60)
    if told_paper == "UNKNOWN":
        slip = kiosk.sim.wait_slips(1)[0]
        kiosk.check_slip(slip, ticket)
    else:
        assert told_paper in ("FAILED", "LATER") and kiosk.sim.slips() == []


def test_a_press_while_the_hub_is_away(testbed, hub, kiosk):
    idle = kiosk.frame.wait_still()
    testbed.hub.kill()
    hub.close()
    pressed = time.monotonic()
    kiosk.sim.press("A")
    kiosk.frame.wait_change(idle, "the citizen is told", 10, part=0.05)
    assert time.monotonic() - pressed < 10, "and does not wait for long"
    wait_for(lambda: not kiosk.lamp_on(), "the lamps say that there are no tickets")
    stays(lambda: kiosk.daemon.runs(), "the kiosk goes on", 4)
    testbed.hub.start()
    wait_for(kiosk.lamp_on, "the kiosk is ready again")
    stays(lambda: [t for t in kiosk.tickets() if t["state"] != "VOID"] == [],
          "no ticket is made behind the citizen's back", 1.5)  # fmt: skip
    assert kiosk.sim.slips() == []
    ticket, _ = kiosk.press_and_take()
    assert ticket["state"] == "WAITING"


def test_a_hub_that_comes_back_in_time_gives_the_ticket(testbed, hub, kiosk):
    """A restart of the hub within the visitor's patience is not noticed."""
    testbed.hub.kill()
    hub.close()
    kiosk.sim.press("A")
    testbed.hub.start()
    wait_for(kiosk.lamp_on, "the kiosk is ready again")
    alive = [t for t in kiosk.tickets() if t["state"] == "WAITING"]
    assert len(alive) == len(kiosk.sim.slips()) <= 1, "a slip for the ticket, or neither"


@pytest.mark.parametrize("when", ["printing", "queued"])
def test_killed_while_a_slip_is_printed(testbed, hub, when):
    kiosk = Kiosk(testbed, hub, print_speed=20)
    kiosk.sim.press("A")
    ticket = kiosk.wait_tickets(1)[0]
    if when == "printing":
        wait_for(lambda: kiosk.sim.state()["printer"]["printing"], "the slip is being printed")
    kiosk.daemon.kill()
    assert hub.ticket(ticket["id"])["paper"] == "QUEUED"
    before = len(kiosk.sim.slips())
    kiosk.sim.printer(speed_mm_s=0)
    kiosk.daemon.start()
    assert kiosk.wait_paper(ticket, "PRINTED")["prints"] == 2
    slip = wait_for(lambda: kiosk.sim.slips()[before:], "it is printed again")[-1]
    assert kiosk.sim.qr(slip, testbed.folder) == kiosk.url(ticket), "with the same number"
    assert not slip["garbage"] and not slip["text"]
    fresh, other = kiosk.press_and_take("B")
    assert fresh["number"] == "B001"
    assert slip["height_dots"] > other["height_dots"], "it is marked as a second print"
    assert len(kiosk.tickets()) == 2, "and is no new ticket"
    before = len(kiosk.sim.slips())
    kiosk.hub.at_ticket(ticket["id"], "reprint")
    alone = kiosk.sim.wait_slips(before + 1)[-1]
    assert alone["height_dots"] == slip["height_dots"], "nothing else was on that piece of paper"
    assert hub.ticket(ticket["id"])["prints"] == 3


def test_killed_and_nothing_is_printed_twice(testbed, hub, kiosk):
    ticket, _ = kiosk.press_and_take()
    kiosk.daemon.kill()
    kiosk.daemon.start()
    kiosk.wait_ready()
    stays(lambda: len(kiosk.sim.slips()) == 1, "one slip", 1)
    assert hub.ticket(ticket["id"])["prints"] == 1


def test_a_reprint_by_staff_comes_out_marked(kiosk):
    ticket, first = kiosk.press_and_take()
    kiosk.hub.at_ticket(ticket["id"], "reprint")
    second = kiosk.sim.wait_slips(2)[-1]
    kiosk.wait_paper(ticket, "PRINTED")
    kiosk.check_slip(second, ticket)
    assert second["height_dots"] > first["height_dots"], "with a line that says so"
    assert kiosk.hub.ticket(ticket["id"])["prints"] == 2


def test_a_ticket_of_the_staff_is_printed_at_the_kiosk(kiosk):
    ticket = kiosk.hub.issue("B", print=True, kiosk="kiosk-1")
    kiosk.wait_paper(ticket, "PRINTED")
    kiosk.check_slip(kiosk.sim.wait_slips(1)[0], ticket)


def test_another_kiosks_slips_are_not_ours(kiosk):
    ticket = kiosk.hub.issue("B", print=True, kiosk="kiosk-2")
    mine, _ = kiosk.press_and_take()
    assert kiosk.hub.ticket(ticket["id"])["paper"] == "QUEUED" and mine["number"] == "A001"


@pytest.fixture
def relay(testbed, hub):
    made = Relay(testbed.port)
    yield made
    made.close()


def test_a_number_that_nobody_got_is_not_called(testbed, hub, relay):
    """What the hub says does not arrive any more; what the kiosk says does, so it makes tickets."""
    line = {"address": f"http://127.0.0.1:{relay.port}",
            "token": testbed.new_token("kiosk", "kiosk-1")}  # fmt: skip
    kiosk = Kiosk(testbed, hub, line=line)
    staff = Caller(testbed.unix)
    hub.open(1)
    relay.deaf = True
    kiosk.sim.press("A")
    phantom = kiosk.wait_tickets(1)[0]
    relay.shut = True
    assert phantom["unconfirmed"] == "due" and hub.call_next(1) is None
    wait_for(lambda: kiosk.unconfirmed(phantom) == "silent", "the hub misses the kiosk")
    assert [t["unconfirmed"] for t in staff.state()["waiting"]] == ["silent"], "staff see why"
    staff.close()
    assert hub.call_next(1) is None
    other = hub.issue("A")
    assert hub.call_next(1)["id"] == other["id"]
    # Who still reads that there is no number would get the slip after all.
    wait_for(lambda: "flow: refused, time" in kiosk.daemon.log(), "its visitor has gone")
    relay.deaf = relay.shut = False
    wait_for(lambda: hub.ticket(phantom["id"])["state"] == "VOID", "its visitor was sent away")
    assert kiosk.sim.slips() == []


def test_a_slow_line_makes_no_number_void(testbed, hub, relay):
    """One second each way, then two: the visitor waits as long as answers take."""
    line = {"address": f"http://127.0.0.1:{relay.port}",
            "token": testbed.new_token("kiosk", "kiosk-1")}  # fmt: skip
    kiosk = Kiosk(testbed, hub, line=line)
    for delay_s, button in ((1.0, "A"), (2.0, "B")):
        relay.delay_s = delay_s
        ticket, _ = kiosk.press_and_take(button)
        assert ticket["state"] == "WAITING"
    assert [t["state"] for t in kiosk.tickets()] == ["WAITING", "WAITING"]


def test_a_service_without_tickets_left_says_so(testbed, hub):
    kiosk = Kiosk(testbed, hub, buttons={"L": "take L regular", "A": "take A regular"})
    for count in (1, 2):
        kiosk.sim.press("L")
        ticket = kiosk.wait_tickets(count)[-1]
        kiosk.wait_paper(ticket, "PRINTED")
        wait_for(lambda: kiosk.lamp_on("A"), "ready again")
        time_of = time.monotonic() + 2  # beyond what counts as a double press
        wait_for(lambda: time.monotonic() > time_of, "the visitor has gone")
    wait_for(lambda: not kiosk.lamp_on("L"), "its lamp is off")
    kiosk.sim.press("L")
    stays(lambda: len(kiosk.tickets()) == 2, "no third ticket", 1)
    assert len(kiosk.sim.slips()) == 2


def test_a_site_can_stop_its_kiosks_when_the_day_is_full(testbed):
    """The hours end within one: whoever comes after one visit of four hours waits beyond them."""
    soon = datetime.datetime.now(ZONE)
    end = "24:00" if soon.hour == 23 else f"{soon.hour + 1:02}:{soon.minute:02}"
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    services = [{**one, "serving_time_s": 4 * 3600} for one in SITE["services"][:2]]
    counters = [{**SITE["counters"][0], "services": ["A"]},
                {**SITE["counters"][1], "services": ["B"]}]  # fmt: skip
    made = site(services=services, counters=counters, rules={"stop_past_closing": True},
                hours={day: [["00:00", end]] for day in days})  # fmt: skip
    hub = testbed.start_hub(made)
    hub.open(1, services=["A"])
    hub.open(2, services=["B"])
    kiosk = Kiosk(testbed, hub)
    first = kiosk.press_and_take()[0]
    assert not hub.ticket(first["id"])["past_closing"]
    wait_for(lambda: not kiosk.lamp_on("A"), "its lamp is off")
    assert kiosk.lamp_on("B")
    service = hub.state()["services"][0]
    assert (service["opening"], service["open"], service["past_closing"]) == (
        "past_closing", False, True)  # fmt: skip
    press = {"service": "A", "press_id": "late"}
    refused = testbed.with_token("kiosk").ask("POST", "/tickets", press)
    assert (refused.status, refused.json["error"]) == (409, "past_closing")
    before = kiosk.frame.wait_still()
    kiosk.sim.press("A")
    wait_for(lambda: kiosk.frame.wait_still() != before, "the screen says why")
    stays(lambda: len(kiosk.tickets()) == 1, "no second ticket", 1)
    # The staff give one all the same.
    late = hub.issue("A", print=True, kiosk="kiosk-1")
    assert late["past_closing"]
    kiosk.wait_paper(late, "PRINTED")
    assert len(kiosk.sim.slips()) == 2


def test_when_the_day_is_closed_the_kiosk_is_closed(kiosk):
    open_picture = kiosk.frame.wait_still()
    kiosk.hub.post("/day", {"move": "close"})
    wait_for(lambda: not kiosk.lamp_on(), "the lamps are off")
    kiosk.frame.wait_change(open_picture, "the screen says so", 10, part=0.05)
    kiosk.sim.press("A")
    stays(lambda: kiosk.tickets() == [], "no ticket", 1)
    kiosk.hub.post("/day", {"move": "open"})
    wait_for(kiosk.lamp_on, "open again")
    kiosk.press_and_take()


# Boards with less


def test_buttons_alone(testbed, hub):
    kiosk = Kiosk(testbed, hub, kiosk=None)
    ticket, slip = kiosk.press_and_take()
    kiosk.check_slip(slip, ticket)
    assert not kiosk.frame.there()


def grid(columns=7, rows=9):
    """Points over the whole screen, from the middle outwards."""
    points = [(SIZE[0] * (2 * x + 1) // (2 * columns), SIZE[1] * (2 * y + 1) // (2 * rows))
              for x in range(columns) for y in range(rows)]  # fmt: skip
    middle = (SIZE[0] / 2, SIZE[1] / 2)
    return sorted(points, key=lambda p: (p[0] - middle[0]) ** 2 + (p[1] - middle[1]) ** 2)


def tap_until(kiosk, condition, what):
    """Taps here and there, as somebody does who has never seen it, until something is so."""
    for x, y in grid():
        kiosk.sim.tap("kiosk", x, y)
        end = time.monotonic() + 0.25
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.01)
    raise AssertionError(f"no touch anywhere: {what}")


def test_touch_alone(testbed):
    hub = testbed.start_hub(ONE_SERVICE)
    kiosk = Kiosk(testbed, hub, buttons=None)
    kiosk.frame.wait_still()
    tap_until(kiosk, lambda: kiosk.tickets(), "gives a ticket")
    ticket = kiosk.tickets()[0]
    kiosk.wait_paper(ticket, "PRINTED")
    kiosk.check_slip(kiosk.sim.slips()[0], ticket)
    assert len(kiosk.tickets()) == 1 or ticket["number"] == "A001"


def test_touch_a_service_then_a_lane(testbed, hub):
    kiosk = Kiosk(testbed, hub, buttons=None)
    services = kiosk.frame.wait_still()
    tap_until(kiosk, lambda: kiosk.frame.picture().difference(services) > 0.3, "opens the lanes")
    tap_until(kiosk, lambda: kiosk.tickets(), "gives a ticket")
    ticket = kiosk.tickets()[0]
    assert ticket["lane"] in ("regular", "priority")
    assert ticket["reason"] == ("elderly" if ticket["lane"] == "priority" else None)
    kiosk.wait_paper(ticket, "PRINTED")


def test_the_screen_alone_without_a_printer(testbed):
    hub = testbed.start_hub(ONE_SERVICE)
    board = testbed.board(kiosk=SIZE)
    frame = Frame(testbed.sim_folder, "kiosk")
    simulator = testbed.start_simulator(board)
    daemon = testbed.start_kiosk(board=board)
    frame.wait_there()
    wait_for(lambda: "kiosk-1" in [d["name"] for d in hub.get("/health")["devices"]], "connected")
    idle = frame.wait_still()
    kiosk = type("", (), {"sim": simulator, "frame": frame})()
    tap_until(kiosk, lambda: hub.get("/tickets")["tickets"], "gives a ticket")
    ticket = hub.get("/tickets")["tickets"][0]
    frame.wait_change(idle, "the number is on the screen", part=0.05)
    wait_for(lambda: hub.ticket(ticket["id"])["unconfirmed"] is None, "the kiosk has shown it")
    seen = hub.ticket(ticket["id"])
    assert (seen["paper"], seen["prints"]) == ("NONE", 0), "nobody waits for a slip"
    hub.open(1)
    assert hub.call_next(1)["id"] == ticket["id"]
    assert daemon.runs()
    testbed.verify()


def test_a_number_that_no_screen_showed_is_not_called(testbed, hub, relay):
    """Without a printer, too; who waits behind it is not told of somebody who is not there."""
    board = testbed.board(buttons=BUTTONS, kiosk=SIZE)
    simulator = testbed.start_simulator(board)
    daemon = testbed.start_kiosk(board=board, address=f"http://127.0.0.1:{relay.port}",
                               token=testbed.new_token("kiosk", "kiosk-1"))  # fmt: skip
    wait_for(lambda: simulator.state()["panel"]["connected"], "the panel is found")
    wait_for(lambda: any(b["lamp"] == "on" for b in simulator.state()["panel"]["buttons"]),
             "tickets can be taken")  # fmt: skip
    hub.open(1)
    relay.deaf = True
    simulator.press("A")
    phantom = wait_for(lambda: hub.get("/tickets")["tickets"], "the hub makes a ticket")[0]
    relay.shut = True
    assert hub.call_next(1) is None
    wait_for(lambda: hub.ticket(phantom["id"])["unconfirmed"] == "silent", "the hub misses it")
    other = hub.issue("A")
    assert (other["ahead"], other["wait_estimate_s"]) == (0, 0)
    counted = next(s for s in hub.state()["services"] if s["id"] == "A")
    assert (counted["waiting"], counted["uncertain"], counted["lanes"]["regular"]) == (1, 1, 1)
    assert hub.call_next(1)["id"] == other["id"]
    wait_for(lambda: ": away" in daemon.log(), "its visitor has read that there is none")
    relay.deaf = relay.shut = False
    wait_for(lambda: hub.ticket(phantom["id"])["state"] == "VOID", "its visitor was sent away")
    testbed.verify()


def test_a_kiosk_with_a_token_over_the_network(testbed, hub):
    token = hub.post("/tokens", {"name": "kiosk-9", "role": "kiosk"})["token"]
    path = testbed.write("token", token + "\n")
    board = testbed.board(printer=PRINTER, buttons=BUTTONS)
    simulator = testbed.start_simulator(board)
    config = testbed.write("net.conf", f"[hub]\naddress = {testbed.http}\ntoken_file = {path}\n"
                         f"[kiosk]\nname = kiosk-9\nboard = {board}\n")  # fmt: skip
    testbed.start_daemon("layso-kioskd", ["--config", str(config)], "kiosk-9")
    simulator.wait_connected()
    wait_for(simulator.lamp_on, "the lamps say that tickets can be taken")
    simulator.press("A")
    ticket = wait_for(lambda: hub.get("/tickets")["tickets"], "a ticket")[0]
    assert ticket["kiosk"] == "kiosk-9"
    simulator.wait_slips(1)


def test_nothing_is_public_that_should_not_be(kiosk):
    """What the slip's code leads to says nothing but the place in the queue."""
    ticket, slip = kiosk.press_and_take()
    token = kiosk.sim.qr(slip, kiosk.testbed.folder).rsplit("/", 1)[1]
    anybody = Caller(kiosk.testbed.http)
    seen = anybody.get(f"/public/{token}")
    anybody.close()
    assert seen["number"] == ticket["number"]
    assert not {"press_id", "token", "kiosk", "note"} & seen.keys()


def test_the_site_says_what_a_kiosk_offers_and_its_buttons_are_for(kiosk):
    """Changed while it runs; what the site does not say is as the board file says."""
    kiosk.hub.call(
        "PUT", "/site", site(kiosks=[{"name": "kiosk-1", "services": ["C"], "buttons": {"A": "C"}}])
    )
    wait_for(lambda: not kiosk.lamp_on("B"), "a button for what is not offered goes dark")
    assert kiosk.lamp_on("A")
    kiosk.sim.press("B")
    assert kiosk.press_and_take("A")[0]["service"] == "C"
    assert [ticket["service"] for ticket in kiosk.tickets()] == ["C"], "B gave nothing"
    kiosk.hub.call("PUT", "/site", site(kiosks=[{"name": "kiosk-2", "services": ["A"]}]))
    wait_for(lambda: kiosk.lamp_on("B"), "what is said of another kiosk is nothing to this one")
    assert kiosk.press_and_take("A")[0]["service"] == "A"


def panel_of(hub):
    """State, fault and note; None before the kiosk has told the hub of its panel."""
    devices = {d["name"]: d for d in hub.get("/health")["devices"]}
    panel = devices.get("kiosk-1/panel")
    return panel and (panel["state"], panel["fault"], panel["note"])


def line_of(board, section):
    return board.read_text().splitlines().index(f"[{section}]") + 1


def without_english(data):
    if isinstance(data, dict):
        return {key: without_english(value) for key, value in data.items() if key != "en"}
    return [without_english(one) for one in data] if isinstance(data, list) else data


def test_buttons_that_the_site_does_not_know(testbed, hub):
    """They are out of use, also when the site changes; the others work all the same."""
    kiosk = Kiosk(testbed, hub, buttons=BUTTONS | {
        "fr": "language fr", "X": "take X regular", "A-ill": "take A priority ill"})  # fmt: skip
    lines = {name: line_of(kiosk.board, f"button {name}") for name in ("fr", "X", "A-ill", "en")}
    gaps = (f"{kiosk.board.name}:{lines['fr']} language 'fr', :{lines['X']} service 'X', "
            f":{lines['A-ill']} reason 'ill'")  # fmt: skip
    wait_for(lambda: panel_of(hub) == ("not_in_site", "site", gaps), "health names the lines")
    assert not any(kiosk.lamp_on(name) for name in ("fr", "X", "A-ill"))
    kiosk.sim.press("fr")
    assert kiosk.press_and_take("A")[0]["language"] == "vi"
    kiosk.sim.press("X")
    kiosk.sim.press("A-ill")
    assert kiosk.press_and_take("B")[0]["language"] == "vi"
    assert len(kiosk.tickets()) == 2
    # A language that somebody chose goes with the site that had it.
    kiosk.sim.press("en")
    wait_for(lambda: kiosk.lamp_on("en"), "the kiosk speaks English")
    kiosk.hub.call("PUT", "/site", without_english(site(languages=["vi"])))
    wait_for(lambda: not kiosk.lamp_on("en"), "nobody speaks English here")
    assert kiosk.press_and_take("A-priority")[0]["language"] == "vi"
    wait_for(lambda: f":{lines['en']} language 'en'" in panel_of(hub)[2] or "+" in panel_of(hub)[2],
             "health has the button that lost its language")  # fmt: skip


def test_the_panel_says_its_board_and_the_names_of_its_buttons(kiosk):
    def note():
        devices = kiosk.hub.get("/health")["devices"]
        return next((d["note"] for d in devices if d["name"] == "kiosk-1/panel"), None)

    wait_for(note, "the panel reports")
    assert note() == "test: A B A-priority"
