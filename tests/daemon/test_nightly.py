# SPDX-License-Identifier: Apache-2.0
"""The backups that the hub makes by itself, on a stick that comes, fills up, and is pulled."""

import os
import signal
import subprocess

import pytest
from pasttime import DAY_MS, shift_log
from processes import run_program
from waiting import stays, wait_for


class Stick:
    """A file system of its own at a folder: in memory, but another disk than the database's."""

    def __init__(self, folder):
        self.folder = folder
        self.mounted = False
        folder.mkdir()

    def put_in(self, size="200m"):
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "stick", self.folder]
        subprocess.run(command, check=True)
        self.mounted = True

    def pull(self):
        if self.mounted:
            subprocess.run(["umount", "--lazy", self.folder], check=True)
            self.mounted = False

    def read_only(self):
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)

    def files(self):
        return sorted(path for path in self.folder.iterdir())


@pytest.fixture
def stick(testbed):
    if os.geteuid() != 0:
        pytest.skip("to put in a stick needs root")
    made = Stick(testbed.folder / "stick")
    yield made
    made.pull()


@pytest.fixture
def hub(testbed, stick):
    plain = testbed.hub_config

    def hub_config(**more):
        path = plain(**more)
        path.write_text(path.read_text() + f"[backup]\nfolder = {stick.folder}\n")
        return path

    testbed.hub_config = hub_config
    return testbed.start_hub()


def backup(hub):
    return hub.get("/health")["hub"]["backup"]


def look(testbed, hub, **expected):
    """What a look at the stick finds: on SIGHUP, as after the ten minutes between two looks."""
    testbed.hub.signal(signal.SIGHUP)

    def found():
        told = backup(hub)
        return told if all(told[key] == value for key, value in expected.items()) else None

    return wait_for(found, f"health says {expected}, not {backup(hub)}")


def drill(testbed):
    return run_program("layso-hubd", "--drill", "--config", str(testbed.hub_config()))


def device(hub):
    devices = hub.get("/health")["devices"]
    return next((d["state"] for d in devices if d["name"] == "hub/backup"), None)


def test_a_backup_after_each_day(testbed, stick, hub):
    stick.put_in()
    assert backup(hub)["state"] == "unknown"
    hub.issue("A")
    first = look(testbed, hub, state="ok", kept=1)
    assert (first["day"], first["days_behind"], first["age_h"]) == (hub.state()["day"], 0, 0)
    before = stick.files()
    hub.issue("A")
    hub.post("/day", {"move": "close"})
    wait_for(lambda: stick.files() != before, "the closed day is in a backup of its own")
    wait_for(lambda: backup(hub)["state"] == "ok" and len(stick.files()) == 1, "the day has one")
    assert testbed.check(stick.files()[0])["tickets"] == 2
    assert stick.files()[0].stat().st_mode & 0o777 == 0o600
    assert device(hub) is None


def test_a_day_that_a_wrong_clock_keeps_open_is_backed_up(testbed, stick, hub):
    stick.put_in()
    hub.issue("A")
    look(testbed, hub, state="ok", kept=1)
    testbed.hub.stop()
    shift_log(testbed, 3 * DAY_MS)
    testbed.hub.start()
    hub.close()
    assert hub.get("/health")["hub"]["clock"] == "behind"
    look(testbed, hub, state="ok")
    wait_for(lambda: backup(hub)["kept"] == 2, "another one, though no day has closed")
    testbed.hub.signal(signal.SIGHUP)
    stays(lambda: len(stick.files()) == 2, "one a start")


def test_the_newest_ones_age_is_told_in_hours(testbed, stick, hub):
    stick.put_in()
    hub.issue("A")
    look(testbed, hub, state="ok", kept=1)
    before = stick.files()
    hub.post("/day", {"move": "close"})
    wait_for(lambda: stick.files() != before and len(stick.files()) == 1, "the day's own")
    testbed.hub.stop()
    (old,) = stick.files()
    shift_log(testbed, -50 * 3600 * 1000)
    testbed.hub.start()
    hub.close()
    assert look(testbed, hub, state="ok", kept=1)["age_h"] in (50, 51)
    said = run_program("layso", "health", more={"LAYSO_HUB": testbed.unix}).stdout
    assert "the newest 5" in said, said
    assert stick.files() == [old]


def test_a_stick_that_is_not_there_is_told(testbed, stick, hub):
    """Its folder is on the board's own card then, where a backup helps nobody."""
    hub.issue("A")
    look(testbed, hub, state="missing", kept=0, day=None)
    wait_for(lambda: device(hub) == "missing", "health lists it")
    assert hub.get("/health")["status"] == "trouble"
    assert stick.files() == []
    stick.put_in()
    look(testbed, hub, state="ok", kept=1)
    wait_for(lambda: device(hub) == "ok", "health says that all is well")
    stick.pull()
    look(testbed, hub, state="missing")
    assert stick.files() == []


def test_a_full_or_read_only_stick_is_told(testbed, stick, hub):
    hub.issue("A")
    stick.put_in("64m")
    look(testbed, hub, state="full", kept=0)
    assert stick.files() == []
    stick.pull()
    stick.put_in()
    stick.read_only()
    look(testbed, hub, state="read_only")
    assert hub.issue("A")["number"] == "A002"


def test_a_stick_without_a_file_of_ours_keeps_what_is_on_it(testbed, stick, hub):
    stick.put_in()
    (stick.folder / "photo.jpg").write_bytes(b"x")
    (stick.folder / "layso-2026-11-23-0730.db").write_bytes(b"somebody's own")
    look(testbed, hub, state="ok", kept=1)
    assert {p.name for p in stick.files()} > {"photo.jpg", "layso-2026-11-23-0730.db"}


def test_the_drill_restores_and_changes_nothing(testbed, stick, hub):
    stick.put_in()
    assert "no backup" in drill(testbed).stderr
    hub.issue("A")
    hub.issue("B")
    look(testbed, hub, state="ok", kept=1)
    seq, before = hub.seq(), sorted(os.listdir(testbed.data))
    done = drill(testbed)
    assert done.returncode == 0, done.stderr
    assert "can be restored: 2 tickets of 1 days" in done.stdout
    assert (hub.seq(), sorted(os.listdir(testbed.data))) == (seq, before)


def test_the_drill_finds_a_damaged_backup(testbed, stick, hub):
    stick.put_in()
    for _ in range(40):
        hub.issue("A")
    look(testbed, hub, state="ok", kept=1)
    with open(stick.files()[0], "r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\0" * 4096)
    done = drill(testbed)
    assert done.returncode == 1 and "CANNOT BE USED" in done.stderr, done
    assert not (testbed.data / "drill").exists()


def test_mistakes_in_the_settings_are_named(testbed):
    for line, word in (("folder = stick", "backup.folder"), ("keep_days = 0", "from 1 to 366")):
        config = testbed.hub_config()
        config.write_text(config.read_text() + f"[backup]\n{line}\n")
        done = run_program("layso-hubd", "--check", "--config", str(config))
        assert done.returncode != 0 and word in done.stderr, done
