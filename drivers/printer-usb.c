/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cable to a real printer: USB, by libusb, from the daemon's event loop.
 *
 *   LOOKING ──found, opened──► OPENING ──its id, or none──► UP
 *      ▲                          │ gone, failed             │ gone, failed        reset │
 *      └──all is back── LOSING ◄──┴──────────────────────────┘                           │
 *      └──told or not── FORGETTING ◄──all is back── RESETTING ◄──────────────────────────┘
 *
 *  A printer is found by the interfaces of its descriptors, and opened without being configured or
 *  reset: some lose the next slip after that. The kernel's usblp, which takes every printer that is
 *  plugged in, is asked to let go each time. When nothing is found, and no device comes, it is
 * looked for again from time to time, with a fresh libusb: without udevd it never hears of a
 * replug.
 *
 *  Not handled: two programs that share a printer. The second one is told that it is busy.
 */
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "drivers/printer-usb-inside.h"

enum {
	RESCAN_MS = 5000,
	AGAIN_MS = 300, /* after it failed: it may be there still */
	POLL_MS = 2000,
	CLOSE_MS = 50,
	CLOSES_MAX = 20,
};

static void look_in(struct usb *usb, uint64_t delay_ms)
{
	(void)sd_event_source_set_time_relative(usb->look, delay_ms * 1000);
	(void)sd_event_source_set_enabled(usb->look, SD_EVENT_ONESHOT);
}

/* ---- opening ---- */

static void set_absent(struct usb *usb, const char *absent)
{
	static const struct {
		const char *absent, *text;
	} texts[] = {
		{"no_usb", "this computer has no USB"},
		{"not_found", "no printer is found on USB"},
		{"busy", "the printer is in use by another program"},
		{"no_permission",
			"there is no permission to open the printer; is its udev rule "
			"installed, and this user in the group lp?"},
		{"other_language",
			"the printer is not set to ESC/POS; set its switch, then write "
			"'model = generic' in the board file"},
		{"failed", "the printer cannot be opened"},
	};

	if (strcmp(usb->absent, absent) == 0) {
		return; /* said already */
	}
	usb->absent = absent;
	usb->calls.absent(usb->userdata);
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		if (strcmp(texts[i].absent, absent) == 0) {
			log_warning(i == 0 || i == 1 || i == 5 ? FAULT_DEVICE : FAULT_SITE,
				"%s; looking again", texts[i].text);
		}
	}
}

static const char *name_of(const struct usb *usb)
{
	const struct usb_printer *printer = &usb->printer;

	return *usb->id.model    ? usb->id.model
		: *printer->name ? printer->name
		: printer->model ? printer->model->name
				 : printer_model_generic()->name;
}

/* Its interface is taken from usblp, and given back to it when it is closed. */
static int claim(struct usb *usb)
{
	const struct usb_place *place = &usb->printer.place;
	int r = libusb_open(usb->printer.device, &usb->handle);

	if (r < 0) {
		usb->handle = NULL;
		return usb_errno(r);
	}
	(void)libusb_set_auto_detach_kernel_driver(usb->handle, 1);
	r = libusb_claim_interface(usb->handle, place->interface);
	if (r == 0 && place->alternates) {
		r = libusb_set_interface_alt_setting(
			usb->handle, place->interface, place->alternate);
	}
	return usb_errno(r);
}

static void close_device(struct usb *usb)
{
	if (usb->handle) {
		(void)libusb_release_interface(usb->handle, usb->printer.place.interface);
		libusb_close(usb->handle);
		usb->handle = NULL;
	}
	if (usb->printer.device) {
		libusb_unref_device(usb->printer.device);
		usb->printer.device = NULL;
	}
	usb->phase = USB_LOOKING;
	usb->queue.size = 0;
	usb->edge = 0;
	usb->chunk_at = 0;
	usb->chunk_size = 0;
	(void)sd_event_source_set_enabled(usb->poll, SD_EVENT_OFF);
	(void)sd_event_source_set_enabled(usb->listen, SD_EVENT_OFF);
}

static void open_failed(struct usb *usb, int error)
{
	close_device(usb);
	set_absent(usb,
		error == -EBUSY            ? "busy"
			: error == -EACCES ? "no_permission"
			: error == -ENODEV ? "not_found"
					   : "failed");
	look_in(usb, RESCAN_MS);
}

static void open_printer(struct usb *usb)
{
	int r;

	usb->stalls = 0;
	usb->spoke = false;
	usb->no_port = usb->printer.model && !usb->printer.model->port_status;
	usb->port = (struct usb_port){0};
	usb->fresh = false;
	r = claim(usb);
	if (r == 0) {
		r = usb_errno(usb_ask_id(usb));
	}
	if (r < 0) {
		open_failed(usb, r);
	} else {
		usb->phase = USB_OPENING;
	}
}

