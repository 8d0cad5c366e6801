/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "catalogue/vn-fold.h"

/* The forms of a text's first word. */
static void assert_folds(const char *text, const char *plain, const char *telex)
{
	struct vn_word word;

	assert_true(vn_fold_next(&text, &word));
	assert_string_equal(word.plain, plain);
	assert_string_equal(word.telex, telex);
}

static void marks_are_folded_composed_or_not(void **state)
{
	(void)state;
	assert_folds("Được", "duoc", "dduwowcj");
	assert_folds("ĐỨC", "duc", "dduwcs");
	assert_folds("hòa", "hoa", "hoaf");
	assert_folds("hoà", "hoa", "hoaf");
	assert_folds("ƯU", "uu", "uwu");
	assert_folds("QUYỀN", "quyen", "quyeenf");
	assert_folds("\xc4\x91\xc6\xb0\x6f\xcc\x9b\xcc\xa3\x63", "duoc", "dduwowcj");
	assert_folds("e\xcc\x82\xcc\x81", "e", "ees");
}

static void bytes_that_are_no_letters_separate_words(void **state)
{
	const char *text = " \xff\xc3(giấy, tờ)\xf0\x9f\x98\x80 15a\xc3";
	struct vn_word word;

	(void)state;
	assert_true(vn_fold_next(&text, &word));
	assert_string_equal(word.plain, "giay");
	assert_true(vn_fold_next(&text, &word));
	assert_string_equal(word.plain, "to");
	assert_true(vn_fold_next(&text, &word));
	assert_string_equal(word.plain, "15a");
	assert_false(vn_fold_next(&text, &word));
	assert_false(vn_fold_next(&text, &word));
}

static void a_long_word_is_cut_and_nothing_lost(void **state)
{
	const char *text = "ăăăăăăăăăăăăăăăăăăăăăăăăă";
	size_t letters = 0;
	struct vn_word word;

	(void)state;
	while (vn_fold_next(&text, &word)) {
		letters += strlen(word.plain);
	}
	assert_int_equal(letters, 25);
}

static void marks_left_by_an_input_method_are_understood(void **state)
{
	static const struct {
		const char *typed;
		const char *telex;
	} cases[] = {{"giaays", "giaays"}, {"giayas", "giaays"}, {"giay61", "giaays"},
		{"dduwowcj", "dduwowcj"}, {"d9u7o7c5", "dduwowcj"}, {"duocdw", "dduwowc"},
		{"nhâjn", "nhaanj"}, {"hafnh", "hanhf"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = cases[i].typed;
		struct vn_word word;
		struct vn_word meant;

		assert_true(vn_fold_next(&text, &word));
		assert_true(vn_fold_typed(&word, &meant));
		assert_string_equal(meant.telex, cases[i].telex);
	}
}

static void finished_words_are_left_alone(void **state)
{
	static const char *const words[] = {"giấy", "được", "tranh", "xin", "0912", "h9"};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *text = words[i];
		struct vn_word word;
		struct vn_word meant;

		assert_true(vn_fold_next(&text, &word));
		assert_false(vn_fold_typed(&word, &meant));
	}
}

static void syllables_are_known_by_their_shape(void **state)
{
	static const char *const good[] = {"nghieng", "khai", "gi", "gia", "quyen", "a", "uyen"};
	static const char *const bad[] = {"kihn", "giaays", "bcd", "fa", "sih", "", "tinhh"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(vn_fold_syllable(good[i]));
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(vn_fold_syllable(bad[i]));
	}
}

static void spellings_that_sound_alike_are_one(void **state)
{
	static const char *const alike[][2] = {{"su", "xu"}, {"tra", "cha"}, {"ky", "ki"},
		{"phep", "fep"}, {"luc", "luk"}, {"gian", "dan"}, {"ra", "da"}, {"nghi", "ngi"}};
	char one[VN_PLAIN_SIZE];
	char two[VN_PLAIN_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		vn_fold_sound(alike[i][0], one);
		vn_fold_sound(alike[i][1], two);
		assert_string_equal(one, two);
	}
	vn_fold_sound("chung", one);
	vn_fold_sound("cung", two);
	assert_string_not_equal(one, two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_folded_composed_or_not),
		cmocka_unit_test(bytes_that_are_no_letters_separate_words),
		cmocka_unit_test(a_long_word_is_cut_and_nothing_lost),
		cmocka_unit_test(marks_left_by_an_input_method_are_understood),
		cmocka_unit_test(finished_words_are_left_alone),
		cmocka_unit_test(syllables_are_known_by_their_shape),
		cmocka_unit_test(spellings_that_sound_alike_are_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
