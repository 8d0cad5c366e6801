# SPDX-License-Identifier: Apache-2.0
"""The world outside the board: what its screen shows, fingers and keys. The host does it
(machine.py), asked over a serial port."""

import json
import pathlib
import threading

from frames import Picture

PORTS = pathlib.Path("/sys/class/virtio-ports")
NAME = "layso.outside"
TABLET_MAX = 32767
WIDTH, HEIGHT = 1280, 800  # of the first screen


def read_ppm(path):
    """As the daemons' own pictures are: rows of blue, green, red, nothing."""
    data = pathlib.Path(path).read_bytes()
    kind, size, most, pixels = data.split(b"\n", 3)
    assert (kind, most) == (b"P6", b"255"), data[:20]
    width, height = map(int, size.split())
    stride = len(pixels) // height  # QEMU writes rows of whole words
    rows = []
    for y in range(height):
        row = pixels[y * stride : y * stride + width * 3]
        made = bytearray(width * 4)
        made[0::4], made[1::4], made[2::4] = row[2::3], row[1::3], row[0::3]
        rows.append(bytes(made))
    return Picture(width, height, rows)


class Outside:
    def __init__(self):
        names = (p for p in PORTS.iterdir() if (p / "name").read_text().strip() == NAME)
        self.port = open(pathlib.Path("/dev", next(names).name), "r+b", buffering=0)
        self.lock = threading.Lock()

    def ask(self, what, **more):
        with self.lock:
            self.port.write(json.dumps({"ask": what} | more).encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n"):
                answer += self.port.read(4096) or b""
        answer = json.loads(answer)
        assert "error" not in answer, f"{what} {more}: {answer['error']}"
        return answer

    def screenshot(self, name, head=0):
        """What a screen shows now, for a person: the path of a PNG. The results keep it."""
        return pathlib.Path(self.ask("screenshot", name=name, head=head)["path"])

    def picture(self, name, head=0):
        """The same, for comparing."""
        return read_ppm(self.screenshot(name, head).with_suffix(".ppm"))

    def quick_picture(self, name, head=0):
        """The same, for comparing only."""
        return read_ppm(self.ask("screenshot", name=name, head=head, kinds=["ppm"])["path"])

    def _tablet(self, x, y, width, height):
        at = {"x": (x + 0.5) / width, "y": (y + 0.5) / height}
        return [
            {"type": "abs", "data": {"axis": axis, "value": round(part * TABLET_MAX)}}
            for axis, part in at.items()
        ]

    def move(self, x, y, width=WIDTH, height=HEIGHT):
        self.ask("input", events=[self._tablet(x, y, width, height)])

    def press(self, down):
        self.ask("input", events=[[{"type": "btn", "data": {"button": "left", "down": down}}]])

    def tap(self, x, y, width=WIDTH, height=HEIGHT):
        """A touch at a point of the screen as it stands there, in its own pixels."""
        self.move(x, y, width, height)
        self.press(True)
        self.press(False)

    def key(self, name):
        """A key of the USB keyboard: QEMU's name for it, such as "ret", "a", "f1"."""
        self.ask("key", name=name)

    def plug(self, head, width, height):
        """Connects a television of this size to a screen's socket, in place of what was there."""
        self.ask("plug", head=head, width=width, height=height)

    def unplug(self, head):
        self.plug(head, 0, 0)

    def close(self):
        self.port.close()
