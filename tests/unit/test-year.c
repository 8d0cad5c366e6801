/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four weeks of a commune's centre, or a year, whose clock is driven: a few dozen visitors on an
 * ordinary day, clerks who open their counters, call, serve and finish, and much that is refused,
 * power cuts, boards that do not know the time, days closed by mistake. After each week the checker
 * and the log's replay say whether everything holds; no ticket that was acknowledged is missing and
 * none has another number.
 *
 * LAYSO_TEST_YEAR_SEED: another year; LAYSO_TEST_YEAR_DAYS: a longer or shorter one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "check/check-database.h"
#include "queue-fixture.h"

enum { HOUR_MS = 3600 * 1000, DAY_MS = 24 * HOUR_MS, TICKETS_MAX = 1 << 17, DAYS = 28 };

struct year {
	struct fixture *f;
	int64_t true_ms; /* what the wall clock should be */
	unsigned seed;
	int boots;
	int64_t *ticket; /* those that were acknowledged */
	char (*text)[LIMIT_NUMBER_TEXT + 1];
	int n;
	int finished, cuts, guesses, reopened, corrections;
};

static int dice(struct year *year, int sides)
{
	return (int)((unsigned)rand_r(&year->seed) % (unsigned)sides);
}

static void pass_s(struct year *year, int seconds)
{
	year->true_ms += (int64_t)seconds * 1000;
	fixture_pass_s(year->f, seconds);
}

static void run(struct year *year, struct command *command)
{
	fixture_run(year->f, command);
	assert_int_not_equal(year->f->answer.problem, PROBLEM_STORAGE);
	year->finished +=
		command->kind == COMMAND_FINISH && year->f->answer.problem == PROBLEM_NONE;
	if (year->f->answer.created) {
		assert_true(year->n < TICKETS_MAX);
		year->ticket[year->n] = year->f->answer.ticket.id;
		text_copy_cut(
			year->text[year->n++], LIMIT_NUMBER_TEXT + 1, year->f->answer.ticket.text);
	}
}

/* The power goes, for a moment or for a night; what the board knows of the time then. */
static void cut_power(struct year *year, int away_s)
{
	struct moment *now = &year->f->now;
	int clock = dice(year, 8);

	queue_close(TAKE_PTR(year->f->queue));
	year->cuts++;
	year->true_ms += (int64_t)away_s * 1000 + 20000;
	(void)snprintf(now->boot_id, sizeof(now->boot_id), "%032x", (unsigned)++year->boots);
	now->boot_ms = 20000;
	now->trusted = clock < 3;
	now->kept = clock == 3;
	if (clock <= 3) {
		now->wall_ms = year->true_ms;
	} else if (clock == 4) {
		now->wall_ms = 20000; /* 1970 */
	} else if (clock == 5) {
		now->wall_ms = year->true_ms + 25LL * HOUR_MS; /* counts as right, and is not */
		now->kept = true;
	} else {
		now->wall_ms += 20000; /* stood still */
	}
	assert_int_equal(queue_open(year->f->dir, true, &year->f->now, &year->f->queue), 0);
}

static void synchronise(struct year *year)
{
	struct command tick = {.kind = COMMAND_TICK};

	year->corrections += year->f->now.wall_ms != year->true_ms;
	year->f->now.wall_ms = year->true_ms;
	year->f->now.trusted = true;
	run(year, &tick);
}

