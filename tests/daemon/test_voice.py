# SPDX-License-Identifier: Apache-2.0
"""Voice packs: numbers against ICU, the packs that the build makes by what praat hears in them, and
the commands that make and check packs."""

import os
import pathlib
import shutil
import statistics
import subprocess
import unicodedata
from collections import namedtuple

import icu
import pytest
from processes import BUILD, DATADIR, run_program
from sitedata import site

PRAAT = pathlib.Path(__file__).with_name("voice-pitch.praat")
PACKS = (DATADIR / "voice").resolve()

# ---- numbers ----

# How ICU says them: its locale and rules, and where layso says it otherwise: {ICU's: ours}.
ICU = {
    # For tens that are not there: the South's word, and the North's.
    "vietnamese": ("vi", "%spellout-cardinal", {"lẻ": "linh"}),
    # Spoken, it is the same. "verbose" is ICU's name for British "one hundred and five".
    "english": ("en", "%spellout-cardinal-verbose", {"-": " "}),
}  # fmt: skip


@pytest.mark.parametrize("grammar", ICU)
def test_every_number_is_said_as_icu_says_it(grammar):
    locale, rules, differences = ICU[grammar]
    said = subprocess.run([BUILD / "tests/daemon/say-numbers", grammar], capture_output=True,
                          text=True, check=True).stdout.splitlines()  # fmt: skip
    spell = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(locale))
    assert len(said) == 10000
    used = set()
    for value, ours in enumerate(said):
        theirs = spell.format(value, rules)
        used |= {word for word in differences if word in theirs}
        for word, instead in differences.items():
            theirs = theirs.replace(word, instead)
        assert ours == theirs, value
    assert used == set(differences), "each difference is one"


# ---- what praat hears ----

Clip = namedtuple("Clip", "length_ms rms first_rms last_rms pitch")
TONES = {"\u0301": "sắc", "\u0300": "huyền", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}
SYLLABLE_MS = (240, 520)  # at 140 words a minute; one that is said by itself is the longest
STOPPED_MS = 150  # "ép": one that ends in p, t, c may be shorter, and those of a sentence are


