# SPDX-License-Identifier: Apache-2.0
"""The look-up kiosk says what the catalogue says: a record from the search to its last line with
five keys, spoken by the program that made the voice, and what is said where there is none."""

import shlex
import subprocess
import wave
from itertools import groupby

import pytest
from processes import DATADIR
from test_listening import Ears
from test_lookup_kiosk import TODAY
from test_lookup_pages import take
from voicepack import RATE, flac
from waiting import wait_for

NAME = "Đăng ký khai tử"
RECORD = [
    {"code": "1.000001", "name": NAME, "sector": "Hộ tịch", "checked_day": TODAY,
     "deadline": "Trong ngày làm việc",
     "papers": [{"name": "Tờ khai theo mẫu", "originals": 1},
                {"name": "Giấy báo tử", "originals": 1, "copies": 2}],
     "ways": [{"channel": "direct", "fee": "8.000 đồng", "exempt": "Trẻ em, hộ nghèo"},
              {"channel": "online", "fee": "Miễn phí"}],
     "steps": ["Nộp giấy tờ tại quầy", "Nhận kết quả"]},
    {"code": "1.000003", "name": "Tách thửa đất", "sector": "Đất đai", "checked_day": TODAY},
]  # fmt: skip
LINES = ["Thời hạn giải quyết.", "Trong ngày làm việc.", "Phí, lệ phí.",
         "Nộp trực tiếp: 8.000 đồng.", "Được miễn, giảm: Trẻ em, hộ nghèo.",
         "Nộp trực tuyến: Miễn phí.", "Giấy tờ cần mang.", "Tờ khai theo mẫu: 1 bản chính.",
         "Giấy báo tử: 1 bản chính, 2 bản sao.", "Nơi nộp.", "Các bước.",
         "1. Nộp giấy tờ tại quầy.", "2. Nhận kết quả."]  # fmt: skip
ESPEAK = "espeak-ng -v vi -s 140 -a 50 -w {wav} -- {text}"
# Clips of the build's voice that are of a constant level instead: what else is heard is spoken.
PLACE, ASK = 1000, 2000
LEVELS = {"speech.choice-1": PLACE, "speech.choice-2": PLACE, "speech.lookup-1": ASK,
          **{f"number-{n}": PLACE for n in range(10)}}  # fmt: skip
CLIP, GAP = 6000, 4800  # samples


def make_voice(folder, engine):
    """The data folder with another program in its voice."""
    folder.mkdir()
    for entry in DATADIR.iterdir():
        if entry.name != "voice":
            (folder / entry.name).symlink_to(entry.resolve())
    voice = folder / "voice" / "vi"
    voice.mkdir(parents=True)
    for clip in (DATADIR / "voice" / "vi").resolve().iterdir():
        if clip.stem in LEVELS:
            (voice / clip.name).write_bytes(flac(LEVELS[clip.stem], CLIP))
        elif clip.suffix == ".flac":
            (voice / clip.name).symlink_to(clip)
    conf = (DATADIR / "voice" / "vi" / "pack.conf").read_text().splitlines()
    lines = [f"engine = {engine}" if line.startswith("engine") else line for line in conf]
    (voice / "pack.conf").write_text("\n".join(lines) + "\n")


@pytest.fixture
def start(testbed, hub, tmp_path):
    def start_with(engine=None):
        take(hub, RECORD)
        if engine:
            make_voice(tmp_path / "data", engine)
            testbed.environment["LAYSO_DATADIR"] = str(tmp_path / "data")
        sound = {"path": "kiosk.wav", "volume_percent": 100}
        ears = Ears(testbed, hub, names=False, listen_s=60, kiosk=(1280, 800), kiosk_sound=sound,
                    kiosk_more={"journeys": "lookup"})  # fmt: skip
        wait_for(lambda: "2 procedures can be looked up" in ears.daemon.log(), "it has them")
        ears.press("repeat", "Ông/bà cần làm thủ tục gì?")
        return ears

    return start_with


