/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The independent checker: reads a database of the hub (a live one, too) and says whether the rules
 * of the house hold in it: one called ticket a session, numbers unique in their day, a log without
 * gaps whose replay gives the tables, a day that does not go back, an arrival that is never reset.
 * It shares no code with the hub: its own table of moves, its own replay, its own SQL.
 */
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
	 * by number may do that, and the log does not tell it from "next". */
	int64_t beyond_bound;
	int64_t private_notes; /* with nine digits or more in a row: a telephone, an identity card?
				*/
	int64_t lost; /* events that a damaged database has lost */
	int64_t archives; /* of past years that were read */
	int64_t unseen; /* events up to this one are in an archive that is not there; 0 none */
	int64_t violations;
	struct textbuf said; /* a line each, at most CHECK_LINES_MAX */
};

enum { CHECK_LINES_MAX = 100 };

/* Checks the database file, or layso.db in that folder, with the archives of past years in the
 * folder archive beside it, within one reading transaction: what a hub
 * commits meanwhile is not seen, and it is not kept waiting. Holds the tickets of one day in
 * memory. 0 when it could be read to the end (see violations), −ENOENT, −EACCES, −EUCLEAN (damaged)
 * or another −errno with its reason in said. Blocks: about 15 s for a million tickets. */
int check_database(const char *path, struct check_report *report) _warn_unused_;
void check_report_done(struct check_report *report);
