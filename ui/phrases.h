/* SPDX-License-Identifier: Apache-2.0 */
/* The texts for people: ui/strings/<language>.json, one flat object a language, "kiosk.title":
 * "Mời ông bà lấy số". Placeholders stand in braces: "Còn {ahead} người". */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

struct phrases;

/* Loads every *.json of a folder. Vietnamese ("vi") must be there; another language that cannot be
 * read is left out. Logs what is wrong. −errno, −EINVAL for the content. */
int phrases_load(const char *dir, struct phrases **ret) _warn_unused_;
void phrases_free(struct phrases *phrases);
DEFINE_CLEANUP(struct phrases *, phrases_free);

/* Whether there are texts in a language. */
bool phrases_has(const struct phrases *phrases, const char *language);

/* The text in a language, else in Vietnamese, else the key itself (and a warning once). */
const char *phrases_get(const struct phrases *phrases, const char *language, const char *key);

/* The text with placeholders filled from name, value pairs that end with NULL; heap. */
char *phrases_fill(const struct phrases *phrases, const char *language, const char *key, ...)
	__attribute__((sentinel)) _warn_unused_;
