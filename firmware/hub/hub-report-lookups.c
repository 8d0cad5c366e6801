/* SPDX-License-Identifier: Apache-2.0 */
/* The report of look-ups: by month, place, hour and procedure, with the names of these. */
#include <string.h>

#include "hub/hub-report-out.h"
#include "queue/ratio.h"

static void put_count(struct out *out, const char *key, int64_t count)
{
	out_key(out, key);
	if (count == LOOKUP_UNKNOWN) {
		out_null(out);
	} else {
		out_int(out, count);
	}
}

static void put_percent(struct out *out, const struct lookup_report_row *row)
{
	char text[RATIO_LENGTH + 1];

	ratio_write(ratio_percent(row->unanswered, row->searches), text);
	out_key(out, "unanswered_percent");
	if (*text) {
		out_json(out, text);
	} else {
		out_null(out);
	}
}

void report_put_lookups_json(struct out *out, const struct report_view *view,
	const struct grid *grid, const struct lookup_report *report, char *const *names)
{
	out_open(out, '{');
	out_key_text(out, "by", "lookups");
	out_key_text(out, "from", view->from);
	out_key_text(out, "to", view->to);
	out_key_int(out, "months", report->months);
	out_key_int(out, "months_counted", report->counted);
	out_key_int(out, "months_with_searches", report->searches_counted);
	out_key_text(out, "rounding", RATIO_ROUNDING);
	grid_put_columns(grid, out);
	out_key_open(out, "rows", '[');
	for (size_t i = 0; i < report->n; i++) {
		const struct lookup_report_row *row = &report->rows[i];

		out_open(out, '{');
		out_key_text(out, "group", lookup_group_name(row->group));
		out_key_text(out, "key", row->key);
		out_key_text(out, "name", names[i] ? names[i] : "");
		put_count(out, "lookups", row->lookups);
		put_count(out, "printed", row->printed);
		put_count(out, "searches", row->searches);
		put_count(out, "unanswered", row->unanswered);
		put_percent(out, row);
		out_close(out, '}');
	}
	out_close(out, ']');
	out_close(out, '}');
}

static void add_count(struct grid *grid, int64_t count)
{
	if (count == LOOKUP_UNKNOWN) {
		grid_add_none(grid);
	} else {
		grid_add_number(grid, count);
	}
}

static void add_row(struct grid *grid, const struct report_view *view,
	const struct lookup_report_row *row, const char *name)
{
	report_add_word(grid, view, "lookups_", lookup_group_name(row->group));
	if (row->group == LOOKUP_BY_PLACE) {
		report_add_word(grid, view, "lookups_", row->key);
	} else {
		grid_add_text(grid, row->key);
	}
	grid_add_text(grid, name ? name : "");
	add_count(grid, row->lookups);
	add_count(grid, row->printed);
	add_count(grid, row->searches);
	add_count(grid, row->unanswered);
	report_add_ratio(grid, ratio_percent(row->unanswered, row->searches));
}

void report_fill_lookups(struct grid *grid, const struct report_view *view,
	const struct lookup_report *report, char *const *names)
{
	static const char *const keys[] = {"group", "key", "name"};
	static const char *const counts[] = {"lookups", "printed", "searches", "unanswered"};

	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		report_add_column(grid, view, GRID_TEXT, "lookups_", keys[i]);
	}
	grid_fix_columns(grid);
	for (size_t i = 0; i < ELEMENTS(counts); i++) {
		report_add_column(grid, view, GRID_COUNT, "lookups_", counts[i]);
	}
	report_add_column(grid, view, GRID_DECIMAL, "lookups_", "unanswered_percent");
	for (size_t i = 0; i < report->n; i++) {
		add_row(grid, view, &report->rows[i], names[i]);
	}
}

/* ---- charts ---- */

static void put_labels(struct out *out, const struct lookup_report *report, enum lookup_group group)
{
	out_key_open(out, "labels", '[');
	for (size_t i = 0; i < report->n; i++) {
		const char *key = report->rows[i].key;
		_cleanup_free_ char *label = group == LOOKUP_BY_MONTH
			? text_printf("%s/%.4s", key + 5, key) /* "2026-11" */
			: text_dup(key);

		if (report->rows[i].group == group) {
			out_text(out, label);
		}
	}
	out_close(out, ']');
}

static void put_series(struct out *out, const struct report_view *view,
	const struct lookup_report *report, enum lookup_group group, const char *name)
{
	out_open(out, '{');
	out_key_text(out, "label", report_label(&view->words, name));
	out_key_open(out, "values", '[');
	for (size_t i = 0; i < report->n; i++) {
		const struct lookup_report_row *row = &report->rows[i];
		int64_t count = strcmp(name, "lookups_printed") == 0 ? row->printed : row->lookups;

		if (row->group == group && count == LOOKUP_UNKNOWN) {
			out_null(out);
		} else if (row->group == group) {
			out_int(out, count);
		}
	}
	out_close(out, ']');
	out_close(out, '}');
}

/* How many rows a group has, and whether any of them was looked at. */
static size_t count_rows(const struct lookup_report *report, enum lookup_group group, bool *ret_any)
{
	size_t n = 0;

	*ret_any = false;
	for (size_t i = 0; i < report->n; i++) {
		n += report->rows[i].group == group;
		*ret_any =
			*ret_any || (report->rows[i].group == group && report->rows[i].lookups > 0);
	}
	return n;
}

void report_put_lookup_charts(
	struct out *out, const struct report_view *view, const struct lookup_report *report)
{
	bool any;

	if (count_rows(report, LOOKUP_BY_MONTH, &any) > 1) {
		report_chart_begin(out, &view->words,
			&(struct report_chart){
				.title = "figures.lookups.plot.month", .thin = true});
		put_labels(out, report, LOOKUP_BY_MONTH);
		out_key_open(out, "series", '[');
		put_series(out, view, report, LOOKUP_BY_MONTH, "lookups_lookups");
		put_series(out, view, report, LOOKUP_BY_MONTH, "lookups_printed");
		out_close(out, ']');
		out_close(out, '}');
	}
	if (count_rows(report, LOOKUP_BY_HOUR, &any) > 0 && any) {
		report_chart_begin(out, &view->words,
			&(struct report_chart){.title = "figures.lookups.plot.hour", .thin = true});
		put_labels(out, report, LOOKUP_BY_HOUR);
		out_key_open(out, "series", '[');
		put_series(out, view, report, LOOKUP_BY_HOUR, "lookups_lookups");
		out_close(out, ']');
		out_close(out, '}');
	}
}
