# SPDX-License-Identifier: Apache-2.0
"""A centre's own voice: a recording becomes a clip, halls and kiosks say it without a restart, and
what cannot be one changes nothing."""

import base64
import json
import sqlite3
import wave
from concurrent.futures import ThreadPoolExecutor

from hubclient import Caller
from recordings import RATE, recording, tone
from test_hall_page import Screen, packs  # noqa: F401
from test_listening import Ears
from test_voice import voice as layso_voice
from waiting import wait_for

CLIP = "/clips/vi.number-1"


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
    wait_for(lambda: not list(folder.glob("*.opus")), "its copy goes")
    # While the board was off, too, and what a write left that was cut off.
    hall.stop()
    (folder / f"{'a' * 32}.opus").write_bytes(b"OggS")
    (folder / "site.json.1.new").write_text("{")
    hall.start()
    wait_for(lambda: [file.name for file in folder.iterdir()] == ["site.json"], "it is swept")


def test_texts_have_their_length_and_the_last_of_many_uploads_is_said(testbed, hub):
    sound = tone(0.5, 0.2)
    cases = (("x" * 120, "y" * 120, None), ("ộ" * 120, "ộ" * 120, None),
             ("x" * 121, "", "speaker"), ("ộ" * 121, "", "speaker"),
             ("x", "y" * 121, "licence"), ("x", "a\nb", "licence"))  # fmt: skip
    for speaker, licence, field in cases:
        answer = hub.ask("PUT", CLIP, recording(sound, speaker=speaker, licence=licence))
        assert (answer.status, answer.json.get("field")) == (400 if field else 200, field)
    assert listed(hub, "number-1")["speaker"] == "ộ" * 120
    assert hub.ask("PUT", f"/clips/vi.{'x' * 48}", recording(sound)).status == 404

    def put(tenths):
        caller = Caller(testbed.unix)
        try:
            return caller.call("PUT", CLIP, recording(tone(tenths / 10, 0.2)))["id"]
        finally:
            caller.close()

    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(put, (3, 4, 5, 3, 4, 5)))
    said = hub.get("/site")["site"]["voice"]["vi"]["number-1"]
    assert said in ids and hub.get(CLIP) == hub.get(f"/clips/{said}")
    testbed.verify()


def test_a_restored_backup_is_said_by_a_new_hall_and_a_new_kiosk(packs, testbed, hub):  # noqa: F811
    for clip, seconds in (("number-1", 0.5), ("speech.welcome-1", 0.8)):
        hub.call("PUT", f"/clips/vi.{clip}", recording(tone(seconds, 0.2)))
    backup = testbed.folder / "a.backup"
    backup.write_bytes(hub.raw("GET", "/api/v1/backup").body)
    testbed.hub.stop()
    for file in testbed.data.glob("layso.db*"):
        file.unlink()  # a new board
    done = testbed.hubd("--restore", str(backup), seconds=60)
    assert done.returncode == 0, done.stderr
    hub = testbed.start_hub(with_site=False)
    testbed.environment["LAYSO_DATADIR"] = str(packs.folder)
    sound = {"volume_percent": 100}
    kiosk = Ears(testbed, hub, names=False, kiosk_sound=sound | {"path": "kiosk.wav"},
                 hall=(640, 360), hall_sound=sound | {"path": "hall.wav"})  # fmt: skip
    hall = testbed.start_hall(board=kiosk.board)
    wait_for(lambda: "2 clips are the centre's own" in hall.log(), "the hall has the clips")
    kiosk.press("help", "Máy đang đọc màn hình")
    heard, said = testbed.sim_folder / "kiosk.wav", testbed.sim_folder / "hall.wav"
    wait_for(lambda: longest_tone(heard) > 700, "the kiosk says its clip")
    hub.open(1)
    call(hub)
    wait_for(lambda: 450 < longest_tone(said) < 600, "the hall says its clip")


def test_a_language_without_a_pack_is_said_once_its_clips_are_there(
    packs, testbed, hub, tmp_path,  # noqa: F811
):  # fmt: skip
    strings = tmp_path / "etc/strings"
    strings.mkdir(parents=True)
    words = {"language.name": "Tai", "voice.call": "hwong {number} ma {counter}",
             "voice.letter.a": "a"}  # fmt: skip
    (strings / "tai.json").write_text(json.dumps(words))
    own = {"LAYSO_ETCDIR": str(strings.parent), "LAYSO_DATADIR": str(packs.folder)}
    testbed.hub_environment |= own
    testbed.environment |= own
    testbed.restart_hub()
    site = hub.get("/site")["site"]
    hub.call("PUT", "/site", site | {"languages": ["vi", "en", "tai"]})
    needed = ("call-1", "letter-a", "number-1", "call-2")
    state = {c["clip"]: c["state"] for c in hub.get("/clips?language=tai")["clips"]}
    assert {state[clip] for clip in needed} == {"missing"}
    for clip in needed[:3]:
        hub.call("PUT", f"/clips/tai.{clip}", recording(tone(0.5, 0.2)))
    board = testbed.board(
        hall=(640, 360), hall_sound={"path": "hall.wav", "volume_percent": 100})  # fmt: skip
    hall, path = testbed.start_hall(board=board), testbed.sim_folder / "hall.wav"
    wait_for(lambda: "3 clips are the centre's own" in hall.log(), "the hall has some clips")
    hub.open(1)
    hub.issue("A", language="tai")
    hub.call_next(1)
    # With a hole the whole call is Vietnamese.
    wait_for(lambda: [n for n, _ in packs.heard(path)].count("vi:call-2") == 2, "it is said twice")
    for clip in ("call-2", "number-2"):
        hub.call("PUT", f"/clips/tai.{clip}", recording(tone(0.5, 0.2)))
    wait_for(lambda: "5 clips are the centre's own" in hall.log(), "the hall has all clips")
    hub.open(2)
    hub.issue("A", language="tai")
    hub.call_next(2)
    wait_for(lambda: longest_tone(path) > 450, "it is said in its language")
