# SPDX-License-Identifier: Apache-2.0
"""At the kiosk a complaint is a subject that is touched, and a number of its service."""

from sitedata import site
from test_lookup_kiosk import Kiosk
from waiting import wait_for

COMPLAINTS = {
    "subjects": [
        {"id": "waiting", "name": {"vi": "Thời gian chờ", "en": "Waiting"}, "service": "B"},
        {"id": "gone", "name": {"vi": "Việc đã bỏ", "en": "Gone"}, "service": "X"},
    ],
    "days": 5,
    "count": "calendar",
    "official": {"link": "https://pakn.example.vn/", "words": {"vi": "Cổng phản ánh"}},
}
OFFICIAL = COMPLAINTS["official"]["link"]
NAMES = [one["name"]["vi"] for one in COMPLAINTS["subjects"]]


def test_a_subject_gives_a_number_of_its_service(testbed, hub):
    hub.call("PUT", "/site", site(complaints=COMPLAINTS, priority_reasons=[]))
    kiosk = Kiosk(testbed, "tickets")
    kiosk.wait_log("flow: starting, hub: services")
    wait_for(lambda: kiosk.sim.state()["printer"]["connected"], "the printer is found")
    kiosk.touch("ways-on", "complaints", 0)
    kiosk.wait_log("flow: services, complaints: complaints")
    kiosk.touch("complaints", "subject", 1, *NAMES)  # which nobody takes
    kiosk.wait_log("flow: complaints, choose: refused")
    kiosk.wait_log("flow: refused, time: services")
    assert hub.get("/tickets")["tickets"] == []
    kiosk.touch("ways-on", "complaints", 0)
    kiosk.wait_log("flow: services, complaints: complaints", 2)
    kiosk.touch("complaints", "subject", 0, *NAMES)
    (slip,) = kiosk.sim.wait_slips(1)
    kiosk.wait_log("flow: printing, printed: take")
    (ticket,) = hub.get("/tickets")["tickets"]
    assert (ticket["service"], ticket["lane"], ticket["subject"]) == ("B", "regular", "waiting")
    codes = kiosk.sim.codes(slip, testbed.folder)
    assert len(codes) == 2 and OFFICIAL in codes
    assert hub.get("/complaints")["complaints"] == []  # what it was is entered by staff


def test_the_subject_is_on_a_second_slip_too_after_kills(testbed, hub):
    """It stands in the log; the kiosk remembers nothing."""
    hub.call("PUT", "/site", site(complaints=COMPLAINTS, priority_reasons=[]))
    kiosk = Kiosk(testbed, "tickets")
    wait_for(lambda: kiosk.sim.state()["printer"]["connected"], "the printer is found")
    kiosk.touch("ways-on", "complaints", 0)
    kiosk.touch("complaints", "subject", 0, *NAMES)
    kiosk.sim.wait_slips(1)
    kiosk.wait_log("flow: printing, printed: take")
    kiosk.daemon.kill()
    testbed.restart_hub(kill=True)
    (ticket,) = hub.get("/tickets")["tickets"]
    hub.post(f"/tickets/{ticket['id']}/reprint", {})
    kiosk.daemon.start()
    second = kiosk.sim.wait_slips(3)[-1]  # after a cut: perhaps one was left in the printer
    assert OFFICIAL in kiosk.sim.codes(second, testbed.folder)
    # What prints nothing is not told.
    hall = testbed.with_token("hall")
    assert hall.get(f"/tickets/{ticket['id']}")["subject"] is None
    assert testbed.check()["violations"] == 0
