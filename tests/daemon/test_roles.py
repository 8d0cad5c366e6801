# SPDX-License-Identifier: Apache-2.0
"""Who may do what: every endpoint with every role, and who is asking on which socket."""

import os
import pwd
import subprocess
import sys

import pytest
from hubclient import Caller

READERS = {"viewer", "hall", "kiosk", "staff", "admin"}
STAFF = {"staff", "admin"}
ADMIN = {"admin"}

# method, path, body, who may. What is allowed may well answer 404 or 409, but not 401 or 403.
ENDPOINTS = [
    ("GET", "/state", None, READERS),
    ("GET", "/site", None, READERS),
    ("GET", "/tickets", None, READERS),
    ("GET", "/tickets/999999", None, READERS),
    ("GET", "/health", None, READERS),
    ("GET", "/reports/days", None, READERS),
    ("GET", "/reports/services.csv", None, READERS),
    ("POST", "/tickets", {"service": "Z", "press_id": "1"}, {"kiosk", "staff", "admin"}),
    ("POST", "/tickets/999999/paper", {"state": "PRINTED"}, {"kiosk", "staff", "admin"}),
    ("POST", "/tickets/999999/void", {}, {"kiosk", "staff", "admin"}),
    *(("POST", f"/tickets/999999/{move}", {}, STAFF) for move in
      ("leave", "revive", "return", "reprint")),
    *(("POST", f"/counters/98/{move}", body, STAFF) for move, body in
      (("open", {"staff": "quay-1"}), ("pause", {}), ("resume", {}), ("close", {}),
       ("call-next", {}), ("call", {"number": "A001"}), ("recall", {}), ("appear", {}),
       ("undo-call", {}), ("absent", {}), ("hold", {}), ("transfer", {"service": "B"}),
       ("add-service", {"service": "B"}), ("supplement", {}), ("finish", {}),
       ("undo-finish", {}))),
    ("POST", "/health", {"name": "printer", "state": "ok", "fault": "none"},
     {"kiosk", "hall", "admin"}),
    ("PUT", "/site", {}, ADMIN),
    ("POST", "/day", {"move": "skip"}, ADMIN),
    ("POST", "/clock", {}, ADMIN),
    ("GET", "/tokens", None, ADMIN),
    ("POST", "/tokens", {}, ADMIN),
    ("DELETE", "/tokens/nobody", None, ADMIN),
]  # fmt: skip
ROLES = ["viewer", "hall", "kiosk", "staff", "admin", None]


@pytest.fixture(scope="module")
def callers(shared_house, shared_hub):
    made = {role: shared_house.with_token(role) for role in ROLES if role}
    return made | {None: shared_house.caller(shared_house.http)}


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_every_endpoint_with_a_role(callers, role):
    wrong = []
    for method, path, body, allowed in ENDPOINTS:
        status = callers[role].ask(method, path, body).status
        if role in allowed:
            good = status not in (401, 403, 405)
        else:
            good = status == (403 if role else 401)
        if not good:
            wrong.append(f"{method} {path}: {status}")
    assert not wrong


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_the_event_stream_with_a_role(callers, role):
    with callers[role].stream(after=0) as stream:
        assert stream.status == (200 if role else 401)


def test_what_is_for_everybody(callers):
    anybody = callers[None]
    assert anybody.ask("GET", "/openapi.json").status == 200
    assert anybody.raw("GET", "/").status == 200
    assert anybody.ask("GET", "/public/1-aaaaaaaaaaaaaaaaaaaaaaaaaa").status == 404


def test_secrets_are_for_those_who_need_them(callers, shared_hub):
    ticket = shared_hub.issue("A")
    path = f"/tickets/{ticket['id']}"
    shown = {role: "token" in callers[role].get(path) for role in ROLES if role}
    assert shown == {
        "viewer": False, "hall": False, "kiosk": True, "staff": True, "admin": True
    }  # fmt: skip
    names = {role: "Cán bộ" in str(callers[role].get("/site")) for role in ROLES if role}
    assert names == {
        "viewer": False, "hall": False, "kiosk": False, "staff": True, "admin": True
    }  # fmt: skip
    waiting = {role: "waiting" in callers[role].get("/state") for role in ROLES if role}
    assert waiting == {
        "viewer": False, "hall": False, "kiosk": False, "staff": True, "admin": True
    }  # fmt: skip


