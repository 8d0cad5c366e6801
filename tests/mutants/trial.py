# SPDX-License-Identifier: Apache-2.0
"""Tries mutants: compiles one, links the unit programs with it and runs them until one fails.
It uses the tree that tests/run built with sanitizers, and changes nothing in it."""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import subprocess
import tempfile
import time

import mutate

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Where logic stands apart from I/O. Each pattern must find a file.
AREAS = {
    "queue": ["firmware/queue/" + name for name in (
        "day.c", "decide*.c", "dossier*.c", "fold*.c", "journal.c", "ticket-lane.c", "model*.c",
        "pick.c", "ratio.c", "report*.c", "service-time.c", "site*.c", "ticket.c", "wait.c")],
    "kiosk": ["firmware/kiosk/" + name for name in (
        "flow.c", "gaps.c", "keypad.c", "kiosk-data.c", "spool.c", "tap.c")],
    "hall": ["firmware/display/calls*.c"],
    "drivers": ["drivers/" + name for name in (
        "escpos.c", "panel-plan.c", "panel-timing.c",
        "printer-job.c", "printer-model.c", "page-flip.c", "screen-look.c", "screen-plan.c",
        "screen-turn.c")],
}  # fmt: skip

# Programs that play long histories: the sample does without them.
LONG = {"test-year", "test-clocks", "test-replace", "test-archive"}

# A changed program may run for ever or eat all memory. Its time is that of a processor: beside
# other suites it gets little of one. One that waits for ever is ended after so many times that.
PATIENCE = int(os.environ.get("LAYSO_TEST_PATIENCE", "2"))
TIME_MAX_S = 20
LONG_TIME_MAX_S = 180
FILE_MAX_BYTES = 1 << 30
MEMORY_MAX_MB = 2000

# As tests/run has them, with a bound on memory.
SANITIZERS = {
    "ASAN_OPTIONS": "exitcode=99:detect_stack_use_after_return=1:"
                    f"hard_rss_limit_mb={MEMORY_MAX_MB}",
    "UBSAN_OPTIONS": "halt_on_error=1:exitcode=99",
    "LSAN_OPTIONS": f"suppressions={ROOT}/tests/lsan.supp:print_suppressions=0",
}  # fmt: skip


class TrialError(Exception):
    """Nothing can be said: the tree is not built, or a test fails without any change."""


@dataclasses.dataclass
class Outcome:
    mutant: mutate.Mutant
    noticed_by: str  # a unit program, "the compiler", or "" for none


def area_files(area):
    found = []
    for pattern in AREAS[area]:
        matches = sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob(pattern))
        if not matches:
            raise TrialError(f"trial.py: no file is called {pattern}")
        found += matches
    return sorted(set(found))


def area_mutants(area):
    return [m for path in area_files(area)
            for m in mutate.mutants(path, (ROOT / path).read_text(encoding="utf-8"))]  # fmt: skip


