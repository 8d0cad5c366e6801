/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/flow.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"

/* One event being handled, and the effects that it may add. */
struct step {
	struct flow *flow;
	const struct flow_event *event;
	int64_t now_ms;
	struct flow_effect *effects;
	int n;
};

static const char *const page_names[] = {
	[KIOSK_STARTING] = "starting",
	[KIOSK_GROUPS] = "groups",
	[KIOSK_SERVICES] = "services",
	[KIOSK_COMPLAINTS] = "complaints",
	[KIOSK_LANE] = "lane",
	[KIOSK_BRING] = "bring",
	[KIOSK_WORKING] = "working",
	[KIOSK_PRINTING] = "printing",
	[KIOSK_TAKE] = "take",
	[KIOSK_NUMBER] = "number",
	[KIOSK_REFUSED] = "refused",
	[KIOSK_AWAY] = "away",
	[KIOSK_UNABLE] = "unable",
	[KIOSK_CLOSED] = "closed",
};

static const char *const event_names[] = {
	[FLOW_BUTTON] = "button",
	[FLOW_GROUP] = "group",
	[FLOW_COMPLAINTS] = "complaints",
	[FLOW_CHOOSE] = "choose",
	[FLOW_LANE] = "lane",
	[FLOW_BACK] = "back",
	[FLOW_BRING] = "bring",
	[FLOW_TURN] = "turn",
	[FLOW_DONE] = "done",
	[FLOW_LISTEN] = "listen",
	[FLOW_GONE] = "gone",
	[FLOW_LANGUAGE] = "language",
	[FLOW_ANSWER] = "answer",
	[FLOW_ERROR] = "refusal",
	[FLOW_NO_ANSWER] = "no answer",
	[FLOW_PRINTED] = "printed",
	[FLOW_NOT_PRINTED] = "not printed",
	[FLOW_SITE] = "site",
	[FLOW_HUB] = "hub",
	[FLOW_STORAGE] = "storage",
	[FLOW_CENTRE] = "centre",
	[FLOW_PRINTER] = "printer",
	[FLOW_TICK] = "time",
};

void flow_init(struct flow *flow, const char *first_language, const struct flow_calls *calls,
	void *userdata)
{
	*flow = (struct flow){.page = KIOSK_STARTING, .calls = calls, .userdata = userdata};
	text_copy_cut(flow->first_language, sizeof(flow->first_language), first_language);
	text_copy_cut(flow->language, sizeof(flow->language), first_language);
}

static struct flow_effect *add_effect(struct step *step, enum flow_effect_kind kind)
{
	struct flow_effect *effect = &step->effects[step->n++];

	*effect = (struct flow_effect){.kind = kind, .wish = step->flow->wish};
	memcpy(effect->language, step->flow->language, sizeof(effect->language));
	memcpy(effect->press_id, step->flow->press_id, sizeof(effect->press_id));
	effect->ticket = step->flow->ticket;
	return effect;
}

static void show(struct step *step, enum kiosk_page page, int stay_ms)
{
	step->flow->list_page = 0;
	step->flow->busy = false;
	step->flow->page = page;
	step->flow->leave_ms = stay_ms > 0 ? step->now_ms + stay_ms : 0;
}

/* The page when nobody is being served. */
static enum kiosk_page idle_page(const struct flow *flow)
{
	if (!flow->heard) {
		return KIOSK_STARTING;
	}
	if (!flow->hub) {
		return KIOSK_AWAY;
	}
	if (flow->unable) {
		return KIOSK_UNABLE;
	}
	if (!flow->centre) {
		return KIOSK_CLOSED;
	}
	return flow->has_groups ? KIOSK_GROUPS : KIOSK_SERVICES;
}

/* Why nobody can get a ticket now. */
static enum kiosk_error cannot(const struct flow *flow)
{
	return flow->hub && flow->unable ? KIOSK_ERROR_UNABLE : KIOSK_ERROR_AWAY;
}

