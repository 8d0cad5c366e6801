# SPDX-License-Identifier: Apache-2.0
"""A counter without a computer: its keys on a panel, and what their lamps say."""

import pytest
from sitedata import SITE, site
from waiting import wait_for

KEYS = {
    "next": "counter 1 next",
    "call": "counter 1 call-next",
    "recall": "counter 1 recall",
    "present": "counter 1 appear",
    "absent": "counter 1 absent",
    "finish": "counter 1 finish",
    "work": "counter 1 open-close",
    "pause": "counter 1 pause-resume",
}
LAMPS = {"roof": "counter 1", "status": "status", "red": "status trouble"}
STAFF = SITE["staff"][0]["id"]


class Keypad:
    """A kiosk daemon with nothing but a counter's keys."""

    def __init__(self, testbed, hub, **board):
        self.hub = hub
        path = testbed.board(**({"buttons": KEYS, "lamps": LAMPS, "staff": {1: STAFF}} | board))
        self.sim = testbed.start_simulator(path)
        testbed.start_kiosk(board=path)
        wait_for(self.connected, "the keypad is there, and the hub")

    def connected(self):
        devices = {d["name"]: d["state"] for d in self.hub.get("/health")["devices"]}
        return devices.get("kiosk-1/panel") == "ok"

    def lamps(self):
        return {b["name"]: b["lamp"] for b in self.sim.state()["panel"]["buttons"]}

    def wait_lamps(self, **wanted):
        def so():
            lamps = self.lamps()
            return all(lamps.get(name) == lamp for name, lamp in wanted.items())

        wait_for(so, f"the lamps are {wanted}, not {self.lamps()}")

    def counter(self):
        return next(c for c in self.hub.get("/state")["counters"] if c["number"] == 1)

    def press(self, key, **wanted):
        """Presses a key and waits until the counter is so: state, ticket (its state or None)."""
        self.sim.press(key)

        def so():
            counter = self.counter()
            ticket = counter["ticket"] and counter["ticket"]["state"]
            return {"state": counter["state"], "ticket": ticket} == wanted

        wait_for(so, f"{key} makes the counter {wanted}")


@pytest.fixture
def keypad(testbed, hub):
    return Keypad(testbed, hub)


def issue(hub, count=1, service="A"):
    return [hub.issue(service) for _ in range(count)]


def test_a_day_at_a_counter_with_keys_alone(keypad, hub):
    tickets = issue(hub, 3)
    keypad.wait_lamps(roof="off", work="off", call="off", finish="off", status="on", red="off")
    # The first call opens the counter for who works there.
    keypad.press("call", state="OPEN", ticket="CALLED")
    assert keypad.counter()["staff"] == STAFF
    assert keypad.counter()["ticket"]["number"] == tickets[0]["number"]
    keypad.wait_lamps(roof="blink", work="on", call="off", recall="on", present="on", absent="on",
                      finish="off", next="off")  # fmt: skip
    keypad.press("present", state="OPEN", ticket="SERVING")
    keypad.wait_lamps(recall="off", present="off", absent="off", finish="on", next="on")
    keypad.press("finish", state="OPEN", ticket=None)
    keypad.wait_lamps(roof="on", finish="off", call="on", next="on")
    # One key for those who want no more: who was served is finished, the next is called.
    keypad.press("next", state="OPEN", ticket="CALLED")
    keypad.press("present", state="OPEN", ticket="SERVING")
    keypad.press("next", state="OPEN", ticket="CALLED")
    assert keypad.counter()["ticket"]["number"] == tickets[2]["number"]
    assert hub.ticket(tickets[1]["id"])["state"] == "FINISHED"
    keypad.press("absent", state="OPEN", ticket=None)
    keypad.press("pause", state="PAUSED", ticket=None)
    keypad.wait_lamps(roof="off", pause="on")
    keypad.press("pause", state="OPEN", ticket=None)
    # While somebody is there it begins afterwards: the lamp blinks, and nobody is called.
    issue(hub, 2)
    keypad.press("call", state="OPEN", ticket="CALLED")
    keypad.press("present", state="OPEN", ticket="SERVING")
    hub.counter(1, "pause-after")  # on a page
    keypad.wait_lamps(pause="blink")
    for lamp in ("off", "blink"):
        keypad.press("pause", state="OPEN", ticket="SERVING")
        keypad.wait_lamps(pause=lamp)
    keypad.press("next", state="PAUSED", ticket=None)
    keypad.wait_lamps(pause="on", roof="off")
    keypad.press("pause", state="OPEN", ticket=None)
    keypad.press("work", state="OFF", ticket=None)
    keypad.wait_lamps(roof="off", work="off")


