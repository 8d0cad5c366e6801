# SPDX-License-Identifier: Apache-2.0
"""The table of field.md, through the API: each move from each state, allowed or refused; what is
refused changes nothing at all."""

import pytest

STATES = {
    # how a fresh ticket gets there at counter 1
    "WAITING": [],
    "CALLED": ["call"],
    "SERVING": ["call", "appear"],
    "HELD": ["call", "appear", "hold"],
    "SUPPLEMENT": ["call", "appear", "supplement"],
    "NO_SHOW": ["call", "recall", "absent"],
    "FINISHED": ["call", "appear", "finish"],
    "LEFT": ["leave"],
    "VOID": ["void"],
    "EXPIRED": ["day end"],
    "FINISHED_UNCONFIRMED": ["call", "appear", "day end"],
}

ALLOWED = {
    # move: {from: to}
    "call": {"WAITING": "CALLED"},
    "call-next": {"WAITING": "CALLED"},
    "recall": {"CALLED": "CALLED"},
    "appear": {"CALLED": "SERVING"},
    "undo-call": {"CALLED": "WAITING"},
    "absent": {"CALLED": "WAITING"},
    "revive": {"NO_SHOW": "WAITING"},
    "hold": {"SERVING": "HELD"},
    "resume": {"HELD": "SERVING"},
    "return": {"HELD": "WAITING", "SUPPLEMENT": "WAITING"},
    "transfer": {"SERVING": "WAITING"},
    "add-service": {"SERVING": "SERVING"},
    "supplement": {"SERVING": "SUPPLEMENT"},
    "finish": {"SERVING": "FINISHED"},
    "finish-next": {"SERVING": "FINISHED"},  # and nobody waits
    "undo-finish": {"FINISHED": "SERVING"},
    "unfinish": {"FINISHED": "HELD"},
    "undo-appear": {"SERVING": "CALLED"},
    "undo-leave": {"LEFT": "WAITING"},
    "undo-void": {"VOID": "WAITING"},
    "leave": {s: "LEFT" for s in ("WAITING", "CALLED", "HELD", "SUPPLEMENT")},
    "void": {"WAITING": "VOID"},
}

ON_TICKET = {"revive", "return", "leave", "void", "undo-leave", "undo-void"}
LANE_AFTER = {"revive": "return", "return": "return"}


def request(move, ticket):
    """The path and the body of a move."""
    if move in ON_TICKET:
        return f"/tickets/{ticket}/{move}", {}
    if move == "unfinish":  # once the seconds of the counter's undo-finish have passed
        return f"/tickets/{ticket}/undo-finish", {}
    body = {}
    if move in ("call", "resume"):
        body["ticket"] = ticket
    elif move in ("transfer", "add-service"):
        body["service"] = "B"
    return f"/counters/1/{move}", body


def clear_counter(hub):
    """Frees counter 1 from what the test before left there."""
    state = hub.state()
    counter = next(c for c in state["counters"] if c["number"] == 1)
    if not state["day_open"]:
        hub.post("/day", {"move": "open"})
    if counter["state"] != "OFF":
        hub.counter(1, "close", hand_over=True)
    for ticket in hub.get("/tickets?state=WAITING")["tickets"]:
        hub.at_ticket(ticket["id"], "leave")
    hub.open(1)


def bring_to(hub, state):
    """A ticket in this state; the session at counter 1 is open."""
    ticket = hub.issue("A")["id"]
    for step in STATES[state]:
        if step == "day end":
            hub.post("/day", {"move": "close"})
            hub.post("/day", {"move": "open"})
            hub.open(1)
        else:
            path, body = request(step, ticket)
            hub.post(path, body)
    assert hub.ticket(ticket)["state"] == state
    return ticket


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", ALLOWED)
def test_move(shared_hub, state, move):
    hub = shared_hub
    clear_counter(hub)
    ticket = bring_to(hub, state)
    before = hub.state()
    ticket_before = hub.ticket(ticket)
    path, body = request(move, ticket)
    answer = hub.ask("POST", path, body)
    after = hub.ticket(ticket)
    if state in ALLOWED[move]:
        assert answer.status == 200, answer
        assert after["state"] == ALLOWED[move][state]
        assert after["number"] == ticket_before["number"]
        assert after["issued_at"] == ticket_before["issued_at"]
        assert after["lane"] == LANE_AFTER.get(move, ticket_before["lane"])
        assert hub.seq() == before["seq"] + 1, "one move is one event"
        return
    if move == "call-next" and answer.status == 204:
        assert answer.body == b""
    else:
        assert answer.status == 409, answer
        error = answer.json
        assert error["error"] in ("not_allowed", "busy"), error
        assert error["message"] and error.keys() == {"error", "message", "field"}
    assert after == ticket_before
    now = hub.state()
    for one in (now, before):
        one.pop("time")
        for counter in one["counters"]:
            counter.pop("rateable")  # ends by itself, after five minutes
    assert now == before, "a refused move changes nothing"


PAPER_ALLOWED = {
    ("NONE", "reprint"), ("QUEUED", "PRINTED"), ("QUEUED", "FAILED"), ("QUEUED", "UNKNOWN"),
    ("QUEUED", "reprint"), ("PRINTED", "reprint"), ("FAILED", "reprint"), ("UNKNOWN", "reprint"),
    ("UNKNOWN", "PRINTED"), ("UNKNOWN", "FAILED"), ("QUEUED", "NONE"),
    ("QUEUED", "LATER"), ("UNKNOWN", "LATER"), ("LATER", "reprint"), ("LATER", "UNKNOWN"),
    ("LATER", "PRINTED"), ("LATER", "FAILED"),
}  # fmt: skip


