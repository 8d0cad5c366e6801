/* SPDX-License-Identifier: Apache-2.0 */
#include "base/office.h"

#include <errno.h>
#include <string.h>

#include "check.h"

static void words_are_compared_without_marks(void **state)
{
	static const struct {
		const char *text;
		const char *folded;
	} cases[] = {
		{"", ""},
		{" Đã  tiếp nhận: ", "da tiep nhan"},
		{"received_online", "received online"},
		{"ẶẴẲẰẮ Ậ Ệ Ị Ợ Ự Ỵ Ỹ ơ ư đ ý", "aaaaa a e i o u y y o u d y"},
		{"e\xCC\x82\xCC\xA3 u\xCC\x9B", "e u"}, /* composed of two and three */
		{"日本 1", "日本 1"},
		{"a\xFF", "a\xFF"},
	};
	char folded[64];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		office_fold(folded, sizeof(folded), cases[i].text);
		assert_string_equal(folded, cases[i].folded);
	}
	office_fold(folded, 4, "đàêô");
	assert_string_equal(folded, "dae");
	office_fold(folded, 4, "ab日");
	assert_string_equal(folded, "ab");
}

static void letters_are_composed(void **state)
{
	static const struct {
		const char *text;
		const char *composed;
	} cases[] = {
		{"", ""}, {"Hộ tịch", "Hộ tịch"},
		{"Ho\u0323\u0302 ti\u0323ch \u0110a\u0306\u0301t", "Hộ tịch Đắt"},
		{"e\u0302\u0301 e\u0301\u0302 E\u0302\u0323 \u00EA\u0309", "ế ế Ệ ể"},
		{"u\u031B\u0303 U\u031B\u0300 y\u0301 I\u0303 \u01A1\u0323", "ữ Ừ ý Ĩ ợ"},
		/* What is no letter of Vietnamese stays. */
		{"e\u0301\u0301 n\u0303 i\u0302 a\u0308", "é\u0301 n\u0303 i\u0302 a\u0308"},
		{"\u0301 a", "\u0301 a"}, {"\xE9\xCC\x81", "\xE9\xCC\x81"}, /* not UTF-8 */
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *text = text_dup(cases[i].text);

		office_compose(text);
		assert_string_equal(text, cases[i].composed);
	}
}

static void check_decoded(const char *bytes, size_t size, bool mend, const char *expected)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	_cleanup_free_ char *exact = memory_new(1, size);

	memcpy(exact, bytes, size);
	office_decode(exact, size, mend, &text);
	assert_string_equal(text.data, expected);
	assert_int_equal(text.size, strlen(expected));
}

static void files_of_office_programs_become_utf8(void **state)
{
	(void)state;
	check_decoded("", 0, true, "");
	check_decoded("\xEF\xBB\xBF{}", 5, false, "{}");
	check_decoded("\xFF\xFE"
		      "A\0\x90\x01\xBF\x1E",
		8, false, "AƐế");
	check_decoded("\xFE\xFF"
		      "\0A\x1E\xBF",
		6, true, "Aế");
	check_decoded("\xFF\xFE\x3D\xD8\x00\xDE", 6, true, "😀"); /* a pair */
	check_decoded("\xFF\xFE\x3D\xD8"
		      "A\0",
		6, true,
		"\xEF\xBF\xBD"
		"A"); /* half of one */
	check_decoded("\xFF\xFE\x00\xDE", 4, true, "\xEF\xBF\xBD");
	check_decoded("\xFF\xFE"
		      "A\0B",
		5, true, "A\xEF\xBF\xBD"); /* cut */
	check_decoded("a\0b\xFFz", 5, true,
		"a\xEF\xBF\xBD"
		"b\xEF\xBF\xBDz");
	check_decoded("a\xE1\xBB", 3, true, "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void numbers_have_one_meaning(void **state)
{
	static const struct {
		const char *text;
		int r;
		int64_t value;
		int decimals;
	} cases[] = {
		{"97,4", 0, 974000, 1},
		{"97.40", 0, 974000, 2},
		{"0,1234", 0, 1234, 4},
		{"0.125", 0, 1250, 3},
		{"100", 0, 1000000, 0},
		{"1.234", -ENOTUNIQ, 0, 0},
		{"0012", 0, 120000, 0},
		{"1.234,5", -EINVAL, 0, 0},
		{"97,", -EINVAL, 0, 0},
		{",5", -EINVAL, 0, 0},
		{"-1", -EINVAL, 0, 0},
		{"97,12345", -EINVAL, 0, 0},
		{"100.1", -EINVAL, 0, 0},
		{"9999999999", -EINVAL, 0, 0},
		{"", -EINVAL, 0, 0},
		{"9 7", -EINVAL, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		int64_t value = 0;
		int decimals = 0;

		assert_int_equal(office_parse_decimal(cases[i].text, 100, true, &value, &decimals),
			cases[i].r);
		assert_int_equal(value, cases[i].value);
		assert_int_equal(decimals, cases[i].decimals);
	}
	{
		int64_t value = 0;
		int decimals = 0;

		assert_int_equal(office_parse_decimal("1,234", 100, false, &value, &decimals), 0);
		assert_int_equal(value, 12340);
	}
}

static void whole_numbers_may_have_groups(void **state)
{
	static const struct {
		const char *text;
		int64_t value; /* −1: none */
	} cases[] = {
		{"1881", 1881},
		{"1.881", 1881},
		{"1,881,000", 1881000},
		{"1 881,0", 1881},
		{"1881.00", 1881},
		{"0", 0},
		{"1.88", -1},
		{"0.881", -1},
		{"2000001", -1},
		{"-5", -1},
		{"", -1},
		{"1111111111111111111111111111111111111111111111111111111111111111", -1},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		int64_t value = -1;

		(void)!office_parse_whole(cases[i].text, 2000000, &value);
		assert_int_equal(value, cases[i].value);
	}
}

static void days_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		const char *day; /* "" none */
		const char *rest;
	} cases[] = {
		{"2026-04-03", "2026-04-03", ""},
		{"2026/4/3", "2026-04-03", ""},
		{"3.4.2026", "2026-04-03", ""},
		{"13/4/2026 0:00", "2026-04-13", " 0:00"},
		{"13/4-2026", "", ""},
		{"13/4/26", "", ""},
		{"31/4/2026", "", ""},
		{"123/4/2026", "", ""},
		{"4/2026", "", ""},
		{"", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		char day[DAY_LENGTH + 1] = "";
		const char *rest = office_parse_day(cases[i].text, day);

		assert_string_equal(day, cases[i].day);
		assert_string_equal(rest ? rest : "", cases[i].rest);
	}
}

static void a_word_is_among_words(void **state)
{
	(void)state;
	assert_true(office_is_among("đã nhận | Tiếp nhận", "tiep nhan"));
	assert_false(office_is_among("đã nhận | Tiếp nhận", "tiep"));
	assert_false(office_is_among(" | ", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_compared_without_marks),
		cmocka_unit_test(letters_are_composed),
		cmocka_unit_test(numbers_have_one_meaning),
		cmocka_unit_test(whole_numbers_may_have_groups),
		cmocka_unit_test(days_are_read_as_people_write_them),
		cmocka_unit_test(a_word_is_among_words),
		cmocka_unit_test(files_of_office_programs_become_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
