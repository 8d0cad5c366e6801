# SPDX-License-Identifier: Apache-2.0
"""The command line against a real hub: each command, what it prints and how it ends."""

import json
import stat
import subprocess
import threading

import pytest
from processes import program_environment, program_path, run_program
from sitedata import SITE, site
from waiting import wait_for


@pytest.fixture
def layso(testbed, hub):
    """Runs a command line and wants this exit status; its output."""

    def run(line, status=0, **environment):
        words = line.split() if isinstance(line, str) else line
        done = run_program("layso", *words, env=program_environment(LAYSO_HUB=testbed.unix,
                                                                    **environment))  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == status, f"layso {line}: {done.returncode}\n{said}"
        assert done.stderr or status == 0, f"layso {line} does not say what is wrong"
        return done.stdout if status == 0 else done.stderr

    return run


def test_a_visitor_by_commands_alone(layso, hub):
    assert "A001" in layso("ticket issue A")
    assert "A002" in layso("ticket issue A --lane priority --reason elderly --language en")
    assert layso("ticket list --state WAITING").count("A00") == 2
    layso("counter 1 open --staff quay-1 --services A,B")
    assert "A002" in layso("counter 1 call-next"), "priority first"
    layso("counter 1 recall")
    layso("counter 1 undo-call")
    assert "A001" in layso("counter 1 call A001")
    layso("counter 1 appear")
    layso("counter 1 add-service B")
    layso("counter 1 hold --note photo")
    assert "A001" in layso("counter 1")
    assert "A001" in layso("counter 1 resume A001")
    layso(["counter", "1", "transfer", "--service", "C", "--note", "cần bản đồ"])
    assert hub.ticket(1)["note"] == "cần bản đồ"
    assert "A002" in layso("counter 1 call-next")
    layso("counter 1 appear")
    layso("counter 1 supplement --note giấy")
    layso("ticket return A002")
    assert hub.ticket(2)["lane"] == "return"
    layso("counter 1 call-next")
    layso("counter 1 appear")
    layso("counter 1 finish --outcome done --quantity 2")
    layso("counter 1 undo-finish")
    layso("counter 1 finish")
    layso("counter 1 pause --note nghỉ")
    assert "PAUSED" in layso("counter").upper()
    layso("counter 1 resume")
    layso("ticket issue B")
    layso("counter 1 call-next")
    layso("counter 1 absent")
    layso("counter 1 call-next")
    layso("counter 1 absent")
    assert hub.ticket(3)["state"] == "NO_SHOW"
    layso("ticket revive B001")
    layso("ticket leave B001 --note bận")
    layso("ticket issue B --print --kiosk kiosk-1")
    layso("ticket paper B002 FAILED --cause paper_out")
    layso("ticket reprint B002")
    assert hub.ticket(4)["prints"] == 2
    layso("ticket void B002")
    assert "VOID" in layso("ticket show B002").upper()
    layso("counter 1 close --hand-over")
    states = [t["state"] for t in hub.get("/tickets")["tickets"]]
    assert states == ["WAITING", "FINISHED", "LEFT", "VOID"]
    ticket = hub.issue("A")
    assert ticket["number"] in layso(f"ticket public {ticket['token']}")


def test_nobody_waits(layso):
    layso("counter 1 open --staff quay-1")
    assert layso("counter 1 call-next").strip(), "it says so, and that is no error"


def test_the_state_in_words_and_in_json(layso, hub):
    hub.issue("A")
    words = layso("state")
    assert "A001" in words and "Hộ tịch" in words
    assert "Civil status" in layso("state --language en")
    assert json.loads(layso("state --json"))["seq"] == hub.seq()


def test_the_same_press_is_the_same_ticket(layso, hub):
    for _ in range(2):
        assert "A001" in layso("ticket issue A --press-id p-1")
    assert len(hub.get("/tickets")["tickets"]) == 1


