/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/ratio.h"
#include "queue/report-internal.h"

static const struct boots boots; /* nothing is known of any */

static struct ticket make(int minute, const char *service, enum ticket_state state, int wait_s)
{
	struct clock_reading moment = fixture_at(minute, 0);
	struct ticket ticket = {
		.day = "2026-11-23",
		.lane = LANE_REGULAR,
		.state = state,
		.counter = wait_s < 0 ? 0 : 2,
		.arrived = {moment.wall_ms, moment.boot_ms, 1},
		.prints = 1,
		.slip_status = SLIP_PRINTED,
	};

	text_copy_cut(ticket.issued_for, sizeof(ticket.issued_for), service);
	if (wait_s >= 0) {
		ticket.first_called = ticket.arrived;
		ticket.first_called.boot_ms += (int64_t)wait_s * 1000;
		/* The wall clock was set back in between: it must not matter. */
		ticket.first_called.wall_ms -= 86400000;
	}
	return ticket;
}

static void add(struct report *report, const struct ticket *ticket)
{
	report_add_visit(report, ticket, "", NULL, 0);
}

static const struct report_row *find(struct report *report, const char *key)
{
	const struct report_row *rows;
	size_t n = report_rows(report, &rows);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].key, key) == 0) {
			return &rows[i];
		}
	}
	fail_msg("no row %s", key);
	return NULL;
}

static void test_counts_and_times(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES, &boots);
	const struct report_row *rows;

	(void)state;
	for (int i = 1; i <= 10; i++) {
		struct ticket ticket = make(480, "A", TICKET_FINISHED, i * 60);

		add(report, &ticket);
	}
	struct ticket no_show = make(490, "B", TICKET_NO_SHOW, 30);
	struct ticket left = make(490, "B", TICKET_LEFT, -1);
	struct ticket misprint = make(490, "B", TICKET_VOID, -1);

	misprint.slip_status = SLIP_FAILED;
	misprint.misprints = 1;
	misprint.prints = 3;
	add(report, &no_show);
	add(report, &left);
	add(report, &misprint);

	assert_int_equal(find(report, "A")->served, 10);
	assert_int_equal(find(report, "A")->wait_mean_s, 330);
	assert_int_equal(find(report, "A")->wait_median_s, 300);
	assert_int_equal(find(report, "A")->wait_p90_s, 540);
	assert_int_equal(find(report, "A")->serve_mean_s, -1);
	assert_int_equal(find(report, "B")->issued, 3);
	assert_int_equal(find(report, "B")->voided, 1);
	assert_int_equal(find(report, "B")->failed, 1);
	assert_int_equal(find(report, "B")->reprinted, 2);
	assert_int_equal(find(report, "total")->issued, 13);
	assert_int_equal(report_rows(report, &rows), 3);
	assert_string_equal(rows[2].key, "total");
}

/* Each ticket is in one column of the seven that say how it ended, and in no other. */
static void test_a_ticket_counts_by_how_it_ended(void **state)
{
	static const struct {
		enum ticket_state state;
		int no_show; /* before the day's end made it EXPIRED */
		size_t column;
	} table[] = {
		{TICKET_WAITING, 0, offsetof(struct report_row, open)},
		{TICKET_CALLED, 0, offsetof(struct report_row, open)},
		{TICKET_SERVING, 0, offsetof(struct report_row, open)},
		{TICKET_HELD, 0, offsetof(struct report_row, open)},
		{TICKET_SUPPLEMENT, 0, offsetof(struct report_row, open)},
		{TICKET_NO_SHOW, 1, offsetof(struct report_row, no_show)},
		{TICKET_FINISHED, 0, offsetof(struct report_row, served)},
		{TICKET_LEFT, 0, offsetof(struct report_row, left)},
		{TICKET_VOID, 0, offsetof(struct report_row, voided)},
		{TICKET_EXPIRED, 0, offsetof(struct report_row, expired)},
		{TICKET_EXPIRED, 1, offsetof(struct report_row, no_show)},
		{TICKET_FINISHED_UNCONFIRMED, 0, offsetof(struct report_row, unconfirmed)},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES, &boots);
		struct ticket ticket = make(480, "A", table[i].state, -1);
		const struct report_row *rows;
		size_t n;

		ticket.no_show = table[i].no_show;
		add(report, &ticket);
		add(report, &ticket);
		n = report_rows(report, &rows);
		assert_int_equal(n, 2);
		for (size_t row = 0; row < n; row++) {
			const struct report_row *is = &rows[row];
			int column = *(const int *)((const char *)is + table[i].column);

			if (is->issued != 2 || column != 2 ||
				is->served + is->no_show + is->left + is->voided + is->expired +
						is->unconfirmed + is->open !=
					2) {
				fail_msg("case %zu (%s), row %s", i,
					ticket_state_name(table[i].state), is->key);
			}
		}
	}
}

