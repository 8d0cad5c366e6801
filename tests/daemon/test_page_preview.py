# SPDX-License-Identifier: Apache-2.0
"""What the manager sees of a page before it is stored is what screens show of it afterwards."""

from waiting import wait_for

LONG = {"title": {"vi": "Lịch tiêm chủng", "en": "Vaccination"}, "seconds": 300,
        "table": {"columns": [{"vi": "Ngày", "en": "Day"}, "Giờ"],
                  "rows": [[{"vi": f"Ngày {i}", "en": f"Day {i}"}, "07:30"] for i in range(30)]},
        "link": {"url": "https://portal.example/lich", "words": {"vi": "Quét"}}}  # fmt: skip
SIZES = [(1920, 1080), (1080, 1920)]


def preview(hub, page, width=1920, height=1080, **more):
    body = {"page": page, "width": width, "height": height, "inches": 43, **more}
    return hub.call("POST", "/pages/preview", body)["view"]


def shown(screen, width, height, more):
    """The main panel of a browser's screen, once a page stands in it."""
    path = f"/hall?width={width}&height={height}&inches=43{more}"

    def main():
        answer = screen.get(path)["view"]["main"]
        return answer if answer["kind"] == "page" else None

    return wait_for(main, "the page is shown", 40)


def test_a_preview_is_what_the_screens_show(testbed, hub):
    before = hub.get("/site")
    drafts = {(size, board): preview(hub, LONG, *size, board=board)["main"]
              for size in SIZES for board in (True, False)}  # fmt: skip
    assert hub.get("/site") == before, "a preview stores nothing"
    hub.call("PUT", "/pages", {"pages": [LONG]})
    screen = testbed.with_token("screen", "tivi-1")
    for (size, board), draft in drafts.items():
        assert draft == shown(screen, *size, "&board=true" if board else ""), (size, board)
        assert len(draft["qr"]) >= 21 and draft["qr_words"][0] == "Quét"


def test_the_parts_of_a_long_table_are_all_of_it(hub):
    first = preview(hub, LONG, board=True)["main"]["table"]
    parts = [preview(hub, LONG, board=True, part=i)["main"]["table"] for i in range(first["pages"])]
    assert [part["page"] for part in parts] == list(range(first["pages"])) and len(parts) > 1
    rows = [row for part in parts for row in part["rows"][1:]]
    assert [row[0] for row in rows] == [[f"Ngày {i}", f"Day {i}"] for i in range(30)]
    assert preview(hub, LONG, board=True, part=30)["main"]["table"]["page"] == first["pages"] - 1


def test_what_is_not_right_is_said_before_it_is_stored(testbed, hub):
    faulty = (({}, "pages[0]"), ({"link": {"url": "portal"}}, "pages[0].link.url"),
              ({"title": {"vi": "x"}, "to": "x"}, "pages[0].to"), (7, "pages[0]"))  # fmt: skip
    for page, path in faulty:
        answer = hub.ask("POST", "/pages/preview", {"page": page, "width": 1920, "height": 1080})
        assert answer.status == 400 and answer.json["faults"][0]["path"] == path, page
    title = {"title": {"vi": "x"}}
    wrong = (({"page": title, "width": 1920}, "height"),
             ({"page": title, "width": 1, "height": 1}, "width"),
             ({"page": title, "width": 1920, "height": 1080, "more": 1}, "more"))  # fmt: skip
    for body, field in wrong:
        answer = hub.ask("POST", "/pages/preview", body)
        assert (answer.status, answer.json["field"]) == (400, field)
    screen = testbed.with_token("screen", "tivi-1")
    answer = screen.ask("POST", "/pages/preview", {"page": title, "width": 1920, "height": 1080})
    assert answer.status == 403


def test_a_page_over_before_the_present_minute_has_no_minute_left(hub):
    """For a browser that has lost its hub."""
    dated = {"title": {"vi": "x"}, "to": "2020-01-01"}
    assert preview(hub, dated)["main"]["minutes_left"] == 0
    assert preview(hub, {"title": {"vi": "x"}})["main"]["minutes_left"] == -1
    later = preview(hub, {**dated, "to": "2099-01-01T08:00"})
    assert later["main"]["minutes_left"] > 1_000_000
    assert later["main"]["sentences"][0][0]


def test_only_the_halls_page_may_be_framed_and_only_by_the_hub(hub):
    for path, who in (("/hall", "'self'"), ("/manager", "'none'"), ("/", "'none'")):
        policy = hub.raw("GET", path).headers["content-security-policy"]
        assert policy.endswith(f"frame-ancestors {who}"), path
