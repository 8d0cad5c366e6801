/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps struct calls in step with the hub (client/mirror), and reports the screen. Runs in the
 * owner's event loop and does not block. */
#pragma once

#include <systemd/sd-event.h>

#include "base/log.h"
#include "display/calls.h"

struct hall_hub;
struct hall_hub_calls {
	void (*changed)(void *userdata); /* calls has changed */
	/* Somebody looks at the screen; seen: the hub has a picture of it. */
	void (*look)(bool seen, void *userdata);
};

/* calls and hub_calls are borrowed and must outlive it; hub_calls are made from the loop.
 * name is this display's; shown: there is one, for the hub's health. −errno when the loop takes no
 * timer. */
int hall_hub_open(sd_event *event, const char *name, bool shown, struct calls *calls,
	const struct hall_hub_calls *hub_calls, void *userdata,
	struct hall_hub **ret) _warn_unused_;
void hall_hub_close(struct hall_hub *hub);
DEFINE_CLEANUP(struct hall_hub *, hall_hub_close);
/* As mirror_connect: the hub may be away. After an error the former connection stands. */
int hall_hub_connect(struct hall_hub *hub, const char *address, const char *token) _warn_unused_;
/* For requests of the owner's own, as mirror_client. */
struct client *hall_hub_client(const struct hall_hub *hub);
/* A display was found or is gone, or it was switched off by its timetable. note: what else is to be
 * said of it, or "". */
void hall_hub_set_screen(struct hall_hub *hub, bool shown, bool off, const char *note);
/* How the loudspeaker is, in health's words. Without a call nothing is reported of one. */
void hall_hub_set_sound(
	struct hall_hub *hub, const char *state, enum log_fault fault, const char *note);
/* Whether what the site names is kept here: 0, or −errno. Nothing is reported before an error. */
void hall_hub_set_files(struct hall_hub *hub, int error);
