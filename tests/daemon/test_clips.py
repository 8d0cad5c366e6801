# SPDX-License-Identifier: Apache-2.0
"""A centre's own voice: a recording becomes a clip, halls say it without a restart, and what cannot
be one changes nothing."""

import base64
import io
import math
import sqlite3
import struct
import wave

from test_hall_page import Screen, packs  # noqa: F401
from test_voice import voice as layso_voice
from waiting import wait_for

RATE = 48000
CLIP = "/clips/vi.number-1"


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


def longest_tone(path):
    """The milliseconds of the longest part of a sound that is no constant level."""
    if not path.exists() or path.stat().st_size < 44:
        return 0  # it is just being begun
    with wave.open(str(path)) as file:
        data = memoryview(file.readframes(file.getnframes())).cast("h")
    longest = since = 0
    for i in range(8, len(data), 8):
        since = since + 8 if len(set(data[i - 8 : i])) > 2 else 0
        longest = max(longest, since)
    return longest * 1000 // RATE


def listed(hub, clip):
    return next(c for c in hub.get("/clips?language=vi")["clips"] if c["clip"] == clip)


def files(hub):
    return next((d["state"] for d in hub.get("/health")["devices"] if d["name"] == "hall-1/files"),
                None)  # fmt: skip


def call(hub, counter=1):
    hub.issue("A")
    hub.call_next(counter)


def test_a_recording_is_said_without_a_restart_until_it_is_taken_back(
    packs, testbed, hub, tmp_path,  # noqa: F811
):  # fmt: skip
    testbed.environment |= {"LAYSO_DATADIR": str(packs.folder)}
    board = testbed.board(
        hall=(640, 360), hall_sound={"path": "hall.wav", "volume_percent": 100})  # fmt: skip
    cache = testbed.folder / "cache"
    cache.write_text("no folder")
    hall, path = testbed.start_hall(board=board), testbed.sim_folder / "hall.wav"
    hub.open(1)
    wait_for(lambda: files(hub) == "not_kept", "health says that there is no folder")
    cache.unlink()
    tried = hub.call("PUT", CLIP, recording(tone(0.5, 0.03), keep=False))
    assert listed(hub, "number-1")["state"] != "own" and "voice" not in hub.get("/site")["site"]
    # Quiet, with silence around it and in stereo: trimmed, and at the level of all clips.
    kept = hub.call("PUT", CLIP, recording(tone(0.5, 0.03)))
    assert kept["lufs"] in (-17, -16, -15) and tried["length_ms"] == kept["length_ms"]
    assert 530 <= kept["length_ms"] <= 570
    assert hub.get("/site")["site"]["voice"] == {"vi": {"number-1": kept["id"]}}
    own = listed(hub, "number-1")
    assert (own["state"], own["speaker"]) == ("own", "Bà Nguyễn Thị Hoa")
    assert (own["words"], own["other_words"]) == ("một", False)
    # By the measures of `layso voice check`, too.
    said = hub.get(CLIP)
    assert said == hub.get(f"/clips/{kept['id']}")
    pack = tmp_path / "measured"
    pack.mkdir()
    (pack / "pack.conf").write_text((packs.folder / "voice/vi/pack.conf").read_text())
    (pack / "number-1.opus").write_bytes(base64.b64decode(said["sound"]))
    assert "\nnumber-1:" not in "\n" + layso_voice("check", pack, status=1)
    # The hall has it, and so has a browser's.
    wait_for(lambda: "1 clips are the centre's own" in hall.log(), "the hall has the clip")
    assert files(hub) == "ok"
    browser = Screen(testbed, packs, tmp_path, "&sound=true")
    wait_for(lambda: browser.seen, "the browser shows the hall")
    call(hub)
    wait_for(lambda: longest_tone(path) > 450, "it is said")
    wait_for(lambda: browser.sounds and (tmp_path / "1.wav").exists(), "the browser says it")
    browser.end()
    assert 450 < longest_tone(tmp_path / "1.wav") < 600
    # Who changed it is in the log, and the backup holds it.
    backup = tmp_path / "backup.db"
    backup.write_bytes(hub.raw("GET", "/api/v1/backup").body)
    with sqlite3.connect(backup) as base:
        row = base.execute("SELECT speaker, agreed, sound FROM clip").fetchall()
        actors = [actor for (actor,) in base.execute("SELECT actor FROM event WHERE kind = 'site'")]
        (site,) = base.execute("SELECT json FROM site").fetchone()
    assert row == [("Bà Nguyễn Thị Hoa", actors[-1], said["sound"])] and actors[-1] == "local"
    assert kept["id"] in site
    # What is no clip is refused, and changes nothing.
    for data, why in ((b"RIFF but no sound", "no_sound"), (tone(0.5, 0), "silent"),
                      (tone(0.5, 3), "clipped"), (tone(4, 0.2), "too_long"),
                      (tone(0.01, 0.2), "too_short")):  # fmt: skip
        answer = hub.ask("PUT", CLIP, recording(data))
        assert (answer.status, answer.json.get("field")) == (400, f"sound.{why}"), answer.json
    for wrong, field in (({"consent": False}, "consent"), ({"speaker": ""}, "speaker"),
                         ({"x": 1}, "x")):  # fmt: skip
        answer = hub.ask("PUT", CLIP, recording(tone(0.5, 0.2), **wrong))
        assert (answer.status, answer.json["field"]) == (400, field)
    assert hub.ask("PUT", "/clips/vi.nothing", recording(tone(0.5, 0.2))).status == 404
    assert hub.get(CLIP) == said
    # Taken back: the sound is gone, and the pack's clip is said.
    hub.call("DELETE", CLIP)
    assert hub.ask("DELETE", CLIP).status == 404
    assert hub.ask("GET", f"/clips/{kept['id']}").status == 404
    wait_for(lambda: "0 clips are the centre's own" in hall.log(), "the hall is told")
    folder = cache / "layso-hall-1"
    assert not list(folder.glob("*.opus"))
    # While the board was off, too, and what a write left that was cut off.
    hall.stop()
    (folder / f"{'a' * 32}.opus").write_bytes(b"OggS")
    (folder / "site.json.1.new").write_text("{")
    hall.start()
    wait_for(lambda: [file.name for file in folder.iterdir()] == ["site.json"], "it is swept")
