/* SPDX-License-Identifier: Apache-2.0 */
/* Where a board's printer is, if not on USB: is the serial device there, has the name an address.
 * Opens and connects to nothing, so that a kiosk that prints is not disturbed. */
#pragma once

#include "drivers/printer-settings.h"
#include "drivers/serial-scan.h"

enum { PRINTER_PLACE_SIZE = 200 };

struct printer_place {
	const char *verdict; /* "ok", "missing", …; "": it is not for these functions */
	char more[PRINTER_PLACE_SIZE]; /* "" nothing */
};

/* root: "" for this computer, as in serial-scan.h. Looking a name up may block for seconds. */
void printer_place_check(
	const struct printer_settings *printer, const char *root, struct printer_place *ret);

/* Whether layso-kioskd's service may go to an address: a number of the local network. */
bool printer_place_is_local(const char *number);
/* About how long the bytes of a slip are on a line of this speed, in seconds. */
int printer_place_slip_s(int baud);
