# SPDX-License-Identifier: Apache-2.0
"""Yearly archives: the log is cut, and everything that is looked at goes on as before."""

import contextlib
import json
import sqlite3

from pasttime import DAY_MS, shift_log
from processes import run_program


def archive(house):
    done = run_program("layso-hubd", "--config", str(house.hub_config()), "--archive", seconds=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def start(house):
    house.hub.start()
    return house.caller()


def first_day(house):
    with contextlib.closing(sqlite3.connect(house.data / "layso.db")) as db:
        return db.execute("SELECT min(day) FROM day").fetchone()[0]


def moved(rows, day, to):
    return json.loads(json.dumps(rows).replace(day, to))


def serve(hub):
    ticket = hub.issue("A")
    hub.open(1)
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "finish", outcome="done", quantity=1)
    return ticket


def figures(hub, day):
    names = ("days", "services")
    return [hub.get(f"/reports/{name}?from={day}&to={day}")["rows"] for name in names]


def test_a_past_year_leaves_the_log_and_nothing_else(house):
    hub = house.start_hub()
    ticket = serve(hub)
    house.hub.stop()
    shift_log(house, -410 * DAY_MS)
    hub = start(house)
    day = first_day(house)
    serve(hub)
    before = figures(hub, day)
    assert before[0], "the old day has figures"
    history = hub.get(f"/tickets/{ticket['id']}/history")["events"]
    assert [e["kind"] for e in history][:2] == ["issue", "call"]
    house.hub.stop()
    # Today may have been opened by a clock that is wrong.
    assert archive(house).startswith("0 years")
    # The second day stays in the log, since it began after the year that leaves.
    shift_log(house, -300 * DAY_MS)
    serve(start(house))
    house.hub.stop()
    assert archive(house).startswith("1 years")
    hub = start(house)
    counts = house.check()
    assert counts["archives"] == 1 and counts["unseen"] == 0 and counts["violations"] == 0
    assert "1 archives of past years" in house.verify().stdout
    assert figures(hub, first_day(house)) == moved(before, day, first_day(house))
    assert hub.get(f"/tickets/{ticket['id']}")["number"] == ticket["number"]
    again = hub.get(f"/tickets/{ticket['id']}/history")
    assert [e["seq"] for e in again["events"]] == [e["seq"] for e in history]
    assert again["missing_archive"] is None

    # Without the file: said wherever it is missed.
    (file,) = (house.data / "archive").glob("layso-*.db")
    file.rename(house.data.parent / file.name)
    said = house.verify().stdout
    assert "NOT verified" in said and file.name in said
    assert house.check()["unseen"] > 0