/* Where a visit, the time of serving within it, and a session at a counter are counted. */
static void test_what_counts_in_which_row(void **state)
{
	static const struct {
		enum report_by by;
		const char *visit;
		const char *serving;
		const char *session; /* "total": there alone */
	} table[] = {
		{REPORT_DAYS, "2026-11-23", "2026-11-23", "2026-11-23"},
		{REPORT_WEEKS, "2026-W48", "2026-W48", "2026-W48"},
		{REPORT_MONTHS, "2026-11", "2026-11", "2026-11"},
		{REPORT_SERVICES, "A", "B", "total"},
		{REPORT_COUNTERS, "02", "10", "01"},
		{REPORT_HOURS, "08", "09", "total"},
		{REPORT_LANES, "priority", "priority", "total"},
		{REPORT_STAFF, "s2", "s3", "s4"},
		{REPORT_RATINGS, "A", "A", "total"},
		{REPORT_PAUSES, "02", "02", "01"},
		{REPORT_SLIPS, "kiosk-1", "kiosk-1", "total"},
	};
	struct ticket ticket = make(480, "A", TICKET_FINISHED, 60);
	struct clock_reading nine = fixture_at(540, 0);
	struct segment segment = {.service = "B",
		.counter = 10,
		.staff = "s3",
		.started = {nine.wall_ms, nine.boot_ms, 1},
		.ended = {nine.wall_ms, nine.boot_ms + 90000, 1},
		.confirmed = true};
	struct session session = {.counter = 1, .staff = "s4", .open_ms = 3600000};

	(void)state;
	ticket.lane = LANE_PRIORITY;
	text_copy_cut(ticket.kiosk, sizeof(ticket.kiosk), "kiosk-1");
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(report_freep) struct report *report = report_new(table[i].by, &boots);
		const struct report_row *rows;
		size_t n;

		report_begin_day(report, "2026-11-23");
		report_add_visit(report, &ticket, "s2", &segment, 1);
		report_add_session(report, &session, &segment.ended);
		n = report_rows(report, &rows);
		for (size_t row = 0; row < n; row++) {
			const char *key = rows[row].key;
			bool total = row == n - 1;
			bool in_session = total || strcmp(key, table[i].session) == 0;

			if (rows[row].issued != (total || strcmp(key, table[i].visit) == 0) ||
				(rows[row].serve_mean_s == 90) !=
					(total || strcmp(key, table[i].serving) == 0) ||
				rows[row].sessions != in_session ||
				rows[row].open_s != (in_session ? 3600 : 0)) {
				fail_msg("%s: row %s", report_name(table[i].by), key);
			}
		}
		assert_int_equal(find(report, table[i].visit)->issued, 1);
		assert_int_equal(find(report, table[i].serving)->serve_p90_s, 90);
		assert_int_equal(find(report, table[i].session)->sessions, 1);
	}
}

/* Nobody has called it, and no kiosk has printed it. */
static void test_what_has_no_row_is_in_the_total_alone(void **state)
{
	static const enum report_by table[] = {
		REPORT_COUNTERS, REPORT_PAUSES, REPORT_STAFF, REPORT_SLIPS};
	struct ticket ticket = make(480, "A", TICKET_LEFT, -1);

	(void)state;
	ticket.prints = 0;
	ticket.slip_status = SLIP_NONE;
	text_copy_cut(ticket.kiosk, sizeof(ticket.kiosk), "kiosk-1");
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(report_freep) struct report *report = report_new(table[i], &boots);
		const struct report_row *rows;

		add(report, &ticket);
		assert_int_equal(report_rows(report, &rows), 1);
		assert_string_equal(rows[0].key, "total");
		assert_int_equal(rows[0].issued, 1);
		assert_int_equal(rows[0].left, 1);
		assert_int_equal(rows[0].printed, 0);
		assert_int_equal(rows[0].reprinted, 0);
	}
}

