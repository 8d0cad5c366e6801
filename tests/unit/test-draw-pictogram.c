/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/draw-pictogram.h"

#include <stdbool.h>

#include "base/pictograms.h"
#include "check.h"

enum { SIDE = 48, EDGE = 8 };

/* Draws one with an edge around it; returns how many of the pixels in the square, and beside it,
 * have ink. */
static void count_ink(const char *name, int *ret_in, int *ret_beside)
{
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_A8, SIDE + 2 * EDGE, SIDE + 2 * EDGE);
	cairo_t *cr = cairo_create(surface);
	const unsigned char *data;
	int stride = cairo_image_surface_get_stride(surface);

	draw_pictogram(cr, name, EDGE, EDGE, SIDE);
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	data = cairo_image_surface_get_data(surface);
	*ret_in = *ret_beside = 0;
	for (int y = 0; y < SIDE + 2 * EDGE; y++) {
		for (int x = 0; x < SIDE + 2 * EDGE; x++) {
			bool inside = x >= EDGE && x < EDGE + SIDE && y >= EDGE && y < EDGE + SIDE;

			*(inside ? ret_in : ret_beside) += data[y * stride + x] > 127;
		}
	}
	cairo_surface_destroy(surface);
}

/* A shape that fills all, or nearly nothing, is none that anybody would recognise. */
static void test_each_draws_a_shape_in_its_square(void **state)
{
	int in, beside;

	(void)state;
	for (size_t i = 0; pictograms_name(i); i++) {
		count_ink(pictograms_name(i), &in, &beside);
		if (in < SIDE * SIDE / 20 || in > SIDE * SIDE * 3 / 4 || beside > 0) {
			fail_msg("%s: %d pixels in, %d beside", pictograms_name(i), in, beside);
		}
	}
}

static void test_an_unknown_one_draws_nothing(void **state)
{
	int in, beside;

	(void)state;
	count_ink("rocket", &in, &beside);
	assert_int_equal(in + beside, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_draws_a_shape_in_its_square),
		cmocka_unit_test(test_an_unknown_one_draws_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
