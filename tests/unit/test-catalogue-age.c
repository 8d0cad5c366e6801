/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-age.h"

#include <errno.h>

#include "check.h"

#define WHOLE "\"ways\":[{\"channel\":\"online\",\"fee\":\"0đ\"}],\"papers\":[{\"name\":\"P\"}],"

static void check_age(
	const char *members, const char *today, enum catalogue_age expected, int expected_days)
{
	_cleanup_free_ char *text = text_printf("{\"name\":\"A\",%s\"result\":\"\"}", members);
	json_t *json = json_loads(text, 0, NULL);
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	struct procedure_fault fault;
	int days;

	assert_int_equal(procedure_from_json(json, &procedure, &fault), 0);
	json_decref(json);
	assert_string_equal(catalogue_age_name(catalogue_age_of(procedure, today, &days)),
		catalogue_age_name(expected));
	assert_int_equal(days, expected_days);
}

static void test_days_between(void **state)
{
	int days = 0;

	(void)state;
	assert_int_equal(catalogue_age_days("2026-02-28", "2026-03-01", &days), 0);
	assert_int_equal(days, 1);
	assert_int_equal(catalogue_age_days("2028-02-28", "2028-03-01", &days), 0);
	assert_int_equal(days, 2);
	assert_int_equal(catalogue_age_days("2026-12-31", "2025-12-31", &days), 0);
	assert_int_equal(days, -365);
	assert_int_equal(catalogue_age_days("2000-01-01", "2400-01-01", &days), 0);
	assert_int_equal(days, 146097);
	assert_int_equal(catalogue_age_days("2026-02-29", "2026-03-01", &days), -EINVAL);
}

static void test_records_age(void **state)
{
	const char *list = "\"checked_day\":\"2025-01-01\",";
	const char *whole = "\"checked_day\":\"2025-01-01\"," WHOLE;

	(void)state;
	check_age(list, "2025-01-01", CATALOGUE_FRESH, 0);
	check_age(list, "2025-12-31", CATALOGUE_FRESH, 364);
	check_age(list, "2026-01-01", CATALOGUE_OLD, 365);
	check_age(list, "2026-12-31", CATALOGUE_OLD, 729);
	check_age(list, "2027-01-01", CATALOGUE_EXPIRED, 730);
	check_age(whole, "2025-03-31", CATALOGUE_FRESH, 89);
	check_age(whole, "2025-04-01", CATALOGUE_OLD, 90);
	check_age(whole, "2025-06-29", CATALOGUE_OLD, 179);
	check_age(whole, "2025-06-30", CATALOGUE_EXPIRED, 180);
	check_age(list, "2024-12-31", CATALOGUE_OLD, -1); /* the clock or the day is wrong */
	check_age("", "2025-01-01", CATALOGUE_UNDATED, -1);
	check_age(list, "", CATALOGUE_UNDATED, -1);
}

/* What has ended is never valid, however new the record is. */
static void test_ended_records(void **state)
{
	const char *day = "2025-06-01";

	(void)state;
	check_age(
		"\"checked_day\":\"2025-06-01\",\"state\":\"ended\",", day, CATALOGUE_NO_LONGER, 0);
	check_age("\"checked_day\":\"2025-06-01\",\"state\":\"replaced\",", day,
		CATALOGUE_NO_LONGER, 0);
	check_age("\"checked_day\":\"2025-06-01\",\"valid_to\":\"2025-05-31\",", day,
		CATALOGUE_NO_LONGER, 0);
	check_age("\"checked_day\":\"2025-06-01\",\"valid_to\":\"2025-06-01\",", day,
		CATALOGUE_FRESH, 0);
	check_age("\"checked_day\":\"2025-06-01\",\"valid_from\":\"2025-06-02\",", day,
		CATALOGUE_NOT_YET, 0);
	for (int i = 0; i < CATALOGUE_AGES; i++) {
		assert_int_equal(catalogue_age_is_valid((enum catalogue_age)i), i <= CATALOGUE_OLD);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_between),
		cmocka_unit_test(test_records_age),
		cmocka_unit_test(test_ended_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
