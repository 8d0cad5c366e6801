# SPDX-License-Identifier: Apache-2.0
"""Who may do what: every operation with every role, and who is asking on which socket."""

import os
import pwd
import re
import sqlite3
import subprocess
import sys

import pytest
from conftest import DESCRIPTION
from hubclient import Caller

PEOPLE = {"helper", "clerk", "supervisor", "director", "admin"}
READERS = {"viewer", "hall", "kiosk"} | PEOPLE
SERVE = {"clerk", "supervisor", "admin"}
HELP = SERVE | {"helper"}
ISSUE = HELP | {"kiosk"}
SUPERVISE = {"supervisor", "admin"}
FIGURES = {"supervisor", "director", "admin"}
OVERSEE = {"director", "admin"}
ADMIN = {"admin"}
SHOW = READERS | {"screen"}
ANYBODY = SHOW | {None}
ROLES = [*sorted(SHOW), None]

# Who may do what, as the design says it. Every operation of openapi.json has a line here; with an
# empty body what is allowed may well be refused as 400, 404 or 409, but not as 401 or 403.
COUNTER_MOVES = (
    "open services pause pause-after undo-pause-after resume close call-next call recall appear "
    "undo-appear undo-call absent hold transfer add-service supplement finish finish-next "
    "undo-finish"
)
TICKET_MOVES = "leave revive return undo-finish undo-leave undo-void"
WHO_MAY = {
    "POST /api/v1/tickets": ISSUE,
    "GET /api/v1/tickets": READERS,
    "GET /api/v1/tickets/{id}": READERS,
    "GET /api/v1/tickets/{id}/history": PEOPLE,
    "POST /api/v1/tickets/{id}/void": ISSUE,
    "POST /api/v1/tickets/{id}/paper": ISSUE,
    "POST /api/v1/tickets/{id}/reprint": HELP,
    **{f"POST /api/v1/tickets/{{id}}/{m}": SERVE for m in TICKET_MOVES.split()},
    **{f"POST /api/v1/counters/{{n}}/{m}": SERVE for m in COUNTER_MOVES.split()},
    "GET /api/v1/state": READERS,
    "GET /api/v1/events": READERS,
    "GET /api/v1/hall": SHOW,
    "GET /api/v1/announcements/{id}": ANYBODY,
    "GET /api/v1/training": PEOPLE,
    "GET /api/v1/training/copy": ANYBODY,  # who is not its user is told that there is none
    "POST /api/v1/training/reset": PEOPLE,
    "GET /api/v1/site": READERS,
    "PUT /api/v1/site": ADMIN,
    "POST /api/v1/site/check": ADMIN,
    "PUT /api/v1/notices": {"supervisor", "director", "admin"},
    "PUT /api/v1/pages": {"supervisor", "director", "admin"},
    "POST /api/v1/pages/preview": {"supervisor", "director", "admin"},
    "PUT /api/v1/sheets": {"supervisor", "director", "admin"},
    "POST /api/v1/pictures": {"supervisor", "director", "admin"},
    "GET /api/v1/pictures/{id}": SHOW,
    "GET /api/v1/procedures": READERS,
    "GET /api/v1/procedures/counts": READERS,
    "GET /api/v1/procedures/export": READERS,
    "GET /api/v1/procedures/{key}": READERS,
    "GET /api/v1/procedures/search": ANYBODY,
    "GET /api/v1/procedures/misses": FIGURES,
    "GET /api/v1/procedures/lookups": FIGURES,
    "POST /api/v1/procedures/searched": ISSUE,
    "POST /api/v1/procedures/{key}/looked-up": ISSUE,
    "GET /api/v1/procedures/wrong": PEOPLE,
    "POST /api/v1/procedures/{key}/wrong": ISSUE,
    "POST /api/v1/procedures/{key}/wrong/seen": SUPERVISE,
    "POST /api/v1/procedures/import": {"supervisor", "director", "admin"},
    "POST /api/v1/procedures/undo": {"supervisor", "director", "admin"},
    "GET /api/v1/clips": READERS,
    "GET /api/v1/clips/{id}": READERS,
    "PUT /api/v1/clips/{id}": {"supervisor", "director", "admin"},
    "DELETE /api/v1/clips/{id}": {"supervisor", "director", "admin"},
    "GET /api/v1/backup": ADMIN,
    "POST /api/v1/counters/{n}/rate": {"kiosk", "admin"},
    "GET /api/v1/reports/{name}": FIGURES,
    "GET /api/v1/monthly-reports": FIGURES,
    "GET /api/v1/monthly-reports/{name}": FIGURES,
    "GET /api/v1/dossiers": FIGURES,
    "POST /api/v1/dossiers": SERVE,
    "POST /api/v1/dossiers/import": SUPERVISE,
    "DELETE /api/v1/dossiers/{id}": SUPERVISE,
    "GET /api/v1/complaints": SERVE | {"director"},
    "POST /api/v1/complaints": SERVE,
    "GET /api/v1/complaints/{id}": SERVE | {"director"},
    "POST /api/v1/complaints/{id}/answer": SERVE,
    "POST /api/v1/complaints/{id}/correct": SERVE,
    "POST /api/v1/complaints/{id}/reopen": SUPERVISE,
    "POST /api/v1/complaints/{id}/withdraw": SUPERVISE,
    "GET /api/v1/evaluations": FIGURES,
    "POST /api/v1/evaluations/import": ADMIN,
    "DELETE /api/v1/evaluations/{period}": ADMIN,
    "POST /api/v1/portal": FIGURES,
    "GET /api/v1/health": READERS,
    "POST /api/v1/health": {"kiosk", "hall", "admin"},
    "POST /api/v1/health/acknowledge": ADMIN,
    "DELETE /api/v1/devices/{name}": ADMIN,
    "GET /api/v1/screens": {"supervisor", "director", "admin"},
    "GET /api/v1/screens/{name}": {"supervisor", "director", "admin"},
    "POST /api/v1/screens": {"kiosk", "hall", "admin"},
    "GET /api/v1/files": ADMIN,
    "DELETE /api/v1/files/{name}": ADMIN,
    "POST /api/v1/day": SUPERVISE,
    "GET /api/v1/clock": PEOPLE,
    "POST /api/v1/clock": SUPERVISE,
    "GET /api/v1/tokens": OVERSEE,
    "POST /api/v1/tokens": ADMIN,
    "DELETE /api/v1/tokens/{name}": ADMIN,
    "GET /api/v1/sign-in": READERS,
    "POST /api/v1/sign-in": ANYBODY,
    "PUT /api/v1/sign-in": PEOPLE,
    "DELETE /api/v1/sign-in": ANYBODY,
    "GET /api/v1/staff": FIGURES,
    "POST /api/v1/staff": ADMIN,
    "GET /api/v1/staff/{id}": FIGURES,
    "PUT /api/v1/staff/{id}": ADMIN,
    "DELETE /api/v1/staff/{id}": ADMIN,
    "DELETE /api/v1/staff/{id}/sign-ins": ADMIN,
    "GET /api/v1/sign-ins": OVERSEE,
    "GET /api/v1/public/{token}": ANYBODY,
    "GET /api/v1/public/{token}/qr": ANYBODY,
    "POST /api/v1/public/{token}/rate": ANYBODY,
    "GET /api/v1/certificate": ANYBODY,
    "GET /api/v1/openapi.json": ANYBODY,
    "GET /": ANYBODY,
    "GET /complaints": ANYBODY,
    "GET /door": ANYBODY,
    "GET /figures": ANYBODY,
    "GET /hall": ANYBODY,
    "GET /rate/{n}": ANYBODY,
    "GET /manager": ANYBODY,
    "GET /setup": ANYBODY,
    "POST /api/v1/setup": ANYBODY,
    "GET /web/{file}": ANYBODY,
    "GET /t/{token}": ANYBODY,
    "GET /guide/{file}": ANYBODY,
    "GET /tra-cuu": ANYBODY,
    "GET /tra-cuu/{key}": ANYBODY,
    "POST /tra-cuu/{key}/wrong": ANYBODY,
}
# A value for a path's parameter that names nothing.
NOTHING = {"id": "999999", "n": "98", "name": "nobody", "token": "1-" + "a" * 26, "file": "no.js",
           "key": "9.999999", "period": "2001"}  # fmt: skip


