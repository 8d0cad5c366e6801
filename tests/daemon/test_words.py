# SPDX-License-Identifier: Apache-2.0
"""Where the hub's words for people come from: the files of the languages."""

import json
import shutil
import signal

from processes import DATADIR, run_program
from waiting import wait_for


def test_a_language_that_cannot_be_read_is_left_out(testbed):
    strings = testbed.own_strings()
    (strings / "en.json").write_text('{"language.name": 1}')
    hub = testbed.start_hub()
    assert "en.json: language.name is not a text" in testbed.hub.log()
    assert hub.issue("A")["number"] == "A001"


def test_a_hub_without_words_says_so_and_gives_numbers(testbed):
    shutil.rmtree(testbed.own_strings())
    hub = testbed.start_hub()
    assert "pages and reports have no words" in testbed.hub.log()
    assert hub.issue("A")["number"] == "A001"


def test_a_reload_keeps_the_words_when_it_finds_none(testbed):
    strings = testbed.own_strings()
    hub = testbed.start_hub()
    shutil.rmtree(strings)
    testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: f"{strings}: cannot open" in testbed.hub.log(), "what is wrong is said")
    assert "have no words" not in testbed.hub.log()
    assert hub.issue("A")["number"] == "A001"


def test_a_new_language_is_one_file(testbed):
    """Reports come in it, its tables are read, and it can be asked for without a restart."""
    strings = testbed.own_strings()
    hub = testbed.start_hub()
    asked = "/api/v1/reports/dossiers.csv?language=th"
    refused = hub.raw("GET", asked)
    assert (refused.status, refused.json["field"]) == (400, "language")
    assert refused.json["message"] == "language is none of: vi en none"
    words = {"report.received": "Chựp lẹo", "import.heading.from": "tẳng | mự tẳng",
             "import.heading.to": "họt", "report.separator": ",",
             "number.decimal": "."}  # fmt: skip
    (strings / "th.json").write_text(json.dumps(words))
    testbed.hub.signal(signal.SIGHUP)
    answer = wait_for(lambda: (a := hub.raw("GET", asked)).status == 200 and a, "the language")
    headings = answer.body.decode("utf-8-sig").splitlines()[0].split(",")
    assert "Chựp lẹo" in headings and "Đã giải quyết" in headings, "the first says what it lacks"
    table = "TẲNG,họt,chựp lẹo\n2025-07-01,2025-07-31,12\n"
    assert hub.post("/dossiers/import", {"csv": table})["entries"] == 1
    (entry,) = hub.get("/dossiers?from=2025-07-01&to=2025-07-31")["entries"]
    assert entry["received"] == 12


def test_a_centre_writes_a_language_of_its_own(tmp_path):
    """Letters of Tai Viet that mean nothing: no translation is made up."""
    own = {"LAYSO_ETCDIR": str(tmp_path)}
    file = tmp_path / "strings" / "blt.json"
    file.parent.mkdir()
    made = run_program("layso", "language", "words", "blt", more=own)
    words = json.loads(made.stdout)
    vietnamese = json.loads((DATADIR / "strings" / "vi.json").read_text())
    assert words["#lane.priority"] == vietnamese["lane.priority"] and not words["lane.priority"]
    words["lane.priority"] = "ꪀꪱꪀ"
    file.write_text(json.dumps(words))
    done = run_program("layso", "language", "check", str(file), more=own)
    assert done.returncode == 0, done.stderr
    assert f"1 of {len(vietnamese) - 1} texts, 0 faults" in done.stdout
    assert "\nlane.priority:" not in done.stdout
    assert "\nlane.regular: is not written yet" in done.stdout
    again = run_program("layso", "language", "words", "blt", more=own)
    assert json.loads(again.stdout) == words
    file.write_text(json.dumps(words | {"nosuch": "ꪀ", "lane.priority": "ꪀ{x}"}))
    done = run_program("layso", "language", "check", str(file), more=own)
    assert done.returncode == 1
    assert "nosuch: no program asks for this" in done.stdout
    assert "lane.priority: {x} means nothing here" in done.stdout
    done = run_program("layso", "language", "words", "a/b", more=own)
    assert done.returncode == 2 and "blt" in done.stderr
