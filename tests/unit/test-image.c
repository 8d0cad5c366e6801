/* SPDX-License-Identifier: Apache-2.0 */
/* A picture from outside is taken within its bounds, or refused with its file's name. */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/png-head.h"
#include "base/text.h"
#include "ui/image.h"

static const struct image_bounds bounds = {200, 100, 64 * 1024};

/* A PNG of one colour in the working folder. */
static const char *write_png(int width, int height)
{
	static const char path[] = "./image.png";
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
	cairo_t *cr = cairo_create(surface);

	cairo_set_source_rgb(cr, 1, 0, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	assert_int_equal(cairo_surface_write_to_png(surface, path), CAIRO_STATUS_SUCCESS);
	return path;
}

static void test_a_picture_is_read(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *image = NULL;

	(void)state;
	assert_int_equal(image_load(write_png(200, 100), &bounds, &image, NULL), 0);
	assert_int_equal(cairo_image_surface_get_width(image), 200);
	assert_int_equal(cairo_image_surface_get_height(image), 100);
	(void)unlink("./image.png");
}

static void test_what_is_too_large_is_refused_before_it_is_decoded(void **state)
{
	/* The header alone: it says 60,000 × 60,000 pixels, 14 GB. */
	static const unsigned char huge[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0,
		13, 'I', 'H', 'D', 'R', 0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 6, 0, 0, 0};
	const struct image_bounds few = {200, 100, 64};
	cairo_surface_t *image = NULL;
	char *error = NULL;

	(void)state;
	assert_int_equal(image_decode(huge, sizeof(huge), &bounds, &image), -E2BIG);
	assert_int_equal(image_load(write_png(200, 101), &bounds, &image, &error), -E2BIG);
	assert_string_equal(
		error, "./image.png: a picture of at most 200 x 100 pixels and 64 KB is taken");
	free(error);
	assert_int_equal(image_load(write_png(201, 100), &bounds, &image, NULL), -E2BIG);
	assert_int_equal(image_load(write_png(200, 100), &few, &image, NULL), -E2BIG);
	assert_null(image);
	(void)unlink("./image.png");
}

/* Cut off at every byte, altered at every byte, or with something behind it. */
static void test_a_png_that_is_not_whole_is_known_without_decoding_it(void **state)
{
	_cleanup_free_ char *data = NULL;
	size_t size = 0;

	(void)state;
	assert_int_equal(text_read_file(write_png(20, 10), 4096, &data, &size), 0);
	assert_int_equal(png_check_whole(data, size), 0);
	for (size_t i = 0; i < size; i++) {
		_cleanup_free_ char *part = memory_new(i + 1, 1);

		memcpy(part, data, i);
		assert_int_equal(png_check_whole(part, i), -EBADMSG);
		data[i] ^= i < 8 ? 0 : 1; /* the signature is png_head_measure's */
		assert_int_equal(png_check_whole(data, size), i < 8 ? 0 : -EBADMSG);
		data[i] ^= i < 8 ? 0 : 1;
	}
	assert_int_equal(png_check_whole(data, size + 1), -EBADMSG); /* the reader's NUL */
	(void)unlink("./image.png");
}

static void test_what_is_no_picture_is_named(void **state)
{
	_cleanup_free_ char *data = NULL;
	cairo_surface_t *image = NULL;
	size_t size = 0;
	char *error = NULL;

	(void)state;
	assert_int_equal(image_load("./none.png", &bounds, &image, &error), -ENOENT);
	assert_string_equal(error, "./none.png: No such file or directory");
	free(error);
	assert_int_equal(text_read_file(write_png(50, 50), 65536, &data, &size), 0);
	for (size_t cut = 0; cut < size; cut++) {
		/* Without its last chunk a picture is whole to some readers. */
		if (image_decode(data, cut, &bounds, &image) == 0) {
			assert_true(cut + 12 >= size);
			cairo_surface_destroy(TAKE_PTR(image));
		}
	}
	data[29] ^= 1; /* the header's sum is wrong now */
	assert_int_equal(image_decode(data, size, &bounds, &image), -EBADMSG);
	data[0] = 'P';
	assert_int_equal(image_decode(data, size, &bounds, &image), -EBADMSG);
	assert_null(image);
	(void)unlink("./image.png");
}

static void test_a_picture_keeps_its_proportions(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *image = NULL;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *to =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, 100, 100);
	const cairo_rectangle_t box = {10, 10, 80, 80};
	cairo_t *cr = cairo_create(to);
	cairo_rectangle_t at;

	(void)state;
	assert_int_equal(image_load(write_png(40, 20), &bounds, &image, NULL), 0);
	at = image_draw(cr, image, &box);
	cairo_destroy(cr);
	assert_true(at.x == 10 && at.y == 30 && at.width == 80 && at.height == 40);
	(void)unlink("./image.png");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_picture_is_read),
		cmocka_unit_test(test_what_is_too_large_is_refused_before_it_is_decoded),
		cmocka_unit_test(test_a_png_that_is_not_whole_is_known_without_decoding_it),
		cmocka_unit_test(test_what_is_no_picture_is_named),
		cmocka_unit_test(test_a_picture_keeps_its_proportions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
