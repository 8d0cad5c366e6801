/* SPDX-License-Identifier: Apache-2.0 */
/* The spool and the printer: slips in, outcomes out to the flow and the hub. Runs in the owner's
 * event loop; laying out a slip takes some ten milliseconds on a small board. Its calls may call
 * back into it. */
#pragma once

#include "base/log.h"
#include "kiosk/kiosk-context.h"
#include "kiosk/spool.h"

struct kiosk_print;

struct kiosk_print_calls {
	/* What became of a slip, and whether one can come out now. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* There is a report for the hub. */
	void (*report)(void *userdata);
	/* How the printer is. */
	void (*health)(const char *state, enum log_fault fault, const char *note, void *userdata);
	/* A slip is on its way out. */
	void (*begins)(void *userdata);
};

/* Opens the board's printer, if it has one; without, slips are refused. Logs its errors. */
int kiosk_print_open(const struct kiosk_context *context, const struct kiosk_print_calls *calls,
	void *userdata, struct kiosk_print **ret) _warn_unused_;
void kiosk_print_close(struct kiosk_print *print);
DEFINE_CLEANUP(struct kiosk_print *, kiosk_print_close);

/* Prints a ticket's slip when its turn comes. */
void kiosk_print_add(
	struct kiosk_print *print, const struct kiosk_ticket *ticket, bool second_print);
/* A ticket gets no slip: no printer is ready. */
void kiosk_print_refuse(struct kiosk_print *print, const struct kiosk_ticket *ticket);
/* A ticket's slip is this process's business: it was a press of its own, or it prints it. */
void kiosk_print_note_own(struct kiosk_print *print, int64_t ticket);
void kiosk_print_disown(struct kiosk_print *print, int64_t ticket);
bool kiosk_print_is_own(const struct kiosk_print *print, int64_t ticket);
/* The hub still waits for a report on this ticket's slip. If it is not this process's
 * business already, it is printed when its visitor waits, else reported as failed. */
void kiosk_print_recover(struct kiosk_print *print, const struct kiosk_ticket *ticket,
	bool second_print, bool waits);
/* All that the hub waits for from an earlier process has been told: slips are printed from now on.
 */
void kiosk_print_listed(struct kiosk_print *print);
/* A press was taken back: no slip of its ticket will come. */
void kiosk_print_report_void(struct kiosk_print *print, int64_t ticket);
/* A ticket is void or gone: its slip is not wanted any more. */
void kiosk_print_forget(struct kiosk_print *print, int64_t ticket);
/* All tickets that are known are of another history: no slip but the one at the printer is printed
 * any more, and nothing is reported. */
void kiosk_print_forget_all(struct kiosk_print *print);
/* The oldest report for the hub; NULL none. Owned by the part, until the next call. */
const struct spool_report *kiosk_print_next_report(const struct kiosk_print *print);
/* The hub has this report, or refused it for good. */
void kiosk_print_reported(struct kiosk_print *print, uint64_t number);
/* Lays out slips that nobody sees, so that the first visitor does not wait for the fonts. */
void kiosk_print_warm_up(struct kiosk_print *print);
