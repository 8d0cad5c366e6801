/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configuration files: "[section]" or "[section name]", "key = value", "#" comments. Every error
 * names file and line; an unknown section or key is an error.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

enum { CONFIG_FILE_MAX = 256 * 1024, CONFIG_ERROR_MAX = 256 };

/* One line "key = value" under its section header. */
struct config_line {
	const char *file;
	int line; /* from 1 */
	const char *section; /* "button" of "[button 3]" */
	const char *name; /* "3" of "[button 3]"; "" without one */
	const char *key; /* NULL for the section header itself */
	const char *value; /* without surrounding space; NULL for the header */
};

/* Takes a line; on error writes what is wrong into error (CONFIG_ERROR_MAX bytes), without file
 * and line, and returns −EINVAL. */
typedef int (*config_handler)(const struct config_line *line, void *userdata, char *error);

/* Reads a file and hands each line to handler. On failure *ret_error (may be NULL) is a message
 * with file and line for the caller to free. Returns −errno; −EINVAL for the content. */
int config_read(
	const char *path, config_handler handler, void *userdata, char **ret_error) _warn_unused_;

/* The same for text that is not in a file; name stands for the file in errors. */
int config_read_text(const char *name, const char *text, config_handler handler, void *userdata,
	char **ret_error) _warn_unused_;

/* A parser writes the value to target (what the table's offset points to). */
typedef int (*config_parser)(const char *value, void *target, char *error);

/* Parsers. Strings: target is char *, heap-owned by the settings. Numbers: int, 0 … INT_MAX. */
int config_parse_string(const char *value, void *target, char *error);
int config_parse_path(const char *value, void *target, char *error); /* absolute */
int config_parse_int(const char *value, void *target, char *error);
int config_parse_bool(const char *value, void *target, char *error);

/* A program's settings as a table; ends with a NULL section. */
struct config_item {
	const char *section;
	const char *key;
	config_parser parse;
	size_t offset;
	const char *fallback; /* parsed first; NULL leaves the field as it is */
	bool fixed; /* what runs cannot change it: it takes a restart */
};

/* Sets every fallback. Aborts if a fallback does not parse: that is our mistake. */
void config_set_fallbacks(const struct config_item *items, void *settings);

/* Reads the file over what settings holds. Errors as config_read. */
int config_load(const char *path, const struct config_item *items, void *settings,
	char **ret_error) _warn_unused_;

/* The value of one key, of a file of which nothing else is asked: heap, NULL when the key is not
 * there. Errors as config_read. */
int config_find(const char *path, const char *section, const char *key, char **ret,
	char **ret_error) _warn_unused_;

/* Sets one item by "section.key"; for command-line options. −ENOENT no such item. */
int config_set(const struct config_item *items, void *settings, const char *name, const char *value,
	char *error) _warn_unused_;

/* Gives fresh the fixed items of present, and logs a warning for each that was another. Their texts
 * go over and are not copied: threads that read them may go on. present gets those of fresh. */
void config_keep_fixed(const struct config_item *items, void *present, void *fresh);

/* Frees what the string parsers put into settings. */
void config_free_strings(const struct config_item *items, void *settings);
