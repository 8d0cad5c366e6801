/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often procedures were looked up: a count for each procedure, month, hour of the day and
 * place; of lists of papers that were printed, and of searches, for each month and place. There is
 * no trace of who looked, nor of the day, because on one day a rare procedure can say who came for
 * it. Bounded: the oldest month goes when there are too many, or when the file would become longer
 * than about LOOKUP_FILE_BYTES; what is beyond that in one month is not counted. Pure.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/zone.h"
#include "catalogue/procedure-code.h"

enum lookup_place { LOOKUP_KIOSK, LOOKUP_PHONE, LOOKUP_STAFF, LOOKUP_PLACES };
const char *lookup_place_name(enum lookup_place place); /* "kiosk" … */

enum {
	LOOKUP_MONTHS = 13,
	LOOKUP_ROWS = 5000, /* procedures that are looked up in one month */
	LOOKUP_MONTH_LENGTH = 7, /* "2026-11" */
	LOOKUP_HOURS = 24,
	LOOKUP_FILE_BYTES = 3 * 512 * 1024,
};

struct lookup_count_row {
	char key[PROCEDURE_KEY_MAX + 1];
	uint32_t count[LOOKUP_PLACES][LOOKUP_HOURS];
	uint32_t printed[LOOKUP_PLACES]; /* lists of its papers */
};

struct lookup_searches {
	uint32_t asked;
	uint32_t unanswered; /* of these */
};

struct lookup_month {
	char month[LOOKUP_MONTH_LENGTH + 1];
	/* Searches and lists were counted, too; files of the first versions have neither. */
	bool has_searches;
	struct lookup_searches searches[LOOKUP_PLACES];
	size_t bytes; /* in the file, about */
	size_t n;
	struct lookup_count_row *rows; /* in the order in which they came first */
	int *shares; /* so many have these rows; NULL: this one */
};

struct lookup_counts {
	size_t n;
	struct lookup_month months[LOOKUP_MONTHS];
};
void lookup_counts_done(struct lookup_counts *counts);

/* What is counted now, to be read elsewhere while it goes on: rows are the same until it does, so
 * that it takes no time. ret is to be done with by the thread that counts. */
void lookup_counts_share(struct lookup_counts *counts, struct lookup_counts *ret);
/* The same of a month: ret has that one, or none. */
void lookup_counts_share_month(
	struct lookup_counts *counts, const char *month, struct lookup_counts *ret);

/* Counts one look-up on a day, in an hour of it (0 … 23). False: it is not a day, or there are too
 * many procedures. */
bool lookup_counts_add(struct lookup_counts *counts, const char *day, int hour, const char *key,
	enum lookup_place place);
/* Counts a printed list of papers. False: as above. */
bool lookup_counts_add_printed(
	struct lookup_counts *counts, const char *day, const char *key, enum lookup_place place);
/* Counts a search. False: it is not a day. */
bool lookup_counts_add_search(
	struct lookup_counts *counts, const char *day, enum lookup_place place, bool unanswered);
/* Counts all that more has counted. */
void lookup_counts_add_all(struct lookup_counts *counts, const struct lookup_counts *more);
/* NULL: nothing was looked up in it. */
const struct lookup_month *lookup_counts_find(
	const struct lookup_counts *counts, const char *month) _warn_unused_;

/* {"2026-11": {"1.013313": {"kiosk": {"9": 2, "printed": 1}},
 *	"?": {"kiosk": {"searches": 5, "unanswered": 1}}}}; "?" is the key of no procedure, so that
 * former versions read the file, too. Reading leaves out what makes no sense. */
json_t *lookup_counts_to_json(const struct lookup_counts *counts) _warn_unused_;
void lookup_counts_from_json(struct lookup_counts *counts, const json_t *months);
