/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/sheets.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sheet-fixture.h"
#include "ui/sheet-draw.h"

/* Sheets are looked at with 4 pixels a point, 288 dots an inch. */
enum { SCALE = 4, WIDTH_PX = 595 * SCALE, HEIGHT_PX = 842 * SCALE };
#define MM_PX (72 / 25.4 * SCALE)

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

static struct sheet_fixture fixture;

static int begin(void **state)
{
	(void)state;
	fixture_init(&fixture);
	return 0;
}

static int end(void **state)
{
	(void)state;
	fixture_done(&fixture);
	return 0;
}

static cairo_surface_t *draw(const struct sheet *sheet)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, WIDTH_PX, HEIGHT_PX);
	cairo_t *cr = cairo_create(surface);

	cairo_scale(cr, SCALE, SCALE);
	sheet_draw(cr, fixture.phrases, &fixture.set, sheet);
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	return surface;
}

static bool black(cairo_surface_t *surface, int x, int y)
{
	return cairo_image_surface_get_data(
		       surface)[y * cairo_image_surface_get_stride(surface) + x] > 127;
}

static int row_ink(cairo_surface_t *surface, int y, int left, int right)
{
	int ink = 0;

	for (int x = left; x < right; x++) {
		ink += black(surface, x, y);
	}
	return ink;
}

/* Office printers leave five millimetres white. */
static void assert_margins(cairo_surface_t *surface)
{
	const int margin = (int)(5 * MM_PX);

	for (int y = 0; y < HEIGHT_PX; y++) {
		bool edge = y < margin || y >= HEIGHT_PX - margin;

		assert_int_equal(row_ink(surface, y, 0, edge ? WIDTH_PX : margin), 0);
		assert_int_equal(row_ink(surface, y, WIDTH_PX - margin, WIDTH_PX), 0);
	}
}

static void each_procedure_stands_on_one_sheet_in_order(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	int next[2] = {0}, page = 0;

	(void)state;
	assert_int_equal(plan.n, 7);
	assert_string_equal(plan.sheets[0].key, "centre");
	assert_int_equal(plan.sheets[1].kind, SHEET_SECTOR);
	for (int i = 0; i < plan.n; i++) {
		const struct sheet *sheet = &plan.sheets[i];

		if (sheet->kind == SHEET_LIST) {
			page = sheet->first == 0 ? 1 : page + 1;
			assert_int_equal(sheet->page, page);
			assert_int_equal(sheet->first, next[sheet->sector]);
			assert_true(sheet->n >= 3);
			next[sheet->sector] += sheet->n;
		}
	}
	assert_int_equal(next[0], CIVIL_ENTRIES);
	assert_int_equal(next[1], LAND_ENTRIES);
	assert_int_equal(plan.sheets[2].pages, 3);
	assert_int_equal(plan.sheets[6].pages, 1);
}

static void a_sheet_without_a_link_is_left_out(void **state)
{
	struct sheet_plan plan;

	(void)state;
	fixture.set.link = NULL;
	fixture.sectors[0].link = "";
	plan = plan_of(&fixture);
	assert_int_equal(plan.n, 5);
	assert_string_equal(plan.sheets[0].key, "ho-tich/1");
	sheet_plan_done(&plan);
	fixture.set.n_sectors = 0;
	plan = plan_of(&fixture);
	assert_int_equal(plan.n, 0);
	sheet_plan_done(&plan);
}

static void the_same_set_makes_the_same_bytes(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	_cleanup_(textbuf_done) struct textbuf first = {0};
	_cleanup_(textbuf_done) struct textbuf again = {0};
	_cleanup_(textbuf_done) struct textbuf later = {0};

	(void)state;
	assert_int_equal(sheets_write_pdf(fixture.phrases, &fixture.set, &plan, NULL, &first), 0);
	assert_int_equal(sheets_write_pdf(fixture.phrases, &fixture.set, &plan, NULL, &again), 0);
	assert_int_equal(first.size, again.size);
	assert_memory_equal(first.data, again.data, first.size);
	assert_memory_equal(first.data, "%PDF-", 5);
	fixture.set.date = "2026-11-30";
	assert_int_equal(sheets_write_pdf(fixture.phrases, &fixture.set, &plan, NULL, &later), 0);
	assert_true(first.size != later.size || memcmp(first.data, later.data, first.size) != 0);
}

static void only_chosen_sheets_are_printed(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	_cleanup_(textbuf_done) struct textbuf all = {0};
	_cleanup_(textbuf_done) struct textbuf one = {0};
	_cleanup_(textbuf_done) struct textbuf none = {0};
	bool chosen[7] = {[6] = true};

	(void)state;
	assert_int_equal(sheets_write_pdf(fixture.phrases, &fixture.set, &plan, NULL, &all), 0);
	assert_int_equal(sheets_write_pdf(fixture.phrases, &fixture.set, &plan, chosen, &one), 0);
	assert_true(one.size < all.size);
	chosen[6] = false;
	assert_int_equal(
		sheets_write_pdf(fixture.phrases, &fixture.set, &plan, chosen, &none), -ENODATA);
}

