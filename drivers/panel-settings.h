/* SPDX-License-Identifier: Apache-2.0 */
/* A panel's buttons and lamps, with their names and lines. */
#pragma once

#include <stdbool.h>

enum lamp {
	LAMP_OFF,
	LAMP_ON,
	LAMP_BLINK, /* slowly: an operation is under way */
	LAMP_FLASH, /* quickly: there is a fault */
};

enum {
	PANEL_BUTTONS_MAX = 32,
	PANEL_LIGHTS_MAX = 8,
	PANEL_LAMPS_MAX = PANEL_BUTTONS_MAX + PANEL_LIGHTS_MAX,
	PANEL_NAME_SIZE = 32,
};

/* A GPIO line; name and chip both "": no line. */
struct panel_line {
	char chip[PANEL_NAME_SIZE]; /* the chip's label; "" any chip, when the line has a name */
	char name[PANEL_NAME_SIZE]; /* "": the line is given by its offset on the chip */
	int offset;
};

enum panel_bias { PANEL_PULL_UP, PANEL_PULL_DOWN, PANEL_AS_IS, PANEL_NO_PULL };

struct panel_settings {
	char driver[16]; /* "sim", "gpio" */
	char *path; /* sim: the simulator's socket; heap, owned by whoever filled in the settings */
	int n_buttons;
	char button[PANEL_BUTTONS_MAX][PANEL_NAME_SIZE]; /* names, as on the wiring table */
	int n_lights; /* lamps that belong to no button */
	char light[PANEL_LIGHTS_MAX][PANEL_NAME_SIZE];
	/* gpio: */
	struct panel_line button_line[PANEL_BUTTONS_MAX];
	struct panel_line lamp_line[PANEL_LAMPS_MAX]; /* the buttons' lamps, then the lights */
	int debounce_ms;
	enum panel_bias bias;
	bool pressed_high; /* false: a button connects its line to ground */
	bool lit_low; /* false: a high line lights its lamp */
};

/* The name of a lamp: its button's, or its own. */
static inline const char *panel_lamp_name(const struct panel_settings *settings, int lamp)
{
	return lamp < settings->n_buttons ? settings->button[lamp]
					  : settings->light[lamp - settings->n_buttons];
}
