/* SPDX-License-Identifier: Apache-2.0 */
/* The report's internals, for report.c and report-rows.c. */
#pragma once

#include "queue/report-times.h"
#include "queue/report.h"

struct bucket {
	struct report_row row;
	struct times wait;
	struct times serve;
	int64_t score_sum;
	int64_t portal_ms;
	bool sealed; /* its figures are computed and its times freed */
};

struct target {
	char service[LIMIT_ID + 1];
	int target_s;
};

struct span_ms {
	int64_t from;
	int64_t to;
};

struct report {
	enum report_by by;
	const struct boots *boots;
	struct bucket *buckets; /* [0] is the total */
	size_t n;
	size_t capacity;
	size_t last; /* index of the bucket that was found last */
	char period[LIMIT_ID + 1]; /* the current row's key, for days, weeks, months */
	int fallback_s;
	struct target *targets;
	size_t n_targets;
	struct span_ms *portal;
	size_t n_portal;
	struct report_row *rows;
};

/* Computes a bucket's figures from its times, which it frees. */
void report_seal(struct bucket *bucket);
/* NULL when there are too many rows. */
struct bucket *report_bucket(struct report *report, const char *key);
/* The key of the row of a day, for days, weeks, months. */
void report_period_key(enum report_by by, const char *day, char ret[LIMIT_ID + 1]);
