/* SPDX-License-Identifier: Apache-2.0 */
/* What a site's pages may be: each fault is said where it is. */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "base/text.h"
#include "queue-fixture.h"
#include "queue/site.h"

#define TWELVE "123456789012"
#define FORTY TWELVE TWELVE TWELVE "1234"
#define PICTURE "0123456789abcdef0123456789abcdef"

static json_t *faults_of(const char *page)
{
	json_t *site = fixture_site(), *faults = NULL;
	json_t *pages = json_loads(page, 0, NULL);
	struct site *parsed = NULL;

	assert_non_null(pages);
	json_object_set_new(site, "pages", json_pack("[o]", pages));
	if (site_parse_import(site, &parsed, &faults) == 0) {
		site_free(parsed);
	}
	json_decref(site);
	return faults;
}

static void test_right_pages(void **state)
{
	static const char *const pages[] = {
		"{\"title\": {\"vi\": \"a\"}}",
		"{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-11-23\", \"to\": \"2026-11-23\"}",
		"{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-11-23T08:00\", \"to\": "
		"\"2026-11-23\"}",
		"{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-11-23\", \"to\": "
		"\"2026-11-23T00:01\"}",
		"{\"title\": {\"vi\": \"a\"}, \"where\": \"board\", \"on\": false, \"seconds\": 3}",
		"{\"table\": {\"columns\": [\"a\"], \"rows\": [[\"\"]]}}",
		"{\"table\": {\"columns\": [{\"vi\": \"a\"}, \"" FORTY
		"\"], \"rows\": [[{\"vi\": \"b\", \"en\": \"c\"}, \"x\"], [\"12:30\", \"\"]]}}",
		"{\"link\": {\"url\": \"https://portal.example/x?y=z\"}}",
		"{\"picture\": \"" PICTURE "\", \"link\": {\"url\": \"http://a.example/\", "
		"\"words\": {\"vi\": \"Quét\"}}}",
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(pages); i++) {
		json_t *faults = faults_of(pages[i]);

		if (faults) {
			_cleanup_free_ char *text = json_dumps(faults, 0);

			fail_msg("%s: %s", pages[i], text);
		}
	}
}

