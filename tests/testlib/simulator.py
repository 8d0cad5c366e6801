# SPDX-License-Identifier: Apache-2.0
"""The simulator's own page, asked as its page does (boards/sim/sim-api.h)."""

import json
import re
import subprocess

from hubclient import Caller
from waiting import wait_for


def _read(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout} {done.stderr}"
    return done.stdout.strip()


class Simulator:
    def __init__(self, address):
        self.address = address

    def _ask(self, method, path, body=None):
        caller = Caller(self.address)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            data = None if body is None else json.dumps(body)
            answer = caller.raw(method, f"/api{path}", data, headers)
        finally:
            caller.close()
        assert answer.status < 300, f"{method} {path} {body}: {answer}"
        return answer

    def state(self):
        return self._ask("GET", "/state").json

    def press(self, button):
        self._ask("POST", "/button", {"name": button})

    def tap(self, screen, x, y):
        self._ask("POST", "/touch", {"screen": screen, "x": x, "y": y})

    def printer(self, **settings):
        """paper, cover, cutter, plugged, reads, answers, speed_mm_s, tear"""
        self._ask("POST", "/printer", settings)

    def slips(self):
        """All slips that came out, the oldest first."""
        return self.state()["slips"][::-1]

    def wait_slips(self, count):
        """Waits until so many slips have come out, and wants no more than that."""
        wait_for(lambda: len(self.slips()) >= count, f"{count} slips have come out")
        slips = self.slips()
        assert len(slips) == count, slips
        return slips

    def lamp_on(self, name="A"):
        buttons = {button["name"]: button for button in self.state()["panel"]["buttons"]}
        return buttons.get(name, {}).get("lamp") == "on"

    def wait_connected(self):
        def connected():
            state = self.state()
            return state["panel"]["connected"] and state["printer"]["connected"]

        wait_for(connected, "the kiosk has found its panel and its printer")

    def qr(self, slip, folder):
        """What the one QR code on a slip says."""
        (code,) = self.codes(slip, folder)
        return code

    def codes(self, slip, folder):
        """What the QR codes on a slip say, to two readers that share no code; in their order."""
        path = folder / f"slip-{slip['id']}.png"
        path.write_bytes(self._ask("GET", slip["png"].removeprefix("/api")).body)
        zbar = sorted(_read(["zbarimg", "--quiet", "--raw", "--nodbus", str(path)]).splitlines())
        zxing = sorted(
            re.findall(r'^Text: +"(.*)"$', _read(["ZXingReader", str(path)]), re.MULTILINE))
        assert zbar and zxing == zbar, (zbar, zxing)
        return zbar
