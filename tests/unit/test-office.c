/* SPDX-License-Identifier: Apache-2.0 */
#include "base/office.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_compared_without_marks),
		cmocka_unit_test(letters_are_composed),
		cmocka_unit_test(files_of_office_programs_become_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
