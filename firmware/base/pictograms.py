#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the pages' pictograms as a C table: pictograms.py OUT pictograms.js"""
import re
import sys

with open(sys.argv[2], encoding="utf-8") as source:
    entries = re.findall(r"^\t(\w+): ((?:'[^']*'(?: \+\s+)?)+),$", source.read(), re.M)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write("static const struct {\n\tconst char *name, *path;\n} pictograms_table[] = {\n")
    for name, text in entries:
        parts = re.findall(r"'([^']*)'", text)
        out.write('\t{"%s",\n%s},\n' % (name, "\n".join('\t\t"%s"' % part for part in parts)))
    out.write("};\n")
