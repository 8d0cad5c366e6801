# SPDX-License-Identifier: Apache-2.0
"""Killed while it tidies up beside the database, or in the middle of a backup: the next start goes
on, and what must stay is there."""

import http.client
import os

import pytest
from shim import FaultyHouse, counted
from waiting import wait_for

COPIES = [f"layso.db.damaged-{n}" for n in range(1, 7)]
LOGS = [f"{name}-wal" for name in COPIES]
KEPT = ["layso.db.before-restore-1", "notes.txt", *COPIES[3:], *LOGS[3:]]


@pytest.fixture
def testbed():
    made = FaultyHouse()
    yield made
    made.close()


def make(testbed, *names):
    for name in names:
        path = testbed.data / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 1000)


def beside(testbed):
    own = {"layso.db", "layso.db-wal", "layso.db-shm", "lock"}
    return sorted(set(os.listdir(testbed.data)) - own)


def looked(testbed):
    if not testbed.hub.runs():
        return False
    return testbed.caller().get("/health")["hub"]["files"]["state"] != "unknown"


def make_all(testbed):
    make(testbed, *COPIES, *LOGS, "layso.db.before-restore-1", "notes.txt", "backup.partial")
    make(testbed, "drill/layso.db", "drill/lock")


def is_tidy(testbed):
    return beside(testbed) == sorted(KEPT)


def test_killed_at_each_removal_the_next_start_goes_on(testbed):
    hub = testbed.start_hub()
    hub.issue("A")
    wait_for(lambda: looked(testbed), "the first look is over")
    testbed.hub.stop()
    make_all(testbed)
    before = testbed.shim.count("unlink")
    testbed.hub.start()
    wait_for(lambda: is_tidy(testbed), "all that may go is gone")
    removals = testbed.shim.count("unlink") - before
    assert removals > 15
    testbed.hub.stop()
    kills = [("kill", at) for at in range(1, removals + 1)]
    kills += [("kill_after", at) for at in range(1, removals + 1, 4)]
    for action, at in kills:
        make_all(testbed)
        testbed.shim.arm(action, "unlink", at=at)
        testbed.hub.start(wait_ready=False)
        wait_for(lambda: not testbed.hub.runs(), f"{action} at removal {at}")
        testbed.hub.kill()
        testbed.shim.disarm()
        assert set(KEPT) <= set(beside(testbed)), f"{action} at removal {at}"
        testbed.hub.start()
        wait_for(lambda: is_tidy(testbed), "the next start removes the rest")
        testbed.hub.stop()
    testbed.hub.start()
    assert testbed.caller().issue("A")["number"] == "A002"
    counted(f"fault: {len(kills)} kills while the files beside the database are tidied up")


@pytest.mark.parametrize("op", ["write", "sync", "read"])
def test_a_backup_that_was_killed_leaves_nothing(testbed, op):
    hub = testbed.start_hub()
    hub.issue("A")
    testbed.shim.arm("kill", op, suffix="backup.partial")
    with pytest.raises((OSError, http.client.HTTPException)):
        hub.ask("GET", "/backup")
    wait_for(lambda: not testbed.hub.runs(), f"killed at the {op}")
    testbed.hub.kill()
    hub.close()
    testbed.shim.disarm()
    assert "backup.partial" in beside(testbed)
    testbed.hub.start()
    wait_for(lambda: beside(testbed) == [], "the half file is gone after the start")
    assert testbed.caller().issue("A")["number"] == "A002"


def test_a_copy_that_cannot_be_removed_is_told_and_the_rest_goes(testbed):
    testbed.start_hub().issue("A")
    testbed.hub.stop()
    make(testbed, *COPIES)
    testbed.shim.arm("error", "unlink", times=0, suffix=COPIES[0])
    testbed.hub.start()
    hub = testbed.caller()
    wait_for(lambda: hub.get("/health")["hub"]["files"]["state"] == "failed", "it is told")
    assert beside(testbed) == [COPIES[0], *COPIES[2:]]
    assert hub.issue("A")["number"] == "A002", "the hall goes on"
