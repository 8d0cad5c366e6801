/* SPDX-License-Identifier: Apache-2.0 */
/* A display that takes pictures late, or never, holds nobody up. A pipe stands for the card: it
 * becomes readable when a picture was taken, and stays so until it is read. */
#include "check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/screen-flip.h"

enum { DEADLINE_MS = 10000, STUCK_MS = 50, LOST_MS = 100, NEVER_MS = 100000 };

struct fixture {
	sd_event *event;
	struct screen_flip *flip;
	int card[2];
	int ready, stuck, lost;
};

static void on_ready(void *userdata)
{
	((struct fixture *)userdata)->ready++;
}

static void on_stuck(void *userdata)
{
	((struct fixture *)userdata)->stuck++;
}

static void on_lost(void *userdata)
{
	((struct fixture *)userdata)->lost++;
}

static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	assert_int_equal(sd_event_new(&f->event), 0);
	assert_int_equal(pipe2(f->card, O_CLOEXEC | O_NONBLOCK), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	screen_flip_close(f->flip);
	sd_event_unref(f->event);
	(void)close(f->card[0]);
	(void)close(f->card[1]);
	free(f);
	return 0;
}

static void open_flip(struct fixture *f, int stuck_ms, int lost_ms)
{
	const struct screen_flip_settings settings = {
		stuck_ms, lost_ms, on_ready, on_stuck, on_lost};

	assert_int_equal(screen_flip_open(f->event, f->card[0], &settings, f, &f->flip), 0);
}

/* The first picture sets the mode; the second is the first that can be under way. */
static void open_busy(struct fixture *f, int stuck_ms, int lost_ms)
{
	open_flip(f, stuck_ms, lost_ms);
	screen_flip_shown(f->flip, true);
	assert_true(screen_flip_may_show(f->flip));
	screen_flip_shown(f->flip, true);
}

static void take(struct fixture *f)
{
	assert_int_equal(write(f->card[1], "!", 1), 1);
}

static void run_until(struct fixture *f, const int *count)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;

	while (!*count && clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_int_equal(*count, 1);
}

static void test_next_picture_waits_until_the_last_was_taken(void **state)
{
	struct fixture *f = *state;

	open_busy(f, NEVER_MS, NEVER_MS);
	assert_false(screen_flip_may_show(f->flip));
	take(f);
	assert_true(screen_flip_may_show(f->flip));
	assert_int_equal(f->ready, 0); /* nobody was kept waiting */
}

static void test_who_was_refused_is_told_once(void **state)
{
	struct fixture *f = *state;

	open_busy(f, NEVER_MS, NEVER_MS);
	assert_false(screen_flip_may_show(f->flip));
	take(f);
	run_until(f, &f->ready);
	assert_true(screen_flip_may_show(f->flip));
	/* The card stays readable, and that wakes nobody. */
	assert_int_equal(sd_event_run(f->event, 0), 0);
	assert_int_equal(f->ready, 1);
}

static void test_refused_by_the_kernel_is_not_under_way(void **state)
{
	struct fixture *f = *state;

	open_flip(f, NEVER_MS, NEVER_MS);
	screen_flip_shown(f->flip, true);
	screen_flip_shown(f->flip, false);
	assert_true(screen_flip_may_show(f->flip));
}

static void test_dead_display_is_said_and_then_given_up(void **state)
{
	struct fixture *f = *state;

	open_busy(f, STUCK_MS, LOST_MS);
	assert_false(screen_flip_is_stuck(f->flip));
	run_until(f, &f->stuck);
	assert_true(screen_flip_is_stuck(f->flip));
	assert_false(screen_flip_may_show(f->flip));
	assert_int_equal(f->lost, 0);
	run_until(f, &f->lost);
	assert_int_equal(f->stuck, 1);
	assert_false(screen_flip_wait(f->flip, 0));
}

static void test_display_that_comes_back_goes_on(void **state)
{
	struct fixture *f = *state;

	open_busy(f, STUCK_MS, NEVER_MS);
	run_until(f, &f->stuck);
	assert_false(screen_flip_may_show(f->flip));
	take(f);
	run_until(f, &f->ready);
	assert_false(screen_flip_is_stuck(f->flip));
	assert_true(screen_flip_may_show(f->flip));
}

static void test_picture_that_nobody_asked_after_is_not_late(void **state)
{
	struct fixture *f = *state;
	int64_t deadline;

	open_busy(f, STUCK_MS, LOST_MS);
	take(f);
	deadline = clock_mono_ms() + 3LL * LOST_MS;
	while (clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 10000) >= 0);
	}
	assert_int_equal(f->stuck + f->lost + f->ready, 0);
	assert_true(screen_flip_wait(f->flip, 0));
}

static void test_without_a_card_nothing_is_under_way(void **state)
{
	(void)state;
	assert_true(screen_flip_wait(NULL, 0));
	assert_false(screen_flip_is_stuck(NULL));
	screen_flip_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_next_picture_waits_until_the_last_was_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_who_was_refused_is_told_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_refused_by_the_kernel_is_not_under_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_dead_display_is_said_and_then_given_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_display_that_comes_back_goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_picture_that_nobody_asked_after_is_not_late, set_up, tear_down),
		cmocka_unit_test(test_without_a_card_nothing_is_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