def hear(folder, floor=60, ceiling=400):
    """{name: Clip} of the FLAC files of a folder, measured by a program that is not ours. The
    pitch of a man's voice, unless said otherwise."""
    command = ["praat", "--run", PRAAT, folder, str(floor), str(ceiling)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    clips = {}
    for line in said.splitlines():
        name, length, *rest = line.split()
        clips[name.removesuffix(".flac")] = Clip(
            int(length), *map(float, rest[:3]), [float(hertz) for hertz in rest[3:]])  # fmt: skip
    return clips


def words_of(language):
    """{clip: words} that a pack has to say."""
    lines = run_program("layso", "voice", "words", language).stdout.splitlines()[1:]
    return {line.split()[0]: line.split(None, 2)[2].rstrip(" .") for line in lines if line}


def tone_of(syllable):
    """The tone that a syllable is written with."""
    marks = [TONES[c] for c in unicodedata.normalize("NFD", syllable) if c in TONES]
    return marks[0] if marks else "ngang"


def heard_tone(clip, level):
    """The tone of the last syllable by its pitch; level is that of the voice."""
    last = clip.pitch[-60:]  # 300 ms, 5 ms each
    voiced = [hertz / level for hertz in last if hertz]
    if len(voiced) < 12:
        return "nothing"
    end = statistics.median(voiced[-6:])
    ends_early = sum(1 for hertz in last[-30:] if hertz) <= 8  # of 150 ms, no more than 40
    if end > 1.1:
        return "sắc"
    if ends_early:
        return "nặng"
    if end < 0.92:
        return "huyền"
    if min(voiced[len(voiced) // 4 :]) < 0.9:
        return "hỏi"
    return "ngang"


def level_faults(clips):
    """Clips that are heard as louder or quieter than the others, and silence at their ends."""
    faults = []
    loudness = statistics.median(clip.rms for clip in clips.values())
    for name, clip in clips.items():
        if not 0.5 < clip.rms / loudness < 2:
            faults.append(f"{name}: its level is {clip.rms:.3f}, and of the others {loudness:.3f}")
        if clip.first_rms < 0.05 * clip.rms or clip.last_rms < 0.01 * clip.rms:
            faults.append(f"{name}: silence at an end")
    return faults


def faults_of(clips, words):
    """What can be heard to be wrong with Vietnamese clips: one line each."""
    faults = level_faults(clips)
    level = statistics.median(hertz for clip in clips.values() for hertz in clip.pitch if hertz)
    for name, text in words.items():
        clip = clips[name]
        syllables = text.split()
        each_ms = clip.length_ms / len(syllables)
        tone = tone_of(syllables[-1])
        stopped = syllables[-1][-1] in "ptc"
        sentence = "." in name  # read by a kiosk: its end says less about its tone
        shortest_ms = STOPPED_MS if stopped or sentence else SYLLABLE_MS[0]
        if not shortest_ms <= each_ms <= SYLLABLE_MS[1]:
            faults.append(f"{name}: {each_ms:.0f} ms a syllable of '{text}'")
        told = not sentence or (tone in ("sắc", "huyền") and not stopped)
        if told and heard_tone(clip, level) != tone:
            faults.append(f"{name}: '{text}' has {tone}, heard is {heard_tone(clip, level)}")
    return faults


@pytest.fixture(scope="module")
def vietnamese():
    return hear(PACKS / "vi"), words_of("vi")


def test_the_vietnamese_pack_says_its_words(vietnamese):
    clips, words = vietnamese
    assert set(clips) == set(words)
    assert faults_of(clips, words) == []
    tones = {tone_of(text.split()[-1]) for text in words.values()}
    assert tones == set(TONES.values()) | {"ngang"}, "tones that the test has heard"


def test_the_english_pack_has_one_level():
    clips = hear(PACKS / "en")
    assert set(clips) == set(words_of("en"))
    assert level_faults(clips) == []
    assert min(clip.length_ms for clip in clips.values()) > 200
    quiet = clips["number-1"]._replace(rms=clips["number-1"].rms / 3)
    late = clips["number-2"]._replace(first_rms=0.001)
    found = level_faults(clips | {"number-1": quiet, "number-2": late})
    assert [fault.split(":")[0] for fault in found] == ["number-1", "number-2"]


SWAPS = [
    ("number-2", "number-4"),  # hai, bốn
    ("number-10", "word-tens"),  # mười, mươi
    ("word-one", "number-1"),  # mốt, một
    ("number-7", "number-3"),  # bảy, ba
    ("word-thousand", "number-9"),  # nghìn, chín
    ("number-21", "number-24"),  # hai mươi mốt, hai mươi tư
]


@pytest.mark.parametrize("one,other", SWAPS)
def test_swapped_clips_are_heard(vietnamese, one, other):
    clips, words = vietnamese
    swapped = clips | {one: clips[other], other: clips[one]}
    faults = "\n".join(faults_of(swapped, words))
    assert f"{one}: " in faults and f"{other}: " in faults


@pytest.mark.parametrize("name", ["number-4", "number-10", "number-7", "number-55", "call-1"])
@pytest.mark.parametrize("kept", ["0, length / 2", "length / 2, length"])
def test_a_clip_that_was_cut_is_heard(vietnamese, tmp_path, name, kept):
    """Its end or its beginning is missing: the tone or the length tells."""
    clips, words = vietnamese
    script = tmp_path / "cut.praat"
    script.write_text(
        f'Read from file: "{PACKS}/vi/{name}.flac"\nlength = Get total duration\n'
        f'Extract part: {kept}, "rectangular", 1, "no"\n'
        f'Save as FLAC file: "{tmp_path}/{name}.flac"\n')  # fmt: skip
    subprocess.run(["praat", "--run", script], check=True, timeout=60)
    faults = faults_of(clips | hear(tmp_path), words)
    assert len(faults) > 0 and all(fault.startswith(name + ":") for fault in faults)


def test_the_chime_is_short_and_of_two_tones():
    chime = hear(PACKS / "chime", 300, 1000)["chime"]
    assert 600 <= chime.length_ms <= 1200
    heard = [statistics.median(part) for part in (chime.pitch[10:50], chime.pitch[-60:-30])]
    # The first still sounds under the second.
    assert heard == [pytest.approx(659, abs=3), pytest.approx(523, abs=15)]


# ---- the commands ----

ENGINE = "espeak-ng -v vi -s 140 -a 50 -w {wav} {text}"


def voice(*words, status=0, datadir=DATADIR, hub=None):
    """Runs `layso voice …` and wants this exit status; what it said."""
    more = {"LAYSO_DATADIR": str(datadir)} | ({"LAYSO_HUB": hub} if hub else {})
    done = run_program("layso", "voice", *map(str, words), more=more)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def whole():
    """How many clips a Vietnamese pack has to have."""
    return len(words_of("vi"))


def test_the_installed_packs_have_no_fault(whole):
    said = voice("check")
    assert whole > 200
    assert [line.split(": ")[-1] for line in said.splitlines()] == [
        "1 clips, 0 faults", f"{len(words_of('en'))} clips, 0 faults",
        f"{whole} clips, 0 faults"]  # fmt: skip
    size = sum(file.stat().st_size for file in PACKS.rglob("*.flac"))
    assert size < 24_000_000, "bytes that a board stores for its voices"


def test_a_pack_is_made_and_goes_on_where_it_was_cut_off(whole, tmp_path):
    pack = tmp_path / "bà-hà"
    assert f"{whole} clips made, 0 kept, 0 failed" in voice(
        "make", "vi", pack, "--command", ENGINE, "--speaker", "Bà Hà", "--consent", "in writing")
    conf = (pack / "pack.conf").read_text()
    assert "speaker = Bà Hà\n" in conf and "licence = not stated\n" in conf
    assert sorted(file.suffix for file in pack.iterdir()) == [".conf"] + whole * [".flac"]
    (pack / "number-21.flac").unlink()
    (pack / "number-22.flac").write_bytes(b"half a file")
    assert f"{whole} clips, 0 faults" not in voice("check", pack, status=1)
    said = voice("make", "vi", pack, "--command", ENGINE)
    assert f"2 clips made, {whole - 2} kept, 0 failed" in said
    assert f"(vi, Bà Hà): {whole} clips, 0 faults" in voice("check", pack)


def test_words_of_a_pack_that_were_changed_are_said_anew(whole, tmp_path):
    pack = tmp_path / "own"
    shutil.copytree(PACKS / "vi", pack)
    conf = pack / "pack.conf"
    conf.write_text(conf.read_text().replace("Mời ông bà có số {number}", "Mời bà con số {number}"))
    said = voice("check", pack, status=1)
    assert 'call-1: made of other words: "Mời ông bà có số", not "Mời bà con số"' in said
    said = voice("make", "vi", pack, "--command", ENGINE)
    assert f"1 clips made, {whole - 1} kept, 0 failed" in said
    voice("check", pack)


def test_an_engine_that_fails_is_named_clip_by_clip(whole, tmp_path):
    """A program that can say nothing but 'hai', and one that is not there."""
    engine = tmp_path / "engine"
    engine.write_text('#!/bin/sh\n[ "$2" = hai ] && exec espeak-ng -a 50 -w "$1" -- "$2"\nexit 7\n')
    engine.chmod(0o755)
    said = voice("make", "vi", tmp_path / "p", "--command", f"{engine} {{wav}} {{text}}", status=1)
    assert f"number-3: {engine} ended with status 7\n" in said
    assert "number-2:" not in said
    assert f"1 clips made, 0 kept, {whole - 1} failed" in said
    said = voice("make", "vi", tmp_path / "q", "--command", "no-engine {wav} {text}", status=1)
    assert "call-1: no-engine cannot be run: No such file or directory\n" in said


def test_recordings_are_taken_in_by_name(whole, tmp_path):
    """All that a person has recorded, under the clips' names; one recording is missing."""
    recorded = tmp_path / "recorded"
    shutil.copytree(PACKS / "vi", recorded)
    (recorded / "number-9.flac").unlink()
    pack = tmp_path / "pack"
    said = voice("make", "vi", pack, "--command", f"cp {recorded}/{{clip}}.flac {{wav}}", status=1)
    assert "number-9: cp ended with status 1" in said and f"{whole - 1} clips made" in said
    said = voice("check", pack, status=1)
    assert said.startswith('number-9: missing: "chín"\n') and "1 faults" in said


def test_a_text_is_never_a_command(tmp_path):
    """Words with a shell's signs in them are one argument; nothing is run."""
    pack = tmp_path / "pack"
    shutil.copytree(PACKS / "vi", pack)
    conf = pack / "pack.conf"
    evil = f"$(touch {tmp_path}/evil); 'x' `id`"
    conf.write_text(conf.read_text().replace("Mời ông bà có số {number}", evil + " {number}"))
    (tmp_path / "engine").write_text(f'#!/bin/sh\necho "$#:$2" >>{tmp_path}/said\nexit 1\n')
    (tmp_path / "engine").chmod(0o755)
    voice("make", "vi", pack, "--command", f"{tmp_path}/engine {{wav}} {{text}}", status=1)
    assert (tmp_path / "said").read_text() == f"2:{evil}\n"
    assert not (tmp_path / "evil").exists()


def test_names_of_services_are_spoken_when_they_change(testbed, hub, tmp_path):
    names = tmp_path / "names"
    said = voice("names", names, hub=testbed.unix)
    assert f"{names}/en: 9 names spoken, 0 kept, 0 removed, 0 failed\n" in said
    assert f"{names}/vi: 9 names spoken, 0 kept, 0 removed, 0 failed\n" in said
    clips = hear(names / "vi")
    texts = {"reason-elderly", "text-slip_advice", "notice-0"}
    assert set(clips) == {f"service-{letter}" for letter in "ABCLNX"} | texts
    changed = site()
    changed["services"][0]["name"]["vi"] = "-f /etc/passwd"  # a name, whatever it looks like
    changed["services"][0] |= {"group": "people", "bring": {"vi": "Căn cước\nGiấy khai sinh"}}
    changed["groups"] = [{"id": "people", "name": {"vi": "Dân cư", "en": "People"}}]
    del changed["services"][-1]
    hub.call("PUT", "/site", changed)
    said = voice("names", names, hub=testbed.unix)
    assert f"{names}/en: 1 names spoken, 8 kept, 1 removed, 0 failed\n" in said
    assert f"{names}/vi: 3 names spoken, 7 kept, 1 removed, 0 failed\n" in said
    assert {"group-people.flac", "bring-A.flac"} <= {path.name for path in (names / "vi").iterdir()}
    assert not (names / "vi/service-X.flac").exists()
    assert hear(names / "vi")["service-A"].length_ms < 4000, "not the whole file"


def test_without_a_program_that_speaks_names_stay_silent(testbed, hub, tmp_path):
    said = voice("names", tmp_path / "n", "--command", "cp a", hub=testbed.unix, status=2)
    assert "'cp a' of --command is no program that speaks" in said
    said = voice("names", tmp_path / "n", "--command", "no-espeak {wav} {text}", hub=testbed.unix,
                 status=1)  # fmt: skip
    assert "service-A: no-espeak cannot be run" in said and "9 failed" in said
    voice("names", tmp_path / "n", hub="unix:/nowhere", status=3)


def test_what_cannot_be_done_is_said(tmp_path):
    assert "'xx'; there are vi en" in voice("words", "xx", status=2)
    assert "the command needs {wav}" in voice("make", "vi", tmp_path, "--command", "a", status=2)
    assert "pack of another language" in voice(
        "make", "en", PACKS / "vi", "--command", "cp a {wav}", status=2)  # fmt: skip
    assert "has no voice pack for xx" in voice("check", "xx", status=2)
    assert "pack.conf" in voice("check", f"{tmp_path}/", status=1)
    empty = tmp_path / "data"
    shutil.copytree(DATADIR / "strings", empty / "strings")
    assert "has no voice pack\n" in voice("check", status=2, datadir=empty)
    if os.geteuid() != 0:
        assert "Permission" in voice("make", "vi", "/no", "--command", "cp a {wav}", status=2)
