/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dossiers in figures. The counts come from staff or from other systems; the ratios are computed
 * here in exact decimals (ratio.h). Where a stated total is not the sum of its parts, the row says
 * so. Pure.
 */
#pragma once

#include "queue/dossier.h"

/* A total and the sum of its parts. */
struct dossier_sum {
	bool known; /* the total is stated or follows from parts */
	bool divided; /* at least one part is stated */
	int64_t total; /* as stated, or else the sum of the parts */
	int64_t parts;
};

enum dossier_ratio {
	DOSSIER_RATIO_ONLINE, /* of received */
	DOSSIER_RATIO_OFFLINE, /* at the counter or by post, of received */
	DOSSIER_RATIO_EARLY, /* of resolved */
	DOSSIER_RATIO_IN_TIME, /* early or on time, of resolved */
	DOSSIER_RATIO_LATE, /* of resolved */
	DOSSIER_RATIO_OVERDUE, /* of in progress */
	DOSSIER_RATIOS
};
const char *dossier_ratio_name(enum dossier_ratio ratio); /* "online", … */
enum dossier_total { DOSSIER_ALL_RECEIVED, DOSSIER_ALL_RESOLVED, DOSSIER_ALL_OPEN, DOSSIER_TOTALS };
const char *dossier_total_name(enum dossier_total total); /* "received", … */
enum dossier_total dossier_ratio_whole(enum dossier_ratio ratio); /* what it is a part of */

struct dossier_row_sum {
	char source[LIMIT_ID + 1];
	char service[LIMIT_ID + 1]; /* "": counts stated for all services together */
	bool is_total; /* the total of a source that has several services */
	int entries;
	bool has[DOSSIER_COUNTS];
	int64_t n[DOSSIER_COUNTS];
	struct dossier_sum sum[DOSSIER_TOTALS];
	int64_t part[DOSSIER_RATIOS]; /* of what the ratio is a part of */
	int64_t ratio[DOSSIER_RATIOS]; /* hundredths of a per cent, or RATIO_NONE */
	bool has_balance;
	int64_t balance; /* carried over + received − resolved − in progress; should be 0 */
	char first_day[DAY_LENGTH + 1]; /* of what was carried over */
	char last_day[DAY_LENGTH + 1]; /* of what is in progress */
};

struct dossier_report;
struct dossier_report *dossier_report_new(const char *from, const char *to);
void dossier_report_free(struct dossier_report *report);
DEFINE_CLEANUP(struct dossier_report *, dossier_report_free);

void dossier_report_add(struct dossier_report *report, const struct dossier_entry *entry);
/* How many entries reach beyond the report's days and were left out. */
int dossier_report_partial(const struct dossier_report *report);
/* By source, then by service; a source's total comes after its services. Owned by the report. */
size_t dossier_report_rows(struct dossier_report *report, const struct dossier_row_sum **ret_rows);
