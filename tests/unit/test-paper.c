/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/paper.h"

#include "check.h"
#include <string.h>

#include "base/text.h"

enum { WIDTH = 20, BLADE = 5 };

struct fixture {
	struct paper *paper;
	int slips;
	/* of the last slip */
	int height;
	bool cut;
	size_t clipped;
	size_t line_bytes;
	size_t n_lines;
	struct paper_line line;
	uint8_t first_black[3];
	int first_black_row;
};

static void on_slip(const struct paper_slip *slip, void *userdata)
{
	struct fixture *fixture = userdata;
	static const uint8_t blank[3];

	fixture->slips++;
	assert_int_equal(slip->picture->width_dots, WIDTH);
	assert_int_equal(slip->picture->stride, 3);
	fixture->height = slip->picture->height_dots;
	fixture->cut = slip->cut;
	fixture->clipped = slip->clipped_dots;
	fixture->line_bytes = slip->line_bytes;
	fixture->n_lines = slip->n_lines;
	if (slip->n_lines > 0) {
		fixture->line = slip->lines[0];
	}
	fixture->first_black_row = -1;
	for (int y = slip->picture->height_dots - 1; y >= 0; y--) {
		const uint8_t *row = slip->picture->bits + (size_t)y * 3;

		if (memcmp(row, blank, 3) != 0) {
			fixture->first_black_row = y;
			memcpy(fixture->first_black, row, 3);
		}
	}
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(1, sizeof(*fixture));

	fixture->paper = paper_new(WIDTH, BLADE, on_slip, fixture);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	paper_free(fixture->paper);
	free(fixture);
	return 0;
}

static void a_slip_begins_with_what_lay_before_the_head(void **state)
{
	struct fixture *fixture = *state;

	paper_print_row(fixture->paper, (const uint8_t[]){0x80, 0x00, 0x10}, 3);
	paper_feed(fixture->paper, BLADE);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->slips, 1);
	assert_true(fixture->cut);
	assert_int_equal(fixture->height, BLADE + 1);
	assert_int_equal(fixture->first_black_row, BLADE);
	assert_memory_equal(fixture->first_black, ((const uint8_t[]){0x80, 0x00, 0x10}), 3);
	assert_int_equal(fixture->clipped, 0);
}

static void what_was_not_fed_past_the_blade_stays_for_the_next_slip(void **state)
{
	struct fixture *fixture = *state;

	paper_print_row(fixture->paper, (const uint8_t[]){0xff, 0, 0}, 3);
	paper_feed(fixture->paper, 2);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->slips, 1);
	assert_int_equal(fixture->height, 3);
	assert_int_equal(fixture->first_black_row, -1);
	paper_feed(fixture->paper, BLADE);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->slips, 2);
	assert_int_equal(fixture->first_black_row, 2);
}

static void nothing_past_the_blade_is_no_slip(void **state)
{
	struct fixture *fixture = *state;

	paper_cut(fixture->paper);
	paper_tear(fixture->paper);
	paper_renew(fixture->paper);
	assert_int_equal(fixture->slips, 0);
}

static void dots_beside_the_paper_are_counted(void **state)
{
	struct fixture *fixture = *state;

	/* 20 dots: the lower four bits of the third byte and all of the fourth fall beside. */
	paper_print_row(fixture->paper, (const uint8_t[]){0xff, 0xff, 0xff, 0x81}, 4);
	paper_feed(fixture->paper, BLADE);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->clipped, 6);
	assert_memory_equal(fixture->first_black, ((const uint8_t[]){0xff, 0xff, 0xf0}), 3);
}

static void a_narrow_row_leaves_the_rest_white(void **state)
{
	struct fixture *fixture = *state;

	paper_print_row(fixture->paper, (const uint8_t[]){0xff}, 1);
	paper_feed(fixture->paper, BLADE);
	paper_cut(fixture->paper);
	assert_memory_equal(fixture->first_black, ((const uint8_t[]){0xff, 0, 0}), 3);
}

static void text_goes_with_the_slip_it_stands_on(void **state)
{
	struct fixture *fixture = *state;

	paper_print_text(fixture->paper, "ab\xffz", 4, 10);
	paper_feed(fixture->paper, BLADE);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->n_lines, 1);
	assert_int_equal(fixture->line_bytes, 4);
	assert_int_equal(fixture->line.top_dots, BLADE);
	assert_string_equal(fixture->line.text, "ab?z");
	paper_feed(fixture->paper, 10);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->slips, 2);
	assert_int_equal(fixture->n_lines, 0);
	assert_int_equal(fixture->line_bytes, 0);
}

static void text_below_the_cut_moves_up(void **state)
{
	struct fixture *fixture = *state;

	paper_feed(fixture->paper, 7);
	paper_print_text(fixture->paper, "below", 5, 3);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->height, 10);
	assert_int_equal(fixture->n_lines, 0);
	paper_feed(fixture->paper, BLADE);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->n_lines, 1);
	assert_int_equal(fixture->line.top_dots, BLADE + 7 - 10);
}

static void a_new_roll_ends_the_slip_that_was_begun(void **state)
{
	struct fixture *fixture = *state;

	paper_print_row(fixture->paper, (const uint8_t[]){1, 0, 0}, 3);
	paper_renew(fixture->paper);
	assert_int_equal(fixture->slips, 1);
	assert_false(fixture->cut);
	assert_int_equal(fixture->height, BLADE + 1);
	paper_feed(fixture->paper, 1);
	paper_cut(fixture->paper);
	assert_int_equal(fixture->slips, 2);
	assert_int_equal(fixture->height, 1);
	assert_int_equal(fixture->first_black_row, -1);
}

static void a_strip_without_end_falls_off(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < PAPER_STRIP_MAX_DOTS + 10; i++) {
		paper_print_row(fixture->paper, (const uint8_t[]){1, 0, 0}, 3);
	}
	assert_int_equal(fixture->slips, 1);
	assert_false(fixture->cut);
	assert_int_equal(fixture->height, PAPER_STRIP_MAX_DOTS - BLADE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_slip_begins_with_what_lay_before_the_head, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_was_not_fed_past_the_blade_stays_for_the_next_slip, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			nothing_past_the_blade_is_no_slip, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			dots_beside_the_paper_are_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_narrow_row_leaves_the_rest_white, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			text_goes_with_the_slip_it_stands_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_below_the_cut_moves_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_new_roll_ends_the_slip_that_was_begun, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_strip_without_end_falls_off, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
