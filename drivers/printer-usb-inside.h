/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of printer-usb: finding and opening (printer-usb.c), the transfers
 * (printer-usb-transfer.c). */
#pragma once

#include "base/text.h"
#include "drivers/printer-link.h"
#include "drivers/printer-usb-scan.h"
#include "drivers/usb-loop.h"

enum {
	USB_CHUNK = 8192, /* of one transfer out */
	USB_READ = 1024, /* a multiple of every packet size there is, else transfers overflow */
	USB_CONTROL_READ = 1024,
};

enum usb_phase {
	USB_LOOKING, /* no printer is open */
	USB_OPENING, /* it is, and is asked what it is */
	USB_UP,
	USB_LOSING, /* what is under way comes back, then it is closed */
	USB_RESETTING, /* the same, but then the printer is told to forget */
	USB_FORGETTING, /* it is being told */
};

/* A transfer that is used again and again. */
struct usb_pipe {
	struct libusb_transfer *transfer;
	bool busy; /* it is under way */
};

struct usb {
	sd_event *event;
	const struct printer_models *models;
	char *path;
	bool any_language; /* a model was named: somebody knows how it is set up */
	struct printer_link_calls calls;
	void *userdata;
	struct usb_loop *loop; /* NULL: the computer has no USB now */
	sd_event_source *look; /* the next look */
	sd_event_source *settle; /* what is under way has come back, or may have */
	sd_event_source *poll; /* the port's status */
	sd_event_source *listen; /* reads again, after a pause */
	enum usb_phase phase;
	bool told_up;
	bool closing; /* for good: nobody is called any more */
	const char *absent; /* see struct printer_about */
	struct usb_printer printer; /* while open, and then the last one */
	struct usb_device_id id;
	libusb_device_handle *handle;
	struct usb_pipe out, in, control;
	int stalls; /* in a row */
	bool spoke; /* it says something itself */
	bool no_port; /* its port has no status */
	bool other_recipient; /* the second way to tell it to forget is being tried */
	struct usb_port port;
	/* On the way out: the queue is not begun; of the chunk, the bytes from chunk_at on are
	 * under way or, after a transfer that ended early, next. */
	struct textbuf queue;
	size_t edge; /* how much of the queue is of earlier writes */
	bool fresh; /* the last write has not been begun */
	size_t chunk_at, chunk_size;
	uint8_t chunk[USB_CHUNK];
	uint8_t read[USB_READ];
	uint8_t setup[LIBUSB_CONTROL_SETUP_SIZE + USB_CONTROL_READ];
};

/* ---- printer-usb.c ---- */

/* The printer is up: its transfers may begin. */
void usb_become_up(struct usb *usb);
/* The device fails or is gone: everything ends, and it is looked for again. */
void usb_lose(struct usb *usb, const char *why);
/* Goes on with closing, from the loop, once nothing is under way. */
void usb_settle_later(struct usb *usb);

/* ---- printer-usb-transfer.c ---- */

void usb_pipes_init(struct usb *usb);
/* Those that are still under way are left alone. */
void usb_pipes_done(struct usb *usb);
bool usb_pipes_idle(const struct usb *usb);
void usb_pipes_cancel(struct usb *usb);
/* Sends what waits, if nothing is under way. */
void usb_send(struct usb *usb);
/* Reads, from now on always. */
void usb_listen(struct usb *usb);
/* Asks for the device id; usb_become_up follows, or usb_lose. */
int usb_ask_id(struct usb *usb) _warn_unused_;
/* Asks for the port's status, if that makes sense. */
void usb_ask_port(struct usb *usb);
/* Tells the printer to forget what it holds; usb_settle_later follows. */
int usb_forget(struct usb *usb) _warn_unused_;
