# SPDX-License-Identifier: Apache-2.0
"""The hall's screen is off at the hours that its board file says, and never while it is needed."""

import contextlib
import socket

from frames import Frame
from processes import DATADIR
from sitedata import closed_now, minute_far_from_now
from voicepack import VoicePacks
from waiting import stays, wait_for

REST_S = 1


def screen_health(hub):
    found = [d for d in hub.get("/health")["devices"] if d["name"] == "hall-1/screen"]
    return (found[0]["state"], found[0]["fault"]) if found else None


class Finger:
    """The simulator's end of the touches."""

    def __init__(self, folder):
        folder.mkdir(exist_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / "hall.touch"))
        self.listener.listen(1)
        self.listener.settimeout(20)

    def tap(self):
        with contextlib.closing(self.listener.accept()[0]) as link:
            link.sendall(b"down 10 10\nup 10 10\n")


def test_at_night_it_is_off_until_somebody_needs_it(testbed, hub, tmp_path):
    packs = VoicePacks(tmp_path / "data", DATADIR, ("vi",))
    testbed.environment["LAYSO_DATADIR"] = str(packs.folder)
    hub.open(2)
    hub.open(1)
    first, second = hub.issue("A"), hub.issue("A")
    hub.call_next(1)
    hub.counter(1, "appear")
    assert hub.ask("PUT", "/site", closed_now()).status == 200
    more = {"touch": "yes", "off_after_s": REST_S, "on_at": "-".join(minute_far_from_now())}
    finger = Finger(testbed.sim_folder)
    sound = {"path": "hall.wav", "volume_percent": 100}
    board = testbed.board(hall=(640, 360), hall_more=more, hall_sound=sound)
    hall = testbed.start_hall(board=board)
    frame = Frame(testbed.sim_folder, "hall")
    frame.wait_there()
    wait_for(lambda: screen_health(hub) == ("ok", "none"), "the hub knows of the screen")
    stays(lambda: not frame.is_off(), "one waits", 2 * REST_S)

    hub.at_ticket(second["id"], "leave")
    wait_for(frame.is_off, "nobody waits, and who is served is where they should be")
    wait_for(lambda: screen_health(hub) == ("off", "none"), "health says so, as no fault")
    finger.tap()
    wait_for(lambda: hall.log().count("is switched on") == 1, "a touch wakes it")
    wait_for(frame.is_off, "for a while")
    hub.at_ticket(second["id"], "undo-leave")
    wait_for(lambda: not frame.is_off(), "somebody waits")
    hub.at_ticket(second["id"], "leave")
    wait_for(frame.is_off, "nobody does")
    before = frame.counter()
    hub.counter(1, "undo-appear")
    wait_for(lambda: not frame.is_off() and frame.counter() > before, "a call is open")
    stays(lambda: not frame.is_off(), "it stays while it is waited for", 2 * REST_S)
    wait_for(lambda: screen_health(hub) == ("ok", "none"), "health says that it is on")
    assert hub.ticket(first["id"])["state"] == "CALLED"

    hub.counter(1, "appear")
    wait_for(frame.is_off, "it is night again")
    hub.at_ticket(second["id"], "undo-leave")
    hub.call_next(2)
    clip = "vi:number-2"
    wait_for(lambda: any(name == clip for name, _ in packs.heard(testbed.sim_folder / "hall.wav")),
             "the call is said, too")
    assert not frame.is_off()
