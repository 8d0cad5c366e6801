# SPDX-License-Identifier: Apache-2.0
"""Counts tests. Every suite's results become lines of JSON, one a test:
{"name": "...", "status": "passed|failed|skipped", "detail": "..."}; one that passed has a detail
when it passed only the second time: why it failed the first.

  tally.py meson TESTLOG.json         meson's log, each TAP line a test
  tally.py junit SUITE FILE.xml       pytest's log, or Playwright's
  tally.py sum FOLDER SUITE...        prints what failed and was skipped, the suites' own counts
                                      (FOLDER/counts), the names of the tests that passed only the
                                      second time, and the last line
  tally.py again SUITE FILE.xml       prints these names alone
"""

import json
import pathlib
import re
import sys
import xml.etree.ElementTree

TAP_LINE = re.compile(r"^(not )?ok\s+(\d+)\s*-?\s*([^#]*?)\s*(?:#\s*(SKIP|TODO)\b\s*(.*))?$", re.I)
TAP_PLAN = re.compile(r"^1\.\.(\d+)", re.M)


def result(name, status, detail=""):
    return {"name": name, "status": status, "detail": detail}


def tap_results(program, output, broken, returncode):
    """The tests of one program. A program that ends badly, or that ran fewer tests than it
    planned, has failed even when every line says ok. What follows a line belongs to it."""
    found = []
    for line in output.splitlines():
        match = TAP_LINE.match(line)
        if not match:
            if found and found[-1]["status"] == "failed":
                found[-1]["detail"] += line + "\n"
            continue
        bad, _, name, directive, reason = match.groups()
        name = f"{program}: {name or reason}"
        if directive and directive.upper() == "SKIP":
            found.append(result(name, "skipped", reason or "no reason given"))
        else:
            found.append(result(name, "failed" if bad else "passed"))
    plan = TAP_PLAN.search(output)
    short = not plan or int(plan.group(1)) != len(found)
    if short or (broken and not any(r["status"] == "failed" for r in found)):
        what = f"ended with status {returncode} after {len(found)} tests\n{output[-6000:]}"
        found.append(result(f"{program}: the program itself", "failed", what))
    return found


def from_meson(path):
    found = []
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        test = json.loads(line)
        output = (test.get("stdout") or "") + (test.get("stderr") or "")
        name = test["name"].split(":")[-1].split("/")[-1].strip()
        # Of a test that is skipped, cmocka says "not ok", and meson that the program has failed.
        broken = test["result"] not in ("OK", "SKIP", "FAIL") or test["returncode"] != 0
        found += tap_results(name, output, broken, test["returncode"])
    return found


def from_junit(suite, path):
    if not pathlib.Path(path).exists():
        return [result("the whole suite", "failed", f"it wrote no results: there is no {path}")]
    found = []
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        module = case.get("classname", "").removesuffix(".spec.js").split(".")[-1] or suite
        name = f"{module}: {case.get('name')}"
        bad = [c for c in case if c.tag in ("failure", "error")]
        skipped = case.find("skipped")
        if bad:
            detail = "\n".join(c.text or c.get("message", "") for c in bad)
            found.append(result(name, "failed", detail))
        elif skipped is not None:
            found.append(result(name, "skipped", skipped.get("message", "no reason given")))
        else:
            rerun = case.find("properties/property[@name='rerun']")
            found.append(result(name, "passed", "" if rerun is None else rerun.get("value")))
    return found


def read_suite(folder, suite):
    path = pathlib.Path(folder, f"{suite}.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = [json.loads(line) for line in lines]
    if not any(r["status"] != "skipped" for r in found):
        found.append(result("the whole suite", "failed", "no test ran"))
    return found


def print_result(suite, entry):
    status = "passed the second time" if entry["status"] == "passed" else entry["status"]
    print(f"\n{status.upper()}: {suite}: {entry['name']}")
    for line in entry["detail"].splitlines():
        print(f"    {line}")


def passed_again(found):
    """What passed only the second time may be right or not: nobody is to overlook it."""
    return [r["name"] for r in found if r["status"] == "passed" and r["detail"]]


def print_again(names):
    if names:
        print(f"\n{len(names)} NEEDED A SECOND TRY, and may be wrong now and then:")
        for name in names:
            print(f"    {name}")


def total(folder, suites):
    count = {"passed": 0, "failed": 0, "skipped": 0}
    again = []
    for suite in suites:
        found = read_suite(folder, suite)
        again += [f"{suite}: {name}" for name in passed_again(found)]
        for entry in found:
            count[entry["status"]] += 1
            if entry["status"] != "passed" or entry["detail"]:
                print_result(suite, entry)
    counts = pathlib.Path(folder, "counts")
    if counts.exists():
        print(f"\n{counts.read_text(encoding='utf-8').rstrip()}")
    print_again(again)
    print(f"\n{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 1 if count["failed"] else 0


def main(arguments):
    if arguments[0] == "sum":
        return total(arguments[1], arguments[2:])
    if arguments[0] == "again":
        print_again(passed_again(from_junit(*arguments[1:3])))
        return 0
    found = from_meson(arguments[1]) if arguments[0] == "meson" else from_junit(*arguments[1:3])
    for entry in found:
        print(json.dumps(entry))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
