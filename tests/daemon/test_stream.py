# SPDX-License-Identifier: Apache-2.0
"""The event stream: everything once, in order, also for a display that was away."""

import uuid

import pytest


def test_events_follow_the_moves_in_order(hub):
    with hub.stream(after=hub.seq()) as stream:
        hub.open(1)
        ticket = hub.issue("A", language="en")
        hub.call_next(1)
        events = stream.until("call")
    assert [e.kind for e in events] == ["counter_open", "issue", "call"]
    assert [e.seq for e in events] == list(range(events[0].seq, events[0].seq + 3))
    opened, issued, called = (e.data for e in events)
    assert opened["counter"] == 1 and opened["staff"] == "quay-1"
    assert opened["services"] == ["A", "B"]
    assert (issued["ticket"], issued["number"], issued["service"]) == (ticket["id"], "A001", "A")
    assert (issued["lane"], issued["state"], issued["language"]) == ("regular", "WAITING", "en")
    assert issued["waiting"] == {"A": 1}
    assert (called["ticket"], called["counter"], called["calls"]) == (ticket["id"], 1, 1)
    assert called["waiting"] == {"A": 0}
    assert all("at" in e.data for e in events)
    assert not any("press_id" in e.data or "token" in e.data for e in events)


def test_a_stream_without_a_place_begins_now(hub):
    hub.issue("A")
    with hub.stream() as stream:
        ticket = hub.issue("A")
        assert stream.next().data["ticket"] == ticket["id"]


@pytest.mark.parametrize("how", ["last_event_id", "after"])
def test_what_was_missed_is_told_first(hub, how):
    start = hub.seq()
    numbers = [hub.issue("A")["number"] for _ in range(20)]
    with hub.stream(**{how: start}) as stream:
        numbers += [hub.issue("A")["number"] for _ in range(5)]
        seen = [stream.next() for _ in range(25)]
    assert [e.data["number"] for e in seen] == numbers
    assert [e.seq for e in seen] == list(range(start + 1, start + 26))


@pytest.mark.parametrize("kill", [False, True], ids=["restarted", "killed"])
def test_resume_across_a_restart_of_the_hub(testbed, hub, kill):
    hub.open(1)
    ticket = hub.issue("A")
    hub.call_next(1)
    seen = hub.seq()
    hub.issue("A")
    testbed.restart_hub(kill)
    with hub.stream(last_event_id=seen) as stream:
        events = stream.until("start")
        assert [e.kind for e in events] == ["issue", "start"]
        hub.issue("A")
        assert stream.next().kind == "issue"
    again = hub.ticket(ticket["id"])
    assert (again["state"], again["calls"]) == ("CALLED", 1), "still called, not called again"


def test_a_place_beyond_the_log_means_another_database(hub):
    hub.issue("A")
    with hub.stream(last_event_id=10_000_000) as stream:
        first = stream.next()
        assert (first.kind, first.seq) == ("restart", None)
        ticket = hub.issue("A")
        assert stream.next().data["ticket"] == ticket["id"]


def test_a_place_in_another_database_begins_anew(hub):
    """The ids carry the epoch: a number alone means something else after a restore."""
    hub.issue("A")
    state = hub.state()
    seen = state["seq"] - 1
    for wrong in [{"last_event_id": f"0123456789abcdef-{seen}"},
                  {"after": f"{seen}&epoch=0123456789abcdef"}]:
        with hub.stream(**wrong) as stream:
            assert stream.next().kind == "restart"
    for right in [{"last_event_id": f"{state['epoch']}-{seen}"},
                  {"after": f"{seen}&epoch={state['epoch']}"}]:
        with hub.stream(**right) as stream:
            first = stream.next()
            assert (first.kind, first.seq) == ("issue", seen + 1)


def test_a_silent_stream_shows_that_it_lives(hub):
    with hub.stream() as stream:
        assert stream.next(seconds=6) is None
        assert not stream.ended and stream.comments >= 2


def test_the_stream_ends_when_the_hub_does(testbed, hub):
    with hub.stream() as stream:
        testbed.hub.stop()
        assert stream.next() is None and stream.ended
    testbed.hub.start()


