/* SPDX-License-Identifier: Apache-2.0 */
/* What the buttons and lamps of a board file must say, once all of it has been read. */
#include <errno.h>
#include <string.h>

#include "boards/board-internal.h"

static int fail_at(int line, const char *what, int *ret_line, const char **ret_what)
{
	*ret_line = line;
	*ret_what = what;
	return -EINVAL;
}

/* The buttons and lamps: each says what it is for, and there is a panel to hold them. */
static int check_named(const struct board *board, int *ret_line, const char **ret_what)
{
	for (int i = 0; i < board->n_buttons; i++) {
		if (board->buttons[i].does == BOARD_NOTHING) {
			return fail_at(board->buttons[i].line, "the button has no 'does'", ret_line,
				ret_what);
		}
	}
	for (int i = 0; i < board->n_lamps; i++) {
		if (!board->lamps[i].shows) {
			return fail_at(board->lamps[i].line, "the lamp has no 'shows'", ret_line,
				ret_what);
		}
	}
	if (board->n_buttons > 0 && !board->panel.driver[0]) {
		return fail_at(board->buttons[0].line, "a button, but the board has no [panel]",
			ret_line, ret_what);
	}
	if (board->n_lamps > 0 && !board->panel.driver[0]) {
		return fail_at(board->lamps[0].line, "a lamp, but the board has no [panel]",
			ret_line, ret_what);
	}
	return 0;
}

enum { LINES_MAX = 2 * BOARD_BUTTONS_MAX + BOARD_LAMPS_MAX };

/* All lines of a board, present or not. */
static int collect_lines(struct board *board, struct board_line *ret[LINES_MAX])
{
	int n = 0;

	for (int i = 0; i < board->n_buttons; i++) {
		ret[n++] = &board->buttons[i].at;
		ret[n++] = &board->buttons[i].lamp;
	}
	for (int i = 0; i < board->n_lamps; i++) {
		ret[n++] = &board->lamps[i].at;
	}
	return n;
}

/* A panel on GPIO lines has one for each button and lamp, and none is used twice. */
static int check_lines(struct board *board, int *ret_line, const char **ret_what)
{
	struct board_line *lines[LINES_MAX];
	int n = collect_lines(board, lines);
	bool needed = strcmp(board->panel.driver, "gpio") == 0;

	for (int i = 0; i < n; i++) {
		if (board_line_complete(lines[i], board->chip) < 0) {
			return fail_at(lines[i]->line,
				"an offset needs a chip: LABEL:OFFSET, or 'chip' in [panel]",
				ret_line, ret_what);
		}
		for (int j = 0; j < i; j++) {
			if (board_line_same(lines[i], lines[j])) {
				return fail_at(MAX_OF(lines[i]->line, lines[j]->line),
					"this line is in use already", ret_line, ret_what);
			}
		}
	}
	for (int i = 0; needed && i < board->n_buttons; i++) {
		if (!board->buttons[i].at.line) {
			return fail_at(board->buttons[i].line, "the button has no 'line'", ret_line,
				ret_what);
		}
	}
	for (int i = 0; needed && i < board->n_lamps; i++) {
		if (!board->lamps[i].at.line) {
			return fail_at(
				board->lamps[i].line, "the lamp has no 'line'", ret_line, ret_what);
		}
	}
	return 0;
}

int board_check(struct board *board, int *ret_line, const char **ret_what)
{
	int r = check_named(board, ret_line, ret_what);

	return r < 0 ? r : check_lines(board, ret_line, ret_what);
}
