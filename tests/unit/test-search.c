/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalogue/search.h"

/* Made-up procedures: key, or code, and what is searched. */
static const struct {
	const char *key;
	const char *code;
	const char *name;
	const char *everyday;
	const char *keyword;
	const char *sector;
} samples[] = {
	{"9.000101", "9.000101", "Đăng ký nuôi chim cảnh", "", "", "Chim cảnh"},
	{"9.000102", "9.000102.000.00.00.H99", "Đăng ký lại việc nuôi chim cảnh", "", "",
		"Chim cảnh"},
	{"9.000103", "9.000103", "Hủy bỏ đăng ký nuôi chim cảnh", "", "", "Chim cảnh"},
	{"9.000201", "9.000201", "Cấp giấy phép thả diều ban đêm", "bay diều tối", "sáo",
		"Trò chơi"},
	{"9.000202", "9.000202", "Gia hạn giấy phép thả diều ban đêm", "", "", "Trò chơi"},
	{"9.000301", "9.000301", "Công nhận người kể chuyện cổ tích", "", "", "Văn nghệ"},
	{"9.000302", "9.000302", "Thôi làm người kể chuyện cổ tích", "", "", "Văn nghệ"},
	{"x-d1", "", "Hỗ trợ lợp mái lá cho nhà sàn", "", "", "Nhà ở"},
	{"9.000401", "9.000401", "Tổ chức đua thuyền giấy", "", "", "Trò chơi"},
	{"9.000501", "9.000501", "Xác nhận đường làng", "", "", "Đường sá"},
	{"9.000601", "9.000601", "Gảy đàn bầu mà khách phương xa đến góp vui nhé", "", "", "Hội"},
	{"9.000602", "9.000602", "Gảy đàn bầu chung (gồm cả khi mưa to, đứng trên cầu, trăng sáng",
		"", "", "Hội"},
};
enum { SAMPLE_THATCH = 7 };

struct fixture {
	sqlite3 *db;
	struct search_words *words;
	struct search *search;
	struct search_answer answer;
};

static void add_sample(struct search *search, size_t i)
{
	json_auto_t *json = json_pack("{ss ss* ss s[s] s[s] ss}", "key", samples[i].key, "code",
		*samples[i].code ? samples[i].code : NULL, "name", samples[i].name, "everyday",
		samples[i].everyday, "keywords", samples[i].keyword, "sector", samples[i].sector);
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	struct procedure_fault fault;

	assert_int_equal(procedure_from_json(json, &procedure, &fault), 0);
	assert_int_equal(search_add(search, procedure), 0);
}

static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	assert_int_equal(sqlite3_open(":memory:", &f->db), SQLITE_OK);
	f->words = search_words_new();
	assert_int_equal(search_words_add(f->words, "xin | tôi muốn", "-", false), 0);
	assert_int_equal(search_words_add(f->words, "sáo đá", "chim cảnh", false), 0);
	assert_int_equal(search_words_add(f->words, "nhà dột", "lợp mái lá", false), 0);
	assert_int_equal(search_open(f->db, f->words, &f->search), 0);
	for (size_t i = 0; i < ELEMENTS(samples); i++) {
		add_sample(f->search, i);
	}
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	search_close(f->search);
	search_words_free(f->words);
	assert_int_equal(sqlite3_close(f->db), SQLITE_OK);
	free(f);
	return 0;
}

static void assert_first(struct fixture *f, const char *question, const char *key)
{
	assert_int_equal(search_find(f->search, question, &f->answer), 0);
	if (!f->answer.hit_count) {
		fail_msg("nothing found for %s", question);
	}
	if (strcmp(f->answer.hits[0].key, key) != 0) {
		fail_msg("%s finds %s", question, f->answer.hits[0].key);
	}
}

static void words_are_found_however_they_are_typed(void **state)
{
	static const char *const questions[] = {"Đăng ký nuôi chim cảnh", "dang ky nuoi chim canh",
		"ddawng kys nuooi chim carnh", "d9a8ng ky1 nuo6i chim canh3",
		"DANG KI NUOI CHIM CANH", "dangky nuoi chimcanh", "đăng ký nuoi cihm canh",
		"đăng ký nuôi trim cảnh",
		"\xc4\x91\x61\xcc\x86ng ky\xcc\x81 nuo\xcc\x82i chim ca\xcc\x89nh"};

	for (size_t i = 0; i < ELEMENTS(questions); i++) {
		assert_first(*state, questions[i], "9.000101");
	}
}

/* What it says in brackets, also where nobody closed them, is no special case. */
static void what_a_name_says_in_brackets_costs_little(void **state)
{
	assert_first(*state, "gảy đàn bầu", "9.000602");
	assert_first(*state, "gảy đàn bầu khách phương xa", "9.000601");
	assert_first(*state, "gảy đàn bầu có trăng", "9.000602");
}

static void what_a_name_says_before_the_words_asked_for_counts(void **state)
{
	assert_first(*state, "nuôi chim cảnh", "9.000101");
	assert_first(*state, "hủy nuôi chim cảnh", "9.000103");
	assert_first(*state, "đăng ký lại chim cảnh", "9.000102");
	assert_first(*state, "gia han tha dieu", "9.000202");
}

