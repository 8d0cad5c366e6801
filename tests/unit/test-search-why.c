/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-why.h"

#include "base/text.h"
#include "check.h"

static void check_why(const char *question, const char *in, const char *text)
{
	_cleanup_(search_words_freep) struct search_words *words = search_words_new();
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	json_t *record = json_pack("{s:s, s:s, s:s, s:[s], s:[s]}", "code", "1.001193.H56", "name",
		"Đăng ký khai sinh, có yếu tố nước ngoài", "sector", "Hộ tịch", "everyday",
		"làm giấy cho trẻ", "keywords", "trẻ em");
	struct procedure_fault fault;
	struct search_why why;
	int line = 0;

	assert_int_equal(procedure_from_json(record, &procedure, &fault), 0);
	json_decref(record);
	assert_int_equal(
		search_words_parse(words, "xin | làm = -\nđẻ | mới đẻ = khai sinh", &line), 0);
	search_why_find(question, words, procedure, &why);
	assert_string_equal(search_why_name(why.in), in);
	assert_string_equal(why.text, text);
}

static void test_what_the_question_has_of_the_record(void **state)
{
	(void)state;
	check_why("xin khai sinh", "name", "khai sinh");
	check_why("dang ky khai sinh lam", "name", "Đăng ký khai sinh");
	check_why("giấy cho trẻ", "everyday", "giấy cho trẻ");
	check_why("cho tre em", "everyday", "cho trẻ"); /* two words, as the keyword: the first */
	check_why("hộ tịch", "sector", "Hộ tịch");
	check_why("1.001193", "code", "1.001193.H56");
	check_why("mã 1001193.000.00.00.H56", "code", "1.001193.H56");
	check_why("khai sinh, có", "name", "khai sinh, có");
}

static void test_words_of_the_list_and_similar_ones(void **state)
{
	(void)state;
	check_why("con mới đẻ", "words", "khai sinh");
	check_why("kai sjnh", "similar", "");
	check_why("xin làm", "similar", ""); /* both say nothing */
	check_why("", "similar", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_question_has_of_the_record),
		cmocka_unit_test(test_words_of_the_list_and_similar_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
