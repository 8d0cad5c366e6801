# SPDX-License-Identifier: Apache-2.0
"""INSTALL.md, done as it stands from the packages to the first ticket and to a second board: what
tests/packages/walk.py saw on a machine that boots."""

import json

import escpos_reader
import pytest
from bare_debian import TREE, WALK_RESULTS

WHERE = {"office", "board", "board-12", "hall-board"}
SLIP_DOTS = 384


@pytest.fixture(scope="session", autouse=True)
def whole(walked):
    """Each step was done, and said what it is said to say."""
    assert walked("finished") == "0\n", walked("walk.log")


def test_each_command_says_where_it_is_typed(steps):
    assert {step.where for step in steps if step.kind == "command"} == WHERE
    assert [step.text for step in steps].count("layso setup") == 1


def test_the_first_slip(walked, work):
    issued = json.loads(walked("tickets"))["tickets"]
    assert [(t["number"], t["paper"]) for t in issued] == [("A001", "PRINTED")]
    reader = escpos_reader.EscposReader(SLIP_DOTS).feed(walked("slip.bin", binary=True))
    assert reader.garbage == b"" and not reader.clipped
    picture = reader.paper.png(WALK_RESULTS / "slip.png")
    assert reader.paper.number(work) == "A001", picture


def test_setup_writes_the_board_that_hands_and_eyes_told(walked):
    board = walked("own.board")
    for line in ("driver = usb", "line = GPIO17", "line = GPIO27", "diagonal_inch = 43"):
        assert f"\n{line}\n" in board, board
    assert "sim" not in board, board


def test_all_runs_and_nothing_is_left_to_do(walked):
    for block in walked("units").strip().split("\n\n"):
        assert "ActiveState=active" in block and "NRestarts=0" in block, block
    assert json.loads(walked("doctor"))["faults"] == [], walked("doctor")


def test_phones_get_the_address_of_the_network(walked):
    assert json.loads(walked("site"))["public_url"] == "http://192.168.1.10:8080"


def test_readme_leads_there():
    assert "](INSTALL.md)" in (TREE / "README.md").read_text(encoding="utf-8")
