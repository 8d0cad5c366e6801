# SPDX-License-Identifier: Apache-2.0
"""The packages on a machine that boots: what tests/packages/prove saw there."""

import json
import re

import escpos_reader
import pytest
from bare_debian import RESULTS

SLIP_DOTS = 384
SERVICES = {"layso-hubd": "layso-hub", "layso-kioskd": "layso-kiosk", "layso-halld": "layso-hall"}


def units(text):
    """Each unit's properties, by its name."""
    found = {}
    for block in text.strip().split("\n\n"):
        pairs = dict(line.split("=", 1) for line in block.splitlines())
        found[pairs["Id"].removesuffix(".service")] = pairs
    return found


def tickets(text):
    return json.loads(text)["tickets"]


@pytest.mark.parametrize("service", SERVICES)
def test_services_start_by_themselves(seen, service):
    unit = units(seen("units-first"))[service]
    assert (unit["ActiveState"], unit["SubState"], unit["NRestarts"]) == ("active", "running", "0")
    assert (unit["User"], unit["Type"]) == (SERVICES[service], "notify")


@pytest.mark.parametrize("service", SERVICES)
def test_services_tell_the_watchdog_that_they_live(seen, service):
    unit = units(seen("units-before"))[service]
    assert unit["WatchdogUSec"] in ("20s", "30s")
    heard, began = unit["WatchdogTimestampMonotonic"], unit["ActiveEnterTimestampMonotonic"]
    assert int(heard) > int(began) + 1_000_000
    assert unit["NRestarts"] == "0"


def test_kiosk_and_hall_reach_the_hub(seen):
    found = re.findall(r"^(hall-1|kiosk-1) +ok ", seen("health-first"), re.M)
    assert sorted(found) == ["hall-1", "kiosk-1"]


def test_the_first_administrator(seen):
    text = seen("set-up.log")
    assert "site: status 0" in text and "administrator: status 0" in text, text


def test_a_training_centre_runs_beside_the_hub(seen):
    text = seen("practice.log")
    assert re.findall(r"^(\w+): status (\d+)$", text, re.M) == [
        ("on", "0"), ("reset", "0"), ("off", "0")], text  # fmt: skip
    after_reset, after_off = text.split("off: status 0")
    assert "the same process\nactive\nactive\n" in after_reset, text
    assert after_off.split() == ["inactive", "disabled"], text


def test_setup_gives_the_devices_back_however_it_ends(seen):
    text = seen("setups.log")
    ends = dict(re.findall(r"^([\w ]+): status (\d+)$", text, re.M))
    # 137: killed.
    assert ends == {"not root": "2", "INT": "1", "HUP": "1", "KILL": "137", "once": "0",
                    "again": "0", "page": "1"}, text  # fmt: skip
    assert "sudo layso setup" in text and re.search(r"Code: \d{8}\.", text), text


def test_setup_changes_only_what_was_changed(seen):
    """The second time nothing changes; the first time, what was there is kept beside it."""
    assert seen("set-up-once") == seen("set-up-again")
    assert "/etc/layso/hubd.conf.bak" in seen("set-up-once")


def test_no_unit_fails(seen):
    assert seen("failed-first") == "" and seen("failed-last") == ""


def test_everything_happened_in_time(seen):
    missed = RESULTS / "missed"
    assert not missed.exists(), missed.read_text()


def test_the_socket_is_for_our_group_and_the_data_for_the_hub(seen):
    lines = seen("folders").splitlines()
    by_path = {line.split()[-1]: line.split() for line in lines}
    assert by_path["/run/layso"][0].startswith("drwxr-x---")
    assert by_path["/run/layso"][2:4] == ["layso-hub", "layso"]
    assert by_path["/var/lib/layso"][0].startswith("drwx------")


def test_a_kiosk_is_a_kiosk_and_others_are_nobody(seen):
    text = seen("access")
    assert '"kiosk"' in text.split("status")[0], text
    assert re.findall(r"status (\d+)", text) == ["1", "3"], text


def test_a_press_comes_out_as_a_slip(seen, work):
    issued = tickets(seen("tickets"))
    assert [t["number"] for t in issued] == ["A001"]
    assert issued[0]["paper"] in ("SENT", "PRINTED", "UNKNOWN")
    reader = escpos_reader.EscposReader(SLIP_DOTS).feed(seen("slip.bin", binary=True))
    assert (reader.garbage, reader.clipped, reader.slips) == (b"", 0, [])
    picture = reader.paper.png(RESULTS / "slip.png")  # this model of printer has no cutter
    assert reader.paper.number(work) == "A001", picture


def test_a_killed_hub_forgets_nothing(seen):
    assert [t["number"] for t in tickets(seen("tickets-killed"))] == ["A001"]


def test_who_hangs_is_started_anew(seen):
    before, after = units(seen("units-before")), units(seen("units-after"))
    for service in ("layso-hubd", "layso-kioskd"):
        assert after[service]["MainPID"] != before[service]["MainPID"], service
        assert after[service]["ActiveState"] == "active"


def test_mended_settings_start_what_a_mistake_ended(seen):
    mistaken, mended = units(seen("units-mistaken")), units(seen("units-mended"))
    for service in ("layso-hubd", "layso-kioskd"):
        assert mistaken[service]["ActiveState"] == "failed", service
        assert mended[service]["ActiveState"] == "active", service
    assert mistaken["layso-halld"]["MainPID"] == mended["layso-halld"]["MainPID"]


@pytest.mark.parametrize(("kind", "mode"), [("ext4", "-rw-------"), ("vfat", "-rwx------")])
def test_a_stick_with_our_label_has_the_backup(seen, kind, mode):
    """FAT has no modes of its own: all of it is the hub's alone."""
    text = seen(f"backup-{kind}.log")
    assert kind in text and "can be restored: 1 tickets" in text, text
    assert "drill: status 0" in text, text
    assert re.search(rf"{mode} .* layso-hub .* layso-\d{{6}}-[-\da-f]+\.db", text), text


def test_a_disk_that_comes_late_brings_its_hall(seen):
    text = seen("late.log")
    assert re.search("no database in /var/lib/layso.*not mounted.*--create", text), text
    assert seen("beneath") == "", "nothing is made where the disk is to be mounted"
    assert [t["number"] for t in tickets(seen("tickets-late"))] == ["A001"], text


def test_upgrade_keeps_settings_and_tickets(seen, next_version):
    versions = dict(line.split()[:2] for line in seen("versions").splitlines())
    assert set(versions.values()) == {next_version[1]}
    assert seen("conf-upgraded") == "# kept\n"
    assert [t["number"] for t in tickets(seen("tickets-upgraded"))] == ["A001"]
    after, upgraded = units(seen("units-after")), units(seen("units-upgraded"))
    for service in SERVICES:
        assert upgraded[service]["ActiveState"] == "active"
        assert upgraded[service]["MainPID"] != after[service]["MainPID"], service


def test_removed_nothing_runs_purged_nothing_is_left(seen):
    assert re.findall(r"status (\d+)", seen("upgrade.log")) == ["0", "0", "0"], seen("upgrade.log")
    assert "active" not in seen("active-removed").split()
    assert seen("running-removed") == ""
    assert seen("conf-removed").split() != []
    assert [line for line in seen("left").splitlines() if "/layso-proof" not in line] == []
