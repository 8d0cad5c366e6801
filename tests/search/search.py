#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How well the search does, by kind of question: a table for people, and limits for the suite.

    tests/search/search.py build-test/tests/search/search-ask [--half 0|1] [--misses]

The procedures and the questions are samples that stand beside the tree (../shared/data); without
them it says so and is skipped. phrases.tsv here has forty more questions about the same procedures,
which were written without looking at what is found, to see how it does on others. What it prints is
TAP, and the table its comments. --half takes one half of the questions: one to tune with, and one
that is not looked at while tuning. --misses lists what was not found first.
"""

import argparse
import collections
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = ROOT / "firmware/catalogue/everyday-words.txt"
DATA = ROOT.parent / "shared/data"
MANY = 5000
CODE = re.compile(r"[1-9]\.\d{6}")

# What may not be undercut; the aim is 0.80, 0.93 and 0.90. Share found first, among three, and
# answered by a fitting choice.
LIMITS = {"first": 0.80, "third": 0.92, "choice": 0.89}
OTHERS = pathlib.Path(__file__).resolve().parent / "phrases.tsv"


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def records(data):
    """The samples as records; a sector's name is its slug's last part in words."""
    names = {row["slug"]: row["sector"] for row in table(data / "sectors.tsv")}
    for row in table(data / "procedures.tsv"):
        slug = row["sector"].split("/")[-1]
        yield {
            **({"code": row["code"]} if CODE.fullmatch(row["code"]) else {}),
            "name": row["name"],
            "keywords": row["keywords"].split(";"),
            "sector": names.get(slug, slug.replace("-", " ")),
            "common": row["common"] == "1",
        }


def varied(samples, count):
    """As many records, made of the real ones: other places and groups of people in their names."""
    whom = ["cấp xã", "cấp tỉnh", "đối với tổ chức", "đối với cá nhân", "lần đầu", "theo ủy quyền"]
    for number in range(count):
        record = dict(samples[number % len(samples)])
        turn = number // len(samples)
        if turn:
            words = record["name"].split()
            words.insert(3 + turn % max(1, len(words) - 3), whom[turn % len(whom)])
            name = " ".join(words)[:970]
            record["code"] = f"{3 + turn % 6}.{number:06d}"
            record["name"] = f"{name} loại {turn} khu {chr(97 + turn)}x{number % 97}"
        yield record


def ask(program, words, samples, questions):
    """The index's time and (time, keys, choices) of each question."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        for record in samples:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
        file.flush()
        done = subprocess.run(
            [program, words, file.name],
            input="".join(question + "\n" for question in questions),
            capture_output=True,
            text=True,
            check=True,
        )
    index, *lines = done.stdout.splitlines()
    answers = []
    for line in lines:
        ms, keys, choices = line.split("\t")
        answers.append(
            (float(ms), keys.split(), [choice.split() for choice in choices.split("|") if choice])
        )
    return float(index), answers


def judge(phrase, answer):
    """What counts of one question."""
    right = phrase["codes"].split("|")
    _, keys, choices = answer
    fits = any(set(right) & set(choice) for choice in choices)
    return {
        "all": 1,
        "first": bool(keys) and keys[0] in right,
        "third": bool(set(right) & set(keys[:3])),
        "asked": bool(choices),
        "choice": fits if choices else bool(keys) and keys[0] in right,
    }


def report(phrases, answers, misses):
    """Prints the table; returns the sums by kind and over all."""
    sums = collections.defaultdict(collections.Counter)
    for phrase, answer in zip(phrases, answers, strict=True):
        found = judge(phrase, answer)
        for kind in (phrase["kind"], "all"):
            sums[kind].update(found)
        if misses and not found["first"]:
            print(f"#  {phrase['kind']}: {phrase['phrase']} ({phrase['codes']}): "
                  f"{'third' if found['third'] else ''} {' '.join(answer[1][:4])}")
    print(f"# {'kind':14}{'count':>6}{'top 1':>8}{'top 3':>8}{'asked':>8}{'fitting':>8}")
    for kind in [kind for kind in sums if kind != "all"] + ["all"]:
        found = sums[kind]
        shares = "".join(
            f"{found[what] / found['all']:8.2f}" for what in ("first", "third", "asked", "choice")
        )
        print(f"# {kind:14}{found['all']:6}{shares}")
    return sums


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--half", type=int)
    options.add_argument("--misses", action="store_true")
    options.add_argument("--words", default=WORDS)
    options.add_argument("--phrases", type=pathlib.Path, default=DATA / "phrases.tsv")
    options = options.parse_args()
    if not (DATA / "procedures.tsv").exists():
        print(f"1..1\nok 1 - questions # SKIP the sample procedures are not there ({DATA})")
        return 0
    samples = list(records(DATA))

    def measured(path):
        phrases = [
            phrase
            for phrase in table(path)
            if options.half in (None, zlib.crc32(phrase["phrase"].encode()) % 2)
        ]
        questions = [phrase["phrase"] for phrase in phrases]
        _, answers = ask(options.program, options.words, samples, questions)
        sums = report(phrases, answers, options.misses)["all"]
        return questions, {what: sums[what] / len(phrases) for what in LIMITS}

    questions, shares = measured(options.phrases)
    index_ms, many = ask(options.program, options.words, list(varied(samples, MANY)), questions)
    times = sorted(answer[0] for answer in many[1:])
    print(f"# {MANY} procedures: index {index_ms:.0f} ms, first question {many[0][0]:.1f} ms, "
          f"others {times[len(times) // 2]:.1f} ms (median), {times[-1]:.1f} ms (longest)")
    if options.half is not None or options.phrases != DATA / "phrases.tsv":
        return 0
    print("# others:")
    held = [(what, shares[what], limit) for what, limit in LIMITS.items()]
    _, shares = measured(OTHERS)
    held += [(f"{what} of others", shares[what], limit) for what, limit in LIMITS.items()]
    print(f"1..{len(held)}")
    for number, (what, share, limit) in enumerate(held, 1):
        print(f"{'not ' * (share < limit)}ok {number} - {what} is {share:.3f}, at least {limit}")
    return any(share < limit for _, share, limit in held)


if __name__ == "__main__":
    sys.exit(main())
