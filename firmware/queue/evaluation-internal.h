/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of the evaluation's tables and of its JSON share. */
#pragma once

#include "queue/evaluation.h"

enum { EVALUATION_WHOLE_MAX = 1000000000, EVALUATION_DECIMAL_MAX = 1000000 };

struct evaluation_reader {
	struct evaluation *evaluation; /* what was read so far */
	struct office_faults *faults;
	const struct evaluation_reading *reading;
	struct textbuf *left_out; /* headings that are not known; NULL for JSON */
	int row; /* where the reader is, as in a fault */
};

/* Notes a fault in the reader's row. */
void reader_fault(struct evaluation_reader *reader, int column, enum evaluation_wrong wrong,
	const char *heading, const char *cell);
/* Makes every run of spaces and line feeds one space, in place, and none at the ends. */
void reader_tidy(char *text);
/* Whether a text is a word of a kind: of the API or of people. */
bool reader_is_word(const struct evaluation_reader *reader, int kind, const char *text);
/* Reads a number of a row; text is not empty. */
enum evaluation_wrong reader_set_number(
	struct evaluation_row *row, enum evaluation_number number, const char *text);
enum evaluation_wrong reader_set_own(
	const struct evaluation_reader *reader, struct evaluation_row *row, const char *text);
/* Reads the period, the source or the day; "" says nothing. */
void reader_set_head(struct evaluation_reader *reader, int column, int kind, const char *text);
/* Adds a row, unless there is one of the same group and name. */
void reader_add(struct evaluation_reader *reader, const struct evaluation_row *row);

/* evaluation-table.c */
void evaluation_read_table(struct evaluation_reader *reader, const char *text, size_t size);
