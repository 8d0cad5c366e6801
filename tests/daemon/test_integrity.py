# SPDX-License-Identifier: Apache-2.0
"""Every page and index is looked at beside the start; what is damaged is mended by the next one."""

import contextlib
import sqlite3

from processes import run_program
from waiting import wait_for


def integrity(hub):
    return hub.get("/health")["hub"]["integrity"]


def zero_a_page_of(testbed, name):
    """Nobody reads this page at a start: its loss was noticed by nobody."""
    path = testbed.data / "layso.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        (page,) = database.execute(
            "SELECT pageno FROM dbstat WHERE name = ? ORDER BY path DESC", (name,)
        ).fetchone()
    with open(path, "r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))


def spoil_an_index(testbed):
    """An index whose entries are of another column than it says."""
    with contextlib.closing(sqlite3.connect(testbed.data / "layso.db")) as database:
        database.executescript(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
            "replace(sql, '(day, number, series)', '(day, id, series)') "
            "WHERE name = 'ticket_number';"
        )


def test_a_whole_database_is_looked_through_beside_the_start(hub):
    wait_for(lambda: integrity(hub)["state"] == "ok", "the look has ended")
    seen = integrity(hub)
    assert seen["age_s"] >= 0 and seen["checked"].startswith("20")
    assert hub.get("/health")["status"] == "ok"
    hub.issue("A")


def test_an_index_that_does_not_fit_is_found_and_mended(testbed, hub):
    hub.issue("B")  # so that number and id are not the same
    for _ in range(20):
        hub.issue("A")
    testbed.hub.stop()
    spoil_an_index(testbed)
    config = str(testbed.hub_config())
    done = run_program("layso-hubd", "--verify", "--config", config, seconds=60)
    assert done.returncode == 1 and "ticket_number" in done.stdout + done.stderr, done
    testbed.hub.start()
    process = testbed.hub.process
    wait_for(lambda: process.poll() is not None, "the hub ends, to mend it")
    assert process.returncode != 0, "systemd starts it again"
    testbed.hub.kill()
    testbed.hub.start()
    hub.close()
    wait_for(lambda: integrity(hub)["state"] == "ok", "it is whole again")
    assert hub.get("/health")["status"] == "ok", "nothing was lost: nobody has to know"
    assert not list(testbed.data.glob("*damaged*"))
    assert hub.issue("A")["number"] == "A021"
    testbed.hub.stop()
    testbed.verify()
    testbed.hub.start()


def test_a_lost_page_of_a_table_that_no_start_reads_is_found_and_told(testbed, hub):
    for _ in range(20):
        hub.issue("A")
    testbed.hub.stop()
    zero_a_page_of(testbed, "dossier")
    testbed.hub.start()
    process = testbed.hub.process
    wait_for(lambda: process.poll() is not None, "the hub ends, to mend it")
    testbed.hub.kill()
    testbed.hub.start()
    hub.close()
    wait_for(lambda: hub.get("/health")["status"] == "trouble", "it was rebuilt, and says so")
    wait_for(lambda: integrity(hub)["state"] == "ok", "it is whole again")
    assert hub.issue("A")["number"] == "A021"
