# SPDX-License-Identifier: Apache-2.0
"""What an open counter serves can be changed without ending its session."""

import pytest


def test_the_session_and_its_ticket_go_on(hub):
    hub.open(1, services=["A"])
    hub.issue("A")
    hub.issue("B")
    first = hub.call_next(1)
    before = hub.counter(1, "appear")
    after = hub.counter(1, "services", services=["B"])
    assert after["services"] == ["B"]
    changing = {"services", "ticket"}
    assert {k: v for k, v in after.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }
    assert after["ticket"]["id"] == first["id"] and after["ticket"]["state"] == "SERVING"
    hub.counter(1, "finish")
    assert hub.call_next(1)["service"] == "B"


def test_a_service_moves_from_one_counter_to_another(hub):
    hub.open(1, services=["A", "B"])
    hub.open(3, services=["C"])
    ticket = hub.issue("B")
    with hub.stream() as stream:
        hub.counter(3, "services", services=["C", "B"])
        hub.counter(1, "services", services=["A"])
        seen = stream.until("counter_services", counter=1)
    assert [e.data["services"] for e in seen] == [["C", "B"], ["A"]]
    assert hub.call_next(1) is None
    assert hub.call_next(3)["id"] == ticket["id"]


def test_without_services_the_usual_ones_come_back(hub):
    hub.open(2, services=["C"])
    assert hub.counter(2, "services")["services"] == ["A", "B", "C"]


def test_the_same_again_is_no_event(hub):
    hub.open(2, services=["C"])
    seq = hub.seq()
    hub.counter(2, "services", services=["C"])
    assert hub.seq() == seq


@pytest.mark.parametrize(
    ("services", "status", "error"),
    [(["Z"], 404, "not_found"), (["X"], 404, "not_found"), (["A", "A"], 400, "bad_field")],
)
def test_wrong_services_are_refused(hub, services, status, error):
    hub.open(1)
    answer = hub.ask("POST", "/counters/1/services", {"services": services})
    assert (answer.status, answer.json["error"]) == (status, error)
    assert hub.state()["counters"][0]["services"] == ["A", "B"]


def test_a_counter_that_is_closed_is_refused(hub):
    answer = hub.ask("POST", "/counters/1/services", {"services": ["A"]})
    assert (answer.status, answer.json["error"]) == (409, "no_session")


def test_a_paused_counter_can_be_prepared(hub):
    hub.open(1)
    hub.counter(1, "pause")
    assert hub.counter(1, "services", services=["C"])["state"] == "PAUSED"


def test_what_is_served_survives_a_restart(testbed, hub):
    hub.open(1)
    hub.counter(1, "services", services=["C", "A"])
    testbed.restart_hub(kill=True)
    assert hub.state()["counters"][0]["services"] == ["C", "A"]
    testbed.hub.stop()
    testbed.verify()
    testbed.hub.start()
