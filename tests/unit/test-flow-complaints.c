/* SPDX-License-Identifier: Apache-2.0 */
/* The visitor's way from what a complaint is about to its number. */
#include "base/text.h"
#include "check.h"
#include "flow-fixture.h"

static const struct flow_event site = {
	.kind = FLOW_SITE, .on = true, .complaints = true, .language = "vi"};
static const struct flow_event ask = {.kind = FLOW_COMPLAINTS};
static const struct flow_event fees = {
	.kind = FLOW_CHOOSE, .wish = {.service = "H", .subject = "fees"}};

/* Subjects, lane, ticket, as if the subject's service had been chosen. */
static void test_a_subject_leads_to_the_number_of_its_service(void **state)
{
	struct stage stage = ready();
	struct flow_event answer = {.kind = FLOW_ANSWER, .ticket = {.id = 7, .number = "H001"}};

	(void)state;
	take(&stage, &site);
	take(&stage, &ask);
	assert_int_equal(stage.flow.page, KIOSK_COMPLAINTS);
	take(&stage, &fees);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	take(&stage, &(struct flow_event){.kind = FLOW_LANE, .wish = {.priority = true}});
	assert_int_equal(stage.n, 1);
	assert_int_equal(stage.effects[0].kind, FLOW_SEND);
	assert_string_equal(stage.effects[0].wish.service, "H");
	assert_string_equal(stage.effects[0].wish.subject, "fees");
	assert_true(stage.effects[0].wish.priority);
	text_copy_cut(answer.press_id, sizeof(answer.press_id), "press-1");
	take(&stage, &answer);
	assert_int_equal(stage.effects[0].kind, FLOW_PRINT);
	take(&stage, &(struct flow_event){.kind = FLOW_PRINTED, .ticket = {.id = 7}});
	pass(&stage, FLOW_TAKE_MS);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	/* The next visitor, who wants the service itself, goes back to it. */
	take(&stage, &(struct flow_event){.kind = FLOW_CHOOSE, .wish = {.service = "H"}});
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

/* One lane and nothing to bring: no page between. */
static void test_without_lanes_the_number_comes_at_once(void **state)
{
	struct stage stage = ready();
	struct flow_event one_lane = site;

	(void)state;
	one_lane.on = false;
	take(&stage, &one_lane);
	take(&stage, &ask);
	take(&stage, &fees);
	assert_int_equal(stage.flow.page, KIOSK_WORKING);
	assert_string_equal(stage.effects[0].wish.subject, "fees");
}

static void test_back_goes_one_page_and_whoever_left_is_forgotten(void **state)
{
	struct stage stage = ready();
	struct flow_event groups = site;

	(void)state;
	groups.groups = true;
	take(&stage, &groups);
	take(&stage, &ask);
	assert_int_equal(stage.flow.page, KIOSK_COMPLAINTS);
	say(&stage, FLOW_CENTRE, true); /* nothing new: the page stays */
	assert_int_equal(stage.flow.page, KIOSK_COMPLAINTS);
	take(&stage, &fees);
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_COMPLAINTS);
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
	take(&stage, &ask);
	pass(&stage, FLOW_LANE_MS - 1);
	take(&stage, &(struct flow_event){.kind = FLOW_TURN, .turn = 1});
	assert_int_equal(stage.flow.list_page, 1);
	pass(&stage, FLOW_LANE_MS - 1);
	assert_int_equal(stage.flow.page, KIOSK_COMPLAINTS);
	pass(&stage, 1);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
	assert_int_equal(flow_next_ms(&stage.flow), -1);
	/* A late touch on the page that is no longer there. */
	take(&stage, &fees);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
}

static void test_a_subject_that_is_not_taken_says_so(void **state)
{
	static const struct {
		enum kiosk_opening opening;
		enum kiosk_error error;
	} cases[] = {
		{KIOSK_CLOSED_NOW, KIOSK_ERROR_CLOSED},
		{KIOSK_FULL, KIOSK_ERROR_LIMIT},
		{KIOSK_PAST_CLOSING, KIOSK_ERROR_PAST_CLOSING},
		{KIOSK_NOT_HERE, KIOSK_ERROR_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct stage stage = ready();
		struct flow_event choose = fees;

		choose.opening = cases[i].opening;
		take(&stage, &site);
		take(&stage, &ask);
		take(&stage, &choose);
		assert_int_equal(stage.n, 0);
		assert_int_equal(stage.flow.page, KIOSK_REFUSED);
		assert_int_equal(stage.flow.error, cases[i].error);
		pass(&stage, FLOW_REFUSED_MS);
		assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	}
}

/* A site without subjects has no such page, and a new one ends what it does not have. */
static void test_a_subject_ends_with_its_site(void **state)
{
	struct stage stage = ready();
	struct flow_event none = site;

	(void)state;
	take(&stage, &ask);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	take(&stage, &site);
	take(&stage, &ask);
	take(&stage, &site);
	assert_int_equal(stage.flow.page, KIOSK_COMPLAINTS);
	none.complaints = false;
	take(&stage, &none);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	take(&stage, &site);
	take(&stage, &ask);
	take(&stage, &fees);
	take(&stage, &site);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	lacks = "fees";
	take(&stage, &site);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	take(&stage, &ask);
	take(&stage, &fees);
	take(&stage, &(struct flow_event){.kind = FLOW_LANE}); /* before the next site is here */
	assert_int_equal(stage.flow.error, KIOSK_ERROR_OTHER);
	say(&stage, FLOW_HUB, false);
	pass(&stage, FLOW_REFUSED_MS);
	take(&stage, &ask);
	assert_int_equal(stage.flow.page, KIOSK_AWAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_subject_leads_to_the_number_of_its_service),
		cmocka_unit_test(test_without_lanes_the_number_comes_at_once),
		cmocka_unit_test(test_back_goes_one_page_and_whoever_left_is_forgotten),
		cmocka_unit_test(test_a_subject_that_is_not_taken_says_so),
		cmocka_unit_test(test_a_subject_ends_with_its_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
