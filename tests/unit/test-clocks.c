/* SPDX-License-Identifier: Apache-2.0 */
/* What clocks do in front of a waiting hall: the scenarios of clocks.txt, which says what its words
 * mean. After each step no number is on two tickets of a date, and the log folds to the tables. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "check/check-database.h"
#include "queue-fixture.h"
#include "queue/report.h"

enum { TICKETS_MAX = 64, START_MS = 20 * 1000 };

struct hall {
	struct fixture *f;
	const char *name;
	const char *step;
	int64_t true_ms; /* what the wall clock should be */
	int boots;
	bool worked; /* there are sessions */
	int n;
	int64_t ticket[TICKETS_MAX];
};

#define HOLDS(hall, what) holds(hall, what, #what)
static void holds(const struct hall *hall, bool what, const char *text)
{
	if (!what) {
		print_error("\"%s\", at %s: not %s\n", hall->name, hall->step, text);
	}
	assert_true(what);
}

static int64_t duration_ms(const struct hall *hall, const char *text)
{
	char *end = NULL;
	int64_t n = strtoll(text, &end, 10);
	static const struct {
		char unit;
		int64_t ms;
	} units[] = {{'s', 1000}, {'m', 60000}, {'h', 3600000}, {'d', 86400000}};

	for (size_t i = 0; i < ELEMENTS(units); i++) {
		if (*end == units[i].unit) {
			return n * units[i].ms;
		}
	}
	holds(hall, false, "a time");
	return 0;
}

static void run(struct hall *hall, enum command_kind kind)
{
	struct command command = {.kind = kind};

	fixture_run(hall->f, &command);
}

/* The power is away: "62h", "62h/1970", "62h/battery". */
static void cut_power(struct hall *hall, const char *text)
{
	struct clock_reading *now = &hall->f->now;
	const char *clock = strchr(text, '/');
	int64_t away_ms = duration_ms(hall, text);

	hall->boots++;
	(void)snprintf(now->boot_id, sizeof(now->boot_id), "%032x", (unsigned)hall->boots);
	hall->true_ms += away_ms + START_MS;
	now->wall_ms += START_MS;
	now->boot_ms = START_MS;
	now->trusted = false;
	now->kept = clock && strcmp(clock, "/1970") != 0;
	if (now->kept) {
		now->wall_ms = hall->true_ms;
		now->wall_ms += strcmp(clock, "/wrong") == 0 ? 25 * 3600000LL : 0;
	} else if (clock) {
		now->wall_ms = START_MS;
	}
	fixture_reopen(hall->f);
}

static void pass(struct hall *hall, int64_t ms)
{
	/* The hub looks at the day at least once an hour. */
	while (ms > 0) {
		int64_t some_ms = MIN_OF(ms, 3600000);

		hall->true_ms += some_ms;
		hall->f->now.wall_ms += some_ms;
		hall->f->now.boot_ms += some_ms;
		run(hall, COMMAND_TICK);
		ms -= some_ms;
	}
}

static void ask(struct hall *hall, bool refused)
{
	struct command command = {.kind = COMMAND_ISSUE, .lane = LANE_REGULAR, .service = "A"};

	fixture_run(hall->f, &command);
	HOLDS(hall, refused == (hall->f->answer.error != ERROR_NONE));
	if (!refused) {
		HOLDS(hall, hall->n < TICKETS_MAX);
		hall->ticket[hall->n++] = hall->f->answer.ticket.id;
	}
}

/* The ticket t1, t2 … also one of an older day. */
static struct ticket find(const struct hall *hall, const char *text, char **ret_end)
{
	long n = strtol(text + 1, ret_end, 10);
	struct ticket ticket = {0};

	HOLDS(hall, n >= 1 && n <= hall->n);
	assert_int_equal(
		store_ticket(queue_store(hall->f->queue), hall->ticket[n - 1], &ticket), 0);
	return ticket;
}

/* ---- how long things took, by the figures of all days ---- */

struct figures {
	struct report *report;
	struct store *store;
	struct boots boots;
	struct timestamp now;
};

static int add_visit(const struct visit *visit, void *userdata)
{
	struct figures *figures = userdata;

	report_add_visit(
		figures->report, &visit->ticket, visit->staff, visit->segments, visit->n_segments);
	return 0;
}

