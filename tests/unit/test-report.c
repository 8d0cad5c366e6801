/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

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
	_cleanup_(report_freep) struct report *report = report_new(REPORT_SERVICES);
	const struct report_row *rows;

	(void)state;
	for (int i = 1; i <= 10; i++) {
		struct ticket ticket = make(480, "A", TICKET_FINISHED, i * 60);

		report_add_ticket(report, &ticket);
	}
	struct ticket no_show = make(490, "B", TICKET_NO_SHOW, 30);
	struct ticket left = make(490, "B", TICKET_LEFT, -1);
	struct ticket misprint = make(490, "B", TICKET_VOID, -1);

	misprint.paper = PAPER_FAILED;
	misprint.prints = 3;
	report_add_ticket(report, &no_show);
	report_add_ticket(report, &left);
	report_add_ticket(report, &misprint);

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
	_cleanup_(report_freep) struct report *report = report_new(REPORT_COUNTERS);
	struct segment segment = {.counter = 2,
		.started = {.wall_ms = 1000, .boot_ms = 1000, .boot = 1},
		.ended = {.wall_ms = 91000, .boot_ms = 91000, .boot = 1},
		.confirmed = true};

	(void)state;
	report_add_segment(report, &segment);
	segment.confirmed = false;
	segment.ended.boot_ms = 9000000;
	report_add_segment(report, &segment);
	segment.confirmed = true;
	segment.ended.boot = 0; /* still going on */
	report_add_segment(report, &segment);
	assert_int_equal(find(report, "02")->serve_mean_s, 90);
	assert_int_equal(find(report, "total")->serve_p90_s, 90);
}

static void test_hours_are_local(void **state)
{
	_cleanup_(report_freep) struct report *report = report_new(REPORT_HOURS);
	struct ticket ticket = make(7 * 60 + 5, "A", TICKET_FINISHED, 10);

	(void)state;
	report_add_ticket(report, &ticket);
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
		cmocka_unit_test(test_hours_are_local),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
