/* SPDX-License-Identifier: Apache-2.0 */
/* The texts for people: ui/strings/<language>.json, one flat object a language, "kiosk.title":
 * "Mời ông bà lấy số". What stands before the first point is the section: of a screen, of slips, of
 * a browser's page. Placeholders stand in braces: "Còn {ahead} người". */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/text.h"

struct phrases;

/* Loads every *.json of a folder (NULL: the data folder's strings/): its name is the language's
 * code, "language.order" in it the place among the languages ("1" the first; those that say none
 * come last, by code). One that cannot be read is left out. Blocks on the disk; *ret is the
 * caller's, for phrases_free. Logs what is wrong. −ENOENT without any file, −errno, −EINVAL for the
 * content when none can be read. */
int phrases_load(const char *dir, struct phrases **ret) _warn_unused_;
/* No language at all: each text is its key. For a program that has to go on. */
struct phrases *phrases_none(void) _warn_unused_;
/* Keeps them until one phrases_free more. On one thread only, like that; what another thread may do
 * meanwhile is said below. */
struct phrases *phrases_ref(struct phrases *phrases);
void phrases_free(struct phrases *phrases);
DEFINE_CLEANUP(struct phrases *, phrases_free);

/* The code of the language at a place, from 0; "" after the last. Lives as long as phrases. */
const char *phrases_language(const struct phrases *phrases, size_t place);

/* Whether there are texts in a language. */
bool phrases_has(const struct phrases *phrases, const char *language);

/* The text in this language; NULL: it has none. For any thread, like the two above. */
const char *phrases_find(const struct phrases *phrases, const char *language, const char *key);

/* The text in a language, else in the first one, else the key itself (and a warning once). A
 * language of "" is the first. */
const char *phrases_get(const struct phrases *phrases, const char *language, const char *key);

/* The text with placeholders filled from name, value pairs that end with NULL; heap. */
char *phrases_fill(const struct phrases *phrases, const char *language, const char *key, ...)
	__attribute__((sentinel)) _warn_unused_;

/* For browsers. A section as a JavaScript object: {"vi":{"language.name":"Tiếng Việt","close":…},
 * "en":{…}}, the languages in their order, the keys without the section. It can stand in a page's
 * script, too. */
void phrases_put_script(const struct phrases *phrases, const char *section, struct textbuf *out);

/* HTML with what stands in double braces filled in the first language: {{language}} is its code,
 * {{key}} a text, {{each key}} the text in every language. Texts are escaped. */
void phrases_put_html(const struct phrases *phrases, const char *html, struct textbuf *out);
