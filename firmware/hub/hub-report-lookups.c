/* SPDX-License-Identifier: Apache-2.0 */
/* The report of look-ups: by month, place, hour and procedure, with the names of these. */
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
	const struct lookup_report *report, char *const *names)
{
	out_open(out, '{');
	out_key_text(out, "by", "lookups");
	out_key_text(out, "from", view->from);
	out_key_text(out, "to", view->to);
	out_key_int(out, "months", report->months);
	out_key_int(out, "months_counted", report->counted);
	out_key_int(out, "months_with_searches", report->searches_counted);
	out_key_text(out, "rounding", RATIO_ROUNDING);
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

static void put_word(struct csv *csv, const struct report_view *view, const char *name)
{
	_cleanup_free_ char *word = text_printf("lookups_%s", name);

	csv_text(csv, report_word(&view->words, word));
}

static void put_cell(struct csv *csv, int64_t count)
{
	if (count == LOOKUP_UNKNOWN) {
		csv_text(csv, "");
	} else {
		csv_int(csv, count);
	}
}

void report_put_lookups_csv(struct textbuf *text, const struct report_view *view,
	const struct lookup_report *report, char *const *names)
{
	static const char *const headings[] = {"group", "key", "name", "lookups", "printed",
		"searches", "unanswered", "unanswered_percent"};
	struct csv csv = {.text = text, .style = view->style};

	csv_begin(&csv);
	for (size_t i = 0; i < ELEMENTS(headings); i++) {
		put_word(&csv, view, headings[i]);
	}
	csv_end_line(&csv);
	for (size_t i = 0; i < report->n; i++) {
		const struct lookup_report_row *row = &report->rows[i];

		put_word(&csv, view, lookup_group_name(row->group));
		if (row->group == LOOKUP_BY_PLACE) {
			put_word(&csv, view, row->key);
		} else {
			csv_text(&csv, row->key);
		}
		csv_text(&csv, names[i] ? names[i] : "");
		put_cell(&csv, row->lookups);
		put_cell(&csv, row->printed);
		put_cell(&csv, row->searches);
		put_cell(&csv, row->unanswered);
		csv_ratio(&csv, ratio_percent(row->unanswered, row->searches));
		csv_end_line(&csv);
	}
}