static void refuse(struct step *step, enum kiosk_error error)
{
	step->flow->error = error;
	show(step, KIOSK_REFUSED,
		step->flow->n_pending > 0 ? FLOW_REFUSED_SHORT_MS : FLOW_REFUSED_MS);
}

int flow_answer_ms(int64_t round_trip_ms)
{
	/* Time for two round trips, because one packet may get lost, and for the hub's own work. */
	return (int)MIN_OF(MAX_OF(2 * round_trip_ms + 1000, FLOW_ANSWER_MS), FLOW_ANSWER_MAX_MS);
}

static bool same_wish(const struct flow_wish *a, const struct flow_wish *b)
{
	return strcmp(a->service, b->service) == 0 && a->priority == b->priority &&
		strcmp(a->reason, b->reason) == 0 && strcmp(a->subject, b->subject) == 0;
}

static void begin_press(struct step *step, const struct flow_wish *wish)
{
	struct flow *flow = step->flow;
	bool again = *flow->late_id && same_wish(wish, &flow->wish);

	if (!again) {
		flow->late_id[0] = '\0'; /* from now on the late answer is not for this visitor */
	}
	flow->wish = *wish;
	flow->pressed_ms = step->now_ms;
	flow->press_id[0] = '\0';
	if (!flow->hub || flow->unable) {
		refuse(step, cannot(flow)); /* known to be impossible: do not wait */
		return;
	}
	if (!flow->calls->has_wish(wish, flow->userdata)) {
		flow->late_id[0] = '\0';
		refuse(step, KIOSK_ERROR_OTHER);
		return;
	}
	if (again) {
		memcpy(flow->press_id, flow->late_id, sizeof(flow->press_id));
	} else {
		flow->calls->new_press_id(flow->press_id);
	}
	flow->late_id[0] = '\0';
	flow->press_ms = step->now_ms;
	flow->resend_ms = 0;
	show(step, KIOSK_WORKING, MAX_OF(flow->answer_ms, FLOW_ANSWER_MS));
	(void)add_effect(step, FLOW_SEND);
}

/* A chosen language stays for a while, because the visitor may still be there. */
static void arm_language(struct step *step)
{
	struct flow *flow = step->flow;

	flow->language_ms = strcmp(flow->language, flow->first_language) == 0
		? 0
		: step->now_ms + FLOW_LANGUAGE_MS;
}

static void rest(struct step *step)
{
	step->flow->group[0] = '\0';
	show(step, idle_page(step->flow), 0);
	arm_language(step);
}

/* A visitor is served: the next pending press, or the idle page. */
static void go_on(struct step *step)
{
	struct flow *flow = step->flow;
	struct flow_wish next;

	flow->late_id[0] = '\0';
	if (flow->n_pending > 0) {
		next = flow->pending[0];
		flow->n_pending--;
		memmove(flow->pending, flow->pending + 1,
			(size_t)flow->n_pending * sizeof(flow->pending[0]));
		begin_press(step, &next);
		return;
	}
	rest(step);
}

/* Keeps another visitor's press until the present one is over. */
static void keep_for_later(struct step *step, const struct flow_wish *wish)
{
	struct flow *flow = step->flow;

	for (int i = 0; i < flow->n_pending; i++) {
		if (same_wish(&flow->pending[i], wish)) {
			return; /* the same visitor has pressed again */
		}
	}
	if (flow->n_pending == FLOW_PENDING_MAX) {
		log_debug("a press on %s was not kept: too many wait", wish->service);
		flow->busy = true;
		return;
	}
	flow->pending[flow->n_pending++] = *wish;
	/* Another visitor waits now, so pages that are only there to be read end sooner. */
	if (flow->page == KIOSK_TAKE || flow->page == KIOSK_NUMBER) {
		int stay_ms = flow->page == KIOSK_TAKE ? FLOW_TAKE_SHORT_MS : FLOW_NUMBER_SHORT_MS;

		flow->leave_ms = MIN_OF(flow->leave_ms, step->now_ms + stay_ms);
	}
}

