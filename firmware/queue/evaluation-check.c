/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the evaluation's figures agree with each other. Whole-number arithmetic, so that a person
 * with a pencil gets the same. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/office.h"
#include "queue/evaluation.h"

enum { RATIO_DECIMALS = 2 };

struct checking {
	const struct evaluation *evaluation;
	struct evaluation_doubt *doubts;
	size_t n;
};

static const struct {
	const char *name;
	const char *text;
} kinds[EVALUATION_DOUBTS] = {
#define X(id, name, text) [EVALUATION_DOUBT_##id] = {name, text},
	EVALUATION_DOUBT_TABLE(X)
#undef X
};

const char *evaluation_doubt_name(enum evaluation_doubt_kind kind)
{
	return kinds[kind].name;
}

/* The value of the last decimal place, in ten-thousandths. */
static int64_t unit_of(int decimals)
{
	int64_t unit = OFFICE_UNIT;

	for (int i = 0; i < decimals; i++) {
		unit /= 10;
	}
	return unit;
}

/* numerator/denominator in per cent, with so many decimals: rounded half up, or cut off. */
static struct evaluation_value ratio_with(
	const struct evaluation_row *row, int decimals, bool cut_off)
{
	int64_t part = row->numbers[EVALUATION_NUMERATOR].value / OFFICE_UNIT;
	int64_t whole = row->numbers[EVALUATION_DENOMINATOR].value / OFFICE_UNIT;
	int64_t unit = unit_of(decimals);
	int64_t scaled = part * 100 * (OFFICE_UNIT / unit);

	return (struct evaluation_value){
		.has = true,
		.decimals = decimals,
		.value = (cut_off ? scaled / whole : (2 * scaled + whole) / (2 * whole)) * unit,
	};
}

static bool has_ratio(const struct evaluation_row *row)
{
	return row->numbers[EVALUATION_NUMERATOR].has && row->numbers[EVALUATION_DENOMINATOR].has &&
		row->numbers[EVALUATION_DENOMINATOR].value > 0;
}

struct evaluation_value evaluation_ratio(const struct evaluation_row *row)
{
	return has_ratio(row) ? ratio_with(row, RATIO_DECIMALS, false)
			      : (struct evaluation_value){0};
}

/* ---- sums ---- */

struct sum {
	struct evaluation_value value;
	int parts;
	int missing;
	int64_t inexact; /* by how much rounded parts may be off together, in ten-thousandths */
};

static void sum_add(struct sum *sum, const struct evaluation_value *part)
{
	sum->parts++;
	if (!part->has) {
		sum->missing++;
		return;
	}
	sum->value.has = true;
	sum->value.value += part->value;
	sum->value.decimals = MAX_OF(sum->value.decimals, part->decimals);
	/* Whole points are exact. */
	sum->inexact += part->decimals > 0 ? unit_of(part->decimals) / 2 : 0;
}

static struct sum sum_of_group(
	const struct evaluation *evaluation, const char *group, enum evaluation_number number)
{
	struct sum sum = {.parts = 0};

	for (size_t i = 0; i < evaluation->n; i++) {
		const struct evaluation_row *row = &evaluation->rows[i];

		if (row->kind == EVALUATION_ITEM && strcmp(row->group, group) == 0) {
			sum_add(&sum, &row->numbers[number]);
		}
	}
	return sum;
}

static const struct evaluation_row *find_group(
	const struct evaluation *evaluation, const char *group)
{
	for (size_t i = 0; i < evaluation->n; i++) {
		if (evaluation->rows[i].kind == EVALUATION_GROUP &&
			strcmp(evaluation->rows[i].group, group) == 0) {
			return &evaluation->rows[i];
		}
	}
	return NULL;
}

/* Groups as they are stated; where a group states nothing, its items. */
static struct sum sum_of_all(const struct evaluation *evaluation, enum evaluation_number number)
{
	struct sum sum = {.parts = 0};

	for (size_t i = 0; i < evaluation->n; i++) {
		const struct evaluation_row *row = &evaluation->rows[i];
		const struct evaluation_row *group =
			row->kind == EVALUATION_ITEM ? find_group(evaluation, row->group) : NULL;

		if (row->kind == EVALUATION_TOTAL || (group && group->numbers[number].has)) {
			continue;
		}
		/* A group that states nothing counts by its items, if it has any. */
		if (row->kind == EVALUATION_ITEM || row->numbers[number].has ||
			sum_of_group(evaluation, row->group, number).parts == 0) {
			sum_add(&sum, &row->numbers[number]);
		}
	}
	return sum;
}

struct evaluation_value evaluation_sum(
	const struct evaluation *evaluation, enum evaluation_number number, int *ret_missing)
{
	struct sum sum = sum_of_all(evaluation, number);

	*ret_missing = sum.missing;
	return sum.value;
}

/* ---- doubts ---- */

static void add(struct checking *checking, struct evaluation_doubt doubt)
{
	doubt.stated = checking->evaluation->rows[doubt.at].numbers[doubt.number];
	checking->doubts =
		memory_grow(checking->doubts, checking->n + 1, sizeof(*checking->doubts));
	checking->doubts[checking->n++] = doubt;
}

