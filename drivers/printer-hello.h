/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is there a printer at the other end? A serial line can be opened, and an address may accept a
 * connection, when the printer is off, when it is another device, or when another program is being
 * served. So the link asks (DLE EOT) before it says that a printer is connected, until two
 * questions in a row have been answered as ESC/POS printers answer them. Pure: bytes and times in,
 * what to do out.
 */
#pragma once

#include "drivers/escpos.h"

enum hello_next {
	HELLO_WAIT, /* until wait_ms */
	HELLO_ASK, /* send the question, now */
	HELLO_PRINTER, /* it is one, and has nothing more to say */
	HELLO_REOPEN, /* it has not answered for long: a connection made anew may help */
};

/* Zero-initialise it. */
struct printer_hello {
	int question; /* DLE EOT n: the next, or the one under way */
	int64_t wait_ms; /* HELLO_WAIT: call again at that time, or when bytes come */
	const char *absent; /* NULL not known yet, "" it answers, "silent", "garbled" */
	struct escpos_parser parser;
	bool asking, heard, answered, wrong; /* in this round */
	int64_t asked_ms, heard_ms;
	int rounds; /* in a row that were answered */
	int wrongs; /* in a row that were answered with garbage */
	int unanswered; /* in a row */
	bool otherwise; /* it may know GS a alone: send that, too */
};

/* broken: how many bytes the line itself reports as damaged. */
void printer_hello_receive(struct printer_hello *hello, const uint8_t *bytes, size_t size,
	size_t broken, int64_t now_ms);
/* stuck: the last question has not left yet, so that another one would pile up. */
enum hello_next printer_hello_next(struct printer_hello *hello, bool stuck, int64_t now_ms);