static void on_wish(struct step *step, const struct flow_wish *wish)
{
	struct flow *flow = step->flow;
	bool again = flow->pressed_ms > 0 && same_wish(wish, &flow->wish);

	switch (flow->page) {
	case KIOSK_WORKING:
	case KIOSK_PRINTING:
		if (again) {
			flow->pressed_ms = step->now_ms;
		} else {
			keep_for_later(step, wish);
		}
		return;
	case KIOSK_TAKE:
	case KIOSK_NUMBER:
		if (again && step->now_ms - flow->pressed_ms < FLOW_DOUBLE_MS) {
			flow->pressed_ms = step->now_ms;
			return;
		}
		if (flow->page == KIOSK_NUMBER) {
			keep_for_later(step, wish); /* the number must be read first */
			return;
		}
		begin_press(step, wish);
		return;
	case KIOSK_STARTING:
	case KIOSK_AWAY:
	case KIOSK_UNABLE:
		flow->wish = *wish;
		flow->pressed_ms = step->now_ms;
		refuse(step, cannot(flow));
		return;
	case KIOSK_GROUPS:
	case KIOSK_SERVICES:
	case KIOSK_COMPLAINTS:
	case KIOSK_LANE:
	case KIOSK_BRING:
	case KIOSK_REFUSED:
	case KIOSK_CLOSED: /* the hub decides, because a service may have its own hours */
		begin_press(step, wish);
		return;
	}
}

static enum kiosk_error refusal_of(enum kiosk_opening opening)
{
	switch (opening) {
	case KIOSK_FULL:
		return KIOSK_ERROR_LIMIT;
	case KIOSK_PAST_CLOSING:
		return KIOSK_ERROR_PAST_CLOSING;
	case KIOSK_NOT_HERE:
		return KIOSK_ERROR_OTHER;
	case KIOSK_OPEN:
	case KIOSK_CLOSED_NOW:
	case KIOSK_CLOSED_DAY:
	case KIOSK_STOPPED:
		break;
	}
	return KIOSK_ERROR_CLOSED;
}

static void on_choice(struct step *step)
{
	struct flow *flow = step->flow;
	const struct flow_event *event = step->event;
	bool subject = *event->wish.subject != '\0';

	if (subject ? flow->page != KIOSK_COMPLAINTS
		    : flow->page != KIOSK_SERVICES && flow->page != KIOSK_GROUPS) {
		return;
	}
	if (event->opening != KIOSK_OPEN) {
		flow->wish = event->wish;
		flow->pressed_ms = 0;
		refuse(step, refusal_of(event->opening));
		return;
	}
	if (!flow->has_reasons && !event->bring) {
		begin_press(step, &event->wish);
		return;
	}
	flow->wish = event->wish;
	flow->pressed_ms = 0;
	show(step, KIOSK_LANE, FLOW_LANE_MS);
}

static bool is_choice(const struct flow *flow)
{
	return flow->page == KIOSK_LANE || flow->page == KIOSK_BRING ||
		flow->page == KIOSK_COMPLAINTS || (flow->page == KIOSK_SERVICES && *flow->group);
}

/* The services of a group, the subjects of complaints, or what to bring for the chosen service. */
static void on_look(struct step *step)
{
	struct flow *flow = step->flow;
	enum flow_event_kind kind = step->event->kind;

	if (flow->page == KIOSK_LANE && kind == FLOW_BRING) {
		show(step, KIOSK_BRING, FLOW_LANE_MS);
	} else if (kind == FLOW_COMPLAINTS && flow->has_complaints &&
		(flow->page == KIOSK_GROUPS || (flow->page == KIOSK_SERVICES && !*flow->group))) {
		show(step, KIOSK_COMPLAINTS, FLOW_LANE_MS);
		arm_language(step);
	} else if (flow->page == KIOSK_GROUPS && kind == FLOW_GROUP) {
		memcpy(flow->group, step->event->group, sizeof(flow->group));
		show(step, KIOSK_SERVICES, FLOW_LANE_MS);
		arm_language(step);
	}
}

