# SPDX-License-Identifier: Apache-2.0
"""A USB printer made of the kernel's own gadget (usb_f_printer on dummy_hcd): the daemons find it
on the bus as they find a real one. What it answers, and when it stops, is scripted here."""

import errno
import fcntl
import os
import pathlib
import select
import subprocess
import threading

from waiting import wait_for

CONFIGFS = pathlib.Path("/sys/kernel/config/usb_gadget")
DEVICE = "/dev/g_printer0"
GADGET_SET_PRINTER_STATUS = 0xC0016722  # linux/usb/g_printer.h: _IOWR('g', 0x22, unsigned char)
NOT_ERROR, SELECTED, PAPER_EMPTY = 0x08, 0x10, 0x20  # of the port status

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # forget all data, DLE DC4 8
DLE, EOT, ENQ, DC4, ESC, FS, GS = 0x10, 0x04, 0x05, 0x14, 0x1B, 0x1C, 0x1D
# Commands of a fixed length, by their first two bytes; others are worked out in command_size().
SIZES = {
    (ESC, "@"): 2, (FS, "."): 2, (GS, "a"): 3, (GS, "r"): 3, (GS, "I"): 3, (ESC, "J"): 3,
    (ESC, "d"): 3, (ESC, "a"): 3, (ESC, "!"): 3, (ESC, "E"): 3, (ESC, "t"): 3, (ESC, "i"): 2,
    (GS, "!"): 3, (GS, "L"): 4, (GS, "W"): 4, (ESC, "2"): 2, (ESC, "3"): 3,
}  # fmt: skip
REAL_TIME_SIZES = {bytes([EOT]): 3, bytes([ENQ]): 3, bytes([DC4]): 10}


def command_size(data):
    """How long the command at the start of data is; None: that is not all here yet."""
    if data[0] not in (ESC, FS, GS):
        return 1
    if len(data) < 8:
        data = bytes(data) + b"\0" * (8 - len(data)) if len(data) >= 3 else data
    if len(data) < 3:
        return SIZES.get((data[0], chr(data[1]))) if len(data) == 2 else None
    first = (data[0], chr(data[1]))
    if first == (GS, "v"):
        return 8 + (data[4] | data[5] << 8) * (data[6] | data[7] << 8)
    if first == (GS, "("):
        return 5 + (data[3] | data[4] << 8)
    if first == (GS, "V"):
        return 4 if data[2] in b"AB" else 3
    return SIZES.get(first, 2)


