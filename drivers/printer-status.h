/* SPDX-License-Identifier: Apache-2.0 */
/* A printer's status, the result of a slip, and what is known about the printer. Pure. */
#pragma once

#include <stdbool.h>

enum print_result {
	PRINT_PRINTED, /* the printer proved it */
	PRINT_SENT, /* all bytes left, and this printer sends no proofs */
	PRINT_FAILED, /* nothing came out: paper out, cover open, offline before the first byte */
	PRINT_UNKNOWN, /* not known: bytes have left, but no proof came */
};
const char *print_result_name(enum print_result result);

struct printer_status {
	bool connected;
	bool paper_low;
	bool paper_out;
	bool cover_open;
	bool cutter_error;
	bool error; /* any other error that it reports */
	bool offline; /* it says so, or has stopped answering */
	bool answers; /* it has answered a status question, so the rest is valid */
};
/* Names the health: "ok", "paper_low", "paper_out", "cover_open", "cutter_error", "error",
 * "offline" (also when it is not connected). A cause that a person can remove goes before its
 * effects. */
const char *printer_status_name(const struct printer_status *status);
/* Whether a slip can come out now, as far as is known. */
bool printer_status_ready(const struct printer_status *status);

/* What is known about the printer, for people. The strings belong to the printer and stay valid
 * until the loop continues. */
struct printer_about {
	const char *model; /* the id of the data file in use */
	const char *name; /* what the data file or the device calls it */
	const char *maker, *serial; /* "" not known */
	const char *place; /* the USB port, the serial device, the address; "" not known */
	int vendor, product; /* 0 not USB */
	/* Why there is no printer, a word of printer_absent_text(); "": there is one, or the search
	 * is under way. */
	const char *absent;
	bool learnt; /* it is connected, and all questions have been asked */
	bool status, automatic, processed, printed; /* what this printer has been seen to answer */
};

/* In English, for the log and the command line: why there is no printer, and what to look at.
 * Words: "not_found", "busy" (another program has it), "no_permission", "other_language", "no_usb",
 * "failed"; "silent" (it does not answer), "garbled" (what it answers is not ESC/POS); by network
 * "refused", "unreachable", "unknown_name". NULL: none of them. */
const char *printer_absent_text(const char *absent);
