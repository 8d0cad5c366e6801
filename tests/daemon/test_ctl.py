# SPDX-License-Identifier: Apache-2.0
"""The command line against a real hub: what a technician types, and what comes of it."""

import json
import stat
import subprocess
import threading

import pytest
from processes import DATADIR, program_environment, program_path, run_program
from waiting import SECONDS, wait_for

REFUSED, USAGE, AWAY = 1, 2, 3


@pytest.fixture
def layso(house):
    """Runs a command; it must end with the given status, without a fault of its own."""

    def run(*words, status=0, hub=None, **more):
        environment = program_environment(LAYSO_HUB=hub or house.unix, **more.pop("variables", {}))
        done = run_program("layso", *words, env=environment, **more)
        assert "Sanitizer" not in done.stderr and "runtime error" not in done.stderr, done.stderr
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    return run


@pytest.fixture
def layso_json(layso):
    return lambda *words: json.loads(layso("--json", *words).stdout)


def test_a_visitor_by_the_command_line_alone(hub, layso, layso_json):
    layso("counter", "1", "open", "--staff", "quay-1")
    ticket = layso_json("ticket", "issue", "A")
    assert (ticket["number"], ticket["state"]) == ("A001", "WAITING")
    assert "A001" in layso("counter", "1", "call-next").stdout
    layso("counter", "1", "recall")
    layso("counter", "1", "appear")
    layso("counter", "1", "hold", "--note", "chờ bản sao")
    layso("counter", "1", "resume", "a001")
    layso("counter", "1", "add-service", "B")
    layso("counter", "1", "transfer", "--service", "A")
    layso("counter", "1", "call", "A001")
    layso("counter", "1", "undo-call")
    layso("counter", "1", "call", str(ticket["id"]))
    layso("counter", "1", "appear")
    layso("counter", "1", "supplement", "--note", "thiếu giấy")
    layso("ticket", "return", "A001")
    layso("counter", "1", "pause")
    layso("counter", "1", "resume")
    layso("counter", "1", "call-next")
    layso("counter", "1", "appear")
    layso("counter", "1", "finish", "--outcome", "done", "--quantity", "2")
    layso("counter", "1", "undo-finish")
    layso("counter", "1", "finish")
    assert layso("counter", "1", "call-next").stdout == "nobody is waiting\n"
    layso("counter", "1", "close")
    assert hub.ticket(ticket["id"])["state"] == "FINISHED"
    assert hub.state()["counters"][0]["state"] == "OFF"


def test_one_who_does_not_come(hub, layso, layso_json):
    layso("counter", "1", "open", "--staff", "quay-1")
    identity = layso_json("ticket", "issue", "A", "--print", "--kiosk", "kiosk-1")["id"]
    layso("ticket", "paper", "A001", "FAILED", "--cause", "paper_out")
    layso("ticket", "reprint", "A001")
    for _ in range(2):
        layso("counter", "1", "call-next")
        layso("counter", "1", "absent")
    assert hub.ticket(identity)["state"] == "NO_SHOW"
    layso("ticket", "revive", "A001")
    assert "return" in layso("ticket", "list", "--state", "WAITING").stdout
    layso("ticket", "leave", "A001", "--note", "về trước")
    assert hub.ticket(identity)["note"] == "về trước"
    layso("ticket", "void", "A001", status=REFUSED)
    layso("ticket", "show", "A999", status=REFUSED)


def test_the_exit_status_tells_who_is_at_fault(hub, house, layso):
    assert "--help" in layso("ticket", status=USAGE).stderr
    refused = layso("ticket", "issue", "Z", status=REFUSED)
    assert "service" in refused.stderr and not refused.stdout
    assert json.loads(layso("--json", "ticket", "issue", "Z", status=REFUSED).stdout)["field"]
    away = layso("state", status=AWAY, hub=f"unix:{house.folder}/nobody.sock")
    assert "systemctl status layso-hubd" in away.stderr
    assert "--token-file" in layso("state", status=REFUSED, hub=house.http).stderr
    layso("state", status=USAGE, hub="nonsense")
    layso("--token-file", "/nowhere", "state", status=USAGE)


