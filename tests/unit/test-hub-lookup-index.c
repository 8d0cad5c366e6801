/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages for phones list: found by words, counted by sector, valid or not. */
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
	struct lookup_index *index = lookup_index_new(7, TODAY);

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

static void check_found(const struct lookup_index *index, const char *question, const char *keys)
{
	_cleanup_free_ const struct lookup_row **rows = NULL;
	_cleanup_(textbuf_done) struct textbuf found = {0};
	size_t n = lookup_find(index, question, &rows);

	textbuf_add(&found, "");
	for (size_t i = 0; i < n; i++) {
		textbuf_printf(&found, "%s ", rows[i]->key);
	}
	assert_string_equal(found.data, keys);
}

static void test_all_words_are_looked_for(void **state)
{
	_cleanup_(lookup_index_freep) struct lookup_index *index = sample();

	(void)state;
	/* The short one first, what has ended last; marks do not matter, and the last word may be
	 * unfinished. */
	check_found(index, "khai sinh", "1.000003 1.000001 1.000002 ");
	check_found(index, "KHAI  SI", "1.000003 1.000001 1.000002 ");
	check_found(index, "em be", "1.000001 ");
	check_found(index, "dat dai thua", "1.000004 ");
	check_found(index, "1.000004", "1.000004 ");
	check_found(index, "thua sinh", "");
	check_found(index, "hai", "");
	check_found(index, " ?! ", "");
	check_found(index, "", "");
}

static void test_sectors_have_what_is_valid(void **state)
{
	_cleanup_(lookup_index_freep) struct lookup_index *index = sample();
	_cleanup_free_ const struct lookup_row **rows = NULL;

	(void)state;
	assert_int_equal(index->n_sectors, 3);
	assert_string_equal(index->sectors[0].name, "");
	assert_string_equal(index->sectors[1].name, "Đất đai");
	assert_string_equal(index->sectors[2].name, "Hộ tịch");
	assert_int_equal(index->sectors[2].n, 2);
	assert_int_equal(lookup_of_sector(index, "Hộ tịch", &rows), 2);
	assert_string_equal(rows[0]->key, "1.000001");
	assert_string_equal(rows[1]->key, "1.000003");
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
	_cleanup_(lookup_index_freep) struct lookup_index *index = lookup_index_new(0, TODAY);

	(void)state;
	lookup_index_finish(index);
	assert_int_equal(index->n_sectors, 0);
	check_found(index, "khai sinh", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_words_are_looked_for),
		cmocka_unit_test(test_sectors_have_what_is_valid),
		cmocka_unit_test(test_who_still_reads_keeps_it),
		cmocka_unit_test(test_nothing_is_listed_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
