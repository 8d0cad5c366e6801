/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is still to print and what is still to report. The hub remembers what was issued and not
 * printed, so nothing is kept on the kiosk's disk: after a restart the hub's list fills the spool,
 * and those slips are marked as second prints, because the first may have come out. Pure.
 */
#pragma once

#include <stdint.h>

#include "base/cleanup.h"
#include "kiosk/kiosk-ticket.h"

enum spool_result {
	SPOOL_PRINTED,
	SPOOL_FAILED,
	SPOOL_UNKNOWN,
	SPOOL_SHOWN, /* there is no printer: the number is on the screen */
};

struct spool_job {
	struct kiosk_ticket ticket;
	bool second_print;
	bool uncounted; /* a second print that the hub does not know of */
};

struct spool_report {
	int64_t ticket;
	enum spool_result result;
	bool again; /* it was one more than the hub has counted */
	char cause[32]; /* "paper_out", …; "" none */
	uint64_t number; /* of the report, from 1: a later one replaces an earlier one */
};

enum { SPOOL_JOBS_MAX = 64, SPOOL_REPORTS_MAX = 256 };

struct spool {
	int n_jobs;
	struct spool_job jobs[SPOOL_JOBS_MAX];
	bool printing; /* jobs[0] is at the printer */
	bool foreign; /* and is of another history: not reported */
	int n_reports;
	struct spool_report reports[SPOOL_REPORTS_MAX];
	uint64_t last_report;
};

/* Adds a slip at the end; a fresh one (not a second print) before the second prints that wait,
 * because its visitor stands there. A ticket that is in the spool is not added again, but becomes a
 * second print if this is one. −ENOBUFS when it is full. */
int spool_add(
	struct spool *spool, const struct kiosk_ticket *ticket, bool second_print) _warn_unused_;

/* The slip to print now; NULL while one is at the printer or when there is none. */
const struct spool_job *spool_next(const struct spool *spool);
/* This ticket's second print, if it is in the jobs, is of the kiosk's own accord: it is reported as
 * one more if it comes out. */
void spool_set_uncounted(struct spool *spool, int64_t ticket);
/* It went to the printer. */
void spool_started(struct spool *spool);
/* The one at the printer came to an end: out of the jobs, into the reports. */
void spool_ended(struct spool *spool, enum spool_result result, const char *cause);
/* A ticket's slip is given up without having been at the printer. */
void spool_drop(struct spool *spool, int64_t ticket, enum spool_result result, const char *cause);

/* The tickets are of another history than the hub's: all jobs and reports go, without a word to the
 * hub. One at the printer comes to its end and is not reported either. */
void spool_forget(struct spool *spool);

/* The oldest report, to send to the hub; NULL none. */
const struct spool_report *spool_report(const struct spool *spool);
/* The hub has this report, or refused it for good. */
void spool_reported(struct spool *spool, uint64_t number);
/* Whether this ticket is in the jobs. */
bool spool_has(const struct spool *spool, int64_t ticket);
