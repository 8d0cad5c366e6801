# SPDX-License-Identifier: Apache-2.0
"""layso verify: the independent checker finds each rule that is broken, and nothing else."""

import shutil
import sqlite3

import pytest
from processes import run_program
from sitedata import site


@pytest.fixture(scope="module")
def lived_in(shared_testbed):
    """A centre after half a day: each move was made at least once."""
    hub = shared_testbed.start_hub()
    hub.open(1)
    hub.open(2)
    for lane in ("regular", "regular", "priority", "regular", "priority", "regular"):
        more = {"lane": lane, "reason": "elderly"} if lane == "priority" else {}
        hub.issue("A", **more)
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "add-service", service="B")
    hub.counter(1, "finish", outcome="done", quantity=1)
    hub.call_next(1)
    hub.call_next(2)
    hub.counter(2, "appear")
    hub.counter(2, "hold", note="ảnh")
    hub.call_next(2)
    hub.counter(2, "absent")
    hub.counter(3, "open", staff="quay-3")
    hub.counter(3, "pause", note="nghỉ")
    hub.call_next(2)
    hub.counter(2, "appear")
    hub.counter(2, "pause-after", note="trưa")
    hub.counter(2, "undo-pause-after")
    hub.counter(2, "finish-next")
    hub.counter(2, "appear")
    hub.counter(2, "pause-after", note="trưa")
    last = hub.issue("A")
    hub.at_ticket(last["id"], "void")
    return shared_testbed


def verify(path):
    return run_program("layso", "verify", str(path))


def test_a_live_centre_is_clean(lived_in):
    counts = lived_in.check()
    assert counts["violations"] == 0
    assert (counts["tickets"], counts["calls"], counts["sessions"]) == (7, 6, 3)
    assert counts["beyond_bound"] == 0


BROKEN = [
    ("DELETE FROM event WHERE seq = 9", "the log has a gap"),
    ("DELETE FROM ticket WHERE id = 2", "not in the table"),
    ("DELETE FROM ticket WHERE id = 7", "not in the table"),
    ("UPDATE ticket SET state = 'FINISHED' WHERE state = 'CALLED'", "state is CALLED by the log"),
    ("UPDATE ticket SET arrival = arrival + 1 WHERE id = 1", "the arrival is"),
    ("UPDATE ticket SET arrived_wall_ms = arrived_wall_ms + 1 WHERE id = 1", "when it arrived"),
    ("UPDATE ticket SET lane = 'priority' WHERE id = 1", "the lane is"),
    ("UPDATE ticket SET day = '2020-01-01' WHERE id = 1", "the day is"),
    ("UPDATE ticket SET subject = 'waiting' WHERE id = 1", "what it complains of"),
    ("UPDATE ticket SET segments = 0 WHERE state = 'HELD'", "the times served"),
    ("UPDATE counter SET ticket = 0 WHERE ticket > 0", "does not know it"),
    ("UPDATE counter SET state = 'OFF' WHERE number = 3", "counter 3 is OFF in the table"),
    ("UPDATE counter SET streak = streak + 1 WHERE number = 1", "counter 1"),
    ("UPDATE counter SET streak_before = streak_before + 1 WHERE number = 1", "counter 1"),
    ("UPDATE ticket SET first_called_boot = 0, first_called_boot_ms = 0 WHERE state = 'CALLED'",
     "first called"),
    ("DELETE FROM segment", "the rows of times served"),
    ("UPDATE session SET closed_boot = 1 WHERE id = 1", "sessions that go on"),
    ("DELETE FROM session WHERE id = 1", "sessions"),
    ("UPDATE site SET seq = 1", "the event of the site data"),
    ("INSERT INTO ticket SELECT 99, day, series || 'Z', number, text, issued_for, language, "
     "press_id, reason, arrival, arrived_wall_ms, arrived_boot, arrived_boot_ms, ahead, "
     "wait_estimate_s, service, lane, state, paper, kiosk, note, outcome, place, since_wall_ms, "
     "since_boot, since_boot_ms, called_wall_ms, called_boot, called_boot_ms, called_seq, "
     "first_called_wall_ms, first_called_boot, first_called_boot_ms, calls, counter, session, "
     "wanted_counter, segments, prints, quantity, rating, misprints, no_show, by_kiosk, subject "
     "FROM ticket WHERE state = 'CALLED'", "a session has more than one ticket"),
    ("DROP INDEX ticket_number; UPDATE ticket SET number = 1, text = 'A001' WHERE id = 2",
     "a number was given twice"),
    ("UPDATE event SET data = json_set(data, '$.n', 1) WHERE kind = 'issue'", "is not above"),
    ("UPDATE event SET kind = 'appear' WHERE kind = 'hold'", "which is SERVING"),
    ("UPDATE event SET kind = 'finish' WHERE kind = 'call'", "which is WAITING"),
    ("UPDATE event SET session = 77 WHERE kind = 'call'", "without its session"),
    ("UPDATE event SET data = json_set(data, '$.calls', 4) WHERE kind = 'call'", "is called for"),
    ("UPDATE event SET data = json_set(data, '$.phone', '1') WHERE kind = 'issue'", "a person"),
    ("UPDATE event SET data = json_set(data, '$.state', 'LEFT') WHERE kind = 'call'", "makes"),
    ("UPDATE event SET data = 'nonsense' WHERE seq = 5", "no JSON object"),
    ("UPDATE event SET kind = 'dance' WHERE kind = 'hold'", "no kind that is known"),
    ("UPDATE event SET boot_ms = boot_ms - 100000 WHERE seq = 12", "the clock of the boot"),
    ("UPDATE event SET boot = 7 WHERE seq = 12", "boot 7 after boot 1"),
    ("UPDATE event SET private = 'nonsense' WHERE kind = 'site'", "the site data"),
    ("UPDATE event SET data = json_set(data, '$.staff', 'quay-1') WHERE kind = 'counter_open'",
     "has a session at counter"),
    ("UPDATE event SET kind = 'counter_resume' WHERE kind = 'counter_pause'", "twice at counter"),
    ("UPDATE counter SET pause_after = 0 WHERE number = 2", "planned pause"),
    ("UPDATE event SET kind = 'counter_undo_pause_after' WHERE kind = 'counter_pause_after'",
     "no such pause"),
    ("UPDATE event SET counter = 3 WHERE kind = 'counter_pause_after'", "no such ticket"),
    ("UPDATE event SET kind = 'counter_pause_after' WHERE kind = 'counter_undo_pause_after'",
     "which was to pause first"),
]  # fmt: skip


