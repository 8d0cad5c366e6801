/* SPDX-License-Identifier: Apache-2.0 */
/* Reports as JSON, and as tables, for office programs and for paper. Pure. */
#pragma once

#include "base/json-writer.h"
#include "base/grid.h"
#include "catalogue/lookup-report.h"
#include "hub/hub-report-words.h"
#include "queue/complaint-report.h"
#include "queue/dossier-report.h"
#include "queue/report.h"
#include "queue/site.h"

struct report_view {
	enum report_by by;
	const char *from;
	const char *to;
	const char *service; /* "" all */
	const struct site *site; /* for names; NULL none */
	struct report_words words;
};

/* The portal's disruptions within the days, cut to them. */
struct report_portal {
	int64_t down_wall_ms;
	int64_t up_wall_ms; /* 0 while it lasts */
	const char *note;
};

/* In JSON a report has the columns of its grid, too: those that people may choose. */
void report_put_json(struct out *out, const struct report_view *view, const struct grid *grid,
	const struct report_row *rows, size_t n, const struct report_portal *portals,
	size_t n_portals);
void report_fill(
	struct grid *grid, const struct report_view *view, const struct report_row *rows, size_t n);

/* A figure by its name in JSON; −1: nothing to measure. */
int64_t report_figure(const struct report_row *row, const char *name);
/* What people call a row; "" when its key says it. */
const char *report_row_name(const struct report_view *view, const char *key);

/* hub-report-previous.c: the period of the same kind before: as many whole months, or as many days.
 */
void report_previous_days(const char *from, const char *to, char ret_from[DAY_LENGTH + 1],
	char ret_to[DAY_LENGTH + 1]);
/* Totals of a period beside those of the one before. */
struct report_comparison {
	const struct report_row *now;
	const struct report_row *before; /* NULL: it has no figures */
	char from[DAY_LENGTH + 1]; /* of the one before */
	char to[DAY_LENGTH + 1];
};
/* A row for each column of the report's grid that is there. */
void report_fill_previous(struct grid *grid, const struct report_view *view,
	const struct grid *report, const struct report_comparison *comparison);
/* "Beside the period before: 01/10/2026 – 31/10/2026 …". Heap. */
char *report_previous_title(
	const struct report_view *view, const struct report_comparison *comparison) _warn_unused_;

/* hub-report-dossiers.c */
void report_put_dossiers_json(struct out *out, const struct report_view *view,
	const struct grid *grid, struct dossier_report *report);
void report_fill_dossiers(
	struct grid *grid, const struct report_view *view, struct dossier_report *report);

/* hub-report-complaints.c; today is "" while it is not known. */
void report_put_complaints_json(struct out *out, const struct report_view *view,
	const struct grid *grid, struct complaint_report *report, const char *today);
void report_fill_complaints(struct grid *grid, const struct report_view *view,
	struct complaint_report *report, const char *today);
struct own_figures; /* hub-own-figures.h */
/* hub-report-evaluation.c: an evaluation beside the centre's own figures of its period. */
void report_put_evaluation_json(struct out *out, const struct grid *grid,
	const struct evaluation *evaluation, const struct own_figures *own);
void report_fill_evaluation(struct grid *grid, const struct report_view *view,
	const struct evaluation *evaluation, const struct own_figures *own);
/* Members of an answer: the period and its days, the source, and the day of the figures. */
void report_put_evaluation_head(struct out *out, const struct evaluation *evaluation);
/* The rows, without the centre's own figures when own is NULL. */
void report_put_evaluation_rows(
	struct out *out, const struct evaluation *evaluation, const struct own_figures *own);

/* hub-report-lookups.c; names: of each row, NULL where there is none. */
void report_put_lookups_json(struct out *out, const struct report_view *view,
	const struct grid *grid, const struct lookup_report *report, char *const *names);
void report_fill_lookups(struct grid *grid, const struct report_view *view,
	const struct lookup_report *report, char *const *names);

/* hub-report-charts.c: "plots", which columns stand in a chart together. */
void report_put_plots(struct out *out, const struct report_view *view);
/* Nothing happened in the period. The last of the rows is the total. */
bool report_is_nothing(const struct report_row *rows, size_t n);
/* Elements of a description's "charts" (ui/figures-file.h); of look-ups: hub-report-lookups.c. */
void report_put_charts(
	struct out *out, const struct report_view *view, const struct report_row *rows, size_t n);
void report_put_lookup_charts(
	struct out *out, const struct report_view *view, const struct lookup_report *report);
/* Begins one of these; labels and series follow, then the end of the object. */
struct report_chart {
	const char *title; /* key of ui/strings */
	bool minutes;
	bool thin;
};
void report_chart_begin(
	struct out *out, const struct report_words *words, const struct report_chart *chart);

/* A column called as in JSON, with the heading of that name after prefix. */
void report_add_column(struct grid *grid, const struct report_view *view, enum grid_kind kind,
	const char *prefix, const char *name);
void report_add_word(struct grid *grid, const struct report_view *view, const char *prefix,
	const char *name); /* a cell */
void report_add_ratio(struct grid *grid, int64_t hundredths);
