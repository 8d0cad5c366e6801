# SPDX-License-Identifier: Apache-2.0
"""The national evaluation's figures: a file is looked at, taken as a whole or not at all, replaced
and taken back, and stands beside the centre's own figures. What is missing is not 0."""

import csv
import io
import json
import re
import sqlite3
import threading

import pytest
from hubclient import Caller
from processes import run_program
from test_backup import restore
from test_backup import take as save
from test_catalogue import row
from test_catalogue import take as import_records
from test_complaints import COMPLAINTS
from test_figures import ARTICLE, as_role
from waiting import wait_for

PERIOD = {"period": "2025-Q3", "source": "Cổng Dịch vụ công quốc gia", "taken_day": "2025-10-02"}
HEADINGS = "Nhóm chỉ số;Chỉ số;Tử số;Mẫu số;Tỷ lệ (%);Điểm;Điểm tối đa;own"
ROWS = [
    "Dịch vụ trực tuyến;;;;;10,5;12;",
    ";Hồ sơ trực tuyến;1.832;1.881;97,6;10,5;12;online",
    "Tiến độ;;;;;;20;",
    ";Đúng hạn;1.843;1.844;99,94;;20;in_time",
    "Tổng cộng;;;;;29,5;32;",
]


def table(*rows):
    return "\r\n".join([HEADINGS, *(rows or ROWS)]) + "\r\n"


def wish(text=None, **more):
    return PERIOD | {"text": text or table()} | more


def look(hub, body):
    return hub.post("/evaluations/import", body)


def take(hub, body):
    return look(hub, body | {"digest": look(hub, body)["digest"]})


def periods(caller):
    return [e["period"] for e in caller.get("/evaluations")["evaluations"]]


def doubts_of(answer):
    return [d["doubt"] for row in answer["rows"] for d in row["doubts"]]


def own_of(answer):
    return [row["own"] for row in answer["rows"]]


def test_a_file_is_looked_at_taken_replaced_and_taken_back(testbed, hub):
    assert hub.get("/evaluations") == {"evaluations": []}
    assert hub.ask("GET", "/reports/evaluation").status == 404
    seq = hub.seq()
    seen = look(hub, wish())
    assert hub.seq() == seq and not periods(hub), "looking changed something"
    assert (seen["replaces"], seen["left_out"], seen["from"], seen["to"]) == (
        False, [], "2025-07-01", "2025-09-30")  # fmt: skip
    assert doubts_of(seen) == ["ratio_wrong", "ratio_truncated", "sum_incomplete"]
    assert seen["rows"][1]["doubts"][0]["computed"] == "97.40"
    assert seen["rows"][3]["points"] is None, "what is missing became a number"
    assert seen["points"] == {"sum": "10.5", "missing": 1}
    taken = look(hub, wish(digest=seen["digest"]))
    assert taken == {"period": "2025-Q3", "changed": True, "seq": seq + 1}
    # Twice is once.
    again = look(hub, wish(digest=seen["digest"]))
    assert again == {"period": "2025-Q3", "changed": False, "seq": 0} and hub.seq() == seq + 1
    (listed,) = hub.get("/evaluations")["evaluations"]
    assert (listed["rows"], listed["doubts"], listed["points"]) == (5, 3, "29.5")
    # Another file of the period is not the one that was looked at.
    better = table(*ROWS[:3], ";Đúng hạn;1.843;1.844;99,95;19;20;", ROWS[4])
    assert hub.ask("POST", "/evaluations/import", wish(better, digest=seen["digest"])).status == 412
    seen = look(hub, wish(better))
    assert seen["replaces"] and doubts_of(seen) == ["ratio_wrong"]
    # What somebody once put beside a row stays there, and is said.
    assert own_of(seen)[3] == "in_time" and seen["own_from_before"] == [3]
    chosen = [None, "online", None, "early", None]
    assert look(hub, wish(better, digest=seen["digest"], own=chosen))["changed"]
    assert own_of(hub.get("/reports/evaluation")) == chosen
    # A preview from before somebody else's import does not undo it.
    late = look(hub, wish())
    take(hub, wish(table(ROWS[0])))
    assert hub.ask("POST", "/evaluations/import", wish(digest=late["digest"])).status == 412
    # Periods stand by their end, a month before its quarter.
    for period in ("2025-08", "2025-09", "2024"):
        take(hub, wish(period=period))
    assert periods(hub) == ["2025-09", "2025-Q3", "2025-08", "2024"]
    testbed.restart_hub(kill=True)
    assert periods(hub) == ["2025-09", "2025-Q3", "2025-08", "2024"]
    removed = hub.call("DELETE", "/evaluations/2025-09")
    assert removed["changed"] and periods(hub) == ["2025-Q3", "2025-08", "2024"]
    assert hub.ask("DELETE", "/evaluations/2025-09").status == 404
    testbed.verify()


