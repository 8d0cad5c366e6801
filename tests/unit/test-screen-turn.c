/* SPDX-License-Identifier: Apache-2.0 */
/* Every pixel of a part lands where a touch there is taken to be, and no other pixel changes. */
#include "check.h"

#include <string.h>

#include "base/text.h"
#include "drivers/screen-driver.h"
#include "drivers/screen-turn.h"

enum { LONG = 31, SHORT = 17, ROOM = 3 };

static bool is_inside(const cairo_rectangle_int_t *part, int x, int y)
{
	return x >= part->x && x < part->x + part->width && y >= part->y &&
		y < part->y + part->height;
}

static void check_part(int rotation, const cairo_rectangle_int_t *part)
{
	uint32_t shown[SHORT][LONG + ROOM] = {0};
	const struct screen_pixels to = {shown[0], LONG, SHORT, sizeof(shown[0])};
	int width = screen_turn_lies_on_side(rotation) ? SHORT : LONG;
	int height = screen_turn_lies_on_side(rotation) ? LONG : SHORT;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	uint32_t *data = (uint32_t *)(void *)cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface) / 4;

	for (int i = 0; i < stride * height; i++) {
		data[i] = (uint32_t)i + 1;
	}
	screen_turn_copy(rotation, surface, part, &to);
	for (int y = 0; y < SHORT; y++) {
		for (int x = 0; x < LONG + ROOM; x++) {
			int at_x, at_y;

			screen_turn_point(rotation, width, height, x, y, &at_x, &at_y);
			assert_int_equal(shown[y][x],
				x < LONG && is_inside(part, at_x, at_y) ? data[at_y * stride + at_x]
									: 0);
		}
	}
	cairo_surface_destroy(surface);
}

static void test_parts_land_where_they_are_touched(void **state)
{
	static const cairo_rectangle_int_t parts[] = {
		{0, 0, SHORT, SHORT}, {3, 2, 7, 1}, {16, 16, 1, 1}, {0, 5, 2, 12}};

	(void)state;
	for (int rotation = 0; rotation < 360; rotation += 90) {
		for (size_t i = 0; i < ELEMENTS(parts); i++) {
			check_part(rotation, &parts[i]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_land_where_they_are_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
