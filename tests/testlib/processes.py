# SPDX-License-Identifier: Apache-2.0
"""Real processes of the programs under test, on folders and ports of their own."""

import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile

from hubclient import Caller
from simulator import Simulator
from sitedata import site
from waiting import SECONDS, wait_for

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LAYSO_TEST_BUILD", ROOT / "build-test"))
RELEASE = pathlib.Path(os.environ.get("LAYSO_RELEASE_BUILD", ROOT / "build"))
DATADIR = BUILD / "share"
FAULT_REPORT = re.compile(r"Sanitizer|runtime error:|: out of memory|Assertion .* failed")
SANITIZERS = {
    "ASAN_OPTIONS": "exitcode=99:detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1:exitcode=99",
    "LSAN_OPTIONS": f"suppressions={ROOT}/tests/lsan.supp:print_suppressions=0",
}
PROGRAMS = {
    "layso-hubd": "firmware/hub",
    "layso-kioskd": "firmware/kiosk",
    "layso-halld": "firmware/hall",
    "layso": "firmware/ctl",
    "layso-simulator": "boards/sim",
}


def program_path(name, build=BUILD):
    return str(build / PROGRAMS[name] / name)


def program_environment(**more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LAYSO_")}
    kept = SANITIZERS | kept | {"LAYSO_DATADIR": str(DATADIR), "SDL_VIDEODRIVER": "dummy"}
    kept.pop("DISPLAY", None)
    kept.pop("WAYLAND_DISPLAY", None)
    return {name: value for name, value in (kept | more).items() if value is not None}


def run_program(name, *arguments, seconds=SECONDS, build=BUILD, more=None, **keywords):
    """Runs a program to its end; more: variables of its environment."""
    defaults = {"env": program_environment(**more or {}), "stdin": subprocess.DEVNULL}
    return subprocess.run(
        [program_path(name, build), *arguments], capture_output=True, text=True, timeout=seconds,
        check=False, **defaults | keywords,
    )  # fmt: skip


def free_port():
    """A port that no outgoing connection takes while a program is started again on it.

    The kernel gives those from 32768 on (net.ipv4.ip_local_port_range).
    """
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def is_ended(half):
    """Whether the other end of a socket has closed, whatever it said before."""
    half.setblocking(False)
    try:
        while half.recv(65536):
            pass
    except BlockingIOError:
        return False
    except (ConnectionResetError, ssl.SSLError):
        pass
    return True


class Daemon:
    """A program that runs until it is ended. It must end as it is told, and complain of nothing."""

    def __init__(self, testbed, name, arguments, environment=None, label=None, build=BUILD):
        self.testbed = testbed
        self.build = build
        self.name = name
        self.label = label or name
        self.arguments = arguments
        self.environment = environment or {}
        self.log_path = testbed.folder / f"{self.label}.log"
        self.process = None
        self.popen = {}

    def start(self, wait_ready=True):
        notify_path = self.testbed.folder / f"{self.label}.notify"
        notify_path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(str(notify_path))
            notify_path.chmod(0o666)  # also for a program that runs as somebody else
            notify.settimeout(0.02)
            with open(self.log_path, "ab") as log:
                self.process = subprocess.Popen(
                    [program_path(self.name, self.build), *self.arguments],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    env=program_environment(NOTIFY_SOCKET=str(notify_path), **self.environment),
                    **self.popen,
                )  # fmt: skip
            if wait_ready:
                wait_for(lambda: self._is_ready(notify), f"{self.label} is ready")
        return self

    def _is_ready(self, notify):
        assert self.process.poll() is None, f"{self.label} ended at once:\n{self.log()}"
        try:
            return b"READY=1" in notify.recv(4096)
        except TimeoutError:
            return False

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    @property
    def pid(self):
        return self.process.pid

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        """As a power cut does: at once."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self):
        """Ends it as systemd would; it must end well and soon."""
        if not self.process:
            return
        process, self.process = self.process, None
        early = process.poll()
        assert early is None, f"{self.label} ended by itself ({early}):\n{self.log()[-6000:]}"
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{self.label} does not end on SIGTERM:\n{self.log()}") from None
        assert status == 0, f"{self.label} ended with {status}:\n{self.log()[-6000:]}"

    def assert_clean(self):
        assert not FAULT_REPORT.search(self.log()), f"{self.label}:\n{self.log()[-8000:]}"


class Testbed:
    """One hall: a hub and what belongs to it, in a folder that is removed afterwards."""

    def __init__(self, parent=None):
        # Short, for the paths of sockets have at most 107 bytes.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="layso-", dir=parent))
        self.data = self.folder / "data"
        self.environment = {}  # of the programs on the simulated board
        self.sim_folder = self.folder / "sim"
        self.socket = self.folder / "hub.sock"
        self.port = free_port()
        self.daemons = []
        self.callers = []
        self.hub = None
        self.more_config = ""  # of the hub, after [http]
        self.hub_environment = {}
        self.clock_trusted = True  # a container's kernel does not know that it is right

    # Addresses

    @property
    def http(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def unix(self):
        return f"unix:{self.socket}"

    def caller(self, address=None, **keywords):
        """Without a token over the Unix socket: the administrator."""
        made = Caller(address or self.unix, **keywords)
        self.callers.append(made)
        return made

    def new_token(self, role, name=None):
        admin = Caller(self.unix)
        made = admin.post("/tokens", {"name": name or f"{role}-token", "role": role})
        admin.close()
        return made["token"]

    def with_token(self, role, name=None):
        """A caller over TCP with a new token of a role."""
        return self.caller(self.http, token=self.new_token(role, name))

    # Programs

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def add(self, daemon):
        self.daemons.append(daemon)
        return daemon

    def hub_config(self, **http):
        lines = {"listen": f"127.0.0.1:{self.port}", "socket": str(self.socket)} | http
        return self.write(
            "hubd.conf",
            f"[hub]\ndata = {self.data}\nvolatile_ok = yes\n"
            f"clock_trusted = {'yes' if self.clock_trusted else 'no'}\n[http]\n"
            + "".join(f"{k} = {v}\n" for k, v in lines.items())
            + self.more_config,
        )

    def hubd(self, *arguments, **keywords):
        """The hub's own commands (--create, --restore, --verify …)."""
        return run_program("layso-hubd", *arguments, "--config", str(self.hub_config()), **keywords)

    def create(self):
        """An empty database, where there is none: the hub makes none by itself."""
        if not list(self.data.glob("layso.db*")):
            done = self.hubd("--create")
            assert done.returncode == 0, done.stderr

    def own_strings(self):
        """A folder of this hub's words, to be changed; all other data are the tree's."""
        datadir = self.folder / "share"
        datadir.mkdir()
        for path in DATADIR.iterdir():
            if path.name != "strings":
                (datadir / path.name).symlink_to(path.resolve())
        self.hub_environment = {"LAYSO_DATADIR": str(datadir)}
        return shutil.copytree(DATADIR / "strings", datadir / "strings")

    def start_hub(self, with_site=True, popen=None, **http):
        self.create()
        arguments = ["--config", str(self.hub_config(**http))]
        self.hub = self.add(Daemon(self, "layso-hubd", arguments, self.hub_environment))
        self.hub.popen = popen or {}
        self.hub.start()
        if with_site:
            self.caller().call("PUT", "/site", with_site if with_site is not True else site())
        return self.caller()

    def restart_hub(self, kill=False):
        (self.hub.kill if kill else self.hub.stop)()
        for caller in self.callers:
            caller.close()
        self.hub.start()

    def verify(self):
        """Rebuilds the tables from the log and compares, on the stopped or running hub's files."""
        config = str(self.hub_config())
        done = run_program("layso-hubd", "--verify", "--config", config, seconds=120)
        assert done.returncode == 0, f"--verify: {done.stdout}{done.stderr}"
        self.check()
        return done

    def check(self, path=None, build=BUILD):
        """The independent checker on the hub's database, or a copy of it; its counts."""
        done = run_program("layso", "--json", "verify", str(path or self.data), seconds=300,
                           build=build)  # fmt: skip
        assert done.returncode == 0, f"layso verify: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def board(self, name="test", printer=None, panel=None, buttons=None, kiosk=None, hall=None,
              lamps=None, staff=None, hall_sound=None, kiosk_sound=None,
              hall_more=None, kiosk_more=None):  # fmt: skip
        """A board file: what is not named is missing. printer, panel: their keys; buttons: name to
        what it does; kiosk and hall: (width, height); lamps: name to what it shows; staff: counter
        to who works there; hall_sound, kiosk_sound: a loudspeaker's keys; hall_more, kiosk_more:
        more keys of their screens."""
        lines = ["[board]", f"name = {name}", "description = for a test"]
        sections = {"printer": printer, "panel": (panel or {}) if buttons else None,
                    "sound hall": hall_sound, "sound kiosk": kiosk_sound}  # fmt: skip
        for screen, size, more in (("kiosk", kiosk, kiosk_more), ("hall", hall, hall_more)):
            keys = size and {"width": size[0], "height": size[1]} | (more or {})
            sections[f"screen {screen}"] = keys
        for section, keys in sections.items():
            if keys is not None:
                keys = {"driver": "sim"} | keys
                lines += [f"[{section}]", *(f"{k} = {v}" for k, v in keys.items())]
        for button, does in (buttons or {}).items():
            lines += [f"[button {button}]", f"does = {does}"]
        for lamp, shows in (lamps or {}).items():
            lines += [f"[lamp {lamp}]", f"shows = {shows}"]
        for counter, who in (staff or {}).items():
            lines += [f"[counter {counter}]", f"staff = {who}"]
        return self.write(f"{name}.board", "\n".join(lines) + "\n")

    def sim_environment(self):
        self.sim_folder.mkdir(exist_ok=True)
        ours = {"LAYSO_SIM_DIR": self.sim_folder, "XDG_CACHE_HOME": self.folder / "cache"}
        return {name: str(path) for name, path in ours.items()} | self.environment

    def start_device(self, program, section, board="sim", wait_ready=True, **more):
        """kioskd or halld on a board, beside this testbed's hub."""
        label = more.get("name", f"{section}-1")
        hub = f"address = {more.pop('address', self.unix)}\n"
        if token := more.pop("token", None):
            path = self.write(f"{label}.token", token)
            path.chmod(0o600)
            hub += f"token_file = {path}\n"
        popen = more.pop("popen", None)
        lines = {"name": label, "board": board} | more
        config = self.write(
            f"{label}.conf",
            f"[hub]\n{hub}[{section}]\n"
            + "".join(f"{k} = {v}\n" for k, v in lines.items()),
        )
        arguments = ["--debug", "--config", str(config)]
        return self.start_daemon(program, arguments, label, wait_ready, popen)

    def start_daemon(self, program, arguments, label, wait_ready=True, popen=None):
        """Any program on the simulated board's folder."""
        daemon = Daemon(self, program, arguments, self.sim_environment(), label)
        daemon.popen = popen or {}
        return self.add(daemon).start(wait_ready)

    def start_kiosk(self, **more):
        return self.start_device("layso-kioskd", "kiosk", **more)

    def start_simulator(self, board, print_speed=0):
        """The simulated board's devices; returns its page's API."""
        port = free_port()
        arguments = ["--port", str(port), "--dir", str(self.sim_folder), "--board", str(board)]
        arguments += ["--print-speed", str(print_speed)]
        self.sim_environment()
        self.add(Daemon(self, "layso-simulator", arguments)).start()
        return Simulator(f"http://127.0.0.1:{port}")

    def start_hall(self, **more):
        return self.start_device("layso-halld", "hall", **more)

    def close(self):
        """Ends everything; the first thing that went wrong is raised after all has ended."""
        faults = []
        for caller in self.callers:
            caller.close()
        for daemon in reversed(self.daemons):
            for step in (daemon.stop, daemon.assert_clean):
                try:
                    step()
                except AssertionError as fault:
                    faults.append(fault)
                    daemon.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        if faults:
            raise faults[0]
