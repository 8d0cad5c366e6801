# SPDX-License-Identifier: Apache-2.0
"""What all daemons have in common: options, configuration, signals."""

import os
import signal
import socket
import sqlite3
import stat

import pytest
from processes import Testbed, PROGRAMS, free_port, run_program
from waiting import stays, wait_for

DAEMONS = ["layso-hubd", "layso-kioskd", "layso-halld", "layso-simulator"]


@pytest.mark.parametrize("name", PROGRAMS)
def test_help_and_version(name):
    for option in ("--help", "--version"):
        done = run_program(name, option)
        assert done.returncode == 0 and not done.stderr, done
        assert name in done.stdout or "layso" in done.stdout


@pytest.mark.parametrize("name", DAEMONS)
def test_wrong_usage(name):
    for arguments in (["--wrong"], ["extra"], ["--config"], ["--config", "/nowhere.conf"]):
        done = run_program(name, *arguments)
        assert done.returncode == 2 and done.stderr, (arguments, done)


@pytest.mark.parametrize("name", DAEMONS)
def test_check_names_the_line(name, tmp_path):
    config = tmp_path / "wrong.conf"
    config.write_text("# a comment\n[hub]\ncolour = red\n")
    done = run_program(name, "--check", "--config", str(config))
    assert done.returncode == 2
    assert f"{config}:" in done.stderr, done.stderr


def test_check_of_a_good_configuration(testbed):
    done = run_program("layso-hubd", "--check", "--config", str(testbed.hub_config()))
    assert done.returncode == 0, done


BAD_LINES = ["listen = 127.0.0.1:99999", "listen = nonsense", "loopback_role = king", "red = yes"]


@pytest.mark.parametrize("line", BAD_LINES)
def test_check_of_a_bad_address_or_role(testbed, line):
    config = testbed.write("bad.conf", f"[hub]\ndata = {testbed.data}\n[http]\n{line}\n")
    done = run_program("layso-hubd", "--check", "--config", str(config))
    assert done.returncode == 2 and done.stderr, done


def test_a_port_in_use_is_said_clearly(testbed):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", testbed.port))
        taken.listen()
        testbed.create()
        done = run_program("layso-hubd", "--config", str(testbed.hub_config()))
    assert done.returncode == 1 and str(testbed.port) in done.stderr, done


def test_two_hubs_on_one_database(testbed, hub):
    other = Testbed()
    try:
        other.data = testbed.data
        done = run_program("layso-hubd", "--config", str(other.hub_config()))
        assert done.returncode == 1 and str(testbed.data) in done.stderr, done
    finally:
        other.close()
    assert hub.issue("A")["number"] == "A001"


def test_a_disk_that_forgets_is_refused(testbed):
    folder = next((f for f in ("/dev/shm", "/run") if os.access(f, os.W_OK)), None)
    if not folder:
        pytest.skip("there is no tmpfs to write to")
    data = os.path.join(folder, f"layso-test-{os.getpid()}")
    os.mkdir(data)
    try:
        lines = f"listen = 127.0.0.1:{testbed.port}\nsocket = {testbed.socket}\n"
        config = testbed.write("volatile.conf", f"[hub]\ndata = {data}\n[http]\n{lines}")
        done = run_program("layso-hubd", "--config", str(config))
        assert done.returncode == 1 and data in done.stderr, done
        assert not os.path.exists(os.path.join(data, "layso.db"))
    finally:
        for name in os.listdir(data):
            os.unlink(os.path.join(data, name))
        os.rmdir(data)


def test_hangup_and_service_goes_on(testbed, hub):
    hub.issue("A")
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: "read anew" in testbed.hub.log(), "the configuration was read anew")
    assert hub.issue("A")["number"] == "A002"
    testbed.hub_config().write_text("[nonsense]\n")
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: "nonsense" in testbed.hub.log(), "the mistake is named")
    assert hub.issue("A")["number"] == "A003"
    testbed.hub_config()


def test_what_takes_a_restart_is_not_half_taken(testbed, hub):
    """A folder that runs ahead of the database would be watched and backed up in its place."""
    elsewhere = testbed.folder / "elsewhere"
    config = testbed.hub_config()
    text = config.read_text()
    config.write_text(text.replace(f"data = {testbed.data}", f"data = {elsewhere}"))
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: "read anew" in testbed.hub.log(), "the configuration was read anew")
    assert "hub.data is another now" in testbed.hub.log()
    assert hub.get("/health")["hub"]["database_bytes"] > 0
    assert hub.ask("GET", "/backup").body.startswith(b"SQLite format 3")
    assert not elsewhere.exists()


