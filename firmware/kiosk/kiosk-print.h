/* SPDX-License-Identifier: Apache-2.0 */
/* The spool and the printer: slips in, outcomes out to the flow and the hub. */
#pragma once

#include "drivers/printer.h"
#include "kiosk/spool.h"

struct kiosk;

enum { PRINT_OWN_MAX = 128 };

struct kiosk_print {
	struct spool spool;
	struct printer *printer; /* NULL: the board has none */
	bool ready; /* a slip can come out */
	bool listed; /* what an earlier process left unprinted is known */
	int64_t own[PRINT_OWN_MAX]; /* the tickets of this process's presses; a ring */
	unsigned n_own;
	int warm_step;
	sd_event_source *warm;
	int64_t wanted_us; /* when the slip under way was wanted, for the log */
};

/* Opens the board's printer, if it has one. Logs its errors. */
int kiosk_print_open(struct kiosk *kiosk) _warn_unused_;
void kiosk_print_done(struct kiosk *kiosk);

/* Prints a ticket's slip when its turn comes. */
void kiosk_print_print(struct kiosk *kiosk, const struct kiosk_ticket *ticket, bool second_print);
/* A ticket gets no slip: no printer is ready. */
void kiosk_print_refuse(struct kiosk *kiosk, const struct kiosk_ticket *ticket);
/* A ticket's slip is this process's business: it was a press of its own, or it prints it. */
void kiosk_print_note_own(struct kiosk *kiosk, int64_t ticket);
void kiosk_print_disown(struct kiosk *kiosk, int64_t ticket);
bool kiosk_print_is_own(const struct kiosk *kiosk, int64_t ticket);
/* The hub still waits for a report on this ticket's slip. If it is not this process's
 * business already, it is printed when its visitor waits, else reported as failed. */
void kiosk_print_recover(
	struct kiosk *kiosk, const struct kiosk_ticket *ticket, bool second_print, bool waits);
/* All that the hub waits for from an earlier process has been told: slips are printed from now on.
 */
void kiosk_print_listed(struct kiosk *kiosk);
/* A press was taken back: no slip of its ticket will come. */
void kiosk_print_report_void(struct kiosk *kiosk, int64_t ticket);
/* A ticket is void or gone: its slip is not wanted any more. */
void kiosk_print_forget(struct kiosk *kiosk, int64_t ticket);
/* All tickets that are known are of another history: no slip but the one at the printer is printed
 * any more, and nothing is reported. */
void kiosk_print_forget_all(struct kiosk *kiosk);
/* Lays out slips that nobody sees, so that the first visitor does not wait for the fonts. */
void kiosk_print_warm_up(struct kiosk *kiosk);
