/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "hub/hub-screens.h"

static void test_a_picture_is_kept_only_of_what_is_looked_at(void **state)
{
	struct screens *screens = screens_new();
	const struct screen_entry *entry;

	(void)state;
	assert_int_equal(screens_put(screens, "hall-1", "a", 0), -ENOENT);
	assert_null(screens_find(screens, "hall-1"));
	assert_null(screens_find(screens, ""));
	assert_non_null(screens_look(screens, "hall-1", 100));
	assert_int_equal(screens_put(screens, "kiosk-1", "a", 100), -ENOENT);
	assert_int_equal(screens_put(screens, "hall-1", "a", 100), 0);
	entry = screens_find(screens, "hall-1");
	assert_string_equal(entry->png, "a");
	assert_int_equal(entry->came_ms, 100);
	assert_int_equal(screens_put(screens, "hall-1", "b", 100 + SCREENS_APART_MS - 1), -EAGAIN);
	assert_string_equal(entry->png, "a");
	assert_int_equal(screens_put(screens, "hall-1", "b", 100 + SCREENS_APART_MS), 0);
	assert_string_equal(entry->png, "b");
	assert_int_equal(entry->number, 2);
	screens_free(screens);
}

static void test_what_nobody_looks_at_is_forgotten(void **state)
{
	struct screens *screens = screens_new();

	(void)state;
	assert_non_null(screens_look(screens, "hall-1", 0));
	assert_non_null(screens_look(screens, "hall-2", 5000));
	assert_int_equal(screens_put(screens, "hall-1", "a", 10), 0);
	screens_drop_old(screens, SCREENS_KEPT_MS - 1);
	assert_non_null(screens_find(screens, "hall-1"));
	screens_drop_old(screens, SCREENS_KEPT_MS);
	assert_null(screens_find(screens, "hall-1"));
	assert_non_null(screens_find(screens, "hall-2"));
	/* Looked at again, it has no picture, and another number than before. */
	assert_null(screens_look(screens, "hall-1", SCREENS_KEPT_MS)->png);
	assert_int_equal(screens_put(screens, "hall-1", "c", SCREENS_KEPT_MS), 0);
	assert_int_equal(screens_find(screens, "hall-1")->number, 2);
	screens_free(screens);
}

static void test_a_device_is_told_once_in_a_while(void **state)
{
	struct screens *screens = screens_new();
	struct screen_entry *entry = screens_look(screens, "hall-1", 1000);

	(void)state;
	assert_true(screens_must_tell(entry, 1000));
	assert_true(screens_must_tell(entry, 1500)); /* it could not be told */
	entry->told_ms = 1500;
	assert_false(screens_must_tell(entry, 1500 + SCREENS_TELL_MS - 1));
	assert_true(screens_must_tell(entry, 1500 + SCREENS_TELL_MS));
	screens_free(screens);
}

static void test_many_screens_have_bounded_room(void **state)
{
	struct screens *screens = screens_new();
	char name[LIMIT_ID + 1];

	(void)state;
	for (int i = 0; i < LIMIT_SCREENS; i++) {
		(void)snprintf(name, sizeof(name), "hall-%d", i);
		assert_non_null(screens_look(screens, name, i));
		assert_int_equal(screens_put(screens, name, "a", i), 0);
	}
	assert_null(screens_look(screens, "one-more", SCREENS_BUSY_MS - 1));
	/* The first has not been looked at for long enough, and makes room. */
	assert_non_null(screens_look(screens, "one-more", SCREENS_BUSY_MS));
	assert_null(screens_find(screens, "hall-0"));
	assert_non_null(screens_find(screens, "hall-1"));
	assert_null(screens_find(screens, "one-more")->png);
	screens_free(screens);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_picture_is_kept_only_of_what_is_looked_at),
		cmocka_unit_test(test_what_nobody_looks_at_is_forgotten),
		cmocka_unit_test(test_a_device_is_told_once_in_a_while),
		cmocka_unit_test(test_many_screens_have_bounded_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
