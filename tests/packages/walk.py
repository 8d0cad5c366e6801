# SPDX-License-Identifier: Apache-2.0
"""Does what INSTALL.md says on a machine that boots a bare Debian with a USB printer, GPIO lines
and a screen: see the walk script beside it. What was seen is left for the host to judge."""

import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import urllib.request

TREE = pathlib.Path(__file__).resolve().parents[2]
for folder in ("tests/testlib", "tests/virtual-board", "tests/packages"):
    sys.path.insert(0, str(TREE / folder))

# The path has to be set before these.
import recipe
import waiting
from gadget import PrinterGadget
from gpiosim import GpioSim
from outside import Outside
from talk import Talk, texts
from waiting import wait_for

RESULTS = pathlib.Path("/results")
STICK = pathlib.Path("/media/layso")
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb",
               "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}  # fmt: skip
LINES = {17: "GPIO17", 27: "GPIO27"}
PASSWORD = "ba-con-vit-qua-cau"
ADDRESS = "192.168.1.10"
LOOKS = ("systemctl is-active", "layso certificate", "layso doctor", "layso health",
         "layso ticket list")  # fmt: skip
SLOW_S = 240  # the emulated machine draws, prints and starts slowly
waiting.POLL_S = 0.2

LEFT = {  # for the host to judge
    "units": "systemctl show -p Id,ActiveState,NRestarts layso-hubd layso-kioskd layso-halld",
    "tickets": "layso ticket list --json", "doctor": "layso doctor --language en --json",
    "health": "layso health --json", "own.board": "cat /etc/layso/own.board",
    "site": "layso site export",
}  # fmt: skip


def sh(line, said=""):
    """Runs a command as somebody types it; what it said, and its status."""
    done = subprocess.run(
        ["bash", "-c", line], input=said, capture_output=True, text=True, check=False, cwd="/root",
        env=ENVIRONMENT, timeout=900,
    )  # fmt: skip
    return done.stdout + done.stderr, done.returncode


def need(line):
    said, status = sh(line)
    assert status == 0, f"{line}: {said}"


def ask(line):
    return json.loads(sh(f"{line} --json")[0] or "null")


def make_stick():
    """The technician's stick, as FAT as one is bought."""
    need("modprobe -a loop vfat dummy")
    need("truncate -s 200M stick.img && mkfs.vfat -n LAYSO stick.img && losetup -f stick.img")
    need("mount -o loop stick.img /mnt")
    shutil.copytree(TREE / "build/stick", "/mnt", dirs_exist_ok=True)
    need("umount /mnt")


def join_network():
    """The centre's network, of which this board is the only one; by the host's busybox."""
    for words in ("link add lan type dummy", f"addr add {ADDRESS}/24 dev lan", "link set lan up"):
        need(f"/host/bin/busybox ip {words}")


