# SPDX-License-Identifier: Apache-2.0
"""A disk that is full, or can only be read, when the hub starts: what was committed is shown, every
change is refused with one word, and when the disk takes writes again the hub is an ordinary one."""

import errno
import os
import signal

import pytest
from loopdisk import LoopDisk
from pasttime import with_past_days
from processes import Testbed
from shim import FaultyHouse
from waiting import wait_for

root_only = pytest.mark.skipif(os.getuid() != 0, reason="needs root, to mount a disk")
CHANGES = (
    ("POST", "/tickets", {"service": "A", "press_id": "p-1"}),
    ("POST", "/counters/1/call-next", {}),
    ("POST", "/tokens", {"name": "late", "role": "hall"}),
)


def storage(hub):
    return hub.get("/health")["hub"]["storage"]


def assert_serves_for_reading(testbed, hub, word, ticket):
    assert hub.ticket(ticket["id"])["state"] == "WAITING", "what is in the WAL alone is there"
    state = hub.state()
    assert (state["storage"], state["seq"] > 0) == (word, True)
    health = hub.get("/health")
    assert (health["status"], health["hub"]["storage"]) == ("trouble", word)
    assert hub.get(f"/tickets?day={ticket['day']}")["tickets"], "also by the look-ups' connection"
    for method, path, body in CHANGES:
        answer = hub.ask(method, path, body)
        assert (answer.status, answer.json["error"]) == (503, "storage"), answer
        assert "nothing was changed" in answer.json["message"]
    assert hub.state()["seq"] == state["seq"]
    with hub.stream(after=0) as stream:
        seen = stream.until("storage", state=word)
    assert "issue" in [event.kind for event in seen], "the log is streamed"


def becomes_ordinary(testbed, hub, ticket):
    """It ends well by itself, for systemd to start it anew."""
    wait_for(lambda: not testbed.hub.runs(), "the hub ends, to start anew", seconds=20)
    assert testbed.hub.process.wait() == 0, testbed.hub.log()[-2000:]
    testbed.hub.process = None
    hub.close()
    testbed.hub.start()
    assert storage(hub) == "ok"
    assert hub.issue("A")["number"] == "A002"
    assert hub.call_next(1)["id"] == ticket["id"]
    testbed.verify()


class Disk:
    """A hub on a disk of its own, killed with a ticket that is in the WAL alone."""

    def __init__(self, testbed):
        self.testbed = testbed
        self.disk = LoopDisk(testbed.folder)
        if not self.disk.mount(testbed.data):
            pytest.skip("there are no loop devices here")
        self.hub = testbed.start_hub()
        self.hub.open(1)
        self.ticket = self.hub.issue("A")
        testbed.hub.kill()
        self.hub.close()


@pytest.fixture
def disk():
    testbed = Testbed()
    made = Disk(testbed)
    yield made
    for daemon in testbed.daemons:
        daemon.stop()
    made.disk.unmount()
    testbed.close()


@root_only
@pytest.mark.parametrize("shm", ["kept", "lost"])
def test_a_disk_that_can_only_be_read(disk, shm):
    if shm == "lost":
        (disk.testbed.data / "layso.db-shm").unlink()
    files = {p.name: p.read_bytes() for p in disk.testbed.data.iterdir() if p.is_file()}
    disk.disk.remount("ro")
    disk.testbed.hub.start()
    assert_serves_for_reading(disk.testbed, disk.hub, "read_only", disk.ticket)
    assert {p.name: p.read_bytes() for p in disk.testbed.data.iterdir() if p.is_file()} == files
    disk.disk.remount("rw")
    becomes_ordinary(disk.testbed, disk.hub, disk.ticket)


@root_only
def test_a_disk_that_can_only_be_read_after_a_clean_end(disk):
    """There is no WAL then, and none can be made."""
    disk.testbed.hub.start()
    disk.testbed.hub.stop()
    assert not (disk.testbed.data / "layso.db-wal").exists()
    disk.disk.remount("ro")
    disk.hub.close()
    disk.testbed.hub.start()
    assert_serves_for_reading(disk.testbed, disk.hub, "read_only", disk.ticket)
    disk.disk.remount("rw")
    becomes_ordinary(disk.testbed, disk.hub, disk.ticket)


@root_only
@pytest.mark.parametrize("shm", ["kept", "lost"])
def test_a_full_disk(disk, shm):
    if shm == "lost":
        (disk.testbed.data / "layso.db-shm").unlink()
    ballast = disk.disk.fill()
    disk.testbed.hub.start()
    assert_serves_for_reading(disk.testbed, disk.hub, "full", disk.ticket)
    ballast.unlink()
    becomes_ordinary(disk.testbed, disk.hub, disk.ticket)


