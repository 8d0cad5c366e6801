/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as people say them; tests/daemon/test_voice.py holds all of them against ICU. */
#include "check.h"

#include <string.h>

#include "ui/voice/spoken-number.h"

static const struct {
	int value;
	const char *text;
} vietnamese[] =
	{
		{0, "không"},
		{5, "năm"},
		{10, "mười"},
		{11, "mười một"},
		{14, "mười bốn"},
		{15, "mười lăm"},
		{20, "hai mươi"},
		{21, "hai mươi mốt"},
		{24, "hai mươi tư"},
		{25, "hai mươi lăm"},
		{55, "năm mươi lăm"},
		{100, "một trăm"},
		{101, "một trăm linh một"},
		{104, "một trăm linh bốn"},
		{105, "một trăm linh năm"},
		{110, "một trăm mười"},
		{111, "một trăm mười một"},
		{115, "một trăm mười lăm"},
		{121, "một trăm hai mươi mốt"},
		{205, "hai trăm linh năm"},
		{1000, "một nghìn"},
		{1005, "một nghìn không trăm linh năm"},
		{1015, "một nghìn không trăm mười lăm"},
		{1100, "một nghìn một trăm"},
		{9999, "chín nghìn chín trăm chín mươi chín"},
},
  english[] =
	  {
		  {0, "zero"},
		  {13, "thirteen"},
		  {20, "twenty"},
		  {21, "twenty one"},
		  {100, "one hundred"},
		  {105, "one hundred and five"},
		  {999, "nine hundred and ninety nine"},
		  {1000, "one thousand"},
		  {1005, "one thousand and five"},
		  {1100, "one thousand one hundred"},
		  {9999, "nine thousand nine hundred and ninety nine"},
},
  digits[] = {
	  {0, "0"},
	  {7, "7"},
	  {120, "1 2 0"},
	  {9999, "9 9 9 9"},
};

static void assert_said(const char *grammar, int value, const char *expected)
{
	_cleanup_(textbuf_done) struct textbuf said = {0};

	spoken_number_text(spoken_grammar_find(grammar), value, &said);
	assert_string_equal(said.data, expected);
}

static void numbers_are_said_as_people_say_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(vietnamese); i++) {
		assert_said("vietnamese", vietnamese[i].value, vietnamese[i].text);
	}
	for (size_t i = 0; i < ELEMENTS(english); i++) {
		assert_said("english", english[i].value, english[i].text);
	}
	for (size_t i = 0; i < ELEMENTS(digits); i++) {
		assert_said("digits", digits[i].value, digits[i].text);
	}
}

static void the_clip_of_a_number_is_named_after_it(void **state)
{
	static const char *const names[] = {"vietnamese", "english", "digits"};

	(void)state;
	for (size_t g = 0; g < ELEMENTS(names); g++) {
		const struct spoken_grammar *grammar = spoken_grammar_find(names[g]);
		const struct spoken_word *words[SPOKEN_WORDS_MAX], *word;
		size_t i;
		int number;

		assert_string_equal(spoken_grammar_name(grammar), names[g]);
		for (i = 0; (word = spoken_grammar_word(grammar, i)); i++) {
			if (sscanf(word->clip, "number-%d", &number) == 1) {
				assert_int_equal(spoken_number(grammar, number, words), 1);
				assert_ptr_equal(words[0], word);
			}
		}
		assert_true(i >= 10);
		assert_null(spoken_grammar_word(grammar, i + 1));
	}
}

static void only_numbers_of_tickets_are_said(void **state)
{
	const struct spoken_grammar *grammar = spoken_grammar_find("vietnamese");
	const struct spoken_word *words[SPOKEN_WORDS_MAX];

	(void)state;
	assert_int_equal(spoken_number(grammar, -1, words), 0);
	assert_int_equal(spoken_number(grammar, 10000, words), 0);
	assert_null(spoken_grammar_find("latin"));
}

/* No two numbers are said alike, and each fits. */
static void every_number_has_its_own_words(void **state)
{
	static const char *const names[] = {"vietnamese", "english", "digits"};

	(void)state;
	for (size_t g = 0; g < ELEMENTS(names); g++) {
		const struct spoken_grammar *grammar = spoken_grammar_find(names[g]);
		_cleanup_free_ char(*said)[64] = memory_new(SPOKEN_MAX + 1, sizeof(*said));

		for (int value = 0; value <= SPOKEN_MAX; value++) {
			const struct spoken_word *words[SPOKEN_WORDS_MAX + 1] = {NULL};
			_cleanup_(textbuf_done) struct textbuf text = {0};

			assert_in_range(spoken_number(grammar, value, words), 1, SPOKEN_WORDS_MAX);
			assert_null(words[SPOKEN_WORDS_MAX]);
			spoken_number_text(grammar, value, &text);
			assert_int_equal(text_copy(said[value], sizeof(*said), text.data), 0);
		}
		qsort(said, SPOKEN_MAX + 1, sizeof(*said),
			(int (*)(const void *, const void *))strcmp);
		for (int i = 0; i < SPOKEN_MAX; i++) {
			assert_string_not_equal(said[i], said[i + 1]);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_said_as_people_say_them),
		cmocka_unit_test(the_clip_of_a_number_is_named_after_it),
		cmocka_unit_test(only_numbers_of_tickets_are_said),
		cmocka_unit_test(every_number_has_its_own_words),
	};

	return cmocka_run_group_tests_name("spoken-number", tests, NULL, NULL);
}
