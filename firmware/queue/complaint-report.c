/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/complaint-report.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { MONTH_LENGTH = 7 };

struct complaint_report {
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];
	char today[DAY_LENGTH + 1];
	struct complaint_row *rows;
	size_t n_rows;
	struct complaint_summary summary;
};

const char *complaint_count_name(enum complaint_count count)
{
	static const char *const names[COMPLAINT_COUNTS] = {
		[COMPLAINTS_RECEIVED] = "received",
		[COMPLAINTS_ANSWERED] = "answered",
		[COMPLAINTS_IN_TIME] = "in_time",
		[COMPLAINTS_LATE] = "late",
		[COMPLAINTS_ANSWERED_UNKNOWN] = "answered_unknown",
		[COMPLAINTS_OPEN] = "open",
		[COMPLAINTS_OVERDUE] = "overdue",
		[COMPLAINTS_NOT_DUE] = "not_due",
		[COMPLAINTS_OPEN_UNKNOWN] = "open_unknown",
	};

	return names[count];
}

const char *complaint_group_name(enum complaint_group group)
{
	static const char *const names[COMPLAINT_GROUPS] = {"total", "subject", "channel", "month"};

	return names[group];
}

struct complaint_report *complaint_report_new(const char *from, const char *to, const char *today)
{
	struct complaint_report *report = memory_new(1, sizeof(*report));

	text_copy_cut(report->from, sizeof(report->from), from);
	text_copy_cut(report->to, sizeof(report->to), to);
	text_copy_cut(report->today, sizeof(report->today), today);
	report->rows = memory_new(1, sizeof(*report->rows)); /* the total, all 0 */
	report->n_rows = 1;
	return report;
}

void complaint_report_free(struct complaint_report *report)
{
	if (report) {
		free(report->rows);
		free(report);
	}
}

static struct complaint_row *find_row(
	struct complaint_report *report, enum complaint_group group, const char *key)
{
	struct complaint_row *row;

	for (size_t i = 0; i < report->n_rows; i++) {
		row = &report->rows[i];
		if (row->group == group && strcmp(row->key, key) == 0) {
			return row;
		}
	}
	report->rows = memory_grow(report->rows, report->n_rows + 1, sizeof(*report->rows));
	row = &report->rows[report->n_rows++];
	*row = (struct complaint_row){.group = group};
	text_copy_cut(row->key, sizeof(row->key), key);
	return row;
}

static enum complaint_count became(const struct complaint *complaint, const char *today)
{
	bool is_open = complaint_state_of(complaint) == COMPLAINT_OPEN;

	switch (is_open ? complaint_is_overdue(complaint, today)
			: complaint_was_in_time(complaint)) {
	case COMPLAINT_YES:
		return is_open ? COMPLAINTS_OVERDUE : COMPLAINTS_IN_TIME;
	case COMPLAINT_NO:
		return is_open ? COMPLAINTS_NOT_DUE : COMPLAINTS_LATE;
	case COMPLAINT_UNKNOWN:
		break;
	}
	return is_open ? COMPLAINTS_OPEN_UNKNOWN : COMPLAINTS_ANSWERED_UNKNOWN;
}

static void count(struct complaint_report *report, enum complaint_group group, const char *key,
	const struct complaint *complaint)
{
	struct complaint_row *row = find_row(report, group, key);

	row->n[COMPLAINTS_RECEIVED]++;
	row->n[*complaint->outcome ? COMPLAINTS_ANSWERED : COMPLAINTS_OPEN]++;
	row->n[became(complaint, report->today)]++;
}

void complaint_report_add(struct complaint_report *report, const struct complaint *complaint)
{
	struct complaint_summary *summary = &report->summary;
	bool withdrawn = complaint_state_of(complaint) == COMPLAINT_WITHDRAWN;
	char month[MONTH_LENGTH + 1];

	if (!*complaint->day) {
		summary->undated += !withdrawn;
		return;
	}
	if (!*summary->recorded_from || strcmp(complaint->day, summary->recorded_from) < 0) {
		memcpy(summary->recorded_from, complaint->day, sizeof(summary->recorded_from));
	}
	if (strcmp(complaint->day, report->from) < 0 || strcmp(complaint->day, report->to) > 0) {
		return;
	}
	if (withdrawn) {
		summary->withdrawn++;
		return;
	}
	text_copy_cut(month, sizeof(month), complaint->day);
	count(report, COMPLAINT_TOTAL, "", complaint);
	count(report, COMPLAINT_BY_SUBJECT, complaint->subject, complaint);
	count(report, COMPLAINT_BY_CHANNEL, complaint->channel, complaint);
	count(report, COMPLAINT_BY_MONTH, month, complaint);
}

static int compare_rows(const void *a, const void *b)
{
	const struct complaint_row *one = a;
	const struct complaint_row *other = b;

	return one->group != other->group ? (int)one->group - (int)other->group
					  : strcmp(one->key, other->key);
}

static bool row_adds_up(const int64_t n[COMPLAINT_COUNTS])
{
	return n[COMPLAINTS_RECEIVED] == n[COMPLAINTS_ANSWERED] + n[COMPLAINTS_OPEN] &&
		n[COMPLAINTS_ANSWERED] ==
		n[COMPLAINTS_IN_TIME] + n[COMPLAINTS_LATE] + n[COMPLAINTS_ANSWERED_UNKNOWN] &&
		n[COMPLAINTS_OPEN] ==
		n[COMPLAINTS_OVERDUE] + n[COMPLAINTS_NOT_DUE] + n[COMPLAINTS_OPEN_UNKNOWN];
}

static bool adds_up(const struct complaint_report *report)
{
	int64_t sums[COMPLAINT_GROUPS][COMPLAINT_COUNTS] = {0};

	for (size_t i = 0; i < report->n_rows; i++) {
		const struct complaint_row *row = &report->rows[i];

		for (int j = 0; j < COMPLAINT_COUNTS; j++) {
			sums[row->group][j] += row->n[j];
		}
		if (!row_adds_up(row->n)) {
			return false;
		}
	}
	for (int group = 1; group < COMPLAINT_GROUPS; group++) {
		if (memcmp(sums[group], sums[COMPLAINT_TOTAL], sizeof(sums[group])) != 0) {
			return false;
		}
	}
	return true;
}

size_t complaint_report_rows(struct complaint_report *report, const struct complaint_row **ret,
	struct complaint_summary *ret_summary)
{
	struct complaint_summary *summary = &report->summary;

	qsort(report->rows, report->n_rows, sizeof(*report->rows), compare_rows);
	if (strcmp(report->to, summary->recorded_from) < 0) {
		summary->recorded_from[0] = '\0';
	}
	summary->agrees = adds_up(report);
	*ret = report->rows;
	*ret_summary = *summary;
	return report->n_rows;
}
