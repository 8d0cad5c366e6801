# SPDX-License-Identifier: Apache-2.0
"""Accounts by the command line: the first administrator is made on the board itself."""

import os
import pty
import subprocess

import pytest
from processes import SECONDS, program_environment, program_path, run_program
from waiting import wait_for

PASSWORD = "ba-con-vit-qua-cau"


@pytest.fixture
def layso(testbed, hub):
    """Runs the command with a line for its standard input."""

    def run(line, secret=None, status=0):
        more = {} if secret is None else {"stdin": None, "input": f"{secret}\n"}
        done = run_program("layso", "--hub", testbed.unix, *line.split(), **more)
        said = done.stdout + done.stderr
        assert done.returncode == status, f"layso {line}: {done.returncode}\n{said}"
        assert not secret or secret not in said
        return said

    return run


def may_sign_in(testbed, name, secret):
    body = {"name": name, "secret": secret}
    return testbed.caller(testbed.http).ask("POST", "/sign-in", body).status == 200


def test_the_first_administrator(layso, testbed):
    layso("staff add chi --role admin", PASSWORD)
    assert may_sign_in(testbed, "chi", PASSWORD)
    listed = layso("staff list")
    assert "chi" in listed and "admin" in listed
    assert "chi" in layso("staff log") and "ok" in layso("staff log")


def test_the_life_of_an_account(layso, testbed, hub):
    layso("staff add an --role clerk --no-secret")
    assert not may_sign_in(testbed, "an", "804213")
    layso("staff change an --secret", "804213")
    assert may_sign_in(testbed, "an", "804213")
    layso("staff sign-out an")
    assert hub.get("/sign-ins")["sign_ins"] == []
    layso("staff change an --role supervisor", status=1)
    layso("staff change an --role supervisor --secret", PASSWORD)
    layso("staff change an --active no")
    assert not may_sign_in(testbed, "an", PASSWORD)
    layso("staff change an", status=2)
    layso("staff change an --active perhaps", status=2)
    layso("staff remove an")
    layso("staff remove an", status=1)
    layso("staff add an --role clerk --active no", "804213")
    assert not may_sign_in(testbed, "an", "804213")
    layso("staff remove an")
    assert "an" not in layso("staff list").split()


def test_a_secret_that_does_not_come(layso):
    assert "standard input" in layso("staff add chi --role admin", "", status=2)
    assert "fewer than 6" in layso("staff add an --role clerk", "123", status=1)
    layso("staff list")


def type_into(testbed, words, typed):
    """What the command writes to a terminal on which somebody types; and its status."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [program_path("layso"), "--hub", testbed.unix, *words], stdin=theirs, stdout=theirs,
        stderr=theirs, env=program_environment(), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.set_blocking(ours, False)
    seen = b""

    def asked(question):
        nonlocal seen
        try:
            seen += os.read(ours, 4096)
        except BlockingIOError:
            pass
        return question in seen

    for question, answer in typed:
        wait_for(lambda q=question: asked(q), "the question")
        os.write(ours, answer.encode() + b"\n")
    status = process.wait(SECONDS)
    try:
        seen += os.read(ours, 4096)
    except OSError:
        pass
    os.close(ours)
    return status, seen.decode()


def test_a_terminal_shows_no_secret(testbed, hub):
    words = ["staff", "add", "chi", "--role", "admin"]
    asked = [(b"new PIN or password", PASSWORD), (b"Once more", PASSWORD + "x")]
    status, seen = type_into(testbed, words, asked)
    assert status == 2 and "not the same" in seen and PASSWORD not in seen
    asked = [(b"new PIN or password", PASSWORD), (b"Once more", PASSWORD)]
    status, seen = type_into(testbed, words, asked)
    assert status == 0 and PASSWORD not in seen
    assert may_sign_in(testbed, "chi", PASSWORD)
