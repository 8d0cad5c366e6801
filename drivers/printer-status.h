/* SPDX-License-Identifier: Apache-2.0 */
/* How a printer is, what became of a slip, and what is known of the printer. Pure. */
#pragma once

#include <stdbool.h>

enum print_result {
	PRINT_PRINTED, /* the printer proved it */
	PRINT_SENT, /* all bytes left, and this printer never answers */
	PRINT_FAILED, /* nothing can have come out: paper out, cover open, offline before a byte */
	PRINT_UNKNOWN, /* it went away between the first byte and its answer */
};
const char *print_result_name(enum print_result result);

struct printer_status {
	bool connected;
	bool paper_low;
	bool paper_out;
	bool cover_open;
	bool cutter_error;
	bool error; /* any other error it reports */
	bool offline; /* it says so, or has stopped answering */
	bool answers; /* it has answered a status question: the rest can be believed */
};
/* "ok", "paper_low", "paper_out", "cover_open", "cutter_error", "error", "offline" (also when it is
 * not connected): the word for health, the cause a person can remove before its effects. */
const char *printer_status_name(const struct printer_status *status);
/* Whether a slip can come out now, as far as is known. */
bool printer_status_ready(const struct printer_status *status);

/* What there is, for people. Strings are the printer's and stay until the loop goes on. */
struct printer_about {
	const char *model; /* the id of the data file that is used */
	const char *name; /* what the data file or the device calls it */
	const char *maker, *serial, *place; /* "" not known; place: the USB port */
	int vendor, product; /* 0 not USB */
	/* Why there is none: "" (there is one, or it is looked for), "not_found", "busy" (another
	 * program has it), "no_permission", "other_language", "no_usb", "failed". */
	const char *absent;
	bool learnt; /* it is there, and was asked everything */
	bool status, automatic, processed, printed; /* what this one has been seen to answer */
};
