/* SPDX-License-Identifier: Apache-2.0 */
/* How a panel is wired: panel-sim.c, panel-gpio.c. A driver looks for its panel by itself, again
 * and again. */
#pragma once

#include "drivers/panel.h"

/* None is called from within the functions of struct panel_driver. */
struct panel_driver_calls {
	void (*up)(void *userdata); /* there: its lamps are to be set anew */
	void (*down)(void *userdata); /* gone; it is looked for */
	/* first: how the button was when the panel came. */
	void (*button)(int button, bool down, bool first, void *userdata);
};

struct panel_driver {
	const char *driver; /* "sim" */
	/* settings are copied as needed. Does not wait; up follows. */
	int (*open)(sd_event *event, const struct panel_settings *settings,
		const struct panel_driver_calls *calls, void *userdata, void **ret);
	/* Does nothing while the panel is not there. */
	void (*set_lamp)(void *state, int button, enum lamp lamp);
	/* Leaves the lamps off. */
	void (*close)(void *state);
};

extern const struct panel_driver panel_driver_sim;
