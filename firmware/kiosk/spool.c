/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/spool.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

static int find(const struct spool *spool, int64_t ticket)
{
	for (int i = 0; i < spool->n_jobs; i++) {
		if (spool->jobs[i].ticket.id == ticket) {
			return i;
		}
	}
	return -1;
}

bool spool_has(const struct spool *spool, int64_t ticket)
{
	return find(spool, ticket) >= 0;
}

int spool_add(struct spool *spool, const struct kiosk_ticket *ticket, bool second_print)
{
	int known = find(spool, ticket->id);
	int at = spool->n_jobs;

	/* A slip that is at the printer now is printed again afterwards, because somebody asked for
	 * it. */
	if (known >= 0 && !(known == 0 && spool->printing && second_print)) {
		spool->jobs[known].second_print = spool->jobs[known].second_print || second_print;
		return 0;
	}
	if (spool->n_jobs == SPOOL_JOBS_MAX) {
		return -ENOBUFS;
	}
	if (!second_print) {
		at = spool->printing ? 1 : 0;
		while (at < spool->n_jobs && !spool->jobs[at].second_print) {
			at++;
		}
	}
	memmove(spool->jobs + at + 1, spool->jobs + at,
		(size_t)(spool->n_jobs - at) * sizeof(spool->jobs[0]));
	spool->jobs[at] = (struct spool_job){.ticket = *ticket, .second_print = second_print};
	spool->n_jobs++;
	return 0;
}

const struct spool_job *spool_next(const struct spool *spool)
{
	return spool->printing || spool->n_jobs == 0 ? NULL : &spool->jobs[0];
}

void spool_set_uncounted(struct spool *spool, int64_t ticket)
{
	int at = find(spool, ticket);

	if (at >= 0) {
		spool->jobs[at].uncounted = true;
	}
}

void spool_started(struct spool *spool)
{
	spool->printing = true;
}

static void remove_job(struct spool *spool, int at)
{
	spool->n_jobs--;
	memmove(spool->jobs + at, spool->jobs + at + 1,
		(size_t)(spool->n_jobs - at) * sizeof(spool->jobs[0]));
}

static struct spool_report *add_report(
	struct spool *spool, int64_t ticket, enum spool_result result, const char *cause)
{
	struct spool_report *report = NULL;

	for (int i = 0; i < spool->n_reports; i++) {
		if (spool->reports[i].ticket == ticket) {
			report = &spool->reports[i];
		}
	}
	if (!report) {
		if (spool->n_reports == SPOOL_REPORTS_MAX) {
			/* The oldest report is dropped: the hub still lists its ticket as
			 * queued. */
			spool_reported(spool, spool->reports[0].number);
		}
		report = &spool->reports[spool->n_reports++];
	}
	*report = (struct spool_report){
		.ticket = ticket, .result = result, .number = ++spool->last_report};
	text_copy_cut(report->cause, sizeof(report->cause), cause);
	return report;
}

void spool_ended(struct spool *spool, enum spool_result result, const char *cause)
{
	int64_t ticket;
	bool again;

	if (!spool->printing) {
		return;
	}
	ticket = spool->jobs[0].ticket.id;
	again = spool->jobs[0].uncounted && result != SPOOL_FAILED;
	spool->printing = false;
	remove_job(spool, 0);
	if (spool->foreign) {
		spool->foreign = false;
	} else {
		add_report(spool, ticket, result, cause)->again = again;
	}
}

void spool_drop(struct spool *spool, int64_t ticket, enum spool_result result, const char *cause)
{
	int at = find(spool, ticket);

	if (at == 0 && spool->printing) {
		return;
	}
	if (at >= 0) {
		remove_job(spool, at);
	}
	(void)add_report(spool, ticket, result, cause);
}

void spool_forget(struct spool *spool)
{
	spool->n_jobs = spool->printing ? 1 : 0;
	spool->foreign = spool->printing;
	spool->jobs[0].ticket.id = 0; /* its number may belong to another ticket now */
	spool->n_reports = 0;
}

const struct spool_report *spool_report(const struct spool *spool)
{
	return spool->n_reports > 0 ? &spool->reports[0] : NULL;
}

void spool_reported(struct spool *spool, uint64_t number)
{
	for (int i = 0; i < spool->n_reports; i++) {
		if (spool->reports[i].number == number) {
			spool->n_reports--;
			memmove(spool->reports + i, spool->reports + i + 1,
				(size_t)(spool->n_reports - i) * sizeof(spool->reports[0]));
			return;
		}
	}
}
