# SPDX-License-Identifier: Apache-2.0
"""Ratings, the portal's disruptions, counts of dossiers, and the figures made of them."""

import csv
import io

import pytest
from hubclient import Caller
from test_staff import make_old


def serve(hub, counter=1, service="A", **finish):
    """A whole visit; its ticket."""
    ticket = hub.issue(service)
    hub.counter(counter, "call", ticket=ticket["id"])
    hub.counter(counter, "appear")
    hub.counter(counter, "finish", **finish)
    return ticket


def as_role(testbed, role):
    return Caller(testbed.unix, name=f"a-{role}", role=role)


def report(hub, name, **query):
    rows = hub.get(f"/reports/{name}" + query_of(query))["rows"]
    return {row["key"]: row for row in rows}


def query_of(query):
    return "?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""


def test_a_phone_rates_once_and_after_the_finish(hub):
    hub.open(1)
    ticket = hub.issue("A")
    path = f"/public/{ticket['token']}"
    assert hub.ask("POST", path + "/rate", {"score": 5}).status == 409
    hub.counter(1, "call-next")
    hub.counter(1, "appear")
    assert hub.get(path)["rating"] == "closed"
    hub.counter(1, "finish")
    assert hub.get(path)["rating"] == "open"
    for wrong in (0, 6, "5", None):
        assert hub.ask("POST", path + "/rate", {"score": wrong}).status == 400
    assert hub.ask("POST", path + "/rate", {"score": 4}).json == {"rated": True}
    # Neither another score nor the same: nobody can find out which one was given.
    for score in (4, 5):
        assert hub.ask("POST", path + "/rate", {"score": score}).status == 409
    assert hub.get(path)["rating"] == "done"
    wrong = path[:-1] + ("a" if path[-1] != "a" else "b")
    assert hub.ask("POST", wrong + "/rate", {"score": 4}).status == 404


def test_a_panel_rates_the_last_finished_until_the_next_is_served(testbed, hub):
    kiosk = as_role(testbed, "kiosk")
    hub.open(1)
    path = "/counters/1/rate"
    assert kiosk.ask("POST", path, {"score": 3}).status == 409
    first = serve(hub)
    state = {c["number"]: c for c in hub.state()["counters"]}
    assert state[1]["rateable"]["ticket"] == first["id"]
    assert kiosk.ask("POST", path, {"score": 3, "ticket": first["id"] + 1}).status == 409
    once = {"score": 3, "idempotency_key": "p1"}
    assert kiosk.ask("POST", path, once).status == 200
    assert kiosk.ask("POST", path, once).status == 200, "said again"
    assert kiosk.ask("POST", path, {"score": 3}).status == 409
    second = serve(hub)
    hub.issue("A")
    hub.counter(1, "call-next")
    assert kiosk.ask("POST", path, {"score": 1, "ticket": second["id"]}).status == 200
    hub.counter(1, "appear")
    assert kiosk.ask("POST", path, {"score": 1}).status == 409
    assert as_role(testbed, "supervisor").ask("POST", path, {"score": 5}).status == 403


def test_a_score_is_in_no_event_and_of_no_person(testbed, hub):
    hub.open(1)
    ticket = serve(hub)
    with hub.stream() as stream:
        hub.post(f"/public/{ticket['token']}/rate", {"score": 2})
        event = stream.until("rate")[-1]
    assert set(event.data) == {"at", "ticket", "counter", "number", "waiting"}
    assert "rating" not in hub.ticket(ticket["id"])
    director = as_role(testbed, "director")
    for name in ("staff", "counters"):
        assert not [k for k in director.get(f"/reports/{name}")["rows"][0] if "rat" in k]
    row = report(hub, "ratings")["A"]
    assert (row["served"], row["rated"], row["not_rated"], row["rated_2"]) == (1, 1, 0, 1)
    assert row["rating_mean"] == 2


