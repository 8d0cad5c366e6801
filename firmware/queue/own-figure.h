/* SPDX-License-Identifier: Apache-2.0 */
/* The centre's own figures that can stand beside an evaluation's: shares that it computes from what
 * it has recorded itself. Which one stands beside which row is data. Pure. */
#pragma once

enum own_figure {
	OWN_NONE = -1,
	/* of dossiers, as enum dossier_ratio */
	OWN_ONLINE,
	OWN_OFFLINE,
	OWN_EARLY,
	OWN_IN_TIME,
	OWN_LATE,
	OWN_OVERDUE,
	/* of the catalogue, as it stood on the period's last day */
	OWN_POSTED, /* posted, of those that the centre must post */
	OWN_COMPLETE, /* with papers and fees, of those posted */
	OWN_FRESH, /* checked lately enough, of those posted */
	OWN_FREE_ONLINE, /* of those posted */
	/* of complaints that were received in the period */
	OWN_COMPLAINTS_ANSWERED,
	OWN_COMPLAINTS_IN_TIME, /* of those that were due or are answered */
	/* of visits */
	OWN_SATISFIED, /* rated 4 or 5, of those rated */
	OWN_WAITED, /* called within the target, of those called */
	/* of searches for procedures */
	OWN_FOUND, /* that found something */
	OWN_FIGURES
};
enum { OWN_DOSSIERS = OWN_OVERDUE + 1 }; /* the first ones */

const char *own_figure_name(enum own_figure figure); /* "online", … */
int own_figure_parse(const char *name); /* OWN_NONE: it is none */
