# SPDX-License-Identifier: Apache-2.0
"""A morning with all that a hub writes: the day changes, the site is imported, tickets, calls, a
backup, a restore. What was acknowledged is remembered, and looked for afterwards."""

import contextlib
import http.client
import shutil
import sqlite3
import time

from pasttime import DAY_MS, shift_log
from shim import FaultyHouse
from sitedata import site

AWAY = (OSError, http.client.HTTPException)
TRIES = 8
SITE = site(name={"vi": "Trung tâm sau khi nhập", "en": "After the import"})


class Died(Exception):
    """The hub was killed, as was asked for."""


def make_yesterday(folder):
    """A database of yesterday with people left over, in a folder that is copied for each run."""
    testbed = FaultyHouse()
    try:
        hub = testbed.start_hub()
        hub.post("/tokens", {"name": "hall-1", "role": "hall"})
        hub.open(1)
        for _ in range(3):
            hub.issue("A")
        hub.call_next(1)
        hub.counter(1, "appear")
        testbed.hub.stop()
        shift_log(testbed, -DAY_MS)
        shutil.copytree(testbed.data, folder)
    finally:
        testbed.close()


class Script:
    def __init__(self, base, record=False):
        self.testbed = FaultyHouse(record)
        shutil.copytree(base, self.testbed.data, dirs_exist_ok=True)
        self.hub = None
        self.kept = {}  # press: (id, number), of the database that is in force
        self.in_backup = None
        self.numbers = []  # that were ever acknowledged today
        self.in_flight = None  # a press without an answer
        self.site_taken = False
        self.restore = "no"  # "begun", "done"
        self.refused = 0

    def close(self):
        self.testbed.close()

    # One step each

    def start(self):
        """As systemd does: again, when it does not come up."""
        daemon = self.testbed.hub or self.testbed.new_hub()
        self.testbed.hub = daemon
        for _ in range(TRIES):
            daemon.kill()
            try:
                daemon.start()
                break
            except AssertionError:
                status = daemon.process.poll()
                if status == -9:
                    raise Died from None
                assert status is not None, "it neither comes up nor ends"
                self.refused += 1
        else:
            raise AssertionError(f"it does not come up:\n{daemon.log()[-3000:]}")
        self.hub = self.testbed.caller()

    def ask(self, method, path, body=None):
        """An answer that is no "storage" error, however often it takes."""
        answer = None
        for _ in range(TRIES):
            try:
                answer = self.hub.ask(method, path, body)
            except AWAY:
                with contextlib.suppress(Exception):
                    self.testbed.hub.process.wait(2)
                if self.testbed.hub.process.poll() == -9:
                    raise Died from None
                self.start()
                continue
            if answer.status != 503:
                return answer
            self.refused += 1
        raise AssertionError(f"{method} {path}: {answer}\n{self.testbed.hub.log()[-3000:]}")

    def issue(self, press):
        self.in_flight = press
        answer = self.ask("POST", "/tickets", {"service": "A", "press_id": press})
        assert answer.status in (200, 201), answer
        ticket = answer.json
        self.kept[press] = (ticket["id"], ticket["number"])
        self.numbers.append(ticket["number"])
        self.in_flight = None

    def move(self, counter, move, **body):
        answer = self.ask("POST", f"/counters/{counter}/{move}", body)
        # A move that was done, but whose answer said otherwise, is not allowed again.
        assert answer.status in (200, 201, 204, 409), answer

    def stop(self):
        process, self.testbed.hub.process = self.testbed.hub.process, None
        process.terminate()
        if process.wait(20) == -9:
            raise Died

    def backup(self):
        path = self.testbed.folder / "backup.db"
        for _ in range(TRIES):
            done = self.testbed.layso("backup", str(path))
            if done.returncode == 0:
                self.in_backup = dict(self.kept)
                return
            if self.testbed.hub.process.poll() == -9:
                raise Died
            if self.testbed.hub.process.poll() is not None:
                self.start()
            self.refused += 1
        raise AssertionError(f"no backup: {done.stdout}{done.stderr}")

    def put_back(self):
        self.restore = "begun"
        for _ in range(TRIES):
            done = self.testbed.hubd("--restore", str(self.testbed.folder / "backup.db"), shim=True)
            if done.returncode == -9:
                raise Died
            if done.returncode == 0:
                self.restore = "done"
                return
            self.refused += 1
        raise AssertionError(f"no restore: {done.stdout}{done.stderr}")

    def run(self):
        """The whole morning; Died when the hub was killed."""
        self.start()
        answer = self.ask("PUT", "/site", SITE)
        assert answer.status == 200, answer
        self.site_taken = True
        self.move(1, "open", staff="quay-1")
        for n in range(3):
            self.issue(f"before-{n}")
        for move in ("call-next", "appear", "finish", "call-next"):
            self.move(1, move)
        self.backup()
        self.issue("after-the-backup")
        self.stop()
        self.put_back()
        self.start()
        self.issue("at-last")
        self.stop()

    # What must hold, whatever happened

    def prove(self):
        """The hub starts; what was acknowledged is there, once; the checker finds nothing."""
        testbed = self.testbed
        testbed.shim.disarm()
        testbed.hub.kill()
        testbed.hub.start()
        hub = self.hub = testbed.caller()
        asides = sorted(path.name for path in testbed.data.iterdir())
        assert not [a for a in asides if "damaged" in a], f"a rebuild without need: {asides}"
        restored = any("before-restore" in a for a in asides)
        assert restored or self.restore != "done", f"restored, and not in force: {asides}"
        kept = dict(self.kept)
        if restored:
            kept.pop("after-the-backup", None)
        there = {t["id"]: t["number"] for t in hub.get("/tickets?limit=1000")["tickets"]}
        for press, (identity, number) in kept.items():
            assert there.get(identity) == number, f"{press}: {number} is not there: {there}"
        assert len(set(there.values())) == len(there), f"a number twice: {there}"
        if self.site_taken:
            assert SITE["name"]["en"] in str(hub.get("/site"))
        press = self.in_flight or "the-next"
        first = hub.ask("POST", "/tickets", {"service": "A", "press_id": press})
        again = hub.ask("POST", "/tickets", {"service": "A", "press_id": press})
        assert first.status in (200, 201) and first.json["id"] == again.json["id"], (first, again)
        if first.status == 201:
            assert first.json["number"] not in self.numbers, f"given again: {first}"
        testbed.check()
        assert "hall-1" in [t["name"] for t in hub.get("/tokens")["tokens"]], "a token is gone"
        testbed.hub.stop()


def injected(base, action, *ops, **fault):
    """One run with one fault. (whether it came, what was refused, or the fault of ours)."""
    script = Script(base)
    began = time.monotonic()
    try:
        script.testbed.shim.arm(action, *ops, **fault)
        with contextlib.suppress(Died):
            script.run()
        fired = script.testbed.shim.fired
        script.prove()
        return fired, script.refused, None
    except Exception as violation:  # pylint: disable=broad-except
        words = f"{action} {ops} {fault}: {type(violation).__name__}: {violation}"
        log = script.testbed.hub.log()[-1500:] if script.testbed.hub else ""
        return 1, script.refused, f"{words[:2500]}\n{log}\n({time.monotonic() - began:.1f} s)"
    finally:
        with contextlib.suppress(AssertionError):
            script.close()


def count_calls(base):
    """How many calls of each kind a run without a fault makes."""
    from shim import OPS  # pylint: disable=import-outside-toplevel

    script = Script(base)
    try:
        script.run()
        counts = {op: script.testbed.shim.count(op) for op in OPS}
        script.prove()
        return counts
    finally:
        script.close()


def page_count(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
    return path.stat().st_size // size, size
