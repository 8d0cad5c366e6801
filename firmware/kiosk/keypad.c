/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/keypad.h"

#include <string.h>

#include "base/json-get.h"
#include "base/text.h"

static struct keypad_counter *find(struct keypad *keypad, int64_t number)
{
	for (int i = 0; i < keypad->n; i++) {
		if (keypad->counters[i].number == number) {
			return &keypad->counters[i];
		}
	}
	return NULL;
}

void keypad_add(struct keypad *keypad, int number)
{
	if (!find(keypad, number) && keypad->n < KEYPAD_COUNTERS_MAX) {
		keypad->counters[keypad->n++] = (struct keypad_counter){.number = number};
	}
}

const struct keypad_counter *keypad_find(const struct keypad *keypad, int number)
{
	return find((struct keypad *)keypad, number);
}

static enum keypad_state state_of(const char *name)
{
	if (strcmp(name, "OPEN") == 0) {
		return KEYPAD_OPEN;
	}
	return strcmp(name, "PAUSED") == 0 ? KEYPAD_PAUSED : KEYPAD_OFF;
}

static enum keypad_ticket ticket_of(const char *state)
{
	if (strcmp(state, "CALLED") == 0) {
		return KEYPAD_CALLED;
	}
	return strcmp(state, "SERVING") == 0 ? KEYPAD_SERVING : KEYPAD_NOBODY;
}

void keypad_set_counter(struct keypad *keypad, const json_t *counter)
{
	struct keypad_counter *known = find(keypad, json_get_int(counter, "number"));
	const json_t *services = json_object_get(counter, "services");

	if (!known) {
		return;
	}
	known->state = state_of(json_get_text(counter, "state"));
	known->ticket = ticket_of(json_get_text(json_object_get(counter, "ticket"), "state"));
	known->pause_after = json_get_bool(counter, "pause_after");
	known->rateable = json_is_object(json_object_get(counter, "rateable"));
	known->n_services = 0;
	for (size_t i = 0; i < json_array_size(services) && i < KEYPAD_SERVICES_MAX; i++) {
		const char *id = json_string_value(json_array_get(services, i));

		text_copy_cut(known->services[known->n_services++], sizeof(known->services[0]),
			id ? id : "");
	}
}

void keypad_on_state(struct keypad *keypad, const json_t *answer)
{
	const json_t *counters = json_object_get(answer, "counters");

	for (int i = 0; i < keypad->n; i++) {
		keypad->counters[i] = (struct keypad_counter){.number = keypad->counters[i].number};
	}
	for (size_t i = 0; i < json_array_size(counters); i++) {
		keypad_set_counter(keypad, json_array_get(counters, i));
	}
}

static bool is(const char *text, const char *name)
{
	return strcmp(text, name) == 0;
}

bool keypad_on_event(struct keypad *keypad, const char *kind, const json_t *event, bool *ret_ask)
{
	struct keypad_counter *known = find(keypad, json_get_int(event, "counter"));
	struct keypad_counter before;

	*ret_ask = false;
	if (!known) {
		return false;
	}
	/* The event does not hold the counter's services and its other data, so the state is asked
	 * for. */
	*ret_ask = strncmp(kind, "counter_", strlen("counter_")) == 0 || is(kind, "unfinish") ||
		is(kind, "leave"); /* perhaps with another ticket */
	if (*ret_ask) {
		return false;
	}
	before = *known;
	if (is(kind, "finish")) {
		known->rateable = true;
	} else if (is(kind, "rate") || is(kind, "appear") || is(kind, "undo_finish")) {
		known->rateable = false;
	}
	if (json_object_get(event, "state")) {
		known->ticket = ticket_of(json_get_text(event, "state"));
	}
	return known->ticket != before.ticket || known->rateable != before.rateable;
}

static bool pauses(const char *move)
{
	return is(move, "pause-resume") || is(move, "pause");
}

int keypad_steps(const struct keypad_counter *counter, const char *move, bool has_staff,
	const char *ret[KEYPAD_STEPS_MAX])
{
	bool next = is(move, "next");
	int n = 0;

	if (next || is(move, "call-next")) {
		if (counter->state == KEYPAD_OFF && has_staff) {
			ret[n++] = "open";
		}
		ret[n++] = next && counter->ticket == KEYPAD_SERVING ? "finish-next" : "call-next";
	} else if (is(move, "open-close")) {
		ret[n++] = counter->state == KEYPAD_OFF ? "open" : "close";
	} else if (is(move, "pause-resume") && counter->state == KEYPAD_PAUSED) {
		ret[n++] = "resume";
	} else if (pauses(move)) {
		ret[n++] = counter->ticket == KEYPAD_NOBODY ? "pause"
			: counter->pause_after              ? "undo-pause-after"
							    : "pause-after";
	} else {
		ret[n++] = move;
	}
	return n;
}

/* What must be true for a move to be possible; the keys' own moves first. */
static bool is_possible(const struct keypad_counter *counter, const char *move, bool waiting)
{
	bool open = counter->state == KEYPAD_OPEN;
	bool free = open && counter->ticket == KEYPAD_NOBODY;
	bool serving = counter->ticket == KEYPAD_SERVING;
	const struct {
		const char *move;
		bool possible;
	} table[] = {
		{"next", (free && waiting) || serving},
		{"call-next", free && waiting},
		{"recall", counter->ticket == KEYPAD_CALLED},
		{"appear", counter->ticket == KEYPAD_CALLED},
		{"undo-call", counter->ticket == KEYPAD_CALLED},
		{"absent", counter->ticket == KEYPAD_CALLED},
		{"hold", serving},
		{"finish", serving},
		{"undo-finish", free},
		{"open", counter->state == KEYPAD_OFF},
		{"close", free || counter->state == KEYPAD_PAUSED},
		/* These two are lit in one of their two states. */
		{"open-close", counter->state != KEYPAD_OFF},
		{"pause-resume", counter->state == KEYPAD_PAUSED},
		{"pause", open},
		{"resume", counter->state == KEYPAD_PAUSED},
	};

	for (size_t i = 0; i < ELEMENTS(table); i++) {
		if (is(move, table[i].move)) {
			return table[i].possible;
		}
	}
	return false;
}

enum board_sign keypad_sign(const struct keypad_counter *counter, const char *move, bool waiting)
{
	if (counter->pause_after && pauses(move)) {
		return BOARD_SIGN_WORKING;
	}
	return counter->state != KEYPAD_UNKNOWN && is_possible(counter, move, waiting)
		? BOARD_SIGN_READY
		: BOARD_SIGN_CLOSED;
}

enum board_sign keypad_rate_sign(const struct keypad_counter *counter)
{
	return counter->rateable ? BOARD_SIGN_READY : BOARD_SIGN_CLOSED;
}

enum board_sign keypad_counter_sign(const struct keypad_counter *counter)
{
	if (counter->state != KEYPAD_OPEN) {
		return BOARD_SIGN_CLOSED;
	}
	return counter->ticket == KEYPAD_NOBODY ? BOARD_SIGN_READY : BOARD_SIGN_WORKING;
}
