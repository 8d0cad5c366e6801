/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-print.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "drivers/printer.h"

enum { WARM_STEP_MS = 20, OWN_MAX = 128 };

/* Lists of papers are jobs of the printer's beside those of the tickets. */
#define FIRST_LIST (UINT64_C(1) << 62)

struct kiosk_print {
	const struct kiosk_context *context;
	const struct kiosk_print_calls *calls;
	void *userdata;
	struct spool spool;
	struct printer *printer; /* NULL: the board has none */
	bool ready; /* the printer can print a slip now */
	bool begun; /* bytes of the slip at the printer have left */
	bool listed; /* the slips that an earlier process left unprinted are known */
	int64_t own[OWN_MAX]; /* the tickets of this process's presses; a ring */
	unsigned n_own;
	struct bitmap *list; /* of papers, waits; NULL none */
	uint64_t last_list; /* the job that is or was at the printer; 0 none yet */
	bool prints_list; /* it is there */
	bool wants_list; /* and somebody waits for it */
	int warm_step;
	sd_event_source *warm;
	int64_t wanted_us; /* when the slip under way was requested, for the log */
};

static void report(const struct kiosk_print *print)
{
	print->calls->report(print->userdata);
}

static void tell_flow(const struct kiosk_print *print, enum flow_event_kind kind, int64_t ticket)
{
	struct flow_event event = {.kind = kind, .ticket = {.id = ticket}};

	print->calls->feed(&event, print->userdata);
	report(print);
}

static int lay_out(struct kiosk_print *print, const struct kiosk_ticket *ticket,
	enum slip_mark mark, struct bitmap **ret)
{
	_cleanup_(kiosk_slip_texts_done) struct kiosk_slip_texts texts = {0};
	struct printer_paper paper;
	struct slip slip;

	printer_get_paper(print->printer, &paper);
	kiosk_data_fill_slip(
		print->context->data, print->context->phrases, ticket, mark, &slip, &texts);
	slip.free_online = print->calls->free_online(ticket->service, print->userdata);
	slip.large = print->context->large_slip;
	slip.logo = print->context->slip_logo;
	return slip_render(print->context->phrases, &slip, paper.width_dots, paper.dpi, ret);
}

static int print_job(struct kiosk_print *print, const struct spool_job *job)
{
	struct bitmap *bitmap = NULL;
	enum slip_mark mark = job->late ? SLIP_PRINTED_LATE
		: job->second_print     ? SLIP_SECOND_PRINT
					: SLIP_UNMARKED;
	int r = lay_out(print, &job->ticket, mark, &bitmap);

	print->begun = false;
	if (r == 0) {
		r = printer_print(print->printer, (uint64_t)job->ticket.id, bitmap);
	}
	bitmap_free(bitmap);
	return r;
}

static void end_list(struct kiosk_print *print, bool out)
{
	bool wanted = print->wants_list;

	print->wants_list = false;
	if (wanted) {
		print->calls->list(out, print->userdata);
	}
}

/* Prints the list that waits, if no slip is at the printer; slips that come meanwhile are next. */
static void work_list(struct kiosk_print *print)
{
	struct bitmap *list = print->list;
	int r;

	if (!list || !print->ready || print->prints_list || print->spool.printing) {
		return;
	}
	r = printer_print(print->printer, MAX_OF(print->last_list, FIRST_LIST) + 1, list);
	if (r == -EBUSY) {
		return;
	}
	print->list = NULL;
	bitmap_free(list);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot print a list of papers: %s", strerror(-r));
		end_list(print, false);
		return;
	}
	print->last_list = MAX_OF(print->last_list, FIRST_LIST) + 1;
	print->prints_list = true;
}

/* Prints the next slip if the printer is ready. */
static void work_slips(struct kiosk_print *print)
{
	const struct spool_job *job;
	int64_t ticket;
	int r;

	while (print->ready && print->listed && kiosk_data_has_site(print->context->data) &&
		(job = spool_next(&print->spool))) {
		r = print_job(print, job);
		if (r == 0) {
			spool_started(&print->spool);
			return;
		}
		if (r == -EBUSY) {
			return; /* on_done calls this again */
		}
		log_error(FAULT_OURS, "cannot lay out the slip of %s: %s", job->ticket.number,
			strerror(-r));
		ticket = job->ticket.id;
		spool_drop(&print->spool, ticket, SPOOL_FAILED, "layout");
		tell_flow(print, FLOW_NOT_PRINTED, ticket);
	}
	if (print->ready && print->listed && spool_claim(&print->spool)) {
		report(print);
	}
}

