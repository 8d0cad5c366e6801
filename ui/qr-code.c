/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/qr-code.h"

#include <math.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "ui/qr-matrix.h"

enum { QUIET_MODULES = 4, MODULE_MIN_PX = 2 }; /* ISO/IEC 18004: the light border */

int qr_code_modules(const char *text)
{
	int side = 0;
	_cleanup_free_ char *modules = qr_matrix_make(text, &side);

	return modules ? side + 2 * QUIET_MODULES : 0;
}

/* The dark modules of a row, each run of them as one rectangle. */
static void add_row(cairo_t *cr, const char *row, int side, double x, double y, double module)
{
	for (int column = 0; column < side; column++) {
		int start = column;

		while (column < side && row[column] == '1') {
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
	int side = 0;
	_cleanup_free_ char *modules = qr_matrix_make(text, &side);

	for (int row = 0; modules && row < side; row++) {
		add_row(cr, modules + (size_t)row * (size_t)side, side, x + QUIET_MODULES * module,
			y + (row + QUIET_MODULES) * module, module);
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
