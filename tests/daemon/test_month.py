# SPDX-License-Identifier: Apache-2.0
"""The figures of a generated month against sums that are made here, from the same happenings, in
another way: lists of all times, sorted."""

import collections
import datetime
import decimal
import json
import pathlib
import random
import subprocess

import pytest
from processes import program_path
from sitedata import ZONE, site

FIRST = datetime.date(2025, 9, 29)  # a month that begins within an ISO week
DAYS = 33
FIRST_OF_NEXT = 2  # the first of October
TARGETS = {"A": 600, "B": 1200}
STAFF = {1: "quay-1", 2: "quay-2"}


def wall_ms(day, seconds):
    start = datetime.datetime.combine(day, datetime.time(), ZONE)
    return int(start.timestamp() * 1000) + int(seconds * 1000)


class Month:
    """What happened: lines for the player, and what they mean."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.tickets = []
        self.sessions = []
        self.portals = []
        for n in range(DAYS):
            day = FIRST + datetime.timedelta(n)
            if day.weekday() < 5:
                self.make_day(day)
        self.make_portals()
        self.lines.sort(key=lambda line: line[0])
        self.give_numbers()

    def say(self, day, seconds, word, *more):
        """A line; a ticket stands for its id, which is known when all lines are in order."""
        seconds = round(seconds, 3)
        self.lines.append((wall_ms(day, seconds), len(self.lines), word, more))

    def make_day(self, day):
        rng = self.random
        arrivals = sorted(rng.uniform(7.5 * 3600, 16.5 * 3600) for _ in range(rng.randint(5, 40)))
        free = {counter: 7.4 * 3600 for counter in STAFF}
        for counter, staff in STAFF.items():
            self.open_counter(day, counter, staff)
        for at in arrivals:
            self.make_ticket(day, round(at, 3), free)
        self.say(day, 24 * 3600, "tick")

    def make_portals(self):
        """Within a day, over midnight, and over the end of a month and of a week."""
        for first, at, last, until in (
            (1, 9 * 3600, 1, 9 * 3600 + 1234.5),
            (3, 16 * 3600, 4, 8 * 3600),
            (FIRST_OF_NEXT - 1, 23 * 3600 + 3000, FIRST_OF_NEXT, 600),
            (DAYS - 8, 12 * 3600, DAYS - 5, 12 * 3600),
        ):
            begin, end = FIRST + datetime.timedelta(first), FIRST + datetime.timedelta(last)
            self.say(begin, at, "portal", 1)
            self.say(end, until, "portal", 0)
            self.portals.append((wall_ms(begin, at), wall_ms(end, until)))

    def open_counter(self, day, counter, staff):
        opened, closed = 7.3 * 3600 + counter, 17.9 * 3600 + counter
        session = {"day": day, "counter": counter, "staff": staff, "open": closed - opened}
        session["pauses"] = session["paused"] = 0
        self.say(day, opened, "open", counter, staff)
        if self.random.random() < 0.7:
            # Before the first visitor comes, so that the counter is free.
            length = self.random.randint(20, 200)
            self.say(day, opened + 30, "pause", counter)
            self.say(day, opened + 30 + length, "resume", counter)
            session["pauses"], session["paused"] = 1, length
        self.say(day, closed, "close", counter)
        self.sessions.append(session)

    def make_ticket(self, day, at, free):
        rng = self.random
        priority = rng.random() < 0.2
        ticket = {
            "day": day, "at": at, "service": rng.choice("AB"), "wait": None, "serve": None,
            "lane": "priority" if priority else "regular", "counter": None, "rating": 0,
            "printed": False, "failed": 0, "reprinted": 0,
        }  # fmt: skip
        self.tickets.append(ticket)
        self.say(day, at, "issue", int(priority), ticket["service"], ticket)
        self.make_slip(day, at, ticket)
        fate = rng.random()
        counter = min(free, key=free.get)
        call = max(at + rng.uniform(1, 60), free[counter] + rng.uniform(1, 30))
        if fate < 0.05 or call > 17 * 3600:
            ticket["state"] = "expired"
            return
        if fate < 0.12:
            ticket["state"] = "left" if fate < 0.09 else "voided"
            self.say(day, at + 20, "leave" if fate < 0.09 else "void", ticket)
            return
        call = round(call, 3)
        ticket.update(counter=counter, wait=call - at)
        self.say(day, call, "call", counter, ticket)
        if fate < 0.2:
            ticket["state"] = "no_show"
            free[counter] = call + 40
            self.say(day, call + 40, "absent", counter)
            return
        appear = round(call + rng.uniform(2, 30), 3)
        serve = round(rng.expovariate(1 / 900) + 5, 3)
        ticket.update(state="served", serve=serve, served_at=appear)
        free[counter] = appear + serve
        self.say(day, appear, "appear", counter)
        self.say(day, appear + serve, "finish", counter)
        if appear + serve > 17.8 * 3600:
            pytest.fail("the generated day is too long")
        if rng.random() < 0.5:
            ticket["rating"] = rng.choice([1, 2, 3, 4, 4, 5, 5, 5])
            self.say(day, appear + serve + 15, "rate", ticket, ticket["rating"])

    def make_slip(self, day, at, ticket):
        fails = self.random.random() < 0.1
        if fails:
            ticket["failed"] = ticket["reprinted"] = 1
            self.say(day, at + 2, "paper", ticket, "FAILED")
            self.say(day, at + 4, "reprint", ticket)
        ticket["printed"] = True
        self.say(day, at + 6, "paper", ticket, "PRINTED")

    def give_numbers(self):
        issued = [more[2] for _, _, word, more in self.lines if word == "issue"]
        for number, ticket in enumerate(issued, 1):
            ticket["id"] = number

    def script(self):
        yield str(wall_ms(FIRST, 6 * 3600))
        for ms, _, word, more in self.lines:
            if word == "issue":
                more = more[:2]
            words = (m["id"] if isinstance(m, dict) else m for m in more)
            yield " ".join(map(str, (ms, word, *words)))


# The sums


def rank(times, percent):
    if not times:
        return None
    ordered = sorted(times)
    at = max(-(-len(ordered) * percent // 100), 1)
    return int(decimal.Decimal(str(ordered[at - 1])).quantize(0, decimal.ROUND_HALF_UP))


def mean(times):
    """As whole seconds, a half upwards."""
    if not times:
        return None
    total = sum(decimal.Decimal(str(one)) for one in times)
    return int((total / len(times)).quantize(0, decimal.ROUND_HALF_UP))


def two_decimals(part, whole):
    if not whole:
        return None
    value = decimal.Decimal(part) / decimal.Decimal(whole)
    return float(value.quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP))


def expected(tickets):
    waits = [round(t["wait"], 3) for t in tickets if t["wait"] is not None]
    scores = [t["rating"] for t in tickets if t["rating"]]
    within = sum(t["wait"] is not None and t["wait"] <= TARGETS[t["service"]] for t in tickets)
    count = collections.Counter(t["state"] for t in tickets)
    row = {name: count[name] for name in ("served", "no_show", "left", "voided", "expired")}
    row |= {
        "issued": len(tickets),
        "wait_mean_s": mean(waits),
        "wait_median_s": rank(waits, 50),
        "wait_p90_s": rank(waits, 90),
        "called": len(waits),
        "within_target": within,
        "within_percent": two_decimals(100 * within, len(waits)),
        "printed": sum(t["printed"] for t in tickets),
        "failed": sum(t["failed"] for t in tickets),
        "reprinted": sum(t["reprinted"] for t in tickets),
        "rated": len(scores),
        "not_rated": count["served"] - len(scores),
        "rating_mean": two_decimals(sum(scores), len(scores)),
        **{f"rated_{n}": scores.count(n) for n in range(1, 6)},
    }
    return row


def expected_times(tickets):
    serves = [t["serve"] for t in tickets if t["serve"] is not None]
    return {
        "serve_mean_s": mean(serves),
        "serve_median_s": rank(serves, 50),
        "serve_p90_s": rank(serves, 90),
    }


def grouped(tickets, key):
    groups = collections.defaultdict(list)
    for ticket in tickets:
        if key(ticket) is not None:
            groups[key(ticket)].append(ticket)
    return groups


def clock_hour(seconds):
    return f"{int(seconds // 3600):02}"


KEYS = {
    "days": lambda t: t["day"].isoformat(),
    "weeks": lambda t: "{}-W{:02}".format(*t["day"].isocalendar()[:2]),
    "months": lambda t: t["day"].isoformat()[:7],
    "services": lambda t: t["service"],
    "counters": lambda t: t["counter"] and f"{t['counter']:02}",
    "lanes": lambda t: t["lane"],
    "staff": lambda t: STAFF.get(t["counter"]),
    "ratings": lambda t: t["service"],
    "slips": lambda _: "kiosk-1",
    "hours": lambda t: clock_hour(t["at"]),
}


@pytest.fixture(scope="module")
def month():
    return Month(20251001)


@pytest.fixture(scope="module")
def hub(shared_testbed, month):
    """A hub on a database into which the month was played."""
    data = site()
    data["hours"] = "always"
    data["rules"] = {**data.get("rules", {}), "absent_behind": 0}
    data["services"] = [s for s in data["services"] if s["id"] in TARGETS]
    for service in data["services"]:
        service["wait_target_s"] = TARGETS[service["id"]]
        service.pop("hours", None)
        service.pop("daily_limit", None)
    for counter in data["counters"]:
        counter["services"] = [s for s in counter["services"] if s in TARGETS]
    shared_testbed.data.mkdir(parents=True)
    path = shared_testbed.write("site.json", json.dumps(data))
    player = pathlib.Path(program_path("layso-hubd")).parents[2] / "tests/bench/bench-play"
    done = subprocess.run(
        [player, shared_testbed.data, path],
        input="\n".join(month.script()) + "\n",
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return shared_testbed.start_hub(with_site=False)


def rows_of(hub, shared_testbed, name):
    asker = shared_testbed.caller(name="boss", role="director")
    last = FIRST + datetime.timedelta(DAYS - 1)
    answer = asker.get(f"/reports/{name}?from={FIRST}&to={last}")
    return {row["key"]: row for row in answer["rows"]}


@pytest.mark.parametrize("name", list(KEYS))
def test_the_figures_of_a_month(hub, shared_testbed, month, name):
    rows = rows_of(hub, shared_testbed, name)
    groups = grouped(month.tickets, KEYS[name])
    shown = {key for key, row in rows.items() if row.get("issued", 1) or row.get("called")}
    assert shown == {*groups, "total"}
    for key, tickets in [*groups.items(), ("total", month.tickets)]:
        wanted = expected(tickets)
        if name not in ("hours", "ratings", "slips"):
            wanted |= expected_times(tickets)
        row = rows[key]
        compared = {k: row[k] for k in wanted if k in row}
        assert compared, row
        assert compared == {k: wanted[k] for k in compared}, key


def test_times_of_service_by_the_hour_they_began(hub, shared_testbed, month):
    rows = rows_of(hub, shared_testbed, "hours")
    served = [t for t in month.tickets if t["serve"] is not None]
    for key, tickets in grouped(served, lambda t: clock_hour(t["served_at"])).items():
        wanted = expected_times(tickets)
        assert {k: rows[key][k] for k in wanted} == wanted, key


@pytest.mark.parametrize("name", ["pauses", "counters", "staff", "days"])
def test_sessions_and_pauses_of_a_month(hub, shared_testbed, month, name):
    keys = {
        "pauses": lambda s: f"{s['counter']:02}",
        "counters": lambda s: f"{s['counter']:02}",
        "staff": lambda s: s["staff"],
        "days": lambda s: s["day"].isoformat(),
    }
    rows = rows_of(hub, shared_testbed, name)
    for key, sessions in grouped(month.sessions, keys[name]).items():
        row = rows[key]
        assert row["sessions"] == len(sessions)
        assert row["pauses"] == sum(s["pauses"] for s in sessions)
        assert row["paused_s"] == sum(s["paused"] for s in sessions)
        assert row["open_s"] == sum(int(round(s["open"], 3)) for s in sessions)


def is_weekend(day):
    return datetime.date.fromisoformat(day).weekday() >= 5


@pytest.mark.parametrize("name", ["days", "weeks", "months"])
def test_the_portals_disruptions_of_a_month(hub, shared_testbed, month, name):
    rows = rows_of(hub, shared_testbed, name)
    down = collections.Counter()
    total = 0
    for n in range(DAYS):
        day = FIRST + datetime.timedelta(n)
        start, end = wall_ms(day, 0), wall_ms(day, 24 * 3600)
        ms = sum(max(min(up, end) - max(went, start), 0) for went, up in month.portals)
        down[KEYS[name]({"day": day})] += ms
        total += ms
    shown = {key: row["portal_down_s"] for key, row in rows.items() if key != "total"}
    # A weekend without visitors is no day of its own, and counts in its week and month.
    assert shown == {key: down[key] // 1000 for key in shown}
    assert all(name == "days" and is_weekend(day) for day in set(down) - set(shown))
    assert rows["total"]["portal_down_s"] == total // 1000
    assert sum(ms > 0 for ms in down.values()) >= 2
    last = FIRST + datetime.timedelta(DAYS - 1)
    spans = hub.get(f"/reports/{name}?from={FIRST}&to={last}")["portal"]
    told = [[datetime.datetime.fromisoformat(s[k]).timestamp() * 1000 for k in ("from", "to")]
            for s in spans]  # fmt: skip
    assert [[round(a), round(b)] for a, b in told] == sorted(map(list, month.portals))


def test_figures_of_people_are_the_directors(hub, shared_testbed, month):
    for role in ("helper", "clerk", "supervisor", "admin", "kiosk", "hall", "viewer"):
        asker = shared_testbed.caller(name=f"a-{role}", role=role)
        assert asker.ask("GET", "/reports/staff").status == 403, role
        assert asker.ask("GET", "/reports/staff.csv").status == 403, role


def test_one_service_alone(hub, month):
    last = FIRST + datetime.timedelta(DAYS - 1)
    rows = hub.get(f"/reports/months?from={FIRST}&to={last}&service=B")["rows"]
    of_b = [t for t in month.tickets if t["service"] == "B"]
    assert rows[-1]["issued"] == len(of_b)
    assert rows[-1]["wait_p90_s"] == expected(of_b)["wait_p90_s"]
    assert "sessions" not in rows[-1], "a counter's sessions are of no service"


def test_the_log_gives_the_same_tables(hub, shared_testbed):
    shared_testbed.verify()
