# SPDX-License-Identifier: Apache-2.0
"""Complaints and suggestions: entered, answered, corrected, and what the figures say of them."""

import csv
import datetime
import http.client
import io
import json
import random
import sqlite3
import threading
import time
import uuid

import pytest
from hubclient import Caller
from processes import program_environment, run_program
from sitedata import site, today
from waiting import SECONDS

COMPLAINTS = {
    "subjects": [
        {"id": "waiting", "name": {"vi": "Thời gian chờ", "en": "Waiting"}, "service": "A"},
        {"id": "conduct", "name": {"vi": "Thái độ phục vụ", "en": "Conduct"}, "service": "B"},
    ],
    "days": 5,
    "count": "calendar",
    "official": {"link": "https://pakn.example.vn/", "words": {"vi": "Cổng phản ánh", "en": "P"}},
}
AWAY = (OSError, http.client.HTTPException)


def day(offset=0):
    return str(today() + datetime.timedelta(offset))


@pytest.fixture
def centre(hub):
    hub.call("PUT", "/site", site(complaints=COMPLAINTS))
    return hub


def entry(**changes):
    return {"subject": "waiting", "channel": "phone", "about": "Chờ hai giờ ở quầy 3", **changes}


def enter(hub, **changes):
    return hub.post("/complaints", entry(**changes))["complaint"]


def as_role(testbed, role, name=None):
    caller = Caller(testbed.unix, name=name or f"a-{role}", role=role)
    testbed.callers.append(caller)  # a restart closes its connection
    return caller


def test_from_entry_to_answer(testbed, centre):
    clerk = as_role(testbed, "clerk")
    made = clerk.ask("POST", "/complaints", entry())
    assert made.status == 201
    one = made.json["complaint"]
    assert one["id"] == made.json["seq"]
    assert (one["state"], one["day"], one["due"]) == ("open", day(), day(5))
    assert (one["overdue"], one["in_time"], one["entered_by"]) == (False, None, "a-clerk")
    answer = {"outcome": "remedied", "note": "Đã mở thêm một quầy"}
    one = clerk.post(f"/complaints/{one['id']}/answer", answer)["complaint"]
    assert (one["state"], one["answered"], one["answered_by"]) == ("answered", day(), "a-clerk")
    assert (one["in_time"], one["outcome"], one["note"]) == (True, "remedied", answer["note"])
    again = clerk.ask("POST", f"/complaints/{one['id']}/answer", answer)
    assert (again.status, again.json["error"]) == (409, "not_allowed")
    shown = clerk.get(f"/complaints/{one['id']}")
    assert shown["complaint"] == one
    assert [v["action"] for v in shown["history"]] == ["enter", "answer"]
    assert [v["by"] for v in shown["history"]] == ["a-clerk", "a-clerk"]
    testbed.restart_hub(kill=True)
    assert clerk.get(f"/complaints/{one['id']}") == shown
    assert testbed.check()["violations"] == 0


def test_who_may_correct_and_what_stays(testbed, centre):
    clerk, other = as_role(testbed, "clerk"), as_role(testbed, "clerk", "b-clerk")
    supervisor = as_role(testbed, "supervisor")
    path = f"/complaints/{enter(clerk)['id']}"
    change = {"subject": "conduct", "day": day(-7)}
    assert other.ask("POST", path + "/correct", change).json["error"] == "not_yours"
    one = clerk.post(path + "/correct", change)["complaint"]
    assert (one["subject"], one["due"], one["overdue"]) == ("conduct", day(-2), True)
    assert one["about"] == entry()["about"]
    other.post(path + "/answer", {"outcome": "explained"})
    for move in ("reopen", "withdraw"):
        assert clerk.ask("POST", f"{path}/{move}", {}).status == 403
    one = supervisor.post(path + "/correct", {"outcome": "unfounded"})["complaint"]
    assert (one["outcome"], one["answered_by"], one["in_time"]) == ("unfounded", "b-clerk", False)
    assert supervisor.post(path + "/reopen")["complaint"]["outcome"] is None
    supervisor.post(path + "/withdraw", {"note": "Nhập hai lần"})
    told = clerk.ask("POST", path + "/answer", {"outcome": "explained"})
    assert told.status == 409 and "withdrawn" in told.json["message"]
    history = clerk.get(path)["history"]
    assert [(v["action"], v["subject"]) for v in history] == [
        ("enter", "waiting"), ("correct", "conduct"), ("answer", "conduct"),
        ("correct", "conduct"), ("reopen", "conduct"), ("withdraw", "conduct"),
    ]  # fmt: skip
    assert testbed.check()["violations"] == 0


