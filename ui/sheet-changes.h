/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which sheets must be printed anew after the catalogue has changed. What was printed is kept as a
 * text, a line a sheet: its key, a tab, its hash. Pure.
 */
#pragma once

#include "base/cleanup.h"
#include "base/text.h"
#include "ui/sheets.h"

enum sheet_change {
	SHEET_SAME, /* what is posted is right */
	SHEET_CHANGED, /* take it down and post the new one */
	SHEET_NEW,
};

struct sheet_changes {
	enum sheet_change *sheets; /* one for each of the plan's */
	int n_changed, n_new;
	char **gone; /* keys of posted sheets to take down */
	int n_gone;
};

/* Adds the list to keep of a plan's sheets once they are printed. */
void sheet_changes_put_list(const struct sheet_plan *plan, struct textbuf *out);

/* Compares a plan with the kept list ("": nothing was printed). Free with sheet_changes_done.
 * −EINVAL: *ret_error, for the caller to free, names the line that is no such line. */
int sheet_changes_find(const struct sheet_plan *plan, const char *list, struct sheet_changes *ret,
	char **ret_error) _warn_unused_;
void sheet_changes_done(struct sheet_changes *changes);
