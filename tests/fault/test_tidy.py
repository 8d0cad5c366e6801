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
def house():
    made = FaultyHouse()
    yield made
    made.close()


def make(house, *names):
    for name in names:
        path = house.data / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 1000)


def beside(house):
    own = {"layso.db", "layso.db-wal", "layso.db-shm", "lock"}
    return sorted(set(os.listdir(house.data)) - own)


def looked(house):
    return house.hub.runs() and house.caller().get("/health")["hub"]["files"]["state"] != "unknown"


def make_all(house):
    make(house, *COPIES, *LOGS, "layso.db.before-restore-1", "notes.txt", "backup.partial")
    make(house, "drill/layso.db", "drill/lock")


def is_tidy(house):
    return beside(house) == sorted(KEPT)


def test_killed_at_each_removal_the_next_start_goes_on(house):
    hub = house.start_hub()
    hub.issue("A")
    wait_for(lambda: looked(house), "the first look is over")
    house.hub.stop()
    make_all(house)
    before = house.shim.count("unlink")
    house.hub.start()
    wait_for(lambda: is_tidy(house), "all that may go is gone")
    removals = house.shim.count("unlink") - before
    assert removals > 15
    house.hub.stop()
    kills = [("kill", at) for at in range(1, removals + 1)]
    kills += [("kill_after", at) for at in range(1, removals + 1, 4)]
    for action, at in kills:
        make_all(house)
        house.shim.arm(action, "unlink", at=at)
        house.hub.start(wait_ready=False)
        wait_for(lambda: not house.hub.runs(), f"{action} at removal {at}")
        house.hub.kill()
        house.shim.disarm()
        assert set(KEPT) <= set(beside(house)), f"{action} at removal {at}"
        house.hub.start()
        wait_for(lambda: is_tidy(house), "the next start removes the rest")
        house.hub.stop()
    house.hub.start()
    assert house.caller().issue("A")["number"] == "A002"
    counted(f"fault: {len(kills)} kills while the files beside the database are tidied up")


@pytest.mark.parametrize("op", ["write", "sync", "read"])
def test_a_backup_that_was_killed_leaves_nothing(house, op):
    hub = house.start_hub()
    hub.issue("A")
    house.shim.arm("kill", op, suffix="backup.partial")
    with pytest.raises((OSError, http.client.HTTPException)):
        hub.ask("GET", "/backup")
    wait_for(lambda: not house.hub.runs(), f"killed at the {op}")
    house.hub.kill()
    hub.close()
    house.shim.disarm()
    assert "backup.partial" in beside(house)
    house.hub.start()
    wait_for(lambda: beside(house) == [], "the half file is gone after the start")
    assert house.caller().issue("A")["number"] == "A002"


def test_a_copy_that_cannot_be_removed_is_told_and_the_rest_goes(house):
    house.start_hub().issue("A")
    house.hub.stop()
    make(house, *COPIES)
    house.shim.arm("error", "unlink", times=0, suffix=COPIES[0])
    house.hub.start()
    hub = house.caller()
    wait_for(lambda: hub.get("/health")["hub"]["files"]["state"] == "failed", "it is told")
    assert beside(house) == [COPIES[0], *COPIES[2:]]
    assert hub.issue("A")["number"] == "A002", "the hall goes on"