/* Somebody may call a service so; its row is not the sum. */
static void test_a_service_called_total(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES, &boots);
	const struct report_row *rows;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct ticket ticket = make(480, i == 1 ? "A" : "total", TICKET_FINISHED, 10);

		add(report, &ticket);
	}
	assert_int_equal(report_rows(report, &rows), 3);
	assert_string_equal(rows[1].key, "total");
	assert_int_equal(rows[1].issued, 2);
	assert_int_equal(rows[2].issued, 3);
}

/* More rows than a report has are left out, and their tickets are in the total still. */
static void test_rows_are_bounded(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES, &boots);
	const struct report_row *rows;
	size_t n;

	(void)state;
	for (int i = 0; i < LIMIT_REPORT_DAYS + 2; i++) {
		char service[LIMIT_ID + 1];
		struct ticket ticket;

		(void)snprintf(service, sizeof(service), "%04d", i);
		ticket = make(480, service, TICKET_FINISHED, 10);
		add(report, &ticket);
	}
	n = report_rows(report, &rows);
	assert_int_equal(n, LIMIT_REPORT_DAYS + 1);
	assert_int_equal(rows[n - 2].issued, 1);
	assert_int_equal(rows[n - 1].issued, LIMIT_REPORT_DAYS + 2);
}

/* How long the power was away is not known: the ticket was called, but waited nobody knows how
 * long, and no mean and no per cent is made of it. */
static void test_a_wait_that_nobody_knows(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES, &boots);
	struct ticket ticket = make(480, "A", TICKET_FINISHED, 60);

	(void)state;
	report_set_target(report, 60);
	add(report, &ticket);
	ticket.first_called.boot = 2;
	add(report, &ticket);
	assert_int_equal(find(report, "A")->called, 2);
	assert_int_equal(find(report, "A")->wait_unknown, 1);
	assert_int_equal(find(report, "A")->wait_mean_s, 60);
	assert_int_equal(find(report, "A")->within_target, 1); /* to the second */
	assert_int_equal(find(report, "A")->within_percent, 10000);
}

static void test_unconfirmed_segments_are_left_out(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_COUNTERS, &boots);
	struct ticket ticket = make(480, "A", TICKET_FINISHED, 10);
	struct segment segments[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		segments[i] = (struct segment){.counter = 2,
			.started = {.wall_ms = 1000, .boot_ms = 1000, .boot = 1},
			.ended = {.wall_ms = 91000, .boot_ms = 91000, .boot = 1},
			.confirmed = true};
	}
	segments[1].confirmed = false;
	segments[1].ended.boot_ms = 9000000;
	segments[2].ended.boot = 0; /* still going on */
	report_add_visit(report, &ticket, "s1", segments, 3);
	assert_int_equal(find(report, "02")->serve_mean_s, 90);
	assert_int_equal(find(report, "total")->serve_p90_s, 90);
}

static void test_periods(void **state)
{
	static const struct {
		enum report_by by;
		const char *keys[4];
	} table[] = {
		{REPORT_DAYS, {"2026-12-31", "2027-01-01", "2027-01-04", "total"}},
		{REPORT_WEEKS, {"2026-W53", "2027-W01", "total"}},
		{REPORT_MONTHS, {"2026-12", "2027-01", "total"}},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(report_freep) struct report *report = report_new(table[i].by, &boots);
		static const char *const days[] = {"2026-12-31", "2027-01-01", "2027-01-04"};
		const struct report_row *rows;
		size_t n;

		for (size_t day = 0; day < ELEMENTS(days); day++) {
			struct ticket ticket = make(480, "A", TICKET_FINISHED, 60);

			report_begin_day(report, days[day]);
			add(report, &ticket);
		}
		n = report_rows(report, &rows);
		for (size_t row = 0; row < n; row++) {
			assert_string_equal(rows[row].key, table[i].keys[row]);
			assert_int_equal(rows[row].wait_median_s, 60);
		}
		assert_int_equal(rows[n - 1].issued, 3);
	}
}

