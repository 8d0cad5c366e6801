# SPDX-License-Identifier: Apache-2.0
"""A device whose cable is pulled says nothing more, not even that it ends: the hub must notice."""

import os
import shutil
import subprocess
import sys
import time

import pytest
from processes import free_port
from waiting import wait_for

# Up to two seconds until the hub sends something, six until the connection is given up, two until
# that is seen, and four in which the device may come back: fourteen. Without time-outs it is a
# quarter of an hour. The rest is for a busy machine.
NOTICED_S = 18

# Follows the events and writes what comes, in a network of its own.
FOLLOW = """
import http.client, sys
line = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]))
line.request("GET", "/api/v1/events", headers={"Authorization": "Bearer " + sys.argv[3]})
answer = line.getresponse()
print(answer.status, flush=True)
while answer.readline():
    pass
"""


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@pytest.fixture
def cable():
    """A network namespace behind a cable: its name, the hub's address on it, the hub's end."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("a cable to pull needs root and ip")
    name = f"layso{os.getpid() % 10000}"
    net = f"10.214.{os.getpid() % 250}"
    ip("netns", "add", name)
    try:
        ip("link", "add", f"{name}h", "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("addr", "add", f"{net}.1/30", "dev", f"{name}h")
        ip("link", "set", f"{name}h", "up")
        ip("-n", name, "addr", "add", f"{net}.2/30", "dev", "eth0")
        ip("-n", name, "link", "set", "eth0", "up")
        yield name, f"{net}.1"
    finally:
        ip("netns", "del", name)


def test_a_pulled_cable_is_noticed(house, cable):
    namespace, address = cable
    port = free_port()
    hub = house.start_hub(listen=f"127.0.0.1:{house.port}, {address}:{port}")
    token = house.new_token("hall", "hall-9")
    follower = subprocess.Popen(
        ["ip", "netns", "exec", namespace, sys.executable, "-c", FOLLOW, address, str(port), token],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def state():
        return {d["name"]: d["state"] for d in hub.get("/health")["devices"]}.get("hall-9")

    try:
        assert follower.stdout.readline() == "200\n"
        wait_for(lambda: state() == "ok", "the display is there")
        pulled = time.monotonic()
        ip("-n", namespace, "link", "set", "eth0", "down")
        wait_for(lambda: state() == "gone", "the display is gone", NOTICED_S)
        print(f"gone after {time.monotonic() - pulled:.1f} s")
        assert follower.poll() is None, "it never said that it ends"
    finally:
        follower.kill()
        follower.wait()
        follower.stdout.close()
