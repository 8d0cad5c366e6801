# SPDX-License-Identifier: Apache-2.0
"""hubd is killed at random instants under load. What was acknowledged is there, once."""

import collections
import http.client
import os
import random
import threading
import time
import uuid

from hubclient import Caller
from shim import counted
from waiting import SECONDS

KILLS = int(os.environ.get("LAYSO_TEST_KILLS", "100"))
SEED = int(os.environ.get("LAYSO_TEST_SEED", str(time.time_ns() % 1_000_000)))
VERIFY_EVERY = 25
CLIENTS = 4
COUNTERS = 2
AWAY = (OSError, http.client.HTTPException)


class Visitors:
    """Those who press and those who call. Each asks again, with the same press, until it is
    answered, as the kiosk does."""

    def __init__(self, testbed):
        self.testbed = testbed
        self.stop = threading.Event()
        self.faults = []
        self.acknowledged = {}  # press: (id, number)
        self.called = []  # (ticket, counter)
        self.threads = [threading.Thread(target=self._run, args=(self.issue,))
                        for _ in range(CLIENTS)]  # fmt: skip
        self.threads += [threading.Thread(target=self._run, args=(self.serve, n))
                         for n in range(1, COUNTERS + 1)]  # fmt: skip

    def _run(self, function, *arguments):
        caller = Caller(self.testbed.unix)
        try:
            while not self.stop.is_set():
                function(caller, *arguments)
        except Exception as fault:  # pylint: disable=broad-except
            self.faults.append(fault)
        finally:
            caller.close()

    def insist(self, function):
        """The answer, however often the hub goes away before it comes."""
        end = time.monotonic() + SECONDS
        while True:
            try:
                return function()
            except AWAY:
                if time.monotonic() > end:
                    raise
                time.sleep(0.005)

    def issue(self, caller):
        press = str(uuid.uuid4())
        body = {"service": "A", "press_id": press}
        answer = self.insist(lambda: caller.ask("POST", "/tickets", body))
        assert answer.status in (200, 201), answer
        ticket = answer.json
        self.acknowledged[press] = (ticket["id"], ticket["number"])

    def move(self, caller, counter, move):
        """The counter after a move, or what became of it when no answer came."""
        try:
            answer = caller.ask("POST", f"/counters/{counter}/{move}", {})
            if answer.status == 200:
                if move in ("call-next", "finish-next") and answer.json["ticket"]:
                    self.called.append((answer.json["ticket"]["id"], counter))
            else:
                assert answer.status in (204, 409), answer
        except AWAY:
            pass

    def serve(self, caller, counter):
        state = self.insist(caller.state)
        mine = next(c for c in state["counters"] if c["number"] == counter)
        ticket = mine["ticket"]
        if not ticket:
            self.move(caller, counter, "call-next")
        elif ticket["state"] == "CALLED":
            self.move(caller, counter, "appear")
        else:
            self.move(caller, counter, "finish-next")


def everything(hub):
    """All tickets of the day by id, and all call events."""
    tickets = {t["id"]: t for t in hub.tickets()}
    end, seen = hub.seq(), []
    with hub.stream(after=0) as stream:
        while not seen or seen[-1].seq < end:
            seen.append(stream.next())
    return tickets, [(e.data["ticket"], e.data["counter"]) for e in seen if e.kind == "call"]


def check(hub, visitors):
    tickets, calls = everything(hub)
    for press, (identity, number) in visitors.acknowledged.items():
        assert identity in tickets, f"acknowledged and lost: {number} (press {press})"
        assert tickets[identity]["number"] == number
    numbers = collections.Counter(t["number"] for t in tickets.values())
    assert max(numbers.values()) == 1, f"given twice: {numbers.most_common(3)}"
    identities = collections.Counter(i for i, _ in visitors.acknowledged.values())
    assert max(identities.values()) == 1, "two presses got one ticket"
    # A press in flight at the end may have its ticket without its answer, but only those.
    assert len(tickets) - len(visitors.acknowledged) <= CLIENTS, "one press made two tickets"
    made = collections.Counter(calls)
    for call in visitors.called:
        assert made[call] == 1, f"acknowledged call {call} is {made[call]} times in the log"
    assert max(collections.Counter(t for t, _ in calls).values()) == 1, "called by two counters"


def test_killed_at_random_instants(testbed):
    print(f"seed {SEED} (set LAYSO_TEST_SEED to repeat)")
    chance = random.Random(SEED)
    hub = testbed.start_hub()
    for counter in range(1, COUNTERS + 1):
        hub.open(counter)
    visitors = Visitors(testbed)
    for thread in visitors.threads:
        thread.start()
    try:
        for kill in range(1, KILLS + 1):
            time.sleep(chance.uniform(0.0, 0.25))  # the random instant
            testbed.hub.kill()
            if kill % VERIFY_EVERY == 0:
                testbed.verify()
            testbed.hub.start()
            assert not visitors.faults, visitors.faults[0]
    finally:
        visitors.stop.set()
        for thread in visitors.threads:
            thread.join(SECONDS * 2)
    assert not any(thread.is_alive() for thread in visitors.threads)
    assert not visitors.faults, visitors.faults[0]
    assert len(visitors.acknowledged) > KILLS, "there was no load"
    assert len(visitors.called) > COUNTERS, "nobody was called"
    hub.close()
    check(hub, visitors)
    testbed.verify()
    testbed.hub.stop()
    testbed.verify()
    testbed.hub.start()
    hub.close()
    check(hub, visitors)
    counted(f"fault: {KILLS} kills under load (seed {SEED}), {len(visitors.acknowledged)} tickets "
            f"and {len(visitors.called)} calls acknowledged, 0 violations")  # fmt: skip
