/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "hub/hub-limits.h"
#include "hub/hub-worker.h"
#include "hub/hub-writer.h"
#include "queue-fixture.h"

enum { DEADLINE_S = 20, JOBS = 300 };

/* What the loop saw, in its order. */
struct seen {
	sd_event *event;
	struct writer *writer;
	int64_t last_seq;
	int done;
	int batches;
	bool out_of_order;
};

static void on_publish(const struct published *events, size_t n, void *userdata)
{
	struct seen *seen = userdata;

	for (size_t i = 0; i < n; i++) {
		seen->out_of_order |=
			seen->last_seq != 0 && events[i].event.seq != seen->last_seq + 1;
		seen->last_seq = events[i].event.seq;
	}
}

static void on_batch_done(void *userdata)
{
	struct seen *seen = userdata;

	seen->batches++;
}

static void on_done(struct writer_job *job)
{
	struct seen *seen = job->userdata;

	/* The job's events have been published before it is done. */
	assert_true(job->answer.seq <= seen->last_seq);
	seen->done++;
}

static void run_until(struct seen *seen, const int *count, int wanted)
{
	int64_t until_ms = clock_mono_ms() + DEADLINE_S * 1000;

	while (*count < wanted) {
		assert_true(clock_mono_ms() < until_ms);
		assert_true(sd_event_run(seen->event, 100000) >= 0);
	}
}

/* A fresh loop and writer on the fixture's folder, whose queue is closed: one process, one hub. */
static void begin(struct fixture *fixture, struct seen *seen)
{
	*seen = (struct seen){0};
	queue_close(fixture->queue);
	fixture->queue = NULL;
	assert_true(sd_event_new(&seen->event) >= 0);
	assert_int_equal(writer_new(seen->event, fixture->dir, true, on_publish, on_batch_done,
				 seen, &seen->writer),
		0);
}

static void end(struct seen *seen)
{
	writer_stop(seen->writer);
	writer_free(seen->writer);
	sd_event_unref(seen->event);
}

static void submit(struct seen *seen, struct writer_job *job, const struct command *command)
{
	*job = (struct writer_job){.command = command, .done = on_done, .userdata = seen};
	assert_int_equal(writer_submit(seen->writer, job), 0);
}

static const struct command issue = {.kind = COMMAND_ISSUE, .lane = LANE_REGULAR, .service = "A"};

/* The real clock runs here: whether the day is open does not matter, answers come either way. */
static void test_every_job_is_answered_after_its_events(void **state)
{
	struct fixture *fixture = *state;
	static struct writer_job jobs[JOBS];
	struct writer_state figures;
	struct seen seen;

	begin(fixture, &seen);
	for (int i = 0; i < JOBS; i++) {
		submit(&seen, &jobs[i], &issue);
	}
	writer_get_state(seen.writer, &figures);
	assert_int_equal(figures.under_way, JOBS);
	writer_flush(seen.writer);
	run_until(&seen, &seen.done, JOBS);
	assert_false(seen.out_of_order);
	assert_true(seen.batches > 0);
	writer_get_state(seen.writer, &figures);
	assert_int_equal(figures.under_way, 0);
	/* Submitted together, they share transactions: at most LIMIT_BATCH in each. */
	assert_true(figures.commits <= JOBS / LIMIT_BATCH + 1);
	for (int i = 1; i < JOBS; i++) {
		assert_true(jobs[i].answer.seq >= jobs[i - 1].answer.seq);
	}
	end(&seen);
}

static void test_too_many_jobs_are_refused(void **state)
{
	static struct writer_job jobs[LIMIT_COMMANDS + 1];
	struct seen seen;

	begin(*state, &seen);
	for (int i = 0; i < LIMIT_COMMANDS; i++) {
		submit(&seen, &jobs[i], &issue);
	}
	jobs[LIMIT_COMMANDS] = (struct writer_job){.command = &issue, .done = on_done};
	assert_true(writer_submit(seen.writer, &jobs[LIMIT_COMMANDS]) < 0);
	writer_flush(seen.writer);
	run_until(&seen, &seen.done, LIMIT_COMMANDS);
	submit(&seen, &jobs[LIMIT_COMMANDS], &issue);
	writer_flush(seen.writer);
	run_until(&seen, &seen.done, LIMIT_COMMANDS + 1);
	end(&seen);
}

