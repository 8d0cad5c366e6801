/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-diff.h"

#include <string.h>

#include "catalogue-fixture.h"
#include "check.h"

/* The difference, a line each: change key<old key [fields] doubts. */
static char *diff_text(const struct catalogue_diff *diff)
{
	struct textbuf all = {0};

	textbuf_add(&all, "");
	for (size_t i = 0; i < diff->n; i++) {
		const struct catalogue_diff_entry *entry = &diff->entries[i];

		textbuf_printf(&all, "%s %s", catalogue_change_name(entry->change), entry->key);
		if (*entry->old_key) {
			textbuf_printf(&all, "<%s", entry->old_key);
		}
		textbuf_add(&all, " [");
		catalogue_diff_fields(entry, &all);
		textbuf_printf(&all, "] %zu\n", entry->n_doubts);
	}
	return all.data;
}

static void check_diff(
	const char *kept_text, const char *import_text, bool is_whole, const char *expected)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *kept =
		catalogue_fixture_read(kept_text);
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read(import_text);
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	_cleanup_free_ char *text = NULL;

	catalogue_diff_make(kept->records, kept->n, import, is_whole, FIXTURE_DAY, &diff);
	text = diff_text(diff);
	assert_string_equal(text, expected);
}

#define KEPT \
	"code;name;sector;keywords;checked_day;state\n" \
	"1.000003;C;s;;2026-01-01;\n" \
	"1.000001.H56;A;s;k;2026-01-01;\n" \
	"1.000002;B;s;;2026-01-01;ended\n" \
	"1.000004;D;s;;2026-01-01;\n"

static void test_each_kind_of_change(void **state)
{
	static const char import[] = "code;name;sector;checked_day\n"
				     "1.000005;E  e;s;2026-02-01\n"
				     "1.000003;C c;t;2026-02-01\n"
				     "1.000001.H56;A;s;2026-02-01\n";

	(void)state;
	check_diff(KEPT, import, false,
		"confirmed 1.000001 [checked_day] 0\n"
		"changed 1.000003 [name, sector, checked_day] 0\n"
		"new 1.000005 [] 1\n");
	check_diff(KEPT, import, true,
		"confirmed 1.000001 [checked_day] 0\n"
		"changed 1.000003 [name, sector, checked_day] 0\n"
		"ended 1.000004 [state, valid_to] 0\n"
		"new 1.000005 [] 1\n");
	check_diff(KEPT, KEPT, true,
		"same 1.000001 [] 0\nsame 1.000002 [] 0\nsame 1.000003 [] 0\n"
		"same 1.000004 [] 0\n");
	check_diff("name\nA\n", "name\nA\n", true, "same x-af63dc4c8601ec8c [] 2\n");
}

/* A code that one list has and the other has not makes no second record, and is never lost. */
static void test_records_without_a_code(void **state)
{
	(void)state;
	check_diff("code;name;sector\n;A;s\n", "code;name;sector\n1.000001;a.;s\n", true,
		"changed 1.000001<x-af63dc4c8601ec8c [key, code, name] 0\n");
	check_diff("code;name;sector\n1.000001;A;s\n", "code;name;sector\n;A;s\n", true,
		"same 1.000001 [] 1\n");
	/* Two have the name: nobody can say which one it is. */
	check_diff("code;name;sector\n1.000001;A;s\n1.000002;A;s\n", "code;name;sector\n;A;s\n",
		false, "new x-af63dc4c8601ec8c [] 1\n");
	check_diff("code;name;sector\n1.000001;A;s\n", "code;name;sector\n1.000002;A;s\n", false,
		"new 1.000002 [] 0\n");
}

/* Nobody would see them, and nobody would know why. */
static void test_records_without_a_day_are_counted(void **state)
{
	static const char table[] = "code;name;sector\n1.000001;A;s\n1.000003;C;s\n";
	_cleanup_(catalogue_import_freep) struct catalogue_import *kept =
		catalogue_fixture_read(KEPT);
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read(table);
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	char message[CATALOGUE_MESSAGE_MAX + 1];

	(void)state;
	catalogue_diff_make(NULL, 0, import, true, FIXTURE_DAY, &diff);
	assert_int_equal(diff->n_doubts, 1);
	catalogue_doubt_text(&diff->doubts[0], message);
	assert_string_equal(message,
		"2 records have no day on which they were checked and will not be shown as valid");
	catalogue_diff_free(TAKE_PTR(diff));
	/* A day that is kept is a day. */
	catalogue_diff_make(kept->records, kept->n, import, true, FIXTURE_DAY, &diff);
	for (size_t i = 0; i < diff->n_doubts; i++) {
		assert_int_not_equal(diff->doubts[i].kind, CATALOGUE_DOUBT_UNDATED);
	}
}

