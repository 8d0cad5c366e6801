# SPDX-License-Identifier: Apache-2.0
"""An empty hall is made whole or not at all, and never beneath the disk of a full one."""

import itertools
import os

import pytest
from loopdisk import LoopDisk
from processes import Testbed, run_program
from shim import FaultyHouse

KINDS = ("open", "write", "sync", "rename", "unlink", "truncate", "mkdir")


def create_with(action, op, at, **fault):
    """One --create with one fault in it; whether the fault came."""
    testbed = FaultyHouse()
    try:
        testbed.shim.arm(action, op, at=at, **fault)
        done = testbed.hubd("--create", shim=True)
        fired = testbed.shim.fired
        testbed.shim.disarm()
        if done.returncode == 0 and not fired:
            return False
        started = run_program("layso-hubd", "--check", "--config", str(testbed.hub_config()))
        assert started.returncode == 0
        # Whole, on its way to its place, or not there at all: then it is made as if for the first
        # time.
        if not (testbed.data / "layso.db").exists() and not (
            testbed.data / "replacing" / "ready"
        ).exists():
            again = testbed.hubd("--create")
            assert again.returncode == 0, (op, at, done.stderr, again.stderr)
        testbed.hub = testbed.new_hub()
        testbed.hub.start()
        hub = testbed.caller()
        assert hub.get("/state")["seq"] > 0
        testbed.hub.stop()
        testbed.check()
        return fired > 0
    finally:
        testbed.close()


@pytest.mark.parametrize("op", KINDS)
def test_killed_in_the_middle(op):
    step = 1 if os.environ.get("LAYSO_TEST_WHOLE") else 3
    kills = 0
    for at in itertools.count(1, step):
        if not create_with("kill", op, at):
            break
        kills += 1
    assert kills > 0, f"there was no {op}"


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to mount a disk")
def test_a_disk_that_is_mounted_late():
    testbed = Testbed()
    disk = LoopDisk(testbed.folder)
    try:
        if not disk.mount(testbed.data):
            pytest.skip("there are no loop devices here")
        hub = testbed.start_hub()
        ticket = hub.issue("A")
        testbed.hub.stop()
        hub.close()
        disk.unmount()
        done = run_program("layso-hubd", "--config", str(testbed.hub_config()))
        assert done.returncode == 1 and "not mounted" in done.stderr, done
        assert list(testbed.data.iterdir()) == [], "nothing is made beneath"
        disk.mount(testbed.data)
        testbed.hub.start()
        assert hub.ticket(ticket["id"])["number"] == ticket["number"]
        assert hub.issue("A")["number"] == "A002"
        testbed.hub.stop()
    finally:
        testbed.hub.kill()
        disk.unmount()
        testbed.close()
