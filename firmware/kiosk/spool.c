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
	int at = 0;

	/* A slip that is at the printer now is printed again afterwards, because somebody asked for
	 * it. */
	if (known >= 0 && !(known == 0 && spool->printing && second_print)) {
		spool->jobs[known].second_print = spool->jobs[known].second_print || second_print;
		spool->jobs[known].late &= !second_print; /* staff ask for it */
		return 0;
	}
	if (spool->n_jobs == SPOOL_JOBS_MAX) {
		return -ENOBUFS;
	}
	while (at < spool->n_jobs &&
		((at == 0 && spool->printing) ||
			(!spool->jobs[at].late &&
				(second_print || !spool->jobs[at].second_print)))) {
		at++;
	}
	memmove(spool->jobs + at + 1, spool->jobs + at,
		(size_t)(spool->n_jobs - at) * sizeof(spool->jobs[0]));
	spool->jobs[at] = (struct spool_job){.ticket = *ticket, .second_print = second_print};
	spool->n_jobs++;
	return 0;
}

int spool_add_late(struct spool *spool, const struct kiosk_ticket *ticket)
{
	if (spool_has(spool, ticket->id)) {
		return 0;
	}
	if (spool->n_jobs == SPOOL_JOBS_MAX) {
		return -ENOBUFS;
	}
	spool->jobs[spool->n_jobs++] = (struct spool_job){.ticket = *ticket, .late = true};
	return 0;
}

static bool is_next(const struct spool *spool, bool claimed)
{
	return !spool->printing && spool->n_jobs > 0 &&
		(!spool->jobs[0].late || spool->jobs[0].claimed) == claimed;
}

const struct spool_job *spool_next(const struct spool *spool)
{
	return is_next(spool, true) ? &spool->jobs[0] : NULL;
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
			spool_reported(spool, spool->reports[0].number, true);
		}
		report = &spool->reports[spool->n_reports++];
	}
	*report = (struct spool_report){
		.ticket = ticket, .result = result, .number = ++spool->last_report};
	text_copy_cut(report->cause, sizeof(report->cause), cause);
	return report;
}

bool spool_claim(struct spool *spool)
{
	struct spool_job *job = &spool->jobs[0];

	if (!is_next(spool, false) || job->claim) {
		return false;
	}
	job->claim = add_report(spool, job->ticket.id, SPOOL_UNKNOWN, "begins")->number;
	return true;
}

bool spool_has_late(const struct spool *spool, int64_t ticket)
{
	int at = find(spool, ticket);

	return at >= 0 && spool->jobs[at].late && !(at == 0 && spool->printing);
}

void spool_ended(struct spool *spool, enum spool_result result, const char *cause)
{
	int64_t ticket;
	bool again;

	if (!spool->printing) {
		return;
	}
	ticket = spool->jobs[0].ticket.id;
	again = spool->jobs[0].uncounted && result != SPOOL_FAILED && result != SPOOL_LATER;
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

static void on_claim(struct spool *spool, uint64_t number, bool taken)
{
	for (int i = 0; i < spool->n_jobs; i++) {
		if (spool->jobs[i].late && spool->jobs[i].claim == number) {
			if (taken) {
				spool->jobs[i].claimed = true;
			} else {
				remove_job(spool, i);
			}
			return;
		}
	}
}

void spool_reported(struct spool *spool, uint64_t number, bool taken)
{
	on_claim(spool, number, taken);
	for (int i = 0; i < spool->n_reports; i++) {
		if (spool->reports[i].number == number) {
			spool->n_reports--;
			memmove(spool->reports + i, spool->reports + i + 1,
				(size_t)(spool->n_reports - i) * sizeof(spool->reports[0]));
			return;
		}
	}
}
