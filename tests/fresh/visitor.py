# SPDX-License-Identifier: Apache-2.0
"""Walks one visitor through a running hall: a button, a slip, a call, the hall display.

visitor.py first|again HUB SIMULATOR SLIPS-FOLDER

Prints "passed: …" or "FAILED: …" for each step.
"""

import json
import pathlib
import sys
import time
import urllib.error
import urllib.request

SECONDS = 20
# What one waits for may not look at this machine's proxy: everything is on loopback.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Failed(Exception):
    pass


def ask(url, body=None):
    """The answer's bytes; a body is posted as JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise Failed(f"{url}: {error.code} {error.read().decode(errors='replace')}") from None


def wait_for(what, question):
    """Asks until there is an answer, and gives it."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.05)
    raise Failed(f"{what} did not come within {SECONDS} s")


class Visitor:
    def __init__(self, hub, simulator, slips):
        self.hub = hub.rstrip("/")
        self.simulator = simulator.rstrip("/")
        self.slips = pathlib.Path(slips)

    def state(self):
        return json.loads(ask(f"{self.simulator}/api/state"))

    def picture(self, screen):
        png = ask(f"{self.simulator}/api/screens/{screen}.png")
        if not png.startswith(b"\x89PNG"):
            raise Failed(f"{screen}.png is no picture")
        return png

    def api(self, path, body=None):
        answer = ask(f"{self.hub}/api/v1{path}", body)
        return json.loads(answer) if answer else None

    def pages_answer(self):
        for page in (f"{self.hub}/", f"{self.simulator}/"):
            if b"</html>" not in ask(page):
                raise Failed(f"{page} is no page")

    def press_gives_slip(self):
        """The panel's first button that takes a ticket."""
        before = self.state()
        names = [b["name"] for b in before["panel"]["buttons"] if b.get("does") == "take"]
        if not names:
            raise Failed("no button on the panel takes a ticket")
        old = before["printer"]["slips"]
        ask(f"{self.simulator}/api/button", {"name": names[0]})
        after = wait_for("a slip", lambda: self.newer_slip(old))
        slip = after["slips"][0]
        if slip["garbage"] or slip["clipped"] or not slip["cut"]:
            raise Failed(f"the slip is not clean: {slip}")
        path = self.slips / f"{slip['id']:03}.png"
        if not path.read_bytes().startswith(b"\x89PNG"):
            raise Failed(f"{path} is no picture")

    def newer_slip(self, old):
        state = self.state()
        return state if state["printer"]["slips"] > old else None

    def call_changes_hall(self):
        before = self.picture("hall")
        counters = self.api("/state")["counters"]
        number = counters[0]["number"]
        staff = self.api("/site")["site"]["staff"][0]["id"]
        if counters[0]["state"] == "OFF":
            self.api(f"/counters/{number}/open", {"staff": staff})
        counter = self.api(f"/counters/{number}/call-next", {})
        if not counter or not counter["ticket"]:
            raise Failed("nobody is waiting at the first counter")
        wait_for("another picture of the hall", lambda: self.picture("hall") != before)
        self.number = counter["ticket"]["number"]

    def day_goes_on(self):
        """What was called before the restart is still called; the next number is another."""
        called = self.api("/state")["counters"][0]["ticket"]
        if not called or called["state"] != "CALLED":
            raise Failed(f"the call did not survive the restart: {called}")
        self.press_gives_slip()
        waiting = [t["number"] for t in self.api("/state")["waiting"]]
        if not waiting or called["number"] in waiting:
            raise Failed(f"after {called['number']} these are waiting: {waiting}")


WALKS = {
    "first": [
        (Visitor.pages_answer, "both pages are there"),
        (Visitor.press_gives_slip, "a button pressed gives a clean slip"),
        (Visitor.call_changes_hall, "a call changes the hall display"),
    ],
    "again": [
        (Visitor.pages_answer, "both pages are there again"),
        (Visitor.day_goes_on, "the day goes on where it was"),
    ],
}


def main(walk, *arguments):
    visitor = Visitor(*arguments)
    for step, name in WALKS[walk]:
        try:
            step(visitor)
        except (Failed, OSError, LookupError, ValueError) as fault:
            print(f"FAILED: {name}: {fault!r}")
            return 1
        print(f"passed: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
