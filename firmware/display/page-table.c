/* SPDX-License-Identifier: Apache-2.0 */
#include "display/page-table.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/utf8.h"
#include "queue/limits.h"
#include "ui/hall-layout.h"

_Static_assert((int)HALL_COLUMNS_MAX >= (int)LIMIT_TABLE_COLUMNS, "a table has room");

/* The smallest panel of each kind, in units: what fits there fits everywhere. And the size of type
 * at which rows are counted; texts that need more room than is guessed here are drawn smaller. */
static const struct {
	double width, height, type;
} panels[] = {[PAGE_HALL] = {94, 49, 2.2}, [PAGE_BOARD] = {94, 78, 2.6}};

static const double line_em = 1.36, letter_em = 0.56, second_share = 0.72;
enum { WIDE_CELL = 30 }; /* characters: longer texts do not make their column wider */

struct words {
	const char *first, *second; /* second "" also when it is the same */
};

static struct words words_of(const json_t *cell, const struct page_reading *reading)
{
	const char *first = json_string_value(cell), *second = NULL;

	if (!first) {
		first = json_string_value(json_object_get(cell, reading->first));
		second = json_string_value(json_object_get(cell, reading->second));
	}
	first = first ? first : "";
	second = second && strcmp(first, second) != 0 ? second : "";
	return (struct words){first, second};
}

/* How many lines of so many letters a text takes; *ret_longest: its longest word. */
static int count_lines(const char *text, double letters, size_t *ret_longest)
{
	double at = 0;
	int lines = 1;

	*ret_longest = 0;
	while (*text) {
		size_t bytes = strcspn(text, " ");
		size_t word = utf8_count(text, bytes);

		*ret_longest = MAX_OF(*ret_longest, word);
		if (at > 0 && at + 1 + (double)word > letters) {
			lines++;
			at = 0;
		}
		at += (at > 0) + (double)word;
		lines += at > letters ? (int)(at / letters) : 0; /* a word of several lines */
		text += bytes + (text[bytes] != '\0');
	}
	return lines;
}

/* A table that is being divided. */
struct division {
	const json_t *columns, *rows;
	const struct page_reading *reading;
	int n_columns, n_rows;
	int share[HALL_COLUMNS_MAX]; /* of the width, in thousandths */
	double letter_u, width_u, height_u; /* of a letter, of the table */
	double heading_u, row_u[LIMIT_TABLE_ROWS]; /* heights */
};

/* How wide a column should be: no word is broken, and long texts get more of the room. */
static int weigh_column(const struct division *division, size_t column)
{
	size_t longest = 0, length = 1;

	for (int i = -1; i < division->n_rows; i++) {
		const json_t *row =
			i < 0 ? division->columns : json_array_get(division->rows, (size_t)i);
		struct words words = words_of(json_array_get(row, column), division->reading);
		size_t first, second;

		(void)count_lines(words.first, 1e6, &first);
		(void)count_lines(words.second, 1e6, &second);
		longest = MAX_OF(longest, MAX_OF(first, second));
		length = MAX_OF(length, utf8_count(words.first, strlen(words.first)));
		length = MAX_OF(length, utf8_count(words.second, strlen(words.second)));
	}
	return (int)(3 * longest + MIN_OF(length, (size_t)WIDE_CELL));
}

static void divide_columns(struct division *division)
{
	int weight[HALL_COLUMNS_MAX], sum = 0;

	for (int i = 0; i < division->n_columns; i++) {
		weight[i] = weigh_column(division, (size_t)i);
		sum += weight[i];
	}
	for (int i = 0; i < division->n_columns; i++) {
		division->share[i] = weight[i] * 1000 / sum;
	}
}

static double cell_height(const struct division *division, const json_t *cell, int column)
{
	struct words words = words_of(cell, division->reading);
	double width_u = division->width_u * division->share[column] / 1000 - HALL_CELL_SPACE_U;
	double letters = MAX_OF(width_u / division->letter_u, 1);
	double type_u = division->letter_u / letter_em;
	size_t longest;
	double lines = count_lines(words.first, letters, &longest);

	if (*words.second) {
		lines += second_share * count_lines(words.second, letters / second_share, &longest);
	}
	return lines * line_em * type_u;
}

static double row_height(const struct division *division, const json_t *cells)
{
	double height_u = 0;

	for (int i = 0; i < division->n_columns; i++) {
		height_u = MAX_OF(
			height_u, cell_height(division, json_array_get(cells, (size_t)i), i));
	}
	return height_u + HALL_ROW_SPACE_U;
}