class Programs:
    """How the files are compiled and the unit programs linked, as ninja knows it."""

    def __init__(self, build):
        self.build = pathlib.Path(build)
        path = self.build / "compile_commands.json"
        if not path.exists():
            raise TrialError(f"{path} is missing: run tests/run unit first")
        self.compile = {}
        self.object = {}
        for entry in json.loads(path.read_text()):
            name = os.path.relpath((self.build / entry["file"]).resolve(), ROOT)
            self.compile[name] = [a for a in shlex.split(entry["command"]) if a != "ccache"]
            self.object[name] = entry["output"]
        unit = (ROOT / "tests/unit/meson.build").read_text(encoding="utf-8")
        names = re.findall(r"^\t'([\w-]+)': \[", unit, re.M)
        self.names = [f"test-{name}" for name in names]
        self.targets = [f"tests/unit/{name}" for name in self.names]
        self.ninja(*self.targets)
        self.link = {name: self.link_command(name) for name in self.names}

    def ninja(self, *arguments):
        done = subprocess.run(["ninja", "-C", self.build, *arguments],
                              capture_output=True, text=True, check=False)  # fmt: skip
        if done.returncode:
            raise TrialError(f"ninja failed:\n{done.stdout[-3000:]}")
        return done.stdout

    def link_command(self, name):
        lines = self.ninja("-t", "commands", "-s", f"tests/unit/{name}").splitlines()
        return shlex.split([line for line in lines if not line.startswith("ninja")][-1])

    def archive(self, path):
        """The library that a file's object is part of, as it stands in link commands."""
        return re.sub(r"\.p/[^/]*$", "", self.object[path])

    def linking(self, path):
        """The unit programs that a file is part of."""
        archive = self.archive(path)
        return [name for name in self.names if archive in self.link[name]]

    def compile_command(self, path, source, output, *extra):
        """As in the tree, but from another source file, fast, and without warnings."""
        command = self.compile[path]
        drop = {"-MD", "-Werror", "-g", "-O2"}
        kept = []
        skip = False
        for argument in command:
            if skip or argument in ("-MQ", "-MF", "-o", "-c"):
                skip = not skip
                continue
            if argument not in drop:
                kept.append(argument)
        own_folder = (ROOT / path).parent
        return [*kept, "-w", "-O0", "-g0", *extra, "-iquote", str(own_folder),
                "-o", str(output), "-c", str(source)]  # fmt: skip

    def link_with(self, name, objects, output):
        """The objects go first, so that their members of the archives are not taken."""
        command = list(self.link[name])
        command[command.index("-o") + 1] = str(output)
        own = next(i for i, argument in enumerate(command) if argument.endswith(".c.o"))
        return [*command[:own], *map(str, objects), *command[own:]]


