# SPDX-License-Identifier: Apache-2.0
"""Finds the functions of a C file and how long they are. It leans on .clang-format: a function's
opening brace stands alone in the first column, and so does its closing brace."""

import re

HEAD = re.compile(r"^(?![#\s}])[^;={]*?\b(\w+)\s*\(")


def lengths(text):
    """(name, first line, number of lines from the signature to the closing brace)"""
    found = []
    lines = text.splitlines()
    head = None
    for number, line in enumerate(lines, 1):
        match = HEAD.match(line)
        if match and not line.startswith(("/", " *", "typedef", "struct {", "enum {")):
            head = (match.group(1), number)
        elif line == "}" and head:
            name, first = head
            if "{" in lines[first - 1 : number - 1]:
                found.append((name, first, number - first + 1))
            head = None
    return found
