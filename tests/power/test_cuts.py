# SPDX-License-Identifier: Apache-2.0
"""The virtual board on a disk of its own: its QEMU is killed while people press, so that all is
gone that the board's kernel had not written. It boots on the same disk, and what was acknowledged
is there, once; the checker finds nothing.

LAYSO_TEST_CUTS says how often: 3 in CI; with LAYSO_TEST_WHOLE=1 a dozen. A boot takes half a
minute. What the board said is in build/power/."""

import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys

from processes import RELEASE, ROOT
from shim import counted
from waiting import wait_for

sys.path.insert(0, str(ROOT / "tests/virtual-board"))

from machine import Machine, write_configuration

CUTS = int(os.environ.get("LAYSO_TEST_CUTS", "12" if os.environ.get("LAYSO_TEST_WHOLE") else "3"))
SEED = int(os.environ.get("LAYSO_TEST_SEED", "1"))
BOOT_S, LOAD_S = 180, 400
DEATHS = 2
DISK_MB = 256
RESULTS = RELEASE / "power"


class KernelDied(Exception):
    """As an emulated machine's may, by itself (tests/virtual-board/machine.py), or not even come up
    when the machine outside is too busy: a cut, too."""


class Board:
    def __init__(self, kernel, disk, n, known):
        self.results = RESULTS / f"boot-{n}"
        self.results.mkdir()
        (self.results / "known.json").write_text(json.dumps(known))
        options = argparse.Namespace(build=RELEASE, results=self.results, kernel=kernel)
        options.pytest = []
        write_configuration(options, "power")
        self.console = self.results / "console.log"
        drive = f"file={disk},format=raw,if=none,id=disk,cache=writeback"
        more = ("-drive", drive, "-device", "virtio-blk-pci,drive=disk")
        self.machine = Machine(kernel, self.results, self.console, more)

    def said(self):
        return self.console.read_text(errors="replace")[-3000:] if self.console.exists() else ""

    def wait(self, condition, what, seconds):
        def met():
            if self.machine.process.poll() is None:
                return condition()
            if "Kernel panic" in self.said():
                raise KernelDied
            raise AssertionError("the board ended")

        try:
            wait_for(met, what, seconds)
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{self.said()}") from None

    def check(self):
        try:
            self.wait((self.results / "started").exists, "the board is up", BOOT_S)
        except AssertionError as fault:
            raise KernelDied from fault
        checked = self.results / "checked.json"
        self.wait(checked.exists, "the board has looked", LOAD_S)
        report = json.loads(checked.read_text())
        assert not report["faults"], f"{report['faults'][:5]}\n{report['log'][-3000:]}"

    def acknowledged(self):
        """(id, number) of each ticket; the last line may not be whole."""
        path = self.results / "acknowledged"
        lines = path.read_text().split("\n")[:-1] if path.exists() else []
        return [(int(line.split()[0]), line.split()[1]) for line in lines]

    def load(self, least):
        self.wait(lambda: len(self.acknowledged()) >= least, f"{least} tickets", LOAD_S)

    def cut(self):
        self.machine.kill()


def make_disk(path):
    with open(path, "wb") as file:
        file.truncate(DISK_MB << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", path], check=True)


def test_the_board_loses_its_power_under_load(tmp_path):
    made = subprocess.run([ROOT / "tests/virtual-board/kernel"], stdout=subprocess.PIPE, text=True,
                          check=True)  # fmt: skip
    kernel = pathlib.Path(made.stdout.strip())
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir()
    make_disk(tmp_path / "disk")
    chance, known, died, cuts = random.Random(SEED), [], 0, 0
    while True:
        board = Board(kernel, tmp_path / "disk", cuts + died, known)
        try:
            board.check()
            if cuts == CUTS:
                break
            board.load(chance.randint(20, 150))
            cuts += 1
        except KernelDied:
            died += 1
            assert died <= DEATHS, f"the board's kernel dies again and again:\n{board.said()}"
        finally:
            board.cut()
        known += board.acknowledged()
    assert len({identity for identity, _ in known}) == len(known), "an id was given twice"
    counted(f"power: {cuts} times QEMU killed under load, {len(known)} tickets acknowledged, "
            "0 violations")  # fmt: skip
