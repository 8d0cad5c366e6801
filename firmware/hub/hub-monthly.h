/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report of each month, made by the hub itself once the month is over and kept as a PDF and a
 * workbook in the folder reports/ of its data: 2026-10.pdf, 2026-10.xlsx. A month without figures
 * has none. Each file is there whole or not at all, and a month whose files are not both there is
 * made again. What is dropped to keep within the limits does not come back. A backup need not hold
 * them: the figures that they are made of are in the database.
 *
 * Every function is called from the loop's thread and does not block, except monthly_free, and
 * those that say so.
 */
#pragma once

#include "hub/hub.h"

struct monthly;

enum {
	MONTH_LENGTH = 7, /* "2026-10" */
	MONTHLY_MAX = 240, /* months that are listed */
	MONTHLY_BYTES_MAX = 16 * 1024 * 1024, /* of one file */
};

int monthly_new(struct hub *hub, struct monthly **ret) _warn_unused_;
void monthly_free(struct monthly *monthly);
/* A month may be over. */
void monthly_look(struct monthly *monthly);

struct monthly_state {
	const char *word; /* "off", "unknown" (not looked yet), "ok", "full", "failed" */
	bool trouble;
};
void monthly_get_state(const struct monthly *monthly, struct monthly_state *ret);

/* The first month to be made, from the newest that is kept ("" none) and today: one behind the
 * newest and before today's, or without any the month before. False: there is none yet. Pure. */
bool monthly_next(const char *newest, const char *today, char ret[MONTH_LENGTH + 1]);
/* Its first and last day. Pure. */
void monthly_days(const char *month, char ret_from[DAY_LENGTH + 1], char ret_to[DAY_LENGTH + 1]);

struct monthly_entry {
	char month[MONTH_LENGTH + 1];
	int64_t pdf; /* bytes; 0: it is not there */
	int64_t xlsx;
};
/* What is kept, the newest first; returns how many. Any thread; blocks on the disk. */
int monthly_list(const char *data, struct monthly_entry ret[MONTHLY_MAX], int *ret_n) _warn_unused_;
/* The path of "2026-10.pdf" or "2026-10.xlsx"; NULL: no such name. Heap. */
char *monthly_path(const char *data, const char *name);