/* To the page before; whoever waits meanwhile is served first. */
static void on_back(struct step *step)
{
	struct flow *flow = step->flow;

	if (flow->page == KIOSK_BRING) {
		show(step, KIOSK_LANE, FLOW_LANE_MS);
	} else if (flow->page == KIOSK_LANE && *flow->wish.subject && flow->n_pending == 0) {
		show(step, KIOSK_COMPLAINTS, FLOW_LANE_MS);
	} else if (flow->page == KIOSK_LANE && *flow->group && flow->n_pending == 0) {
		show(step, KIOSK_SERVICES, FLOW_LANE_MS);
	} else if (is_choice(flow)) {
		go_on(step);
	}
}

static void on_lane(struct step *step)
{
	struct flow_wish wish = step->event->wish;

	if (step->flow->page != KIOSK_LANE) {
		return;
	}
	memcpy(wish.service, step->flow->wish.service, sizeof(wish.service));
	memcpy(wish.subject, step->flow->wish.subject, sizeof(wish.subject));
	begin_press(step, &wish);
}

static void on_language(struct step *step)
{
	struct flow *flow = step->flow;

	bool known = flow->calls->has_language(step->event->language, flow->userdata);

	memcpy(flow->language, known ? step->event->language : flow->first_language,
		sizeof(flow->language));
	if (is_choice(flow)) {
		flow->leave_ms = step->now_ms + FLOW_LANE_MS;
	}
	arm_language(step);
}

/* Another page of a list; whoever reads has time, and whoever left is forgotten. */
static void on_turn(struct step *step)
{
	struct flow *flow = step->flow;

	if (flow->page == KIOSK_GROUPS || flow->page == KIOSK_SERVICES || is_choice(flow)) {
		flow->list_page = MAX_OF(flow->list_page + step->event->turn, 0);
		flow->leave_ms = step->now_ms + FLOW_LANE_MS;
		arm_language(step);
	}
}

/* When the page ends by itself; 0 it does not. What the hub has to answer is not waited for longer.
 */
static int64_t leave_ms(const struct flow *flow)
{
	return flow->listened && flow->page != KIOSK_WORKING ? 0 : flow->leave_ms;
}

static int64_t language_ms(const struct flow *flow)
{
	return flow->listened || flow->page != idle_page(flow) ? 0 : flow->language_ms;
}

static bool is_result(const struct flow *flow)
{
	return flow->page == KIOSK_TAKE || flow->page == KIOSK_NUMBER ||
		flow->page == KIOSK_REFUSED;
}

/* Somebody ends the page: goes back, or has read or heard it. */
static void on_end(struct step *step)
{
	if (step->event->kind == FLOW_BACK) {
		on_back(step);
	} else if (is_result(step->flow)) {
		go_on(step);
	}
}

/* From now on pages end by themselves again, and not at once. */
static void on_listen(struct step *step)
{
	struct flow *flow = step->flow;

	flow->listened = step->event->on;
	if (flow->leave_ms && !flow->listened && flow->page != KIOSK_WORKING) {
		flow->leave_ms = MAX_OF(flow->leave_ms, step->now_ms + FLOW_REFUSED_MS);
	}
	arm_language(step);
}

static void on_gone(struct step *step)
{
	struct flow *flow = step->flow;

	flow->listened = false;
	memcpy(flow->language, flow->first_language, sizeof(flow->language));
	if (is_result(flow) || is_choice(flow) || flow->page == idle_page(flow)) {
		go_on(step);
	}
}

static bool is_under_way(const struct flow *flow, const char *press_id)
{
	return flow->page == KIOSK_WORKING && *flow->press_id &&
		strcmp(flow->press_id, press_id) == 0;
}

/* Whether the visitor is still being told that there is no ticket, and nobody has pressed since. */
static bool is_just_late(const struct flow *flow, const char *press_id)
{
	return flow->page == KIOSK_REFUSED && *flow->late_id &&
		strcmp(flow->late_id, press_id) == 0;
}

