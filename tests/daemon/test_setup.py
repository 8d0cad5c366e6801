# SPDX-License-Identifier: Apache-2.0
"""layso setup on the simulated board: the conversation on a terminal, and a file of answers."""

import os
import signal
import subprocess
import sys

import pytest
from processes import program_environment, program_path, run_program
from talk import Talk, begin, texts

PASSWORD = "ba-con-vit-qua-cau"
PRINTER = {"width_dots": 576, "dpi": 203, "cut": "yes", "feed_dots": 100}
BUTTONS = {"A": "take A regular"}


class Board:
    """A board on which the packages were just installed: its settings, a hub without anything."""

    def __init__(self, testbed):
        self.testbed = testbed
        self.etc = testbed.folder / "etc"
        self.etc.mkdir()
        self.board = testbed.board(printer=PRINTER, buttons=BUTTONS, kiosk=(1024, 768))
        self.sim = testbed.start_simulator(self.board)
        testbed.start_hub(with_site=False)
        listen = f"127.0.0.1:{testbed.port}"
        self.write("hubd.conf", f"[hub]\n[http]\n#listen = 127.0.0.1:8080\nlisten = {listen}\n")
        self.write("kioskd.conf", f"[hub]\n[kiosk]\nboard = {self.board}\n")
        self.environment = program_environment(
            **testbed.sim_environment(), LAYSO_ETCDIR=str(self.etc)
        )

    def write(self, name, text):
        (self.etc / name).write_text(text)

    def files(self):
        return {path.name: path.read_text() for path in sorted(self.etc.iterdir())}

    def answer(self, text, status=0):
        """Runs it with a file of answers; what it said."""
        path = self.testbed.write("answers", text)
        done = run_program("layso", "--hub", self.testbed.unix, "setup", "--answers", str(path),
                           env=self.environment, seconds=90)  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def talk(self, *words, options=()):
        return Talk(["--hub", self.testbed.unix, *words, "setup", *options], self.environment)


@pytest.fixture
def board(testbed):
    return Board(testbed)


def may_sign_in(testbed, name, secret):
    body = {"name": name, "secret": secret}
    return testbed.caller(testbed.http).ask("POST", "/sign-in", body).status == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_nothing_to_an_administrator_a_site_and_a_slip(board, testbed, language):
    say = texts(language)
    before = board.files()
    talk = board.talk("--language", language)
    talk.until(begin(say["setup.ask.printer_try"]), {})
    talk.type(say["setup.yes_key"])
    slips = board.sim.wait_slips(1)
    assert slips[-1]["width_dots"] == 576
    # What was tried is asked again, and then is done.
    assert talk.next()[2] == say["setup.choice.no"]
    talk.until(begin(say["setup.ask.write"]), {
        begin(say["setup.ask.admin"]): "chi",
        begin(say["setup.ask.listen"]): f"0.0.0.0:{testbed.port}",
        begin(say["setup.ask.slip"]): "",
    })  # fmt: skip
    assert board.files() == before, "before the last answer nothing is written"
    assert f"+ listen = 0.0.0.0:{testbed.port}" in talk.seen
    talk.type(say["setup.yes_key"])
    for question in ("new PIN or password", "Once more"):
        talk.wait_said(question)
        talk.type(PASSWORD)
    assert talk.end() == 0, talk.seen
    board.sim.wait_slips(2)
    assert say["setup.done"] in talk.seen and PASSWORD not in talk.seen
    assert may_sign_in(testbed, "chi", PASSWORD)
    assert testbed.caller().get("/site")["site"]["services"]
    files = board.files()
    assert files["hubd.conf.bak"] == before["hubd.conf"]
    assert f"\nlisten = 0.0.0.0:{testbed.port}\n" in files["hubd.conf"]
    assert files["kioskd.conf"] == before["kioskd.conf"]
    assert "admin = chi" in files["setup.answers"] and PASSWORD not in files["setup.answers"]
    # Again: it begins with what is set, and there is an administrator.
    talk = board.talk("--language", language)
    default = talk.until(begin(say["setup.ask.listen"]), {})
    assert default == f"0.0.0.0:{testbed.port}"
    talk.until(begin(say["setup.ask.write"]), {})
    assert begin(say["setup.ask.admin"]) not in talk.seen
    assert say["setup.no_changes"] in talk.seen
    talk.type("")
    assert talk.end() == 0 and board.files() == files


