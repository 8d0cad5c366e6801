/* SPDX-License-Identifier: Apache-2.0 */
/* How a panel is connected: panel-sim.c, panel-gpio.c. A driver looks for its panel by itself, and
 * repeats that until it finds it. */
#pragma once

#include <stdint.h>
#include <systemd/sd-event.h>

#include "drivers/panel-settings.h"

/* None of these is called from within the functions of struct panel_driver. */
struct panel_driver_calls {
	/* The panel was connected (its lamps must be set again) or disconnected (the driver looks
	 * for it), or its faults have changed: fault names them, "" none. */
	void (*link)(bool up, const char *fault, void *userdata);
	/* first: the button's position when the panel was connected; at_us: when it happened,
	 * monotonic. */
	void (*button)(int button, bool down, bool first, int64_t at_us, void *userdata);
};

struct panel_driver {
	const char *driver; /* "sim" */
	/* settings are copied as needed; the caller owns *ret. Does not wait; link is called later.
	 * All functions and calls are on the loop's thread. */
	int (*open)(sd_event *event, const struct panel_settings *settings,
		const struct panel_driver_calls *calls, void *userdata, void **ret);
	/* Does nothing while the panel is not connected. Waits for the kernel to set one line. */
	void (*set_lamp)(void *state, int lamp, enum lamp value);
	/* Switches the lamps off. */
	void (*close)(void *state);
};

extern const struct panel_driver panel_driver_sim;
extern const struct panel_driver panel_driver_gpio; /* only built with LAYSO_GPIO */
