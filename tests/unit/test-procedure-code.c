/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure-code.h"

#include <errno.h>
#include <string.h>

#include "check.h"

static void test_whole_and_cut_codes(void **state)
{
	static const char *const whole[] = {"1.013313", "2.000635", "3.000001",
		"1.013313.000.00.00.H56", "1.004873.H87", "2.000815.000.00.00.h38"};
	static const char *const cut[] = {"", "1.0", "1.004", "1.01331", "1.0133133", "1,013313",
		"0.013313", "1.013313.", "1.013313..H56", "1.013313.H 56", "1.013313-H56",
		"a.013313", "1.013313.000.00.00.H56.000.00.000000"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(whole); i++) {
		assert_true(procedure_code_is_whole(whole[i]));
	}
	for (size_t i = 0; i < ELEMENTS(cut); i++) {
		assert_false(procedure_code_is_whole(cut[i]));
	}
}

static void test_a_provinces_part_is_no_difference(void **state)
{
	char base[PROCEDURE_CODE_BASE + 1];

	(void)state;
	assert_int_equal(procedure_code_base("1.013313.000.00.00.H56", base), 0);
	assert_string_equal(base, "1.013313");
	assert_true(procedure_code_same("1.013313", "1.013313.000.00.00.H56"));
	assert_true(procedure_code_same("1.013313.H42", "1.013313.000.00.00.H56"));
	assert_false(procedure_code_same("1.013313", "1.013314"));
	assert_false(procedure_code_same("1.0", "1.0"));
	assert_false(procedure_code_same("", ""));
}

static void check_name(const char *name, const char *rest, const char *code)
{
	char found[PROCEDURE_CODE_MAX + 1];
	size_t n = procedure_code_in_name(name, found);

	assert_string_equal(found, code);
	assert_int_equal(n, strlen(rest));
	assert_memory_equal(name, rest, n);
}

static void test_a_code_in_a_name(void **state)
{
	(void)state;
	check_name("Đăng ký khai sinh", "Đăng ký khai sinh", "");
	check_name("Đổi tên - Mã số TTHC: 1.0 05277", "Đổi tên", "1.005277");
	check_name("Cách ly trẻ em - Mã số TTHC: 1.004.946", "Cách ly trẻ em", "1.004946");
	check_name("Đăng ký lại – Mã số TTHC 2.001711", "Đăng ký lại", "2.001711");
	check_name("Hỗ trợ - Mã số TTHC:", "Hỗ trợ", "");
	check_name("Hỗ trợ (Mã TTHC: 1.010708.000.00.00.H56)", "Hỗ trợ", "1.010708.000.00.00.H56");
	check_name("Hỗ trợ - Mã số TTHC: 1.004", "Hỗ trợ", "");
	check_name("Hỗ trợ - Mã số TTHC: 1.0049467", "Hỗ trợ", "");
	check_name("Mã số TTHC", "Mã số TTHC", ""); /* nothing would be left */
	check_name("Hỗ trợ - Mã số TTHC: 1,013313", "Hỗ trợ", "1.013313");
	check_name("Hỗ trợ - Mã số TTHC: 1,01,3313", "Hỗ trợ", "");
}

/* Office programs take codes for numbers: ends of noughts go, points are commas or groups. */
static void test_a_code_that_became_a_number(void **state)
{
	static const char *const numbers[][2] = {{"1.01331", "1.013310"}, {"2.0019", "2.001900"},
		{"1,013313", "1.013313"}, {"1,01331", "1.013310"}, {"1013313", "1.013313"}};
	static const char *const others[] = {"", "1", "1.", "0.01331", "1.013313",
		"1.013313.000.00.00.H56", "x-af63dc4c8601ec8c", "1.0133133", "1.013a", "101331"};
	char code[PROCEDURE_CODE_MAX + 1];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(numbers); i++) {
		assert_int_equal(procedure_code_of_number(numbers[i][0], code), 0);
		assert_string_equal(code, numbers[i][1]);
	}
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		assert_int_equal(procedure_code_of_number(others[i], code), -EINVAL);
	}
}

static void test_an_own_key_is_stable(void **state)
{
	char key[PROCEDURE_KEY_MAX + 1];
	char other[PROCEDURE_KEY_MAX + 1];

	(void)state;
	procedure_code_own_key("(1) Đăng ký thành lập hộ kinh doanh", key);
	procedure_code_own_key(" (1)  ĐĂNG KÝ thành lập hộ  kinh doanh. ", other);
	assert_string_equal(key, other);
	assert_int_equal(strlen(key), 18);
	assert_true(text_is_id(key, PROCEDURE_KEY_MAX));
	procedure_code_own_key("(2) Đăng ký thành lập hộ kinh doanh", other);
	assert_string_not_equal(key, other);
	procedure_code_own_key("", key);
	assert_string_equal(key, "x-cbf29ce484222325"); /* stored ones must stay found */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_and_cut_codes),
		cmocka_unit_test(test_a_provinces_part_is_no_difference),
		cmocka_unit_test(test_a_code_in_a_name),
		cmocka_unit_test(test_a_code_that_became_a_number),
		cmocka_unit_test(test_an_own_key_is_stable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
