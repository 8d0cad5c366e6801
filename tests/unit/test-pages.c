/* SPDX-License-Identifier: Apache-2.0 */
/* Which page stands when: in a hall between the calls, on a notice board all the time. */
#include "check.h"

#include <string.h>

#include "base/text.h"
#include "display/pages.h"

enum { SECOND = 1000, START = 1000000 };

static bool has(const char *picture, void *userdata)
{
	(void)userdata;
	return strcmp(picture, "here") == 0;
}

/* Turns, and what they depend on; time is passed by hand, second by second as a screen looks. */
struct turns_fixture {
	struct pages_turns turns;
	struct pages_now now;
	json_t *pages;
	struct pages_turn turn;
};

static void begin(struct turns_fixture *f, const char *pages, enum page_place place)
{
	*f = (struct turns_fixture){.pages = json_loads(pages, 0, NULL)};
	assert_non_null(f->pages);
	f->now = (struct pages_now){
		.pages = f->pages,
		.reading = {place, "vi", "en"},
		.time = "2026-11-23T08:00",
		.boot_ms = START,
		.rest_ms = place == PAGE_BOARD ? 0 : PAGES_REST_MS,
		.called_ms = START,
		.has = has,
	};
}

static void end(struct turns_fixture *f)
{
	json_decref(f->pages);
}

static int look(struct turns_fixture *f)
{
	f->turn = pages_step(&f->turns, &f->now);
	assert_true(f->turn.left_ms > 0);
	return f->turn.index;
}

/* What is seen so many seconds later. */
static int pass(struct turns_fixture *f, int seconds)
{
	for (int i = 0; i < seconds; i++) {
		f->now.boot_ms += SECOND;
		(void)look(f);
	}
	return f->turn.index;
}

static void call(struct turns_fixture *f)
{
	f->now.called_ms = f->now.boot_ms;
	f->now.held = true;
	assert_int_equal(look(f), -1);
	assert_int_equal(pass(f, 8), -1);
	f->now.held = false;
}

#define PAGE(name, more) "{\"title\": {\"vi\": \"" name "\"}" more "}"
#define THREE \
	"[" PAGE("a", ", \"seconds\": 10") ", {\"picture\": \"here\"}, " PAGE( \
		"c", ", \"seconds\": 5") "]"

static void test_pages_take_turns_after_a_rest(void **state)
{
	static const struct {
		int second, index;
	} cases[] = {{0, -1}, {19, -1}, {20, 0}, {29, 0}, {30, 1}, {41, 1}, {42, 2}, {46, 2},
		{47, -1}, {66, -1}, {67, 0}};
	struct turns_fixture f;
	int second = 0;

	(void)state;
	begin(&f, THREE, PAGE_HALL);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		(void)look(&f);
		assert_int_equal(pass(&f, cases[i].second - second), cases[i].index);
		second = cases[i].second;
	}
	end(&f);
}

/* A call every 25 s: each of its pages has a few seconds, and all of them come. */
static void test_in_a_busy_hall_every_page_comes(void **state)
{
	struct turns_fixture f;
	int seconds[3] = {0};

	(void)state;
	begin(&f, THREE, PAGE_HALL);
	for (int i = 0; i < 60; i++) {
		call(&f);
		for (int s = 8; s < 25; s++) {
			int index = pass(&f, 1);

			if (index >= 0) {
				assert_true(s >= 19);
				seconds[index]++;
			}
		}
	}
	end(&f);
	assert_true(seconds[0] > 60 && seconds[1] > 70 && seconds[2] > 25);
}

/* A call every 15 s leaves no rest of 20 s: no page while a call is announced, and one that can be
 * read at least every few minutes. */
static void test_in_the_busiest_hall_a_page_comes_at_the_latest_after_minutes(void **state)
{
	struct turns_fixture f;
	int seconds[3] = {0}, without = 0, longest = 0, all = 0;

	(void)state;
	begin(&f, THREE, PAGE_HALL);
	for (int i = 0; i < 200; i++) {
		call(&f);
		without += 9;
		for (int s = 8; s < 15; s++) {
			int index = pass(&f, 1);

			without = index >= 0 ? 0 : without + 1;
			longest = MAX_OF(longest, without);
			if (index >= 0) {
				seconds[index]++;
				all++;
			}
		}
	}
	end(&f);
	assert_in_range(longest, 160, PAGES_LATEST_MS / SECOND + 25);
	assert_true(seconds[0] >= 30 && seconds[1] >= 30 && seconds[2] >= 15);
	assert_true(all < 200); /* of 3,200 s: the calls keep the panel */
}

