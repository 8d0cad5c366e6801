/* SPDX-License-Identifier: Apache-2.0 */
/* How many procedures the centre posts and how many of them are free online: counted from the
 * records, never typed in, and compared with what the centre says record by record. Pure. */
#pragma once

#include "catalogue/catalogue-age.h"

/* Why a record is not counted as free online though somebody could expect it to be. */
enum catalogue_unclear {
	CATALOGUE_CLEAR,
	CATALOGUE_ONLINE_UNREAD, /* the online channel's fee is a text that cannot be read */
	CATALOGUE_ONLINE_NOT_STATED, /* the online channel states no fee */
	CATALOGUE_ONLINE_EXEMPT, /* free online for some: there are exemptions */
	CATALOGUE_CHANNEL_NOT_STATED, /* free, and for which channel is not said */
	CATALOGUE_UNCLEARS
};
const char *catalogue_unclear_name(enum catalogue_unclear unclear); /* "online_unread" … */
enum catalogue_unclear catalogue_unclear_of(const struct procedure *procedure);

/* What the centre says that it posts; a count of −1, or a list of NULL, says nothing. */
struct catalogue_stated {
	int posted;
	int free_online;
	const char *const *posted_codes; /* n codes, with or without a province's part */
	size_t n_posted_codes;
	const char *const *free_codes;
	size_t n_free_codes;
};

enum catalogue_difference_kind {
	CATALOGUE_NOT_POSTED, /* in force here, and not in the centre's list */
	CATALOGUE_NOT_HERE, /* in the centre's list, and not in force here, or not known */
	CATALOGUE_FREE_NOT_STATED, /* free online here, and not in the centre's list of those */
	CATALOGUE_FREE_NOT_HERE, /* in that list, and not free online here */
	CATALOGUE_FREE_UNCLEAR, /* could be free online: see unclear */
	CATALOGUE_DIFFERENCE_KINDS
};
const char *catalogue_difference_name(enum catalogue_difference_kind kind);

struct catalogue_difference {
	enum catalogue_difference_kind kind;
	char key[PROCEDURE_KEY_MAX + 1]; /* of the record, or the code that the centre says */
	const struct procedure *procedure; /* NULL: no record has the code */
	enum catalogue_unclear unclear;
};

struct catalogue_counts {
	size_t posted; /* in force on that day, of whatever age */
	size_t free_online; /* of those */
	size_t ages[CATALOGUE_AGES];
	bool agrees; /* with all that the centre says */
	size_t n_differences;
	struct catalogue_difference *differences; /* by kind, then key */
};
void catalogue_counts_free(struct catalogue_counts *counts);
DEFINE_CLEANUP(struct catalogue_counts *, catalogue_counts_free);

/* Counts n records on a day. Where the centre states lists, each record that differs is named;
 * where it states counts alone and the one of free ones differs, the records that are unclear are
 * named, since they are what can make it up. stated may be NULL. The records must outlive it. */
void catalogue_counts_make(struct procedure *const *procedures, size_t n, const char *today,
	const struct catalogue_stated *stated, struct catalogue_counts **ret);
