/* SPDX-License-Identifier: Apache-2.0 */
/* The slip's layout: the paper ticket for a citizen, drawn for 58 mm (384 dots) and 80 mm (576
 * dots) paper. All texts are given in the slip's language. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "base/bitmap.h"
#include "base/cleanup.h"
#include "ui/phrases.h"

enum slip_mark {
	SLIP_UNMARKED,
	SLIP_SECOND_PRINT, /* "BẢN IN LẠI" */
	SLIP_PRINTED_LATE, /* "IN MUỘN", and when the number was taken */
};

struct slip {
	const char *language;
	const char *centre; /* the centre's name */
	const char *number; /* "A001" */
	const char *service; /* the service's name */
	const char *lane; /* the lane's name; NULL for the regular lane */
	const char *date; /* "Thứ Hai, 23/11/2026"; NULL not known: the code is printed instead */
	const char *time; /* "08:01" */
	const char *code; /* distinguishes slips of different days: "10482" */
	int ahead; /* −1 unknown */
	int wait_s; /* −1 unknown */
	bool past_closing; /* it may not be called before closing today; printed */
	const char *url; /* the ticket's page, for the QR code; NULL or "" none */
	const char *subject; /* what a complaint is about, its name; NULL it is for none */
	const char *official; /* with a subject: the official channel's address; NULL or "" none */
	const char *official_name;
	int free_online; /* procedures of the service that are free of charge online; 0 none */
	const char *advice; /* one line; NULL none */
	enum slip_mark mark;
	bool large; /* larger type, on more paper */
	cairo_surface_t *logo; /* from slip_load_logo; borrowed; NULL none */
};

/* Draws the slip, width_dots wide (384 … 640) at dpi (180 or 203), as high as it needs. The caller
 * frees *ret with bitmap_free. Does not block. 0, or −EINVAL for another width or dpi. */
int slip_render(const struct phrases *phrases, const struct slip *slip, int width_dots, int dpi,
	struct bitmap **ret) _warn_unused_;

/* Loads a centre's logo, a PNG file of at most 2000 × 2000 pixels: what is dark and opaque in it is
 * printed. The caller frees *ret with cairo_surface_destroy. Blocks on the disk. −ENOENT, −EBADMSG:
 * no PNG file, −E2BIG. */
int slip_load_logo(const char *path, cairo_surface_t **ret) _warn_unused_;
