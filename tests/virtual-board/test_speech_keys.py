# SPDX-License-Identifier: Apache-2.0
"""A keypad on USB makes the kiosk speak, also when it is plugged in later, and its keys reach
nothing else."""

import errno
import fcntl
import os
import re
import struct
import subprocess

import pytest
from touchscreen import (
    BUS_USB, EV_KEY, EV_SYN, UI_DEV_CREATE, UI_DEV_DESTROY, UI_DEV_SETUP, UI_SET_EVBIT,
    UI_SET_KEYBIT,
)  # fmt: skip
from waiting import wait_for

pytestmark = pytest.mark.needs("evdev", "uinput")

NAME = "Test keypad"
KEY_LEFT, KEY_RIGHT, KEY_ENTER = 105, 106, 28
EVIOCGRAB = 0x40044590
SECTION = f"""
[keypad kiosk]
device = {NAME.upper()}
back = KEY_LEFT
forward = KEY_RIGHT
choose = {KEY_ENTER}
"""


class Keypad:
    def __init__(self):
        subprocess.run(["modprobe", "uinput"], check=True)
        self.fd = os.open("/dev/uinput", os.O_WRONLY)
        fcntl.ioctl(self.fd, UI_SET_EVBIT, EV_KEY)
        for key in (KEY_LEFT, KEY_RIGHT, KEY_ENTER):
            fcntl.ioctl(self.fd, UI_SET_KEYBIT, key)
        setup = struct.pack("<4H80sI", BUS_USB, 0x0EEF, 0x0002, 1, NAME.encode(), 0)
        fcntl.ioctl(self.fd, UI_DEV_SETUP, setup)
        fcntl.ioctl(self.fd, UI_DEV_CREATE)

    def press(self, key):
        for value in (1, 2, 0):  # 2: it is held a little
            for event in ((EV_KEY, key, value), (EV_SYN, 0, 0)):
                os.write(self.fd, struct.pack("<qqHHi", 0, 0, *event))

    def close(self):
        fcntl.ioctl(self.fd, UI_DEV_DESTROY)
        os.close(self.fd)


def is_in_health(hub, device, state):
    devices = {d["name"]: d["state"] for d in hub.get("/health")["devices"]}
    return devices.get(f"kiosk-1/{device}") == state


def test_a_keypad_speaks_and_its_keys_reach_nothing_else(testbed):
    hub = testbed.start_hub()
    board = testbed.board(kiosk=(800, 480), kiosk_sound={"path": "kiosk.wav"})
    board.write_text(board.read_text() + SECTION)
    daemon = testbed.start_kiosk(board=board)
    wait_for(lambda: is_in_health(hub, "keypad", "offline"), "health says that it is missing")
    wait_for(lambda: is_in_health(hub, "sound", "ok"), "it has its voice")
    keypad = Keypad()
    try:
        found = wait_for(lambda: re.search(r"keypad (/dev/input/event\d+)", daemon.log()),
                         "it is found")  # fmt: skip
        wait_for(lambda: is_in_health(hub, "keypad", "ok"), "health says that it came")
        keypad.press(KEY_RIGHT)
        wait_for(lambda: "reads: Máy đang đọc màn hình" in daemon.log(), "somebody is welcome")
        for key, place in ((KEY_RIGHT, 1), (KEY_RIGHT, 2), (KEY_LEFT, 1)):
            before = len(daemon.log())
            keypad.press(key)
            wait_for(lambda: f"lựa chọn {place} trên" in daemon.log()[before:], f"choice {place}")
        other = os.open(found.group(1), os.O_RDONLY | os.O_NONBLOCK)
        try:
            with pytest.raises(OSError) as refused:
                fcntl.ioctl(other, EVIOCGRAB, 1)
            assert refused.value.errno == errno.EBUSY
        finally:
            os.close(other)
    finally:
        keypad.close()
    wait_for(lambda: is_in_health(hub, "keypad", "offline"), "it is missed again")
