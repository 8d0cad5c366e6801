/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the bytes travel to a printer: printer-sim.c, printer-usb.c. A link looks for its printer by
 * itself, again and again, and says when it is there and when it is gone. It takes bytes at any
 * time while the printer is there, and says when they have left the computer.
 */
#pragma once

#include <stddef.h>
#include <systemd/sd-event.h>

#include "drivers/printer-model.h"
#include "drivers/printer-settings.h"
#include "drivers/printer-status.h"

/* None is called from within the functions of struct printer_link. */
struct printer_link_calls {
	void (*up)(void *userdata); /* there; nothing is on its way */
	void (*down)(void *userdata); /* gone, with what was on its way; it is looked for */
	void (*sent)(size_t size, void *userdata); /* so many more bytes have left */
	void (*bytes)(const uint8_t *bytes, size_t size, void *userdata); /* it says */
	/* The port, not the printer, says so; for printers that say nothing themselves. */
	void (*port)(bool paper_out, bool error, void *userdata);
	void (*absent)(void *userdata); /* why it is not there is known; see about */
};

struct printer_link {
	const char *driver; /* "sim" */
	/* settings are copied as needed; models (may be NULL) outlives the link. Does not wait; up
	 * follows. All functions and calls are on the loop's thread; a link that has calls which
	 * wait makes them on another. */
	int (*open)(sd_event *event, const struct printer_settings *settings,
		const struct printer_models *models, const struct printer_link_calls *calls,
		void *userdata, void **ret);
	/* Takes all bytes (a copy) and returns how many left at once; sent tells of the rest.
	 * Bytes given while the printer is not there are forgotten. */
	size_t (*write)(void *link, const void *bytes, size_t size);
	/* Forgets the bytes that it has not begun to send; returns how many those are. */
	size_t (*drop)(void *link);
	/* Ends the connection, with what is on its way and with what the printer holds if it
	 * can be told so, and makes it anew: up follows, without a down. */
	void (*reset)(void *link);
	/* What printer is there, or why none is; may be NULL. */
	void (*about)(void *link, struct printer_about *ret);
	/* Accepts NULL. May wait, with a USB printer that dies just then for seconds. */
	void (*close)(void *link);
};

extern const struct printer_link printer_link_sim;
extern const struct printer_link printer_link_usb;
