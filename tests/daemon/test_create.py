# SPDX-License-Identifier: Apache-2.0
"""A database is made when somebody says so, and never by the hub itself."""

import contextlib
import os
import shutil
import sqlite3

import pytest
from processes import run_program


def start(testbed):
    return run_program("layso-hubd", "--config", str(testbed.hub_config()))


@pytest.mark.parametrize("there", [True, False])
def test_where_there_is_none_the_hub_says_what_to_do(testbed, there):
    """An empty folder is what a partition that is not mounted looks like."""
    if there:
        testbed.data.mkdir()
    for _ in range(2):
        done = start(testbed)
        assert done.returncode == 1, "2 would keep systemd from starting it again"
        for word in (str(testbed.data), "not mounted", "--create", "--restore FILE"):
            assert word in done.stderr, done.stderr
        assert testbed.data.exists() == there, "nothing is left where a disk may be mounted"
        assert not there or list(testbed.data.iterdir()) == []


def test_an_empty_hall_is_made_once(testbed):
    done = testbed.hubd("--create")
    assert done.returncode == 0 and str(testbed.data) in done.stdout, done
    assert sorted(p.name for p in testbed.data.iterdir()) == ["layso.db", "lock"]
    before = (testbed.data / "layso.db").read_bytes()
    done = testbed.hubd("--create")
    assert done.returncode == 1 and "there is a database" in done.stderr, done
    assert (testbed.data / "layso.db").read_bytes() == before
    hub = testbed.start_hub()
    assert hub.issue("A")["number"] == "A001"
    done = testbed.hubd("--create")
    assert done.returncode == 1 and "another hub" in done.stderr, done
    testbed.verify()


@pytest.mark.parametrize(
    "trace",
    ["layso.db-wal", "layso.db.damaged-1", "layso.db.before-restore-3", "suspect", "archive/2025"],
)
def test_no_empty_hall_beside_traces_of_a_former_one(testbed, trace):
    testbed.data.mkdir()
    (testbed.data / trace).parent.mkdir(exist_ok=True)
    (testbed.data / trace).write_bytes(b"x")
    for done in (testbed.hubd("--create"), start(testbed)):
        assert done.returncode == 1 and trace in done.stderr, done
        assert "--restore FILE" in done.stderr
    left = [p.relative_to(testbed.data) for p in testbed.data.rglob("*") if p.is_file()]
    assert [str(path) for path in left if path.name != "lock"] == [trace]


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to be somebody else")
def test_what_root_makes_is_the_hubs_own(testbed):
    testbed.start_hub().issue("A")
    testbed.hub.stop()
    backup, mine = testbed.folder / "backup.db", testbed.folder / "mine.db"
    for copy, mode in ((backup, 0o644), (mine, 0o600)):
        shutil.copy(testbed.data / "layso.db", copy)
        copy.chmod(mode)
    shutil.rmtree(testbed.data)
    testbed.data.mkdir(mode=0o700)
    os.chown(testbed.data, 12345, 12346)
    testbed.folder.chmod(0o711)

    def owned_by_the_hub(*command):
        done = testbed.hubd(*command)
        assert done.returncode == 0, done
        for path in [testbed.data, *testbed.data.rglob("*")]:
            seen = path.stat()
            assert (seen.st_uid, seen.st_gid) == (12345, 12346), (command, path)

    owned_by_the_hub("--create")
    owned_by_the_hub("--restore", backup)
    owned_by_the_hub("--verify")
    owned_by_the_hub("--archive")
    owned_by_the_hub("--make-certificate")
    refused = testbed.hubd("--restore", mine)
    assert refused.returncode == 1 and "put it where everybody may" in refused.stderr, refused


def test_two_halls_do_not_share_their_secret(testbed):
    """Boards are copies of one image: what was made with it is not their secret."""
    assert testbed.hubd("--create").returncode == 0
    with contextlib.closing(sqlite3.connect(testbed.data / "layso.db")) as database:
        assert database.execute("SELECT count(*) FROM secret").fetchone() == (0,)
    hub = testbed.start_hub()
    assert hub.issue("A")["token"]
