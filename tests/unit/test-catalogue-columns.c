/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-columns.h"

#include <errno.h>

#include "check.h"

static void test_headings(void **state)
{
	(void)state;
	assert_int_equal(catalogue_column_find("ma_tthc"), PROCEDURE_CODE);
	assert_int_equal(catalogue_column_find(" Mã số TTHC: "), PROCEDURE_CODE);
	assert_int_equal(catalogue_column_find("TÊN THỦ TỤC HÀNH CHÍNH"), PROCEDURE_NAME);
	assert_int_equal(catalogue_column_find("decision_day"), PROCEDURE_DECISION_DAY);
	assert_int_equal(catalogue_column_find("fee_text"), CATALOGUE_COLUMN_FEE);
	assert_int_equal(catalogue_column_find("Phí trực tuyến"), CATALOGUE_COLUMN_FEE_ONLINE);
	assert_int_equal(catalogue_column_find("STT"), CATALOGUE_COLUMN_IGNORED);
	assert_int_equal(catalogue_column_find(""), CATALOGUE_COLUMN_UNKNOWN);
	assert_int_equal(catalogue_column_find("Ghi chú"), CATALOGUE_COLUMN_UNKNOWN);
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		const char *name = procedure_field_row((enum procedure_field)i)->name;

		assert_int_equal(catalogue_column_find(name), i);
	}
}

static void test_words(void **state)
{
	bool flag = false;

	(void)state;
	assert_string_equal(catalogue_state_word("hieu_luc"), "in_force");
	assert_string_equal(catalogue_state_word("Hết hiệu lực"), "ended");
	assert_string_equal(catalogue_state_word("Bị thay thế"), "replaced");
	assert_string_equal(catalogue_state_word("ended"), "ended");
	assert_string_equal(catalogue_state_word("lạ"), "lạ");
	assert_string_equal(catalogue_channel_word("Trực tuyến"), "online");
	assert_string_equal(catalogue_channel_word("Nộp trực tiếp tại Bộ phận"), "direct");
	assert_string_equal(catalogue_channel_word("Dịch vụ bưu chính công ích"), "post");
	assert_string_equal(catalogue_channel_word("Trực tiếp hoặc qua bưu chính"), "any");
	assert_string_equal(catalogue_channel_word("fax"), "fax");
	assert_int_equal(catalogue_flag_word("Có", &flag), 0);
	assert_true(flag);
	assert_int_equal(catalogue_flag_word("Không", &flag), 0);
	assert_false(flag);
	assert_int_equal(catalogue_flag_word("1", &flag), 0);
	assert_true(flag);
	assert_int_equal(catalogue_flag_word("hay", &flag), -EINVAL);
}

static void test_days(void **state)
{
	static const char *const wrong[] = {"", "18/3", "18/3/25", "31/4/2025", "18/3-2025",
		"18/3/2025 ", "2025-3", "a/3/2025", "99999/3/2025", "18/3/2025/1"};
	static const char *const right[] = {
		"18/3/2025", "18-03-2025", "18.3.2025", "2025-03-18", "2025/3/18"};
	char day[DAY_LENGTH + 1];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		assert_int_equal(catalogue_day_word(wrong[i], day), -EINVAL);
	}
	for (size_t i = 0; i < ELEMENTS(right); i++) {
		assert_int_equal(catalogue_day_word(right[i], day), 0);
		assert_string_equal(day, "2025-03-18");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
