# SPDX-License-Identifier: Apache-2.0
"""libFuzzer on each parser, from its seeds on, for LAYSO_TEST_FUZZ_S seconds each (20; with
LAYSO_TEST_WHOLE=1 ten minutes), always with the same random numbers.

An input that breaks something is kept in build-fuzz/found/. It belongs into seeds/<target>/ when
what it broke is mended; `build-test/tests/fuzz/fuzz-<target> FILE` repeats it."""

import os
import pathlib
import re
import subprocess
import tempfile

import pytest
from seeding import ROOT, fill, words
from shim import counted

BUILD = pathlib.Path(os.environ.get("LAYSO_FUZZ_BUILD", ROOT / "build-fuzz"))
WHOLE = bool(os.environ.get("LAYSO_TEST_WHOLE"))
SECONDS = int(os.environ.get("LAYSO_TEST_FUZZ_S", "600" if WHOLE else "20"))
SLOW = {"database": 3}  # a start, perhaps a rebuild, for each input: so many times the seconds
INPUT_S, INPUT_MB = 30, 2048  # what one input may take
TARGETS = {  # and the largest input; the slow one first
    "database": 256, "board": 8192, "catalogue": 4096, "dossier": 4096,
    "evaluation": 4096, "http": 8192, "printer-model": 4096, "site": 16384, "sse": 8192,
    "status": 2048,
}  # fmt: skip
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # what is written there is no load


def end(log):
    return log[-6000:].decode(errors="replace")


@pytest.mark.parametrize("target", TARGETS)
def test_fuzz(target, tmp_path):
    # A hub that ends at once leaves what it holds; one that runs holds something at any time, and
    # is looked at in the end.
    leaks = f"-detect_leaks={int(target not in ('database', 'http'))}"
    found = BUILD / "found"
    found.mkdir(exist_ok=True)
    limit_s = SECONDS * SLOW.get(target, 1)
    seeds = fill(target, tmp_path / "corpus")
    words(target, tmp_path / "words")
    with tempfile.TemporaryDirectory(prefix="layso-fuzz-", dir=MEMORY) as scratch:
        done = subprocess.run(
            [BUILD / "tests/fuzz" / f"fuzz-{target}", "-seed=1", f"-max_total_time={limit_s}",
             f"-max_len={TARGETS[target]}", f"-timeout={INPUT_S}", f"-rss_limit_mb={INPUT_MB}",
             leaks, "-close_fd_mask=3", f"-dict={tmp_path / 'words'}",
             f"-artifact_prefix={found}/{target}-", tmp_path / "corpus"],
            env=os.environ | {"TMPDIR": scratch, "LAYSO_DATADIR": str(BUILD / "share")},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            check=False, timeout=limit_s + 300,
        )  # fmt: skip
    runs = re.search(rb"Done (\d+) runs in (\d+) second", done.stderr)
    assert done.returncode == 0 and runs, f"an input broke {target}:\n{end(done.stderr)}"
    count, seconds = int(runs[1]), int(runs[2])
    counted(f"fuzz: {target}: {count} inputs in {seconds} s from {seeds} seeds, 0 violations")
    assert count > seeds, "there was no time beyond the seeds"
