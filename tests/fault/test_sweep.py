# SPDX-License-Identifier: Apache-2.0
"""One fault at a time, at each call that a morning makes (script.py): the hub is killed, the disk
gives errors, pages are lost. Afterwards the hub starts, the independent checker finds nothing, and
what was acknowledged is there.

There is a kill at every n, an error at every n and an error at every read; which kind it is (killed
before, after or amid the call; EIO, ENOSPC, EINTR or half of the bytes) takes turns, from
LAYSO_TEST_SEED on. With LAYSO_TEST_WHOLE=1 each n has each kind (some minutes more)."""

import concurrent.futures
import contextlib
import errno
import os
import shutil
import sqlite3

import pytest
from script import AWAY, Script, count_calls, injected, make_yesterday, page_count
from shim import FaultyHouse, counted
from waiting import wait_for

WHOLE = bool(os.environ.get("LAYSO_TEST_WHOLE"))
SEED = int(os.environ.get("LAYSO_TEST_SEED", "0"))
WORKERS = 4  # they wait for the disk more than for a core
CHANGES = ("write", "sync", "rename", "unlink", "truncate", "link", "mkdir")
KILLS = ("kill", "kill_after", "kill_torn")
ERRORS = ("EIO", "ENOSPC", "EINTR", "short")
PRESSES = 60


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep") / "base"
    make_yesterday(folder)
    return folder


@pytest.fixture(scope="module")
def calls(base):
    counts = count_calls(base)
    assert counts["write"] > 100 and counts["sync"] > 20 and counts["rename"] >= 2, counts
    return counts


def sweep(base, what, jobs):
    """Runs (action, op, fault) each once; all of it must hold."""
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        runs = [pool.submit(injected, base, action, op, **fault) for action, op, fault in jobs]
        results = [run.result() for run in runs]
    fired = sum(1 for came, _, _ in results if came)
    refused = sum(refusals for _, refusals, _ in results)
    faults = [fault for _, _, fault in results if fault]
    kind = "every kind at each call" if WHOLE else "one at each call, the kinds in turn"
    counted(f"fault: {fired} {what} ({kind}), {refused} refusals borne, {len(faults)} violations")
    assert not faults, f"{len(faults)} of {len(jobs)}:\n" + "\n".join(faults[:5])
    assert fired > 0.9 * len(jobs), "the faults did not come"


def kinds(which, n):
    """Those that call n has: each of them, or the next in turn."""
    return which if WHOLE else (which[(n + SEED) % len(which)],)


def error(op, kind, n):
    if kind == "short":
        return ("short", op, {"at": n})
    return ("error", op, {"at": n, "error": getattr(errno, kind)})


def test_killed_at_every_call_that_changes_a_file(base, calls):
    jobs = []
    for op in CHANGES:
        kills = KILLS if op == "write" else KILLS[:2]
        jobs += [(k, op, {"at": n}) for n in range(1, calls[op] + 1) for k in kinds(kills, n)]
    sweep(base, "kills", jobs)


def test_an_error_at_each_call_that_changes_a_file(base, calls):
    jobs = []
    for op in (*CHANGES, "open"):
        errors = ERRORS if op == "write" else ERRORS[:3]
        jobs += [error(op, e, n) for n in range(1, calls[op] + 1) for e in kinds(errors, n)]
    sweep(base, "errors of changes", jobs)


def test_an_error_at_each_read_is_no_reason_to_rebuild(base, calls):
    errors = ("EIO", "short")
    sweep(base, "errors of reads",
          [error("read", e, n) for n in range(1, calls["read"] + 1) for e in kinds(errors, n)])


@pytest.mark.parametrize("at", [1, 4, 9, 16, 25, 36])
def test_a_disk_that_does_not_read_at_all_costs_nothing(base, at):
    """From the at-th read on every one fails. The hub may not come up; nothing is changed."""
    script = Script(base)
    try:
        script.testbed.shim.arm("error", "read", at=at, times=0)
        with contextlib.suppress(AssertionError):
            script.start()
        assert script.testbed.shim.fired
        script.prove()
    finally:
        script.close()


# ---- pages ----


@pytest.fixture(scope="module")
def busy(base, tmp_path_factory):
    """A database with a morning's tickets; (folder, press to (id, number))."""
    folder = tmp_path_factory.mktemp("pages") / "busy"
    script = Script(base)
    try:
        script.start()
        script.move(1, "open", staff="quay-1")
        for n in range(PRESSES):
            script.issue(f"press-{n}")
        for _ in range(10):
            for move in ("call-next", "appear", "finish"):
                script.move(1, move)
        script.stop()
        shutil.copytree(script.testbed.data, folder)
        return folder, script.kept
    finally:
        script.close()


def press(testbed, daemon):
    """One press after the look at every page, at which the hub may end, and is started again."""
    for _ in range(4):
        hub = testbed.caller()
        try:
            wait_for(
                lambda: hub.get("/health")["hub"]["integrity"]["state"] != "unknown",
                "every page was looked at",
            )
            return hub, hub.ask("POST", "/tickets", {"service": "A", "press_id": "next"})
        except AWAY:
            daemon.process.wait(20)
            daemon.kill()
            daemon.start()
    raise AssertionError(f"it ends again and again:\n{daemon.log()[-2000:]}")