void usb_become_up(struct usb *usb)
{
	const struct usb_printer *printer = &usb->printer;

	usb->phase = USB_UP;
	usb->absent = "";
	usb->told_up = true;
	log_notice("printer %s at USB port %s (%04x:%04x), endpoints %02x/%02x", name_of(usb),
		printer->path, printer->vendor, printer->product, printer->place.out,
		printer->place.in);
	usb_listen(usb);
	if (usb->phase == USB_UP) {
		(void)sd_event_source_set_time_relative(usb->poll, 0);
		(void)sd_event_source_set_enabled(usb->poll, SD_EVENT_ONESHOT);
		usb->calls.up(usb->userdata);
	}
}

/* ---- looking ---- */

static void say_choice(const struct usb_printer *found, int n, int chosen)
{
	_cleanup_(textbuf_done) struct textbuf others = {0};

	for (int i = 0; i < n; i++) {
		if (i != chosen) {
			textbuf_printf(&others, " %s", found[i].path);
		}
	}
	if (others.size > 0) {
		log_warning(FAULT_SITE,
			"more than one printer: taking the one at %s, not%s; 'path = …' in the "
			"board file chooses",
			found[chosen].path, others.data);
	}
}

static void choose(struct usb *usb, struct usb_printer *found, int n)
{
	int chosen = 0;

	while (chosen < n && !usb_printer_is(&found[chosen], usb->path)) {
		chosen++;
	}
	if (chosen == n) {
		set_absent(usb, "not_found");
		look_in(usb, RESCAN_MS);
		return;
	}
	if (!usb->path && strcmp(usb->absent, "") == 0) {
		say_choice(found, n, chosen);
	}
	if (found[chosen].model && found[chosen].model->other_language && !usb->any_language) {
		set_absent(usb, "other_language");
		look_in(usb, RESCAN_MS);
		return;
	}
	usb->printer = found[chosen];
	found[chosen].device = NULL; /* its reference is taken over */
	open_printer(usb);
}

static void look(struct usb *usb)
{
	struct usb_printer found[USB_PRINTERS_MAX] = {0};
	int n = usb_printers_scan(usb_loop_context(usb->loop), usb->models, found);

	if (n < 0) {
		set_absent(usb, "failed");
		look_in(usb, RESCAN_MS);
		return;
	}
	choose(usb, found, n);
	for (int i = 0; i < n; i++) {
		usb_printer_done(&found[i]);
	}
}

static void on_plugged(void *userdata)
{
	struct usb *usb = userdata;

	if (usb->phase == USB_LOOKING) {
		look_in(usb, 0);
	}
}

static int on_look(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct usb *usb = userdata;

	(void)source;
	(void)usec;
	if (usb->phase != USB_LOOKING) {
		return 0;
	}
	if (usb->loop && *usb->absent) {
		/* It may not have heard of a new device. A transfer holds on to the device that it
		 * was last used with, which must not outlive its libusb. */
		usb_pipes_done(usb);
		usb_loop_free(TAKE_PTR(usb->loop));
		usb_pipes_init(usb);
	}
	if (!usb->loop && usb_loop_new(usb->event, on_plugged, usb, &usb->loop) < 0) {
		set_absent(usb, "no_usb");
		look_in(usb, RESCAN_MS);
		return 0;
	}
	look(usb);
	return 0;
}

/* ---- closing ---- */

void usb_settle_later(struct usb *usb)
{
	if (!usb->closing) {
		(void)sd_event_source_set_enabled(usb->settle, SD_EVENT_ONESHOT);
	}
}

void usb_lose(struct usb *usb, const char *why)
{
	if (usb->phase != USB_UP && usb->phase != USB_OPENING) {
		return;
	}
	log_warning(FAULT_DEVICE, "the printer at USB port %s is lost: %s", usb->printer.path, why);
	usb->phase = USB_LOSING;
	usb_pipes_cancel(usb);
	usb_settle_later(usb);
}

static void end_losing(struct usb *usb)
{
	bool tell = usb->told_up;

	close_device(usb);
	usb->told_up = false;
	look_in(usb, AGAIN_MS);
	if (tell) {
		usb->calls.down(usb->userdata);
	}
}

static int on_settle(sd_event_source *source, void *userdata)
{
	struct usb *usb = userdata;

	(void)source;
	if (!usb_pipes_idle(usb)) {
		return 0; /* the last that comes back calls again */
	}
	switch (usb->phase) {
	case USB_LOSING:
		end_losing(usb);
		break;
	case USB_RESETTING:
		usb->phase = USB_FORGETTING;
		if (usb_forget(usb) == LIBUSB_SUCCESS) {
			break;
		}
		/* It cannot be told: it is gone. */
		__attribute__((fallthrough));
	case USB_FORGETTING:
		close_device(usb);
		look_in(usb, 0);
		break;
	case USB_LOOKING:
	case USB_OPENING:
	case USB_UP:
		break;
	}
	return 0;
}

