# SPDX-License-Identifier: Apache-2.0
"""A touch screen made with the kernel's uinput: several fingers, as those on boards report them
(multi-touch protocol B). The tablet of outside.py is a pointer; this is what kiosks have."""

import fcntl
import os
import struct
import subprocess

EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
BTN_TOUCH = 0x14A
ABS_X, ABS_Y, ABS_MT_SLOT, ABS_MT_X, ABS_MT_Y, ABS_MT_ID = 0x00, 0x01, 0x2F, 0x35, 0x36, 0x39
PROP_DIRECT = 1
# linux/uinput.h: _IO and _IOW of 'U'.
UI_DEV_CREATE, UI_DEV_DESTROY = 0x5501, 0x5502
UI_DEV_SETUP, UI_ABS_SETUP = 0x405C5503, 0x401C5504
UI_SET_EVBIT, UI_SET_KEYBIT, UI_SET_PROPBIT = 0x40045564, 0x40045565, 0x4004556E
BUS_USB = 3
MOST = 4095
FINGERS = 5


class TouchScreen:
    def __init__(self):
        subprocess.run(["modprobe", "uinput"], check=True)
        self.fd = os.open("/dev/uinput", os.O_WRONLY)
        self.next_id = 0
        for bit in (EV_SYN, EV_KEY, EV_ABS):
            fcntl.ioctl(self.fd, UI_SET_EVBIT, bit)
        fcntl.ioctl(self.fd, UI_SET_KEYBIT, BTN_TOUCH)
        fcntl.ioctl(self.fd, UI_SET_PROPBIT, PROP_DIRECT)
        for axis, most in ((ABS_X, MOST), (ABS_Y, MOST), (ABS_MT_SLOT, FINGERS - 1),
                           (ABS_MT_X, MOST), (ABS_MT_Y, MOST), (ABS_MT_ID, 65535)):  # fmt: skip
            # code, padding, then value, minimum, maximum, fuzz, flat, resolution
            fcntl.ioctl(self.fd, UI_ABS_SETUP, struct.pack("<HH6i", axis, 0, 0, 0, most, 0, 0, 0))
        setup = struct.pack("<4H80sI", BUS_USB, 0x0EEF, 0x0001, 1, b"Test touch screen", 0)
        fcntl.ioctl(self.fd, UI_DEV_SETUP, setup)
        fcntl.ioctl(self.fd, UI_DEV_CREATE)
        subprocess.run(["udevadm", "settle", "--timeout=60"], check=True)

    def _report(self, *events):
        for kind, code, value in (*events, (EV_SYN, 0, 0)):
            os.write(self.fd, struct.pack("<qqHHi", 0, 0, kind, code, value))

    def down(self, x, y, finger=0):
        """x, y: 0 to 1 of the glass. As the kernel does it, the first finger is also told as that
        of a panel which feels only one."""
        x, y = round(x * MOST), round(y * MOST)
        self.next_id += 1
        one = (EV_KEY, BTN_TOUCH, 1), (EV_ABS, ABS_X, x), (EV_ABS, ABS_Y, y)
        self._report(
            (EV_ABS, ABS_MT_SLOT, finger), (EV_ABS, ABS_MT_ID, self.next_id),
            (EV_ABS, ABS_MT_X, x), (EV_ABS, ABS_MT_Y, y), *(one if finger == 0 else ()),
        )  # fmt: skip

    def up(self, finger=0):
        one = ((EV_KEY, BTN_TOUCH, 0),) if finger == 0 else ()
        self._report((EV_ABS, ABS_MT_SLOT, finger), (EV_ABS, ABS_MT_ID, -1), *one)

    def tap(self, x, y):
        self.down(x, y)
        self.up()

    def close(self):
        if self.fd is not None:
            fcntl.ioctl(self.fd, UI_DEV_DESTROY)
            os.close(self.fd)
            self.fd = None
