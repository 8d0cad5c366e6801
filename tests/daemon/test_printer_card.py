# SPDX-License-Identifier: Apache-2.0
"""The command line's printer commands on the simulated board, where no kiosk has the printer."""

import json

from processes import program_environment, run_program

PRINTER = {"width_dots": 576, "dpi": 203, "cut": "yes", "feed_dots": 100}
BUTTONS = {"A": "take A regular"}


def try_printer(testbed, board, *more):
    return run_program("layso", "printer", "test", "--board", str(board), *more,
                       env=testbed_environment(testbed), seconds=90)  # fmt: skip


def testbed_environment(testbed):
    return program_environment(**testbed.sim_environment())


def test_the_test_card_comes_out_and_the_answers_are_told(testbed):
    board = testbed.board(printer=PRINTER, buttons=BUTTONS)
    sim = testbed.start_simulator(board)
    done = try_printer(testbed, board)
    assert done.returncode == 0, done.stdout + done.stderr
    slip = sim.wait_slips(1)[-1]
    assert slip["width_dots"] == 576 and slip["cut"]
    assert not slip["garbage"] and not slip["clipped"] and not slip["text"]
    assert sim.qr(slip, testbed.folder) == "layso 0000:0000 generic 576 203"
    lines = {line.split("  ")[1].strip(): line for line in done.stdout.splitlines()
             if line.startswith("  ")}  # fmt: skip
    assert all(" yes " in lines[name] for name in ("DLE EOT", "GS a", "GS r", "GS ( H")), lines
    assert "the printer has proved it" in done.stdout


def test_a_model_of_the_command_line_goes_before_the_usual(testbed):
    board = testbed.board(printer={}, buttons=BUTTONS)
    sim = testbed.start_simulator(board)
    done = try_printer(testbed, board, "--model", "winbond-5011")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "printer file winbond-5011: 384 dots" in done.stdout
    assert not sim.slips()  # that model has no cutter: the card hangs out of the printer


def test_paper_out_is_told_and_nothing_is_claimed(testbed):
    board = testbed.board(printer=PRINTER, buttons=BUTTONS)
    sim = testbed.start_simulator(board)
    sim.printer(paper="out")
    done = try_printer(testbed, board)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "state: paper_out" in done.stdout
    assert "nothing was printed: paper_out" in done.stderr


def test_a_wrong_board_or_model_is_refused_by_name(testbed):
    board = testbed.board(printer=PRINTER, buttons=BUTTONS)
    nothing = testbed.board(name="bare", buttons=BUTTONS)
    done = try_printer(testbed, nothing)
    assert done.returncode == 2 and "has no [printer]" in done.stderr
    done = try_printer(testbed, board, "--model", "no-such")
    assert done.returncode != 0 and "no-such" in done.stderr and "generic" in done.stderr


def test_show_says_what_is_on_usb_and_disturbs_nothing(testbed):
    done = run_program("layso", "printer", "show", "--json", env=testbed_environment(testbed))
    assert done.returncode == 0 and isinstance(json.loads(done.stdout), list)
