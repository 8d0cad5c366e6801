# SPDX-License-Identifier: Apache-2.0
"""What is made once for all tests of the packages: they are built, installed into a bare Debian,
and that Debian is booted. Needs root; without it these tests have nothing to say and fail."""

import os
import pathlib
import re
import shutil
import tempfile

import bare_debian
import pytest
import recipe
from bare_debian import RESULTS, WALK_RESULTS

BOOT_S = 1500


@pytest.fixture(scope="session")
def work():
    assert os.getuid() == 0, "a bare Debian can only be made by root"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="layso-packages-", dir="/var/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def packages():
    """Each package's path, by its name."""
    return bare_debian.build(bare_debian.TREE / "build/packages")


@pytest.fixture(scope="session")
def files_before():
    """What was there before the packages; known once the root is there."""
    return set()


@pytest.fixture(scope="session")
def root(work, packages, files_before):
    """A bare Debian with the packages installed."""
    made = bare_debian.Root(work / "root")
    files_before |= made.files()
    made.install([packages[name] for name in bare_debian.NAMES])
    return made


@pytest.fixture(scope="session")
def next_version(work, packages):
    """A folder with the packages of a later version, and that version."""
    folder = work / "next"
    folder.mkdir()
    for name in bare_debian.NAMES:
        version = bare_debian.newer(packages[name], folder)
    return folder, version


def run_machine(root, folder, results):
    """Boots the root, in which /etc/layso-proof/prove is what it does; what reads its results."""
    (root.folder / "usr/sbin/policy-rc.d").unlink()
    shutil.copy(bare_debian.HERE / "layso-proof.service", root.folder / "etc/systemd/system")
    root.inside("systemctl", "enable", "layso-proof.service")
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    folder.mkdir()
    in_time = bare_debian.boot(root, results, folder, BOOT_S)

    def read(name, binary=False):
        path = results / name
        assert path.exists(), f"the machine wrote no {name}; see {results}/console.log"
        return path.read_bytes() if binary else path.read_text(errors="replace")

    assert in_time and read("finished"), f"the machine did not come to its end; see {results}"
    return read


@pytest.fixture(scope="session")
def seen(work, root, next_version):
    """The machine has run; reads what it wrote about itself: seen(name)."""
    proof = root.folder / "etc/layso-proof"
    proof.mkdir()
    for name in ("prove", "proof.board"):
        shutil.copy(bare_debian.HERE / name, proof)
    for path in next_version[0].glob("*.deb"):
        shutil.copy(path, proof)
    return run_machine(root, work / "seen", RESULTS)


@pytest.fixture(scope="session")
def steps():
    """INSTALL.md, as what is to be done."""
    return recipe.read((bare_debian.TREE / "INSTALL.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def walked(work, packages, steps):
    """INSTALL.md was done: on this computer what is the office's, and on a machine whose Debian has
    all that the packages ask for, and not them; reads what is there then: walked(name)."""
    root = bare_debian.Root(work / "walk-root")
    root.install([packages[name] for name in bare_debian.NAMES])
    root.install_others("espeak-ng")  # a recommendation
    root.inside("dpkg", "-P", *reversed(bare_debian.NAMES))
    for step in steps:
        if step.where == "office":
            said = bare_debian.run("bash", "-c", step.text, cwd=bare_debian.TREE)
            missing = [line for line in step.shown if not recipe.is_shown(line, said)]
            assert not missing, f"INSTALL.md:{step.line}: no {missing} in\n{said}"
    proof = root.folder / "etc/layso-proof"
    proof.mkdir()
    shutil.copy(bare_debian.HERE / "walk", proof / "prove")
    (proof / "tree").write_text(str(bare_debian.TREE))
    # Its sources are those of Debian's installer, and nobody answers there.
    sources = root.folder / "etc/apt/sources.list"
    kept = [line for line in sources.read_text().splitlines() if "-backports" not in line]
    sources.write_text(re.sub(r"\[signed-by=\S+\] ", "", "\n".join(kept) + "\n"))
    (root.folder / "etc/resolv.conf").write_text("")
    return run_machine(root, work / "walk", WALK_RESULTS)
