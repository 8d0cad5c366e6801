# SPDX-License-Identifier: Apache-2.0
"""--preview of hall and kiosk, and that what is in the pictures can be read: by tesseract, in
Vietnamese with its marks. Its versions confuse some: in a picture, one text of those looked for may
have other marks, and O is taken for 0 in numbers."""

import json
import signal
import struct
import subprocess

import pytest
from processes import BUILD, DATADIR, ROOT, program_environment, program_path, run_program
from reading import bare, cut, read

HALL, KIOSK = "layso-halld", "layso-kioskd"
THEMES = ("default", "high-contrast")


def preview(program, name, out, *options):
    done = run_program(program, "--preview", name, "--out", str(out), *options, seconds=180)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return out


def size_of(path):
    return struct.unpack_from(">II", path.read_bytes(), 16)


def names_of(program):
    return run_program(program, "--preview", "list").stdout.split()


def assert_read(said, texts, numbers=()):
    other = [text for text in texts if text not in said]
    assert len(other) <= 1 and all(bare(text) in bare(said) for text in other), (other, said)
    assert all(number in said.replace("O", "0") for number in numbers), said


@pytest.mark.parametrize("program", [HALL, KIOSK])
def test_all_pictures_are_written_and_nothing_else(program, tmp_path):
    names = names_of(program)
    assert len(names) > 15 and len(set(names)) == len(names)
    folder = tmp_path / "all"
    preview(program, "all", folder, "--size", "320x240")
    assert sorted(path.stem for path in folder.iterdir()) == sorted(names)
    assert {size_of(path) for path in folder.iterdir()} == {(320, 240)}
    assert [path.name for path in tmp_path.iterdir()] == ["all"]