static void test_what_is_kept(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *kept =
		catalogue_fixture_read(KEPT);
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read("code;name;sector\n1.000001;A a;s\n");
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	char *after;

	(void)state;
	catalogue_diff_make(kept->records, kept->n, import, true, FIXTURE_DAY, &diff);
	assert_int_equal(diff->n, 3);
	assert_int_equal(diff->count[CATALOGUE_CHANGED], 1);
	assert_int_equal(diff->count[CATALOGUE_ENDED], 2);
	assert_int_equal(diff->n_suspicious, 0);
	after = json_dumps(diff->entries[0].after, JSON_COMPACT);
	assert_string_equal(after,
		"{\"key\":\"1.000001\",\"code\":\"1.000001\",\"name\":\"A a\","
		"\"keywords\":[\"k\"],\"sector\":\"s\",\"state\":\"in_force\","
		"\"checked_day\":\"2026-01-01\"}");
	free(after);
	after = json_dumps(diff->entries[1].after, JSON_COMPACT);
	assert_string_equal(after,
		"{\"key\":\"1.000003\",\"code\":\"1.000003\",\"name\":\"C\",\"sector\":\"s\","
		"\"state\":\"ended\",\"checked_day\":\"2026-01-01\","
		"\"valid_to\":\"" FIXTURE_DAY "\"}");
	free(after);
}

/* What a comparison finds odd stands among the import's doubts, at the record. */
static void test_what_a_file_takes_away_is_a_doubt(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *kept =
		catalogue_fixture_read("code;name;sector;papers;Phí trực tiếp;Phí trực tuyến\n"
				       "1.000001;A;s;Đơn;8 đồng;0 đồng\n1.000002;B;s;;;\n");
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read("code;name;sector;papers;Lệ phí\n"
				       "1.000002;B;s;Đơn;\n1.000001;A;s;;9 đồng\n");
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	char message[CATALOGUE_MESSAGE_MAX + 1];

	(void)state;
	catalogue_diff_make(kept->records, kept->n, import, true, FIXTURE_DAY, &diff);
	assert_int_equal(import->n_doubts, 0);
	assert_int_equal(diff->n_doubts, 3); /* the first one is about the file */
	assert_int_equal(diff->n_suspicious, 1);
	assert_int_equal(diff->entries[0].n_doubts, 2);
	catalogue_doubt_text(&diff->doubts[1], message);
	assert_string_equal(
		message, "row 3 (1.000001): leaves «papers» empty, which the catalogue has");
	catalogue_doubt_text(&diff->doubts[2], message);
	assert_string_equal(message,
		"row 3 (1.000001): «9 đồng» was not taken: the catalogue has fees or exemptions by "
		"channel or by case");
}

/* The real list has neither papers nor fees of the real whole records: it takes none away. */
static void test_the_real_list_over_whole_records(void **state)
{
	static const enum procedure_field stays[] = {PROCEDURE_DEADLINE, PROCEDURE_WAYS,
		PROCEDURE_PAPERS, PROCEDURE_LEVEL, PROCEDURE_FOR_WHOM, PROCEDURE_LINK};
	_cleanup_(catalogue_import_freep) struct catalogue_import *kept =
		catalogue_fixture_real("procedures-detailed.json");
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_real("procedures.tsv");
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	size_t n = 0;

	(void)state;
	catalogue_diff_make(kept->records, kept->n, import, false, FIXTURE_DAY, &diff);
	for (size_t i = 0; i < diff->n; i++) {
		const struct catalogue_diff_entry *entry = &diff->entries[i];

		n += entry->before != NULL;
		for (size_t f = 0; entry->before && f < ELEMENTS(stays); f++) {
			assert_false(entry->fields & 1U << stays[f]);
		}
	}
	assert_true(n > 0);
}

/* Every tenth real record is changed, every twentieth missing, one is new: exactly that is found.
 */
static void test_the_real_list_changed(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *kept =
		catalogue_fixture_real("procedures.tsv");
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_real("procedures.tsv");
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	size_t changed = 0;
	size_t ended = 0;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < import->n; i++) {
		if (i % 20 == 5) {
			json_decref(import->records[i]);
			ended++;
			continue;
		}
		import->records[n] = import->records[i];
		if (i % 10 == 0) {
			(void)json_object_set_new(
				import->records[n], "level", json_string("Cấp xã"));
			changed++;
		}
		n++;
	}
	import->n = n;
	catalogue_diff_make(kept->records, kept->n, import, true, FIXTURE_DAY, &diff);
	assert_int_equal(diff->n, kept->n);
	assert_int_equal(diff->count[CATALOGUE_CHANGED], changed);
	assert_int_equal(diff->count[CATALOGUE_ENDED], ended);
	assert_int_equal(diff->count[CATALOGUE_NEW], 0);
	assert_int_equal(diff->count[CATALOGUE_SAME], kept->n - changed - ended);
	for (size_t i = 0; i < diff->n; i++) {
		if (diff->entries[i].change == CATALOGUE_CHANGED) {
			assert_int_equal(diff->entries[i].fields, 1U << PROCEDURE_LEVEL);
		}
		assert_true(i == 0 || strcmp(diff->entries[i - 1].key, diff->entries[i].key) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind_of_change),
		cmocka_unit_test(test_records_without_a_code),
		cmocka_unit_test(test_records_without_a_day_are_counted),
		cmocka_unit_test(test_what_is_kept),
		cmocka_unit_test(test_what_a_file_takes_away_is_a_doubt),
		cmocka_unit_test(test_the_real_list_over_whole_records),
		cmocka_unit_test(test_the_real_list_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