/* Something happens; most of it may be refused. */
static void happen(struct year *year)
{
	static const enum command_kind kinds[] = {COMMAND_ISSUE, COMMAND_ISSUE, COMMAND_ISSUE,
		COMMAND_CALL_NEXT, COMMAND_CALL_NEXT, COMMAND_CALL_NEXT, COMMAND_APPEAR,
		COMMAND_APPEAR, COMMAND_APPEAR, COMMAND_FINISH, COMMAND_FINISH, COMMAND_FINISH,
		COMMAND_ABSENT, COMMAND_HOLD, COMMAND_RESUME_TICKET, COMMAND_TRANSFER,
		COMMAND_SUPPLEMENT, COMMAND_UNDO_FINISH, COMMAND_UNDO_CALL, COMMAND_COUNTER_OPEN,
		COMMAND_COUNTER_PAUSE, COMMAND_COUNTER_RESUME, COMMAND_COUNTER_CLOSE, COMMAND_VOID,
		COMMAND_LEAVE, COMMAND_REVIVE, COMMAND_RETURN, COMMAND_PAPER};
	struct command c = {.kind = kinds[dice(year, ELEMENTS(kinds))],
		.counter = 1 + dice(year, 3),
		.lane = dice(year, 4) ? LANE_REGULAR : LANE_PRIORITY,
		.paper = (enum paper)dice(year, PAPERS),
		.kiosk = "kiosk-1",
		.hand_over = true};

	if (year->n > 0) {
		c.ticket = year->ticket[year->n - 1 - dice(year, MIN_OF(year->n, 15))];
	}
	(void)snprintf(c.service, sizeof(c.service), "%c", "AB"[dice(year, 2)]);
	(void)snprintf(c.staff, sizeof(c.staff), "s%d", 1 + dice(year, 3));
	(void)snprintf(c.language, sizeof(c.language), "%s", dice(year, 2) ? "vi" : "en");
	if (c.lane == LANE_PRIORITY) {
		text_copy_cut(c.reason, sizeof(c.reason), "elderly");
	}
	run(year, &c);
}

/* What the clerk at a counter does next in the ordinary course of a day. */
static void work_at(struct year *year, int number)
{
	const struct model *model = queue_model(year->f->queue);
	const struct counter *counter = model_find_counter(model, number);
	struct command c = {.counter = number};

	if (!counter || counter->state == COUNTER_OFF) {
		c.kind = COMMAND_COUNTER_OPEN;
		(void)snprintf(c.staff, sizeof(c.staff), "s%d", number);
	} else if (counter->state == COUNTER_PAUSED) {
		c.kind = COMMAND_COUNTER_RESUME;
	} else if (counter->ticket == 0) {
		c.kind = COMMAND_CALL_NEXT;
	} else if (model_find_ticket(model, counter->ticket)->state == TICKET_CALLED) {
		c.kind = dice(year, 12) ? COMMAND_APPEAR : COMMAND_ABSENT;
	} else {
		c.kind = COMMAND_FINISH;
	}
	run(year, &c);
}

static void visit(struct year *year)
{
	struct command c = {
		.kind = COMMAND_ISSUE, .lane = LANE_REGULAR, .kiosk = "kiosk-1", .print = true};

	(void)snprintf(c.service, sizeof(c.service), "%c", "AAABBC"[dice(year, 6)]);
	(void)snprintf(c.language, sizeof(c.language), "%s", dice(year, 8) ? "vi" : "en");
	if (dice(year, 5) == 0) {
		c.lane = LANE_PRIORITY;
		text_copy_cut(c.reason, sizeof(c.reason), "elderly");
	}
	run(year, &c);
}

static void mistake(struct year *year)
{
	struct command close = {.kind = COMMAND_DAY_CLOSE};
	struct command reopen = {.kind = COMMAND_DAY_REOPEN};

	run(year, &close);
	pass_s(year, dice(year, 1200));
	run(year, &reopen);
	year->reopened += year->f->answer.problem == PROBLEM_NONE;
}

static void jump(struct year *year)
{
	static const int hours[] = {25, -25, 3, -3, 24 * 400};
	struct command tick = {.kind = COMMAND_TICK};

	year->f->now.wall_ms += hours[dice(year, ELEMENTS(hours))] * (int64_t)HOUR_MS;
	year->f->now.trusted &= dice(year, 2) == 0;
	run(year, &tick);
	pass_s(year, 1 + dice(year, 300));
	synchronise(year);
}