def archive_state(hub):
    devices = hub.get("/health")["devices"]
    return next((d["state"] for d in devices if d["name"] == "hub/archive"), None)


def archives(testbed):
    return list((testbed.data / "archive").glob("*"))


@root_only
def test_no_room_for_an_archive(testbed_on_disk):
    """The disk still takes numbers, but not a whole year besides."""
    testbed = testbed_on_disk
    hub, _ = with_past_days(testbed, 410, 300)
    ballast = testbed.data / "ballast"
    with open(ballast, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 100 << 20)
    hub.post("/day", {"move": "close"})
    wait_for(lambda: archive_state(hub) == "full", "health tells it", seconds=60)
    assert archives(testbed) == [] and storage(hub) in ("ok", "slow")
    hub.post("/day", {"move": "reopen"})
    assert hub.issue("A"), "the hall goes on"
    ballast.unlink()
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: archives(testbed), "it is made when there is room", seconds=60)
    wait_for(lambda: archive_state(hub) == "ok", "health says that all is well")
    assert "1 archives" in wait_for(lambda: verified_archive(testbed), "it was recorded")


def verified_archive(testbed):
    said = testbed.verify().stdout
    return said if "archives" in said else None


@pytest.fixture
def testbed_on_disk():
    testbed = Testbed()
    disk = LoopDisk(testbed.folder, megabytes=160)
    if not disk.mount(testbed.data):
        pytest.skip("there are no loop devices here")
    yield testbed
    for daemon in testbed.daemons:
        daemon.stop()
    disk.unmount()
    testbed.close()


@pytest.fixture
def faulty():
    made = FaultyHouse()
    yield made
    made.close()


@pytest.mark.parametrize("error, word", [(errno.ENOSPC, "full"), (errno.EROFS, "read_only"),
                                         (errno.EIO, "failed")])  # fmt: skip
def test_every_write_of_a_start_is_refused(faulty, error, word):
    hub = faulty.start_hub()
    hub.open(1)
    ticket = hub.issue("A")
    faulty.hub.kill()
    hub.close()
    faulty.shim.arm("error", "write", "truncate", "sync", times=0, error=error)
    faulty.hub.start()
    assert_serves_for_reading(faulty, hub, word, ticket)
    faulty.shim.disarm()
    becomes_ordinary(faulty, hub, ticket)


@pytest.mark.parametrize("error, word", [(errno.ENOSPC, "full"), (errno.EROFS, "read_only"),
                                         (errno.EIO, "failed")])  # fmt: skip
def test_the_same_words_while_it_runs(faulty, error, word):
    """And nobody has to press for the hub to see that the disk is well again."""
    hub = faulty.start_hub()
    hub.open(1)
    ticket = hub.issue("A")
    faulty.shim.arm("error", "write", "truncate", "sync", times=0, error=error)
    assert hub.ask(*CHANGES[0]).status == 503
    assert_serves_for_reading(faulty, hub, word, ticket)
    faulty.shim.disarm()
    wait_for(lambda: storage(hub) == "ok" and hub.state()["storage"] == "ok", "it is well again",
             seconds=20)  # fmt: skip
    assert hub.issue("A")["number"] == "A002"
    told = [e for e in hub.get("/health")["devices"] if e["name"] == "hub/storage"]
    assert told, "the log says what was"
    faulty.verify()


def test_the_disk_is_full_while_an_archive_is_made(faulty):
    hub, _ = with_past_days(faulty, 410, 300)
    faulty.shim.arm(
        "error", "write", times=0, error=errno.ENOSPC, suffix="archive/unfinished.db")
    hub.post("/day", {"move": "close"})
    wait_for(lambda: archive_state(hub) == "full", "health tells it", seconds=60)
    assert faulty.shim.fired and archives(faulty) == [], "nothing by halves"
    faulty.shim.disarm()
    faulty.hub.signal(signal.SIGHUP)
    wait_for(lambda: archive_state(hub) == "ok", "it goes on by itself", seconds=60)
    wait_for(lambda: verified_archive(faulty), "it was recorded")


def test_a_kiosk_says_that_no_number_can_be_kept(faulty):
    hub = faulty.start_hub()
    board = faulty.board(kiosk=(640, 480))
    kiosk = faulty.start_kiosk(board=board)
    wait_for(lambda: kiosk.log().rstrip().count(": services") == 1, "the kiosk is ready")
    faulty.shim.arm("error", "write", "truncate", "sync", times=0, error=errno.ENOSPC)
    assert hub.ask(*CHANGES[0]).status == 503
    wait_for(lambda: kiosk.log().count(": unable") == 1, "its screen says so by itself")
    faulty.shim.disarm()
    wait_for(lambda: kiosk.log().count(": services") == 2, "it is ready again", seconds=20)
    assert "is away" not in kiosk.log(), "one state, one wording"