/* A page of five minutes has no more than it takes to read, and one that stands in a quiet hall is
 * not overdue when a call has interrupted it. */
static void test_an_overdue_page_stands_until_it_is_read(void **state)
{
	struct turns_fixture f;

	(void)state;
	begin(&f, "[" PAGE("a", ", \"seconds\": 300") "]", PAGE_HALL);
	(void)look(&f);
	for (int s = 0; s < 179; s++) {
		f.now.called_ms = f.now.boot_ms;
		assert_int_equal(pass(&f, 1), -1);
	}
	assert_int_equal(f.turn.left_ms, 1 * SECOND);
	assert_int_equal(pass(&f, 1), 0);
	assert_int_equal(f.turn.left_ms, PAGES_SECONDS * SECOND);
	assert_int_equal(pass(&f, 5), 0);
	call(&f); /* it has the other 7 s when the call has been announced */
	assert_int_equal(look(&f), 0);
	assert_int_equal(f.turn.left_ms, (PAGES_SECONDS - 5) * SECOND);
	assert_int_equal(pass(&f, 6), 0);
	assert_int_equal(pass(&f, 1), -1);
	assert_int_equal(pass(&f, 5), 0); /* the rest after the call */
	assert_int_equal(pass(&f, 200), 0);
	call(&f);
	assert_int_equal(look(&f), -1);
	assert_int_equal(f.turn.left_ms, 12 * SECOND);
	end(&f);
}

static void test_an_interrupted_page_goes_on_if_enough_is_left(void **state)
{
	struct turns_fixture f;

	(void)state;
	begin(&f, THREE, PAGE_HALL);
	(void)look(&f);
	assert_int_equal(pass(&f, 24), 0); /* 4 of its 10 s */
	call(&f);
	assert_int_equal(pass(&f, 12), 0);
	assert_int_equal(f.turn.left_ms, 6 * SECOND);
	assert_int_equal(pass(&f, 4), 0); /* 8 of them */
	call(&f);
	assert_int_equal(pass(&f, 12), 1);
	assert_int_equal(f.turn.left_ms, PAGES_SECONDS * SECOND);
	end(&f);
}

static void test_a_board_rests_never(void **state)
{
	struct turns_fixture f;

	(void)state;
	begin(&f, THREE, PAGE_BOARD);
	for (int round = 0; round < 3; round++) {
		for (int s = 0; s < 27; s++) {
			assert_int_equal(look(&f), s < 10 ? 0 : s < 22 ? 1 : 2);
			f.now.boot_ms += SECOND;
		}
	}
	end(&f);
}

static void test_what_must_not_be_shown_is_not(void **state)
{
	static const char *const pages[] = {
		"[]",
		"[{}]",
		"[" PAGE("a", ", \"on\": false") "]",
		"[{\"picture\": \"elsewhere\"}]",
		"[{\"picture\": \"elsewhere\", \"title\": {\"vi\": \"a\"}}]",
		"[" PAGE("a", ", \"to\": \"2026-11-22\"") "]",
		"[" PAGE("a", ", \"from\": \"2026-11-24\"") "]",
		"[" PAGE("a", ", \"to\": \"2026-11-23T08:00\"") "]",
		"[" PAGE("a", ", \"from\": \"2026-11-23T08:01\"") "]",
		"[" PAGE("a", ", \"where\": \"hall\"") "]",
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(pages); i++) {
		struct turns_fixture f;

		begin(&f, pages[i], PAGE_BOARD);
		assert_int_equal(look(&f), -1);
		assert_true(f.turn.left_ms == INT64_MAX);
		end(&f);
	}
}

static void test_a_page_stands_where_it_belongs(void **state)
{
	static const struct {
		const char *where;
		bool hall, board;
	} cases[] = {{"", true, true}, {", \"where\": \"both\"", true, true},
		{", \"where\": \"hall\"", true, false}, {", \"where\": \"board\"", false, true}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *pages =
			text_printf("[{\"title\": {\"vi\": \"a\"}%s}]", cases[i].where);

		for (enum page_place place = PAGE_HALL; place <= PAGE_BOARD; place++) {
			struct turns_fixture f;

			begin(&f, pages, place);
			f.now.rest_ms = 0;
			assert_int_equal(
				look(&f) == 0, place == PAGE_HALL ? cases[i].hall : cases[i].board);
			end(&f);
		}
	}
}

