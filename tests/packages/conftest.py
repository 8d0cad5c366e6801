# SPDX-License-Identifier: Apache-2.0
"""What is made once for all tests of the packages: they are built, installed into a bare Debian,
and that Debian is booted. Needs root; without it these tests have nothing to say and fail."""

import os
import pathlib
import shutil
import tempfile

import bare_debian
import pytest
from bare_debian import RESULTS

BOOT_S = 1200


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


@pytest.fixture(scope="session")
def seen(work, root, next_version):
    """The machine has run; reads what it wrote about itself: seen(name)."""
    proof = root.folder / "etc/layso-proof"
    proof.mkdir()
    for name in ("prove", "proof.board"):
        shutil.copy(bare_debian.HERE / name, proof)
    for path in next_version[0].glob("*.deb"):
        shutil.copy(path, proof)
    (root.folder / "usr/sbin/policy-rc.d").unlink()
    shutil.copy(bare_debian.HERE / "layso-proof.service", root.folder / "etc/systemd/system")
    root.inside("systemctl", "enable", "layso-proof.service")
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    in_time = bare_debian.boot(root, RESULTS, work, BOOT_S)

    def read(name, binary=False):
        path = RESULTS / name
        assert path.exists(), f"the machine wrote no {name}; see {RESULTS}/console.log"
        return path.read_bytes() if binary else path.read_text(errors="replace")

    assert in_time and read("finished"), f"the machine did not come to its end; see {RESULTS}"
    return read
