# SPDX-License-Identifier: Apache-2.0
"""Yearly archives: the log is cut, and everything that is looked at goes on as before."""

import contextlib
import hashlib
import json
import shutil
import signal
import sqlite3

import pytest
from pasttime import DAY_MS, serve_one, shift_log, with_past_days
from processes import run_program
from waiting import stays, wait_for


def archive(testbed):
    done = run_program("layso-hubd", "--config", str(testbed.hub_config()), "--archive", seconds=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def start(testbed):
    testbed.hub.start()
    return testbed.caller()


def first_day(testbed):
    with contextlib.closing(sqlite3.connect(testbed.data / "layso.db")) as db:
        return db.execute("SELECT min(day) FROM day").fetchone()[0]


def moved(rows, day, to):
    return json.loads(json.dumps(rows).replace(day, to))


def figures(hub, day):
    names = ("days", "services")
    return [hub.get(f"/reports/{name}?from={day}&to={day}")["rows"] for name in names]


def test_a_past_year_leaves_the_log_and_nothing_else(testbed):
    hub = testbed.start_hub()
    ticket = serve_one(hub)
    testbed.hub.stop()
    shift_log(testbed, -410 * DAY_MS)
    hub = start(testbed)
    day = first_day(testbed)
    serve_one(hub)
    before = figures(hub, day)
    assert before[0], "the old day has figures"
    history = hub.get(f"/tickets/{ticket['id']}/history")["events"]
    assert [e["kind"] for e in history][:2] == ["issue", "call"]
    testbed.hub.stop()
    # Today may have been opened by a clock that is wrong.
    assert archive(testbed).startswith("0 years")
    # The second day stays in the log, since it began after the year that leaves.
    shift_log(testbed, -300 * DAY_MS)
    serve_one(start(testbed))
    testbed.hub.stop()
    assert archive(testbed).startswith("1 years")
    hub = start(testbed)
    counts = testbed.check()
    assert counts["archives"] == 1 and counts["unseen"] == 0 and counts["violations"] == 0
    assert "1 archives of past years" in testbed.verify().stdout
    assert figures(hub, first_day(testbed)) == moved(before, day, first_day(testbed))
    assert hub.get(f"/tickets/{ticket['id']}")["number"] == ticket["number"]
    again = hub.get(f"/tickets/{ticket['id']}/history")
    assert [e["seq"] for e in again["events"]] == [e["seq"] for e in history]
    assert again["missing_archive"] is None

    # Without the file: said wherever it is missed.
    (file,) = (testbed.data / "archive").glob("layso-*.db")
    file.rename(testbed.data.parent / file.name)
    said = testbed.verify().stdout
    assert "NOT verified" in said and file.name in said
    assert testbed.check()["unseen"] > 0


def archived(hub):
    return [f for f in hub.get("/files")["files"] if f["name"] == "archive"]


def oldest_event(testbed):
    with contextlib.closing(sqlite3.connect(testbed.data / "layso.db")) as db:
        return db.execute("SELECT min(seq) FROM event").fetchone()[0]


def test_the_running_hub_archives_after_a_day(testbed):
    hub, ticket = with_past_days(testbed, 410, 300)
    assert oldest_event(testbed) == 1, "nothing was archived while the day was open"
    hub.post("/day", {"move": "close"})
    wait_for(lambda: oldest_event(testbed) > 1, "the past year has left the log")
    assert archived(hub)
    hub.post("/day", {"move": "reopen"})
    assert hub.issue("A")["id"] == ticket["id"] + 1
    testbed.hub.kill()
    hub = start(testbed)
    assert hub.issue("A")["id"] == ticket["id"] + 2
    assert "hub/archive" not in [d["name"] for d in hub.get("/health")["devices"]]
    counts = testbed.check()
    assert counts["archives"] == 1 and counts["unseen"] == 0 and counts["violations"] == 0
    assert "1 archives of past years" in testbed.verify().stdout


def test_cutting_goes_on_where_it_was_killed(testbed):
    """Of what was recorded, the next start deletes the rest."""
    hub, _ = with_past_days(testbed, 410, 300)
    testbed.hub.stop()
    database = testbed.data / "layso.db"
    before = testbed.data.parent / "before.db"
    shutil.copy(database, before)
    assert archive(testbed).startswith("1 years")
    with contextlib.closing(sqlite3.connect(database)) as db:
        first = oldest_event(testbed)
        db.execute("ATTACH ? AS before", (str(before),))
        db.execute("INSERT INTO event SELECT * FROM before.event WHERE seq < ?", (first,))
        db.commit()
    assert oldest_event(testbed) == 1
    hub = start(testbed)
    wait_for(lambda: oldest_event(testbed) == first, "the log is cut")
    assert hub.issue("A")
    assert testbed.check()["violations"] == 0


def test_an_archive_that_cannot_be_made_is_told(testbed):
    hub, _ = with_past_days(testbed, 410, 300)
    (testbed.data / "archive").write_text("a file where the folder should be\n", encoding="utf-8")
    hub.post("/day", {"move": "close"})
    state = wait_for(
        lambda: [d["state"] for d in hub.get("/health")["devices"] if d["name"] == "hub/archive"],
        "health tells it",
    )
    assert state == ["failed"] and oldest_event(testbed) == 1
    (testbed.data / "archive").unlink()
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: oldest_event(testbed) > 1, "done when it can be")