def test_all_pictures_fit_on_one_sheet(tmp_path):
    sheet = preview(KIOSK, "all", tmp_path / "sheet.png", "--size", "240x320")
    width, height = size_of(sheet)
    assert width > 1000 and height > 300 * (len(names_of(KIOSK)) // 8)


@pytest.mark.parametrize("wrong, said", [
    (["--preview", "nosuch"], "fresh"),
    (["--preview", "fresh", "--size", "12"], "1280x800"),
    (["--preview", "fresh", "--size", "99999x3"], "240 to 4096"),
    (["--preview", "fresh", "--diagonal", "x"], "15.6"),
    (["--preview", "fresh", "--language", "xx"], "vi en"),
    (["--preview", "fresh", "--theme", "xx"], "default high-contrast"),
    (["--preview", "fresh", "--site", "/nosuch"], "/nosuch"),
])  # fmt: skip
def test_what_cannot_be_shown_says_the_choices(wrong, said, tmp_path):
    done = run_program(HALL, *wrong, "--out", str(tmp_path / "out.png"))
    assert done.returncode == 1 and said in done.stderr, done.stderr
    assert not list(tmp_path.iterdir())


def test_a_window_stays_until_it_is_ended():
    process = subprocess.Popen([program_path(KIOSK), "--preview", "lane"],
                               env=program_environment(), stdout=subprocess.PIPE)  # fmt: skip
    with process:
        assert process.stdout.readline() == b"lane\n"
        assert process.poll() is None
        process.terminate()
    assert process.returncode == -signal.SIGTERM
    done = run_program(KIOSK, "--preview", "lane", more={"SDL_VIDEODRIVER": "x11"})
    assert done.returncode == 1 and "--out FILE" in done.stderr


def test_the_sites_own_names_are_shown(tmp_path):
    site = json.loads((DATADIR / "site-sample.json").read_text())
    site["services"][0] |= {"series": "K", "name": {"vi": "Trồng cây xanh", "en": "Tree planting"}}
    file = tmp_path / "site.json"
    file.write_text(json.dumps(site))
    options = ("--size", "1280x720", "--site", str(file))
    said = read(preview(HALL, "fresh", tmp_path / "hall.png", *options))
    assert "Trồng cây xanh" in said and "Tree planting" in said and "Hộ tịch" not in said, said
    assert "K012" in said and "A012" not in said, said
    said = read(preview(KIOSK, "services", tmp_path / "kiosk.png", *options, "--language", "en"))
    assert "Tree planting" in said and "SAMPLE" in said, said


# Where the announced call's number and its counter are, in a picture of these sizes.
MAIN = {(640, 360): ((20, 84, 370, 160), (240, 166, 370, 232)),
        (360, 640): ((14, 92, 346, 178), (232, 184, 346, 246))}  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("small", MAIN, ids=["landscape", "portrait"])
def test_a_call_is_read_in_the_hall(small, theme, tmp_path):
    width, height = small
    said = read(preview(HALL, "fresh", tmp_path / "hall.png", "--size",
                        f"{2 * width}x{2 * height}", "--theme", theme))  # fmt: skip
    assert_read(said, ["MẪU", "Hộ tịch", "Mời đến", "Đang phục vụ", "Số người đang chờ", "Quầy",
                       "Chứng thực", "Thứ Hai, 23/11/2026", "miễn lệ phí"],
                ["09:42", "A012", "E003", "B007", "C004"])  # fmt: skip
    picture = preview(HALL, "fresh", tmp_path / "small.png", "--size", f"{width}x{height}",
                      "--theme", theme)  # fmt: skip
    number, counter = MAIN[small]
    # tesseract is told which letters can be there, since it takes 0 for O.
    cut(picture, number, tmp_path / "number.png")
    assert read(tmp_path / "number.png", "eng", 7, "ABCDE0123456789") == "A012"
    cut(picture, counter, tmp_path / "counter.png")
    assert read(tmp_path / "counter.png", "eng", 7, "0123456789") == "3"


PAGES = [
    ("services", "vi", ["MẪU", "Mời ông/bà chọn", "Hộ tịch", "Chứng thực", "12 người chờ"]),
    ("lane", "vi", ["Đất đai", "Cần mang theo: Căn cước", "ưu tiên", "Người cao tuổi",
                     "cách mạng"]),
    ("take", "vi", ["C013", "Đất đai", "Còn 12 người chờ trước"]),
    ("number", "vi", ["C01", "Quét mã", "Còn 12 người chờ trước"]),
    ("closed", "vi", ["07:30", "24/11/2026"]),
    ("refused-limit", "vi", ["Đất đai"]),
    ("number", "en", ["SAMPLE", "Land", "12 people are ahead"]),
    ("unable", "en", ["ask the staff"]),
]


@pytest.mark.parametrize("page, language, expected", PAGES)
def test_the_kiosks_pages_are_read(page, language, expected, tmp_path):
    picture = preview(KIOSK, page, tmp_path / "kiosk.png", "--size", "1280x800", "--language",
                      language)  # fmt: skip
    # 11 misses words on keys of which the page is full.
    said = " ".join(read(picture, "vie" if language == "vi" else "eng", psm)
                    for psm in ((3, 11) if page == "lane" else (11,)))  # fmt: skip
    assert_read(said, expected)


def test_a_slip_is_read_as_it_is_printed(tmp_path):
    made = subprocess.run([BUILD / "ui" / "slip-preview", ROOT / "ui" / "strings", tmp_path],
                          env=program_environment(), capture_output=True, check=False)  # fmt: skip
    assert made.returncode == 0, made.stderr
    said = read(tmp_path / "slip-80mm-vi.png")
    assert_read(said, ["Hộ tịch", "Số người chờ trước", "khoảng 15 phút", "Mời ông/bà ngồi chờ"],
                ["A001", "23/11/2026", "08:01"])  # fmt: skip
    said = read(preview(KIOSK, "slip-80mm", tmp_path / "kiosk.png", "--size", "800x1000"))
    assert_read(said, ["MẪU", "Hộ tịch", "khoảng 15 phút"], ["A001", "23/11/2026"])
    said = read(tmp_path / "slip-58mm-en.png", "eng")
    assert "YOUR NUMBER" in said and "A001" in said and "about 15 min" in said, said
