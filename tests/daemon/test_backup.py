# SPDX-License-Identifier: Apache-2.0
"""A backup is taken while people press buttons, and holds every ticket that was acknowledged up to
its event; restored, the hub goes on from there."""

import sqlite3
import stat
import threading

import pytest
from processes import program_environment, run_program
from waiting import wait_for


def take(testbed, path, status=0):
    """layso backup; what it says."""
    done = run_program(
        "layso", "--json", "backup", str(path), seconds=60,
        env=program_environment(LAYSO_HUB=testbed.unix),
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done


def restore(testbed, path, *more):
    return run_program(
        "layso-hubd", "--config", str(testbed.hub_config()), "--restore", str(path), *more,
        seconds=60,
    )  # fmt: skip


class Load:
    """Tickets from several presses at once, with the event that acknowledged each."""

    def __init__(self, testbed, threads=4):
        self.testbed = testbed
        self.stop = threading.Event()
        self.tickets = []
        self.threads = [threading.Thread(target=self.run) for _ in range(threads)]

    def run(self):
        caller = self.testbed.caller()
        while not self.stop.is_set():
            self.tickets.append(caller.issue("A"))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def issued_by(path, seq):
    """Ticket id → number by the log of a database, up to an event."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT ticket, json_extract(data, '$.number') FROM event "
            "WHERE kind = 'issue' AND seq <= ?", (seq,),
        )  # fmt: skip
        return dict(rows.fetchall())


def test_a_backup_under_load_has_every_acknowledged_ticket(testbed, hub):
    path = testbed.folder / "backup.db"
    with Load(testbed) as load:
        wait_for(lambda: len(load.tickets) > 100, "there is load")
        before = list(load.tickets)
        answer = take(testbed, path)
        wait_for(lambda: len(load.tickets) > len(before) + 100, "the load goes on")
    seq = int(answer.stdout.split('"seq":')[1].rstrip("}\n"))
    kept = issued_by(path, seq)
    assert {t["id"]: t["number"] for t in before}.items() <= kept.items()
    testbed.hub.kill()
    everything = issued_by(testbed.data / "layso.db", 1 << 60)
    assert kept == issued_by(testbed.data / "layso.db", seq)
    assert len(everything) > len(kept)

    done = restore(testbed, path)
    assert done.returncode == 0, done.stderr
    assert f"restored: {seq} events" in done.stdout
    assert "later events" in done.stdout, "what is lost is said"
    assert issued_by(testbed.data / "layso.db.before-restore-1", 1 << 60) == everything
    testbed.verify()
    testbed.hub.start()
    hub.close()
    assert {i: hub.ticket(i)["number"] for i in list(kept)[:20]} == dict(list(kept.items())[:20])
    following = hub.issue("A")
    assert following["number"] not in everything.values(), "slips with them are in people's hands"
    assert int(following["number"][1:]) == len(everything) + 1
    testbed.hub.stop()
    testbed.verify()
    testbed.hub.start()


def test_only_its_owner_may_read_a_backup(testbed, hub):
    path = testbed.folder / "backup.db"
    take(testbed, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.with_name("backup.db.partial").exists()
    assert not list(testbed.data.glob("*partial*")), "the hub keeps none"


def test_a_download_says_which_event_it_is_of(hub):
    answer = hub.ask("GET", "/backup")
    assert answer.status == 200 and answer.body.startswith(b"SQLite format 3\0")
    assert int(answer.headers["X-Layso-Seq"]) == hub.seq()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_backup_that_fails_leaves_the_former_one(testbed, hub):
    path = testbed.folder / "backup.db"
    take(testbed, path)
    good = path.read_bytes()
    testbed.hub.stop()
    assert take(testbed, path, status=3).stderr
    assert path.read_bytes() == good
    assert not path.with_name("backup.db.partial").exists()
    testbed.hub.start()


def test_nothing_is_restored_while_a_hub_runs(testbed, hub):
    path = testbed.folder / "backup.db"
    take(testbed, path)
    hub.issue("A")
    done = restore(testbed, path)
    assert done.returncode == 1 and "stop it first" in done.stderr
    assert hub.state()["day_open"] and hub.ticket(1)["number"] == "A001"


def flip(data):
    """Damage in the middle of the pages."""
    made = bytearray(data)
    for at in range(len(made) // 4, len(made) - 600, 4096):
        made[at : at + 600] = b"\xff" * 600
    return bytes(made)


def without_an_event(data, folder):
    path = folder / "forged.db"
    path.write_bytes(data)
    with sqlite3.connect(path) as database:
        database.executescript(
            "DROP TRIGGER event_is_not_deleted; DELETE FROM event WHERE kind = 'call';"
        )
    return path.read_bytes()


def with_another_ticket(data, folder):
    path = folder / "forged.db"
    path.write_bytes(data)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE ticket SET state = 'FINISHED' WHERE id = 1")
    return path.read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data, _: flip(data),
        lambda data, _: data[: len(data) // 2],
        lambda _data, _: b"something else",
        lambda _data, _: b"",
        without_an_event,
        with_another_ticket,
    ],
    ids=["damaged", "cut", "foreign", "empty", "event-missing", "tables-differ"],
)
def test_a_bad_backup_is_refused_and_nothing_is_changed(testbed, hub, spoil):
    hub.open(1)
    for _ in range(30):
        hub.issue("A")
    hub.call_next(1)
    good = hub.ask("GET", "/backup").body
    path = testbed.write("bad.db", "")
    path.write_bytes(spoil(good, testbed.folder))
    testbed.hub.stop()
    before = (testbed.data / "layso.db").read_bytes()
    done = restore(testbed, path)
    assert done.returncode == 1 and "nothing was restored" in done.stderr, done
    assert (testbed.data / "layso.db").read_bytes() == before
    assert not list(testbed.data.glob("*restor*"))
    testbed.hub.start()
    hub.close()
    assert hub.ticket(1)["state"] == "CALLED"


def test_a_backup_of_a_newer_version_is_refused(testbed, hub):
    path = testbed.folder / "newer.db"
    path.write_bytes(hub.ask("GET", "/backup").body)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")
    testbed.hub.stop()
    done = restore(testbed, path)
    assert done.returncode == 1 and "newer" in done.stderr
    testbed.hub.start()


def test_a_backup_starts_a_new_board(testbed, hub):
    hub.issue("A")
    path = testbed.folder / "backup.db"
    take(testbed, path)
    testbed.hub.stop()
    for file in testbed.data.iterdir():
        file.unlink()
    done = restore(testbed, path)
    assert done.returncode == 0 and "that was there" not in done.stdout, done
    assert "WARNING" in done.stdout, "nobody knows what was given since"
    testbed.hub.start()
    hub.close()
    assert hub.ticket(1)["number"] == "A001"


def go_back(testbed, hub, path, *more):
    """Restores and starts again; what the restore said."""
    if testbed.hub.process:
        testbed.hub.stop()
    hub.close()
    done = restore(testbed, path, *more)
    assert done.returncode == 0, done.stderr
    testbed.verify()
    testbed.hub.start()
    return done.stdout


def test_no_number_is_given_twice_on_the_day_of_a_restore(testbed, hub):
    path = testbed.folder / "backup.db"
    for _ in range(3):
        hub.issue("A")
    take(testbed, path)
    given = {hub.issue(service)["number"] for service in "AAAAB"}
    said = go_back(testbed, hub, path)
    assert f"the numbers of {hub.state()['day']} go on above 7" in said
    assert "WARNING" not in said
    following = [hub.issue(service)["number"] for service in "ABA"]
    assert following == ["A008", "B008", "A009"] and not given & set(following)
    # Who came before the backup keeps number and place.
    hub.open(1)
    assert hub.call_next(1)["number"] == "A001"
    testbed.restart_hub(kill=True)
    assert hub.issue("B")["number"] == "B009"
    # Back once more: above what was given in the meantime, too.
    assert "go on above 9" in go_back(testbed, hub, path)
    assert hub.issue("A")["number"] == "A010"
    testbed.hub.stop()
    testbed.verify()
    testbed.hub.start()


def test_a_slip_opens_its_own_ticket_or_none_after_a_restore(testbed, hub):
    def page_of(slip):
        return hub.ask("GET", f"/public/{slip['token']}")

    path = testbed.folder / "backup.db"
    kept = hub.issue("A")
    take(testbed, path)
    lost = [hub.issue("A") for _ in range(3)]
    go_back(testbed, hub, path)
    following = [hub.issue("B") for _ in range(5)]
    assert page_of(kept).json["number"] == kept["number"], "still valid"
    for slip in following:
        assert page_of(slip).json["number"] == slip["number"]
    assert {page_of(slip).status for slip in lost} == {404}
    # A board without the former database cannot know which ids were given since.
    testbed.hub.stop()
    for file in testbed.data.glob("*"):
        file.unlink()
    go_back(testbed, hub, path)
    hub.issue("B")
    assert page_of(kept).json["number"] == kept["number"]
    assert {page_of(slip).status for slip in lost + following} == {404}


def test_after_a_restore_event_numbers_mean_another_history(testbed, hub):
    path = testbed.folder / "backup.db"
    hub.issue("A")
    take(testbed, path)
    hub.issue("B")
    before = hub.state()
    go_back(testbed, hub, path)
    # As many events as a client has seen of the former history, and more.
    while hub.state()["seq"] <= before["seq"]:
        hub.issue("A")
    assert hub.state()["epoch"] != before["epoch"]
    with hub.stream(last_event_id=f"{before['epoch']}-{before['seq']}") as stream:
        assert stream.next().kind == "restart"


def test_a_restore_that_takes_nothing_back_leaves_no_gap(testbed, hub):
    path = testbed.folder / "backup.db"
    hub.issue("A")
    take(testbed, path)
    assert "go on above" not in go_back(testbed, hub, path)
    assert hub.issue("A")["number"] == "A002"


def test_after_a_damaged_database_somebody_says_where_to_go_on(testbed, hub):
    path = testbed.folder / "backup.db"
    hub.issue("A")
    take(testbed, path)
    testbed.hub.stop()
    (testbed.data / "layso.db").write_bytes(b"not a database" * 100)
    assert "WARNING" in go_back(testbed, hub, path)
    said = go_back(testbed, hub, path, "--numbers-above", "40")
    assert "go on above 40" in said and "WARNING" not in said
    assert [hub.issue(service)["number"] for service in "AB"] == ["A041", "B041"]


@pytest.mark.parametrize("word", ["0", "x", "-1", "9999", "A017"])
def test_where_to_go_on_is_a_number(testbed, hub, word):
    path = testbed.folder / "backup.db"
    take(testbed, path)
    testbed.hub.stop()
    done = restore(testbed, path, "--numbers-above", word)
    assert done.returncode == 1 and "--numbers-above" in done.stderr
    assert not list(testbed.data.glob("*before-restore*"))
    testbed.hub.start()


def test_a_restore_that_was_interrupted_is_begun_anew(testbed, hub):
    path = testbed.folder / "backup.db"
    take(testbed, path)
    (testbed.data / "replacing").mkdir()
    (testbed.data / "replacing" / "layso.db").write_bytes(b"half of a copy")
    hub.issue("A")
    assert "go on above 1" in go_back(testbed, hub, path)
    assert not (testbed.data / "replacing").exists()
