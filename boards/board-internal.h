/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the loader: board.c reads the file, board-keys.c, board-does.c and board-line.c
 * single values, board-check.c looks at the whole. */
#pragma once

#include <stddef.h>

#include "boards/board.h"

enum { BOARD_SPEC_WORDS = 5 };

/* Writes what is wrong into error (CONFIG_ERROR_MAX bytes); returns −EINVAL. */
int board_fail(char *error, const char *format, ...) _printf_(2, 3) _warn_unused_;
/* A whole number from min to max. */
int board_set_number(const char *value, int min, int max, int *target, char *error) _warn_unused_;

/* A key of a section and where its value goes; tables end with a NULL name. */
struct board_key {
	const char *name;
	int (*set)(const char *value, void *target, char *error);
	size_t offset; /* in the section's struct; of [board] and [panel], in struct board */
};

extern const struct board_key board_board_keys[];
extern const struct board_key board_printer_keys[];
extern const struct board_key board_panel_keys[];
extern const struct board_key board_screen_keys[];

/* What a button does. */
int board_set_does(struct board_button *button, const char *value, char *error) _warn_unused_;
/* What a lamp shows. */
int board_set_shows(struct board_lamp *lamp, const char *value, char *error) _warn_unused_;

/* A line, as board.h says; line is where it stands in the file. */
int board_set_line(
	struct board_line *target, const char *value, int line, char *error) _warn_unused_;
/* Gives a line the panel's chip, unless it has its own. −EINVAL: an offset without a chip. */
int board_line_complete(struct board_line *line, const char *chip) _warn_unused_;
bool board_line_same(const struct board_line *one, const struct board_line *other);

/* Gives the lines their chips and checks buttons and lamps. On −EINVAL what is wrong, and in which
 * line of the file. */
int board_check(struct board *board, int *ret_line, const char **ret_what) _warn_unused_;