@pytest.fixture(scope="module")
def callers(shared_testbed, shared_hub):
    made = {role: shared_testbed.with_token(role) for role in SHOW}
    return made | {None: shared_testbed.caller(shared_testbed.http)}


def test_the_table_the_description_and_the_design_agree():
    described = {}
    for method, template, _, operation in DESCRIPTION.operations:
        roles = {None if role == "none" else role for role in operation["x-roles"]}
        described[f"{method} {template}"] = ANYBODY if None in roles else roles
    assert described == WHO_MAY


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_every_operation_with_a_role(callers, role):
    wrong = []
    for operation, allowed in WHO_MAY.items():
        method, template = operation.split(" ")
        if template.endswith("/events"):
            continue
        path = re.sub(r"\{(.*?)\}", lambda m: NOTHING[m.group(1)], template)
        headers = {"Content-Type": "application/json"} if method in ("POST", "PUT") else {}
        answer = callers[role].raw(method, path, "{}" if headers else None, headers)
        if role in allowed:
            good = answer.status not in (401, 403, 405)
        else:
            good = answer.status == (403 if role else 401)
        if not good:
            wrong.append(f"{operation}: {answer.status}")
    assert not wrong


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_the_event_stream_with_a_role(callers, role):
    with callers[role].stream(after=0) as stream:
        assert stream.status == (200 if role in READERS else 403 if role else 401)


