# SPDX-License-Identifier: Apache-2.0
"""The simulator by itself: what its page and the tests of others rely on."""

import http.client
import json
import socket
import struct

import pytest

from processes import Daemon, free_port
from waiting import wait_for

SLIP = b"\x1b@\x1dv0\0\x01\0\x02\0\xff\x81\x1dVB\0\x1d(H\x06\0\x30\x30A001"
PRINTED = b"\x37\x22A001\0"


class Simulator:
    def __init__(self, testbed, *more):
        self.folder = testbed.sim_folder
        self.folder.mkdir()
        self.port = free_port()
        arguments = ["--dir", str(self.folder), "--port", str(self.port), *more]
        self.daemon = testbed.add(Daemon(testbed, "layso-simulator", arguments)).start()

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        if body is not None:
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    def state(self):
        return json.loads(self.ask("GET", "/api/state").content)

    def set(self, **switches):
        answer = self.ask("POST", "/api/printer", switches)
        assert answer.status == 200, answer.content
        return json.loads(answer.content)["printer"]

    def connect(self, name):
        plug = socket.socket(socket.AF_UNIX)
        plug.settimeout(20)
        plug.connect(str(self.folder / name))
        return plug


@pytest.fixture
def simulator(testbed):
    return Simulator(testbed)


def read_exactly(plug, size):
    got = b""
    while len(got) < size:
        piece = plug.recv(size - len(got))
        assert piece, f"the simulator hung up after {got!r}"
        got += piece
    return got


def slips(simulator):
    return simulator.state()["printer"]["slips"]


def test_a_slip_is_a_picture_on_the_page_and_in_the_folder(simulator):
    printer = simulator.connect("printer.sock")
    printer.sendall(SLIP)
    assert read_exactly(printer, len(PRINTED)) == PRINTED
    state = wait_for(lambda: (s := simulator.state())["slips"] and s, "a slip")
    slip = state["slips"][0]
    assert (slip["id"], slip["cut"], slip["garbage"], slip["clipped"]) == (1, True, 0, 0)
    assert (slip["width_dots"], slip["height_dots"]) == (576, 122)
    picture = simulator.ask("GET", slip["png"])
    assert picture.status == 200
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture.content[16:24]) == (576, 122)
    assert (simulator.folder / "slips/001.png").read_bytes() == picture.content
    assert simulator.ask("GET", "/api/slips/2.png").status == 404


def test_text_is_garbage_on_paper(simulator):
    printer = simulator.connect("printer.sock")
    printer.sendall(b"\x1b~hello\n" + SLIP)
    read_exactly(printer, len(PRINTED))
    slip = wait_for(lambda: simulator.state()["slips"], "a slip")[0]
    assert (slip["garbage"], slip["text"]) == (5, "hello")
    assert simulator.state()["printer"]["unknown"] == 1


def test_without_paper_the_printer_waits_and_says_so(simulator):
    printer = simulator.connect("printer.sock")
    assert simulator.set(paper="out")["online"] is False
    printer.sendall(b"\x10\x04\x01\x10\x04\x04" + SLIP)
    assert read_exactly(printer, 2) == b"\x1a\x7e"
    wait_for(lambda: simulator.state()["printer"]["bytes"] == 6 + len(SLIP), "all is received")
    assert slips(simulator) == 0
    simulator.set(paper="low")
    assert read_exactly(printer, len(PRINTED)) == PRINTED
    assert slips(simulator) == 1


def test_a_pulled_cable_is_gone_until_it_is_plugged_in(simulator):
    printer = simulator.connect("printer.sock")
    wait_for(lambda: simulator.state()["printer"]["connected"], "the cable")
    simulator.set(plugged=False)
    assert printer.recv(1) == b""
    with pytest.raises(FileNotFoundError):
        simulator.connect("printer.sock")
    simulator.set(plugged=True)
    printer = simulator.connect("printer.sock")
    printer.sendall(SLIP)
    assert read_exactly(printer, len(PRINTED)) == PRINTED


def test_a_printer_may_never_answer(simulator):
    printer = simulator.connect("printer.sock")
    simulator.set(answers=False)
    printer.sendall(b"\x10\x04\x01" + SLIP)
    wait_for(lambda: slips(simulator) == 1, "the slip")
    assert simulator.state()["printer"]["answered"] == 0
    printer.setblocking(False)
    with pytest.raises(BlockingIOError):
        printer.recv(1)


