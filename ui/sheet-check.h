/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the codes of drawn sheets again, with a reader that shares no code with their maker, and
 * compares them with the links that they should hold. */
#pragma once

#include "base/cleanup.h"
#include "ui/phrases.h"
#include "ui/sheets.h"

/* The size of the picture that is read, 150 dots an inch: like that of a phone, not finer. */
enum { SHEET_CHECK_WIDTH_PX = 1240, SHEET_CHECK_HEIGHT_PX = 1754 };

/* A sheet as a picture of what is printed: laid out as for paper, without a screen's hints, which
 * make other lines. The caller's to destroy; its status says whether cairo failed. */
cairo_surface_t *sheet_check_draw(const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet *sheet) _warn_unused_;

/* Compares the codes on a picture of a sheet (CAIRO_FORMAT_A8, ink opaque) with its links, from the
 * top to the bottom: so a code beside another procedure is found, too. −EINVAL: *ret_error, for the
 * caller to free, names the procedure, sector or centre. */
int sheet_check_picture(cairo_surface_t *picture, const struct sheet_set *set,
	const struct sheet *sheet, char **ret_error) _warn_unused_;

/* Draws and reads the chosen sheets of a plan (NULL: all of them); takes some hundred milliseconds
 * a sheet on a board, so progress (NULL: none) is told after each how many were read. −EINVAL as
 * above, −EIO: cairo failed. */
int sheets_check(const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet_plan *plan, const bool *chosen, void (*progress)(int n),
	char **ret_error) _warn_unused_;
