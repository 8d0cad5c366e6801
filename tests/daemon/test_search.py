# SPDX-License-Identifier: Apache-2.0
"""The search among the procedures: it follows an import, an undo and the centre's own words without
a restart, and shows nothing that has ended."""

import concurrent.futures
import json
import os
from urllib.parse import quote

import pytest
from processes import run_program
from test_catalogue import take
from waiting import wait_for

NAMES = ["Đăng ký khai sinh", "Đăng ký kết hôn", "Đăng ký khai tử", "Cấp giấy phép xây dựng"]


def rows(names, day="2026-11-01"):
    return [f"1.{n:06}\t{name}\tHộ tịch\t\t{day}" for n, name in enumerate(names, 1)]


def ask(caller, question, more=""):
    return caller.get(f"/procedures/search?q={quote(question)}{more}")


def names(answer):
    return [hit["name"] for hit in answer["hits"]]


def test_the_search_follows_the_catalogue_and_the_words(testbed, hub):
    assert ask(hub, "khai sinh") == {"catalogue": 0, "hits": [], "choices": []}
    _, taken = take(hub, rows(NAMES))
    wait_for(lambda: ask(hub, "x")["catalogue"] == taken["catalogue"], "the import is found")
    answer = ask(hub, "dang ki khai sinh", "&limit=1")
    assert names(answer) == ["Đăng ký khai sinh"] and not answer["choices"]
    assert answer["hits"][0]["why"] == {"in": "name", "text": "khai sinh"}
    assert ask(hub, "1.000002")["hits"][0]["why"]["in"] == "code"
    assert ask(hub, "bé mới đẻ")["hits"][0]["key"] == "1.000001", "the installed words"
    for choice in ask(hub, "đăng ký")["choices"]:
        assert choice["keys"]
    # The centre's own words, and what is wrong with some.
    site = hub.get("/site")["site"]
    assert NAMES[3] not in names(ask(hub, "cắm lều"))
    for wrong in ({"everyday": "", "official": "a"}, {"everyday": "a", "official": "a" * 201},
                  {"everyday": "a", "official": "b", "x": 1},
                  {"everyday": " ".join("a" * 17), "official": "b"}):  # fmt: skip
        site["catalogue"] = {"words": [wrong]}
        refused = hub.ask("PUT", "/site", site)
        assert refused.status == 400 and "catalogue.words[0]" in refused.json["field"], refused.json
    site["catalogue"] = {"words": [{"everyday": "cắm lều", "official": "giấy phép xây dựng"}]}
    hub.call("PUT", "/site", site)

    def found():
        hits = ask(hub, "cắm lều")["hits"]
        return bool(hits) and hits[0]["name"] == NAMES[3] and hits[0]["why"]["in"] == "words"

    wait_for(found, "the centre's words are used")
    # What is missing in a whole list has ended; an old one is never shown as valid.
    _, taken = take(hub, rows(NAMES[:3], day="2020-01-01"), whole=True)
    wait_for(lambda: ask(hub, "x")["catalogue"] == taken["catalogue"], "the second import")
    assert NAMES[3] not in names(ask(hub, "giấy phép xây dựng"))
    hits = ask(hub, "khai tử")["hits"]
    assert hits[0]["age"] == "expired" and not any(hit["valid"] for hit in hits)
    hub.post("/procedures/undo", {})
    wait_for(lambda: NAMES[3] in names(ask(hub, "giấy phép xây dựng")), "the undo")
    # After a restart the first question waits for the index. Everybody may ask.
    testbed.restart_hub(kill=True)
    anybody = testbed.caller(testbed.http)
    assert names(ask(anybody, "kết hôn"))[0] == "Đăng ký kết hôn"
    done = run_program("layso", "--hub", testbed.unix, "catalogue", "search", "kết hôn")
    assert done.returncode == 0, done
    (hit,) = [line for line in done.stdout.splitlines() if line.startswith("1.000002")]
    assert hit.split("  ")[:2] == ["1.000002", NAMES[1]] and "name: kết hôn" in hit, done.stdout
    done = run_program("layso", "--hub", testbed.unix, "catalogue", "search", "đăng ký")
    assert "asks back:" in done.stdout and "or" in done.stdout, done.stdout


