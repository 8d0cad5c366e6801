/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/lookup-report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct source {
	const struct lookup_count_row *row;
	bool has_searches; /* its month has */
};

const char *lookup_group_name(enum lookup_group group)
{
	static const char *const names[LOOKUP_GROUPS] = {
		[LOOKUP_TOTAL] = "total",
		[LOOKUP_BY_MONTH] = "month",
		[LOOKUP_BY_PLACE] = "place",
		[LOOKUP_BY_HOUR] = "hour",
		[LOOKUP_BY_PROCEDURE] = "procedure",
	};

	return names[group];
}

void lookup_report_done(struct lookup_report *report)
{
	free(report->rows);
	*report = (struct lookup_report){0};
}

static struct lookup_report_row *add_row(
	struct lookup_report *report, enum lookup_group group, const char *key)
{
	struct lookup_report_row *row;

	report->rows = memory_append(report->rows, report->n, sizeof(*report->rows));
	row = &report->rows[report->n++];
	*row = (struct lookup_report_row){
		.group = group,
		.lookups = LOOKUP_UNKNOWN,
		.printed = LOOKUP_UNKNOWN,
		.searches = LOOKUP_UNKNOWN,
		.unanswered = LOOKUP_UNKNOWN,
	};
	text_copy_cut(row->key, sizeof(row->key), key);
	return row;
}

/* A sum of what is known alone. */
static void add_to(int64_t *sum, int64_t count)
{
	if (count != LOOKUP_UNKNOWN) {
		*sum = MAX_OF(*sum, 0) + count;
	}
}

static void next_month(char month[LOOKUP_MONTH_LENGTH + 1])
{
	int year = 0, number = 0;

	(void)sscanf(month, "%4d-%2d", &year, &number); /* NOLINT(cert-err34-c): a valid day's */
	year += number / 12;
	number = number % 12 + 1;
	(void)snprintf(month, LOOKUP_MONTH_LENGTH + 1, "%04u-%02u", (unsigned)year % 10000,
		(unsigned)number);
}

static int64_t row_lookups(const struct lookup_count_row *row, int place)
{
	int64_t sum = 0;

	for (int hour = 0; hour < LOOKUP_HOURS; hour++) {
		sum += row->count[place][hour];
	}
	return sum;
}

/* One place of a month into a row. */
static void add_place(struct lookup_report_row *row, const struct lookup_month *month, int place)
{
	int64_t lookups = 0, printed = 0;

	for (size_t i = 0; i < month->n; i++) {
		lookups += row_lookups(&month->rows[i], place);
		printed += month->rows[i].printed[place];
	}
	add_to(&row->lookups, lookups);
	if (month->has_searches) {
		add_to(&row->printed, printed);
		add_to(&row->searches, month->searches[place].asked);
		add_to(&row->unanswered, month->searches[place].unanswered);
	}
}

static void add_hour(struct lookup_report_row *row, const struct lookup_month *month, int hour)
{
	int64_t lookups = 0;

	for (size_t i = 0; i < month->n; i++) {
		for (int place = 0; place < LOOKUP_PLACES; place++) {
			lookups += month->rows[i].count[place][hour];
		}
	}
	add_to(&row->lookups, lookups);
}

/* ---- procedures ---- */

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct source *)a)->row->key, ((const struct source *)b)->row->key);
}

static int by_lookups(const void *a, const void *b)
{
	const struct lookup_report_row *x = a;
	const struct lookup_report_row *y = b;

	return x->lookups != y->lookups ? (x->lookups < y->lookups ? 1 : -1)
					: strcmp(x->key, y->key);
}

static void add_source(struct lookup_report_row *row, const struct source *source)
{
	for (int place = 0; place < LOOKUP_PLACES; place++) {
		add_to(&row->lookups, row_lookups(source->row, place));
		if (source->has_searches) {
			add_to(&row->printed, source->row->printed[place]);
		}
	}
}

static void add_procedures(
	struct lookup_report *report, const struct lookup_month *const *months, int n_months)
{
	_cleanup_free_ struct source *sources = NULL;
	struct lookup_report_row *row = NULL;
	const size_t first = report->n;
	size_t n = 0;

	for (int i = 0; i < n_months; i++) {
		sources = memory_grow(sources, n + months[i]->n, sizeof(*sources));
		for (size_t j = 0; j < months[i]->n; j++) {
			sources[n++] = (struct source){.row = &months[i]->rows[j],
				.has_searches = months[i]->has_searches};
		}
	}
	if (n == 0) {
		return;
	}
	qsort(sources, n, sizeof(*sources), by_key);
	for (size_t i = 0; i < n; i++) {
		if (!row || strcmp(row->key, sources[i].row->key) != 0) {
			row = add_row(report, LOOKUP_BY_PROCEDURE, sources[i].row->key);
		}
		add_source(row, &sources[i]);
	}
	qsort(&report->rows[first], report->n - first, sizeof(*report->rows), by_lookups);
}

/* ---- all of them ---- */

static int add_months(struct lookup_report *report, const struct lookup_counts *counts,
	const char *from, const char *to, const struct lookup_month *ret[LOOKUP_MONTHS])
{
	char name[LOOKUP_MONTH_LENGTH + 1];
	int n = 0;

	text_copy_cut(name, sizeof(name), from);
	for (bool is_last = false; !is_last; next_month(name)) {
		const struct lookup_month *month = lookup_counts_find(counts, name);
		struct lookup_report_row *row = add_row(report, LOOKUP_BY_MONTH, name);

		is_last =
			strncmp(name, to, LOOKUP_MONTH_LENGTH) >= 0; /* no month is after 9999-12 */
		report->months++;
		for (int place = 0; month && place < LOOKUP_PLACES; place++) {
			add_place(row, month, place);
		}
		if (month) {
			report->searches_counted += month->has_searches;
			ret[n++] = month;
		}
	}
	report->counted = n;
	return n;
}

static void add_total(struct lookup_report *report)
{
	struct lookup_report_row *total = &report->rows[0];

	for (size_t i = 1; i < report->n; i++) {
		add_to(&total->lookups, report->rows[i].lookups);
		add_to(&total->printed, report->rows[i].printed);
		add_to(&total->searches, report->rows[i].searches);
		add_to(&total->unanswered, report->rows[i].unanswered);
	}
}

void lookup_report_make(const struct lookup_counts *counts, const char *from, const char *to,
	struct lookup_report *ret)
{
	const struct lookup_month *months[LOOKUP_MONTHS];
	struct lookup_report report = {0};
	struct lookup_report_row *row;
	int n;

	(void)add_row(&report, LOOKUP_TOTAL, "");
	n = add_months(&report, counts, from, to, months);
	add_total(&report);
	for (int place = 0; place < LOOKUP_PLACES; place++) {
		row = add_row(
			&report, LOOKUP_BY_PLACE, lookup_place_name((enum lookup_place)place));
		for (int i = 0; i < n; i++) {
			add_place(row, months[i], place);
		}
	}
	for (int hour = 0; hour < LOOKUP_HOURS; hour++) {
		char key[16];

		(void)snprintf(key, sizeof(key), "%d", hour);
		row = add_row(&report, LOOKUP_BY_HOUR, key);
		for (int i = 0; i < n; i++) {
			add_hour(row, months[i], hour);
		}
	}
	add_procedures(&report, months, n);
	*ret = report;
}
