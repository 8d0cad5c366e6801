/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps struct calls up to date with the hub: asks for its state and its site data, follows its
 * events, comes back by itself after a loss, and reports the screen. */
#pragma once

#include <systemd/sd-event.h>

#include "hall/calls.h"

struct hall_hub_settings {
	const char *address; /* as for client_new */
	const char *token; /* NULL none */
	const char *name; /* this display's */
	bool shown; /* there is a display, for the hub's health */
};

struct hall_hub;
/* calls is borrowed and must outlive it; changed is called from the loop after calls has changed.
 * The hub may be away: it is asked again until it answers. −EINVAL for an address, token or name
 * that cannot be one. */
int hall_hub_open(sd_event *event, const struct hall_hub_settings *settings, struct calls *calls,
	void (*changed)(void *userdata), void *userdata, struct hall_hub **ret) _warn_unused_;
void hall_hub_close(struct hall_hub *hub);
DEFINE_CLEANUP(struct hall_hub *, hall_hub_close);
/* A display was found or is gone. */
void hall_hub_set_shown(struct hall_hub *hub, bool shown);
