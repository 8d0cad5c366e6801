# SPDX-License-Identifier: Apache-2.0
"""The sheets of procedures and the papers lists as printed: each QR code is read again, by two
readers that share no code, and nothing stands on the foot of a page."""

import re
import shutil
import subprocess

import pytest
from processes import BUILD, ROOT, program_environment

PORTAL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfa-5f68-74c6-89e9-78c8"
CENTRE = "https://xa-mau.example.vn/tra-cuu"  # as sheet-preview has it
DPI = 110
FOOT_MM = 297 - 17  # where the rule above a page's foot stands

LONG = "Giao đất, cho thuê đất không đấu giá quyền sử dụng đất, không đấu thầu; " * 17
NAMES = ["Đăng ký khai sinh", LONG[:300].strip(), "Chứng thực bản sao từ bản chính"]


def run(*command):
    assert shutil.which(command[0]), f"{command[0]} is not installed"
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False,
                          env=program_environment())  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.stdout} {done.stderr}"
    return done.stdout


def sectors():
    """Sector, code, name and link of each procedure: 16, among them one of each odd kind."""
    rows = [("ho-tich", f"1.{i:06}", NAMES[i % 3], f"{PORTAL}{i:08}") for i in range(9)]
    rows += [("dat-dai", f"2.{i:06}", NAMES[i % 2], f"{PORTAL}{i + 100:08}") for i in range(4)]
    rows += [
        ("khac", "", "Thủ tục chưa có mã", ""),
        ("khac", "1.000000.000.00.00.H56", LONG.strip(), "https://a.vn/" + "x" * 200),
        ("khac", "3.000001", "Liên kết ngắn", "https://a.vn"),
    ]
    return rows


@pytest.fixture
def printed(tmp_path):
    """The PDF of the sheets, and the lines that say which they are."""
    rows = ""
    for i, (sector, code, name, link) in enumerate(sectors()):
        title = LONG[:150] if sector == "khac" else sector
        rows += "\t".join([sector, title, code, name, link, f"{i % 3 == 0:d}"]) + "\n"
    (tmp_path / "list.tsv").write_text(rows)

    def make(name):
        sheets = run(str(BUILD / "ui" / "sheet-preview"), str(ROOT / "ui" / "strings"),
                     str(tmp_path / "list.tsv"), str(tmp_path / name), "2")  # fmt: skip
        return tmp_path / name, [line.split("\t") for line in sheets.splitlines()]

    return make


def pages_of(pdf, folder):
    run("pdftoppm", "-gray", "-r", str(DPI), str(pdf), str(folder / "page"))
    return sorted(folder.glob("page-*.pgm"))


def links_read(reader, pictures):
    """What every code on the pictures says, sorted."""
    names = [str(picture) for picture in pictures]
    if reader == "zbarimg":
        options = ["--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable"]
        return sorted(run("zbarimg", *options, *names).split())
    read = run("ZXingReader", "-format", "QRCode", *names)
    return sorted(re.findall(r'^Text: +"(.*)"$', read, re.MULTILINE))


def rows_of(picture):
    """The rows of pixels of a PGM file."""
    head, width, height, data = re.match(
        rb"(P5)\s+(\d+)\s+(\d+)\s+255\s(.*)", picture.read_bytes(), re.DOTALL
    ).groups()
    assert head == b"P5" and len(data) == int(width) * int(height)
    return [data[y * int(width) : (y + 1) * int(width)] for y in range(int(height))]


def test_every_code_on_the_sheets_leads_to_its_link(printed, tmp_path):
    pdf, sheets = printed("sheets.pdf")
    pictures = pages_of(pdf, tmp_path)
    assert len(pictures) == len(sheets)
    assert sum(int(n) for _, _, n in sheets) == len(sectors())
    links = [link for _, _, _, link in sectors() if link]
    links += [CENTRE] + [f"{CENTRE}/{sector}" for sector in {row[0] for row in sectors()}]
    for reader in ("zbarimg", "ZXingReader"):
        assert links_read(reader, pictures) == sorted(links)
    for picture in pictures:
        rows = rows_of(picture)
        above = [rows[int((FOOT_MM - mm) * DPI / 25.4)] for mm in (0.5, 1.0)]
        assert all(min(row) > 250 for row in above), f"{picture}: a text runs into the foot"


def test_another_run_makes_the_same_file(printed):
    first, first_sheets = printed("first.pdf")
    again, again_sheets = printed("again.pdf")
    assert first_sheets == again_sheets
    assert first.read_bytes() == again.read_bytes()


def test_the_code_of_each_papers_list_leads_to_its_procedure(tmp_path):
    run(str(BUILD / "ui" / "slip-preview"), str(ROOT / "ui" / "strings"), str(tmp_path))
    pictures = sorted(tmp_path.glob("papers-*.png"))
    assert len(pictures) == 8  # short and long, both papers, both languages
    for reader in ("zbarimg", "ZXingReader"):
        links = links_read(reader, pictures)
        assert links == [f"{PORTAL}819cef86"] * len(pictures)
