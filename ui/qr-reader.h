/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the QR codes of a picture that was drawn, not photographed: upright, and with every module
 * as it should be. So it needs no search for corners, and instead of mending errors it finds them.
 * Shares no code with their maker (ui/qr-code.h), whose codes it knows: ISO/IEC 18004, versions
 * 1 to 10, level M, bytes.
 */
#pragma once

#include <cairo.h>

struct qr_read {
	int top; /* in pixels */
	char *text; /* NULL: a module is wrong */
};

struct qr_reads {
	struct qr_read *codes;
	int n;
};

/* Finds all codes of a picture (CAIRO_FORMAT_A8, ink opaque, at least three pixels a module), from
 * the top to the bottom; a code of which a corner is damaged is none. Free with qr_reads_done. */
void qr_reader_read(cairo_surface_t *picture, struct qr_reads *ret);
void qr_reads_done(struct qr_reads *reads);
