/* SPDX-License-Identifier: Apache-2.0 */
/* What a site says of the pages that halls and notice boards show in turns: texts, pictures, tables
 * and links, with begin and end. All of it stays in the object; here it is only checked. */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "queue/site-reader.h"

enum { WHEN_LENGTH = 16 }; /* "2026-11-23T08:00" */

/* Texts by language; returns the characters of the longest one. */
static size_t check_words(const struct site_at *at, json_t *json, bool one_line)
{
	struct site_text words = {0};
	size_t longest = 0;

	site_parse_words(at, json, one_line, &words);
	for (int i = 0; i < words.n; i++) {
		longest = MAX_OF(longest, utf8_count(words.text[i], strlen(words.text[i])));
		free(words.text[i]);
	}
	return longest;
}

static void check_page_words(const struct site_at *at, json_t *page, const char *key, bool one_line)
{
	struct site_at here = site_below(at, key);
	json_t *words = json_object_get(page, key);

	if (words) {
		(void)check_words(&here, words, one_line);
	}
}

/* Begin and end: a day, or a day and a minute of it. */

static bool is_when(const char *text)
{
	char day[DAY_LENGTH + 1];
	int minute;

	text_copy_cut(day, sizeof(day), text);
	if (strlen(text) == DAY_LENGTH) {
		return zone_day_valid(day);
	}
	return strlen(text) == WHEN_LENGTH && text[DAY_LENGTH] == 'T' && zone_day_valid(day) &&
		text_parse_minute(text + DAY_LENGTH + 1, &minute) == 0 && minute < 1440;
}

/* Whether a page that begins and ends so is never shown. */
static bool is_over_before_it_begins(const char *from, const char *to)
{
	_cleanup_free_ char *begin =
		text_printf("%s%s", from, strlen(from) == DAY_LENGTH ? "T00:00" : "");
	_cleanup_free_ char *end =
		text_printf("%s%s", to, strlen(to) == DAY_LENGTH ? "T24:00" : "");

	return strcmp(begin, end) >= 0;
}

static void check_times(const struct site_at *at, json_t *page)
{
	struct site_at from_at = site_below(at, "from"), to_at = site_below(at, "to");
	const char *from = site_get_text(at, page, "from", false);
	const char *to = site_get_text(at, page, "to", false);

	if (*from && !is_when(from)) {
		site_fault(&from_at, SITE_WRONG_DAY,
			"must be a date as YYYY-MM-DD, or with the time as "
			"YYYY-MM-DDTHH:MM");
	}
	if (*to && !is_when(to)) {
		site_fault(&to_at, SITE_WRONG_DAY,
			"must be a date as YYYY-MM-DD, or with the time as "
			"YYYY-MM-DDTHH:MM");
	} else if (*from && *to && is_when(from) && is_over_before_it_begins(from, to)) {
		site_fault(&to_at, SITE_WRONG_BEFORE, "is before the beginning");
	}
}

/* Tables. A cell is a text for all languages, or texts by language. */

static size_t longest_word(const char *text)
{
	size_t longest = 0;

	while (*text) {
		size_t length = strcspn(text, " \n");

		longest = MAX_OF(longest, utf8_count(text, length));
		text += length + (text[length] != '\0');
	}
	return longest;
}

/* Of a cell that is as it should be. */
static size_t longest_word_of(const json_t *cell)
{
	const char *language;
	size_t longest = 0;
	json_t *text;

	if (json_is_string(cell)) {
		return longest_word(json_string_value(cell));
	}
	json_object_foreach ((json_t *)cell, language, text) {
		if (json_is_string(text)) {
			longest = MAX_OF(longest, longest_word(json_string_value(text)));
		}
	}
	return longest;
}

