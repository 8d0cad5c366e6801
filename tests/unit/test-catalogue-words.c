/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the catalogue says of a file, a record or a count has its words in every language of
 * ui/strings: the pages make the key of them from the name. */
#include "check.h"

#include <string.h>

#include "catalogue/catalogue-counts.h"
#include "catalogue/catalogue-diff.h"
#include "ui/phrases.h"

static struct phrases *phrases;

static int load_phrases(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(dir, &phrases);
}

static int free_phrases(void **state)
{
	(void)state;
	phrases_free(phrases);
	return 0;
}

/* Whether the words name what stands in the file, where they have to: shown. */
static void assert_words(const char *group, const char *name, bool shown)
{
	_cleanup_free_ char *key = text_printf("catalogue.%s.%s", group, name);
	size_t n = 0;

	for (; *phrases_language(phrases, n); n++) {
		const char *words = phrases_find(phrases, phrases_language(phrases, n), key);

		if (!words || (strstr(words, "{shown}") != NULL) != shown) {
			fail_msg("%s: %s: %s", phrases_language(phrases, n), key, words);
		}
	}
	assert_true(n >= 2);
}

static void test_each_fault_has_its_words(void **state)
{
	(void)state;
#define X(id, name, text) assert_words("fault", name, false);
	PROCEDURE_WRONG_TABLE(X)
#undef X
}

static void test_each_doubt_has_its_words(void **state)
{
	static const struct {
		const char *name;
		const char *text; /* in English; what stands in the file is %s, or left out */
	} doubts[] = {
#define X(id, name, text) {name, text},
		CATALOGUE_DOUBT_TABLE(X)
#undef X
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(doubts); i++) {
		assert_words("doubt", doubts[i].name, strstr(doubts[i].text, "%s") != NULL);
	}
}

static void test_each_name_of_a_record_and_a_count_has_its_words(void **state)
{
	(void)state;
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		assert_words("field", procedure_field_row((enum procedure_field)i)->name, false);
	}
	for (int i = 0; i < PROCEDURE_STATES; i++) {
		assert_words("state", procedure_state_name((enum procedure_state)i), false);
	}
	for (int i = 0; i < PROCEDURE_CHANNELS; i++) {
		assert_words("channel", procedure_channel_name((enum procedure_channel)i), false);
	}
	for (int i = 0; i < CATALOGUE_AGES; i++) {
		assert_words("age", catalogue_age_name((enum catalogue_age)i), false);
	}
	for (int i = 0; i < CATALOGUE_CHANGES; i++) {
		assert_words("change", catalogue_change_name((enum catalogue_change)i), false);
	}
	for (int i = 0; i < CATALOGUE_DIFFERENCE_KINDS; i++) {
		assert_words("difference",
			catalogue_difference_name((enum catalogue_difference_kind)i), false);
	}
	for (int i = 0; i < CATALOGUE_UNCLEARS; i++) {
		assert_words("unclear", catalogue_unclear_name((enum catalogue_unclear)i), false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_fault_has_its_words),
		cmocka_unit_test(test_each_doubt_has_its_words),
		cmocka_unit_test(test_each_name_of_a_record_and_a_count_has_its_words),
	};

	return cmocka_run_group_tests(tests, load_phrases, free_phrases);
}
