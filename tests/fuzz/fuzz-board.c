/* SPDX-License-Identifier: Apache-2.0 */
/* Board files: refused with file and line, or within the bounds of board.h. */
#include <errno.h>
#include <string.h>

#include "boards/board.h"
#include "fuzz.h"

static void require_bounds(const struct board *board)
{
	char text[BOARD_LINE_TEXT];

	FUZZ_REQUIRE(board->n_buttons >= 0 && board->n_buttons <= BOARD_BUTTONS_MAX);
	FUZZ_REQUIRE(board->n_lamps >= 0 && board->n_lamps <= BOARD_LAMPS_MAX);
	FUZZ_REQUIRE(board->n_counters >= 0 && board->n_counters <= BOARD_COUNTERS_MAX);
	for (int i = 0; i < board->n_buttons; i++) {
		const struct board_button *button = &board->buttons[i];

		FUZZ_REQUIRE(button->does != BOARD_NOTHING);
		FUZZ_REQUIRE(
			button->does != BOARD_RATE || (button->score >= 1 && button->score <= 5));
		board_line_text(&button->at, text);
		FUZZ_REQUIRE(strlen(text) < sizeof(text));
	}
	if (board->printer.driver[0]) {
		FUZZ_REQUIRE(board->printer.width_dots == 0 ||
			(board->printer.width_dots >= 384 && board->printer.width_dots <= 640));
		FUZZ_REQUIRE(board->printer.feed_dots >= -1 && board->printer.feed_dots <= 800);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;
	int r = board_load(fuzz_write("fuzz.board", data, size), &board, &error);

	FUZZ_REQUIRE(r == 0 || (!board && error && *error));
	if (r == 0) {
		require_bounds(board);
	}
	return 0;
}
