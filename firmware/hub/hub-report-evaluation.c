/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluation's figures beside the centre's own, and what does not agree. */
#include <string.h>

#include "base/office.h"
#include "hub/hub-report-out.h"
#include "queue/ratio.h"

/* Where the centre's own figures come from, in the order of the CSV's columns. */
static const char *const sources[] = {
	DOSSIER_SOURCE_IMPORT, DOSSIER_SOURCE_CLERK, DOSSIER_SOURCE_FINISH};

/* What a source says of all services together; NULL: nothing. */
static const struct dossier_row_sum *find_own(struct dossier_report *own, const char *source)
{
	const struct dossier_row_sum *found = NULL;
	const struct dossier_row_sum *rows;
	size_t n = own ? dossier_report_rows(own, &rows) : 0;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].source, source) == 0 && (!found || rows[i].is_total)) {
			found = &rows[i];
		}
	}
	return found;
}

static void put_value(struct out *out, const char *key, const struct evaluation_value *value)
{
	char text[EVALUATION_VALUE_LENGTH + 1];

	evaluation_value_write(value, text);
	out_key_word(out, key, text);
}

static void put_whole(struct out *out, const char *key, const struct evaluation_value *value)
{
	if (value->has) {
		out_key_int(out, key, value->value / OFFICE_UNIT);
	} else {
		out_key_null(out, key);
	}
}

static void put_own(struct out *out, int own, struct dossier_report *report)
{
	out_key_open(out, "centre", '[');
	for (size_t i = 0; own != EVALUATION_OWN_NONE && i < ELEMENTS(sources); i++) {
		const struct dossier_row_sum *row = find_own(report, sources[i]);
		char text[RATIO_LENGTH + 1];

		if (!row || row->ratio[own] == RATIO_NONE) {
			continue;
		}
		ratio_write(row->ratio[own], text);
		out_open(out, '{');
		out_key_text(out, "source", sources[i]);
		out_key_int(out, "numerator", row->part[own]);
		out_key_int(out, "denominator",
			row->sum[dossier_ratio_whole((enum dossier_ratio)own)].total);
		out_key_text(out, "ratio", text);
		out_close(out, '}');
	}
	out_close(out, ']');
}

static void put_doubt(
	struct out *out, const struct evaluation *evaluation, const struct evaluation_doubt *doubt)
{
	char message[OFFICE_MESSAGE_MAX + 1];

	evaluation_doubt_text(evaluation, doubt, message);
	out_open(out, '{');
	out_key_text(out, "doubt", evaluation_doubt_name(doubt->kind));
	out_key_text(out, "number", evaluation_number_name(doubt->number));
	put_value(out, "stated", &doubt->stated);
	put_value(out, "computed", &doubt->computed);
	out_key_int(out, "missing", doubt->missing);
	out_key_text(out, "message", message);
	out_close(out, '}');
}

static void put_row(struct out *out, const struct evaluation_row *row, struct dossier_report *own)
{
	struct evaluation_value ratio = evaluation_ratio(row);

	out_key_text(out, "kind", evaluation_kind_name(row->kind));
	out_key_word(out, "group", row->group);
	out_key_word(out, "name", row->name);
	for (int number = 0; number < EVALUATION_NUMBERS; number++) {
		(number <= EVALUATION_DENOMINATOR ? put_whole : put_value)(out,
			evaluation_number_name((enum evaluation_number)number),
			&row->numbers[number]);
	}
	put_value(out, "ratio_computed", &ratio);
	out_key_text(out, "own",
		row->own == EVALUATION_OWN_NONE ? NULL
						: dossier_ratio_name((enum dossier_ratio)row->own));
	put_own(out, row->own, own);
}

void report_put_evaluation_rows(
	struct out *out, const struct evaluation *evaluation, struct dossier_report *own)
{
	_cleanup_free_ struct evaluation_doubt *doubts = NULL;
	size_t n = evaluation_check(evaluation, &doubts);
	size_t next = 0; /* doubts are in the order of rows */

	out_key_open(out, "rows", '[');
	for (size_t i = 0; i < evaluation->n; i++) {
		out_open(out, '{');
		put_row(out, &evaluation->rows[i], own);
		out_key_open(out, "doubts", '[');
		for (; next < n && doubts[next].at == i; next++) {
			put_doubt(out, evaluation, &doubts[next]);
		}
		out_close(out, ']');
		out_close(out, '}');
	}
	out_close(out, ']');
}