def test_kept_for_ever(testbed):
    """keep_days = 0: neither the hub nor the command archives; another number, and both do."""
    plain = testbed.more_config
    testbed.more_config = plain + "[archive]\nkeep_days = 0\n"
    hub, _ = with_past_days(testbed, 410, 300)
    hub.post("/day", {"move": "close"})
    testbed.hub.signal(signal.SIGHUP)
    archive = testbed.data / "archive"
    stays(lambda: oldest_event(testbed) == 1 and not archive.exists(), "for ever")
    assert device(hub, "hub/archive") is None
    testbed.hub.stop()
    done = testbed.hubd("--archive")
    assert done.returncode == 1 and "archive.keep_days is 0" in done.stderr, done
    assert oldest_event(testbed) == 1
    start(testbed)
    testbed.more_config = plain
    testbed.hub_config()
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: oldest_event(testbed) > 1, "a number of days, and it is archived", seconds=90)


def execute(testbed, sql):
    with contextlib.closing(sqlite3.connect(testbed.data / "layso.db", timeout=30)) as db, db:
        db.execute(sql)


@pytest.mark.parametrize("refused", ["INSERT ON checkpoint", "DELETE ON event"])
def test_a_log_that_cannot_be_cut_is_told_until_it_can(testbed, refused):
    hub, _ = with_past_days(testbed, 410, 300)
    execute(testbed, f"CREATE TRIGGER refuse BEFORE {refused} BEGIN SELECT RAISE(ABORT, 'no'); END")
    hub.post("/day", {"move": "close"})
    wait_for(lambda: device(hub, "hub/archive") == "failed", "health tells it", seconds=90)
    assert oldest_event(testbed) == 1
    hub.post("/day", {"move": "reopen"})
    assert hub.issue("A"), "the hall goes on"
    assert hub.get("/health")["status"] == "trouble"
    execute(testbed, "DROP TRIGGER refuse")
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: oldest_event(testbed) > 1, "it is cut when it can be", seconds=90)
    wait_for(lambda: device(hub, "hub/archive") == "ok", "health says that all is well")
    assert testbed.check()["violations"] == 0 and testbed.verify()


def with_medium(testbed):
    """The hub's own backups go there."""
    medium = testbed.folder / "medium"
    medium.mkdir()
    testbed.more_config += f"[backup]\nfolder = {medium}\nsame_disk_ok = yes\nkeep_days = 1\n"
    testbed.more_config += "keep_months = 0\n"
    return medium


