/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/event.h"

#include <errno.h>
#include <string.h>

#define MOVE_NAME(name, event, ...) [EVENT_##name] = (event),
static const char *const kind_names[EVENT_KINDS] = {
	MOVES(MOVE_NAME, MOVE_NAME, MOVES_SKIP) OTHER_EVENTS(MOVE_NAME)};

#define MOVE_IS_EVENT(name, ...) \
	_Static_assert((int)EVENT_##name == (int)MOVE_##name, "one order of moves and events");
MOVES(MOVE_IS_EVENT, MOVES_SKIP, MOVES_SKIP)

const char *event_kind_name(enum event_kind kind)
{
	return kind_names[kind];
}

bool event_kind_move(enum event_kind kind, enum ticket_move *ret)
{
	if ((int)kind >= TICKET_MOVES) {
		return false;
	}
	*ret = (enum ticket_move)kind;
	return true;
}

int event_kind_parse(const char *word, enum event_kind *ret)
{
	for (int i = 0; i < EVENT_KINDS; i++) {
		if (strcmp(kind_names[i], word) == 0) {
			*ret = (enum event_kind)i;
			return 0;
		}
	}
	return -EINVAL;
}

bool event_has_json(enum event_kind kind)
{
	return kind == EVENT_SITE || kind == EVENT_RECOVER || kind == EVENT_CATALOGUE ||
		kind == EVENT_EVALUATION;
}

void event_done(struct event *event)
{
	json_decref(event->site);
	event->site = NULL;
}
