# SPDX-License-Identifier: Apache-2.0
"""The kiosk for who sees nothing: journeys with five keys and the log of what was read aloud."""

import os
import pathlib
import re
import time

import pytest
from processes import DATADIR, program_path
from sitedata import SITE
from test_kiosk import SIZE, Kiosk
from test_lookup_kiosk import LIST
from test_lookup_pages import take
from voicepack import RATE, VoicePacks
from waiting import wait_for

KEYS = {key: f"speech {key}" for key in ("back", "forward", "choose", "repeat", "help", "louder")}
LISTEN_S = 4
CUT_MS = 100  # a press is heard that soon
LONG = 65000  # samples of a clip
ALERT = bytes.fromhex("0f1497")  # of the default theme, as it stands in a frame


class Ears(Kiosk):
    """A kiosk and somebody with their eyes closed."""

    def __init__(self, testbed, hub, names=True, listen_s=LISTEN_S, **board):
        path = f"{pathlib.Path(program_path('layso')).parent}:{os.environ['PATH']}"
        testbed.environment["PATH"] = path  # its names are spoken by `layso`
        line = {"listen_seconds": listen_s}
        line |= {"names": testbed.folder / "names"} if names else {}
        ours = {"buttons": KEYS, "kiosk_sound": {"path": "kiosk.wav"}}
        super().__init__(testbed, hub, line=line, **ours | board)

    def wait_ready(self):
        wait_for(lambda: self.printer_is("ok") and self.sound_is("ok"), "it can print and speak")
        if self.with_panel:
            wait_for(lambda: self.sim.lamp_on("forward"), "the keys' lamps are lit")

    def sound_is(self, state):
        devices = {d["name"]: d["state"] for d in self.hub.get("/health")["devices"]}
        return devices.get("kiosk-1/sound") == state

    def asks(self):
        """The bar is a band in the colour of warnings."""
        return any(row.count(ALERT) > SIZE[0] // 5 for row in self.frame.picture().rows[:110:10])

    def wait_names(self):
        said = "names of the site's services are spoken"
        wait_for(lambda: said in self.daemon.log(), "the kiosk has the names")

    def said(self):
        return re.findall(r"reads: (.*)", self.daemon.log())

    def hear(self, *wanted, after):
        """The first thing that is read after so many others and has these words in it."""
        def found():
            return next((t for t in self.said()[after:] if all(w in t for w in wanted)), None)

        return wait_for(found, f"somebody hears {wanted}")

    def press(self, key, *wanted):
        before = len(self.said())
        self.sim.press(key)
        return self.hear(*wanted, after=before)

    def seek(self, key, wanted):
        """Presses a key until it reads that."""
        for _ in range(40):
            text = self.press(key)
            if wanted in text:
                return text
        raise AssertionError(f"nothing says {wanted}")


@pytest.fixture
def ears(testbed, hub):
    return Ears(testbed, hub)


def number_in(text):
    return re.search(r"Your number is (\w+)\.", text).group(1)


def test_a_slip_is_taken_with_closed_eyes(ears):
    """Language, service, lane, slip; then paper is out, and the number is remembered."""
    ears.press("forward", "Máy đang đọc màn hình", "chọn dịch vụ", "lựa chọn")
    ears.press("help", "Phím nhắc lại")
    ears.seek("back", "English.")
    ears.press("choose", "What would you like to do?", "choices")
    assert "reading is cut off" in ears.daemon.log(), "each key silences what was being read"
    ears.wait_names()
    ears.press("help", "Welcome")  # the centre's notice
    first = ears.press("forward", "choice 1 of")
    ears.press("forward", "choice 2 of")
    assert ears.press("back") == first
    assert first.startswith(SITE["services"][0]["name"]["en"] + "."), "its name, made meanwhile"
    ears.press("choose", "Please choose the kind of number")
    ears.seek("forward", "Take a number")
    slip_said = ears.press("choose", "Please take your slip", "Nobody is ahead of you",
                           "Please keep this slip")  # fmt: skip
    slip = ears.sim.wait_slips(1)[0]
    ticket = ears.wait_tickets(1)[0]
    ears.check_slip(slip, ticket)  # the printed code is this ticket's
    assert (number_in(slip_said), ticket["language"]) == (ticket["number"], "en")
    assert ears.press("repeat") == slip_said
    ears.press("choose", "The screen is no longer read")

    ears.sim.printer(paper="out")
    wait_for(lambda: not ears.printer_is("ok"), "the printer has no paper")
    ears.press("choose", "reads the screen", "your number is shown here")
    ears.press("forward", "1 waiting", "choice 1 of")
    ears.press("choose", "Please choose the kind of number")
    ears.seek("forward", "Priority")
    number_said = ears.press("choose", "No slip could be printed", "Priority")
    assert number_in(number_said) == ears.wait_tickets(2)[1]["number"]
    ears.press("forward", "Done")
    ears.press("choose", "What would you like to do?")


def test_time_is_asked_for_twice_and_who_is_gone_is_forgotten(ears):
    ears.press("repeat", "Máy đang đọc màn hình")
    ears.press("louder", "Âm lượng 90")
    ears.seek("back", "English.")
    ears.press("choose", "What would you like to do?")
    before = len(ears.said())
    ears.seek("back", "Tiếng Việt")
    ears.hear("more time", after=before)
    wait_for(ears.asks, "the question is on the screen")
    before = len(ears.said())
    ears.press("repeat", "Tiếng Việt")  # any key gives time
    wait_for(lambda: not ears.asks(), "the bar is as before")
    ears.hear("more time", after=before + 1)
    ears.hear("no longer read", after=before + 2)
    # The next one starts in the first language, at the board's volume.
    ears.press("help", "Máy đang đọc màn hình")
    ears.press("louder", "Âm lượng 90")


def test_a_press_cuts_what_is_being_said(testbed, hub, tmp_path):
    """In the recording: the old reading ends and the new one begins."""
    packs = VoicePacks(tmp_path / "data", DATADIR, ["vi"])
    for clip in ("speech.welcome-1", "kiosk.choose-1", "speech.keys-1", "speech.help-1"):
        packs.put("vi", clip, LONG)
    testbed.environment["LAYSO_DATADIR"] = str(packs.folder)
    sound = {"path": "kiosk.wav", "volume_percent": 100}
    ears = Ears(testbed, hub, names=False, kiosk_sound=sound)

    def heard(clip):
        """What was heard before a clip; None while it was not."""
        runs = packs.heard(testbed.sim_folder / "kiosk.wav")
        names = [name for name, _ in runs]
        return runs[: names.index(clip)] if clip in names else None

    begin = time.monotonic()
    ears.press("forward", "Máy đang đọc màn hình", "Mời ông/bà chọn")
    wait_for(lambda: heard("vi:speech.welcome-1"), "the welcome is heard")
    ears.sim.press("help")
    wait_for(lambda: "reading is cut off" in ears.daemon.log(), "it is cut off")
    most = (time.monotonic() - begin + CUT_MS / 1000) * RATE
    before = wait_for(lambda: heard("vi:speech.help-1"), "the next reading is heard")
    # A loudspeaker that begins is given a little silence (SOUND_PRIME_MS in drivers/sound.h).
    *said, (pause_ms, _) = before
    assert said[-1][0] in ("vi:speech.welcome-1", "vi:kiosk.choose-1") and pause_ms < 1000, before
    assert sum(samples for _, samples in said) <= most, before


def test_who_cannot_read_touches_the_ear(testbed, hub):
    """Without the five keys a finger chooses, and what there is to choose is read."""
    ears = Ears(testbed, hub, buttons=None)
    ears.wait_names()
    first, second = (service["name"]["vi"] for service in SITE["services"][:2])
    ears.frame.wait_still()
    ears.sim.tap("kiosk", 50, 50)
    text = ears.hear("Máy đang đọc màn hình", f"{first}.", f"{second}.", after=0)
    assert "Bấm phím" not in text
    before = len(ears.said())
    ears.frame.wait_still()
    ears.sim.tap("kiosk", 50, 50)
    ears.hear("Đã tắt", after=before)


def test_a_missing_keypad_is_in_health(testbed, hub):
    board = testbed.board(kiosk=SIZE, kiosk_sound={"path": "kiosk.wav"})
    keys = "back = KEY_LEFT\nforward = KEY_RIGHT\nchoose = KEY_ENTER\n"
    board.write_text(f"{board.read_text()}\n[keypad kiosk]\ndevice = No such keypad\n{keys}")
    testbed.start_kiosk(board=board)

    def keypad():
        devices = {d["name"]: d for d in hub.get("/health")["devices"]}
        return devices.get("kiosk-1/keypad")

    told = wait_for(keypad, "health says so")
    assert (told["state"], told["fault"], told["note"]) == ("offline", "device", "No such keypad")


def test_a_list_of_papers_is_printed_with_closed_eyes(testbed, hub):
    """From the pages that give numbers to the look-up, by sector, and back, with five keys."""
    take(hub, LIST)
    ears = Ears(testbed, hub, names=False, listen_s=60,
                kiosk_more={"journeys": "tickets, lookup"})  # fmt: skip
    wait_for(lambda: "3 procedures can be looked up" in ears.daemon.log(), "the catalogue is there")
    ears.press("forward", "Máy đang đọc màn hình", "chọn dịch vụ")
    ears.seek("forward", "Tra cứu thủ tục.")
    ears.press("choose", "Ông/bà cần làm thủ tục gì?", "Có 5 lựa chọn")
    ears.seek("forward", "Chọn theo lĩnh vực. lựa chọn 2 trên 5")
    ears.press("choose", "Mời ông/bà chọn lĩnh vực")
    ears.press("forward", "lựa chọn 1 trên 3")
    ears.press("choose", "Mời ông/bà chọn thủ tục")
    ears.press("forward", "lựa chọn 1 trên")
    ears.press("choose", "Giấy tờ, lệ phí, các bước")
    assert not ears.sim.slips()
    ears.seek("forward", "In giấy tờ cần mang.")
    before = len(ears.said())
    ears.sim.press("choose")
    ears.hear("Mời ông/bà nhận tờ giấy vừa in", after=before)
    slip = ears.sim.wait_slips(1)[0]
    assert slip["cut"] and not slip["garbage"] and not slip["clipped"]
    assert "/tra-cuu/1.00000" in ears.sim.qr(slip, testbed.folder)
    ears.press("forward", "Xong")
    ears.press("choose", "Giấy tờ, lệ phí, các bước")
    ears.seek("back", "Quay lại.")
    ears.press("choose", "Mời ông/bà chọn thủ tục")
    ears.seek("back", "English.")
    ears.press("choose", "Please choose a procedure")


def test_letters_are_typed_with_closed_eyes(testbed, hub):
    """What may be meant is told; who goes away leaves nothing of what was typed."""
    take(hub, LIST)
    ears = Ears(testbed, hub, names=False, listen_s=20, kiosk=(1280, 800),
                kiosk_more={"journeys": "lookup"})  # fmt: skip
    wait_for(lambda: "3 procedures can be looked up" in ears.daemon.log(), "the catalogue is there")
    ears.press("forward", "Máy đang đọc màn hình", "Ông/bà cần làm thủ tục gì?")
    ears.press("forward", "Gõ tên việc cần làm.")
    ears.press("choose", "Bấm từng chữ cái", "Chưa gõ chữ nào")
    for letter, typed in (("tê.", "Đã gõ tê."), ("u.", "Đã gõ tê u.")):
        ears.seek("forward", letter)
        suggested = ears.press("choose", typed)
    assert "thủ tục gợi ý" in suggested, "what may be meant is told, and the key keeps the focus"
    ears.press("forward", "vê.")
    ears.seek("forward", "Xóa chữ cuối.")
    ears.press("choose", "Đã gõ tê.")
    ears.press("choose", "Chưa gõ chữ nào")
    for letter in ("u.", "tê."):
        ears.seek("back", letter)
        typed = ears.press("choose", "Đã gõ")
    assert "Đã gõ u tê." in typed
    before = len(ears.said())
    ears.hear("Đã tắt đọc màn hình", after=before)  # nobody is there
    ears.press("repeat", "Máy đang đọc màn hình", "Ông/bà cần làm thủ tục gì?")
    ears.press("forward", "Gõ tên việc cần làm.")
    ears.press("choose", "Chưa gõ chữ nào")
