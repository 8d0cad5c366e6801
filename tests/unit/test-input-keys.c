/* SPDX-License-Identifier: Apache-2.0 */
/* Which device is the keypad, and what its keys press. */
#include "drivers/input-keys.h"

#include "base/cleanup.h"
#include "check.h"

DEFINE_CLEANUP(struct libevdev *, libevdev_free);

/* The third key is not fitted. */
static const struct keypad_settings settings = {
	.device = "Storm", .code = {KEY_LEFT, KEY_RIGHT, 0, KEY_F1}};

static struct libevdev *make(const char *name, unsigned key)
{
	struct libevdev *evdev = libevdev_new();

	assert_non_null(evdev);
	libevdev_set_name(evdev, name);
	assert_int_equal(libevdev_enable_event_code(evdev, EV_KEY, key, NULL), 0);
	return evdev;
}

static bool match(const struct keypad_settings *with, const char *name, unsigned key)
{
	_cleanup_(libevdev_freep) struct libevdev *evdev = make(name, key);

	return input_keys_match(with, evdev);
}

static void test_the_keypad_has_its_name_and_keys(void **state)
{
	static const struct keypad_settings none = {.code = {KEY_LEFT}};

	(void)state;
	assert_true(match(&settings, "Storm AudioNav", KEY_LEFT));
	assert_true(match(&settings, "Keymat STORM Keypad Consumer Control", KEY_F1));
	assert_false(match(&settings, "Storm AudioNav", KEY_A));
	assert_false(match(&settings, "Sto rm", KEY_LEFT));
	assert_false(match(&settings, "AT Translated Set 2 keyboard", KEY_LEFT));
	assert_false(match(&none, "Storm AudioNav", KEY_LEFT)); /* the board has no keypad */
}

static int pressed(unsigned type, unsigned code, int value)
{
	struct input_event event = {.value = value};

	event.type = (unsigned short)type;
	event.code = (unsigned short)code;
	return input_keys_pressed(&settings, &event);
}

static void test_a_press_is_one_key_once(void **state)
{
	(void)state;
	assert_int_equal(pressed(EV_KEY, KEY_LEFT, 1), 0);
	assert_int_equal(pressed(EV_KEY, KEY_F1, 1), 3);
	assert_int_equal(pressed(EV_KEY, KEY_LEFT, 2), -1); /* still held */
	assert_int_equal(pressed(EV_KEY, KEY_LEFT, 0), -1); /* let go */
	assert_int_equal(pressed(EV_KEY, KEY_ENTER, 1), -1);
	assert_int_equal(pressed(EV_KEY, KEY_RESERVED, 1), -1); /* not the key that is not fitted */
	assert_int_equal(pressed(EV_REL, KEY_LEFT, 1), -1);
	assert_int_equal(pressed(EV_SYN, SYN_REPORT, 1), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_keypad_has_its_name_and_keys),
		cmocka_unit_test(test_a_press_is_one_key_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
