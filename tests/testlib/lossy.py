# SPDX-License-Identifier: Apache-2.0
"""A cable on which packets are lost: two tun devices, one of them in a network of its own, and
between them a loop that passes on most of what comes. It needs root, and no module but tun."""

import ctypes
import fcntl
import os
import random
import select
import struct
import subprocess
import threading

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
CLONE_NEWNET = 0x40000000
PACKET = 65536


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def tun(name):
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN_NO_PI))
    return fd


class LossyCable:
    """address is the hub's end; loss is the share of the packets that get lost, each way."""

    def __init__(self, loss, seed=1):
        self.loss = loss
        self.random = random.Random(seed)
        self.name = f"lossy{os.getpid() % 10000}"
        net = f"10.215.{os.getpid() % 250}"
        self.address = f"{net}.1"
        ip("netns", "add", self.name)
        self.ends = (tun(f"{self.name}h"), tun(f"{self.name}d"))
        ip("link", "set", f"{self.name}d", "netns", self.name)
        ip("addr", "add", f"{net}.1/30", "dev", f"{self.name}h")
        ip("link", "set", f"{self.name}h", "up")
        ip("-n", self.name, "addr", "add", f"{net}.2/30", "dev", f"{self.name}d")
        ip("-n", self.name, "link", "set", f"{self.name}d", "up")
        self.stop_read, self.stop_write = os.pipe()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def close(self):
        os.write(self.stop_write, b"x")
        self.thread.join()
        for fd in (*self.ends, self.stop_read, self.stop_write):
            os.close(fd)
        ip("netns", "del", self.name)

    def enter(self):
        """Moves the calling process to the far end: for Popen's preexec_fn."""
        fd = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        assert ctypes.CDLL(None).setns(fd, CLONE_NEWNET) == 0
        os.close(fd)

    def _run(self):
        here, there = self.ends
        other = {here: there, there: here}
        while True:
            ready, _, _ = select.select([here, there, self.stop_read], [], [])
            if self.stop_read in ready:
                return
            for fd in ready:
                packet = os.read(fd, PACKET)
                if self.random.random() >= self.loss:
                    os.write(other[fd], packet)
