# SPDX-License-Identifier: Apache-2.0
"""What every test of real processes has at hand."""

import concurrent.futures
import pathlib
import sys
import threading

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent / "testlib"))

# The path has to be set before these.
import hubclient
from description import Description
from hubclient import Caller
from processes import DATADIR, Testbed

DESCRIPTION = Description(DATADIR / "openapi.json")


def hold_to_description(method, path, body, answer):
    """Called with every exchange that any test has with the hub."""
    faults = DESCRIPTION.faults(method, path, body, answer)
    assert not faults, "\n".join(faults)


hubclient.observer = hold_to_description if DESCRIPTION.operations else None


# What these test takes time by itself (a call stands out for eight seconds).
PATIENT = {"test_hall", "test_kiosk"}


def pytest_collection_modifyitems(items):
    """Spreads the patient tests evenly, so that the workers share them."""
    patient = [item for item in items if item.module.__name__ in PATIENT]
    quick = [item for item in items if item.module.__name__ not in PATIENT]
    if patient and quick:
        step = len(quick) // len(patient) + 1
        items[:] = []
        for item in patient:
            items += [item, *quick[:step]]
            del quick[:step]
        items += quick


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Of a test's second time (--reruns), the results have why; there is none when a program of
    ours ended with a fault, which Testbed.close raises."""
    report = (yield).get_result()
    if report.failed and report.when == "teardown":
        item.execution_count = sys.maxsize  # no more than --reruns allows
    elif report.failed:
        item.first_failure = report.longreprtext
    elif report.passed and report.when == "call" and hasattr(item, "first_failure"):
        item.user_properties.append(("rerun", item.first_failure))


@pytest.fixture
def testbed():
    """A hall of this test's own. What it started is ended, and must have run without a fault."""
    made = Testbed()
    yield made
    made.close()


@pytest.fixture
def hub(testbed):
    """A hub with the test site; the caller is the administrator over the Unix socket."""
    return testbed.start_hub()


@pytest.fixture(scope="module")
def shared_testbed():
    """For tests that change nothing, or that do not mind what the others change."""
    made = Testbed()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared_hub(shared_testbed):
    return shared_testbed.start_hub()


@pytest.fixture
def together(testbed):
    """Runs one function by many threads at once, each with a caller of its own."""

    def run(count, function):
        ready = threading.Barrier(count)

        def one(_):
            caller = Caller(testbed.unix)
            ready.wait()
            try:
                return function(caller)
            finally:
                caller.close()

        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))

    return run
