/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <semaphore.h>
#include <string.h>

#include "base/clock.h"
#include "hub/hub-worker.h"

enum { DEADLINE_MS = 20000, MAX = 16 };

struct scene {
	sd_event *event;
	struct worker *worker;
	sem_t begun; /* the first one is under way… */
	sem_t go; /* …and ends after this */
	struct worker_task task[MAX];
	int n;
	char order[MAX + 1]; /* whose were done */
};

static const char owners[] = "abc";

static int stand_still(struct store *store, void *userdata)
{
	struct scene *scene = userdata;

	(void)store;
	(void)sem_post(&scene->begun);
	(void)sem_wait(&scene->go);
	return 0;
}

static int nothing(struct store *store, void *userdata)
{
	(void)store;
	(void)userdata;
	return 0;
}

static void done_first(int result, void *userdata)
{
	(void)result;
	(void)userdata;
}

/* Each owner has a call of its own, so that it is known whose turn it was. */
static void note(struct scene *scene, char owner)
{
	const size_t n = strlen(scene->order);

	scene->order[n] = owner;
	scene->order[n + 1] = '\0';
}

static void done_a(int result, void *userdata)
{
	(void)result;
	note(userdata, 'a');
}

static void done_b(int result, void *userdata)
{
	(void)result;
	note(userdata, 'b');
}

static void done_c(int result, void *userdata)
{
	(void)result;
	note(userdata, 'c');
}

static struct worker_task *submit(struct scene *scene, char owner)
{
	static void (*const done[])(int, void *) = {done_a, done_b, done_c};
	struct worker_task *task = &scene->task[scene->n++];

	*task = (struct worker_task){
		.work = nothing,
		.done = done[owner - 'a'],
		.userdata = scene,
		.owner = &owners[owner - 'a'],
	};
	assert_int_equal(worker_submit(scene->worker, task), 0);
	return task;
}

static void begin(struct scene *scene, char owner)
{
	struct worker_task *first = &scene->task[scene->n++];

	assert_true(sd_event_new(&scene->event) >= 0);
	assert_int_equal(worker_new(scene->event, NULL, false, MAX, &scene->worker), 0);
	assert_int_equal(sem_init(&scene->begun, 0, 0), 0);
	assert_int_equal(sem_init(&scene->go, 0, 0), 0);
	*first = (struct worker_task){
		.work = stand_still,
		.done = done_first,
		.userdata = scene,
		.owner = &owners[owner - 'a'],
	};
	assert_int_equal(worker_submit(scene->worker, first), 0);
	(void)sem_wait(&scene->begun);
}

static void end(struct scene *scene, size_t n)
{
	const int64_t until_ms = clock_mono_ms() + DEADLINE_MS;

	(void)sem_post(&scene->go);
	while (strlen(scene->order) < n) {
		assert_true(clock_mono_ms() < until_ms);
		assert_true(sd_event_run(scene->event, 100000) >= 0);
	}
	worker_stop(scene->worker);
	worker_free(scene->worker);
	sd_event_unref(scene->event);
	(void)sem_destroy(&scene->begun);
	(void)sem_destroy(&scene->go);
}

static void test_who_waits_with_one_does_not_wait_for_many(void **state)
{
	struct scene scene = {0};

	(void)state;
	begin(&scene, 'a');
	for (int i = 0; i < 5; i++) {
		(void)submit(&scene, 'a');
	}
	(void)submit(&scene, 'b');
	(void)submit(&scene, 'b');
	(void)submit(&scene, 'c');
	end(&scene, 8);
	/* One of a is being done: b and c come before a's next. */
	assert_string_equal(scene.order, "bcabaaaa");
}

static void test_one_that_waits_is_taken_back(void **state)
{
	struct scene scene = {0};
	struct worker_task *given_up;

	(void)state;
	begin(&scene, 'a');
	given_up = submit(&scene, 'b');
	(void)submit(&scene, 'c');
	assert_true(worker_cancel(scene.worker, given_up));
	assert_false(worker_cancel(scene.worker, given_up));
	assert_false(worker_cancel(scene.worker, &scene.task[0])); /* it is being done */
	assert_true(worker_busy(scene.worker));
	end(&scene, 1);
	assert_string_equal(scene.order, "c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_waits_with_one_does_not_wait_for_many),
		cmocka_unit_test(test_one_that_waits_is_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
