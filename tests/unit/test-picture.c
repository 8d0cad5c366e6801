/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/cleanup.h"
#include "picture.h"
#include "ui/typeset.h"

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(cairo_t *, cairo_destroy);
DEFINE_CLEANUP(struct bitmap *, bitmap_free);

/* A white page with text, moved by some pixels. */
static cairo_surface_t *page(const char *text, double shift_px)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 400, 200);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(surface);
	struct typeset_style large = {.size_px = 100}, small = {.size_px = 20};

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	typeset_draw(cr, &large, text, 20 + shift_px, 20);
	typeset_draw(cr, &small, "Trung tâm Phục vụ hành chính công", 20 + shift_px, 160);
	cairo_surface_flush(surface);
	return surface;
}

static void test_edges_that_moved_a_little_are_forgiven(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *first = page("A012", 0);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *same = page("A012", 0);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *moved = page("A012", 0.6);

	(void)state;
	assert_true(picture_difference(first, same) == 0);
	assert_true(picture_difference(first, moved) < 0.01);
}

static void test_another_digit_is_a_difference(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *first = page("A012", 0);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *other = page("A013", 0);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *moved = page("A012", 8);

	(void)state;
	assert_true(picture_difference(first, other) > 0.01);
	assert_true(picture_difference(first, moved) > 0.01);
}

static void test_another_size_is_a_difference(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *first = page("A012", 0);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *small =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, 300, 200);

	(void)state;
	assert_true(picture_difference(first, small) == 1);
}

static void test_a_bitmap_keeps_its_dots(void **state)
{
	_cleanup_(bitmap_freep) struct bitmap *bitmap = bitmap_new(40, 40);
	_cleanup_(bitmap_freep) struct bitmap *blank = bitmap_new(40, 40);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *dots = NULL;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *white = NULL;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *square =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, 40, 40);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(square);

	(void)state;
	for (int y = 20; y < 40; y++) {
		bitmap->bits[(size_t)y * bitmap->stride + 4] = 0xff; /* columns 32 … 39 */
	}
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
	cairo_rectangle(cr, 32, 20, 8, 20);
	cairo_fill(cr);
	dots = picture_of_bitmap(bitmap);
	white = picture_of_bitmap(blank);
	assert_true(picture_difference(dots, square) == 0);
	assert_true(picture_difference(white, square) > 0.1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edges_that_moved_a_little_are_forgiven),
		cmocka_unit_test(test_another_digit_is_a_difference),
		cmocka_unit_test(test_another_size_is_a_difference),
		cmocka_unit_test(test_a_bitmap_keeps_its_dots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
