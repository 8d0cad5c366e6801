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
def house():
    made = FaultyHouse()
    yield made
    made.close()


def events(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return {row[0] for row in db.execute("SELECT seq FROM event")}


def archives(house):
    return sorted((house.data / "archive").glob("layso-*.db"))


def put_back(house, base):
    """In place: the shim knows the folder."""
    for path in list(house.data.iterdir()):
        (shutil.rmtree if path.is_dir() else type(path).unlink)(path)
    shutil.copytree(base, house.data, dirs_exist_ok=True)


def steps(n, most=AT_MOST):
    return range(1, n + 1, max(1, n // most))


def test_at_each_call_nothing_is_lost(house):
    with_past_days(house, 410, 300)
    house.hub.stop()
    base = house.folder / "base"
    shutil.copytree(house.data, base)
    whole = events(house.data / "layso.db")
    before = {op: house.shim.count(op) for op in OPS}
    assert "1 years" in house.hubd("--archive", shim=True).stdout
    calls = {op: house.shim.count(op) - before[op] for op in OPS}
    assert calls["write"] > 20 and calls["sync"] > 3 and calls["rename"] >= 1
    n = 0
    for op in OPS:
        for at in steps(calls[op]):
            for action, error in (("kill", 0), ("error", errno.ENOSPC)):
                put_back(house, base)
                house.shim.arm(action, op, at=at, error=error)
                failed = house.hubd("--archive", shim=True).returncode != 0
                house.shim.disarm()
                assert failed or action == "error", f"{action} at {op} {at}"
                where = f"{action} at {op} {at} of {calls[op]}"
                held = events(house.data / "layso.db")
                for archive in archives(house):
                    held |= events(archive)
                assert held == whole, where
                assert house.hubd("--archive").returncode == 0, where
                assert len(archives(house)) == 1, where
                assert min(events(house.data / "layso.db")) > 1, where
                counts = house.check()
                assert counts["violations"] == 0 and counts["unseen"] == 0, where
                n += 1
    counted(f"fault: {n} faults while a past year is archived, 0 violations")


def is_cut(house):
    return min(events(house.data / "layso.db")) > 1


def archive_while_it_runs(house, hub):
    """The hub archives by itself after the day, with tickets meanwhile, until it has cut the log or
    was killed: the tickets that it gave."""
    given = []
    with contextlib.suppress(OSError, http.client.HTTPException, AssertionError):
        hub.post("/day", {"move": "close"})
        hub.post("/day", {"move": "reopen"})
        for _ in range(10):
            given.append(hub.issue("A")["id"])
    wait_for(lambda: not house.hub.runs() or is_cut(house), "it is cut, or the hub was killed",
             seconds=60)  # fmt: skip
    return given


def held(house):
    every = events(house.data / "layso.db")
    for archive in archives(house):
        every |= events(archive)
    return every


def test_the_running_hub_is_killed_while_it_archives(house):
    hub = house.start_hub()
    for _ in range(OLD_TICKETS):
        hub.issue("A")
    house.hub.stop()
    with_past_days(house, 410, 300)
    house.hub.stop()
    base = house.folder / "base"
    shutil.copytree(house.data, base)
    whole = events(house.data / "layso.db")
    assert len(whole) > 2 * 500, "several pieces"
    hub = house.caller()
    house.hub.start()
    before = {op: house.shim.count(op) for op in OPS}
    archive_while_it_runs(house, hub)
    calls = {op: house.shim.count(op) - before[op] for op in OPS}
    house.hub.stop()
    n = tickets = 0
    for op in OPS:
        for at in steps(calls[op], RUNNING_AT_MOST):
            where = f"killed at {op} {at} of {calls[op]}"
            put_back(house, base)
            hub.close()
            house.hub.start()
            house.shim.arm("kill", op, at=at)
            given = archive_while_it_runs(house, hub)
            n += not house.hub.runs()
            house.hub.kill()
            house.shim.disarm()
            assert whole <= held(house), where
            hub.close()
            house.hub.start()
            assert all(hub.ticket(ticket)["id"] == ticket for ticket in given), where
            house.hub.signal(signal.SIGHUP)
            wait_for(lambda: is_cut(house), f"{where}: the next start ends it", seconds=60)
            with contextlib.suppress(Refused):  # it is open, where the kill came later
                hub.post("/day", {"move": "reopen"})
            hub.issue("A")
            house.hub.stop()
            assert len(archives(house)) == 1 and whole <= held(house), where
            assert "1 archives of past years" in house.verify().stdout, where
            counts = house.check()
            assert counts["violations"] == 0 and counts["unseen"] == 0, where
            tickets += len(given)
    assert n > 8
    counted(f"fault: {n} kills of the hub while it archived and cut, {tickets} tickets given "
            "meanwhile, 0 events lost, 0 violations")  # fmt: skip
