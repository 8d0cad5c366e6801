# SPDX-License-Identifier: Apache-2.0
"""Slips that could not be begun: they come by themselves when the printer is back, once, marked,
and not for those who need none."""

import pytest
from test_kiosk import Kiosk
from waiting import stays, wait_for

FAULTS = {
    "paper-out": {"paper": "out"},
    "cover-open": {"cover": "open"},
    "unplugged": {"plugged": False},
}
WELL = {"paper": "ok", "cover": "closed", "plugged": True}


@pytest.fixture
def kiosk(testbed, hub):
    return Kiosk(testbed, hub)


def break_printer(kiosk, **fault):
    kiosk.sim.printer(**fault)
    wait_for(lambda: not kiosk.printer_is("ok"), "the hub knows of the trouble")


def take_without_slip(kiosk, buttons="AB"):
    """Visitors who note their numbers, one after the other."""
    tickets = []
    for button in buttons:
        kiosk.sim.press(button)
        ticket = kiosk.wait_tickets(len(kiosk.tickets()) + 1)[-1]
        tickets.append(kiosk.wait_paper(ticket, "LATER"))
    assert all(ticket["slip"] == "later" for ticket in tickets)
    assert kiosk.sim.slips() == []
    return tickets


def check_late(kiosk, tickets):
    """These slips have come out, in this order, marked; and nothing else comes."""
    slips = kiosk.sim.wait_slips(len(tickets))
    for slip, ticket in zip(slips, tickets, strict=True):
        kiosk.check_slip(slip, ticket)
        assert kiosk.wait_paper(ticket, "PRINTED")["prints"] == 1
    ticket, plain = kiosk.press_and_take("A")
    assert slips[0]["height_dots"] > plain["height_dots"], "it is marked"
    assert kiosk.hub.ticket(ticket["id"])["paper"] == "PRINTED"
    stays(lambda: len(kiosk.sim.slips()) == len(tickets) + 1, "nothing is printed twice", 1)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_slips_come_by_themselves_after(kiosk, fault):
    break_printer(kiosk, **fault)
    tickets = take_without_slip(kiosk)
    kiosk.sim.printer(**WELL)
    check_late(kiosk, tickets)


def test_slips_come_by_themselves_after_a_jam_of_the_cutter(kiosk):
    """The slip at the cutter is not one of them: it was begun."""
    kiosk.sim.printer(cutter="jammed")
    kiosk.sim.press("A")
    begun = kiosk.wait_tickets(1)[0]
    wait_for(lambda: not kiosk.printer_is("ok"), "the cutter is jammed", 60)
    wait_for(lambda: kiosk.hub.ticket(begun["id"])["paper"] in ("FAILED", "UNKNOWN", "PRINTED"),
             "its end is told", 60)  # fmt: skip
    before = len(kiosk.sim.slips())
    kiosk.sim.press("B")
    late = kiosk.wait_paper(kiosk.wait_tickets(2)[-1], "LATER")
    kiosk.sim.printer(cutter="ok", plugged=False)  # switched off and on
    kiosk.sim.printer(plugged=True)
    kiosk.wait_paper(late, "PRINTED")
    codes = [kiosk.sim.qr(slip, kiosk.testbed.folder) for slip in kiosk.sim.slips()[before:]
             if slip["cut"]]  # fmt: skip
    assert codes.count(kiosk.url(late)) == 1


@pytest.mark.parametrize("who", ["kiosk", "hub", "both"])
def test_slips_come_by_themselves_after_a_power_cut(testbed, hub, kiosk, who):
    break_printer(kiosk, paper="out")
    tickets = take_without_slip(kiosk)
    if who != "kiosk":
        testbed.hub.kill()
        hub.close()
    if who != "hub":
        kiosk.daemon.kill()
    kiosk.sim.printer(**WELL)
    if who != "kiosk":
        testbed.hub.start()
    if who != "hub":
        kiosk.daemon.start()
    check_late(kiosk, tickets)


def test_who_was_called_served_or_gone_gets_no_slip(kiosk):
    break_printer(kiosk, paper="out")
    called, left, void, waits = take_without_slip(kiosk, "ABAB")
    kiosk.hub.open(1)
    assert kiosk.hub.call_next(1)["id"] == called["id"]
    kiosk.hub.at_ticket(left["id"], "leave")
    kiosk.hub.at_ticket(void["id"], "void")
    assert kiosk.hub.ticket(called["id"])["slip"] == "lost", "it may be wanted at the counter"
    kiosk.sim.printer(**WELL)
    check_late(kiosk, [waits])
    assert [kiosk.hub.ticket(one["id"])["paper"] for one in (called, left, void)] == ["LATER"] * 3


