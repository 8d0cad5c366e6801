/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of figures, for paper and for office programs: columns with a kind each, cells row by
 * row. What nobody knows is an empty cell, never a 0. Pure.
 */
#pragma once

#include "base/json-writer.h"
#include "base/text.h"

enum grid_kind {
	GRID_TEXT,
	GRID_COUNT,
	GRID_SECONDS,
	GRID_DECIMAL,
	GRID_DAY,
};

struct grid_column {
	char *name; /* by which it is chosen */
	char *heading; /* of a CSV */
	char *label; /* for people: the kind's unit need not be said in words */
	enum grid_kind kind;
	bool fixed; /* it says which row it is, and is always there */
	bool left_out;
};

struct grid_cell {
	enum grid_kind kind;
	bool empty;
	int64_t n; /* of a count, of seconds */
	char *text; /* of the other kinds; a decimal has a point */
	char *label; /* for people, in place of the text; NULL the same */
};

/* Zero-initialise it; free it with grid_done. */
struct grid {
	struct grid_column *columns;
	size_t n_columns;
	struct grid_cell *cells;
	size_t n_cells;
	bool has_total; /* the last row is one */
};
void grid_done(struct grid *grid);

/* Columns come before cells. label NULL: as the heading. */
void grid_add_column(struct grid *grid, enum grid_kind kind, const char *name, const char *heading,
	const char *label);
/* The columns so far say which row it is. */
void grid_fix_columns(struct grid *grid);

/* The next cell. */
void grid_add_text(struct grid *grid, const char *text);
void grid_add_key(struct grid *grid, const char *text, const char *label);
void grid_add_day(struct grid *grid, const char *day);
void grid_add_number(struct grid *grid, int64_t n); /* of its column's kind */
void grid_add_of(struct grid *grid, enum grid_kind kind, int64_t n); /* of a kind of its own */
void grid_add_decimal(struct grid *grid, const char *text); /* "97.40"; "" none */
void grid_add_none(struct grid *grid);

/* Leaves out what is not named: names with commas between them. −EINVAL: *ret_unknown (heap) is one
 * that no column has. */
int grid_choose(struct grid *grid, const char *names, char **ret_unknown) _warn_unused_;

/* Leaves out the columns that say which row it is and say nothing: names that keys have already. */
void grid_leave_out_blank(struct grid *grid);

/* How office programs of a place read tables. */
struct csv_style {
	char separator;
	char decimal;
};
/* RFC 4180 in UTF-8 with a byte order mark (without it Excel takes Vietnamese for another
 * encoding); a text that a program would run as a formula gets an apostrophe before it. */
void grid_put_csv(const struct grid *grid, const struct csv_style *style, struct textbuf *text);

/* Members of an object: columns and rows, for what writes other files. */
void grid_put_json(const struct grid *grid, struct out *out);
/* A member: the columns that can be chosen, as what they are called. */
void grid_put_columns(const struct grid *grid, struct out *out);
