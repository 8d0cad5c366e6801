/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated board's windows on desktops of each size: both whole, apart, in their shape, and as
 * large as there is room for. */
#include "check.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "drivers/window-place.h"

enum { FRAME = 37 }; /* what a desktop puts above a window, or by which it moves it down */

static const struct window_size lying[2] = {{1280, 800}, {1920, 1080}};
static const struct window_size upright[2] = {{1080, 1920}, {1920, 1080}};

static bool is_within(const struct window_place *part, const struct window_place *whole)
{
	return part->x >= whole->x && part->y - FRAME >= whole->y &&
		part->x + part->width <= whole->x + whole->width &&
		part->y + part->height + FRAME <= whole->y + whole->height;
}

static bool are_apart(const struct window_place *a, const struct window_place *b)
{
	return a->x + a->width < b->x || b->x + b->width < a->x ||
		a->y + a->height + 2 * FRAME <= b->y || b->y + b->height + 2 * FRAME <= a->y;
}

static void check_shape(const struct window_place *place, struct window_size size)
{
	double wanted = (double)place->width * size.height / size.width;

	assert_true(fabs(place->height - wanted) <= 2);
	assert_true(place->width <= size.width && place->height <= size.height);
}

static const struct window_place desktops[] = {{0, 0, 1920, 1080}, {0, 0, 1366, 768},
	{0, 27, 1280, 693}, {0, 0, 1280, 1024}, {66, 32, 1854, 1048}, {0, 0, 3840, 2160},
	{0, 0, 1080, 1920}, {0, 0, 1024, 600}};

static void test_both_are_seen_whole(void **state)
{
	const struct window_size *const shapes[] = {lying, upright};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(desktops) * 2; i++) {
		const struct window_place *desktop = &desktops[i / 2];
		struct window_place at[2];

		window_place(desktop, 1, shapes[i % 2], at);
		for (int k = 0; k < 2; k++) {
			assert_true(is_within(&at[k], desktop));
			check_shape(&at[k], shapes[i % 2][k]);
		}
		assert_true(are_apart(&at[0], &at[1]));
	}
}

static void test_beside_or_above_each_other(void **state)
{
	struct window_place at[2];

	(void)state;
	window_place(&desktops[0], 1, lying, at); /* 1920x1080 */
	assert_true(at[0].x + at[0].width < at[1].x);
	assert_true(abs(at[0].height - at[1].height) <= 2);
	assert_true(at[0].width + at[1].width > 1860);
	window_place(&desktops[3], 1, lying, at); /* 1280x1024 */
	assert_true(at[0].y + at[0].height < at[1].y);
	assert_true(abs(at[0].width - at[1].width) <= 2);
	window_place(&desktops[5], 1, lying, at); /* 3840x2160 */
	assert_int_equal(at[0].width, 1280);
	assert_int_equal(at[1].width, 1920);
}

static void test_two_monitors_have_one_each(void **state)
{
	const struct window_place monitors[] = {
		{1920, 0, 1366, 768}, {0, 0, 1920, 1080}, {0, 1080, 800, 600}};
	struct window_place at[2];

	(void)state;
	window_place(monitors, 3, upright, at);
	for (int k = 0; k < 2; k++) {
		assert_true(is_within(&at[k], &monitors[k]));
		check_shape(&at[k], upright[k]);
	}
	assert_true(at[1].height > 990);
}

static void test_one_alone_has_the_desktop(void **state)
{
	const struct window_size only_hall[2] = {{0, 0}, {1920, 1080}};
	struct window_place at[2];

	(void)state;
	window_place(&desktops[1], 1, only_hall, at);
	assert_int_equal(at[0].width, 0);
	assert_true(is_within(&at[1], &desktops[1]) && at[1].width > 1200);
	window_place(desktops, 2, only_hall, at);
	assert_true(is_within(&at[1], &desktops[0]));
}

static void test_a_tiny_desktop_is_no_division_by_nothing(void **state)
{
	const struct window_place tiny = {0, 0, 1, 1};
	struct window_place at[2];

	(void)state;
	window_place(&tiny, 1, lying, at);
	assert_true(at[0].width >= 1 && at[1].height >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_are_seen_whole),
		cmocka_unit_test(test_beside_or_above_each_other),
		cmocka_unit_test(test_two_monitors_have_one_each),
		cmocka_unit_test(test_one_alone_has_the_desktop),
		cmocka_unit_test(test_a_tiny_desktop_is_no_division_by_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
