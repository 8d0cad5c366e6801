# SPDX-License-Identifier: Apache-2.0
"""The cables of a simulated board, held in the hand: the panel's is played, the printer's goes on
to the simulator, and each byte's time is known."""

import os
import selectors
import socket
import threading
import time

from waiting import SECONDS, wait_for

SLIP_BEGINS = b"\x1b@"  # initialise: what each slip starts with


def listen(path):
    path.unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.bind(str(path))
    made.listen()
    return made


class Wire:
    """Stands between a daemon and the simulator's printer, and in place of its panel. The daemon's
    board file names the two paths."""

    def __init__(self, folder, simulator_folder):
        self.panel_path = folder / "wire-panel.sock"
        self.printer_path = folder / "wire-printer.sock"
        self.target = simulator_folder / "printer.sock"
        self.panel_listener = listen(self.panel_path)
        self.printer_listener = listen(self.printer_path)
        self.panel = None
        self.sent = []  # (time, bytes) to the printer
        self.pairs = {}
        self.lock = threading.Lock()
        self.stop_read, self.stop_write = os.pipe()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def close(self):
        os.write(self.stop_write, b"x")
        self.thread.join(SECONDS)
        for made in (self.panel_listener, self.printer_listener, self.panel, *self.pairs):
            if made:
                made.close()
        os.close(self.stop_read)
        os.close(self.stop_write)

    def _run(self):
        self.selector = selectors.DefaultSelector()
        for thing in (self.stop_read, self.panel_listener, self.printer_listener):
            self.selector.register(thing, selectors.EVENT_READ)
        while True:
            for key, _ in self.selector.select():
                if key.fileobj == self.stop_read:
                    return
                if key.fileobj in (self.panel_listener, self.printer_listener):
                    self._accept(key.fileobj)
                else:
                    self._forward(key.fileobj)

    def _accept(self, listener):
        made, _ = listener.accept()
        if listener is self.panel_listener:
            self.panel = made
            self.selector.register(made, selectors.EVENT_READ)
            return
        onward = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            onward.connect(str(self.target))
        except OSError:
            made.close()
            return
        self.pairs |= {made: (onward, True), onward: (made, False)}
        self.selector.register(made, selectors.EVENT_READ)
        self.selector.register(onward, selectors.EVENT_READ)

    def _forward(self, source):
        try:
            data = source.recv(65536)
        except OSError:
            data = b""
        other, to_printer = self.pairs.get(source, (None, False))
        if data and to_printer:
            with self.lock:
                self.sent.append((time.monotonic(), data))
        try:
            if data and other:
                other.sendall(data)
        except OSError:
            data = b""
        if not data:
            for ended in (source, other):
                if ended:
                    self.selector.unregister(ended)
                    self.pairs.pop(ended, None)
                    ended.close()
            if source is self.panel:
                self.panel = None

    def wait_connected(self):
        wait_for(lambda: self.panel and self.pairs, "the kiosk has found its panel and its printer")

    def press(self, button):
        self.panel.sendall(f"press {button}\nrelease {button}\n".encode())

    def slip_began(self, after):
        """When the first byte of a slip came after this time; None not yet."""
        with self.lock:
            for at, data in self.sent:
                if at > after and SLIP_BEGINS in data:
                    return at
        return None

    def press_to_first_byte(self, button="A"):
        began = time.monotonic()
        self.press(button)
        while time.monotonic() < began + SECONDS:
            at = self.slip_began(began)
            if at:
                return at - began
            time.sleep(0.0005)
        raise AssertionError("no slip came")
