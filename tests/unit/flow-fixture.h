/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of the visitor's journey: a kiosk's flow on a clock in the test's hand. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "kiosk/flow.h"

struct stage {
	struct flow flow;
	int64_t now_ms;
	struct flow_effect effects[FLOW_EFFECTS_MAX];
	int n;
};

static int presses;

static inline void numbered_press(char ret[FLOW_PRESS_ID_SIZE])
{
	(void)snprintf(ret, FLOW_PRESS_ID_SIZE, "press-%d", ++presses);
}

/* What the site lacks; "" nothing. */
static const char *lacks = "";

static inline bool has_wish(const struct flow_wish *wish, void *userdata)
{
	(void)userdata;
	return strcmp(wish->service, lacks) != 0 &&
		(!*wish->reason || strcmp(wish->reason, lacks) != 0) &&
		(!*wish->subject || strcmp(wish->subject, lacks) != 0);
}

static inline bool has_language(const char *language, void *userdata)
{
	(void)userdata;
	return strcmp(language, lacks) != 0;
}

static const struct flow_calls calls = {numbered_press, has_wish, has_language};

static inline void take(struct stage *stage, const struct flow_event *event)
{
	stage->n = flow_take(&stage->flow, event, stage->now_ms, stage->effects);
}

static inline void say(struct stage *stage, enum flow_event_kind kind, bool on)
{
	struct flow_event event = {.kind = kind, .on = on};

	take(stage, &event);
}

/* Time passes; ticks come when flow_next_ms asks for them, as in the daemon. */
static inline void pass(struct stage *stage, int64_t ms)
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

static inline struct stage ready(void)
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
