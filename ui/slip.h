/* SPDX-License-Identifier: Apache-2.0 */
/* The slip's layout: what a citizen holds in the hand, drawn for 58 mm (384 dots) and 80 mm (576
 * dots) paper. All texts come ready in the slip's language. */
#pragma once

#include <stdbool.h>

#include "base/bitmap.h"
#include "base/cleanup.h"
#include "ui/phrases.h"

struct slip {
	const char *language;
	const char *centre; /* the centre's name */
	const char *number; /* "A001" */
	const char *service; /* its name */
	const char *lane; /* its name; NULL for the regular lane */
	const char
		*date; /* "Thứ Hai, 23/11/2026"; NULL nobody knows it: then the code is printed */
	const char *time; /* "08:01" */
	const char *code; /* tells one day's slip from another's: "10482" */
	int ahead; /* −1 unknown */
	int wait_s; /* −1 unknown */
	bool past_closing; /* it may not be called within today's hours: said so */
	const char *url; /* the ticket's page, for the QR code; NULL or "" none */
	const char *advice; /* one line; NULL none */
	bool second_print; /* marked "BẢN IN LẠI" */
};

/* Draws the slip, width_dots wide (384 … 640) at dpi (180 or 203), as high as it needs. *ret is
 * the caller's, freed with bitmap_free. Waits for nothing. 0, or −EINVAL for another width or dpi.
 */
int slip_render(const struct phrases *phrases, const struct slip *slip, int width_dots, int dpi,
	struct bitmap **ret) _warn_unused_;
