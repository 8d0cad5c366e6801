# SPDX-License-Identifier: Apache-2.0
"""The virtual board as a machine: QEMU with its devices, and the outside world of the tests that
run in it. Started by the run script:

  machine.py --kernel FOLDER --build FOLDER --results FOLDER [--shell] [-- PYTEST ARGUMENT...]

Ends with 0 when the guest wrote its results. What they say is for who reads them."""

import argparse
import json
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

TREE = pathlib.Path(__file__).resolve().parents[2]
START_S = 30
BUS_S = 10
DEADLINE_S = 1500
BOOTS = 2
MEMORY_MB = 2048


def connect(path):
    """QEMU makes its sockets a moment after it was started."""
    end = time.monotonic() + START_S
    while True:
        made = socket.socket(socket.AF_UNIX)
        try:
            made.connect(str(path))
            return made
        except OSError:
            made.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


class Monitor:
    """QEMU's own protocol, QMP."""

    def __init__(self, path):
        self.socket = connect(path)
        self.file = self.socket.makefile("rwb")
        self.lock = threading.Lock()
        self._read()
        self.ask("qmp_capabilities")

    def _read(self):
        line = self.file.readline()
        if not line:
            raise EOFError("QEMU has ended")
        return json.loads(line)

    def ask(self, command, **arguments):
        with self.lock:
            request = {"execute": command, "arguments": arguments}
            self.file.write(json.dumps(request).encode() + b"\n")
            self.file.flush()
            while True:
                answer = self._read()
                if "error" in answer:
                    raise ValueError(f"{command}: {answer['error'].get('desc')}")
                if "return" in answer:
                    return answer["return"]

    def close(self):
        self.file.close()
        self.socket.close()


class World:
    """Answers the tests in the guest (outside.py): one JSON object a line, over a serial port."""

    def __init__(self, monitor, bus, results):
        self.monitor = monitor
        self.bus = bus
        self.pictures = results / "pictures"
        self.pictures.mkdir()

    def screenshot(self, name, head=0, kinds=("ppm", "png")):
        for kind in kinds:
            path = self.pictures / f"{name}.{kind}"
            self.monitor.ask(
                "screendump", filename=str(path), device="gpu", head=head, format=kind
            )
        return {"path": str(path)}

    def input(self, events):
        """Events as QMP's input-send-event takes them, each list a report of its own."""
        for report in events:
            self.monitor.ask("input-send-event", events=report)
        return {}

    def key(self, name):
        key = {"type": "qcode", "data": name}
        return self.input(
            [[{"type": "key", "data": {"down": down, "key": key}}] for down in (True, False)]
        )

    def plug(self, head, width, height):
        """Another television on a screen's socket; 0, 0: none, or one that is switched off."""
        subprocess.run(
            ["busctl", f"--address=unix:path={self.bus}", "call", "org.qemu",
             f"/org/qemu/Display1/Console_{head}", "org.qemu.Display1.Console", "SetUIInfo",
             "qqiiuu", "0", "0", "0", "0", str(width), str(height)],
            check=True, timeout=BUS_S,
        )  # fmt: skip
        return {}

    def serve(self, wire):
        asks = {name: getattr(self, name) for name in ("screenshot", "input", "key", "plug")}
        for line in wire:
            try:
                request = json.loads(line)
                answer = asks[request.pop("ask")](**request)
            except (ValueError, KeyError, TypeError) as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            wire.write(json.dumps(answer).encode() + b"\n")
            wire.flush()


BUS_CONFIG = """<busconfig>
<listen>unix:path={path}</listen>
<policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
</policy>
</busconfig>
"""


def start_bus(folder):
    """The bus on which QEMU's display listens; ends with whoever has started it."""
    config = folder / "bus.conf"
    config.write_text(BUS_CONFIG.format(path=folder / "bus"))
    started = subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"],
        stderr=subprocess.DEVNULL,  # it would like more files than it may open
    )
    connect(folder / "bus").close()
    return started