static void work(struct kiosk_print *print)
{
	work_slips(print);
	work_list(print);
}

/* Visitors at the kiosk must not wait for a printer that cannot print. */
static void give_up_fresh(struct kiosk_print *print, const char *cause)
{
	struct spool *spool = &print->spool;
	int at = spool->printing ? 1 : 0;

	if (print->list) {
		bitmap_free(TAKE_PTR(print->list));
		end_list(print, false);
	}
	while (at < spool->n_jobs) {
		int64_t ticket = spool->jobs[at].ticket.id;

		if (spool->jobs[at].second_print) {
			at++;
			continue;
		}
		spool_drop(spool, ticket, SPOOL_LATER, cause);
		tell_flow(print, FLOW_NOT_PRINTED, ticket);
	}
}

static void on_status(const struct printer_status *status, void *userdata)
{
	struct kiosk_print *print = userdata;
	const char *name = printer_status_name(status);
	struct printer_about about;
	bool ready = printer_status_ready(status);
	bool ok = strcmp(name, "ok") == 0;

	print->ready = ready;
	printer_get_about(print->printer, &about);
	/* While the printer works, the note says which one it is, for the manager's page. */
	print->calls->health(name, ok ? FAULT_NONE : FAULT_DEVICE,
		!ok                                 ? about.absent
			: text_is_clean(about.name) ? about.name
						    : "",
		print->userdata);
	print->calls->feed(
		&(struct flow_event){.kind = FLOW_PRINTER, .on = ready}, print->userdata);
	if (ready) {
		work(print);
		print->calls->late(print->userdata);
	} else {
		give_up_fresh(print, name);
	}
}

static void on_done(uint64_t job, enum print_result result, const char *cause, void *userdata)
{
	static const enum spool_result results[] = {
		[PRINT_PRINTED] = SPOOL_PRINTED,
		[PRINT_SENT] = SPOOL_UNKNOWN, /* this printer never proves that it printed */
		[PRINT_FAILED] = SPOOL_FAILED,
		[PRINT_UNKNOWN] = SPOOL_UNKNOWN,
	};
	struct kiosk_print *print = userdata;
	bool out = result == PRINT_PRINTED || result == PRINT_SENT;

	if (job > FIRST_LIST) {
		log_line(out ? LOG_INFO : LOG_WARNING, out ? FAULT_NONE : FAULT_DEVICE, NULL,
			"list of papers: %s%s%s", print_result_name(result), *cause ? ", " : "",
			cause);
		print->prints_list = false;
		end_list(print, out);
		work(print);
		return;
	}
	log_line(out ? LOG_INFO : LOG_WARNING, out ? FAULT_NONE : FAULT_DEVICE, NULL,
		"slip of ticket %" PRIu64 ": %s%s%s", job, print_result_name(result),
		*cause ? ", " : "", cause);
	spool_ended(&print->spool,
		result == PRINT_FAILED && !print->begun ? SPOOL_LATER : results[result], cause);
	tell_flow(print, out ? FLOW_PRINTED : FLOW_NOT_PRINTED, (int64_t)job);
	work(print);
}

static void on_first_byte(uint64_t job, int64_t mono_us, void *userdata)
{
	struct kiosk_print *print = userdata;

	if (job > FIRST_LIST) {
		return;
	}
	print->begun = true;
	if (print->wanted_us > 0) {
		log_info("slip of ticket %" PRIu64 ": first byte %" PRId64 " us after the answer",
			job, mono_us - print->wanted_us);
		print->wanted_us = 0;
	}
	print->calls->begins(print->userdata);
}

void kiosk_print_add(
	struct kiosk_print *print, const struct kiosk_ticket *ticket, bool second_print)
{

	if (!print->printer) {
		return;
	}
	print->wanted_us = clock_mono_us();
	if (spool_add(&print->spool, ticket, second_print) < 0) {
		log_error(FAULT_OURS, "too many slips wait; %s is not printed", ticket->number);
		spool_drop(&print->spool, ticket->id, SPOOL_FAILED, "spool_full");
		tell_flow(print, FLOW_NOT_PRINTED, ticket->id);
		return;
	}
	work(print);
}

