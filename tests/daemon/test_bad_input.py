# SPDX-License-Identifier: Apache-2.0
"""Bad input of every kind gets the right status and an error that names the field, and changes
nothing."""

import json
import socket

import pytest
from hubclient import Answer
from processes import free_port
from waiting import wait_for

ISSUE = ("POST", "/tickets")
OPEN = ("POST", "/counters/4/open")
LONG = "x" * 32

# what, method, path, body, status, error, field
CASES = [
    ("no service", *ISSUE, {}, 400, "bad_field", "service"),
    ("service of another type", *ISSUE, {"service": 1}, 400, "bad_field", "service"),
    ("service too long", *ISSUE, {"service": LONG}, 400, "bad_field", "service"),
    ("service with spaces", *ISSUE, {"service": "A B"}, 400, "bad_field", "service"),
    ("unknown service", *ISSUE, {"service": "Z"}, 404, "not_found", "service"),
    ("retired service", *ISSUE, {"service": "X"}, 404, "not_found", "service"),
    ("closed service", *ISSUE, {"service": "N"}, 409, "closed", "service"),
    ("unknown lane", *ISSUE, {"service": "A", "lane": "fast"}, 400, "bad_field", "lane"),
    ("return lane", *ISSUE, {"service": "A", "lane": "return"}, 400, "bad_field", "lane"),
    ("priority without a reason", *ISSUE, {"service": "A", "lane": "priority"}, 400, "bad_field",
     "reason"),
    ("unknown reason", *ISSUE, {"service": "A", "lane": "priority", "reason": "rich"}, None, None,
     "reason"),
    ("language too long", *ISSUE, {"service": "A", "language": "vietnamese"}, 400, "bad_field",
     "language"),
    ("press id too long", *ISSUE, {"service": "A", "press_id": "x" * 41}, 400, "bad_field",
     "press_id"),
    ("press id empty", *ISSUE, {"service": "A", "press_id": ""}, 400, "bad_field", "press_id"),
    ("print of another type", *ISSUE, {"service": "A", "print": "yes"}, 400, "bad_field", "print"),
    ("unknown field", *ISSUE, {"service": "A", "name": "Nguyen"}, 400, "bad_field", "name"),
    ("body is a list", *ISSUE, [], 400, "bad_json", None),
    ("body is text", *ISSUE, "A", 400, "bad_json", None),
    ("unknown ticket", "GET", "/tickets/999999", None, 404, "not_found", None),
    ("ticket is no number", "GET", "/tickets/abc", None, 404, "not_found", None),
    ("ticket beyond numbers", "GET", "/tickets/99999999999999999999", None, 404, "not_found", None),
    ("negative ticket", "GET", "/tickets/-1", None, 404, "not_found", None),
    ("unknown ticket's move", "POST", "/tickets/999999/void", {}, 404, "not_found", None),
    ("unknown move", "POST", "/tickets/1/fly", {}, 404, "not_found", None),
    ("bad day", "GET", "/tickets?day=2026-13-01", None, 400, "bad_field", "day"),
    ("bad state", "GET", "/tickets?state=LOST", None, 400, "bad_field", "state"),
    ("bad limit", "GET", "/tickets?limit=0", None, 400, "bad_field", "limit"),
    ("limit too large", "GET", "/tickets?limit=1001", None, 400, "bad_field", "limit"),
    ("bad after", "GET", "/tickets?after=x", None, 400, "bad_field", "after"),
    ("unknown argument", "GET", "/tickets?colour=red", None, 400, "bad_field", "colour"),
    ("counter 0", "POST", "/counters/0/call-next", {}, 404, "not_found", None),
    ("counter 100", "POST", "/counters/100/call-next", {}, 404, "not_found", None),
    ("unknown counter", "POST", "/counters/98/call-next", {}, 404, "not_found", None),
    ("unknown counter move", "POST", "/counters/1/dance", {}, 404, "not_found", None),
    ("open without staff", *OPEN, {}, 400, "bad_field", "staff"),
    ("unknown staff", *OPEN, {"staff": "nobody"}, None, None, "staff"),
    ("retired staff", *OPEN, {"staff": "retired"}, None, None, "staff"),
    ("services of another type", *OPEN, {"staff": "quay-4", "services": "A"}, 400, "bad_field",
     "services"),
    ("unknown service at a counter", *OPEN, {"staff": "quay-4", "services": ["Z"]}, None, None,
     "services"),
    ("same service twice", *OPEN, {"staff": "quay-4", "services": ["A", "A"]}, 400, "bad_field",
     "services"),
    ("pause note too long", "POST", "/counters/1/pause", {"note": "x" * 121}, 400, "bad_field",
     "note"),
    ("note with a control character", "POST", "/counters/1/pause", {"note": "a\u0007"}, 400,
     "bad_field", "note"),
    ("call of nobody", "POST", "/counters/1/call", {}, 400, "bad_field", None),
    ("unknown number", "POST", "/counters/1/call", {"number": "A999"}, 404, "not_found", "number"),
    ("call by a text", "POST", "/counters/1/call", {"ticket": "1"}, 400, "bad_field", "ticket"),
    ("transfer nowhere", "POST", "/counters/1/transfer", {}, 400, "bad_field", None),
    ("quantity too large", "POST", "/counters/1/finish", {"quantity": 1000}, 400, "bad_field",
     "quantity"),
    ("quantity negative", "POST", "/counters/1/finish", {"quantity": -1}, 400, "bad_field",
     "quantity"),
    ("quantity a fraction", "POST", "/counters/1/finish", {"quantity": 1.5}, 400, "bad_field",
     "quantity"),
    ("request id too long", "POST", "/counters/1/recall", {"idempotency_key": "x" * 41}, 400,
     "bad_field", "idempotency_key"),
    ("request id with a space", "POST", "/counters/1/recall", {"idempotency_key": "a b"}, 400,
     "bad_field", "idempotency_key"),
    ("paper in an unknown state", "POST", "/tickets/1/paper", {"state": "WET"}, 400, "bad_field",
     "state"),
    ("paper without a state", "POST", "/tickets/1/paper", {}, 400, "bad_field", "state"),
    ("unknown day move", "POST", "/day", {"move": "skip"}, 400, "bad_field", "move"),
    ("clock without accept", "POST", "/clock", {}, 400, "bad_field", "accept"),
    ("token with an unknown role", "POST", "/tokens", {"name": "x", "role": "king"}, 400,
     "bad_field", "role"),
    ("token without a name", "POST", "/tokens", {"role": "clerk"}, 400, "bad_field", "name"),
    ("unknown token", "DELETE", "/tokens/nobody", None, 404, "not_found", None),
    ("unknown report", "GET", "/reports/weather", None, 404, "not_found", None),
    ("report of a bad day", "GET", "/reports/days?from=yesterday", None, 400, "bad_field", "from"),
    ("report backwards", "GET", "/reports/days?from=2026-11-02&to=2026-11-01", None, 400,
     "bad_field", None),
    ("report of too many days", "GET", "/reports/days?from=2010-01-01&to=2026-01-01", None, 400,
     "bad_field", None),
    ("events after a text", "GET", "/events?after=x", None, 400, "bad_field", "after"),
    ("device without a state", "POST", "/health", {"name": "printer"}, 400, "bad_field", "state"),
    ("device with an unknown fault", "POST", "/health",
     {"name": "printer", "state": "ok", "fault": "moon"}, 400, "bad_field", "fault"),
    ("site of another form", "PUT", "/site", {"format": "layso-site/9"}, 400, "bad_site", None),
    ("site that is a list", "PUT", "/site", [], 400, None, None),
    ("no such path", "GET", "/nothing", None, 404, "not_found", None),
    ("method not allowed", "DELETE", "/tickets", None, 405, "method_not_allowed", None),
    ("method not allowed on a counter", "GET", "/counters/1/call-next", None, 405,
     "method_not_allowed", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def hub(shared_hub):
    shared_hub.open(1)
    shared_hub.issue("A")
    return shared_hub


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].replace(" ", "-"))
def test_refused_with_its_field(hub, case):
    _, method, path, body, status, error, field = case
    seq = hub.seq()
    answer = hub.ask(method, path, body)
    assert 400 <= answer.status < 500, answer
    told = answer.json
    assert {"error", "message", "field"} <= told.keys(), told
    assert told["message"], "an error says in a sentence what is wrong"
    if status:
        assert answer.status == status, answer
    if error:
        assert told["error"] == error, told
    if field:
        assert told["field"] == field, told
    assert hub.seq() == seq, "what is refused leaves no event"


