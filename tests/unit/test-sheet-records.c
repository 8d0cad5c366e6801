/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/sheet-records.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

#define TODAY "2026-11-29"

static struct procedure *procedures[8];
static size_t n;

static void add(const char *code, const char *sector, const char *day, const char *link)
{
	json_auto_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", "Thủ tục", "code", code,
		"sector", sector, "checked_day", day, "link", link);
	struct procedure_fault fault;

	assert_int_equal(procedure_from_json(json, &procedures[n++], &fault), 0);
}

static int end(void **state)
{
	(void)state;
	while (n > 0) {
		procedure_free(procedures[--n]);
	}
	return 0;
}

static const struct link_rules rules = {
	.templates =
		{[LINK_PROCEDURE] = "https://a.vn/{code}", [LINK_SECTOR] = "https://b.vn/{sector}"},
};

static void records_stand_by_sectors_with_their_links(void **state)
{
	struct sheet_records made;
	char *error = NULL;

	(void)state;
	add("1.000003", "Hộ tịch", "2026-11-01", "");
	add("1.000002", "Đất đai", "2026-11-01", "https://own.vn");
	add("1.000001", "hộ  tịch", "2026-11-01", "");
	add("1.000004", "Hộ tịch", "2019-11-01", "");
	add("1.000005", "", "2026-11-01", "");
	assert_int_equal(
		sheet_records_make(procedures, n, TODAY, &rules, "Khác", &made, &error), 0);
	assert_int_equal(made.n_entries, 4);
	assert_int_equal(made.n_sectors, 3);
	assert_string_equal(made.sectors[0].id, "dat-dai");
	assert_string_equal(made.sectors[0].entries[0].link, "https://own.vn");
	assert_string_equal(made.sectors[1].link, "https://b.vn/ho-tich");
	assert_int_equal(made.sectors[1].n_entries, 2);
	assert_string_equal(made.sectors[1].entries[0].link, "https://a.vn/1.000001");
	assert_string_equal(made.sectors[2].name, "Khác");
	assert_int_equal(made.n_left_out, 1);
	assert_non_null(strstr(made.left_out, "1.000004  Thủ tục (expired)"));
	sheet_records_done(&made);
}

static void each_wrong_link_is_named(void **state)
{
	_cleanup_free_ char *error = NULL;
	struct sheet_records made;
	char long_link[260] = "https://a.vn/";

	(void)state;
	memset(long_link + strlen(long_link), 'x', sizeof(long_link) - 1 - strlen(long_link));
	add("1.000003", "Hộ tịch", "2026-11-01", long_link);
	add("1.000001", "Hộ tịch", "2026-11-01", "ftp://a.vn");
	add("1.000002", "Hộ tịch", "2026-11-01", "https://a.vn/b c");
	assert_int_equal(
		sheet_records_make(procedures, n, TODAY, &rules, "Khác", &made, &error), -EINVAL);
	assert_non_null(strstr(error, "'1.000001 Thủ tục' does not begin with"));
	assert_non_null(strstr(error, "'1.000002 Thủ tục' has a character"));
	assert_non_null(strstr(error, "'1.000003 Thủ tục' is longer than the 213 bytes"));
}

static void a_sector_whose_link_is_too_long_is_named(void **state)
{
	const struct link_rules far = {
		.templates = {[LINK_PROCEDURE] = "https://a.vn/{code}",
			[LINK_SECTOR] = "https://b.vn/mot-duong-dan-rat-dai-cua-cong-dich-vu-cong/"
					"den-tung-linh-vuc/"
					"thuoc-tham-quyen-giai-quyet/"
					"cua-thu-tuc-hanh-chinh-cap-xa/"
					"danh-sach-thu-tuc-duoc-niem-yet/{sector}"},
	};
	struct sheet_records made;
	char sector[140] = "Ho";
	char *error = NULL;

	(void)state;
	memset(sector + 2, 'o', sizeof(sector) - 3);
	add("1.000001", sector, "2026-11-01", "");
	add("1.000002", "Đất đai", "2026-11-01", "");
	assert_int_equal(sheet_records_make(procedures, n, TODAY, &far, "Khác", &made, &error), 0);
	assert_int_equal(made.n_sectors, 2);
	assert_non_null(strstr(made.too_long, sector));
	assert_null(strstr(made.too_long, "Đất đai"));
	assert_null(made.sectors[1].link);
	sheet_records_done(&made);
}

static void a_sectors_id_is_its_name_without_marks(void **state)
{
	_cleanup_free_ char *land = sheet_sector_id("  Đất   đai ");
	_cleanup_free_ char *centre = sheet_sector_id("Centre");
	_cleanup_free_ char *empty = sheet_sector_id("…");

	(void)state;
	assert_string_equal(land, "dat-dai");
	assert_true(strncmp(centre, "centre-", 7) == 0 && text_is_id(centre, 100));
	assert_true(text_is_id(empty, 100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(records_stand_by_sectors_with_their_links, end),
		cmocka_unit_test_teardown(each_wrong_link_is_named, end),
		cmocka_unit_test_teardown(a_sector_whose_link_is_too_long_is_named, end),
		cmocka_unit_test(a_sectors_id_is_its_name_without_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