class PrinterGadget:
    def __init__(self, vendor=0x0416, product=0x5011, serial="layso-1",
                 device_id="MFG:Test;MDL:Printer;CMD:ESC/POS;CLS:PRINTER;"):  # fmt: skip
        for module in ("dummy_hcd", "libcomposite", "usb_f_printer"):
            subprocess.run(["modprobe", module], check=True)
        self.lock = threading.RLock()
        self.received = bytearray()  # all that came
        self.printed = bytearray()  # the commands that it has carried out, in their order
        self.waiting = bytearray()  # came and not carried out
        self.buffer_size = 65536  # waiting bytes after which it reads no more, while it is stopped
        self.silent = False  # answers nothing at all
        # What it answers, when it is not silent.
        self.answers = {"status", "automatic", "processed", "printed", "clear"}
        self.rows_left = None  # of the roll; then the paper is out
        self.reads_until = None  # so many received bytes, then it reads no more
        self.reading = True
        self.automatic = False
        self.paper = "ok"  # "low", "out"
        self.cover_open = self.cutter_error = self.offline = False
        self.fd = self.thread = None
        self.wake_read, self.wake_write = os.pipe()
        self.folder = CONFIGFS / "printer"
        self._make(vendor, product, serial, device_id)

    def _make(self, vendor, product, serial, device_id):
        strings, config = self.folder / "strings/0x409", self.folder / "configs/c.1"
        function = self.folder / "functions/printer.0"
        for folder in (self.folder, strings, config, function):
            folder.mkdir()
        for name, value in {
            "idVendor": hex(vendor), "idProduct": hex(product), "bcdUSB": "0x0200",
            "strings/0x409/serialnumber": serial, "strings/0x409/manufacturer": "Test",
            "strings/0x409/product": "Printer", "functions/printer.0/pnp_string": device_id,
        }.items():  # fmt: skip
            (self.folder / name).write_text(value)
        (config / "printer.0").symlink_to(function)

    # The cable

    @property
    def plugged(self):
        return self.fd is not None

    def plug(self):
        controllers = sorted(p.name for p in pathlib.Path("/sys/class/udc").iterdir())
        (self.folder / "UDC").write_text(controllers[0])
        self.fd = wait_for(self._open, "the printer was given its address on the bus")
        self.set_port_status()
        self.thread = threading.Thread(target=self._run, args=(self.fd,), daemon=True)
        self.thread.start()

    @staticmethod
    def _open():
        try:
            return os.open(DEVICE, os.O_RDWR | os.O_NONBLOCK)
        except OSError as error:
            if error.errno in (errno.ENODEV, errno.ENOENT):
                return None
            raise

    def unplug(self):
        """The kernel falls over when the device file is open meanwhile (6.1, 6.12)."""
        if not self.plugged:
            return
        fd, self.fd = self.fd, None
        self._wake()
        self.thread.join()
        os.close(fd)
        (self.folder / "UDC").write_text("\n")
        with self.lock:
            self.waiting.clear()
            self.automatic = False

    def close(self):
        self.unplug()
        (self.folder / "configs/c.1/printer.0").unlink()
        for name in ("configs/c.1", "functions/printer.0", "strings/0x409", ""):
            (self.folder / name).rmdir()
        os.close(self.wake_read)
        os.close(self.wake_write)

    def set_port_status(self, paper_empty=False, selected=True, error=False):
        """The USB printer class's own status byte."""
        status = (PAPER_EMPTY * paper_empty) | (SELECTED * selected) | (NOT_ERROR * (not error))
        fcntl.ioctl(self.fd, GADGET_SET_PRINTER_STATUS, status)  # by value

    # What happens to it

    def set(self, **changes):
        """paper "ok", "low" or "out"; cover_open, cutter_error, offline, silent, reading. Tells
        of it as printers do, if it was asked to."""
        with self.lock:
            for name, value in changes.items():
                assert hasattr(self, name), name
                setattr(self, name, value)
            if self.automatic:
                self._answer(self._automatic_status())
        self._wake()

    def told(self):
        """How much it was told, and what of it waits, for a person to read."""
        with self.lock:
            return (f"{len(self.waiting)} of {len(self.received)} bytes, from "
                    f"{bytes(self.waiting[:16]).hex(' ')} to {bytes(self.received[-48:]).hex(' ')}")

    def _stopped(self):
        return self.paper == "out" or self.cover_open or self.cutter_error or self.offline

    def _status(self, n):
        out = self.paper == "out"
        return 0x12 | {
            1: 0x08 * self._stopped(),
            2: 0x04 * self.cover_open | 0x20 * out | 0x40 * self.cutter_error,
            3: 0x08 * self.cutter_error,
            4: 0x0C * (self.paper != "ok") | 0x60 * out,
        }.get(n, 0)

    def _paper(self):
        return 0x03 * (self.paper != "ok") | 0x0C * (self.paper == "out")

    def _automatic_status(self):
        first = 0x10 | 0x08 * self._stopped() | 0x20 * self.cover_open
        return bytes([first, 0x08 * self.cutter_error, self._paper(), 0])

    # Its life

    def _wake(self):
        os.write(self.wake_write, b"w")

    def _wants(self):
        if self.reads_until is not None and len(self.received) >= self.reads_until:
            return False
        return self.reading and not (self._stopped() and len(self.waiting) >= self.buffer_size)

    def _run(self, fd):
        poll = select.poll()
        poll.register(self.wake_read, select.POLLIN)
        while self.fd is not None:
            if self._wants():
                poll.register(fd, select.POLLIN)
            ready = dict(poll.poll())
            if self.wake_read in ready:
                os.read(self.wake_read, 4096)
            data = b""
            if ready.get(fd, 0) & select.POLLIN and self._wants():
                try:
                    data = os.read(fd, 8192)
                except BlockingIOError:
                    pass
            with self.lock:
                self._take(data)
            if fd in ready and not self._wants():
                poll.unregister(fd)

    def _answer(self, data):
        if not self.silent and self.fd is not None:
            try:
                os.write(self.fd, data)
            except OSError:
                pass  # nobody reads: a printer drops it too

    def _take(self, data):
        """Real-time questions are answered as they come, wherever they stand; the rest waits for
        its turn."""
        self.received += data
        before = bytes(self.waiting[-2:])
        seen = before + data
        for at in range(max(len(before) - 2, 0), len(seen) - 2):
            if seen[at] == DLE and seen[at + 1] == EOT and "status" in self.answers:
                self._answer(bytes([self._status(seen[at + 2])]))
        self.waiting += data
        if CLEAR in self.waiting and "clear" in self.answers:
            del self.waiting[: self.waiting.index(CLEAR) + len(CLEAR)]
            self._answer(b"\x37\x25\0")
        while self.waiting and not self._stopped():
            if self.waiting[0] == DLE:
                size = REAL_TIME_SIZES.get(bytes(self.waiting[1:2]), 2)
            else:
                size = command_size(self.waiting)
            if size is None or len(self.waiting) < size:
                return
            self._obey(bytes(self.waiting[:size]))
            del self.waiting[:size]

    def _obey(self, command):
        if command[0] == DLE:
            return
        if command[:2] == b"\x1da":
            self.automatic = command[2] != 0 and "automatic" in self.answers
            if self.automatic:
                self._answer(self._automatic_status())
        elif command[:3] == b"\x1d(H":
            if "printed" in self.answers:
                self._answer(b"\x37\x22" + command[7:11] + b"\0")
        elif command[:2] == b"\x1dr":
            if "processed" in self.answers:
                self._answer(bytes([self._paper()]))
        elif command[:3] == b"\x1dv0" and self.rows_left is not None:
            self._print_rows(command)
        else:
            self.printed += command

    def _print_rows(self, command):
        """A picture, as far as the roll goes."""
        wide, high = command[4] | command[5] << 8, command[6] | command[7] << 8
        rows = min(high, self.rows_left)
        self.rows_left -= rows
        self.printed += command[:6] + bytes([rows & 255, rows >> 8])
        self.printed += command[8 : 8 + wide * rows]
        if rows < high:
            self.rows_left = None
            self.set(paper="out")
