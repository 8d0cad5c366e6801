/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of "[section]" or "[section name]", "key = value" and "#" comments: daemons' settings,
 * boards, printer models. What a file may say is a table of rows, one a key; the reader is strict:
 * an unknown or doubled section or key, a value that is none, and a missing key are errors with
 * file and line that name what is possible.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

enum { CONFIG_FILE_MAX = 256 * 1024, CONFIG_ERROR_MAX = 256 };

/* A value as it was given. */
struct config_value {
	const char *text; /* without surrounding space */
	int line; /* of the file, from 1; 0: not from a file */
	const struct config_item *item; /* whose value it is */
};

/* Writes the value to target (what the item's offset points to), or what is wrong to error (as
 * config_fail does). */
typedef int (*config_parser)(const struct config_value *value, void *target, char *error);

enum config_need {
	CONFIG_OPTIONAL,
	CONFIG_WITH_SECTION, /* missing where its section is there without it */
	CONFIG_ALWAYS, /* missing also where the section is not there */
};

/* One thing that can be said; a table ends with a NULL section. */
struct config_item {
	const char *section; /* "hub", "screen kiosk", or a list's "button *" */
	const char *key; /* "": of a list, the name in the header, "3" of "[button 3]" */
	config_parser parse;
	size_t offset; /* in the settings; of a list, in its element */
	const char *fallback; /* parsed first; NULL leaves the field as it is */
	bool fixed; /* what runs cannot change it: it takes a restart */
	enum config_need need;
	const char *const *words; /* the value is one of these; ends with NULL */
	int min, max; /* of a number; of a text its bytes. max 0: no bound */
};

/* Sections of which there can be many, each with a name: an array in the settings, each element
 * zero before its section is read. A table ends with a NULL section. */
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
int config_parse_bool(const struct config_value *value, void *target, char *error); /* yes, no, … */
/* The value's place in words: as int (or enum), and as bool (the second word is true). */
int config_parse_word(const struct config_value *value, void *target, char *error);
int config_parse_flag(const struct config_value *value, void *target, char *error);
/* In which line of the file the section is; with the key "". */
int config_parse_line(const struct config_value *value, void *target, char *error);

/* For parsers: a number within bounds in a text, *ret is written only then; and what is wrong,
 * without file and line. Both return −EINVAL when it is. */
int config_number(const char *text, int min, int max, int *ret, char *error) _warn_unused_;
int config_fail(char *error, const char *format, ...) _printf_(2, 3);

/* Sets every fallback. Aborts if a fallback does not parse: that is our mistake. */
void config_set_fallbacks(const struct config_item *items, void *settings);

/* Reads the file over what settings holds; lists may be NULL. On failure *ret_error (may be NULL)
 * is a message with file and line for the caller to free. Returns −errno; −EINVAL for the content;
 * settings then hold what was read before. */
int config_load(const char *path, const struct config_item *items, const struct config_list *lists,
	void *settings, char **ret_error) _warn_unused_;

/* The value of one key, of a file of which nothing else is asked: heap, NULL when the key is not
 * there. Errors as config_load. */
int config_find(const char *path, const char *section, const char *key, char **ret,
	char **ret_error) _warn_unused_;

/* Sets one item by "section.key"; for command-line options. −ENOENT no such item. */
int config_set(const struct config_item *items, void *settings, const char *name, const char *text,
	char *error) _warn_unused_;

/* Gives fresh the fixed items of present, and logs a warning for each that was another. Their texts
 * go over and are not copied: threads that read them may go on. present gets those of fresh. */
void config_keep_fixed(const struct config_item *items, void *present, void *fresh);

/* Frees what the heap parsers put into settings and their lists. */
void config_free_strings(
	const struct config_item *items, const struct config_list *lists, void *settings);
