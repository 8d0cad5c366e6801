/* SPDX-License-Identifier: Apache-2.0 */
/* A panel of buttons with lamps: panel-sim.c, panel-gpio.c. Knows names, not what they do. */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

enum lamp { LAMP_OFF, LAMP_ON, LAMP_BLINK };

struct panel_calls {
	/* button is the index in settings; pressed false is the release. */
	void (*button)(int button, bool pressed, void *userdata);
	/* A button is held since the start or for longer than a person does; false: free again. */
	void (*stuck)(int button, bool stuck, void *userdata);
	/* The panel came or went. */
	void (*link)(bool connected, void *userdata);
};

enum { PANEL_BUTTONS_MAX = 32 };
struct panel_settings {
	char driver[16]; /* "sim", "gpio" */
	char *path; /* sim: the simulator's socket; heap, owned by who made it */
	int n_buttons;
	char button[PANEL_BUTTONS_MAX][32]; /* names, as on the wiring table */
};

struct panel;
int panel_open(sd_event *event, const struct panel_settings *settings,
	const struct panel_calls *calls, void *userdata, struct panel **ret) _warn_unused_;
void panel_close(struct panel *panel);
DEFINE_CLEANUP(struct panel *, panel_close);
/* Sets a button's lamp; kept and set again when the panel comes back. */
void panel_set_lamp(struct panel *panel, int button, enum lamp lamp);
