# SPDX-License-Identifier: Apache-2.0
"""The procedures on a phone: pages that the hub writes, without a script, from the catalogue as it
is now."""

import json
import re
from urllib.parse import quote

from processes import ROOT
from sitedata import today
from waiting import wait_for

TODAY = today().isoformat()
LIST = [
    {"code": "1.000001", "name": "Đăng ký <script>khai sinh</script>", "sector": "Hộ tịch",
     "papers": [{"name": "Tờ khai", "originals": 1}], "checked_day": TODAY,
     "ways": [{"channel": "direct", "fee": "8.000 đồng", "exempt": "Trẻ em"}]},
    {"code": "1.000002", "name": "Khai sinh kiểu cũ", "sector": "Hộ tịch", "state": "replaced",
     "replaced_by": "1.000001", "checked_day": TODAY},
    {"code": "1.000003", "name": "Tách thửa", "sector": "Đất đai", "checked_day": TODAY},
]  # fmt: skip
STYLE = (ROOT / "ui" / "web" / "lookup.css").stat().st_size
PAGE = "text/html; charset=utf-8"


def take(hub, records):
    wish = {"file": "list.json", "text": json.dumps(records)}
    seen = hub.post("/procedures/import", wish)
    hub.post("/procedures/import",
             wish | {"digest": seen["digest"], "catalogue": seen["catalogue"]})  # fmt: skip


def show(hub, path, status=200, **headers):
    answer = hub.raw("GET", path, headers=headers)
    assert answer.status == status, answer
    assert answer.headers["content-type"] == PAGE
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert len(answer.body) + STYLE <= 50_000
    html = answer.body.decode()
    assert "<script" not in html and "lookup_page." not in html
    return answer, html


def test_procedures_are_read_on_a_phone(testbed, hub):
    _, html = show(hub, "/tra-cuu")
    assert "Trung tâm chưa đưa thủ tục" in html and "<form" not in html
    take(hub, LIST)
    # Sectors with counts of what holds; each leads on, to the end.
    answer, html = show(hub, "/tra-cuu")
    links = re.findall(r'<li><a href="([^"]+sector[^"]+)"><span>([^<]+)</span> <b>(\d+)</b>',
                       html)  # fmt: skip
    assert [(name, n) for _, name, n in links] == [("Đất đai", "1"), ("Hộ tịch", "1")]
    assert answer.headers["cache-control"] == "no-cache"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert hub.raw("GET", "/tra-cuu", headers=tag).status == 304
    _, html = show(hub, links[1][0])
    (link,) = re.findall(r'<li><a href="([^"]+)">', html)
    assert link == "/tra-cuu/1.000001"
    _, html = show(hub, link + ".000.00.00.H56?lang=en")
    assert "&lt;script&gt;" in html and "Papers to bring" in html and 'lang="vi"' in html
    assert "8.000 đồng" in html and "Trẻ em" in html and "Take a number for: Civil status" in html
    # A question, by the search that everybody has: misspelled; in everyday words.
    version = hub.get("/procedures/counts")["catalogue"]
    wait_for(lambda: hub.get("/procedures/search?q=x&typing=true")["catalogue"] == version, "it")
    _, html = show(hub, "/tra-cuu?q=khai+shin&fbclid=x")
    assert re.findall(r'<li><a href="([^"]+)">', html) == [link]
    _, html = show(hub, f"/tra-cuu?q={quote('vợ mới đẻ')}")
    assert re.findall(r'<li><a href="([^"]+)">', html)[0] == link
    _, html = show(hub, "/tra-cuu/1.000002")
    assert "Thủ tục thay thế:" in html and f'href="{link}"' in html
    # Nothing: said kindly, with lists to begin with.
    _, html = show(hub, "/tra-cuu?q=xyzzy")
    assert "Không tìm thấy" in html and "Chọn theo sự việc" in html and "Hộ tịch" in html
    assert [miss["text"] for miss in hub.get("/procedures/misses")["misses"]] == ["xyzzy"]
    # By what has happened: with valid procedures alone, also the centre's own.
    events = re.findall(r'<li><a href="([^"]+event[^"]+)"><span>([^<]+)</span> <b>(\d+)</b>',
                        show(hub, "/tra-cuu")[1])  # fmt: skip
    assert [(name, n) for _, name, n in events] == [("Sinh con", "1")]
    _, html = show(hub, events[0][0] + "&lang=en")
    assert "<h1>A birth</h1>" in html and f'href="{link}?lang=en"' in html
    _, html = show(hub, "/tra-cuu/9.999999", status=404)
    assert "không có thủ tục đó" in html
    # Of a service; of none: all.
    site = hub.get("/site")["site"]
    for wrong in ({"sectors": {"none": ["Đất đai"]}}, {"sectors": {"A": "Đất đai"}},
                  {"links": {"procedure": "ftp://x.example/{code}"}}):  # fmt: skip
        assert hub.ask("PUT", "/site", site | {"catalogue": wrong}).status == 400
    portal = "https://portal.example.vn/"
    own = {"procedure": "1.000001", "link": portal + "moi?a=1&b"}
    split = {"name": {"vi": "Chia đất", "en": "Land"}, "words": ["tách thửa"]}
    site["catalogue"] = {"sectors": {"A": ["Đất đai"]}, "events": [split],
                         "links": {"procedure": portal + "{short}", "own": [own]}}  # fmt: skip
    hub.call("PUT", "/site", site)
    assert "<span>Chia đất</span> <b>1</b>" in show(hub, "/tra-cuu")[1]
    assert "1.000003" in show(hub, f"/tra-cuu?event={quote('Chia đất')}")[1]
    assert re.findall("<span>(.+)</span> <b>", show(hub, "/tra-cuu?service=A")[1]) == [
        "Đất đai", "Hộ tịch"]  # fmt: skip
    # One sector is no choice: its procedures.
    hub.call("PUT", "/site", site | {"catalogue": {"sectors": {"B": ["Đất đai"]}}})
    _, html = show(hub, "/tra-cuu?service=B&lang=en")
    assert '<h1 lang="vi">Đất đai</h1>' in html and "/tra-cuu/1.000003?lang=en" in html
    assert f'href="/tra-cuu?sector={quote("Đất đai")}&amp;lang=vi"' in html
    hub.call("PUT", "/site", site)
    _, html = show(hub, "/tra-cuu/1.000003")
    assert 'href="https://portal.example.vn/1.000003"' in html and "rời khỏi trang" in html
    assert "Lấy số cho: Hộ tịch" in html
    assert 'href="https://portal.example.vn/moi?a=1&amp;b"' in show(hub, link)[1]
    for odd in ("?q=%00%ff", "?q=" + "a" * 5000, "?part=x&sector=", "?lang=zz&service=%3Cb%3E",
                "?event=%00", "?event=x"):
        show(hub, "/tra-cuu" + odd)
    # What is taken back is gone at once.
    hub.post("/procedures/undo")
    assert "Trung tâm chưa đưa thủ tục" in show(hub, "/tra-cuu")[1]


