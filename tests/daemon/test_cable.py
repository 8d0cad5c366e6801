# SPDX-License-Identifier: Apache-2.0
"""Cables that are pulled or lose packets, and hubs that move. A device whose cable is pulled says
nothing more, not even that it ends: the hub must notice."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from lossy import LossyCable
from processes import free_port, program_environment, program_path
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


def test_a_pulled_cable_is_noticed(testbed, cable):
    namespace, address = cable
    port = free_port()
    hub = testbed.start_hub(listen=f"127.0.0.1:{testbed.port}, {address}:{port}")
    token = testbed.new_token("hall", "hall-9")
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


# A stream that is silent is given up after 4.5 s, and the sentence comes five seconds later.
TOLD_S = 10
CALLS = 12


@pytest.fixture
def lossy():
    if os.geteuid() != 0 or not shutil.which("ip") or not os.path.exists("/dev/net/tun"):
        pytest.skip("a cable that loses packets needs root, ip and /dev/net/tun")
    made = LossyCable(0)
    yield made
    made.close()


# Where most packets are lost, a connection that is made anew takes its time, too.
@pytest.mark.parametrize(("loss", "told_s"), [(0.3, TOLD_S), (0.6, TOLD_S + 5)])
def test_lost_packets_do_not_hide_that_calls_are_missing(testbed, lossy, loss, told_s):
    """Of each call: the display shows it, or says that it is not up to date."""
    port = free_port()
    hub = testbed.start_hub(listen=f"127.0.0.1:{testbed.port}, {lossy.address}:{port}")
    hub.open(1)
    hall = testbed.start_hall(
        board=testbed.board(hall=(1280, 720)), address=f"http://{lossy.address}:{port}",
        token=testbed.new_token("hall", "hall-1"), popen={"preexec_fn": lossy.enter},
    )  # fmt: skip
    wait_for(lambda: "connected to the hub" in hall.log(), "the display follows the hub")
    lossy.loss = loss
    late, told = [], 0
    for _ in range(CALLS):
        hub.issue("A")
        number = hub.call_next(1)["number"]
        called, seq = time.monotonic(), hub.seq()

        def is_known(number=number, seq=seq):
            log = hall.log()
            states = re.findall(r"the state as of event (\d+)", log)
            return (f"{number}: called to 1" in log or is_told(log)
                    or any(int(state) >= seq for state in states))  # fmt: skip

        # One second more: for a busy machine.
        wait_for(is_known, f"{number} is shown, or said to be missing perhaps", told_s + 1)
        late.append(time.monotonic() - called)
        told += is_told(hall.log())
        hub.counter(1, "appear")
        hub.counter(1, "finish")
    lossy.loss = 0
    wait_for(lambda: not is_told(hall.log()), "the sentence is taken away")
    print(f"at most {max(late):.1f} s; {told} of {CALLS} times it was said")


def is_told(log):
    """Whether the picture says that it is not up to date."""
    return log.rfind("it is not up to date") > log.rfind("up to date again")


def test_a_hub_that_moves_is_found_by_its_name(testbed):
    """The address is a name: whoever follows looks it up again at each try."""
    if os.geteuid() != 0:
        pytest.skip("a table of names of one's own needs root")
    port = free_port()
    names = testbed.write("hosts", "127.0.0.2 hub.layso.test\n")
    token = testbed.write("token", "")
    hub = testbed.start_hub(listen=f"127.0.0.1:{testbed.port}, 127.0.0.2:{port}")
    token.write_text(testbed.new_token("hall", "hall-9"))
    out = testbed.folder / "events"
    with open(out, "wb") as file:
        follower = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", 'mount --bind "$1" /etc/hosts; shift; exec "$@"',
             "sh", str(names), program_path("layso"), "--hub", f"http://hub.layso.test:{port}",
             "--token-file", str(token), "events"],
            stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
            env=program_environment(),
        )  # fmt: skip
    try:
        wait_for(lambda: [d for d in hub.get("/health")["devices"] if d["name"] == "hall-9"],
                 "it follows the hub")  # fmt: skip
        testbed.hub_config(listen=f"127.0.0.1:{testbed.port}, 127.0.0.3:{port}")
        testbed.restart_hub()
        hub = testbed.caller()
        names.write_text("127.0.0.3 hub.layso.test\n")
        number = hub.issue("B")["number"]
        wait_for(lambda: number in out.read_text(), "it follows the hub at its new address")
    finally:
        follower.kill()
        follower.wait()


def test_what_takes_a_restart_is_told_and_left(testbed):
    hub = testbed.start_hub()
    path = testbed.hub_config()
    path.write_text(path.read_text().replace(f"data = {testbed.data}", "data = /nowhere"))
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: "hub.data is another now" in testbed.hub.log(), "it is told")
    assert hub.issue("A")["number"] == "A001"
    testbed.hub_config()
