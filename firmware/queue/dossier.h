/* SPDX-License-Identifier: Apache-2.0 */
/* Counts of dossiers. A ticket is not a dossier: who files ten of them takes one number. They are
 * entered at finish or for a day by staff, or imported for a period from another system. Pure. */
#pragma once

#include "base/text.h"
#include "base/zone.h"
#include "queue/limits.h"

/* Totals stand for themselves and may disagree with their parts: a report says so. Received and
 * resolved are flows, which add up over time; the rest are levels, at the first or the last day. */
enum dossier_count {
	DOSSIER_RECEIVED, /* in all */
	DOSSIER_RECEIVED_ONLINE,
	DOSSIER_RECEIVED_COUNTER,
	DOSSIER_RECEIVED_POST,
	DOSSIER_RECEIVED_OFFLINE, /* at the counter or by post, not told apart */
	DOSSIER_RESOLVED, /* in all */
	DOSSIER_RESOLVED_EARLY,
	DOSSIER_RESOLVED_ON_TIME,
	DOSSIER_RESOLVED_LATE,
	DOSSIER_CARRIED_OVER, /* in progress before the first day */
	DOSSIER_IN_PROGRESS, /* after the last day, in all */
	DOSSIER_IN_PROGRESS_IN_TIME, /* not overdue */
	DOSSIER_IN_PROGRESS_OVERDUE,
	DOSSIER_COUNTS
};
/* "received_online", …; the API's fields and an import's columns. */
const char *dossier_count_name(enum dossier_count count);
int dossier_count_parse(const char *word, enum dossier_count *ret) _warn_unused_;

/* Zero-initialise it: nothing is stated. A stated 0 is another thing. */
struct dossier_counts {
	bool has[DOSSIER_COUNTS];
	int n[DOSSIER_COUNTS];
};
bool dossier_counts_any(const struct dossier_counts *counts);
/* "received_online=2 resolved_early=1", as the store keeps them. */
void dossier_counts_write(const struct dossier_counts *counts, struct textbuf *out);
/* −EINVAL: not of that form. */
int dossier_counts_read(const char *text, struct dossier_counts *ret) _warn_unused_;

/* Sources are never added up: they count the same dossiers in other ways. */
#define DOSSIER_SOURCE_FINISH "finish" /* with the finish of a ticket */
#define DOSSIER_SOURCE_CLERK "clerk" /* for a day, by staff */
#define DOSSIER_SOURCE_IMPORT "import" /* for a period, from another system */

struct dossier_entry {
	int64_t id; /* the sequence number of its event */
	char source[LIMIT_ID + 1];
	char from_day[DAY_LENGTH + 1];
	char to_day[DAY_LENGTH + 1];
	char service[LIMIT_ID + 1]; /* "" all services */
	int64_t ticket; /* with whose finish it came; 0 none */
	struct dossier_counts counts;
	char note[LIMIT_NOTE + 1];
};

/* Whether both could hold the same dossier: a day in common, and the same service or all. */
bool dossier_overlaps(const struct dossier_entry *one, const struct dossier_entry *other);

/* An import's table (RFC 4180, commas or semicolons, with or without a byte order mark). The first
 * line names the columns: from, to, service, note and the counts, in any order; from and to are
 * needed. *ret_entries is the caller's to free. −EINVAL: *ret_line and message say where and what
 * is wrong. */
enum { DOSSIER_MESSAGE_MAX = 120 };
int dossier_read_csv(const char *text, struct dossier_entry **ret_entries, size_t *ret_n,
	int *ret_line, char message[DOSSIER_MESSAGE_MAX + 1]) _warn_unused_;
