/* SPDX-License-Identifier: Apache-2.0 */
/* "layso board check": what this computer has, against what a board file says. */
#pragma once

#include "base/text.h"
#include "boards/board.h"
#include "boards/machine.h"
#include "ctl/ctl.h"
#include "ctl/ctl-printer-place.h"
#include "drivers/gpio-facts.h"

/* The board that --board names, else this computer's own kiosk's; *ret stays NULL when there is
 * neither. An enum ctl_exit; says what is wrong, and in which file. */
int board_find(const struct ctl *ctl, struct board **ret) _warn_unused_;
/* The same of this computer's own hall display. */
int board_find_hall(const struct ctl *ctl, struct board **ret) _warn_unused_;

/* Prints what was found, for a person on the telephone, one item a line. all: also GPIO lines.
 * gpio: NULL when this build cannot look for them. */
void board_describe(const struct machine *machine, const struct gpio_facts *gpio, bool all,
	struct textbuf *out);
struct board_verdict {
	int faults; /* parts that are not ok */
	int untold; /* of which nobody can tell */
};
/* Each part, button and lamp of the board: ok, missing, busy, ambiguous, or "cannot tell". place:
 * of its printer; user: the program that has that open, "" none; gpio as above. */
void board_compare(const struct board *board, const struct machine *machine,
	const struct gpio_facts *gpio, const struct printer_place *place, const char *user,
	struct textbuf *out, struct board_verdict *ret);
/* " all ok\n", or how many are not and of how many one cannot tell; the exit status. */
int board_conclude(const struct board_verdict *verdict, struct textbuf *out);
