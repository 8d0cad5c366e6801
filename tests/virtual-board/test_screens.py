# SPDX-License-Identifier: Apache-2.0
"""Screens that are not there, that come and go, or that somebody else holds."""

import pathlib

import pytest
from kms import OnScreen, no_screen
from sitedata import closed_now, minute_far_from_now
from television import ACTIVE_SOURCE, IMAGE_VIEW_ON, STANDBY, Television
from waiting import stays, wait_for

pytestmark = pytest.mark.needs("screen")


def screen_state(hub):
    found = [d for d in hub.get("/health")["devices"] if d["name"] == "hall-1/screen"]
    return found and found[0]["state"]


def test_no_screen_at_the_start_is_survived(testbed, outside):
    hub = testbed.start_hub()
    with no_screen(outside):
        hall = OnScreen(testbed, "hall").start(wait_shown=False)
        hall.wait_log("no display")
        wait_for(lambda: screen_state(hub) == "no_display", "health says so")
    hall.wait_log("there is a display")
    wait_for(lambda: screen_state(hub) == "ok", "health says that all is well")
    hall.start_reference()
    hall.wait_same(outside, "screen-came-later")


def test_a_screen_switched_off_and_on_shows_the_next_call(testbed, outside):
    hub = testbed.start_hub()
    hall = OnScreen(testbed, "hall").start().start_reference()
    before = hall.wait_same(outside, "screen-before")
    with no_screen(outside):
        hub.open(1)
        hub.issue("A")
        hub.call_next(1)
        hall.frame.wait_change(before, "the call is drawn", part=0.05)
    hall.wait_same(outside, "screen-again")


def test_a_screen_that_another_program_holds_is_taken_when_it_is_free(testbed, outside):
    testbed.start_hub()
    first = OnScreen(testbed, "kiosk").start()
    hall = OnScreen(testbed, "hall").start(wait_shown=False)
    hall.wait_log("no display")
    first.daemon.stop()
    testbed.daemons.remove(first.daemon)
    hall.wait_log("there is a display")
    hall.start_reference()
    hall.wait_same(outside, "screen-freed")


def has_signal():
    return pathlib.Path("/sys/class/drm/card0-Virtual-1/enabled").read_text() == "enabled\n"


def test_a_screen_is_off_by_its_timetable_also_when_it_is_replugged(testbed, outside):
    hub = testbed.start_hub()
    ticket = hub.issue("A")
    assert hub.ask("PUT", "/site", closed_now()).status == 200
    on_at = f"on_at = {'-'.join(minute_far_from_now())}"
    hall = OnScreen(testbed, "hall", more=[on_at, "off_after_s = 2"]).start().start_reference()
    hall.wait_same(outside, "screen-before-the-night")
    assert has_signal()
    hub.at_ticket(ticket["id"], "leave")
    wait_for(lambda: not has_signal(), "nobody waits: it is off")
    wait_for(lambda: screen_state(hub) == "off", "health says so")
    with no_screen(outside):
        pass
    stays(lambda: not has_signal(), "a display that comes stays dark", 4)
    hub.at_ticket(ticket["id"], "undo-leave")
    hall.wait_same(outside, "screen-after-the-night")
    assert has_signal()


@pytest.fixture
def television():
    made = Television()
    yield made
    made.close()


@pytest.mark.needs("vivid")
def test_the_television_is_told_by_cec_to_sleep_and_to_wake(television, testbed):
    hub = testbed.start_hub()
    ticket = hub.issue("A")
    assert hub.ask("PUT", "/site", closed_now()).status == 200
    on_at = f"on_at = {'-'.join(minute_far_from_now())}"
    hall = OnScreen(testbed, "hall", more=[on_at, "off_after_s = 1"]).start()
    wait_for(lambda: screen_state(hub) == "ok", "it is on")
    assert not television.has_heard(STANDBY)
    hub.at_ticket(ticket["id"], "leave")
    wait_for(lambda: television.has_heard(STANDBY), "it is told to sleep", 30)
    hub.at_ticket(ticket["id"], "undo-leave")
    wait_for(lambda: television.has_heard(IMAGE_VIEW_ON), "it is told to wake", 30)
    wait_for(lambda: television.has_heard(ACTIVE_SOURCE), "and to show the board", 30)
    assert "CEC" not in hall.daemon.log()