@pytest.mark.parametrize("sql,said", BROKEN, ids=[said for _, said in BROKEN])
def test_finds_what_is_broken(lived_in, tmp_path, sql, said):
    copy = tmp_path / "copy.db"
    with sqlite3.connect(lived_in.data / "layso.db") as from_, sqlite3.connect(copy) as to:
        from_.backup(to)
        to.execute("DROP TRIGGER event_is_not_changed")
        to.execute("DROP TRIGGER event_is_not_deleted")
    assert verify(copy).returncode == 0, "the copy is whole"
    with sqlite3.connect(copy) as to:
        to.executescript(sql)
    done = verify(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stderr, done.stderr


def add_day(database, seq, kind, day, **data):
    row = database.execute("SELECT wall_ms, boot, boot_ms FROM event ORDER BY seq DESC").fetchone()
    fields = ", ".join(f"'{k}', {v}" for k, v in data.items())
    database.execute(
        "INSERT INTO event SELECT ?, ?, NULL, NULL, NULL, '', ?, ?, ?, 1, "
        f"json_object('day', ?{', ' + fields if fields else ''}), NULL", (seq, kind, *row, day),
    )  # fmt: skip


def test_a_day_that_goes_back_and_one_that_ends_too_early(lived_in, tmp_path):
    copy = tmp_path / "copy.db"
    shutil.copy(lived_in.data / "layso.db", copy)
    with sqlite3.connect(lived_in.data / "layso.db") as from_, sqlite3.connect(copy) as to:
        from_.backup(to)
        (seq,) = to.execute("SELECT max(seq) FROM event").fetchone()
        (day,) = to.execute("SELECT day FROM day").fetchone()
        add_day(to, seq + 1, "day_close", day)
        add_day(to, seq + 2, "day_open", "2020-01-01", n=0)
    done = verify(copy)
    assert done.returncode == 1
    assert "after the end of its day" in done.stderr, done.stderr
    assert f"the day goes back from {day} to 2020-01-01" in done.stderr


def test_priority_beyond_the_bound_is_counted(testbed):
    hub = testbed.start_hub(with_site=site(rules={"priority_in_a_row": 1}))
    hub.open(1)
    hub.issue("A")
    elderly = [hub.issue("A", lane="priority", reason="elderly") for _ in range(3)]
    for ticket in elderly:
        hub.counter(1, "call", ticket=ticket["id"])
        hub.counter(1, "undo-call")
    assert testbed.check()["beyond_bound"] == 0, "a call that was undone does not count"
    for ticket in elderly[:2]:
        hub.counter(1, "call", ticket=ticket["id"])
        hub.counter(1, "appear")
        hub.counter(1, "finish")
    assert testbed.check()["beyond_bound"] == 1, "by number, the second in a row"


def test_a_note_with_a_telephone_number_is_counted(testbed):
    hub = testbed.start_hub()
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    hub.counter(1, "hold", note="gọi lại 0912345678")
    assert testbed.check()["private_notes"] == 1


def test_what_cannot_be_read(tmp_path):
    done = verify(tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    (tmp_path / "rubbish").write_bytes(b"rubbish" * 1000)
    done = verify(tmp_path / "rubbish")
    assert done.returncode == 1 and "damaged" in done.stderr
