/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of request bodies and of query strings, read by tables: what may be there, of which
 * type, within which bounds, and where it goes. Whatever does not fit is refused with the field's
 * name. Pure.
 */
#pragma once

#include <jansson.h>

#include "hub/hub-error.h"

enum field_type {
	FIELD_ID, /* text of A-Z a-z 0-9 - _ . into char[max + 1] */
	FIELD_TEXT, /* clean UTF-8 of max characters, may be empty, into char[LIMIT_ROOM(max)] */
	FIELD_SECRET, /* printable ASCII, not empty, into char[max + 1] */
	FIELD_DAY, /* a date into char[DAY_LENGTH + 1] */
	FIELD_INT, /* min … max into int */
	FIELD_LONG, /* min … max into int64_t */
	FIELD_BOOL, /* into bool */
	FIELD_WORD, /* one of words, its value into int */
	FIELD_IDS, /* array of at most max ids into char[max][LIMIT_ID + 1] */
};

struct field_word {
	const char *word;
	int value;
};

struct field {
	const char *name;
	enum field_type type;
	bool required;
	int64_t min;
	int64_t max;
	size_t offset; /* in the target */
	size_t given; /* of a bool (of FIELD_IDS: of an int, the count); 0 is none */
	const struct field_word *words;
	size_t n_words;
};

/* A table of fields: at most FIELDS_MAX. */
struct fields {
	const struct field *list;
	size_t n;
};
enum { FIELDS_MAX = 64 };
#define FIELDS(table) {(table), ELEMENTS(table)}
#define NO_FIELDS {NULL, 0}
#define WORDS(table) .words = (table), .n_words = ELEMENTS(table)

/* Parses a body's text: a JSON object without repeated keys, optionally after a byte order mark,
 * or an empty text for {}. */
int fields_parse(
	const char *text, size_t size, json_t **ret, struct api_error *api_error) _warn_unused_;

/* Reads body (an object) into target according to fields. A null counts as absent. −EINVAL:
 * rejected. */
int fields_read(const struct fields *fields, json_t *body, void *target,
	struct api_error *api_error) _warn_unused_;

/* Reads text, a body that ends with a NUL, without a tree of JSON, as most bodies can be read: an
 * object of fields that are each there once, text of printable ASCII without escapes, no lists.
 * False: it is another one, or is to be refused; the two above say which, and set all anew. text is
 * as before afterwards. */
bool fields_read_plain(const struct fields *fields, char *text, void *target) _warn_unused_;

/* A query string's arguments, already decoded; value is NULL for "?name" alone. */
struct field_pair {
	const char *name;
	const char *value;
};
int fields_read_query(const struct fields *fields, const struct field_pair *pairs, size_t n,
	void *target, struct api_error *api_error) _warn_unused_;
