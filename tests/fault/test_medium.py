# SPDX-License-Identifier: Apache-2.0
"""The medium of the hub's own backups fails as told: nothing of the hall suffers, the last good
backup stays, health says what is wrong."""

import errno
import signal

import pytest
from pasttime import with_past_days
from shim import HANG, FaultyHouse, counted
from waiting import wait_for

PARTIAL = "layso-unfinished.db"
WAL_KEPT = 4 << 20  # bytes: STORE_WAL_KEPT


@pytest.fixture
def testbed():
    made = FaultyHouse()
    made.medium = made.data / "medium"  # where the shim sees it
    made.medium.mkdir()
    plain = made.hub_config

    def hub_config(**more):
        path = plain(**more)
        lines = f"[backup]\nfolder = {made.medium}\nsame_disk_ok = yes\n"
        path.write_text(path.read_text() + lines)
        return path

    made.hub_config = hub_config
    yield made
    made.close()


def backups(testbed):
    return sorted(testbed.medium.glob("layso-0*.db"))


def state(hub):
    return hub.get("/health")["hub"]["backup"]["state"]


def look(testbed, hub, expected):
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: state(hub) == expected, f"health says {expected}")


def close_day(hub):
    """Opens the day if need be, and closes it: a backup is due."""
    if not hub.state()["day_open"]:
        hub.post("/day", {"move": "open"})
    hub.post("/day", {"move": "close"})


@pytest.mark.parametrize(
    ("op", "error", "expected"),
    [
        ("write", errno.ENOSPC, "full"),
        ("open", errno.EROFS, "read_only"),
        ("write", errno.EIO, "failed"),
        ("sync", errno.EIO, "failed"),
        ("read", errno.EIO, "failed"),
        ("rename", errno.EIO, "failed"),
    ],
)
def test_a_medium_that_refuses(testbed, op, error, expected):
    hub = testbed.start_hub()
    hub.issue("A")
    look(testbed, hub, "ok")
    (good,) = backups(testbed)
    testbed.shim.arm("error", op, times=0, error=error, suffix=PARTIAL)
    close_day(hub)
    wait_for(lambda: state(hub) == expected, f"health says {expected}")
    assert testbed.shim.fired and backups(testbed) == [good]
    wait_for(lambda: hub.get("/health")["status"] == "trouble", "staff are told")
    health = hub.get("/health")
    assert health["hub"]["backup"]["days_behind"] == 1
    assert health["hub"]["storage"] in ("ok", "slow"), "it is not the hub's own disk that fails"
    hub.post("/day", {"move": "open"})
    assert hub.issue("A")["number"] == "A002", "the hall goes on"
    testbed.shim.disarm()
    close_day(hub)
    wait_for(lambda: state(hub) == "ok", "it is made after all")
    assert testbed.check(backups(testbed)[-1])["tickets"] == 2


def test_killed_at_each_step_the_last_good_one_stays(testbed):
    hub = testbed.start_hub()
    hub.issue("A")
    look(testbed, hub, "ok")
    steps = [("kill", op) for op in ("open", "write", "sync", "read", "rename")]
    steps += [("kill_after", op) for op in ("write", "sync", "rename")] + [("kill_torn", "write")]
    for action, op in steps:
        testbed.shim.arm(action, op, suffix=PARTIAL)
        close_day(hub)
        wait_for(lambda: not testbed.hub.runs(), f"{action} at {op}")
        testbed.hub.kill()
        testbed.shim.disarm()
        assert backups(testbed)
        for path in backups(testbed):
            assert testbed.check(path)["tickets"] == 1
        testbed.hub.start()
        hub.close()
        look(testbed, hub, "ok")
        assert hub.get("/health")["hub"]["backup"]["days_behind"] == 0, "made at the next chance"
        assert not (testbed.medium / PARTIAL).exists()
    counted(f"backup by itself: {len(steps)} kills")


