/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/choice.h"

#include <string.h>

static struct flow_event subject_event(const struct kiosk_subject *subject)
{
	struct flow_event event = {
		.kind = FLOW_CHOOSE, .opening = subject->opening, .bring = subject->bring};

	memcpy(event.wish.service, subject->service, sizeof(event.wish.service));
	memcpy(event.wish.subject, subject->id, sizeof(event.wish.subject));
	return event;
}

bool choice_event(const struct kiosk_view *view, struct kiosk_target target, struct flow_event *ret)
{
	struct flow_event event = {0};

	switch (target.kind) {
	case KIOSK_TARGET_SERVICE:
		event.kind = FLOW_CHOOSE;
		event.opening = view->services[target.index].opening;
		event.bring = view->services[target.index].bring;
		memcpy(event.wish.service, view->services[target.index].id,
			sizeof(event.wish.service));
		break;
	case KIOSK_TARGET_GROUP:
		event.kind = FLOW_GROUP;
		memcpy(event.group, view->groups[target.index].id, sizeof(event.group));
		break;
	case KIOSK_TARGET_COMPLAINTS:
		event.kind = FLOW_COMPLAINTS;
		break;
	case KIOSK_TARGET_SUBJECT:
		event = subject_event(&view->subjects[target.index]);
		break;
	case KIOSK_TARGET_REGULAR:
		event.kind = FLOW_LANE;
		break;
	case KIOSK_TARGET_REASON:
		event.kind = FLOW_LANE;
		event.wish.priority = true;
		memcpy(event.wish.reason, view->reasons[target.index].id,
			sizeof(event.wish.reason));
		break;
	case KIOSK_TARGET_LANGUAGE:
		event.kind = FLOW_LANGUAGE;
		memcpy(event.language, view->languages[target.index], sizeof(event.language));
		break;
	case KIOSK_TARGET_BACK:
		event.kind = FLOW_BACK;
		break;
	case KIOSK_TARGET_BRING:
		event.kind = FLOW_BRING;
		break;
	case KIOSK_TARGET_PRIORITY:
	case KIOSK_TARGET_TURN:
		event.kind = FLOW_TURN;
		event.turn = target.kind == KIOSK_TARGET_PRIORITY ? 1 : target.index;
		break;
	case KIOSK_TARGET_DONE:
		event.kind = FLOW_DONE;
		break;
	case KIOSK_TARGET_ENTRY: /* the look-up's */
	case KIOSK_TARGET_LETTER:
	case KIOSK_TARGET_ACTION:
	case KIOSK_TARGET_LINE:
	case KIOSK_TARGET_EAR:
	case KIOSK_TARGET_NONE:
		return false;
	}
	*ret = event;
	return true;
}
