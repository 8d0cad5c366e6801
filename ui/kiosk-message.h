/* SPDX-License-Identifier: Apache-2.0 */
/* Which phrases of ui/strings a page of the kiosk says, for the screen and for the voice. Pure. */
#pragma once

#include "ui/kiosk-view.h"

/* A page that says one thing: keys of phrases. */
struct kiosk_message {
	const char *title;
	const char *text; /* NULL none */
	bool about; /* it is about the chosen service */
	bool opens; /* it says when it opens, where that is known */
};

/* For the pages without choices and without a number. */
struct kiosk_message kiosk_message_of(const struct kiosk_view *view);

/* What stands below the name of a service or a group; NULL: how many wait. */
const char *kiosk_opening_note(enum kiosk_opening opening, int waiting);

/* Whether a ticket's page says how long the wait is. */
bool kiosk_says_wait(const struct kiosk_view *view);
