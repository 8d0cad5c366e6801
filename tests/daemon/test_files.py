# SPDX-License-Identifier: Apache-2.0
"""The files beside the database: listed, limited, removed by a person; the last traces stay."""

import json
import os
import signal

import pytest
from processes import program_environment, run_program
from waiting import stays, wait_for


@pytest.fixture
def layso(testbed, hub):
    def run(*words, status=0):
        done = run_program("layso", *words, env=program_environment(LAYSO_HUB=testbed.unix))
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout if status == 0 else done.stderr

    return run


def make(testbed, *names):
    for name in names:
        path = testbed.data / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 1000)


def there(testbed):
    """What lies there beside the database itself and the hub's own."""
    own = {"layso.db", "layso.db-wal", "layso.db-shm", "lock", "reports"}
    return sorted(set(os.listdir(testbed.data)) - own)


def listed(hub):
    return {f["name"]: (f["kind"], f["stays"]) for f in hub.get("/files")["files"]}


def told(hub):
    return hub.get("/health")["hub"]["files"]


def after_first_look(hub):
    wait_for(lambda: told(hub)["state"] == "ok", "the look after the start is over")


def limit(testbed, *lines):
    """The hub's settings have these limits; they hold at once."""
    config = testbed.hub_config()
    config.write_text(config.read_text() + "[files]\n" + "\n".join(lines) + "\n")
    testbed.hub.signal(signal.SIGHUP)


COPIES = [f"layso.db.damaged-{n}" for n in range(1, 7)]


def test_what_a_killed_command_left_is_gone_after_the_start(testbed, hub):
    hub.issue("A")
    testbed.hub.stop()
    hub.close()
    make(testbed, "backup.partial", "drill/layso.db", "replacing/layso.db", "restoring/layso.db")
    make(testbed, "archive/2025.db", "notes.txt", "layso.db.damaged-1-wal")
    testbed.hub.start()
    wait_for(lambda: there(testbed) == ["archive", "notes.txt"], "what is unfinished is removed")
    assert listed(hub) == {
        "layso.db": ("database", "in_force"), "lock": ("own", "in_force"),
        "archive": ("archive", "in_force"), "notes.txt": ("unknown", "not_ours"),
    }  # fmt: skip
    assert "backup.partial" in testbed.hub.log(), "and said"
    assert hub.issue("A")["number"] == "A002"


def test_copies_are_limited_and_the_newest_of_each_kind_stays(testbed, hub):
    after_first_look(hub)
    make(testbed, *COPIES, "layso.db.before-restore-2", "layso.db.damaged-1-wal")
    assert listed(hub)["layso.db.damaged-1"] == ("copy", None)
    kept = [*COPIES, "layso.db.before-restore-2", "layso.db.damaged-1-wal"]
    assert there(testbed) == sorted(kept)
    limit(testbed)
    kept = ["layso.db.before-restore-2", *COPIES[3:]]
    wait_for(lambda: there(testbed) == kept, "four stay")
    kept_now = {"state": "ok", "copies": 4, "copy_bytes": 4000}
    wait_for(lambda: told(hub) == kept_now, "health has the sum")
    assert listed(hub)["layso.db.before-restore-2"] == ("copy", "last_trace")
    limit(testbed, "keep_copies = 1")
    kept = ["layso.db.before-restore-2", COPIES[5]]
    wait_for(lambda: there(testbed) == kept, "the last traces stay whatever the limit")
    wait_for(lambda: told(hub)["state"] == "over", "and that is told")
    wait_for(lambda: hub.get("/health")["status"] == "trouble", "as trouble")


def test_a_closed_day_is_followed_by_a_look(testbed, hub):
    hub.issue("A")
    after_first_look(hub)
    make(testbed, *COPIES, "reports/2026-10.pdf")
    assert listed(hub)["reports"] == ("own", "in_force")
    hub.post("/day", {"move": "close"})
    wait_for(lambda: there(testbed) == COPIES[2:], "four stay")


def test_an_administrator_removes_one_but_not_the_last(testbed, hub, layso):
    after_first_look(hub)
    make(testbed, "layso.db.damaged-1", "layso.db.damaged-2", "layso.db.damaged-2-wal", "mine.db")
    said = layso("files")
    assert "layso.db.damaged-2" in said and "last_trace" in said and "not_ours" in said, said
    files = json.loads(layso("files", "--json"))
    assert (files["copies"], files["copy_bytes"], files["folder"]) == (2, 3000, str(testbed.data))
    layso("files", "remove", "layso.db.damaged-2")
    assert there(testbed) == ["layso.db.damaged-1", "mine.db"]
    for name in ("layso.db.damaged-1", "layso.db", "layso.db-wal", "mine.db", "lock"):
        layso("files", "remove", name, status=1)
    refused = hub.ask("DELETE", "/files/layso.db.damaged-1")
    assert (refused.status, refused.json["error"]) == (409, "not_allowed")
    assert hub.ask("DELETE", "/files/layso.db").status == 409
    assert hub.ask("DELETE", "/files/layso.db.damaged-9").status == 404
    assert hub.ask("DELETE", "/files/..%2Flock").status == 404
    assert there(testbed) == ["layso.db.damaged-1", "mine.db"]
    assert hub.issue("A")["number"] == "A001"


def test_a_backup_that_is_under_way_is_let_be(testbed, hub):
    """A look in the middle of one: whoever writes the file holds its lock."""
    hub.issue("A")
    for _ in range(20):
        testbed.hub.signal(signal.SIGHUP)
        assert hub.ask("GET", "/backup").status == 200
    stays(lambda: there(testbed) == [], "nothing is left of them")


def test_mistakes_in_the_limits_are_named(testbed):
    cases = (("keep_copies", 0, "100"), ("keep_copies", 101, "100"), ("keep_mib", 0, ""))
    for key, value, most in cases:
        config = testbed.hub_config()
        text = config.read_text() + f"[files]\n{key} = {value}\n"
        config.write_text(text)
        done = run_program("layso-hubd", "--check", "--config", str(config))
        place = f"{config}:{text.count(chr(10))}: '{value}' is not a whole number from 1 to "
        assert done.returncode != 0 and place + most in done.stderr, done
