/* SPDX-License-Identifier: Apache-2.0 */
/* A table for a terminal (libsmartcols), its columns aligned by display width: Vietnamese letters
 * may be several bytes, and combining marks have no width. Pure. */
#pragma once

#include "base/text.h"

enum { TABLE_COLUMNS_MAX = 16 };

struct table {
	struct libscols_table *scols;
	struct libscols_line *line; /* the last one */
	size_t columns;
	size_t n; /* cells */
};

/* headers ends with NULL, and is copied; one that begins with ">" is aligned right. */
void table_init(struct table *table, const char *const headers[]);
void table_done(struct table *table);
/* The next cell; text is copied, NULL stands for "-". Control characters become "?". */
void table_add(struct table *table, const char *text);
void table_addf(struct table *table, const char *format, ...) _printf_(2, 3);
/* The whole table; when it has no rows, only a line with the text empty. */
void table_write(const struct table *table, const char *empty, struct textbuf *out);

/* Text from elsewhere, made safe for a terminal; heap. */
char *table_clean(const char *text) _warn_unused_;
