# SPDX-License-Identifier: Apache-2.0
"""A release hub whose files fail as told (tests/fault/fault-shim.c), and the checker on it."""

import ctypes
import errno
import mmap
import os
import pathlib

from processes import RELEASE, Daemon, Testbed, run_program
from sitedata import site

SHIM = RELEASE / "tests/fault/fault-shim.so"

OPS = ("open", "read", "write", "sync", "rename", "unlink", "truncate", "link", "mkdir")
ACTIONS = ("none", "kill", "kill_after", "kill_torn", "error", "short", "delay")
MAGIC = 0x3146534C
HANG = 1 << 62


class _Control(ctypes.Structure):
    _fields_ = [
        ("magic", ctypes.c_uint32),
        ("armed", ctypes.c_uint32),
        ("action", ctypes.c_uint32),
        ("error", ctypes.c_int32),
        ("at", ctypes.c_uint64),
        ("times", ctypes.c_uint64),
        ("delay_ms", ctypes.c_uint64),
        ("suffix", ctypes.c_char * 64),
        ("matched", ctypes.c_uint64),
        ("fired", ctypes.c_uint64),
        ("count", ctypes.c_uint64 * len(OPS)),
    ]


class Shim:
    """What a test has in its hand: arm, disarm and count, also while the program runs."""

    def __init__(self, control_path, folder, record=None):
        self.folder = pathlib.Path(folder).resolve()
        self.path = pathlib.Path(control_path)
        self.record = record
        self.path.write_bytes(bytes(_Control(magic=MAGIC)))
        with open(self.path, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), ctypes.sizeof(_Control))
        self._control = _Control.from_buffer(self._map)

    def environment(self):
        # The testbed's folder is beside the data: whatever is needed to run is not among them.
        named = {
            "LD_PRELOAD": str(SHIM),
            "LAYSO_FAULT_FOLDER": str(self.folder),
            "LAYSO_FAULT_CONTROL": str(self.path),
        }
        return named | ({"LAYSO_FAULT_RECORD": str(self.record)} if self.record else {})

    def arm(self, action, *ops, at=1, times=1, error=0, delay_ms=0, suffix=""):
        """From now on the at-th of these calls, and times - 1 after it (0: all), has this fault."""
        self.disarm()
        control = self._control
        control.action = ACTIONS.index(action)
        control.error = error or (errno.EIO if action == "error" else 0)
        control.at, control.times, control.delay_ms = at, times, delay_ms
        control.suffix = suffix.encode()
        control.matched = control.fired = 0
        control.armed = sum(1 << OPS.index(op) for op in ops)

    def disarm(self):
        self._control.armed = 0

    @property
    def fired(self):
        return self._control.fired

    @property
    def matched(self):
        return self._control.matched

    def count(self, op):
        return self._control.count[OPS.index(op)]

    def close(self):
        self._control = None
        self._map.close()


class FaultyHouse(Testbed):
    """A testbed of the release build with a shim under its hub."""

    def __init__(self, record=False):
        super().__init__()
        self.data.mkdir()
        made = self.folder / "record" if record else None
        self.shim = Shim(self.folder / "control", self.data, made)

    def start_hub(self, with_site=True, popen=None, **http):
        self.create()
        self.hub = self.new_hub(**http)
        self.hub.start()
        if with_site:
            self.caller().call("PUT", "/site", with_site if with_site is not True else site())
        return self.caller()

    def new_hub(self, **http):
        arguments = ["--config", str(self.hub_config(**http))]
        hub = Daemon(self, "layso-hubd", arguments, self.shim.environment(), build=RELEASE)
        return self.add(hub)

    def layso(self, *arguments, **keywords):
        return run_program("layso", "--hub", self.unix, *arguments, build=RELEASE, **keywords)

    def hubd(self, *arguments, shim=False, **keywords):
        """With the shim's faults or without."""
        more = self.shim.environment() if shim else {}
        return super().hubd(*arguments, build=RELEASE, more=more, **keywords)

    def check(self, path=None, build=RELEASE):
        return super().check(path, build)

    def close(self):
        self.shim.disarm()
        try:
            super().close()
        finally:
            self.shim.close()


def counted(text):
    """The line that tests/run shows of a suite's counts."""
    path = os.environ.get("LAYSO_TEST_COUNTS")
    print(text)
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text + "\n")
