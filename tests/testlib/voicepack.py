# SPDX-License-Identifier: Apache-2.0
"""Voice packs whose clips are constant levels, so that a recording says which clip was heard."""

import pathlib
import wave
from itertools import groupby

RATE = 48000
CLIP = 3000  # samples
CHIME = 12000
STEP = 100  # between the levels of two clips
CONF = "[pack]\n{language}speaker = nobody\nconsent = not needed\nlicence = CC0\nengine = a test\n"
WORDS = [*(f"number-{n}" for n in range(11)), "word-tens", "word-hundred", "word-thousand",
         "word-linh", "word-one", "word-four", "word-five", "letter-a", "call-1", "call-2",
         "recall-1", "recall-2", "test-1"]  # fmt: skip


def crc(data, bits, polynomial):
    value = 0
    for byte in data:
        value ^= byte << (bits - 8)
        for _ in range(8):
            value = (value << 1) ^ (polynomial if value >> (bits - 1) else 0)
            value &= (1 << bits) - 1
    return value.to_bytes(bits // 8, "big")


def flac(level, samples):
    """A FLAC file (RFC 9639) of one frame with a constant subframe."""
    size = samples.to_bytes(2, "big")
    stream = (RATE << 44) | (15 << 36) | samples  # one channel, 16 bits
    info = size + size + bytes(6) + stream.to_bytes(8, "big") + bytes(16)
    head = b"\xff\xf8\x7a\x08\x00" + (samples - 1).to_bytes(2, "big")
    head += crc(head, 8, 0x07)
    frame = head + b"\x00" + level.to_bytes(2, "big", signed=True)
    return b"fLaC\x80" + len(info).to_bytes(3, "big") + info + frame + crc(frame, 16, 0x8005)


class VoicePacks:
    """A data folder like another one, with a chime and packs of its own."""

    def __init__(self, folder, like, languages):
        self.folder = pathlib.Path(folder)
        self.names = {}  # by level
        self.folder.mkdir()
        for entry in pathlib.Path(like).iterdir():
            if entry.name != "voice":
                (self.folder / entry.name).symlink_to(entry.resolve())
        self._conf("chime", "")
        self.put("chime", "chime", CHIME)
        for language in languages:
            self._conf(language, f"language = {language}\ngrammar = vietnamese\n")
            for word in WORDS:
                self.put(language, word, CLIP)

    def _conf(self, pack, language):
        calls = "call = so {number} quay {counter}\nrecall = lai {number} {counter}\n"
        phrases = f"[phrases]\ntest = thu\n{calls}"
        text = CONF.format(language=language) + (phrases if language else "")
        folder = self.folder / "voice" / pack
        folder.mkdir(parents=True)
        (folder / "pack.conf").write_text(text)

    def put(self, pack, clip, samples):
        folder = self.folder / "voice" / pack
        level = 1000 + STEP * len(self.names)
        self.names[level] = f"{pack}:{clip}" if pack != clip else clip
        (folder / f"{clip}.flac").write_bytes(flac(level, samples))

    def heard(self, path):
        """What a recording holds: [("chime", samples), (300 ms of silence as 300, samples), …]"""
        path = pathlib.Path(path)
        if not path.exists() or path.stat().st_size < 44:
            return []  # it is just being begun
        with wave.open(str(path)) as file:
            assert (file.getnchannels(), file.getframerate()) == (1, RATE)
            data = memoryview(file.readframes(file.getnframes())).cast("h")
        runs = [(level, sum(1 for _ in run)) for level, run in groupby(data)]
        return [(self.names[v] if v else n * 1000 // RATE, n) for v, n in runs]

    def heard_by_a_card(self, samples):
        """The clips in samples that went through a sound card, which may be a little off and may
        pause: the names in their order, a clip once."""
        near = (round(sample / STEP) * STEP for sample in samples)
        runs = [(level, sum(1 for _ in run)) for level, run in groupby(near)]
        names = [self.names.get(level) for level, n in runs if n >= CLIP // 10]
        return [name for name, _ in groupby(name for name in names if name)]
