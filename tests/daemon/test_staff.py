# SPDX-License-Identifier: Apache-2.0
"""Accounts, signing in and out, and what a page of another site cannot do."""

import sqlite3

import pytest
from hubclient import Caller
from processes import ROOT
from sitedata import site
from waiting import wait_for

SCHEMA = ROOT / "firmware" / "queue" / "schema"

PIN = "804213"
PASSWORD = "ba-con-vit-qua-cau"


def add(hub, identity, role="clerk", secret=None, **fields):
    secret = secret or (PIN if role in ("helper", "clerk") else PASSWORD)
    name = fields.pop("name", f"Người {identity}")
    return hub.post(
        "/staff", {"id": identity, "name": name, "role": role, "secret": secret, **fields}
    )


def sign_in(testbed, name, secret=PIN, status=200):
    """A browser that has signed in as this person."""
    browser = testbed.caller(testbed.http)
    answer = browser.ask("POST", "/sign-in", {"name": name, "secret": secret})
    assert answer.status == status, answer
    if status == 200:
        browser.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
        browser.me = answer.json
    return browser


def test_a_person_signs_in_by_name_and_pin(testbed, hub):
    add(hub, "an", name="Lò Thị An")
    browser = testbed.caller(testbed.http)
    answer = browser.ask("POST", "/sign-in", {"name": "an", "secret": PIN})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Max-Age=43200" in cookie
    assert "Secure" not in cookie  # plain HTTP: the browser would drop it
    assert answer.json.items() >= {"role": "clerk", "name": "Lò Thị An", "staff": "an"}.items()
    assert answer.json["expires_at"] and answer.json["idle_s"] == 240 * 60
    browser.headers["Cookie"] = cookie.split(";")[0]
    me = browser.get("/sign-in")
    assert me.pop("expires_at") and me == {k: answer.json[k] for k in me}
    assert sign_in(testbed, "AN").me["staff"] == "an"
    assert sign_in(testbed, "Lò Thị An").me["staff"] == "an"


def test_nobody_can_sign_in_before_there_is_an_account(testbed, hub):
    """And the answer says so, for the page to explain what to do; no default password exists."""
    stranger = testbed.caller(testbed.http)
    assert stranger.ask("GET", "/sign-in").json["error"] == "no_account"
    assert {one["has_secret"] for one in hub.get("/staff")["staff"]} == {False}
    sign_in(testbed, "quay-1", "admin1", status=401)
    add(hub, "chi", "admin")
    assert stranger.ask("GET", "/sign-in").json["error"] == "unauthorized"


def test_the_first_account_needs_no_site(testbed):
    hub = testbed.start_hub(with_site=False)
    add(hub, "chi", "admin")
    assert sign_in(testbed, "chi", PASSWORD).me["role"] == "admin"


def test_wrong_secrets_and_unknown_names_are_told_alike(testbed, hub):
    add(hub, "an")
    stranger = testbed.caller(testbed.http)
    wrong = stranger.ask("POST", "/sign-in", {"name": "an", "secret": "111222"})
    unknown = stranger.ask("POST", "/sign-in", {"name": "binh", "secret": "111222"})
    assert (wrong.status, wrong.body) == (unknown.status, unknown.body)
    assert wrong.status == 401 and not wrong.headers["Set-Cookie"]
    log = hub.get("/sign-ins")["attempts"]
    assert [(a["name"], a["outcome"]) for a in log] == [(None, "wrong"), ("an", "wrong")]
    assert log[0]["address"] == "127.0.0.1"


def test_guessing_is_slowed_down(testbed, hub):
    add(hub, "an")
    stranger = testbed.caller(testbed.http)
    statuses = [
        stranger.ask("POST", "/sign-in", {"name": "an", "secret": f"9{n:05}"}).status
        for n in range(6)
    ]
    assert statuses[:4] == [401] * 4 and 429 in statuses[4:]
    answer = stranger.ask("POST", "/sign-in", {"name": "an", "secret": PIN})
    assert answer.status == 429, "even the right one must wait now"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    # Another person at another place is not disturbed; nor does the hub stand still.
    assert hub.state()["seq"] > 0


@pytest.mark.parametrize("kill", [False, True], ids=["restart", "power-cut"])
def test_a_restart_forgets_no_guess(testbed, hub, kill):
    add(hub, "an")
    stranger = testbed.caller(testbed.http)
    for n in range(4):
        assert stranger.ask("POST", "/sign-in", {"name": "an", "secret": f"9{n:05}"}).status == 401
    testbed.restart_hub(kill)
    # Without a memory there would be four more free ones.
    statuses = [
        stranger.ask("POST", "/sign-in", {"name": "an", "secret": f"8{n:05}"}).status
        for n in range(4)
    ]
    assert 429 in statuses, statuses