def test_a_printer_may_stop_reading(simulator):
    printer = simulator.connect("printer.sock")
    wait_for(lambda: simulator.state()["printer"]["connected"], "the cable")
    simulator.set(reads=False)
    printer.setblocking(False)
    with pytest.raises(BlockingIOError):
        while True:
            printer.send(bytes(65536))
    assert simulator.state()["printer"]["bytes"] == 0
    simulator.set(reads=True)
    wait_for(lambda: simulator.state()["printer"]["bytes"] > 65536, "it reads again")


def test_printing_takes_time_when_it_is_told_to(simulator):
    printer = simulator.connect("printer.sock")
    simulator.set(speed_mm_s=60)
    printer.sendall(SLIP)
    wait_for(lambda: simulator.state()["printer"]["printing"], "the paper moves")
    assert read_exactly(printer, len(PRINTED)) == PRINTED


def test_buttons_and_lamps(simulator):
    assert simulator.ask("POST", "/api/button", {"name": "A"}).status == 404
    panel = simulator.connect("panel.sock")
    panel.sendall(b"buttons A B\nlamp B blink\n")
    wait_for(lambda: len(simulator.state()["panel"]["buttons"]) == 2, "the buttons")
    a, b = simulator.state()["panel"]["buttons"]
    assert (a["name"], a["lamp"], a["does"], a["service"]) == ("A", "off", "take", "A")
    assert (b["name"], b["lamp"], b["pressed"]) == ("B", "blink", False)
    for pressed in (True, True, False):
        answer = simulator.ask("POST", "/api/button", {"name": "A", "pressed": pressed})
        assert answer.status == 200
        assert json.loads(answer.content)["panel"]["buttons"][0]["pressed"] is pressed
    simulator.ask("POST", "/api/button", {"name": "B"})
    said = b"press A\nrelease A\npress B\nrelease B\n"
    assert read_exactly(panel, len(said)) == said
    panel.close()
    wait_for(lambda: not simulator.state()["panel"]["connected"], "the panel is gone")


def write_frame(simulator, name, width, height, colour):
    header = struct.pack("<8sIIIIQ32x", b"LAYSOFB1", width, height, width * 4, 0, 2)
    path = simulator.folder / f"{name}.frame"
    fresh = simulator.folder / f"{name}.frame.new"
    fresh.write_bytes(header + colour * (width * height))
    fresh.rename(path)


def test_screens_are_pictures_with_a_version(simulator):
    assert simulator.ask("GET", "/api/screens/hall.png").status == 404
    assert simulator.ask("GET", "/api/screens/other.png").status == 404
    write_frame(simulator, "hall", 20, 10, b"\x10\x20\x30\0")
    first = simulator.ask("GET", "/api/screens/hall.png")
    assert struct.unpack(">II", first.content[16:24]) == (20, 10)
    known = {"If-None-Match": first.headers["ETag"]}
    assert simulator.ask("GET", "/api/screens/hall.png", **known).status == 304
    write_frame(simulator, "hall", 30, 10, b"\x10\x20\x30\0")
    second = simulator.ask("GET", "/api/screens/hall.png", **known)
    assert struct.unpack(">II", second.content[16:24]) == (30, 10)
    assert second.headers["ETag"] != first.headers["ETag"]


def test_a_torn_frame_file_is_no_picture(simulator):
    (simulator.folder / "hall.frame").write_bytes(b"LAYSOFB1" + b"\xff" * 56)
    assert simulator.ask("GET", "/api/screens/hall.png").status == 404
    (simulator.folder / "hall.frame").write_bytes(b"short")
    assert simulator.ask("GET", "/api/screens/hall.png").status == 404
    assert simulator.state()["screens"]["hall"]["there"] is False


def test_touches_reach_the_screen_s_daemon(simulator):
    touch = {"screen": "kiosk", "x": 5, "y": 6}
    assert simulator.ask("POST", "/api/touch", touch).status == 503
    kiosk = simulator.connect("kiosk.touch")
    wait_for(lambda: simulator.state()["screens"]["kiosk"]["touchable"], "the kiosk")
    assert simulator.ask("POST", "/api/touch", touch).status == 200
    assert simulator.ask("POST", "/api/touch", touch | {"phase": "down"}).status == 200
    said = b"down 5 6\nup 5 6\ndown 5 6\n"
    assert read_exactly(kiosk, len(said)) == said


