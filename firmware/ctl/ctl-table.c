/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-table.h"

#include <libsmartcols.h>
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

char *table_clean(const char *text)
{
	locale_t before = uselocale(utf8_locale());
	_cleanup_(textbuf_done) struct textbuf clean = {0};

	textbuf_add(&clean, "");
	while (*text) {
		mbstate_t state = {0};
		wchar_t wide;
		size_t size = mbrtowc(&wide, text, strlen(text), &state);

		if (*text == '\n' || *text == '\t') {
			textbuf_add(&clean, " ");
			size = 1;
		} else if (size > strlen(text) || wcwidth(wide) < 0) {
			textbuf_add(&clean, "?");
			size = size > strlen(text) ? 1 : size;
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
	*table = (struct table){.scols = scols_new_table()};
	if (!table->scols || scols_table_set_column_separator(table->scols, "  ") < 0) {
		log_out_of_memory();
	}
	/* Whole, however narrow the terminal is: lines may be searched and piped. */
	(void)scols_table_set_termforce(table->scols, SCOLS_TERMFORCE_NEVER);
	for (; headers[table->columns]; table->columns++) {
		const char *name = headers[table->columns];
		bool right = name[0] == '>';

		if (!scols_table_new_column(
			    table->scols, name + right, 0, right ? SCOLS_FL_RIGHT : 0)) {
			log_out_of_memory();
		}
	}
}

void table_done(struct table *table)
{
	scols_unref_table(table->scols);
	*table = (struct table){0};
}

void table_add(struct table *table, const char *text)
{
	size_t column = table->n++ % table->columns;

	if (column == 0) {
		table->line = scols_table_new_line(table->scols, NULL);
	}
	if (!table->line ||
		scols_line_refer_data(
			table->line, column, table_clean(text && *text ? text : "-")) < 0) {
		log_out_of_memory();
	}
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

void table_write(const struct table *table, const char *empty, struct textbuf *out)
{
	locale_t before = uselocale(utf8_locale());
	_cleanup_free_ char *text = NULL;

	if (table->n == 0) {
		textbuf_printf(out, "%s\n", empty);
	} else if (scols_print_table_to_string(table->scols, &text) < 0) {
		log_out_of_memory();
	} else {
		textbuf_printf(out, "%s\n", text);
	}
	(void)uselocale(before);
}
