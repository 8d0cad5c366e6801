/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-export.h"

#include <string.h>

#include "catalogue-fixture.h"
#include "check.h"

static void check_same(const struct catalogue_import *import, const struct catalogue_import *again)
{
	assert_int_equal(again->n, import->n);
	for (size_t i = 0; i < import->n; i++) {
		if (!json_equal(import->records[i], again->records[i])) {
			fail_msg("%s is not what it was",
				json_string_value(json_object_get(import->records[i], "key")));
		}
	}
}

/* Writes the records in each way and reads them again: the same. */
static void check_round(const struct catalogue_import *import)
{
	static const char separators[] = ",;\t";

	for (size_t i = 0; i <= strlen(separators); i++) {
		_cleanup_(textbuf_done) struct textbuf file = {0};
		_cleanup_(catalogue_import_freep) struct catalogue_import *again = NULL;

		if (separators[i]) {
			catalogue_export_csv(import->records, import->n, separators[i], &file);
		} else {
			catalogue_export_json(import->records, import->n, &file);
		}
		again = catalogue_fixture_read(file.data);
		check_same(import, again);
	}
}

static void test_hard_texts_come_back(void **state)
{
	static const char file[] =
		"[{\"code\":\"1.000001.H56\",\"name\":\"=a;b,c\\\"d\\\"|e\\\\n\",\"sector\":\"'s\","
		"\"everyday\":[\"x;y\",\"- z\"],\"steps\":[\"- 1;\\n2|\",\"\\\\\"],"
		"\"ways\":[{\"channel\":\"online\",\"fee\":\"Phí: 0 "
		"VNĐ\",\"note\":\"a|b\\nc\\\\\"},"
		"{\"exempt\":\"e\"}],\"papers\":[{\"name\":\"- "
		"p\",\"originals\":1,\"note\":\"|\"}],"
		"\"result\":\"+r\\ns\",\"common\":true,\"state\":\"replaced\","
		"\"replaced_by\":\"1.000002\",\"valid_to\":\"2026-01-02\","
		"\"checked_day\":\"2026-01-01\",\"decision_day\":\"tháng 5; 2026-01-02\"},"
		"{\"code\":\"1.000001\",\"name\":\"B\"},{\"name\":\"C\"},{\"name\":\"c!\","
		"\"sector\":\"a/b\"}]";
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read(file);

	(void)state;
	assert_int_equal(import->n, 4);
	check_round(import);
}

static void test_a_table_for_office_programs(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read("name;steps\nA;\"x\ny\"\n");
	_cleanup_(textbuf_done) struct textbuf file = {0};

	(void)state;
	catalogue_export_csv(import->records, import->n, ';', &file);
	assert_memory_equal(file.data, "\xEF\xBB\xBFkey;code;name;", 17);
	assert_non_null(strstr(
		file.data, "\r\nx-af63dc4c8601ec8c;;A;;;;;;;;;\"x\ny\";;;;;in_force;;;;;;;\r\n"));
}

static void test_the_real_records_come_back(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *list =
		catalogue_fixture_real("procedures.tsv");
	_cleanup_(catalogue_import_freep) struct catalogue_import *whole =
		catalogue_fixture_real("procedures-detailed.json");

	(void)state;
	check_round(list);
	check_round(whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hard_texts_come_back),
		cmocka_unit_test(test_a_table_for_office_programs),
		cmocka_unit_test(test_the_real_records_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
