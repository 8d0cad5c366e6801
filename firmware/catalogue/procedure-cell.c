/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure-cell.h"

#include <string.h>

enum { SHORT_CHARACTERS = 200, PARTS_MAX = 5, COUNT_LARGEST = 1000000 };

static const char *const way_parts[PARTS_MAX + 1] = {
	"channel", "deadline", "fee", "exempt", "note", NULL};
static const char *const paper_parts[PARTS_MAX + 1] = {"name", "originals", "copies", "note", NULL};
static const char *const no_parts[PARTS_MAX + 1] = {NULL};

static const char *const *parts_of(enum procedure_field field)
{
	return field == PROCEDURE_WAYS      ? way_parts
		: field == PROCEDURE_PAPERS ? paper_parts
					    : no_parts;
}

/* The marks that end an entry. */
static const char *ends_of(enum procedure_field field)
{
	const struct procedure_field_row *row = procedure_field_row(field);

	return row->kind == PROCEDURE_LIST && row->characters <= SHORT_CHARACTERS ? "\n;" : "\n";
}

static void write_escaped(const char *text, const char *marks, struct textbuf *out)
{
	for (; *text; text++) {
		if (*text == '\n') {
			textbuf_add(out, "\\n");
			continue;
		}
		if (*text == '\\' || strchr(marks, *text)) {
			textbuf_add(out, "\\");
		}
		textbuf_add_bytes(out, text, 1);
	}
}

static void write_part(const json_t *value, const char *marks, struct textbuf *out)
{
	if (json_is_integer(value)) {
		textbuf_printf(out, "%lld", (long long)json_integer_value(value));
	} else if (json_is_string(value)) {
		write_escaped(json_string_value(value), marks, out);
	}
}

static void write_entry(enum procedure_field field, const json_t *entry, struct textbuf *out)
{
	const char *const *parts = parts_of(field);
	int n = 0;

	if (!*parts) {
		write_part(entry, ends_of(field), out);
		return;
	}
	for (int i = 0; parts[i]; i++) {
		n = json_object_get(entry, parts[i]) ? i + 1 : n;
	}
	for (int i = 0; i < n; i++) {
		textbuf_add(out, i > 0 ? " | " : "");
		write_part(json_object_get(entry, parts[i]), "|", out);
	}
}

/* Spreadsheets take a text that begins so for a formula. */
static bool is_formula(char first)
{
	return first && strchr("=+-@'", first);
}

void procedure_cell_write(enum procedure_field field, const json_t *value, struct textbuf *out)
{
	_cleanup_(textbuf_done) struct textbuf cell = {0};
	json_t *entry;
	size_t i;

	textbuf_add(&cell, "");
	json_array_foreach (value, i, entry) {
		textbuf_add(&cell, i > 0 ? "\n" : "");
		write_entry(field, entry, &cell);
	}
	if (json_is_true(value)) {
		textbuf_add(&cell, "1");
	} else if (json_is_string(value)) {
		textbuf_add(&cell, json_string_value(value));
	}
	textbuf_add(out, is_formula(cell.data[0]) ? "'" : "");
	textbuf_add_bytes(out, cell.data, cell.size);
}

/* Reads up to one of the marks, which ends the part; the marks can stand behind a backslash. */
static const char *read_part(const char *at, const char *marks, struct textbuf *ret)
{
	ret->size = 0;
	textbuf_add(ret, "");
	while (*at && !strchr(marks, *at)) {
		char next = at[1];

		if (*at == '\\' && next && (next == 'n' || strchr("\\|;", next))) {
			textbuf_add_bytes(ret, next == 'n' ? "\n" : &next, 1);
			at += 2;
			continue;
		}
		textbuf_add_bytes(ret, at++, 1);
	}
	return at;
}

static json_t *part_value(const char *name, const char *text)
{
	_cleanup_free_ char *clean = procedure_clean(text, true, NULL);
	int64_t count;

	if (!*clean) {
		return NULL;
	}
	if ((strcmp(name, "originals") == 0 || strcmp(name, "copies") == 0) &&
		text_parse_int(clean, 0, COUNT_LARGEST, &count) == 0) {
		return json_integer(count);
	}
	return json_string(clean);
}

/* Reads an entry with parts. A bar too many belongs to the last part. */
static const char *read_object(const char *at, const char *const *parts, json_t *list)
{
	_cleanup_(textbuf_done) struct textbuf part = {0};
	json_t *object = json_object();

	for (int i = 0; parts[i]; i++) {
		json_t *value;

		at = read_part(at, parts[i + 1] ? "|\n" : "\n", &part);
		value = part_value(parts[i], part.data);
		if (value) {
			(void)json_object_set_new(object, parts[i], value);
		}
		if (*at != '|') {
			break;
		}
		at++;
	}
	if (json_object_size(object) > 0) {
		(void)json_array_append_new(list, object);
	} else {
		json_decref(object);
	}
	return at;
}

static json_t *read_list(enum procedure_field field, const char *cell)
{
	_cleanup_(textbuf_done) struct textbuf part = {0};
	const char *const *parts = parts_of(field);
	json_t *list = json_array();

	for (const char *at = cell; *at; at += *at != '\0') {
		if (*parts) {
			at = read_object(at, parts, list);
			continue;
		}
		at = read_part(at, ends_of(field), &part);
		if (part.data[strspn(part.data, " \n")]) {
			(void)json_array_append_new(list, json_string(part.data));
		}
	}
	return list;
}

json_t *procedure_cell_parse(enum procedure_field field, const char *cell)
{
	enum procedure_kind kind = procedure_field_row(field)->kind;

	cell += cell[0] == '\'' && is_formula(cell[1]);
	if (!*cell) {
		return NULL;
	}
	return kind == PROCEDURE_LIST || kind == PROCEDURE_ENTRIES ? read_list(field, cell)
								   : json_string(cell);
}
