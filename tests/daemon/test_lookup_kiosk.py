# SPDX-License-Identifier: Apache-2.0
"""The kiosk at which procedures are looked up: from a search to the printed list of papers, with
the hub and without it."""

import subprocess

from frames import Frame
from processes import BUILD, program_environment
from sitedata import SITE, today
from test_lookup_pages import take
from waiting import wait_for

SIZE = (1280, 800)
TODAY = today().isoformat()
LIST = [
    {"code": "1.000001", "name": "Đăng ký khai sinh", "sector": "Hộ tịch",
     "papers": [{"name": "Tờ khai", "originals": 1}], "checked_day": TODAY,
     "ways": [{"channel": "direct", "fee": "8.000 đồng", "exempt": "Trẻ em"}]},
    {"code": "1.000002", "name": "Đăng ký khai tử", "sector": "Hộ tịch", "checked_day": TODAY},
    {"code": "1.000003", "name": "Tách thửa đất", "sector": "Đất đai", "checked_day": TODAY},
]  # fmt: skip
# enum lookup_action
SEARCH, EVENTS, FIND, PRINT, TICKET, WAYS, REPORT, START, CLEAR = 0, 2, 9, 11, 12, 13, 14, 15, 16
PRINTER = {"width_dots": 576, "dpi": 203, "cut": "yes", "feed_dots": 100}


class Kiosk:
    def __init__(self, testbed, journeys):
        self.testbed = testbed
        board = testbed.board(printer=PRINTER, kiosk=SIZE, kiosk_more={"journeys": journeys})
        self.sim = testbed.start_simulator(board)
        self.frame = Frame(testbed.sim_folder, "kiosk")
        self.daemon = testbed.start_kiosk(board=board)
        self.start = (self.daemon, board)
        if "tickets" in journeys:
            self.wait_log(": services")  # before it takes a touch for the page that comes then

    def wait_log(self, text, count=1):
        wait_for(lambda: self.daemon.log().count(text) >= count, f"{count} times {text!r}")

    def touch(self, page, kind, index, *words):
        """Touches a key of the page that is shown, and waits until the screen is another."""
        said = subprocess.run([BUILD / "tests/daemon/lookup-keys", *map(str, SIZE), page, *words],
                              capture_output=True, text=True, check=True,
                              env=program_environment())  # fmt: skip
        lines = map(str.split, said.stdout.splitlines())
        keys = {(k, int(i)): (int(x), int(y)) for k, i, x, y in lines}
        # A touch counts for the page that is on the screen: a busy machine draws the next one late.
        before = self.frame.wait_still(0.4 if kind == "letter" else 1.2)
        self.sim.tap("kiosk", *keys[kind, index])
        wait_for(lambda: self.frame.picture().difference(before) > 0, f"{page}: {kind} {index}")

    def type(self, text):
        """Letters without marks, which are keys of their own place."""
        plain = "ABCDĐEGHIKLMNOPQRSTUVXY"
        for at, letter in enumerate(text):
            self.touch("typing", "letter", plain.index(letter), f"typed={text[:at]}")

    def search(self, text):
        self.touch("start", "action", SEARCH, "tickets")
        self.type(text)
        self.touch("typing", "action", FIND, f"typed={text}")


def test_papers_are_looked_up_and_printed_without_the_hub(testbed, hub):
    take(hub, LIST)
    kiosk = Kiosk(testbed, "tickets, lookup")
    kiosk.wait_log("3 procedures can be looked up")
    wait_for(lambda: kiosk.sim.state()["printer"]["connected"], "the printer is found")
    kiosk.touch("first", "action", START)
    kiosk.search("THUA")
    # The hub goes in the middle; what was found is on this board.
    testbed.hub.kill()
    kiosk.wait_log("lookup: typing: message")
    kiosk.touch("list", "entry", 0, "Tách thửa đất")
    kiosk.wait_log("lookup: message: procedure")
    kiosk.touch("procedure", "action", PRINT, "print")
    slip = kiosk.sim.wait_slips(1)[0]
    assert slip["cut"] and not slip["garbage"] and not slip["clipped"]
    assert kiosk.sim.qr(slip, testbed.folder) == f"{SITE['public_url']}/tra-cuu/1.000003"
    kiosk.wait_log("list of papers: ")


