/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A slip printer. The conversation (is it ready, print, was it printed) is the same for all
 * (printer.c on escpos.c); how the bytes travel is the link: printer-sim.c, printer-usb.c.
 * One slip is in flight at a time; its result is said once and honestly.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/bitmap.h"
#include "base/cleanup.h"

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

enum { PRINTER_PATH_SIZE = 128 }; /* a serial number has at most 126 characters */

struct printer_settings {
	char driver[16]; /* "sim", "usb" */
	/* sim: the simulator's socket. usb: the port ("1-1.2") or the serial number, "" the first
	 * printer that is found. */
	char path[PRINTER_PATH_SIZE];
	char model[32]; /* of printer-model.h; "": by the ids of the device */
	/* Instead of what the model says; 0, 0, −1, −1: not said. */
	int width_dots; /* 384 … 640 */
	int dpi; /* 180 or 203 */
	int cut; /* 0 no, 1 yes */
	int feed_dots; /* from the head to the blade */
};

/* What a slip has to fit. */
struct printer_paper {
	int width_dots;
	int dpi;
};

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

struct printer_calls {
	/* On changes, also of why there is none. */
	void (*status)(const struct printer_status *status, void *userdata);
	void (*done)(uint64_t job, enum print_result result, const char *cause, void *userdata);
	void (*first_byte)(uint64_t job, int64_t mono_us, void *userdata); /* may be NULL */
};

struct printer;
/* Opens a printer that may be absent: it comes and goes through status. Neither this nor anything
 * below waits for the printer, but for printer_close(). All functions and calls are on the thread
 * of the event loop; calls come from the loop, first_byte also from within printer_print(). A call
 * may use every function but printer_close(). settings are copied. −ENODEV: no such driver.
 * −EINVAL: no such model, or no path. The site's mistakes are logged. */
int printer_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_calls *calls, void *userdata, struct printer **ret) _warn_unused_;
/* Accepts NULL. A slip under way is given up without a done. May wait for seconds when a USB
 * printer dies just then. */
void printer_close(struct printer *printer);
DEFINE_CLEANUP(struct printer *, printer_close);

/* Starts to print; copies what it needs, so that slip may be freed. Encodes it before it returns
 * (about a millisecond) and waits for nothing. done follows always, never from within this call: at
 * the latest some 15 s after the printer stops taking bytes, or after the last byte when the proof
 * that it usually gives does not come. −EBUSY while a slip is in flight, until done is called.
 * −EINVAL: wider than ESCPOS_WIDTH_MAX_DOTS. */
int printer_print(struct printer *printer, uint64_t job, const struct bitmap *slip) _warn_unused_;
/* A slip may have been under way when an earlier owner of this printer was ended (killed, the power
 * cut): what hangs out is fed out and cut off, at the latest in front of the next slip. */
void printer_part_paper(struct printer *printer);
void printer_get_status(const struct printer *printer, struct printer_status *ret);
/* The paper of the printer that is there, or was last; before that, of the model or a usual one. */
void printer_get_paper(const struct printer *printer, struct printer_paper *ret);
void printer_get_about(const struct printer *printer, struct printer_about *ret);