def test_what_is_for_everybody(callers):
    anybody = callers[None]
    assert anybody.ask("GET", "/openapi.json").status == 200
    assert anybody.raw("GET", "/").status == 200
    assert anybody.ask("GET", "/public/1-aaaaaaaaaaaaaaaaaaaaaaaaaa").status == 404


def test_secrets_are_for_those_who_need_them(callers, shared_testbed, shared_hub):
    ticket = callers["kiosk"].issue("A", print=True, press_id="secret-press")
    assert ticket["token"]
    path = f"/tickets/{ticket['id']}"
    shown = {role: "token" in callers[role].get(path) for role in READERS}
    assert {role for role, seen in shown.items() if seen} == {"kiosk"}
    other = shared_testbed.caller(name="kiosk-9", role="kiosk")
    for place in (path, "/tickets", "/state"):
        assert ticket["token"] not in str(other.get(place)), place
        assert ticket["token"] not in str(shared_hub.get(place)), place
    assert ticket["token"] in str(callers["kiosk"].get("/tickets"))
    shared_hub.post(path + "/reprint", {"kiosk": "kiosk-9"})
    assert "token" in other.get(path) and "token" not in callers["kiosk"].get(path)
    names = {role: "Cán bộ" in str(callers[role].get("/site")) for role in READERS}
    assert {role for role, seen in names.items() if seen} == PEOPLE
    waiting = {role: "waiting" in callers[role].get("/state") for role in READERS}
    assert {role for role, seen in waiting.items() if seen} == PEOPLE


PERSONAL = {"staff", "note", "reason", "outcome", "quantity", "dossiers", "about", "entered_by"}


@pytest.fixture
def busy(testbed, hub):
    """A day with staff, notes, reasons and outcomes in it, and another day before it."""
    hub.open(1)
    hub.counter(1, "pause", note="nghi-rieng")
    hub.counter(1, "resume")
    hub.issue("A", lane="priority", reason="elderly")
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "pause-after", note="nghi-rieng")
    hub.counter(1, "undo-pause-after")
    hub.counter(1, "finish", outcome="done", quantity=7)
    return hub


@pytest.mark.parametrize("role", sorted(READERS))
def test_the_log_tells_devices_of_today_and_of_no_person(testbed, busy, role):
    with sqlite3.connect(testbed.data / "layso.db") as base:
        opened = base.execute("SELECT max(seq) FROM event WHERE kind = 'day_open'").fetchone()[0]
    last = busy.seq()
    assert opened > 1, "there are events before the day"
    with testbed.with_token(role).stream(after=0) as stream:
        first = stream.next()
        assert (first.seq < opened) == (role in OVERSEE)
        events = [first]
        while events[-1].seq < last:
            events.append(stream.next())
        # Live ones, too: the frames that all streams share.
        busy.counter(1, "pause", note="nghi-rieng")
        events += stream.until("counter_pause")
    keys = {key for event in events for key in event.data}
    assert (keys & PERSONAL == set()) == (role not in PEOPLE), keys
    assert ("nghi-rieng" in str([event.data for event in events])) == (role in PEOPLE)


