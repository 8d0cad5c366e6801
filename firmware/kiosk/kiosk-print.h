/* SPDX-License-Identifier: Apache-2.0 */
/* The spool and the printer: takes slips, and gives their outcomes to the flow and the hub. Runs in
 * the owner's event loop; laying out a slip takes some ten milliseconds on a small board. Its calls
 * may call back into it. */
#pragma once

#include "base/bitmap.h"
#include "base/log.h"
#include "kiosk/kiosk-context.h"
#include "kiosk/spool.h"

struct kiosk_print;

struct kiosk_print_calls {
	/* What became of a slip, and whether the printer can print now. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* There is a report for the hub. */
	void (*report)(void *userdata);
	/* The printer's state. */
	void (*health)(const char *state, enum log_fault fault, const char *note, void *userdata);
	/* The printer can print: the hub may know of slips that could not be begun before. */
	void (*late)(void *userdata);
	/* A slip is on its way to the printer. */
	void (*begins)(void *userdata);
	/* A list of papers is out, or will not come. */
	void (*list)(bool out, void *userdata);
	/* How many procedures of a service are free of charge online. */
	int (*free_online)(const char *service, void *userdata);
};

/* Opens the board's printer, if it has one; without one, slips are refused. Logs its errors. */
int kiosk_print_open(const struct kiosk_context *context, const struct kiosk_print_calls *calls,
	void *userdata, struct kiosk_print **ret) _warn_unused_;
void kiosk_print_close(struct kiosk_print *print);
DEFINE_CLEANUP(struct kiosk_print *, kiosk_print_close);

/* Queues a ticket's slip for printing. */
void kiosk_print_add(
	struct kiosk_print *print, const struct kiosk_ticket *ticket, bool second_print);
/* A ticket gets no slip now: no printer is ready. */
void kiosk_print_refuse(struct kiosk_print *print, const struct kiosk_ticket *ticket);
/* Whether slips that could not be begun before can be printed now, and the hub knows of all. */
bool kiosk_print_wants_late(const struct kiosk_print *print);
/* Such a slip: printed, with a mark, behind all others, once the hub knows that it begins. */
void kiosk_print_add_late(struct kiosk_print *print, const struct kiosk_ticket *ticket);
/* Its ticket was called: it needs no late slip. */
void kiosk_print_drop_late(struct kiosk_print *print, int64_t ticket);
/* Queues a list of papers, behind the slips: one at a time, a former one that has not begun is
 * dropped. Takes over the bitmap, of the paper's size. list is called once for each, unless it is
 * dropped. A list is nobody's after a restart, and is not printed then. −ENODEV: the board has no
 * printer. */
int kiosk_print_paper(
	const struct kiosk_print *print, int *ret_width_dots, int *ret_dpi) _warn_unused_;
int kiosk_print_list(struct kiosk_print *print, struct bitmap *list) _warn_unused_;
/* Nobody waits for the list any more: it is not printed, unless it is at the printer already. */
void kiosk_print_drop_list(struct kiosk_print *print);
/* This process is responsible for a ticket's slip: the ticket is from one of its presses, or it
 * prints the slip. */
void kiosk_print_note_own(struct kiosk_print *print, int64_t ticket);
void kiosk_print_disown(struct kiosk_print *print, int64_t ticket);
bool kiosk_print_is_own(const struct kiosk_print *print, int64_t ticket);
/* The hub still waits for a report on this ticket's slip. Unless this process is already
 * responsible for it, it is printed if its visitor waits, else reported as failed. */
void kiosk_print_recover(struct kiosk_print *print, const struct kiosk_ticket *ticket,
	bool second_print, bool waits);
/* All slips that the hub expects from an earlier process are known: slips are printed from now
 * on. */
void kiosk_print_listed(struct kiosk_print *print);
/* A press was given up and its ticket is void: reports that no slip will come. */
void kiosk_print_report_void(struct kiosk_print *print, int64_t ticket);
/* A ticket is void or removed: its slip is no longer wanted. */
void kiosk_print_forget(struct kiosk_print *print, int64_t ticket);
/* All known tickets belong to another database: no slip is printed any more except the one at the
 * printer, and nothing is reported. */
void kiosk_print_forget_all(struct kiosk_print *print);
/* The oldest report for the hub; NULL none. Owned by this part, valid until the next call. */
const struct spool_report *kiosk_print_next_report(const struct kiosk_print *print);
/* The hub has taken this report, or has refused it for good. */
void kiosk_print_reported(struct kiosk_print *print, uint64_t number, bool taken);
/* Lays out slips that nobody sees, so that the first visitor does not wait for the fonts. */
void kiosk_print_warm_up(struct kiosk_print *print);