def test_it_stands_beside_the_centres_own_figures(hub):
    take(hub, wish(period="2025", text=table()))
    hub.post("/dossiers/import", {"entries": [ARTICLE]})
    answer = hub.get("/reports/evaluation?period=2025")
    (own,) = answer["rows"][1]["centre"]
    assert own == {"source": "import", "numerator": 1832, "denominator": 1881, "ratio": "97.40",
                   "from": ARTICLE["from"], "to": ARTICLE["to"]}  # fmt: skip
    assert answer["rows"][1]["centre_missing"] is None
    (own,) = answer["rows"][3]["centre"]
    assert (own["numerator"], own["denominator"], own["ratio"]) == (1843, 1844, "99.95")
    assert answer["rows"][0]["centre"] == [] and answer["partial"] == 0
    # A period that those days reach beyond has none.
    take(hub, wish())
    answer = hub.get("/reports/evaluation?period=2025-Q3")
    assert answer["rows"][1]["centre"] == [] and answer["partial"] == 1
    assert answer["rows"][1]["centre_missing"] == "not_recorded"
    for query in ("period=2025-Q4", "period=nonsense"):
        assert hub.ask("GET", f"/reports/evaluation?{query}").status in (400, 404)
    assert hub.ask("GET", "/reports/evaluation?from=2025-01-01").json["field"] == "period"
    assert hub.ask("GET", "/reports/days?period=2025").json["field"] == "period"


OWN = ("posted", "complete", "fresh", "free_online", "complaints_answered", "complaints_in_time",
       "satisfied", "waited", "found")  # fmt: skip


def recorded(hub, period):
    """What stands beside a row for each figure, "97.40 1832/1881 source", or why nothing does."""
    rows = [f";{name};;;;1;1;{name}" for name in OWN]
    take(hub, wish(table(*rows), period=period))
    answer = hub.get(f"/reports/evaluation?period={period}")
    said = {}
    for row in answer["rows"]:
        assert (row["centre"] == []) == (row["centre_missing"] is not None), row
        said[row["own"]] = row["centre_missing"]
        for one in row["centre"]:
            assert answer["from"] <= one["from"] <= one["to"] <= answer["to"], one
            said[row["own"]] = "{ratio} {numerator}/{denominator} {source}".format(**one)
    return said


