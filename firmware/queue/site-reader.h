/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a JSON object strictly, with the path of each fault; for site-parse.c. Every getter notes
 * a fault and gives a harmless value, so that all faults of a file are found in one pass. */
#pragma once

#include "base/link-template.h"
#include "queue/site-wrong.h"
#include "queue/site.h"

/* Where the parser is: a path such as "services[2].name" and the faults found so far. */
struct site_at {
	const struct site_at *above;
	const char *key; /* NULL: an array's element */
	size_t index;
	json_t *faults;
	const struct site *site;
	bool strict; /* an import, not what is stored */
};

/* Notes a fault here: what is wrong for pages, and in English for developers. */
void site_fault(const struct site_at *at, enum site_wrong wrong, const char *format, ...)
	_printf_(3, 4);
/* The same, with the limits that were exceeded. */
void site_fault_limits(const struct site_at *at, enum site_wrong wrong, int from, int to,
	const char *format, ...) _printf_(5, 6);
/* Notes a fault only in an import; a site stored by another version may have it. */
void site_import_fault(const struct site_at *at, enum site_wrong wrong, const char *message);
/* Checks that a name is visible and, with one_line, on one line. */
void site_check_name(const struct site_at *at, const char *text, bool one_line);
/* Whether the text at an index of a list also occurs before that index. */
bool site_is_doubled(const json_t *list, size_t index);

/* The place of a member or of an array's element. */
struct site_at site_below(const struct site_at *at, const char *key);
struct site_at site_element(const struct site_at *at, size_t index);

bool site_is_object(const struct site_at *at, const json_t *json);
/* Each unknown key is a fault of an import; known ends with NULL. */
void site_refuse_unknown(const struct site_at *at, json_t *object, const char *const known[]);
/* An absent list has 0 entries. */
size_t site_array_size(const struct site_at *at, const json_t *json, size_t max);
/* The name of a pictogram; "" where there is none, or where a later version has one that this one
 * does not know. */
void site_get_pictogram(const struct site_at *at, json_t *object, char ret[LIMIT_ID + 1]);
/* At most LIMIT_BRING_LINES lines of at most LIMIT_BRING characters. */
void site_check_lines(const struct site_at *at, const char *text);
/* Whether it is clean text of at most so many characters; else that is noted here. */
bool site_check_text(const struct site_at *at, const json_t *json, int max);
/* Whether a link, or a template for links, can stand in a QR code; "" is no fault. */
void site_check_link(
	const struct site_at *at, enum link_kind kind, const char *link, bool is_template);
/* "" for an absent text; borrowed. */
const char *site_get_text(const struct site_at *at, json_t *object, const char *key, bool required);
void site_get_id(const struct site_at *at, json_t *object, const char *key, char ret[LIMIT_ID + 1]);
void site_get_int(const struct site_at *at, json_t *object, const char *key, int min, int max,
	int fallback, int *ret);
void site_get_bool(
	const struct site_at *at, json_t *object, const char *key, bool fallback, bool *ret);

/* site-parse.c: an object of language → text, of which the site's first language is required. The
 * texts are the caller's to free. */
void site_parse_words(const struct site_at *at, json_t *json, bool one_line, struct site_text *ret);

/* site-pages.c: checks "pages", what halls and notice boards show in turns. */
void site_check_pages(const struct site_at *at, json_t *root);

/* site-kiosks.c: checks "kiosks"; the services are parsed already. */
void site_check_kiosks(const struct site_at *at, json_t *root);
/* The same, "devices". */
void site_check_devices(const struct site_at *at, json_t *root);
const json_t *site_find_device(const json_t *list, const char *id);

/* site-catalogue.c: checks "catalogue", and "sheets": what hangs on the notice board. */
void site_check_catalogue(const struct site_at *at, json_t *root);
void site_check_sheets(const struct site_at *at, json_t *root);

/* site-complaints.c: checks "complaints"; the services are parsed already. */
void site_check_complaints(const struct site_at *at, json_t *root);