@pytest.mark.parametrize("paper", ["NONE", "QUEUED", "PRINTED", "FAILED", "UNKNOWN", "LATER"])
@pytest.mark.parametrize("move", ["NONE", "PRINTED", "FAILED", "UNKNOWN", "LATER", "reprint"])
def test_paper(shared_hub, paper, move):
    """The slip's own axis; it never touches the ticket's."""
    hub = shared_hub
    clear_counter(hub)
    ticket = hub.issue("A", print=paper != "NONE", kiosk="kiosk-1" if paper != "NONE" else None)
    if paper not in ("NONE", "QUEUED"):
        hub.at_ticket(ticket["id"], "paper", state=paper)
    before, seq = hub.ticket(ticket["id"]), hub.seq()
    assert before["paper"] == paper
    if move == "reprint":
        answer = hub.ask("POST", f"/tickets/{ticket['id']}/reprint", {"kiosk": "kiosk-1"})
        target = "QUEUED"
    else:
        answer = hub.ask("POST", f"/tickets/{ticket['id']}/paper", {"state": move})
        target = move
    after = hub.ticket(ticket["id"])
    if (paper, move) in PAPER_ALLOWED:
        assert answer.status == 200, answer
        assert (after["paper"], after["state"]) == (target, "WAITING")
        assert hub.seq() == seq + 1
    elif answer.status == 200:
        # Saying again what is so already is no error, and no event.
        assert paper == move and after == before and hub.seq() == seq
    else:
        assert answer.status == 409, answer
        assert after == before and hub.seq() == seq


SESSION = {
    # state: {move: state after}; what is missing is refused
    "OFF": {"open": "OPEN"},
    "OPEN": {"pause": "PAUSED", "pause-after": "PAUSED", "close": "OFF"},
    "PAUSED": {"resume": "OPEN", "close": "OFF"},
}


@pytest.mark.parametrize("state", SESSION)
@pytest.mark.parametrize("move", ["open", "pause", "pause-after", "resume", "close", "call-next",
                                  "recall"])
def test_session(shared_hub, state, move):
    """OFF, OPEN and PAUSED; a counter that is not open does nothing with tickets."""
    hub = shared_hub
    clear_counter(hub)
    hub.issue("A")
    if state == "OFF":
        hub.counter(1, "close")
    elif state == "PAUSED":
        hub.counter(1, "pause")
    seq = hub.seq()
    body = {"staff": "quay-1"} if move == "open" else {}
    answer = hub.ask("POST", f"/counters/1/{move}", body)
    if move in SESSION[state]:
        assert answer.status == 200, answer
        assert answer.json["state"] == SESSION[state][move]
        assert hub.seq() == seq + 1
    elif move == "call-next" and state == "OPEN":
        assert answer.status == 200
    else:
        assert answer.status == 409, answer
        assert answer.json["error"] in ("no_session", "not_allowed", "busy"), answer
        assert hub.seq() == seq


@pytest.mark.parametrize("move", ["void", "leave", "reprint", "revive", "return"])
def test_a_move_of_a_ticket_is_made_once_for_an_idempotency_key(shared_hub, move):
    """A network that loses the answer never doubles it: the same id gets the same answer."""
    hub = shared_hub
    clear_counter(hub)
    another = hub.issue("A")
    ticket = hub.issue("A", print=True, kiosk="kiosk-1")
    if move in ("revive", "return"):
        hub.counter(1, "call", ticket=ticket["id"])
        if move == "return":
            hub.counter(1, "appear")
            hub.counter(1, "hold")
        else:
            hub.counter(1, "absent")
            if hub.ticket(ticket["id"])["state"] != "NO_SHOW":
                hub.counter(1, "call", ticket=ticket["id"])
                hub.counter(1, "absent")
    body = {"idempotency_key": f"once-{move}"}
    first = hub.at_ticket(ticket["id"], move, **body)
    seq = hub.seq()
    assert hub.at_ticket(ticket["id"], move, **body) == first
    assert hub.seq() == seq
    other = hub.ask("POST", f"/tickets/{another['id']}/{move}", body)
    assert (other.status, other.json["field"]) == (409, "idempotency_key")


CURRENT = {
    "CALLED": ["recall", "appear", "undo-call", "absent"],
    "SERVING": ["hold", "transfer", "add-service", "supplement", "finish", "finish-next"],
}


@pytest.mark.parametrize(("state", "move"), [(s, m) for s in CURRENT for m in CURRENT[s]])
def test_a_move_is_for_the_ticket_that_the_caller_sees(hub, state, move):
    """Two people at one counter: the slower one never moves the other's next ticket."""
    hub.open(1)
    old, new = hub.issue()["id"], hub.issue()["id"]
    hub.counter(1, "call", ticket=old)
    hub.counter(1, "appear")
    hub.counter(1, "finish")
    hub.counter(1, "call", ticket=new)
    if state == "SERVING":
        hub.counter(1, "appear")
    seq = hub.seq()
    _, body = request(move, new)
    refused = hub.ask("POST", f"/counters/1/{move}", body | {"expect": old})
    assert refused.status == 409
    assert refused.json["field"] == "expect"
    assert hub.seq() == seq and hub.ticket(new)["state"] == state
    hub.counter(1, move, **body, expect=new)
    assert hub.seq() > seq


def test_undoing_a_finish_is_for_the_ticket_that_the_caller_saw(hub):
    hub.open(1)
    old, new = hub.issue()["id"], hub.issue()["id"]
    for ticket in (old, new):
        hub.counter(1, "call", ticket=ticket)
        hub.counter(1, "appear")
        hub.counter(1, "finish")
    assert hub.ask("POST", "/counters/1/undo-finish", {"expect": old}).status == 409
    assert hub.counter(1, "undo-finish", expect=new)["ticket"]["id"] == new
