# SPDX-License-Identifier: Apache-2.0
"""The shim does what it is told, no more and no less: what the other tests here stand on."""

import errno
import threading

import pytest
from shim import HANG, FaultyHouse
from waiting import stays, wait_for


@pytest.fixture
def testbed():
    made = FaultyHouse()
    yield made
    made.close()


def issue_in_background(testbed, answers):
    def run():
        caller = testbed.caller()
        answers.append(caller.ask("POST", "/tickets", {"service": "A", "press_id": "p-1"}))

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_counts_what_a_ticket_costs(testbed):
    hub = testbed.start_hub()
    writes, syncs = testbed.shim.count("write"), testbed.shim.count("sync")
    hub.issue("A")
    assert testbed.shim.count("write") > writes
    assert testbed.shim.count("sync") == syncs + 1, "one sync a commit"
    assert testbed.shim.fired == 0


def test_a_sync_that_hangs_holds_its_ticket_back_and_nobody_who_reads(testbed):
    hub = testbed.start_hub()
    answers = []
    testbed.shim.arm("delay", "sync", delay_ms=HANG)
    thread = issue_in_background(testbed, answers)
    wait_for(lambda: testbed.shim.fired, "the sync hangs")
    assert hub.get("/state")["day"], "reading goes on"
    stays(lambda: not answers, "no answer before the ticket is on the disk")
    testbed.shim.disarm()
    thread.join()
    assert answers[0].status == 201


def test_the_nth_call_of_a_kind_and_only_that(testbed):
    hub = testbed.start_hub()
    testbed.shim.arm("error", "sync", at=2, error=errno.EIO, suffix="-wal")
    assert hub.ask("POST", "/tickets", {"service": "A", "press_id": "p-1"}).status == 201
    assert hub.ask("POST", "/tickets", {"service": "A", "press_id": "p-2"}).status == 503
    assert hub.ask("POST", "/tickets", {"service": "A", "press_id": "p-2"}).status == 201
    assert testbed.shim.fired == 1


@pytest.mark.parametrize("action", ["kill", "kill_after", "kill_torn"])
def test_killed_at_a_write(testbed, action):
    hub = testbed.start_hub()
    process = testbed.hub.process
    testbed.shim.arm(action, "write")
    with pytest.raises(OSError):
        hub.ask("POST", "/tickets", {"service": "A", "press_id": "p-1"})
    assert process.wait(10) == -9
    testbed.hub.kill()
    testbed.shim.disarm()
    testbed.hub.start()
    answer = hub.ask("POST", "/tickets", {"service": "A", "press_id": "p-1"})
    assert answer.status in (200, 201) and answer.json["number"] == "A001"
