/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "catalogue/search-words.h"

static void a_line_makes_a_rule_of_each_wording_and_choice(void **state)
{
	_cleanup_(search_words_freep) struct search_words *words = search_words_new();
	int line = 0;

	(void)state;
	assert_int_equal(search_words_parse(words,
				 "# comment\n\nquán ăn | tiệm = hộ kinh doanh | cửa hàng # so\r\n"
				 "xin = -\nbà ~ người cao tuổi\ncấp lại | thôi = !",
				 &line),
		0);
	assert_int_equal(words->count, 6);
	assert_int_equal(words->rules[0].everyday.count, 2);
	assert_string_equal(words->rules[1].official.words[0].telex, "cuwar");
	assert_int_equal(words->rules[4].official.count, 0);
	assert_false(words->rules[4].hint);
	assert_true(words->rules[5].hint);
	assert_int_equal(words->special_count, 2);
	assert_int_equal(words->special[0].count, 2);
	assert_string_equal(words->special[1].words[0].plain, "thoi");
}

static void a_wrong_line_is_named_and_adds_nothing(void **state)
{
	static const char *const bad[] = {"a = b\nquán", "a = b\n= c",
		"a = b\nc =", "a = b\nc | = d", "a = b\nc = d |", "a = b\nc | = !",
		"a = b\na b c d e f g h i k l m n o p q r = s"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		_cleanup_(search_words_freep) struct search_words *words = search_words_new();
		int line = 0;

		assert_int_equal(search_words_parse(words, bad[i], &line), -EINVAL);
		assert_int_equal(line, 2);
		assert_int_equal(words->count, 1);
		assert_int_equal(words->special_count, 0);
	}
}

static void no_more_rules_than_are_allowed(void **state)
{
	_cleanup_(search_words_freep) struct search_words *words = search_words_new();

	(void)state;
	for (size_t i = 0; i < SEARCH_RULES_MAX; i++) {
		assert_int_equal(search_words_add(words, "a", "b", false), 0);
	}
	assert_int_equal(search_words_add(words, "a", "b", false), -ENOSPC);
	assert_int_equal(words->count, SEARCH_RULES_MAX);
	for (size_t i = 0; i < SEARCH_SPECIAL_MAX; i++) {
		assert_int_equal(search_words_add(words, "a", "!", false), 0);
	}
	assert_int_equal(search_words_add(words, "a", "!", false), -ENOSPC);
	assert_int_equal(words->special_count, SEARCH_SPECIAL_MAX);
}

static void the_shipped_list_is_whole(void **state)
{
	_cleanup_(search_words_freep) struct search_words *words = search_words_new();
	_cleanup_free_ char *path =
		text_printf("%s/firmware/catalogue/everyday-words.txt", TEST_ROOT);
	int line = 0;

	(void)state;
	assert_int_equal(search_words_load(words, path, &line), 0);
	assert_int_equal(line, 0);
	assert_true(words->count > 500);
}

static void a_centres_own_words_join_the_installed_ones(void **state)
{
	_cleanup_free_ char *data = text_printf("%s/firmware/catalogue", TEST_ROOT);
	_cleanup_(search_words_freep) struct search_words *installed = NULL, *words = NULL;
	json_t *own = json_pack("[{s:s, s:s, s:b}, {s:s, s:s}]", "everyday", "quán cóc", "official",
		"hộ kinh doanh", "hint", true, "everyday", "", "official", "hộ tịch");

	(void)state;
	(void)setenv("LAYSO_DATADIR", data, 1);
	installed = search_words_read(NULL);
	words = search_words_read(own);
	(void)unsetenv("LAYSO_DATADIR");
	json_decref(own);
	assert_true(installed->count > 500);
	assert_int_equal(words->count, installed->count + 1); /* without words it is no rule */
	assert_true(words->rules[words->count - 1].hint);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_makes_a_rule_of_each_wording_and_choice),
		cmocka_unit_test(a_wrong_line_is_named_and_adds_nothing),
		cmocka_unit_test(no_more_rules_than_are_allowed),
		cmocka_unit_test(the_shipped_list_is_whole),
		cmocka_unit_test(a_centres_own_words_join_the_installed_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
