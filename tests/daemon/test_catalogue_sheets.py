# SPDX-License-Identifier: Apache-2.0
"""`layso catalogue sheets`: what is printed has codes that lead where the site data say, and what
hangs changes only when somebody confirms a file."""

import subprocess

import pytest
from processes import program_environment, program_path, run_program
from test_catalogue import take
from test_sheets import links_read, pages_of

PORTAL = "https://portal.example.vn/?ma="
LINKS = {"procedure": PORTAL + "{code}", "sector": "https://xa.example.vn/{sector}",
         "centre": "https://xa.example.vn"}  # fmt: skip


def row(n, sector="Hộ tịch", day="2026-11-01", name=None):
    return f"1.{n:06}\t{name or f'Thủ tục mẫu số {n}'}\t{sector}\t0 VNĐ\t{day}"


@pytest.fixture
def layso(testbed):
    def run(*arguments, status=0):
        done = run_program("layso", "--hub", testbed.unix, "catalogue", *arguments)
        assert done.returncode == status, f"{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    return run


def put_links(hub, **links):
    site = hub.get("/site")["site"]
    site["catalogue"] = {"links": links}
    return hub.ask("PUT", "/site", site)


def test_sheets_are_printed_posted_and_printed_anew(testbed, hub, layso, tmp_path):
    assert "there are no procedures yet" in layso("sheets", status=1)
    rows = [row(n) for n in range(1, 13)] + [row(20, "Đất đai", name="Giao đất; " * 60)]
    old = row(30, day="2020-01-01")
    take(hub, [old])
    assert "no procedure is valid today" in layso("sheets", status=1)
    take(hub, [*rows, old])
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    # Without a template nothing is written; a wrong one is named by its place.
    assert "set catalogue.links.procedure" in layso("sheets", "--out", first, status=1)
    assert put_links(hub, procedure="https://a.vn/").json["field"] == "catalogue.links.procedure"
    own = [{"procedure": "1.000002", "link": "https://mended.example.vn"}]
    assert put_links(hub, **LINKS, own=own).status == 200

    said = layso("sheets", "--both-languages", "--out", first)
    assert "1.000030" in said and "(expired)" in said, "an old record is said, and not posted"
    links = [PORTAL + f"1.{n:06}" for n in (1, *range(3, 13), 20)]
    links += ["https://mended.example.vn", "https://xa.example.vn"]
    links += ["https://xa.example.vn/ho-tich", "https://xa.example.vn/dat-dai"]
    pictures = pages_of(first, tmp_path)
    for reader in ("zbarimg", "ZXingReader"):
        assert links_read(reader, pictures) == sorted(links)

    # What was printed counts only when it hangs; twice is once.
    assert not hub.get("/site")["site"].get("sheets")
    assert "new       centre" in layso("sheets", "--changed")
    for _ in range(2):
        assert f"{len(pictures)} sheets hang" in layso("sheets", "--posted", "--out", first)
    assert "No sheet has to be printed" in layso("sheets", "--changed")

    # One name changes one list; a sector that ends is taken down.
    take(hub, [row(1, name="Thủ tục mẫu số 1, sửa đổi"), *rows[1:12]], whole=True)
    said = layso("sheets", "--changed", "--sector", "Hộ tịch")
    assert "changed   ho-tich/1" in said and "centre" not in said and "dat-dai" not in said
    said = layso("sheets", "--changed", "--out", second)
    assert "take down dat-dai/1" in said and "changed   centre" in said
    assert "are to be printed first" in layso("sheets", "--posted", status=1)
    layso("sheets", "--posted", "--out", second)
    kept = {sheet["sheet"]: sheet for sheet in hub.get("/site")["site"]["sheets"]}
    assert "dat-dai/1" not in kept and kept["ho-tich/1"]["both_languages"]
    assert "was posted or taken down since" in layso("sheets", "--posted", "--out", first, status=1)
    second.write_bytes(second.read_bytes()[:-40])
    assert "no list of sheets" in layso("sheets", "--posted", "--out", second, status=1)
    assert {s["sheet"]: s for s in hub.get("/site")["site"]["sheets"]} == kept

    # A link of its own changes one list; another template those that it leads to.
    own += [{"procedure": "1.000003", "link": "https://mended.example.vn/3"}]
    assert put_links(hub, **LINKS, own=own).status == 200
    assert layso("sheets", "--changed").count("changed ") == 1
    assert put_links(hub, **LINKS | {"centre": "https://moi.example.vn"}, own=own).status == 200
    said = layso("sheets", "--changed")
    assert "changed   centre" in said and said.count("changed ") == 2
    # None is taken that is too long for a code.
    assert put_links(hub, **LINKS | {"centre": "https://a.vn/" + "x" * 300}).status == 400

    # What cannot be written leaves what was there, and nothing beside it.
    before = sorted(tmp_path.iterdir())
    assert "cannot be written" in layso("sheets", "--out", "/proc/sheets.pdf", status=2)
    assert "cannot be written" in layso("sheets", "--out", tmp_path / "no" / "x.pdf", status=2)
    assert "is no file" in layso("sheets", "--out", "/dev/full", status=2)
    assert sorted(tmp_path.iterdir()) == before
    whole = first.read_bytes()
    short = ["prlimit", "--fsize=20000", program_path("layso"), "--hub", testbed.unix]
    done = subprocess.run([*short, "catalogue", "sheets", "--out", first], check=False,
                          capture_output=True, timeout=60, env=program_environment())  # fmt: skip
    assert done.returncode != 0 and first.read_bytes() == whole, "killed amid writing it"
