# SPDX-License-Identifier: Apache-2.0
"""Every operation of the description refuses whoever has no right to it (any more), whatever they
come with, and nothing changes by it."""

import re
import sqlite3

import pytest
from conftest import DESCRIPTION
from test_roles import NOTHING, WHO_MAY
from test_staff import PASSWORD, PIN, add, sign_in

PEOPLE = ("helper", "clerk", "supervisor", "director", "admin")


def ask_all(caller, operations):
    """The status of each operation with an empty body, on what does not exist."""
    statuses = {}
    for operation in operations:
        method, template = operation.split(" ")
        path = re.sub(r"\{(.*?)\}", lambda m: NOTHING[m.group(1)], template)
        headers = {"Content-Type": "application/json"} if method in ("POST", "PUT") else {}
        if path.endswith("/events"):
            with caller.stream(after=0) as stream:
                statuses[operation] = stream.status
            continue
        answer = caller.raw(method, path, "{}" if headers else None, headers)
        statuses[operation] = answer.status
    return statuses


def described():
    """Operation to who may, from the description itself."""
    return {
        f"{method} {template}": set(operation["x-roles"])
        for method, template, _, operation in DESCRIPTION.operations
    }


CLOSED = [operation for operation, roles in described().items() if "none" not in roles]
OPEN_TO_ALL = [operation for operation, roles in described().items() if "none" in roles]


def test_there_is_something_to_refuse():
    assert len(CLOSED) >= 50 and set(CLOSED) | set(OPEN_TO_ALL) == set(WHO_MAY)
    pages = [o for o in OPEN_TO_ALL if not o.split(" ")[1].startswith("/api/")]
    assert set(OPEN_TO_ALL) - set(pages) == {
        "POST /api/v1/sign-in", "DELETE /api/v1/sign-in", "GET /api/v1/certificate",
        "GET /api/v1/openapi.json", "GET /api/v1/public/{token}",
        "GET /api/v1/public/{token}/qr",
        "POST /api/v1/public/{token}/rate", "GET /api/v1/announcements/{id}",
        "GET /api/v1/procedures/search", "POST /api/v1/setup", "GET /api/v1/training/copy",
    }  # fmt: skip
    others = [page for page in pages if not page.startswith("GET ")]
    assert others == ["POST /tra-cuu/{key}/wrong"], "pages are files, and hold no data"


@pytest.fixture(scope="module")
def crowd(shared_testbed, shared_hub):
    """Browsers of people of each role, signed in with a name and a secret."""
    made = {}
    for role in PEOPLE:
        add(shared_hub, f"a-{role}", role)
        secret = PIN if role in ("helper", "clerk") else PASSWORD
        made[role] = sign_in(shared_testbed, f"a-{role}", secret)
    return made


@pytest.mark.parametrize("role", PEOPLE)
def test_a_person_who_signed_in_may_what_the_design_says(crowd, shared_hub, role):
    refused = [o for o, roles in described().items() if not roles & {role, "none"}]
    allowed = [o for o, roles in described().items() if role in roles and o.split()[0] == "GET"]
    seq = shared_hub.seq()
    wrong = {o: status for o, status in ask_all(crowd[role], refused).items() if status != 403}
    assert not wrong and (len(refused) >= 5 or role == "admin")
    assert shared_hub.seq() == seq, "what was refused changed something"
    wrong = {o: s for o, s in ask_all(crowd[role], allowed).items() if s in (401, 403, 405)}
    assert not wrong and len(allowed) >= 8


def with_cookie(testbed, cookie):
    caller = testbed.caller(testbed.http)
    caller.headers["Cookie"] = f"layso={cookie}"
    return caller


def nobody(testbed, hub):
    return testbed.caller(testbed.http)


def a_made_up_cookie(testbed, hub):
    return with_cookie(testbed, "a" * 52)


def a_cookie_that_is_too_long(testbed, hub):
    return with_cookie(testbed, "a" * 4000)


def an_empty_cookie(testbed, hub):
    return with_cookie(testbed, "")


def a_made_up_role(testbed, hub):
    return testbed.caller(testbed.http, name="a-kiosk", role="admin")


