/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated panel: buttons with lamps on the socket panel.sock. The daemon that connects sends
 * which buttons are wired ("buttons A B") and sets lamps ("lamp A on"); it receives presses ("press
 * A", "release A"). Several daemons may each have a panel; a button is found by its name.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct sim_panel_calls {
	void (*changed)(void *userdata); /* a panel, a lamp or a button has changed */
};

struct sim_panel;
/* dir is the simulator's folder; borrowed. */
int sim_panel_open(sd_event *event, const char *dir, const struct sim_panel_calls *calls,
	void *userdata, struct sim_panel **ret) _warn_unused_;
void sim_panel_close(struct sim_panel *panel);
DEFINE_CLEANUP(struct sim_panel *, sim_panel_close);

/* −ENOENT when no connected panel has such a button; −EALREADY when it is in that position
 * already. */
int sim_panel_press(struct sim_panel *panel, const char *name, bool pressed);
/* [{"name":"A","lamp":"on","pressed":false}…], a new reference. */
json_t *sim_panel_buttons(const struct sim_panel *panel);
bool sim_panel_connected(const struct sim_panel *panel);
