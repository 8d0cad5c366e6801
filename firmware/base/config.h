/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of "[section]" or "[section name]", "key = value" and "#" comments: daemons' settings,
 * boards, printer models. A table with one row per key defines what a file may contain. The reader
 * is strict: an unknown section or key, a key or an element of a list that is there twice, an
 * invalid value and a missing key are errors; the message gives file and line and says what is
 * allowed. A section may be continued further down, as people append to a file.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

enum { CONFIG_FILE_MAX = 256 * 1024, CONFIG_ERROR_MAX = 256 };

/* A value as it stands in the file or on the command line. */
struct config_value {
	const char *text; /* without surrounding space */
	int line; /* in the file, from 1; 0: not from a file */
	const struct config_item *item; /* whose value it is */
};

/* Writes the value to target (where the item's offset points). On failure it writes the reason to
 * error, as config_fail does. */
typedef int (*config_parser)(const struct config_value *value, void *target, char *error);

enum config_need {
	CONFIG_OPTIONAL,
	CONFIG_WITH_SECTION, /* an error if its section exists without it */
	CONFIG_ALWAYS, /* an error also if the section is missing */
};

/* One key. A table ends with a NULL section. */
struct config_item {
	const char *section; /* "hub", "screen kiosk", or a list's "button *" */
	const char *key; /* "": the name in a list's header, "3" of "[button 3]" */
	config_parser parse;
	size_t offset; /* in the settings; for a list, in its element */
	const char *fallback; /* parsed first; NULL leaves the field as it is */
	bool fixed; /* a running program cannot change it: it needs a restart */
	enum config_need need;
	const char *const *words; /* the value is one of these; ends with NULL */
	int min, max; /* of a number; for a text, of its bytes. max 0: no bound */
};

/* A section that may occur many times, each time with a name. It fills an array in the settings;
 * each element is zero before its section is read. A table ends with a NULL section. */
struct config_list {
	const char *section; /* "button *" */
	size_t offset; /* of the array */
	size_t size; /* of an element */
	size_t count; /* the offset of the int that counts them */
	int max; /* elements in the array */
};

/* Parsers. A target that is "heap" is a char * that the settings own; "array" is char[max + 1]. */
int config_parse_string(const struct config_value *value, void *target, char *error); /* heap */
int config_parse_path(const struct config_value *value, void *target, char *error); /* absolute */
int config_parse_text(const struct config_value *value, void *target, char *error); /* array */
int config_parse_id(const struct config_value *value, void *target, char *error); /* array */
int config_parse_int(const struct config_value *value, void *target, char *error);
int config_parse_tenths(const struct config_value *value, void *target, char *error); /* double */
int config_parse_bool(const struct config_value *value, void *target, char *error); /* yes, no, … */
/* The value's index in words: as int (or enum), or as bool (true for the second word). */
int config_parse_word(const struct config_value *value, void *target, char *error);
int config_parse_flag(const struct config_value *value, void *target, char *error);
/* The line of the file where the section begins; used with the key "". */
int config_parse_line(const struct config_value *value, void *target, char *error);

/* For parsers. config_number reads a number within bounds and writes *ret only on success;
 * config_fail writes an error text without file and line. Both return −EINVAL on an error. */
int config_number(const char *text, int min, int max, int *ret, char *error) _warn_unused_;
int config_fail(char *error, const char *format, ...) _printf_(2, 3);

/* Sets every fallback. Aborts if a fallback does not parse: that is a mistake in layso. */
void config_set_fallbacks(const struct config_item *items, void *settings);

/* Reads the file over what settings holds; lists may be NULL. On failure *ret_error (may be NULL)
 * is a message with file and line for the caller to free. Returns −errno; −EINVAL for a fault in
 * the content; settings then hold what was read before the fault. */
int config_load(const char *path, const struct config_item *items, const struct config_list *lists,
	void *settings, char **ret_error) _warn_unused_;

/* The value of one key of a file whose other keys are ignored: heap, NULL when the key is missing.
 * Errors as config_load. */
int config_find(const char *path, const char *section, const char *key, char **ret,
	char **ret_error) _warn_unused_;

/* Sets one item by "section.key"; for command-line options. −ENOENT: no such item. */
int config_set(const struct config_item *items, void *settings, const char *name, const char *text,
	char *error) _warn_unused_;

/* Exchanges the fixed items of present and fresh, so that fresh keeps the values in use, and logs a
 * warning for each that differs. Texts are moved, not copied: threads that are reading them may go
 * on. present ends up with the fixed items of fresh. */
void config_keep_fixed(const struct config_item *items, void *present, void *fresh);

/* Frees the strings that the heap parsers allocated in settings and their lists. */
void config_free_strings(
	const struct config_item *items, const struct config_list *lists, void *settings);
