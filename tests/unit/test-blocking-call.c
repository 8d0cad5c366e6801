/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <pthread.h>

#include "base/clock.h"
#include "drivers/blocking-call.h"

enum { DEADLINE_MS = 20000 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int runs, releases;
static int dones;

static void count(int *counter)
{
	pthread_mutex_lock(&lock);
	++*counter;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

static void run(void *data)
{
	pthread_mutex_lock(&gate);
	*(int *)data = 42;
	pthread_mutex_unlock(&gate);
	count(&runs);
}

static void done(void *data, void *userdata)
{
	assert_int_equal(*(int *)data, 42);
	assert_ptr_equal(userdata, &dones);
	dones++;
}

static void release(void *data)
{
	free(data);
	count(&releases);
}

static void wait_for_release(int n)
{
	pthread_mutex_lock(&lock);
	while (releases < n) {
		pthread_cond_wait(&changed, &lock);
	}
	pthread_mutex_unlock(&lock);
}

static struct blocking_call *start(sd_event *event)
{
	struct blocking_call *call;
	int *data = malloc(sizeof(*data));

	assert_non_null(data);
	*data = 0;
	runs = releases = dones = 0;
	assert_int_equal(blocking_call_start(event, run, done, release, data, &dones, &call), 0);
	return call;
}

static void its_end_is_told_on_the_loop(void **state)
{
	sd_event *event = NULL;
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	(void)state;
	assert_true(sd_event_new(&event) >= 0);
	(void)start(event);
	while (dones == 0) {
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(event, 50000) >= 0);
	}
	wait_for_release(1);
	sd_event_unref(event);
}

static void one_that_is_abandoned_goes_on_and_tells_nobody(void **state)
{
	sd_event *event = NULL;

	(void)state;
	assert_true(sd_event_new(&event) >= 0);
	pthread_mutex_lock(&gate); /* it blocks */
	blocking_call_abandon(start(event));
	sd_event_unref(event);
	assert_int_equal(releases, 0);
	pthread_mutex_unlock(&gate);
	wait_for_release(1);
	assert_int_equal(runs, 1);
	assert_int_equal(dones, 0);
	blocking_call_abandon(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_end_is_told_on_the_loop),
		cmocka_unit_test(one_that_is_abandoned_goes_on_and_tells_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
