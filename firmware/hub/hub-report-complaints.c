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
	struct complaint_report *report, const char *today)
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

static const char *word_of(
	const struct report_view *view, const char *prefix, const char *name, char **owned)
{
	*owned = text_printf("%s%s", prefix, name);
	return report_word(&view->words, *owned);
}

static void put_line(struct csv *csv, const struct report_view *view,
	const struct complaint_row *row, const struct complaint_summary *summary, const char *today)
{
	_cleanup_free_ char *group = NULL;
	_cleanup_free_ char *channel = NULL;

	csv_text(csv, word_of(view, "complaints_", complaint_group_name(row->group), &group));
	csv_text(csv,
		row->group == COMPLAINT_BY_CHANNEL ? word_of(view, "channel_", row->key, &channel)
						   : row->key);
	csv_text(csv, name_of(view, row));
	for (int i = 0; i < COMPLAINT_COUNTS; i++) {
		if (is_known((enum complaint_count)i, summary, today)) {
			csv_int(csv, row->n[i]);
		} else {
			csv_text(csv, "");
		}
	}
	csv_end_line(csv);
}

void report_put_complaints_csv(struct textbuf *text, const struct report_view *view,
	struct complaint_report *report, const char *today)
{
	struct csv csv = {.text = text, .style = view->style};
	struct complaint_summary summary;
	const struct complaint_row *rows;
	size_t n = complaint_report_rows(report, &rows, &summary);

	csv_begin(&csv);
	csv_text(&csv, report_word(&view->words, "complaints_group"));
	csv_text(&csv, report_word(&view->words, "complaints_key"));
	csv_text(&csv, report_word(&view->words, "name"));
	for (int i = 0; i < COMPLAINT_COUNTS; i++) {
		_cleanup_free_ char *heading = NULL;

		csv_text(&csv,
			word_of(view, "complaints_", complaint_count_name((enum complaint_count)i),
				&heading));
	}
	csv_end_line(&csv);
	for (size_t i = 0; i < n; i++) {
		put_line(&csv, view, &rows[i], &summary, today);
	}
}
