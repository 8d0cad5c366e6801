# SPDX-License-Identifier: Apache-2.0
"""A television that listens to CEC: the kernel's own simulated cable (vivid), whose one end is the
television's and whose other end is the board's (linux/cec.h, CEC 1.4)."""

import fcntl
import os
import pathlib
import struct
import subprocess

STANDBY, IMAGE_VIEW_ON, ACTIVE_SOURCE = 0x36, 0x04, 0x82
ADDRESSES = struct.Struct("=4s H B B I I 15s 4s 4s 4s 48s x")
MESSAGE = struct.Struct("=Q Q I I I I 16s 7s x")
INITIATOR_AND_FOLLOWER = 0x11
VERSION_1_4 = 5
NO_VENDOR = 0xFFFFFFFF
TV, TV_DEVICES = b"\0\0\0\0", b"\x80\0\0\0"
# video in and out, without a frame buffer for the kernel's console
NODES = "node_types=0x101"


def request(number, size, direction=3):
    return direction << 30 | size << 16 | ord("a") << 8 | number


PHYSICAL_ADDRESS = request(1, 2, direction=2)
SET_ADDRESSES = request(4, ADDRESSES.size)
RECEIVE = request(6, MESSAGE.size)
SET_MODE = request(9, 4, direction=1)


class Television:
    def __init__(self):
        subprocess.run(["modprobe", "vivid", NODES], check=True, timeout=60)
        subprocess.run(["udevadm", "settle"], check=True, timeout=60)
        self.path = next(path for path in sorted(pathlib.Path("/dev").glob("cec*"))
                         if self._is_television(path))  # fmt: skip
        self.path.chmod(0)  # programs on the board have its end alone
        self.file = os.open(self.path, os.O_RDWR)
        fcntl.ioctl(self.file, SET_MODE, struct.pack("=I", INITIATOR_AND_FOLLOWER))
        wanted = ADDRESSES.pack(
            b"", 0, VERSION_1_4, 1, NO_VENDOR, 0, b"tv", TV, TV, TV_DEVICES, b""
        )
        fcntl.ioctl(self.file, SET_ADDRESSES, bytearray(wanted))  # waits until it has its address
        os.set_blocking(self.file, False)
        self.heard = []

    @staticmethod
    def _is_television(path):
        with open(path, "r+b", buffering=0) as device:
            address = bytearray(2)
            fcntl.ioctl(device, PHYSICAL_ADDRESS, address)
            return address == b"\0\0"

    def has_heard(self, what):
        """Whether a message with this operation has come."""
        try:
            while True:
                message = bytearray(MESSAGE.size)
                fcntl.ioctl(self.file, RECEIVE, message)
                _, _, size, _, _, _, data, _ = MESSAGE.unpack(message)
                self.heard += data[1:size][:1]
        except BlockingIOError:
            return what in self.heard

    def close(self):
        os.close(self.file)
        subprocess.run(["modprobe", "-r", "vivid"], check=False, timeout=60)
