# SPDX-License-Identifier: Apache-2.0
"""What a person would read in a picture: tesseract's letters of a PNG, or of a part of it."""

import os
import struct
import subprocess
import unicodedata
import zlib


def read(path, language="vie", psm=11, letters=None):
    """The words in a picture, with single spaces; psm 11 finds them anywhere, 7 is one line."""
    chosen = ["-c", f"tessedit_char_whitelist={letters}"] if letters else []
    done = subprocess.run(
        ["tesseract", path, "-", "-l", language, "--psm", str(psm), *chosen], capture_output=True,
        text=True, check=False, env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def bare(text):
    """Letters without marks and case: what is compared where tesseract confuses marks."""
    marked = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in marked if not unicodedata.combining(c)).casefold()


def unfilter(kind, line, above):
    """One row of an RGB picture as PNG's filters made it (PNG specification, 9.2)."""
    for i, byte in enumerate(line):
        left, corner = (line[i - 3], above[i - 3]) if i >= 3 else (0, 0)
        up = above[i]
        if kind == 4:
            guess = left + up - corner
            near = (abs(guess - left), abs(guess - up), abs(guess - corner))
            base = (left, up, corner)[near.index(min(near))]
        else:
            base = (0, left, up, (left + up) // 2)[kind]
        line[i] = (byte + base) & 255


def write_png(path, width, rows):
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 1)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b"")):
            crc = zlib.crc32(kind + body)
            file.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc))


def cut(path, box, to):
    """Writes the part (left, top, right, bottom) of an RGB picture into another file."""
    left, top, right, bottom = box
    data, at, packed, width = path.read_bytes(), 8, b"", 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IHDR":
            width = struct.unpack_from(">I", data, at + 8)[0]
        elif kind == b"IDAT":
            packed += data[at + 8 : at + 8 + size]
        at += 12 + size
    raw, stride, rows, above = zlib.decompress(packed), 3 * width, [], bytearray(3 * width)
    for start in range(0, bottom * (stride + 1), stride + 1):
        line = bytearray(raw[start + 1 : start + 1 + stride])
        if raw[start]:
            unfilter(raw[start], line, above)
        rows.append(bytes(line[3 * left : 3 * right]))
        above = line
    write_png(to, right - left, rows[top:])
