# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over every compiled file, on all cores. A file whose text, headers and flags are
those of a run that found nothing is not looked at again."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess

TOOL = "clang-tidy-19"
FILE_SECONDS_MAX = 1800  # one that has little of a processor
# The analyzer looks at so many states of a function, a third of what it would by itself. The rest
# take most of its time, and are further ways to statements that it has already been at.
ANALYZER_STATES = 75000
EXTRA_ARGUMENTS = [
    f"--extra-arg={word}"
    for word in (
        "-Wno-unknown-warning-option",
        *("-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={ANALYZER_STATES}"),
    )
]


def commands(root, build, tracked):
    """(file, folder, arguments) of each tracked file, once."""
    path = pathlib.Path(build, "compile_commands.json")
    seen = set()
    for entry in json.loads(path.read_text(encoding="utf-8")):
        file = pathlib.Path(entry["directory"], entry["file"]).resolve()
        name = os.path.relpath(file, root)
        if name in tracked and name not in seen:
            seen.add(name)
            yield name, entry["directory"], shlex.split(entry["command"])


def dependencies(folder, arguments):
    """The project's headers that a file reads, from the compiler; system headers left out."""
    kept = []
    skip = 0
    for word in arguments:
        if skip:
            skip -= 1
        elif word in ("-o", "-MF", "-MQ", "-MT"):
            skip = 1
        elif word not in ("-MD", "-MMD", "-c"):
            kept.append(word)
    made = subprocess.run([*kept, "-MM"], cwd=folder, capture_output=True, text=True, check=True)
    return made.stdout.replace("\\\n", " ").split(":", 1)[1].split()


def fingerprint(root, version, folder, arguments):
    digest = hashlib.sha256(version.encode())
    for settings in (".clang-tidy", "tests/.clang-tidy"):
        digest.update(pathlib.Path(root, settings).read_bytes())
    digest.update(" ".join(EXTRA_ARGUMENTS + arguments).encode())
    for name in dependencies(folder, arguments):
        digest.update(pathlib.Path(folder, name).read_bytes())
    return digest.hexdigest()


def examine(root, build, cache, version, entry):
    name, folder, arguments = entry
    stamp = cache / fingerprint(root, version, folder, arguments)
    if stamp.exists():
        return []
    done = subprocess.run(
        [TOOL, "--quiet", "-p", str(build), *EXTRA_ARGUMENTS, name],
        cwd=root, capture_output=True, text=True, check=False, timeout=FILE_SECONDS_MAX,
    )  # fmt: skip
    lines = done.stdout.replace(f"{root}/", "").replace("../", "").splitlines()
    faults = [line for line in lines if " error: " in line or " warning: " in line]
    if done.returncode and not faults:
        faults = [f"{name}: {TOOL} ended with {done.returncode}: {done.stderr[-500:]}"]
    if not faults:
        stamp.touch()
    return faults


def run(root, build, tracked):
    cache = pathlib.Path(build, "tidy")
    cache.mkdir(exist_ok=True)
    version = subprocess.run([TOOL, "--version"], capture_output=True, text=True, check=True).stdout
    entries = list(commands(root, build, tracked))
    if not entries:
        return ["no file to look at: is the tree configured?"]
    faults = set()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(examine, root, build, cache, version, e) for e in entries]
        for job in jobs:
            faults.update(job.result())
    return sorted(faults)