def test_a_life_event_leads_to_its_procedures(testbed, hub):
    take(hub, LIST)
    kiosk = Kiosk(testbed, "tickets, lookup")
    kiosk.wait_log("3 procedures can be looked up")
    kiosk.touch("first", "action", START)
    kiosk.touch("start", "action", EVENTS, "tickets", "events")
    kiosk.wait_log("lookup: start: life events")
    # The installed events of which there are procedures, in their order.
    events = ["Sinh con", "Người thân qua đời"]
    kiosk.touch("list", "entry", 1, *events)
    kiosk.wait_log("lookup: life events: message")
    kiosk.wait_log("lookup: message: results")
    kiosk.touch("list", "entry", 0, "Đăng ký khai tử")
    kiosk.wait_log("lookup: message: procedure")


def test_what_may_be_meant_is_touched_before_all_is_typed(testbed, hub):
    take(hub, LIST)
    kiosk = Kiosk(testbed, "tickets, lookup")
    kiosk.wait_log("3 procedures can be looked up")
    kiosk.touch("first", "action", START)
    kiosk.touch("start", "action", SEARCH, "tickets", "events")
    kiosk.type("TACH")
    kiosk.touch("typing", "action", CLEAR, "typed=TACH", "Tách thửa đất")
    kiosk.type("TU")
    kiosk.touch("typing", "entry", 0, "typed=TU", "Đăng ký khai tử")
    kiosk.wait_log("lookup: message: procedure")


def test_the_hub_counts_what_was_looked_up_while_it_was_away(testbed, hub):
    take(hub, LIST)
    kiosk = Kiosk(testbed, "tickets, lookup")
    kiosk.wait_log("3 procedures can be looked up")
    testbed.hub.kill()
    kiosk.touch("first", "action", START)
    kiosk.touch("start", "action", SEARCH, "tickets")
    kiosk.type("QXQXQX")
    kiosk.touch("typing", "action", CLEAR, "typed=QXQXQX")
    kiosk.type("THUA")
    kiosk.touch("typing", "action", FIND, "typed=THUA")
    kiosk.wait_log("lookup: typing: message")
    kiosk.touch("list", "entry", 0, "Tách thửa đất")
    kiosk.wait_log("lookup: message: procedure")
    kiosk.touch("procedure", "action", WAYS, "print")
    kiosk.wait_log("lookup: procedure: ways")
    kiosk.touch("ways", "action", REPORT, "report")
    kiosk.wait_log("lookup: ways: message")
    testbed.hub.start()
    hub = testbed.caller()
    wrong = {"key": "1.000003", "count": 1}
    wait_for(lambda: [{k: one[k] for k in wrong} for one in hub.get("/procedures/wrong")["wrong"]]
             == [wrong], "what is said to be wrong is known")  # fmt: skip
    (looked,) = hub.get("/procedures/lookups")["lookups"]
    assert looked["key"] == "1.000003" and looked["place"] == "kiosk" and looked["count"] == 1
    assert hub.get("/procedures/misses")["misses"] == [{"text": "QXQXQX", "count": 1}]
    total = hub.get("/reports/lookups")["rows"][0]
    assert (total["searches"], total["unanswered"]) == (2, 1), "not each letter"


def test_health_says_what_the_look_up_lacks(testbed, hub):
    """At seven inches a code leads to a phone, which is less than the board file promises."""
    take(hub, LIST)
    for name, inches in (("kiosk-1", 7), ("kiosk-3", 10.1)):
        small = {"diagonal_inch": inches, "journeys": "tickets, lookup"}
        board = testbed.board(name, printer=PRINTER, kiosk=(1024, 600), kiosk_more=small)
        testbed.start_kiosk(board=board, name=name)
    board = testbed.board("alone", kiosk=SIZE, kiosk_more={"journeys": "lookup"})
    testbed.start_kiosk(board=board, name="kiosk-2")
    notes = lambda: {d["name"]: d["note"] for d in hub.get("/health")["devices"]}  # noqa: E731
    wait_for(lambda: "không đủ chỗ" in notes().get("kiosk-1/screen", ""), "the screen is small")
    wait_for(lambda: "không có máy in" in notes().get("kiosk-2/procedures", ""), "no printer")
    wait_for(lambda: "kiosk-3/procedures" in notes(), "the third is there")
    nothing = ("kiosk-1/procedures", "kiosk-2/screen", "kiosk-3/screen", "kiosk-3/procedures")
    assert [notes()[name] for name in nothing] == [""] * len(nothing)
