# SPDX-License-Identifier: Apache-2.0
"""Printers on a serial line and in the network: the kiosk and layso know no difference."""

import json

import pytest
from printerline import NetworkPrinter, SerialPrinter
from processes import free_port, program_environment, run_program
from waiting import wait_for

PAPER = {"width_dots": 576, "dpi": 203, "cut": "yes", "feed_dots": 100}
BUTTONS = {"A": "take A regular"}


@pytest.fixture
def sim(testbed):
    return testbed.start_simulator(testbed.board(name="sim", printer=PAPER, buttons=BUTTONS))


def layso(testbed, *words):
    return run_program("layso", *words, env=program_environment(**testbed.sim_environment()),
                       seconds=90)  # fmt: skip


class Network:
    """A printer in the network that can be pulled and come back at its address."""

    def __init__(self, testbed):
        self.folder = testbed.sim_folder
        self.line = NetworkPrinter(self.folder)
        self.keys = {"driver": "network", "path": self.line.address}
        self.gone = "refused"

    def plug(self):
        self.line = NetworkPrinter(self.folder, self.line.port)


class Serial:
    def __init__(self, testbed):
        self.folder = testbed.sim_folder
        self.path = testbed.folder / "usb-printer"
        self.plug()
        self.keys = {"driver": "serial", "path": self.path, "baud": 115200, "flow": "rts-cts"}
        self.gone = "not_found"

    def plug(self):
        self.line = SerialPrinter(self.folder, self.path)


@pytest.mark.parametrize("kind", [Network, Serial])
def test_a_kiosk_prints_by_a_line_that_is_pulled_and_comes_back(testbed, hub, sim, kind):
    made = kind(testbed)
    board = testbed.board(name="kiosk", printer={**PAPER, **made.keys}, buttons=BUTTONS)
    testbed.start_kiosk(board=board)

    def printer():
        devices = {d["name"]: d for d in hub.get("/health")["devices"]}
        return devices.get("kiosk-1/printer", {"state": "", "note": ""})

    def is_printed(count):
        tickets = hub.get("/tickets")["tickets"]
        return len(tickets) == count and tickets[-1]["paper"] == "PRINTED"

    for count in (1, 2):
        wait_for(lambda: printer()["state"] == "ok", "the printer is well")
        wait_for(lambda: sim.lamp_on("A"), "tickets can be taken")
        sim.press("A")
        slip = sim.wait_slips(count)[-1]
        assert slip["cut"] and not slip["garbage"] and not slip["clipped"] and not slip["text"]
        wait_for(lambda n=count: is_printed(n), "its slip is printed")
        made.line.pull()
        wait_for(lambda: printer()["state"] == "offline" and printer()["note"] == made.gone,
                 "the hub knows that it is gone, and why")  # fmt: skip
        made.plug()
    sim.printer(paper="out")
    wait_for(lambda: printer()["state"] == "paper_out", "the hub knows that the paper is out")
    made.line.pull()


@pytest.mark.parametrize("kind", [Network, Serial])
def test_the_test_card_comes_out(testbed, sim, kind):
    made = kind(testbed)
    board = testbed.board(name="card", printer={**PAPER, **made.keys}, buttons=BUTTONS)
    done = layso(testbed, "printer", "test", "--board", str(board))
    assert done.returncode == 0, done.stdout + done.stderr
    slip = sim.wait_slips(1)[-1]
    assert slip["cut"] and not slip["garbage"] and not slip["text"]
    assert str(made.keys["path"]) in done.stdout
    assert "the printer has proved it" in done.stdout
    made.line.pull()


def test_a_printer_in_the_network_is_asked_and_prints_nothing(testbed, sim):
    line = NetworkPrinter(testbed.sim_folder)
    done = layso(testbed, "printer", "show", "--address", line.address)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"at {line.address}" in done.stdout and "state: ok" in done.stdout
    line.pull()
    assert not sim.slips()


def test_nothing_found_says_what_was_looked_for(testbed):
    done = layso(testbed, "printer", "show")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Network: not looked at" in done.stdout and "Serial lines" in done.stdout
    nobody = f"127.0.0.1:{free_port()}"
    done = layso(testbed, "printer", "show", "--address", nobody)
    assert done.returncode == 1 and "the connection is refused" in done.stderr
    done = layso(testbed, "printer", "show", "--json", "--address", nobody)
    (answer,) = json.loads(done.stdout)
    assert done.returncode == 1 and answer["absent"] == "refused" and answer["state"] == "offline"
    done = layso(testbed, "printer", "show", "--address", "1.2.3.4:99999")
    assert done.returncode == 2 and "is no address" in done.stderr


def test_a_board_is_checked(testbed):
    def check(**keys):
        board = testbed.board(name="checked", printer=keys, buttons=BUTTONS)
        return layso(testbed, "board", "check", "--board", str(board))

    serial = {"driver": "serial", "path": "/dev/no-such", "baud": 9600, "flow": "none"}
    done = check(**serial)
    assert done.returncode == 1 and "missing: is the adapter plugged in?" in done.stdout
    done = check(driver="network", path="8.8.8.8")
    assert done.returncode == 1 and "no address of a local network" in done.stdout
    done = check(driver="network", path="127.0.0.1:9101")
    assert done.returncode == 0 and "127.0.0.1 port 9101" in done.stdout
    done = check(driver="serial", path="/dev/ttyS0", baud=9600)
    assert done.returncode == 2 and "a serial printer needs" in done.stderr
