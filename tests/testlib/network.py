# SPDX-License-Identifier: Apache-2.0
"""A network of the test's own, with many addresses: loopback's have no share to use up."""

import contextlib
import ctypes
import ipaddress
import os
import pathlib
import shutil
import socket
import subprocess

import pytest

CLONE_NEWNET = 0x40000000  # <sched.h>
LIBC = ctypes.CDLL(None, use_errno=True)


def ip(*arguments, lines=None):
    subprocess.run(
        ["ip", *arguments], input=lines, check=True, capture_output=True, text=True, timeout=60
    )


class Network:
    """A cable from the hub's end to others: there, sockets are made with connect()."""

    def __init__(self):
        number = os.getpid()
        self.name = f"layso{number % 100000}"
        self.four = ipaddress.ip_network(f"10.215.{number % 250}.0/24")
        self.six = ipaddress.ip_network(f"fd00:1a50:{number % 65536:x}::/48")
        self.hub_four = str(self.four[1])
        self.hub_six = str(self.six[1])
        if pathlib.Path("/run/netns", self.name).exists():
            self.close()  # of a run that was killed, whose process had our number
        ip("netns", "add", self.name)
        try:
            self._lay_cable()
        except subprocess.CalledProcessError:
            self.close()
            raise

    def _lay_cable(self):
        ip("link", "add", f"{self.name}h", "type", "veth", "peer", "name", "eth0", "netns",
           self.name)  # fmt: skip
        ip("addr", "add", f"{self.hub_four}/24", "dev", f"{self.name}h")
        ip("addr", "add", f"{self.hub_six}/48", "dev", f"{self.name}h", "nodad")
        ip("link", "set", f"{self.name}h", "up")
        ip("-n", self.name, "link", "set", "eth0", "up")

    def close(self):
        ip("netns", "del", self.name)

    def add(self, addresses):
        """Gives the other end these addresses."""
        lines = "".join(
            f"addr add {address}/{48 if ':' in address else 24} dev eth0"
            f"{' nodad' if ':' in address else ''}\n"
            for address in addresses
        )
        ip("-n", self.name, "-batch", "-", lines=lines)

    @contextlib.contextmanager
    def _there(self):
        """In the network: sockets that are made meanwhile stay there."""
        with (
            open("/proc/self/ns/net", "rb") as here,
            open(f"/run/netns/{self.name}", "rb") as there,
        ):
            if LIBC.setns(there.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
            try:
                yield
            finally:
                LIBC.setns(here.fileno(), CLONE_NEWNET)

    def connect(self, source, port):
        """A connection from an address of the other end to the hub."""
        six = ":" in source
        with self._there():
            made = socket.socket(socket.AF_INET6 if six else socket.AF_INET)
        made.settimeout(10)
        made.bind((source, 0))
        made.connect((self.hub_six if six else self.hub_four, port))
        return made


@contextlib.contextmanager
def network():
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("a network of its own needs root and ip")
    made = Network()
    try:
        yield made
    finally:
        made.close()