RAW_BODIES = {
    "not-json": b"{",
    "nothing-but-space": b"   ",
    "trailing": b'{"service":"A"} x',
    "two-objects": b'{"service":"A"}{"service":"A"}',
    "not-utf8": b'{"service":"A","note":"\xff"}',
    "key-twice": b'{"service":"A","service":"B"}',
    "nul": b'{"service":"A\\u0000"}',
    "deep": b'{"service":' + b"[" * 3000 + b"]" * 3000 + b"}",
    "huge-number": b'{"service":"A","quantity":1e999}',
}


@pytest.mark.parametrize("body", RAW_BODIES.values(), ids=RAW_BODIES.keys())
def test_a_body_that_is_not_json(hub, body):
    seq = hub.seq()
    answer = hub.raw("POST", "/api/v1/tickets", body, {"Content-Type": "application/json"})
    assert answer.status == 400, answer
    assert answer.json["error"] in ("bad_json", "bad_field")
    assert hub.seq() == seq


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of_another_type(hub, kind):
    """A page elsewhere on the web can send these without asking; JSON it cannot."""
    answer = hub.raw("POST", "/api/v1/tickets", b'{"service":"A"}', {"Content-Type": kind})
    assert (answer.status, answer.json["error"]) == (415, "unsupported_type"), answer


