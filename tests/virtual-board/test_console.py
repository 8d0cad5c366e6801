# SPDX-License-Identifier: Apache-2.0
"""A keyboard at a kiosk that has a console of its own, as its unit gives it one: no key ends the
kiosk, leads to another console, starts the board anew or presses anything. When the kiosk is
stopped, the keyboard works again: the same keys then do all that, so that this test can fail."""

import fcntl
import os
import pathlib
import signal
import struct
import subprocess

import pytest
from kms import OnScreen, unprivileged
from test_touch import ONE_SERVICE, touch_until_ticket
from touchscreen import (
    BUS_USB, EV_KEY, EV_SYN, UI_DEV_CREATE, UI_DEV_DESTROY, UI_DEV_SETUP, UI_SET_EVBIT,
    UI_SET_KEYBIT, TouchScreen,
)  # fmt: skip
from waiting import wait_for

pytestmark = pytest.mark.needs("screen", "usbhid", "evdev", "uinput")

TTY = "/dev/tty7"
# linux/vt.h, linux/kd.h
VT_ACTIVATE, VT_WAITACTIVE, KDGKBMODE, K_OFF = 0x5606, 0x5607, 0x4B44, 4
KEYS = {"ctrl": 29, "alt": 56, "c": 46, "f1": 59, "delete": 111, "a": 30, "ret": 28, "spc": 57,
        "backslash": 43, "esc": 1}  # fmt: skip
COMBINATIONS = [("ctrl", "c"), ("ctrl", "backslash"), ("alt", "f1"), ("ctrl", "alt", "f1"),
                ("ctrl", "alt", "delete"), ("a",), ("spc",), ("esc",), ("ret",)]  # fmt: skip


def bring_to_front(number):
    with open("/dev/tty0", "rb") as tty:
        fcntl.ioctl(tty, VT_ACTIVATE, number)
        fcntl.ioctl(tty, VT_WAITACTIVE, number)


def front():
    return pathlib.Path("/sys/class/tty/tty0/active").read_text().strip()


def keyboard_is_off():
    with open(TTY, "rb") as tty:
        mode = bytearray(4)
        fcntl.ioctl(tty, KDGKBMODE, mode)
        return struct.unpack("i", mode)[0] == K_OFF


class Keyboard:
    """Plugged in when it is made, and known to the kernel's console by all its keys."""

    def __init__(self):
        subprocess.run(["modprobe", "uinput"], check=True)
        self.fd = os.open("/dev/uinput", os.O_WRONLY)
        fcntl.ioctl(self.fd, UI_SET_EVBIT, EV_KEY)
        for key in range(1, 128):
            fcntl.ioctl(self.fd, UI_SET_KEYBIT, key)
        setup = struct.pack("<4H80sI", BUS_USB, 0x0EEF, 0x0003, 1, b"Test keyboard", 0)
        fcntl.ioctl(self.fd, UI_DEV_SETUP, setup)
        fcntl.ioctl(self.fd, UI_DEV_CREATE)
        subprocess.run(["udevadm", "settle", "--timeout=60"], check=True)

    def press(self, names):
        for down, order in ((1, names), (0, names[::-1])):
            for name in order:
                for event in ((EV_KEY, KEYS[name], down), (EV_SYN, 0, 0)):
                    os.write(self.fd, struct.pack("<qqHHi", 0, 0, *event))

    def close(self):
        fcntl.ioctl(self.fd, UI_DEV_DESTROY)
        os.close(self.fd)


class UsbKeyboard:
    """The one that the board has from its start."""

    def __init__(self, outside):
        self.outside = outside

    def press(self, names):
        def event(name, down):
            key = {"type": "qcode", "data": name}
            return [{"type": "key", "data": {"down": down, "key": key}}]

        self.outside.ask("input", events=[event(n, True) for n in names]
                         + [event(n, False) for n in names[::-1]])  # fmt: skip


@pytest.fixture
def restarts(monkeypatch):
    """How often somebody pressed Ctrl-Alt-Del: this process is told in place of the board's first
    one, and the board goes on."""
    told = []
    former = signal.signal(signal.SIGINT, lambda *_: told.append(1))
    paths = [pathlib.Path("/proc/sys/kernel", name) for name in ("ctrl-alt-del", "cad_pid")]
    before = [path.read_text() for path in paths]
    paths[0].write_text("0")
    paths[1].write_text(str(os.getpid()))
    yield told
    for path, text in zip(paths, before, strict=True):
        path.write_text(text)
    signal.signal(signal.SIGINT, former)
    bring_to_front(1)


def own_console():
    """As systemd gives it, with StandardInput=tty and TTYPath=."""
    os.setsid()
    tty = os.open(TTY, os.O_RDWR)
    os.dup2(tty, 0)


@pytest.fixture
def kiosk(testbed, outside, restarts):
    """On the console in front, as its unit starts it."""
    os.chown(TTY, unprivileged()["user"], 0)
    made = OnScreen(testbed, "kiosk")
    made.popen = {"preexec_fn": own_console}
    bring_to_front(7)
    made.hub = testbed.start_hub(with_site=ONE_SERVICE)
    made.start()
    made.wait_log("no keyboard reaches a console here")
    return made


def press_all(keyboard):
    for names in COMBINATIONS:
        keyboard.press(names)


def check_alive(kiosk, pid):
    """It is the same process, on the same console, and takes a ticket at a touch."""
    screen = TouchScreen()
    try:
        tickets = len(kiosk.hub.get("/tickets")["tickets"])
        assert tickets == 0, "a key was a press"
        assert [t["number"] for t in touch_until_ticket(kiosk.hub, screen.tap)] == ["A001"]
    finally:
        screen.close()
    assert kiosk.daemon.runs() and kiosk.daemon.pid == pid
    assert front() == "tty7" and keyboard_is_off()


@pytest.mark.parametrize("kind", ["usb", "plugged in later"])
def test_no_key_leads_anywhere(kiosk, outside, restarts, kind):
    pid = kiosk.daemon.pid
    keyboard = UsbKeyboard(outside) if kind == "usb" else Keyboard()
    try:
        press_all(keyboard)
        check_alive(kiosk, pid)
        assert not restarts
        # Stopped by a technician, it gives the keyboard back.
        kiosk.daemon.stop()
        assert not keyboard_is_off()
        keyboard.press(("ctrl", "alt", "delete"))
        wait_for(lambda: restarts, "Ctrl-Alt-Del does something again")
        keyboard.press(("alt", "f1"))
        wait_for(lambda: front() == "tty1", "Alt-F1 does, too")
    finally:
        if kind != "usb":
            keyboard.close()


def test_after_a_crash_no_key_leads_anywhere_either(kiosk, outside, restarts):
    keyboard = UsbKeyboard(outside)
    kiosk.daemon.kill()
    assert keyboard_is_off()
    press_all(keyboard)
    said = kiosk.daemon.log().count("no keyboard reaches")
    kiosk.daemon.start()
    wait_for(lambda: kiosk.daemon.log().count("no keyboard reaches") > said, "it runs again")
    check_alive(kiosk, kiosk.daemon.pid)
    assert not restarts
    kiosk.daemon.stop()
    assert not keyboard_is_off()
    keyboard.press(("alt", "f1"))
    wait_for(lambda: front() == "tty1", "Alt-F1 leads away again")
