# SPDX-License-Identifier: Apache-2.0
"""The virtual board itself: its devices do what a board's do, before anything of ours uses them."""

import os
import pathlib
import subprocess

import pytest
from waiting import wait_for


def test_it_runs_what_was_built_outside(testbed):
    hub = testbed.start_hub()
    ticket = hub.post("/tickets", {"service": "A", "lane": "regular", "press_id": "board-1"})
    assert ticket["number"] == "A001"


@pytest.mark.needs("gpio-sim")
def test_gpio_lines_are_pulled_and_read(gpio):
    chip = gpio("panel", {0: "BUTTON-A", 8: "LAMP-A"})
    assert pathlib.Path(chip.path).is_char_device()
    assert chip.value("BUTTON-A") == 1
    chip.press("BUTTON-A")
    assert chip.value("BUTTON-A") == 0
    chip.release("BUTTON-A")
    assert chip.value("BUTTON-A") == 1


@pytest.mark.needs("dummy_hcd", "libcomposite", "usb_f_printer", "usblp")
def test_printer_answers_what_the_kernels_own_driver_sends(printer):
    subprocess.run(["modprobe", "usblp"], check=True)
    path = pathlib.Path("/dev/usb/lp0")
    wait_for(path.exists, "usblp has found the printer")
    port = os.open(path, os.O_RDWR)
    try:
        os.write(port, b"\x1b@\x10\x04\x01\x1d(H\x06\x00000042\x1dr\x01")
        answer = b""
        while len(answer) < 9:
            answer += os.read(port, 64)
        assert answer == b"\x12" + b"\x37\x220042\0" + b"\0"
        printer.unplug()
        wait_for(lambda: not path.exists(), "usblp has noticed that it is gone")
        printer.plug()
        wait_for(path.exists, "usblp has found the printer again")
    finally:
        os.close(port)
        subprocess.run(["modprobe", "-r", "usblp"], check=True)


@pytest.mark.needs("screen")
def test_screen_is_seen_from_outside(outside):
    picture = outside.picture("console")
    assert (picture.width, picture.height) == (1280, 800)
