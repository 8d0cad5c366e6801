/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluation's figures beside the centre's own, and what does not agree. */
#include <string.h>

#include "base/office.h"
#include "hub/hub-own-figures.h"
#include "hub/hub-report-out.h"
#include "queue/ratio.h"

/* The value of a source, or of the first source that is none of dossiers (NULL); NULL: none. */
static const struct own_value *find_own(
	const struct own_figures *own, int figure, const char *source)
{
	for (size_t i = 0; own && i < own->n; i++) {
		const struct own_value *value = &own->values[i];

		if ((int)value->figure == figure &&
			(source ? strcmp(value->source, source) == 0 : figure >= OWN_DOSSIERS)) {
			return value;
		}
	}
	return NULL;
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

static void put_own(struct out *out, int figure, const struct own_figures *own)
{
	enum own_missing missing = own && figure != OWN_NONE ? own->missing[figure] : OWN_THERE;

	out_key_open(out, "centre", '[');
	for (size_t i = 0; own && i < own->n; i++) {
		const struct own_value *value = &own->values[i];
		char text[RATIO_LENGTH + 1];

		if ((int)value->figure != figure) {
			continue;
		}
		ratio_write(value->ratio, text);
		out_open(out, '{');
		out_key_text(out, "source", value->source);
		out_key_int(out, "numerator", value->numerator);
		out_key_int(out, "denominator", value->denominator);
		out_key_text(out, "ratio", text);
		out_key_text(out, "from", value->from);
		out_key_text(out, "to", value->to);
		out_close(out, '}');
	}
	out_close(out, ']');
	out_key_text(
		out, "centre_missing", missing == OWN_THERE ? NULL : own_missing_name(missing));
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

static void put_row(
	struct out *out, const struct evaluation_row *row, const struct own_figures *own)
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
		row->own == OWN_NONE ? NULL : own_figure_name((enum own_figure)row->own));
	put_own(out, row->own, own);
}

void report_put_evaluation_rows(
	struct out *out, const struct evaluation *evaluation, const struct own_figures *own)
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
	out_key_word(out, "source", evaluation->source);
	out_key_word(out, "taken_day", evaluation->taken_day);
}

void report_put_evaluation_json(struct out *out, const struct grid *grid,
	const struct evaluation *evaluation, const struct own_figures *own)
{
	out_open(out, '{');
	out_key_text(out, "by", "evaluation");
	report_put_evaluation_head(out, evaluation);
	out_key_text(out, "rounding", RATIO_ROUNDING);
	out_key_int(out, "partial", own->partial);
	grid_put_columns(grid, out);
	report_put_evaluation_rows(out, evaluation, own);
	out_close(out, '}');
}

/* ---- as a table ---- */

/* Where counts of dossiers come from, a column each. */
static const char *const sources[] = {
	DOSSIER_SOURCE_IMPORT, DOSSIER_SOURCE_CLERK, DOSSIER_SOURCE_FINISH};
static const struct {
	const char *name;
	enum grid_kind kind;
} columns[] = {
	{"numerator", GRID_DECIMAL},
	{"denominator", GRID_DECIMAL},
	{"ratio", GRID_DECIMAL},
	{"points", GRID_DECIMAL},
	{"points_max", GRID_DECIMAL},
	{"ratio_computed", GRID_DECIMAL},
	{"own", GRID_TEXT},
	{DOSSIER_SOURCE_IMPORT, GRID_DECIMAL},
	{DOSSIER_SOURCE_CLERK, GRID_DECIMAL},
	{DOSSIER_SOURCE_FINISH, GRID_DECIMAL},
	{"recorded_numerator", GRID_COUNT},
	{"recorded_denominator", GRID_COUNT},
	{"recorded", GRID_DECIMAL},
	{"recorded_from", GRID_DAY},
	{"recorded_to", GRID_DAY},
	{"doubts", GRID_TEXT},
};

static void add_value(struct grid *grid, const struct evaluation_value *value)
{
	char text[EVALUATION_VALUE_LENGTH + 1];

	evaluation_value_write(value, text);
	grid_add_decimal(grid, text);
}

static void add_doubts(struct grid *grid, const struct report_view *view,
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
	grid_add_text(grid, text.data);
}

/* In people's words, or as an import reads it. */
static void add_own(struct grid *grid, const struct report_view *view, int own)
{
	const char *name = own == OWN_NONE ? "" : own_figure_name((enum own_figure)own);
	_cleanup_free_ char *key = text_printf("%s_percent", name);
	const char *word = report_word(&view->words, key);

	grid_add_text(grid, *name && word != key ? word : name);
}

/* What the centre has recorded itself, beside counts of dossiers. */
static void add_recorded(struct grid *grid, const struct own_value *value)
{
	if (!value) {
		for (int i = 0; i < 5; i++) {
			grid_add_none(grid);
		}
		return;
	}
	grid_add_number(grid, value->numerator);
	grid_add_number(grid, value->denominator);
	report_add_ratio(grid, value->ratio);
	grid_add_day(grid, value->from);
	grid_add_day(grid, value->to);
}

static void add_row(struct grid *grid, const struct report_view *view,
	const struct evaluation_row *row, const struct own_figures *own)
{
	struct evaluation_value ratio = evaluation_ratio(row);

	grid_add_text(grid,
		row->kind == EVALUATION_TOTAL ? report_word(&view->words, "total") : row->group);
	grid_add_text(grid, row->name);
	for (int number = 0; number < EVALUATION_NUMBERS; number++) {
		add_value(grid, &row->numbers[number]);
	}
	add_value(grid, &ratio);
	add_own(grid, view, row->own);
	for (size_t i = 0; i < ELEMENTS(sources); i++) {
		const struct own_value *value = find_own(own, row->own, sources[i]);

		report_add_ratio(grid, value ? value->ratio : RATIO_NONE);
	}
	add_recorded(grid, find_own(own, row->own, NULL));
}

void report_fill_evaluation(struct grid *grid, const struct report_view *view,
	const struct evaluation *evaluation, const struct own_figures *own)
{
	_cleanup_free_ struct evaluation_doubt *doubts = NULL;
	size_t n = evaluation_check(evaluation, &doubts);

	report_add_column(grid, view, GRID_TEXT, "", "group");
	report_add_column(grid, view, GRID_TEXT, "", "name");
	grid_fix_columns(grid);
	for (size_t i = 0; i < ELEMENTS(columns); i++) {
		report_add_column(grid, view, columns[i].kind, "", columns[i].name);
	}
	for (size_t i = 0; i < evaluation->n; i++) {
		add_row(grid, view, &evaluation->rows[i], own);
		add_doubts(grid, view, doubts, n, i);
	}
}
