# SPDX-License-Identifier: Apache-2.0
"""A serial line and a TCP port with the simulated printer at the other end."""

import contextlib
import os
import pty
import selectors
import socket
import termios
import threading
import tty

from waiting import SECONDS


class PrinterLine:
    """What both have in common: bytes go from the program's end to the simulator's socket and back,
    on a thread of its own, until the line is pulled."""

    def __init__(self, simulator_folder):
        self.target = str(simulator_folder / "printer.sock")
        self.pairs = {}  # each end's descriptor, and where its bytes go
        self.owners = []  # what to close with them
        self.selector = selectors.DefaultSelector()
        self.stop_read, self.stop_write = os.pipe()
        self.selector.register(self.stop_read, selectors.EVENT_READ)
        self.thread = threading.Thread(target=self._run, daemon=True)

    def pull(self):
        os.write(self.stop_write, b"x")
        self.thread.join(SECONDS)
        self.selector.close()
        for end in (*self.owners, self.stop_read, self.stop_write):
            if isinstance(end, int):
                os.close(end)
            else:
                end.close()

    def _join(self, end):
        printer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        printer.connect(self.target)
        self.owners += [printer]
        self.pairs |= {end: printer.fileno(), printer.fileno(): end}
        for one in (end, printer.fileno()):
            self.selector.register(one, selectors.EVENT_READ)

    def _run(self):
        while True:
            for key, _ in self.selector.select():
                if key.fd == self.stop_read:
                    return
                if not self._accepts(key.fd):
                    self._forward(key.fd)

    def _accepts(self, _):
        return False

    def _forward(self, end):
        try:
            data = os.read(end, 4096)
        except OSError:
            data = b""
        if data:
            try:
                os.write(self.pairs[end], data)
            except OSError:
                data = b""
        if not data:
            for one in (end, self.pairs[end]):
                if one in self.selector.get_map():
                    self.selector.unregister(one)
                self._end(one)

    def _end(self, fd):
        for one in self.owners:
            if isinstance(one, socket.socket) and one.fileno() == fd:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)


class NetworkPrinter(PrinterLine):
    """Its address is 127.0.0.1:PORT; the same port comes again when it is given."""

    def __init__(self, simulator_folder, port=0):
        super().__init__(simulator_folder)
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.owners.append(self.listener)
        self.selector.register(self.listener.fileno(), selectors.EVENT_READ)
        self.thread.start()

    def _accepts(self, end):
        if end != self.listener.fileno():
            return False
        made, _ = self.listener.accept()
        self.owners.append(made)
        self._join(made.fileno())
        return True


class SerialPrinter(PrinterLine):
    """path is the device, as a name under /dev/serial/by-id is one."""

    def __init__(self, simulator_folder, path):
        super().__init__(simulator_folder)
        master, slave = pty.openpty()
        tty.setraw(slave, termios.TCSANOW)
        path.unlink(missing_ok=True)
        path.symlink_to(os.ttyname(slave))
        self.path = path
        self.owners += [master, slave]
        self._join(master)
        self.thread.start()

    def pull(self):
        self.path.unlink()
        super().pull()
