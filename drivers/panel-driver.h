/* SPDX-License-Identifier: Apache-2.0 */
/* How a panel is wired: panel-sim.c, panel-gpio.c. A driver looks for its panel by itself, again
 * and again. */
#pragma once

#include <stdint.h>
#include <systemd/sd-event.h>

#include "drivers/panel-settings.h"

/* None is called from within the functions of struct panel_driver. */
struct panel_driver_calls {
	/* It came (its lamps are to be set anew) or went (it is looked for), or something else is
	 * wrong with it than before: fault says what, "" nothing. */
	void (*link)(bool up, const char *fault, void *userdata);
	/* first: how the button was when the panel came; at_us: when it happened, monotonic. */
	void (*button)(int button, bool down, bool first, int64_t at_us, void *userdata);
};

struct panel_driver {
	const char *driver; /* "sim" */
	/* settings are copied as needed; *ret is the caller's. Does not wait; link follows. All
	 * functions and calls are on the loop's thread. */
	int (*open)(sd_event *event, const struct panel_settings *settings,
		const struct panel_driver_calls *calls, void *userdata, void **ret);
	/* Does nothing while the panel is not there. Waits for the kernel to set one line. */
	void (*set_lamp)(void *state, int lamp, enum lamp value);
	/* Leaves the lamps off. */
	void (*close)(void *state);
};

extern const struct panel_driver panel_driver_sim;
extern const struct panel_driver panel_driver_gpio; /* when LAYSO_GPIO */