int kiosk_print_paper(const struct kiosk_print *print, int *ret_width_dots, int *ret_dpi)
{
	struct printer_paper paper;

	if (!print->printer) {
		return -ENODEV;
	}
	printer_get_paper(print->printer, &paper);
	*ret_width_dots = paper.width_dots;
	*ret_dpi = paper.dpi;
	return 0;
}

int kiosk_print_list(struct kiosk_print *print, struct bitmap *list)
{
	if (!print->printer || !print->ready || print->prints_list) {
		bitmap_free(list);
		return print->printer ? -EBUSY : -ENODEV;
	}
	bitmap_free(print->list);
	print->list = list;
	print->wants_list = true;
	work(print);
	return 0;
}

void kiosk_print_drop_list(struct kiosk_print *print)
{
	bitmap_free(TAKE_PTR(print->list));
	print->wants_list = false;
}

void kiosk_print_refuse(struct kiosk_print *print, const struct kiosk_ticket *ticket)
{
	struct printer_status status;

	if (!print->printer) {
		spool_drop(&print->spool, ticket->id, SPOOL_SHOWN, "");
		report(print);
		return;
	}
	printer_get_status(print->printer, &status);
	spool_drop(&print->spool, ticket->id, SPOOL_LATER, printer_status_name(&status));
	report(print);
}

bool kiosk_print_wants_late(const struct kiosk_print *print)
{
	return print->printer && print->ready && print->listed &&
		!spool_report(&print->spool); /* it may be about a slip that is to be listed */
}

void kiosk_print_add_late(struct kiosk_print *print, const struct kiosk_ticket *ticket)
{
	if (print->ready && spool_add_late(&print->spool, ticket) == 0) {
		log_notice("%s has no slip because of a fault: printing it now", ticket->number);
		work(print);
	}
}

void kiosk_print_drop_late(struct kiosk_print *print, int64_t ticket)
{
	if (spool_has_late(&print->spool, ticket)) {
		spool_drop(&print->spool, ticket, SPOOL_LATER, "called");
		report(print);
	}
}

void kiosk_print_note_own(struct kiosk_print *print, int64_t ticket)
{
	print->own[print->n_own++ % OWN_MAX] = ticket;
}

void kiosk_print_disown(struct kiosk_print *print, int64_t ticket)
{
	for (size_t i = 0; i < OWN_MAX; i++) {
		if (print->own[i] == ticket) {
			print->own[i] = 0;
		}
	}
}

/* Such a ticket has its outcome, or a report of it that is being sent. */
bool kiosk_print_is_own(const struct kiosk_print *print, int64_t ticket)
{
	for (size_t i = 0; i < OWN_MAX; i++) {
		if (print->own[i] == ticket) {
			return true;
		}
	}
	return spool_has(&print->spool, ticket);
}

void kiosk_print_recover(
	struct kiosk_print *print, const struct kiosk_ticket *ticket, bool second_print, bool waits)
{
	/* An earlier process may have ended during this slip. */
	bool torn = print->printer && !print->listed;

	if (kiosk_print_is_own(print, ticket->id)) {
		return;
	}
	if (torn) {
		printer_part_paper(print->printer);
	}
	if (waits && print->printer) {
		log_notice("%s has no slip yet: printing it%s", ticket->number,
			second_print ? " again" : "");
		kiosk_print_note_own(print, ticket->id);
		kiosk_print_add(print, ticket, second_print);
		if (second_print && ticket->prints <= 1) {
			spool_set_uncounted(&print->spool, ticket->id);
		}
	} else {
		spool_drop(&print->spool, ticket->id, torn ? SPOOL_UNKNOWN : SPOOL_FAILED,
			print->printer ? "too_late" : "no_printer");
		report(print);
	}
}

void kiosk_print_listed(struct kiosk_print *print)
{
	if (!print->listed) {
		print->listed = true;
		work(print);
	}
}

void kiosk_print_report_void(struct kiosk_print *print, int64_t ticket)
{
	spool_drop(&print->spool, ticket, SPOOL_FAILED, "void");
}

