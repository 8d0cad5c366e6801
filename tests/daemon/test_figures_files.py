# SPDX-License-Identifier: Apache-2.0
"""Figures as a PDF and as a workbook: what office programs and people find in them."""

import csv
import datetime
import io
import itertools
import json
import pathlib
import re
import subprocess
import threading
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from hubclient import Caller
from sitedata import site
from test_complaints import COMPLAINTS, enter
from test_figures import serve
from waiting import wait_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = 5  # the row of a sheet's heads
LONG = "Đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới " * 4


def book_of(hub, path):
    answer = hub.raw("GET", f"/api/v1/reports/{path}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, XLSX), answer.body
    return openpyxl.load_workbook(io.BytesIO(answer.body))


def rows_of(sheet):
    return list(sheet.iter_rows(min_row=HEAD, values_only=True))


def pdf_of(hub, path, tmp_path):
    answer = hub.raw("GET", f"/api/v1/reports/{path}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf"), answer.body
    file = tmp_path / "figures.pdf"
    file.write_bytes(answer.body)
    return file


def texts_of(file):
    done = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True,
                          text=True)
    return done.stdout.rstrip("\f\n").split("\f")


def test_a_workbook_has_numbers_durations_days_and_no_formulas(hub):
    site = hub.get("/site")["site"]
    site["services"][0]["name"]["vi"] = "=1+1"
    hub.call("PUT", "/site", site)
    hub.open(1)
    serve(hub)
    serve(hub, service="B")
    sheet = book_of(hub, "services.xlsx").active
    head, first, *_ = rows_of(sheet)
    assert head[:3] == ("Dịch vụ", "Tên", "Đã cấp")
    assert first[:3] == ("A", "=1+1", 1)
    assert sheet.cell(HEAD + 1, 2).data_type == "s", "a text, not a formula"
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    wait = head.index("Chờ: trung vị")
    assert first[wait] == datetime.timedelta(0)
    assert sheet.cell(HEAD + 1, wait + 1).number_format == "[h]:mm:ss"
    assert first[head.index("Đúng mức chờ (%)")] == 100
    assert first[head.index("Điểm trung bình")] is None, "what nobody knows is no 0"
    assert sheet.freeze_panes == "C6" and sheet.title == "Dịch vụ"
    assert sheet["A1"].value == site["name"]["vi"]
    days = book_of(hub, "days.xlsx?language=en&columns=issued").active
    head, first, total = rows_of(days)[:3]
    assert head == ("Day", "Issued"), "without names that say nothing"
    assert first[0].date().isoformat() == hub.state()["time"][:10]
    assert total == ("Total", 2)


def test_a_pdf_says_whose_figures_of_when_on_each_page(hub, tmp_path):
    hub.open(1)
    serve(hub)
    centre = hub.get("/site")["site"]["name"]
    for language, page, unknown in [("vi", "Trang {}/{}", "không phải là 0"),
                                    ("en", "Page {} of {}", "it is not 0")]:
        file = pdf_of(hub, f"services.pdf?language={language}", tmp_path)
        pages = texts_of(file)
        assert re.search(r"\(2/\d\)", pages[0]), "thirty columns are more than a page is wide"
        for number, text in enumerate(pages):
            assert centre[language] in text and page.format(number + 1, len(pages)) in text
            assert re.search(r"\d\d:\d\d, \d\d/\d\d/\d{4}", text), "when they were taken"
        assert unknown in pages[-1]
        size = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
        assert "(A4)" in size
    few = texts_of(pdf_of(hub, "services.pdf?columns=issued,wait_median_s", tmp_path))
    assert len(few) == 1 and "Đã cấp" in few[0] and "Vắng" not in few[0]


def charts_of(body):
    """The charts of a workbook as [title, names of its series, [labels], [values of each]]."""
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
             "a": "http://schemas.openxmlformats.org/drawingml/2006/main"}

    def cached(parent, path):
        at = parent.find(path, space)
        points = {int(pt.get("idx")): pt.findtext("c:v", None, space)
                  for pt in at.iterfind(".//c:pt", space)}
        return [points.get(i) for i in range(int(at.find(".//c:ptCount", space).get("val")))]

    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/charts/chart"))
        roots = [ElementTree.fromstring(book.read(name)) for name in names]
    for root in roots:
        series = root.findall(".//c:ser", space)
        yield ["".join(root.find(".//c:title", space).itertext()),
               [cached(one, "c:tx")[0] for one in series], cached(series[0], "c:cat"),
               [[None if v is None else float(v) for v in cached(one, "c:val")]
                for one in series]]