def test_the_page_says_everything_in_every_language(simulator):
    page = simulator.ask("GET", "/").content.decode()
    script = simulator.ask("GET", "/words.js").content.decode()
    words = json.loads(script.removeprefix("const words = ").removesuffix(";\n"))
    assert "{{" not in page and len(words) > 1
    for language, texts in words.items():
        assert f'<span lang="{language}">{texts["kiosk.off"]}</span>' in page
        assert texts["state.ready"] and texts["move.call_next"]


def test_the_page_needs_nothing_from_elsewhere(simulator):
    page = simulator.ask("GET", "/").content.decode()
    for path in ("/words.js", "/simulator.js", "/simulator.css", "/icon.svg"):
        assert path in page
        assert simulator.ask("GET", path).status == 200
    assert "https://" not in page
    assert "default-src 'self'" in simulator.ask("GET", "/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "localhost"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_pages_from_elsewhere_are_refused(simulator, headers, status):
    answer = simulator.ask("POST", "/api/printer", {"paper": "out"}, **headers)
    assert answer.status == status
    assert (simulator.state()["printer"]["paper"] == "out") is (status == 200)


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("/api/printer", b"{", 400, "bad_json"),
        ("/api/printer", b"[]", 400, "bad_json"),
        ("/api/printer", {"paper": "wet"}, 400, "bad_field"),
        ("/api/printer", {"plugged": 1}, 400, "bad_field"),
        ("/api/printer", {"speed_mm_s": -1}, 400, "bad_field"),
        ("/api/printer", {"unheard": True}, 400, "bad_field"),
        ("/api/printer", b" " * 5000, 413, "too_large"),
        ("/api/button", {}, 400, "bad_field"),
        ("/api/button", {"name": "A", "more": 1}, 400, "bad_field"),
        ("/api/touch", {"screen": "kiosk", "x": 1}, 400, "bad_field"),
        ("/api/touch", {"screen": "none", "x": 1, "y": 1}, 404, "not_found"),
        ("/api/nothing", {}, 404, "not_found"),
    ],
)
def test_wrong_orders_are_refused(simulator, path, body, status, error):
    answer = simulator.ask("POST", path, body)
    assert answer.status == status
    assert json.loads(answer.content)["error"] == error


def test_who_looks_is_told_at_once(simulator):
    viewer = http.client.HTTPConnection("127.0.0.1", simulator.port, timeout=20)
    viewer.request("GET", "/api/events")
    stream = viewer.getresponse()

    def next_event():
        kind = None
        while True:
            line = stream.readline().decode().rstrip("\n")
            if line.startswith("event: "):
                kind = line[7:]
            elif line.startswith("data: "):
                return kind, json.loads(line[6:])

    assert next_event()[0] == "state"
    simulator.set(cover="open")
    kind, state = next_event()
    assert (kind, state["printer"]["cover"]) == ("state", "open")
    write_frame(simulator, "hall", 8, 8, b"\0\0\0\0")
    kind, frame = next_event()
    assert (kind, frame["screen"], frame["width"]) == ("frame", "hall", 8)
    viewer.close()


def test_a_second_simulator_does_not_take_over(testbed, simulator):
    other = Daemon(
        testbed, "layso-simulator", ["--dir", str(simulator.folder), "--port", str(free_port())],
        label="second",
    )  # fmt: skip
    other.start(wait_ready=False)
    assert other.process.wait(20) == 1
    assert "another simulator serves" in other.log()
    other.process = None
    printer = simulator.connect("printer.sock")
    printer.sendall(SLIP)
    assert read_exactly(printer, len(PRINTED)) == PRINTED


def test_the_page_leads_to_the_hub_of_this_run(testbed):
    made = Simulator(testbed, "--staff-url", 'http://127.0.0.1:8180/?a=1&b="')
    page = made.ask("GET", "/").content.decode()
    assert 'id="staff" href="http://127.0.0.1:8180/?a=1&#38;b=&#34;"' in page
