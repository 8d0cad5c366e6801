/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of event survives its form on disk, and nothing private is in the public part. */
#include "queue/journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

static struct event full(enum event_kind kind)
{
	struct event event = {
		.seq = 7,
		.kind = kind,
		.at = fixture_at(481, 2),
		.boot = 3,
		.actor = "quay-1",
		.ticket = 12,
		.session = 5,
		.counter = 2,
		.day = "2026-11-23",
		.series = "A",
		.number = 12,
		.text = "A012",
		.service = "A",
		.lane = LANE_PRIORITY,
		.state = TICKET_CALLED,
		.slip_status = SLIP_QUEUED,
		.reason = "elderly",
		.language = "vi",
		.kiosk = "kiosk-1",
		.note = "thiếu giấy \"khai sinh\"",
		.outcome = "done",
		.staff = "quay-1",
		.device = "kiosk-1/printer",
		.device_state = "paper_out",
		.fault = "device",
		.place = 12288,
		.calls = 2,
		.target_counter = 3,
		.ahead = 4,
		.wait_estimate_s = -1,
		.quantity = 2,
		.in_order = true,
		.n_services = 2,
		.services = {"A", "B"},
		.complaint = {.subject = "waiting"},
	};

	return event;
}

static void test_every_kind_goes_both_ways(void **state)
{
	(void)state;
	for (int kind = 0; kind < EVENT_KINDS; kind++) {
		struct event event = full((enum event_kind)kind);
		_cleanup_free_ char *data = NULL;
		_cleanup_free_ char *again = NULL;
		struct event back = {.kind = event.kind,
			.at = event.at,
			.ticket = event.ticket,
			.counter = event.counter,
			.session = event.session};
		enum event_kind parsed;

		data = journal_encode(&event);
		assert_int_equal(journal_decode(data, &back), 0);
		again = journal_encode(&back);
		assert_string_equal(data, again);
		assert_int_equal(event_kind_parse(event_kind_name(event.kind), &parsed), 0);
		assert_int_equal(parsed, kind);
	}
}

static void test_issue_carries_all_that_the_fold_needs(void **state)
{
	struct event event = full(EVENT_ISSUE);
	struct event back = {.kind = EVENT_ISSUE};
	_cleanup_free_ char *data = journal_encode(&event);

	(void)state;
	assert_int_equal(journal_decode(data, &back), 0);
	assert_string_equal(back.text, "A012");
	assert_string_equal(back.series, "A");
	assert_int_equal(back.number, 12);
	assert_int_equal(back.lane, LANE_PRIORITY);
	assert_int_equal(back.slip_status, SLIP_QUEUED);
	assert_string_equal(back.reason, "elderly");
	assert_string_equal(back.complaint.subject, "waiting");
	assert_string_equal(back.kiosk, "kiosk-1");
	assert_int_equal(back.ahead, 4);
	assert_int_equal(back.wait_estimate_s, -1);
}

/* Logs from before numbers were taken for complaints do not name a subject. */
static void test_a_number_for_no_complaint_says_nothing_of_one(void **state)
{
	struct event event = full(EVENT_ISSUE);
	struct event back = {.kind = EVENT_ISSUE};
	_cleanup_free_ char *data = NULL;

	(void)state;
	event.complaint.subject[0] = '\0';
	data = journal_encode(&event);
	assert_null(strstr(data, "subject"));
	assert_int_equal(journal_decode(data, &back), 0);
	assert_string_equal(back.complaint.subject, "");
}

static void test_private_things_stay_private(void **state)
{
	struct event issue = full(EVENT_ISSUE);
	struct event site = full(EVENT_SITE);
	struct event back = {.kind = EVENT_SITE};
	_cleanup_free_ char *data = NULL;
	_cleanup_free_ char *hidden = NULL;

	(void)state;
	text_copy_cut(issue.press_id, sizeof(issue.press_id), "secret-press");
	data = journal_encode(&issue);
	assert_null(strstr(data, "secret-press"));
	hidden = journal_private(&issue);
	assert_string_equal(hidden, "secret-press");
	free(data);
	free(hidden);
	site.site = fixture_site();
	data = journal_encode(&site);
	assert_null(strstr(data, "staff"));
	hidden = journal_private(&site);
	assert_int_equal(journal_take_private(&back, hidden), 0);
	assert_true(json_equal(back.site, site.site));
	event_done(&site);
	event_done(&back);
}

static void test_damage_is_refused(void **state)
{
	static const char *const damaged[] = {
		"",
		"[]",
		"{",
		"{\"number\":1}",
		"{\"number\":\"A001\",\"service\":\"A\",\"lane\":\"fast\",\"state\":\"WAITING\"}",
		"{\"number\":\"A001\",\"service\":\"A\",\"lane\":\"regular\",\"state\":7}",
		"{\"number\":\"A00000001\",\"service\":\"A\"}",
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(damaged); i++) {
		struct event event = {.kind = EVENT_REVIVE};

		assert_int_equal(journal_decode(damaged[i], &event), -EBADMSG);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind_goes_both_ways),
		cmocka_unit_test(test_issue_carries_all_that_the_fold_needs),
		cmocka_unit_test(test_a_number_for_no_complaint_says_nothing_of_one),
		cmocka_unit_test(test_private_things_stay_private),
		cmocka_unit_test(test_damage_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
