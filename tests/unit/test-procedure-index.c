/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure-index.h"

#include <string.h>

#include "base/text.h"
#include "check.h"

static void add(struct procedure_index *index, const char *code, const char *name)
{
	json_auto_t *json = json_pack("{s:s, s:s}", "code", code, "name", name);
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	struct procedure_fault fault;

	assert_int_equal(procedure_from_json(json, &procedure, &fault), 0);
	assert_int_equal(procedure_index_add(index, procedure), 0);
}

static void test_what_was_added_is_found(void **state)
{
	_cleanup_(procedure_index_freep) struct procedure_index *index = NULL;
	_cleanup_free_ struct search_answer *answer = memory_new(1, sizeof(*answer));
	struct search_words *words = search_words_read(NULL);

	(void)state;
	assert_int_equal(procedure_index_open(words, &index), 0);
	assert_ptr_equal(procedure_index_words(index), words);
	add(index, "1.000001", "Đăng ký khai sinh");
	add(index, "1.000002", "Đăng ký kết hôn");
	assert_int_equal(procedure_index_finish(index), 0);
	assert_int_equal(procedure_index_ask(index, "ket hon", answer), 0);
	assert_string_equal(answer->hits[0].key, "1.000002");
}

static void test_it_may_be_empty(void **state)
{
	_cleanup_(procedure_index_freep) struct procedure_index *index = NULL;
	_cleanup_free_ struct search_answer *answer = memory_new(1, sizeof(*answer));

	(void)state;
	assert_int_equal(procedure_index_open(search_words_read(NULL), &index), 0);
	assert_int_equal(procedure_index_finish(index), 0);
	assert_int_equal(procedure_index_ask(index, "ket hon", answer), 0);
	assert_int_equal(answer->hit_count, 0);
	procedure_index_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_added_is_found),
		cmocka_unit_test(test_it_may_be_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