def test_what_is_not_found_is_counted_and_nobody_is(testbed, hub):
    def misses():
        return {m["text"]: m["count"] for m in hub.get("/procedures/misses")["misses"]}

    file = testbed.data / "search-misses.json"
    ask(hub, "xylophon")  # among nothing is nothing to find
    _, taken = take(hub, rows(NAMES))
    wait_for(lambda: ask(hub, "khai sinh")["catalogue"] == taken["catalogue"], "the import")
    assert misses() == {} and not file.exists()
    anybody = testbed.caller(testbed.http)
    ask(anybody, "xylo", "&typing=true")
    for question in ("Xylophôn  ", "xylophon?", "khai sinh", "xyz 0912345678", "kkk@xyz.org"):
        ask(anybody, question)
    assert misses() == {"Xylophôn": 2}
    # All of these are searches, four without an answer, whatever their words.
    counted = testbed.data / "lookup-counts.json"
    wait_for(file.exists, "the file is written")
    ask(hub, "qqqq wwww")
    testbed.restart_hub()
    (month,) = json.loads(counted.read_text()).values()
    assert month == {"?": {"phone": {"searches": 5, "unanswered": 4},
                           "staff": {"searches": 2, "unanswered": 1}}}  # fmt: skip
    assert list(misses().items()) == [("Xylophôn", 2), ("qqqq wwww", 1)], "the most frequent first"
    # Words, a count and a month: nothing of who asked, and nothing in the database.
    assert file.stat().st_mode & 0o777 == 0o600
    assert [set(miss) for miss in json.loads(file.read_text())] == [{"month", "text", "count"}] * 2
    assert all("Xylophôn".encode() not in f.read_bytes() for f in testbed.data.glob("layso.db*"))
    done = run_program("layso", "--hub", testbed.unix, "catalogue", "misses")
    assert done.returncode == 0 and "Xylophôn" in done.stdout, done
    # A kill leaves the former file or the new one.
    ask(hub, "xylophon")
    testbed.restart_hub(kill=True)
    assert misses()["Xylophôn"] in (2, 3) and "begins anew" not in testbed.hub.log()
    # One that is damaged or too long begins anew.
    for content in (b'[{"month": "20', b" " * (8 * 1024 * 1024 + 1)):
        testbed.hub.stop()
        file.write_bytes(content)
        before = testbed.hub.log().count("begins anew")
        testbed.restart_hub()
        assert misses() == {} and testbed.hub.log().count("begins anew") == before + 1
    ask(hub, "xylophon")
    wait_for(lambda: "xylophon" in file.read_text(), "it is written anew")


def test_what_is_searched_at_a_device_is_counted_and_nobody_is(testbed, hub):
    take(hub, rows(NAMES))
    kiosk = testbed.with_token("kiosk")
    told = ({"found": True}, {"found": True, "q": "khai sinh"}, {"found": False, "q": "XE OM"},
            {"found": False, "q": "xe ôm"}, {"found": False}, {"found": False, "q": "0912345678"},
            {"found": False, "q": "LO THI HOA"})  # fmt: skip
    for one in told:
        assert kiosk.ask("POST", "/procedures/searched", {"place": "kiosk", **one}).status == 204
    for wrong in ({"found": True}, {"place": "kiosk"}, {"place": "roof", "found": True}):
        assert kiosk.ask("POST", "/procedures/searched", wrong).status == 400
    anybody = testbed.caller(testbed.http)
    body = {"place": "phone", "found": False, "q": "x"}
    assert anybody.ask("POST", "/procedures/searched", body).status == 401
    misses = hub.get("/procedures/misses")["misses"]
    assert [(one["text"], one["count"]) for one in misses] == [("XE OM", 2)]
    by_place = {row["key"]: row for row in hub.get("/reports/lookups")["rows"]
                if row["group"] == "place"}  # fmt: skip
    assert (by_place["kiosk"]["searches"], by_place["kiosk"]["unanswered"]) == (7, 5)
    assert by_place["phone"]["searches"] == 0
    testbed.restart_hub()
    for name in ("search-misses.json", "lookup-counts.json"):
        text = (testbed.data / name).read_text()
        assert "LO THI" not in text and "0912" not in text and "khai sinh" not in text
    # Too often: the device keeps it for the next minute.
    statuses = [kiosk.ask("POST", "/procedures/searched", {"place": "kiosk", "found": True}).status
                for _ in range(130)]  # fmt: skip
    assert statuses[0] == 204 and statuses[-1] == 429
    assert kiosk.ask("GET", "/procedures/search?q=khai").status == 200, "asking is never refused"


