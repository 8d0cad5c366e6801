# SPDX-License-Identifier: Apache-2.0
"""A small reader of ESC/POS, written from the manuals alone: what a printer would have put on
paper. It knows nothing of how layso writes, and whatever it does not know counts as garbage."""

import struct
import subprocess
import zlib

HEAD_DOTS = 576


class Slip:
    """One piece of paper: rows of bytes, most significant bit leftmost, 1 is black."""

    def __init__(self, width_dots):
        self.width_dots = width_dots
        self.rows = []
        self.cut = False

    @property
    def height_dots(self):
        return len(self.rows)

    def is_white(self):
        return not any(any(row) for row in self.rows)

    def black_part(self):
        black = sum(int.from_bytes(row, "big").bit_count() for row in self.rows)
        return black / max(1, self.width_dots * len(self.rows))

    def bands(self, gap=6):
        """(first, end) of the rows that hold ink, with at least gap white rows between."""
        found = []
        for y, row in enumerate(self.rows):
            if not any(row):
                continue
            if found and y - found[-1][1] < gap:
                found[-1][1] = y + 1
            else:
                found.append([y, y + 1])
        return [tuple(band) for band in found]

    def part(self, first, end):
        made = Slip(self.width_dots)
        made.rows = self.rows[first:end]
        return made

    def png(self, path, scale=1, margin=20):
        """Writes it as a picture with a white margin; returns the path."""
        pixel = [b"\xff" * scale, b"\x00" * scale]
        side = b"\xff" * margin
        lines = []
        for row in self.rows:
            dots = "".join(f"{byte:08b}" for byte in row)[: self.width_dots]
            line = side + b"".join(pixel[dot == "1"] for dot in dots) + side
            lines += [b"\0" + line] * scale
        width = self.width_dots * scale + 2 * margin
        blank = [b"\0" + b"\xff" * width] * margin
        data = zlib.compress(b"".join(blank + lines + blank))
        head = struct.pack(">IIBBBBB", width, len(lines) + 2 * margin, 8, 0, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            for kind, body in chunks:
                sum_ = zlib.crc32(kind + body)
                file.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", sum_))
        return path

    def qr(self, folder):
        """What its QR code says, read by zbarimg."""
        picture = self.png(folder / "qr.png", scale=2)
        done = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", picture],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout.strip()

    def number(self, folder):
        """The large number on it, read by tesseract from the tallest line."""
        band = max(self.bands(), key=lambda b: self._letter_height(*b))
        picture = self.part(*band).png(folder / "number.png", margin=60)
        done = subprocess.run(
            ["tesseract", picture, "-", "--dpi", "203", "--psm", "7",
             "-c", "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _ink(self, order):
        """The first row, in this order, in which each column has ink: columns are numbered from
        the right. A row is one number, for a dot at a time is slow on an emulated board."""
        seen, found = 0, {}
        for y in order:
            new = int.from_bytes(self.rows[y], "big") & ~seen
            seen |= new
            while new:
                column = new.bit_length() - 1
                found[column] = y
                new ^= 1 << column
        return found

    def _letter_height(self, first, end):
        """The height of a line of letters that are all of one height, else 0: words below them, or
        a QR code with words beside it, are none."""
        tops, lasts = self._ink(range(first, end)), self._ink(range(end - 1, first - 1, -1))
        heights, before = [], None
        for column in sorted(tops, reverse=True):
            if before is None or before - column > 3:
                heights.append([tops[column], lasts[column]])
            heights[-1] = [min(heights[-1][0], tops[column]), max(heights[-1][1], lasts[column])]
            before = column
        whole = end - first
        even = all(last - top >= 0.75 * whole for top, last in heights)
        return whole if len(heights) > 1 and even else 0


class EscposReader:
    """Takes bytes as they come; slips are those that were cut, paper the one in the printer."""

    def __init__(self, width_dots=HEAD_DOTS):
        self.width_dots = width_dots
        self.data = b""
        self.garbage = b""  # what is no command that it knows
        self.slips = []
        self.paper = Slip(width_dots)
        self.clipped = 0  # rows that were wider than the paper
        self.asked = []  # the names of questions, in order

    def feed(self, data):
        self.data += bytes(data)
        while self.data:
            size = self._obey(self.data)
            if size is None:
                break
            self.data = self.data[size:]
        return self

    def _white(self, rows):
        self.paper.rows += [bytes((self.width_dots + 7) // 8)] * rows

    def _cut(self):
        if self.paper.rows:
            self.paper.cut = True
            self.slips.append(self.paper)
        self.paper = Slip(self.width_dots)

    def _raster(self, data):
        """GS v 0 m xL xH yL yH dots"""
        if len(data) < 8:
            return None
        wide, high = data[4] | data[5] << 8, data[6] | data[7] << 8
        if len(data) < 8 + wide * high:
            return None
        paper_bytes = (self.width_dots + 7) // 8
        for y in range(high):
            row = data[8 + y * wide : 8 + (y + 1) * wide]
            self.clipped += wide > paper_bytes
            self.paper.rows.append(row[:paper_bytes].ljust(paper_bytes, b"\0"))
        return 8 + wide * high

    def _gs(self, data):
        if len(data) < 3:
            return None
        kind = data[1:2]
        if kind == b"v" and data[2:3] == b"0":
            return self._raster(data)
        if kind == b"V":
            feeds = data[2] in b"AB"
            if feeds and len(data) < 4:
                return None
            self._cut()
            return 4 if feeds else 3
        if kind == b"(":
            if len(data) < 5 or len(data) < 5 + (data[3] | data[4] << 8):
                return None
            size = 5 + (data[3] | data[4] << 8)
            if data[2:3] == b"H" and data[5:7] == b"00":
                self.asked.append("printed " + data[7:11].decode("ascii"))
                return size
        if kind in (b"a", b"r"):
            self.asked.append({b"a": "automatic", b"r": "processed"}[kind])
            return 3
        return 0

    def _esc(self, data):
        if data[1:2] == b"@":
            return 2
        if len(data) < 3:
            return None
        if data[1:2] in (b"J", b"d"):
            self._white(data[2] * (1 if data[1:2] == b"J" else 30))
            return 3
        return 0

    def _dle(self, data):
        size = {b"\x04": 3, b"\x05": 3, b"\x14": 10}.get(data[1:2], 0)
        return None if len(data) < size else size

    def _obey(self, data):
        """The size of the command at the start of data; None: it is not all here."""
        groups = {0x1D: self._gs, 0x1B: self._esc, 0x10: self._dle,
                  0x1C: lambda d: 2 if d[1:2] == b"." else 0}  # fmt: skip
        if data[0] in groups and len(data) < 2:
            return None
        size = groups[data[0]](data) if data[0] in groups else 0
        if size == 0:
            self.garbage += data[:1]
            return 1
        return size
