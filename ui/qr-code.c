/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/qr-code.h"

#include <math.h>
#include <qrencode.h>

enum { QUIET_MODULES = 4, MODULE_MIN_PX = 2 };

void qr_code_draw(cairo_t *cr, const char *text, double x, double y, double side_px)
{
	QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int modules = qr ? qr->width + 2 * QUIET_MODULES : 1;
	double module = floor(side_px / modules);
	double left = floor(x + (side_px - module * modules) / 2) + QUIET_MODULES * module;
	double top = floor(y + (side_px - module * modules) / 2) + QUIET_MODULES * module;

	for (int i = 0; qr && module >= MODULE_MIN_PX && i < qr->width * qr->width; i++) {
		if (qr->data[i] & 1) {
			int row = i / qr->width;

			cairo_rectangle(cr, left + i % qr->width * module, top + row * module,
				module, module);
		}
	}
	cairo_fill(cr);
	QRcode_free(qr);
}
