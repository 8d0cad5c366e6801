# SPDX-License-Identifier: Apache-2.0
"""Many at once: 8 who take numbers, 4 counters that call, for some seconds."""

import collections
import threading
import time

from hubclient import Caller
from sitedata import site
from waiting import SECONDS

SECONDS_OF_LOAD = 4
CLIENTS = 8
COUNTERS = 4


class Crowd:
    """Threads with a caller each; what any of them raises is raised at the end."""

    def __init__(self, address):
        self.address = address
        self.end = time.monotonic() + SECONDS_OF_LOAD
        self.faults = []
        self.threads = []

    def add(self, function, *arguments):
        def run():
            caller = Caller(self.address)
            try:
                while time.monotonic() < self.end:
                    function(caller, *arguments)
            except Exception as fault:  # pylint: disable=broad-except
                self.faults.append(fault)
            finally:
                caller.close()

        self.threads.append(threading.Thread(target=run))

    def run(self):
        for thread in self.threads:
            thread.start()
        for thread in self.threads:
            thread.join(SECONDS_OF_LOAD + SECONDS)
            assert not thread.is_alive(), "a caller hangs"
        if self.faults:
            raise self.faults[0]


def serve_one(caller, counter, called):
    ticket = caller.call_next(counter)
    if ticket:
        called.append((ticket["id"], counter))
        caller.counter(counter, "appear")
        caller.counter(counter, "finish")


def test_no_number_twice_and_no_ticket_to_two_counters(testbed):
    services = ["A", "B", "C"]
    hub = testbed.start_hub(
        site(counters=[{"number": n, "name": {"vi": f"Quầy {n}"}, "services": services}
                       for n in range(1, COUNTERS + 1)])
    )  # fmt: skip
    issued, called = [], []
    crowd = Crowd(testbed.unix)
    for client in range(CLIENTS):
        crowd.add(lambda c, i=client: issued.append(c.issue(services[i % 3])))
    for counter in range(1, COUNTERS + 1):
        hub.open(counter)
        crowd.add(serve_one, counter, called)
    crowd.run()

    assert len(issued) > 50 and len(called) > 20, "the crowd was no crowd"
    numbers = collections.Counter(ticket["number"] for ticket in issued)
    assert max(numbers.values()) == 1, numbers.most_common(3)
    assert len({ticket["id"] for ticket in issued}) == len(issued)
    calls = collections.Counter(ticket for ticket, _ in called)
    assert max(calls.values()) == 1, calls.most_common(3)
    for service in services:
        mine = sorted(int(t["number"][1:]) for t in issued if t["service"] == service)
        assert mine == list(range(1, len(mine) + 1)), "numbers have no gap either"
    finished = {t["id"] for t in hub.tickets() if t["state"] == "FINISHED"}
    assert finished == set(calls)
    testbed.verify()
    testbed.hub.stop()
    testbed.verify()
    testbed.hub.start()


def test_first_come_first_served_under_load(testbed):
    """With one lane and one counter, the order of the calls is the order of the numbers."""
    hub = testbed.start_hub()
    hub.open(1)
    called = []
    crowd = Crowd(testbed.unix)
    crowd.end = time.monotonic() + 1.5
    for _ in range(4):
        crowd.add(lambda c: c.issue("A"))
    crowd.add(serve_one, 1, called)
    crowd.run()
    order = [identity for identity, _ in called]
    assert len(order) > 5 and order == sorted(order)
