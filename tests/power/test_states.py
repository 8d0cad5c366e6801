# SPDX-License-Identifier: Apache-2.0
"""The power goes while a hub works: of what was written and not synced, nothing, parts or torn
parts are on the disk. The hub starts on each such disk, the independent checker finds nothing, and
what was acknowledged is there, once.

A state is made of the record of a morning (script.py), or of a crowd that presses at once, up to
one of its calls. CI takes some hundred of them, spread over the record; LAYSO_TEST_WHOLE=1 each
call in each kind."""

import concurrent.futures
import contextlib
import os
import shutil
import threading

import pytest
from powercut import KINDS, Disk, read_record, write_state
from script import Script, make_yesterday
from shim import counted

WHOLE = bool(os.environ.get("LAYSO_TEST_WHOLE"))
SEED = int(os.environ.get("LAYSO_TEST_SEED", "0"))
STATES = 400  # of each record
WORKERS = 4  # they wait for the disk more than for a core
CLIENTS, PRESSES = 8, 40


class Recorded(Script):
    """Notes what was known to be done when, by the size of the record."""

    def __init__(self, base):
        super().__init__(base, record=True)
        self.lock = threading.Lock()
        self.notes = []
        self.disk_of = Disk(self.testbed.data)

    def note(self):
        with self.lock:
            record = self.testbed.shim.record
            at = record.stat().st_size if record.exists() else 0
            known = {"kept": dict(self.kept), "numbers": list(self.numbers),
                     "in_flight": self.in_flight, "site_taken": self.site_taken,
                     "restore": self.restore}  # fmt: skip
            self.notes.append((at, known))

    def issue(self, press):
        self.in_flight = press
        self.note()
        super().issue(press)
        self.note()

    def put_back(self):
        self.restore = "begun"
        self.note()
        super().put_back()
        self.note()

    def crowd(self):
        """Tickets of many at once: commits of several, and the log is copied back meanwhile."""
        self.start()
        callers = [self.testbed.caller() for _ in range(CLIENTS)]

        def press(caller, who):
            for n in range(PRESSES):
                body = {"service": "A", "press_id": f"{who}-{n}"}
                answer = caller.ask("POST", "/tickets", body)
                assert answer.status == 201, answer
                with self.lock:
                    self.kept[body["press_id"]] = (answer.json["id"], answer.json["number"])
                    self.numbers.append(answer.json["number"])
                self.note()

        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            for done in [pool.submit(press, c, n) for n, c in enumerate(callers)]:
                done.result()
        self.stop()


class Recording:
    """What one run wrote, and what was acknowledged meanwhile."""

    def __init__(self, base, work):
        script = Recorded(base)
        try:
            work(script)
            self.disk, self.notes = script.disk_of, script.notes
            self.changes = read_record(script.testbed.shim.record)
        finally:
            script.close()

    def known(self, end):
        """What was acknowledged before the change that ends there was made."""
        known = {"kept": {}, "numbers": [], "in_flight": None, "site_taken": False, "restore": "no"}
        for at, then in self.notes:
            if at <= end:
                known = then
        return known


def chosen(changes):
    """(change, kind) to try: every one, or so many that are spread evenly."""
    every = [(n, kind) for n in range(1, len(changes) + 1) for kind in KINDS]
    step = 1 if WHOLE else max(1, len(every) / STATES)
    return {every[int(i * step + SEED) % len(every)] for i in range(int(len(every) / step))}


def prove(folder, known):
    """The violation, or None."""
    script = Script(folder)
    try:
        for name, value in known.items():
            setattr(script, name, value)
        script.testbed.hub = script.testbed.new_hub()
        script.prove()
        return None
    except Exception as violation:  # pylint: disable=broad-except
        log = script.testbed.hub.log()[-1500:] if script.testbed.hub else ""
        return f"{type(violation).__name__}: {violation}"[:2500] + f"\n{log}"
    finally:
        with contextlib.suppress(AssertionError):
            script.close()
        shutil.rmtree(folder)


def sweep(what, recording, folder):
    """Each chosen state once; all must hold."""
    wanted, runs = chosen(recording.changes), []
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for n, change in enumerate(recording.changes, 1):
            recording.disk.follow(change)
            for kind in KINDS:
                if (n, kind) in wanted:
                    state = folder / f"{n}-{kind}"
                    write_state(recording.disk.after_a_cut(kind, n), state)
                    known = recording.known(change.end)
                    runs.append((f"{n} {kind} ({change.op} {change.name})",
                                 pool.submit(prove, state, known)))  # fmt: skip
    faults = [f"{name}: {run.result()}" for name, run in runs if run.result()]
    tickets = len(recording.notes[-1][1]["kept"])
    counted(f"power: {len(runs)} states of {what} ({len(recording.changes)} calls, {tickets} "
            f"tickets acknowledged), {len(faults)} violations")  # fmt: skip
    assert not faults, f"{len(faults)} of {len(runs)}:\n" + "\n".join(faults[:5])
    assert len(runs) > 100


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("power") / "base"
    make_yesterday(folder)
    return folder


def test_the_power_goes_in_a_morning(base, tmp_path):
    sweep("a morning", Recording(base, Recorded.run), tmp_path)


def test_the_power_goes_while_a_crowd_presses(base, tmp_path):
    sweep("a crowd", Recording(base, Recorded.crowd), tmp_path)


def test_a_disk_that_forgets_what_was_synced_is_seen(base, tmp_path):
    """Without any sync the tests above would have to fail: they can."""
    recording = Recording(base, Recorded.crowd)
    for change in recording.changes:
        if change.op != "sync":
            recording.disk.follow(change)
    state = tmp_path / "state"
    write_state(recording.disk.after_a_cut("dropped", 1), state)
    assert "is not there" in (prove(state, recording.notes[-1][1]) or "nothing was seen")
