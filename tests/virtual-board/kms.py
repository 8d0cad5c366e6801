# SPDX-License-Identifier: Apache-2.0
"""kioskd and halld on the board's own screens: without X, as a user who may do nothing else."""

import array
import contextlib
import grp
import time

from frames import Frame, Picture
from processes import Daemon
from waiting import wait_for

USER = 61000  # nobody's
GROUPS = ("video", "input")
SIZE = (1280, 800)
START_S = 60
PROGRAMS = {"hall": "layso-halld", "kiosk": "layso-kioskd"}
ALERT = 0x97140F  # ui/theme.c


def unprivileged(groups=GROUPS):
    """How a process is started as a daemon's user is."""
    gids = [grp.getgrnam(name).gr_gid for name in groups]
    return {"user": USER, "group": USER, "extra_groups": gids}


def turned(picture, degrees):
    """A picture as it stands on a screen that is mounted turned clockwise."""
    if degrees == 0:
        return picture
    pixels = array.array("I", b"".join(picture.rows))
    width, height = picture.width, picture.height
    if degrees == 180:
        pixels.reverse()
        return Picture(width, height, cut(pixels, width))
    columns = [pixels[x::width] for x in range(width)]
    if degrees == 90:
        for column in columns:
            column.reverse()
    else:
        columns.reverse()
    return Picture(height, width, [column.tobytes() for column in columns])


def without_alpha(picture):
    """The fourth byte of a pixel means nothing, and Cairo puts something there."""
    rows = []
    for row in map(bytearray, picture.rows):
        row[3::4] = bytes(picture.width)
        rows.append(bytes(row))
    return Picture(picture.width, picture.height, rows)


def colour_part(picture, colour):
    """Which part of a picture has a colour, 0 to 1; it is looked at here and there."""
    seen = [p for row in picture.rows[::8] for p in memoryview(row).cast("I")[::8].tolist()]
    return seen.count(colour) / len(seen)


def cut(pixels, width):
    return [pixels[at : at + width].tobytes() for at in range(0, len(pixels), width)]


class OnScreen:
    """A daemon on the board's screen, and a second one of the same kind that draws off screen: what
    the first shows must be what the second has drawn."""

    def __init__(self, testbed, kind, rotation=0, size=SIZE, head=0, shared=False,
                 more=()):  # fmt: skip
        """head: which of the board's screens, and size its size. shared: the board file has the
        other kind's screen as well. more: lines of the screen's section."""
        self.testbed, self.kind, self.rotation = testbed, kind, rotation
        self.size = size if rotation % 180 == 0 else size[::-1]
        self.head = head
        testbed.folder.chmod(0o711)
        self.frame = Frame(testbed.sim_folder, kind)
        self.daemon = None
        self.popen = {}  # what its process has besides
        self.shared = shared
        self.more = more

    def start(self, wait_shown=True):
        lines = ["[board]", "name = screen", "description = for a test", f"[screen {self.kind}]",
                 "driver = drm", f"rotation = {self.rotation}", *self.more]  # fmt: skip
        if self.shared:
            lines.append(f"output = Virtual-{self.head + 1}")
            lines += [f"[screen {kind}]\ndriver = drm" for kind in PROGRAMS if kind != self.kind]
        board = self.testbed.write(f"{self.kind}.board", "\n".join([*lines, ""]))
        name = f"{self.kind}-1"
        token = self.testbed.write(f"{name}.token", self.testbed.new_token(self.kind, name))
        config = self.testbed.write(
            f"{name}.conf",
            f"[hub]\naddress = {self.testbed.http}\ntoken_file = {token}\n"
            f"[{self.kind}]\nname = {name}\nboard = {board}\n",
        )
        self.daemon = Daemon(
            self.testbed, PROGRAMS[self.kind], ["--debug", "--config", str(config)],
            label=name,
        )  # fmt: skip
        self.daemon.popen = unprivileged() | self.popen
        self.testbed.add(self.daemon).start()
        if wait_shown:
            self.wait_log(f"screen: Virtual-{self.head + 1} of card0")
        return self

    def start_reference(self):
        board = self.testbed.board(f"{self.kind}-reference", **{self.kind: self.size})
        self.testbed.start_device(
            PROGRAMS[self.kind], self.kind, board=board, name=f"{self.kind}-2"
        )
        self.frame.wait_there()
        return self

    def wait_log(self, text, seconds=START_S):
        try:
            wait_for(lambda: text in self.daemon.log(), f"it says '{text}'", seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}; it says:\n{self.daemon.log()[-3000:]}") from None

    def wait_same(self, outside, name, seconds=60):
        """Waits until the board's screen shows, pixel by pixel, what was drawn off screen; returns
        the picture as it was drawn. It must be a picture of something."""
        end = time.monotonic() + seconds
        part = 1
        while time.monotonic() < end:
            wanted = without_alpha(self.frame.picture())
            part = turned(wanted, self.rotation).difference(outside.picture(name, self.head))
            if part == 0 and wanted.colours() > 4:
                return wanted
        raise AssertionError(f"{part:.2%} of the screen differs (see {name}.png)")

    def wait_number_page(self, outside, name, seconds=60):
        """Waits for the page with a ticket's number, known by its red band: there is no slip."""
        end = time.monotonic() + seconds
        while colour_part(outside.picture(name, self.head), ALERT) < 0.05:
            assert time.monotonic() < end, f"no page with a number comes (see {name}.png)"


@contextlib.contextmanager
def no_screen(outside, head=0, size=SIZE):
    """Nothing is connected to a socket of the board until the block ends."""
    outside.plug(head, *size)  # QEMU passes over what it takes for no change, as at its start
    outside.unplug(head)
    try:
        yield
    finally:
        outside.plug(head, *size)