def test_a_kiosk_must_name_the_press(callers):
    answer = callers["kiosk"].ask("POST", "/tickets", {"service": "A"})
    assert (answer.status, answer.json["field"]) == (400, "press_id")


def test_a_kiosk_prints_its_own_tickets(callers):
    ticket = callers["kiosk"].issue("A", print=True)
    assert ticket["kiosk"] == "kiosk-token"


def test_a_kiosk_voids_its_own_tickets_only(shared_house):
    kiosk = shared_house.caller(name="kiosk-8", role="kiosk")
    other = shared_house.caller(name="kiosk-9", role="kiosk")
    ticket = kiosk.issue("A", print=True)
    assert other.ask("POST", f"/tickets/{ticket['id']}/void", {}).status == 403
    assert kiosk.post(f"/tickets/{ticket['id']}/void")["state"] == "VOID"


def test_a_withdrawn_token_is_worth_nothing(shared_house, shared_hub):
    caller = shared_house.with_token("staff", "short-lived")
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


def test_login_gives_a_cookie_that_pages_elsewhere_cannot_use(shared_house, shared_hub):
    token = shared_hub.post("/tokens", {"name": "page", "role": "staff"})["token"]
    browser = shared_house.caller(shared_house.http)
    answer = browser.ask("POST", "/login", {"token": token})
    assert answer.status in (200, 204), answer
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    browser.headers["Cookie"] = cookie.split(";")[0]
    assert browser.ask("GET", "/state").status == 200
    assert "waiting" in browser.get("/state")
    wrong = browser.ask("POST", "/login", {"token": "1" * 52})
    assert wrong.status == 401 and not wrong.headers["Set-Cookie"]


def test_the_unix_socket_trusts_its_own_user(shared_hub):
    assert "tokens" in shared_hub.get("/tokens")


def test_a_daemon_on_the_unix_socket_says_who_it_is(shared_house):
    kiosk = shared_house.caller(name="kiosk-7", role="kiosk")
    assert kiosk.issue("A", print=True)["kiosk"] == "kiosk-7"
    assert kiosk.ask("GET", "/tokens").status == 403


def test_over_tcp_nobody_says_who_they_are(shared_house):
    liar = shared_house.caller(shared_house.http, name="kiosk-7", role="admin")
    assert liar.ask("GET", "/state").status == 401
    viewer = shared_house.with_token("viewer", "liar")
    viewer.headers |= {"X-Layso-Name": "kiosk-7", "X-Layso-Role": "admin"}
    assert viewer.ask("GET", "/tokens").status == 403


ASK_STATE = """
import sys
sys.path.insert(0, sys.argv[1])
from hubclient import Caller
print(Caller(sys.argv[2], token=sys.argv[3] or None).ask("GET", "/state").status)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to ask as another user")
def test_other_users_of_the_unix_socket_need_a_token(house, tmp_path):
    hub = house.start_hub()
    token = hub.post("/tokens", {"name": "other", "role": "viewer"})["token"]
    house.folder.chmod(0o755)
    house.socket.chmod(0o666)
    helper = tmp_path / "hubclient"
    helper.mkdir()
    source = os.path.dirname(sys.modules["hubclient"].__file__)
    for name in ("hubclient.py", "waiting.py"):
        (helper / name).write_text(open(os.path.join(source, name), encoding="utf-8").read())
    for folder in (helper, *helper.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    nobody = pwd.getpwnam("nobody").pw_uid
    for given, status in (("", "401"), (token, "200")):
        done = subprocess.run(
            [sys.executable, "-c", ASK_STATE, str(helper), house.unix, given],
            user=nobody, cwd="/", capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.stdout.strip() == status, done


def test_loopback_gets_no_role_unless_the_board_says_so(house):
    house.start_hub(loopback_role="staff")
    near = Caller(house.http)
    assert near.ask("GET", "/state").status == 200
    assert near.ask("GET", "/tokens").status == 403
    # A page elsewhere that reaches the hub through the visitor's browser.
    for header in ({"Origin": "http://evil.example"}, {"Host": "evil.example:8080"}):
        assert near.raw("GET", "/api/v1/state", headers=header).status == 401, header
    near.close()