/* Or ten years of tickets would be in memory at once. */
static void test_a_day_that_is_over_keeps_its_figures_alone(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_DAYS, &boots);
	struct ticket ticket = make(480, "A", TICKET_FINISHED, 60);

	(void)state;
	report_begin_day(report, "2026-11-23");
	add(report, &ticket);
	report_begin_day(report, "2026-11-23");
	assert_int_equal(report->buckets[1].wait.n, 1); /* not over yet */
	report_begin_day(report, "2026-11-24");
	assert_null(report->buckets[1].wait.seconds);
	add(report, &ticket);
	assert_int_equal(find(report, "2026-11-23")->wait_median_s, 60);
	assert_int_equal(find(report, "2026-11-23")->issued, 1);
	assert_int_equal(find(report, "2026-11-24")->issued, 1);
}

static void test_the_longest_names(void **state)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz01234"; /* LIMIT_ID */
	static const enum report_by table[] = {
		REPORT_SERVICES, REPORT_RATINGS, REPORT_STAFF, REPORT_SLIPS};
	struct ticket ticket = make(480, name, TICKET_FINISHED, 60);
	struct session session = {.counter = 1};
	struct segment segment = {.started = {.boot = 1}, .ended = {.boot = 1}, .confirmed = true};
	struct timestamp now = {.boot = 1};

	(void)state;
	assert_int_equal(strlen(name), LIMIT_ID);
	text_copy_cut(ticket.kiosk, sizeof(ticket.kiosk), name);
	text_copy_cut(session.staff, sizeof(session.staff), name);
	text_copy_cut(segment.staff, sizeof(segment.staff), name);
	text_copy_cut(segment.service, sizeof(segment.service), name);
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(report_freep) struct report *report = report_new(table[i], &boots);
		const struct report_row *rows;

		report_add_visit(report, &ticket, name, &segment, 1);
		report_add_session(report, &session, &now);
		assert_int_equal(report_rows(report, &rows), 2); /* the same row for all */
		assert_string_equal(rows[0].key, name);
		assert_int_equal(rows[0].serve_mean_s, 0);
	}
}

static void test_weeks_are_those_of_iso_8601(void **state)
{
	static const char *const table[][2] = {
		{"2024-12-29", "2024-W52"},
		{"2024-12-30", "2025-W01"},
		{"2026-11-23", "2026-W48"},
		{"2027-01-03", "2026-W53"},
		{"2028-02-29", "2028-W09"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		char week[LIMIT_ID + 1];

		report_week(table[i][0], week);
		assert_string_equal(week, table[i][1]);
	}
}

/* As the C library has them, over leap years, one that is none, and all seven first days. */
static void test_weeks_at_every_turn_of_the_year(void **state)
{
	struct tm day = {.tm_year = 2019 - 1900, .tm_mday = 1, .tm_hour = 12};
	/* A time_t of 32 bits, which Debian 12 has on armhf, ends in January of 2038. */
	const int end = sizeof(time_t) > 4 ? 2105 : 2038;

	(void)state;
	while (day.tm_year < end - 1900) {
		char text[DAY_LENGTH + 1];
		char expected[LIMIT_ID + 1];
		char week[LIMIT_ID + 1];

		(void)timegm(&day); /* the next day, also behind a month's last */
		assert_int_not_equal(strftime(text, sizeof(text), "%Y-%m-%d", &day), 0);
		assert_int_not_equal(strftime(expected, sizeof(expected), "%G-W%V", &day), 0);
		report_week(text, week);
		if (strcmp(week, expected) != 0) {
			fail_msg("%s is in %s instead of %s", text, week, expected);
		}
		day.tm_mday++;
	}
}

/* Half up at the second decimal, in whole numbers. */
static void test_ratios_are_exact(void **state)
{
	static const struct {
		int64_t part, whole;
		const char *text;
	} table[] = {
		{1832, 1881, "97.40"},
		{1843, 1844, "99.95"},
		{1, 3, "33.33"},
		{2, 3, "66.67"},
		{1, 20000, "0.01"}, /* 0.005: half up */
		{49, 1000000, "0.00"},
		{0, 5, "0.00"},
		{5, 5, "100.00"},
		{6, 5, "120.00"},
		{1, 40000, "0.00"}, /* 0.0025 */
		{1, 0, ""},
		{-1, 5, ""},
	};
	char text[RATIO_LENGTH + 1];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		ratio_write(ratio_percent(table[i].part, table[i].whole), text);
		assert_string_equal(text, table[i].text);
	}
	assert_int_equal(ratio_mean(17, 4), 425);
	assert_int_equal(ratio_mean(2, 3), 67);
	assert_int_equal(ratio_mean(1, 8), 13); /* 0.125: half up */
	assert_int_equal(ratio_mean(0, 1), 0);
	assert_int_equal(ratio_mean(0, 0), RATIO_NONE);
	assert_int_equal(ratio_mean(-1, 1), RATIO_NONE);
	assert_int_equal(ratio_percent(1, -1), RATIO_NONE);
}

