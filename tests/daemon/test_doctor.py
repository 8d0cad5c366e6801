# SPDX-License-Identifier: Apache-2.0
"""layso doctor: what is wrong, who has to act and how, also without a hub. No fault of the code is
without words."""

import contextlib
import http.server
import json
import re
import socket
import threading

import pytest
from processes import ROOT, free_port, run_program
from waiting import wait_for

STRINGS = {
    language: json.loads((ROOT / f"ui/strings/{language}.json").read_text())
    for language in ("vi", "en")
}


def doctor(address, *arguments, **more):
    return run_program("layso", "doctor", "--hub", address, *arguments, more=more)


def words(text):
    """Without line breaks, as the sentences are."""
    return " ".join(text.split())


@pytest.fixture
def well(hub):
    hub.post("/clock", {"accept": True})
    wait_for(lambda: hub.get("/health")["status"] == "ok", "all is well")
    return hub


def report(testbed, *what):
    done = run_program("layso", "--hub", testbed.unix, "health", "report", *what)
    assert done.returncode == 0, done.stderr


# ---- with a hub ----


def test_a_hub_that_was_just_installed_is_not_well(testbed):
    testbed.start_hub(with_site=False)
    for language in ("vi", "en"):
        done = doctor(testbed.unix, "--language", language)
        said, texts = words(done.stdout), STRINGS[language]
        assert done.returncode == 4 and texts["doctor.well"] not in said
        for key in ("doctor.no_site", "doctor.no_site_advice", "doctor.no_admin"):
            assert texts[key] in said, key
        assert "sudo layso setup" in said


def test_a_hall_with_faults_and_without(testbed, well):
    done = doctor(testbed.unix, LC_ALL="C.UTF-8")
    assert done.returncode == 0 and "Mọi thứ hoạt động tốt." in done.stdout, done
    report(testbed, "printer", "paper_out", "--note", "hết giấy")
    report(testbed, "panel", "not_in_site", "--fault", "site", "--note", "a.board:12")
    done = doctor(testbed.unix, LC_ALL="vi_VN.UTF-8")
    assert done.returncode == 4 and not done.stderr
    said = words(done.stdout)
    assert said.startswith("Lỗi cần xử lý: 2.")
    for key in ("manager.advice.paper_out", "manager.advice.not_in_site", "doctor.who.device",
                "doctor.who.site"):  # fmt: skip
        assert STRINGS["vi"][key] in said, key
    assert "a.board:12" in said and "layso board check" in said
    assert "Faults to act on: 2." in doctor(testbed.unix, LC_ALL="en_US.UTF-8").stdout
    done = doctor(testbed.unix, "--language", "en", LC_ALL="vi_VN.UTF-8")
    assert STRINGS["en"]["manager.advice.paper_out"] in words(done.stdout)
    answer = json.loads(doctor(testbed.unix, "--json").stdout)
    assert answer["status"] == "faults"
    assert {row["fault"] for row in answer["faults"]} == {"device", "site"}
    report(testbed, "printer", "ok")
    report(testbed, "panel", "ok")
    assert doctor(testbed.unix).returncode == 0


def test_little_paper_is_for_attention_alone(testbed, well):
    report(testbed, "printer", "paper_low", "--fault", "none")
    done = doctor(testbed.unix)
    assert done.returncode == 0
    assert STRINGS["vi"]["manager.advice.paper_low"] in words(done.stdout)


def test_a_language_that_there_is_not(testbed):
    done = doctor(testbed.unix, "--language", "xx")
    assert done.returncode == 2 and done.stderr.rstrip().endswith("there are: vi en")


# ---- without a hub ----


