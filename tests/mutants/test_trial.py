# SPDX-License-Identifier: Apache-2.0
"""How a changed program comes to its end."""

import types

import pytest
import trial


@pytest.mark.parametrize(
    ("script", "passes"),
    [
        ("exit 0", True),
        ("exit 1", False),
        ("while :; do :; done", False),  # ended by its processor's time, long before the other
        ("sleep 1000", False),
    ],
)
def test_no_program_runs_for_ever(tmp_path, monkeypatch, script, passes):
    waits = "sleep" in script
    monkeypatch.setattr(trial, "PATIENCE", 1 if waits else 100)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    programs = types.SimpleNamespace(build=tmp_path)
    assert trial.run_program(programs, program, 1) == passes