WRONG = [
    ({"about": ""}, 400, "bad_field", "about"),
    ({"about": "x" * 301}, 400, "bad_field", "about"),
    ({"about": "Gọi lại số 0912345678"}, 400, "personal_data", "about"),
    ({"about": "Gọi lại số 0912 345 678"}, 400, "personal_data", "about"),
    ({"about": "thư của a@b.vn"}, 400, "personal_data", "about"),
    ({"subject": "weather"}, 404, "not_found", "subject"),
    ({"channel": "pigeon"}, 400, "bad_field", "channel"),
    ({"day": "2026-02-30"}, 400, "bad_field", "day"),
    ({"day": "2199-01-01"}, 400, "bad_field", "day"),
    ({"name": "An"}, 400, "bad_field", "name"),
]


@pytest.mark.parametrize("change, status, error, field", WRONG)
def test_what_is_wrong_is_named_and_not_kept(centre, change, status, error, field):
    seq = centre.seq()
    told = centre.ask("POST", "/complaints", entry(**change))
    assert (told.status, told.json["error"], told.json["field"]) == (status, error, field)
    assert centre.seq() == seq and centre.get("/complaints")["complaints"] == []


def test_a_text_of_the_greatest_length_is_kept_whole(testbed, centre):
    text = "ệ" * 300  # three bytes each
    one = enter(centre, about=text)
    assert centre.get(f"/complaints/{one['id']}")["complaint"]["about"] == text
    assert testbed.check()["violations"] == 0


def test_a_centre_that_takes_none(hub):
    told = hub.ask("POST", "/complaints", entry())
    assert (told.status, told.json["field"]) == (404, "subject")
    assert hub.get("/complaints")["complaints"] == []
    assert hub.get("/reports/complaints")["recorded_from"] is None
    assert hub.ask("GET", "/complaints/1").status == 404
    assert hub.ask("GET", "/complaints/x").status == 404


def test_the_list(centre):
    late = enter(centre, day=day(-10))["id"]
    new = enter(centre, subject="conduct")["id"]
    done = enter(centre, day=day(-1))["id"]
    centre.post(f"/complaints/{done}/answer", {"outcome": "explained"})

    def ids(query=""):
        return [one["id"] for one in centre.get(f"/complaints{query}")["complaints"]]

    assert ids() == [done, new, late]  # the newest first, open ones by their last day
    assert ids("?state=open") == [late, new] and ids("?overdue=true") == [late]
    later = enter(centre, day=day(-2))["id"]
    assert ids("?state=open") == [late, later, new]
    centre.post(f"/complaints/{later}/withdraw")
    assert ids("?subject=conduct") == [new] and ids(f"?from={day(-1)}&to={day(-1)}") == [done]
    page = centre.get("/complaints?limit=2")
    assert (page["open"], page["overdue"], page["today"]) == (2, 1, day())
    assert [one["id"] for one in page["complaints"]] == [later, done]
    last = centre.get("/complaints?state=open&limit=1")
    for _ in range(2):  # what comes meanwhile shifts nothing
        enter(centre, day=day(-20))
    assert ids(f"?limit=2&after={page['next']}") == [new, late]
    assert ids(f"?state=open&after={last['next']}") == [new]
    assert centre.get(f"/complaints?limit=2&after={page['next']}")["next"] is None
    told = centre.ask("GET", "/complaints?after=1")
    assert (told.status, told.json["field"]) == (400, "after")
    assert centre.ask("GET", f"/complaints?from={day()}&to={day(-1)}").status == 400