def test_charts_have_the_numbers_of_the_table(hub, tmp_path):
    hub.open(1)
    for service in "AAB":
        serve(hub, service=service)
    report = hub.get("/reports/services")
    rows = report["rows"][:-1]
    assert [plot["name"] for plot in report["plots"]] == ["tickets", "wait"]
    query = "services.{}?language=en&columns=no_show"
    body = hub.raw("GET", "/api/v1/reports/" + query.format("xlsx")).body
    shown = list(charts_of(body))
    assert [(chart[0], chart[1]) for chart in shown] == [
        ("Tickets issued and served", ["Issued", "Served"]),
        ("Waiting time (minutes)", ["Wait: median", "Wait: 90 %"])]
    for plot, (_, _, labels, values) in zip(report["plots"], shown, strict=True):
        assert labels == [row["key"] for row in rows]
        per = 60 if plot["minutes"] else 1
        assert values == [[row[name] / per for row in rows] for name in plot["columns"]]
    sheets = openpyxl.load_workbook(io.BytesIO(body)).sheetnames
    assert sheets == ["Service", "Charts"]
    text = "\n".join(texts_of(pdf_of(hub, query.format("pdf"), tmp_path)))
    for word in ("Tickets issued and served", "Waiting time (minutes)", "how many", "minutes",
                 "Wait: 90 %"):
        assert word in text
    assert "Service" in text and "No-show" in text and "Void" not in text


def heads_of(hub, by, query, tmp_path):
    """The columns of a report in JSON, in a CSV, in a workbook and in a PDF, as they are called;
    the figures of the first three, row by row."""
    path = f"{by}.{{}}?language=en{query}"
    columns = hub.get(f"/reports/{by}?language=en{query.partition('&columns')[0]}")["columns"]
    lines = hub.raw("GET", "/api/v1/reports/" + path.format("csv")).body.decode("utf-8-sig")
    sheet = book_of(hub, path.format("xlsx")).worksheets[0]
    text = "\n".join(texts_of(pdf_of(hub, path.format("pdf"), tmp_path)))
    return columns, list(csv.reader(io.StringIO(lines))), rows_of(sheet), text


ARTICLE = {"from": "2025-07-01", "to": "2025-11-27", "received": 1881, "received_online": 1832,
           "received_offline": 49, "resolved": 1844, "resolved_early": 1246,
           "resolved_on_time": 597, "in_progress_in_time": 37}
EVALUATION = {"text": "group,name,numerator,denominator,ratio\nA,B,1832,1881,97.6\n",
              "period": "2025", "source": "a file", "taken_day": "2026-01-02"}


RECORD = {"code": "1.000001", "name": "Khai sinh", "sector": "Hộ tịch", "checked_day": "2026-01-02"}
CATALOGUE = {"file": "list.json", "text": json.dumps([RECORD])}


SAME = [
    ("services", "", "issued,wait_p90_s"),
    ("dossiers", "&from=2025-07-01&to=2025-11-27", "received,online_percent"),
    ("lookups", "", "lookups,unanswered_percent"),
    ("complaints", "", "received,overdue"),
    ("evaluation", "&period=2025", "numerator,ratio_computed,doubts"),
]


def play_each(hub):
    """Something for each of the reports."""
    hub.call("PUT", "/site", site(complaints=COMPLAINTS))
    hub.open(1)
    serve(hub)
    hub.post("/dossiers/import", {"entries": [ARTICLE]})
    for path, wish in (("/evaluations/import", EVALUATION), ("/procedures/import", CATALOGUE)):
        seen = hub.post(path, wish)
        more = {key: seen[key] for key in ("digest", "catalogue") if key in seen}
        hub.post(path, wish | more)
    hub.post("/procedures/1.000001/looked-up", {"place": "kiosk"})
    enter(hub)


def same_number(kind, text, value):
    """Whether a cell of a CSV is what a workbook has."""
    if not text or kind in ("text", "day"):
        return not value or kind in ("text", "day")
    return value == (datetime.timedelta(seconds=int(text)) if kind == "seconds" else float(text))


def test_a_report_has_the_same_columns_everywhere(hub, tmp_path):
    play_each(hub)
    for (by, query, some), choose in itertools.product(SAME, (False, True)):
        chosen = f"&columns={some}" if choose else ""
        columns, table, rows, text = heads_of(hub, by, query + chosen, tmp_path)
        wanted = [column for column in columns if not choose or column["name"] in some.split(",")]
        labels = [column["label"] for column in wanted]
        n = len(labels)
        assert not choose or n == len(some.split(",")), by
        assert list(rows[0][-n:]) == labels and len(table[0]) - n in (2, 3), by
        assert len(table) > 1
        for line, row in zip(table[1:], rows[1:], strict=False):
            for column, cell, value in zip(wanted, line[-n:], row[-n:], strict=True):
                assert same_number(column["kind"], cell, value), (by, column, line)
        assert set(" ".join(labels).split()) <= set(text.split()), by


