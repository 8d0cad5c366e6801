# SPDX-License-Identifier: Apache-2.0
"""The packages of ARM boards, which this machine cannot boot: what is in them, what apt thinks of
them there, and their programs under emulation."""

import filecmp
import os
import pathlib
import re
import shutil
import subprocess

import bare_debian
import pytest

ARM = "arm64"
MACHINE = "AArch64"
EMULATOR = "qemu-aarch64"
PROGRAMS = ("layso-hub", "layso-kiosk", "layso-hall", "layso-tools", "layso-simulator")
TOOL = bare_debian.TREE / "boards/debian/repository"


@pytest.fixture(scope="module")
def arm(packages):
    """Each package for ARM by its name; what is the same for every board comes from here."""
    return packages | bare_debian.build(bare_debian.TREE / "build/packages", ARM)


@pytest.fixture(scope="module")
def trees(packages, arm, work):
    """The files of the programs' packages: of this machine's, and of ARM's."""
    folders = []
    for kind, found in (("native", packages), (ARM, arm)):
        folders.append(work / kind)
        folders[-1].mkdir()
        for name in PROGRAMS:
            bare_debian.run("dpkg-deb", "--raw-extract", found[name], folders[-1] / name)
    yield folders
    for folder in folders:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def builder():
    """The Debian that they were built in: it has the libraries of both."""
    lines = bare_debian.run(bare_debian.TREE / "boards/debian/build-foreign", ARM)
    return pathlib.Path(lines.splitlines()[-1])


def files(folder):
    return {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file()}


def is_program(path):
    return path.read_bytes()[:4] == b"\x7fELF"


def test_lintian_finds_no_error(arm):
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error", *(arm[name] for name in PROGRAMS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_program_is_for_the_board_and_the_rest_is_the_same(trees):
    native, foreign = (files(folder) for folder in trees)
    assert set(native) == set(foreign)
    programs = {name for name, path in foreign.items() if is_program(path)}
    assert {name.split("/")[0] for name in programs} == set(PROGRAMS)
    for name in programs:
        header = bare_debian.run("readelf", "-h", foreign[name])
        assert re.search(rf"Machine: +{MACHINE}\n", header), name
    for name in set(foreign) - programs:
        if name.split("/")[1] != "DEBIAN" or name.endswith(("inst", "rm", "conffiles")):
            assert filecmp.cmp(native[name], foreign[name], shallow=False), name
    for name in PROGRAMS:
        text = foreign[f"{name}/DEBIAN/control"].read_text(encoding="utf-8")
        assert f"\nArchitecture: {ARM}\n" in text


def relations(path):
    """What a package depends on, without versions, which may differ between machines."""
    text = bare_debian.run("dpkg-deb", "--field", path, "Depends")
    return set(re.sub(r" \([^)]*\)", "", text).strip().split(", "))


def test_it_depends_on_the_same_libraries(packages, arm):
    for name in PROGRAMS:
        assert relations(arm[name]) == relations(packages[name]) != set()


def test_they_start(trees, builder):
    for package, program in (("layso-hub", "layso-hubd"), ("layso-kiosk", "layso-kioskd"),
                             ("layso-hall", "layso-halld"), ("layso-tools", "layso")):  # fmt: skip
        path = trees[1] / package / "usr/bin" / program
        assert bare_debian.run(EMULATOR, "-L", builder, path, "--version").startswith(program)


def test_the_hubs_settings_are_in_order(trees, arm, builder, work):
    common = work / "common"
    bare_debian.run("dpkg-deb", "--extract", arm["layso-common"], common)
    share = common / "usr/share/layso"
    shutil.copytree(trees[1] / "layso-hub/usr/share/layso", share, dirs_exist_ok=True)
    hub = trees[1] / "layso-hub"
    text = bare_debian.run(
        EMULATOR, "-L", builder, hub / "usr/bin/layso-hubd", "--check", "--config",
        hub / "etc/layso/hubd.conf",
        env=os.environ | {"LAYSO_DATADIR": str(share)},
    )  # fmt: skip
    assert "in order" in text
    shutil.rmtree(common)


@pytest.fixture
def board_apt(builder, tmp_path):
    """apt-get of an ARM board that has nothing installed yet, with Debian's and a repository."""
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "status").touch()

    def apt(*command):
        sources = (tmp_path / "stick/layso.sources").read_text(encoding="utf-8")
        codename = re.search("^Suites: (.*)$", sources, re.M)[1]
        (tmp_path / "sources.list").write_text(
            (builder / "etc/apt/sources.list").read_text(encoding="utf-8")
            + f"deb [trusted=yes] file:{tmp_path}/stick {codename} main\n", encoding="utf-8"
        )
        return bare_debian.run(
            "apt-get", "-q", *(word for setting in (
                f"Dir::State={tmp_path}/state", f"Dir::State::status={tmp_path}/status",
                f"Dir::Cache={tmp_path}/cache", f"Dir::Etc::SourceList={tmp_path}/sources.list",
                "Dir::Etc::SourceParts=/dev/null", "Dir::Etc::PreferencesParts=/dev/null",
                f"APT::Architecture={ARM}", f"APT::Architectures={ARM}",
                'Acquire::Languages=none', "APT::Sandbox::User=root",
            ) for word in ("-o", setting)), *command,
        )  # fmt: skip

    return apt


def test_a_repository_of_two_architectures_gives_a_board_its_own(
    packages, arm, board_apt, tmp_path
):
    stick = tmp_path / "stick"
    bare_debian.run(TOOL, stick, packages["layso-common"], *(packages[n] for n in PROGRAMS),
                    *(arm[name] for name in PROGRAMS))  # fmt: skip
    (lists,) = (stick / "dists").iterdir()
    native = bare_debian.run("dpkg", "--print-architecture").strip()
    for architecture in (native, ARM):
        text = (lists / f"main/binary-{architecture}/Packages").read_text(encoding="utf-8")
        found = dict(re.findall(r"^Package: (.*)\n(?:.+\n)*?Architecture: (.*)$", text, re.M))
        assert found == dict.fromkeys(PROGRAMS, architecture) | {"layso-common": "all"}
        assert f"main/binary-{architecture}/Packages" in (lists / "Release").read_text()
    board_apt("update")
    text = board_apt("--simulate", "--no-install-recommends", "install", *PROGRAMS)
    for name in PROGRAMS:
        assert re.search(rf"^Inst {name} \(\S+ layso:\S+ \[{ARM}\]\)$", text, re.M), text
    assert re.search(rf"^Inst libgpiod3(t64)? .*\[{ARM}\]", text, re.M), text
