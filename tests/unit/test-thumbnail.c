/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "ui/image.h"
#include "ui/thumbnail.h"

static uint32_t *pixel(cairo_surface_t *surface, int x, int y)
{
	unsigned char *data = cairo_image_surface_get_data(surface);

	return (uint32_t *)(void *)(data +
		       (size_t)y * (size_t)cairo_image_surface_get_stride(surface)) +
		x;
}

static cairo_surface_t *make(int width, int height)
{
	return cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
}

static void test_a_pixel_is_the_mean_of_a_square(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = make(6, 5);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *small = NULL;

	(void)state;
	*pixel(surface, 0, 0) = 0xff0000;
	*pixel(surface, 1, 0) = 0x00ff00;
	*pixel(surface, 0, 1) = 0x0000ff;
	*pixel(surface, 1, 1) = 0xffffff;
	*pixel(surface, 5, 3) = 0x040810;
	cairo_surface_mark_dirty(surface);
	small = thumbnail_scale(surface, 3);
	assert_int_equal(cairo_image_surface_get_width(small), 3);
	assert_int_equal(cairo_image_surface_get_height(small), 2); /* the fifth row is cut off */
	assert_int_equal(*pixel(small, 0, 0) & 0xffffff, 0x7f7f7f);
	assert_int_equal(*pixel(small, 1, 0) & 0xffffff, 0);
	assert_int_equal(*pixel(small, 2, 1) & 0xffffff, 0x010204);
}

static void test_every_size_fits(void **state)
{
	static const int sizes[][4] = {{1920, 1080, 480, 270}, {1080, 1920, 270, 480},
		{1366, 768, 455, 256}, {800, 480, 400, 240}, {480, 320, 480, 320}, {64, 64, 64, 64},
		{8192, 64, 455, 3}, {3840, 2160, 480, 270}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
			make(sizes[i][0], sizes[i][1]);
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *small =
			thumbnail_scale(surface, THUMBNAIL_PIXELS);

		assert_int_equal(cairo_image_surface_get_width(small), sizes[i][2]);
		assert_int_equal(cairo_image_surface_get_height(small), sizes[i][3]);
	}
}

static void check_png(const struct textbuf *png, int width, int height)
{
	static const struct image_bounds bounds = {
		THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, THUMBNAIL_BYTES};
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *image = NULL;

	assert_int_equal(image_decode(png->data, png->size, &bounds, &image), 0);
	assert_int_equal(cairo_image_surface_get_width(image), width);
	assert_int_equal(cairo_image_surface_get_height(image), height);
}

static void test_noise_becomes_smaller_until_it_fits(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = make(480, 270);
	struct textbuf png = {0};
	uint32_t random = 1;

	(void)state;
	assert_int_equal(thumbnail_encode(surface, &png), 0);
	check_png(&png, 480, 270);
	textbuf_done(&png);
	for (int y = 0; y < 270; y++) {
		for (int x = 0; x < 480; x++) {
			random = random * 1664525 + 1013904223;
			*pixel(surface, x, y) = random >> 8;
		}
	}
	cairo_surface_mark_dirty(surface);
	assert_int_equal(thumbnail_encode(surface, &png), 0);
	check_png(&png, 160, 90);
	textbuf_done(&png);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_pixel_is_the_mean_of_a_square),
		cmocka_unit_test(test_every_size_fits),
		cmocka_unit_test(test_noise_becomes_smaller_until_it_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