def test_killed_while_an_archive_is_copied_there_is_none_by_halves(testbed):
    hub, _ = with_past_days(testbed, 410, 300)
    hub.post("/day", {"move": "close"})
    own, copies = testbed.data / "archive", testbed.medium / "archive"
    wait_for(lambda: list(own.glob("layso-*.db")), "the past year is archived", seconds=30)
    (archive,) = own.glob("layso-*.db")
    copy, partial = copies / archive.name, copies / "unfinished.db"
    wait_for(lambda: (testbed.hub.signal(signal.SIGHUP), copy.exists())[1], "it is copied")
    steps = [("kill", op) for op in ("open", "write", "sync", "read", "rename")]
    steps += [("kill_after", op) for op in ("open", "write", "sync")] + [("kill_torn", "write")]
    steps += [("error", op) for op in ("write", "sync", "rename")]
    for action, op in steps:
        copy.unlink()
        testbed.shim.arm(action, op, suffix=f"archive/{partial.name}", error=errno.EIO)
        testbed.hub.signal(signal.SIGHUP)
        if action == "error":
            wait_for(lambda: state(hub) == "failed", f"{action} at {op} is told")
        else:
            wait_for(lambda: not testbed.hub.runs(), f"{action} at {op}")
            testbed.hub.kill()
            testbed.hub.start()
            hub.close()
        assert testbed.shim.fired and not copy.exists(), f"{action} at {op}"
        testbed.shim.disarm()
        look(testbed, hub, "ok")
        wait_for(lambda: copy.exists() and copy.read_bytes() == archive.read_bytes(), "it is made")
        assert not partial.exists(), f"{action} at {op}"
    counted(f"archives to the medium: {len(steps)} kills and errors, none by halves")


def test_a_medium_that_hangs_keeps_nobody_waiting(testbed):
    hub = testbed.start_hub()
    testbed.shim.arm("delay", "sync", delay_ms=HANG, suffix=PARTIAL)
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: testbed.shim.fired, "the medium hangs")
    assert hub.issue("A")["number"] == "A001"
    assert hub.ask("GET", "/backup").status == 200, "a person's backup is not busy"
    assert hub.get("/health")["hub"]["storage"] == "ok"
    testbed.shim.disarm()
    wait_for(lambda: state(hub) == "ok", "it goes on")


def test_a_slow_medium_lets_the_log_grow_and_no_more(testbed):
    """While the copy goes on its reader holds the log of the database: it grows with what is
    written meanwhile, nobody waits for it, and afterwards it is cut."""
    hub = testbed.start_hub()
    for _ in range(50):
        hub.issue("A")
    testbed.shim.arm("delay", "write", times=0, delay_ms=300, suffix=PARTIAL)
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: testbed.shim.fired, "the copy has begun")
    wal = testbed.data / "layso.db-wal"
    tickets = 0
    while wal.stat().st_size <= WAL_KEPT:
        hub.issue("A")
        tickets += 1
    assert state(hub) == "unknown", "the copy still goes on"
    assert tickets > 30, "a ticket is some pages, not the whole database"
    assert hub.get("/health")["hub"]["storage"] in ("ok", "slow")
    counted(f"backup to a slow medium: {tickets} tickets meanwhile, the log grew to "
            f"{wal.stat().st_size >> 10} KiB")  # fmt: skip
    testbed.shim.disarm()
    wait_for(lambda: state(hub) == "ok", "the backup is made")
    assert testbed.check(backups(testbed)[0])["tickets"] == 50
    hub.issue("A")
    wait_for(lambda: wal.stat().st_size <= WAL_KEPT, "the log is cut when the hall is idle")


@pytest.mark.parametrize("op", ["write", "sync", "rename"])
def test_a_drill_that_was_killed_does_not_end_all_others(testbed, op):
    hub = testbed.start_hub()
    hub.issue("A")
    look(testbed, hub, "ok")
    testbed.hub.stop()
    before = sorted(path.name for path in testbed.data.iterdir())
    testbed.shim.arm("kill", op, suffix="drill/replacing/layso.db")
    assert testbed.hubd("--drill", shim=True).returncode < 0
    testbed.shim.disarm()
    assert (testbed.data / "drill").exists()
    done = testbed.hubd("--drill")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in testbed.data.iterdir()) == before