def test_what_the_hub_keeps_is_its_own_whatever_the_umask(testbed):
    testbed.data.mkdir()
    plain = testbed.hub_config
    tls = f"[tls]\nlisten = 127.0.0.1:{free_port()}\n"

    def hub_config(**more):
        path = plain(**more)
        path.write_text(path.read_text() + tls)
        return path

    testbed.hub_config = hub_config
    hub = testbed.start_hub(popen={"umask": 0})
    hub.issue("A")
    files = {p.name: stat.S_IMODE(p.stat().st_mode) for p in testbed.data.rglob("*") if p.is_file()}
    assert {"layso.db", "layso.db-wal", "layso.db-shm", "lock", "tls-key.pem"} <= set(files)
    assert {name: oct(mode) for name, mode in files.items() if mode & 0o077} == {}
    assert stat.S_IMODE(testbed.socket.stat().st_mode) == 0o666, "who may come is asked for there"


def test_a_file_that_is_no_database_stops_the_hub(testbed, hub):
    """Nothing of it can be read: an empty hall in its place would look as if all were well."""
    hub.issue("A")
    testbed.hub.stop()
    hub.close()
    for path in testbed.data.glob("layso.db*"):
        if path.name != "layso.db":
            path.unlink()
    database = testbed.data / "layso.db"
    database.write_bytes(b"this is no database " * 1000)
    done = run_program("layso-hubd", "--config", str(testbed.hub_config()))
    assert done.returncode == 1 and "layso-hubd --restore FILE" in done.stderr, done
    assert database.read_bytes() == b"this is no database " * 1000


def test_a_damaged_database_is_put_aside_and_service_goes_on(testbed, hub):
    hub.issue("A")
    testbed.hub.stop()
    hub.close()
    with open(testbed.data / "layso.db", "r+b") as file:
        file.seek(2 * 4096)
        file.write(bytes(4096))
    testbed.hub.start()
    assert "[device]" in testbed.hub.log() or "[ours]" in testbed.hub.log()
    assert list(testbed.data.glob("layso.db.damaged-*")), "what was there is kept"
    assert hub.issue("A")["number"] == "A002"

    def database():
        devices = hub.get("/health")["devices"]
        return next((d["state"] for d in devices if d["name"] == "hub/database"), None)

    wait_for(lambda: database() == "rebuilt", "health says it")
    assert hub.get("/health")["status"] == "trouble"
    testbed.hub.stop()
    testbed.hub.start()
    hub.close()
    wait_for(lambda: database() == "rebuilt", "health says it until somebody has seen it")
    chi = testbed.with_token("admin", "chi")
    before = hub.seq()
    with hub.stream(after=before) as stream:
        first = chi.post("/health/acknowledge", {})["seq"]
        seen = stream.until("acknowledge")[-1]
        assert seen.data["device"] == "hub/database" and seen.data["state"] == "rebuilt"
    wait_for(lambda: database() == "ok", "health says it no more")
    again = chi.post("/health/acknowledge", {})["seq"]
    assert first == seen.seq and again > first, "asked twice: nothing more, but the device's event"
    testbed.hub.stop()
    assert testbed.check()["violations"] == 0
    with sqlite3.connect(testbed.data / "layso.db") as db:
        said = db.execute("SELECT actor FROM event WHERE kind = 'acknowledge'").fetchall()
    db.close()
    assert said == [("chi",)], "who did it, once"
    testbed.hub.start()
    hub.close()
    stays(lambda: database() == "ok", "after a restart, too")
    assert hub.get("/health")["status"] == "ok"


def test_there_may_be_nothing_to_acknowledge(testbed, hub):
    before = hub.seq()
    done = run_program("layso", "health", "acknowledge", more={"LAYSO_HUB": testbed.unix})
    assert done.returncode == 0, done.stderr
    assert hub.seq() == before, "the log has no word of it"


def test_a_database_of_a_later_version_is_left_alone(testbed, hub):
    testbed.hub.stop()
    with sqlite3.connect(testbed.data / "layso.db") as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute("PRAGMA user_version = 9999")
    db.close()
    before = (testbed.data / "layso.db").read_bytes()
    done = run_program("layso-hubd", "--config", str(testbed.hub_config()))
    assert done.returncode == 1 and "9999" in done.stderr, done
    assert (testbed.data / "layso.db").read_bytes() == before
    with sqlite3.connect(testbed.data / "layso.db") as db:
        db.execute(f"PRAGMA user_version = {version}")
    db.close()
    testbed.hub.start()
