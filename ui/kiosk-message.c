/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/kiosk-message.h"

#include <stddef.h>

enum { SOON_S = 5 * 60 };

/* Why the centre, or only the chosen service, makes no tickets. While the time is not known, the
 * hours cannot be the reason given: the page says that somebody has closed. */
static struct kiosk_message closed(const struct kiosk_view *view, bool centre)
{
	if (!*view->day || view->opening == KIOSK_STOPPED) {
		return (struct kiosk_message){
			"kiosk.stopped.title", "kiosk.stopped.text", !centre, true};
	}
	if (view->opening == KIOSK_CLOSED_DAY) {
		return (struct kiosk_message){
			centre ? "kiosk.day_off.title" : "kiosk.not_today.title",
			"kiosk.day_off.text", !centre, true};
	}
	return (struct kiosk_message){centre ? "kiosk.closed.title" : "kiosk.not_now.title",
		centre ? "kiosk.closed.text" : "kiosk.not_now.text", !centre, true};
}

static struct kiosk_message refusal(const struct kiosk_view *view)
{
	switch (view->error) {
	case KIOSK_ERROR_CLOSED:
		return closed(view, false);
	case KIOSK_ERROR_LIMIT:
		return (struct kiosk_message){"kiosk.limit.title", "kiosk.limit.text", true, false};
	case KIOSK_ERROR_PAST_CLOSING:
		return (struct kiosk_message){
			"kiosk.no_more.title", "kiosk.no_more.text", true, false};
	case KIOSK_ERROR_OFTEN:
		return (struct kiosk_message){"kiosk.busy.title", "kiosk.often.text", false, false};
	case KIOSK_ERROR_AWAY:
		return (struct kiosk_message){
			"kiosk.away.title", "kiosk.not_made.text", false, false};
	case KIOSK_ERROR_UNABLE:
		return (struct kiosk_message){
			"kiosk.unable.title", "kiosk.unable.text", false, false};
	case KIOSK_ERROR_OTHER:
		break;
	}
	return (struct kiosk_message){"kiosk.other.title", "kiosk.other.text", false, false};
}

struct kiosk_message kiosk_message_of(const struct kiosk_view *view)
{
	switch (view->page) {
	case KIOSK_STARTING:
		return (struct kiosk_message){
			"kiosk.starting.title", "kiosk.starting.text", false, false};
	case KIOSK_AWAY:
		return (struct kiosk_message){"kiosk.away.title", "kiosk.away.text", false, false};
	case KIOSK_UNABLE:
		return (struct kiosk_message){
			"kiosk.unable.title", "kiosk.unable.text", false, false};
	case KIOSK_CLOSED:
		return closed(view, true);
	case KIOSK_REFUSED:
		return refusal(view);
	case KIOSK_GROUPS:
	case KIOSK_SERVICES:
	case KIOSK_COMPLAINTS:
	case KIOSK_LANE:
	case KIOSK_BRING:
	case KIOSK_WORKING:
	case KIOSK_PRINTING:
	case KIOSK_TAKE:
	case KIOSK_NUMBER:
		break;
	}
	if (view->busy) {
		return (struct kiosk_message){"kiosk.busy.title", "kiosk.busy.text", false, false};
	}
	return (struct kiosk_message){"kiosk.working", NULL, true, false};
}

const char *kiosk_opening_note(enum kiosk_opening opening, int waiting)
{
	switch (opening) {
	case KIOSK_OPEN:
		break;
	case KIOSK_CLOSED_NOW:
	case KIOSK_CLOSED_DAY:
	case KIOSK_STOPPED:
		return "kiosk.closed_now";
	case KIOSK_FULL:
		return "kiosk.full";
	case KIOSK_PAST_CLOSING:
		return "kiosk.no_more";
	case KIOSK_NOT_HERE:
		return "kiosk.other.text";
	}
	return waiting == 0 ? "kiosk.waiting_none" : NULL;
}

bool kiosk_says_wait(const struct kiosk_view *view)
{
	/* A visitor who is first but still has to wait, waits for the end of a break. */
	return view->ahead >= 0 && view->wait_s >= 0 && (view->ahead > 0 || view->wait_s >= SOON_S);
}