@contextlib.contextmanager
def answering(status, body):
    """A server at an address that answers everything alike."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def expect_away(address, reason, status=3):
    """In both languages: why, what to do; the exit status; for programs the reason's name."""
    done = doctor(address, "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == status and answer["status"] == "no_hub", done
    assert answer["reason"] in reason.split("|"), answer
    for language, texts in STRINGS.items():
        done = doctor(address, "--language", language)
        assert done.returncode == status and not done.stdout
        assert texts[f"doctor.away.{answer['reason']}_advice"] in words(done.stderr)
        assert address.split("#")[0] in done.stderr and "{" not in done.stderr


def test_no_hub_at_its_socket(testbed):
    # Another hall's hub may run on this computer.
    expect_away(f"unix:{testbed.folder}/none.sock", "not_running|no_socket")
    left = testbed.folder / "left.sock"
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(left))
    expect_away(f"unix:{left}", "not_running|broken")


def test_a_hub_that_was_killed(testbed, hub):
    hub.close()
    testbed.hub.kill()
    expect_away(testbed.unix, "not_running|broken")


def test_nobody_and_somebody_else_in_the_network(testbed):
    expect_away(f"http://127.0.0.1:{free_port()}", "refused")
    expect_away("http://no-such-computer.invalid:8080", "unreachable")
    expect_away("ftp://127.0.0.1", "address", status=2)
    for status, body in ((200, b"<html>"), (200, b"{}"), (404, b"not here"), (200, b"[]")):
        with answering(status, body) as address:
            expect_away(address, "no_hub")
    with answering(200, b"{}") as address:
        expect_away(address.replace("http:", "https:"), "no_hub")


def test_a_certificate_of_somebody_else(testbed):
    port = free_port()
    testbed.more_config = f"[tls]\nlisten = 127.0.0.1:{port}\n"
    hub = testbed.start_hub()
    pin = hub.get("/certificate")["pin"]
    other = pin[:8] + ("A" if pin[8] != "A" else "B") + pin[9:]
    expect_away(f"https://127.0.0.1:{port}#{other}", "certificate")


def test_a_hub_that_refuses_to_tell(testbed):
    refusal = b'{"error":"forbidden","message":"not for you"}'
    with answering(403, refusal) as address:
        done = doctor(address)
        assert done.returncode == 1
        assert STRINGS["vi"]["doctor.denied_advice"] in words(done.stderr)
        assert json.loads(doctor(address, "--json").stdout)["reason"] == "forbidden"
    with answering(500, b'{"error":"internal","message":"oh"}') as address:
        done = doctor(address)
        assert done.returncode == 1 and "HTTP 500: oh" in done.stderr


# ---- each fault that the code knows ----


def sources(*globs):
    return "\n".join(p.read_text() for glob in globs for p in sorted(ROOT.glob(glob)))


def body_of(code, name):
    return re.search(rf"{name}\([^;]*?\n{{\n(.*?)\n}}\n", code, re.S).group(1)


def hub_parts():
    code = sources("firmware/hub/*.c", "firmware/queue/model.h")
    found = re.findall(r'"hub/([a-z]+)"|HUB_DEVICE "/([a-z]+)"', code)
    return {one or other for one, other in found}


def backup_words():
    code = sources("firmware/hub/hub-nightly.c")
    found = set(re.findall(r'return "(\w+)"', body_of(code, "word_of")))
    return found | set(re.findall(r'->word = "(\w+)"', code)) - {"unknown", "off"}


def device_parts():
    code = sources("firmware/kiosk/kiosk-hub.c", "firmware/hall/hall-hub.c")
    found = re.findall(r'\[DEVICE_\w+\] = "(\w+)"|\{\.name = "(\w+)"\}', code)
    return {one or other for one, other in found}


def states():
    """Words before a fault, of the printer's status, and of the loudspeaker's."""
    code = sources("firmware/kiosk/*.c", "firmware/hall/*.c", "firmware/hub/hub-hall.c",
                   "firmware/queue/model.h", "drivers/printer-status.c",
                   "drivers/sound.c")  # fmt: skip
    found = set(re.findall(r'"([a-z_]+)",\s*FAULT_', code))
    found |= set(re.findall(r'"([a-z_]+)",\s*\w+(?: < 0)? \? FAULT_', code))
    for one, other in re.findall(r'\? "([a-z_]+)" : "([a-z_]+)",\s*[\w <]+\? FAULT_', code):
        found |= {one, other}
    found |= set(re.findall(r'\{!?status->\w+, "(\w+)"\}', code))
    found |= set(re.findall(r'\[SOUND_\w+\] = "(\w+)"', code))
    found |= set(re.findall(r'HALL_SOUND_OK \? "ok" : "(\w+)"', code))
    return found | set(re.findall(r'#define DEVICE_GONE "(\w+)"', code))


