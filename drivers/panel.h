/* SPDX-License-Identifier: Apache-2.0 */
/* A panel of buttons and lamps: panel-sim.c, panel-gpio.c. Knows their names, not what they do. */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/panel-settings.h"

struct panel_calls {
	/* button is the index in settings; pressed is false on release. */
	void (*button)(int button, bool pressed, void *userdata);
	/* A button is held since the start or longer than a person would hold it; false: free
	 * again. */
	void (*stuck)(int button, bool stuck, void *userdata);
	/* The panel was connected or disconnected, or its faults have changed: fault names them,
	 * for a technician; "" none. A connected panel may have faults: the buttons that they do
	 * not name still work. */
	void (*link)(bool connected, const char *fault, void *userdata);
};

struct panel;
/* Opens a panel that may be absent: link tells when it is connected and disconnected. settings are
 * copied; calls come from the event loop, never from within these functions, which run on the
 * loop's thread. Does not wait. −EOPNOTSUPP: this build has no such driver. */
int panel_open(sd_event *event, const struct panel_settings *settings,
	const struct panel_calls *calls, void *userdata, struct panel **ret) _warn_unused_;
/* Switches the lamps off one after the other; for each it waits as panel_set_lamp does. Accepts
 * NULL. Not from within a call. */
void panel_close(struct panel *panel);
DEFINE_CLEANUP(struct panel *, panel_close);
/* Sets a lamp: a button's by the button's index, or n_buttons + the light's index (0 … n_buttons +
 * n_lights − 1). The state is kept, and set again when the panel is connected again. The event
 * loop's timer does the blinking. Waits for the kernel to set one line: microseconds on the board's
 * own chip, about a millisecond on an expander behind I2C. On the loop's thread. */
void panel_set_lamp(struct panel *panel, int lamp, enum lamp state);
