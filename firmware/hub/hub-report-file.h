/* SPDX-License-Identifier: Apache-2.0 */
/* What a file of figures says: the description that layso-figures makes a PDF or a workbook of
 * (ui/figures-file.h). Any thread; pure but for the zone. */
#pragma once

#include "hub/hub-report-out.h"

struct report_file {
	const struct report_view *view;
	const char *centre;
	int64_t now_wall_ms; /* 0: nobody knows */
	struct out out;
};

struct report_table {
	const struct grid *grid;
	const char *title; /* NULL: what the rows of the report are */
	const char *sheet; /* its name in a workbook; NULL as the title */
	const char *charts; /* JSON of hub-report-charts.h; NULL none */
	const char *nothing; /* a sentence when there are no figures, else NULL */
};

/* Begin, then the tables one after the other, then the end; out.text is the caller's. */
void report_file_begin(struct report_file *file);
void report_file_add(struct report_file *file, const struct report_table *table);
void report_file_end(
	struct report_file *file, const struct report_portal *portals, size_t n_portals);

/* A phrase of ui/strings in the view's language, with the places of {names} filled: pairs of name
 * and value, then NULL. Heap. */
char *report_phrase(const struct report_words *words, const char *key, ...)
	__attribute__((sentinel)) _warn_unused_;
/* "2026-11-23" as "23/11/2026". Heap. */
char *report_day_text(const char *day) _warn_unused_;
