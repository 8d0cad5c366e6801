/* SPDX-License-Identifier: Apache-2.0 */
/* What the checker counts and finds. */
#pragma once

#include <stdint.h>

#include "base/text.h"

struct check_report {
	int64_t events;
	int64_t tickets;
	int64_t sessions;
	int64_t days;
	int64_t boots;
	int64_t calls;
	/* Calls from priority or return beyond the bound while a regular ticket waited: only a call
	 * by number may do that, and the log does not show whether a call was by number. */
	int64_t beyond_bound;
	int64_t private_notes; /* with nine digits or more in a row, perhaps a telephone or identity
				  card number */
	int64_t lost; /* events that were lost from a damaged database */
	int64_t archives; /* archives of past years that were read */
	int64_t unseen; /* events up to this one are in an archive that is missing; 0: none */
	int64_t violations;
	struct textbuf said; /* one line per violation, at most CHECK_LINES_MAX */
};

enum { CHECK_LINES_MAX = 100 };