def test_pages_that_are_read_are_counted(testbed, hub):
    def lookups():
        return [(one["key"], one["place"], one["count"])
                for one in hub.get("/procedures/lookups")["lookups"]]  # fmt: skip

    take(hub, LIST)
    page = "/tra-cuu/1.000001"
    show(hub, page + ".000.00.00.H56")
    _, first = show(hub, page)
    assert lookups() == [("1.000001", "phone", 2)]
    # No visitor: a robot's look, what may be read next, another part, what there is not.
    tag = hub.raw("GET", page).headers["etag"]
    assert hub.raw("GET", page, headers={"If-None-Match": tag}).status == 304
    assert hub.raw("HEAD", page).status == 200
    show(hub, page, **{"Sec-Purpose": "prefetch;prerender"})
    show(hub, page + "?part=2")
    show(hub, "/tra-cuu/9.999999", status=404)
    assert lookups() == [("1.000001", "phone", 4)] and first
    # What has ended is looked up, too.
    show(hub, "/tra-cuu/1.000002")
    assert ("1.000002", "phone", 1) in lookups()
    # One phone makes no figures, and reads on.
    for _ in range(30):
        show(hub, page)
    show(hub, "/tra-cuu/1.000002")
    counted = {key: n for key, _, n in lookups()}
    assert counted == {"1.000001": 20, "1.000002": 2}, "others behind its address are counted"
    assert set(json.loads((testbed.data / "lookup-counts.json").read_text())) == {TODAY[:7]}


def test_a_form_without_a_script_says_that_a_procedure_is_wrong(testbed, hub):
    def wrong():
        return {one["key"]: one["count"] for one in hub.get("/procedures/wrong")["wrong"]}

    def press(path, body="", **headers):
        form = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return anybody.raw("POST", path, body, form)

    take(hub, LIST)
    anybody = testbed.caller(testbed.http)
    _, html = show(hub, "/tra-cuu/1.000001?lang=en")
    (form,) = re.findall(r'<form class="wrong" method="post" action="([^"]+)">', html)
    assert form == "/tra-cuu/1.000001/wrong?lang=en" and "Thank you" not in html
    answer = press(form)
    assert (answer.status, answer.headers["location"]) == (
        303, "/tra-cuu/1.000001?said=wrong&lang=en")  # fmt: skip
    _, html = show(hub, answer.headers["location"])
    assert "Thank you" in html and 'class="wrong"' not in html and "said" not in html
    assert wrong() == {"1.000001": 1}
    # The page that thanks is no other look-up. A code will do; what is sent with it is not read.
    assert [one["count"] for one in hub.get("/procedures/lookups")["lookups"]] == [1]
    assert press("/tra-cuu/1.000002.000.00.00.H56/wrong", "text=x&name=y").status == 303
    assert wrong() == {"1.000001": 1, "1.000002": 1}
    # Of another site; of what there is not; by a link.
    assert press(form, Origin="http://elsewhere.example").status == 403
    answer = press("/tra-cuu/9.999999/wrong")
    assert answer.status == 404 and "không có thủ tục đó" in answer.body.decode()
    assert anybody.raw("GET", "/tra-cuu/1.000001/wrong").status == 405
    # Pressed again and again it is noted, and keeps nobody behind the same address from saying
    # something else, nor from reading.
    assert [press(form).status for _ in range(100)] == [303] * 100
    assert wrong() == {"1.000001": 3, "1.000002": 1}
    assert press("/tra-cuu/1.000002/wrong").status == 303
    assert wrong() == {"1.000001": 3, "1.000002": 2}
    show(hub, "/tra-cuu/1.000001")
    statuses = [press(form).status for _ in range(600)]
    assert statuses[-1] == 429, "a machine presses"
    answer = press(form)
    assert answer.headers["content-type"] == PAGE and b"<h1>" in answer.body