def exchange(testbed, request):
    """Bytes sent as they are; the answer's bytes to the end of the connection or 2 s of silence."""
    with socket.create_connection(("127.0.0.1", testbed.port), 10) as plain:
        answer = b""
        try:
            plain.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough; what it said may be waiting
        plain.settimeout(2)
        try:
            while piece := plain.recv(65536):
                answer += piece
        except (TimeoutError, ConnectionResetError):
            pass
    return answer


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
        b"GET\r\n\r\n",
        b"GET /" + b"a" * 60000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/state HTTP/1.1\r\n" + b"X: " + b"a" * 60000 + b"\r\n\r\n",
        b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /web/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /web/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /web/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"TRACE /api/v1/state HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["tls", "short", "long-path", "long-header", "dots", "web-dots", "coded-dots", "nul",
         "negative-length", "endless-length", "options", "trace"],
)  # fmt: skip
def test_garbage_on_the_socket(hub, shared_testbed, request_bytes):
    answer = exchange(shared_testbed, request_bytes)
    assert b"root:" not in answer
    assert not answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 5")), answer[:300]
    assert hub.state()["day_open"], "the hub serves on"


@pytest.mark.parametrize(
    "request_line, size", [("POST /api/v1/tickets", 9000), ("PUT /api/v1/site", 300 * 1024)]
)
def test_a_body_that_is_too_large(hub, shared_testbed, request_line, size):
    token = hub.post("/tokens", {"name": f"large-{size}", "role": "admin"})["token"]
    head = (
        f"{request_line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {size}\r\n\r\n"
    )
    answer = exchange(shared_testbed, head.encode() + b" " * size)
    assert answer.startswith(b"HTTP/1.1 413") and b"too_large" in answer, answer[:300]
    said = json.loads(answer.split(b"\r\n\r\n")[1])
    assert said["size"] == size and 4096 <= said["limit"] < size


