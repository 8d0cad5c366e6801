/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-merge.h"

#include <string.h>

#include "catalogue-fixture.h"
#include "check.h"

#define WHOLE \
	"[{\"code\": \"1.000001\", \"name\": \"A\", \"sector\": \"s\", \"level\": \"xã\", " \
	"\"deadline\": \"3 ngày\", \"ways\": [" \
	"{\"channel\": \"direct\", \"deadline\": \"3 ngày\", \"fee\": \"8.000 đồng\", " \
	"\"exempt\": \"Hộ nghèo\"}, " \
	"{\"channel\": \"online\", \"fee\": \"0 đồng\"}], " \
	"\"papers\": [{\"name\": \"Tờ khai\", \"originals\": 1}], \"steps\": [\"Nộp\"], " \
	"\"keywords\": [\"k\"], \"source\": \"cổng\", \"checked_day\": \"2026-01-01\"}]"

/* What becomes of the first kept record when the first one of a file is taken over it. */
static char *merged_text(
	const char *kept_text, const char *file, bool is_whole, struct catalogue_merged *ret)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *kept =
		catalogue_fixture_read(kept_text);
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read(file);
	char *text;

	catalogue_merge(kept->records[0], import->records[0], import->speaks[0], is_whole, ret);
	text = json_dumps(ret->record, JSON_COMPACT);
	json_decref(ret->record);
	ret->record = NULL;
	return text;
}

static char *ways_text(const char *kept_text, const char *file, struct catalogue_merged *ret)
{
	_cleanup_free_ char *text = merged_text(kept_text, file, false, ret);
	json_t *record = json_loads(text, 0, NULL);
	json_t *ways = json_object_get(record, "ways");
	char *ways_text = ways ? json_dumps(ways, JSON_COMPACT) : text_dup("");

	json_decref(record);
	return ways_text;
}

static void check_ways(const char *kept, const char *file, const char *expected, bool is_emptied)
{
	struct catalogue_merged merged;
	_cleanup_free_ char *text = ways_text(kept, file, &merged);

	assert_string_equal(text, expected);
	assert_int_equal(merged.emptied, is_emptied ? 1U << PROCEDURE_WAYS : 0);
	assert_null(merged.coarse);
}

static void check_coarse(const char *kept, const char *file, const char *expected)
{
	struct catalogue_merged merged;
	_cleanup_free_ char *text = ways_text(kept, file, &merged);

	assert_string_equal(text, expected);
	assert_int_equal(merged.emptied, 0);
	assert_non_null(merged.coarse);
}

static void check_stays(const char *kept, const char *file)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read(kept);
	_cleanup_free_ char *expected = json_dumps(import->records[0], JSON_COMPACT);
	struct catalogue_merged merged;
	_cleanup_free_ char *text = merged_text(kept, file, false, &merged);

	assert_string_equal(text, expected);
	assert_int_equal(merged.emptied, 0);
	assert_null(merged.coarse);
}

static void test_what_a_file_does_not_speak_of_stays(void **state)
{
	(void)state;
	check_stays(WHOLE, "code;name\n1.000001;A\n");
	/* A column in which nothing stands at all says nothing; keywords are the staff's. */
	check_stays(WHOLE, "code;name;level;Lệ phí;keywords;papers\n1.000001;A;;;;\n");
	/* A day that is only of the list does not make the fees fresh. */
	check_stays(WHOLE, "code;name;source;checked_day\n1.000001;A;danh sách;2026-11-01\n");
	check_stays(WHOLE, "[{\"code\": \"1.000001\", \"name\": \"A\", \"papers\": null}]");
	check_stays(WHOLE, WHOLE);
}

static void test_an_empty_cell_says_none_and_is_noted(void **state)
{
	struct catalogue_merged merged;
	_cleanup_free_ char *text = merged_text(WHOLE,
		"code;name;level;papers;steps;checked_day\n1.000001;A;;;;2026-11-01\n"
		"1.000002;B;xã;Đơn;Nộp;2026-11-01\n",
		false, &merged);

	(void)state;
	assert_int_equal(merged.emptied,
		1U << PROCEDURE_LEVEL | 1U << PROCEDURE_PAPERS | 1U << PROCEDURE_STEPS);
	assert_null(strstr(text, "papers"));
	assert_non_null(strstr(text, "\"fee\":\"8.000 đồng\""));
	assert_non_null(strstr(text, "\"checked_day\":\"2026-01-01\"")); /* of the fees */
}

#define DIRECT_REST "\"exempt\":\"Hộ nghèo\"},{\"channel\":\"online\",\"fee\":\"0 đồng\"}"
#define DIRECT "{\"channel\":\"direct\",\"deadline\":\"3 ngày\",\"fee\":"