static void check_cell(const struct site_at *at, json_t *cell, size_t max, bool required)
{
	const char *text = json_string_value(cell);
	size_t characters;

	if (json_is_object(cell)) {
		characters = check_words(at, cell, true);
	} else if (!text || strlen(text) != json_string_length(cell) || !text_is_clean(text) ||
		strchr(text, '\n')) {
		site_fault(at, SITE_WRONG_ONE_LINE,
			"must be one line of text, or such lines by language");
		return;
	} else {
		characters = utf8_count(text, strlen(text));
	}
	if (characters > max) {
		site_fault_limits(at, SITE_WRONG_LONG, 0, (int)max,
			"has %zu characters; at most %zu are allowed", characters, max);
	} else if (text && required && !*text) {
		site_fault(at, SITE_WRONG_MISSING, "must not be empty");
	}
}

static void check_row(const struct site_at *at, json_t *row, size_t columns)
{
	size_t n = site_array_size(at, row, LIMIT_TABLE_COLUMNS);

	if (json_is_array(row) && n != columns) {
		site_fault(at, SITE_WRONG_CELLS, "has %zu cells, and the table has %zu columns", n,
			columns);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct site_at here = site_element(at, i);

		check_cell(&here, json_array_get(row, i), LIMIT_TABLE_CELL, false);
	}
}

/* No word is broken, so each column is at least as wide as its longest one. */
static void check_width(const struct site_at *at, const json_t *columns, const json_t *rows)
{
	size_t sum = 0, i, j;
	json_t *heading, *row;

	json_array_foreach (columns, i, heading) {
		size_t longest = longest_word_of(heading);

		json_array_foreach (rows, j, row) {
			longest = MAX_OF(longest, longest_word_of(json_array_get(row, i)));
		}
		sum += longest;
	}
	if (sum > LIMIT_TABLE_WORDS) {
		site_fault(at, SITE_WRONG_WIDE,
			"is too wide: the longest words of its columns have %zu characters "
			"together; at most %d are allowed",
			sum, LIMIT_TABLE_WORDS);
	}
}

static void check_table(const struct site_at *page_at, json_t *table)
{
	struct site_at at = site_below(page_at, "table");
	struct site_at columns_at = site_below(&at, "columns");
	struct site_at rows_at = site_below(&at, "rows");
	json_t *columns = json_object_get(table, "columns");
	json_t *rows = json_object_get(table, "rows");
	size_t n_columns, n_rows;

	if (!site_is_object(&at, table)) {
		return;
	}
	site_refuse_unknown(&at, table, (const char *const[]){"columns", "rows", NULL});
	n_columns = site_array_size(&columns_at, columns, LIMIT_TABLE_COLUMNS);
	n_rows = site_array_size(&rows_at, rows, LIMIT_TABLE_ROWS);
	if (n_columns == 0) {
		site_fault(&columns_at, SITE_WRONG_MISSING, "must have a column at least");
	}
	if (n_rows == 0) {
		site_fault(&rows_at, SITE_WRONG_MISSING, "must have a row at least");
	}
	for (size_t i = 0; i < n_columns; i++) {
		struct site_at here = site_element(&columns_at, i);

		check_cell(&here, json_array_get(columns, i), LIMIT_TABLE_HEADING, true);
	}
	for (size_t i = 0; i < n_rows; i++) {
		struct site_at here = site_element(&rows_at, i);

		check_row(&here, json_array_get(rows, i), n_columns);
	}
	check_width(&at, columns, rows);
}

/* The words beside a QR code; each language's are told at their own place. */
static void check_link_words(const struct site_at *at, json_t *words)
{
	const char *language;
	json_t *text;

	json_object_foreach (words, language, text) {
		struct site_at here = site_below(at, language);

		if (json_is_string(text) &&
			!utf8_fits(json_string_value(text), LIMIT_HALL_PAGE_LINK_WORDS)) {
			site_fault_limits(&here, SITE_WRONG_LONG, 0, LIMIT_HALL_PAGE_LINK_WORDS,
				"has more than %d characters", LIMIT_HALL_PAGE_LINK_WORDS);
		}
	}
	(void)check_words(at, words, true);
}

