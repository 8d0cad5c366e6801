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

/* Prints what was found, for a person on the telephone, one item a line. all: also GPIO lines. */
void board_describe(const struct machine *machine, const struct gpio_facts *gpio, bool all,
	struct textbuf *out);
/* Each part, button and lamp of the board: ok, missing, busy or ambiguous. place: of its printer.
 * The number of those that are not ok. */
int board_compare(const struct board *board, const struct machine *machine,
	const struct gpio_facts *gpio, const struct printer_place *place, struct textbuf *out);
