# SPDX-License-Identifier: Apache-2.0
"""The search among the procedures: it follows an import, an undo and the centre's own words without
a restart, and shows nothing that has ended."""

import json
from urllib.parse import quote

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
    assert done.returncode == 0 and "1.000002" in done.stdout, done


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
    wait_for(file.exists, "the file is written")
    ask(hub, "qqqq wwww")
    testbed.restart_hub()
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
