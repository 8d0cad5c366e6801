# SPDX-License-Identifier: Apache-2.0
"""A training centre on a full disk of its own, and on the real hub's."""

import pytest
from loopdisk import LoopDisk
from processes import run_program
from training import Training
from waiting import wait_for


def hire(hub, name):
    hub.post("/staff", {"id": name, "name": name, "role": "clerk", "secret": "804213"})


def test_a_full_disk_keeps_the_former_copy_and_harms_no_real_hall(testbed, hub):
    hire(hub, "an")
    training = Training(testbed)
    disk = LoopDisk(testbed.folder, 16)
    if not disk.mount(training.data):
        pytest.skip("no loop devices here")
    try:
        training.start()
        copy = (training.data / "copy.json").read_bytes()
        training.daemon.stop()
        hire(hub, "binh")
        ballast = disk.fill()
        done = run_program("layso-hubd", "--config", training.config)
        assert done.returncode == 1 and "cannot make a training centre" in done.stderr, done
        assert (training.data / "copy.json").read_bytes() == copy
        assert hub.issue("A")["number"]
        ballast.unlink()
        training.daemon.start()
        practice = training.caller()
        assert practice.get("/training")["fresh"]
        assert "binh" in [person["id"] for person in practice.get("/staff")["staff"]]
        # Full while somebody practises: said, and nothing more.
        ballast = disk.fill()
        wait_for(lambda: practice.ask("POST", "/tickets", {"service": "A"}).status == 503,
                 "the disk takes nothing")  # fmt: skip
        assert hub.issue("A")["number"]
        practice.ask("POST", "/training/reset")
        assert training.daemon.process.wait(60) == 1, "it cannot begin; systemd tries again"
        ballast.unlink()
        training.daemon.process = None
        training.daemon.start()
        assert len(hub.tickets()) == 2
    finally:
        training.daemon.stop()
        disk.unmount()