def test_lookups_are_counted_by_procedure_hour_and_place(testbed, hub):
    def lookups():
        found = hub.get("/procedures/lookups")["lookups"]
        return [(one["key"], one["place"], one["count"]) for one in found]

    file = testbed.data / "lookup-counts.json"
    take(hub, rows(NAMES))
    kiosk = testbed.with_token("kiosk")
    for key, place in (("1.000001", "kiosk"), ("1.000002", "staff"), ("1.000001", "kiosk")):
        assert kiosk.ask("POST", f"/procedures/{key}/looked-up", {"place": place}).status == 204
    assert kiosk.ask("POST", "/procedures/9.999999/looked-up", {"place": "kiosk"}).status == 404
    assert kiosk.ask("POST", "/procedures/1.000001/looked-up", {"place": "roof"}).status == 400
    counted = [("1.000001", "kiosk", 2), ("1.000002", "staff", 1)]
    assert lookups() == counted
    assert hub.get("/procedures/lookups?day=2001-01-01") == {"month": "2001-01", "lookups": []}
    wait_for(file.exists, "the first is written at once")
    testbed.restart_hub()
    assert lookups() == counted and file.stat().st_mode & 0o777 == 0o600
    done = run_program("layso", "--hub", testbed.unix, "catalogue", "lookups", "--format", "csv",
                       "--separator", "semicolon")  # fmt: skip
    first, *lines = done.stdout.splitlines()
    assert done.returncode == 0 and first == "\ufeffkey;place;hour;count", done
    assert [line.split(";")[::3] for line in lines] == [["1.000001", "2"], ["1.000002", "1"]]
    testbed.restart_hub(kill=True)
    assert lookups() == counted, "a kill loses nothing that was written"
    # By a code as people have it; a printed list; a procedure that has ended.
    code = "1.000001.000.00.00.H56"
    for body in ({"place": "kiosk"}, {"place": "kiosk", "printed": True}):
        kiosk.post(f"/procedures/{code}/looked-up", body)
    take(hub, rows(NAMES[:1]), whole=True)
    kiosk.post("/procedures/1.000002/looked-up", {"place": "staff"})
    assert lookups() == [("1.000001", "kiosk", 3), ("1.000002", "staff", 2)]
    testbed.restart_hub()
    (month,) = json.loads(file.read_text()).values()
    assert month["1.000001"]["kiosk"].pop("printed") == 1
    assert sum(month["1.000001"]["kiosk"].values()) == 3
    # A file of the first versions, and one that is damaged.
    testbed.hub.stop()
    file.write_text('{"2026-01":{"1.000001":{"kiosk":{"9":2}}}}')
    testbed.restart_hub()
    assert hub.get("/procedures/lookups?day=2026-01-31")["lookups"] == [
        {"key": "1.000001", "place": "kiosk", "hour": 9, "count": 2}]  # fmt: skip
    testbed.hub.stop()
    file.write_text('{"2026-01":{"1.0')
    testbed.restart_hub()
    assert lookups() == [] and "lookup-counts.json begins anew" in testbed.hub.log()
    # Nobody makes figures by telling it again and again.
    told = [kiosk.ask("POST", "/procedures/1.000001/looked-up", {"place": "kiosk"}).status
            for _ in range(130)]  # fmt: skip
    assert told[:100] == [204] * 100 and told[-1] == 429


@pytest.mark.parametrize("read", [True, False])
def test_a_start_does_not_wait_for_a_year_of_lookups(testbed, hub, read):
    """The file is a pipe here, which nobody has written into when the hub is ready. People are
    counted meanwhile; figures wait, and no file is written that lacks what was counted before."""
    take(hub, rows(NAMES))
    testbed.hub.stop()
    file = testbed.data / "lookup-counts.json"
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    testbed.hub.start()
    hub = testbed.caller()
    kiosk, director = testbed.with_token("kiosk"), testbed.with_token("director")
    for key in ("1.000001", "1.000001", "1.000002"):
        kiosk.post(f"/procedures/{key}/looked-up", {"place": "kiosk"})
    if not read:
        testbed.hub.kill()
        assert file.is_fifo(), "killed before it was read: it is as it was"
        return
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waits = [pool.submit(testbed.caller(testbed.unix).get, "/procedures/lookups"),
                 pool.submit(director.get, "/reports/lookups")]  # fmt: skip
        assert concurrent.futures.wait(waits, timeout=0.3).not_done == set(waits)
        month = hub.state()["day"][:7]
        file.write_text(json.dumps({month: {"1.000001": {"kiosk": {"9": 40}},
                                            "?": {"kiosk": {"searches": 5}}}}))  # fmt: skip
        found, report = (wait.result(timeout=20) for wait in waits)
    assert sum(one["count"] for one in found["lookups"]) == 43
    (total,) = [row for row in report["rows"] if row["group"] == "total"]
    assert (total["lookups"], total["searches"]) == (43, 5)
    wait_for(file.is_file, "what was counted meanwhile is written")
    testbed.restart_hub(kill=True)
    assert sum(one["count"] for one in hub.get("/procedures/lookups")["lookups"]) == 43