def no_printer():
    code = sources("drivers/printer-status.c")
    return set(re.findall(r'\{"(\w+)",\s*"', body_of(code, "printer_absent_text")))


def wanted_keys():
    hub = (hub_parts() - {"backup"}) | {f"backup_{word}" for word in backup_words() - {"ok"}}
    keys = {f"manager.device.{part}" for part in device_parts()}
    keys |= {f"manager.state.{state}" for state in states()}
    keys |= {f"manager.no_printer.{absent}" for absent in no_printer()}
    keys |= {f"manager_advice.hub.{word}" for word in hub}
    return keys | {f"manager_advice.hub.{word}_advice" for word in hub}


def test_each_fault_of_the_code_has_words():
    keys = wanted_keys()
    # What is looked for in the code is found there, or this test would prove nothing.
    for known in ("device.procedures", "device.sound", "state.no_display", "state.unlocked",
                  "state.not_in_site", "state.gone", "state.lost", "state.paper_out",
                  "state.no_voice", "state.no_catalogue", "state.offline", "state.not_kept",
                  "no_printer.garbled", "hub.database", "hub.pictures", "hub.storage",
                  "hub.backup_no_archive", "hub.backup_read_only", "hub.archive"):  # fmt: skip
        section = "manager_advice" if known.startswith("hub.") else "manager"
        assert f"{section}.{known}" in keys, f"{known} is not found in the code"
    for language, texts in STRINGS.items():
        assert sorted(keys - texts.keys()) == [], f"without words in {language}"


@pytest.mark.parametrize("language", STRINGS)
def test_no_fault_is_said_in_the_codes_own_words(language):
    well = {"clock": "ok", "storage": "ok", "disk": "ok", "backup": {"state": "ok"}}
    rows = [("kiosk-1/panel", state, "") for state in sorted(states() - {"ok", "off"})]
    rows += [("kiosk-1/printer", "offline", absent) for absent in sorted(no_printer())]
    plain = hub_parts() - {"storage", "disk", "clock", "backup"}
    rows += [(f"hub/{part}", "failed", "") for part in sorted(plain)]
    health = {"status": "trouble", "hub": well, "devices": [
        {"name": name, "state": state, "fault": "device", "note": note, "since": None}
        for name, state, note in rows
    ]}  # fmt: skip
    with answering(200, json.dumps(health).encode()) as address:
        done = doctor(address, "--json", "--language", language)
    assert done.returncode == 4
    faults = json.loads(done.stdout)["faults"]
    assert len(faults) == len(rows)
    texts = STRINGS[language]
    strange = texts["doctor.reports"].split("{")[0]
    for fault in faults:
        assert not fault["state"].startswith(strange), fault
        assert fault["advice"] and fault["state"] not in (None, ""), fault
        assert fault["note"] not in no_printer(), fault


# ---- board check ----


def board_check(*arguments):
    return run_program("layso", "board", "check", *arguments)


def test_a_board_is_checked_by_its_name_and_by_its_path():
    for word in ("sim", str(ROOT / "boards/sim.board")):
        done = board_check(word)
        assert done.returncode == 0 and "sim.board" in done.stdout, done
        assert done.stdout == board_check("--board", word).stdout
    assert board_check("sim", "--board", "sim").returncode == 2


def test_an_unknown_board_lists_the_known_ones():
    done = board_check("no-such")
    assert done.returncode == 2 and "Boards: " in done.stderr, done
    for board in (ROOT / "boards").glob("*.board"):
        assert f" {board.stem}" in done.stderr
    assert "Boards: " not in board_check("/no/such.board").stderr