@pytest.mark.parametrize("role", ["viewer", "hall", "kiosk", "clerk"])
def test_the_state_tells_devices_of_no_person(testbed, busy, role):
    caller = testbed.with_token(role)
    busy.counter(1, "pause", note="nghi-rieng")
    seen = str([caller.get(path) for path in ("/state", "/tickets", "/tickets/1")])
    for word in ("'quay-1'", "nghi-rieng", "elderly", "'done'"):
        assert (word in seen) == (role == "clerk"), word
    status = caller.ask("GET", "/tickets?day=2020-01-01").status
    assert status == (200 if role == "clerk" else 403)


def test_a_stranger_cannot_count_the_tickets(testbed, hub):
    hub.issue("A")
    stranger = testbed.caller(testbed.http)
    answers = {str(stranger.ask("GET", f"/public/{one}-{'a' * 26}").json) for one in (1, 2, "zz")}
    assert len(answers) == 1
    assert "count" not in str(answers) and "waiting" not in str(answers)


def test_who_works_here_rates_nobody(testbed, hub):
    hub.post("/staff", {"id": "an", "name": "An", "role": "clerk", "secret": "804213"})
    browser = testbed.caller(testbed.http)
    answer = browser.ask("POST", "/sign-in", {"name": "an", "secret": "804213"})
    browser.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
    browser.counter(1, "open")
    token = hub.issue("A")["token"]
    browser.call_next(1)
    browser.counter(1, "appear")
    browser.counter(1, "finish")
    score = {"score": 5}
    assert browser.ask("POST", "/counters/1/rate", score).status == 403
    assert browser.ask("POST", f"/public/{token}/rate", score).status == 403
    keypad = testbed.with_token("clerk", "keypad")
    assert keypad.ask("POST", "/counters/1/rate", score).status == 403
    assert testbed.caller(testbed.http).post(f"/public/{token}/rate", score) == {"rated": True}


def test_a_kiosk_must_name_the_press(callers):
    answer = callers["kiosk"].ask("POST", "/tickets", {"service": "A"})
    assert (answer.status, answer.json["field"]) == (400, "press_id")


def test_a_kiosk_prints_its_own_tickets(callers):
    ticket = callers["kiosk"].issue("A", print=True)
    assert ticket["kiosk"] == "kiosk-token"


def test_a_kiosk_voids_its_own_tickets_only(shared_testbed, shared_hub):
    kiosk = shared_testbed.caller(name="kiosk-8", role="kiosk")
    other = shared_testbed.caller(name="kiosk-9", role="kiosk")
    ticket = kiosk.issue("A", print=True)
    assert other.ask("POST", f"/tickets/{ticket['id']}/void", {}).status == 403
    assert kiosk.post(f"/tickets/{ticket['id']}/void")["state"] == "VOID"


def test_a_kiosk_reports_the_paper_of_its_own_slips_only(shared_testbed, shared_hub):
    kiosk = shared_testbed.caller(name="kiosk-8", role="kiosk")
    other = shared_testbed.caller(name="kiosk-9", role="kiosk")
    path = f"/tickets/{kiosk.issue('A', print=True)['id']}"
    answer = other.ask("POST", path + "/paper", {"state": "FAILED"})
    assert (answer.status, answer.json["error"]) == (403, "not_yours")
    assert other.ask("POST", path + "/reprint", {}).status == 403
    assert kiosk.post(path + "/paper", {"state": "PRINTED"})["paper"] == "PRINTED"
    # The slip that is asked for at another kiosk is that kiosk's from then on.
    shared_hub.post(path + "/reprint", {"kiosk": "kiosk-9"})
    assert kiosk.ask("POST", path + "/paper", {"state": "PRINTED"}).status == 403
    assert other.post(path + "/paper", {"state": "PRINTED"})["paper"] == "PRINTED"


def test_a_withdrawn_token_is_worth_nothing(shared_testbed, shared_hub):
    caller = shared_testbed.with_token("clerk", "short-lived")
    assert caller.ask("GET", "/state").status == 200
    shared_hub.call("DELETE", "/tokens/short-lived")
    assert caller.ask("GET", "/state").status == 401


