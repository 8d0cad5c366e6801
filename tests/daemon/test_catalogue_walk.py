# SPDX-License-Identifier: Apache-2.0
"""A centre's catalogue from the first list to a changed one: 427 procedures are posted, 42 of them
free online; and the lists of a real commune, where they stand beside the tree."""

import json
import pathlib

import pytest
from sampleprocedures import change_tenth, make_records
from sitedata import today

DATA = pathlib.Path(__file__).resolve().parents[3] / "shared/data"
SEED = 20261130
CHECKED = today().isoformat()


def look(hub, text, **more):
    wish = {"file": "danh-muc.json", "text": text, "checked_day": CHECKED}
    return hub.post("/procedures/import", wish | more)


def take(hub, text, **more):
    seen = look(hub, text, **more)
    return seen, look(hub, text, digest=seen["digest"], catalogue=seen["catalogue"], **more)


def state_what_is_posted(hub, **stated):
    site = hub.get("/site")["site"]
    site["catalogue"] = stated
    hub.call("PUT", "/site", site)


def all_of(hub):
    records, after = [], ""
    while True:
        page = hub.get(f"/procedures?limit=200{after and '&after=' + after}")
        records += page["procedures"]
        if not page["more"]:
            return records
        after = records[-1]["key"]


def test_427_are_posted_and_42_free_online(testbed, hub):
    records = make_records()
    seen, _ = take(hub, json.dumps(records, ensure_ascii=False))
    assert seen["counts"]["new"] == 427 and not seen["doubts"], seen["doubts"][:3]
    state_what_is_posted(hub, posted=427, free_online=42)
    counts = hub.get("/procedures/counts")
    assert (counts["posted"], counts["free_online"], counts["agrees"]) == (427, 42, True)
    before = all_of(hub)
    assert len(before) == 427 and sum(one["free_online"] for one in before) == 42

    # A tenth of it changes: the difference names these records, and no other.
    changed, expected = change_tenth(records, SEED)
    text = json.dumps(changed, ensure_ascii=False)
    seen = look(hub, text, whole=True)
    found = {entry["key"]: entry for entry in seen["changes"] if entry["change"] != "confirmed"}
    doubts = {}
    for doubt in seen["doubts"]:
        doubts.setdefault(doubt["key"], []).append(doubt["doubt"])
    assert found.keys() == expected.keys()
    for key, what in expected.items():
        assert found[key]["change"] == what["change"], key
        if what["change"] == "changed":
            assert [field["field"] for field in found[key]["fields"]] == what["fields"], key
        assert doubts.pop(key, []) == what["doubts"], key
    assert not doubts
    for change in ("new", "changed", "ended"):
        n = sum(what["change"] == change for what in expected.values())
        assert n and seen["counts"][change] == n
    assert all_of(hub) == before, "a preview changes nothing"

    # One row that is wrong, and nothing of the file is taken.
    broken = json.loads(text)
    broken[100]["ten_tthc"] = ""
    answer = hub.ask("POST", "/procedures/import",
                     {"file": "x", "text": json.dumps(broken)})  # fmt: skip
    assert answer.status == 400 and answer.json["faults"][0]["row"] == 101, answer.json
    assert answer.json["faults"][0]["field"] == "ten_tthc"
    assert all_of(hub) == before

    # Taken, the counts say what differs from what hangs; undone, all is as it was.
    _, taken = take(hub, text, whole=True)
    now = hub.get("/procedures/counts")
    assert now["posted"] == 427 + seen["counts"]["new"] - seen["counts"]["ended"]
    assert not now["agrees"]
    hub.post("/procedures/undo", {"catalogue": taken["catalogue"]})
    assert all_of(hub) == before and hub.get("/procedures/counts")["agrees"]
    testbed.restart_hub(kill=True)
    assert all_of(hub) == before
    testbed.verify()


def test_the_lists_of_a_commune(testbed, hub):
    """Whole records first, then a list of codes and names with its faults: nothing that the whole
    records know is lost, and each fault is named."""
    if not DATA.is_dir():
        pytest.skip("the lists of a real commune (../shared/data) are not here")
    seen, _ = take(hub, (DATA / "procedures-detailed.json").read_text())
    assert seen["counts"]["new"] == 10
    papers = {one["key"]: hub.get(f"/procedures/{one['key']}")["record"].get("papers")
              for one in all_of(hub)}  # fmt: skip
    assert any(papers.values())
    listed = {"file": "x.tsv", "text": (DATA / "procedures.tsv").read_text()}
    undated = hub.post("/procedures/import", listed)
    of_file = [(doubt["doubt"], doubt["shown"]) for doubt in undated["doubts"] if not doubt["row"]]
    assert of_file == [("sector_short", "cu-tru/dang-ky-quan-ly-cu-tru"), ("undated", "281")]
    seen, taken = take(hub, (DATA / "procedures.tsv").read_text())
    assert (seen["counts"]["new"], seen["counts"]["changed"]) == (281, 6)  # all of its 287
    assert len(all_of(hub)) == len(papers) + 281
    kinds = {doubt["doubt"] for doubt in seen["doubts"]}
    assert {"code_missing", "code_cut", "name_spaces"} <= kinds, kinds
    for key, before in papers.items():
        assert hub.get(f"/procedures/{key}")["record"].get("papers") == before, key
    counts = hub.get("/procedures/counts")
    assert counts["posted"] == len(all_of(hub)) and counts["free_online"] == 3
    hub.post("/procedures/undo", {"catalogue": taken["catalogue"]})
    assert len(all_of(hub)) == 10
    # People read names of sectors, which another list of theirs has for the short ones.
    names = [line.split("\t") for line in (DATA / "sectors.tsv").read_text().splitlines()[1:]]
    state_what_is_posted(hub, sector_names={slug: name for name, slug, _ in names})
    take(hub, (DATA / "procedures.tsv").read_text())
    sectors = [one["sector"] for one in all_of(hub)]
    assert sectors.count("Hộ tịch") == 37 and "tu-phap/ho-tich" not in sectors
    testbed.verify()
