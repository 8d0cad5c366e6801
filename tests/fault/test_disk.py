# SPDX-License-Identifier: Apache-2.0
"""A disk that is full: the hub says so, does nothing by halves, and goes on when there is room."""

import os
import resource
import subprocess
import uuid

import pytest
from recordings import recording, tone
from waiting import wait_for

CLIP = "/clips/vi.number-1"


def issue(hub, press):
    return hub.ask("POST", "/tickets", {"service": "A", "press_id": press})


def fill_until_refused(hub):
    """Issues until the disk refuses; the tickets that were acknowledged and the refused press."""
    given = []
    for _ in range(20000):
        press = str(uuid.uuid4())
        answer = issue(hub, press)
        if answer.status != 201:
            return given, press, answer
        given.append(answer.json)
    raise AssertionError("the disk never got full")


def check_full(testbed, hub, make_room):
    hub.open(1)
    first = hub.issue("A")
    given, press, answer = fill_until_refused(hub)
    assert (answer.status, answer.json["error"]) == (503, "storage"), answer
    seq = hub.seq()
    for _ in range(3):
        assert issue(hub, press).status == 503
    answer = hub.ask("POST", "/counters/1/call-next", {})
    assert answer.status == 503, answer
    answer = hub.ask("PUT", CLIP, recording(tone(1, 0.2)))
    assert answer.status == 503, answer
    assert "voice" not in hub.get("/site")["site"] and hub.ask("DELETE", CLIP).status == 404
    assert hub.seq() == seq, "nothing half done"
    assert hub.ticket(first["id"])["state"] == "WAITING", "reading goes on"
    assert hub.get("/health")["status"] == "trouble"
    testbed.verify()

    make_room()
    answer = issue(hub, press)
    assert answer.status == 201, answer
    numbers = [t["number"] for t in (first, *given, answer.json)]
    assert numbers == [f"A{n:03}" for n in range(1, len(numbers) + 1)], "no number is missing"
    assert hub.call_next(1)["id"] == first["id"]
    kept = hub.call("PUT", CLIP, recording(tone(1, 0.2)))
    assert hub.get("/site")["site"]["voice"] == {"vi": {"number-1": kept["id"]}}
    wait_for(lambda: hub.get("/health")["status"] == "ok", "the hub is well again")
    testbed.verify()
    testbed.restart_hub(kill=True)
    assert hub.ticket(given[-1]["id"])["number"] == given[-1]["number"]
    testbed.verify()


def test_files_that_may_not_grow(testbed):
    """A limit on the size of files, which needs no rights."""
    hub = testbed.start_hub(popen={"restore_signals": False})
    size = max(path.stat().st_size for path in testbed.data.iterdir())
    resource.prlimit(testbed.hub.pid, resource.RLIMIT_FSIZE, (size + 65536, resource.RLIM_INFINITY))

    def make_room():
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(testbed.hub.pid, resource.RLIMIT_FSIZE, unlimited)

    check_full(testbed, hub, make_room)


@pytest.fixture
def small_disk(testbed):
    """A file system of 128 MiB under the database."""
    testbed.data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", str(testbed.data)]
    mounted = subprocess.run(mount, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk here: {mounted.stderr.decode().strip()}")
    yield testbed.data
    for daemon in testbed.daemons:
        daemon.stop()
    subprocess.run(["umount", str(testbed.data)], check=True)


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to mount a small disk")
def test_a_full_disk(testbed, small_disk):
    hub = testbed.start_hub()
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk)
    with open(ballast, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_bsize - 512 * 1024)
    check_full(testbed, hub, ballast.unlink)