def test_a_restart_remembers_an_address(testbed, hub):
    stranger = testbed.caller(testbed.http)
    for n in range(12):
        stranger.ask("POST", "/sign-in", {"name": f"n{n}", "secret": PIN})
    testbed.restart_hub()
    statuses = [
        stranger.ask("POST", "/sign-in", {"name": f"m{n}", "secret": PIN}).status for n in range(3)
    ]
    assert 429 in statuses


def test_many_names_from_one_address_are_slowed_down(testbed, hub):
    """Names that are nobody's count as one account's."""
    stranger = testbed.caller(testbed.http)
    statuses = [
        stranger.ask("POST", "/sign-in", {"name": f"n{n}", "secret": PIN}).status for n in range(6)
    ]
    assert statuses[:4] == [401] * 4 and statuses[5] == 429


@pytest.mark.parametrize(
    ("role", "secret"),
    [
        ("clerk", "12345"),
        ("clerk", "123456"),
        ("clerk", "000000"),
        ("clerk", "person"),
        ("admin", "804213"),
        ("admin", "8042138042"),
        ("director", "short-one"),
    ],
)
def test_weak_secrets_are_refused(testbed, hub, role, secret):
    body = {"id": "person", "name": "Người", "role": role, "secret": secret}
    answer = hub.ask("POST", "/staff", body)
    assert (answer.status, answer.json["field"]) == (400, "secret")
    assert secret not in answer.json["message"]


def test_sign_ins_survive_a_restart_of_the_hub(testbed, hub):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    testbed.restart_hub(kill=True)
    assert browser.get("/sign-in")["staff"] == "an"
    testbed.restart_hub()
    assert browser.get("/sign-in")["staff"] == "an"


def end_by_sign_out(hub, browser):
    browser.call("DELETE", "/sign-in")


def end_by_admin(hub, browser):
    hub.call("DELETE", "/staff/an/sign-ins")


def end_by_new_role(hub, browser):
    hub.call("PUT", "/staff/an", {"role": "helper"})


def end_by_new_secret(hub, browser):
    hub.call("PUT", "/staff/an", {"secret": "733190"})


def end_by_leaving(hub, browser):
    hub.call("PUT", "/staff/an", {"active": False})


def end_by_removal(hub, browser):
    hub.call("DELETE", "/staff/an")


ENDS = [end_by_sign_out, end_by_admin, end_by_new_role, end_by_new_secret, end_by_leaving,
        end_by_removal]  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_a_sign_in_ends_its_stream_and_stays_ended(testbed, hub, end):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    with browser.stream() as stream:
        assert stream.status == 200
        end(hub, browser)
        while stream.next():
            pass
        assert stream.ended
    answer = browser.ask("GET", "/sign-in")
    assert answer.status == 401
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    testbed.restart_hub()
    assert browser.ask("GET", "/state").status == 401


def test_a_stream_ends_when_its_sign_in_runs_out(testbed, hub):
    """Nothing happens meanwhile: only the time passes."""
    add(hub, "an")
    browser = sign_in(testbed, "an")
    age_sign_ins(testbed, made=12 * 3600 - 5)
    with browser.stream() as stream:
        assert stream.status == 200
        while stream.next():
            pass
        assert stream.ended
    assert browser.ask("GET", "/state").status == 401


def test_a_new_name_ends_nothing(testbed, hub):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    hub.call("PUT", "/staff/an", {"name": "Lò Thị An"})
    assert browser.get("/sign-in")["name"] == "Lò Thị An"


def age_sign_ins(testbed, **columns):
    """Makes the sign-ins older, while the hub is stopped, in a boot that is not this one."""
    testbed.hub.stop()
    for caller in testbed.callers:
        caller.close()
    with sqlite3.connect(testbed.data / "layso.db") as base:
        for column, seconds in columns.items():
            base.execute(
                f"UPDATE sign_in SET {column}_boot_ms = {column}_boot_ms - ?", (seconds * 1000,)
            )
    base.close()
    testbed.hub.start()


@pytest.mark.parametrize(
    ("ages", "status"),
    [
        ({"seen": 239 * 60}, 200),
        ({"seen": 240 * 60}, 401),
        ({"made": 11 * 3600 + 3500}, 200),
        ({"made": 12 * 3600}, 401),
    ],
)
def test_a_sign_in_ends_by_itself(testbed, hub, ages, status):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    age_sign_ins(testbed, **ages)
    assert browser.ask("GET", "/sign-in").status == status


