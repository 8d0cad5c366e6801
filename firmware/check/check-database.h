/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The independent checker: reads a database of the hub (also one in use) and says whether its rules
 * hold: at most one called ticket per session, numbers unique in their day, a log without gaps
 * whose replay gives the tables, a day that does not go back, an arrival that is never reset. It
 * shares no code with the hub: it has its own table of moves, its own replay and its own SQL.
 */
#pragma once

#include "check/check-report.h"

/* Checks the database file, or layso.db in that folder, with the archives of past years in the
 * folder archive beside it. It runs in one read transaction: it does not see what a hub commits
 * meanwhile, and the hub does not wait for it. Holds the tickets of one day in memory. 0 when the
 * database could be read to the end (see violations); −ENOENT, −EACCES, −EUCLEAN (damaged) or
 * another −errno with its reason in said. Blocks: about 15 s for a million tickets. */
int check_database(const char *path, struct check_report *report) _warn_unused_;
void check_report_done(struct check_report *report);
