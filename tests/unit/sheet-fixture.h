/* SPDX-License-Identifier: Apache-2.0 */
/* A set of sheets of two sectors, for the tests of what is posted. */
#pragma once

#include "base/text.h"
#include "check.h"
#include "ui/sheets.h"

#define LINK "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfa-5f68-74c6-89e9-78c8819cef86"

enum { CIVIL_ENTRIES = 20, LAND_ENTRIES = 3 };

struct sheet_fixture {
	struct phrases *phrases;
	struct sheet_entry civil[CIVIL_ENTRIES + 1], land[LAND_ENTRIES];
	struct sheet_sector sectors[2];
	struct sheet_set set;
};

static inline void fixture_init(struct sheet_fixture *fixture)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	const struct sheet_entry entry = {"1.001193", "Đăng ký khai sinh", LINK, false};

	*fixture = (struct sheet_fixture){0};
	assert_int_equal(phrases_load(dir, &fixture->phrases), 0);
	for (int i = 0; i <= CIVIL_ENTRIES; i++) {
		fixture->civil[i] = entry;
	}
	for (int i = 0; i < LAND_ENTRIES; i++) {
		fixture->land[i] = entry;
	}
	fixture->civil[1].free_online = true;
	fixture->sectors[0] = (struct sheet_sector){
		"ho-tich", "Hộ tịch", LINK "/ho-tich", fixture->civil, CIVIL_ENTRIES};
	fixture->sectors[1] = (struct sheet_sector){
		"dat-dai", "Đất đai", LINK "/dat-dai", fixture->land, LAND_ENTRIES};
	fixture->set = (struct sheet_set){
		.centre = "Trung tâm Phục vụ hành chính công xã Mẫu",
		.link = LINK,
		.date = "2026-11-29",
		.version = "1",
		.sectors = fixture->sectors,
		.n_sectors = 2,
	};
}

static inline void fixture_done(struct sheet_fixture *fixture)
{
	phrases_free(fixture->phrases);
}

static inline struct sheet_plan plan_of(const struct sheet_fixture *fixture)
{
	struct sheet_plan plan = {0};
	char *error = NULL;

	if (sheets_plan(fixture->phrases, &fixture->set, &plan, &error) < 0) {
		fail_msg("%s", error);
	}
	return plan;
}
