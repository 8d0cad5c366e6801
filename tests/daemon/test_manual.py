# SPDX-License-Identifier: Apache-2.0
"""Help, man pages and completion: all of every command and option, from one table."""

import json
import re
import shutil
import subprocess

import pytest
from processes import BUILD, run_program

MADE = BUILD / "firmware" / "manual"
COMMANDS = json.loads(run_program("layso", "help", "--json").stdout)["commands"]
DAEMONS = ["layso-hubd", "layso-kioskd", "layso-halld", "layso-simulator"]


def words_of(command):
    return [word for word in (command["group"], command["verb"]) if word]


def plain(path):
    """A page as it is read, on lines of any length."""
    assert shutil.which("groff"), "groff-base is not installed"
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-P-cbou", "-rLL=400n", path],
                          capture_output=True, check=True)  # fmt: skip
    assert not done.stderr, done.stderr.decode()
    return " ".join(done.stdout.decode().replace("\u2010", "-").split())


def complete(*words):
    """What bash offers for the last word."""
    script = f"""source {MADE / "layso"}; COMP_WORDS=(layso "$@"); COMP_CWORD=$#; _layso
        printf '%s\\n' "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True, text=True,
                          check=True, cwd=MADE)  # fmt: skip
    assert not done.stderr, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(words_of(command)))
def test_a_command_has_help_a_man_entry_and_completion(command):
    words = words_of(command)
    own = [field for field in command["fields"] if field["name"].startswith("-")]
    said = run_program("layso", "help", *words).stdout
    if command["verb"] or f"layso {words[0]}:" in said:
        for field in command["fields"]:
            assert field["name"] in said and field["help"].split()[0] in said
    assert command["summary"] and command["summary"] in said
    assert command["verb"] in complete(words[0], command["verb"]) | {""}
    assert command["group"] in complete(words[0][:2])
    offered = complete(*words, "--")
    assert {field["name"] for field in own} <= offered and "--hub" in offered
    if command["group"] == "counter" and command["verb"]:
        assert {field["name"] for field in own} <= complete("counter", "3", command["verb"], "-")


def test_the_man_page_has_every_command_field_and_option():
    page = plain(MADE / "layso.1")
    for command in COMMANDS:
        number = ["N"] if command["fields"] and command["fields"][0]["name"] == "N" else []
        typed = ["layso", command["group"], *number, command["verb"]]
        assert " ".join(filter(None, typed)) in page, command
        assert command["summary"][1:] in page, command
        for field in command["fields"]:
            assert field["name"] in page and " ".join(field["help"].split()) in page, field
        assert " ".join((command["details"] or "").split()) in page
    for option in ("--hub", "--token-file", "--language", "--json", "--help", "--version"):
        assert option in page and option in complete("-")


@pytest.mark.parametrize("name", DAEMONS)
def test_a_daemons_man_page_has_every_option(name):
    said = run_program(name, "--help").stdout
    page = plain(MADE / f"{name}.8")
    options = re.findall(r"^  (--\S+)", said, re.MULTILINE)
    assert len(options) > 5 and all(option in page for option in options)
    assert said.split("\n")[0].split(": ", 1)[1].rstrip(".") in page


def test_what_follows_an_option_is_its_value():
    assert (MADE / "layso.json").exists()
    assert "layso.json" in complete("site", "import", "lay")
    assert complete("--hub", "site", "--no-such") == set()
    assert "import" in complete("--hub", "unix:/x", "site", "im")
    assert "import" in complete("help", "site", "im")
