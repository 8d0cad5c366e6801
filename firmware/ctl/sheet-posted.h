/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which sheets hang on the notice board: the site's list "sheets", and the list of changes that a
 * printed file carries at its end. Sheets count as posted only when somebody confirms the file, and
 * then each of them only if what hung at its place is still what it was when the file was made: a
 * file that was overtaken by another one is refused, and one that is confirmed twice changes
 * nothing. Pure.
 */
#pragma once

#include <jansson.h>

#include "ui/sheet-changes.h"

/* The site's list as sheet_changes_find takes it; heap. */
char *sheet_posted_text(const json_t *sheets) _warn_unused_;
/* Whether one of them is in both languages. */
bool sheet_posted_in_both(const json_t *sheets);

/* Ends a PDF with what a confirmation of it changes: the chosen sheets of the plan, and those of
 * changes->gone. sheets is the site's list. The lines are comments, which viewers pass over. */
void sheet_posted_end_pdf(const struct sheet_plan *plan, const bool *chosen,
	const struct sheet_changes *changes, const json_t *sheets, bool both, struct textbuf *pdf);

/* What the site's list becomes when a file is confirmed; a new reference. −EINVAL: *ret_error, for
 * the caller to free, says what is wrong with the file. */
int sheet_posted_apply(const char *pdf, size_t size, const json_t *sheets, json_t **ret,
	char **ret_error) _warn_unused_;

/* The site's list without some sheets; a new reference. */
json_t *sheet_posted_without(const json_t *sheets, char *const *gone, int n_gone) _warn_unused_;
