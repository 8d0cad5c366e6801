# SPDX-License-Identifier: Apache-2.0
"""A finger on the kiosk's own screen takes a ticket, whichever way the screen is mounted."""

import re
import time

import pytest
from kms import SIZE, OnScreen
from sitedata import SITE, site
from touchscreen import TouchScreen
from waiting import wait_for

pytestmark = pytest.mark.needs("screen", "usbhid", "evdev")
ONE_SERVICE = site(services=SITE["services"][:1], priority_reasons=[],
                   counters=[{**SITE["counters"][0], "services": ["A"]}])  # fmt: skip
CORNER = (0.2, 0.1)  # of the upright picture: nothing stands there


def on_glass(rotation, x, y):
    """Where a point of the upright picture (0 to 1) is on the glass, which was turned with it."""
    return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[rotation]


def wait_touched(kiosk, x, y):
    """The kiosk was touched at a point of its upright picture, give or take two pixels."""
    width, height = kiosk.size

    def touched():
        found = re.findall(r"touch down at (\d+), (\d+)", kiosk.daemon.log())
        near = [p for p in found if abs(int(p[0]) - x * width) <= 2]
        return any(abs(int(p[1]) - y * height) <= 2 for p in near)

    try:
        wait_for(touched, f"a touch at {x * width:.0f}, {y * height:.0f}")
    except AssertionError as late:
        raise AssertionError(f"{late}:\n{kiosk.daemon.log()[-3000:]}") from None


def touch_until_ticket(hub, tap):
    """Touches here and there, from the middle outwards, as somebody who has never seen it."""
    points = [((2 * x + 1) / 14, (2 * y + 1) / 18) for x in range(7) for y in range(9)]
    points.sort(key=lambda p: (p[0] - 0.5) ** 2 + (p[1] - 0.5) ** 2)
    for point in points:
        tap(*point)
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            if tickets := hub.get("/tickets")["tickets"]:
                return tickets
    raise AssertionError("no touch anywhere takes a ticket")


def start_kiosk(testbed, outside, rotation):
    hub = testbed.start_hub(with_site=ONE_SERVICE)
    kiosk = OnScreen(testbed, "kiosk", rotation).start().start_reference()
    kiosk.wait_same(outside, f"kiosk-{rotation}")
    return hub, kiosk


@pytest.mark.parametrize("rotation", [0, 270])
def test_a_tap_with_the_tablet_takes_a_ticket(testbed, outside, rotation):
    hub, kiosk = start_kiosk(testbed, outside, rotation)

    def tap(x, y):
        at_x, at_y = on_glass(rotation, x, y)
        outside.tap(at_x * SIZE[0] - 0.5, at_y * SIZE[1] - 0.5)

    kiosk.wait_log("touch screen /dev")
    tap(*CORNER)
    wait_touched(kiosk, *CORNER)
    assert hub.get("/tickets")["tickets"] == []
    assert [t["number"] for t in touch_until_ticket(hub, tap)] == ["A001"]
    kiosk.wait_log(": number")
    kiosk.wait_number_page(outside, f"kiosk-{rotation}-taken")


@pytest.mark.needs("uinput")
def test_a_finger_on_a_touch_screen_plugged_in_later_takes_a_ticket(testbed, outside):
    rotation = 90
    hub, kiosk = start_kiosk(testbed, outside, rotation)
    found = kiosk.daemon.log().count("touch screen /dev")
    screen = TouchScreen()
    try:
        wait_for(lambda: kiosk.daemon.log().count("touch screen /dev") > found, "it is found")

        def tap(x, y):
            screen.tap(*on_glass(rotation, x, y))

        tap(*CORNER)
        wait_touched(kiosk, *CORNER)
        # A palm that rests on the glass is not a second touch.
        screen.down(*on_glass(rotation, *CORNER))
        screen.down(0.9, 0.9, finger=1)
        screen.up(finger=1)
        screen.up()
        wait_for(lambda: kiosk.daemon.log().count("touch up at") == 2, "it is lifted")
        assert kiosk.daemon.log().count("touch down at") == 2
        assert [t["number"] for t in touch_until_ticket(hub, tap)] == ["A001"]
    finally:
        screen.close()
    kiosk.wait_log("is gone")
