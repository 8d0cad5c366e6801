/* SPDX-License-Identifier: Apache-2.0 */
/* The report of dossiers: counts, ratios, and what does not add up. */
#include <string.h>

#include "hub/hub-report-out.h"
#include "queue/ratio.h"

static bool is_uneven(const struct dossier_sum *sum)
{
	return sum->known && sum->divided && sum->total != sum->parts;
}

static void put_warning(struct out *out, const char *what, int64_t stated, int64_t parts)
{
	out_open(out, '{');
	out_key_text(out, "what", what);
	out_key_int(out, "stated", stated);
	out_key_int(out, "parts", parts);
	out_key_int(out, "difference", stated - parts);
	out_close(out, '}');
}

static void put_warnings(struct out *out, const struct dossier_row_sum *row)
{
	out_key_open(out, "warnings", '[');
	for (int i = 0; i < DOSSIER_TOTALS; i++) {
		if (is_uneven(&row->sum[i])) {
			put_warning(out, dossier_total_name((enum dossier_total)i),
				row->sum[i].total, row->sum[i].parts);
		}
	}
	if (row->has_balance && row->balance != 0) {
		int64_t came = row->n[DOSSIER_CARRIED_OVER] + row->sum[DOSSIER_ALL_RECEIVED].total;

		put_warning(out, "balance", came, came - row->balance);
	}
	out_close(out, ']');
}

static void put_totals(struct out *out, const struct dossier_row_sum *row)
{
	for (int i = 0; i < DOSSIER_TOTALS; i++) {
		out_key(out, dossier_total_name((enum dossier_total)i));
		if (row->sum[i].known) {
			out_int(out, row->sum[i].total);
		} else {
			out_null(out);
		}
	}
}

static bool is_total(int count)
{
	return count == DOSSIER_RECEIVED || count == DOSSIER_RESOLVED ||
		count == DOSSIER_IN_PROGRESS;
}

static void put_counts(struct out *out, const struct dossier_row_sum *row)
{
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		if (is_total(i)) {
			continue; /* put_totals */
		}
		out_key(out, dossier_count_name((enum dossier_count)i));
		if (row->has[i]) {
			out_int(out, row->n[i]);
		} else {
			out_null(out);
		}
	}
}

static void put_row(struct out *out, const struct dossier_row_sum *row)
{
	char text[RATIO_LENGTH + 1];

	out_open(out, '{');
	out_key_text(out, "key", row->source);
	out_key_word(out, "service", row->service);
	out_key_bool(out, "total", row->is_total);
	out_key_int(out, "entries", row->entries);
	put_totals(out, row);
	put_counts(out, row);
	out_key_open(out, "percent", '{');
	for (int i = 0; i < DOSSIER_RATIOS; i++) {
		out_key(out, dossier_ratio_name((enum dossier_ratio)i));
		ratio_write(row->ratio[i], text);
		if (*text) {
			out_json(out, text);
		} else {
			out_null(out);
		}
	}
	out_close(out, '}');
	put_warnings(out, row);
	out_close(out, '}');
}

void report_put_dossiers_json(struct out *out, const struct report_view *view,
	const struct grid *grid, struct dossier_report *report)
{
	const struct dossier_row_sum *rows;
	size_t n = dossier_report_rows(report, &rows);

	out_open(out, '{');
	out_key_text(out, "by", "dossiers");
	out_key_text(out, "from", view->from);
	out_key_text(out, "to", view->to);
	out_key_word(out, "service", view->service);
	out_key_text(out, "rounding", RATIO_ROUNDING);
	grid_put_columns(grid, out);
	out_key_int(out, "partial", dossier_report_partial(report));
	out_key_open(out, "rows", '[');
	for (size_t i = 0; i < n; i++) {
		put_row(out, &rows[i]);
	}
	out_close(out, ']');
	out_close(out, '}');
}

static void add_counts(struct grid *grid, const struct dossier_row_sum *row)
{
	for (int i = 0; i < DOSSIER_TOTALS; i++) {
		if (row->sum[i].known) {
			grid_add_number(grid, row->sum[i].total);
		} else {
			grid_add_none(grid);
		}
	}
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		if (!is_total(i) && row->has[i]) {
			grid_add_number(grid, row->n[i]);
		} else if (!is_total(i)) {
			grid_add_none(grid);
		}
	}
}

static void add_row(
	struct grid *grid, const struct report_view *view, const struct dossier_row_sum *row)
{
	report_add_word(grid, view, "", row->source);
	grid_add_text(grid, row->is_total ? report_word(&view->words, "total") : row->service);
	grid_add_number(grid, row->entries);
	add_counts(grid, row);
	for (int i = 0; i < DOSSIER_RATIOS; i++) {
		report_add_ratio(grid, row->ratio[i]);
	}
	for (int i = 0; i < DOSSIER_TOTALS; i++) {
		grid_add_number(
			grid, is_uneven(&row->sum[i]) ? row->sum[i].total - row->sum[i].parts : 0);
	}
	grid_add_number(grid, row->has_balance ? row->balance : 0);
}

static void add_column(struct grid *grid, const struct report_view *view, enum grid_kind kind,
	const char *name, const char *end)
{
	_cleanup_free_ char *whole = text_printf("%s%s", name, end);

	report_add_column(grid, view, kind, "", whole);
}

void report_fill_dossiers(
	struct grid *grid, const struct report_view *view, struct dossier_report *report)
{
	const struct dossier_row_sum *rows;
	size_t n = dossier_report_rows(report, &rows);

	add_column(grid, view, GRID_TEXT, "source", "");
	add_column(grid, view, GRID_TEXT, "service", "");
	grid_fix_columns(grid);
	add_column(grid, view, GRID_COUNT, "entries", "");
	for (int i = 0; i < DOSSIER_TOTALS; i++) {
		add_column(grid, view, GRID_COUNT, dossier_total_name((enum dossier_total)i), "");
	}
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		if (!is_total(i)) {
			add_column(grid, view, GRID_COUNT,
				dossier_count_name((enum dossier_count)i), "");
		}
	}
	for (int i = 0; i < DOSSIER_RATIOS; i++) {
		add_column(grid, view, GRID_DECIMAL, dossier_ratio_name((enum dossier_ratio)i),
			"_percent");
	}
	for (int i = 0; i < DOSSIER_TOTALS; i++) {
		add_column(grid, view, GRID_COUNT, dossier_total_name((enum dossier_total)i),
			"_unexplained");
	}
	add_column(grid, view, GRID_COUNT, "balance", "_unexplained");
	for (size_t i = 0; i < n; i++) {
		add_row(grid, view, &rows[i]);
	}
}
