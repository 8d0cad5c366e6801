# SPDX-License-Identifier: Apache-2.0
"""The pictures that the daemons draw, from the mirrors of drivers/screen-sim.c: a header of 64
bytes ("LAYSOFB1", width, height, stride, at byte 20 a 1 while the display is switched off, at byte
24 a counter that is odd while it is drawn), then rows of 4 bytes a pixel."""

import struct
import time
import zlib

from waiting import SECONDS, wait_for

HEADER = 64


class Picture:
    def __init__(self, width, height, rows):
        self.width = width
        self.height = height
        self.rows = rows

    def difference(self, other):
        """Which part of the pixels differs, 0 to 1."""
        if (self.width, self.height) != (other.width, other.height):
            return 1.0
        different = 0
        for mine, theirs in zip(self.rows, other.rows):
            if mine != theirs:
                mine, theirs = memoryview(mine).cast("I"), memoryview(theirs).cast("I")
                different += sum(a != b for a, b in zip(mine, theirs))
        return different / (self.width * self.height)

    def colours(self):
        return len({pixel for row in self.rows[::40] for pixel in memoryview(row).cast("I")[::3]})

    def write_png(self, path):
        """For a person to look at."""
        raw = b"".join(
            b"\0" + b"".join(row[i + 2 : i - 1 if i else None : -1] for i in range(0, len(row), 4))
            for row in self.rows
        )
        chunks = (
            (b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(raw, 1)),
            (b"IEND", b""),
        )
        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            for kind, data in chunks:
                crc = zlib.crc32(kind + data)
                file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc))


class Frame:
    """One screen's mirror."""

    def __init__(self, folder, name):
        self.path = folder / f"{name}.frame"

    def _read(self, size=-1):
        with open(self.path, "rb") as file:
            return file.read(size)

    def there(self):
        return self.path.exists() and len(self._read(HEADER)) == HEADER

    def counter(self):
        header = self._read(HEADER)
        assert header[:8] == b"LAYSOFB1"
        return struct.unpack_from("<Q", header, 24)[0]

    def is_off(self):
        return struct.unpack_from("<I", self._read(HEADER), 20)[0] == 1

    def _try_picture(self):
        data = self._read()
        width, height, stride = struct.unpack_from("<III", data, 8)
        before = struct.unpack_from("<Q", data, 24)[0]
        if before % 2 or len(data) < HEADER + height * stride or self.counter() != before:
            return None
        rows = [data[HEADER + y * stride :][: width * 4] for y in range(height)]
        return Picture(width, height, rows)

    def picture(self):
        return wait_for(self._try_picture, f"a whole picture in {self.path.name}")

    def wait_there(self):
        wait_for(self.there, f"{self.path.name} is there")
        return self.picture()

    def wait_change(self, since, what, seconds=SECONDS, part=0.0):
        """Waits until the picture differs from an earlier one by more than a part of its pixels."""
        def changed():
            now = self.picture()
            return now if now.difference(since) > part else None

        return wait_for(changed, what, seconds)

    def wait_still(self, quiet_s=0.4, seconds=SECONDS):
        """Waits until nothing has been drawn for a while."""
        end = time.monotonic() + seconds
        last, since = self.counter(), time.monotonic()
        while time.monotonic() - since < quiet_s:
            assert time.monotonic() < end, f"{self.path.name} is never still"
            now = self.counter()
            if now != last:
                last, since = now, time.monotonic()
            time.sleep(0.02)
        return self.picture()