def test_a_clock_that_is_not_known_makes_no_figures(testbed):
    """The wrong month would take the place of a right one; what staff look into is kept."""
    testbed.clock_trusted = False
    hub = testbed.start_hub()
    _, taken = take(hub, rows(NAMES))
    wait_for(lambda: ask(hub, "x", "&typing=true")["catalogue"] == taken["catalogue"], "import")
    kiosk = testbed.with_token("kiosk")

    def tell():
        kiosk.post("/procedures/1.000001/looked-up", {"place": "kiosk"})
        kiosk.post("/procedures/1.000001/looked-up", {"place": "kiosk", "printed": True})
        kiosk.post("/procedures/1.000002/wrong", {"place": "kiosk"})

    tell()
    ask(kiosk, "xylophon")
    kiosk.post("/procedures/searched", {"place": "kiosk", "found": False, "q": "XE OM"})
    month = hub.state()["day"][:7]
    report = hub.get("/reports/lookups?from=1970-01-01&to=1970-01-31")
    assert report["months_counted"] == hub.get("/reports/lookups")["months_counted"] == 0
    assert [(one["month"], one["count"]) for one in hub.get("/procedures/wrong")["wrong"]] == [
        (month, 1)]  # fmt: skip
    missed = sorted(one["text"] for one in hub.get("/procedures/misses")["misses"])
    assert missed == ["XE OM", "xylophon"]
    hub.post("/clock", {"day": "2027-03-04", "time": "08:05"})
    tell()
    total = hub.get("/reports/lookups?from=2027-03-01&to=2027-03-31")["rows"][0]
    assert (total["lookups"], total["printed"], total["searches"]) == (1, 1, 0)


def test_a_report_of_the_last_month_of_all_ends(shared_hub):
    report = shared_hub.get("/reports/lookups?from=9999-12-01&to=9999-12-31")
    assert (report["months"], report["months_counted"]) == (1, 0)


def test_what_visitors_say_is_wrong_is_counted_until_somebody_looks(testbed, hub):
    def wrong():
        return [(one["key"], one["name"], one["count"])
                for one in hub.get("/procedures/wrong")["wrong"]]  # fmt: skip

    file = testbed.data / "wrong-reports.json"
    take(hub, rows(NAMES))
    kiosk, clerk = testbed.with_token("kiosk"), testbed.with_token("clerk")
    assert wrong() == [] and not file.exists()
    for key in ("1.000001", "1.000002.000.00.00.H56", "1.000002"):
        kiosk.post(f"/procedures/{key}/wrong", {"place": "kiosk"})
    for key, body, status in (("9.999999", {"place": "kiosk"}, 404), ("1.000001", {}, 400),
                              ("1.000001", {"place": "staff"}, 400)):  # fmt: skip
        assert kiosk.ask("POST", f"/procedures/{key}/wrong", body).status == status
    told = [("1.000002", NAMES[1], 2), ("1.000001", NAMES[0], 1)]
    assert wrong() == told
    wait_for(file.exists, "the first is written at once")
    testbed.restart_hub()
    assert wrong() == told and file.stat().st_mode & 0o777 == 0o600
    kept = json.loads(file.read_text())["wrong"]
    assert [set(one) for one in kept] == [{"key", "month", "count", "since"}] * 2
    seen_now = next(one["until"] for one in hub.get("/procedures/wrong")["wrong"]
                    if one["key"] == "1.000002")  # fmt: skip
    testbed.restart_hub(kill=True)
    assert wrong() == told
    # One is said while somebody looks; another's procedure goes meanwhile.
    kiosk.post("/procedures/1.000002/wrong", {"place": "phone"})
    hub.post("/procedures/undo", {})
    assert wrong() == [("1.000002", None, 3), ("1.000001", None, 1)]
    seen = "/procedures/1.000002/wrong/seen"
    assert clerk.ask("POST", seen, {"until": seen_now}).status == 403
    assert hub.ask("POST", seen, {"until": 0}).status == 400
    for _ in range(2):  # the second takes nothing more away
        done = run_program("layso", "--hub", testbed.unix, "catalogue", "wrong-seen", "1.000002",
                           str(seen_now))  # fmt: skip
        assert done.returncode == 0, done
    assert sorted(wrong()) == [("1.000001", None, 1), ("1.000002", None, 1)]
    done = run_program("layso", "--hub", testbed.unix, "catalogue", "wrong")
    assert done.returncode == 0 and "1.000001" in done.stdout, done
    for _ in range(2):
        hub.post(seen, {"until": seen_now + 1})
    assert wrong() == [("1.000001", None, 1)]
    # Too often; damaged.
    take(hub, rows(NAMES))
    told = [kiosk.ask("POST", "/procedures/1.000001/wrong", {"place": "kiosk"}).status
            for _ in range(25)]  # fmt: skip
    assert told == [204] * 25 and ("1.000001", NAMES[0], 4) in wrong(), "noted, three times an hour"
    testbed.hub.stop()
    file.write_bytes(b'[{"key"')
    testbed.restart_hub()
    assert wrong() == [] and "wrong-reports.json begins anew" in testbed.hub.log()


