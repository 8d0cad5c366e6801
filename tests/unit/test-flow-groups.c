/* SPDX-License-Identifier: Apache-2.0 */
/* The visitor's way through groups of services, and back. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "kiosk/flow.h"

struct stage {
	struct flow flow;
	int64_t now_ms;
	struct flow_effect effects[FLOW_EFFECTS_MAX];
	int n;
};

static int presses;

static void numbered_press(char ret[FLOW_PRESS_ID_SIZE])
{
	(void)snprintf(ret, FLOW_PRESS_ID_SIZE, "press-%d", ++presses);
}

/* What the site lacks; "" nothing. */
static const char *lacks = "";

static bool has_wish(const struct flow_wish *wish, void *userdata)
{
	(void)userdata;
	return strcmp(wish->service, lacks) != 0 &&
		(!*wish->reason || strcmp(wish->reason, lacks) != 0);
}

static bool has_language(const char *language, void *userdata)
{
	(void)userdata;
	return strcmp(language, lacks) != 0;
}

static const struct flow_calls calls = {numbered_press, has_wish, has_language};

static void take(struct stage *stage, const struct flow_event *event)
{
	stage->n = flow_take(&stage->flow, event, stage->now_ms, stage->effects);
}

static void say(struct stage *stage, enum flow_event_kind kind, bool on)
{
	struct flow_event event = {.kind = kind, .on = on};

	take(stage, &event);
}

/* Time passes; ticks come when flow_next_ms asks for them, as in the daemon. */
static void pass(struct stage *stage, int64_t ms)
{
	struct flow_event tick = {.kind = FLOW_TICK};
	int64_t end_ms = stage->now_ms + ms;
	int64_t next_ms;

	stage->n = 0;
	while ((next_ms = flow_next_ms(&stage->flow)) >= 0 && next_ms <= end_ms) {
		stage->now_ms = next_ms;
		take(stage, &tick);
	}
	stage->now_ms = end_ms;
}

static struct stage ready(void)
{
	struct stage stage = {.now_ms = 100000};

	presses = 0;
	lacks = "";
	flow_init(&stage.flow, "vi", &calls, NULL);
	assert_int_equal(stage.flow.page, KIOSK_STARTING);
	say(&stage, FLOW_PRINTER, true);
	say(&stage, FLOW_CENTRE, true);
	assert_int_equal(stage.flow.page, KIOSK_STARTING);
	say(&stage, FLOW_HUB, true);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	return stage;
}

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