/* Above a certain number times are counted by second: the figures stay what they are. */
static void test_many_times(void **state)
{
	_cleanup_(times_done) struct times times = {0};
	int64_t mean;
	int64_t median;
	int64_t p90;

	(void)state;
	times_sum_up(&times, &mean, &median, &p90);
	assert_int_equal(mean, -1);
	assert_int_equal(median, -1);
	assert_int_equal(p90, -1);
	for (int i = 0; i < 100000; i++) {
		times_add(&times, (int64_t)(i % 1000) * 1000);
	}
	times_add(&times, INT64_MAX); /* no such wait: a day */
	times_add(&times, -5);
	assert_null(times.seconds); /* they take no more memory than a day's seconds */
	times_sum_up(&times, &mean, &median, &p90);
	assert_int_equal(median, 499);
	assert_int_equal(p90, 900);
	assert_int_equal(mean, 500);
}

/* The nearest rank, whichever the order; half a second counts as one. */
static void test_few_times(void **state)
{
	static const struct {
		int n;
		int64_t ms[12];
		int mean_s, median_s, p90_s;
	} table[] = {
		{1, {499}, 0, 0, 0},
		{1, {500}, 1, 1, 1},
		{2, {3000, 1000}, 2, 1, 3},
		{3, {9000, 1000, 2000}, 4, 2, 9},
		{10, {10000, 9000, 8000, 7000, 6000, 5000, 4000, 3000, 2000, 1000}, 6, 5, 9},
		{11, {1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000}, 6, 6,
			10},
		{1, {(int64_t)25 * 3600 * 1000}, 86400, 86400, 86400}, /* a day at most */
		{1, {-1000}, 0, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(times_done) struct times times = {0};
		int64_t mean;
		int64_t median;
		int64_t p90;

		for (int j = 0; j < table[i].n; j++) {
			times_add(&times, table[i].ms[j]);
		}
		times_sum_up(&times, &mean, &median, &p90);
		if (mean != table[i].mean_s || median != table[i].median_s ||
			p90 != table[i].p90_s) {
			fail_msg("case %zu: mean %d, median %d, p90 %d", i, (int)mean, (int)median,
				(int)p90);
		}
	}
}

/* Whether they are kept one by one or counted, the figures are the same. */
static void test_times_just_before_and_after_they_are_counted(void **state)
{
	(void)state;
	for (int n = 16383; n <= 16386; n++) {
		_cleanup_(times_done) struct times times = {0};
		int64_t mean;
		int64_t median;
		int64_t p90;

		for (int i = 0; i < n; i++) {
			times_add(&times, (int64_t)(n - i) * 1000);
		}
		times_sum_up(&times, &mean, &median, &p90);
		assert_int_equal(mean, (n + 2) / 2); /* half up */
		assert_int_equal(median, (n + 1) / 2);
		assert_int_equal(p90, (n * 9 + 9) / 10);
	}
}

static void test_targets_ratings_and_slips(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES, &boots);
	const struct report_row *row;

	(void)state;
	report_set_target(report, 100);
	report_add_target(report, "Z", 1);
	report_add_target(report, "B", 50);
	for (int i = 1; i <= 3; i++) {
		struct ticket a = make(480, "A", TICKET_FINISHED, 50 * i);
		struct ticket b = make(480, "B", TICKET_FINISHED, 50 * i);

		a.rating = i == 3 ? 0 : 3 + i;
		report_begin_day(report, "2026-11-23");
		add(report, &a);
		add(report, &b);
	}
	row = find(report, "A");
	assert_int_equal(row->called, 3);
	assert_int_equal(row->within_target, 2);
	assert_int_equal(row->within_percent, 6667);
	assert_int_equal(row->rated, 2);
	assert_int_equal(row->rated_4 + row->rated_5, 2);
	assert_int_equal(row->not_rated, 1);
	assert_int_equal(row->rating_mean, 450);
	assert_int_equal(find(report, "B")->within_target, 1);
	assert_int_equal(find(report, "B")->rating_mean, -1);
	assert_int_equal(find(report, "total")->within_percent, 5000);
}