/* Finds the first code of a list and measures its upper left finder pattern: seven modules. */
static double module_mm(cairo_surface_t *surface, int from_y)
{
	for (int y = from_y; y < HEIGHT_PX; y++) {
		int run = 0;

		for (int x = (int)(12 * MM_PX); x < WIDTH_PX; x++) {
			if (black(surface, x, y)) {
				run++;
			} else if (run > 0) {
				return run / MM_PX / 7;
			}
		}
	}
	return 0;
}

/* Where the rule below the head ends: the first row that is black from margin to margin. */
static int head_end(cairo_surface_t *surface)
{
	int left = (int)(13 * MM_PX), right = WIDTH_PX - left, y = 0;

	while (y < HEIGHT_PX && row_ink(surface, y, left, right) < right - left) {
		y++;
	}
	while (y < HEIGHT_PX && row_ink(surface, y, left, right) > 0) {
		y++;
	}
	return y;
}

static void modules_are_large_enough_for_an_old_phone(void **state)
{
	static const struct {
		size_t bytes;
		double mm;
	} cases[] = {{40, 0.68}, {83, 0.56}, {150, 0.54}, {213, 0.54}};
	char link[256];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(sheet_plan_done) struct sheet_plan plan = {0};
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = NULL;

		(void)snprintf(
			link, sizeof(link), "https://a.vn/%0*d", (int)cases[i].bytes - 13, 1);
		fixture.civil[0].link = link;
		plan = plan_of(&fixture);
		surface = draw(&plan.sheets[2]);
		assert_margins(surface);
		assert_true(module_mm(surface, head_end(surface)) >= cases[i].mm);
	}
}

/* Every page of long names and texts stays on its paper, with and without a second language. */
static void long_names_wrap_and_stay_on_the_paper(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan usual = plan_of(&fixture);
	char name[1500] = "";

	(void)state;
	while (strlen(name) < 1200) {
		strcat(name, "giao đất, cho thuê đất không đấu giá quyền sử dụng đất; ");
	}
	fixture.civil[0].name = name;
	fixture.civil[0].code = "";
	fixture.civil[0].link = "";
	fixture.civil[2].name = "Mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm";
	fixture.sectors[1].name = "Quản lý lao động ngoài nước, an toàn và vệ sinh lao động, giáo "
				  "dục nghề nghiệp, tiền lương, bảo hiểm xã hội và việc làm";
	fixture.set.centre = fixture.sectors[1].name;
	for (int second = 0; second < 2; second++) {
		_cleanup_(sheet_plan_done) struct sheet_plan plan = {0};

		fixture.set.second_language = second;
		plan = plan_of(&fixture);
		assert_true(plan.sheets[2].n <= usual.sheets[2].n - 3);
		for (int i = 0; i < plan.n; i++) {
			_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
				draw(&plan.sheets[i]);

			assert_margins(surface);
		}
	}
}

/* The mark is told from its absence by shape: a black and white printer shows it. */
static void what_is_free_online_has_a_mark(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *with = NULL;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *without = NULL;
	int ink[2] = {0};

	(void)state;
	fixture.land[0].free_online = true;
	with = draw(&plan.sheets[6]);
	fixture.land[0].free_online = false;
	without = draw(&plan.sheets[6]);
	for (int y = 0; y < HEIGHT_PX; y++) {
		ink[0] += row_ink(without, y, 0, WIDTH_PX);
		ink[1] += row_ink(with, y, 0, WIDTH_PX);
	}
	/* The head says how many, the entry that it is. */
	assert_true(ink[1] > ink[0] + 20000);
}

static void assert_refused(const char *wanted)
{
	_cleanup_free_ char *error = NULL;
	struct sheet_plan plan = {0};

	assert_int_equal(sheets_plan(fixture.phrases, &fixture.set, &plan, &error), -EINVAL);
	assert_null(plan.sheets);
	assert_non_null(strstr(error, wanted));
}

static void what_cannot_be_printed_is_named(void **state)
{
	char link[256];

	(void)state;
	(void)snprintf(link, sizeof(link), "https://a.vn/%0*d", 201, 1);
	fixture.civil[3].link = link;
	assert_refused("the link of procedure '1.001193' is too long");
	fixture.civil[3].link = LINK;
	fixture.civil[3].name = "\xff";
	assert_refused("the name of procedure '1.001193' is no text");
	fixture.civil[3].name = "Khai tử";
	fixture.sectors[1].link = link;
	assert_refused("the link of sector 'dat-dai' is too long");
	fixture.sectors[1].id = "đất đai";
	assert_refused("'đất đai' is not the id of a sector");
	fixture.set.date = "29/11/2026";
	assert_refused("'29/11/2026' is not a date");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_procedure_stands_on_one_sheet_in_order, begin, end),
		cmocka_unit_test_setup_teardown(a_sheet_without_a_link_is_left_out, begin, end),
		cmocka_unit_test_setup_teardown(the_same_set_makes_the_same_bytes, begin, end),
		cmocka_unit_test_setup_teardown(only_chosen_sheets_are_printed, begin, end),
		cmocka_unit_test_setup_teardown(
			modules_are_large_enough_for_an_old_phone, begin, end),
		cmocka_unit_test_setup_teardown(long_names_wrap_and_stay_on_the_paper, begin, end),
		cmocka_unit_test_setup_teardown(what_is_free_online_has_a_mark, begin, end),
		cmocka_unit_test_setup_teardown(what_cannot_be_printed_is_named, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
