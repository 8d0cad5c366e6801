/* SPDX-License-Identifier: Apache-2.0 */
/* The letters of the keyboard on the screen, and their marks. */
#include "ui/letter-keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

static void assert_letters(
	enum letter_set set, const char *language, const char *typed, const char *letters)
{
	_cleanup_(textbuf_done) struct textbuf all = {0};
	char letter[LETTER_SIZE];
	int n = letter_keys_at(set, language, typed, 0, letter);

	assert_true(n <= LETTERS_MAX);
	textbuf_add(&all, "");
	for (int i = 0; i < n; i++) {
		assert_int_equal(letter_keys_at(set, language, typed, i, letter), n);
		assert_true(*letter);
		textbuf_add(&all, letter);
	}
	assert_string_equal(all.data, letters);
	assert_int_equal(letter_keys_at(set, language, typed, n, letter), n);
	assert_string_equal(letter, "");
	assert_int_equal(letter_keys_at(set, language, typed, -1, letter), n);
	assert_string_equal(letter, "");
}

static void test_the_alphabet_has_its_order(void **state)
{
	(void)state;
	assert_letters(LETTERS_PLAIN, "vi", "", "ABCDĐEGHIKLMNOPQRSTUVXY");
	assert_letters(LETTERS_PLAIN, "en", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	assert_letters(LETTERS_PLAIN, "lo", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	assert_letters(LETTERS_DIGITS, "vi", "", "1234567890.-/");
}

static void test_the_last_letter_has_its_forms(void **state)
{
	(void)state;
	assert_letters(LETTERS_MARKED, "vi", "GIẤY KHAI SINH C", "");
	assert_letters(LETTERS_MARKED, "vi", "", "");
	assert_letters(LETTERS_MARKED, "vi", "GI", "IÍÌỈĨỊ");
	/* A letter with marks has the same forms, so a wrong one is changed in place. */
	assert_letters(LETTERS_MARKED, "vi", "HỘ", "OÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢ");
	assert_letters(LETTERS_MARKED, "vi", "THƯ", "UÚÙỦŨỤƯỨỪỬỮỰ");
	assert_true(letter_keys_has_marks("HỘ"));
	assert_false(letter_keys_has_marks("HỘ T"));
	assert_false(letter_keys_has_marks("HỘ "));
	assert_false(letter_keys_has_marks(""));
}

static void test_whole_letters_are_removed(void **state)
{
	char typed[] = "SỔ Đ";

	(void)state;
	letter_keys_remove_last(typed);
	assert_string_equal(typed, "SỔ ");
	letter_keys_remove_last(typed);
	letter_keys_remove_last(typed);
	assert_string_equal(typed, "S");
	letter_keys_remove_last(typed);
	letter_keys_remove_last(typed);
	assert_string_equal(typed, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_alphabet_has_its_order),
		cmocka_unit_test(test_the_last_letter_has_its_forms),
		cmocka_unit_test(test_whole_letters_are_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