static void on_answer(struct step *step)
{
	struct flow *flow = step->flow;

	if (is_just_late(flow, step->event->press_id)) {
		flow->late_id[0] = '\0';
	} else if (!is_under_way(flow, step->event->press_id)) {
		/* A repeated answer for the ticket that is being printed changes nothing. */
		if (flow->ticket.id != step->event->ticket.id) {
			add_effect(step, FLOW_VOID)->ticket = step->event->ticket;
		}
		return;
	}
	flow->ticket = step->event->ticket;
	flow->press_id[0] = '\0';
	if (flow->printer) {
		show(step, KIOSK_PRINTING, 0);
		(void)add_effect(step, FLOW_PRINT);
	} else {
		show(step, KIOSK_NUMBER,
			flow->n_pending > 0 ? FLOW_NUMBER_SHORT_MS : FLOW_NUMBER_MS);
		(void)add_effect(step, FLOW_NO_SLIP);
	}
}

static void on_error(struct step *step)
{
	if (is_under_way(step->flow, step->event->press_id)) {
		step->flow->press_id[0] = '\0';
		refuse(step, step->event->error);
	}
}

static void on_no_answer(struct step *step)
{
	struct flow *flow = step->flow;

	if (is_under_way(flow, step->event->press_id)) {
		flow->resend_ms = step->now_ms + FLOW_RETRY_MS;
	}
}

static void on_print(struct step *step)
{
	struct flow *flow = step->flow;
	bool printed = step->event->kind == FLOW_PRINTED;
	bool waits = flow->n_pending > 0;

	if (flow->page != KIOSK_PRINTING || flow->ticket.id != step->event->ticket.id) {
		return; /* a second print, which the screen does not mention */
	}
	if (printed) {
		show(step, KIOSK_TAKE, waits ? FLOW_TAKE_SHORT_MS : FLOW_TAKE_MS);
	} else {
		show(step, KIOSK_NUMBER, waits ? FLOW_NUMBER_SHORT_MS : FLOW_NUMBER_MS);
	}
}

/* The idle pages follow the state of the hub and the centre; pages that serve a visitor end by
 * themselves. */
static void follow(struct step *step)
{
	enum kiosk_page idle = idle_page(step->flow);

	switch (step->flow->page) {
	case KIOSK_STARTING:
	case KIOSK_GROUPS:
	case KIOSK_AWAY:
	case KIOSK_UNABLE:
	case KIOSK_CLOSED:
		if (step->flow->page != idle) {
			show(step, idle, 0);
		}
		return;
	case KIOSK_SERVICES: /* perhaps those of a group */
	case KIOSK_COMPLAINTS:
	case KIOSK_LANE:
	case KIOSK_BRING:
		if (idle != KIOSK_SERVICES && !(idle == KIOSK_GROUPS && is_choice(step->flow))) {
			rest(step);
		}
		return;
	case KIOSK_WORKING:
	case KIOSK_PRINTING:
	case KIOSK_TAKE:
	case KIOSK_NUMBER:
	case KIOSK_REFUSED:
		return;
	}
}

static void on_site(struct step *step)
{
	struct flow *flow = step->flow;
	bool chosen = strcmp(flow->language, flow->first_language) != 0;
	struct flow_wish regular = {0};

	memcpy(flow->first_language, step->event->language, sizeof(flow->first_language));
	flow->has_reasons = step->event->on;
	flow->has_groups = step->event->groups;
	flow->has_complaints = step->event->complaints;
	flow->group[0] = '\0';
	if (!chosen || !flow->calls->has_language(flow->language, flow->userdata)) {
		memcpy(flow->language, flow->first_language, sizeof(flow->language));
	}
	arm_language(step);
	flow->list_page = 0;
	memcpy(regular.service, flow->wish.service, sizeof(regular.service));
	memcpy(regular.subject, flow->wish.subject, sizeof(regular.subject));
	follow(step);
	if (((flow->page == KIOSK_LANE || flow->page == KIOSK_BRING) &&
		    (!flow->has_reasons || !flow->calls->has_wish(&regular, flow->userdata))) ||
		(flow->page == KIOSK_COMPLAINTS && !flow->has_complaints)) {
		rest(step);
	}
}

