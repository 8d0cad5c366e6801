/* SPDX-License-Identifier: Apache-2.0 */
/* The visitor's way through groups of services, and back. */
#include "base/text.h"
#include "check.h"
#include "flow-fixture.h"

static void touch_group(struct stage *stage, const char *group)
{
	struct flow_event event = {.kind = FLOW_GROUP};

	text_copy_cut(event.group, sizeof(event.group), group);
	take(stage, &event);
}

/* Group, service, lane; back goes one page at a time; whoever left is forgotten. */
static void test_a_group_comes_before_its_services(void **state)
{
	struct stage stage = ready();
	struct flow_event site = {.kind = FLOW_SITE, .on = true, .groups = true, .language = "vi"};
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "A"}};

	(void)state;
	take(&stage, &site);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
	touch_group(&stage, "home");
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	assert_string_equal(stage.flow.group, "home");
	say(&stage, FLOW_CENTRE, true); /* nothing new: the page stays */
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	take(&stage, &choose);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	say(&stage, FLOW_BRING, false);
	assert_int_equal(stage.flow.page, KIOSK_BRING);
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	assert_string_equal(stage.flow.group, "home");
	pass(&stage, FLOW_LANE_MS);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
	assert_string_equal(stage.flow.group, "");
	assert_int_equal(flow_next_ms(&stage.flow), -1);
	touch_group(&stage, "home");
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
	take(&stage, &choose); /* a service without a group stands beside the groups */
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	say(&stage, FLOW_CENTRE, true); /* nothing new: the page stays here, too */
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
}

static void test_a_group_ends_with_its_site_and_with_the_day(void **state)
{
	struct stage stage = ready();
	struct flow_event site = {.kind = FLOW_SITE, .on = true, .groups = true, .language = "vi"};

	(void)state;
	take(&stage, &site);
	touch_group(&stage, "home");
	take(&stage, &site);
	assert_int_equal(stage.flow.page, KIOSK_GROUPS);
	touch_group(&stage, "home");
	say(&stage, FLOW_CENTRE, false);
	assert_int_equal(stage.flow.page, KIOSK_CLOSED);
	say(&stage, FLOW_CENTRE, true);
	site.groups = false;
	take(&stage, &site);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	assert_int_equal(stage.flow.leave_ms, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_group_comes_before_its_services),
		cmocka_unit_test(test_a_group_ends_with_its_site_and_with_the_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
