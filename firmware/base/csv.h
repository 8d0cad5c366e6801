/* SPDX-License-Identifier: Apache-2.0 */
/* Reads tables of separated values: RFC 4180, and what office programs make of it. Only what has a
 * single meaning is read; everything else is reported. Pure. */
#pragma once

#include "base/text.h"

/* What is wrong with a cell. */
enum csv_wrong {
	CSV_RIGHT,
	CSV_WRONG_QUOTE, /* not closed, or with text behind it */
	CSV_WRONG_LONG,
	CSV_WRONG_CHARACTERS, /* a NUL, control characters, no UTF-8, U+FFFD */
};

struct csv_reader {
	const char *at;
	const char *end;
	char separator;
};

/* Begins to read text of size bytes, which must outlive the reader. Skips a byte order mark. The
 * separator is the one of a line "sep=;", or else the first of tab, semicolon and comma that the
 * first row with text has; a comma without any. */
void csv_start(struct csv_reader *reader, const char *text, size_t size);
static inline bool csv_is_done(const struct csv_reader *reader)
{
	return reader->at == reader->end;
}

/* Reads the next cell into *cell, whose former content is dropped: without quotes and the spaces
 * around it, tabs and no-break spaces as spaces, every line break as one line feed. What exceeds
 * max bytes is left out. *ret_is_last: it is the last of its row. */
enum csv_wrong csv_next(
	struct csv_reader *reader, size_t max, struct textbuf *cell, bool *ret_is_last);

/* Appends a cell, quoted where it must be. */
void csv_add(struct textbuf *out, char separator, const char *text);