def test_what_the_centre_has_recorded_itself_stands_beside_it(testbed, hub):
    month = hub.state()["time"][:7]
    nothing = dict.fromkeys(OWN, "not_recorded")
    assert recorded(hub, month) == nothing | {"satisfied": "nothing", "waited": "nothing"}
    assert recorded(hub, "2020") == nothing, "what was never counted is not 0"
    records = [row(n, fee="0 VNĐ" if n < 3 else "5000 VNĐ") for n in range(1, 5)]
    import_records(hub, records)
    site = hub.get("/site")["site"] | {"complaints": COMPLAINTS}
    hub.call("PUT", "/site", site)
    first, second = (hub.post("/complaints", {
        "subject": "waiting", "channel": "phone", "about": "Chờ lâu"})["complaint"]["id"]
        for _ in range(2))  # fmt: skip
    hub.post(f"/complaints/{first}/answer", {"outcome": "remedied", "note": "Đã mở thêm quầy"})
    hub.open(1)
    for score in (5, 4, 2):
        token = hub.issue("A")["token"]
        for move in ("call-next", "appear", "finish"):
            hub.counter(1, move)
        hub.post(f"/public/{token}/rate", {"score": score})
    wait_for(lambda: hub.get("/procedures/search?q=x&typing=true")["catalogue"], "its index")
    for question in ("m%E1%BA%ABu", "xylophon"):
        hub.get(f"/procedures/search?q={question}")
    said = recorded(hub, month)
    assert said.pop("posted") == "not_stated"
    assert said.pop("found").endswith(" searches")
    assert said == {
        "complete": "0.00 0/4 catalogue", "fresh": "100.00 4/4 catalogue",
        "free_online": "50.00 2/4 catalogue", "complaints_answered": "50.00 1/2 complaints",
        "complaints_in_time": "100.00 1/1 complaints", "satisfied": "66.67 2/3 tickets",
        "waited": "100.00 3/3 tickets",
    }  # fmt: skip
    codes = [f"1.{n:06}" for n in (1, 2, 3, 4, 9)]
    hub.call("PUT", "/site", site | {"catalogue": {"posted": 5, "posted_codes": codes}})
    assert recorded(hub, month)["posted"] == "80.00 4/5 catalogue"
    assert recorded(hub, month[:4])["satisfied"] == "66.67 2/3 tickets"
    # Of a period that ended before the catalogue's last change nothing is known of it.
    past = recorded(hub, "2025")
    assert [past[name] for name in OWN[:4]] == ["changed_since"] * 4
    assert past["satisfied"] == past["found"] == "not_recorded"
    text = hub.raw("GET", f"/api/v1/reports/evaluation.csv?period={month}&language=none").body
    (line,) = [line for line in text.decode().splitlines() if ",satisfied," in line]
    today = hub.state()["time"][:10]
    assert line.endswith(f",2,3,66.67,{today},{today},"), line


@pytest.mark.parametrize("language", ["vi", "en", "none"])
def test_the_table_is_for_office_programs_and_can_be_imported(hub, language):
    take(hub, wish(period="2025", text=table()))
    hub.post("/dossiers/import", {"entries": [ARTICLE]})
    answer = hub.raw("GET", f"/api/v1/reports/evaluation.csv?period=2025&language={language}")
    text = answer.body.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";" if language == "vi" else ","))
    assert [len(line) for line in lines] == [18] * 6
    mark = "," if language == "vi" else "."
    assert lines[2][2:7] == ["1832", "1881", f"97{mark}6", f"10{mark}5", "12"]
    assert (lines[2][7], lines[2][9]) == (f"97{mark}40", f"97{mark}40") and lines[4][5] == ""
    seen = look(hub, wish(period="2025", text=text))
    before = hub.get("/reports/evaluation?period=2025")["rows"]
    drop = {"centre", "centre_missing"}
    assert [{k: v for k, v in r.items() if k not in drop} for r in seen["rows"]] == [
        {k: v for k, v in r.items() if k not in drop} for r in before]  # fmt: skip


WRONG = [
    (wish(text=None, period=""), "no_period", 0),
    (wish(period="2025-13"), "period", 0),
    (wish(period="2099"), "future", 0),
    (wish(taken_day="2099-01-01"), "future", 0),
    (wish(source=""), "no_source", 0),
    (wish("một;hai\n"), "headings", 0),
    (wish(table(*ROWS[:2], ";Khác;1;x;;;;")), "whole", 4),
    (wish(table(*ROWS[:2], ";Khác;1;2;97,4x;;;")), "decimal", 4),
    (wish(table(*ROWS[:2], ";Khác;1;2;;1,234;;")), "unclear", 4),
    (wish(table(*ROWS[:2], ROWS[1])), "doubled", 4),
    (wish(table(*ROWS[:2], ";Khác;1;2;;;;speed")), "own", 4),
    (wish("{"), "json", 1),
]