/* So many of each score as the score says. */
static void test_ratings_by_score(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_RATINGS, &boots);
	const struct report_row *row;

	(void)state;
	for (int score = 0; score <= LIMIT_SCORE; score++) {
		struct ticket ticket = make(480, "A", TICKET_FINISHED, 10);

		ticket.rating = score;
		for (int i = 0; i < MAX_OF(score, 1); i++) {
			add(report, &ticket);
		}
	}
	for (int i = 0; i < 2; i++) {
		row = find(report, i == 0 ? "A" : "total");
		assert_int_equal(row->rated_1, 1);
		assert_int_equal(row->rated_2, 2);
		assert_int_equal(row->rated_3, 3);
		assert_int_equal(row->rated_4, 4);
		assert_int_equal(row->rated_5, 5);
		assert_int_equal(row->rated, 15);
		assert_int_equal(row->not_rated, 1);
		assert_int_equal(row->rating_mean, 367); /* 55 / 15 */
	}
}

static void test_nobody_is_rated(void **state)
{
	(void)state;
	assert_int_equal(report_groups(REPORT_STAFF) & REPORT_RATING, 0);
	assert_int_equal(report_groups(REPORT_COUNTERS) & REPORT_RATING, 0);
	assert_int_equal(report_groups(REPORT_PAUSES) & REPORT_RATING, 0);
	assert_int_not_equal(report_groups(REPORT_DAYS) & REPORT_RATING, 0);
}

static void test_sessions_and_portal(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_DAYS, &boots);
	struct clock_reading eight = fixture_at(480, 0);
	struct session session = {
		.counter = 2,
		.opened = {eight.wall_ms, eight.boot_ms, 1},
		.closed = {eight.wall_ms, eight.boot_ms + 3600000, 1},
		.open_ms = 3600000,
		.pauses = 2,
		.paused_ms = 90000,
	};

	struct timestamp now = session.opened;

	(void)state;
	report_add_portal(report, eight.wall_ms, eight.wall_ms + 600000);
	report_begin_day(report, "2026-11-23");
	report_add_session(report, &session, &now);
	session.closed.boot = 0; /* lasts: until now */
	session.open_ms = 0;
	session.seen = session.opened;
	now.boot_ms += 60000;
	report_add_session(report, &session, &now);
	now.boot = 2; /* the power was away, and nobody came since */
	report_add_session(report, &session, &now);
	report_begin_day(report, "2026-11-24");
	assert_int_equal(find(report, "2026-11-23")->sessions, 3);
	assert_int_equal(find(report, "2026-11-23")->open_s, 3660);
	assert_int_equal(find(report, "2026-11-23")->pauses, 6);
	assert_int_equal(find(report, "2026-11-23")->paused_s, 270);
	assert_int_equal(find(report, "2026-11-23")->portal_down_s, 600);
	assert_int_equal(find(report, "2026-11-24")->portal_down_s, 0);
	assert_int_equal(find(report, "total")->portal_down_s, 600);
}

