# SPDX-License-Identifier: Apache-2.0
"""Waiting for conditions, never for time: everything that waits has a deadline."""

import time

SECONDS = 30  # generous: the sanitizers, two cores and other tests slow everything down
POLL_S = 0.01


def wait_for(condition, what, seconds=SECONDS):
    """Asks until the condition gives something true, and returns that."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s still not: {what}")
        time.sleep(POLL_S)


def stays(condition, what, seconds=0.5):
    """For the rare test that something does not happen: it must hold all the while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert condition(), f"no longer: {what}"
        time.sleep(POLL_S)
