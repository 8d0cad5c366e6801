/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slips still to print and the reports still to send. The hub remembers which tickets were
 * issued but not printed, so nothing is kept on the kiosk's disk: after a restart the hub's list
 * fills the spool, and those slips are marked as second prints, because the first may have come
 * out.
 *
 * A late slip never began, because the printer could not print. The hub is told that its end is
 * unknown before it begins: whatever happens then, it is not printed twice by itself. Pure.
 */
#pragma once

#include <stdint.h>

#include "base/cleanup.h"
#include "kiosk/kiosk-ticket.h"

enum spool_result {
	SPOOL_PRINTED,
	SPOOL_FAILED,
	SPOOL_UNKNOWN,
	SPOOL_LATER, /* never begun: it is printed when the printer can print */
	SPOOL_SHOWN, /* no printer: the number is shown on the screen */
};

struct spool_job {
	struct kiosk_ticket ticket;
	bool second_print;
	bool uncounted; /* a second print that the hub does not know about */
	bool late; /* printed after a fault, for somebody who has the number in mind */
	uint64_t claim; /* of a late one: the report that it begins; 0 not yet made */
	bool claimed; /* and the hub has it */
};

struct spool_report {
	int64_t ticket;
	enum spool_result result;
	bool again; /* one print more than the hub has counted */
	char cause[32]; /* "paper_out", …; "" none */
	uint64_t number; /* of the report, from 1: a later report replaces an earlier one */
};

enum { SPOOL_JOBS_MAX = 64, SPOOL_REPORTS_MAX = 256 };

struct spool {
	int n_jobs;
	struct spool_job jobs[SPOOL_JOBS_MAX];
	bool printing; /* jobs[0] is at the printer */
	bool foreign; /* and belongs to another database: it is not reported */
	int n_reports;
	struct spool_report reports[SPOOL_REPORTS_MAX];
	uint64_t last_report;
};

/* Adds a slip before the late ones; a fresh one (not a second print) goes before the waiting second
 * prints, too, because its visitor is there. A ticket that is already in the spool is not added
 * again, but becomes a second print if this is one; only a second print of the slip at the printer
 * is added behind it. −ENOBUFS when it is full. */
int spool_add(
	struct spool *spool, const struct kiosk_ticket *ticket, bool second_print) _warn_unused_;

/* Adds a late slip behind all others, unless its ticket is there already. −ENOBUFS when it is full.
 */
int spool_add_late(struct spool *spool, const struct kiosk_ticket *ticket) _warn_unused_;

/* The slip to print now; NULL while one is at the printer, when there is none, or while the hub
 * does not know yet that a late one begins. */
const struct spool_job *spool_next(const struct spool *spool);
/* If a late slip is next, makes the report that it begins. Returns whether there is a new report.
 */
bool spool_claim(struct spool *spool);
/* This ticket's second print, if it is among the jobs, is the kiosk's own decision: if it comes
 * out, it is reported as one print more. */
void spool_set_uncounted(struct spool *spool, int64_t ticket);
/* The next slip went to the printer. */
void spool_started(struct spool *spool);
/* The slip at the printer has ended: it moves from the jobs to the reports. */
void spool_ended(struct spool *spool, enum spool_result result, const char *cause);
/* Whether a late slip of this ticket waits; not one at the printer. */
bool spool_has_late(const struct spool *spool, int64_t ticket);
/* A ticket's slip is given up before it reached the printer. */
void spool_drop(struct spool *spool, int64_t ticket, enum spool_result result, const char *cause);

/* The tickets belong to another database than the hub's: all jobs and reports are dropped, and the
 * hub is told nothing. A slip at the printer continues and is not reported either. */
void spool_forget(struct spool *spool);

/* The oldest report, to send to the hub; NULL none. */
const struct spool_report *spool_report(const struct spool *spool);
/* The hub has taken this report, or has refused it for good: a late slip whose claim was refused is
 * not printed. */
void spool_reported(struct spool *spool, uint64_t number, bool taken);
/* Whether this ticket is among the jobs. */
bool spool_has(const struct spool *spool, int64_t ticket);