def test_a_token_opens_what_its_role_may(hub, house, layso):
    path = house.folder / "kiosk.token"
    layso("token", "new", "kiosk-7", "--role", "kiosk", "--save", str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    variables = {"LAYSO_TOKEN_FILE": str(path)}
    ticket = layso("--json", "ticket", "issue", "A", "--print", hub=house.http, variables=variables)
    assert json.loads(ticket.stdout)["kiosk"] == "kiosk-7"
    assert "kiosk-7" in layso("whoami", hub=house.http, variables=variables).stdout
    layso("token", "list", hub=house.http, variables=variables, status=REFUSED)
    assert "kiosk-7" in layso("token", "list").stdout
    layso("token", "remove", "kiosk-7")
    layso("state", hub=house.http, variables=variables, status=REFUSED)


def test_the_site_goes_out_and_comes_back(hub, house, layso):
    path = house.folder / "site.json"
    layso("site", "export", str(path))
    exported = path.read_text(encoding="utf-8")
    assert "Hộ tịch" in exported, "for people to edit: letters, not escapes"
    layso("site", "check", str(path))
    layso("site", "import", str(path))
    assert layso("site", "export").stdout == exported


def test_the_sample_is_a_site_to_begin_with(house, layso):
    house.start_hub(with_site=False)
    sample = layso("site", "sample").stdout
    assert sample == (DATADIR / "site-sample.json").read_text(encoding="utf-8")
    layso("site", "import", "--hours", "always", "-", stdin=None, input=sample)
    assert "Hộ tịch" in layso("state").stdout
    assert "Civil status" in layso("--language", "en", "state").stdout
    layso("ticket", "issue", "G")


def test_a_wrong_site_changes_nothing_and_names_each_fault(hub, house, layso):
    path = house.folder / "site.json"
    layso("site", "export", str(path))
    wrong = json.loads(path.read_text(encoding="utf-8"))
    wrong["services"][1]["series"] = "O"
    wrong["counters"][0]["number"] = 100
    del wrong["name"]["vi"]
    path.write_text(json.dumps(wrong), encoding="utf-8")
    before = hub.seq()
    for command in ("check", "import"):
        said = layso("site", command, str(path), status=REFUSED).stderr
        for fault in ("services[1].series: ", "counters[0].number: ", "name.vi: "):
            assert fault in said
    assert hub.seq() == before
    path.write_text("{", encoding="utf-8")
    assert "line 1" in layso("site", "import", str(path), status=USAGE).stderr


def test_figures_health_day_and_clock(hub, layso, layso_json):
    layso("ticket", "issue", "A")
    assert "total" in layso("report", "services").stdout
    assert layso("report", "days", "--csv").stdout.startswith("key,issued,")
    assert layso_json("report", "hours")["rows"]
    layso("health", "report", "printer", "paper_out", "--fault", "device", "--note", "hết giấy")
    assert "hết giấy" in layso("health").stdout
    layso("clock", "accept")
    layso("day", "close")
    assert "not open" in layso("state").stdout
    layso("ticket", "issue", "A", status=REFUSED)
    layso("day", "open")
    layso("ticket", "issue", "A")


def test_what_a_phone_sees(hub, layso, layso_json):
    token = layso_json("ticket", "issue", "A")["token"]
    assert "A001" in layso("ticket", "public", token).stdout
    layso("ticket", "public", "../state", status=REFUSED)


def test_events_are_followed_through_a_power_cut(hub, house):
    follower = subprocess.Popen(
        [program_path("layso"), "--json", "events", "--after", str(hub.seq())],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=program_environment(LAYSO_HUB=house.unix),
    )  # fmt: skip
    seen = []

    def read():
        for line in follower.stdout:
            seen.append(json.loads(line))

    def has(kind, count):
        return sum(event["event"] == kind for event in list(seen)) == count

    reader = threading.Thread(target=read)
    reader.start()
    try:
        hub.issue("A")
        wait_for(lambda: has("issue", 1), "the first ticket's event")
        house.restart_hub(kill=True)
        house.caller().issue("A")
        wait_for(lambda: has("issue", 2), "the event after the cut")
        numbers = [event["seq"] for event in seen]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), "none lost or twice"
    finally:
        follower.terminate()
        reader.join(SECONDS)
        said = follower.stderr.read()
        follower.wait(SECONDS)
        follower.stdout.close()
        follower.stderr.close()
    assert "Sanitizer" not in said


def test_events_end_after_a_count(hub, layso):
    hub.issue("A")
    lines = layso("events", "--after", "0", "--count", "2").stdout.splitlines()
    assert len(lines) == 2
    layso("events", "--after", "999999", "--count", "1", status=REFUSED)
