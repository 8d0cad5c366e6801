# SPDX-License-Identifier: Apache-2.0
"""A board with a kiosk's screen and a hall's: KMSDRM belongs to one program, so both are clients of
a compositor (weston's kiosk shell), set up by the configuration that is installed."""

import os
import pathlib
import subprocess

import pytest
from kms import CONNECTOR, SIZE, OnScreen
from processes import ROOT
from waiting import wait_for

pytestmark = pytest.mark.needs("screen")
SECOND = CONNECTOR.with_name("card0-Virtual-2")
FOLDER = pathlib.Path("/run/layso-screens")
CONFIG = ROOT / "firmware/systemd/conf/screens.ini"
HALL_SIZE = (1024, 768)
HERE = {"HDMI-A-1": ("Virtual-1", SIZE), "HDMI-A-2": ("Virtual-2", HALL_SIZE)}


def environment():
    """What the service hands to the daemons."""
    lines = (ROOT / "firmware/systemd/screens.environment").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
def compositor(tmp_path):
    """Both screens are connected, and weston shows on them what the configuration says. It is asked
    for before the testbed, so that it ends after the daemons."""
    text = CONFIG.read_text()
    for name, (here, (width, height)) in HERE.items():
        assert f"name={name}" in text
        text = text.replace(f"name={name}", f"name={here}\nmode={width}x{height}")
    (SECOND / "status").write_text("on")
    FOLDER.mkdir(mode=0o755, exist_ok=True)
    log = tmp_path / "weston.log"
    config = tmp_path / "screens.ini"
    config.write_text(text)
    made = subprocess.Popen(
        ["weston", f"--config={config}", f"--log={log}", "--socket=wayland-0", "--tty=7",
         "--continue-without-input", "--use-pixman"],  # here nothing draws faster
        env=os.environ | {"XDG_RUNTIME_DIR": str(FOLDER)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    socket = FOLDER / "wayland-0"

    def ready():
        assert made.poll() is None, log.read_text()
        return socket.is_socket()

    wait_for(ready, "weston is ready", 120)
    socket.chmod(0o777)  # the service does it by its group
    yield
    made.terminate()
    made.wait(30)
    (SECOND / "status").write_text("detect")


def test_kiosk_and_hall_each_have_their_screen(compositor, testbed, outside):
    del compositor
    hub = testbed.start_hub()
    kiosk = OnScreen(testbed, "kiosk", environment=environment()).start()
    hall = OnScreen(testbed, "hall", environment=environment(), size=HALL_SIZE, head=1).start()
    kiosk.start_reference().wait_same(outside, "two-kiosk")
    before = hall.start_reference().wait_same(outside, "two-hall")
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    hall.frame.wait_change(before, "the call is drawn", part=0.05)
    hall.wait_same(outside, "two-hall-call")
    kiosk.wait_same(outside, "two-kiosk-meanwhile")
