# SPDX-License-Identifier: Apache-2.0
"""The hall display: what is called is seen, and only what is called."""

import pytest
from frames import Frame
from waiting import stays, wait_for

SIZE = (1280, 720)
# Sanitizers and two busy cores; how soon a picture comes is measured by tests/bench. Less than the
# eight seconds for which a call stands out.
SEEN_S = 7.0


class Hall:
    def __init__(self, testbed, size=SIZE):
        self.testbed = testbed
        self.board = testbed.board(hall=size)
        self.frame = Frame(testbed.sim_folder, "hall")
        self.daemon = None

    def start(self):
        self.daemon = self.testbed.start_hall(board=self.board)
        self.frame.wait_there()
        return self

    def wait_known(self, hub):
        """Waits until the display follows this hub."""
        wait_for(lambda: "hall-1" in [d["name"] for d in hub.get("/health")["devices"]],
                 "the hub knows of the display")  # fmt: skip
        wait_for(lambda: "the state as of event" in self.daemon.log(), "it has the hub's state")
        wait_for(lambda: self.frame.picture().colours() > 4, "the hall is drawn")
        return self.frame.wait_still(1.5)


@pytest.fixture
def hall(testbed, hub):
    made = Hall(testbed).start()
    made.wait_known(hub)
    return made


def call(hub, counter=1):
    hub.issue("A")
    return hub.call_next(counter)


def test_a_call_is_seen_at_once_and_large(hub, hall):
    hub.open(1)
    ticket = hub.issue("A")
    before = hall.frame.wait_still()
    hub.call_next(1)
    after = hall.frame.wait_change(before, "the call is shown", SEEN_S, part=0.05)
    assert after.colours() > 4
    assert ticket["number"] == "A001"


def test_after_some_seconds_the_call_is_one_of_the_last(hub, hall):
    hub.open(1)
    empty = hall.frame.wait_still()
    call(hub)
    hall.frame.wait_change(empty, "the call is shown", SEEN_S, part=0.05)
    large = hall.frame.wait_still()  # after the motion, which lasts 350 ms
    # CALLS_SHOW_MS: 8 s, after which it stands in the list with its counter.
    hall.frame.wait_change(large, "the call no longer stands out", 20, part=0.05)
    assert hall.frame.wait_still().difference(empty) > 0, "it stands in the list"


def test_the_counter_and_the_number_are_in_the_picture(hub, hall):
    """Two calls that differ in the counter alone, or in the number alone, look different."""
    hub.open(1)
    hub.open(2)
    empty = hall.frame.wait_still()
    hub.issue("A")
    hub.issue("A")
    with_waiting = hall.frame.wait_change(empty, "two are waiting", SEEN_S)
    hub.counter(1, "call", number="A001")
    first = hall.frame.wait_change(with_waiting, "the call", SEEN_S, part=0.05)
    hub.counter(1, "undo-call")
    hub.counter(2, "call", number="A001")
    other = hall.frame.wait_change(first, "the call at another counter", 20)
    assert other.difference(first) > 0


def test_who_waits_is_counted(hub, hall):
    before = hall.frame.wait_still()
    hub.issue("A")
    one = hall.frame.wait_change(before, "one is waiting", SEEN_S)
    hub.issue("A")
    hall.frame.wait_change(one, "two are waiting", SEEN_S)


def test_nothing_is_drawn_when_nothing_changes(hall):
    hall.frame.wait_still()
    before = hall.frame.counter()
    # The clock may tick once meanwhile, and a notice may turn: nothing like a frame rate.
    stays(lambda: hall.frame.counter() <= before + 8, "hardly anything is drawn", 3)


def test_without_the_hub_the_last_picture_stays_with_a_sentence(testbed, hub, hall):
    hub.open(1)
    call(hub)
    hub.counter(1, "appear")
    hub.issue("A")
    before = hall.frame.wait_still(2.5)
    testbed.hub.kill()
    # More than the clock's next minute: the sentence takes a band of its own.
    hall.frame.wait_change(before, "the public is told", 30, part=0.03)
    after = hall.frame.wait_still()
    assert 0 < after.difference(before) < 0.25, "the picture stays, and something is said"
    testbed.hub.start()
    hub.close()
    restored = hall.frame.wait_change(after, "the hub is back", 30, part=0.03)
    wait_for(lambda: hall.frame.picture().difference(before) < 0.02, "all is as it was before")
    assert restored.colours() > 4


