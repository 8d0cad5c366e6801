# SPDX-License-Identifier: Apache-2.0
"""Screens that are not there, that come and go, or that somebody else holds."""

import pytest
from kms import OnScreen, no_screen
from waiting import wait_for

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
