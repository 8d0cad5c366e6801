# SPDX-License-Identifier: Apache-2.0
"""The catalogue of procedures: an import is looked at first, taken as a whole or not at all, and
taken back with one request; what the centre says that it posts is compared record by record."""

import csv
import datetime
import http.server
import io
import json
import re
import threading
import time

from hubclient import Caller
from pasttime import DAY_MS, shift_log
from processes import run_program
from sitedata import today
from waiting import wait_for

HEADINGS = "Mã số TTHC\tTên thủ tục\tLĩnh vực\tPhí trực tuyến\tNgày cập nhật"


def row(n, name=None, fee="0 VNĐ", day="2026-11-01"):
    return f"1.{n:06}\t{name or f'Thủ tục mẫu số {n}'}\tHộ tịch\t{fee}\t{day}"


def table(rows):
    return "\n".join([HEADINGS, *rows]) + "\n"


def wish(rows, **more):
    return {"file": "danh-sach.tsv", "text": table(rows)} | more


def take(hub, rows, **more):
    """A preview, and what it showed is taken."""
    seen = hub.post("/procedures/import", wish(rows, **more))
    digest = {"digest": seen["digest"], "catalogue": seen["catalogue"]}
    return seen, hub.post("/procedures/import", wish(rows, **more, **digest))


def names(hub):
    return {p["key"]: p["name"] for p in hub.get("/procedures")["procedures"]}


def test_an_import_is_looked_at_taken_and_taken_back(testbed, hub):
    assert hub.get("/procedures") == {"catalogue": 0, "last": None, "procedures": [], "more": False}
    seq = hub.seq()
    first = [row(n, fee="0 VNĐ" if n < 3 else "5000 VNĐ") for n in range(1, 5)]
    # What is wrong is said with its row, and nothing is taken.
    bad = hub.ask("POST", "/procedures/import", wish([*first, row(5, day="hôm qua")]))
    assert bad.status == 400 and bad.json["faults"][0]["row"] == 6, bad.json
    assert bad.json["faults"][0]["shown"] == "hôm qua"
    for wrong, field in (({"x": 1}, "x"), ({"file": ""}, "file"), ({"text": 1}, "text"),
                         ({"checked_day": "1"}, "checked_day")):  # fmt: skip
        answer = hub.ask("POST", "/procedures/import", wish(first, **wrong))
        assert (answer.status, answer.json["field"]) == (400, field)
    seen, taken = take(hub, first)
    assert seen["counts"]["new"] == 4 and [c["change"] for c in seen["changes"]] == ["new"] * 4
    assert taken["summary"]["file"] == "danh-sach.tsv"
    assert hub.seq() == taken["catalogue"] == seq + 1, "an import is one event"
    assert list(names(hub)) == [f"1.{n:06}" for n in range(1, 5)]
    page = hub.get("/procedures?limit=1&after=1.000001&sector=H%E1%BB%99%20t%E1%BB%8Bch")
    assert page["more"] and [p["key"] for p in page["procedures"]] == ["1.000002"]
    assert page["procedures"][0]["free_online"] and page["last"]["by"] == "local"
    assert hub.get("/procedures/1.000003.000.00.00.H56")["record"]["code"] == "1.000003"
    assert hub.ask("GET", "/procedures/1.000009").status == 404
    # The difference is exact, and what was looked at is what is taken.
    second = [first[0], row(2, "Tên mới"), *first[2:], row(5)]
    seen, taken = take(hub, second, whole=False)
    assert [(c["change"], c["key"]) for c in seen["changes"]] == [
        ("changed", "1.000002"), ("new", "1.000005")]  # fmt: skip
    (field,) = seen["changes"][0]["fields"]
    assert field == {"field": "name", "before": "Thủ tục mẫu số 2", "after": "Tên mới"}
    for body in (wish(first, digest=seen["digest"], catalogue=taken["catalogue"]),
                 wish(second, digest=seen["digest"], catalogue=seen["catalogue"])):  # fmt: skip
        answer = hub.ask("POST", "/procedures/import", body)
        assert (answer.status, answer.json["error"]) == (412, "changed")
    # What is exported is taken again without a difference.
    for form in ("json", "csv"):
        text = hub.raw("GET", f"/api/v1/procedures/export?format={form}").body.decode()
        again = hub.post("/procedures/import", {"file": "export", "text": text})
        assert again["counts"]["same"] == 5 and not again["changes"], form
    testbed.restart_hub(kill=True)
    assert names(hub)["1.000002"] == "Tên mới"
    assert hub.ask("POST", "/procedures/undo", {"catalogue": 1}).status == 412
    hub.post("/procedures/undo", {"catalogue": taken["catalogue"]})
    assert names(hub) == {f"1.{n:06}": f"Thủ tục mẫu số {n}" for n in range(1, 5)}
    assert hub.get("/procedures")["last"]["undone"]
    assert hub.ask("POST", "/procedures/undo").json["error"] == "not_allowed"
    testbed.verify()


