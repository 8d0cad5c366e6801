/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "catalogue/search-spelling.h"

/* A small index: words in order, and one pair of neighbours. */
static struct vocabulary_word words[] = {{"chim", "chim", 3}, {"khai", "khai", 3},
	{"kinh", "kinh", 9}, {"lam", "lam", 1}, {"nha", "nha", 1}, {"sinh", "sinh", 1},
	{"tho", "tho", 1}, {"tranh", "chanh", 1}};
static const struct vocabulary vocabulary = {words, ELEMENTS(words), 10};

static int64_t count_pair(void *context, const char *term)
{
	(void)context;
	return strcmp(term, "khai_sinh") == 0;
}

static struct vn_word word_of(const char *text)
{
	struct vn_word word;

	assert_true(vn_fold_next(&text, &word));
	return word;
}

static void assert_corrected(const char *typed, const char *meant)
{
	struct vn_word word = word_of(typed);
	struct spelled_word spelled;

	spelling_correct(&word, &vocabulary, &spelled);
	assert_string_equal(spelled.choices[0].plain, meant);
}

static void slips_are_counted(void **state)
{
	(void)state;
	assert_int_equal(spelling_distance("kinh", "kinh", 2), 0);
	assert_int_equal(spelling_distance("kihn", "kinh", 2), 1);
	assert_int_equal(spelling_distance("kin", "kinh", 2), 1);
	assert_int_equal(spelling_distance("kinnh", "kinh", 2), 1);
	assert_int_equal(spelling_distance("minh", "kinh", 2), 1);
	assert_int_equal(spelling_distance("", "kinh", 2), 3);
	assert_int_equal(spelling_distance("abcd", "kinh", 2), 3);
	assert_int_equal(spelling_distance("", "", 0), 0);
}

static void a_slip_is_corrected_and_what_is_known_stays(void **state)
{
	(void)state;
	assert_corrected("kihn", "kinh");
	assert_corrected("chanh", "tranh");
	assert_corrected("tranhh", "tranh");
	assert_corrected("sinhs", "sinh");
	assert_corrected("lam", "lam");
	assert_corrected("zzzz", "zzzz");
	assert_corrected("2024", "2024");
}

static void another_syllable_is_doubted(void **state)
{
	struct vn_word word = word_of("lan");
	struct spelled_word spelled;

	(void)state;
	spelling_correct(&word, &vocabulary, &spelled);
	assert_string_equal(spelled.choices[0].plain, "lam");
	assert_true(spelled.factors[0] < 0.5);
	assert_false(spelled.certain);
}

static void joined_words_are_taken_apart(void **state)
{
	struct vn_word pieces[SPELLING_PIECES];
	struct vn_word word = word_of("khaisinh");

	(void)state;
	assert_int_equal(spelling_split(&word, &vocabulary, count_pair, NULL, pieces), 2);
	assert_string_equal(pieces[0].plain, "khai");
	assert_string_equal(pieces[1].plain, "sinh");
	word = word_of("lamnhatho");
	assert_int_equal(spelling_split(&word, &vocabulary, count_pair, NULL, pieces), 3);
	assert_string_equal(pieces[2].plain, "tho");
	word = word_of("tranh");
	assert_int_equal(spelling_split(&word, &vocabulary, count_pair, NULL, pieces), 1);
	word = word_of("xxxxxxxxxx");
	assert_int_equal(spelling_split(&word, &vocabulary, count_pair, NULL, pieces), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slips_are_counted),
		cmocka_unit_test(a_slip_is_corrected_and_what_is_known_stays),
		cmocka_unit_test(another_syllable_is_doubted),
		cmocka_unit_test(joined_words_are_taken_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