def test_a_key_works_once_also_after_a_kill(testbed, centre):
    body = entry(idempotency_key="once-1")
    first = centre.ask("POST", "/complaints", body)
    path = f"/complaints/{first.json['complaint']['id']}/answer"
    answer = {"outcome": "explained", "idempotency_key": "once-2"}
    answered = centre.post(path, answer)
    for kill in (True, False):
        testbed.restart_hub(kill)
        again = centre.ask("POST", "/complaints", body)
        assert (again.status, again.json["complaint"]) == (201, answered["complaint"])
        assert centre.post(path, answer) == answered
    other = centre.ask("POST", "/complaints", entry(idempotency_key="once-1", subject="conduct"))
    assert (other.status, other.json["field"]) == (409, "idempotency_key")
    assert len(centre.get("/complaints")["complaints"]) == 1


def test_what_was_acknowledged_survives_kills(testbed, centre):
    """Clerks enter and answer while the hub is killed; each asks again until it is answered."""
    stop = threading.Event()
    acknowledged, faults = {}, []

    def insist(caller, path, body):
        end = time.monotonic() + SECONDS
        while True:
            try:
                return caller.ask("POST", path, body)
            except AWAY:
                if time.monotonic() > end:
                    raise
                time.sleep(0.005)

    def work():
        caller = Caller(testbed.unix)
        try:
            while not stop.is_set():
                body = entry(idempotency_key=str(uuid.uuid4()))
                one = insist(caller, "/complaints", body).json["complaint"]
                acknowledged[one["id"]] = "open"
                answer = {"outcome": "explained", "idempotency_key": str(uuid.uuid4())}
                told = insist(caller, f"/complaints/{one['id']}/answer", answer)
                assert told.json["complaint"]["id"] == one["id"], told
                acknowledged[one["id"]] = "answered"
        except Exception as fault:  # pylint: disable=broad-except
            faults.append(fault)
        finally:
            caller.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(8):
        before = len(acknowledged)
        end = time.monotonic() + SECONDS
        while len(acknowledged) < before + 2 and not faults and time.monotonic() < end:
            time.sleep(random.uniform(0.001, 0.05))
        testbed.restart_hub(kill=True)
    stop.set()
    for thread in threads:
        thread.join()
    assert not faults, faults
    listed = centre.get("/complaints")["complaints"]
    assert {one["id"]: one["state"] for one in listed} == acknowledged
    assert testbed.check()["violations"] == 0


def test_figures(testbed, centre):
    assert all(row["received"] is None for row in centre.get("/reports/complaints")["rows"])
    answered = enter(centre, day=day(-30), channel="post")["id"]
    centre.post(f"/complaints/{answered}/answer", {"outcome": "explained"})
    enter(centre, day=day(-20))
    enter(centre, subject="conduct")
    gone = enter(centre)["id"]
    centre.post(f"/complaints/{gone}/withdraw")
    query = f"?from={day(-40)}&to={day()}"
    told = centre.get("/reports/complaints" + query)
    assert (told["agrees"], told["withdrawn"], told["undated"]) == (True, 1, 0)
    assert (told["recorded_from"], told["today"]) == (day(-30), day())
    rows = {(row["group"], row["key"]): row for row in told["rows"]}
    total = rows["total", ""]
    assert [total[name] for name in ("received", "answered", "in_time", "late")] == [3, 1, 0, 1]
    assert [total[name] for name in ("open", "overdue", "not_due")] == [2, 1, 1]
    assert rows["subject", "waiting"]["received"] == 2
    assert rows["subject", "waiting"]["name"] == "Thời gian chờ"
    assert rows["channel", "post"]["late"] == 1
    assert sum(row["received"] for key, row in rows.items() if key[0] == "month") == 3
    before = centre.get(f"/reports/complaints?from={day(-90)}&to={day(-60)}")
    assert before["recorded_from"] is None and before["rows"][0]["received"] is None
    text = centre.raw("GET", "/api/v1/reports/complaints.csv" + query).body.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert table[0][:4] == ["Nhóm", "Mã", "Tên", "Tiếp nhận"]
    assert table[1][3:] == ["3", "1", "0", "1", "0", "2", "1", "1", "0"]
    assert ["Theo cách tiếp nhận", "Điện thoại", "", "2"] in [row[:4] for row in table]
    plain = centre.raw("GET", f"/api/v1/reports/complaints.csv{query}&language=none").body
    assert plain.decode("utf-8-sig").startswith("complaints_group,complaints_key,name,")
    clerk = as_role(testbed, "clerk")
    assert clerk.ask("GET", "/reports/complaints").status == 403
    assert as_role(testbed, "director").get("/reports/complaints" + query) == told