def test_counts_are_those_of_the_records(hub):
    take(hub, [row(n, fee="0 VNĐ" if n < 3 else "5000 VNĐ") for n in range(1, 5)])
    counts = hub.get("/procedures/counts")
    assert (counts["posted"], counts["free_online"], counts["posted_stated"]) == (4, 2, None)
    assert counts["agrees"]
    site = hub.get("/site")["site"]
    site["catalogue"] = {"posted": 5, "free_online": 2,
                         "posted_codes": [f"1.{n:06}" for n in (1, 2, 3, 4, 9)]}  # fmt: skip
    hub.call("PUT", "/site", site)
    counts = hub.get("/procedures/counts")
    assert not counts["agrees"] and counts["posted_stated"] == 5
    assert [(d["difference"], d["key"]) for d in counts["differences"]] == [
        ("not_here", "1.000009")]  # fmt: skip
    site["catalogue"]["posted"] = "five"
    assert hub.ask("PUT", "/site", site).json["field"] == "catalogue.posted"


def test_a_hub_that_is_killed_while_it_imports_has_taken_all_or_nothing(testbed, hub):
    """And so has one of two imports at once; calls go on meanwhile."""
    n = 600
    rows = [row(i, name=f"Thủ tục {i} " + "x" * 900) for i in range(n)]
    seen = hub.post("/procedures/import", wish(rows))
    body = wish(rows, digest=seen["digest"], catalogue=seen["catalogue"])
    answers = []

    def send():
        try:
            answers.append(Caller(hub.address).ask("POST", "/procedures/import", body).status)
        except OSError:
            answers.append(0)

    def start():
        sender = threading.Thread(target=send)
        sender.start()
        return sender

    sender = start()
    time.sleep(0)
    hub.issue("A")
    testbed.restart_hub(kill=True)
    sender.join()
    assert len(names(hub)) in (0, n)
    if not names(hub):
        senders = [start(), start()]
        number = hub.issue("A")["number"]
        for one in senders:
            one.join()
        assert number and sorted(answers[1:]) == [200, 412]
    wait_for(lambda: len(names(hub)) == n, "all of it is there")
    testbed.verify()


def test_the_command_line_imports_and_exports(testbed, hub, tmp_path):
    def layso(*arguments, status=0):
        done = run_program("layso", "--hub", testbed.unix, *arguments)
        assert done.returncode == status, f"{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    file = tmp_path / "list.tsv"
    file.write_text(table([row(1), row(2)]))
    said = layso("catalogue", "import", file, "--preview")
    assert "new       1.000001  Thủ tục mẫu số 1\n" in said and "2 new, 0 changed" in said
    assert "nothing" in layso("catalogue", "list")
    assert "Imported: 2 new" in layso("catalogue", "import", file)
    said = layso("catalogue", "show", "1.000002")
    assert re.search(r"^  name +Thủ tục mẫu số 2$", said, re.M) and "record" not in said, said
    assert "posted" in layso("catalogue", "counts")
    copy = tmp_path / "copy.csv"
    copy.write_text(layso("catalogue", "export", "--format", "csv"))
    assert "0 new, 0 changed" in layso("catalogue", "import", copy, "--preview")
    file.write_text(table([row(1, day="hôm qua")]))
    assert "row 2" in layso("catalogue", "import", file, status=1)
    said = layso("catalogue", "undo")
    assert "Taken back: the import of list.tsv by local, " in said and ": 2 new, 0 ch" in said
    assert not names(hub)
    # A file that is none, and a mark in it that no text has.
    for content in (b"PK\x03\x04\xd0\xcf", b"code\tname\n1.000001\tA\x00B\n"):
        file.write_bytes(content)
        assert "CSV UTF-8" in layso("catalogue", "import", file, status=2)
    file.write_text("name\nThủ tục  không mã\n")
    said = layso("catalogue", "import", file)
    assert "has no code" in said and "Imported: 1 new" in said, "what is to be looked at is said"


