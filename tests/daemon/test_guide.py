# SPDX-License-Identifier: Apache-2.0
"""The guides of the roles: the hub's pages and files, and the sheets for the wall."""

import re
import subprocess

import pytest
from processes import run_program

ROLES = ["clerk", "helper", "complaints", "manager", "director", "technician"]


@pytest.mark.parametrize("role", ROLES)
def test_each_guide_is_a_page_that_anybody_may_read(shared_hub, role):
    answer = shared_hub.raw("GET", f"/guide/{role}", headers={"Authorization": ""})
    assert answer.status == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    html = answer.body.decode()
    assert re.search(r'<html lang="vi">', html) and "{" not in html and "[" not in html
    for address in re.findall(r'(?:src|href)="([^"]+)"', html):
        assert shared_hub.raw("GET", address.replace("&amp;", "&")).status == 200, address


def test_a_language_that_has_no_guide_gets_the_first(shared_hub):
    english = shared_hub.raw("GET", "/guide/clerk?lang=en").body.decode()
    assert '<html lang="en">' in english and "<b>Finish</b>" in english
    other = shared_hub.raw("GET", "/guide/clerk?lang=../x").body.decode()
    assert '<html lang="vi">' in other
    assert shared_hub.raw("GET", "/guide/clerk.png?lang=xx").body[:4] == b"\x89PNG"


@pytest.mark.parametrize("file", ["nobody", "clerk.txt", "technician.png", "..%2fclerk", "clerk/x"])
def test_where_there_is_no_guide_a_page_says_so(shared_hub, file):
    assert shared_hub.raw("GET", f"/guide/{file}").status == 404


@pytest.mark.parametrize("language,said", [("vi", "Gọi số tiếp theo"), ("en", "Call next")])
def test_a_sheet_is_one_page_for_the_wall(shared_hub, tmp_path, language, said):
    served = shared_hub.raw("GET", f"/guide/clerk.pdf?lang={language}")
    assert served.headers["content-type"] == "application/pdf"
    out = tmp_path / "clerk.pdf"
    done = run_program("layso", "guide", "clerk", "--language", language, "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == served.body
    facts = subprocess.run(["pdfinfo", str(out)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", facts) and "A4" in facts
    text = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    assert said in text


def test_a_wrong_role_is_named_with_those_there_are(tmp_path):
    done = run_program("layso", "guide", "chef", "--out", str(tmp_path / "x.pdf"))
    assert done.returncode == 2 and "technician" in done.stderr
    done = run_program("layso", "guide", "clerk", "--out", str(tmp_path / "no" / "x.pdf"))
    assert done.returncode == 2 and "cannot be written" in done.stderr


def test_a_centres_own_words_are_on_its_sheets(tmp_path):
    strings = tmp_path / "strings"
    strings.mkdir()
    (strings / "vi.json").write_text('{"guide.helper.1.1": "Đeo thẻ tình nguyện."}')
    out = tmp_path / "helper.pdf"
    done = run_program("layso", "guide", "helper", "--out", str(out),
                       more={"LAYSO_ETCDIR": str(tmp_path)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    assert "thẻ tình nguyện" in text
    (strings / "vi.json").write_text('{"guide.helper.1.1": "%s"}' % ("dài " * 3000))
    done = run_program("layso", "guide", "helper", "--out", str(out),
                       more={"LAYSO_ETCDIR": str(tmp_path)})  # fmt: skip
    assert done.returncode == 1 and "does not fit" in done.stderr
