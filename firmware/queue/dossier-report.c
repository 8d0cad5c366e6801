/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/dossier-report.h"

#include <stdlib.h>
#include <string.h>

#include "queue/ratio.h"

struct dossier_report {
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];
	int partial;
	struct dossier_row_sum *rows;
	size_t n;
	bool closed;
};

static const char *const ratio_names[DOSSIER_RATIOS] = {
	[DOSSIER_RATIO_ONLINE] = "online",
	[DOSSIER_RATIO_OFFLINE] = "offline",
	[DOSSIER_RATIO_EARLY] = "early",
	[DOSSIER_RATIO_IN_TIME] = "in_time",
	[DOSSIER_RATIO_LATE] = "late",
	[DOSSIER_RATIO_OVERDUE] = "overdue",
};

/* A total and its parts, which are adjacent in enum dossier_count. */
static const struct {
	const char *name;
	enum dossier_count total;
	enum dossier_count first;
	enum dossier_count last;
} totals[DOSSIER_TOTALS] = {
	[DOSSIER_ALL_RECEIVED] = {"received", DOSSIER_RECEIVED, DOSSIER_RECEIVED_ONLINE,
		DOSSIER_RECEIVED_OFFLINE},
	[DOSSIER_ALL_RESOLVED] = {"resolved", DOSSIER_RESOLVED, DOSSIER_RESOLVED_EARLY,
		DOSSIER_RESOLVED_LATE},
	[DOSSIER_ALL_OPEN] = {"in_progress", DOSSIER_IN_PROGRESS, DOSSIER_IN_PROGRESS_IN_TIME,
		DOSSIER_IN_PROGRESS_OVERDUE},
};

const char *dossier_ratio_name(enum dossier_ratio ratio)
{
	return ratio_names[ratio];
}

const char *dossier_total_name(enum dossier_total total)
{
	return totals[total].name;
}

struct dossier_report *dossier_report_new(const char *from, const char *to)
{
	struct dossier_report *report = memory_new(1, sizeof(*report));

	text_copy_cut(report->from, sizeof(report->from), from);
	text_copy_cut(report->to, sizeof(report->to), to);
	return report;
}

void dossier_report_free(struct dossier_report *report)
{
	if (report) {
		free(report->rows);
		free(report);
	}
}

static struct dossier_row_sum *add_row(struct dossier_report *report)
{
	report->rows = memory_grow(report->rows, report->n + 1, sizeof(*report->rows));
	report->rows[report->n] = (struct dossier_row_sum){0};
	return &report->rows[report->n++];
}

static struct dossier_row_sum *row_of(
	struct dossier_report *report, const struct dossier_entry *entry)
{
	struct dossier_row_sum *row;

	for (size_t i = 0; i < report->n; i++) {
		row = &report->rows[i];
		if (strcmp(row->source, entry->source) == 0 &&
			strcmp(row->service, entry->service) == 0) {
			return row;
		}
	}
	row = add_row(report);
	text_copy_cut(row->source, sizeof(row->source), entry->source);
	text_copy_cut(row->service, sizeof(row->service), entry->service);
	return row;
}

static void add_parts(struct dossier_sum *sum, const struct dossier_counts *counts, int which)
{
	int64_t parts = 0;
	bool divided = false;

	for (int i = (int)totals[which].first; i <= (int)totals[which].last; i++) {
		parts += counts->has[i] ? counts->n[i] : 0;
		divided |= counts->has[i];
	}
	sum->divided |= divided;
	sum->known |= divided || counts->has[totals[which].total];
	sum->parts += parts;
	sum->total += counts->has[totals[which].total] ? counts->n[totals[which].total] : parts;
}

static void add_flow(struct dossier_row_sum *row, const struct dossier_counts *counts)
{
	for (int i = 0; i < (int)DOSSIER_CARRIED_OVER; i++) {
		row->has[i] |= counts->has[i];
		row->n[i] += counts->has[i] ? counts->n[i] : 0;
	}
	add_parts(&row->sum[DOSSIER_ALL_RECEIVED], counts, DOSSIER_ALL_RECEIVED);
	add_parts(&row->sum[DOSSIER_ALL_RESOLVED], counts, DOSSIER_ALL_RESOLVED);
}

/* "In progress" and "carried over" are levels: of the former the latest entry counts, of the latter
 * the earliest. */
static void add_levels(struct dossier_row_sum *row, const struct dossier_entry *entry)
{
	const struct dossier_counts *counts = &entry->counts;
	struct dossier_sum level = {.known = false};

	if (counts->has[DOSSIER_CARRIED_OVER] &&
		(!*row->first_day || strcmp(entry->from_day, row->first_day) < 0)) {
		text_copy_cut(row->first_day, sizeof(row->first_day), entry->from_day);
		row->has[DOSSIER_CARRIED_OVER] = true;
		row->n[DOSSIER_CARRIED_OVER] = counts->n[DOSSIER_CARRIED_OVER];
	}
	add_parts(&level, counts, DOSSIER_ALL_OPEN);
	if (level.known && strcmp(entry->to_day, row->last_day) >= 0) {
		text_copy_cut(row->last_day, sizeof(row->last_day), entry->to_day);
		row->sum[DOSSIER_ALL_OPEN] = level;
		for (int i = DOSSIER_IN_PROGRESS; i < DOSSIER_COUNTS; i++) {
			row->has[i] = counts->has[i];
			row->n[i] = counts->has[i] ? counts->n[i] : 0;
		}
	}
}