/* False: the page has no table. */
static bool begin_division(
	const json_t *page, const struct page_reading *reading, struct division *ret)
{
	const json_t *table = json_object_get(page, "table");
	const struct hall_page_has has = {
		.title = json_object_get(page, "title") != NULL,
		.text = json_object_get(page, "text") != NULL,
		.table = true,
		.link = json_object_get(page, "link") != NULL,
	};
	struct hall_page_boxes boxes;

	*ret = (struct division){.columns = json_object_get(table, "columns"),
		.rows = json_object_get(table, "rows"),
		.reading = reading};
	ret->n_columns = (int)MIN_OF(json_array_size(ret->columns), (size_t)HALL_COLUMNS_MAX);
	ret->n_rows = (int)MIN_OF(json_array_size(ret->rows), (size_t)LIMIT_TABLE_ROWS);
	if (ret->n_columns == 0 || ret->n_rows == 0) {
		return false;
	}
	hall_page_place(
		&has, panels[reading->place].width, panels[reading->place].height, 1, &boxes);
	ret->width_u = boxes.table.width;
	ret->height_u = boxes.table.height;
	ret->letter_u = panels[reading->place].type * letter_em;
	divide_columns(ret);
	ret->heading_u = row_height(ret, ret->columns);
	for (int i = 0; i < ret->n_rows; i++) {
		ret->row_u[i] = row_height(ret, json_array_get(ret->rows, (size_t)i));
	}
	return true;
}

/* How many rows from one on have room; 1 at least. */
static int rows_that_fit(const struct division *division, int row)
{
	double height_u = division->height_u - division->heading_u;
	int n = 0;

	while (row + n < division->n_rows && n < HALL_ROWS_MAX) {
		height_u -= division->row_u[row + n];
		if (n > 0 && height_u < 0) {
			break;
		}
		n++;
	}
	return n;
}

/* How many parts the rows from one on need. */
static int count_parts(const struct division *division, int row)
{
	int parts = 0;

	for (; row < division->n_rows; parts++) {
		row += rows_that_fit(division, row);
	}
	return parts;
}

/* How many rows the next of so many parts has: as even a share as can be, so that no row stands
 * alone on the last part, and the others have room for the rest. */
static int rows_of_part(const struct division *division, int row, int parts)
{
	int most = rows_that_fit(division, row), n = 0;
	double rest_u = 0, height_u = 0;

	for (int i = row; i < division->n_rows; i++) {
		rest_u += division->row_u[i];
	}
	do {
		height_u += division->row_u[row + n];
		n++;
	} while (n < most &&
		(count_parts(division, row + n) > parts - 1 ||
			height_u + division->row_u[row + n] / 2 < rest_u / parts));
	return n;
}

int page_table_parts(const json_t *page, const struct page_reading *reading)
{
	struct division division;

	return begin_division(page, reading, &division) ? count_parts(&division, 0) : 1;
}

static void put_cell(const json_t *cell, const struct page_reading *reading, struct hall_cell *ret)
{
	struct words words = words_of(cell, reading);

	text_copy_cut(ret->first, sizeof(ret->first), words.first);
	text_copy_cut(ret->second, sizeof(ret->second), words.second);
}

void page_table_get(
	const json_t *page, const struct page_reading *reading, int part, struct hall_table *ret)
{
	struct division division;
	int from = 0;

	memset(ret, 0, sizeof(*ret));
	if (!begin_division(page, reading, &division)) {
		return;
	}
	ret->parts = count_parts(&division, 0);
	ret->part = MIN_OF(part, ret->parts - 1);
	for (int i = 0; i < ret->part; i++) {
		from += rows_of_part(&division, from, ret->parts - i);
	}
	ret->columns = division.n_columns;
	ret->rows = rows_of_part(&division, from, ret->parts - ret->part);
	memcpy(ret->share, division.share, sizeof(ret->share));
	for (size_t i = 0; i < (size_t)ret->columns; i++) {
		put_cell(json_array_get(division.columns, i), reading, &ret->heading[i]);
		for (size_t j = 0; j < (size_t)ret->rows; j++) {
			const json_t *row = json_array_get(division.rows, (size_t)from + j);

			put_cell(json_array_get(row, i), reading, &ret->cell[j][i]);
		}
	}
}
