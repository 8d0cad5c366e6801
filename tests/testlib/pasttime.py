# SPDX-License-Identifier: Apache-2.0
"""Makes a stopped hub's database one of another time."""

import contextlib
import datetime
import json
import sqlite3

DAY_MS = 24 * 3600 * 1000


def shift_log(testbed, by_ms, same_boot=False):
    """Moves every time in the database, as if all had happened at another time; on another boot,
    since within one the hub takes it for a clock that was set."""
    with contextlib.closing(sqlite3.connect(testbed.data / "layso.db")) as db, db:
        db.execute("DROP TRIGGER event_is_not_changed")
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'"
                                               " AND name NOT LIKE 'sqlite%'")]  # fmt: skip
        for table in tables:
            for column in [row[1] for row in db.execute(f"PRAGMA table_info({table})")]:
                if column.endswith("wall_ms"):
                    db.execute(f"UPDATE {table} SET {column} = {column} + ? WHERE {column} > 0",
                               (by_ms,))  # fmt: skip
        if not same_boot:
            for number, boot_id in db.execute("SELECT number, boot_id FROM boot").fetchall():
                other = f"{number:032x}"
                db.execute("UPDATE boot SET boot_id = ? WHERE number = ?", (other, number))
                db.execute("UPDATE event SET private = replace(private, ?, ?)"
                           " WHERE private IS NOT NULL", (boot_id, other))  # fmt: skip
        shift_days(db, datetime.timedelta(milliseconds=by_ms))
        db.execute("CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event"
                   " BEGIN SELECT RAISE(ABORT, 'events are immutable'); END")  # fmt: skip


def shift_days(db, by):
    """The same for the dates, in the tables and in the events' data."""
    def moved(text):
        return (datetime.date.fromisoformat(text) + by).isoformat() if text else text

    for table in ("day", "ticket", "session", "series"):
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        if "day" not in columns:
            continue
        for (day,) in db.execute(f"SELECT DISTINCT day FROM {table}").fetchall():
            db.execute(f"UPDATE {table} SET day = ? WHERE day = ?", (moved(day), day))
    for seq, text in db.execute("SELECT seq, data FROM event").fetchall():
        data = json.loads(text)
        if "day" in data:
            data["day"] = moved(data["day"])
            db.execute("UPDATE event SET data = ? WHERE seq = ?",
                       (json.dumps(data, ensure_ascii=False, separators=(",", ":")), seq))


def serve_one(hub):
    """A visitor from the press to the end; their ticket."""
    ticket = hub.issue("A")
    hub.open(1)
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "finish", outcome="done", quantity=1)
    return ticket


def with_past_days(testbed, *days):
    """A hub that runs, after a visitor on each of its former days and one today: a caller, and
    today's ticket. days are from each to the next."""
    hub = testbed.start_hub()
    ticket = serve_one(hub)
    for n in days:
        testbed.hub.stop()
        shift_log(testbed, -n * DAY_MS)
        testbed.hub.start()
        hub = testbed.caller()
        ticket = serve_one(hub)
    return hub, ticket
