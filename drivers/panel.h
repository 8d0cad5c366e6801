/* SPDX-License-Identifier: Apache-2.0 */
/* A panel of buttons and lamps: panel-sim.c, panel-gpio.c. Knows names, not what they do. */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/panel-settings.h"

struct panel_calls {
	/* button is the index in settings; pressed false is the release. */
	void (*button)(int button, bool pressed, void *userdata);
	/* A button is held since the start or for longer than a person does; false: free again. */
	void (*stuck)(int button, bool stuck, void *userdata);
	/* The panel came or went, or something else is wrong with it than before: fault says what,
	 * for a technician; "" nothing. A panel that is there may have faults: the buttons that
	 * they do not name work. */
	void (*link)(bool connected, const char *fault, void *userdata);
};

struct panel;
/* Opens a panel that may be absent: link tells when it comes and goes. settings are copied; calls
 * come from the event loop, never from within these functions, whose thread is the loop's. Does not
 * wait. −EOPNOTSUPP: this build knows no such driver. */
int panel_open(sd_event *event, const struct panel_settings *settings,
	const struct panel_calls *calls, void *userdata, struct panel **ret) _warn_unused_;
/* Leaves the lamps off, which waits as panel_set_lamp does, a lamp after the other. Accepts NULL.
 * Not from within a call. */
void panel_close(struct panel *panel);
DEFINE_CLEANUP(struct panel *, panel_close);
/* Sets a lamp: a button's by the button's index, or n_buttons + the light's (0 … n_buttons +
 * n_lights − 1). Kept, and set again when the panel comes back. Blinking is done by the event
 * loop's timer. Waits for the kernel to set one line: microseconds on the board's own chip, about a
 * millisecond on an expander behind I2C. On the loop's thread. */
void panel_set_lamp(struct panel *panel, int lamp, enum lamp state);
