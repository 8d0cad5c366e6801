# SPDX-License-Identifier: Apache-2.0
"""The hub is killed right after a command is on the disk, before anybody is answered: asked again,
it is answered as the first time, and done once."""

import pytest
from script import AWAY
from shim import FaultyHouse

REQUESTS = {
    "issue": ("/tickets", {"service": "A", "press_id": "press-1"}),
    "call": ("/counters/1/call-next", {"idempotency_key": "call-1"}),
    "finish": ("/counters/2/finish-next", {"idempotency_key": "finish-1"}),
    "count": ("/dossiers", {"service": "A", "received_online": 3, "idempotency_key": "count-1"}),
}


@pytest.fixture
def testbed():
    made = FaultyHouse()
    yield made
    made.close()


@pytest.mark.parametrize("name", REQUESTS)
def test_killed_between_the_commit_and_the_answer(testbed, name):
    path, body = REQUESTS[name]
    hub = testbed.start_hub()
    hub.open(1)
    hub.open(2)
    hub.issue("A")
    hub.call_next(2)
    hub.counter(2, "appear")
    first, second = hub.issue("A"), hub.issue("A")
    before = hub.seq()
    events = 2 if name == "finish" else 1
    testbed.shim.arm("kill_after", "sync", suffix="-wal")
    with pytest.raises(AWAY):
        hub.ask("POST", path, body)
    assert testbed.shim.fired == 1
    testbed.hub.process.wait(20)
    testbed.shim.disarm()
    testbed.hub.kill()
    testbed.hub.start()
    hub = testbed.caller()
    assert hub.seq() == before + events + 1, "it is on the disk, and one start"
    again = hub.ask("POST", path, body)
    assert again.status in (200, 201), again
    assert hub.ask("POST", path, body).json == again.json
    assert hub.seq() == before + events + 1, "nothing was done a second time"
    if name == "issue":
        assert again.json["id"] == second["id"] + 1
    if name in ("call", "finish"):
        assert again.json["ticket"]["id"] == first["id"]
        assert hub.ticket(second["id"])["state"] == "WAITING"
    testbed.check()