def test_tokens(layso, testbed, hub, tmp_path):
    saved = tmp_path / "token"
    layso(f"token new quay-1 --role clerk --save {saved}")
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    secret = saved.read_text().strip()
    assert secret not in layso("token list") and "quay-1" in layso("token list")
    assert "quay-1" in layso(f"--hub {testbed.http} --token-file {saved} whoami")
    layso(f"counter 2 open --hub {testbed.http}", LAYSO_TOKEN_FILE=str(saved))
    assert hub.state()["counters"][1]["staff"] == "quay-1"
    layso("token remove quay-1")
    assert "quay-1" not in layso("token list")
    layso(f"--hub {testbed.http} --token-file {saved} state", 1)


def test_day_and_clock(layso, hub):
    hub.issue("A")
    layso("day close")
    assert not hub.state()["day_open"]
    layso("day open")
    assert hub.state()["day_open"]
    layso("clock accept")


def test_a_day_closed_by_mistake(layso, hub):
    hub.issue("A")
    day = hub.state()["day"]
    assert "day reopen" not in layso("state")
    layso("day close")
    assert f"layso day reopen {day}" in layso("state") and "1 tickets go on" in layso("state")
    layso("day reopen 2001-01-01", 1)
    layso(f"day reopen {day}")
    assert "day reopen" not in layso("state")
    layso(f"day reopen {day}", 1)


def test_health(layso, hub):
    layso(["health", "report", "printer", "paper_out", "--fault", "device", "--note", "hết giấy"])
    assert "paper_out" in layso("health")
    assert any(d["state"] == "paper_out" for d in hub.get("/health")["devices"])


@pytest.mark.parametrize("name", ["days", "services", "counters", "hours", "lanes"])
def test_reports(layso, hub, name):
    hub.issue("A")
    assert layso(f"report {name}").strip()
    csv = layso(f"report {name} --csv").splitlines()
    assert len(csv) >= 2 and csv[-1].startswith("Cộng;"), csv
    assert len({line.count(";") for line in csv}) == 1


def test_events(layso, hub):
    hub.issue("A")
    lines = layso("events --after 0 --count 4").splitlines()
    assert len(lines) == 4 and "issue" in lines[3] and "A001" in lines[3]


def test_events_as_they_happen(layso, testbed, hub):
    following = subprocess.Popen(
        [program_path("layso"), "--hub", testbed.unix, "events", "--count", "1"],
        stdout=subprocess.PIPE, text=True, env=program_environment(),
    )  # fmt: skip
    seen = []
    reader = threading.Thread(target=lambda: seen.append(following.communicate()[0]))
    reader.start()
    # It follows from now on: whenever it has begun, the next ticket is the one it tells of.
    wait_for(lambda: hub.issue("A") and (reader.join(0.2) or seen), "one event was printed")
    assert "issue" in seen[0] and following.returncode == 0


def test_what_was_exported_is_what_was_imported(layso, hub, tmp_path):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    layso(f"site export {first}")
    assert json.loads(first.read_text()) == SITE
    layso(f"site import {first}")
    layso(f"site export {second}")
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(layso("site export")) == SITE


def test_the_sample_can_be_imported(layso, hub, tmp_path):
    sample = tmp_path / "sample.json"
    sample.write_text(layso("site sample"))
    layso(f"site check {sample}")
    layso(f"site import {sample} --hours always")
    assert all(s["opening"] == "open" for s in hub.state()["services"])


@pytest.mark.parametrize("command", ["check", "try", "import"])
def test_an_address_that_phones_do_not_reach_is_said(testbed, hub, tmp_path, command):
    path = tmp_path / "site.json"
    for url, said in (("http://localhost:8080", True), (SITE["public_url"], False)):
        path.write_text(json.dumps(site(public_url=url)))
        done = run_program("layso", "--hub", testbed.unix, "site", command, str(path))
        assert done.returncode == 0 and ("localhost" in done.stderr) == said, done