static int add_session(const struct session *session, void *userdata)
{
	struct figures *figures = userdata;

	report_add_session(figures->report, session, &figures->now);
	return 0;
}

static int add_day(const char *text, void *userdata)
{
	struct figures *figures = userdata;
	char day[DAY_LENGTH + 1];

	text_copy_cut(day, sizeof(day), text);
	report_begin_day(figures->report, day);
	assert_int_equal(store_visits(figures->store, day, add_visit, figures), 0);
	return store_sessions(figures->store, day, add_session, figures);
}

/* The row of everything. */
static struct report_row total_of(const struct hall *hall)
{
	struct figures figures = {.store = queue_store(hall->f->queue)};
	const struct report_row *rows;
	struct report_row total;
	size_t n;

	assert_int_equal(store_boots(figures.store, &figures.boots), 0);
	figures.now = boots_timestamp(&figures.boots, &hall->f->now);
	figures.report = report_new(REPORT_STAFF, &figures.boots);
	assert_int_equal(
		store_days(figures.store, "2000-01-01", "2099-12-31", add_day, &figures), 0);
	n = report_rows(figures.report, &rows);
	total = rows[n - 1];
	report_free(figures.report);
	boots_done(&figures.boots);
	return total;
}

/* A duration of the figures; "?" one that nobody knows. */
static bool measures(struct hall *hall, const char *step, const char *value)
{
	struct report_row total = total_of(hall);
	const struct {
		const char *word;
		int64_t s;
	} figures[] = {
		{"open=", total.open_s},
		{"paused=", total.paused_s},
		{"served=", total.serve_mean_s},
		{"waited=", total.wait_mean_s},
	};

	for (size_t i = 0; i < ELEMENTS(figures); i++) {
		if (strncmp(step, figures[i].word, strlen(figures[i].word)) == 0) {
			bool unknown = strcmp(value, "?") == 0;
			int64_t s = unknown ? -1 : duration_ms(hall, value) / 1000;

			if (figures[i].s != s) {
				print_error("\"%s\": %s, not %lld s\n", hall->name, step,
					(long long)figures[i].s);
			}
			assert_int_equal(figures[i].s, s);
			HOLDS(hall, !unknown || *step != 'w' || total.wait_unknown == total.called);
			return true;
		}
	}
	return false;
}

static bool expects(struct hall *hall, const char *step, const char *value)
{
	const struct model *model = queue_model(hall->f->queue);
	const struct counter *counter = model_find_counter(model, 1);
	char *end = NULL;
	struct ticket ticket;

	if (strcmp(step, "guess") == 0) {
		HOLDS(hall, model_day_is_guessed(model));
	} else if (strcmp(step, "known") == 0) {
		HOLDS(hall, !model_day_is_guessed(model));
		HOLDS(hall, model_clock_is_known(model, &hall->f->now));
		HOLDS(hall, !model_day_is_unsettled(model, &hall->f->now));
	} else if (strncmp(step, "day=", 4) == 0) {
		assert_string_equal(model_day(model), value);
	} else if (strncmp(step, "counter=", 8) == 0) {
		HOLDS(hall, counter && strcmp(counter_state_name(counter->state), value) == 0);
	} else if (strncmp(step, "last=", 5) == 0) {
		char last[16];

		(void)snprintf(last, sizeof(last), "t%d", hall->n);
		ticket = find(hall, last, &end);
		HOLDS(hall, strcmp(ticket.text, value) == 0);
	} else if (*step == 't' && strpbrk(step, "=@")) {
		ticket = find(hall, step, &end);
		HOLDS(hall,
			strcmp(*end == '@' ? ticket.day : ticket_state_name(ticket.state),
				end + 1) == 0);
	} else {
		return measures(hall, step, value);
	}
	return true;
}

