# SPDX-License-Identifier: Apache-2.0
"""A past year leaves the log, by the command and by the running hub: killed, or on a disk that
fails, at each write of it; the archive and the log together always hold every event, and the next
try ends it."""

import contextlib
import errno
import http.client
import os
import shutil
import signal
import sqlite3

import pytest
from hubclient import Refused
from pasttime import with_past_days
from shim import FaultyHouse, counted
from waiting import wait_for

OPS = ("write", "truncate", "sync", "rename", "unlink")
AT_MOST = 40  # calls of a kind
# Likewise with the hub running, which takes some seconds each.
RUNNING_AT_MOST = 12 if os.environ.get("LAYSO_TEST_WHOLE") else 4
OLD_TICKETS = 700  # so many events are more than one piece of the log


@pytest.fixture
def testbed():
    made = FaultyHouse()
    yield made
    made.close()


def events(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return {row[0] for row in db.execute("SELECT seq FROM event")}


def archives(testbed):
    return sorted((testbed.data / "archive").glob("layso-*.db"))


def put_back(testbed, base):
    """In place: the shim knows the folder."""
    for path in list(testbed.data.iterdir()):
        (shutil.rmtree if path.is_dir() else type(path).unlink)(path)
    shutil.copytree(base, testbed.data, dirs_exist_ok=True)


def steps(n, most=AT_MOST):
    return range(1, n + 1, max(1, n // most))


def test_at_each_call_nothing_is_lost(testbed):
    with_past_days(testbed, 410, 300)
    testbed.hub.stop()
    base = testbed.folder / "base"
    shutil.copytree(testbed.data, base)
    whole = events(testbed.data / "layso.db")
    before = {op: testbed.shim.count(op) for op in OPS}
    assert "1 years" in testbed.hubd("--archive", shim=True).stdout
    calls = {op: testbed.shim.count(op) - before[op] for op in OPS}
    assert calls["write"] > 20 and calls["sync"] > 3 and calls["rename"] >= 1
    n = 0
    for op in OPS:
        for at in steps(calls[op]):
            for action, error in (("kill", 0), ("error", errno.ENOSPC)):
                put_back(testbed, base)
                testbed.shim.arm(action, op, at=at, error=error)
                failed = testbed.hubd("--archive", shim=True).returncode != 0
                testbed.shim.disarm()
                assert failed or action == "error", f"{action} at {op} {at}"
                where = f"{action} at {op} {at} of {calls[op]}"
                held = events(testbed.data / "layso.db")
                for archive in archives(testbed):
                    held |= events(archive)
                assert held == whole, where
                assert testbed.hubd("--archive").returncode == 0, where
                assert len(archives(testbed)) == 1, where
                assert min(events(testbed.data / "layso.db")) > 1, where
                counts = testbed.check()
                assert counts["violations"] == 0 and counts["unseen"] == 0, where
                n += 1
    counted(f"fault: {n} faults while a past year is archived, 0 violations")


def is_cut(testbed):
    return min(events(testbed.data / "layso.db")) > 1


def archive_while_it_runs(testbed, hub):
    """The hub archives by itself after the day, with tickets meanwhile, until it has cut the log or
    was killed: the tickets that it gave."""
    given = []
    with contextlib.suppress(OSError, http.client.HTTPException, AssertionError):
        hub.post("/day", {"move": "close"})
        hub.post("/day", {"move": "reopen"})
        for _ in range(10):
            given.append(hub.issue("A")["id"])
    wait_for(lambda: not testbed.hub.runs() or is_cut(testbed), "it is cut, or the hub was killed",
             seconds=60)  # fmt: skip
    return given


def held(testbed):
    every = events(testbed.data / "layso.db")
    for archive in archives(testbed):
        every |= events(archive)
    return every


def test_the_running_hub_is_killed_while_it_archives(testbed):
    hub = testbed.start_hub()
    for _ in range(OLD_TICKETS):
        hub.issue("A")
    testbed.hub.stop()
    with_past_days(testbed, 410, 300)
    testbed.hub.stop()
    base = testbed.folder / "base"
    shutil.copytree(testbed.data, base)
    whole = events(testbed.data / "layso.db")
    assert len(whole) > 2 * 500, "several pieces"
    hub = testbed.caller()
    testbed.hub.start()
    before = {op: testbed.shim.count(op) for op in OPS}
    archive_while_it_runs(testbed, hub)
    calls = {op: testbed.shim.count(op) - before[op] for op in OPS}
    testbed.hub.stop()
    n = tickets = 0
    for op in OPS:
        for at in steps(calls[op], RUNNING_AT_MOST):
            where = f"killed at {op} {at} of {calls[op]}"
            put_back(testbed, base)
            hub.close()
            testbed.hub.start()
            testbed.shim.arm("kill", op, at=at)
            given = archive_while_it_runs(testbed, hub)
            n += not testbed.hub.runs()
            testbed.hub.kill()
            testbed.shim.disarm()
            assert whole <= held(testbed), where
            hub.close()
            testbed.hub.start()
            assert all(hub.ticket(ticket)["id"] == ticket for ticket in given), where
            testbed.hub.signal(signal.SIGHUP)
            wait_for(lambda: is_cut(testbed), f"{where}: the next start ends it", seconds=60)
            with contextlib.suppress(Refused):  # it is open, where the kill came later
                hub.post("/day", {"move": "reopen"})
            hub.issue("A")
            testbed.hub.stop()
            assert len(archives(testbed)) == 1 and whole <= held(testbed), where
            assert "1 archives of past years" in testbed.verify().stdout, where
            counts = testbed.check()
            assert counts["violations"] == 0 and counts["unseen"] == 0, where
            tickets += len(given)
    assert n > 8
    counted(f"fault: {n} kills of the hub while it archived and cut, {tickets} tickets given "
            "meanwhile, 0 events lost, 0 violations")  # fmt: skip
