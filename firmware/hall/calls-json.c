/* SPDX-License-Identifier: Apache-2.0 */
/* Reading JSON that a hub of another version may have made: what is missing or strange is empty. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "hall/calls-inside.h"

const char *calls_get_text(const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

int64_t calls_get_int(const json_t *json, const char *key)
{
	return json_integer_value(json_object_get(json, key));
}

int calls_get_small(const json_t *json, const char *key)
{
	int64_t value = calls_get_int(json, key);

	return (int)MIN_OF(MAX_OF(value, 0), 100000);
}

/* "2026-11-23T08:01:02.123+07:00" as wall time. */
int calls_parse_time(const char *text, int64_t *ret_wall_ms)
{
	char day[DAY_LENGTH + 1];
	int year, month, mday, hour, minute, second, ms, zone_hour, zone_minute;
	int64_t days;
	char sign;

	if (strlen(text) != ISO_LENGTH ||
		sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3d%c%2d:%2d", &year, &month, &mday, &hour,
			&minute, &second, &ms, &sign, &zone_hour, &zone_minute) != 10) {
		return -EINVAL;
	}
	text_copy_cut(day, sizeof(day), text);
	if (!zone_day_valid(day) || (sign != '+' && sign != '-')) {
		return -EINVAL;
	}
	/* Days since 1970-01-01, counted in years that begin in March. */
	year -= month < 3;
	month += month < 3 ? 9 : -3;
	days = (int64_t)year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 +
		mday - 1 - 719468;
	minute += hour * 60 - (sign == '+' ? 1 : -1) * (zone_hour * 60 + zone_minute);
	*ret_wall_ms = ((days * 1440 + minute) * 60 + second) * 1000 + ms;
	return 0;
}

/* Whether a ticket in this state stays in the list; *ret_waited_for whether it is still called. */
bool calls_stay_listed(const char *word, bool *ret_waited_for)
{
	enum ticket_state state;

	*ret_waited_for = false;
	if (ticket_state_parse(word, &state) < 0) {
		return false;
	}
	switch (state) {
	case TICKET_CALLED:
		*ret_waited_for = true;
		return true;
	case TICKET_SERVING:
	case TICKET_HELD:
	case TICKET_SUPPLEMENT:
	case TICKET_FINISHED:
	case TICKET_FINISHED_UNCONFIRMED:
		return true;
	case TICKET_NONE:
	case TICKET_WAITING:
	case TICKET_NO_SHOW:
	case TICKET_LEFT:
	case TICKET_VOID:
	case TICKET_EXPIRED:
	case TICKET_STATES:
		break;
	}
	return false;
}

bool calls_read_called(const json_t *json, struct called *ret)
{
	bool waited_for;

	if (!calls_stay_listed(calls_get_text(json, "state"), &waited_for)) {
		return false;
	}
	*ret = (struct called){
		.ticket = calls_get_int(json, "ticket"),
		.counter = calls_get_small(json, "counter"),
		.calls = MAX_OF(calls_get_small(json, "calls"), 1),
		.waited_for = waited_for,
	};
	text_copy_cut(ret->number, sizeof(ret->number), calls_get_text(json, "number"));
	text_copy_cut(ret->service, sizeof(ret->service), calls_get_text(json, "service"));
	return ret->ticket > 0 && *ret->number && ret->counter > 0;
}
