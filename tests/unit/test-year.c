/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Six weeks of a commune's centre, or a year, whose clock is driven: a few dozen visitors on an
 * ordinary day, clerks who open their counters, call, serve and finish, and much that is refused,
 * power cuts, boards that do not know the time, days closed by mistake; a backup each night, one
 * that is restored, a page of the disk that is lost, a past year that is archived. After each week
 * the checker and the log's replay say whether everything holds; no ticket that was acknowledged is
 * missing and none has another number, but for those that a restored backup did not know.
 *
 * LAYSO_TEST_YEAR_SEED: another year; LAYSO_TEST_YEAR_DAYS: a longer or shorter one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "year-book.h"

/* It begins so that the year before is archived within six weeks (ARCHIVE_DAYS_LEAST). */
#define FIRST_DAY "2026-12-28"
enum { HOUR_MS = 3600 * 1000, DAYS = 42 };

struct year {
	struct fixture *f;
	int64_t true_ms; /* what the wall clock should be */
	unsigned seed;
	int boots;
	bool log_too; /* what the disk loses may be the log */
	struct book book;
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
	assert_int_not_equal(year->f->answer.error, ERROR_STORAGE);
	year->finished += command->kind == COMMAND_FINISH && year->f->answer.error == ERROR_NONE;
	if (year->f->answer.created) {
		book_add(&year->book, &year->f->answer.ticket);
	}
}

/* The power goes, for a moment or for a night; what the board knows of the time then. */
static void cut_power(struct year *year, int away_s)
{
	struct clock_reading *now = &year->f->now;
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
		COMMAND_ABSENT, COMMAND_HOLD, COMMAND_RESUME, COMMAND_TRANSFER, COMMAND_SUPPLEMENT,
		COMMAND_UNDO_FINISH, COMMAND_UNDO_CALL, COMMAND_COUNTER_OPEN, COMMAND_COUNTER_PAUSE,
		COMMAND_COUNTER_PAUSE_AFTER, COMMAND_COUNTER_UNDO_PAUSE_AFTER,
		COMMAND_COUNTER_RESUME, COMMAND_COUNTER_CLOSE, COMMAND_VOID, COMMAND_LEAVE,
		COMMAND_REVIVE, COMMAND_RETURN, COMMAND_PAPER};
	struct command c = {.kind = kinds[dice(year, ELEMENTS(kinds))],
		.counter = 1 + dice(year, 3),
		.lane = dice(year, 4) ? LANE_REGULAR : LANE_PRIORITY,
		.slip_status = (enum slip_status)dice(year, SLIP_STATUSES),
		.kiosk = "kiosk-1",
		.hand_over = true};

	c.ticket = book_recent(&year->book, dice(year, 15));
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
	year->reopened += year->f->answer.error == ERROR_NONE;
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

/* What happens now and then beside the visitors. */
static void meet(struct year *year)
{
	struct command reopen = {.kind = COMMAND_DAY_REOPEN};
	struct command confirm = {.kind = COMMAND_CLOCK_ACCEPT};

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
		year->reopened += year->f->answer.error == ERROR_NONE;
		break;
	case 9:
		run(year, &confirm);
		break;
	default:
		break;
	}
}

/* The disk's part, once a day. */
static void store(struct year *year)
{
	if (dice(year, 6)) {
		book_back_up(&year->book);
	}
	if (dice(year, 12) == 0) {
		book_restore(&year->book, dice(year, BOOK_BACKUPS));
	}
	if (dice(year, 12) == 0) {
		book_lose_page(&year->book, (unsigned)rand_r(&year->seed), year->log_too);
	}
	book_archive(&year->book, dice(year, 8));
}

static int until_morning_s(const struct year *year)
{
	struct local_time local;

	zone_local(year->true_ms, &local);
	return (24 * 60 - local.minute + 7 * 60) % (24 * 60) * 60;
}

/* A morning and an afternoon, and a night without power or with it. */
static void live_a_day(struct year *year)
{
	struct command tick = {.kind = COMMAND_TICK};
	int visitors = dice(year, 7) == 0 ? 0 : 30 + dice(year, 120);
	int stored_at = dice(year, visitors + 1);

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
		meet(year);
		if (i == stored_at) {
			store(year);
		}
	}
	year->guesses += model_day_is_guessed(queue_model(year->f->queue));
	if (dice(year, 3)) {
		cut_power(year, until_morning_s(year) + dice(year, 3600));
	} else {
		for (int left_s = until_morning_s(year); left_s > 0; left_s -= 3600) {
			pass_s(year, MIN_OF(left_s, 3600));
			run(year, &tick);
		}
	}
	if (dice(year, 3)) {
		synchronise(year);
	}
}

/* As the other suites that count (tests/run). */
static void say_counts(const struct year *year, unsigned seed, int days)
{
	const char *path = getenv("LAYSO_TEST_COUNTS");
	const struct book *book = &year->book;
	_cleanup_free_ char *line = text_printf(
		"year: %d days, %d tickets, %d finished, %d cuts, %d clocks corrected, %d days "
		"reopened, %d backups, %d restores (%d tickets gone), %d pages lost (%d rebuilt), "
		"%d archives, 0 violations (seed %u)",
		days, book->n, year->finished, year->cuts, year->corrections, year->reopened,
		book->made, book->restores, book->n_gone, book->lost, book->rebuilds,
		book->archives, seed);

	print_message("# %s\n", line);
	if (path) {
		FILE *file = fopen(path, "ae");

		if (!file) {
			fail_msg("LAYSO_TEST_COUNTS: %s: %s", path, strerror(errno));
		}
		assert_true(fprintf(file, "%s\n", line) > 0);
		assert_int_equal(fclose(file), 0);
	}
}

/* The hub is off until the first morning. */
static void begin(struct year *year, struct fixture *f)
{
	int64_t morning_ms;

	assert_int_equal(zone_instant(FIRST_DAY, 7 * 60, &morning_ms), 0);
	year->f = f;
	year->true_ms = f->now.wall_ms;
	book_init(&year->book, f);
	cut_power(year, (int)((morning_ms - year->true_ms) / 1000));
	synchronise(year);
}

static void test_a_year(void **state)
{
	const char *seed = getenv("LAYSO_TEST_YEAR_SEED");
	const char *days = getenv("LAYSO_TEST_YEAR_DAYS");
	struct year year = {.seed = seed ? (unsigned)strtoul(seed, NULL, 10) : 20261130};
	unsigned first_seed = year.seed;
	int n = days ? (int)strtol(days, NULL, 10) : DAYS;

	begin(&year, *state);
	for (int day = 1; day <= n; day++) {
		year.log_too = day > n * 3 / 4;
		live_a_day(&year);
		if (day % 7 == 0 || day == n) {
			print_message("# day %d, %s\n", day, model_day(queue_model(year.f->queue)));
			book_check(&year.book, 1 + year.book.n / 2500);
		}
	}
	say_counts(&year, first_seed, n);
	assert_true(year.book.n > 20 * n);
	assert_true(year.finished > 10 * n);
	if (!seed && n >= DAYS) { /* another year may have none of one */
		assert_true(year.book.restores > 0 && year.book.rebuilds > 0);
		assert_true(year.book.archives > 0 && year.book.n_gone > 0);
	}
	book_done(&year.book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_year, fixture_set_up, fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