def test_figures_of_lookups_are_a_report(testbed, hub):
    def find(report, group):
        return {row["key"]: row for row in report["rows"] if row["group"] == group}

    file = testbed.data / "lookup-counts.json"
    _, taken = take(hub, rows(NAMES))
    wait_for(lambda: ask(hub, "x", "&typing=true")["catalogue"] == taken["catalogue"], "import")
    testbed.hub.stop()
    file.write_text('{"2026-01":{"1.000001":{"kiosk":{"9":7}},"9.000009":{"kiosk":{"8":1}}}}')
    testbed.restart_hub()
    kiosk, director = testbed.with_token("kiosk"), testbed.with_token("director")
    kiosk.post("/procedures/1.000002/looked-up", {"place": "kiosk"})
    kiosk.post("/procedures/1.000002/looked-up", {"place": "kiosk", "printed": True})
    ask(kiosk, "xylophon")
    for _ in range(2):
        ask(kiosk, "khai sinh")
    # The present month, whichever day of it; the one before it is not known.
    report = director.get("/reports/lookups")
    assert (report["months"], report["months_counted"], report["months_with_searches"]) == (1, 1, 1)
    (total,) = find(report, "total").values()
    assert total == {"group": "total", "key": "", "name": "", "lookups": 1, "printed": 1,
                     "searches": 3, "unanswered": 1, "unanswered_percent": 33.33}  # fmt: skip
    assert find(report, "place")["kiosk"]["printed"] == 1
    assert find(report, "place")["phone"]["lookups"] == 0
    assert sum(row["lookups"] for row in find(report, "hour").values()) == 1
    assert find(report, "procedure")["1.000002"]["name"] == NAMES[1]
    report = director.get("/reports/lookups?from=2026-01-15&to=2026-02-15")
    assert report["months_counted"] == 1 and report["months_with_searches"] == 0
    months = find(report, "month")
    assert [months[m]["lookups"] for m in ("2026-01", "2026-02")] == [8, None], "not 0"
    assert months["2026-01"]["searches"] is None
    assert [(row["key"], row["name"]) for row in find(report, "procedure").values()] == [
        ("1.000001", NAMES[0]), ("9.000009", "")]  # fmt: skip
    assert kiosk.ask("GET", "/reports/lookups").status == 403
    path = "/api/v1/reports/lookups.csv?from=2026-01-01&to=2026-02-28&language=vi"
    lines = director.raw("GET", path).body.decode().splitlines()
    assert lines[0].startswith("\ufeffNhóm;Mã;Tên;Lượt xem thủ tục;") and len(lines) == 1 + 32
    assert lines[1] == "Tất cả;;;8;;;;" and lines[3] == "Theo tháng;2026-02;;;;;;"
    assert f"Theo thủ tục;1.000001;{NAMES[0]};7;;;;" in lines
    done = run_program("layso", "--hub", testbed.unix, "report", "lookups", "--from", "2026-01-01",
                       "--to", "2026-01-31")  # fmt: skip
    assert done.returncode == 0 and NAMES[0] in done.stdout, done
    testbed.restart_hub(kill=True)
    assert director.get("/reports/lookups")["rows"][0]["lookups"] in (0, 1)