@pytest.mark.parametrize("body, what, row", WRONG, ids=[w[1] for w in WRONG])
def test_what_is_wrong_is_named_and_nothing_is_taken(shared_hub, body, what, row):
    seq = shared_hub.seq()
    answer = shared_hub.ask("POST", "/evaluations/import", body)
    assert answer.status == 400 and answer.json["field"] == "text", answer.json
    assert [(f["what"], f["row"]) for f in answer.json["faults"]] == [(what, row)]
    assert answer.json["message"] == answer.json["faults"][0]["message"]
    assert shared_hub.seq() == seq and not periods(shared_hub)


def test_a_clock_that_is_not_known_refuses_no_file(testbed):
    """Where the board's clock is back in 2001, figures of a year ago are not still to come."""
    testbed.clock_trusted = False
    hub = testbed.start_hub()
    taken = take(hub, wish(period="2099", taken_day="2100-01-02"))
    assert taken["changed"] and periods(hub) == ["2099"]


def test_a_long_source_in_the_file_is_refused(shared_hub):
    text = "Nguồn;" + "ệ" * 501 + "\r\n" + table()
    answer = shared_hub.ask("POST", "/evaluations/import", wish(text) | {"source": ""})
    (fault,) = answer.json["faults"]
    assert (answer.status, fault["what"], fault["row"], fault["column"]) == (400, "long", 1, 2)


def test_wrong_bodies_are_refused(shared_hub):
    many = "\n".join(["name;points", *(f"{i} {'x' * 480};1" for i in range(199))])
    for more, field in (({"text": 1}, "text"), ({"text": None}, "text"), ({"speed": 1}, "speed"),
                        ({"own": "online"}, "own"), ({"own": ["online"]}, "own"),
                        ({"own": ["speed", *[None] * 4]}, "own"), ({"source": "a\u0007"}, "source"),
                        ({"period": 2025}, "period")):  # fmt: skip
        answer = shared_hub.ask("POST", "/evaluations/import", wish() | more)
        assert (answer.status, answer.json["field"]) == (400, field), more
    body = wish(many)
    body["digest"] = look(shared_hub, body)["digest"]
    answer = shared_hub.ask("POST", "/evaluations/import", body)
    assert answer.status == 413 and answer.json["size"] > answer.json["limit"] == 64 * 1024
    assert not periods(shared_hub)


def test_who_sees_figures_sees_them_and_the_site_has_none(testbed, hub):
    take(hub, wish())
    for role in ("viewer", "kiosk", "hall", "helper", "clerk"):
        caller = as_role(testbed, role)
        assert caller.ask("GET", "/evaluations").status == 403, role
        assert caller.ask("GET", "/reports/evaluation").status == 403, role
    for role in ("supervisor", "director", "admin"):
        caller = as_role(testbed, role)
        assert periods(caller) == ["2025-Q3"], role
        assert "evaluations" not in caller.get("/site")["site"]
    director = as_role(testbed, "director")
    assert director.ask("POST", "/evaluations/import", wish()).status == 403
    assert director.ask("DELETE", "/evaluations/2025-Q3").status == 403


def test_five_years_of_months_are_kept_and_the_limit_is_said(testbed, hub):
    rows = [";" + f"Chỉ số {i} " + "tỷ lệ hồ sơ " * 6 + ";1;2;50;1;2;" for i in range(40)]
    months = [f"{year}-{month:02}" for year in range(2014, 2024) for month in range(1, 13)]
    assert len(months) == 120
    for period in months:
        assert take(hub, wish(table(*rows), period=period))["changed"]
    assert periods(hub) == months[::-1]
    over = wish(period="2025-Q3")
    over["digest"] = look(hub, over)["digest"]
    answer = hub.ask("POST", "/evaluations/import", over)
    assert (answer.status, answer.json["error"]) == (409, "limit_reached"), answer.json
    assert "120 periods" in answer.json["message"]
    # One that is there is replaced, and a removed one makes room.
    assert take(hub, wish(period="2020-01"))["changed"]
    assert hub.call("DELETE", "/evaluations/2014-01")["changed"]
    assert look(hub, over)["changed"] and len(periods(hub)) == 120
    testbed.restart_hub(kill=True)
    assert periods(hub)[0] == "2025-Q3" and len(periods(hub)) == 120
    assert len(hub.get("/reports/evaluation?period=2020-01")["rows"]) == 5
    testbed.verify()