def test_figures_of_a_small_day(testbed, hub):
    hub.open(1)
    serve(hub)
    serve(hub, service="B")
    left = hub.issue("A")
    hub.at_ticket(left["id"], "leave")
    hub.issue("A")
    hub.counter(1, "pause")
    hub.counter(1, "resume")
    day = report(hub, "days")["total"]
    assert (day["issued"], day["served"], day["left"], day["open"]) == (4, 2, 1, 1)
    assert day["within_percent"] == 100 and day["called"] == 2
    assert (day["sessions"], day["pauses"]) == (1, 1)
    assert report(hub, "days", service="B")["total"]["issued"] == 1
    assert set(report(hub, "services")) == {"A", "B", "total"}
    for name in ("weeks", "months", "hours", "lanes", "counters"):
        assert report(hub, name)["total"]["issued"] == 4, name
    assert report(hub, "pauses")["01"]["pauses"] == 1
    assert list(report(hub, "slips")) == ["total"]
    staff = as_role(testbed, "director").get("/reports/staff")["rows"]
    assert [row["served"] for row in staff] == [2, 2]
    for role in ("supervisor", "admin"):
        assert as_role(testbed, role).ask("GET", "/reports/staff").status == 403


def test_columns_are_chosen_by_name(hub):
    hub.open(1)
    serve(hub)
    ask = "/api/v1/reports/services.csv?language=none&columns="
    text = hub.raw("GET", ask + "wait_median_s,issued").body.decode("utf-8-sig")
    assert text.splitlines()[:2] == ["key,name,issued,wait_median_s", "A,Hộ tịch,1,0"]
    names = hub.raw("GET", "/api/v1/reports/services.csv?language=none").body.decode("utf-8-sig")
    names = names.splitlines()[0].split(",")
    assert hub.raw("GET", ask + ",".join(names)).status == 200, "all of them are a choice"
    for by, name in [("services", "sessions"), ("services", "no_such"), ("slips", "issued"),
                     ("lookups", "issued"), ("dossiers", "online"), ("complaints", "x")]:
        answer = hub.ask("GET", f"/reports/{by}.csv?columns={name}")
        assert (answer.status, answer.json["field"]) == (400, "columns"), (by, answer)
        assert f"'{name}'" in answer.json["message"]
    answer = hub.ask("GET", "/reports/days?columns=issued")
    assert (answer.status, answer.json["field"]) == (400, "columns"), "JSON has them all"


def test_csv_is_for_office_programs(testbed, hub):
    site = hub.get("/site")["site"]
    site["services"][0]["name"]["vi"] = '=HYPERLINK("x"), "A"'
    hub.call("PUT", "/site", site)
    hub.open(1)
    serve(hub)
    answer = hub.raw("GET", "/api/v1/reports/services.csv?language=none")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.body.decode("utf-8")
    assert text.startswith("\ufeffkey,name,issued,") and text.endswith("\r\n")
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert lines[1][:2] == ["A", '\'=HYPERLINK("x"), "A"']
    assert all(len(line) == len(lines[0]) for line in lines)
    at = lines[0].index("within_percent")
    assert lines[1][at] == "100.00"
    other = hub.raw("GET", "/api/v1/reports/services.csv?separator=semicolon").body.decode()
    lines = list(csv.reader(io.StringIO(other, newline=""), delimiter=";"))
    assert lines[1][at] == "100,00"


