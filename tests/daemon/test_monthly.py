# SPDX-License-Identifier: Apache-2.0
"""The report of a month: made by the hub itself when it is over, kept, listed, fetched."""

import datetime
import io
import json
import pathlib
import re
import signal
import subprocess

import openpyxl
import pytest
from hubclient import Caller
from processes import program_path, run_program
from sitedata import ZONE, site, today
from test_figures_files import HEAD, book_of, pdf_of, texts_of
from waiting import wait_for


def months_back(n):
    """The first day of a month, so many before this one."""
    day = today().replace(day=1)
    for _ in range(n):
        day = (day - datetime.timedelta(1)).replace(day=1)
    return day


def word(day):
    return day.strftime("%Y-%m")


def play(testbed, days):
    """A visit on each of the days, in the past."""
    def at(day, seconds):
        start = datetime.datetime.combine(day, datetime.time(8), ZONE)
        return int(start.timestamp() + seconds) * 1000

    lines = [str(at(days[0], -60))]
    for number, day in enumerate(days, 1):
        lines += [f"{at(day, 0)} open 1 quay-1", f"{at(day, 1)} issue 0 A",
                  f"{at(day, 61)} call 1 {number}", f"{at(day, 71)} appear 1",
                  f"{at(day, 371)} finish 1", f"{at(day, 380)} close 1",
                  f"{at(day, 16 * 3600)} tick"]
    testbed.data.mkdir(parents=True)
    path = testbed.write("site.json", json.dumps(site() | {"hours": "always"}))
    player = pathlib.Path(program_path("layso-hubd")).parents[2] / "tests/bench/bench-play"
    done = subprocess.run([player, testbed.data, path], input="\n".join(lines) + "\n", text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def look(testbed):
    testbed.hub.signal(signal.SIGHUP)


def kept(hub):
    return [entry["month"] for entry in hub.get("/monthly-reports")["reports"]]


def test_the_month_before_is_made_once_and_fetched(testbed, tmp_path):
    last, earlier = months_back(1), months_back(2)
    play(testbed, [earlier, last, last + datetime.timedelta(2)])
    hub = testbed.start_hub(with_site=False)
    look(testbed)
    wait_for(lambda: kept(hub) == [word(last)], "the month is made, and none before it")
    folder = testbed.data / "reports"
    made = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert set(made) == {f"{word(last)}.pdf", f"{word(last)}.xlsx"}
    file = tmp_path / "month.pdf"
    file.write_bytes(hub.raw("GET", f"/api/v1/monthly-reports/{word(last)}.pdf").body)
    text = "\n".join(texts_of(file))
    assert last.strftime("%d/%m/%Y") in text and "Giờ trong ngày" in text and "Trang 1/" in text
    assert text.count("Thời gian chờ (phút)") == 4, "a chart of each part"
    body = hub.raw("GET", f"/api/v1/monthly-reports/{word(last)}.xlsx").body
    sheets = openpyxl.load_workbook(io.BytesIO(body)).worksheets
    assert [sheet.title for sheet in sheets] == ["Ngày", "Dịch vụ", "Giờ trong ngày", "Quầy",
                                               "So với kỳ trước", "Biểu đồ"]
    rows = {row[0]: row[1] for row in sheets[0].iter_rows(min_row=6, values_only=True) if row[1]}
    assert list(rows.values()) == [1, 1, 2] and rows["Cộng"] == 2, "two days and their total"
    [now] = [row[1:4] for row in sheets[4].values if row[0] == "Đã cấp"]
    assert now == (2, 1, 1), "beside the month before"
    testbed.restart_hub(kill=True)
    look(testbed)
    wait_for(lambda: hub.ask("GET", "/monthly-reports").status == 200, "the hub is back")
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == made
    for role, status in [("kiosk", 403), ("clerk", 403), ("supervisor", 200), ("director", 200)]:
        caller = Caller(testbed.unix, name=f"a-{role}", role=role)
        assert caller.ask("GET", "/monthly-reports").status == status, role
        assert caller.raw(
            "GET", f"/api/v1/monthly-reports/{word(last)}.pdf").status == status, role
    target = tmp_path / "saved.pdf"
    done = run_program("layso", "--hub", testbed.unix, "monthly", "save", f"{word(last)}.pdf",
                       str(target))
    assert done.returncode == 0 and target.read_bytes() == file.read_bytes(), done
    assert word(last) in run_program("layso", "--hub", testbed.unix, "monthly").stdout
    for name in ("2020-01.pdf", "layso.db", "2026-13.pdf", f"{word(last)}.pdf.1.new"):
        assert hub.ask("GET", f"/monthly-reports/{name}").status == 404, name


def test_what_a_killed_hub_left_goes_and_the_rest_is_made(testbed):
    last, before, earliest = months_back(1), months_back(2), months_back(3)
    play(testbed, [earliest, last])
    folder = testbed.data / "reports"
    folder.mkdir()
    for name in (f"{word(earliest)}.pdf", f"{word(earliest)}.xlsx", f"{word(last)}.xlsx",
                 f"{word(last)}.pdf.77.new"):
        (folder / name).write_text("half")
    hub = testbed.start_hub(with_site=False)
    look(testbed)
    wait_for(lambda: kept(hub) == [word(last), word(earliest)], "a month without figures has none")
    assert (folder / f"{word(last)}.xlsx").read_bytes().startswith(b"PK"), "made again, whole"
    assert not list(folder.glob("*.new")) and not list(folder.glob(f"{word(before)}*"))


@pytest.mark.parametrize("conf, n", [("[reports]\nkeep_months = 1\n", 1),
                                     ("[reports]\nkeep_months = 0\n", 2)])
def test_so_many_are_kept(testbed, conf, n):
    last, before = months_back(1), months_back(2)
    play(testbed, [before, last])
    folder = testbed.data / "reports"
    folder.mkdir()
    for kind in ("pdf", "xlsx"):
        (folder / f"{word(before)}.{kind}").write_text("old")
        (folder / f"2020-01.{kind}").write_text("older")
    testbed.more_config += conf
    hub = testbed.start_hub(with_site=False)
    look(testbed)
    if n == 1:
        wait_for(lambda: kept(hub) == [word(last)], "the newest alone stays")
    else:
        assert hub.get("/monthly-reports")["keep_months"] == 0
        assert kept(hub) == [word(before), "2020-01"], "nothing is made, and nothing removed"


def test_health_says_that_none_can_be_kept(testbed):
    play(testbed, [months_back(1)])
    (testbed.data / "reports").write_text("no folder")
    hub = testbed.start_hub(with_site=False)
    look(testbed)

    def part():
        devices = hub.get("/health")["devices"]
        return next((d for d in devices if d["name"] == "hub/reports"), None)

    wait_for(lambda: part() and part()["state"] == "failed", "health says it")
    assert hub.ask("GET", "/state").status == 200


def test_the_period_before_stands_in_a_file(testbed, tmp_path):
    first, second = (datetime.date(2026, month, 5) for month in (9, 10))
    play(testbed, [first, first + datetime.timedelta(1), second])
    hub = testbed.start_hub(with_site=False)
    query = ("services.{}?from=2026-10-01&to=2026-10-31&language=en&previous=true"
             "&columns=issued,wait_median_s,within_percent")
    sheet = book_of(hub, query.format("xlsx"))["Beside the period before"]
    assert sheet["A3"].value.startswith("Beside the period before: 01/09/2026 – 30/09/2026. This")
    head, *rows = [row[:4] for row in sheet.iter_rows(min_row=HEAD, max_row=HEAD + 3,
                                                      values_only=True)]
    assert head == ("Total", "This period", "Period before", "Difference")
    minute = datetime.timedelta(minutes=1)
    assert rows[0] == ("Issued", 1, 2, -1) and rows[1][:3] == ("Wait: median", minute, minute)
    text = " ".join("\n".join(texts_of(pdf_of(hub, query.format("pdf"), tmp_path))).split())
    assert "31 days, the one before 30" in text and re.search(r"Issued 1 2 −1\b", text)
    assert hub.get("/reports/services?from=2026-10-01&to=2026-10-31")["previous"] == {
        "from": "2026-09-01", "to": "2026-09-30"}
    none = "services.pdf?from=2026-09-01&to=2026-09-30&language=en&previous=true"
    text = "\n".join(texts_of(pdf_of(hub, none, tmp_path)))
    assert "There are no figures of the period before" in text
    first_of_all = "services.pdf?from=1970-01-01&to=1970-01-01&previous=true"
    assert texts_of(pdf_of(hub, first_of_all, tmp_path))
    for path in ("services.csv", "services", "dossiers.pdf"):
        answer = hub.ask("GET", f"/reports/{path}?previous=true")
        assert (answer.status, answer.json["field"]) == (400, "previous"), path