def limited(time_max_s):
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (time_max_s, time_max_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_MAX_BYTES, FILE_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_program(programs, path, time_max_s, **more):
    """Whether a unit program passes. It may neither hang nor leave processes."""
    places = {"TEST_ROOT": str(ROOT), "TEST_BUILD": str(programs.build.resolve())}
    environment = os.environ | SANITIZERS | places | more
    with tempfile.TemporaryDirectory(prefix="layso-mutant-") as folder:
        environment["TMPDIR"] = folder
        process = subprocess.Popen([path], cwd=programs.build, env=environment,
                                   preexec_fn=lambda: limited(time_max_s),
                                   stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            return process.wait(time_max_s * PATIENCE) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


class Trial:
    """Tries mutants in folders of its own. Of the unit programs only those are asked that run the
    line which was changed; the file's own one first, then the fastest."""

    def __init__(self, programs, coverage):
        self.programs = programs
        self.coverage = coverage

    def asked(self, mutant):
        own = f"test-{pathlib.PurePath(mutant.path).stem}"
        users = [name for name in self.coverage.seconds if self.reaches(name, mutant)]
        return sorted(users, key=lambda name: (name != own, self.coverage.seconds[name]))

    def reaches(self, name, mutant):
        """A statement over several lines is counted at any of them."""
        text = (ROOT / mutant.path).read_text(encoding="utf-8")
        begin = text.rfind(";", 0, mutant.start) + 1
        first = text.count("\n", 0, begin) + 1
        covered = self.coverage.lines.get((mutant.path, name), set())
        return any(line in covered for line in range(min(first, mutant.line), mutant.line + 1))

    def outcome(self, mutant):
        asked = self.asked(mutant)
        if not asked:
            return Outcome(mutant, "")
        with tempfile.TemporaryDirectory(prefix="layso-mutant-") as folder:
            folder = pathlib.Path(folder)
            source = folder / pathlib.PurePath(mutant.path).name
            text = (ROOT / mutant.path).read_text(encoding="utf-8")
            source.write_text(mutant.applied(text), encoding="utf-8")
            compiled = folder / "mutant.o"
            command = self.programs.compile_command(mutant.path, source, compiled)
            if subprocess.run(command, cwd=self.programs.build, capture_output=True).returncode:
                return Outcome(mutant, "the compiler")
            return Outcome(mutant, self.first_to_notice(asked, compiled, folder))

    def first_to_notice(self, asked, compiled, folder):
        for name in asked:
            program = folder / name
            command = self.programs.link_with(name, [compiled], program)
            subprocess.run(command, cwd=self.programs.build, capture_output=True, check=True)
            limit = LONG_TIME_MAX_S if name in LONG else TIME_MAX_S
            passed = run_program(self.programs, program, limit)
            program.unlink()
            if not passed:
                return name
        return ""

    def outcomes(self, mutants):
        """In the order in which they come to an end."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            waiting = [pool.submit(self.outcome, mutant) for mutant in mutants]
            for done in concurrent.futures.as_completed(waiting):
                yield done.result()


class Coverage:
    """Which unit programs reach which lines of the files, by gcov, and how long each takes.
    lines: {(file, program): line numbers}; seconds: {program: seconds}. A program that fails
    without any change is an error: it would notice everything."""

    def __init__(self, programs, paths, without=()):
        self.programs = programs
        self.paths = paths
        self.seconds = {}
        with tempfile.TemporaryDirectory(prefix="layso-coverage-") as folder:
            folder = pathlib.Path(folder)
            objects = {path: folder / "objects" / path.replace("/", "_") for path in self.paths}
            (folder / "objects").mkdir()
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(self.compile_one, objects.items()))
                users = {n for path in self.paths for n in self.programs.linking(path)}
                users = sorted(users - set(without))
                found = list(
                    pool.map(lambda name: self.program_lines(name, objects, folder), users)
                )
        self.lines = {key: lines for part in found for key, lines in part.items()}

    def compile_one(self, item):
        path, stem = item
        source = ROOT / path
        command = self.programs.compile_command(path, source, f"{stem}.o", "--coverage")
        subprocess.run(command, cwd=self.programs.build, capture_output=True, check=True)

    def program_lines(self, name, objects, folder):
        parts = [p for p in self.paths if name in self.programs.linking(p)]
        program = folder / name
        if not self.link(name, parts, objects, program):
            # A test that has fakes of its own cannot take all of an archive.
            parts = [p for p in parts if self.link(name, [p], objects, program)]
            if not self.link(name, parts, objects, program):
                raise TrialError(f"{name} cannot be linked for coverage")
        data = folder / f"{name}-data"
        began = time.monotonic()
        if not run_program(self.programs, program, LONG_TIME_MAX_S, GCOV_PREFIX=str(data)):
            raise TrialError(f"without any change, {name} fails")
        self.seconds[name] = time.monotonic() - began
        return {(p, name): self.file_lines(objects[p], data) for p in parts}

    def link(self, name, parts, objects, program):
        command = self.programs.link_with(name, [f"{objects[p]}.o" for p in parts], program)
        done = subprocess.run([*command, "--coverage"], cwd=self.programs.build,
                              capture_output=True, check=False)  # fmt: skip
        return done.returncode == 0

    def file_lines(self, stem, data):
        counts = pathlib.Path(f"{data}{stem}.gcda")
        if not counts.exists():
            return set()
        shutil.copy(f"{stem}.gcno", counts.with_suffix(".gcno"))
        done = subprocess.run(["gcov", "--json-format", "--stdout", counts.name],
                              cwd=counts.parent, capture_output=True, text=True,
                              check=True)  # fmt: skip
        return {line["line_number"] for text in done.stdout.splitlines() if text.startswith("{")
                for file in json.loads(text)["files"] if file["file"].endswith(".c")
                for line in file["lines"] if line["count"] > 0}  # fmt: skip


def seconds_since(began):
    return f"{time.monotonic() - began:.0f} s"
