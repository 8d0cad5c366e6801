/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/qr-code.h"

#include <qrencode.h>
#include <stdbool.h>
#include <string.h>

#include "check.h"

enum { SIDE = 200, QUIET = 4 };
#define ADDRESS "http://192.168.1.10:8080/t/3f-abcdefghijklmnopqrstuvwxyz"

static unsigned char pixels[SIDE * SIDE];

static bool black(int x, int y)
{
	return pixels[y * SIDE + x] > 127;
}

static void draw(const char *text, double side_px)
{
	cairo_surface_t *surface =
		cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_A8, SIDE, SIDE, SIDE);
	cairo_t *cr = cairo_create(surface);

	memset(pixels, 0, sizeof(pixels));
	qr_code_draw(cr, text, 0, 0, side_px);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
}

static void test_each_module_is_whole_pixels(void **state)
{
	QRcode *qr = QRcode_encodeString8bit(ADDRESS, 0, QR_ECLEVEL_M);
	int modules = qr->width + 2 * QUIET;
	int module = SIDE / modules;
	int left = (SIDE - module * modules) / 2 + QUIET * module;

	(void)state;
	draw(ADDRESS, SIDE);
	for (int y = 0; y < SIDE; y++) {
		for (int x = 0; x < SIDE; x++) {
			int column = (x - left) / module, row = (y - left) / module;
			bool inside =
				x >= left && y >= left && column < qr->width && row < qr->width;
			bool wanted = inside && (qr->data[row * qr->width + column] & 1);

			assert_int_equal(black(x, y), wanted);
		}
	}
	QRcode_free(qr);
}

static void test_what_cannot_be_read_is_not_drawn(void **state)
{
	(void)state;
	draw(ADDRESS, 60); /* less than two pixels a module */
	for (int i = 0; i < SIDE * SIDE; i++) {
		assert_int_equal(pixels[i], 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_module_is_whole_pixels),
		cmocka_unit_test(test_what_cannot_be_read_is_not_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