def test_what_is_kept_and_cannot_be_read_is_named(testbed, hub):
    """As a version that knows more figures may leave it."""
    take(hub, wish())
    testbed.hub.stop()
    with sqlite3.connect(testbed.data / "layso.db") as db:
        db.execute("UPDATE evaluation SET json = replace(json, '\"online\"', '\"speed\"')")
    db.close()
    for caller in testbed.callers:
        caller.close()
    testbed.hub.start()
    (listed,) = hub.get("/evaluations")["evaluations"]
    assert listed["period"] == "2025-Q3" and listed["rows"] == 0
    assert listed["unreadable"] == 'row 2 (own): "speed" is no figure of the centre'
    for query in ("", "?period=2025-Q3"):
        answer = hub.ask("GET", f"/reports/evaluation{query}")
        assert (answer.status, answer.json["error"]) == (500, "unreadable"), answer.json
        (fault,) = answer.json["faults"]
        assert (fault["row"], fault["what"], fault["cell"]) == (2, "own", "speed")
    # The file again mends it.
    assert take(hub, wish())["changed"]
    assert len(hub.get("/reports/evaluation")["rows"]) == 5


SPOILT = [
    ("UPDATE evaluation SET json = replace(json, '1832', '1834')", "not what their event says"),
    ("UPDATE evaluation SET json = '' WHERE seq IN (SELECT max(seq) FROM evaluation)",
     "not what their event says"),
    ("UPDATE evaluation SET period = '2024-Q3'", "not what their event says"),
    ("INSERT INTO evaluation SELECT 1, period, json FROM evaluation WHERE json <> '' LIMIT 1",
     "not what their event says"),
    ("DELETE FROM evaluation WHERE json = ''", "the evaluation's figures of an event are missing"),
]  # fmt: skip


def test_the_checker_compares_each_row_with_its_event(testbed, hub, tmp_path):
    take(hub, wish())
    hub.call("DELETE", "/evaluations/2025-Q3")
    take(hub, wish())
    assert testbed.check()["violations"] == 0
    for number, (sql, said) in enumerate(SPOILT):
        copy = tmp_path / f"{number}.db"
        with sqlite3.connect(testbed.data / "layso.db") as whole, sqlite3.connect(copy) as to:
            whole.backup(to)
            assert to.execute(sql).rowcount > 0, sql
        done = run_program("layso", "verify", str(copy))
        assert done.returncode == 1 and said in done.stderr, (sql, done.stderr)


def test_a_hub_that_is_killed_has_the_former_figures_or_the_new_ones(testbed, hub):
    """Whatever was answered before the power went is there; of the last one both is right."""
    take(hub, wish(table(*ROWS)))
    texts = [table(*ROWS[:4], f"Tổng cộng;;;;;{n};99;") for n in range(10, 60)]
    acknowledged = []

    def import_all():
        caller = Caller(hub.address)
        for text in texts:
            try:
                body = wish(text)
                seen = caller.ask("POST", "/evaluations/import", body)
                if seen.status != 200:
                    return
                done = caller.ask("POST", "/evaluations/import", body | {
                    "digest": seen.json["digest"]})  # fmt: skip
            except OSError:
                return
            if done.status == 200:
                acknowledged.append(text)

    thread = threading.Thread(target=import_all)
    thread.start()
    while len(acknowledged) < 5 and thread.is_alive():
        thread.join(0.01)
    testbed.restart_hub(kill=True)
    thread.join()
    assert len(acknowledged) >= 5
    answer = hub.get("/reports/evaluation")
    assert len(answer["rows"]) == 5
    n = len(acknowledged)
    assert answer["rows"][4]["points"] in (str(n + 9), str(n + 10))
    testbed.verify()