/* At each minute, and nothing with a date while nobody knows the time. */
static void test_begin_and_end_are_kept_to_the_minute(void **state)
{
	static const struct {
		const char *page, *time;
		bool shown;
	} cases[] = {
		{", \"from\": \"2026-11-22\", \"to\": \"2026-11-24\"", "2026-11-21T23:59", false},
		{", \"from\": \"2026-11-22\", \"to\": \"2026-11-24\"", "2026-11-22T00:00", true},
		{", \"from\": \"2026-11-22\", \"to\": \"2026-11-24\"", "2026-11-24T23:59", true},
		{", \"from\": \"2026-11-22\", \"to\": \"2026-11-24\"", "2026-11-25T00:00", false},
		{", \"from\": \"2026-11-22\"", "", false},
		{", \"to\": \"2026-11-22T10:00\"", "", false},
		{"", "", true},
		{", \"from\": \"2026-11-22T07:30\"", "2026-11-22T07:29", false},
		{", \"from\": \"2026-11-22T07:30\"", "2026-11-22T07:30", true},
		{", \"from\": \"2026-11-22T07:30\"", "2026-11-23T00:00", true},
		{", \"to\": \"2026-11-22T11:30\"", "2026-11-22T11:29", true},
		{", \"to\": \"2026-11-22T11:30\"", "2026-11-22T11:30", false},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *pages =
			text_printf("[{\"title\": {\"vi\": \"a\"}%s}]", cases[i].page);
		struct turns_fixture f;

		begin(&f, pages, PAGE_BOARD);
		f.now.time = cases[i].time;
		assert_int_equal(look(&f), cases[i].shown ? 0 : -1);
		end(&f);
	}
}

static void test_a_page_that_ends_while_it_stands_goes_at_once(void **state)
{
	struct turns_fixture f;

	(void)state;
	begin(&f,
		"[" PAGE("a", ", \"seconds\": 300, \"to\": \"2026-11-23T08:01\"") ", " PAGE(
			"b", "") "]",
		PAGE_BOARD);
	assert_int_equal(look(&f), 0);
	assert_int_equal(pass(&f, 20), 0);
	f.now.time = "2026-11-23T08:01";
	assert_int_equal(look(&f), 1);
	assert_int_equal(f.turn.left_ms, PAGES_SECONDS * SECOND);
	assert_int_equal(pass(&f, 40), 1); /* the only one that is left */
	json_object_set_new(json_array_get(f.pages, 1), "on", json_false());
	assert_int_equal(look(&f), -1);
	f.now.time = "2026-11-23T08:00";
	assert_int_equal(look(&f), 0);
	end(&f);
}

/* Another list may be shorter than where the turns are. */
static void test_another_list_goes_on_from_where_it_can(void **state)
{
	struct turns_fixture f;
	json_t *other = json_loads("[" PAGE("x", "") "]", 0, NULL);

	(void)state;
	begin(&f, THREE, PAGE_BOARD);
	(void)look(&f);
	assert_int_equal(pass(&f, 23), 2);
	f.now.pages = other;
	assert_int_equal(look(&f), 0);
	f.now.pages = NULL;
	assert_int_equal(look(&f), -1);
	json_decref(other);
	end(&f);
}

static json_t *table_page(int columns, int rows, const char *heading, const char *cell)
{
	json_t *page = json_pack("{s:i, s:{s:[], s:[]}}", "seconds", 5, "table", "columns", "rows");
	json_t *table = json_object_get(page, "table");

	for (int i = 0; i < columns; i++) {
		json_array_append_new(json_object_get(table, "columns"), json_string(heading));
	}
	for (int i = 0; i < rows; i++) {
		json_t *row = json_array();

		for (int j = 0; j < columns; j++) {
			_cleanup_free_ char *text = text_printf("%s %d.%d", cell, i, j);

			json_array_append_new(row, json_string(text));
		}
		json_array_append_new(json_object_get(table, "rows"), row);
	}
	return page;
}

static void test_a_long_table_comes_in_parts(void **state)
{
	json_t *pages = json_array();
	struct turns_fixture f;
	int parts;

	(void)state;
	json_array_append_new(pages, table_page(2, 30, "Cột", "ô"));
	begin(&f, "[]", PAGE_BOARD);
	f.now.pages = pages;
	parts = page_table_parts(json_array_get(pages, 0), &f.now.reading);
	assert_in_range(parts, 3, 5);
	for (int i = 0; i < 2 * parts; i++) {
		assert_int_equal(look(&f), 0);
		assert_int_equal(f.turn.part, i % parts);
		(void)pass(&f, 5);
	}
	json_decref(pages);
	end(&f);
}