def test_half_requests_do_not_stop_the_others(hub, shared_testbed):
    """A hundred callers who never finish their request."""
    halves = [socket.create_connection(("127.0.0.1", shared_testbed.port)) for _ in range(100)]
    try:
        for half in halves:
            half.sendall(b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
        assert hub.issue("A")["state"] == "WAITING"
    finally:
        for half in halves:
            half.close()


def test_errors_are_json_with_the_right_type(hub):
    answer = hub.ask("GET", "/nothing")
    assert isinstance(answer, Answer)
    assert answer.headers["Content-Type"].startswith("application/json")


def test_without_a_site_everything_else_says_so(testbed):
    hub = testbed.start_hub(with_site=False)
    answer = hub.ask("POST", "/tickets", {"service": "A"})
    assert (answer.status, answer.json["error"]) == (409, "no_site"), answer
    assert hub.state()["services"] == []


def test_the_daily_limit(hub):
    hub.issue("L")
    hub.issue("L")
    answer = hub.ask("POST", "/tickets", {"service": "L"})
    assert (answer.status, answer.json["error"], answer.json["field"]) == (
        409, "limit_reached", "service")  # fmt: skip
    opening = {s["id"]: s["opening"] for s in hub.state()["services"]}
    assert (opening["L"], opening["A"]) == ("limit", "open")
    assert opening["N"].startswith("closed")


def test_wrong_tokens_are_slowed_down(testbed):
    testbed.start_hub()
    stranger = testbed.caller(testbed.http, token="0" * 52)

    def too_many():
        answer = stranger.ask("GET", "/state")
        assert answer.status in (401, 429), answer
        return answer.status == 429

    wait_for(too_many, "the hub refuses to listen to more wrong tokens")


BODY = b'{"service":"A"}'
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
JSON = b"Content-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        (b"Host: x\r\nHost: x\r\n" + LENGTH, "Host"),
        (b"Host: x\r\nhost: evil.example\r\n" + LENGTH, "Host"),
        (b"Host: x\r\n" + LENGTH + LENGTH, "Content-Length"),
        (b"Host: x\r\nContent-Length: 0\r\n" + LENGTH, "Content-Length"),
        (b"Host: x\r\n" + LENGTH + b"Content-Length: 0\r\n", "Content-Length"),
        (b"Host: x\r\nTransfer-Encoding: chunked\r\n" + LENGTH, "Content-Length"),
        (b"Host: x\r\n" + LENGTH + b"Transfer-Encoding: identity\r\n", "Content-Length"),
        (b"Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", "Transfer-Encoding"),
    ],
    ids=["host", "other-host", "length", "length-after-0", "length-before-0", "chunked", "identity",
         "codings"],
)  # fmt: skip
def test_a_request_that_can_be_read_in_two_ways(hub, shared_testbed, headers, field):
    """It is refused, and what follows it on its connection is not taken for a request."""
    token = hub.post("/tokens", {"name": f"two-ways-{free_port()}", "role": "admin"})["token"]
    bearer = b"Authorization: Bearer " + token.encode() + b"\r\n"
    line = b"POST /api/v1/tickets HTTP/1.1\r\n"
    before = hub.state()["seq"]
    whole = line + bearer + JSON
    answer = exchange(shared_testbed, whole + headers + b"\r\n" + BODY + whole + b"Host: x\r\n"
                      + LENGTH + b"\r\n" + BODY)  # fmt: skip
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400"), answer
    assert b"HTTP/1.1 201" not in answer and hub.state()["seq"] == before
    if body.startswith(b"{"):
        assert json.loads(body)["field"] == field
        assert b"connection: close" in head.lower()


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", path) for path in (
        "/", "/web/no.js", "/web/api.js", "/t/x", "/api/v1/state", "/api/v1/health",
        "/api/v1/nothing",
        "/api/v1/openapi.json", "/api/v1/certificate", "/api/v1/public/x", "/api/v1/backup",
        "/api/v1/tickets/999999", "/api/v1/reports/days.csv", "/nothing")]
    + [("HEAD", "/"), ("PUT", "/"), ("POST", "/api/v1/tickets"), ("DELETE", "/api/v1/sign-in")],
)  # fmt: skip
def test_every_answer_says_what_it_may_do(hub, method, path):
    answer = hub.raw(method, path)
    headers = {name: answer.headers[name] for name in HEADERS}
    assert headers == HEADERS, answer
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    is_page = "html" in str(answer.headers["content-type"]) or answer.headers["ETag"]
    source = "'self'" if is_page else "'none'"
    assert policy.startswith(f"default-src {source}")
    assert not answer.headers["Strict-Transport-Security"]


def test_the_event_stream_says_what_it_may_do(hub):
    with hub.stream() as stream:
        assert stream.headers["content-security-policy"].startswith("default-src 'none'")
        assert {name: stream.headers[name.lower()] for name in HEADERS} == HEADERS
