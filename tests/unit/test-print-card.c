/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "ui/print-card.h"

static struct phrases *load(void)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	struct phrases *phrases = NULL;

	assert_int_equal(phrases_load(dir, &phrases), 0);
	return phrases;
}

static struct print_card sample(int width_dots, int dpi)
{
	return (struct print_card){
		.width_dots = width_dots,
		.dpi = dpi,
		.title = "Epson TM-T20III, TM-T20IIIL",
		.time = "23/11/2026 08:01",
		.code = "layso 04b8:0e28 epson-tm-t20iii 576 203",
		.facts = {{"card.model", "epson-tm-t20iii"}, {"card.ids", "04b8:0e28"}},
		.n_facts = 2,
		.answers = {{"DLE EOT", true}, {"GS ( H", false}},
		.n_answers = 2,
	};
}

static bool is_black(const struct bitmap *bitmap, int x, int y)
{
	return bitmap->bits[(size_t)y * bitmap->stride + (size_t)x / 8] & (0x80 >> x % 8);
}

/* How many rows have their first and their last dot black. */
static int count_edges(const struct bitmap *bitmap)
{
	int n = 0;

	for (int y = 0; y < bitmap->height_dots; y++) {
		n += is_black(bitmap, 0, y) && is_black(bitmap, bitmap->width_dots - 1, y);
	}
	return n;
}

static void the_ruler_reaches_both_edges_at_every_width(void **state)
{
	static const int widths[][2] = {{384, 203}, {512, 180}, {576, 203}, {640, 203}};
	_cleanup_(phrases_freep) struct phrases *phrases = load();

	(void)state;
	for (size_t i = 0; i < ELEMENTS(widths); i++) {
		struct print_card card = sample(widths[i][0], widths[i][1]);
		struct bitmap *bitmap = NULL;

		assert_int_equal(print_card_render(phrases, &card, &bitmap), 0);
		assert_int_equal(bitmap->width_dots, widths[i][0]);
		assert_in_range(bitmap->height_dots, 700, 2000);
		assert_true(count_edges(bitmap) >= 60);
		/* The last rows are the line that the blade is held against. */
		for (int x = 0; x < bitmap->width_dots; x++) {
			assert_true(is_black(bitmap, x, bitmap->height_dots - 1));
		}
		bitmap_free(bitmap);
	}
}

static void a_card_of_a_printer_that_says_nothing_is_whole(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = load();
	const struct print_card card = {
		.width_dots = 384, .dpi = 203, .title = "?", .time = "", .code = ""};
	struct bitmap *bitmap = NULL;

	(void)state;
	assert_int_equal(print_card_render(phrases, &card, &bitmap), 0);
	assert_true(count_edges(bitmap) >= 60);
	bitmap_free(bitmap);
}

static void no_card_for_a_width_that_no_slip_has(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = load();
	struct print_card card = sample(200, 203);
	struct bitmap *bitmap = NULL;

	(void)state;
	assert_int_equal(print_card_render(phrases, &card, &bitmap), -EINVAL);
	card = sample(576, 600);
	assert_int_equal(print_card_render(phrases, &card, &bitmap), -EINVAL);
	assert_null(bitmap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ruler_reaches_both_edges_at_every_width),
		cmocka_unit_test(a_card_of_a_printer_that_says_nothing_is_whole),
		cmocka_unit_test(no_card_for_a_width_that_no_slip_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