void dossier_report_add(struct dossier_report *report, const struct dossier_entry *entry)
{
	struct dossier_row_sum *row;

	if (strcmp(entry->from_day, report->from) < 0 || strcmp(entry->to_day, report->to) > 0) {
		report->partial++;
		return;
	}
	row = row_of(report, entry);
	row->entries++;
	add_flow(row, &entry->counts);
	add_levels(row, entry);
}

int dossier_report_partial(const struct dossier_report *report)
{
	return report->partial;
}

static void add_to_total(struct dossier_row_sum *total, const struct dossier_row_sum *row)
{
	total->entries += row->entries;
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		total->has[i] |= row->has[i];
		total->n[i] += row->n[i];
	}
	for (int i = 0; i < DOSSIER_TOTALS; i++) {
		total->sum[i].known |= row->sum[i].known;
		total->sum[i].divided |= row->sum[i].divided;
		total->sum[i].total += row->sum[i].total;
		total->sum[i].parts += row->sum[i].parts;
	}
}

/* The counts that a ratio adds up, and what they are a part of. */
static const struct {
	int first;
	int last;
	enum dossier_total whole;
} ratios[DOSSIER_RATIOS] = {
	[DOSSIER_RATIO_ONLINE] = {DOSSIER_RECEIVED_ONLINE, DOSSIER_RECEIVED_ONLINE,
		DOSSIER_ALL_RECEIVED},
	[DOSSIER_RATIO_OFFLINE] = {DOSSIER_RECEIVED_COUNTER, DOSSIER_RECEIVED_OFFLINE,
		DOSSIER_ALL_RECEIVED},
	[DOSSIER_RATIO_EARLY] = {DOSSIER_RESOLVED_EARLY, DOSSIER_RESOLVED_EARLY,
		DOSSIER_ALL_RESOLVED},
	[DOSSIER_RATIO_IN_TIME] = {DOSSIER_RESOLVED_EARLY, DOSSIER_RESOLVED_ON_TIME,
		DOSSIER_ALL_RESOLVED},
	[DOSSIER_RATIO_LATE] = {DOSSIER_RESOLVED_LATE, DOSSIER_RESOLVED_LATE, DOSSIER_ALL_RESOLVED},
	[DOSSIER_RATIO_OVERDUE] = {DOSSIER_IN_PROGRESS_OVERDUE, DOSSIER_IN_PROGRESS_OVERDUE,
		DOSSIER_ALL_OPEN},
};

enum dossier_total dossier_ratio_whole(enum dossier_ratio ratio)
{
	return ratios[ratio].whole;
}

static void compute_ratio(struct dossier_row_sum *row, enum dossier_ratio ratio)
{
	const struct dossier_sum *whole = &row->sum[ratios[ratio].whole];
	bool stated = false;

	for (int i = ratios[ratio].first; i <= ratios[ratio].last; i++) {
		stated |= row->has[i];
		row->part[ratio] += row->n[i];
	}
	row->ratio[ratio] =
		stated && whole->known ? ratio_percent(row->part[ratio], whole->total) : RATIO_NONE;
}

static void compute(struct dossier_row_sum *row)
{
	for (int i = 0; i < DOSSIER_RATIOS; i++) {
		compute_ratio(row, (enum dossier_ratio)i);
	}
	row->has_balance = row->has[DOSSIER_CARRIED_OVER] && row->sum[0].known &&
		row->sum[1].known && row->sum[2].known;
	row->balance = row->n[DOSSIER_CARRIED_OVER] + row->sum[DOSSIER_ALL_RECEIVED].total -
		row->sum[DOSSIER_ALL_RESOLVED].total - row->sum[DOSSIER_ALL_OPEN].total;
}

static int compare(const void *a, const void *b)
{
	const struct dossier_row_sum *one = a;
	const struct dossier_row_sum *other = b;
	int order = strcmp(one->source, other->source);

	if (order == 0) {
		order = (int)one->is_total - (int)other->is_total;
	}
	return order != 0 ? order : strcmp(one->service, other->service);
}

static void add_totals(struct dossier_report *report)
{
	size_t n = report->n;

	for (size_t i = 0; i < n; i++) {
		struct dossier_row_sum total = {.is_total = true};
		int services = 0;

		memcpy(total.source, report->rows[i].source, sizeof(total.source));
		if (i > 0 && strcmp(report->rows[i - 1].source, total.source) == 0) {
			continue; /* not the first of its source */
		}
		for (size_t j = i; j < n && strcmp(report->rows[j].source, total.source) == 0;
			j++) {
			add_to_total(&total, &report->rows[j]);
			services++;
		}
		if (services > 1) {
			*add_row(report) = total;
		}
	}
}

static void sort(struct dossier_report *report)
{
	if (report->n > 0) {
		qsort(report->rows, report->n, sizeof(*report->rows), compare);
	}
}

size_t dossier_report_rows(struct dossier_report *report, const struct dossier_row_sum **ret_rows)
{
	if (!report->closed) {
		report->closed = true;
		sort(report);
		add_totals(report);
		sort(report);
		for (size_t i = 0; i < report->n; i++) {
			compute(&report->rows[i]);
		}
	}
	*ret_rows = report->rows;
	return report->n;
}
