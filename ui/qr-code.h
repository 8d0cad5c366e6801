/* SPDX-License-Identifier: Apache-2.0 */
/* A QR code on a screen, a sheet or a slip; level M, with its quiet zone of four modules. */
#pragma once

#include <cairo.h>

/* How many modules a side of text's code has, the quiet zone included; 0: no code holds it. */
int qr_code_modules(const char *text);

/* Draws text as a QR code in the present source, quiet zone included, with its left upper corner
 * at x, y and each module of the given side. Modules beside each other are one shape, so that no
 * hairline stands between them on a surface of vectors. */
void qr_code_draw_modules(cairo_t *cr, const char *text, double x, double y, double module);

/* Draws text as a QR code, quiet zone included, into a square of side_px with
 * its left upper corner at x, y; in the present source, in whole pixels. Draws nothing for a text
 * that is too long for the square: a module has at least two pixels. */
void qr_code_draw(cairo_t *cr, const char *text, double x, double y, double side_px);
