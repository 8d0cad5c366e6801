/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator's parts: simulator.c opens them, and sim-api.c reports and changes them. All of
 * them run on the thread of one event loop and do not block, except that slips are written to the
 * disk there. */
#pragma once

#include <systemd/sd-event.h>

#include "boards/board.h"
#include "boards/sim/sim-hub.h"
#include "boards/sim/sim-panel.h"
#include "boards/sim/sim-printer.h"
#include "boards/sim/sim-screen.h"
#include "boards/sim/sim-slips.h"

struct simulator_settings {
	int port;
	char *dir; /* sockets, frames and slips; empty: $LAYSO_SIM_DIR, else /run/layso/sim */
	char *board;
	int print_mm_s; /* 0: as fast as the bytes come */
	char *hub; /* empty: none */
	char *staff_url; /* the page's link to the staff page, in its step 3 */
};

enum { SIM_SCREENS = 2 };

struct simulator {
	sd_event *event;
	const struct simulator_settings *settings;
	char *dir;
	struct board *board;
	struct sim_printer *printer;
	struct sim_slips *slips;
	struct sim_panel *panel;
	struct sim_screen *screens[SIM_SCREENS];
	struct sim_hub *hub; /* NULL: none */
	struct phrases *phrases;
	struct sim_http *http;
	uint64_t shown[SIM_SCREENS]; /* the versions that the viewers know */
	sd_event_source *tell; /* sends changes to the viewers, once in each turn of the loop */
	sd_event_source *look; /* checks the frames while there are viewers */
};
