/* SPDX-License-Identifier: Apache-2.0 */
/* Slips: from the spool through the layout to the printer, and the result back. */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk.h"

DEFINE_CLEANUP(struct bitmap *, bitmap_free);

static void say_result(struct kiosk *kiosk, int64_t ticket, bool printed)
{
	struct flow_event event = {
		.kind = printed ? FLOW_PRINTED : FLOW_NOT_PRINTED, .ticket = {.id = ticket}};

	kiosk_take(kiosk, &event);
}

static void say_printer(struct kiosk *kiosk)
{
	struct printer_status status;
	struct flow_event event = {.kind = FLOW_PRINTER};

	printer_get_status(kiosk->printer, &status);
	event.on = printer_status_ready(&status);
	kiosk_take(kiosk, &event);
}

static void on_status(const struct printer_status *status, void *userdata)
{
	struct kiosk *kiosk = userdata;

	log_info("printer: %s", printer_status_name(status));
	if (!kiosk->printer) {
		return; /* while it is being opened */
	}
	say_printer(kiosk);
	kiosk_hub_health(kiosk);
	kiosk_print_next(kiosk);
}

/* "Sent" is not "printed", but no more can be had from a printer that never answers. */
static enum spool_result result_of(enum print_result result)
{
	switch (result) {
	case PRINT_PRINTED:
		return SPOOL_PRINTED;
	case PRINT_FAILED:
		return SPOOL_FAILED;
	case PRINT_SENT:
	case PRINT_UNKNOWN:
		return SPOOL_UNKNOWN;
	}
	return SPOOL_UNKNOWN;
}

static void on_done(uint64_t job, enum print_result result, const char *cause, void *userdata)
{
	struct kiosk *kiosk = userdata;

	log_info("slip of ticket %llu: %s%s%s", (unsigned long long)job, print_result_name(result),
		cause && *cause ? ", " : "", cause ? cause : "");
	spool_ended(&kiosk->spool, result_of(result),
		result == PRINT_SENT ? "sent" : (cause ? cause : ""));
	/* A visitor whose slip was sent to a silent printer finds it there. */
	say_result(kiosk, (int64_t)job, result == PRINT_PRINTED || result == PRINT_SENT);
	kiosk_hub_report(kiosk);
	kiosk_print_next(kiosk);
}

static void on_first_byte(uint64_t job, int64_t mono_us, void *userdata)
{
	struct kiosk *kiosk = userdata;

	log_debug("first byte of ticket %llu %lld us after the hub's answer",
		(unsigned long long)job, (long long)(mono_us - kiosk->answered_us));
}

int kiosk_print_start(struct kiosk *kiosk)
{
	static const struct printer_calls calls = {
		.status = on_status, .done = on_done, .first_byte = on_first_byte};
	const struct board_printer *board = &kiosk->board->printer;
	struct printer_settings settings = {
		.path = board->path,
		.width_dots = board->width_dots,
		.dpi = board->dpi,
		.cut = board->cut,
		.feed_dots = board->feed_dots,
	};
	int r;

	if (!board->present) {
		return 0;
	}
	r = text_copy(settings.driver, sizeof(settings.driver), board->driver);
	if (r == 0) {
		r = printer_open(kiosk->event, &settings, &calls, kiosk, &kiosk->printer);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot use the printer: %s", strerror(-r));
		return r;
	}
	say_printer(kiosk);
	return 0;
}

static int print(struct kiosk *kiosk, const struct spool_job *job)
{
	_cleanup_(bitmap_freep) struct bitmap *bitmap = NULL;
	_cleanup_(kiosk_slip_texts_done) struct kiosk_slip_texts texts = {0};
	struct slip slip;
	int r;

	kiosk_data_fill_slip(
		kiosk->data, kiosk->phrases, &job->ticket, job->second_print, &slip, &texts);
	r = slip_render(kiosk->phrases, &slip, kiosk->board->printer.width_dots,
		kiosk->board->printer.dpi, &bitmap);
	if (r == 0) {
		r = printer_print(kiosk->printer, (uint64_t)job->ticket.id, bitmap);
	}
	return r;
}

void kiosk_print_next(struct kiosk *kiosk)
{
	const struct spool_job *job = spool_next(&kiosk->spool);
	struct printer_status status;
	int64_t ticket;
	int r;

	if (!job || !kiosk->printer || !kiosk_data_has_site(kiosk->data)) {
		return;
	}
	printer_get_status(kiosk->printer, &status);
	if (job->second_print && !printer_status_ready(&status)) {
		return; /* nobody stands there for it: it waits for the printer */
	}
	ticket = job->ticket.id;
	r = print(kiosk, job);
	if (r == -EBUSY) {
		return;
	}
	spool_started(&kiosk->spool);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot lay out or print the slip of %s: %s",
			job->ticket.number, strerror(-r));
		spool_ended(&kiosk->spool, SPOOL_FAILED, "layout");
		say_result(kiosk, ticket, false);
		kiosk_hub_report(kiosk);
	}
}

void kiosk_print_add(struct kiosk *kiosk, const struct kiosk_ticket *ticket, bool second_print)
{
	if (!kiosk->printer || spool_add(&kiosk->spool, ticket, second_print) < 0) {
		spool_drop(&kiosk->spool, ticket->id, SPOOL_FAILED,
			kiosk->printer ? "spool_full" : "no_printer");
		say_result(kiosk, ticket->id, false);
		kiosk_hub_report(kiosk);
		return;
	}
	kiosk_print_next(kiosk);
}
