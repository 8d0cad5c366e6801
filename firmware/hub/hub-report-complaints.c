/* SPDX-License-Identifier: Apache-2.0 */
/* The report of complaints: what came, what became of it, and whether the counts add up. */
#include <string.h>

#include "hub/hub-report-out.h"

/* The subject's name in the site's first language; "" where there is none. */
static const char *name_of(const struct report_view *view, const struct complaint_row *row)
{
	const json_t *subjects = view->site && row->group == COMPLAINT_BY_SUBJECT
		? json_object_get(json_object_get(view->site->json, "complaints"), "subjects")
		: NULL;
	json_t *subject;
	size_t i;

	json_array_foreach (subjects, i, subject) {
		const char *id = json_string_value(json_object_get(subject, "id"));
		const char *name = json_string_value(json_object_get(
			json_object_get(subject, "name"), view->site->languages[0]));

		if (id && name && strcmp(id, row->key) == 0) {
			return name;
		}
	}
	return "";
}

/* Which counts nobody can know without today's date, or without a record of the period. */
static bool is_known(
	enum complaint_count count, const struct complaint_summary *summary, const char *today)
{
	return *summary->recorded_from &&
		(*today || (count != COMPLAINTS_OVERDUE && count != COMPLAINTS_NOT_DUE));
}

void report_put_complaints_json(struct out *out, const struct report_view *view,
	const struct grid *grid, struct complaint_report *report, const char *today)
{
	struct complaint_summary summary;
	const struct complaint_row *rows;
	size_t n = complaint_report_rows(report, &rows, &summary);

	out_open(out, '{');
	out_key_text(out, "by", "complaints");
	out_key_text(out, "from", view->from);
	out_key_text(out, "to", view->to);
	out_key_word(out, "today", today);
	out_key_word(out, "recorded_from", summary.recorded_from);
	out_key_int(out, "undated", summary.undated);
	out_key_int(out, "withdrawn", summary.withdrawn);
	out_key_bool(out, "agrees", summary.agrees);
	grid_put_columns(grid, out);
	out_key_open(out, "rows", '[');
	for (size_t i = 0; i < n; i++) {
		out_open(out, '{');
		out_key_text(out, "group", complaint_group_name(rows[i].group));
		out_key_text(out, "key", rows[i].key);
		out_key_text(out, "name", name_of(view, &rows[i]));
		for (int j = 0; j < COMPLAINT_COUNTS; j++) {
			out_key(out, complaint_count_name((enum complaint_count)j));
			if (is_known((enum complaint_count)j, &summary, today)) {
				out_int(out, rows[i].n[j]);
			} else {
				out_null(out);
			}
		}
		out_close(out, '}');
	}
	out_close(out, ']');
	out_close(out, '}');
}

static void add_row(struct grid *grid, const struct report_view *view,
	const struct complaint_row *row, const struct complaint_summary *summary, const char *today)
{
	report_add_word(grid, view, "complaints_", complaint_group_name(row->group));
	if (row->group == COMPLAINT_BY_CHANNEL) {
		report_add_word(grid, view, "channel_", row->key);
	} else {
		grid_add_text(grid, row->key);
	}
	grid_add_text(grid, name_of(view, row));
	for (int i = 0; i < COMPLAINT_COUNTS; i++) {
		if (is_known((enum complaint_count)i, summary, today)) {
			grid_add_number(grid, row->n[i]);
		} else {
			grid_add_none(grid);
		}
	}
}

void report_fill_complaints(struct grid *grid, const struct report_view *view,
	struct complaint_report *report, const char *today)
{
	struct complaint_summary summary;
	const struct complaint_row *rows;
	size_t n = complaint_report_rows(report, &rows, &summary);

	report_add_column(grid, view, GRID_TEXT, "complaints_", "group");
	report_add_column(grid, view, GRID_TEXT, "complaints_", "key");
	report_add_column(grid, view, GRID_TEXT, "", "name");
	grid_fix_columns(grid);
	for (int i = 0; i < COMPLAINT_COUNTS; i++) {
		report_add_column(grid, view, GRID_COUNT, "complaints_",
			complaint_count_name((enum complaint_count)i));
	}
	for (size_t i = 0; i < n; i++) {
		add_row(grid, view, &rows[i], &summary, today);
	}
}
