/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A board: what is wired to this computer and what its buttons do, from a *.board data file. Plain
 * data; the programs hand it to the drivers. The loader is strict: an unknown section, key or
 * driver, a missing or doubled one, is an error with file and line.
 *
 *     [board]          name, description
 *     [printer]        driver, path, width_dots, dpi, cut, feed_dots
 *     [panel]          driver, path
 *     [button NAME]    does = take SERVICE LANE [REASON] | counter NUMBER MOVE | language CODE
 *     [screen kiosk]   driver, path, width, height, rotation, touch
 *     [screen hall]    the same
 *
 * What a board has no section for is missing, not broken. Relative paths of the driver "sim" are
 * resolved against the environment's LAYSO_SIM_DIR, else /run/layso/sim.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

enum { BOARD_BUTTONS_MAX = 32, BOARD_WORD_MAX = 31 };

enum board_does {
	BOARD_NOTHING, /* never in a loaded board */
	BOARD_TAKE, /* a ticket */
	BOARD_COUNTER, /* a counter's move, for a counter without a computer */
	BOARD_LANGUAGE, /* the kiosk speaks another language */
};

struct board_button {
	char name[BOARD_WORD_MAX + 1];
	enum board_does does;
	char service[BOARD_WORD_MAX + 1]; /* BOARD_TAKE: a service id of the site */
	bool priority; /* BOARD_TAKE: the priority lane */
	char reason[BOARD_WORD_MAX + 1]; /* BOARD_TAKE: why priority; "" in the regular lane */
	int counter; /* BOARD_COUNTER: 1 … 99 */
	char move[BOARD_WORD_MAX + 1]; /* BOARD_COUNTER: "call-next", as in the API */
	char language[BOARD_WORD_MAX + 1]; /* BOARD_LANGUAGE: "vi" */
	int line; /* of the section in the file, for messages */
};

struct board_printer {
	bool present;
	char driver[16];
	char *path;
	int width_dots; /* 384 … 640, default 576 */
	int dpi; /* 180 or 203 (default) */
	bool cut; /* default yes */
	int feed_dots; /* from the head to the blade, 0 … 800, default 120 */
};

struct board_panel {
	bool present;
	char driver[16];
	char *path;
};

struct board_screen {
	bool present;
	char driver[16];
	char *path;
	int width, height; /* pixels as seen after rotation, 0 (default): the display's own */
	int rotation; /* 0 (default), 90, 180, 270 degrees clockwise */
	bool touch; /* default yes for the kiosk, no for the hall */
};

struct board {
	char *file;
	char *name;
	char *description;
	struct board_printer printer;
	struct board_panel panel;
	int n_buttons;
	struct board_button buttons[BOARD_BUTTONS_MAX];
	struct board_screen kiosk;
	struct board_screen hall;
};

/* Loads a board by the path of its file (it holds a '/') or by its name: NAME.board in the data
 * folder's boards/. On failure *ret_error (may be NULL) is a message with file and line, for the
 * caller to free. Returns −errno; −EINVAL for the content. */
int board_load(const char *name, struct board **ret, char **ret_error) _warn_unused_;
void board_free(struct board *board);
DEFINE_CLEANUP(struct board *, board_free);
