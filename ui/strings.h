/* SPDX-License-Identifier: Apache-2.0 */
/* The texts for people: ui/strings/<language>.json, one flat object a language, "kiosk.title":
 * "Mời ông bà lấy số". Placeholders stand in braces: "Còn {ahead} người". */
#pragma once

#include "base/cleanup.h"

struct strings;

/* Loads every *.json of a folder. Vietnamese ("vi") must be there. Logs what is wrong. */
int strings_load(const char *dir, struct strings **ret) _warn_unused_;
void strings_free(struct strings *strings);
DEFINE_CLEANUP(struct strings *, strings_free);

/* The text in a language, else in Vietnamese, else the key itself (and a warning once). */
const char *strings_get(const struct strings *strings, const char *language, const char *key);

/* The text with placeholders filled from name, value pairs that end with NULL; heap. */
char *strings_fill(const struct strings *strings, const char *language, const char *key, ...)
	__attribute__((sentinel)) _warn_unused_;