static void test_a_column_for_a_fee_changes_that_fee_alone(void **state)
{
	(void)state;
	check_ways(WHOLE, "code;name;Phí trực tiếp\n1.000001;A;9.000 đồng\n",
		"[" DIRECT "\"9.000 đồng\"," DIRECT_REST "]", false);
	check_ways(WHOLE, "code;name;Phí bưu chính\n1.000001;A;5 đồng\n",
		"[" DIRECT "\"8.000 đồng\"," DIRECT_REST
		",{\"channel\":\"post\",\"fee\":\"5 đồng\"}]",
		false);
	check_ways(WHOLE, "code;name;Phí trực tiếp\n1.000001;A;\n1.000002;B;1 đồng\n",
		"[{\"channel\":\"direct\",\"deadline\":\"3 ngày\"},"
		"{\"channel\":\"online\",\"fee\":\"0 đồng\"}]",
		true);
	/* A fee without a channel is that of one of them, or is not taken. */
	check_ways(WHOLE, "code;name;Lệ phí\n1.000001;A;8.000 đồng\n",
		"[" DIRECT "\"8.000 đồng\"," DIRECT_REST "]", false);
	check_coarse(WHOLE, "code;name;Lệ phí\n1.000001;A;9.000 đồng\n",
		"[" DIRECT "\"8.000 đồng\"," DIRECT_REST "]");
	check_ways("code;name\n1.000001;A\n", "code;name;Lệ phí\n1.000001;A;9 đồng\n",
		"[{\"channel\":\"any\",\"fee\":\"9 đồng\"}]", false);
}

static void test_exemptions_are_apart_from_fees(void **state)
{
	static const char one[] = "code;name;Phí trực tuyến;Miễn giảm\n1.000001;A;5 đồng;Trẻ em\n";

	(void)state;
	check_ways(one, "code;name;Phí trực tuyến\n1.000001;A;6 đồng\n",
		"[{\"channel\":\"online\",\"fee\":\"6 đồng\",\"exempt\":\"Trẻ em\"}]", false);
	check_ways(one, "code;name;Miễn giảm\n1.000001;A;Người già\n",
		"[{\"channel\":\"online\",\"fee\":\"5 đồng\",\"exempt\":\"Người già\"}]", false);
	check_ways(one, "code;name;Miễn giảm\n1.000001;A;\n1.000002;B;x\n",
		"[{\"channel\":\"online\",\"fee\":\"5 đồng\"}]", true);
	check_coarse(WHOLE, "code;name;Miễn giảm\n1.000001;A;Người già\n",
		"[" DIRECT "\"8.000 đồng\"," DIRECT_REST "]");
}

#define BY_CASE \
	"[{\"code\": \"1.000001\", \"name\": \"A\", \"ways\": [" \
	"{\"channel\": \"direct\", \"fee\": \"1 đồng\", \"note\": \"lần đầu\"}, " \
	"{\"channel\": \"direct\", \"fee\": \"2 đồng\", \"note\": \"cấp lại\"}]}]"
#define CASES \
	"{\"channel\":\"direct\",\"fee\":\"1 đồng\",\"note\":\"lần đầu\"}," \
	"{\"channel\":\"direct\",\"fee\":\"2 đồng\",\"note\":\"cấp lại\"}"

static void test_ways_without_fees_keep_the_fees(void **state)
{
	(void)state;
	check_ways(WHOLE,
		"[{\"code\": \"1.000001\", \"name\": \"A\", \"cach_thuc_thuc_hien\": "
		"[\"Trực tiếp\", \"Trực tuyến\"]}]",
		"[" DIRECT "\"8.000 đồng\"," DIRECT_REST "]", false);
	check_ways(WHOLE,
		"[{\"code\": \"1.000001\", \"name\": \"A\", \"ways\": "
		"[{\"channel\": \"direct\", \"deadline\": \"5 ngày\"}]}]",
		"[{\"channel\":\"direct\",\"deadline\":\"5 ngày\",\"fee\":\"8.000 đồng\","
		"\"exempt\":\"Hộ nghèo\"},{\"channel\":\"online\",\"fee\":\"0 đồng\"}]",
		false);
	check_ways(BY_CASE,
		"[{\"code\": \"1.000001\", \"name\": \"A\", \"ways\": "
		"[{\"channel\": \"direct\", \"deadline\": \"5 ngày\"}]}]",
		"[{\"channel\":\"direct\",\"deadline\":\"5 ngày\"}," CASES "]", false);
	check_coarse(BY_CASE, "code;name;Phí trực tiếp\n1.000001;A;3 đồng\n", "[" CASES "]");
	check_ways(BY_CASE, "code;name;ways\n1.000001;A;\n1.000002;B;direct\n", "", true);
}

static void test_a_list_without_states_revives_only_when_it_is_whole(void **state)
{
	static const char ended[] = "code;name;state;valid_to\n1.000001;A;ended;2026-02-01\n";
	struct catalogue_merged merged;
	_cleanup_free_ char *part = merged_text(ended, "code;name\n1.000001;A\n", false, &merged);
	_cleanup_free_ char *whole = NULL;

	(void)state;
	assert_true(merged.had_ended);
	assert_non_null(strstr(part, "\"state\":\"ended\",\"valid_to\":\"2026-02-01\""));
	whole = merged_text(ended, "code;name\n1.000001;A\n", true, &merged);
	assert_true(merged.had_ended);
	assert_non_null(strstr(whole, "\"state\":\"in_force\""));
	assert_null(strstr(whole, "valid_to"));
	free(TAKE_PTR(whole));
	whole = merged_text(ended, "code;name;state\n1.000001;A;in_force\n", false, &merged);
	assert_false(merged.had_ended);
	assert_non_null(strstr(whole, "\"state\":\"in_force\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_file_does_not_speak_of_stays),
		cmocka_unit_test(test_an_empty_cell_says_none_and_is_noted),
		cmocka_unit_test(test_a_column_for_a_fee_changes_that_fee_alone),
		cmocka_unit_test(test_exemptions_are_apart_from_fees),
		cmocka_unit_test(test_ways_without_fees_keep_the_fees),
		cmocka_unit_test(test_a_list_without_states_revives_only_when_it_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
