# SPDX-License-Identifier: Apache-2.0
"""A disk that is slow, or never answers: health says so, nobody waits in vain, systemd hears."""

import socket
import threading

import pytest
from shim import HANG, FaultyHouse
from sitedata import site
from waiting import stays, wait_for


@pytest.fixture
def testbed():
    made = FaultyHouse()
    yield made
    made.close()


def issue(caller, press, **keywords):
    return caller.ask("POST", "/tickets", {"service": "A", "press_id": press}, **keywords)


class Hung:
    """The disk does not answer; one press is under way."""

    def __init__(self, testbed):
        self.testbed, self.answers = testbed, []
        testbed.shim.arm("delay", "sync", delay_ms=HANG)
        self.thread = threading.Thread(target=self.press)
        self.thread.start()
        wait_for(lambda: testbed.shim.fired, "the sync hangs")

    def press(self):
        self.answers.append(issue(self.testbed.caller(), "p-1", timeout=120))

    def end(self):
        self.testbed.shim.disarm()
        self.thread.join()
        return self.answers[0]


def test_a_slow_sync_is_told(testbed):
    hub = testbed.start_hub()
    assert hub.get("/health")["hub"]["storage"] == "ok"
    testbed.shim.arm("delay", "sync", delay_ms=2500)
    assert issue(hub, "p-1").status == 201
    health = hub.get("/health")
    assert (health["status"], health["hub"]["storage"]) == ("trouble", "slow")
    assert health["hub"]["commit_us"] > 2_000_000


def test_a_sync_that_never_returns_keeps_nobody_waiting(testbed):
    hub = testbed.start_hub()
    hub.open(1)
    hung = Hung(testbed)
    wait_for(lambda: hub.get("/health")["hub"]["storage"] == "silent", "the disk is silent")
    health = hub.get("/health")
    assert health["status"] == "trouble" and health["hub"]["silent_ms"] > 5000
    for ask in (lambda: issue(hub, "p-2"), lambda: hub.ask("POST", "/counters/1/call-next", {})):
        answer = ask()
        assert (answer.status, answer.json["error"]) == (503, "storage")
    assert hub.state()["day"], "reading goes on"
    assert hung.end().status == 201
    assert issue(hub, "p-2").json["number"] == "A002", "what was refused was not done"
    assert hub.get("/health")["hub"]["storage"] != "silent"


def test_the_watchdog_sees_a_writer_that_hangs(testbed):
    testbed.create()
    hub = testbed.new_hub()
    hub.environment = hub.environment | {"WATCHDOG_USEC": "2000000"}
    testbed.hub = hub
    hub.start()
    testbed.caller().call("PUT", "/site", site())
    path = testbed.folder / "layso-hubd.notify"
    path.unlink()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(str(path))
        notify.settimeout(5)

        def told():
            try:
                return b"WATCHDOG=1" in notify.recv(4096)
            except TimeoutError:
                return False

        wait_for(told, "the watchdog is told that the hub lives")
        hung = Hung(testbed)
        notify.settimeout(0.01)

        def given_up():
            while told():
                pass  # the hub would wait for somebody who does not listen
            return "watchdog is told no more" in hub.log()

        wait_for(given_up, "the writer hangs", seconds=60)
        stays(lambda: not told(), "no word to the watchdog", seconds=3)
        assert hung.end().status == 201
        notify.settimeout(10)
        wait_for(told, "the watchdog is told again")
