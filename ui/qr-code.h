/* SPDX-License-Identifier: Apache-2.0 */
/* A QR code on a screen. */
#pragma once

#include <cairo.h>

/* Draws text as a QR code, its quiet zone of four modules included, into a square of side_px with
 * its left upper corner at x, y; in the present source, in whole pixels. Draws nothing for a text
 * that is too long for the square: a module has at least two pixels. */
void qr_code_draw(cairo_t *cr, const char *text, double x, double y, double side_px);
