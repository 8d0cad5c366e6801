/* SPDX-License-Identifier: Apache-2.0 */
/* Which charts a report has: the same on the page, on paper and in a workbook. */
#include "hub/hub-report-out.h"

enum { COLUMNS_MAX = 5 };

struct plot {
	const char *name;
	int groups; /* a report that has one of these */
	bool minutes;
	const char *columns[COLUMNS_MAX];
};

static const struct plot plots[] = {
	{"tickets", REPORT_VISITS, false, {"issued", "served"}},
	{"wait", REPORT_VISITS, true, {"wait_median_s", "wait_p90_s"}},
	{"answers", REPORT_RATING, false, {"rated_1", "rated_2", "rated_3", "rated_4", "rated_5"}},
	{"slips", REPORT_SLIP, false, {"printed", "failed", "reprinted"}},
	{"pauses", REPORT_SESSIONS, true, {"open_s", "paused_s"}},
};

/* A report of visits has those of visits alone. */
static bool has_plot(enum report_by by, const struct plot *plot)
{
	int groups = report_groups(by);

	return plot->groups & (groups & REPORT_VISITS ? REPORT_VISITS : groups);
}

void report_put_plots(struct out *out, const struct report_view *view)
{
	out_key_open(out, "plots", '[');
	for (size_t i = 0; i < ELEMENTS(plots); i++) {
		if (!has_plot(view->by, &plots[i])) {
			continue;
		}
		out_open(out, '{');
		out_key_text(out, "name", plots[i].name);
		out_key_bool(out, "minutes", plots[i].minutes);
		out_key_open(out, "columns", '[');
		for (size_t j = 0; j < COLUMNS_MAX && plots[i].columns[j]; j++) {
			out_text(out, plots[i].columns[j]);
		}
		out_close(out, ']');
		out_close(out, '}');
	}
	out_close(out, ']');
}

/* ---- as parts of a file's description ---- */

void report_chart_begin(
	struct out *out, const struct report_words *words, const struct report_chart *chart)
{
	out_open(out, '{');
	out_key_text(out, "title", report_find_phrase(words, chart->title));
	out_key_text(out, "unit",
		report_find_phrase(
			words, chart->minutes ? "figures.unit.minutes" : "figures.unit.count"));
	out_key_int(out, "per", chart->minutes ? 60 : 1);
	out_key_bool(out, "thin", chart->thin);
}

/* Under a bar there is little room: what the table's first column has, shorter. */
static char *label_of(const struct report_view *view, const char *key)
{
	const char *name;

	switch (view->by) {
	case REPORT_DAYS: /* "2026-11-23" */
		return text_printf("%.2s/%.2s", key + 8, key + 5);
	case REPORT_WEEKS: /* "2026-W48" */
		return text_dup(key + 5);
	case REPORT_MONTHS: /* "2026-11" */
		return text_printf("%s/%.4s", key + 5, key);
	case REPORT_LANES:
		return text_dup(report_word(&view->words, key));
	case REPORT_COUNTERS:
	case REPORT_PAUSES:
		name = report_row_name(view, key);
		return text_dup(*name ? name : key);
	case REPORT_HOURS:
	case REPORT_SERVICES:
	case REPORT_RATINGS:
	case REPORT_STAFF:
	case REPORT_SLIPS:
	case REPORT_DOSSIERS:
	case REPORT_COMPLAINTS:
	case REPORT_EVALUATION:
	case REPORT_LOOKUPS:
	case REPORTS:
		break;
	}
	return text_dup(key);
}

static void put_series(struct out *out, const struct report_view *view, const char *column,
	const struct report_row *rows, size_t n)
{
	out_open(out, '{');
	out_key_text(out, "label", report_label(&view->words, column));
	out_key_open(out, "values", '[');
	for (size_t i = 0; i < n; i++) {
		int64_t value = report_figure(&rows[i], column);

		if (value < 0) {
			out_null(out);
		} else {
			out_int(out, value);
		}
	}
	out_close(out, ']');
	out_close(out, '}');
}

static void put_chart(struct out *out, const struct report_view *view, const struct plot *plot,
	const struct report_row *rows, size_t n)
{
	_cleanup_free_ char *title = text_printf("figures.plot.%s", plot->name);
	struct report_chart chart = {
		.title = title,
		.minutes = plot->minutes,
		.thin = view->by == REPORT_DAYS || view->by == REPORT_WEEKS ||
			view->by == REPORT_MONTHS || view->by == REPORT_HOURS,
	};

	report_chart_begin(out, &view->words, &chart);
	out_key_open(out, "labels", '[');
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *label = label_of(view, rows[i].key);

		out_text(out, label);
	}
	out_close(out, ']');
	out_key_open(out, "series", '[');
	for (size_t i = 0; i < COLUMNS_MAX && plot->columns[i]; i++) {
		put_series(out, view, plot->columns[i], rows, n);
	}
	out_close(out, ']');
	out_close(out, '}');
}

bool report_is_nothing(const struct report_row *rows, size_t n)
{
	return n <= 1 && (n == 0 || (rows[0].issued == 0 && rows[0].sessions == 0));
}

void report_put_charts(
	struct out *out, const struct report_view *view, const struct report_row *rows, size_t n)
{
	for (size_t i = 0; i < ELEMENTS(plots) && n > 1; i++) {
		if (has_plot(view->by, &plots[i])) {
			put_chart(out, view, &plots[i], rows, n - 1);
		}
	}
}
