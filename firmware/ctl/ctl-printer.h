/* SPDX-License-Identifier: Apache-2.0 */
/* The board's printer for "layso printer …": which one it is, what it is told. */
#pragma once

#include "boards/board.h"
#include "ctl/ctl.h"
#include "drivers/printer.h"

/* The printer that --board and --path name; without --board, the board of kioskd's configuration;
 * without that, any USB printer. An enum ctl_exit; says what is wrong. */
int printer_settings_find(const struct ctl *ctl, struct printer_settings *ret) _warn_unused_;