def test_on_the_command_line(testbed, centre):
    def layso(*words, fails=False):
        done = run_program("layso", "--hub", testbed.unix, *words, env=program_environment())
        assert (done.returncode != 0) == fails, done
        return done.stdout + done.stderr

    layso("complaint", "add", "waiting", "phone", "Chờ hai giờ")
    (one,) = centre.get("/complaints")["complaints"]
    assert "Chờ hai giờ" in layso("complaint", "list", "--state", "open")
    told = layso("complaint", "add", "waiting", "phone", "số 0912345678", fails=True)
    assert "about" in told
    layso("complaint", "correct", str(one["id"]), "--channel", "box")
    layso("complaint", "answer", str(one["id"]), "explained", "--note", "Đã giải thích")
    shown = json.loads(layso("--json", "complaint", "show", str(one["id"])))
    assert (shown["complaint"]["channel"], shown["complaint"]["outcome"]) == ("box", "explained")
    assert len(shown["history"]) == 3
    lines = layso("complaint", "show", str(one["id"])).splitlines()
    assert "    outcome          explained" in lines, "a line for each member"
    assert [line[2:10] for line in lines if "action:" in line] == ["history ", " " * 8, " " * 8]
    assert "total" in layso("report", "complaints")
    layso("complaint", "reopen", str(one["id"]))
    layso("complaint", "withdraw", str(one["id"]), "--note", "nhập nhầm")
    assert centre.get("/complaints?state=withdrawn")["complaints"][0]["note"] == "nhập nhầm"


def test_the_pages_for_phones_name_the_official_channel(centre):
    for language, name in (("vi", "Cổng phản ánh"), ("en", "P")):
        page = centre.raw("GET", f"/tra-cuu?lang={language}").body.decode()
        assert f'href="https://pakn.example.vn/">{name}</a>' in page
    centre.call("PUT", "/site", site())
    assert "pakn" not in centre.raw("GET", "/tra-cuu").body.decode()


def test_a_backup_brings_them_back(testbed, centre):
    one = enter(centre)
    centre.post(f"/complaints/{one['id']}/answer", {"outcome": "explained"})
    before = centre.get(f"/complaints/{one['id']}")
    path = testbed.folder / "backup.db"
    done = run_program("layso", "--hub", testbed.unix, "backup", str(path))
    assert done.returncode == 0, done
    enter(centre, subject="conduct")
    testbed.hub.stop()
    done = testbed.hubd("--restore", str(path))
    assert done.returncode == 0, done
    testbed.hub.start()
    centre.close()
    assert [c["id"] for c in centre.get("/complaints")["complaints"]] == [one["id"]]
    assert centre.get(f"/complaints/{one['id']}") == before
    testbed.verify()


BROKEN = [
    ("UPDATE complaint SET about = 'khác' WHERE action = 'answer'", "not what its event says"),
    ("UPDATE complaint SET outcome = '' WHERE action = 'answer'", "not what its event says"),
    ("DELETE FROM complaint WHERE action = 'answer'", "complaint of an event is missing"),
]


def test_both_checkers_find_what_is_broken(testbed, centre):
    one = enter(centre)
    centre.post(f"/complaints/{one['id']}/answer", {"outcome": "explained"})
    testbed.hub.stop()
    path = testbed.data / "layso.db"
    for sql, words in BROKEN:
        kept = path.read_bytes()
        with sqlite3.connect(path) as base:
            base.execute(sql)
        base.close()
        told = run_program("layso", "verify", str(testbed.data))
        assert told.returncode == 1 and words in told.stderr, told
        told = testbed.hubd("--verify")
        assert told.returncode != 0 and "complaint" in told.stdout + told.stderr, told
        path.write_bytes(kept)
