# SPDX-License-Identifier: Apache-2.0
"""Pages of the hall's media area, from upload to display, and without the hub."""

import base64
import shutil
import sqlite3
import struct
import subprocess
import zlib

import pytest
from frames import Frame
from processes import program_environment, run_program
from waiting import stays, wait_for


def png(width, height, colour):
    """A picture of one colour."""

    def chunk(kind, data):
        sum_ = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_)

    rows = (b"\0" + bytes(colour) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))  # fmt: skip


def device_states(hub):
    return {device["name"]: (device["state"], device["fault"], device["note"])
            for device in hub.get("/health")["devices"]}  # fmt: skip


def upload(hub, data):
    return hub.post("/pictures", {"png": base64.b64encode(data).decode()})["id"]


def green(frame):
    """The share of the picture that is the uploaded colour, in rows of B, G, R, 0."""
    picture = frame.picture()
    pixels = sum(row[x : x + 3] == b"\x00\xff\x00" for row in picture.rows[::8]
                 for x in range(0, len(row), 32))  # fmt: skip
    return pixels * 64 / (picture.width * picture.height)


def test_a_page_comes_to_the_display_and_stays_without_the_hub(testbed, hub):
    data = png(640, 360, (0, 255, 0))
    text = base64.b64encode(data)
    wide = upload(hub, data)
    assert hub.get(f"/pictures/{wide}")["png"] == text.decode()
    expired = {"picture": wide, "from": "2020-01-01", "to": "2020-01-02", "seconds": 300}
    hub.call("PUT", "/pages", {"pages": [expired, {"picture": wide, "seconds": 300}]})
    frame = Frame(testbed.sim_folder, "hall")
    hall = testbed.start_hall(board=testbed.board(hall=(1280, 720)))
    wait_for(lambda: frame.there() and green(frame) > 0.1, "the picture is shown", 40)
    # The picture is in a backup, as all is.
    assert hub.raw("GET", "/api/v1/backup").body.count(text) == 1
    hall.stop()
    testbed.hub.kill()
    testbed.start_hall(board=testbed.board(hall=(1280, 720)))
    wait_for(lambda: green(frame) > 0.1, "the picture is shown without the hub")


def test_a_board_shows_its_pages_alone_also_without_the_hub(testbed, hub):
    picture = upload(hub, png(640, 360, (0, 255, 0)))
    other = upload(hub, png(640, 360, (255, 0, 0)))
    hub.call("PUT", "/pages", {"pages": [{"picture": other, "where": "hall"},
                                         {"picture": picture, "where": "board"}]})  # fmt: skip
    frame = Frame(testbed.sim_folder, "hall")
    board = testbed.board(hall=(1280, 720), hall_more={"shows": "board"})
    hall = testbed.start_hall(board=board)
    wait_for(lambda: frame.there() and green(frame) > 0.4, "the picture fills the screen", 40)
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    stays(lambda: green(frame) > 0.4, "a call leaves the board as it is", 2)
    hall.stop()
    testbed.hub.kill()
    hall = testbed.start_hall(board=board)
    wait_for(lambda: green(frame) > 0.3, "the picture is shown without the hub")
    hall.stop()
    hub = testbed.start_hub(with_site=False)
    hub.call("PUT", "/pages", {"pages": [{"picture": picture, "to": "2020-01-01"}]})
    testbed.start_hall(board=board)
    wait_for(lambda: green(frame) == 0 and frame.picture().colours() > 3,
             "the centre's name and the clock are left")  # fmt: skip


def codes(frame, folder):
    """What a reader that is not ours reads on the screen."""
    frame.picture().write_png(folder / "frame.png")
    command = ["zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable"]
    done = subprocess.run([*command, folder / "frame.png"], capture_output=True, text=True,
                          check=False)  # fmt: skip
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="needs zbarimg (zbar-tools)")
def test_a_code_is_read_from_the_display_until_its_page_is_taken_off(testbed, hub, tmp_path):
    link = "https://portal.example/tra-cuu?noi=" + "a" * 150
    page = {"title": {"vi": "Tra cứu hồ sơ"}, "link": {"url": link}, "seconds": 300}
    hub.call("PUT", "/pages", {"pages": [page]})
    frame = Frame(testbed.sim_folder, "hall")
    testbed.start_hall(board=testbed.board(hall=(1280, 720)))
    wait_for(lambda: frame.there() and codes(frame, tmp_path) == [link], "the code is read", 40)
    other = {"link": {"url": "https://portal.example/"}, "seconds": 300}
    expired = {**page, "to": "2020-01-01T08:00"}
    hub.call("PUT", "/pages", {"pages": [expired, other]})
    wait_for(lambda: codes(frame, tmp_path) == ["https://portal.example/"], "the other one")
    hub.call("PUT", "/pages", {"pages": [expired]})
    wait_for(lambda: codes(frame, tmp_path) == [], "nothing expired is shown")


def test_a_restored_backup_brings_its_pictures_and_a_missing_one_is_said(testbed, hub):
    data = png(320, 180, (0, 0, 255))
    kept, lost = upload(hub, data), upload(hub, png(16, 9, (255, 0, 0)))
    hub.call("PUT", "/pages", {"pages": [{"picture": kept}, {"picture": lost}]})
    backup = testbed.folder / "a.backup"
    done = run_program("layso", "backup", str(backup), seconds=60,
                       env=program_environment(LAYSO_HUB=testbed.unix))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "hub/pictures" not in device_states(hub)
    testbed.hub.stop()
    for file in testbed.data.glob("layso.db*"):
        file.unlink()  # a new board
    done = testbed.hubd("--restore", str(backup), seconds=60)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(testbed.data / "layso.db") as database:
        database.execute("DELETE FROM picture WHERE id = ?", (lost,))
    database.close()
    hub = testbed.start_hub(with_site=False)
    assert hub.get(f"/pictures/{kept}")["png"] == base64.b64encode(data).decode()
    wait_for(lambda: device_states(hub).get("hub/pictures") == ("missing", "site", "1"),
             "health says that a picture is missing")  # fmt: skip
    assert upload(hub, png(16, 9, (255, 0, 0))) == lost
    wait_for(lambda: device_states(hub)["hub/pictures"][0] == "ok", "it is there again")


def test_what_cannot_be_shown_is_refused(hub):
    black = (0, 0, 0)
    whole = png(640, 360, black)
    altered = whole[:60] + bytes([whole[60] ^ 1]) + whole[61:]
    for data in (b"", b"\x89PNG", png(1921, 10, black), png(10, 1081, black), b"x" * 4000,
                 whole[:-12], whole[:-1], whole + b"x", altered):  # fmt: skip
        answer = hub.ask("POST", "/pictures", {"png": base64.b64encode(data).decode()})
        assert (answer.status, answer.json["field"]) == (400, "png"), data[:20]
    assert hub.ask("GET", f"/pictures/{'0' * 32}").status == 404
    for page in ({}, {"title": {"fr": "x"}}, {"picture": "../x"}, {"title": {"vi": "x"}, "to": "x"},
                 {"title": {"vi": "x"}, "from": "2026-02-02", "to": "2026-02-01"},
                 {"text": {"vi": "x" * 501}}, {"title": {"vi": "x"}, "seconds": 1},
                 {"table": {"columns": ["a", "b"], "rows": [["1"]]}},
                 {"link": {"url": "portal"}}, {"title": {"vi": "x"}, "where": "x"}):  # fmt: skip
        answer = hub.ask("PUT", "/pages", {"pages": [page]})
        assert answer.status == 400 and answer.json["faults"], page