def lose_page(busy, page, size):
    """What became of it: "rebuilt", "mended" or "unmet"; raises when a rule is broken."""
    folder, kept = busy
    testbed = FaultyHouse()
    try:
        shutil.copytree(folder, testbed.data, dirs_exist_ok=True)
        with open(testbed.data / "layso.db", "r+b") as file:
            file.seek((page - 1) * size)
            file.write(bytes(size))
        testbed.hub = testbed.new_hub()
        testbed.hub.start()
        hub, answer = press(testbed, testbed.hub)
        there = {t["id"]: t["number"] for t in hub.get("/tickets?limit=1000")["tickets"]}
        lost = [n for i, n in kept.values() if there.get(i) != n]
        rebuilt = list(testbed.data.glob("*.damaged-*"))
        assert answer.status == 201 or (rebuilt and answer.json["error"] == "no_site"), answer
        if answer.status == 201:
            given = [number for _, number in kept.values()]
            assert answer.json["number"] not in given, f"given twice: {answer}"
        if rebuilt:
            wait_for(lambda: hub.get("/health")["status"] == "trouble", "somebody is told")
            testbed.check()
            return "rebuilt", len(lost)
        assert not lost, f"lost without a word: {lost}"
        if "indexes were made anew" in testbed.hub.log():
            testbed.check()
            return "mended", 0
        return "unmet", 0
    finally:
        with contextlib.suppress(AssertionError):
            testbed.close()


def test_each_page_lost_in_turn(busy):
    pages, size = page_count(busy[0] / "layso.db")
    outcomes, faults, lost = [], [], 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        runs = {page: pool.submit(lose_page, busy, page, size) for page in range(1, pages + 1)}
    for page, run in runs.items():
        try:
            outcome, gone = run.result()
            outcomes.append(outcome)
            lost = max(lost, gone)
        except Exception as fault:  # pylint: disable=broad-except
            faults.append(f"page {page}: {fault}")
    counted(f"fault: {pages} pages lost in turn, {outcomes.count('rebuilt')} rebuilt, "
            f"{outcomes.count('mended')} mended, {outcomes.count('unmet')} not met by a start and "
            f"a press, {len(faults)} violations")  # fmt: skip
    assert not faults, "\n".join(faults[:5])
    assert outcomes.count("rebuilt") > 10
    assert outcomes.count("unmet") <= 2, "what is in use is looked at"


class Rebuild:
    """A start that finds a page of the log gone, with one fault in it."""

    def __init__(self, busy):
        folder, self.kept = busy
        self.testbed = FaultyHouse()
        shutil.copytree(folder, self.testbed.data, dirs_exist_ok=True)
        database = self.testbed.data / "layso.db"
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as seen:
            pages = seen.execute(
                "SELECT pageno FROM dbstat WHERE name = 'event' AND pagetype = 'leaf' "
                "ORDER BY path"
            ).fetchall()
        with open(database, "r+b") as file:
            file.seek((pages[len(pages) // 2][0] - 1) * 4096)
            file.write(bytes(4096))
        self.testbed.hub = self.testbed.new_hub()

    def start(self):
        for _ in range(5):
            with contextlib.suppress(AssertionError):
                self.testbed.hub.start()
                return
            self.testbed.hub.kill()
        raise AssertionError(self.testbed.hub.log()[-2000:])

    def prove(self):
        self.testbed.shim.disarm()
        tickets = self.testbed.caller().get("/tickets?limit=1000")["tickets"]
        there = {t["id"]: t["number"] for t in tickets}
        lost = [n for i, n in self.kept.values() if there.get(i) != n]
        assert not lost, f"lost: {lost}\n{self.testbed.hub.log()[-2000:]}"
        assert len(list(self.testbed.data.glob("*.damaged-?"))) == 1, "the damaged one is kept once"
        self.testbed.check()


def rebuilt_with(busy, op, n, kind):
    rebuild = Rebuild(busy)
    try:
        rebuild.testbed.shim.arm("error", op, at=n, error=getattr(errno, kind))
        rebuild.start()
        fired = rebuild.testbed.shim.fired
        rebuild.prove()
        return fired, None
    except Exception as fault:  # pylint: disable=broad-except
        return 1, f"{kind} at {op} {n}: {fault}"
    finally:
        with contextlib.suppress(AssertionError):
            rebuild.testbed.close()


def test_an_error_at_each_call_of_a_rebuild(busy):
    rebuild = Rebuild(busy)
    try:
        rebuild.start()
        counts = {op: rebuild.testbed.shim.count(op) for op in (*CHANGES, "read", "open")}
        rebuild.prove()
    finally:
        rebuild.testbed.close()
    step = 1 if WHOLE else 4
    jobs = [
        (op, n, ERRORS[(n // step + SEED) % 2])
        for op in counts for n in range(1 + SEED % step, counts[op] + 1, step)
    ]  # fmt: skip
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(lambda job: rebuilt_with(busy, *job), jobs))
    faults = [fault for _, fault in results if fault]
    fired = sum(1 for came, _ in results if came)
    counted(f"fault: {fired} errors in a rebuild, {len(faults)} violations")
    assert not faults, f"{len(faults)} of {len(jobs)}:\n" + "\n".join(faults[:5])
    assert fired > 0.8 * len(jobs)


def test_the_page_test_looks_at_the_right_bytes(busy):
    """A database without its first page is none: the sweep above would see nothing otherwise."""
    pages, size = page_count(busy[0] / "layso.db")
    assert pages > 20 and size == 4096
    with contextlib.closing(sqlite3.connect(busy[0] / "layso.db")) as database:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
