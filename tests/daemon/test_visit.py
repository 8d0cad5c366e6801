# SPDX-License-Identifier: Apache-2.0
"""Visitors from the door to the door, as the hub, its log and its displays see them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sitedata import site
from waiting import wait_for


def kinds(hub, after):
    """The kinds of all events after a sequence number, up to now."""
    end = hub.seq()
    seen = []
    with hub.stream(after=after) as stream:
        while not seen or seen[-1].seq < end:
            seen.append(stream.next())
    return [event.kind for event in seen]


def test_issue_call_recall_serve_transfer_finish(hub, testbed):
    hub.open(1)
    hub.open(3)
    start = hub.seq()

    ticket = hub.issue("A", language="en", print=True, kiosk="kiosk-1")
    assert (ticket["number"], ticket["state"], ticket["lane"]) == ("A001", "WAITING", "regular")
    assert (ticket["service"], ticket["language"], ticket["kiosk"]) == ("A", "en", "kiosk-1")
    assert (ticket["ahead"], ticket["calls"], ticket["paper"]) == (0, 0, "QUEUED")
    assert ticket["counter"] is None and ticket["called_at"] is None
    identity = ticket["id"]

    paper = hub.at_ticket(identity, "paper", state="PRINTED")
    assert paper["paper"] == "PRINTED"

    counter = hub.counter(1, "call-next")
    assert (counter["number"], counter["state"], counter["staff"]) == (1, "OPEN", "quay-1")
    called = counter["ticket"]
    assert (called["id"], called["state"], called["counter"]) == (identity, "CALLED", 1)
    assert called["calls"] == 1 and called["called_at"]

    again = hub.counter(1, "recall")["ticket"]
    assert (again["state"], again["calls"]) == ("CALLED", 2)
    assert again["called_at"] >= called["called_at"]

    assert hub.counter(1, "appear")["ticket"]["state"] == "SERVING"

    counter = hub.counter(1, "transfer", service="C", note="cần bản đồ")
    assert counter["ticket"] is None
    moved = hub.ticket(identity)
    assert (moved["state"], moved["service"], moved["number"]) == ("WAITING", "C", "A001")
    assert moved["note"] == "cần bản đồ"
    assert moved["issued_at"] == ticket["issued_at"], "waiting is measured from the first arrival"

    assert hub.call_next(1) is None, "counter 1 does not serve C"
    assert hub.call_next(3)["id"] == identity
    hub.counter(3, "appear")
    counter = hub.counter(3, "finish", outcome="done", quantity=2)
    assert counter["ticket"] is None
    done = hub.ticket(identity)
    assert (done["state"], done["outcome"], done["quantity"]) == ("FINISHED", "done", 2)
    assert done["counter"] == 3

    assert kinds(hub, start) == [
        "issue", "paper", "call", "recall", "appear", "transfer", "call", "appear", "finish",
    ]  # fmt: skip
    testbed.verify()


def test_absent_and_revive(hub, testbed):
    hub.open(1)
    first, second, third = (hub.issue("A") for _ in range(3))
    start = hub.seq()

    assert hub.call_next(1)["id"] == first["id"]
    counter = hub.counter(1, "absent")
    assert counter["ticket"] is None
    away = hub.ticket(first["id"])
    assert (away["state"], away["lane"]) == ("WAITING", "regular")
    assert away["ahead"] == 1, "behind the next one, as the site says"

    assert hub.call_next(1)["id"] == second["id"]
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    again = hub.call_next(1)
    assert (again["id"], again["calls"]) == (first["id"], 2)
    hub.counter(1, "absent")
    gone = hub.ticket(first["id"])
    assert gone["state"] == "NO_SHOW", "after the site's two calls"

    assert hub.call_next(1)["id"] == third["id"]
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    assert hub.call_next(1) is None

    back = hub.at_ticket(first["id"], "revive")
    assert (back["state"], back["lane"], back["number"]) == ("WAITING", "return", "A001")
    assert back["issued_at"] == first["issued_at"]
    assert hub.call_next(1)["id"] == first["id"]
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    assert hub.ticket(first["id"])["state"] == "FINISHED"
    assert kinds(hub, start).count("no_show") == 1
    testbed.verify()


def test_hold_and_resume(hub):
    hub.open(1)
    held, other = hub.issue("A"), hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    counter = hub.counter(1, "hold", note="đi photo")
    assert counter["ticket"] is None
    assert [(t["id"], t["note"]) for t in counter["held"]] == [(held["id"], "đi photo")]
    assert hub.call_next(1)["id"] == other["id"], "the counter is free for the next"
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    counter = hub.counter(1, "resume", ticket=held["id"])
    assert counter["ticket"]["state"] == "SERVING" and counter["held"] == []
    hub.counter(1, "finish")


def test_a_held_ticket_returns_to_the_return_lane(hub):
    hub.open(1)
    ticket = hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "hold")
    back = hub.at_ticket(ticket["id"], "return")
    assert (back["state"], back["lane"]) == ("WAITING", "return")
    assert back["issued_at"] == ticket["issued_at"]


def test_papers_missing_and_back_the_same_day(hub):
    hub.open(1)
    ticket = hub.issue("A")
    waiting = hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    counter = hub.counter(1, "supplement", note="thiếu giấy khai sinh")
    assert counter["ticket"] is None
    assert hub.ticket(ticket["id"])["state"] == "SUPPLEMENT"
    back = hub.at_ticket(ticket["id"], "return")
    assert (back["state"], back["lane"], back["number"]) == ("WAITING", "return", ticket["number"])
    assert hub.call_next(1)["id"] == ticket["id"], "the return lane goes first"
    hub.counter(1, "undo-call")
    assert hub.ticket(waiting["id"])["state"] == "WAITING"


def test_another_service_without_waiting(hub):
    hub.open(1)
    ticket = hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    counter = hub.counter(1, "add-service", service="B")
    assert counter["ticket"]["state"] == "SERVING"
    assert counter["ticket"]["service"] == "B"
    assert counter["ticket"]["number"] == ticket["number"]
    hub.counter(1, "finish")
    rows = {row["key"]: row for row in hub.get("/reports/services")["rows"]}
    assert "A" in rows and "B" in rows


def test_undo_call_keeps_the_place(hub):
    hub.open(1)
    first, second = hub.issue("A"), hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "undo-call")
    assert hub.ticket(first["id"])["ahead"] == 0
    assert hub.ticket(first["id"])["issued_at"] == first["issued_at"]
    assert hub.call_next(1)["id"] == first["id"]
    assert hub.ticket(second["id"])["state"] == "WAITING"


def test_undo_finish_within_its_time(hub):
    hub.open(1)
    ticket = hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    counter = hub.counter(1, "undo-finish")
    assert (counter["ticket"]["id"], counter["ticket"]["state"]) == (ticket["id"], "SERVING")
    hub.counter(1, "finish")


def test_a_finish_calls_the_next_in_the_same_step(hub):
    hub.open(1)
    first, second = hub.issue("A"), hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    seq = hub.seq()
    body = {"expect": first["id"], "quantity": 2, "idempotency_key": "one-press"}
    counter = hub.counter(1, "finish-next", **body)
    assert (counter["ticket"]["id"], counter["ticket"]["state"]) == (second["id"], "CALLED")
    assert counter["last_finished"]["number"] == first["number"]
    assert counter["rateable"]["ticket"] == first["id"]
    # Pressed twice, or its answer lost: nothing more happens.
    assert hub.counter(1, "finish-next", **body) == counter
    assert hub.seq() == seq + 2
    again = hub.ask("POST", "/counters/1/finish-next", {"expect": first["id"]})
    assert (again.status, again.json["field"]) == (409, "expect")
    with hub.stream(after=seq) as stream:
        assert [stream.next().kind for _ in range(2)] == ["finish", "call"]
    counter = hub.counter(1, "undo-finish", expect=first["id"])
    assert (counter["ticket"]["id"], counter["ticket"]["state"]) == (first["id"], "SERVING")
    assert hub.ticket(second["id"])["state"] == "WAITING"
    assert hub.ticket(second["id"])["ahead"] == 0
    assert hub.ticket(first["id"])["quantity"] == 0
    # Nobody waits any more: the finish alone, and it is said.
    hub.at_ticket(second["id"], "leave")
    counter = hub.counter(1, "finish-next", expect=first["id"])
    assert counter["ticket"] is None and counter["last_finished"]["id"] == first["id"]


def test_two_clerks_finish_and_call_at_once(hub, testbed):
    """Each ticket is called once, whoever is quicker."""
    for n in (1, 2):
        hub.open(n)
    for _ in range(22):
        hub.issue("A")
    for n in (1, 2):
        hub.call_next(n)

    def serve(n):
        called, caller = [], testbed.caller()
        for _ in range(10):
            caller.counter(n, "appear")
            called.append(caller.counter(n, "finish-next")["ticket"]["id"])
        return called

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(serve, (1, 2))
    assert len(set(one) | set(other)) == 20
    states = Counter(t["state"] for t in hub.get("/tickets")["tickets"])
    assert states == {"FINISHED": 20, "CALLED": 2}


def test_undo_finish_after_its_time_is_too_late(testbed):
    hub = testbed.start_hub(site(rules={"undo_finish_s": 0}))
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    finished = hub.state()["time"]
    wait_for(lambda: hub.state()["time"] > finished, "the clock has moved on")
    answer = hub.ask("POST", "/counters/1/undo-finish", {})
    assert (answer.status, answer.json["error"]) == (409, "too_soon")


def test_recall_not_more_often_than_the_site_says(testbed):
    hub = testbed.start_hub(site(rules={"recall_interval_s": 60}))
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    seq = hub.seq()
    answer = hub.ask("POST", "/counters/1/recall", {})
    assert (answer.status, answer.json["error"]) == (409, "too_soon")
    assert hub.seq() == seq


def test_leave_and_void(hub):
    left, voided, last = (hub.issue("A") for _ in range(3))
    assert hub.at_ticket(left["id"], "leave", note="về quê")["state"] == "LEFT"
    assert hub.at_ticket(voided["id"], "void")["state"] == "VOID"
    assert hub.ticket(last["id"])["ahead"] == 0
    assert hub.issue("A")["number"] == "A004", "a void number is not used again that day"


def test_a_given_number_is_called_before_its_turn(hub):
    hub.open(1)
    hub.open(2)
    hub.issue("A")
    wanted = hub.issue("A")
    other = hub.issue("B")
    assert hub.counter(1, "call", number=wanted["number"])["ticket"]["id"] == wanted["id"]
    assert hub.counter(2, "call", ticket=other["id"])["ticket"]["id"] == other["id"]


def test_transfer_to_a_counter_goes_to_that_counter(hub):
    hub.open(1)
    hub.open(2)
    hub.open(4)
    sent = hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "transfer", counter=4)
    assert hub.ticket(sent["id"])["wanted_counter"] == 4
    assert hub.call_next(2) is None
    assert hub.call_next(4)["id"] == sent["id"]


def test_closing_with_a_ticket_is_refused_or_hands_it_over(hub):
    hub.open(1)
    ticket = hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    seq = hub.seq()
    answer = hub.ask("POST", "/counters/1/close", {})
    assert answer.status == 409 and hub.seq() == seq
    counter = hub.counter(1, "close", hand_over=True)
    assert (counter["state"], counter["staff"], counter["ticket"]) == ("OFF", None, None)
    back = hub.ticket(ticket["id"])
    assert (back["state"], back["lane"]) == ("WAITING", "return")


def test_a_paused_counter_calls_nobody(hub):
    hub.open(1)
    hub.issue("A")
    counter = hub.counter(1, "pause", note="ăn trưa")
    assert (counter["state"], counter["note"]) == ("PAUSED", "ăn trưa")
    answer = hub.ask("POST", "/counters/1/call-next", {})
    assert answer.status == 409, answer
    assert hub.counter(1, "resume")["state"] == "OPEN"
    assert hub.call_next(1)["number"] == "A001"


def test_a_pause_after_the_ticket_outlives_a_power_cut(testbed, hub):
    hub.open(1)
    first, second = hub.issue("A"), hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    body = {"note": "ăn trưa", "idempotency_key": "plan-1"}
    counter = hub.counter(1, "pause-after", **body)
    assert (counter["state"], counter["pause_after"], counter["note"]) == ("OPEN", True, "ăn trưa")
    testbed.restart_hub(kill=True)
    seq = hub.seq()
    assert hub.counter(1, "pause-after", **body)["pause_after"], "the same press again"
    assert hub.seq() == seq
    # A keypad and a page that do not know of it finish, and mean to go on.
    counter = hub.counter(1, "finish-next")
    assert (counter["state"], counter["pause_after"], counter["note"]) == (
        "PAUSED", False, "ăn trưa")  # fmt: skip
    assert counter["ticket"] is None and hub.ticket(second["id"])["state"] == "WAITING"
    assert counter["last_finished"]["number"] == first["number"]
    testbed.restart_hub(kill=True)
    counter = hub.counter(1, "undo-finish")
    assert (counter["state"], counter["pause_after"]) == ("OPEN", True)
    assert (counter["ticket"]["id"], counter["note"]) == (first["id"], "ăn trưa")
    assert not hub.counter(1, "undo-pause-after")["pause_after"]
    assert hub.counter(1, "finish-next")["ticket"]["id"] == second["id"]
    testbed.check()


def test_two_that_plan_a_pause_and_finish_at_once(hub, testbed):
    """Whatever comes first: the pause follows a ticket, and nobody is called before it."""
    hub.open(1)
    for _ in range(6):
        hub.issue("A")
    for round_ in range(3):
        hub.call_next(1)
        hub.counter(1, "appear")
        with ThreadPoolExecutor(4) as pool:
            moves = ["pause-after", "finish-next", "pause-after", "finish"]
            done = [pool.submit(testbed.caller().ask, "POST", f"/counters/1/{move}", {})
                    for move in moves]  # fmt: skip
        assert {answer.result().status for answer in done} <= {200, 409}, round_
        counter = next(c for c in hub.get("/state")["counters"] if c["number"] == 1)
        if counter["pause_after"]:
            assert counter["ticket"]["state"] == "CALLED"
            counter = hub.counter(1, "undo-call")
        assert (counter["state"], counter["ticket"]) == ("PAUSED", None)
        hub.counter(1, "resume")
    testbed.check()


def test_one_session_a_staff_member_and_one_a_counter(hub):
    hub.open(1, staff="quay-1")
    for number, staff in ((2, "quay-1"), (1, "quay-2")):
        answer = hub.ask("POST", f"/counters/{number}/open", {"staff": staff})
        assert (answer.status, answer.json["error"]) == (409, "busy"), answer


def test_a_slip_printed_again_keeps_its_number(hub):
    ticket = hub.issue("A", print=True, kiosk="kiosk-1")
    failed = hub.at_ticket(ticket["id"], "paper", state="FAILED", cause="paper_out")
    assert (failed["paper"], failed["state"]) == ("FAILED", "WAITING"), "the place is kept"
    again = hub.at_ticket(ticket["id"], "reprint")
    assert (again["number"], again["paper"], again["prints"]) == ("A001", "QUEUED", 2)
    assert hub.at_ticket(ticket["id"], "paper", state="PRINTED")["paper"] == "PRINTED"


def test_the_public_page_of_a_ticket_shows_its_place(hub, testbed):
    hub.issue("A")
    ticket = hub.issue("A")
    anybody = testbed.caller(testbed.http)
    seen = anybody.get(f"/public/{ticket['token']}")
    assert (seen["number"], seen["state"], seen["ahead"]) == ("A002", "WAITING", 1)
    assert seen["service"]["en"] == "Civil status"
    assert not {"id", "token", "note", "press_id"} & seen.keys()
    forged = ticket["token"][:-1] + ("a" if ticket["token"][-1] != "a" else "b")
    assert anybody.ask("GET", f"/public/{forged}").status == 404


def test_a_counter_says_what_it_finished_last(hub):
    """A page that is loaded anew still offers to undo it, as long as the hub allows it."""
    hub.open(1)
    ticket = hub.issue("A")
    assert hub.state()["counters"][0]["last_finished"] is None
    hub.call_next(1)
    hub.counter(1, "appear")
    finished = hub.counter(1, "finish")["last_finished"]
    assert (finished["id"], finished["number"]) == (ticket["id"], ticket["number"])
    assert 590 <= finished["undo_s"] <= 600
    assert hub.state()["counters"][0]["last_finished"]["id"] == ticket["id"]
    again = hub.counter(1, "undo-finish")
    assert again["last_finished"] is None and again["ticket"]["id"] == ticket["id"]


def test_a_ticket_tells_its_history(hub, testbed):
    hub.open(1)
    hub.open(2)
    other = hub.issue()["id"]
    ticket = hub.issue("A", lane="priority", reason="elderly")["id"]
    hub.counter(1, "call", ticket=ticket)
    hub.counter(1, "appear")
    hub.counter(1, "transfer", service="B", counter=2, note="chờ ký")
    hub.counter(2, "call", ticket=ticket)
    history = hub.get(f"/tickets/{ticket}/history")
    assert history["number"] == "A002" and not history["more"]
    told = [(e["kind"], e["state"], e["service"], e["counter"]) for e in history["events"]]
    assert told == [
        ("issue", "WAITING", "A", None),
        ("call", "CALLED", "A", 1),
        ("appear", "SERVING", "A", 1),
        ("transfer", "WAITING", "B", 1),
        ("call", "CALLED", "B", 2),
    ]
    assert history["events"][3]["wanted_counter"] == 2
    assert history["events"][3]["note"] == "chờ ký"
    assert len(hub.get(f"/tickets/{other}/history")["events"]) == 1
    assert hub.ask("GET", "/tickets/999/history").status == 404
    assert testbed.with_token("kiosk").ask("GET", f"/tickets/{ticket}/history").status == 403
    assert testbed.with_token("helper").ask("GET", f"/tickets/{ticket}/history").status == 200


def test_a_number_without_a_slip_has_the_slips_code(testbed):
    hub = testbed.start_hub(site(public_url="https://hall.example.vn/"))
    token = hub.issue("A", print=False)["token"]
    answer = hub.get(f"/public/{token}/qr")
    assert answer["link"] == f"https://hall.example.vn/t/{token}"
    rows = answer["qr"]
    assert len(rows) in range(21, 58, 4) and {len(row) for row in rows} == {len(rows)}
    assert set("".join(rows)) == {"0", "1"}
    assert rows[0].startswith("1111111") and rows[-1].startswith("1111111"), "its corners"
    assert hub.ask("GET", f"/public/{token[:-1]}x/qr").status == 404
    changed = hub.get("/site")["site"] | {"public_url": ""}
    hub.ask("PUT", "/site", changed)
    assert hub.get(f"/public/{token}/qr") == {"link": None, "qr": []}
