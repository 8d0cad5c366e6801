/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A4 sheets to post on the notice board: one large QR code for the centre and for each sector, and
 * the procedures of each sector, each with its code. The same set makes the same bytes.
 */
#pragma once

#include "base/cleanup.h"
#include "base/text.h"
#include "ui/phrases.h"
#include "ui/sheet-view.h"

/* Which sheets a set has, in the order in which they are printed. */
struct sheet_plan {
	struct sheet *sheets;
	int n;
};

/* Divides a set into sheets. Free with sheet_plan_done. −EINVAL: *ret_error, for the caller to
 * free, names what cannot be printed: a link that is too long, a text that is no UTF-8, a date. */
int sheets_plan(const struct phrases *phrases, const struct sheet_set *set, struct sheet_plan *ret,
	char **ret_error) _warn_unused_;
void sheet_plan_done(struct sheet_plan *plan);

/* Adds the PDF of the plan's sheets to out; chosen has a bool a sheet, NULL is all of them. Takes
 * some ten milliseconds a sheet on a board. −ENODATA: no sheet is chosen; −EIO: cairo failed. */
int sheets_write_pdf(const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet_plan *plan, const bool *chosen, struct textbuf *out) _warn_unused_;
