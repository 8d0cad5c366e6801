/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/ratio.h"
#include "queue/report-times.h"

static const struct boots boots; /* nothing is known of any */

static struct ticket make(int minute, const char *service, enum ticket_state state, int wait_s)
{
	struct moment moment = fixture_at(minute, 0);
	struct ticket ticket = {
		.day = "2026-11-23",
		.lane = LANE_REGULAR,
		.state = state,
		.counter = wait_s < 0 ? 0 : 2,
		.arrived = {moment.wall_ms, moment.boot_ms, 1},
		.prints = 1,
		.paper = PAPER_PRINTED,
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

	misprint.paper = PAPER_FAILED;
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
	assert_int_equal(ratio_mean(0, 0), RATIO_NONE);
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
	assert_int_equal(median, -1);
	for (int i = 0; i < 100000; i++) {
		times_add(&times, (int64_t)(i % 1000) * 1000);
	}
	times_add(&times, INT64_MAX); /* no such wait: a day */
	times_add(&times, -5);
	times_sum_up(&times, &mean, &median, &p90);
	assert_int_equal(median, 499);
	assert_int_equal(p90, 900);
	assert_int_equal(mean, 500);
}

static void test_targets_ratings_and_slips(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES, &boots);
	const struct report_row *row;

	(void)state;
	report_set_target(report, 100);
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

static void test_nobody_is_rated(void **state)
{
	(void)state;
	assert_int_equal(report_groups(REPORT_STAFF) & REPORT_RATING, 0);
	assert_int_equal(report_groups(REPORT_COUNTERS) & REPORT_RATING, 0);
	assert_int_not_equal(report_groups(REPORT_DAYS) & REPORT_RATING, 0);
}

static void test_sessions_and_portal(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_DAYS, &boots);
	struct moment eight = fixture_at(480, 0);
	struct session session = {
		.counter = 2,
		.opened = {eight.wall_ms, eight.boot_ms, 1},
		.closed = {eight.wall_ms, eight.boot_ms + 3600000, 1},
		.open_ms = 3600000,
		.pauses = 2,
		.paused_ms = 90000,
	};

	struct stamp now = session.opened;

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
		cmocka_unit_test(test_unconfirmed_segments_are_left_out),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_weeks_are_those_of_iso_8601),
		cmocka_unit_test(test_ratios_are_exact),
		cmocka_unit_test(test_many_times),
		cmocka_unit_test(test_targets_ratings_and_slips),
		cmocka_unit_test(test_nobody_is_rated),
		cmocka_unit_test(test_sessions_and_portal),
		cmocka_unit_test(test_hours_are_local),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