static void give_up(struct step *step)
{
	(void)add_effect(step, FLOW_GIVE_UP);
	memcpy(step->flow->late_id, step->flow->press_id, sizeof(step->flow->late_id));
	step->flow->press_id[0] = '\0';
	step->flow->resend_ms = 0;
	refuse(step, cannot(step->flow));
}

static void on_time(struct step *step)
{
	struct flow *flow = step->flow;

	if (!flow->heard && step->now_ms >= flow->starting_ms) {
		flow->heard = true; /* "is starting" would no longer be true */
		follow(step);
	}
	if (language_ms(flow) && step->now_ms >= flow->language_ms) {
		memcpy(flow->language, flow->first_language, sizeof(flow->language));
		flow->language_ms = 0;
	}
	if (leave_ms(flow) && step->now_ms >= flow->leave_ms) {
		if (flow->page == KIOSK_WORKING) {
			give_up(step);
		} else {
			go_on(step);
		}
		return;
	}
	if (flow->page == KIOSK_WORKING && flow->resend_ms && step->now_ms >= flow->resend_ms) {
		flow->resend_ms = 0;
		(void)add_effect(step, FLOW_SEND);
	}
}

/* The hub, its disk, the centre or the printer is in another state. */
static void on_report(struct step *step)
{
	struct flow *flow = step->flow;
	bool on = step->event->on;

	if (step->event->kind == FLOW_PRINTER) {
		flow->printer = on;
		return;
	}
	if (step->event->kind == FLOW_HUB) {
		flow->hub = on;
		flow->heard = flow->heard || on;
	} else if (step->event->kind == FLOW_STORAGE) {
		flow->unable = !on;
	} else {
		flow->centre = on;
	}
	follow(step);
}

static void take(struct step *step)
{
	switch (step->event->kind) {
	case FLOW_BUTTON:
		on_wish(step, &step->event->wish);
		return;
	case FLOW_GROUP:
	case FLOW_COMPLAINTS:
	case FLOW_BRING:
		on_look(step);
		return;
	case FLOW_CHOOSE:
		on_choice(step);
		return;
	case FLOW_LANE:
		on_lane(step);
		return;
	case FLOW_BACK:
	case FLOW_DONE:
		on_end(step);
		return;
	case FLOW_TURN:
		on_turn(step);
		return;
	case FLOW_LISTEN:
		on_listen(step);
		return;
	case FLOW_GONE:
		on_gone(step);
		return;
	case FLOW_LANGUAGE:
		on_language(step);
		return;
	case FLOW_ANSWER:
		on_answer(step);
		return;
	case FLOW_ERROR:
		on_error(step);
		return;
	case FLOW_NO_ANSWER:
		on_no_answer(step);
		return;
	case FLOW_PRINTED:
	case FLOW_NOT_PRINTED:
		on_print(step);
		return;
	case FLOW_SITE:
		on_site(step);
		return;
	case FLOW_HUB:
	case FLOW_STORAGE:
	case FLOW_CENTRE:
	case FLOW_PRINTER:
		on_report(step);
		return;
	case FLOW_TICK:
		on_time(step);
		return;
	}
}

int flow_take(struct flow *flow, const struct flow_event *event, int64_t now_ms,
	struct flow_effect ret[FLOW_EFFECTS_MAX])
{
	struct step step = {flow, event, now_ms, ret, 0};
	enum kiosk_page before = flow->page;

	if (flow->starting_ms == 0) {
		flow->starting_ms = now_ms + FLOW_STARTING_MS;
	}
	take(&step);
	if (flow->page != before) {
		log_debug("flow: %s, %s: %s", page_names[before], event_names[event->kind],
			page_names[flow->page]);
	}
	return step.n;
}

int64_t flow_next_ms(const struct flow *flow)
{
	int64_t next = -1;
	int64_t times[] = {leave_ms(flow), flow->page == KIOSK_WORKING ? flow->resend_ms : 0,
		language_ms(flow), flow->heard ? 0 : flow->starting_ms};

	for (size_t i = 0; i < ELEMENTS(times); i++) {
		if (times[i] > 0 && (next < 0 || times[i] < next)) {
			next = times[i];
		}
	}
	return next;
}
