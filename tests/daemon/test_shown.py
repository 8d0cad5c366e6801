# SPDX-License-Identifier: Apache-2.0
"""What the screens show, for who runs the hall: the truth, and only while somebody looks."""

import base64
import json
import re
import struct
import zlib

from frames import Frame
from processes import program_environment, run_program
from waiting import wait_for

SIZE = (1280, 720)
SCALE = 3  # 1280 / 480, rounded up
EMPTY = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)


def unfilter(kind, row, above):
    """A row of RGB, as the PNG standard undoes its filters (section 9)."""
    row = bytearray(row)
    for i, x in enumerate(row):
        left = row[i - 3] if i >= 3 else 0
        up = above[i]
        corner = above[i - 3] if i >= 3 else 0
        p = left + up - corner
        paeth = min((left, up, corner), key=lambda one: abs(p - one))
        row[i] = (x + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
    return row


def decode(png):
    """Width and rows of R, G, B of what cairo has written."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colours = struct.unpack_from(">IIBB", png, 16)
    assert (depth, colours) == (8, 2)
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    data = zlib.decompress(data)
    rows, above, stride = [], bytes(width * 3), width * 3 + 1
    for y in range(height):
        above = unfilter(data[y * stride], data[y * stride + 1 : (y + 1) * stride], above)
        rows.append(above)
    return width, rows


def scaled(frame):
    """A frame in small: the mean of each square of its pixels (rows of B, G, R, 0)."""
    rows = []
    for y in range(frame.height // SCALE):
        lines = frame.rows[y * SCALE : (y + 1) * SCALE]
        row = bytearray()
        for x in range(frame.width // SCALE):
            square = [line[i : i + 4] for line in lines
                      for i in range(x * SCALE * 4, (x + 1) * SCALE * 4, 4)]  # fmt: skip
            row += bytes(sum(p[c] for p in square) // SCALE**2 for c in (2, 1, 0))
        rows.append(row)
    return rows


def look(hub, name):
    answer = hub.raw("GET", f"/api/v1/screens/{name}")
    assert answer.status == 200, answer
    tag = f'"{answer.json["number"]}"' if answer.json["png"] else None
    assert answer.headers.get("ETag") == tag
    return answer.json


def see(hub, name, former=None):
    """The picture that comes after a former one."""
    def seen():
        now = look(hub, name)
        return now if now["png"] and now["number"] != (former or {}).get("number") else None

    return wait_for(seen, f"{name} is seen", 20)


def test_what_screens_show_is_seen_while_somebody_looks(testbed, hub, tmp_path):
    too_high = {"diagonal_inch": 6.6, "top_mm": 1200}
    board = testbed.board(hall=SIZE, kiosk=(800, 480), kiosk_more=too_high)
    hall = testbed.start_hall(board=board)
    kiosk = testbed.start_kiosk(board=board)
    frame = Frame(testbed.sim_folder, "hall")
    wait_for(lambda: {"hall-1/screen", "kiosk-1/screen"}
             <= {d["name"] for d in hub.get("/health")["devices"]}, "both are there")  # fmt: skip
    wait_for(lambda: "the state as of event" in hall.log(), "it has the hub's state")
    frame.wait_still(1.0)
    # Nothing is sent while nobody looks.
    assert "picture: " not in hall.log() + kiosk.log()
    # A screen with keys that a person in a wheelchair does not reach works, and says so.
    notes = lambda: {d["name"]: d["note"] for d in hub.get("/health")["devices"]}  # noqa: E731
    wait_for(lambda: re.search(r"hạ màn hình \d+ mm", notes()["kiosk-1/screen"]), "it is too high")
    assert "hang the screen lower" in kiosk.log()

    first = see(hub, "hall-1")
    png = base64.b64decode(first["png"])
    assert len(png) <= 60 * 1024
    width, rows = decode(png)
    assert (width, len(rows)) == (SIZE[0] // SCALE, SIZE[1] // SCALE)
    wait_for(lambda: decode(base64.b64decode(look(hub, "hall-1")["png"]))[1]
             == scaled(frame.picture()), "it is the screen's picture", 20)  # fmt: skip
    first = look(hub, "hall-1")

    # A call comes into the next picture; what has not changed is not sent again.
    hub.open(1)
    hub.issue("A")
    hub.call_next(1)
    second = see(hub, "hall-1", first)
    assert second["png"] != first["png"]
    screens = {s["name"]: s for s in hub.get("/screens")["screens"]}
    assert [screens[n]["kind"] for n in ("hall-1", "kiosk-1")] == ["display", "display"]
    assert screens["hall-1"]["here"] and screens["hall-1"]["state"] == "ok"
    width, rows = decode(base64.b64decode(see(hub, "kiosk-1")["png"]))
    assert (width, len(rows)) == (400, 240)
    assert "picture: " in kiosk.log()

    # The command saves the same.
    layso = lambda *words: run_program(  # noqa: E731
        "layso", "device", *words, env=program_environment(LAYSO_HUB=testbed.unix))  # fmt: skip
    saved = tmp_path / "kiosk.png"
    assert "kiosk.png" in layso("picture", "kiosk-1", saved).stdout
    width, rows = decode(saved.read_bytes())
    assert (width, len(rows)) == (400, 240)
    assert json.loads(layso("picture", "kiosk-1", saved, "--json").stdout)["age_ms"] >= 0
    assert "hall-1" in layso("screens").stdout
    none = layso("picture", "hub", saved)
    assert none.returncode == 1 and "no such device with a screen" in none.stderr

    # One that has gone is not here any more; its last picture still is.
    kiosk.stop()
    wait_for(lambda: not {s["name"]: s for s in hub.get("/screens")["screens"]}["kiosk-1"]["here"],
             "the kiosk is missed")  # fmt: skip
    assert look(hub, "kiosk-1")["png"]


def test_who_may_look_and_be_seen(testbed, hub):
    token = testbed.new_token("hall", "hall-9")
    device = testbed.caller(testbed.http, token=token)
    put = lambda png: device.ask("POST", "/screens", {"png": png})  # noqa: E731
    assert put(EMPTY).json["error"] == "not_allowed"  # nobody looks
    assert hub.ask("GET", "/screens/hall-9").status == 404
    with device.stream():
        device.post("/health", {"name": "screen", "state": "ok"})
        assert look(hub, "hall-9")["png"] is None
        for wrong in ("", "AAAA", base64.b64encode(b"x" * 900).decode()):
            assert put(wrong).status == 400, wrong
        assert device.ask("POST", "/screens", {"png": EMPTY, "name": "hall-1"}).status == 400
        assert put("A" * (82 * 1024)).status == 413
        assert put(EMPTY).status == 204
        assert put(EMPTY).status == 429  # at once again
        assert look(hub, "hall-9")["png"] == EMPTY
    for role in ("viewer", "screen", "hall", "kiosk", "helper", "clerk"):
        caller = testbed.with_token(role)
        assert caller.ask("GET", "/screens").status == 403, role
        assert caller.ask("GET", "/screens/hall-9").status == 403, role
    supervisor = testbed.with_token("supervisor")
    assert supervisor.ask("POST", "/screens", {"png": EMPTY}).status == 403
    assert supervisor.ask("GET", "/screens").status == 200
    assert any(supervisor.ask("GET", "/screens").status == 429 for _ in range(3000))