def test_one_goes_back_and_answers_otherwise(board):
    say = texts("en")
    talk = board.talk("--language", "en")
    talk.until(begin(say["setup.ask.listen"]), {})
    talk.type("192.168.1.5:8080")
    talk.until(begin(say["setup.ask.site"]), {})
    talk.type("b")
    talk.until(begin(say["setup.ask.admin"]), {})
    talk.type("b")
    assert talk.next()[2] == "192.168.1.5:8080"
    talk.type("192.168.1.6:8080")
    talk.until(begin(say["setup.ask.admin"]), {})
    talk.type("chị Hoa")
    talk.wait_said("plain letters")
    talk.type("")
    talk.until(begin(say["setup.ask.site"]), {})
    talk.type("/nowhere.json")
    talk.wait_said("/nowhere.json")
    talk.type("sample")
    talk.until(begin(say["setup.ask.write"]), {})
    assert "+ listen = 192.168.1.6:8080" in talk.seen
    talk.type("no")
    assert talk.end() == 0


@pytest.mark.parametrize("how", ["interrupt", "end of input", "killed"])
def test_who_leaves_leaves_everything_as_it_was(board, how):
    say = texts("vi")
    before = board.files()
    talk = board.talk()
    talk.until(begin(say["setup.ask.write"]), {begin(say["setup.ask.listen"]): "0.0.0.0:9999"})
    if how == "interrupt":
        os.kill(talk.process.pid, signal.SIGINT)
    elif how == "killed":
        talk.process.kill()
    else:
        os.write(talk.ours, b"\x04")
    status = talk.end()
    assert status == (-9 if how == "killed" else 1)
    assert how == "killed" or say["setup.left"] in talk.seen
    assert board.files() == before


def test_a_file_answers_for_the_second_board(board, testbed):
    secret = testbed.write("secret", PASSWORD + "\n")
    text = ("# the second board\nprinter = network:127.0.0.1:1\nadmin = chi\n"
            f"admin.secret_file = {secret}\nslip = no\n")  # fmt: skip
    before = board.files()
    said = board.answer(text)
    assert "- driver = sim" in said and "+ driver = network" in said
    assert board.files() == before, "nothing is written unless the file says so"
    board.answer(text + "write = yes\n")
    files = board.files()
    assert "driver = network\n" in files["own.board"]
    assert "path = 127.0.0.1:1\n" in files["own.board"]
    assert f"board = {board.etc}/own.board" in files["kioskd.conf"]
    assert files["kioskd.conf.bak"] == before["kioskd.conf"]
    assert may_sign_in(testbed, "chi", PASSWORD)
    # What it noted answers the same for the next board, which may have an administrator.
    board.answer(files["setup.answers"])
    assert board.files() | {"setup.answers": files["setup.answers"]} == files


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("slip = no\nprinter usb\n", ":2: expected 'question = answer'"),
        ("\nprinter = sideways\n", ':2: printer: "sideways"'),
        ("slip = no\nlamp.Z = 3\n", ":2: lamp.Z: "),
        ("site = /nowhere.json\n", ":1: site: "),
        ("printer = network:127.0.0.1:1\nprinter.try = yes\n", ":2: printer.try: "),
    ],
)
def test_a_wrong_answer_is_refused_with_its_line(board, text, wanted):
    before = board.files()
    assert wanted in board.answer(text + "write = yes\n", status=2)
    assert board.files() == before


FULL = """import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write then fails, as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_a_full_disk_leaves_every_file_as_it_was(board, testbed):
    say, before = texts("en"), board.files()
    answers = testbed.write("answers", "listen = 0.0.0.0:9\nslip = no\nwrite = yes\n")
    done = subprocess.run(
        [sys.executable, "-c", FULL, program_path("layso"), "--language", "en", "--hub",
         testbed.unix, "setup", "--answers", str(answers)],
        env=board.environment, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert begin(say["setup.not_written"]) in done.stdout and "hubd.conf" in done.stdout
    assert board.files() == before


def test_english_needs_no_more_than_ascii():
    """A serial console that knows neither UTF-8 nor colours."""
    for key, text in texts("en").items():
        if key.startswith("setup.") and key != "setup.ask.language":  # in both languages
            assert text.isascii() and "\x1b" not in text, key


def test_without_settings_or_rights_it_says_so(testbed):
    environment = program_environment(LAYSO_ETCDIR=str(testbed.folder))
    done = run_program("layso", "setup", env=environment)
    assert done.returncode == 2 and "install a package first" in done.stderr


def test_of_the_board_that_packages_name_nothing_is_kept(board):
    board.write("kioskd.conf", "[hub]\n[kiosk]\nboard = sim\n")
    board.answer("printer = network:127.0.0.1:1\nslip = no\nwrite = yes\n")
    files = board.files()
    assert "driver = network\n" in files["own.board"], files
    assert "sim" not in files["own.board"] and "[button" not in files["own.board"]
    assert f"board = {board.etc}/own.board" in files["kioskd.conf"]