/* A morning and an afternoon, and a night without power or with it. */
static void live_a_day(struct year *year)
{
	struct command reopen = {.kind = COMMAND_DAY_REOPEN};
	struct command confirm = {.kind = COMMAND_CLOCK_ACCEPT};
	struct command tick = {.kind = COMMAND_TICK};
	int visitors = dice(year, 7) == 0 ? 0 : 30 + dice(year, 120);

	for (int i = 0; i < visitors; i++) {
		pass_s(year, dice(year, 300));
		if (dice(year, 2)) {
			visit(year);
		}
		work_at(year, 1 + dice(year, 3));
		work_at(year, 1 + dice(year, 3));
		if (dice(year, 4) == 0) {
			happen(year);
		}
		switch (dice(year, 240)) {
		case 0:
		case 1:
			cut_power(year, dice(year, 1800));
			break;
		case 2:
			mistake(year);
			break;
		case 3:
			jump(year);
			break;
		case 4:
		case 5:
		case 6:
			synchronise(year);
			break;
		case 7:
			year->f->now.trusted = false;
			break;
		case 8:
			run(year, &reopen);
			year->reopened += year->f->answer.problem == PROBLEM_NONE;
			break;
		case 9:
			run(year, &confirm);
			break;
		default:
			break;
		}
	}
	year->guesses += model_day_is_guessed(queue_model(year->f->queue));
	if (dice(year, 3)) {
		cut_power(year, 8 * 3600 + dice(year, 4 * 3600));
	} else {
		for (int i = 0; i < 10; i++) {
			pass_s(year, 3600);
			run(year, &tick);
		}
	}
	if (dice(year, 3)) {
		synchronise(year);
	}
}

static void check_all(struct year *year, int day)
{
	_cleanup_(check_report_done) struct check_report report = {0};

	fixture_verify(year->f);
	assert_int_equal(check_database(year->f->dir, &report), 0);
	if (report.violations > 0) {
		print_error("day %d: %s", day, report.said.data);
	}
	assert_int_equal(report.violations, 0);
	assert_int_equal(report.tickets, year->n);
	for (int i = 0; i < year->n; i += 1 + i / 50) {
		struct ticket ticket = {0};

		assert_int_equal(
			store_ticket(queue_store(year->f->queue), year->ticket[i], &ticket), 0);
		assert_string_equal(ticket.text, year->text[i]);
	}
}

/* As the other suites that count (tests/run). */
static void say_counts(const struct year *year, unsigned seed, int days)
{
	const char *path = getenv("LAYSO_TEST_COUNTS");
	_cleanup_free_ char *line = text_printf(
		"year: %d days, %d tickets, %d finished, %d cuts, %d clocks corrected, %d days "
		"reopened, 0 violations (seed %u)",
		days, year->n, year->finished, year->cuts, year->corrections, year->reopened, seed);

	print_message("# %s\n", line);
	if (path) {
		FILE *file = fopen(path, "ae");

		assert_non_null(file);
		assert_true(fprintf(file, "%s\n", line) > 0);
		assert_int_equal(fclose(file), 0);
	}
}

static void test_a_year(void **state)
{
	const char *seed = getenv("LAYSO_TEST_YEAR_SEED");
	const char *days = getenv("LAYSO_TEST_YEAR_DAYS");
	struct year year = {.f = *state,
		.seed = seed ? (unsigned)strtoul(seed, NULL, 10) : 20261128,
		.true_ms = ((struct fixture *)*state)->now.wall_ms,
		.ticket = memory_new(TICKETS_MAX, sizeof(*year.ticket)),
		.text = memory_new(TICKETS_MAX, sizeof(*year.text))};
	unsigned first_seed = year.seed;
	int n = days ? (int)strtol(days, NULL, 10) : DAYS;

	for (int day = 1; day <= n; day++) {
		live_a_day(&year);
		if (day % 7 == 0 || day == n) {
			check_all(&year, day);
		}
	}
	say_counts(&year, first_seed, n);
	assert_true(year.n > 20 * n);
	assert_true(year.finished > 10 * n);
	free(year.ticket);
	free(year.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_year, fixture_set_up, fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