/* At counter 1. */
static bool works(struct hall *hall, const char *step)
{
	static const struct {
		const char *word;
		enum command_kind kind;
	} moves[] = {
		{"call", COMMAND_CALL_NEXT},
		{"appear", COMMAND_APPEAR},
		{"finish", COMMAND_FINISH},
		{"uncall", COMMAND_UNDO_CALL},
		{"unfinish", COMMAND_UNDO_FINISH},
		{"pause", COMMAND_COUNTER_PAUSE},
		{"resume", COMMAND_COUNTER_RESUME},
		{"off", COMMAND_COUNTER_CLOSE},
	};

	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		if (strcmp(step, moves[i].word) == 0) {
			struct command command = {
				.kind = moves[i].kind, .counter = 1, .hand_over = true};

			fixture_run(hall->f, &command);
			assert_int_equal(hall->f->answer.error, ERROR_NONE);
			return true;
		}
	}
	return false;
}

/* The day that was closed by mistake; refused: it is not to be. */
static void reopen(struct hall *hall, bool refused)
{
	const struct model *model = queue_model(hall->f->queue);
	struct reopening said;
	int r = model_find_reopening(model, &hall->f->now, &said);
	int waiting = 0;

	run(hall, COMMAND_DAY_REOPEN);
	assert_int_equal(hall->f->answer.error, refused ? ERROR_NOT_ALLOWED : ERROR_NONE);
	if (refused) {
		return;
	}
	assert_int_equal(r, 0);
	assert_string_equal(model_day(model), said.day);
	for (size_t i = 0; i < hall->f->n_events; i++) {
		waiting += hall->f->events[i].event.kind == EVENT_REOPEN &&
			hall->f->events[i].event.state != TICKET_NO_SHOW;
	}
	assert_int_equal(waiting, said.tickets); /* so many as was said before */
}

static void act(struct hall *hall, const char *step, const char *value)
{
	struct clock_reading *now = &hall->f->now;

	if (strcmp(step, "ask") == 0 || strcmp(step, "refused") == 0) {
		ask(hall, *step == 'r');
	} else if (strncmp(step, "pass=", 5) == 0) {
		pass(hall, duration_ms(hall, value));
	} else if (strncmp(step, "set=", 4) == 0) {
		now->wall_ms += duration_ms(hall, value);
	} else if (strcmp(step, "right") == 0 || strcmp(step, "sync") == 0 ||
		strcmp(step, "said") == 0) {
		now->wall_ms = hall->true_ms;
		now->trusted |= strcmp(step, "sync") == 0;
	} else if (strcmp(step, "lost") == 0) {
		now->trusted = false;
	} else if (strncmp(step, "power=", 6) == 0) {
		cut_power(hall, value);
	} else if (strcmp(step, "restart") == 0) {
		fixture_reopen(hall->f);
	} else if (strcmp(step, "work") == 0) {
		hall->worked = true;
		fixture_open(hall->f, 1, "s1");
	} else if (strncmp(step, "reopen", 6) == 0) {
		reopen(hall, step[6] == '!');
	} else if (strcmp(step, "hold") == 0 || strcmp(step, "absent") == 0) {
		(void)fixture_move(
			hall->f, *step == 'h' ? COMMAND_HOLD : COMMAND_ABSENT, 1, ERROR_NONE);
	} else if (strcmp(step, "close") == 0 || strcmp(step, "open") == 0) {
		run(hall, *step == 'c' ? COMMAND_DAY_CLOSE : COMMAND_DAY_OPEN);
		assert_int_equal(hall->f->answer.error, ERROR_NONE);
	} else if (!works(hall, step) && strcmp(step, "confirm") != 0) {
		holds(hall, false, "a word of clocks.txt");
	}
	run(hall, COMMAND_TICK);
	if (strcmp(step, "confirm") == 0 || strcmp(step, "said") == 0) {
		run(hall, COMMAND_CLOCK_ACCEPT);
		assert_int_equal(hall->f->answer.error, ERROR_NONE);
	}
	fixture_verify(hall->f);
}

