/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/qr-reader.h"

#include <math.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "check.h"
#include "ui/qr-code.h"

enum { QUIET = 4, PICTURE_PX = 360, BYTES_MAX = 213 };

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(cairo_t *, cairo_destroy);

/* Texts whose codes have every version, and masks as they come. */
static char *text_of_size(int size)
{
	struct textbuf text = {0};

	textbuf_add(&text, "");
	for (int i = 0; i < size; i++) {
		textbuf_printf(&text, "%c", '!' + (i * 31 + size * 7) % 90);
	}
	return text.data;
}

static cairo_surface_t *draw(const char *text, double x, double y, double module, int side)
{
	cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(picture);

	qr_code_draw_modules(cr, text, x, y, module);
	return picture;
}

/* Turns a module of a code that was drawn at 0, 0 into its opposite. */
static void flip(cairo_surface_t *picture, int row, int column, int module_px)
{
	int stride = cairo_image_surface_get_stride(picture);
	unsigned char *ink = cairo_image_surface_get_data(picture);

	cairo_surface_flush(picture);
	for (int y = 0; y < module_px; y++) {
		for (int x = 0; x < module_px; x++) {
			ink[((row + QUIET) * module_px + y) * stride +
				(column + QUIET) * module_px + x] ^= 255;
		}
	}
	cairo_surface_mark_dirty(picture);
}

static void codes_of_every_version_read_back(void **state)
{
	(void)state;
	for (int size = 1; size <= BYTES_MAX; size += 2) {
		_cleanup_free_ char *text = text_of_size(size);
		double module = 3.2 + (size % 10) * 0.21;
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture =
			draw(text, (size % 7) * 0.37, (size % 5) * 0.23, module, PICTURE_PX);
		_cleanup_(qr_reads_done) struct qr_reads reads = {0};

		qr_reader_read(picture, &reads);
		assert_int_equal(reads.n, 1);
		assert_non_null(reads.codes[0].text);
		assert_string_equal(reads.codes[0].text, text);
		assert_true(fabs(reads.codes[0].top - (size % 5) * 0.23 - QUIET * module) < 1);
	}
}

/* Never another text; and no wrong module of data goes unnoticed, as with a reader that mends. */
static void a_wrong_module_is_never_another_text(void **state)
{
	const char *text = "https://dichvucong.gov.vn/p/home/dvc-tthc?ma=1.001193";
	int side = qr_code_modules(text) - 2 * QUIET, read_anyway = 0;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture =
		draw(text, 0, 0, 4, (side + 2 * QUIET) * 4);

	(void)state;
	for (int row = 0; row < side; row++) {
		for (int column = 0; column < side; column++) {
			_cleanup_(qr_reads_done) struct qr_reads reads = {0};

			flip(picture, row, column, 4);
			qr_reader_read(picture, &reads);
			flip(picture, row, column, 4);
			assert_true(reads.n <= 1);
			if (reads.n == 1 && reads.codes[0].text) {
				assert_string_equal(reads.codes[0].text, text);
				read_anyway++;
			}
		}
	}
	/* An alignment pattern, two rows that alternate, the dark module, bits that say nothing. */
	assert_int_equal(side, 33);
	assert_true(read_anyway <= 25 + 2 * (33 - 16) + 1 + 7);
}

static void a_picture_without_a_code_has_none(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture =
		cairo_image_surface_create(CAIRO_FORMAT_A8, PICTURE_PX, PICTURE_PX);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(picture);
	_cleanup_(qr_reads_done) struct qr_reads reads = {0};

	(void)state;
	qr_reader_read(picture, &reads);
	assert_int_equal(reads.n, 0);
	cairo_paint(cr);
	qr_reader_read(picture, &reads);
	assert_int_equal(reads.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_of_every_version_read_back),
		cmocka_unit_test(a_wrong_module_is_never_another_text),
		cmocka_unit_test(a_picture_without_a_code_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