static void test_stopping_answers_everything_first(void **state)
{
	static struct writer_job jobs[JOBS];
	struct seen seen;

	begin(*state, &seen);
	for (int i = 0; i < JOBS; i++) {
		submit(&seen, &jobs[i], &issue);
	}
	writer_stop(seen.writer);
	assert_int_equal(seen.done, JOBS);
	assert_true(writer_submit(seen.writer, &jobs[0]) < 0);
	end(&seen);
}

static void test_the_tables_are_right_after_it(void **state)
{
	struct fixture *fixture = *state;
	static struct writer_job jobs[JOBS];
	_cleanup_free_ char *report = NULL;
	int64_t events = 0;
	struct seen seen;

	begin(fixture, &seen);
	for (int i = 0; i < JOBS; i++) {
		submit(&seen, &jobs[i], &issue);
		if (i % 7 == 0) {
			writer_flush(seen.writer);
		}
	}
	end(&seen);
	assert_int_equal(store_verify(fixture->dir, &events, &report), 0);
	assert_true(events >= seen.last_seq);
}

static void test_a_folder_in_use_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct writer *second = NULL;
	struct seen seen;

	begin(fixture, &seen);
	assert_true(writer_new(seen.event, fixture->dir, true, on_publish, on_batch_done, &seen,
			    &second) < 0);
	end(&seen);
}

/* Look-ups */

struct question {
	struct worker_task task;
	int *answered;
	int worked;
	int result;
};

static int work(struct store *store, void *userdata)
{
	struct question *question = userdata;
	struct ticket ticket;

	question->worked++;
	return store_ticket(store, 1, &ticket);
}

static void answered(int result, void *userdata)
{
	struct question *question = userdata;

	question->result = result;
	++*question->answered;
}

static void ask(struct worker *worker, struct question *question, int *count)
{
	*question = (struct question){
		.task = {.work = work, .done = answered, .userdata = question},
		.answered = count,
		.result = -1000,
	};
	assert_int_equal(worker_submit(worker, &question->task), 0);
}

static void test_look_ups_are_answered_in_the_loop(void **state)
{
	struct fixture *fixture = *state;
	struct question questions[LIMIT_LOOKUPS];
	struct worker_task more = {.work = work, .done = answered};
	struct worker *worker = NULL;
	struct seen seen = {0};
	int count = 0;

	fixture_issue(fixture, "A", LANE_REGULAR);
	assert_true(sd_event_new(&seen.event) >= 0);
	assert_int_equal(worker_new(seen.event, fixture->dir, false, LIMIT_LOOKUPS, &worker), 0);
	for (int i = 0; i < LIMIT_LOOKUPS; i++) {
		ask(worker, &questions[i], &count);
	}
	assert_true(worker_submit(worker, &more) < 0);
	run_until(&seen, &count, LIMIT_LOOKUPS);
	for (int i = 0; i < LIMIT_LOOKUPS; i++) {
		assert_int_equal(questions[i].worked, 1);
		assert_int_equal(questions[i].result, 0);
	}
	worker_stop(worker);
	assert_true(worker_submit(worker, &more) < 0);
	worker_free(worker);
	sd_event_unref(seen.event);
}

static void test_a_database_that_is_not_there_fails_the_look_up(void **state)
{
	struct question question;
	struct worker *worker = NULL;
	struct seen seen = {0};
	int count = 0;

	(void)state;
	assert_true(sd_event_new(&seen.event) >= 0);
	assert_int_equal(worker_new(seen.event, "/nonexistent", false, LIMIT_LOOKUPS, &worker), 0);
	ask(worker, &question, &count);
	run_until(&seen, &count, 1);
	assert_int_equal(question.worked, 0);
	assert_true(question.result < 0);
	worker_stop(worker);
	worker_free(worker);
	sd_event_unref(seen.event);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(test_every_job_is_answered_after_its_events),
		SCENE(test_too_many_jobs_are_refused),
		SCENE(test_stopping_answers_everything_first),
		SCENE(test_the_tables_are_right_after_it),
		SCENE(test_a_folder_in_use_is_refused),
		SCENE(test_look_ups_are_answered_in_the_loop),
		SCENE(test_a_database_that_is_not_there_fails_the_look_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