static void everyday_names_and_keywords_are_found(void **state)
{
	struct fixture *f = *state;

	assert_first(f, "bay diều", "9.000201");
	assert_first(f, "sao", "9.000201");
}

static void everyday_words_mean_the_official_ones(void **state)
{
	struct fixture *f = *state;

	assert_first(f, "tôi muốn xin nhà dột", "x-d1");
	assert_first(f, "nha dot", "x-d1");
	assert_first(f, "sao da", "9.000101");
	assert_int_equal(search_find(f->search, "truyền thuyết", &f->answer), 0);
	assert_true(f->answer.hit_count == 0 || f->answer.hits[0].score < 0.5);
	assert_int_equal(search_words_add(f->words, "truyền thuyết", "cổ tích", false), 0);
	search_words_changed(f->search);
	assert_first(f, "công nhận truyền thuyết", "9.000301");
}

static void a_filler_is_not_taken_for_one_of_its_words(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(search_words_add(f->words, "muốn", "lợp mái lá", false), 0);
	search_words_changed(f->search);
	assert_first(f, "muốn", "x-d1");
	assert_first(f, "toi muon", "9.000201"); /* by its "tối" */
}

static void a_special_case_is_meant_where_it_is_asked_for(void **state)
{
	struct fixture *f = *state;

	assert_first(f, "kể chuyện cổ tích", "9.000301");
	assert_int_equal(search_words_add(f->words, "công nhận", "!", false), 0);
	assert_first(f, "kể chuyện cổ tích", "9.000302");
	assert_first(f, "công nhận kể chuyện cổ tích", "9.000301");
}

static void a_code_is_taken_directly(void **state)
{
	struct fixture *f = *state;

	assert_first(f, "9.000102", "9.000102");
	assert_first(f, "mã 9000102", "9.000102");
	assert_first(f, "9.000.102.H01", "9.000102");
	assert_int_equal(f->answer.hit_count, 1);
	assert_int_equal(f->answer.choice_count, 0);
	assert_int_equal(search_find(f->search, "9.0002", &f->answer), 0);
	assert_int_equal(f->answer.hit_count, 2);
	assert_int_equal(search_find(f->search, "9.999999", &f->answer), 0);
	assert_int_equal(f->answer.hit_count, 0);
}

static void an_open_question_is_asked_back(void **state)
{
	struct fixture *f = *state;
	bool found[2] = {false, false};

	assert_int_equal(search_find(f->search, "kể chuyện cổ tích", &f->answer), 0);
	assert_in_range(f->answer.choice_count, 2, SEARCH_CHOICES);
	for (size_t i = 0; i < f->answer.choice_count; i++) {
		const char *key = f->answer.hits[f->answer.choices[i].hits[0]].key;

		assert_string_equal(f->answer.choices[i].label,
			f->answer.hits[f->answer.choices[i].hits[0]].name);
		found[0] |= strcmp(key, "9.000301") == 0;
		found[1] |= strcmp(key, "9.000302") == 0;
	}
	assert_true(found[0] && found[1]);
	assert_first(f, "lợp mái lá", "x-d1");
	assert_int_equal(f->answer.choice_count, 0);
}

static void what_is_removed_is_found_no_more(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(search_remove(f->search, "x-d1"), 0);
	assert_int_equal(search_remove(f->search, "never there"), 0);
	assert_int_equal(search_find(f->search, "lợp mái lá", &f->answer), 0);
	for (size_t i = 0; i < f->answer.hit_count; i++) {
		assert_string_not_equal(f->answer.hits[i].key, "x-d1");
	}
	assert_int_equal(search_clear(f->search), 0);
	assert_int_equal(search_find(f->search, "chim cảnh", &f->answer), 0);
	assert_int_equal(f->answer.hit_count, 0);
	add_sample(f->search, SAMPLE_THATCH);
	assert_first(f, "lợp mái lá", "x-d1");
}

static void any_question_gets_an_answer(void **state)
{
	static const char *const odd[] = {"", " ", "\"", "' OR 1", "*", "\xff\xfe", "a\"b*",
		"NEAR(", "key:x", "_", "?????", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "1", "12.",
		"a b c d e f g h i k l m n o p q r s t u v x y z a b c d e f g h i"};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(odd); i++) {
		assert_int_equal(search_find(f->search, odd[i], &f->answer), 0);
	}
}

#define SEARCH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEARCH_TEST(words_are_found_however_they_are_typed),
		SEARCH_TEST(what_a_name_says_in_brackets_costs_little),
		SEARCH_TEST(what_a_name_says_before_the_words_asked_for_counts),
		SEARCH_TEST(everyday_names_and_keywords_are_found),
		SEARCH_TEST(everyday_words_mean_the_official_ones),
		SEARCH_TEST(a_filler_is_not_taken_for_one_of_its_words),
		SEARCH_TEST(a_special_case_is_meant_where_it_is_asked_for),
		SEARCH_TEST(a_code_is_taken_directly),
		SEARCH_TEST(an_open_question_is_asked_back),
		SEARCH_TEST(what_is_removed_is_found_no_more),
		SEARCH_TEST(any_question_gets_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