/* An address that is shown as a QR code, and what is said beside it. */
static void check_link(const struct site_at *page_at, json_t *link)
{
	struct site_at at = site_below(page_at, "link");
	struct site_at url_at = site_below(&at, "url");
	struct site_at words_at = site_below(&at, "words");
	json_t *words = json_object_get(link, "words");
	const char *url;

	if (!site_is_object(&at, link)) {
		return;
	}
	site_refuse_unknown(&at, link, (const char *const[]){"url", "words", NULL});
	url = site_get_text(&at, link, "url", true);
	if (strlen(url) > LIMIT_HALL_PAGE_LINK) {
		site_fault_limits(&url_at, SITE_WRONG_LONG, 0, LIMIT_HALL_PAGE_LINK,
			"has more than %d characters", LIMIT_HALL_PAGE_LINK);
	} else {
		site_check_link(&url_at, LINK_CENTRE, url, false);
	}
	if (words) {
		check_link_words(&words_at, words);
	}
}

static bool is_place(const char *where)
{
	return strcmp(where, "hall") == 0 || strcmp(where, "board") == 0 ||
		strcmp(where, "both") == 0;
}

static void check_content(const struct site_at *at, json_t *page)
{
	struct site_at picture_at = site_below(at, "picture"), table_at = site_below(at, "table");
	const char *picture = site_get_text(at, page, "picture", false);
	json_t *table = json_object_get(page, "table"), *link = json_object_get(page, "link");

	check_page_words(at, page, "title", true);
	check_page_words(at, page, "text", false);
	if (*picture && !text_is_hex(picture, LIMIT_PICTURE_ID)) {
		site_fault(&picture_at, SITE_WRONG_CHOICE, "is not a picture's id");
	}
	if (table) {
		check_table(at, table);
	}
	if (table && *picture) {
		site_fault(&table_at, SITE_WRONG_TWO_PAGES,
			"has no room beside a picture: make two pages");
	}
	if (link) {
		check_link(at, link);
	}
	if (link && json_array_size(json_object_get(table, "columns")) > LIMIT_TABLE_COLUMNS_LINK) {
		site_fault(&table_at, SITE_WRONG_TWO_PAGES,
			"has more than %d columns beside a link: make two pages",
			LIMIT_TABLE_COLUMNS_LINK);
	}
	if (!*picture && !table && !link && !json_object_get(page, "title") &&
		!json_object_get(page, "text")) {
		site_fault(at, SITE_WRONG_PAGE_EMPTY,
			"has neither title nor text nor table nor picture nor link");
	}
}

static void check_page(const struct site_at *at, json_t *page)
{
	struct site_at where_at = site_below(at, "where");
	const char *where = site_get_text(at, page, "where", false);
	bool on;
	int seconds;

	site_refuse_unknown(at, page,
		(const char *const[]){"title", "text", "picture", "table", "link", "where",
			"seconds", "from", "to", "on", NULL});
	check_content(at, page);
	site_get_bool(at, page, "on", true, &on);
	site_get_int(at, page, "seconds", 3, LIMIT_HALL_PAGE_SECONDS, 12, &seconds);
	if (*where && !is_place(where)) {
		site_fault(&where_at, SITE_WRONG_CHOICE, "must be hall, board or both");
	}
	check_times(at, page);
}

void site_check_pages(const struct site_at *at, json_t *root)
{
	struct site_at pages_at = site_below(at, "pages");
	json_t *pages = json_object_get(root, "pages");
	size_t n = site_array_size(&pages_at, pages, LIMIT_HALL_PAGES);

	for (size_t i = 0; i < n; i++) {
		struct site_at here = site_element(&pages_at, i);

		if (site_is_object(&here, json_array_get(pages, i))) {
			check_page(&here, json_array_get(pages, i));
		}
	}
}
