# SPDX-License-Identifier: Apache-2.0
"""The service day: opened and closed by hand and by the clock, and a clock that goes wrong."""

import datetime
import sqlite3

from pasttime import DAY_MS, shift_log
from sitedata import ZONE, site
from waiting import wait_for


def local_now():
    return datetime.datetime.now(ZONE)


def test_the_day_is_the_local_date(hub):
    before = local_now().date().isoformat()
    state = hub.state()
    assert state["day_open"] and state["day"] in (before, local_now().date().isoformat())
    assert state["time"].endswith(local_now().isoformat()[-6:])
    assert hub.issue("A")["day"] == state["day"]


def test_closing_the_day_leaves_nothing_over(testbed, hub):
    hub.open(1)
    hub.open(2)
    waiting, called, serving, held, served = [hub.issue("A")["id"] for _ in range(5)]
    for ticket, moves in ((served, ("appear", "finish")), (held, ("appear", "hold")),
                          (serving, ("appear",))):  # fmt: skip
        hub.counter(1, "call", ticket=ticket)
        for move in moves:
            hub.counter(1, move)
    hub.counter(2, "call", ticket=called)

    hub.post("/day", {"move": "close"})
    states = {t["id"]: t["state"] for t in hub.get("/tickets")["tickets"]}
    assert states == {
        waiting: "EXPIRED", called: "EXPIRED", held: "EXPIRED",
        serving: "FINISHED_UNCONFIRMED", served: "FINISHED",
    }  # fmt: skip
    state = hub.state()
    assert not state["day_open"]
    assert {c["state"] for c in state["counters"]} == {"OFF"}
    answer = hub.ask("POST", "/tickets", {"service": "A"})
    assert (answer.status, answer.json["error"]) == (409, "closed")
    rows = {row["key"]: row for row in hub.get("/reports/days")["rows"]}
    assert (rows["total"]["served"], rows["total"]["unconfirmed"]) == (1, 1)
    assert rows["total"]["expired"] == 3
    testbed.verify()


def test_a_day_closed_by_mistake_goes_on(testbed, hub):
    hub.open(1)
    first, second, third = [hub.issue("A")["id"] for _ in range(3)]
    hub.counter(1, "call", ticket=second)
    hub.counter(1, "appear")
    clerk = testbed.with_token("clerk")
    hub.post("/day", {"move": "close"})
    state = hub.state()
    assert state["reopen"]["day"] == state["day"] and state["reopen"]["tickets"] == 3
    assert clerk.ask("POST", "/day", {"move": "reopen"}).status == 403
    testbed.restart_hub(kill=True)
    other = hub.ask("POST", "/day", {"move": "reopen", "day": "2001-01-01"})
    assert (other.status, other.json["error"]) == (409, "not_allowed")
    hub.post("/day", {"move": "reopen", "day": state["day"]})
    assert hub.ask("POST", "/day", {"move": "reopen"}).status == 409
    testbed.restart_hub(kill=True)
    state = hub.state()
    assert state["day_open"] and state["reopen"] is None
    assert {c["state"] for c in state["counters"]} == {"OFF"}
    tickets = {t["id"]: (t["state"], t["lane"]) for t in hub.get("/tickets")["tickets"]}
    assert tickets == {first: ("WAITING", "regular"), second: ("WAITING", "return"),
                       third: ("WAITING", "regular")}  # fmt: skip
    assert hub.issue("A")["number"] == "A004"
    testbed.verify()


def test_a_day_closed_by_hand_can_be_opened_again_and_numbers_go_on(hub):
    first = hub.issue("A")
    hub.post("/day", {"move": "close"})
    hub.post("/day", {"move": "open"})
    second = hub.issue("A")
    assert (first["number"], second["number"]) == ("A001", "A002")
    assert first["day"] == second["day"]


def test_a_day_closed_by_hand_stays_closed_over_a_restart(testbed, hub):
    hub.post("/day", {"move": "close"})
    assert hub.state()["services"][0]["opening"] == "stopped", "not the hours"
    testbed.restart_hub()
    assert hub.state()["services"][0]["opening"] == "stopped"
    assert not hub.state()["day_open"]


