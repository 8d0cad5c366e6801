# SPDX-License-Identifier: Apache-2.0
"""Halls that browsers show: what a browser is told, and what it plays."""

import threading
import time

import pytest
from processes import DATADIR
from test_hall_voice import said
from voicepack import CHIME, CLIP, VoicePacks
from waiting import stays, wait_for

SCREEN = "width=1920&height=1080&inches=43"


class Screen:
    """A browser: always asks what it should show."""

    def __init__(self, testbed, packs, folder, more="", name="tivi-1"):
        self.testbed, self.name = testbed, name
        self.caller = testbed.with_token("screen", name)
        self.packs, self.folder, self.more = packs, folder, more
        self.tag = ""
        self.seen, self.sounds, self.status = [], [], 0
        self.ended = False
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.ended and self.status in (0, 200, 204):
            seen = f"&seen={self.tag}" if self.tag else ""
            answer = self.caller.ask("GET", f"/hall?{SCREEN}{self.more}{seen}")
            self.status = answer.status
            if answer.status == 200:
                self.tag = answer.json["tag"]
                self.seen.append(answer.json["view"])
                self.hear(answer.json["sound"])

    def hear(self, sound):
        if sound and sound not in self.sounds:
            self.sounds.append(sound)
            answer = self.caller.raw("GET", f"/api/v1/announcements/{sound}")
            assert answer.headers["Content-Type"] == "audio/wav"
            (self.folder / f"{len(self.sounds)}.wav").write_bytes(answer.body)

    def heard(self, n):
        return self.packs.heard(self.folder / f"{n}.wav")

    def clips(self, n):
        return [name for name, _ in self.heard(n) if isinstance(name, str)]

    @property
    def view(self):
        return self.seen[-1] if self.seen else {"main": {}, "list": {"rows": []}}

    @property
    def number(self):
        return self.view["main"].get("number")

    def end(self):
        self.ended = True
        self.testbed.caller().ask("DELETE", f"/tokens/{self.name}")  # it need not wait then
        self.thread.join()


@pytest.fixture
def packs(testbed, tmp_path):
    made = VoicePacks(tmp_path / "data", DATADIR, ("vi", "en"))
    testbed.hub_environment["LAYSO_DATADIR"] = str(made.folder)
    return made


@pytest.fixture
def screen(packs, testbed, hub, tmp_path):
    for counter in (1, 2):
        hub.open(counter)
    made = Screen(testbed, packs, tmp_path, "&sound=true")
    wait_for(lambda: made.seen, "the screen shows something")
    yield made
    made.end()


def device(hub, name):
    return {d["name"]: d["state"] for d in hub.get("/health")["devices"]}.get(name)


def test_calls_are_shown_and_said_in_order_and_an_undone_one_is_not(packs, testbed, hub, screen):
    for _ in range(3):
        hub.issue("A")
    assert screen.view["main"]["kind"] == "welcome"
    wait_for(lambda: device(hub, "tivi-1/sound") == "ok", "health knows that it has a voice")
    assert device(hub, "tivi-1") == "ok"
    began = time.monotonic()
    hub.call_next(1)
    wait_for(lambda: screen.number, "the call is shown")
    assert time.monotonic() - began < 1
    main = screen.view["main"]
    assert (main["number"], main["counter"], main["fresh"]) == ("A001", 1, True)
    # 102 mm on a screen of 43 inches: 1920 pixels are 952 mm wide.
    assert main["number_box"][3] * 952 / 1920 >= 100
    wait_for(lambda: (screen.folder / "1.wav").exists(), "it is said")
    hub.call_next(2)
    for move in ("appear", "finish", "call-next"):
        hub.counter(1, move)
    hub.counter(2, "undo-call")
    phrase = said("1", 1)
    once = len(phrase) // 2
    heard = screen.heard(1)
    assert screen.clips(1) == ["chime", *phrase]
    assert heard[0] == ("chime", CHIME)
    assert {n for name, n in heard[1:] if isinstance(name, str)} == {CLIP}
    gaps = [name for name, _ in heard if isinstance(name, int)]
    assert gaps == [300, *[60] * (once - 1), 1200, *[60] * (once - 1), 1500]
    wait_for(lambda: (screen.folder / "2.wav").exists(), "the next one is said")
    assert screen.clips(2) == ["chime", *said("3", 1)]
    hub.counter(1, "recall")
    wait_for(lambda: "lần 2" in str(screen.view["main"].get("label")), "a recall says so")
    wait_for(lambda: (screen.folder / "3.wav").exists(), "and is said")
    assert screen.clips(3)[:2] == ["chime", "vi:recall-1"]
    assert [v["main"]["number"] for v in screen.seen if v["main"].get("fresh")][:1] == ["A001"]


def test_only_what_hangs_in_the_hall_is_told_and_a_withdrawn_token_ends_it(
    packs, testbed, hub, tmp_path
):
    hub.open(1)
    hub.issue("A")
    over = Screen(testbed, packs, tmp_path, "&counter=2", "tivi-2")
    whole = Screen(testbed, packs, tmp_path, "", "tivi-3")
    wait_for(lambda: over.seen and whole.seen, "both show something")
    assert over.view["main"]["kind"] == "counter" and over.view["list"] is None
    other = testbed.caller(testbed.http, token=over.caller.headers["Authorization"][7:])
    hub.call_next(1)
    wait_for(lambda: whole.number == "A001", "the whole hall shows it")
    for path in ("/state", "/events", "/site", "/health", "/tickets", "/tickets/1"):
        assert other.ask("GET", path).status == 403, path
    stays(lambda: over.view["main"]["kind"] == "counter", "the other counter's call is not", 1)
    assert not list(tmp_path.glob("*.wav")), "nobody wanted sound"
    hub.ask("DELETE", "/tokens/tivi-3")
    wait_for(lambda: whole.status == 401, "it is told at once")
    for screen in (over, whole):
        token = screen.caller.headers["Authorization"][7:]
        screen.end()
        assert token not in testbed.hub.log()


def test_a_notice_board_has_pages_and_no_calls(packs, testbed, hub, tmp_path):
    page = {"title": {"vi": "Lịch tiếp dân"}, "where": "board", "seconds": 300,
            "table": {"columns": ["Ngày", "Giờ"], "rows": [["Thứ Hai", "07:30"]]}}  # fmt: skip
    hub.open(1)
    hub.call("PUT", "/pages", {"pages": [page]})
    board = Screen(testbed, packs, tmp_path, "&board=true")
    hall = Screen(testbed, packs, tmp_path, name="tivi-2")
    wait_for(lambda: board.view["main"].get("kind") == "page", "the board shows the page")
    assert board.view["main"]["table"]["rows"] == [[["Ngày", ""], ["Giờ", ""]],
                                                   [["Thứ Hai", ""], ["07:30", ""]]]  # fmt: skip
    assert board.view["list"] is board.view["waiting"] is board.view["notice"] is None
    hub.issue("A")
    hub.call_next(1)
    wait_for(lambda: hall.number, "the hall shows the call")
    assert {view["main"]["kind"] for view in board.seen} == {"page"}
    hub.call("PUT", "/pages", {"pages": [page | {"where": "hall"}]})
    wait_for(lambda: board.view["main"]["kind"] != "page", "the page is not for the board any more")
    assert board.view["main"]["kind"] in ("welcome", "closed")
    board.end()
    hall.end()