def test_a_token_is_told_once_and_its_name_is_not_taken_twice(shared_hub):
    made = shared_hub.post("/tokens", {"name": "once", "role": "viewer"})
    assert made.keys() == {"name", "role", "token"} and len(made["token"]) >= 32
    listed = shared_hub.get("/tokens")
    assert made["token"] not in str(listed)
    assert any(t["name"] == "once" and t["role"] == "viewer" for t in listed["tokens"])
    answer = shared_hub.ask("POST", "/tokens", {"name": "once", "role": "viewer"})
    assert (answer.status, answer.json["error"]) == (409, "exists")


def test_a_sign_in_gives_a_cookie_that_pages_elsewhere_cannot_use(shared_testbed, shared_hub):
    token = shared_hub.post("/tokens", {"name": "page", "role": "clerk"})["token"]
    browser = shared_testbed.caller(shared_testbed.http)
    answer = browser.ask("POST", "/sign-in", {"token": token})
    assert answer.status in (200, 204), answer
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    browser.headers["Cookie"] = cookie.split(";")[0]
    assert browser.ask("GET", "/state").status == 200
    assert "waiting" in browser.get("/state")
    wrong = browser.ask("POST", "/sign-in", {"token": "1" * 52})
    assert wrong.status == 401 and not wrong.headers["Set-Cookie"]


def sign_in_with_token(testbed, hub, name, role):
    """A browser that was given a token; the token, and the cookie's line."""
    token = hub.post("/tokens", {"name": name, "role": role})["token"]
    browser = testbed.caller(testbed.http)
    answer = browser.ask("POST", "/sign-in", {"token": token})
    browser.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
    return browser, token, answer


@pytest.mark.parametrize(("role", "life_s"), [("clerk", 12 * 3600), ("kiosk", 400 * 24 * 3600)])
def test_a_browser_with_a_token_has_a_sign_in_of_its_own(testbed, hub, role, life_s):
    browser, token, answer = sign_in_with_token(testbed, hub, "tablet", role)
    cookie = answer.headers["Set-Cookie"]
    assert token not in cookie and f"Max-Age={life_s}" in cookie
    assert answer.json["expires_at"] and answer.json["staff"] is None
    me = browser.get("/sign-in")
    assert (me["name"], me["role"]) == ("tablet", role)
    shown = hub.get("/sign-ins")["sign_ins"]
    assert [(one["staff"], one["by_token"]) for one in shown] == [("tablet", True)]
    testbed.restart_hub(kill=True)
    assert browser.ask("GET", "/state").status == 200
    # The token itself is no cookie, and the cookie no token.
    stranger = testbed.caller(testbed.http)
    stranger.headers["Cookie"] = f"layso={token}"
    assert stranger.ask("GET", "/state").status == 401
    worth = cookie.split(";")[0].split("=")[1]
    assert testbed.caller(testbed.http, token=worth).ask("GET", "/state").status == 401


def test_signing_out_ends_one_browser_and_not_its_token(testbed, hub):
    browser, token, _ = sign_in_with_token(testbed, hub, "tablet", "kiosk")
    with browser.stream() as stream:
        other = testbed.caller(testbed.http)
        other.headers["Cookie"] = browser.headers["Cookie"]
        other.call("DELETE", "/sign-in")
        while stream.next():
            pass
        assert stream.ended
    assert browser.ask("GET", "/state").status == 401
    assert testbed.caller(testbed.http, token=token).ask("GET", "/state").status == 200


def test_withdrawing_a_token_ends_its_browsers(testbed, hub):
    browser, _, _ = sign_in_with_token(testbed, hub, "tablet", "kiosk")
    other, _, _ = sign_in_with_token(testbed, hub, "tablet-2", "kiosk")
    with browser.stream() as stream:
        assert stream.status == 200
        hub.call("DELETE", "/tokens/tablet")
        while stream.next():
            pass
        assert stream.ended
    assert browser.ask("GET", "/state").status == 401
    # A new token of the same name does not bring them back.
    hub.post("/tokens", {"name": "tablet", "role": "kiosk"})
    assert browser.ask("GET", "/state").status == 401
    testbed.restart_hub()
    assert browser.ask("GET", "/state").status == 401
    assert other.ask("GET", "/state").status == 200


