/* SPDX-License-Identifier: Apache-2.0 */
/* Who comes to a training centre, and when. */
#include "check.h"

#include <string.h>

#include "base/text.h"
#include "hub/hub-visitors.h"
#include "queue-fixture.h"

enum { MINUTE_MS = 60 * 1000 };

static const struct model *model_of(struct fixture *fixture)
{
	return queue_model(fixture->queue);
}

static void issue(struct fixture *fixture, const struct visitor *visitor)
{
	struct command command = {
		.kind = COMMAND_ISSUE, .lane = visitor->priority ? LANE_PRIORITY : LANE_REGULAR};

	text_copy_cut(command.service, sizeof(command.service), visitor->service);
	text_copy_cut(command.reason, sizeof(command.reason), visitor->reason);
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
}

/* Lets come who comes at an instant; how many did. */
static int come(struct fixture *fixture, struct visitors *visitors, int64_t now_ms)
{
	struct visitor visitor;
	int n = 0;

	while (visitors_next(visitors, model_of(fixture), now_ms, &visitor)) {
		issue(fixture, &visitor);
		n++;
	}
	return n;
}

static void open_counter(struct fixture *fixture, int counter, const char *service)
{
	struct command command = {
		.kind = COMMAND_COUNTER_OPEN, .counter = counter, .n_services = 1};

	text_copy_cut(command.staff, sizeof(command.staff), "s1");
	text_copy_cut(command.services[0], sizeof(command.services[0]), service);
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
}

static void test_some_are_there_and_then_nobody_comes_for_nobody(void **state)
{
	struct fixture *fixture = *state;
	struct visitors visitors = {0};
	int priority = 0;

	assert_int_equal(come(fixture, &visitors, 1000), VISITORS_FIRST);
	for (int i = 0; i < model_n_tickets(model_of(fixture)); i++) {
		const struct ticket *ticket = model_ticket_at(model_of(fixture), i);

		priority += ticket->lane == LANE_PRIORITY;
		assert_int_equal(*ticket->reason != '\0', ticket->lane == LANE_PRIORITY);
	}
	assert_int_equal(priority, VISITORS_FIRST / VISITORS_PRIORITY);
	for (int minute = 1; minute < 300; minute++) {
		assert_int_equal(come(fixture, &visitors, minute * MINUTE_MS), 0);
	}
}

static void test_they_come_to_who_is_open_up_to_a_limit(void **state)
{
	struct fixture *fixture = *state;
	struct visitors visitors = {.come = VISITORS_FIRST, .last_ms = 0};
	const struct ticket *last;
	int64_t now_ms = 0;
	int n = 0;

	open_counter(fixture, 1, "A");
	assert_int_equal(come(fixture, &visitors, VISITORS_SOON_S * 1000 - 1), 0);
	assert_int_equal(come(fixture, &visitors, VISITORS_SOON_S * 1000), 1); /* few waited */
	for (now_ms = VISITORS_SOON_S * 1000; now_ms < 60 * MINUTE_MS; now_ms += 1000) {
		int more = come(fixture, &visitors, now_ms);

		assert_in_range(more, 0, 1);
		n += more;
		last = model_ticket_at(model_of(fixture), model_n_tickets(model_of(fixture)) - 1);
		assert_string_equal(last->service, "A");
	}
	assert_int_equal(n, VISITORS_WAITING - 1);
}

static void test_there_is_an_end(void **state)
{
	struct fixture *fixture = *state;
	struct visitors visitors = {.come = VISITORS_ALL};
	struct visitor visitor;

	open_counter(fixture, 1, "A");
	assert_false(visitors_next(&visitors, model_of(fixture), 60 * MINUTE_MS, &visitor));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_some_are_there_and_then_nobody_comes_for_nobody, fixture_set_up,
			fixture_tear_down),
		cmocka_unit_test_setup_teardown(test_they_come_to_who_is_open_up_to_a_limit,
			fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(
			test_there_is_an_end, fixture_set_up, fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