NAMES = ["days", "weeks", "months", "services", "counters", "hours", "lanes", "staff", "ratings",
         "pauses", "slips", "dossiers"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_director_opens_a_table_with_headings_in_vietnamese(testbed, hub, name):
    """As an Excel of Vietnam reads it: with a byte order mark, semicolons and decimal commas."""
    hub.open(1)
    serve(hub, received_online=1)
    hub.counter(1, "close")  # or its time goes on between the tables
    director = as_role(testbed, "director")

    def table(query="", delimiter=";"):
        answer = director.raw("GET", f"/api/v1/reports/{name}.csv{query}")
        assert answer.status == 200 and answer.body.startswith(b"\xef\xbb\xbf")
        text = answer.body.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    plain, vietnamese = table("?language=none", ","), table()
    english = table("?language=en", ",")
    assert len(plain) == len(vietnamese) == len(english) > 1
    for column, api in enumerate(plain[0]):
        words = {vietnamese[0][column], english[0][column]}
        assert api not in words and "_" not in "".join(words) and "" not in words, api
    for line, same in zip(plain[1:], vietnamese[1:], strict=True):
        assert [c.replace(".", ",") for c in line[2:]] == same[2:]
    assert plain[-1][0] == "total" or name == "dossiers"
    assert "total" not in str(vietnamese) and "regular" not in str(vietnamese)
    # Somebody whose Excel is of another country says so.
    assert table("?separator=comma", ",")[0] == vietnamese[0]


def test_people_are_called_as_their_accounts_are(testbed, hub):
    """Not as the site came with: an account is renamed, made later, or removed."""
    hub.post("/staff", {"id": "lan", "name": "Lò Thị Lan", "role": "clerk"})
    for counter, staff in ((1, "quay-1"), (2, "quay-2"), (4, "lan")):
        hub.open(counter, staff=staff, services=["A"])
        serve(hub, counter)
        hub.counter(counter, "close")
    hub.call("PUT", "/staff/quay-1", {"name": "Hà Văn Chung"})
    hub.call("DELETE", "/staff/quay-2")
    director = as_role(testbed, "director")
    names = {key: row["name"] for key, row in report(director, "staff").items()}
    assert names == {"lan": "Lò Thị Lan", "quay-1": "Hà Văn Chung", "quay-2": "Cán bộ quầy 2",
                     "total": None}  # fmt: skip
    text = director.raw("GET", "/api/v1/reports/staff.csv?language=none").body.decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text, newline=""))
    assert {line["key"]: line["name"] or None for line in lines} == names
    hub.call("DELETE", "/staff/lan")
    assert report(director, "staff")["lan"]["name"] is None, "the log has no names"


def test_the_portal_is_down_for_a_while(testbed, hub):
    assert hub.state()["portal"] == {"down": False, "since": None, "note": ""}
    seq = hub.post("/portal", {"down": False})["seq"]
    assert hub.post("/portal", {"down": True, "note": "đường truyền"})["portal"]["down"]
    assert hub.post("/portal", {"down": True, "note": "đường truyền"})["seq"] == seq + 1
    assert hub.state()["portal"]["note"] == "đường truyền"
    testbed.restart_hub(kill=True)
    assert hub.state()["portal"]["down"], "kept over a restart"
    (span,) = hub.get("/reports/days")["portal"]
    assert span["to"] is None and span["note"] == "đường truyền"
    hub.post("/portal", {"down": False})
    hub.post("/portal", {"down": True})
    hub.post("/portal", {"down": False})
    answer = hub.get("/reports/days")
    assert len(answer["portal"]) == 2 and answer["portal"][0]["to"]
    assert answer["rows"][-1]["portal_down_s"] >= 0


ARTICLE = {
    "from": "2025-07-01", "to": "2025-11-27", "received": 1881, "received_online": 1832,
    "received_offline": 49, "resolved": 1844, "resolved_early": 1246, "resolved_on_time": 597,
    "in_progress_in_time": 37,
}  # fmt: skip
PERIOD = {"from": "2025-07-01", "to": "2025-11-30"}


