/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages for phones list: counted by sector and life event, valid or not. */
#include "hub/hub-lookup-index.h"

#include <string.h>

#include "base/text.h"
#include "check.h"

#define TODAY "2026-11-29"

static void add(struct lookup_index *index, const char *members)
{
	_cleanup_free_ char *text = text_printf("{%s\"level\":\"\"}", members);
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	json_t *json = json_loads(text, 0, NULL);
	struct procedure_fault fault;

	assert_non_null(json);
	assert_int_equal(procedure_from_json(json, &procedure, &fault), 0);
	json_decref(json);
	lookup_index_add(index, procedure);
}

#define FRESH "\"checked_day\":\"2026-11-01\","

static struct lookup_index *sample(void)
{
	json_t *list = json_pack("[{s:{s:s}, s:[s]}, {s:{s:s}, s:[s]}]", "name", "vi", "Sinh con",
		"words", "khai sinh", "name", "vi", "Đất", "sectors", "Đất đai");
	struct life_events *events = life_events_new();
	struct lookup_index *index;

	life_events_add(events, list);
	json_decref(list);
	index = lookup_index_new(7, TODAY, events);

	add(index,
		"\"code\":\"1.000003\",\"name\":\"Đăng ký lại khai sinh\","
		"\"sector\":\"Hộ tịch\"," FRESH);
	add(index,
		"\"code\":\"1.000001\",\"name\":\"Đăng ký khai sinh\","
		"\"sector\":\"Hộ tịch\",\"everyday\":[\"làm giấy khai sanh cho em bé\"]," FRESH);
	add(index,
		"\"code\":\"1.000002\",\"name\":\"Khai sinh kiểu cũ\",\"state\":\"ended\","
		"\"sector\":\"Hộ tịch\"," FRESH);
	add(index, "\"code\":\"1.000004\",\"name\":\"Tách thửa\",\"sector\":\"Đất đai\"," FRESH);
	add(index, "\"name\":\"Việc khác\"," FRESH);
	lookup_index_finish(index);
	return index;
}

static void test_sectors_have_what_is_valid(void **state)
{
	_cleanup_(lookup_index_freep) struct lookup_index *index = sample();
	_cleanup_free_ const struct lookup_row **rows = NULL;

	(void)state;
	assert_int_equal(index->n_sectors, 3);
	assert_string_equal(index->sectors[0].name, "Đất đai");
	assert_string_equal(index->sectors[1].name, "Hộ tịch");
	assert_int_equal(index->sectors[1].n, 2);
	assert_string_equal(index->sectors[2].name, ""); /* the rest is the last */
	assert_int_equal(lookup_of_sector(index, "Hộ tịch", &rows), 2);
	assert_string_equal(rows[0]->key, "1.000001");
	assert_string_equal(rows[1]->key, "1.000003");
}

static void test_life_events_have_what_is_valid(void **state)
{
	_cleanup_(lookup_index_freep) struct lookup_index *index = sample();
	_cleanup_free_ const struct lookup_row **rows = NULL, **none = NULL;

	(void)state;
	assert_int_equal(index->n_of_event[0], 2);
	assert_int_equal(index->n_of_event[1], 1);
	assert_int_equal(lookup_of_event(index, 0, &rows), 2);
	assert_string_equal(rows[0]->key, "1.000001");
	assert_int_equal(lookup_of_event(index, LIFE_EVENTS_MAX, &none), 0);
	assert_string_equal(lookup_index_find(index, "1.000002")->name, "Khai sinh kiểu cũ");
	assert_null(lookup_index_find(index, "1.00000"));
}

static void test_who_still_reads_keeps_it(void **state)
{
	struct lookup_index *index = sample(), *reader = lookup_index_ref(index);

	(void)state;
	lookup_index_free(index);
	assert_int_equal(reader->n, 5);
	lookup_index_free(reader);
}

static void test_nothing_is_listed_of_nothing(void **state)
{
	_cleanup_(lookup_index_freep) struct lookup_index *index = lookup_index_new(0, TODAY, NULL);

	(void)state;
	lookup_index_finish(index);
	assert_int_equal(index->n_sectors, 0);
	assert_null(lookup_index_find(index, "1.000001"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life_events_have_what_is_valid),
		cmocka_unit_test(test_sectors_have_what_is_valid),
		cmocka_unit_test(test_who_still_reads_keeps_it),
		cmocka_unit_test(test_nothing_is_listed_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
