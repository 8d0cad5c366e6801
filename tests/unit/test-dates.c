/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/text.h"
#include "ui/dates.h"

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

static void assert_day(const char *language, const char *day, const char *wanted)
{
	_cleanup_free_ char *got = dates_day(phrases, language, day);

	assert_string_equal(got, wanted);
}

static void assert_wait(const char *language, int wait_s, const char *wanted)
{
	_cleanup_free_ char *got = dates_wait(phrases, language, wait_s);

	assert_string_equal(got, wanted);
}

static void test_days(void **state)
{
	(void)state;
	assert_day("vi", "2026-11-23", "Thứ Hai, 23/11/2026");
	assert_day("vi", "2026-11-22", "Chủ Nhật, 22/11/2026");
	assert_day("vi", "2024-02-29", "Thứ Năm, 29/02/2024");
	assert_day("vi", "2000-01-01", "Thứ Bảy, 01/01/2000");
	assert_day("en", "2026-03-04", "Wednesday, 4 March 2026");
	assert_day("xx", "2026-11-23", "Thứ Hai, 23/11/2026");
	assert_day("vi", "2026-02-30", "2026-02-30");
}

static void test_minutes(void **state)
{
	_cleanup_free_ char *early = dates_minute(8 * 60 + 1), *last = dates_minute(1440);

	(void)state;
	assert_string_equal(early, "08:01");
	assert_string_equal(last, "24:00");
}

static void test_waits_are_rounded_the_coarser_the_longer(void **state)
{
	(void)state;
	assert_wait("vi", 0, "dưới 5 phút");
	assert_wait("vi", 299, "dưới 5 phút");
	assert_wait("vi", 300, "khoảng 5 phút");
	assert_wait("vi", 840, "khoảng 15 phút");
	assert_wait("vi", 1700, "khoảng 30 phút");
	assert_wait("vi", 2000, "khoảng 30 phút");
	assert_wait("vi", 2400, "khoảng 40 phút");
	assert_wait("vi", 3500, "khoảng 1 giờ");
	assert_wait("vi", 4500, "khoảng 1 giờ 15 phút");
	assert_wait("vi", 7300, "khoảng 2 giờ");
	assert_wait("vi", 9100, "khoảng 2 giờ 30 phút");
	assert_wait("vi", 14400, "khoảng 4 giờ");
	assert_wait("vi", 20000, "hơn 4 giờ");
	assert_wait("vi", 2147483647, "hơn 4 giờ");
	assert_wait("en", 60, "less than 5 min");
	assert_wait("en", 3700, "about 1 hour");
	assert_wait("en", 5400, "about 1 hour 30 min");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_minutes),
		cmocka_unit_test(test_waits_are_rounded_the_coarser_the_longer),
	};

	return cmocka_run_group_tests(tests, load_phrases, free_phrases);
}