def test_the_articles_figures(hub):
    hub.post("/dossiers/import", {"entries": [ARTICLE]})
    (row,) = hub.get("/reports/dossiers" + query_of(PERIOD))["rows"]
    assert row["percent"]["online"] == 97.40, "the article prints 97.6"
    assert row["percent"]["in_time"] == 99.95, "the article prints 99.94: truncated"
    assert row["percent"]["offline"] == 2.60
    assert row["in_progress"] == 37
    assert row["warnings"] == [
        {"what": "resolved", "stated": 1844, "parts": 1843, "difference": 1}
    ]
    query = query_of({**PERIOD, "language": "none"})
    text = hub.raw("GET", "/api/v1/reports/dossiers.csv" + query).body.decode()
    (line,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert line["online_percent"] == "97.40" and line["in_time_percent"] == "99.95"
    assert line["resolved_unexplained"] == "1"
    outside = {"from": "2025-07-02", "to": "2025-11-30"}
    answer = hub.get("/reports/dossiers" + query_of(outside))
    assert answer["rows"] == [] and answer["partial"] == 1


def test_imports_never_count_a_dossier_twice(hub):
    def import_(replace=False, **fields):
        body = {"entries": [{**ARTICLE, **fields}], "replace": replace}
        return hub.ask("POST", "/dossiers/import", body)

    assert import_().status == 200
    assert import_().status == 409
    assert import_(**{"from": "2025-11-27", "to": "2025-12-01"}).status == 409
    assert import_(service="A").status == 409, "all services contain this one"
    assert import_(replace=True, received=1900).status == 200
    (entry,) = hub.get("/dossiers" + query_of(PERIOD))["entries"]
    assert entry["received"] == 1900
    hub.call("DELETE", f"/dossiers/{entry['id']}")
    assert hub.ask("DELETE", f"/dossiers/{entry['id']}").status == 404
    assert import_(service="A").status == 200 and import_(service="B").status == 200
    rows = hub.get("/reports/dossiers" + query_of(PERIOD))["rows"]
    assert [(r["service"], r["total"]) for r in rows] == [("A", False), ("B", False), (None, True)]
    assert rows[2]["received"] == 2 * 1881 and rows[2]["percent"]["online"] == 97.40
    assert import_(**{"from": "2099-01-01", "to": "2099-01-02"}).status == 400
    assert import_(service="nobody").status == 404


@pytest.mark.parametrize(
    "text, row, column, what",
    [
        ("from,to,received\n2025-07-01,2025-07-02,-1\n", 2, 3, "number"),
        ("from,to,received\n2025-07-01,2025-07-32,1\n", 2, 2, "day"),
        ("from,to,received\n2025-07-01,2025-07-02,1,2\n", 2, 4, "extra"),
        ("from,to,received\n2025-07-01,2025-07-02,1\n2025-07-03,2025-07-03,1\ufffd", 3, 3,
         "characters"),
        ("from,to,service,received\n2025-07-01,2025-07-02,nobody,1", 2, 3, "service"),
        ("from,to,what\n", 1, 3, "heading"),
        ("from,received\n", 1, 0, "no_column"),
        ('from,to,note\n2025-07-01,2025-07-02,"open\n', 2, 3, "quote"),
        ("from,to,received\n2025-07-01,2025-07-02,\n", 2, 0, "nothing"),
        ("from,to,received\n", 1, 0, "empty"),
        ("", 1, 0, "empty"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_with_its_place(hub, text, row, column, what):
    good = "from,to,received\n2025-06-01,2025-06-02,1\n"
    answer = hub.ask("POST", "/dossiers/import", {"csv": text})
    assert (answer.status, answer.json["field"]) == (400, "csv"), answer
    (fault,) = answer.json["faults"]
    assert (fault["row"], fault["column"], fault["what"]) == (row, column, what)
    assert answer.json["message"] == fault["message"] and f"row {row}" in fault["message"]
    assert hub.get("/dossiers" + query_of(PERIOD))["entries"] == []
    assert hub.post("/dossiers/import", {"csv": good})["entries"] == 1


def test_a_table_of_an_office_program_is_taken(hub):
    text = (
        "\ufefffrom;to;service;received_online;note\r\n"
        '13/7/2025;31/07/2025 00:00;A;1.234;"một; hai"\r\n;;;;\r\n2025-07-01;2025-07-31;B;;\r\n'
    )
    answer = hub.ask("POST", "/dossiers/import", {"csv": text})
    assert answer.status == 400 and "row 4" in answer.json["message"], "B states nothing"
    assert hub.post("/dossiers/import", {"csv": text.replace("B;;", "B;0;")})["entries"] == 2
    one, two = hub.get("/dossiers" + query_of(PERIOD))["entries"]
    assert (one["from"], one["received_online"], one["note"]) == ("2025-07-13", 1234, "một; hai")
    assert two["received_online"] == 0, "a stated 0"
    again = hub.ask("POST", "/dossiers/import", {"csv": text.replace("B;;", "B;0;")})
    assert again.status == 409 and "row 2" in again.json["message"], "nothing is half imported"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_reports_own_headings_are_those_of_an_import(hub, language):
    """What a director downloads can be filled in and imported."""
    answer = hub.raw("GET", f"/api/v1/reports/dossiers.csv?language={language}&separator=semicolon")
    words = csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""), delimiter=";")
    names = hub.raw("GET", "/api/v1/reports/dossiers.csv?language=none&separator=semicolon")
    names = csv.reader(io.StringIO(names.body.decode("utf-8-sig"), newline=""), delimiter=";")
    ours = dict(zip(next(names), next(words), strict=True))
    counts = [n for n in ours if n.startswith(("received", "resolved", "in_progress", "carried"))
              and not n.endswith("_unexplained")]  # fmt: skip
    assert len(counts) == 13
    head = ["Từ ngày", "to", ours["service"]] + [ours[name] for name in counts]
    line = ["2025-07-01", "2025-07-01", "A"] + [str(i) for i in range(13)]
    text = io.StringIO()
    csv.writer(text).writerows([head, line])
    hub.post("/dossiers/import", {"csv": text.getvalue()})
    (entry,) = hub.get("/dossiers" + query_of(PERIOD))["entries"]
    assert [entry[name] for name in counts] == list(range(13))


def test_counts_come_with_the_finish_and_go_with_its_undoing(testbed, hub):
    hub.open(1)
    serve(hub, received_online=2, resolved_early=1)
    serve(hub, received_counter=1)
    hub.counter(1, "undo-finish")
    (row,) = hub.get("/reports/dossiers")["rows"]
    assert (row["key"], row["service"], row["entries"]) == ("finish", "A", 1)
    assert (row["received"], row["received_counter"], row["resolved"]) == (2, None, 1)
    clerk = as_role(testbed, "clerk")
    clerk.post("/dossiers", {"service": "B", "received_post": 3})
    yesterday = clerk.ask("POST", "/dossiers", {"day": "2025-07-01", "received_post": 3})
    assert yesterday.status == 403
    assert clerk.ask("POST", "/dossiers", {"service": "B"}).status == 400
    rows = hub.get("/reports/dossiers")["rows"]
    assert [row["key"] for row in rows] == ["clerk", "finish"], "sources are not added up"


def test_counts_go_with_a_finish_that_is_taken_back_later(testbed, hub):
    hub.open(1)
    ticket = serve(hub, received_online=2, resolved_early=1)
    serve(hub, received_online=4)
    assert hub.get("/reports/dossiers")["rows"][0]["received"] == 6
    hub.post(f"/tickets/{ticket['id']}/undo-finish", {})
    (row,) = hub.get("/reports/dossiers")["rows"]
    assert (row["entries"], row["received"], row["resolved"]) == (1, 4, None)
    assert report(hub, "days")["total"]["served"] == 1
    testbed.verify()


def test_the_log_tells_it_all_again(testbed, hub):
    """Replayed into an empty database, the log gives the same tables."""
    hub.open(1)
    ticket = serve(hub, received_online=1)
    hub.counter(1, "undo-finish")
    hub.counter(1, "finish", resolved_late=1)
    hub.post(f"/public/{ticket['token']}/rate", {"score": 1})
    hub.post("/portal", {"down": True})
    hub.post("/dossiers/import", {"entries": [ARTICLE]})
    hub.post("/dossiers/import", {"entries": [ARTICLE], "replace": True})
    testbed.verify()


def test_an_old_log_tells_what_its_tables_did_not(testbed, hub):
    """Failed slips and no-shows of a database of the first version, from its log."""
    site = hub.get("/site")["site"]
    site["rules"] = {**site.get("rules", {}), "absent_behind": 0}
    hub.call("PUT", "/site", site)
    hub.open(1)
    ticket = hub.issue("A", print=True, kiosk="kiosk-1")
    for _ in range(2):
        hub.at_ticket(ticket["id"], "paper", state="FAILED")
        hub.at_ticket(ticket["id"], "reprint")
    came = hub.issue("A")
    for one in (ticket, came):
        hub.counter(1, "call", ticket=one["id"])
        hub.counter(1, "absent")
    hub.at_ticket(came["id"], "revive")
    hub.counter(1, "close")
    hub.post("/day", {"move": "close"})
    before = hub.get("/reports/days")["rows"][-1]
    assert (before["failed"], before["no_show"], before["expired"]) == (2, 1, 1)
    testbed.hub.stop()
    make_old(testbed.data / "layso.db")
    for caller in testbed.callers:
        caller.close()
    testbed.hub.start()
    after = hub.get("/reports/days")["rows"][-1]
    assert (after["failed"], after["no_show"], after["expired"]) == (2, 1, 1)
    testbed.verify()
