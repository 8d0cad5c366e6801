# SPDX-License-Identifier: Apache-2.0
"""A past year leaves the log: killed, or on a disk that fails, at each write of it; the archive and
the log together always hold every event, and the next try ends it."""

import contextlib
import errno
import shutil
import sqlite3

import pytest
from pasttime import with_past_days
from shim import FaultyHouse, counted

OPS = ("write", "truncate", "sync", "rename", "unlink")
AT_MOST = 40  # calls of a kind


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


def steps(n):
    return range(1, n + 1, max(1, n // AT_MOST))


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
