/* SPDX-License-Identifier: Apache-2.0 */
/* Which socket, CRTC and mode a screen takes. */
#include "check.h"

#include <string.h>

#include "base/text.h"
#include "drivers/screen-plan.h"

enum { CRTC_A = 41, CRTC_B = 42 };

/* A board with two HDMI sockets. */
static void set_up(struct screen_output *outputs, bool first, bool second)
{
	memset(outputs, 0, 2 * sizeof(*outputs));
	(void)text_copy(outputs[0].name, sizeof(outputs[0].name), "HDMI-A-1");
	(void)text_copy(outputs[1].name, sizeof(outputs[1].name), "HDMI-A-2");
	outputs[0].connected = first;
	outputs[1].connected = second;
	outputs[0].possible_crtcs = outputs[1].possible_crtcs = 3;
}

static void test_the_named_socket_is_taken_with_or_without_a_display(void **state)
{
	struct screen_output outputs[2];

	(void)state;
	set_up(outputs, true, false);
	assert_int_equal(screen_plan_output(outputs, 2, "HDMI-A-2", false, -1), 1);
	assert_int_equal(screen_plan_output(outputs, 2, "HDMI-A-1", false, 1), 0);
	assert_int_equal(screen_plan_output(outputs, 2, "DP-1", false, 0), -1);
}

static void test_without_a_name_two_screens_take_two_sockets(void **state)
{
	struct screen_output outputs[2];

	(void)state;
	set_up(outputs, true, true);
	assert_int_equal(screen_plan_output(outputs, 2, "", false, -1), 0);
	assert_int_equal(screen_plan_output(outputs, 2, "", true, -1), 1);
	outputs[0].taken = true;
	assert_int_equal(screen_plan_output(outputs, 2, "", false, -1), 1);
	outputs[1].taken = true;
	assert_int_equal(screen_plan_output(outputs, 2, "", false, -1), -1);
}

static void test_a_display_that_moves_to_another_socket_is_followed(void **state)
{
	struct screen_output outputs[2];

	(void)state;
	set_up(outputs, false, true);
	outputs[0].taken = true; /* by this program */
	assert_int_equal(screen_plan_output(outputs, 2, "", false, 0), 1);
	outputs[1].taken = true; /* the other program's display stays there */
	assert_int_equal(screen_plan_output(outputs, 2, "", false, 0), 0);
	set_up(outputs, true, true);
	assert_int_equal(screen_plan_output(outputs, 2, "", false, 1), 1);
	set_up(outputs, false, false);
	assert_int_equal(screen_plan_output(outputs, 2, "", false, -1), -1);
}

static void test_two_sockets_never_share_a_crtc_while_there_is_another(void **state)
{
	const uint32_t crtcs[] = {CRTC_A, CRTC_B};
	struct screen_output outputs[2];

	(void)state;
	set_up(outputs, true, true);
	assert_int_equal(screen_plan_crtc(crtcs, 2, outputs, 2, 0), CRTC_A);
	outputs[1].crtc = CRTC_B;
	assert_int_equal(screen_plan_crtc(crtcs, 2, outputs, 2, 1), CRTC_B);
	outputs[0].crtc = CRTC_B; /* the console shows the same on both */
	assert_int_equal(screen_plan_crtc(crtcs, 2, outputs, 2, 0), CRTC_A);
	outputs[0].possible_crtcs = 2; /* only the one that feeds the other */
	assert_int_equal(screen_plan_crtc(crtcs, 2, outputs, 2, 0), CRTC_B);
	outputs[0].possible_crtcs = 0;
	outputs[0].crtc = 0;
	assert_int_equal(screen_plan_crtc(crtcs, 2, outputs, 2, 0), 0);
}

static void test_a_crtc_is_shared_while_both_displays_are_there(void **state)
{
	struct screen_output outputs[2];

	(void)state;
	set_up(outputs, true, true);
	assert_false(screen_plan_is_shared(outputs, 2, 0)); /* nothing feeds them */
	outputs[0].crtc = outputs[1].crtc = CRTC_A;
	assert_true(screen_plan_is_shared(outputs, 2, 0));
	outputs[1].crtc = CRTC_B;
	assert_false(screen_plan_is_shared(outputs, 2, 0));
	outputs[1].crtc = CRTC_A;
	outputs[1].connected = false;
	assert_false(screen_plan_is_shared(outputs, 2, 0));
}

static void test_the_mode_is_the_displays_own_unless_a_size_is_wanted(void **state)
{
	static const drmModeModeInfo modes[] = {
		{.hdisplay = 1920, .vdisplay = 1080, .flags = DRM_MODE_FLAG_INTERLACE},
		{.hdisplay = 1920, .vdisplay = 1080, .vrefresh = 60},
		{.hdisplay = 1920, .vdisplay = 1080, .vrefresh = 50},
		{.hdisplay = 3840, .vdisplay = 2160, .type = DRM_MODE_TYPE_PREFERRED},
		{.hdisplay = 1280, .vdisplay = 720},
	};

	(void)state;
	assert_ptr_equal(screen_plan_mode(modes, 5, 0, 0), &modes[3]);
	assert_ptr_equal(screen_plan_mode(modes, 5, 1920, 1080), &modes[1]);
	assert_ptr_equal(screen_plan_mode(modes, 5, 1280, 720), &modes[4]);
	assert_ptr_equal(screen_plan_mode(modes, 5, 640, 480), &modes[3]);
	assert_ptr_equal(screen_plan_mode(modes, 2, 0, 0), &modes[0]);
	assert_null(screen_plan_mode(modes, 0, 0, 0));
	assert_true(screen_plan_same_mode(&modes[1], &modes[2])); /* told apart by their clock */
	assert_false(screen_plan_same_mode(&modes[0], &modes[1]));
	assert_false(screen_plan_same_mode(&modes[3], &modes[4]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_named_socket_is_taken_with_or_without_a_display),
		cmocka_unit_test(test_without_a_name_two_screens_take_two_sockets),
		cmocka_unit_test(test_a_display_that_moves_to_another_socket_is_followed),
		cmocka_unit_test(test_two_sockets_never_share_a_crtc_while_there_is_another),
		cmocka_unit_test(test_a_crtc_is_shared_while_both_displays_are_there),
		cmocka_unit_test(test_the_mode_is_the_displays_own_unless_a_size_is_wanted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
