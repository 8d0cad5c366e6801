# SPDX-License-Identifier: Apache-2.0
"""Who is next: priority has a bound, age has a limit, and the estimate is the same rule."""

from sitedata import site
from waiting import wait_for


def call_all(hub, counter, count):
    """Serves count tickets and returns their lanes in the order of their calls."""
    lanes = []
    for _ in range(count):
        lanes.append(hub.call_next(counter)["lane"])
        hub.counter(counter, "appear")
        hub.counter(counter, "finish")
    return lanes


def priority(hub, service="A"):
    return hub.issue(service, lane="priority", reason="elderly")


def test_at_most_two_from_priority_while_a_regular_one_waits(hub):
    hub.open(1)
    for _ in range(6):
        priority(hub)
    for _ in range(3):
        hub.issue("A")
    p, r = "priority", "regular"
    assert call_all(hub, 1, 9) == [p, p, r, p, p, r, p, p, r]


def test_the_bound_holds_for_priority_and_return_together(hub):
    hub.open(1)
    for _ in range(2):
        hub.issue("A")
        hub.call_next(1)
        hub.counter(1, "appear")
        hub.counter(1, "supplement")
    for ticket in hub.get("/tickets?state=SUPPLEMENT")["tickets"]:
        hub.at_ticket(ticket["id"], "return")
    for _ in range(2):
        priority(hub)
    for _ in range(2):
        hub.issue("A")
    assert call_all(hub, 1, 6) == [
        "priority", "priority", "regular", "return", "return", "regular",
    ]  # fmt: skip


def test_the_bound_is_the_sites(testbed):
    hub = testbed.start_hub(site(rules={"priority_in_a_row": 1}))
    hub.open(1)
    for _ in range(3):
        priority(hub)
        hub.issue("A")
    p, r = "priority", "regular"
    assert call_all(hub, 1, 6) == [p, r, p, r, p, r]


def test_priority_alone_is_not_held_back(hub):
    hub.open(1)
    for _ in range(4):
        priority(hub)
    assert call_all(hub, 1, 4) == ["priority"] * 4


def test_a_ticket_older_than_the_limit_goes_first(testbed):
    hub = testbed.start_hub(site(rules={"age_limit_s": 1, "priority_in_a_row": 9}))
    hub.open(1)
    old = hub.issue("A")
    # The clock is real here: wait until the ticket is older than the limit, as the hub tells it.
    wait_for(lambda: hub.state()["services"][0]["longest_wait_s"] >= 2, "two seconds have passed")
    priority(hub)
    assert hub.call_next(1)["id"] == old["id"]


def test_services_in_order_of_preference(testbed):
    counters = [{"number": 1, "name": {"vi": "Quầy 1"}, "services": ["B", "A"], "in_order": True}]
    hub = testbed.start_hub(site(counters=counters))
    hub.open(1)
    first_a, first_b, second_b = hub.issue("A"), hub.issue("B"), hub.issue("B")
    order = []
    for _ in range(3):
        order.append(hub.call_next(1)["id"])
        hub.counter(1, "appear")
        hub.counter(1, "finish")
    assert order == [first_b["id"], second_b["id"], first_a["id"]]


def test_what_the_slip_promises_is_what_the_hub_does(hub):
    """ahead counts the calls before one's own, with the bound and the lanes played forward."""
    hub.open(1)
    mixed = [hub.issue("A"), hub.issue("A"), priority(hub), hub.issue("A"), priority(hub),
             priority(hub), hub.issue("A")]  # fmt: skip
    promised = {t["id"]: hub.ticket(t["id"])["ahead"] for t in mixed}
    assert sorted(promised.values()) == list(range(7))
    for position in range(7):
        ticket = hub.call_next(1)
        assert promised[ticket["id"]] == position
        hub.counter(1, "appear")
        hub.counter(1, "finish")


def test_no_open_counter_no_estimate(hub):
    ticket = hub.issue("C")
    assert ticket["wait_estimate_s"] is None
    hub.open(3)
    assert hub.ticket(ticket["id"])["wait_estimate_s"] == 0
    behind = hub.issue("C")
    assert 800 <= behind["wait_estimate_s"] <= 900, "one serving time of the site's figure"


def test_the_state_counts_lanes(hub):
    priority(hub)
    hub.issue("A")
    hub.issue("A")
    service = hub.state()["services"][0]
    assert service["waiting"] == 3 and service["issued"] == 3
    assert service["lanes"] == {"regular": 2, "priority": 1, "return": 0}