def test_the_same_press_again_is_the_same_ticket(hub):
    press = str(uuid.uuid4())
    body = {"service": "A", "press_id": press}
    first = hub.ask("POST", "/tickets", body)
    second = hub.ask("POST", "/tickets", body)
    assert (first.status, second.status) == (201, 200)
    assert first.json["id"] == second.json["id"] and first.json["number"] == second.json["number"]


def test_the_same_press_after_a_restart_is_the_same_ticket(testbed, hub):
    body = {"service": "A", "press_id": str(uuid.uuid4())}
    first = hub.ask("POST", "/tickets", body).json
    testbed.restart_hub(kill=True)
    second = hub.ask("POST", "/tickets", body)
    assert (second.status, second.json["id"]) == (200, first["id"])


def test_the_same_press_by_many_at_once_is_one_ticket(testbed, hub, together):
    body = {"service": "A", "press_id": str(uuid.uuid4())}
    answers = together(16, lambda caller: caller.ask("POST", "/tickets", body))
    assert sorted(a.status for a in answers) == [200] * 15 + [201]
    assert len({a.json["id"] for a in answers}) == 1
    assert len(hub.get("/tickets")["tickets"]) == 1


def test_the_same_request_by_many_at_once_calls_one_ticket(hub, together):
    hub.open(1)
    for _ in range(5):
        hub.issue("A")
    body = {"idempotency_key": str(uuid.uuid4())}
    answers = together(16, lambda caller: caller.ask("POST", "/counters/1/call-next", body))
    assert {a.status for a in answers} == {200}
    assert {a.json["ticket"]["number"] for a in answers} == {"A001"}
    assert len(hub.get("/tickets?state=CALLED")["tickets"]) == 1


def test_a_repeated_request_gets_the_first_answer(hub):
    hub.open(1)
    first, second = hub.issue("A"), hub.issue("A")
    body = {"idempotency_key": "again-1"}
    assert hub.counter(1, "call-next", **body)["ticket"]["id"] == first["id"]
    hub.counter(1, "undo-call")
    repeated = hub.ask("POST", "/counters/1/call-next", body)
    assert repeated.status == 200 and repeated.json["ticket"]["id"] == first["id"]
    assert hub.ticket(first["id"])["state"] == "WAITING", "nothing was done a second time"
    assert hub.ticket(second["id"])["state"] == "WAITING"


def test_an_empty_answer_is_repeated_too(hub):
    hub.open(1)
    body = {"idempotency_key": "empty-1"}
    assert hub.ask("POST", "/counters/1/call-next", body).status == 204
    hub.issue("A")
    assert hub.ask("POST", "/counters/1/call-next", body).status == 204
    assert hub.ask("POST", "/counters/1/call-next", {"idempotency_key": "empty-2"}).status == 200


def test_a_repeated_request_after_a_restart_has_no_second_effect(testbed, hub):
    """As after a power cut between the commit and the answer."""
    first, second = hub.issue("A"), hub.issue("A")
    hub.open(1)
    call = {"idempotency_key": "call-1"}
    assert hub.counter(1, "call-next", **call)["ticket"]["id"] == first["id"]
    count = {"service": "A", "received_online": 3, "idempotency_key": "count-1"}
    entered = hub.post("/dossiers", count)
    seq = hub.seq()
    for kill in (True, False):
        testbed.restart_hub(kill)
        again = hub.ask("POST", "/counters/1/call-next", call)
        assert (again.status, again.json["ticket"]["id"]) == (200, first["id"])
        assert hub.post("/dossiers", count) == entered
        assert hub.ticket(second["id"])["state"] == "WAITING"
    kinds = []
    with hub.stream(after=seq) as stream:
        hub.issue("A")
        kinds = [event.kind for event in stream.until("issue")]
    assert kinds == ["start", "start", "issue"]
    other = hub.ask("POST", "/counters/1/recall", call)
    assert (other.status, other.json["field"]) == (409, "idempotency_key")