@pytest.mark.parametrize(
    ("role", "ages", "status"),
    [
        ("clerk", {"seen": 240 * 60}, 401),
        ("clerk", {"made": 12 * 3600}, 401),
        ("kiosk", {"seen": 59 * 86400, "made": 399 * 86400}, 200),
        ("kiosk", {"seen": 60 * 86400}, 401),
        ("kiosk", {"made": 400 * 86400}, 401),
    ],
)
def test_a_sign_in_with_a_token_ends_by_itself(testbed, hub, role, ages, status):
    """A clerk's like a person's; that of a device, which nobody signs in every morning, later."""
    token = hub.post("/tokens", {"name": "tablet", "role": role})["token"]
    browser = testbed.caller(testbed.http)
    answer = browser.ask("POST", "/sign-in", {"token": token})
    browser.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
    age_sign_ins(testbed, **ages)
    answer = browser.ask("GET", "/sign-in")
    assert answer.status == status
    assert status == 200 or "Max-Age=0" in answer.headers["Set-Cookie"]


def test_a_helper_is_let_in_on_one_day(testbed, hub):
    today = hub.state()["day"]
    assert add(hub, "huy", "helper")["valid_day"] == today
    add(hub, "mai", "helper", valid_day="2020-01-01")
    assert sign_in(testbed, "huy").me["role"] == "helper"
    answer = testbed.caller(testbed.http).ask("POST", "/sign-in", {"name": "mai", "secret": PIN})
    assert answer.status == 403
    assert hub.get("/sign-ins")["attempts"][0]["outcome"] == "not_valid"
    browser = sign_in(testbed, "huy")
    hub.call("PUT", "/staff/huy", {"valid_day": "2020-01-01"})
    assert browser.ask("GET", "/state").status == 401
    assert hub.call("PUT", "/staff/huy", {"role": "clerk"})["valid_day"] is None


def test_one_changes_ones_own_secret(testbed, hub):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    wrong = browser.ask("PUT", "/sign-in", {"secret": "555111", "new_secret": "733190"})
    assert wrong.status == 401
    browser.call("PUT", "/sign-in", {"secret": PIN, "new_secret": "733190"})
    assert browser.ask("GET", "/sign-in").status == 401
    sign_in(testbed, "an", PIN, status=401)
    sign_in(testbed, "an", "733190")
    by_token = testbed.with_token("clerk").ask(
        "PUT", "/sign-in", {"secret": PIN, "new_secret": "733190"}
    )
    assert by_token.status == 403


def test_the_last_administrator_stays(testbed, hub):
    add(hub, "chi", "admin")
    for method, body in (("DELETE", None), ("PUT", {"role": "clerk"}), ("PUT", {"active": False})):
        answer = hub.ask(method, "/staff/chi", body)
        assert (answer.status, answer.json["error"]) == (409, "not_allowed"), (method, body)
    add(hub, "tu", "admin")
    hub.call("DELETE", "/staff/chi")


def test_more_power_needs_a_better_secret(hub):
    add(hub, "an")
    answer = hub.ask("PUT", "/staff/an", {"role": "admin"})
    assert (answer.status, answer.json["field"]) == (400, "secret")
    hub.call("PUT", "/staff/an", {"role": "admin", "secret": PASSWORD})


def test_a_clerk_takes_back_for_minutes_and_a_supervisor_all_day(testbed):
    hub = testbed.start_hub(site(rules={"take_back_s": 0}))
    add(hub, "an"), add(hub, "binh"), add(hub, "sep", "supervisor")
    an, binh = sign_in(testbed, "an"), sign_in(testbed, "binh")
    chief = sign_in(testbed, "sep", PASSWORD)
    an.counter(1, "open")
    called = hub.issue("A")["id"]
    an.call_next(1)
    an.counter(1, "appear")
    answer = binh.ask("POST", "/counters/1/undo-appear", {})
    assert (answer.status, answer.json["error"]) == (403, "not_yours")
    appeared = hub.state()["time"]
    wait_for(lambda: hub.state()["time"] > appeared, "the clock has moved on")
    answer = an.ask("POST", "/counters/1/undo-appear", {"expect": called})
    assert (answer.status, answer.json["error"]) == (409, "too_soon")
    assert chief.counter(1, "undo-appear", expect=called)["ticket"]["state"] == "CALLED"
    an.counter(1, "appear")
    an.counter(1, "finish")
    answer = binh.ask("POST", f"/tickets/{called}/undo-finish", {})
    assert (answer.status, answer.json["field"]) == (403, "counter")
    left, void = hub.issue("A")["id"], hub.issue("A")["id"]
    an.post(f"/tickets/{left}/leave", {})
    an.post(f"/tickets/{void}/void", {})
    ended = hub.state()["time"]
    wait_for(lambda: hub.state()["time"] > ended, "the clock has moved on")
    for ticket, move, state in (
        (called, "undo-finish", "HELD"),
        (left, "undo-leave", "WAITING"),
        (void, "undo-void", "WAITING"),
    ):
        answer = an.ask("POST", f"/tickets/{ticket}/{move}", {})
        assert (answer.status, answer.json["error"]) == (409, "too_soon"), move
        assert chief.post(f"/tickets/{ticket}/{move}", {})["state"] == state
        assert chief.ask("POST", f"/tickets/{ticket}/{move}", {}).status == 409, "twice"
    chief.post("/day", {"move": "close"})
    answer = chief.ask("POST", f"/tickets/{called}/undo-finish", {})
    assert answer.status == 409
    testbed.verify()


