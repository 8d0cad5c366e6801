/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transport of bytes to a printer: printer-sim.c, printer-usb.c,
 * printer-serial.c,
 * printer-network.c. A link looks for its printer
 * by itself, repeats that until it finds it, and reports when the printer comes and goes. It
 * accepts bytes at any time while the printer is connected, and reports when they have left the
 * computer.
 */
#pragma once

#include <stddef.h>
#include <systemd/sd-event.h>

#include "drivers/printer-model.h"
#include "drivers/printer-settings.h"
#include "drivers/printer-status.h"

/* None of these is called from within the functions of struct printer_link. */
struct printer_link_calls {
	void (*up)(void *userdata); /* connected; no bytes are on their way */
	void (*down)(void *userdata); /* gone, with the bytes on their way */
	void (*sent)(size_t size, void *userdata); /* this many more bytes have left */
	/* Of the bytes behind those that have left, so many may have, too: nobody knows. */
	void (*maybe_sent)(size_t size, void *userdata);
	void (*bytes)(const uint8_t *bytes, size_t size, void *userdata); /* from the printer */
	/* The port's status, not the printer's own; for printers that send no status themselves. */
	void (*port)(bool paper_out, bool error, void *userdata);
	void (*absent)(void *userdata); /* the reason for no printer is known; see about */
};

struct printer_link {
	const char *driver; /* "sim" */
	/* settings are copied as needed; models (may be NULL) outlives the link. Does not wait; up
	 * is called later. All functions and calls are on the loop's thread; a link that must make
	 * blocking calls makes them on another thread. */
	int (*open)(sd_event *event, const struct printer_settings *settings,
		const struct printer_models *models, const struct printer_link_calls *calls,
		void *userdata, void **ret);
	/* Accepts all bytes (copies them) and returns how many left at once; sent reports the rest.
	 * Bytes given while no printer is connected are dropped. */
	size_t (*write)(void *link, const void *bytes, size_t size);
	/* Drops the bytes that it has not begun to send; returns how many. */
	size_t (*drop)(void *link);
	/* Ends the connection and makes it anew; drops the bytes on their way and, if the printer
	 * can be told to, those that it holds. up follows, without a down. */
	void (*reset)(void *link);
	/* Which printer is connected, or why none is; may be NULL. */
	void (*about)(void *link, struct printer_about *ret);
	/* Accepts NULL. May block, for seconds when a USB printer fails at that moment. */
	void (*close)(void *link);
};

extern const struct printer_link printer_link_sim;
extern const struct printer_link printer_link_usb;
extern const struct printer_link printer_link_serial;
extern const struct printer_link printer_link_network;
