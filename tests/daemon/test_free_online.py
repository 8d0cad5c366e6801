# SPDX-License-Identifier: Apache-2.0
"""What is free of charge online is said where a number is taken: counted from the catalogue, on the
slip, on the ticket's page and at the door, and never of records that nobody has looked at."""

import struct

from sitedata import today
from test_lookup_pages import take
from waiting import wait_for

SIZE = (1280, 800)
PRINTER = {"width_dots": 576, "dpi": 203, "cut": "yes", "feed_dots": 100}
FEED = 200
TODAY = today().isoformat()


def record(n, fee="Miễn phí", checked_day=TODAY, sector="Hộ tịch"):
    return {"code": f"1.{n:06}", "name": f"Việc mẫu {n}", "sector": sector,
            "checked_day": checked_day,
            "ways": [{"channel": "direct", "fee": "8.000 đồng"},
                     {"channel": "online", "fee": fee}]}  # fmt: skip


def count(hub, service="A"):
    state = hub.get("/state")
    return next(one["free_online"] for one in state["services"] if one["id"] == service)


def wait_count(hub, expected):
    wait_for(lambda: count(hub) == expected, f"{expected} are free online")


def height(sim, slip):
    png = sim._ask("GET", slip["png"].removeprefix("/api")).body
    return struct.unpack(">I", png[20:24])[0]


def heights(sim):
    """Of the slips; a strip of paper that a new kiosk parts from the former slip is none."""
    return [high for high in (height(sim, slip) for slip in sim.slips()) if high > FEED]


def print_slip(sim, hub):
    """Somebody at the door has a slip printed: its height."""
    before = len(heights(sim))
    ticket = hub.issue("A", print=True, kiosk="kiosk-1")
    wait_for(lambda: hub.ticket(ticket["id"])["paper"] == "PRINTED", "the slip is out")
    wait_for(lambda: len(heights(sim)) == before + 1, "it is there")
    return heights(sim)[-1]


def start_kiosk(testbed, journeys, hub):
    board = testbed.board(printer=PRINTER, kiosk=SIZE, kiosk_more={"journeys": journeys})
    sim = testbed.start_simulator(board)
    daemon = testbed.start_kiosk(board=board)
    wait_for(lambda: sim.state()["printer"]["connected"], "the printer is found")
    print_slip(sim, hub)  # which may have been printed before the kiosk was started: it says so
    return sim, daemon


def test_the_count_is_of_the_records_that_hold(testbed, hub):
    assert count(hub) == 0
    take(hub, [record(1), record(2), record(3, "4.000 đồng"), record(4, checked_day="2020-01-01"),
               record(5, sector="Biển đảo")])  # fmt: skip
    wait_count(hub, 2)
    token = hub.issue("A")["token"]
    assert hub.get(f"/public/{token}")["free_online"] == 2
    take(hub, [record(2, "4.000 đồng")])
    wait_count(hub, 1)
    assert hub.get(f"/public/{token}")["free_online"] == 1
    site = hub.get("/site")["site"]
    hub.call("PUT", "/site", site | {"catalogue": {"sectors": {"B": ["Hộ tịch"]}}})
    wait_count(hub, 0)
    assert count(hub, "B") == 1
    testbed.hub.kill()
    testbed.hub.start()
    wait_for(lambda: count(testbed.caller(), "B") == 1, "the count is the same after a restart")


def test_a_slip_says_it_from_the_boards_own_catalogue(testbed, hub):
    sim, daemon = start_kiosk(testbed, "tickets, lookup", hub)
    plain = print_slip(sim, hub)
    take(hub, [record(1), record(2)])
    wait_for(lambda: "2 procedures can be looked up" in daemon.log(), "the catalogue is here")
    assert print_slip(sim, hub) > plain
    take(hub, [record(1, "4.000 đồng"), record(2, "4.000 đồng"), record(3, "4.000 đồng")])
    wait_for(lambda: "3 procedures can be looked up" in daemon.log(), "the new one is here")
    assert print_slip(sim, hub) == plain


def test_a_slip_of_a_board_without_a_catalogue_says_it_by_the_hubs_count(testbed, hub):
    sim, daemon = start_kiosk(testbed, "tickets", hub)
    plain = print_slip(sim, hub)
    take(hub, [record(1), record(2)])
    wait_count(hub, 2)
    # A kiosk looks at the state each minute, and when it is told of something.
    daemon.kill()
    daemon.start()
    print_slip(sim, hub)
    assert print_slip(sim, hub) > plain