def test_a_clerk_works_at_their_own_counter(testbed, hub):
    add(hub, "an"), add(hub, "binh"), add(hub, "sep", "supervisor")
    an, binh = sign_in(testbed, "an"), sign_in(testbed, "binh")
    chief = sign_in(testbed, "sep", PASSWORD)
    assert an.counter(1, "open")["staff"] == "an"
    hub.issue("A")
    assert binh.ask("POST", "/counters/1/call-next", {}).status == 403
    assert binh.ask("POST", "/counters/2/open", {"staff": "an"}).status == 403
    called = an.call_next(1)
    assert called["number"] == "A001"
    answer = binh.ask("POST", f"/tickets/{called['id']}/leave", {})
    assert (answer.status, answer.json["error"]) == (403, "not_yours")
    assert binh.ask("POST", "/counters/1/close", {"hand_over": True}).status == 403
    assert hub.ask("DELETE", "/staff/an").json["error"] == "busy"
    assert chief.counter(1, "close", hand_over=True)["state"] == "OFF"
    assert binh.counter(1, "open")["staff"] == "binh"


def test_what_a_counter_serves_is_its_clerks_or_a_supervisors(testbed, hub):
    """A keypad's token presses for whoever is there, but does not choose what they serve."""
    add(hub, "an"), add(hub, "binh"), add(hub, "sep", "supervisor"), add(hub, "huy", "helper")
    an, binh = sign_in(testbed, "an"), sign_in(testbed, "binh")
    chief = sign_in(testbed, "sep", PASSWORD)
    helper, keypad = sign_in(testbed, "huy"), testbed.with_token("clerk", "keypad-1")
    an.counter(2, "open")
    for other in (binh, helper, keypad):
        answer = other.ask("POST", "/counters/2/services", {"services": ["A"]})
        assert answer.status == 403, other
    assert hub.state()["counters"][1]["services"] == ["A", "B", "C"]
    assert an.counter(2, "services", services=["A", "B"])["services"] == ["A", "B"]
    assert chief.counter(2, "services", services=["C"])["services"] == ["C"]
    assert keypad.ask("POST", "/counters/2/call-next", {}).status == 204


def test_accounts_are_the_one_list_of_staff(testbed, hub):
    """The site adds people and changes none; an export has names and no secrets."""
    add(hub, "an", name="Lò Thị An")
    site = hub.get("/site")["site"]
    listed = {one["id"]: one for one in site["staff"]}
    assert listed["an"] == {"id": "an", "name": "Lò Thị An", "role": "clerk", "active": True}
    assert "quay-1" in listed
    site["staff"] = [{"id": "an", "name": "Ai đó", "role": "admin"},
                     {"id": "moi", "name": "Người mới", "role": "clerk"}]  # fmt: skip
    hub.call("PUT", "/site", site)
    people = {one["id"]: one for one in hub.get("/staff")["staff"]}
    assert people["an"]["name"] == "Lò Thị An" and people["an"]["role"] == "clerk"
    assert people["moi"]["has_secret"] is False and "quay-1" in people
    assert sign_in(testbed, "an").me["staff"] == "an"


def test_secrets_never_leave(testbed, hub):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    cookie = browser.headers["Cookie"].split("=")[1]
    with hub.stream(after=0) as stream:
        said = str(stream.until("staff"))
    told = [str(hub.get(path)) for path in ("/staff", "/staff/an", "/site", "/sign-ins", "/state")]
    everything = "\n".join([*told, said, testbed.hub.log()])
    for secret in (PIN, cookie, "argon2"):
        assert secret not in everything
    testbed.hub.stop()
    stored = (testbed.data / "layso.db").read_bytes()
    assert PIN.encode() not in stored and cookie.encode() not in stored
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in stored
    testbed.hub.start()


