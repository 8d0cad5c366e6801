/* SPDX-License-Identifier: Apache-2.0 */
/* The board's printer for "layso printer …": which one it is, what it is told. */
#pragma once

#include <jansson.h>

#include "boards/board.h"
#include "ctl/ctl.h"
#include "drivers/printer.h"
#include "ui/print-card.h"

/* The printer that --address names, or --board and --path; without --board, the board of kioskd's
 * configuration; without that, any USB printer. An enum ctl_exit; says what is wrong. */
int printer_settings_find(const struct ctl *ctl, struct printer_settings *ret) _warn_unused_;

/* Connects to a printer, and says whether it is one, how it is and what it answers; as JSON, it
 * adds that to list instead (NULL: in words). Prints nothing. An enum ctl_exit. */
int printer_ask(const struct printer_settings *settings, json_t *list) _warn_unused_;

/* Prints the card (its title and facts; the paper and the time are filled in), or the test card for
 * NULL, and says what the printer can prove. An enum ctl_exit; says what is wrong. */
int printer_print_card(const struct printer_settings *settings, const struct print_card *card);
