#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Man pages and bash's completion, from what the built programs say of themselves:

    manual.py command HELP.json PAGE     "layso help --json"
    manual.py completion HELP.json FILE
    manual.py daemon HELP PAGE           "layso-hubd --help"
"""

import json
import pathlib
import re
import sys

SEE = {
    "layso": ["layso-hubd(8)", "layso-kioskd(8)", "layso-halld(8)"],
    "layso-hubd": ["layso(1)"],
    "layso-kioskd": ["layso(1)", "layso-hubd(8)"],
    "layso-halld": ["layso(1)", "layso-hubd(8)"],
}

COMPLETION = """# SPDX-License-Identifier: Apache-2.0
# bash completion of layso; made when it was built, from its table of commands.

_layso()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
	local words=() i command choices
	local -A verbs=(
%(verbs)s
	)
	local -A options=(
%(options)s
	)
	local takes=" %(takes)s "

	COMPREPLY=()
	if [[ $takes == *" $previous "* ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return
	fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ $takes == *" ${COMP_WORDS[i]} "* ]]; then
			((i++))
		elif [[ ${COMP_WORDS[i]} != -* ]]; then
			words+=("${COMP_WORDS[i]}")
		fi
	done
	[[ ${words[0]} == help ]] && words=("${words[@]:1}")
	[[ ${words[0]} == counter && ${words[1]} == [0-9]* ]] && words=(counter "${words[@]:2}")
	command="${words[0]} ${words[1]}"
	[[ -v options[$command] ]] || command="${words[0]} "
	if [[ $current == -* ]]; then
		choices="%(common)s ${options[$command]}"
	elif ((${#words[@]} == 0)); then
		choices="help ${!verbs[*]}"
	elif ((${#words[@]} == 1)); then
		choices=${verbs[${words[0]}]}
	fi
	mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$current")
	((${#COMPREPLY[@]})) || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}
complete -o filenames -F _layso layso
"""


def escape(text):
    """As roff takes it: ASCII, no request at a line's start, hyphens that can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", text)
    return re.sub(r"^(?=[.'])", r"\\&", text, flags=re.MULTILINE)


def block(text):
    """Lines that stay as they are."""
    return ["", ".nf", escape(text.strip("\n")), ".fi"]


def words_of(command):
    """ "counter N open", as it is typed."""
    fields = command["fields"]
    number = [f["name"] for f in fields[:1] if f["name"] == "N"]
    return [w for w in [command["group"], *number, command["verb"]] if w]


def field_text(field):
    return f"{field['name']} {field['argument'] or ''}".strip()


def usage_text(command):
    rest = command["fields"][len(words_of(command)) - (2 if command["verb"] else 1):]
    parts = [field_text(f) if f["required"] else f"[{field_text(f)}]" for f in rest]
    return " ".join(["layso", *words_of(command), *parts])


def head(name, section, summary):
    return [f'.TH "{name.upper()}" "{section}" "" "layso" "layso"', ".SH NAME",
            f"{escape(name)} \\- {escape(summary.rstrip('.'))}"]  # fmt: skip


def see(name):
    return [".SH SEE ALSO", escape(", ".join(SEE.get(name, ["layso(1)"])))]


def command_page(table):
    lines = head("layso", 1, table["summary"])
    lines += [".SH SYNOPSIS", ".B layso", "[OPTION]... COMMAND [ARGUMENT]...", ".SH COMMANDS"]
    for command in table["commands"]:
        lines += [".TP", f".B {escape(usage_text(command))}",
                  escape(command["summary"][0].upper() + command["summary"][1:] + ".")]  # fmt: skip
        if command["fields"] or command["details"]:
            lines.append(".RS")
        for field in command["fields"]:
            lines += [".TP", f".I {escape(field_text(field))}", escape(field["help"])]
        if command["details"]:
            lines += [".P", escape(command["details"])]
        if command["fields"] or command["details"]:
            lines.append(".RE")
    lines += [".SH OPTIONS", *block(table["options"]), ".SH NOTES", *block(table["notes"])]
    return lines + see("layso")


def daemon_page(text):
    first, usage, rest = text.strip().split("\n\n", 2)
    name, summary = first.split(": ", 1)
    lines = head(name, 8, summary)
    lines += [".SH SYNOPSIS", escape(usage.removeprefix("Usage: ")), ".SH OPTIONS"]
    options, _, tail = rest.partition("\n\n")
    for line in options.splitlines():
        option, _, help_text = line.strip().partition("  ")
        lines += [".TP", f".B {escape(option)}", escape(help_text.strip())]
    return [*lines, ".SH FILES", escape(tail.strip()), *see(name)]


def completion(table):
    verbs, options, takes = {}, {}, {"--hub", "--token-file", "--language"}
    for command in table["commands"]:
        verbs.setdefault(command["group"], []).append(command["verb"])
        own = [f for f in command["fields"] if f["name"].startswith("-")]
        options[f"{command['group']} {command['verb']}"] = [f["name"] for f in own]
        takes |= {f["name"] for f in own if f["argument"]}

    def entries(lists):
        return "\n".join(f'\t\t["{key}"]="{" ".join(filter(None, words))}"'
                         for key, words in lists.items())  # fmt: skip

    common = re.findall(r"^  (--[a-z-]+)", table["options"], re.MULTILINE)
    return COMPLETION % {"verbs": entries(verbs), "options": entries(options),
                         "takes": " ".join(sorted(takes)), "common": " ".join(common)}  # fmt: skip


def main(kind, source, target):
    text = pathlib.Path(source).read_text(encoding="utf-8")
    if kind == "daemon":
        made = "\n".join(daemon_page(text)) + "\n"
    elif kind == "command":
        made = "\n".join(command_page(json.loads(text))) + "\n"
    else:
        made = completion(json.loads(text))
    pathlib.Path(target).write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