def a_citizens_slip_as_cookie(testbed, hub):
    return with_cookie(testbed, hub.issue("A")["token"])


def a_token_as_cookie(testbed, hub):
    return with_cookie(testbed, hub.post("/tokens", {"name": "t", "role": "admin"})["token"])


def who_signed_out(testbed, hub):
    browser = person(testbed, hub)
    browser.call("DELETE", "/sign-in")
    return browser


def whom_an_administrator_signed_out(testbed, hub):
    browser = person(testbed, hub)
    hub.call("DELETE", "/staff/chi/sign-ins")
    return browser


def whose_sign_in_is_too_old(testbed, hub):
    return aged(testbed, hub, "made", 12 * 3600)


def who_was_away_too_long(testbed, hub):
    return aged(testbed, hub, "seen", 4 * 3600)


def a_helper_of_another_day(testbed, hub):
    browser = person(testbed, hub, "helper")
    age(testbed, "UPDATE staff SET valid_day = '2020-01-01' WHERE id = 'chi'")
    return browser


def who_works_here_no_more(testbed, hub):
    browser = person(testbed, hub)
    hub.call("PUT", "/staff/chi", {"active": False})
    return browser


def whose_account_is_gone(testbed, hub):
    browser = person(testbed, hub)
    hub.call("DELETE", "/staff/chi")
    return browser


def person(testbed, hub, role="admin"):
    add(hub, "other", "admin")
    add(hub, "chi", role)
    return sign_in(testbed, "chi", PIN if role == "helper" else PASSWORD)


def age(testbed, sql):
    testbed.hub.stop()
    for caller in testbed.callers:
        caller.close()
    with sqlite3.connect(testbed.data / "layso.db") as base:
        base.execute(sql)
    base.close()
    testbed.hub.start()


def aged(testbed, hub, column, seconds):
    browser = person(testbed, hub)
    age(testbed, f"UPDATE sign_in SET {column}_boot_ms = {column}_boot_ms - {seconds * 1000}")
    return browser


STRANGERS = [
    nobody, a_made_up_cookie, a_cookie_that_is_too_long, an_empty_cookie, a_made_up_role,
    a_citizens_slip_as_cookie, a_token_as_cookie, who_signed_out, whom_an_administrator_signed_out,
    whose_sign_in_is_too_old, who_was_away_too_long, a_helper_of_another_day,
    who_works_here_no_more, whose_account_is_gone,
]  # fmt: skip


@pytest.mark.parametrize("come", STRANGERS, ids=lambda come: come.__name__)
def test_every_operation_refuses(testbed, hub, come):
    caller = come(testbed, hub)
    seq = hub.seq()
    statuses = ask_all(caller, CLOSED)
    assert {o: status for o, status in statuses.items() if status != 401} == {}
    assert hub.seq() == seq, "what was refused changed something"
    # The page to sign in must come all the same, and signing in work.
    for path in ("/", "/door", "/complaints", "/manager", "/figures", "/rate/1", "/t/x"):
        assert caller.raw("GET", path).status == 200, path
    add(hub, "moi", "clerk")
    answer = caller.ask("POST", "/sign-in", {"name": "moi", "secret": PIN})
    assert answer.status == 200, answer


@pytest.mark.parametrize("kind", ["made-up", "slip", "withdrawn", "sign-in"])
def test_every_operation_refuses_what_is_no_token(testbed, hub, kind):
    """Wrong tokens are counted, and after 30 in a minute none is looked at."""
    make = {
        "made-up": lambda: "a" * 52,
        "slip": lambda: hub.issue("A")["token"],
        "withdrawn": lambda: hub.post("/tokens", {"name": "t", "role": "admin"})["token"],
        "sign-in": lambda: person(testbed, hub).headers["Cookie"].split("=")[1],
    }
    token = make[kind]()
    if kind == "withdrawn":
        hub.call("DELETE", "/tokens/t")
    caller = testbed.caller(testbed.http, token=token)
    seq = hub.seq()
    statuses = ask_all(caller, CLOSED)
    assert set(statuses.values()) == {401, 429}
    assert list(statuses.values()).count(401) == 30, "then the address waits"
    assert hub.seq() == seq
