/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/qr-code.h"

#include <math.h>
#include <qrencode.h>
#include <stdbool.h>

#include "base/cleanup.h"

enum { QUIET_MODULES = 4, MODULE_MIN_PX = 2 }; /* ISO/IEC 18004: the light border */

DEFINE_CLEANUP(QRcode *, QRcode_free);

int qr_code_modules(const char *text)
{
	_cleanup_(QRcode_freep) QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

	return qr ? qr->width + 2 * QUIET_MODULES : 0;
}

static bool is_dark(const QRcode *qr, int row, int column)
{
	return column < qr->width && qr->data[row * qr->width + column] & 1;
}

/* The dark modules of a row, each run of them as one rectangle. */
static void add_row(cairo_t *cr, const QRcode *qr, int row, double x, double y, double module)
{
	for (int column = 0; column < qr->width; column++) {
		int start = column;

		while (is_dark(qr, row, column)) {
			column++;
		}
		if (column > start) {
			cairo_rectangle(
				cr, x + start * module, y, (column - start) * module, module);
		}
	}
}

void qr_code_draw_modules(cairo_t *cr, const char *text, double x, double y, double module)
{
	_cleanup_(QRcode_freep) QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

	for (int row = 0; qr && row < qr->width; row++) {
		add_row(cr, qr, row, x + QUIET_MODULES * module, y + (row + QUIET_MODULES) * module,
			module);
	}
	cairo_fill(cr);
}

void qr_code_draw(cairo_t *cr, const char *text, double x, double y, double side_px)
{
	int modules = qr_code_modules(text);
	double module = modules > 0 ? floor(side_px / modules) : 0;
	double rest = (side_px - module * modules) / 2;

	if (module >= MODULE_MIN_PX) {
		qr_code_draw_modules(cr, text, floor(x + rest), floor(y + rest), module);
	}
}