static void check_ratio(struct checking *checking, size_t at)
{
	const struct evaluation_row *row = &checking->evaluation->rows[at];
	const struct evaluation_value *stated = &row->numbers[EVALUATION_RATIO];
	const struct evaluation_value *numerator = &row->numbers[EVALUATION_NUMERATOR];
	const struct evaluation_value *denominator = &row->numbers[EVALUATION_DENOMINATOR];
	struct evaluation_doubt doubt = {.at = at, .number = EVALUATION_RATIO};

	if (numerator->has && denominator->has && numerator->value > denominator->value) {
		add(checking,
			(struct evaluation_doubt){.kind = EVALUATION_DOUBT_NUMERATOR_OVER,
				.at = at,
				.number = EVALUATION_NUMERATOR,
				.computed = *denominator});
	}
	if (!stated->has) {
		return;
	}
	if (denominator->has && denominator->value == 0) {
		doubt.kind = EVALUATION_DOUBT_RATIO_OF_NOTHING;
		add(checking, doubt);
	} else if (has_ratio(row) &&
		ratio_with(row, stated->decimals, false).value != stated->value) {
		doubt.kind = ratio_with(row, stated->decimals, true).value == stated->value
			? EVALUATION_DOUBT_RATIO_TRUNCATED
			: EVALUATION_DOUBT_RATIO_WRONG;
		doubt.computed = ratio_with(row, MAX_OF(stated->decimals, RATIO_DECIMALS), false);
		add(checking, doubt);
	}
}

static void check_sum(struct checking *checking, size_t at, enum evaluation_number number)
{
	const struct evaluation_row *row = &checking->evaluation->rows[at];
	const struct evaluation_value *stated = &row->numbers[number];
	struct evaluation_doubt doubt = {.at = at, .number = number};
	struct sum sum = row->kind == EVALUATION_TOTAL
		? sum_of_all(checking->evaluation, number)
		: sum_of_group(checking->evaluation, row->group, number);
	int64_t difference = stated->value - sum.value.value;

	if (!stated->has || !sum.value.has) {
		return; /* nothing to compare */
	}
	doubt.computed = sum.value;
	doubt.missing = sum.missing;
	if (sum.missing > 0 && difference >= -sum.inexact) {
		doubt.kind = EVALUATION_DOUBT_SUM_INCOMPLETE;
		add(checking, doubt);
	} else if (difference != 0) {
		bool is_rounded = stated->decimals > 0 || sum.value.decimals > 0;
		int64_t may = sum.inexact + (is_rounded ? unit_of(stated->decimals) / 2 : 0);

		doubt.kind = difference >= -may && difference <= may ? EVALUATION_DOUBT_SUM_ROUNDED
								     : EVALUATION_DOUBT_SUM_WRONG;
		add(checking, doubt);
	}
}

static void check_points(struct checking *checking, size_t at)
{
	const struct evaluation_row *row = &checking->evaluation->rows[at];
	const struct evaluation_value *points = &row->numbers[EVALUATION_POINTS];
	const struct evaluation_value *most = &row->numbers[EVALUATION_POINTS_MAX];

	if (points->has && most->has && points->value > most->value) {
		add(checking,
			(struct evaluation_doubt){.kind = EVALUATION_DOUBT_POINTS_OVER,
				.at = at,
				.number = EVALUATION_POINTS,
				.computed = *most});
	}
}

size_t evaluation_check(const struct evaluation *evaluation, struct evaluation_doubt **ret)
{
	struct checking checking = {.evaluation = evaluation};

	for (size_t at = 0; at < evaluation->n; at++) {
		check_ratio(&checking, at);
		check_points(&checking, at);
		if (evaluation->rows[at].kind != EVALUATION_ITEM) {
			check_sum(&checking, at, EVALUATION_POINTS);
			check_sum(&checking, at, EVALUATION_POINTS_MAX);
		}
	}
	*ret = checking.doubts;
	return checking.n;
}

static void add_computed(struct textbuf *text, const struct evaluation_row *row,
	const struct evaluation_doubt *doubt)
{
	char computed[EVALUATION_VALUE_LENGTH + 1];

	evaluation_value_write(&doubt->computed, computed);
	switch (doubt->kind) {
	case EVALUATION_DOUBT_RATIO_TRUNCATED:
	case EVALUATION_DOUBT_RATIO_WRONG:
		textbuf_printf(text, "%lld/%lld is %s %%",
			(long long)(row->numbers[EVALUATION_NUMERATOR].value / OFFICE_UNIT),
			(long long)(row->numbers[EVALUATION_DENOMINATOR].value / OFFICE_UNIT),
			computed);
		break;
	case EVALUATION_DOUBT_SUM_INCOMPLETE:
		textbuf_printf(text, "the parts that are there give %s, %d missing", computed,
			doubt->missing);
		break;
	case EVALUATION_DOUBT_SUM_ROUNDED:
	case EVALUATION_DOUBT_SUM_WRONG:
		textbuf_printf(text, "the parts give %s", computed);
		break;
	case EVALUATION_DOUBT_RATIO_OF_NOTHING:
		textbuf_add(text, "the denominator is 0");
		break;
	case EVALUATION_DOUBT_NUMERATOR_OVER:
	case EVALUATION_DOUBT_POINTS_OVER:
	case EVALUATION_DOUBTS:
		textbuf_printf(text, "at most %s can be", computed);
		break;
	}
}

void evaluation_doubt_text(const struct evaluation *evaluation,
	const struct evaluation_doubt *doubt, char ret[OFFICE_MESSAGE_MAX + 1])
{
	const struct evaluation_row *row = &evaluation->rows[doubt->at];
	const char *name = *row->name ? row->name : row->group;
	_cleanup_(textbuf_done) struct textbuf text = {0};
	char shown[OFFICE_SHOWN + 1];
	char stated[EVALUATION_VALUE_LENGTH + 1];

	text_copy_cut(shown, sizeof(shown), *name ? name : "total");
	evaluation_value_write(&doubt->stated, stated);
	textbuf_printf(&text, "%s: %s %s is stated, ", shown, evaluation_number_name(doubt->number),
		stated);
	add_computed(&text, row, doubt);
	textbuf_printf(&text, ": %s", kinds[doubt->kind].text);
	text_copy_cut(ret, OFFICE_MESSAGE_MAX + 1, text.data);
}
