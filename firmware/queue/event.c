/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/event.h"

#include <errno.h>
#include <string.h>

static const char *const kind_names[EVENT_KINDS] = {
	[EVENT_START] = "start",
	[EVENT_SITE] = "site",
	[EVENT_DAY_OPEN] = "day_open",
	[EVENT_DAY_CLOSE] = "day_close",
	[EVENT_CLOCK_ACCEPT] = "clock_accept",
	[EVENT_ISSUE] = "issue",
	[EVENT_CALL] = "call",
	[EVENT_RECALL] = "recall",
	[EVENT_APPEAR] = "appear",
	[EVENT_UNDO_CALL] = "undo_call",
	[EVENT_ABSENT] = "absent",
	[EVENT_NO_SHOW] = "no_show",
	[EVENT_REVIVE] = "revive",
	[EVENT_HOLD] = "hold",
	[EVENT_RESUME] = "resume",
	[EVENT_RETURN] = "return",
	[EVENT_TRANSFER] = "transfer",
	[EVENT_ADD_SERVICE] = "add_service",
	[EVENT_SUPPLEMENT] = "supplement",
	[EVENT_FINISH] = "finish",
	[EVENT_UNDO_FINISH] = "undo_finish",
	[EVENT_LEAVE] = "leave",
	[EVENT_VOID] = "void",
	[EVENT_EXPIRE] = "expire",
	[EVENT_FINISH_UNCONFIRMED] = "finish_unconfirmed",
	[EVENT_PAPER] = "paper",
	[EVENT_REPRINT] = "reprint",
	[EVENT_COUNTER_OPEN] = "counter_open",
	[EVENT_COUNTER_PAUSE] = "counter_pause",
	[EVENT_COUNTER_RESUME] = "counter_resume",
	[EVENT_COUNTER_CLOSE] = "counter_close",
	[EVENT_COUNTER_SERVICES] = "counter_services",
	[EVENT_DEVICE] = "device",
	[EVENT_RATE] = "rate",
	[EVENT_PORTAL] = "portal",
	[EVENT_DOSSIER] = "dossier",
	[EVENT_DOSSIER_REMOVE] = "dossier_remove",
	[EVENT_TOKEN] = "token",
	[EVENT_STAFF] = "staff",
	[EVENT_CLOCK_CORRECT] = "clock_correct",
	[EVENT_NUMBERS] = "numbers",
	[EVENT_LOST] = "lost",
	[EVENT_RECOVER] = "recover",
	[EVENT_DEVICE_REMOVE] = "device_remove",
	[EVENT_REOPEN] = "reopen",
	[EVENT_ACKNOWLEDGE] = "acknowledge",
};

const char *event_kind_name(enum event_kind kind)
{
	return kind_names[kind];
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

void event_done(struct event *event)
{
	json_decref(event->site);
	event->site = NULL;
}
