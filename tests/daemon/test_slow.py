# SPDX-License-Identifier: Apache-2.0
"""Who is slow, silent or many takes nothing from the others: neither over HTTP nor over HTTPS."""

import http.client
import socket
import ssl
import time

import pytest
from processes import free_port, is_ended
from waiting import wait_for

PATIENCE_S = 5  # of a request among all that, with sanitizers and other tests beside it
REQUEST_S, IDLE_S = 10, 30  # hub-limits.h, and openapi.json
CONNECTIONS = 512

HALVES = {
    "silent": b"",
    "half-line": b"GET /api/v1/st",
    "half-head": b"GET /api/v1/state HTTP/1.1\r\nHost: x\r\n",
    "half-body": b"POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 50\r\n\r\n{",
    "half-hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.fixture
def busy_testbed(testbed):
    """A hub with HTTP and HTTPS."""
    testbed.tls_port = free_port()
    path = testbed.hub_config()
    plain = testbed.hub_config

    def hub_config(**more):
        path = plain(**more)
        path.write_text(path.read_text() + f"[tls]\nlisten = 127.0.0.1:{testbed.tls_port}\n")
        return path

    assert path.exists()
    testbed.hub_config = hub_config
    return testbed


def connect(port):
    made = socket.create_connection(("127.0.0.1", port), 10)
    made.settimeout(10)
    return made


def over_tls(testbed):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    line = http.client.HTTPSConnection("127.0.0.1", testbed.tls_port, timeout=30, context=context)
    line.request("GET", "/api/v1/openapi.json")
    status = line.getresponse().status
    line.close()
    return status


def in_time(what):
    began = time.monotonic()
    value = what()
    assert time.monotonic() - began < PATIENCE_S
    return value


def test_who_never_finishes_is_shut_out_and_disturbs_nobody(busy_testbed):
    testbed = busy_testbed
    hub = testbed.start_hub()
    halves = []
    for port in (testbed.port, testbed.tls_port):
        for begun in HALVES.values():
            for _ in range(8):
                halves.append(connect(port))
                halves[-1].sendall(begun)
    stranger = testbed.caller(testbed.http)
    for _ in range(10):
        assert in_time(lambda: hub.issue("A"))["state"] == "WAITING"
        assert in_time(lambda: stranger.ask("GET", "/sign-in")).status == 401
        assert in_time(lambda: over_tls(testbed)) == 200
    wait_for(lambda: all(is_ended(half) for half in halves), "all are shut out", REQUEST_S + 30)
    for half in halves:
        half.close()


def test_who_takes_an_answer_ever_so_slowly_is_shut_out(testbed):
    """A hundred bytes a second are no progress; a stream in a quiet hall is none of these."""
    hub = testbed.start_hub()
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.settimeout(10)
    slow.connect(("127.0.0.1", testbed.port))
    slow.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
    heard = 0

    def ended():
        nonlocal heard
        time.sleep(0.2)  # between the bytes
        try:
            piece = slow.recv(20)
        except ConnectionResetError:
            return True
        heard += len(piece)
        return not piece

    with testbed.with_token("hall").stream() as stream:
        wait_for(ended, "it is shut out", 2 * IDLE_S + 15)
        hub.issue("A")
        assert stream.until("issue")
    assert 0 < heard < 50_000
    slow.close()


def test_more_connections_than_fit_leave_the_hall_alone(busy_testbed):
    """One listening address full of idle connections: the devices of this board come over the Unix
    socket, others over the other address; and as soon as there is room it serves again."""
    testbed = busy_testbed
    hub = testbed.start_hub()
    idle = [connect(testbed.port) for _ in range(CONNECTIONS + 20)]
    stranger = testbed.caller(testbed.http)
    for _ in range(5):
        assert in_time(lambda: hub.issue("A"))["state"] == "WAITING"
        assert in_time(lambda: over_tls(testbed)) == 200
    assert "out of memory" not in testbed.hub.log()
    for one in idle:
        one.close()
    assert stranger.ask("GET", "/sign-in").status == 401
    # Both addresses at once: more than a thousand open files.
    ports = (testbed.port, testbed.tls_port)
    idle = [connect(port) for port in ports for _ in range(CONNECTIONS + 20)]
    assert in_time(lambda: hub.issue("A"))["state"] == "WAITING"
    assert in_time(lambda: hub.ask("GET", "/backup")).status == 200
    for one in idle:
        one.close()
    wait_for(lambda: over_tls(testbed) == 200, "HTTPS serves again")
    assert hub.issue("A")["number"] == "A007"
