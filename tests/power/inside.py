# SPDX-License-Identifier: Apache-2.0
"""What runs on the virtual board whose power is cut (test_cuts.py): looks whether all that was
acknowledged before is on the disk, says so in checked.json, and presses until the power goes. Each
acknowledged ticket is a line of the file acknowledged, outside, before the next press."""

import collections
import json
import os
import pathlib
import subprocess
import sys
import threading
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "testlib"))

from hubclient import Caller
from processes import Testbed

DISK, MOUNT = "/dev/vda", pathlib.Path("/run/disk")
CLIENTS = 4


def mount():
    MOUNT.mkdir()
    subprocess.run(["mount", "-t", "ext4", DISK, MOUNT], check=True)


def look(testbed, hub, known):
    """What is wrong after the cut, in words."""
    there = hub.tickets()
    by_id = {t["id"]: t["number"] for t in there}
    faults = [f"acknowledged and lost: {number} ({identity})" for identity, number in known
              if by_id.get(identity) != number]  # fmt: skip
    numbers = collections.Counter((t["day"], t["number"]) for t in there)
    faults += [f"given twice: {number}" for number, n in numbers.items() if n > 1]
    for check in (testbed.check, testbed.verify):
        try:
            check()
        except AssertionError as fault:
            faults.append(str(fault))
    return faults


def press(address, out):
    caller = Caller(address)
    while True:
        body = {"service": "A", "press_id": str(uuid.uuid4())}
        ticket = caller.post("/tickets", body)
        os.write(out, f"{ticket['id']} {ticket['number']}\n".encode())


def serve(address):
    caller = Caller(address)
    while True:
        for move in ("call-next", "appear", "finish"):
            caller.ask("POST", f"/counters/1/{move}", {})


def main():
    results = pathlib.Path(sys.argv[1])
    (results / "started").touch()
    known = json.loads((results / "known.json").read_text())
    mount()
    testbed = Testbed()
    testbed.data = MOUNT / "data"
    first = not known
    hub = testbed.start_hub(with_site=first)
    if first:
        hub.open(1)
    faults = look(testbed, hub, known)
    (results / "checked.new").write_text(json.dumps({"faults": faults, "log": testbed.hub.log()}))
    (results / "checked.new").rename(results / "checked.json")
    out = os.open(results / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    threads = [threading.Thread(target=press, args=(testbed.unix, out)) for _ in range(CLIENTS)]
    threads.append(threading.Thread(target=serve, args=(testbed.unix,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