static void change_file(const struct hall *hall, const char *sql)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db", hall->f->dir);
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* What a version has brought is taken away, the newest first. */
static const char before_7[] =
	"ALTER TABLE counter DROP COLUMN pause_after;"
	"DROP TABLE evaluation; ALTER TABLE ticket DROP COLUMN subject;"
	"DROP TABLE complaint; DROP TABLE picture; DROP TABLE clip; DROP TABLE procedure; DROP "
	"TABLE procedure_former;"
	"DROP TABLE catalogue; DROP TABLE procedure_record;"
	"DROP TRIGGER event_is_not_deleted; CREATE TRIGGER event_is_not_deleted BEFORE "
	"DELETE ON event BEGIN SELECT 1; END; DROP TABLE checkpoint; DROP TABLE checkpoint_copy;"
	"DROP INDEX ticket_number; CREATE UNIQUE INDEX ticket_number ON ticket (day, series, "
	"number);"
	"ALTER TABLE boot DROP COLUMN ended_ms; ALTER TABLE boot DROP COLUMN began_wall_ms;"
	"ALTER TABLE session DROP COLUMN open_ms; ALTER TABLE session DROP COLUMN seen_wall_ms;"
	"ALTER TABLE session DROP COLUMN seen_boot; ALTER TABLE session DROP COLUMN seen_boot_ms;"
	"ALTER TABLE counter DROP COLUMN streak_before;"
	"UPDATE session SET paused_ms = 7 WHERE pauses > 0; PRAGMA user_version = 6";
static const char before_6[] = "CREATE TABLE kept AS SELECT * FROM clock; DROP TABLE clock;"
			       "DROP TABLE epoch; DROP TABLE request; DROP TABLE ticket_gap;"
			       "ALTER TABLE ticket DROP COLUMN by_kiosk; PRAGMA user_version = 5";

/* An older database gets the same figures: what the upgrade makes of it is what the log says. */
static void upgrade_from(struct hall *hall, int version)
{
	/* What it makes of the clock is of logs that have no corrections (test-queue.c). */
	static const char kept[] = "DELETE FROM clock; INSERT INTO clock SELECT * FROM kept;"
				   "DROP TABLE kept";
	struct store *store = NULL;

	queue_close(TAKE_PTR(hall->f->queue));
	change_file(hall, before_7);
	if (version < 6) {
		change_file(hall, before_6);
	}
	assert_int_equal(store_open(hall->f->dir, true, &store), 0);
	store_close(store);
	if (version < 6) {
		change_file(hall, kept);
	}
	assert_int_equal(queue_open(hall->f->dir, true, &hall->f->now, &hall->f->queue), 0);
	fixture_verify(hall->f);
}

/* The checker, which shares no code with the hub, finds nothing. */
static void check(const struct hall *hall)
{
	_cleanup_(check_report_done) struct check_report report = {0};

	assert_int_equal(check_database(hall->f->dir, &report), 0);
	if (report.violations > 0) {
		print_error("\"%s\": %s", hall->name, report.said.data);
	}
	assert_int_equal(report.violations, 0);
}

static int count_scenario(const char *name, char *steps)
{
	void *state = NULL;
	struct hall hall = {.name = name};
	char *rest = NULL;
	int n = 0;

	assert_int_equal(fixture_set_up(&state), 0);
	hall.f = state;
	hall.true_ms = hall.f->now.wall_ms;
	for (char *step = strtok_r(steps, " ", &rest); step; step = strtok_r(NULL, " ", &rest)) {
		const char *value = strchr(step, '=');

		hall.step = step;
		value = value ? value + 1 : "";
		if (!expects(&hall, step, value)) {
			act(&hall, step, value);
		}
		n++;
	}
	fixture_reopen(hall.f);
	check(&hall);
	if (hall.worked) {
		for (int version = 6; version >= 5; version--) {
			upgrade_from(&hall, version);
			check(&hall);
		}
	}
	(void)fixture_tear_down(&state);
	return n;
}

static void test_every_scenario(void **state)
{
	const char *root = getenv("TEST_ROOT");
	_cleanup_free_ char *path = text_printf("%s/tests/unit/clocks.txt", root ? root : ".");
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	char line[1024];
	int scenarios = 0;
	int steps = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char *colon = strchr(line, ':');

		line[strcspn(line, "\n")] = '\0';
		if (*line == '#' || *line == '\0') {
			continue;
		}
		assert_non_null(colon);
		*colon = '\0';
		steps += count_scenario(line, colon + 1);
		scenarios++;
	}
	assert_true(scenarios >= 20 && steps > 10 * scenarios / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_scenario),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
