# SPDX-License-Identifier: Apache-2.0
"""Talking to the hub as any other program would: HTTP with JSON, and the event stream."""

import http.client
import json
import select
import socket
import time
import urllib.parse
import uuid

from waiting import SECONDS

IDLE_S = 20  # the hub closes after 30

# Called with (method, path, body, answer) of every exchange in JSON; set by conftest.py.
observer = None


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def connection(address, timeout=SECONDS):
    """address is "unix:/path" or "http://host:port"."""
    if address.startswith("unix:"):
        return UnixConnection(address[5:], timeout)
    place = urllib.parse.urlsplit(address)
    return http.client.HTTPConnection(place.hostname, place.port, timeout=timeout)


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:600]!r}>"


class Refused(AssertionError):
    """An answer that is an error where the test wants none."""

    def __init__(self, what, answer):
        super().__init__(f"{what}: {answer}")
        self.answer = answer


class Caller:
    """One who asks: a token, or a name and role over the Unix socket. One connection, kept open, so
    one thread at a time."""

    def __init__(self, address, token=None, name=None, role=None):
        self.address = address
        self.headers = {}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        if name:
            self.headers |= {"X-Layso-Name": name, "X-Layso-Role": role}
        self.connection = None
        self.used = 0.0

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def raw(self, method, path, body=None, headers=None, timeout=SECONDS):
        """One exchange with exactly these bytes. A failure closes the connection."""
        if time.monotonic() - self.used > IDLE_S:
            self.close()  # the hub closes it about now, perhaps while the request is on its way
        self.used = time.monotonic()
        if not self.connection:
            self.connection = connection(self.address, timeout)
        try:
            self.connection.request(method, path, body, {**self.headers, **(headers or {})})
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def ask(self, method, path, body=None, **keywords):
        """One exchange in JSON, whatever the answer is."""
        data = None if body is None else json.dumps(body)
        headers = {"Content-Type": "application/json"} if data is not None else {}
        answer = self.raw(method, f"/api/v1{path}", data, headers, **keywords)
        if observer:
            observer(method, f"/api/v1{path}", body, answer)
        return answer

    def call(self, method, path, body=None):
        """One exchange that must succeed; its JSON, or None for an empty answer."""
        answer = self.ask(method, path, body)
        if answer.status >= 300:
            raise Refused(f"{method} {path} {body}", answer)
        return answer.json if answer.body else None

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None):
        return self.call("POST", path, {} if body is None else body)

    # What the tests do most.

    def issue(self, service="A", **fields):
        return self.post("/tickets", {"service": service, "press_id": str(uuid.uuid4()), **fields})

    def tickets(self):
        """Every ticket of the day, page by page."""
        found, after = [], 0
        while after is not None:
            page = self.get(f"/tickets?limit=500&after={after}")
            found += page["tickets"]
            after = page["next"]
        return found

    def ticket(self, identity):
        return self.get(f"/tickets/{identity}")

    def counter(self, which, move, /, **body):
        """A move at a counter; the counter, or None when nobody waits."""
        return self.post(f"/counters/{which}/{move}", body)

    def at_ticket(self, identity, move, /, **body):
        return self.post(f"/tickets/{identity}/{move}", body)

    def open(self, number, staff=None, **body):
        return self.counter(number, "open", staff=staff or f"quay-{number}", **body)

    def call_next(self, number):
        counter = self.counter(number, "call-next")
        return counter["ticket"] if counter else None

    def state(self):
        return self.get("/state")

    def seq(self):
        return self.state()["seq"]

    def stream(self, after=None, last_event_id=None):
        return Stream(self, after, last_event_id)


class Event:
    def __init__(self, seq, kind, data):
        self.seq = seq
        self.kind = kind
        self.data = data

    def __repr__(self):
        return f"<{self.seq} {self.kind} {self.data}>"


class Stream:
    """The event stream, read piece by piece from a socket of its own."""

    def __init__(self, caller, after=None, last_event_id=None):
        headers = {"Host": "localhost", **caller.headers}
        if last_event_id is not None:
            headers["Last-Event-ID"] = str(last_event_id)
        query = "" if after is None else f"?after={after}"
        made = connection(caller.address)
        made.connect()
        self.socket = made.sock
        lines = [f"GET /api/v1/events{query} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.raw = b""
        self.text = ""
        self.comments = 0
        self.ended = False
        self.socket.setblocking(False)
        end = time.monotonic() + SECONDS
        while b"\r\n\r\n" not in self.raw:
            assert self._receive(end - time.monotonic()), "no answer to the stream's request"
        head, self.raw = self.raw.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
        self.chunked = self.headers.get("transfer-encoding") == "chunked"
        self._decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def _receive(self, seconds):
        """Takes what has arrived within this time; false when nothing did."""
        ready, _, _ = select.select([self.socket], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            piece = self.socket.recv(65536)
        except OSError:
            piece = b""
        if not piece:
            self.ended = True
        self.raw += piece
        return bool(piece)

    def _decode(self):
        """Moves whole chunks from raw to text."""
        if not self.chunked:
            self.text, self.raw = self.text + self.raw.decode(), b""
        while b"\r\n" in self.raw:
            size_text, rest = self.raw.split(b"\r\n", 1)
            size = int(size_text, 16)
            if len(rest) < size + 2:
                return
            self.text += rest[:size].decode()
            self.raw = rest[size + 2 :]
            self.ended = self.ended or size == 0

    def _read(self, seconds):
        came = self._receive(seconds)
        self._decode()
        return came

    def _take(self):
        """The next whole event of what was read, or None."""
        while "\n\n" in self.text or self.text.startswith(":"):
            if self.text.startswith(":"):
                if "\n" not in self.text:
                    return None
                self.comments += 1
                self.text = self.text.split("\n", 1)[1].lstrip("\n")
                continue
            block, self.text = self.text.split("\n\n", 1)
            fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "event" in fields or "data" in fields:
                seq = int(fields["id"].rsplit("-", 1)[-1]) if "id" in fields else None
                return Event(seq, fields.get("event"), json.loads(fields.get("data", "null")))
        return None

    def next(self, seconds=SECONDS):
        """The next event; None when the stream ended or none came in time."""
        end = time.monotonic() + seconds
        while not self.ended:
            event = self._take()
            if event:
                return event
            if not self._read(end - time.monotonic()) and time.monotonic() >= end:
                return None
        return self._take()

    def until(self, kind, seconds=SECONDS, **data):
        """Reads to the event of a kind whose data have these values; returns all read events."""
        seen = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            event = self.next(end - time.monotonic())
            if not event:
                break
            seen.append(event)
            if event.kind == kind and all(event.data.get(k) == v for k, v in data.items()):
                return seen
        raise AssertionError(f"no event {kind} {data} after {seen} (ended: {self.ended})")