def test_a_token_is_nobody_of_its_name(testbed, hub):
    """A token may be named like a member of staff, and is not that person."""
    hub.post("/staff", {"id": "an", "name": "An", "role": "clerk", "secret": "804213"})
    browser, _, answer = sign_in_with_token(testbed, hub, "an", "clerk")
    assert answer.json["staff"] is None
    change = browser.ask("PUT", "/sign-in", {"secret": "804213", "new_secret": "733190"})
    assert change.status == 403
    hub.call("DELETE", "/staff/an/sign-ins")
    assert browser.ask("GET", "/sign-in").status == 200


def test_the_unix_socket_trusts_its_own_user(shared_hub):
    assert "tokens" in shared_hub.get("/tokens")


def test_a_daemon_on_the_unix_socket_says_who_it_is(shared_testbed, shared_hub):
    kiosk = shared_testbed.caller(name="kiosk-7", role="kiosk")
    assert kiosk.issue("A", print=True)["kiosk"] == "kiosk-7"
    assert kiosk.ask("GET", "/tokens").status == 403


def test_over_tcp_nobody_says_who_they_are(shared_testbed, shared_hub):
    liar = shared_testbed.caller(shared_testbed.http, name="kiosk-7", role="admin")
    assert liar.ask("GET", "/state").status == 401
    viewer = shared_testbed.with_token("viewer", "liar")
    viewer.headers |= {"X-Layso-Name": "kiosk-7", "X-Layso-Role": "admin"}
    assert viewer.ask("GET", "/tokens").status == 403


ASK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from hubclient import Caller
address, token, name, role, path = sys.argv[2:]
caller = Caller(address, token=token or None)
caller.headers |= {k: v for k, v in (("X-Layso-Name", name), ("X-Layso-Role", role)) if v}
print(caller.ask("GET", path).status)
"""


@pytest.fixture
def ask_as_nobody(testbed, tmp_path):
    """Asks over the Unix socket as another user of this machine; returns the status."""
    if os.getuid() != 0:
        pytest.skip("needs root, to ask as another user")
    helper = tmp_path / "hubclient"
    helper.mkdir()
    source = os.path.dirname(sys.modules["hubclient"].__file__)
    for name in ("hubclient.py", "waiting.py"):
        (helper / name).write_text(open(os.path.join(source, name), encoding="utf-8").read())
    for folder in (helper, *helper.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(0o755)

    def ask(path="/state", token="", name="", role=""):
        testbed.folder.chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", ASK, str(helper), testbed.unix, token, name, role, path],
            user=pwd.getpwnam("nobody").pw_uid, cwd="/", capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done
        return int(done.stdout)

    return ask


def test_other_users_of_the_unix_socket_need_a_token(testbed, ask_as_nobody):
    hub = testbed.start_hub(loopback_role="viewer")
    token = hub.post("/tokens", {"name": "other", "role": "viewer"})["token"]
    assert ask_as_nobody() == 401
    assert ask_as_nobody(name="kiosk-7", role="admin") == 401
    assert ask_as_nobody(token=token) == 200


def test_a_device_with_a_user_of_its_own_never_becomes_more(testbed, ask_as_nobody):
    testbed.start_hub(local="layso-kiosk=kiosk nobody=hall")
    assert ask_as_nobody() == 200
    assert ask_as_nobody(name="hall-3", role="hall") == 200
    assert ask_as_nobody("/tokens") == 403
    assert ask_as_nobody("/tokens", name="hall-3") == 403
    for role in ("admin", "kiosk", "none", "wrong"):
        assert ask_as_nobody(name="hall-3", role=role) == 403, role
    assert ask_as_nobody(name="not a name", role="hall") == 400


def test_loopback_gets_no_role_unless_the_board_says_so(testbed):
    testbed.start_hub(loopback_role="clerk")
    near = Caller(testbed.http)
    assert near.ask("GET", "/state").status == 200
    assert near.ask("GET", "/tokens").status == 403
    # A page elsewhere that reaches the hub through the visitor's browser.
    for header in ({"Origin": "http://evil.example"}, {"Host": "evil.example:8080"}):
        assert near.raw("GET", "/api/v1/state", headers=header).status == 401, header
    near.close()