/* All rows, each once, in their order, and about as many on each part. */
static void test_the_parts_of_a_table_are_all_of_it(void **state)
{
	static const char *const cells[] = {
		"ô", "một ô có vài chữ", "một ô dài đến mức phải xuống dòng hai ba lần mới hết"};
	static struct hall_table table;

	(void)state;
	for (int n = 0; n < 3 * 30 * 5 * 2; n++) {
		int rows = n / 3 % 30 + 1, columns = n / 90 % 5 + 1, row = 0, least = 99;
		json_t *page = table_page(columns, rows, "Cột", cells[n % 3]);
		const struct page_reading reading = {n / 450 ? PAGE_BOARD : PAGE_HALL, "vi", "en"};
		int parts = page_table_parts(page, &reading);

		for (int part = 0; part < parts; part++) {
			page_table_get(page, &reading, part, &table);
			assert_int_equal(table.columns, columns);
			assert_int_equal(table.part, part);
			assert_int_equal(table.parts, parts);
			assert_in_range(table.rows, 1, HALL_ROWS_MAX);
			for (int i = 0; i < table.rows; i++, row++) {
				_cleanup_free_ char *text =
					text_printf("%s %d.%d", cells[n % 3], row, columns - 1);

				assert_string_equal(table.cell[i][columns - 1].first, text);
			}
			least = MIN_OF(least, table.rows);
		}
		assert_int_equal(row, rows);
		assert_true(parts == 1 || least * parts * 2 >= rows);
		json_decref(page);
	}
}

static void test_a_cell_is_read_in_two_languages(void **state)
{
	static const char text[] =
		"{\"table\": {\"columns\": [{\"vi\": \"Ngày\", \"en\": \"Day\"}, "
		"\"SMS\"], \"rows\": [[{\"vi\": \"Thứ Tư\", \"en\": "
		"\"Wednesday\"}, {\"vi\": \"12\", \"en\": \"12\"}], [\"\", {\"vi\": "
		"\"một\"}]]}}";
	const struct page_reading both = {PAGE_HALL, "vi", "en"}, one = {PAGE_HALL, "en", ""};
	json_t *page = json_loads(text, 0, NULL);
	static struct hall_table table;

	(void)state;
	page_table_get(page, &both, 0, &table);
	assert_int_equal(table.rows, 2);
	assert_string_equal(table.heading[0].second, "Day");
	assert_string_equal(table.heading[1].first, "SMS");
	assert_string_equal(table.heading[1].second, "");
	assert_string_equal(table.cell[0][0].first, "Thứ Tư");
	assert_string_equal(table.cell[0][1].second, ""); /* the same */
	assert_string_equal(table.cell[1][1].first, "một");
	assert_true(table.share[0] > table.share[1]);
	page_table_get(page, &one, 0, &table);
	assert_string_equal(table.cell[0][0].first, "Wednesday");
	json_decref(page);
	page = json_object();
	page_table_get(page, &both, 0, &table);
	assert_int_equal(table.columns, 0);
	assert_int_equal(page_table_parts(page, &both), 1);
	json_decref(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_take_turns_after_a_rest),
		cmocka_unit_test(test_in_a_busy_hall_every_page_comes),
		cmocka_unit_test(test_in_the_busiest_hall_a_page_comes_at_the_latest_after_minutes),
		cmocka_unit_test(test_an_overdue_page_stands_until_it_is_read),
		cmocka_unit_test(test_an_interrupted_page_goes_on_if_enough_is_left),
		cmocka_unit_test(test_a_board_rests_never),
		cmocka_unit_test(test_what_must_not_be_shown_is_not),
		cmocka_unit_test(test_a_page_stands_where_it_belongs),
		cmocka_unit_test(test_begin_and_end_are_kept_to_the_minute),
		cmocka_unit_test(test_a_page_that_ends_while_it_stands_goes_at_once),
		cmocka_unit_test(test_another_list_goes_on_from_where_it_can),
		cmocka_unit_test(test_a_long_table_comes_in_parts),
		cmocka_unit_test(test_the_parts_of_a_table_are_all_of_it),
		cmocka_unit_test(test_a_cell_is_read_in_two_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
