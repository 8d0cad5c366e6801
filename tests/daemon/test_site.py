# SPDX-License-Identifier: Apache-2.0
"""The site data: refused as a whole with the path of each fault, otherwise in force at once."""

import json
import sqlite3

import pytest
from processes import ROOT
from sitedata import SITE, site
from waiting import wait_for


def put(hub, data):
    return hub.ask("PUT", "/site", data)


def test_what_was_put_is_what_is_got(hub):
    made = site(notices=[{"vi": "Ngày mai nghỉ", "en": "Closed tomorrow"}])
    seq = put(hub, made).json["seq"]
    got = hub.get("/site")
    assert got["seq"] == seq == hub.state()["site_seq"]
    assert got["site"] == made


def change(path, value):
    """The test site with one thing changed; value ... takes it away."""
    made = json.loads(json.dumps(SITE))
    at = made
    for part in path[:-1]:
        at = at[part]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return made


FAULTS = {
    "name": (["name"], ..., "name"),
    "first-language": (["services", 0, "name"], {"en": "x"}, "services[0].name.vi"),
    "unknown-language": (["name", "fr"], "Centre", "name.fr"),
    "time": (["hours"], {"mon": [["7:30", "11:30"]]}, "hours.mon[0]"),
    "times-backwards": (["hours"], {"mon": [["11:30", "07:30"]]}, "hours.mon[0]"),
    "spans-overlap": (["hours"], {"tue": [["07:00", "09:00"], ["08:00", "10:00"]]}, "hours.tue[1]"),
    "weekday": (["hours"], {"monday": []}, "hours.monday"),
    "zone": (["timezone"], "Asia/Nowhere", "timezone"),
    "series": (["services", 1, "series"], "b", "services[1].series"),
    "series-twice": (["services", 1, "series"], "A", "services[1].series"),
    "id-twice": (["services", 1, "id"], "A", "services[1].id"),
    "service-of-a-counter": (["counters", 0, "services"], ["Z"], "counters[0].services[0]"),
    "counter-twice": (["counters", 1, "number"], 1, "counters[1].number"),
    "counter-100": (["counters", 1, "number"], 100, "counters[1].number"),
    "staff-twice": (["staff", 1, "id"], "quay-1", "staff[1].id"),
    "rule": (["rules", "priority_in_a_row"], 0, "rules.priority_in_a_row"),
    "rule-of-a-type": (["rules", "age_limit_s"], "1h", "rules.age_limit_s"),
    "unknown-rule": (["rules", "speed"], 1, "rules.speed"),
    "unknown-key": (["colour"], "red", "colour"),
    "closed-day": (["closed_days"], [{"day": "2027-02-30"}], "closed_days[0].day"),
    "limit": (["services", 0, "daily_limit"], -1, "services[0].daily_limit"),
    "text-too-long": (["services", 0, "name", "vi"], "x" * 501, "services[0].name.vi"),
    "control-character": (["services", 0, "name", "vi"], "a\u0007", "services[0].name.vi"),
    "format": (["format"], "layso-site/2", "format"),
    "digits": (["number_digits"], 9, "number_digits"),
    "url": (["public_url"], "ftp://x", "public_url"),
    "day-end": (["day_end"], "25:00", "day_end"),
    "day-end-first": (["day_end"], "12:00", "day_end"),
    "name-blank": (["services", 0, "name", "vi"], " \u00a0", "services[0].name.vi"),
    "name-in-lines": (["counters", 0, "name", "vi"], "Quầy\n1", "counters[0].name.vi"),
    "person-blank": (["staff", 0, "name"], " ", "staff[0].name"),
    "url-query": (["public_url"], "http://layso.local/?a=1", "public_url"),
    "url-fragment": (["public_url"], "http://layso.local/#a", "public_url"),
    "service-twice": (["counters", 0, "services"], ["A", "B", "A"], "counters[0].services[2]"),
    "reason-twice": (["priority_reasons"], 2 * [{"id": "a", "name": {"vi": "a"}}],
                     "priority_reasons[1].id"),
    "outcome-twice": (["outcomes"], 2 * [{"id": "a", "name": {"vi": "a"}}], "outcomes[1].id"),
    "closed-twice": (["closed_days"], 2 * [{"day": "2027-01-01"}], "closed_days[1].day"),
    "language-twice": (["languages"], ["vi", "en", "vi"], "languages[2]"),
    "kiosk-service-twice": (["kiosks"], [{"name": "k", "services": ["A", "A"]}],
                            "kiosks[0].services[1]"),
    "kiosk-name": (["kiosks"], [{"services": ["A"]}], "kiosks[0].name"),
    "kiosk-twice": (["kiosks"], [{"name": "k"}, {"name": "k"}], "kiosks[1].name"),
    "kiosk-service": (["kiosks"], [{"name": "k", "services": ["Z"]}], "kiosks[0].services[0]"),
    "kiosk-none": (["kiosks"], [{"name": "k", "services": []}], "kiosks[0].services"),
    "kiosk-button": (["kiosks"], [{"name": "k", "buttons": {"x": "Z"}}], "kiosks[0].buttons.x"),
    "kiosk-key": (["kiosks"], [{"name": "k", "wiring": 1}], "kiosks[0].wiring"),
    "text": (["texts", "slip_advice"], "Xin chào", "texts.slip_advice"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_by_its_path(shared_hub, fault):
    place, value, path = fault
    before = shared_hub.get("/site")
    answer = put(shared_hub, change(place, value))
    assert (answer.status, answer.json["error"]) == (400, "bad_site"), answer
    paths = [f["path"] for f in answer.json["faults"]]
    assert path in paths, answer.json
    assert answer.json["field"] == paths[0]
    assert all(f["message"] for f in answer.json["faults"])
    assert shared_hub.get("/site") == before, "refused as a whole"


def test_every_fault_is_named_at_once(hub):
    made = change(["timezone"], "Asia/Nowhere")
    made["services"][2]["series"] = "A"
    made["counters"][0]["services"] = ["A", "Z"]
    paths = [f["path"] for f in put(hub, made).json["faults"]]
    assert {"timezone", "services[2].series", "counters[0].services[1]"} <= set(paths)


def test_the_sample_site_is_a_good_site(hub):
    sample = json.loads((ROOT / "firmware/queue/site-sample.json").read_text(encoding="utf-8"))
    assert put(hub, sample).status == 200
    assert {"vi", "en"} <= set(sample["languages"])


def test_a_new_rule_is_in_force_at_once(hub):
    hub.open(1)
    for _ in range(2):
        hub.issue("A", lane="priority", reason="elderly")
        hub.issue("A")
    put(hub, site(rules={"priority_in_a_row": 1}))
    lanes = []
    for _ in range(4):
        lanes.append(hub.call_next(1)["lane"])
        hub.counter(1, "appear")
        hub.counter(1, "finish")
    assert lanes == ["priority", "regular", "priority", "regular"]


def test_who_waits_for_a_service_that_is_withdrawn_is_still_served(hub):
    hub.open(1)
    ticket = hub.issue("B")
    made = site()
    next(s for s in made["services"] if s["id"] == "B")["active"] = False
    assert put(hub, made).status == 200
    assert hub.ask("POST", "/tickets", {"service": "B"}).status == 404
    assert hub.call_next(1)["id"] == ticket["id"]


def test_the_site_survives_a_restart(testbed, hub):
    before = hub.get("/site")
    testbed.restart_hub(kill=True)
    assert hub.get("/site") == before


def test_a_site_of_an_earlier_version_keeps_no_hub_from_starting(testbed, hub):
    """It had taken names and entries that are refused today."""
    hub.open(1)
    testbed.hub.stop()
    with sqlite3.connect(testbed.data / "layso.db") as base:
        triggers = base.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'"
        ).fetchall()
        for name, _ in triggers:
            base.execute(f"DROP TRIGGER {name}")
        for column in ("site SET json", "event SET private"):
            value = column.rsplit(" ", 1)[1]
            for now, before in (("Hộ tịch", " "), ('"services":["A","B"', '"services":["B","B"')):
                base.execute(f"UPDATE {column} = replace({value}, ?, ?)", (now, before))
        for _, sql in triggers:
            base.execute(sql)
    base.close()
    for caller in testbed.callers:
        caller.close()
    testbed.hub.start()
    stored = hub.get("/site")["site"]
    assert stored["services"][0]["name"]["vi"] == " "
    paths = {fault["path"] for fault in put(hub, stored).json["faults"]}
    assert paths == {"services[0].name.vi", "counters[0].services[1]", "counters[1].services[1]"}
    assert hub.ask("PUT", "/notices", {"notices": [{"vi": "Mất điện"}]}).status == 200
    blank = hub.ask("PUT", "/notices", {"notices": [{"vi": " "}]})
    assert [fault["path"] for fault in blank.json["faults"]] == ["notices[0].vi"]
    assert hub.issue("A")["number"] == "A001" and hub.call_next(1)["number"] == "A001"
    testbed.verify()


def test_a_change_of_the_site_is_an_event(hub):
    with hub.stream() as stream:
        put(hub, site(number_digits=4))
        assert stream.next().kind == "site"
    assert hub.issue("A")["number"] == "A0001"


def put_from(hub, data, seq):
    tag = {"If-Match": f'"{seq}"', "Content-Type": "application/json"}
    return hub.raw("PUT", "/api/v1/site", json.dumps(data), tag)


def test_of_two_who_edit_the_second_is_told(hub):
    got = hub.raw("GET", "/api/v1/site")
    seq = got.json["seq"]
    assert got.headers["ETag"] == f'"{seq}"'
    first = put_from(hub, site(number_digits=4), seq)
    assert first.status == 200 and first.headers["ETag"] == f'"{first.json["seq"]}"'
    second = put_from(hub, site(number_digits=2), seq)
    assert (second.status, second.json["error"]) == (412, "changed")
    assert hub.get("/site")["site"]["number_digits"] == 4
    assert put_from(hub, site(number_digits=2), first.json["seq"]).status == 200


@pytest.mark.parametrize("tag", ["17", '""', '"x"', '"-1"', "W/\"1\""])
def test_an_if_match_that_is_none_is_refused(hub, tag):
    headers = {"If-Match": tag, "Content-Type": "application/json"}
    answer = hub.raw("PUT", "/api/v1/site", json.dumps(SITE), headers)
    assert (answer.status, answer.json["field"]) == (400, "If-Match")


def test_a_check_says_what_a_put_would_and_changes_nothing(hub):
    before = hub.get("/site")
    assert hub.ask("POST", "/site/check", site(number_digits=4)).status == 200
    wrong = hub.ask("POST", "/site/check", change(["timezone"], "Asia/Nowhere"))
    assert (wrong.status, wrong.json["faults"][0]["path"]) == (400, "timezone")
    hub.open(3)
    used = site()
    used["counters"] = [c for c in used["counters"] if c["number"] != 3]
    answer = hub.ask("POST", "/site/check", used)
    assert (answer.status, answer.json["error"]) == (409, "busy")
    assert hub.get("/site") == before and hub.state()["site_seq"] == before["seq"]


def test_an_address_that_phones_do_not_reach_is_taken_with_a_warning(hub):
    cases = {"http://localhost:8080": "this_machine", "http://mayso.local": "local_name",
             "http://192.168.1.5:8080": "port"}  # fmt: skip
    for url, word in cases.items():
        for method, path in (("POST", "/site/check"), ("PUT", "/site")):
            answer = hub.ask(method, path, site(public_url=url))
            assert answer.status == 200, answer
            assert answer.json["warnings"] == [{"path": "public_url", "warning": word}]
    answer = hub.ask("PUT", "/site", site(public_url="http://localhost:8080"))

    def told():
        return [d for d in hub.get("/health")["devices"] if d["name"] == "hub/address"]

    device = wait_for(told, "health says it")[0]
    assert (device["state"], device["fault"]) == ("this_machine", "device")
    assert hub.ask("PUT", "/site", SITE).json["warnings"] == []
    wait_for(lambda: told()[0]["state"] == "ok", "and that it is well again")


def test_people_name_devices(hub):
    hub.post("/health", {"name": "printer", "state": "paper_out"})
    name = {"vi": "Máy ở cửa chính", "en": "At the main door"}
    owner = hub.get("/health")["devices"][-1]["name"].split("/")[0]
    assert all(d["label"] is None for d in hub.get("/health")["devices"])
    hub.call("PUT", "/site", site(devices=[{"id": owner, "name": name}]))
    labels = {d["name"]: d["label"] for d in hub.get("/health")["devices"]}
    assert labels[f"{owner}/printer"] == name


def test_the_notices_are_changed_alone(hub):
    before = hub.get("/site")["site"]
    notices = [{"vi": "Mất điện từ 14 giờ", "en": "Power is off from 2 pm"}]
    hub.call("PUT", "/notices", {"notices": notices})
    after = hub.get("/site")["site"]
    assert after == before | {"notices": notices}
    wrong = hub.ask("PUT", "/notices", {"notices": [{"fr": "x"}]})
    assert (wrong.status, wrong.json["faults"][0]["path"]) == (400, "notices[0].fr")
    for body in ({}, {"notices": "x"}, {"notices": [], "name": {}}):
        answer = hub.raw("PUT", "/api/v1/notices", json.dumps(body),
                         {"Content-Type": "application/json"})  # fmt: skip
        assert (answer.status, answer.json["field"]) == (400, "notices")
    assert hub.get("/site")["site"] == after
