/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A slip printer. The dialogue (is it ready, print, was it printed) is the same for all printers
 * (printer-job.c and escpos.c); the link transports the bytes: printer-sim.c, printer-usb.c. One
 * slip is in flight at a time; its result is reported once, and never claims more than is known.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/bitmap.h"
#include "base/cleanup.h"
#include "drivers/printer-settings.h"
#include "drivers/printer-status.h"

/* The size that a slip has to fit. */
struct printer_paper {
	int width_dots;
	int dpi;
};

struct printer_calls {
	/* Called on changes, also when the reason why there is no printer changes. */
	void (*status)(const struct printer_status *status, void *userdata);
	void (*done)(uint64_t job, enum print_result result, const char *cause, void *userdata);
	void (*first_byte)(uint64_t job, int64_t mono_us, void *userdata); /* may be NULL */
};

struct printer;
/* Opens a printer that may be absent: status tells when it is connected or gone. Neither this nor
 * any function below waits for the printer, except printer_close(). All functions and calls are on
 * the thread of the event loop; calls come from the loop, first_byte also from within
 * printer_print(). A call may use every function except printer_close(). settings are copied.
 * −ENODEV: no such driver. −EINVAL: no such model, or no path. Logs the site's mistakes. */
int printer_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_calls *calls, void *userdata, struct printer **ret) _warn_unused_;
/* Accepts NULL. A slip under way is given up without calling done. May block for seconds when a USB
 * printer fails at that moment. */
void printer_close(struct printer *printer);
DEFINE_CLEANUP(struct printer *, printer_close);

/* Starts to print; copies what it needs, so that slip may be freed. Encodes it before it returns
 * (about a millisecond) and waits for nothing. done is always called, but never from within this
 * call: at the latest some 15 s after the printer stops taking bytes, or after the last byte when
 * the proof that it usually gives does not come. −EBUSY while a slip is in flight, until done is
 * called. −EINVAL: wider than ESCPOS_WIDTH_MAX_DOTS. */
int printer_print(struct printer *printer, uint64_t job, const struct bitmap *slip) _warn_unused_;
/* Tells that a slip may have been under way when an earlier owner of this printer ended (killed, or
 * a power cut): what hangs out is fed out and cut off, at the latest before the next slip. */
void printer_part_paper(struct printer *printer);
void printer_get_status(const struct printer *printer, struct printer_status *ret);
/* The paper of the connected printer, or of the last one; before there was one, of the model or a
 * common one. */
void printer_get_paper(const struct printer *printer, struct printer_paper *ret);
void printer_get_about(const struct printer *printer, struct printer_about *ret);
