# SPDX-License-Identifier: Apache-2.0
"""A fixed sample of mutants is tried; most must be noticed. tests/mutants/run tries all."""

import dataclasses
import os

import mutate
import pytest
import trial
from shim import counted

ONE_OF = 120
SHARE_MIN = 0.85
PATH = "firmware/queue/day.c"


@pytest.fixture(scope="module")
def programs():
    return trial.Programs(os.environ["LAYSO_TEST_BUILD"])


def sample():
    return [m for area in trial.AREAS for m in trial.area_mutants(area) if m.chosen(ONE_OF)]


@pytest.fixture(scope="module")
def tried(programs):
    paths = sorted({m.path for m in sample()} | {PATH})
    return trial.Trial(programs, trial.Coverage(programs, paths, without=trial.LONG))


def test_a_wrong_program_is_noticed_and_the_same_program_is_not(tried):
    text = (trial.ROOT / PATH).read_text(encoding="utf-8")
    wrong = mutate.mutants(PATH, text)
    same = dataclasses.replace(wrong[0], new=text[wrong[0].start : wrong[0].end])
    assert tried.outcome(same).noticed_by == ""
    assert any(tried.outcome(mutant).noticed_by == "test-day" for mutant in wrong[:20])


def test_the_sample_is_noticed(tried):
    outcomes = [o for o in tried.outcomes(sample()) if o.noticed_by != "the compiler"]
    unnoticed = [f"{o.mutant.line}: {o.mutant.name}" for o in outcomes if not o.noticed_by]
    noticed = len(outcomes) - len(unnoticed)
    counted(f"mutants: {noticed} of {len(outcomes)} noticed (one of {ONE_OF})")
    print("\n".join(["unnoticed:", *sorted(unnoticed)]))
    assert noticed >= SHARE_MIN * len(outcomes)