@pytest.mark.parametrize("who", ["hub", "display"])
def test_a_restart_announces_nothing_again(testbed, hub, hall, who):
    hub.open(1)
    empty = hall.frame.wait_still()
    call(hub)
    hall.frame.wait_change(empty, "the call is shown", SEEN_S, part=0.05)
    large = hall.frame.wait_still()  # after the motion, which lasts 350 ms
    hall.frame.wait_change(large, "the call no longer stands out", 20, part=0.05)
    listed = hall.frame.wait_still(2.0)
    if who == "hub":
        testbed.restart_hub(kill=True)
    else:
        hall.daemon.kill()
        hall.frame.path.unlink(missing_ok=True)
        hall.daemon.start()
        hall.frame.wait_there()
    wait_for(lambda: hall.frame.picture().difference(listed) < 0.03, "the list is back")
    stays(lambda: hall.frame.picture().difference(listed) < 0.05, "no call stands out", 2)
    assert hub.state()["calls"][0]["calls"] == 1
    hub.issue("A")
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    before = hall.frame.wait_still()
    hub.call_next(1)
    hall.frame.wait_change(before, "the next call is shown all the same", SEEN_S, part=0.05)


def test_a_display_that_starts_knows_of_every_open_call(testbed, hub):
    """One is waited for while another counter serves more than the hub lists as the last calls."""
    hub.open(1)
    hub.open(2)
    call(hub, 2)
    for _ in range(13):
        call(hub)
        hub.counter(1, "appear")
        hub.counter(1, "finish")
    calls = [(c["number"], c["state"]) for c in hub.state()["calls"]]
    assert calls[-1] == ("A001", "CALLED")
    assert len(calls) == 13
    hall = Hall(testbed).start()
    shown = hall.wait_known(hub)
    hub.counter(2, "appear")
    hall.frame.wait_change(shown, "it was shown, and is being served now", SEEN_S)


def test_a_display_that_was_away_has_missed_nothing(testbed, hub, hall):
    """It is stopped, not killed: its stream breaks and is resumed."""
    hub.open(1)
    empty = hall.frame.wait_still()
    testbed.restart_hub(kill=True)
    call(hub)
    hall.frame.wait_change(empty, "the call made meanwhile is shown", 30, part=0.05)


@pytest.mark.parametrize("size", [(1280, 720), (3840, 2160), (1080, 1920), (2160, 3840)],
                         ids=lambda s: f"{s[0]}x{s[1]}")  # fmt: skip
def test_every_size_and_orientation(testbed, hub, size):
    hall = Hall(testbed, size).start()
    picture = hall.wait_known(hub)
    assert (picture.width, picture.height) == size


def test_the_display_is_gone_when_it_is(testbed, hub, hall):
    hall.daemon.kill()
    states = {d["name"]: d["state"] for d in hub.get("/health")["devices"]}
    assert states["hall-1"] == "ok", "a short loss is no trouble"
    wait_for(
        lambda: {d["name"]: d["state"] for d in hub.get("/health")["devices"]}["hall-1"] == "gone",
        "the hub says that the display is gone",
        40,
    )
    hall.daemon.start()
    wait_for(
        lambda: {d["name"]: d["state"] for d in hub.get("/health")["devices"]}["hall-1"] == "ok",
        "it is back",
    )


def test_a_display_without_a_hub_says_so_and_waits(testbed):
    hall = Hall(testbed).start()
    wait_for(lambda: hall.frame.picture().colours() > 2, "a neutral picture, not a black one")
    before = hall.frame.wait_still()
    hub = testbed.start_hub()
    hall.frame.wait_change(before, "the hall is shown once the hub is there", 30, part=0.02)
    hall.wait_known(hub)
