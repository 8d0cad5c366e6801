# SPDX-License-Identifier: Apache-2.0
"""The hall display on the board's own screen (no X): what is called is seen there."""

import pytest
from kms import OnScreen

pytestmark = pytest.mark.needs("screen")


def test_a_call_is_seen_on_the_boards_own_screen(testbed, outside):
    hub = testbed.start_hub()
    hall = OnScreen(testbed, "hall").start().start_reference()
    before = hall.wait_same(outside, "hall-empty")
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    hall.frame.wait_change(before, "the call is drawn", part=0.05)
    hall.wait_same(outside, "hall-call")


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_screen_shows_the_picture_upright(testbed, outside, rotation):
    hub = testbed.start_hub()
    hall = OnScreen(testbed, "hall", rotation).start().start_reference()
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    hall.wait_same(outside, f"hall-{rotation}")