class Machine:
    """One board, switched on. extra: more arguments for QEMU."""

    def __init__(self, kernel, results, console, extra=()):
        self.results = results
        self.sockets = pathlib.Path(tempfile.mkdtemp(prefix="layso-vm-"))
        self.bus = start_bus(self.sockets)
        self.process = subprocess.Popen(
            [*self.command(kernel, results, console), *extra],
            stdin=None if console == "stdio" else subprocess.DEVNULL,
        )
        try:
            self.monitor = Monitor(self.sockets / "qmp")
            wire = connect(self.sockets / "outside").makefile("rwb")
        except OSError:
            self.kill()
            raise
        world = World(self.monitor, self.sockets / "bus", results)
        threading.Thread(target=self._serve, args=(world, wire), daemon=True).start()

    @staticmethod
    def _serve(world, wire):
        try:
            world.serve(wire)
        except (OSError, EOFError):
            pass  # the board was switched off

    def command(self, kernel, results, console):
        def share(tag, path, *more):
            return ["-virtfs", ",".join((f"local,path={path},mount_tag={tag}",
                    "security_model=none,multidevs=remap", *more))]  # fmt: skip

        def chardev(name):
            return ["-chardev", f"socket,id={name},path={self.sockets}/{name},server=on,wait=off"]

        return [
            "qemu-system-x86_64", "-name", "layso-virtual-board", "-nodefaults",
            "-no-user-config", "-no-reboot", "-vga", "none",
            "-display", f"dbus,addr=unix:path={self.sockets}/bus",
            # No AVX: QEMU 7.2 emulates it with faults that programs and the kernel die of.
            "-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "2", "-m", str(MEMORY_MB),
            "-kernel", f"{kernel}/vmlinuz", "-initrd", f"{kernel}/initramfs",
            # The kernel's tests of its own ciphers are slow here, and emulation has failed them.
            # slub_debug: memory of the kernel that is used after it was freed is found at once.
            "-append", "console=ttyS0 loglevel=4 oops=panic panic=-1 mitigations=off "
            "slub_debug=FZPU cryptomgr.notests vt.global_cursor_default=0",
            "-serial", console if console == "stdio" else f"file:{console}",
            *share("host", "/", "readonly=on"), *share("results", results),
            *chardev("qmp"), "-mon", "chardev=qmp,mode=control",
            *chardev("outside"), "-device", "virtio-serial-pci",
            "-device", "virtserialport,chardev=outside,name=layso.outside",
            "-device", "virtio-rng-pci",
            "-device", "virtio-gpu-pci,id=gpu,max_outputs=2,xres=1280,yres=800",
            # A sound card, whose output is a file.
            "-audiodev", f"wav,id=sound,path={results}/sound.wav,out.frequency=48000",
            "-device", "intel-hda", "-device", "hda-output,audiodev=sound",
            "-device", "qemu-xhci", "-device", "usb-tablet", "-device", "usb-kbd",
        ]  # fmt: skip

    def wait(self, deadline_s):
        """True when it has switched itself off in time."""
        try:
            self.process.wait(deadline_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self):
        """As a power cut does."""
        self.process.kill()
        self.process.wait()
        self.bus.kill()
        self.bus.wait()
        shutil.rmtree(self.sockets, ignore_errors=True)


def write_configuration(options, mode):
    """What the guest is to do: "tests", "shell", or "power" (tests/power/inside.py)."""
    lines = {
        "MODE": mode,
        "TREE": TREE,
        "BUILD": options.build,
        "RESULTS": options.results,
        "MODULES": f"{options.kernel}/modules",
        **{name: os.environ.get(name, "") for name in ("LAYSO_TEST_WHOLE", "LAYSO_TEST_SEED")},
    }
    text = "".join(f"{name}={shlex.quote(str(value))}\n" for name, value in lines.items())
    # The last line is for bash alone: guest-init's shell knows no lists.
    text += f"[ -z \"${{BASH_VERSION:-}}\" ] || eval {shlex.quote(arguments_line(options))}\n"
    (options.results / "guest.conf").write_text(text)


def arguments_line(options):
    return f"PYTEST_ARGUMENTS=({' '.join(map(shlex.quote, options.pytest))})"


def run_once(options):
    """True when the board switched itself off in time."""
    shutil.rmtree(options.results, ignore_errors=True)
    options.results.mkdir(parents=True)
    write_configuration(options, "shell" if options.shell else "tests")
    console = "stdio" if options.shell else options.results / "console.log"
    machine = Machine(options.kernel, options.results, console)
    try:
        return machine.wait(None if options.shell else options.deadline)
    finally:
        machine.kill()


def kernel_died(options):
    """An emulated machine's kernel may fall over by itself, which says nothing of layso. It must be
    rare: a kernel that dies each time has a cause, and slub_debug says at once who harmed it."""
    return b"Kernel panic" in (options.results / "console.log").read_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("kernel", "build", "results"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--deadline", type=int, default=DEADLINE_S, metavar="SECONDS")
    parser.add_argument("--shell", action="store_true")
    parser.add_argument("pytest", nargs="*")
    options = parser.parse_args()
    for boot in range(BOOTS):
        in_time = run_once(options)
        if options.shell or (in_time and (options.results / "junit.xml").exists()):
            return 0
        if not in_time:
            print(f"the board did not end within {options.deadline} s", file=sys.stderr)
        if not kernel_died(options) or boot + 1 == BOOTS:
            break
        kept = options.results.with_name(f"{options.results.name}-died-{boot + 1}")
        shutil.rmtree(kept, ignore_errors=True)
        options.results.rename(kept)
        print(f"THE BOARD'S KERNEL DIED (see {kept}/console.log); all is run again", flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
