# SPDX-License-Identifier: Apache-2.0
"""What the tests on the virtual board have at hand, besides tests/conftest.py. They run on the
board itself, as root: see the run script."""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

# The path has to be set before these.
import waiting
from gadget import PrinterGadget
from gpiosim import GpioSim
from outside import Outside

ON_BOARD = "LAYSO_VM_RESULTS" in os.environ
MISSING = os.environ.get("LAYSO_VM_MISSING", "").split()

# Each question takes its time from those that are to answer: the board has two slow cores.
waiting.POLL_S = 0.05


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(device, …): skipped by name when one is missing")


def pytest_runtest_setup(item):
    if not ON_BOARD:
        pytest.skip("only on the virtual board: tests/virtual-board/run")
    needed = [name for mark in item.iter_markers("needs") for name in mark.args]
    absent = [name for name in needed if name in MISSING]
    if absent:
        pytest.skip(f"this virtual board has no {', '.join(absent)}")


@pytest.fixture(scope="session")
def outside():
    """The world outside the board: screenshots, fingers, keys."""
    made = Outside()
    yield made
    made.close()


@pytest.fixture
def results():
    """A folder that the host keeps."""
    return pathlib.Path(os.environ["LAYSO_VM_RESULTS"])


@pytest.fixture
def gpio():
    """Makes chips: gpio("panel", {0: "BUTTON-A", 8: "LAMP-A"})."""
    made = []

    def make(*arguments, **keywords):
        made.append(GpioSim(*arguments, **keywords))
        return made[-1]

    yield make
    for chip in made:
        chip.close()


@pytest.fixture
def testbed(gpio, testbed):
    """Made after the chips: its programs end before a chip is taken away from under them."""
    return testbed


@pytest.fixture
def printer():
    """A USB printer, plugged in."""
    made = PrinterGadget()
    made.plug()
    yield made
    made.close()
