/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-table.h"

#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/log.h"

/* UTF-8 whatever the terminal's locale says: what the hub sends is UTF-8. */
static locale_t utf8_locale(void)
{
	static locale_t locale;

	if (!locale) {
		locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	}
	return locale;
}

/* One character: its length in bytes (at least 1) and its width; −1 when it is not printable. */
static size_t next_character(const char *text, int *ret_width)
{
	mbstate_t state = {0};
	wchar_t wide;
	size_t size = mbrtowc(&wide, text, strlen(text), &state);

	if (size == 0 || size > strlen(text)) {
		*ret_width = -1;
		return 1;
	}
	*ret_width = wcwidth(wide);
	return size;
}

size_t table_width(const char *text)
{
	locale_t before = uselocale(utf8_locale());
	size_t width = 0;

	while (*text) {
		int one;

		text += next_character(text, &one);
		width += (size_t)MAX_OF(one, 0);
	}
	(void)uselocale(before);
	return width;
}

char *table_clean(const char *text)
{
	locale_t before = uselocale(utf8_locale());
	_cleanup_(textbuf_done) struct textbuf clean = {0};

	textbuf_add(&clean, "");
	while (*text) {
		int width;
		size_t size = next_character(text, &width);

		if (*text == '\n' || *text == '\t') {
			textbuf_add(&clean, " ");
		} else if (width < 0) {
			textbuf_add(&clean, "?");
		} else {
			textbuf_add_bytes(&clean, text, size);
		}
		text += size;
	}
	(void)uselocale(before);
	return TAKE_PTR(clean.data);
}

void table_init(struct table *table, const char *const headers[])
{
	*table = (struct table){.headers = headers};
	while (headers[table->columns]) {
		table->columns++;
	}
	if (table->columns > TABLE_COLUMNS_MAX) {
		abort();
	}
}

void table_done(struct table *table)
{
	for (size_t i = 0; i < table->n; i++) {
		free(table->cells[i]);
	}
	free(table->cells);
	*table = (struct table){0};
}

void table_add(struct table *table, const char *text)
{
	if (table->n == table->capacity) {
		table->capacity = table->capacity ? table->capacity * 2 : 64;
		table->cells = memory_grow(table->cells, table->capacity, sizeof(*table->cells));
	}
	table->cells[table->n++] = table_clean(text && *text ? text : "-");
}

void table_addf(struct table *table, const char *format, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list arguments;
	int r;

	va_start(arguments, format);
	r = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (r < 0) {
		log_out_of_memory();
	}
	table_add(table, text);
}

static bool is_right(const struct table *table, size_t column)
{
	return table->headers[column][0] == '>';
}

static const char *header(const struct table *table, size_t column)
{
	return table->headers[column] + is_right(table, column);
}

static void add_spaces(struct textbuf *out, size_t n)
{
	while (n-- > 0) {
		textbuf_add(out, " ");
	}
}

static void write_cell(const struct table *table, size_t column, size_t column_width,
	const char *text, struct textbuf *out)
{
	size_t space = column_width - table_width(text);

	if (is_right(table, column)) {
		add_spaces(out, space);
	}
	textbuf_add(out, text);
	if (column + 1 == table->columns) {
		textbuf_add(out, "\n");
		return;
	}
	if (!is_right(table, column)) {
		add_spaces(out, space);
	}
	textbuf_add(out, "  ");
}

void table_write(const struct table *table, const char *empty, struct textbuf *out)
{
	size_t widths[TABLE_COLUMNS_MAX];

	if (table->n == 0 || table->columns == 0) {
		textbuf_printf(out, "%s\n", empty);
		return;
	}
	for (size_t column = 0; column < table->columns; column++) {
		widths[column] = table_width(header(table, column));
	}
	for (size_t i = 0; i < table->n; i++) {
		size_t column = i % table->columns;

		widths[column] = MAX_OF(widths[column], table_width(table->cells[i]));
	}
	for (size_t column = 0; column < table->columns; column++) {
		write_cell(table, column, widths[column], header(table, column), out);
	}
	for (size_t i = 0; i < table->n; i++) {
		write_cell(table, i % table->columns, widths[i % table->columns], table->cells[i],
			out);
	}
}
