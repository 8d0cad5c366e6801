/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/sheet-check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sheet-fixture.h"
#include "ui/sheet-draw.h"

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

static struct sheet_fixture fixture;
static char links[CIVIL_ENTRIES][64];

static int begin(void **state)
{
	(void)state;
	fixture_init(&fixture);
	for (int i = 0; i < CIVIL_ENTRIES; i++) {
		(void)snprintf(links[i], sizeof(links[i]), "https://a.vn/thu-tuc/%d", i);
		fixture.civil[i].link = links[i];
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	fixture_done(&fixture);
	return 0;
}

/* The sheet as it is printed, with a white bar over millimetres from … to of its height. */
static cairo_surface_t *draw(const struct sheet *sheet, double from_mm, double to_mm)
{
	cairo_surface_t *surface = sheet_check_draw(fixture.phrases, &fixture.set, sheet);
	cairo_t *cr = cairo_create(surface);

	cairo_scale(cr, SHEET_CHECK_WIDTH_PX / SHEET_WIDTH, SHEET_CHECK_HEIGHT_PX / SHEET_HEIGHT);
	cairo_set_operator(cr, CAIRO_OPERATOR_CLEAR);
	cairo_rectangle(cr, 0, from_mm * 72 / 25.4, SHEET_WIDTH, (to_mm - from_mm) * 72 / 25.4);
	cairo_fill(cr);
	cairo_destroy(cr);
	return surface;
}

/* A picture of a sheet is refused, or NULL: it is right. */
static void assert_check(cairo_surface_t *picture, const struct sheet *sheet, const char *wanted)
{
	_cleanup_free_ char *error = NULL;
	int r = sheet_check_picture(picture, &fixture.set, sheet, &error);

	if (wanted) {
		assert_int_equal(r, -EINVAL);
		if (!strstr(error, wanted)) {
			fail_msg("%s", error);
		}
	} else if (r < 0) {
		fail_msg("%s", error);
	}
}

static int n_checked;

static void count(int n)
{
	assert_int_equal(n, ++n_checked);
}

static void each_code_reads_back(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	const bool chosen[7] = {[0] = true, [1] = true, [2] = true, [6] = true};
	char *error = NULL;

	(void)state;
	if (sheets_check(fixture.phrases, &fixture.set, &plan, chosen, count, &error) < 0) {
		fail_msg("%s", error);
	}
	assert_int_equal(n_checked, 4);
}

/* Letters that are fitted to a picture's dots make higher lines than those on paper: then a full
 * page would run into its foot there, and a right file would be refused. */
static void a_full_page_reads_as_it_is_printed(void **state)
{
	static const char *const names[] = {
		"Tranh chấp đất đai",
		"Xác nhận tiếp tục sử dụng đất nông nghiệp của cá nhân, hộ gia đình khi hết hạn sử "
		"dụng đất, và các trường hợp khác theo quy định của pháp luật về đất đai",
		"Giao đất, cho thuê đất, chuyển mục đích sử dụng đất đối với trường hợp thuộc diện "
		"chấp thuận chủ trương đầu tư; trường hợp không đấu giá quyền sử dụng đất, không "
		"đấu thầu lựa chọn nhà đầu tư thực hiện dự án có sử dụng đất; giao đất và giao "
		"rừng",
	};

	(void)state;
	fixture.set.second_language = true;
	for (int mix = 40; mix < 60; mix++) {
		_cleanup_(sheet_plan_done) struct sheet_plan plan = {0};
		char *error = NULL;
		int r;

		for (int i = 0, rest = mix; i < CIVIL_ENTRIES; i++, rest = rest / 3 + i % 5) {
			fixture.civil[i].name = names[rest % 3];
			fixture.civil[i].free_online = rest % 2 == 0;
		}
		plan = plan_of(&fixture);
		r = sheets_check(fixture.phrases, &fixture.set, &plan, NULL, NULL, &error);
		if (r < 0) {
			fail_msg("mix %d: %s", mix, error);
		}
	}
}

static void a_code_that_does_not_read_names_its_record(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *centre = draw(&plan.sheets[0], 150, 160);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *list = draw(&plan.sheets[2], 240, 280);
	int last = plan.sheets[2].n - 1;
	_cleanup_free_ char *wanted = NULL;

	(void)state;
	assert_check(centre, &plan.sheets[0], "the code of centre 'Trung tâm Phục vụ");
	fixture.civil[last].code = "9.999999";
	wanted = text_printf("'9.999999 %s' cannot be read", fixture.civil[last].name);
	assert_check(list, &plan.sheets[2], wanted);
}

static void a_code_beside_another_procedure_is_found(void **state)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture = draw(&plan.sheets[2], 0, 0);
	const char *first = fixture.civil[0].link;

	(void)state;
	assert_check(picture, &plan.sheets[2], NULL);
	fixture.civil[0].link = fixture.civil[1].link;
	fixture.civil[1].link = first;
	assert_check(picture, &plan.sheets[2],
		"reads as 'https://a.vn/thu-tuc/0' instead of 'https://a.vn/thu-tuc/1'");
	fixture.civil[1].link = fixture.civil[0].link;
	fixture.civil[0].link = first;
	fixture.civil[1].link = "";
	assert_check(picture, &plan.sheets[2], "reads as 'https://a.vn/thu-tuc/1' instead of");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_code_reads_back, begin, end),
		cmocka_unit_test_setup_teardown(a_full_page_reads_as_it_is_printed, begin, end),
		cmocka_unit_test_setup_teardown(
			a_code_that_does_not_read_names_its_record, begin, end),
		cmocka_unit_test_setup_teardown(
			a_code_beside_another_procedure_is_found, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