def test_the_log_of_sign_ins(testbed, hub):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    seen = hub.get("/sign-ins")
    assert [(s["staff"], s["address"]) for s in seen["sign_ins"]] == [("an", "127.0.0.1")]
    browser.call("DELETE", "/sign-in")
    sign_in(testbed, "an")
    hub.call("DELETE", "/staff/an/sign-ins")
    seen = hub.get("/sign-ins")
    assert seen["sign_ins"] == []
    outcomes = [a["outcome"] for a in seen["attempts"]]
    assert outcomes == ["ended", "ok", "signed_out", "ok"]


FOREIGN = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_page_elsewhere_changes_nothing(testbed, headers):
    """With the victim's own cookie, which a browser would not even send."""
    hub = testbed.start_hub(loopback_role="admin")
    add(hub, "chi", "admin")
    hub.open(1)
    browser = sign_in(testbed, "chi", PASSWORD)
    local = testbed.caller(testbed.http)
    seq = hub.seq()
    json = {"Content-Type": "application/json"}
    for caller in (browser, local):
        for method, path, body in (
            ("POST", "/api/v1/tickets", '{"service":"A"}'),
            ("PUT", "/api/v1/site", "{}"),
            ("POST", "/api/v1/counters/1/call-next", "{}"),
            ("DELETE", "/api/v1/staff/quay-1", None),
            ("DELETE", "/api/v1/sign-in", None),
            ("POST", "/api/v1/sign-in", '{"name":"chi","secret":"' + PASSWORD + '"}'),
        ):
            answer = caller.raw(method, path, body, {**(json if body else {}), **headers})
            assert answer.status in (401, 403), (method, path, answer)
    assert hub.seq() == seq
    assert browser.ask("GET", "/sign-in").status == 200


def test_a_form_elsewhere_changes_nothing(testbed, hub):
    """An old browser names no origin, but a form cannot send JSON."""
    add(hub, "chi", "admin")
    browser = sign_in(testbed, "chi", PASSWORD)
    for body, kind in (
        ("service=A", "application/x-www-form-urlencoded"),
        ('{"service":"A"}', "text/plain"),
        ("", "text/plain"),
        ("", None),
    ):
        headers = {"Content-Type": kind} if kind else {}
        answer = browser.raw("POST", "/api/v1/tickets", body, headers)
        assert answer.status == 415, (body, kind, answer)


def test_the_hubs_own_pages_may(testbed, hub):
    add(hub, "an")
    browser = sign_in(testbed, "an")
    headers = {"Origin": testbed.http, "Sec-Fetch-Site": "same-origin",
               "Content-Type": "application/json"}  # fmt: skip
    answer = browser.raw("POST", "/api/v1/counters/1/open", "{}", headers)
    assert answer.status == 200, answer


def make_old(path):
    """Writes the database anew as the first version had it: its tables and their columns alone."""
    newer = path.with_suffix(".newer")
    path.rename(newer)
    with sqlite3.connect(path) as base:
        base.executescript((SCHEMA / "001.sql").read_text())
        base.execute("ATTACH ? AS newer", (str(newer),))
        tables = base.execute("SELECT name FROM main.sqlite_schema WHERE type='table'").fetchall()
        for (table,) in tables:
            rows = base.execute(f"PRAGMA main.table_info({table})").fetchall()
            names = ", ".join(row[1] for row in rows)
            base.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM newer.{table}")
        base.execute("UPDATE token SET role = 'staff'")
        base.execute("PRAGMA user_version = 1")
    base.close()
    newer.unlink()


def test_an_old_database_keeps_its_people_and_tokens(testbed):
    """The first version had people in the site data alone, and a role named staff."""
    hub = testbed.start_hub()
    token = hub.post("/tokens", {"name": "keypad", "role": "clerk"})["token"]
    hub.open(1)
    hub.issue("A")
    testbed.hub.stop()
    make_old(testbed.data / "layso.db")
    for caller in testbed.callers:
        caller.close()
    testbed.hub.start()
    people = {one["id"]: one for one in hub.get("/staff")["staff"]}
    assert people["quay-1"]["counter"] == 1 and people["retired"]["active"] is False
    assert not any(one["has_secret"] for one in people.values())
    keypad = Caller(testbed.http, token=token)
    assert keypad.get("/sign-in")["role"] == "clerk"
    keypad.close()
    assert hub.call_next(1)["number"] == "A001"
    hub.counter(1, "close", hand_over=True)
    testbed.verify()