void report_put_evaluation_head(struct out *out, const struct evaluation *evaluation)
{
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];

	evaluation_period_days(evaluation->period, from, to);
	out_key_text(out, "period", evaluation->period);
	out_key_text(out, "from", from);
	out_key_text(out, "to", to);
	out_key_text(out, "source", evaluation->source);
	out_key_text(out, "taken_day", evaluation->taken_day);
}

void report_put_evaluation_json(
	struct out *out, const struct evaluation *evaluation, struct dossier_report *own)
{
	out_open(out, '{');
	out_key_text(out, "by", "evaluation");
	report_put_evaluation_head(out, evaluation);
	out_key_text(out, "rounding", RATIO_ROUNDING);
	out_key_int(out, "partial", dossier_report_partial(own));
	report_put_evaluation_rows(out, evaluation, own);
	out_close(out, '}');
}

/* ---- CSV ---- */

static void csv_value(struct csv *csv, const struct evaluation_value *value)
{
	char text[EVALUATION_VALUE_LENGTH + 1];
	char *point;

	evaluation_value_write(value, text);
	point = strchr(text, '.');
	if (point) {
		*point = csv->style.decimal;
	}
	csv_text(csv, text);
}

static void csv_doubts(struct csv *csv, const struct report_view *view,
	const struct evaluation_doubt *doubts, size_t n, size_t at)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};

	textbuf_add(&text, "");
	for (size_t i = 0; i < n; i++) {
		if (doubts[i].at == at) {
			textbuf_printf(&text, "%s%s: %s", text.size > 0 ? "; " : "",
				report_word(&view->words, evaluation_number_name(doubts[i].number)),
				report_word(&view->words, evaluation_doubt_name(doubts[i].kind)));
		}
	}
	csv_text(csv, text.data);
}

/* In people's words, or as an import reads it. */
static void csv_own(struct csv *csv, const struct report_view *view, int own)
{
	const char *name =
		own == EVALUATION_OWN_NONE ? "" : dossier_ratio_name((enum dossier_ratio)own);
	_cleanup_free_ char *key = text_printf("%s_percent", name);
	const char *word = report_word(&view->words, key);

	csv_text(csv, *name && word != key ? word : name);
}

static void put_line(struct csv *csv, const struct report_view *view,
	const struct evaluation_row *row, struct dossier_report *own)
{
	struct evaluation_value ratio = evaluation_ratio(row);

	csv_text(csv,
		row->kind == EVALUATION_TOTAL ? report_word(&view->words, "total") : row->group);
	csv_text(csv, row->name);
	for (int number = 0; number < EVALUATION_NUMBERS; number++) {
		csv_value(csv, &row->numbers[number]);
	}
	csv_value(csv, &ratio);
	csv_own(csv, view, row->own);
	for (size_t i = 0; i < ELEMENTS(sources); i++) {
		const struct dossier_row_sum *sum =
			row->own == EVALUATION_OWN_NONE ? NULL : find_own(own, sources[i]);

		csv_ratio(csv, sum ? sum->ratio[row->own] : RATIO_NONE);
	}
}

void report_put_evaluation_csv(struct textbuf *text, const struct report_view *view,
	const struct evaluation *evaluation, struct dossier_report *own)
{
	static const char *const headings[] = {"group", "name", "numerator", "denominator", "ratio",
		"points", "points_max", "ratio_computed", "own"};
	_cleanup_free_ struct evaluation_doubt *doubts = NULL;
	size_t n = evaluation_check(evaluation, &doubts);
	struct csv csv = {.text = text, .style = view->style};

	csv_begin(&csv);
	for (size_t i = 0; i < ELEMENTS(headings); i++) {
		csv_text(&csv, report_word(&view->words, headings[i]));
	}
	for (size_t i = 0; i < ELEMENTS(sources); i++) {
		csv_text(&csv, report_word(&view->words, sources[i]));
	}
	csv_text(&csv, report_word(&view->words, "doubts"));
	csv_end_line(&csv);
	for (size_t i = 0; i < evaluation->n; i++) {
		put_line(&csv, view, &evaluation->rows[i], own);
		csv_doubts(&csv, view, doubts, n, i);
		csv_end_line(&csv);
	}
}