class Walk:
    def __init__(self):
        self.say = texts("en")
        self.log = open(RESULTS / "walk.md", "w", encoding="utf-8")
        self.printer = self.chip = None
        self.outside = Outside()
        self.said = ""
        self.pin = ""

    # Hands

    def switch_on(self):
        self.chip = GpioSim("layso-panel", LINES)
        self.printer = PrinterGadget()
        self.printer.plug()

    def first_ticket(self, line):
        before = len(self.printer.printed)
        wait_for(lambda: self.device("kiosk-1/panel") == "ok", "the panel works", SLOW_S)
        self.chip.press(line)
        wait_for(lambda: self.paper() == "PRINTED", "the slip is printed", SLOW_S)
        self.chip.release(line)
        (RESULTS / "slip.bin").write_bytes(self.printer.printed[before:])
        self.outside.screenshot("hall-first-ticket")

    @staticmethod
    def paper():
        found = (ask("layso ticket list") or {}).get("tickets")
        return found and found[0]["paper"]

    @staticmethod
    def device(name):
        devices = (ask("layso health") or {}).get("devices", ())
        found = [d["state"] for d in devices if d["name"] == name]
        return found[0] if found else None

    @staticmethod
    def carry(*names):
        for name in names:
            shutil.copy(TREE / "build" / name, STICK)

    @staticmethod
    def browser():
        """A computer that trusts the centre's CA, and nobody else."""
        trust = ssl.create_default_context(cafile=str(TREE / "build/ca.pem"))
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust)
        )
        address = f"https://{ADDRESS}:8443/"

        def opens():
            try:
                with opener.open(address, timeout=SLOW_S) as answer:
                    return answer.status == 200
            except ConnectionError:
                return False
            except urllib.error.URLError as error:
                assert not isinstance(error.reason, ssl.SSLError), error
                return False

        wait_for(opens, f"{address} with the centre's CA", SLOW_S)

    def hall_2(self):
        wait_for(lambda: self.device("hall-2") == "ok", "the second hall is there", SLOW_S)
        # This machine was both boards: the first one's display is now that of the other room.
        need("layso device remove hall-1")

    def hands(self, text):
        doing, *rest = text.split(" ")
        if text in ("switch on", "browser", "hall-2"):
            getattr(self, text.replace(" ", "_").replace("-", "_"))()
        elif doing == "carry":
            self.carry(*rest)
        else:
            assert text.startswith("first ticket "), f"no hands do: {text}"
            self.first_ticket(rest[-1])

    # The conversation

    def answer(self, talk, doing):
        words = doing.split(" ")
        if doing.startswith("press "):
            talk.new = ""
            self.chip.press(words[1])
            wait_for(talk.has_asked, f"{words[1]} is noticed", SLOW_S)
            self.chip.release(words[1])
            return
        talk.type("" if doing == "Enter" else recipe.without_marks(doing))

    def set_up(self, step):
        before = sh("systemctl show -P MainPID layso-kioskd layso-halld")[0].split()
        talk = Talk(["setup"], ENVIRONMENT, program="/usr/bin/layso")
        for question, doing in step.rows:
            if question.startswith("The password of"):
                for asked in ("new PIN or password", "Once more"):
                    talk.wait_said(asked)
                    talk.type(PASSWORD)
                continue
            asked = talk.next(SLOW_S)
            words, _, where = recipe.without_marks(question).partition(" (where")
            if not asked or not asked[0].startswith(words):
                assert asked and where, f"asked {asked}, not {words!r}\n{talk.seen}"
                continue
            if words.startswith("The screen that shows"):
                assert "active" not in sh("systemctl is-active layso-kioskd layso-halld")[0].split()
                self.outside.screenshot("setup-number")
            self.answer(talk, doing)
        status = talk.end(SLOW_S)
        (RESULTS / "setup.txt").write_text(talk.seen, encoding="utf-8")
        assert status == 0, talk.seen
        assert len(self.printer.printed) > 5000, "a card and a summary came out"
        after = sh("systemctl show -P MainPID layso-kioskd layso-halld")[0].split()
        assert "0" not in after and not set(before) & set(after), "both were started anew"

    # All of it

    def command(self, step):
        line = step.text.replace("PIN", self.pin)
        if step.where == "board-12":
            if "bookworm" not in pathlib.Path("/etc/os-release").read_text(encoding="utf-8"):
                return
        if line.startswith(LOOKS):
            # Programs that were started a moment ago are not there at once on a slow machine.
            wait_for(lambda: self.is_as_told(step, line), f"{line}: as told", SLOW_S)
        else:
            assert self.is_as_told(step, line), f"{line}: {self.said}"
        for words in self.said.splitlines():
            self.pin = words.split()[1] if words.startswith("pin ") else self.pin

    def is_as_told(self, step, line):
        """Runs it; whether it did what INSTALL.md says."""
        self.said, status = sh(line, f"{PASSWORD}\n" if "staff add" in line else "y\n")
        self.log.write(f"\n## INSTALL.md:{step.line}: {line}\n\n{self.said}\nstatus {status}\n")
        self.log.flush()
        allowed = (0, 4) if line == "layso doctor" else (0,)
        return status in allowed and all(recipe.is_shown(text, self.said) for text in step.shown)

    def do(self, step):
        print(f"INSTALL.md:{step.line}: {step.text}", flush=True)
        if step.kind == "hands":
            self.hands(step.text)
        elif step.text == "layso setup":
            self.set_up(step)
        elif step.where != "office":
            self.command(step)


def main():
    make_stick()
    join_network()
    walk = Walk()
    for step in recipe.read((TREE / "INSTALL.md").read_text(encoding="utf-8")):
        walk.do(step)
    for name, line in LEFT.items():
        (RESULTS / name).write_text(sh(line)[0], encoding="utf-8")
    walk.outside.screenshot("hall-last")


if __name__ == "__main__":
    main()
    os._exit(0)  # the printer's thread goes on for ever