def as_a_number(cell, local):
    """What an office program shows of a cell that it takes for a number."""
    try:
        return f"{float(cell):.10g}".replace(".", "," if local else ".")
    except ValueError:
        return cell


def test_an_export_that_an_office_program_saved_is_taken_again(testbed, hub):
    """Codes lose their last noughts there, or get a comma; a name that was changed is still that
    procedure's."""
    take(hub, [row(n) for n in (3120, 10, 500)])
    exported = hub.raw("GET", "/api/v1/procedures/export?format=csv").body.decode("utf-8-sig")
    for local in (False, True):
        rows = [[as_a_number(cell, local) for cell in line]
                for line in csv.reader(io.StringIO(exported))]  # fmt: skip
        assert rows[1][0] == ("1,00001" if local else "1.00001")
        rows[1][2] = "Tên mới"
        saved = io.StringIO()
        csv.writer(saved, delimiter=";" if local else ",").writerows(rows)
        wished = {"file": "x.csv", "text": "\ufeff" + saved.getvalue(), "whole": True}
        seen = hub.post("/procedures/import", wished)
        assert [(c["change"], c["key"]) for c in seen["changes"]] == [("changed", "1.000010")]
        assert [d["doubt"] for d in seen["doubts"]] == ["code_mended"] * 3, seen["doubts"]


def test_what_has_ended_stays_ended_while_the_clock_is_not_known(testbed, hub):
    """A board without a clock starts in the past, and nothing is younger for that."""
    now = today()
    last = now + datetime.timedelta(days=100)
    table_of = ("code;name;sector;fee_online;papers;valid_to;checked_day\n"
                f"1.000001;Đủ;Hộ tịch;0 đồng;Đơn;;{now}\n"
                f"1.000002;Có hạn;Hộ tịch;0 đồng;;{last};{now}\n"
                f"1.000003;Mỏng;Hộ tịch;0 đồng;;;{now}\n")  # fmt: skip
    wished = {"file": "x.csv", "text": table_of}

    def import_all(wished):
        seen = hub.post("/procedures/import", wished)
        more = {"digest": seen["digest"], "catalogue": seen["catalogue"]}
        hub.post("/procedures/import", wished | more)
        return seen

    def free_online():
        return sum(service["free_online"] for service in hub.state()["services"])

    import_all(wished)
    wait_for(lambda: free_online() == 3, "all are free online")
    testbed.hub.stop()
    shift_log(testbed, 200 * DAY_MS)
    hub.close()
    testbed.hub.start()
    assert hub.get("/clock")["clock"] == "behind"
    assert [one["age"] for one in hub.get("/procedures")["procedures"]] == [
        "expired", "no_longer", "fresh"]  # fmt: skip
    wait_for(lambda: free_online() == 1, "the log's last day is what they are judged by")
    found = hub.get("/procedures/search?q=c%C3%B3%20h%E1%BA%A1n")["hits"]
    assert not [one for one in found if one["valid"] and one["key"] != "1.000003"]
    page = testbed.caller(testbed.http).raw("GET", "/tra-cuu/1.000002").body.decode()
    assert "hết hiệu lực" in page
    # A day that is not known is neither compared nor written down.
    later = now + datetime.timedelta(days=150)
    text = f"code;name;sector;checked_day\n1.000003;Mỏng;Hộ tịch;{later}\n"
    seen = import_all({"file": "y.csv", "whole": True, "text": text})
    assert not seen["doubts"]
    assert hub.get("/procedures/1.000001")["record"]["state"] == "ended"
    assert "valid_to" not in hub.get("/procedures/1.000001")["record"]
    done = run_program("layso", "--hub", testbed.unix, "catalogue", "sheets")
    assert done.returncode == 1 and "does not know what day it is" in done.stderr, done.stderr


def test_a_hub_that_goes_away_is_not_said_to_have_refused_a_file(testbed, tmp_path):
    """Nobody knows then whether it was taken; the stand-in for a hub takes it and says nothing."""

    class Hub(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if "digest" in body:
                self.close_connection = True
                return
            answer = json.dumps({"digest": "d", "catalogue": 1, "counts": {}}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_arguments):
            pass

    file = tmp_path / "list.tsv"
    file.write_text(table([row(1)]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        done = run_program("layso", "--hub", address, "catalogue", "import", str(file))
        server.shutdown()
    assert done.returncode != 0 and "is not known. Import it again" in done.stderr, done.stderr
    assert "Nothing was changed" not in done.stderr