def test_a_key_pressed_for_nothing_flashes(keypad, hub):
    keypad.sim.press("finish")
    keypad.wait_lamps(finish="flash")
    keypad.wait_lamps(finish="off")
    # Nobody waits: the counter is open now, and nobody was called.
    keypad.press("call", state="OPEN", ticket=None)
    keypad.wait_lamps(call="flash")
    keypad.wait_lamps(call="off", work="on")
    issue(hub)
    keypad.wait_lamps(call="on")


def test_what_others_do_at_the_counter_shows_on_its_keys(keypad, hub):
    issue(hub)
    hub.counter(1, "open", staff=STAFF)
    keypad.wait_lamps(roof="on", call="on", work="on")
    hub.counter(1, "call-next")
    keypad.wait_lamps(roof="blink", call="off", present="on")


def test_a_counter_that_the_site_does_not_have(testbed, hub):
    """Its keys and lamps are dark, those of the others go on; also when the site changes."""
    board = {"buttons": KEYS | {"next7": "counter 7 next", "good7": "rate 7 5"},
             "lamps": LAMPS | {"seven": "counter 7"}}  # fmt: skip
    path = testbed.board(**board)
    sim = testbed.start_simulator(path)
    testbed.start_kiosk(board=path)

    def panel():
        devices = {d["name"]: d for d in hub.get("/health")["devices"]}
        found = devices.get("kiosk-1/panel", {})
        return found.get("state"), found.get("note")

    line = path.read_text().splitlines().index("[button next7]") + 1
    wait_for(lambda: panel()[0] == "not_in_site", "health says so")
    assert panel()[1].startswith(f"{path.name}:{line} counter '7', :")
    keypad = type("", (Keypad,), {"__init__": lambda self: None})()
    keypad.hub, keypad.sim = hub, sim
    keypad.wait_lamps(seven="off", next7="off", good7="off", status="on")
    sim.press("next7")
    keypad.wait_lamps(next7="flash")
    keypad.wait_lamps(next7="off")
    hub.counter(1, "open", staff=STAFF)
    keypad.wait_lamps(roof="on", work="on")
    hub.counter(1, "close")
    keypad.wait_lamps(work="off")
    seven = {**SITE["counters"][0], "number": 7}
    hub.call("PUT", "/site", site(counters=[*SITE["counters"], seven]))
    wait_for(lambda: panel()[0] == "ok", "the counter is there now")
    hub.counter(7, "open", staff=STAFF)
    keypad.wait_lamps(seven="on")


def test_a_counter_without_staff_on_the_board_is_opened_by_nobody(testbed, hub):
    keypad = Keypad(testbed, hub, staff=None)
    issue(hub)
    keypad.sim.press("call")
    keypad.wait_lamps(call="flash")
    assert keypad.counter()["state"] == "OFF"


def test_the_hub_away_is_trouble_on_the_lamps(testbed, keypad):
    keypad.wait_lamps(status="on", roof="off")
    testbed.hub.stop()
    keypad.wait_lamps(status="flash", red="on", roof="flash", call="off")
    testbed.hub.start()
    keypad.wait_lamps(status="on", red="off", roof="off")


def test_a_visitor_says_how_content_they_were(testbed, hub):
    buttons = {"good": "rate 1 5", "bad": "rate 1 1"}
    keypad = Keypad(testbed, hub, buttons=buttons, lamps=None, staff=None)
    hub.counter(1, "open", staff=STAFF)
    keypad.wait_lamps(good="off", bad="off")
    keypad.sim.press("good")  # of whom?
    keypad.wait_lamps(good="flash")
    keypad.wait_lamps(good="off")
    issue(hub)
    for move in ("call-next", "appear", "finish"):
        hub.counter(1, move)
    keypad.wait_lamps(good="on", bad="on")
    keypad.sim.press("good")
    keypad.wait_lamps(good="off", bad="off")
    row = next(r for r in hub.get("/reports/ratings")["rows"] if r["key"] == "A")
    assert (row["rated"], row["rated_5"], row["rated_1"]) == (1, 1, 0)
