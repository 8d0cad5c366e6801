# SPDX-License-Identifier: Apache-2.0
"""Recordings of a voice, as a browser uploads them."""

import base64
import io
import math
import struct
import wave

RATE = 48000  # of clips


def tone(seconds, level, before=0.7, after=0.9, channels=2, rate=44100):
    """A WAV file: a tone of 880 Hz with silence around it."""
    samples = [0] * int(before * rate)
    samples += [int(32767 * max(-1, min(1, level * math.sin(i * 2 * math.pi * 880 / rate))))
                for i in range(int(seconds * rate))]  # fmt: skip
    samples += [0] * int(after * rate)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(struct.pack("<h", s) * channels for s in samples))
    return file.getvalue()


def recording(data, **more):
    return {"sound": base64.b64encode(data).decode(), "speaker": "Bà Nguyễn Thị Hoa",
            "consent": True} | more  # fmt: skip
