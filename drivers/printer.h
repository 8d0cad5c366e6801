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
#include "drivers/printer-settings.h"
#include "drivers/printer-status.h"

/* What a slip has to fit. */
struct printer_paper {
	int width_dots;
	int dpi;
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