static int on_poll(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct usb *usb = userdata;

	(void)usec;
	if (usb->phase != USB_UP || usb->spoke || usb->no_port) {
		return 0;
	}
	usb_ask_port(usb);
	(void)sd_event_source_set_time_relative(source, POLL_MS * 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static int on_listen(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	usb_listen(userdata);
	return 0;
}

/* ---- the link ---- */

static void usb_close(void *link)
{
	struct usb *usb = link;

	if (!usb) {
		return;
	}
	usb->closing = true;
	usb_pipes_cancel(usb);
	for (int i = 0; i < CLOSES_MAX && usb->loop && !usb_pipes_idle(usb); i++) {
		struct timeval wait = {.tv_usec = CLOSE_MS * 1000};

		(void)libusb_handle_events_timeout_completed(
			usb_loop_context(usb->loop), &wait, NULL);
	}
	close_device(usb);
	usb_pipes_done(usb);
	usb_loop_free(usb->loop);
	(void)sd_event_source_disable_unref(usb->look);
	(void)sd_event_source_disable_unref(usb->settle);
	(void)sd_event_source_disable_unref(usb->poll);
	(void)sd_event_source_disable_unref(usb->listen);
	sd_event_unref(usb->event);
	textbuf_done(&usb->queue);
	free(usb->path);
	free(usb);
}

static int add_timer(struct usb *usb, sd_event_time_handler_t handler, sd_event_source **ret)
{
	int r = sd_event_add_time(usb->event, ret, CLOCK_MONOTONIC, 0, 1000, handler, usb);

	return r < 0 ? r : sd_event_source_set_enabled(*ret, SD_EVENT_OFF);
}

static int add_sources(struct usb *usb)
{
	int r = add_timer(usb, on_look, &usb->look);

	if (r >= 0) {
		r = add_timer(usb, on_poll, &usb->poll);
	}
	if (r >= 0) {
		r = add_timer(usb, on_listen, &usb->listen);
	}
	if (r >= 0) {
		r = sd_event_add_defer(usb->event, &usb->settle, on_settle, usb);
	}
	return r < 0 ? r : sd_event_source_set_enabled(usb->settle, SD_EVENT_OFF);
}

static int usb_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_models *models, const struct printer_link_calls *calls, void *userdata,
	void **ret)
{
	struct usb *usb = memory_new(1, sizeof(*usb));
	int r;

	usb->event = sd_event_ref(event);
	usb->models = models;
	usb->path = settings->path ? text_dup(settings->path) : NULL;
	usb->any_language = settings->model;
	usb->calls = *calls;
	usb->userdata = userdata;
	usb->absent = "";
	usb_pipes_init(usb);
	r = add_sources(usb);
	if (r < 0) {
		usb_close(usb);
		return r;
	}
	look_in(usb, 0);
	*ret = usb;
	return 0;
}

static size_t usb_write(void *link, const void *bytes, size_t size)
{
	struct usb *usb = link;

	if (usb->phase != USB_UP) {
		return 0;
	}
	if (!usb->fresh || size > usb->printer.place.out_packet) {
		usb->edge = usb->queue.size; /* a question behind a slip must not hide it */
		usb->fresh = true;
	}
	textbuf_add_bytes(&usb->queue, bytes, size);
	usb_send(usb);
	return 0;
}

static size_t usb_drop(void *link)
{
	struct usb *usb = link;
	size_t size = usb->queue.size;

	textbuf_consume(&usb->queue, size);
	usb->edge = 0;
	return size;
}

static void usb_reset(void *link)
{
	struct usb *usb = link;

	usb->told_up = false;
	if (usb->phase == USB_UP || usb->phase == USB_OPENING) {
		usb->phase = USB_RESETTING;
		usb_pipes_cancel(usb);
		usb_settle_later(usb);
	}
}

static void usb_about(void *link, struct printer_about *ret)
{
	const struct usb *usb = link;
	const struct usb_printer *printer = &usb->printer;

	ret->absent = usb->absent;
	ret->model = printer->model ? printer->model->id : printer_model_generic()->id;
	ret->name = name_of(usb);
	ret->maker = *usb->id.maker ? usb->id.maker : printer->maker;
	ret->serial = printer->serial;
	ret->place = printer->path;
	ret->vendor = printer->vendor;
	ret->product = printer->product;
}

const struct printer_link printer_link_usb = {
	.driver = "usb",
	.open = usb_open,
	.write = usb_write,
	.drop = usb_drop,
	.reset = usb_reset,
	.about = usb_about,
	.close = usb_close,
};