def test_a_backup_has_them(testbed, hub, tmp_path):
    take(hub, wish())
    kept = hub.get("/reports/evaluation")
    path = tmp_path / "backup.db"
    save(testbed, path)
    hub.call("DELETE", "/evaluations/2025-Q3")
    testbed.hub.stop()
    assert restore(testbed, path).returncode == 0
    for caller in testbed.callers:
        caller.close()
    testbed.hub.start()
    assert hub.get("/reports/evaluation") == kept
    testbed.verify()


def test_a_site_file_of_a_former_version_is_taken(testbed, hub, tmp_path):
    """It has the periods in it; what the hub does not take of them is named."""
    take(hub, wish(period="2025-08"))
    take(hub, wish(period="2024"))
    kept = {"source": "Cổng", "taken_day": "2025-10-02", "rows": [{"name": "a", "points": "1"}]}
    hub.call("DELETE", "/evaluations/2024")
    former = [kept | {"period": p} for p in ("2025-Q3", "2025-08", "2024", "soon")]
    file = tmp_path / "site.json"
    file.write_text(json.dumps(hub.get("/site")["site"] | {"evaluations": former}))
    for command in ("check", "try"):
        done = run_program("layso", "--hub", testbed.unix, "site", command, file)
        assert done.returncode == 0, done.stdout + done.stderr
    assert periods(hub) == ["2025-08"]
    done = run_program("layso", "--hub", testbed.unix, "site", "import", file)
    assert done.returncode == 0, done.stdout + done.stderr
    left_out = [line for line in done.stdout.splitlines() if "was left out" in line]
    assert [line[:7] for line in left_out] == ["Entry 3", "Entry 4"], done.stdout
    assert periods(hub) == ["2025-Q3", "2025-08"]
    answer = hub.get("/reports/evaluation?period=2025-08")
    assert answer["source"] == wish()["source"], "what the hub had itself was replaced"
    assert "evaluations" not in hub.get("/site")["site"]
    testbed.verify()


def test_the_command_line(testbed, hub, tmp_path):
    file = tmp_path / "q3.csv"
    file.write_bytes(table().encode("utf-16"))  # as Excel saves "Unicode Text"

    def layso(*words, status=0):
        done = run_program("layso", "--hub", testbed.unix, *words)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    beside = ("--period", "Q3/2025", "--source", "Cổng", "--taken-day", "2025-10-02")
    said = layso("evaluation", "import", file, *beside)
    assert "97.6 is stated, 1832/1881 is 97.40 %" in said and "Nothing was taken yet" in said
    assert not periods(hub)
    assert "Taken." in layso("evaluation", "import", file, *beside, "--take")
    assert "Was taken already." in layso("evaluation", "import", file, *beside, "--take")
    assert "2025-Q3" in layso("evaluation", "list")
    said = layso("evaluation", "show", "2025-Q3")
    assert "Hồ sơ trực tuyến" in said and "1 missing" in said
    assert said == layso("report", "evaluation", "--period", "2025-Q3")
    assert "97.6" in layso("report", "evaluation", "--csv", "--language", "none")
    # The group in each row, and no row of the group itself: it is shown once.
    flat = table("Tiến độ;Đúng hạn;1;2;50;;;", "Tiến độ;Sớm hạn;1;2;50;;;",
                 "Hài lòng;Mức;1;2;50;;;")  # fmt: skip
    file.write_text(flat, encoding="utf-8")
    said = layso("evaluation", "import", file, *beside)
    names = re.findall(r"^ *(\S+(?: \S+)?) +(?:-|\d)", said, re.M)
    assert names[-5:] == ["Tiến độ", "Đúng hạn", "Sớm hạn", "Hài lòng", "Mức"], said
    file.write_text(table(";x;1;2;3;4;5;6"), encoding="utf-8")
    said = layso("evaluation", "import", file, *beside, "--take", status=1)
    assert "row 2, column H (own)" in said and "Nothing was changed" in said
    layso("evaluation", "remove", "2025-Q3")
    layso("evaluation", "show", "2025-Q3", status=1)
    assert not periods(hub)