def heard(ears):
    """What was heard: the levels of constant clips, and the seconds of other sound between."""
    with wave.open(str(ears.testbed.sim_folder / "kiosk.wav")) as file:
        data = memoryview(file.readframes(file.getnframes())).cast("h")
    said = [0.0]
    for level, run in groupby(data):
        n = sum(1 for _ in run)
        if level in (PLACE, ASK) and n > CLIP // 10:
            said += [level, 0.0]
        elif level or n < GAP:
            said[-1] += n / RATE
    return said


def wait_over(ears):
    """The last reading is heard to its end."""
    def over():
        log = ears.daemon.log()
        return log.rfind("reading is over") > log.rfind("reads: ")

    wait_for(over, "the reading is over")


def spoken_s(folder, words):
    """The seconds that the program itself speaks for."""
    wav = folder / "alone.wav"
    command = [word.format(wav=wav, text=words) for word in shlex.split(ESPEAK)]
    subprocess.run(command, check=True)
    with wave.open(str(wav)) as file:
        return file.getnframes() / file.getframerate()


def open_sector(ears):
    ears.seek("forward", "Chọn theo lĩnh vực.")
    ears.press("choose", "Mời ông/bà chọn lĩnh vực")
    said = ears.press("forward", "lựa chọn 1 trên")
    if "Hộ tịch" not in said and said.startswith("Đất đai"):
        ears.press("forward", "lựa chọn 2 trên")
    ears.press("choose", "Mời ông/bà chọn thủ tục")
    return ears.press("forward", "lựa chọn 1 trên")


def test_a_record_is_heard_from_the_search_to_its_last_line(start, hub):
    """With five keys and the voice that the build makes: read as a whole, then line by line."""
    ears = start()
    ears.seek("forward", "Gõ tên việc cần làm.")
    ears.press("choose", "Chưa gõ chữ nào")
    for letter, typed in (("tê.", "Đã gõ tê."), ("u.", "Đã gõ tê u.")):
        ears.seek("forward", letter)
        ears.press("choose", typed)
    ears.seek("forward", f"{NAME}.")
    said, one_by_one = ears.press("choose", "Giấy tờ, lệ phí, các bước."), []
    while not all(line in said for line in LINES):
        ears.seek("forward", "Tiếp.")
        said += ears.press("choose", "Giấy tờ, lệ phí, các bước.")
    ears.seek("forward", "Quay lại.")
    while "English" not in (line := ears.press("forward")):
        one_by_one.append(line)
        assert len(one_by_one) < 30
    assert one_by_one and all(line in said for line in one_by_one)
    assert ears.press("back") == one_by_one[-1] == ears.press("choose")
    wait_for(lambda: "is heard after" in ears.daemon.log(), "it is heard")
    assert "not spoken" not in ears.daemon.log() + str(hub.get("/health"))


def test_a_name_is_in_the_loudspeaker(start, tmp_path):
    """As long as the program speaks it, and before its place."""
    ears = start(ESPEAK)
    assert open_sector(ears).startswith(f"{NAME}.")
    wait_over(ears)
    # "… lựa chọn", 1, "trên", 1.
    *_, seconds, place, _, at, _, of, _, number, _ = heard(ears)
    alone = spoken_s(tmp_path, NAME)
    assert [place, at, of, number] == 4 * [PLACE]
    assert 0.6 * alone < seconds < 1.2 * alone, (seconds, alone)


def test_a_program_that_fails_is_told(start):
    """By place and by a helper, as before; the kiosk and its keys go on."""
    ears = start("sh -c 'exit 1' {wav} {text}")
    assert "lựa chọn 1 trên" in open_sector(ears)
    assert "a text is not spoken: sh ended with status 1" in ears.daemon.log()
    ears.press("choose", "Máy chưa đọc được phần này")
    wait_over(ears)
    assert ASK in heard(ears)


def test_a_voice_without_a_program_is_in_health(start, hub):
    """Recordings alone: what was said before is said, and health says why."""
    ears = start("cp /recordings/{clip}.wav {wav}")
    (sound,) = (d for d in hub.get("/health")["devices"] if d["name"] == "kiosk-1/sound")
    assert (sound["state"], "not spoken" in sound["note"]) == ("ok", True), sound
    assert open_sector(ears).startswith("lựa chọn 1 trên")
    ears.press("choose", "Máy chưa đọc được phần này")
