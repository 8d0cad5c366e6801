/* SPDX-License-Identifier: Apache-2.0 */
/* Reads JSON that may come from a hub of another version: what is missing or has an unexpected
 * type is empty. */
#include <string.h>

#include "base/json-get.h"
#include "base/text.h"
#include "display/calls-internal.h"

int calls_get_small(const json_t *json, const char *key)
{
	int64_t value = json_get_int(json, key);

	return (int)MIN_OF(MAX_OF(value, 0), 100000);
}

bool calls_parse_stage(const char *word, enum call_stage *ret)
{
	enum ticket_state state;

	if (ticket_state_parse(word, &state) < 0) {
		return false;
	}
	switch (state) {
	case TICKET_CALLED:
		*ret = CALL_OPEN;
		return true;
	case TICKET_SERVING:
		*ret = CALL_SERVED;
		return true;
	case TICKET_HELD:
	case TICKET_SUPPLEMENT:
	case TICKET_FINISHED:
	case TICKET_FINISHED_UNCONFIRMED:
		*ret = CALL_LEFT;
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
	enum call_stage stage;

	if (!calls_parse_stage(json_get_text(json, "state"), &stage)) {
		return false;
	}
	*ret = (struct called){
		.ticket = json_get_int(json, "ticket"),
		.counter = calls_get_small(json, "counter"),
		.calls = MAX_OF(calls_get_small(json, "calls"), 1),
		.stage = stage,
	};
	text_copy_cut(ret->number, sizeof(ret->number), json_get_text(json, "number"));
	text_copy_cut(ret->language, sizeof(ret->language), json_get_text(json, "language"));
	text_copy_cut(ret->service, sizeof(ret->service), json_get_text(json, "service"));
	return ret->ticket > 0 && *ret->number && ret->counter > 0;
}