void kiosk_print_forget(struct kiosk_print *print, int64_t ticket)
{
	if (spool_has(&print->spool, ticket)) {
		spool_drop(&print->spool, ticket, SPOOL_FAILED, "gone");
		tell_flow(print, FLOW_NOT_PRINTED, ticket);
	}
}

void kiosk_print_forget_all(struct kiosk_print *print)
{
	spool_forget(&print->spool);
	memset(print->own, 0, sizeof(print->own));
}

/* ---- warming up ---- */

/* Lays out one slip that nobody sees; false: that was the last. Every service's name is set, and
 * every digit in the size of the ticket number, in the site's languages by turns. */
static bool warm_up_step(struct kiosk_print *print, int step)
{
	static const char *const digits[] = {"012", "345", "678", "900"};
	struct kiosk_view view = {0};
	struct kiosk_ticket ticket = {.id = 1,
		.day = "2026-01-01",
		.issued_at = "2026-01-01T08:00:00.000+07:00",
		.time_known = true,
		.token = "1-abcdefghijklmnopqrstuvwxyz",
		.ahead = 1,
		.wait_s = 600};
	struct bitmap *bitmap = NULL;
	int round;

	kiosk_data_fill_view(print->context->data, "", NULL, &view);
	round = step / MAX_OF(view.n_services, 1);
	if (view.n_services == 0 || view.n_languages == 0 || round >= (int)ELEMENTS(digits)) {
		return false;
	}
	memcpy(ticket.language, view.languages[round % view.n_languages], sizeof(ticket.language));
	memcpy(ticket.service, view.services[step % view.n_services].id, sizeof(ticket.service));
	(void)snprintf(ticket.number, sizeof(ticket.number), "%s%s",
		view.services[step % view.n_services].series, digits[round]);
	(void)text_copy(ticket.lane, sizeof(ticket.lane), step % 2 ? "priority" : "regular");
	(void)lay_out(print, &ticket, round == 0 ? SLIP_SECOND_PRINT : SLIP_UNMARKED, &bitmap);
	bitmap_free(bitmap);
	return true;
}

static int on_warm(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk_print *print = userdata;

	(void)usec;
	if (!warm_up_step(print, print->warm_step++)) {
		return 0;
	}
	(void)sd_event_source_set_time_relative(source, (uint64_t)WARM_STEP_MS * 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

void kiosk_print_warm_up(struct kiosk_print *print)
{

	if (!print->printer) {
		return;
	}
	print->warm_step = 0;
	(void)sd_event_source_set_time_relative(print->warm, 0);
	(void)sd_event_source_set_enabled(print->warm, SD_EVENT_ONESHOT);
}

/* ---- life ---- */

static int open_printer(struct kiosk_print *print)
{
	static const struct printer_calls calls = {on_status, on_done, on_first_byte};

	return printer_open(print->context->event, &print->context->board->printer, &calls, print,
		&print->printer);
}

int kiosk_print_open(const struct kiosk_context *context, const struct kiosk_print_calls *calls,
	void *userdata, struct kiosk_print **ret)
{
	_cleanup_(kiosk_print_closep) struct kiosk_print *print = memory_new(1, sizeof(*print));
	int r;

	*print = (struct kiosk_print){.context = context, .calls = calls, .userdata = userdata};
	if (context->board->printer.driver[0]) {
		r = sd_event_add_time(context->event, &print->warm, CLOCK_MONOTONIC, UINT64_MAX, 0,
			on_warm, print);
		if (r >= 0) {
			r = open_printer(print);
		}
		if (r < 0) {
			log_error(FAULT_SITE, "cannot open the printer: %s", strerror(-r));
			return r;
		}
		calls->health("offline", FAULT_DEVICE, "", userdata);
	}
	*ret = TAKE_PTR(print);
	return 0;
}

void kiosk_print_close(struct kiosk_print *print)
{
	if (print) {
		bitmap_free(print->list);
		printer_close(print->printer);
		print->warm = sd_event_source_disable_unref(print->warm);
		free(print);
	}
}

const struct spool_report *kiosk_print_next_report(const struct kiosk_print *print)
{
	return spool_report(&print->spool);
}

void kiosk_print_reported(struct kiosk_print *print, uint64_t number, bool taken)
{
	spool_reported(&print->spool, number, taken);
	if (print->printer) {
		work(print); /* it may have been what a late slip waited for */
	}
}