static const struct {
	const char *page, *path, *message;
} wrong[] = {
	{"{}", "pages[0]", "has neither title nor text nor table nor picture nor link"},
	{"{\"title\": {\"en\": \"a\"}}", "pages[0].title.vi", "is missing"},
	{"{\"title\": {\"vi\": \"a\\nb\"}}", "pages[0].title.vi", "must be on one line"},
	{"{\"title\": {\"vi\": \"a\"}, \"colour\": 1}", "pages[0].colour", "is not a known key"},
	{"{\"picture\": \"x\"}", "pages[0].picture", "is not a picture's id"},
	{"{\"title\": {\"vi\": \"a\"}, \"where\": \"door\"}", "pages[0].where",
		"must be hall, board or both"},
	{"{\"title\": {\"vi\": \"a\"}, \"seconds\": 2}", "pages[0].seconds", "whole number"},
	{"{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-02-30\"}", "pages[0].from",
		"must be a date"},
	{"{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-02-03 08:00\"}", "pages[0].from",
		"must be a date"},
	{"{\"title\": {\"vi\": \"a\"}, \"to\": \"2026-02-03T24:00\"}", "pages[0].to",
		"must be a date"},
	{"{\"title\": {\"vi\": \"a\"}, \"to\": \"2026-02-03T8:00\"}", "pages[0].to",
		"must be a date"},
	{"{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-02-03\", \"to\": \"2026-02-02\"}",
		"pages[0].to", "is before the beginning"},
	{"{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-02-03T08:00\", \"to\": "
	 "\"2026-02-03T08:00\"}",
		"pages[0].to", "is before the beginning"},
	{"{\"table\": 1}", "pages[0].table", "must be an object"},
	{"{\"table\": {\"columns\": [], \"rows\": [[]]}}", "pages[0].table.columns",
		"must have a column at least"},
	{"{\"table\": {\"columns\": [\"a\"], \"rows\": []}}", "pages[0].table.rows",
		"must have a row at least"},
	{"{\"table\": {\"columns\": [\"\"], \"rows\": [[\"a\"]]}}", "pages[0].table.columns[0]",
		"must not be empty"},
	{"{\"table\": {\"columns\": [\"" FORTY "1\"], \"rows\": [[\"a\"]]}}",
		"pages[0].table.columns[0]", "has 41 characters"},
	{"{\"table\": {\"columns\": [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"], \"rows\": [[\"a\", "
	 "\"b\", \"c\", \"d\", "
	 "\"e\"]]}}",
		"pages[0].table.columns", "at most 5"},
	{"{\"table\": {\"columns\": [\"a\", \"b\"], \"rows\": [[\"a\", \"b\"], [\"a\"]]}}",
		"pages[0].table.rows[1]", "has 1 cells, and the table has 2 columns"},
	{"{\"table\": {\"columns\": [\"a\"], \"rows\": [[7]]}}", "pages[0].table.rows[0][0]",
		"must be one line of text"},
	{"{\"table\": {\"columns\": [\"a\"], \"rows\": [[\"a\\nb\"]]}}",
		"pages[0].table.rows[0][0]", "must be one line of text"},
	{"{\"table\": {\"columns\": [\"a\"], \"rows\": [[{\"en\": \"b\"}]]}}",
		"pages[0].table.rows[0][0].vi", "is missing"},
	{"{\"table\": {\"columns\": [\"a\"], \"rows\": [[\"" FORTY " " FORTY "\"]]}}",
		"pages[0].table.rows[0][0]", "has 81 characters; at most 60"},
	{"{\"table\": {\"columns\": [\"a\", \"b\"], \"rows\": [[\"" FORTY
	 "\", \"x\"], [\"y\", \"" TWELVE "\"]]}}",
		"pages[0].table", "have 52 characters together; at most 48"},
	{"{\"picture\": \"" PICTURE "\", \"table\": {\"columns\": [\"a\"], \"rows\": [[\"b\"]]}}",
		"pages[0].table", "make two pages"},
	{"{\"link\": {\"url\": \"https://a.example/\"}, \"table\": {\"columns\": [\"a\", \"b\", "
	 "\"c\", "
	 "\"d\", \"e\"], \"rows\": [[\"1\", \"2\", \"3\", \"4\", \"5\"]]}}",
		"pages[0].table", "has more than 4 columns beside a link"},
	{"{\"link\": {}}", "pages[0].link.url", "is missing"},
	{"{\"link\": {\"url\": \"portal.example\"}}", "pages[0].link.url", "http"},
	{"{\"link\": {\"url\": \"https://a.example/\", \"words\": {\"vi\": \"" FORTY FORTY "\"}}}",
		"pages[0].link.words.vi", "has more than 60 characters"},
};

static void test_each_fault_is_said_where_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		json_t *faults = faults_of(wrong[i].page);
		const json_t *first = json_array_get(faults, 0);

		if (json_array_size(faults) != 1 ||
			strcmp(json_get_text(first, "path"), wrong[i].path) != 0 ||
			!strstr(json_get_text(first, "message"), wrong[i].message)) {
			_cleanup_free_ char *text = json_dumps(faults, JSON_ENCODE_ANY);

			fail_msg("%s: %s", wrong[i].page, text);
		}
		json_decref(faults);
	}
}

static void test_rows_and_pages_have_bounds(void **state)
{
	json_t *rows = json_array(), *pages = json_array(), *page;
	_cleanup_free_ char *text = NULL;
	json_t *site = fixture_site(), *faults = NULL;
	struct site *parsed = NULL;

	(void)state;
	for (int i = 0; i <= LIMIT_TABLE_ROWS; i++) {
		json_array_append_new(rows, json_pack("[s]", "a"));
	}
	page = json_pack("{s:{s:[s], s:o}}", "table", "columns", "a", "rows", rows);
	text = json_dumps(page, 0);
	faults = faults_of(text);
	assert_string_equal(
		json_get_text(json_array_get(faults, 0), "path"), "pages[0].table.rows");
	json_decref(faults);
	json_array_remove(rows, 0);
	for (int i = 0; i < LIMIT_HALL_PAGES; i++) {
		json_array_append(pages, page);
	}
	json_object_set(site, "pages", pages);
	assert_int_equal(site_parse(site, &parsed, NULL), 0);
	site_free(parsed);
	json_array_append_new(pages, page);
	assert_int_equal(site_parse(site, &parsed, NULL), -EINVAL);
	json_decref(pages);
	json_decref(site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right_pages),
		cmocka_unit_test(test_each_fault_is_said_where_it_is),
		cmocka_unit_test(test_rows_and_pages_have_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
