# SPDX-License-Identifier: Apache-2.0
"""The packages themselves, and what they leave of a Debian in a folder."""

import re
import subprocess

import bare_debian
import pytest

SERVICES = {"layso-hub": "layso-hubd", "layso-kiosk": "layso-kioskd", "layso-hall": "layso-halld"}
UNITS = (*SERVICES.values(), "layso-training")
EXPOSURE_MOST = dict.fromkeys(UNITS, 2.0)


def test_lintian_finds_no_error(packages):
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error", *packages.values()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("service", EXPOSURE_MOST)
def test_exposure(root, service):
    unit = root.folder / f"usr/lib/systemd/system/{service}.service"
    text = bare_debian.run("systemd-analyze", "security", "--offline=true", "--no-pager", unit)
    found = re.search(r"Overall exposure level for \S+: (\d+\.\d+)", text)
    assert found, text
    print(found[0])
    assert float(found[1]) <= EXPOSURE_MOST[service], text


@pytest.mark.parametrize("service", UNITS)
def test_memory_has_a_limit(root, service):
    text = (root.folder / f"usr/lib/systemd/system/{service}.service").read_text()
    assert re.search(r"^MemoryMax=\d+M$", text, re.M)


def test_units_are_understood(root):
    for unit in (*(f"{s}.service" for s in UNITS), "layso-settings.path"):
        done = root.inside("systemd-analyze", "verify", "--man=no", unit, check=False)
        faults = [line for line in done.stderr.splitlines() if "layso" in line]
        assert not faults, faults


@pytest.mark.parametrize("package", SERVICES)
def test_services_are_enabled_and_have_users(root, package):
    wants = root.folder / "etc/systemd/system/multi-user.target.wants"
    assert (wants / f"{SERVICES[package]}.service").is_symlink()
    assert root.inside("id", "-u", package).stdout.strip() != "0"
    assert "layso" in root.inside("id", "-Gn", package).stdout.split()


def test_the_training_centre_waits_for_who_wants_it(root):
    wants = root.folder / "etc/systemd/system/multi-user.target.wants"
    assert not (wants / "layso-training.service").is_symlink()
    ids = {root.inside("id", "-u", user).stdout for user in ("layso-hub", "layso-training")}
    assert len(ids) == 2
    assert "layso" in root.inside("id", "-Gn", "layso-training").stdout.split()
    done = root.inside("setpriv", "--reuid", "layso-training", "--regid", "layso-training",
                       "--init-groups", "layso-hubd", "--check", "--config",
                       "/etc/layso/training.conf")  # fmt: skip
    assert "in order" in done.stdout


def test_the_kiosk_may_open_its_devices(root):
    groups = root.inside("id", "-Gn", "layso-kiosk").stdout.split()
    assert {"gpio", "lp", "video", "input"} <= set(groups)


@pytest.mark.parametrize("package", SERVICES)
def test_the_settings_are_in_order(root, package):
    service = SERVICES[package]
    done = root.inside(
        "setpriv", "--reuid", package, "--regid", package, "--init-groups", service, "--check"
    )
    assert "in order" in done.stdout


def test_every_program_finds_its_libraries(root):
    for program in (*SERVICES.values(), "layso"):
        assert root.inside(program, "--version").stdout.startswith(program)


def test_libgpiod_is_a_version_2(packages):
    depends = bare_debian.run("dpkg-deb", "--field", packages["layso-kiosk"], "Depends")
    assert re.search(r"\blibgpiod3(t64)? ", depends), depends


def test_no_empty_hall_but_at_the_first_installation(
    root, work, packages, next_version, files_before
):
    copy = bare_debian.Root(work / "removed")
    copy.install([packages[name] for name in bare_debian.NAMES])
    data, mark = copy.folder / "var/lib/layso", copy.folder / "etc/layso/hall-made"
    assert (data / "layso.db").exists() and mark.exists(), "a new hall gets its database"
    owner = copy.inside("id", "-u", "layso-hub").stdout.strip()
    assert {str(p.stat().st_uid) for p in (data, *data.iterdir())} == {owner}
    own = [n for n in reversed(bare_debian.NAMES)]
    copy.inside("dpkg", "-r", *own)
    assert (copy.folder / "etc/layso/hubd.conf").exists() and (data / "layso.db").exists()
    assert not list(copy.folder.glob("usr/bin/layso*"))
    # Its disk is not mounted when it is installed again, when it is upgraded, or configured anew.
    (data / "layso.db").rename(copy.folder / "root/layso.db")
    copy.install([packages[name] for name in bare_debian.NAMES])
    copy.inside("dpkg-reconfigure", "layso-hub")
    later, _ = next_version
    copy.install(sorted(later.glob("*.deb")))
    assert not (data / "layso.db").exists(), "no empty hall in place of the former one"
    copy.inside("dpkg", "-r", *own)
    (copy.folder / "root/layso.db").rename(data / "layso.db")
    copy.inside("dpkg", "-P", *own)
    left = {name for name in copy.files() - files_before if "layso" in name}
    assert not left
    copy.install([packages["layso-common"], packages["layso-hub"]])
    assert (data / "layso.db").exists(), "what was purged is a new hall"


def test_the_rule_for_the_stick_comes_when_its_label_is_known(root):
    (rules,) = root.folder.glob("usr/lib/udev/rules.d/*-layso-backup.rules")
    assert rules.name > "60-persistent-storage.rules", "which reads the label"