/* A disruption counts where it was: over midnight, and in the same hour of several days. */
static void test_a_disruption_over_midnight(void **state)
{
	enum { FIRST_S = 90 * 60 - 20 };
	static const struct {
		enum report_by by;
		const char *key;
		int down_s;
	} table[] = {
		{REPORT_DAYS, "2026-11-23", FIRST_S}, {REPORT_DAYS, "2026-11-24", 24 * 3600},
		{REPORT_DAYS, "2026-11-25", 75 * 60},
		{REPORT_WEEKS, "2026-W48", FIRST_S + 24 * 3600 + 75 * 60},
		{REPORT_MONTHS, "2026-11", FIRST_S + 24 * 3600 + 75 * 60},
		{REPORT_HOURS, "22", 30 * 60 - 20 + 3600}, {REPORT_HOURS, "23", 2 * 3600},
		{REPORT_HOURS, "01", 3600 + 15 * 60}, {REPORT_HOURS, "12", 3600},
		{REPORT_SERVICES, "A", 0}, /* has no time of its own */
	};
	static const int hours[] = {22, 23, 1, 12};
	static const char *const days[] = {"2026-11-23", "2026-11-24", "2026-11-25"};
	int64_t down = fixture_at(22 * 60 + 30, 20).wall_ms;
	int64_t again = fixture_at(1440 + 12 * 60, 0).wall_ms;
	int64_t up = fixture_at(2 * 1440 + 75, 0).wall_ms;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(report_freep) struct report *report = report_new(table[i].by, &boots);

		report_add_portal(report, down, again);
		report_add_portal(report, again, up);
		for (size_t day = 0; day < ELEMENTS(days); day++) {
			report_begin_day(report, days[day]);
			for (size_t j = 0; j < ELEMENTS(hours); j++) {
				struct ticket ticket =
					make(hours[j] * 60, "A", TICKET_FINISHED, 10);

				add(report, &ticket);
			}
		}
		for (int asked = 0; asked < 2; asked++) { /* asked twice, it is the same */
			assert_int_equal(
				find(report, table[i].key)->portal_down_s, table[i].down_s);
			assert_int_equal(find(report, "total")->portal_down_s,
				FIRST_S + 24 * 3600 + 75 * 60);
		}
	}
}

static void test_hours_are_local(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_HOURS, &boots);
	struct ticket ticket = make(7 * 60 + 5, "A", TICKET_FINISHED, 10);

	(void)state;
	add(report, &ticket);
	assert_int_equal(find(report, "07")->issued, 1);
}

static void test_names(void **state)
{
	enum report_by by;

	(void)state;
	for (int i = 0; i < REPORTS; i++) {
		assert_int_equal(report_parse(report_name((enum report_by)i), &by), 0);
		assert_int_equal(by, i);
	}
	assert_int_not_equal(report_parse("weather", &by), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_and_times),
		cmocka_unit_test(test_a_ticket_counts_by_how_it_ended),
		cmocka_unit_test(test_what_counts_in_which_row),
		cmocka_unit_test(test_what_has_no_row_is_in_the_total_alone),
		cmocka_unit_test(test_a_service_called_total),
		cmocka_unit_test(test_rows_are_bounded),
		cmocka_unit_test(test_a_wait_that_nobody_knows),
		cmocka_unit_test(test_unconfirmed_segments_are_left_out),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_a_day_that_is_over_keeps_its_figures_alone),
		cmocka_unit_test(test_the_longest_names),
		cmocka_unit_test(test_weeks_are_those_of_iso_8601),
		cmocka_unit_test(test_weeks_at_every_turn_of_the_year),
		cmocka_unit_test(test_ratios_are_exact),
		cmocka_unit_test(test_many_times),
		cmocka_unit_test(test_few_times),
		cmocka_unit_test(test_times_just_before_and_after_they_are_counted),
		cmocka_unit_test(test_targets_ratings_and_slips),
		cmocka_unit_test(test_ratings_by_score),
		cmocka_unit_test(test_nobody_is_rated),
		cmocka_unit_test(test_sessions_and_portal),
		cmocka_unit_test(test_a_disruption_over_midnight),
		cmocka_unit_test(test_hours_are_local),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