def test_outside_the_hours_nothing_is_issued(testbed):
    """Hours of which the present minute is not part."""
    now = local_now()
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[now.weekday()]
    hours = {weekday: [["00:00", "00:01"]] if now.hour > 0 else [["23:00", "24:00"]]}
    hub = testbed.start_hub(site(hours=hours))
    answer = hub.ask("POST", "/tickets", {"service": "A"})
    assert (answer.status, answer.json["error"]) == (409, "closed")
    assert {s["opening"] for s in hub.state()["services"] if s["id"] == "A"} == {"closed_now"}


def test_a_closed_day_of_the_site(testbed):
    """Today and tomorrow, in case midnight passes meanwhile."""
    days = [local_now().date() + datetime.timedelta(n) for n in (0, 1)]
    hub = testbed.start_hub(site(closed_days=[{"day": d.isoformat()} for d in days]))
    answer = hub.ask("POST", "/tickets", {"service": "A"})
    assert (answer.status, answer.json["error"]) == (409, "closed")
    assert {s["opening"] for s in hub.state()["services"] if s["id"] == "A"} == {"closed_day"}


def database(testbed):
    return sqlite3.connect(testbed.data / "layso.db")


def test_a_clock_behind_the_log_is_noticed_and_the_hall_serves_on(testbed, hub):
    """On a day whose date nobody knows, until somebody says that the clock is right."""
    hub.open(1)
    ticket = hub.issue("A")
    today = hub.state()["day"]
    hub.post("/day", {"move": "close"})
    testbed.hub.stop()
    shift_log(testbed, 40 * DAY_MS)
    testbed.hub.start()
    hub.close()

    state = hub.state()
    assert (state["clock"], state["day_open"], state["day_known"]) == ("behind", True, False)
    assert {s["opening"] for s in state["services"] if s["id"] == "A"} == {"open"}
    assert hub.get("/health")["hub"]["clock"] == "behind"
    assert hub.get("/health")["status"] == "trouble"
    meanwhile = hub.issue("A")
    assert meanwhile["number"] == "A002", "above the last day's, which may be today"

    hub.post("/clock", {"accept": True})
    state = hub.state()
    assert (state["clock"], state["day_open"], state["day_known"]) == ("ok", True, True)
    assert state["day"] >= today
    assert hub.ticket(meanwhile["id"])["state"] == "WAITING"
    assert hub.ticket(meanwhile["id"])["day"] == state["day"]
    new = hub.issue("A")
    assert new["id"] > ticket["id"] and new["number"] == "A003"
    same_day = hub.get(f"/tickets?day={new['day']}")["tickets"]
    assert [t["number"] for t in same_day].count(new["number"]) == 1
    testbed.verify()


def test_a_person_says_what_time_it_is(testbed):
    """No network and no battery: the hub serves, asks, and books on the day that was said."""
    testbed.clock_trusted = False
    hub = testbed.start_hub()
    hub.open(1)
    ticket = hub.issue("A")
    state = hub.state()
    assert (state["clock"], state["day_known"]) == ("untrusted", False)
    asked = wait_for(
        lambda: [d for d in hub.get("/health")["devices"]
                 if (d["name"], d["state"]) == ("hub/clock", "unknown")],
        "the hub asks for the time",
    )  # fmt: skip
    assert asked[0]["fault"] == "device"
    for wrong in ({}, {"accept": False}, {"day": "2027-03-04"}, {"time": "08:05"},
                  {"day": "2027-03-04", "time": "8:05"}, {"day": "2027-03-04", "time": "24:00"},
                  {"day": "1999-03-04", "time": "08:05"}):  # fmt: skip
        assert hub.ask("POST", "/clock", wrong).status == 400, wrong

    said = hub.post("/clock", {"day": "2027-03-04", "time": "08:05"})
    assert (said["clock"], said["day"], said["day_known"]) == ("ok", "2027-03-04", True)
    assert said["time"].startswith("2027-03-04T08:05:")
    assert hub.ticket(ticket["id"])["day"] == "2027-03-04"
    assert hub.ticket(ticket["id"])["state"] == "WAITING"
    assert hub.issue("A")["number"] == "A002"
    testbed.restart_hub()
    state = hub.state()
    assert (state["clock"], state["day"]) == ("ok", "2027-03-04"), "the same boot remembers it"
    assert state["time"].startswith("2027-03-04T08:0")
    assert hub.call_next(1)["id"] == ticket["id"]
    testbed.verify()

    hub.post("/clock", {"day": "2027-03-05", "time": "08:05"})
    assert hub.ticket(ticket["id"])["day"] == "2027-03-05", "a slip of the tongue is put right"
    assert hub.ticket(ticket["id"])["state"] == "CALLED"


