# SPDX-License-Identifier: Apache-2.0
"""A backup is taken while people press buttons, and holds every ticket that was acknowledged up to
its event; restored, the hub goes on from there."""

import sqlite3
import stat
import threading

import pytest
from processes import program_environment, run_program
from waiting import wait_for


def take(house, path, status=0):
    """layso backup; what it says."""
    done = run_program(
        "layso", "--json", "backup", str(path), seconds=60,
        env=program_environment(LAYSO_HUB=house.unix),
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done


def restore(house, path, *more):
    return run_program(
        "layso-hubd", "--config", str(house.hub_config()), "--restore", str(path), *more,
        seconds=60,
    )  # fmt: skip


class Load:
    """Tickets from several presses at once, with the event that acknowledged each."""

    def __init__(self, house, threads=4):
        self.house = house
        self.stop = threading.Event()
        self.tickets = []
        self.threads = [threading.Thread(target=self.run) for _ in range(threads)]

    def run(self):
        caller = self.house.caller()
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


def test_a_backup_under_load_has_every_acknowledged_ticket(house, hub):
    path = house.folder / "backup.db"
    with Load(house) as load:
        wait_for(lambda: len(load.tickets) > 100, "there is load")
        before = list(load.tickets)
        answer = take(house, path)
        wait_for(lambda: len(load.tickets) > len(before) + 100, "the load goes on")
    seq = int(answer.stdout.split('"seq":')[1].rstrip("}\n"))
    kept = issued_by(path, seq)
    assert {t["id"]: t["number"] for t in before}.items() <= kept.items()
    house.hub.kill()
    everything = issued_by(house.data / "layso.db", 1 << 60)
    assert kept == issued_by(house.data / "layso.db", seq)
    assert len(everything) > len(kept)

    done = restore(house, path)
    assert done.returncode == 0, done.stderr
    assert f"restored: {seq} events" in done.stdout
    assert "later events" in done.stdout, "what is lost is said"
    assert issued_by(house.data / "layso.db.before-restore-1", 1 << 60) == everything
    house.verify()
    house.hub.start()
    hub.close()
    assert {i: hub.ticket(i)["number"] for i in list(kept)[:20]} == dict(list(kept.items())[:20])
    following = hub.issue("A")
    assert following["number"] not in everything.values(), "slips with them are in people's hands"
    assert int(following["number"][1:]) == len(everything) + 1
    house.hub.stop()
    house.verify()
    house.hub.start()


def test_only_its_owner_may_read_a_backup(house, hub):
    path = house.folder / "backup.db"
    take(house, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.with_name("backup.db.partial").exists()
    assert not list(house.data.glob("*partial*")), "the hub keeps none"


def test_a_download_says_which_event_it_is_of(hub):
    answer = hub.ask("GET", "/backup")
    assert answer.status == 200 and answer.body.startswith(b"SQLite format 3\0")
    assert int(answer.headers["X-Layso-Seq"]) == hub.seq()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_backup_that_fails_leaves_the_former_one(house, hub):
    path = house.folder / "backup.db"
    take(house, path)
    good = path.read_bytes()
    house.hub.stop()
    assert take(house, path, status=3).stderr
    assert path.read_bytes() == good
    assert not path.with_name("backup.db.partial").exists()
    house.hub.start()


def test_nothing_is_restored_while_a_hub_runs(house, hub):
    path = house.folder / "backup.db"
    take(house, path)
    hub.issue("A")
    done = restore(house, path)
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
def test_a_bad_backup_is_refused_and_nothing_is_changed(house, hub, spoil):
    hub.open(1)
    for _ in range(30):
        hub.issue("A")
    hub.call_next(1)
    good = hub.ask("GET", "/backup").body
    path = house.write("bad.db", "")
    path.write_bytes(spoil(good, house.folder))
    house.hub.stop()
    before = (house.data / "layso.db").read_bytes()
    done = restore(house, path)
    assert done.returncode == 1 and "nothing was restored" in done.stderr, done
    assert (house.data / "layso.db").read_bytes() == before
    assert not list(house.data.glob("*restor*"))
    house.hub.start()
    hub.close()
    assert hub.ticket(1)["state"] == "CALLED"


def test_a_backup_of_a_newer_version_is_refused(house, hub):
    path = house.folder / "newer.db"
    path.write_bytes(hub.ask("GET", "/backup").body)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")
    house.hub.stop()
    done = restore(house, path)
    assert done.returncode == 1 and "newer" in done.stderr
    house.hub.start()


def test_a_backup_starts_a_new_board(house, hub):
    hub.issue("A")
    path = house.folder / "backup.db"
    take(house, path)
    house.hub.stop()
    for file in house.data.iterdir():
        file.unlink()
    done = restore(house, path)
    assert done.returncode == 0 and "that was there" not in done.stdout, done
    assert "WARNING" in done.stdout, "nobody knows what was given since"
    house.hub.start()
    hub.close()
    assert hub.ticket(1)["number"] == "A001"


def go_back(house, hub, path, *more):
    """Restores and starts again; what the restore said."""
    if house.hub.process:
        house.hub.stop()
    hub.close()
    done = restore(house, path, *more)
    assert done.returncode == 0, done.stderr
    house.verify()
    house.hub.start()
    return done.stdout


def test_no_number_is_given_twice_on_the_day_of_a_restore(house, hub):
    path = house.folder / "backup.db"
    for _ in range(3):
        hub.issue("A")
    take(house, path)
    given = {hub.issue(service)["number"] for service in "AAAAB"}
    said = go_back(house, hub, path)
    assert f"the numbers of {hub.state()['day']} go on above 7" in said
    assert "WARNING" not in said
    following = [hub.issue(service)["number"] for service in "ABA"]
    assert following == ["A008", "B008", "A009"] and not given & set(following)
    # Who came before the backup keeps number and place.
    hub.open(1)
    assert hub.call_next(1)["number"] == "A001"
    house.restart_hub(kill=True)
    assert hub.issue("B")["number"] == "B009"
    # Back once more: above what was given in the meantime, too.
    assert "go on above 9" in go_back(house, hub, path)
    assert hub.issue("A")["number"] == "A010"
    house.hub.stop()
    house.verify()
    house.hub.start()


def test_a_slip_opens_its_own_ticket_or_none_after_a_restore(house, hub):
    def page_of(slip):
        return hub.ask("GET", f"/public/{slip['token']}")

    path = house.folder / "backup.db"
    kept = hub.issue("A")
    take(house, path)
    lost = [hub.issue("A") for _ in range(3)]
    go_back(house, hub, path)
    following = [hub.issue("B") for _ in range(5)]
    assert page_of(kept).json["number"] == kept["number"], "still valid"
    for slip in following:
        assert page_of(slip).json["number"] == slip["number"]
    assert {page_of(slip).status for slip in lost} == {404}
    # A board without the former database cannot know which ids were given since.
    house.hub.stop()
    for file in house.data.glob("*"):
        file.unlink()
    go_back(house, hub, path)
    hub.issue("B")
    assert page_of(kept).json["number"] == kept["number"]
    assert {page_of(slip).status for slip in lost + following} == {404}


def test_after_a_restore_event_numbers_mean_another_history(house, hub):
    path = house.folder / "backup.db"
    hub.issue("A")
    take(house, path)
    hub.issue("B")
    before = hub.state()
    go_back(house, hub, path)
    # As many events as a client has seen of the former history, and more.
    while hub.state()["seq"] <= before["seq"]:
        hub.issue("A")
    assert hub.state()["epoch"] != before["epoch"]
    with hub.stream(last_event_id=f"{before['epoch']}-{before['seq']}") as stream:
        assert stream.next().kind == "restart"


def test_a_restore_that_takes_nothing_back_leaves_no_gap(house, hub):
    path = house.folder / "backup.db"
    hub.issue("A")
    take(house, path)
    assert "go on above" not in go_back(house, hub, path)
    assert hub.issue("A")["number"] == "A002"


def test_after_a_damaged_database_somebody_says_where_to_go_on(house, hub):
    path = house.folder / "backup.db"
    hub.issue("A")
    take(house, path)
    house.hub.stop()
    (house.data / "layso.db").write_bytes(b"not a database" * 100)
    assert "WARNING" in go_back(house, hub, path)
    said = go_back(house, hub, path, "--numbers-above", "40")
    assert "go on above 40" in said and "WARNING" not in said
    assert [hub.issue(service)["number"] for service in "AB"] == ["A041", "B041"]


@pytest.mark.parametrize("word", ["0", "x", "-1", "9999", "A017"])
def test_where_to_go_on_is_a_number(house, hub, word):
    path = house.folder / "backup.db"
    take(house, path)
    house.hub.stop()
    done = restore(house, path, "--numbers-above", word)
    assert done.returncode == 1 and "--numbers-above" in done.stderr
    assert not list(house.data.glob("*before-restore*"))
    house.hub.start()


def test_a_restore_that_was_interrupted_is_begun_anew(house, hub):
    path = house.folder / "backup.db"
    take(house, path)
    (house.data / "replacing").mkdir()
    (house.data / "replacing" / "layso.db").write_bytes(b"half of a copy")
    hub.issue("A")
    assert "go on above 1" in go_back(house, hub, path)
    assert not (house.data / "replacing").exists()
