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

static void assert_spelled(
	const char *letter, const char *plain, enum letter_shape shape, enum letter_tone tone)
{
	struct letter_spelling spelling;

	letter_keys_spell(letter, &spelling);
	assert_string_equal(spelling.plain, plain);
	assert_int_equal(spelling.shape, shape);
	assert_int_equal(spelling.tone, tone);
}

static void test_a_letter_is_spelled(void **state)
{
	char letter[LETTER_SIZE];

	(void)state;
	assert_spelled("B", "B", LETTER_OWN_SHAPE, LETTER_LEVEL);
	assert_spelled("Đ", "Đ", LETTER_OWN_SHAPE, LETTER_LEVEL);
	assert_spelled("A", "A", LETTER_OWN_SHAPE, LETTER_LEVEL);
	assert_spelled("Ặ", "A", LETTER_BREVE, LETTER_HEAVY);
	assert_spelled("Ế", "E", LETTER_HAT, LETTER_RISING);
	assert_spelled("Ị", "I", LETTER_OWN_SHAPE, LETTER_HEAVY);
	assert_spelled("Ở", "O", LETTER_HORN, LETTER_ASKING);
	assert_spelled("Ừ", "U", LETTER_HORN, LETTER_FALLING);
	assert_spelled("Ỹ", "Y", LETTER_OWN_SHAPE, LETTER_TUMBLING);
	assert_spelled("-", "-", LETTER_OWN_SHAPE, LETTER_LEVEL);
	assert_spelled("", "", LETTER_OWN_SHAPE, LETTER_LEVEL);
	assert_int_equal(letter_keys_next("ỔI", letter), 3);
	assert_string_equal(letter, "Ổ");
	assert_int_equal(letter_keys_next("", letter), 0);
	assert_string_equal(letter, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_alphabet_has_its_order),
		cmocka_unit_test(test_the_last_letter_has_its_forms),
		cmocka_unit_test(test_whole_letters_are_removed),
		cmocka_unit_test(test_a_letter_is_spelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
