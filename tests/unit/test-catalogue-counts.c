/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-counts.h"

#include <string.h>

#include "catalogue-fixture.h"
#include "check.h"

enum { RECORDS_MAX = 500 };

struct records {
	size_t n;
	struct procedure *procedure[RECORDS_MAX];
};

static void read_records(const struct catalogue_import *import, struct records *ret)
{
	struct procedure_fault fault;

	assert_true(import->n <= RECORDS_MAX);
	ret->n = import->n;
	for (size_t i = 0; i < import->n; i++) {
		assert_int_equal(
			procedure_from_json(import->records[i], &ret->procedure[i], &fault), 0);
	}
}

static void records_done(struct records *records)
{
	for (size_t i = 0; i < records->n; i++) {
		procedure_free(records->procedure[i]);
	}
}

#define LIST \
	"code;name;fee_online;fee;exempt;state;checked_day\n" \
	"1.000001;A;0đ;;;;2026-11-01\n" \
	"1.000002;B;5.000đ;;;;2025-11-01\n" \
	"1.000003;C;0đ;;;ended;2026-11-01\n" \
	"1.000004;D;;Miễn phí;;;2020-01-01\n" \
	"1.000005;E;Khác;;;;\n" \
	"1.000006;F;5.000đ;;hộ nghèo;;2026-11-01\n"

static void check_counts(const struct catalogue_stated *stated, bool agrees, const char *expected)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read(LIST);
	_cleanup_(records_done) struct records records = {0};
	_cleanup_(catalogue_counts_freep) struct catalogue_counts *counts = NULL;
	_cleanup_(textbuf_done) struct textbuf all = {0};

	read_records(import, &records);
	catalogue_counts_make(records.procedure, records.n, FIXTURE_DAY, stated, &counts);
	assert_int_equal(counts->posted, 5);
	assert_int_equal(counts->free_online, 1);
	assert_int_equal(counts->ages[CATALOGUE_FRESH], 2);
	assert_int_equal(counts->ages[CATALOGUE_OLD], 1);
	assert_int_equal(counts->ages[CATALOGUE_EXPIRED], 1);
	assert_int_equal(counts->ages[CATALOGUE_UNDATED], 1);
	assert_int_equal(counts->ages[CATALOGUE_NO_LONGER], 1);
	assert_int_equal(counts->agrees, agrees);
	textbuf_add(&all, "");
	for (size_t i = 0; i < counts->n_differences; i++) {
		const struct catalogue_difference *difference = &counts->differences[i];

		textbuf_printf(&all, "%s %s %s %s\n", catalogue_difference_name(difference->kind),
			difference->key, catalogue_unclear_name(difference->unclear),
			difference->procedure ? difference->procedure->text[PROCEDURE_NAME] : "-");
	}
	assert_string_equal(all.data, expected);
}

static void test_counts_alone(void **state)
{
	(void)state;
	check_counts(NULL, true, "");
	check_counts(&(struct catalogue_stated){.posted = 5, .free_online = 1}, true, "");
	check_counts(&(struct catalogue_stated){.posted = -1, .free_online = -1}, true, "");
	check_counts(&(struct catalogue_stated){.posted = 6, .free_online = -1}, false, "");
	check_counts(&(struct catalogue_stated){.posted = -1, .free_online = 3}, false,
		"free_unclear 1.000004 channel_not_stated D\n"
		"free_unclear 1.000005 online_unread E\n"
		"free_unclear 1.000006 online_exempt F\n");
}

static void test_each_record_that_differs_is_named(void **state)
{
	static const char *const posted[] = {
		"1.000001.000.00.00.H56", "1.000002", "1.000003", "1.000009", "1.000005"};
	static const char *const free_online[] = {"1.000002", "1.000004"};

	(void)state;
	check_counts(
		&(struct catalogue_stated){
			.posted = 5,
			.free_online = 2,
			.posted_codes = posted,
			.n_posted_codes = ELEMENTS(posted),
			.free_codes = free_online,
			.n_free_codes = ELEMENTS(free_online),
		},
		false,
		"not_posted 1.000004 channel_not_stated D\n"
		"not_posted 1.000006 online_exempt F\n"
		"not_here 1.000003 clear C\n"
		"not_here 1.000009 clear -\n"
		"free_not_stated 1.000001 clear A\n"
		"free_not_here 1.000002 clear B\n"
		"free_not_here 1.000004 channel_not_stated D\n");
}

/* 427 posted and 42 of them free online, as the centre says, whatever stands beside the fees. */
static void test_a_list_of_the_centres_size(void **state)
{
	static const struct catalogue_stated stated = {.posted = 427, .free_online = 42};
	_cleanup_(textbuf_done) struct textbuf list = {0};
	_cleanup_(catalogue_import_freep) struct catalogue_import *import = NULL;
	_cleanup_(records_done) struct records records = {0};
	_cleanup_(catalogue_counts_freep) struct catalogue_counts *counts = NULL;

	(void)state;
	textbuf_add(&list, "code;name;fee_online;fee_direct;state\n");
	for (int i = 0; i < 450; i++) {
		textbuf_printf(&list, "1.%06d;P%d;%s;%s;%s\n", i, i,
			i % 10 == 3 && i < 420 ? "Phí: 0 VNĐ" : "8.000 đồng",
			i % 3 ? "8.000 đồng" : "Miễn phí", i >= 427 ? "ended" : "");
	}
	import = catalogue_fixture_read(list.data);
	read_records(import, &records);
	catalogue_counts_make(records.procedure, records.n, FIXTURE_DAY, &stated, &counts);
	assert_int_equal(counts->posted, 427);
	assert_int_equal(counts->free_online, 42);
	assert_true(counts->agrees);
}

static void test_the_real_whole_records(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_real("procedures-detailed.json");
	_cleanup_(records_done) struct records records = {0};
	_cleanup_(catalogue_counts_freep) struct catalogue_counts *counts = NULL;
	int not_stated = 0;

	(void)state;
	read_records(import, &records);
	catalogue_counts_make(records.procedure, records.n, FIXTURE_DAY, NULL, &counts);
	assert_int_equal(counts->posted, 10);
	assert_int_equal(counts->free_online, 3); /* 1.010805, 1.014359, 2.001396 */
	for (size_t i = 0; i < records.n; i++) {
		not_stated +=
			catalogue_unclear_of(records.procedure[i]) == CATALOGUE_ONLINE_NOT_STATED;
	}
	assert_int_equal(not_stated, 3); /* 2.000286, 2.000282, 2.000477 state no fee at all */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_alone),
		cmocka_unit_test(test_each_record_that_differs_is_named),
		cmocka_unit_test(test_a_list_of_the_centres_size),
		cmocka_unit_test(test_the_real_whole_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