def test_what_has_no_figures_is_a_sentence(hub, tmp_path):
    for by, sentence in (("services", "No tickets in this period."),
                         ("dossiers", "No counts of dossiers in this period."),
                         ("lookups", "There are no figures of look-ups")):
        path = f"{by}.{{}}?from=2020-01-01&to=2020-12-31&language=en"
        [text] = texts_of(pdf_of(hub, path.format("pdf"), tmp_path))
        assert sentence in text and "0:00:00" not in text
        body = hub.raw("GET", "/api/v1/reports/" + path.format("xlsx")).body
        assert not list(charts_of(body))
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        assert any(str(row[0]).startswith(sentence) for row in sheet.values)


def test_no_type_of_a_pdf_is_smaller_than_8_points(hub, tmp_path):
    site = hub.get("/site")["site"]
    site["services"][0]["name"]["vi"] = site["name"]["vi"] = LONG[:200].strip()
    hub.call("PUT", "/site", site)
    hub.open(1)
    serve(hub)
    file = pdf_of(hub, "services.pdf", tmp_path)
    texts = (re.sub(r"Số liệu lấy lúc.*", "", text) for text in texts_of(file))
    flat = " ".join(" ".join(texts).split())
    assert LONG[:200].strip() in flat, "a centre's name is whole"
    assert re.search(r"90\s%", flat), "a number stays with its sign of percent"
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True,
                          text=True)
    sides = " ".join(rf'{side}="([\d.]+)"' for side in ("xMin", "yMin", "xMax", "yMax"))
    boxes = re.findall(sides, done.stdout)
    assert len(boxes) > 100
    for left, top, right, bottom in (map(float, box) for box in boxes):
        assert left >= 30 and right <= 842 - 30 and bottom <= 595 - 15, "inside the margins"
        assert bottom - top >= 8, "a line of 8 points is higher than that"
    assert LONG[:30] in " ".join(texts_of(file)[0].split()), "a long name is wrapped, not cut"


@pytest.mark.parametrize("by", ["weeks", "months", "hours", "counters", "lanes", "ratings",
                                "pauses", "slips", "dossiers", "complaints", "lookups"])
def test_each_report_is_a_file(hub, tmp_path, by):
    hub.open(1)
    serve(hub)
    assert len(book_of(hub, f"{by}.xlsx").worksheets) >= 1
    assert texts_of(pdf_of(hub, f"{by}.pdf?language=en", tmp_path))


def test_files_are_for_those_who_may_have_the_figures(testbed, hub):
    for form in ("xlsx", "pdf"):
        assert Caller(testbed.unix, name="a-kiosk", role="kiosk").ask(
            "GET", f"/reports/days.{form}").status == 403
        assert Caller(testbed.unix, name="a-admin", role="admin").ask(
            "GET", f"/reports/staff.{form}").status == 403
        answer = hub.ask("GET", f"/reports/services.{form}?columns=no_such")
        assert (answer.status, answer.json["field"]) == (400, "columns")


@pytest.mark.parametrize("program", ["", "#!/bin/sh\nexit 1\n", "#!/bin/sh\nkill -9 $$\n"])
def test_a_program_that_fails_is_said_and_harms_nothing(testbed, tmp_path, program):
    testbed.hub_environment["LAYSO_LIBEXECDIR"] = str(tmp_path)
    if program:
        (tmp_path / "layso-figures").write_text(program)
        (tmp_path / "layso-figures").chmod(0o755)
    hub = testbed.start_hub()
    hub.open(1)
    for form in ("pdf", "xlsx"):
        answer = hub.ask("GET", f"/reports/days.{form}")
        assert (answer.status, answer.json["message"]) == (503, "the file cannot be made")
    assert hub.issue("A")["number"] == "A001"
    assert hub.raw("GET", "/api/v1/reports/days.csv").status == 200


def test_the_end_of_the_hub_does_not_wait_for_a_file(testbed, tmp_path):
    testbed.hub_environment["LAYSO_LIBEXECDIR"] = str(tmp_path)
    pid = tmp_path / "pid"
    (tmp_path / "layso-figures").write_text(f"#!/bin/sh\necho $$ >{pid}\nexec sleep 600\n")
    (tmp_path / "layso-figures").chmod(0o755)
    hub = testbed.start_hub()
    asking = threading.Thread(target=lambda: hub.ask("GET", "/reports/days.pdf"), daemon=True)
    asking.start()
    wait_for(lambda: pid.exists() and pid.read_text().endswith("\n"), "the file is being made")
    testbed.hub.stop()
    assert not pathlib.Path(f"/proc/{pid.read_text().strip()}").exists()