def digests(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*")}


def backup(testbed, hub, state, missing):
    """What a look at the medium finds."""
    testbed.hub.signal(signal.SIGHUP)

    def found():
        told = hub.get("/health")["hub"]["backup"]
        return (told["state"], told["archives_missing"]) == (state, missing)

    wait_for(found, f"health says {state}, {missing} archives missing", seconds=90)


def archived_on_medium(testbed, medium):
    """A hub that has archived its past year and copied it: a caller."""
    hub, _ = with_past_days(testbed, 410, 300)
    hub.post("/day", {"move": "close"})
    wait_for(lambda: oldest_event(testbed) > 1, "the past year has left the log")

    def held():
        testbed.hub.signal(signal.SIGHUP)
        return digests(medium / "archive") == digests(testbed.data / "archive")

    wait_for(held, "the archive is on the medium")
    backup(testbed, hub, "ok", 0)
    return hub


def another_day(testbed, hub, medium):
    """A backup that knows of the archive, and has taken the place of the one before."""
    before = sorted(medium.glob("layso-0*.db"))
    hub.post("/day", {"move": "reopen"})
    hub.issue("A")
    hub.post("/day", {"move": "close"})
    wait_for(lambda: sorted(medium.glob("layso-0*.db")) not in (before, []), "another backup",
             seconds=90)  # fmt: skip
    backup(testbed, hub, "ok", 0)


def test_archives_go_to_the_medium_of_the_backups(testbed):
    medium = with_medium(testbed)
    hub = archived_on_medium(testbed, medium)
    (copy,) = (medium / "archive").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    first = copy.stat().st_ino
    another_day(testbed, hub, medium)
    assert copy.stat().st_ino == first, "once, and rotation lets it be"
    # Half of it, whatever made that: once more.
    copy.write_bytes(copy.read_bytes()[:4096])
    backup(testbed, hub, "ok", 0)
    wait_for(lambda: digests(medium / "archive") == digests(testbed.data / "archive"), "made anew")


def test_an_archive_that_is_nowhere_is_told(testbed):
    medium = with_medium(testbed)
    hub = archived_on_medium(testbed, medium)
    (copy,) = (medium / "archive").iterdir()
    (own,) = (testbed.data / "archive").iterdir()
    copy.unlink()
    own.rename(testbed.folder / own.name)
    backup(testbed, hub, "no_archive", 1)
    wait_for(lambda: device(hub, "hub/backup") == "no_archive", "among the devices, too")
    (testbed.folder / own.name).rename(own)
    backup(testbed, hub, "ok", 0)
    wait_for(lambda: device(hub, "hub/backup") == "ok", "well again")
    # A file that is not what was written is none.
    copy.unlink()
    own.write_bytes(own.read_bytes()[:-1] + b"x")
    backup(testbed, hub, "no_archive", 1)
    assert not list((medium / "archive").iterdir())


def device(hub, name):
    devices = hub.get("/health")["devices"]
    return next((d["state"] for d in devices if d["name"] == name), None)


def restore(testbed, file):
    done = testbed.hubd("--restore", str(file), seconds=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_restore_onto_an_empty_board_brings_the_archives(testbed):
    medium = with_medium(testbed)
    hub = archived_on_medium(testbed, medium)
    another_day(testbed, hub, medium)
    whole = digests(testbed.data / "archive")
    (name,) = whole
    testbed.hub.stop()
    hub.close()
    shutil.rmtree(testbed.data)
    testbed.data.mkdir(mode=0o700)
    stick = testbed.folder / "another stick"
    medium.rename(stick)
    medium.mkdir()
    (newest,) = stick.glob("layso-0*.db")
    moved = stick / "archive" / "aside"
    (stick / "archive" / name).rename(moved)
    said = restore(testbed, newest)
    assert f"not found: {name}" in said
    for folder in (testbed.data / "archive", stick / "archive", stick, medium / "archive"):
        assert str(folder) in said, "where it looked"
    assert "NOT verified" in testbed.verify().stdout
    moved.rename(stick / "archive" / name)
    assert "1 archives of past years were brought along" in restore(testbed, newest)
    assert digests(testbed.data / "archive") == whole
    assert "1 archives of past years" in testbed.verify().stdout
    assert testbed.check()["unseen"] == 0
    # Of what is there and good, nothing is said; what is not good is fetched again.
    assert "archives" not in restore(testbed, newest)
    (testbed.data / "archive" / name).write_bytes(b"something else")
    assert "1 archives of past years were brought along" in restore(testbed, newest)
    assert digests(testbed.data / "archive") == whole
