#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the numbered schema files as a C array of strings: embed.py OUT 001.sql 002.sql …"""
import sys

with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write("static const char *const schema_versions[] = {\n")
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as sql:
            for line in sql:
                text = line.rstrip("\n").replace("\\", "\\\\").replace('"', '\\"')
                out.write('\t"%s\\n"\n' % text)
        out.write("\t,\n")
    out.write("};\n")
