# SPDX-License-Identifier: Apache-2.0
"""A Debian repository in a folder, from which a board takes a newer layso by apt."""

import os
import shutil
import subprocess

import bare_debian
import pytest

TOOL = bare_debian.TREE / "boards/debian/repository"
PLACE = "srv/layso"
SOURCES = "etc/apt/sources.list.d/layso.sources"


def add(folder, *packages, key=None, environment=None, check=True):
    done = subprocess.run(
        [TOOL, *(("--key", key) if key else ()), folder, *packages],
        env=os.environ | (environment or {}), capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture
def board(root):
    """apt-get on the board that has the packages, with this repository and no other source."""
    place, sources = root.folder / PLACE, root.folder / SOURCES

    def apt(*command, check=True):
        return root.inside(
            "apt-get", "-q", "-y", "-o", f"Dir::Etc::SourceList=/{SOURCES}",
            "-o", "Dir::Etc::SourceParts=/dev/null", "-o", "APT::Get::List-Cleanup=0",
            *command, check=check)  # fmt: skip

    def put(folder):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
        text = (folder / "layso.sources").read_text()
        assert "URIs: file:/media/layso\n" in text
        sources.write_text(text.replace("file:/media/layso", f"file:/{PLACE}"))

    apt.put = put
    apt.keyring = root.folder / "etc/apt/keyrings/layso.gpg"
    yield apt
    shutil.rmtree(place, ignore_errors=True)
    sources.unlink(missing_ok=True)
    apt.keyring.unlink(missing_ok=True)
    for lists in (root.folder / "var/lib/apt/lists").glob(f"*{PLACE.replace('/', '_')}*"):
        lists.unlink()


def test_a_board_sees_the_newer_version_and_takes_it(packages, next_version, board, tmp_path):
    add(tmp_path / "stick", *(packages[name] for name in bare_debian.NAMES))
    board.put(tmp_path / "stick")
    board("update")
    assert "0 upgraded" in board("--simulate", "upgrade").stdout, "it has this one"
    folder, version = next_version
    add(tmp_path / "stick", *sorted(folder.glob("*.deb")))
    board.put(tmp_path / "stick")
    board("update")
    text = board("--simulate", "upgrade").stdout
    for name in bare_debian.NAMES:
        assert f"Inst {name} " in text and f"({version} layso:" in text, text
    # What was changed on the way is not taken.
    (hub,) = (board.keyring.parents[3] / PLACE / "pool").glob(f"layso-hub_{version}_*.deb")
    hub.write_bytes(hub.read_bytes()[:-1] + b"?")
    done = board("--download-only", "upgrade", check=False)
    assert done.returncode != 0 and "layso-hub" in done.stderr


def test_three_versions_stay_and_what_was_cut_off_is_mended(packages, tmp_path):
    stick = tmp_path / "stick"
    package = packages["layso-tools"]
    versions = []
    for n in range(5):
        folder = tmp_path / str(n)
        folder.mkdir()
        bare_debian.newer(package, folder)
        (package,) = folder.glob("*.deb")
        versions.append(package.name)
        add(stick, package)
    assert {path.name for path in (stick / "pool").iterdir()} == set(versions[-3:])
    # Its power went while a package and the lists were written.
    (lists,) = (stick / "dists").iterdir()
    lists.rename(lists.with_name(f"{lists.name}.old"))
    (stick / "pool" / f".{versions[-1]}.new").write_bytes(b"half")
    add(stick, package)
    assert [path.name for path in (stick / "dists").iterdir()] == [lists.name]
    text = (lists / f"main/binary-{package.name.split('_')[-1][:-4]}/Packages").read_text()
    names = [line.split("/")[-1] for line in text.splitlines() if line.startswith("Filename: ")]
    assert set(names) == set(versions[-3:])
    assert len(list((stick / "pool").iterdir())) == 3


@pytest.fixture
def home(tmp_path):
    """A home of gpg's; what gpg starts for it ends with it."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    yield {"GNUPGHOME": str(folder)}
    subprocess.run(["gpgconf", "--homedir", folder, "--kill", "all"], check=False)


def test_a_key_signs_and_no_other_is_believed(packages, board, home, tmp_path):
    for name in ("centre@layso.test", "other@layso.test"):
        subprocess.run(
            ["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", name, "default",
             "default", "never"],
            env=os.environ | home, check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    stick = tmp_path / "stick"
    add(stick, packages["layso-tools"], key="centre@layso.test", environment=home)
    board.put(stick)
    done = board("update", check=False)
    assert done.returncode != 0 and "NO_PUBKEY" in done.stderr, "no key on the board"
    board.keyring.parent.mkdir(exist_ok=True)
    shutil.copy(stick / "layso.gpg", board.keyring)
    board("update")
    add(stick, packages["layso-tools"], key="other@layso.test", environment=home)
    keyring = board.keyring.read_bytes()
    board.put(stick)
    assert keyring == board.keyring.read_bytes()
    assert "NO_PUBKEY" in board("update", check=False).stderr, "signed by somebody else"


def test_what_is_wrong_is_named(packages, tmp_path):
    done = add(tmp_path / "stick", tmp_path / "no.deb", check=False)
    assert done.returncode == 1 and "no.deb is no Debian package" in done.stderr
    done = add(tmp_path / "stick", packages["layso-tools"], key="nobody", check=False,
               environment={"GNUPGHOME": str(tmp_path)})  # fmt: skip
    assert done.returncode == 1 and "gpg has no secret key nobody" in done.stderr
    assert add(tmp_path / "stick", check=False).returncode == 2