def test_a_synchronised_clock_is_not_set_by_hand(hub):
    answer = hub.ask("POST", "/clock", {"day": "2027-03-04", "time": "08:05"})
    assert (answer.status, answer.json["error"]) == (409, "not_allowed")
    assert hub.get("/clock")["synchronised"] and not hub.state()["time"].startswith("2027-03")


def test_a_clock_that_goes_back_during_an_open_day_goes_on_serving(testbed, hub):
    """Order comes from the log: who waits is served, nothing is lost, the day does not change."""
    hub.open(1)
    ticket = hub.issue("A")
    day = hub.state()["day"]
    testbed.hub.stop()
    shift_log(testbed, 3600 * 1000)
    testbed.hub.start()
    hub.close()
    state = hub.state()
    assert state["clock"] == "behind" and state["day"] >= day
    assert hub.call_next(1)["id"] == ticket["id"]
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    assert hub.ticket(ticket["id"])["state"] == "FINISHED"


def test_yesterday_is_closed_and_today_opened_by_itself(testbed, hub):
    hub.open(1)
    left = hub.issue("A")
    today = hub.state()["day"]
    testbed.hub.stop()
    shift_log(testbed, -DAY_MS)
    testbed.hub.start()
    hub.close()
    state = wait_for(
        lambda: (s := hub.state())["day"] >= today and s["day_open"] and s, "a new day is open"
    )
    assert hub.ticket(left["id"])["state"] == "EXPIRED"
    assert {c["state"] for c in state["counters"]} == {"OFF"}
    fresh = hub.issue("A")
    assert (fresh["number"], fresh["ahead"]) == ("A001", 0), "numbers begin again with the day"
    yesterday = (datetime.date.fromisoformat(today) - datetime.timedelta(1)).isoformat()
    assert [t["number"] for t in hub.get(f"/tickets?day={yesterday}")["tickets"]] == ["A001"]
    # What was done at each counter on many days would say how much each person did.
    for role, status in (("clerk", 403), ("supervisor", 403), ("director", 200)):
        caller = testbed.with_token(role, f"{role}-9")
        assert caller.ask("GET", f"/tickets/{left['id']}/history").status == status, role
        assert caller.ask("GET", f"/tickets/{fresh['id']}/history").status == 200, role


def test_a_clock_that_is_set_is_no_new_day(testbed, hub):
    """Tickets and sessions of yesterday's clock are today's when the clock is put right."""
    hub.open(1)
    tickets = [hub.issue("A") for _ in range(5)]
    today = hub.state()["day"]
    testbed.hub.stop()
    shift_log(testbed, -DAY_MS, same_boot=True)
    testbed.hub.start()
    hub.close()
    assert hub.state()["day"] >= today and hub.state()["day_open"]
    states = {t["number"]: t["state"] for t in hub.get("/tickets")["tickets"]}
    assert states == {t["number"]: "WAITING" for t in tickets}
    assert hub.issue("A")["number"] == "A006"
    assert hub.call_next(1)["number"] == "A001", "the counter's session goes on"
    testbed.verify()


def test_verify_finds_what_does_not_follow_from_the_log(testbed, hub):
    """So that a clean --verify means something."""
    hub.issue("A")
    testbed.hub.stop()
    with database(testbed) as db:
        db.execute("UPDATE ticket SET note = 'forged'")
    db.close()
    try:
        testbed.verify()
    except AssertionError as fault:
        assert "ticket" in str(fault)
    else:
        raise AssertionError("--verify did not see the change")
    with database(testbed) as db:
        db.execute("UPDATE ticket SET note = ''")
    db.close()
    testbed.verify()
    testbed.hub.start()


def test_events_cannot_be_changed(testbed, hub):
    hub.issue("A")
    testbed.hub.stop()
    for command in ("UPDATE event SET actor = 'x'", "DELETE FROM event"):
        db = database(testbed)
        try:
            db.execute(command)
        except sqlite3.DatabaseError as fault:
            assert "immutable" in str(fault)
        else:
            raise AssertionError(f"allowed: {command}")
        finally:
            db.close()
    testbed.hub.start()
