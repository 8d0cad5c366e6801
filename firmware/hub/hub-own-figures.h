/* SPDX-License-Identifier: Apache-2.0 */
/* The centre's own figures of a period, from what it has recorded itself. A figure that is not
 * known is missing with its reason, and is never 0. Runs in a worker's thread. */
#pragma once

#include "catalogue/lookup-report.h"
#include "queue/own-figure.h"
#include "queue/store.h"

/* Why there is none. */
enum own_missing {
	OWN_THERE,
	OWN_NOT_RECORDED, /* nothing of the period was recorded here */
	OWN_NOTHING, /* recorded, and there is nothing that it could be a share of */
	OWN_NOT_STATED, /* the centre does not say how many procedures it must post */
	OWN_CHANGED_SINCE, /* the catalogue is not as it was at the end of the period */
	OWN_NO_TODAY, /* nobody knows today's date */
};
const char *own_missing_name(enum own_missing missing); /* "not_recorded", … */

struct own_value {
	enum own_figure figure;
	const char *source; /* "import", "clerk", "finish" (of dossiers), "catalogue" … */
	int64_t numerator;
	int64_t denominator;
	int64_t ratio; /* hundredths of a per cent */
	char from[DAY_LENGTH + 1]; /* of what it covers; both the same: as of that day */
	char to[DAY_LENGTH + 1];
};

struct own_figures {
	size_t n;
	struct own_value *values; /* by figure; of dossiers each source has its own */
	enum own_missing missing[OWN_FIGURES];
	int partial; /* counts of dossiers that reach beyond the period, and are left out */
};
void own_figures_done(struct own_figures *own);

struct own_wish {
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];
	char today[DAY_LENGTH + 1]; /* "" nobody knows */
	bool wanted[OWN_FIGURES];
	struct lookup_counts counts; /* shared for this thread */
};

/* *ret is the caller's to give to own_figures_done, also after an error. */
int own_figures_make(
	struct store *store, const struct own_wish *wish, struct own_figures *ret) _warn_unused_;
