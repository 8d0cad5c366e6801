# SPDX-License-Identifier: Apache-2.0
"""layso setup --page on the simulated board: what the page asks, over the hub, and what of it is
refused."""

import os
import re
import signal
import socket

import pytest
from processes import run_program
from talk import begin, texts
from test_setup import PASSWORD, Board, may_sign_in
from waiting import wait_for

SAY = texts("en")
CODE = re.compile(r"Code: (\d{8})\.")


class Page:
    """The program in a terminal, and a browser that knows its code."""

    def __init__(self, board):
        self.board = board
        self.talk = board.talk("--language", "en", options=["--page"])
        self.talk.wait_said(begin(SAY["setup.page_open"]))
        self.talk.type("no")
        self.talk.wait_said(begin(SAY["setup.page_code"]))
        wait_for(lambda: self.talk.has_asked() or CODE.search(self.talk.seen), "a code")
        self.code = CODE.search(self.talk.seen).group(1)
        self.browser = board.testbed.caller(board.testbed.http)

    def ask(self, status=200, **body):
        answer = self.browser.ask("POST", "/setup", {"code": self.code, "language": "en", **body})
        assert answer.status == status, answer.body
        return answer.json

    def look(self):
        return self.ask(do="look")

    def answer(self, id, value):
        return self.ask(do="answer", id=id, value=value)

    def run(self, act, **more):
        """Something that takes its time; what became of it."""
        assert self.ask(do=act, **more)["busy"]

        def result():
            answer = self.browser.ask("POST", "/setup", {"code": self.code, "do": "look"})
            return answer.status == 200 and answer.json["result"]

        return wait_for(result, act, 60)

    def value(self, id):
        return {one["id"]: one["value"] for one in self.look()["questions"]}[id]


@pytest.fixture
def page(testbed):
    page = Page(Board(testbed))
    yield page
    if page.talk.process.poll() is None:
        page.talk.process.send_signal(signal.SIGINT)
        page.talk.process.wait(20)


def test_a_phone_sets_the_board_up(page, testbed):
    board = page.board
    before = board.files()
    state = page.look()
    assert state["changes"] == "" and not state["found"]["has_admin"]
    assert not {"admin", "write", "language"} & {one["id"] for one in state["questions"]}
    result = page.run("try", id="printer.try")
    assert result["ok"] and board.sim.wait_slips(1)[-1]["width_dots"] == 576
    state = page.answer("printer", "network:127.0.0.1:1")
    assert "- driver = sim" in state["changes"] and "+ driver = network" in state["changes"]
    # What is refused says why, and what held holds on.
    state = page.answer("printer", "sideways")
    assert state["wrong"]["id"] == "printer" and "sideways" in state["wrong"]["text"]
    assert page.value("printer") == "network:127.0.0.1:1"
    state = page.answer("site", "/etc/shadow")
    assert state["wrong"] and page.value("site") == "sample"
    for id in ("admin", "admin.secret_file", "token_file", "write", "nothing"):
        assert page.answer(id, "/etc/shadow")["wrong"]["id"] == id
    page.answer("printer", "keep")
    page.answer("slip", "yes")
    state = page.ask(do="admin", name="chi", secret="1234")
    assert state["wrong"]["status"] == 400 and state["wrong"]["error"]["field"] == "secret"
    assert page.ask(do="admin", name="chi", secret=PASSWORD)["wrong"] is None
    assert may_sign_in(testbed, "chi", PASSWORD)
    assert page.ask(do="admin", name="anh", secret=PASSWORD)["wrong"], "there is one already"
    listen = f"0.0.0.0:{testbed.port}"
    assert f"+ listen = {listen}" in page.answer("listen", listen)["changes"]
    assert board.files() == before, "until it is said, nothing is written"
    result = page.run("write")
    assert result["ok"], result["said"]
    assert SAY["setup.done"] in result["said"]
    board.sim.wait_slips(2)
    files = board.files()
    assert f"\nlisten = {listen}\n" in files["hubd.conf"]
    assert files["hubd.conf.bak"] == before["hubd.conf"]
    assert PASSWORD not in "".join(files.values()) and PASSWORD not in page.talk.seen
    assert testbed.caller().get("/site")["site"]["services"]
    # It was the last: what more is said does nothing, and the program ends by itself.
    assert page.answer("printer", "none")["written"]
    assert page.talk.end(60) == 0
    assert page.ask(404, do="look")["error"] == "not_found"
    assert not (board.testbed.folder / "setup.sock").exists()


def test_who_has_no_code_is_refused_and_who_guesses_ends_it(page):
    before = page.board.files()
    for code in ("", "0" * 8, page.code + "0"):
        if code != page.code:
            assert page.ask(401, code=code, do="look")["error"] == "unauthorized"
    # Over the hub an address has a few tries a minute.
    statuses = [page.browser.ask("POST", "/setup", {"code": "x", "do": "look"}).status
                for _ in range(40)]  # fmt: skip
    assert set(statuses) == {401, 429}
    page.look()
    # From many addresses together there are not many more.
    path = str(page.board.testbed.folder / "setup.sock")

    def guess():
        with socket.socket(socket.AF_UNIX) as one:
            try:
                one.connect(path)
                one.sendall(b'{"code": "99", "do": "write"}\n')
                return one.recv(100)
            except OSError:
                return b""

    wait_for(lambda: guess() != b"401\n{}", "the guesser is shut out")
    assert page.talk.end() == 1
    assert SAY["setup.page_guessed"] in page.talk.seen
    assert page.board.files() == before


@pytest.mark.parametrize("bytes_sent", [b"", b"{\n", b"[1]\n", b'{"code": 5}\n', b"x" * 20000])
def test_what_cannot_be_read_changes_nothing(page, bytes_sent):
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(page.board.testbed.folder / "setup.sock"))
        one.sendall(bytes_sent)
    assert page.look()["changes"] == ""


def test_a_closed_terminal_ends_it_and_a_second_one_is_refused(page):
    second = page.board.talk("--language", "en", options=["--page"])
    second.wait_said(begin(SAY["setup.page_open"]))
    second.type("no")
    assert second.end() == 1 and SAY["setup.page_twice"] in second.seen
    page.look()
    before = page.board.files()
    os.close(page.talk.ours)
    page.talk.process.wait(30)
    page.ask(404, do="look")
    assert page.board.files() == before


def test_without_a_hub_here_it_says_so(testbed):
    board = Board(testbed)
    (board.etc / "hubd.conf").unlink()
    done = run_program("layso", "--language", "en", "--hub", testbed.unix, "setup", "--page",
                       env=board.environment)  # fmt: skip
    assert done.returncode == 1 and SAY["setup.page_no_hub"] in done.stdout
