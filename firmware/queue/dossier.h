/* SPDX-License-Identifier: Apache-2.0 */
/* Counts of dossiers. A ticket is not a dossier: a person who files ten of them takes one number.
 * They are entered at finish or for a day by staff, or imported for a period from another system.
 * Pure. */
#pragma once

#include "base/office-fault.h"
#include "base/zone.h"
#include "queue/limits.h"

/* Totals are counts of their own and may disagree with their parts; a report then says so. Received
 * and resolved are flows, which add up over time; the rest are levels at the first or the last
 * day. */
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

/* Zero-initialise it: then nothing is stated, which differs from a stated 0. */
struct dossier_counts {
	bool has[DOSSIER_COUNTS];
	int n[DOSSIER_COUNTS];
};
bool dossier_counts_any(const struct dossier_counts *counts);
/* "received_online=2 resolved_early=1", as the store keeps them. */
void dossier_counts_write(const struct dossier_counts *counts, struct textbuf *out);
/* −EINVAL: the text is not of that form. */
int dossier_counts_read(const char *text, struct dossier_counts *ret) _warn_unused_;

/* Sources are never added up: they count the same dossiers in different ways. */
#define DOSSIER_SOURCE_FINISH "finish" /* with the finish of a ticket */
#define DOSSIER_SOURCE_CLERK "clerk" /* for a day, by staff */
#define DOSSIER_SOURCE_IMPORT "import" /* for a period, from another system */

struct dossier_entry {
	int64_t id; /* the sequence number of its event */
	char source[LIMIT_ID + 1];
	char from_day[DAY_LENGTH + 1];
	char to_day[DAY_LENGTH + 1];
	char service[LIMIT_ID + 1]; /* "" all services */
	int64_t ticket; /* the ticket with whose finish it came; 0: none */
	struct dossier_counts counts;
	char note[LIMIT_ROOM(LIMIT_NOTE)];
	int row; /* of the imported table; 0: none */
};

/* Whether both could hold the same dossier: a day in common, and the same service or all. */
bool dossier_overlaps(const struct dossier_entry *one, const struct dossier_entry *other);

/* What can be wrong with an import's table, as office-fault.h has it. */
#define DOSSIER_WRONG_TABLE(X) \
	X(RIGHT, "right", "is right") \
	X(WRONG_EMPTY, "empty", "the table has no rows under its headings") \
	X(WRONG_HEADING, "heading", "is no heading of an import") \
	X(WRONG_TWICE, "twice", "is a heading that stands twice") \
	X(WRONG_NO_COLUMN, "no_column", "is a column that is needed and missing") \
	X(WRONG_CHARACTERS, "characters", "has characters that are no text: save it as UTF-8") \
	X(WRONG_QUOTE, "quote", "has a quotation mark that is not closed, or text behind one") \
	X(WRONG_LONG, "long", "is too long") \
	X(WRONG_DAY, "day", "is no day such as 13/4/2026 or 2026-04-13") \
	X(WRONG_ORDER, "order", "is earlier than the first day") \
	X(WRONG_SERVICE, "service", "is no service of this centre, or the name of several") \
	X(WRONG_NUMBER, "number", "is no whole number from 0 to 10000000") \
	X(WRONG_EXTRA, "extra", \
		"stands in a column without a heading (1,234 needs quotation marks)") \
	X(WRONG_NOTHING, "nothing", "the row states no count") \
	X(WRONG_MANY, "many", "the table has more than 500 rows")
enum dossier_wrong {
#define X(name, word, text) DOSSIER_##name,
	DOSSIER_WRONG_TABLE(X)
#undef X
};
/* The columns of an import beside the counts, and what its times may end with ("SA", "AM"). */
enum dossier_word_kind {
	DOSSIER_WORD_FROM = DOSSIER_COUNTS,
	DOSSIER_WORD_TO,
	DOSSIER_WORD_SERVICE,
	DOSSIER_WORD_NOTE,
	DOSSIER_WORD_HALF_DAY,
	DOSSIER_WORDS
};
/* "received_online", …, "from", "to", "service", "note", "half_day". */
const char *dossier_word_name(int kind);

/* What people write for one of these columns, in any case, with or without marks; alternatives are
 * separated by bars: "tiếp nhận | đã nhận". */
struct dossier_word {
	int kind; /* a count or another of enum dossier_word_kind */
	const char *text;
};

struct site;

/* What is needed to read a table. */
struct dossier_reading {
	const struct site *site; /* for its services; NULL: none */
	const struct dossier_word *words; /* besides the API's own names; the first match counts */
	size_t n_words;
};

/* An import's table as UTF-8 of size bytes, with or without a byte order mark. Cells are separated
 * by tabs, semicolons or commas, or by what a line "sep=;" says, and may be quoted (RFC 4180). The
 * first row that is not empty names the columns, in any order: from, to, service, note and the
 * counts, or words for them; from and to are needed. Empty rows are skipped. A service is an id or
 * a name of the site's. *ret_entries is the caller's to free. −EINVAL: nothing was read, and
 * *ret_faults, which is always written, says where and why. */
int dossier_read_csv(const char *text, size_t size, const struct dossier_reading *reading,
	struct dossier_entry **ret_entries, size_t *ret_n,
	struct office_faults *ret_faults) _warn_unused_;
