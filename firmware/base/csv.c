/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The next character, with every line break as one line feed. */
static char pop_character(struct csv_reader *reader)
{
	char c = *reader->at++;

	if (c == '\r') {
		reader->at += reader->at < reader->end && *reader->at == '\n';
		c = '\n';
	}
	return c;
}

/* Uses what a line "sep=;" says, which office programs hide; false: there is none. */
static bool read_separator(struct csv_reader *reader)
{
	const char *start = reader->at;

	if (reader->end - start <= 4 || strncasecmp(start, "sep=", 4) != 0) {
		return false;
	}
	reader->separator = start[4];
	reader->at += 5;
	if (reader->at < reader->end && is_line_end(*reader->at)) {
		(void)pop_character(reader);
		return true;
	}
	reader->at = start;
	return false;
}

void csv_start(struct csv_reader *reader, const char *text, size_t size)
{
	static const char marks[] = "\t;,";
	const char *at;

	*reader = (struct csv_reader){.at = text, .end = text + size, .separator = ','};
	if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		reader->at += 3;
	}
	if (read_separator(reader)) {
		return;
	}
	for (size_t i = 0; marks[i]; i++) {
		reader->separator = marks[i];
		at = reader->at;
		while (at < reader->end && is_line_end(*at)) {
			at++;
		}
		while (at < reader->end && !is_line_end(*at)) {
			if (*at++ == marks[i]) {
				return;
			}
		}
	}
}

/* Makes tabs and no-break spaces spaces, and removes those around a cell. */
static void trim(struct textbuf *cell)
{
	static const char *const spaces[] = {"\t", "\xC2\xA0", "\xE2\x80\xAF"};
	size_t end;

	for (size_t i = 0; i < ELEMENTS(spaces); i++) {
		for (char *at = cell->data; (at = strstr(at, spaces[i]));) {
			const char *rest = at + strlen(spaces[i]);

			*at = ' ';
			memmove(at + 1, rest, strlen(rest) + 1);
		}
	}
	end = strlen(cell->data);
	while (end > 0 && strchr(" \n", cell->data[end - 1])) {
		end--;
	}
	cell->data[end] = '\0';
	cell->size = end;
	textbuf_consume(cell, strspn(cell->data, " \n"));
}

/* Removes the part of a character with which a text that was cut off may end. */
static void drop_part(struct textbuf *cell)
{
	size_t at = cell->size;

	while (at > 0 && ((unsigned char)cell->data[at - 1] & 0xC0) == 0x80) {
		at--;
	}
	at -= at > 0;
	if (cell->data[at] & 0x80 &&
		utf8_clean_length((const unsigned char *)cell->data + at) == 0) {
		cell->data[at] = '\0';
		cell->size = at;
	}
}

enum csv_wrong csv_next(
	struct csv_reader *reader, size_t max, struct textbuf *cell, bool *ret_is_last)
{
	bool quoted = reader->at < reader->end && *reader->at == '"';
	bool was_quoted = quoted;
	bool has_nul = false;
	enum csv_wrong wrong = CSV_RIGHT;

	cell->size = 0;
	textbuf_add(cell, "");
	reader->at += quoted;
	while (reader->at < reader->end &&
		(quoted || (*reader->at != reader->separator && !is_line_end(*reader->at)))) {
		char c = pop_character(reader);

		if (quoted && c == '"' && (reader->at == reader->end || *reader->at != '"')) {
			quoted = false;
			continue;
		}
		reader->at += quoted && c == '"'; /* a doubled quote is one */
		if (was_quoted && !quoted && c != ' ') {
			wrong = CSV_WRONG_QUOTE;
		}
		has_nul = has_nul || !c;
		if (cell->size == max) {
			wrong = CSV_WRONG_LONG;
		} else if (c) {
			textbuf_add_bytes(cell, &c, 1);
		}
	}
	if (wrong == CSV_WRONG_LONG) {
		drop_part(cell);
	}
	wrong = quoted ? CSV_WRONG_QUOTE : wrong;
	trim(cell);
	if (wrong == CSV_RIGHT &&
		(has_nul || !text_is_clean(cell->data) || strstr(cell->data, "\xEF\xBF\xBD"))) {
		wrong = CSV_WRONG_CHARACTERS;
	}
	*ret_is_last = reader->at == reader->end || *reader->at != reader->separator;
	if (reader->at < reader->end) {
		(void)pop_character(reader);
	}
	return wrong;
}

void csv_add(struct textbuf *out, char separator, const char *text)
{
	const char special[] = {separator, '"', '\n', '\r', '\t', '\0'};

	if (!*text || (!strpbrk(text, special) && *text != ' ')) {
		textbuf_add(out, text);
		return;
	}
	textbuf_add(out, "\"");
	for (; *text; text++) {
		textbuf_add_bytes(out, "\"\"", *text == '"' ? 2 : 0);
		textbuf_add_bytes(out, text, *text != '"');
	}
	textbuf_add(out, "\"");
}