def test_a_slip_that_was_begun_is_not_printed_again_by_itself(testbed, hub):
    kiosk = Kiosk(testbed, hub, print_speed=40)
    kiosk.sim.press("A")
    begun = kiosk.wait_tickets(1)[0]
    wait_for(lambda: kiosk.sim.state()["printer"]["printing"], "it is being printed")
    kiosk.sim.printer(plugged=False)
    kiosk.wait_paper(begun, "UNKNOWN")
    kiosk.sim.press("B")
    late = kiosk.wait_paper(kiosk.wait_tickets(2)[-1], "LATER")
    kiosk.sim.printer(plugged=True, speed_mm_s=0)
    kiosk.wait_paper(late, "PRINTED")
    stays(lambda: hub.ticket(begun["id"])["paper"] == "UNKNOWN", "staff decide about it", 1)
    assert (hub.ticket(begun["id"])["prints"], hub.ticket(late["id"])["prints"]) == (1, 1)


def test_killed_in_the_middle_of_a_late_slip(testbed, hub):
    """It may have come out: that is said, and it does not come again. The next one does."""
    kiosk = Kiosk(testbed, hub, print_speed=20)
    break_printer(kiosk, paper="out")
    begun, waits = take_without_slip(kiosk)
    kiosk.sim.printer(paper="ok")
    wait_for(lambda: kiosk.sim.state()["printer"]["printing"], "the first is being printed")
    kiosk.daemon.kill()
    assert hub.ticket(begun["id"])["paper"] == "UNKNOWN"
    assert hub.ticket(waits["id"])["paper"] in ("LATER", "UNKNOWN")
    kiosk.sim.printer(speed_mm_s=0)
    kiosk.daemon.start()
    kiosk.wait_paper(waits, "PRINTED")
    stays(lambda: hub.ticket(begun["id"])["paper"] == "UNKNOWN", "not again", 1)
    assert hub.ticket(waits["id"])["prints"] == 1


def test_the_printer_fails_again_in_between(testbed, hub):
    kiosk = Kiosk(testbed, hub, print_speed=40)
    break_printer(kiosk, paper="out")
    first, second, third = take_without_slip(kiosk, "ABA")
    kiosk.sim.printer(paper="ok")
    wait_for(lambda: kiosk.sim.state()["printer"]["printing"], "the first is being printed")
    kiosk.sim.printer(plugged=False)
    kiosk.wait_paper(first, "UNKNOWN")
    wait_for(lambda: not kiosk.printer_is("ok"), "the hub knows of the trouble")
    kiosk.wait_paper(second, "LATER")
    kiosk.sim.printer(plugged=True, speed_mm_s=0)
    kiosk.wait_paper(second, "PRINTED")
    kiosk.wait_paper(third, "PRINTED")
    assert hub.ticket(first["id"])["paper"] == "UNKNOWN"


def test_staff_print_it_while_it_waits(kiosk):
    break_printer(kiosk, paper="out")
    (ticket,) = take_without_slip(kiosk, "A")
    kiosk.hub.at_ticket(ticket["id"], "reprint")
    kiosk.wait_paper(ticket, "QUEUED")
    kiosk.sim.printer(**WELL)
    kiosk.wait_paper(ticket, "PRINTED")
    stays(lambda: len(kiosk.sim.slips()) == 1, "one slip", 1)
    assert kiosk.hub.ticket(ticket["id"])["prints"] == 2


def test_a_visitor_is_served_before_late_slips(testbed, hub):
    kiosk = Kiosk(testbed, hub, print_speed=20)
    break_printer(kiosk, paper="out")
    late = take_without_slip(kiosk, "ABAB")
    kiosk.sim.printer(paper="ok")
    wait_for(lambda: kiosk.sim.state()["printer"]["printing"], "the first is being printed")
    kiosk.sim.press("A")
    fresh = kiosk.wait_tickets(5)[-1]
    kiosk.sim.printer(speed_mm_s=0)
    kiosk.wait_paper(fresh, "PRINTED")
    kiosk.wait_paper(late[-1], "PRINTED")
    slips = kiosk.sim.wait_slips(5)
    codes = [kiosk.sim.qr(slip, testbed.folder) for slip in slips]
    assert codes.index(kiosk.url(fresh)) < 4, "not behind all of them"
    assert sorted(codes) == sorted(kiosk.url(ticket) for ticket in [*late, fresh])