def test_a_wrong_site_is_refused_with_the_path_of_each_fault(layso, hub, tmp_path):
    wrong = site(timezone="Asia/Nowhere")
    wrong["services"][1]["series"] = "A"
    wrong["counters"][0]["services"] = ["A", "Z"]
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(wrong))
    before = hub.get("/site")
    for command in ("check", "import"):
        told = layso(f"site {command} {path}", 1)
        for fault in ("timezone", "services[1].series", "counters[0].services[1]"):
            assert fault in told, told
    assert hub.get("/site") == before
    path.write_text("{")
    assert "wrong.json" in layso(f"site import {path}", 2)
    assert "nowhere.json" in layso("site import /nowhere.json", 2)


def test_files_as_an_office_saves_them(layso, hub, tmp_path):
    """With a byte order mark, as UTF-16, and with a NUL that loses no row."""
    path = tmp_path / "site.json"
    for encoding in ("utf-8-sig", "utf-16"):
        path.write_text(json.dumps(SITE, ensure_ascii=False), encoding=encoding)
        layso(f"site check {path}")
        layso(f"site import {path}")
        assert json.loads(layso("site export")) == SITE
    marked = b"\xef\xbb\xbf" + json.dumps(SITE).encode()
    kind = {"Content-Type": "application/json"}
    assert hub.raw("PUT", "/api/v1/site", marked, kind).status == 200
    table = "Từ ngày\tĐến ngày\tLĩnh vực\tĐã tiếp nhận\r\n13/4/2025\t14/4/2025\tA\t1.234\r\n"
    counts = tmp_path / "counts.txt"
    counts.write_text(table, encoding="utf-16")
    layso(f"dossier import {counts}")
    counts.write_bytes(b"from,to,received\n2025-05-01,2025-05-01,1\n2025-05-02,2025-05-02,2\0\n"
                       b"2025-05-03,2025-05-03,3\xff\n")  # fmt: skip
    told = layso(f"dossier import {counts}", 1)
    assert "row 3, column C (received)" in told and "row 4, column C" in told, told
    (entry,) = hub.get("/dossiers?from=2025-04-01&to=2025-06-01")["entries"]
    assert (entry["from"], entry["service"], entry["received"]) == ("2025-04-13", "A", 1234)


def test_how_it_ends(layso, testbed, hub):
    assert "Z" in layso("ticket issue Z", 1)
    assert "A999" in layso("ticket show A999", 1)
    layso("counter 1 finish", 1)
    for wrong in ("ticket issue", "ticket fly A001", "fly", "counter x open", "ticket issue A B",
                  "counter 1 finish --quantity many", "state --colour"):  # fmt: skip
        layso(wrong, 2)
    layso("--hub unix:/nowhere.sock state", 3)
    layso("--hub http://127.0.0.1:1 state", 3)
    hub.close()
    testbed.hub.stop()
    layso("state", 3)
    testbed.hub.start()


def test_who_names_what_is_not_there_is_told_what_there_is(layso, hub):
    layso("health report panel ok")
    layso("token new keypad-1 --role clerk")
    for line, known in (
        ("counter 99", "Counters: 1 2 3"),
        ("counter 99 call-next", "Counters: 1 2 3"),
        ("counter 1 open --staff nobody --services A", "Staff: quay-1 quay-2"),
        ("ticket issue ZZ", "Services: A B C"),
        ("staff show nobody", "Staff: quay-1 quay-2"),
        ("device remove kiosk-9", "Devices: "),
        ("token remove nothing", "Tokens: keypad-1"),
    ):
        said = layso(line, 1)
        assert known in said and "hub/" not in said, f"{line}: {said}"
    assert " generic " in layso("printer test --address 127.0.0.1:1 --model nothing", 2)


def test_help_needs_no_hub():
    for line in ("--help", "--version", "help", "help ticket issue", "ticket issue --help"):
        done = run_program("layso", *line.split())
        assert done.returncode == 0 and done.stdout and not done.stderr, line
