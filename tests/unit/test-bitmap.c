/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/bitmap.h"

static void a_new_bitmap_is_white_and_whole_bytes_a_row(void **state)
{
	static const struct {
		int width;
		size_t stride;
	} widths[] = {{1, 1}, {8, 1}, {9, 2}, {384, 48}, {576, 72}};

	(void)state;
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		struct bitmap *bitmap = bitmap_new(widths[i].width, 3);

		assert_int_equal(bitmap->width_dots, widths[i].width);
		assert_int_equal(bitmap->height_dots, 3);
		assert_int_equal(bitmap->stride, widths[i].stride);
		for (size_t at = 0; at < 3 * widths[i].stride; at++) {
			assert_int_equal(bitmap->bits[at], 0);
		}
		bitmap_free(bitmap);
	}
}

static void freeing_nothing_is_fine(void **state)
{
	(void)state;
	bitmap_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_bitmap_is_white_and_whole_bytes_a_row),
		cmocka_unit_test(freeing_nothing_is_fine),
	};

	return cmocka_run_group_tests_name("bitmap", tests, NULL, NULL);
}
