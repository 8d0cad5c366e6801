/* SPDX-License-Identifier: Apache-2.0 */
/* The texts for people: ui/strings/<language>.json, one flat object per language, "kiosk.title":
 * "Mời ông bà lấy số". The part before the first point is the section: a screen, the slips, or a
 * browser page. Placeholders are in braces: "Còn {ahead} người". */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/text.h"

struct phrases;

/* Loads every *.json of a folder (NULL: the data folder's strings/, then this centre's own, whose
 * texts stand before the installed ones, key by key). The file's name is the
 * language's code; its "language.order" is its place among the languages ("1" is the first;
 * languages without one come last, by code). A file that cannot be read is left out. Blocks on the
 * disk; the caller frees *ret with phrases_free. Logs what is wrong. −ENOENT when there is no file,
 * −errno, −EINVAL for the content when none can be read. */
int phrases_load(const char *dir, struct phrases **ret) _warn_unused_;
/* Phrases without any language: each text is its key. For a program that must continue. */
struct phrases *phrases_none(void) _warn_unused_;
/* Adds a reference: phrases are kept until one more phrases_free. References are added and freed on
 * one thread only; which functions other threads may call meanwhile is said below. */
struct phrases *phrases_ref(struct phrases *phrases);
void phrases_free(struct phrases *phrases);
DEFINE_CLEANUP(struct phrases *, phrases_free);

/* The code of the language at a place, from 0; "" after the last. Valid as long as phrases. */
const char *phrases_language(const struct phrases *phrases, size_t place);

/* Whether there are texts in a language. */
bool phrases_has(const struct phrases *phrases, const char *language);

/* The text in this language; NULL: it has none. Any thread may call this and the two functions
 * above. */
const char *phrases_find(const struct phrases *phrases, const char *language, const char *key);

/* The text in a language, else in the first language, else the key itself (with one warning). A
 * language of "" is the first. */
const char *phrases_get(const struct phrases *phrases, const char *language, const char *key);

/* The text with its placeholders filled from pairs of name and value, which end with NULL; heap. */
char *phrases_fill(const struct phrases *phrases, const char *language, const char *key, ...)
	__attribute__((sentinel)) _warn_unused_;

/* For browsers: a section as a JavaScript object, {"vi":{"language.name":"Tiếng Việt","close":…},
 * "en":{…}}, the languages in their order, the keys without the section. It is also safe inside a
 * page's script. */
void phrases_put_script(const struct phrases *phrases, const char *section, struct textbuf *out);

/* Fills in the double braces of an HTML text in the first language: {{language}} is its code,
 * {{key}} a text, {{each key}} the text in every language. Texts are escaped. */
void phrases_put_html(const struct phrases *phrases, const char *html, struct textbuf *out);
