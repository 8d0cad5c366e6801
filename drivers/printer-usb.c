/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link to a real printer: USB, with libusb, from the daemon's event loop.
 *
 *   LOOKING ──its time──► SEARCHING ──found, opened──► OPENING ──its id, or none──► UP
 *     ▲ ▲                    │                           │ gone, failed               │
 *     │ └──none, or refused──┘                           │                  ┌─────────┤
 *     │                                                  ▼     gone, failed │         │ reset
 *   CLOSING ◄──all is back─────────────────────────── LOSING ◄──────────────┘         │
 *     └──told or not── FORGETTING ◄──all is back── RESETTING ◄────────────────────────┘
 *
 *   UP ──an endpoint stalls──► STALLED ──all is back, its halt cleared──► UP
 *
 * "All is back" means that every transfer has ended.
 *
 * Calls that block on the device or the kernel run on a thread, as usb-loop's acts: searching and
 * opening in SEARCHING, clearing a halt in STALLED, closing in CLOSING. Before each, all transfers
 * have ended; the act owns the handle until it is done. Everything else is on the loop's thread
 * and does not block, except usb_close() at the end.
 *
 * A printer is found by the interfaces of its descriptors, and opened without being configured or
 * reset, because some printers lose the next slip after that. The kernel's usblp, which takes every
 * printer that is plugged in, is detached each time. While no printer is found and no device is
 * plugged in, the search is repeated with a new libusb context from time to time: without udevd
 * libusb never notices a replug. Not handled: two programs that share a printer. The second one
 * gets "busy".
 */
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/printer-link.h"
#include "drivers/printer-usb-scan.h"
#include "drivers/usb-loop.h"

enum {
	RESCAN_MS = 5000,
	AGAIN_MS = 300, /* after a failure: the printer may still be connected */
	POLL_MS = 2000,
	CLOSE_MS = 50,
	CLOSES_MAX = 20,
	USB_CHUNK = 8192, /* size of one outgoing transfer */
	USB_READ = 1024, /* a multiple of every possible packet size, else transfers overflow */
	USB_CONTROL_READ = 1024,
	CONTROL_MS = 1000,
	PAUSE_MS = 100, /* before reading again from a printer that has nothing to send */
	STALLS_MAX = 3,
	/* Requests of the printing class. SOFT_RESET goes to the interface in class definition 1.1,
	 * and to "other" in 1.0, which older printers follow. */
	GET_DEVICE_ID = 0,
	GET_PORT_STATUS = 1,
	SOFT_RESET = 2,
	FROM_INTERFACE = 0xA1,
	TO_INTERFACE = 0x21,
	TO_OTHER = 0x23,
};

enum usb_phase {
	USB_LOOKING, /* no printer is open */
	USB_SEARCHING, /* an act looks for a printer and opens it */
	USB_OPENING, /* it is open, and is asked for its id */
	USB_UP,
	USB_STALLED, /* waits for all transfers to end, then an act clears an endpoint's halt */
	USB_LOSING, /* waits for all transfers to end, then the printer is closed */
	USB_RESETTING, /* the same, but then the printer is told to forget its data */
	USB_FORGETTING, /* the printer is being told */
	USB_CLOSING, /* an act closes it */
};

/* A transfer that is used repeatedly. */
struct usb_pipe {
	struct libusb_transfer *transfer;
	bool busy; /* the transfer is under way */
};

struct usb {
	sd_event *event;
	const struct printer_models *models;
	char *path;
	bool any_language; /* the board names a model: somebody knows its setup */
	struct printer_link_calls calls;
	void *userdata;
	struct usb_loop *loop;
	bool renew; /* SEARCHING: make the libusb context anew first */
	struct usb_search search; /* SEARCHING: the result */
	bool plugged; /* a device was plugged in during the search */
	uint8_t halted; /* STALLED: the endpoint */
	int cleared; /* STALLED: the result of clearing it, a libusb_error */
	uint64_t again_ms; /* CLOSING: time until the next look */
	sd_event_source *look; /* the next look */
	sd_event_source *close; /* continues closing when all transfers may have ended */
	sd_event_source *poll; /* reads the port's status */
	sd_event_source *listen; /* reads again, after a pause */
	enum usb_phase phase;
	bool told_up;
	bool closing; /* usb_close() has begun: no callback is called any more */
	const char *absent; /* see struct printer_about */
	struct usb_printer printer; /* while open; after that, the last one */
	struct usb_device_id id;
	libusb_device_handle *handle;
	struct usb_pipe out, in, control;
	int stalls; /* in a row */
	bool spoke; /* the printer itself has sent something */
	bool no_port; /* the port has no status */
	bool other_recipient; /* the second way to tell it to forget its data is being tried */
	struct usb_port port;
	/* Outgoing bytes: none of the queue has been begun. The chunk's bytes from chunk_at on are
	 * under way or, after a transfer that ended early, next. */
	struct textbuf queue;
	size_t edge; /* how many bytes of the queue come from earlier writes */
	bool fresh; /* the last write has not been begun */
	size_t chunk_at, chunk_size;
	uint8_t chunk[USB_CHUNK];
	uint8_t read[USB_READ];
	uint8_t setup[LIBUSB_CONTROL_SETUP_SIZE + USB_CONTROL_READ];
};

/* ---- the transfers ---- */

/*
 * The transfers. None has a timeout of its own except the port status requests: printer-job.c
 * decides how long a slip may make no progress, and then makes the link anew. What a transfer that
 * ended early has sent is never sent again.
 */

/* The printer is up: its transfers may begin. */
static void become_up(struct usb *usb);
/* The device has failed or is gone: ends everything, and looks for it again. */
static void lose_device(struct usb *usb, const char *why);
/* Continues closing from the loop, once no transfer is under way. */
static void close_later(struct usb *usb);
/* Sends the queue, if no transfer out is under way. */
static void usb_send(struct usb *usb);
/* Starts to read, and keeps reading. */
static void usb_listen(struct usb *usb);
static void usb_pipes_cancel(struct usb *usb);

static int submit(struct usb_pipe *pipe)
{
	int r = libusb_submit_transfer(pipe->transfer);

	pipe->busy = r == LIBUSB_SUCCESS;
	return r;
}

/* Marks a transfer as ended. Returns false when the link is being closed and nothing may follow. */
static bool came_back(struct usb *usb, struct usb_pipe *pipe)
{
	pipe->busy = false;
	if (usb->phase == USB_LOSING || usb->phase == USB_RESETTING || usb->phase == USB_STALLED) {
		close_later(usb);
	}
	return !usb->closing;
}

/* An endpoint stalls. Its halt is cleared, a limited number of times. */
static void on_stall(struct usb *usb, uint8_t endpoint)
{
	usb->stalls++;
	log_debug("printer: endpoint %02x stalls", endpoint);
	if (usb->stalls > STALLS_MAX) {
		lose_device(usb, "it refuses transfers");
	} else {
		usb->phase = USB_STALLED;
		usb->halted = endpoint;
		usb_pipes_cancel(usb);
		close_later(usb);
	}
}

static const char *reason(enum libusb_transfer_status status)
{
	switch (status) {
	case LIBUSB_TRANSFER_NO_DEVICE:
		return "it is gone";
	case LIBUSB_TRANSFER_OVERFLOW:
		return "it says more than it may";
	case LIBUSB_TRANSFER_TIMED_OUT:
		return "it takes too long";
	case LIBUSB_TRANSFER_STALL:
		return "it refuses transfers";
	case LIBUSB_TRANSFER_CANCELLED:
	case LIBUSB_TRANSFER_COMPLETED:
	case LIBUSB_TRANSFER_ERROR:
		break;
	}
	return "a transfer failed";
}

/* ---- out ---- */

static void LIBUSB_CALL on_out(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;
	size_t left = transfer->actual_length > 0 ? (size_t)transfer->actual_length : 0;

	usb->chunk_at += left;
	if (!came_back(usb, &usb->out)) {
		return;
	}
	if (left > 0) {
		usb->stalls = 0;
		usb->out.busy = true; /* what is written in the call waits for this chunk's rest */
		usb->calls.sent(left, usb->userdata);
		usb->out.busy = false;
	}
	if (usb->phase != USB_UP) {
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_STALL) {
		on_stall(usb, usb->printer.place.out);
	} else if (transfer->status != LIBUSB_TRANSFER_COMPLETED) {
		lose_device(usb, reason(transfer->status));
	}
	usb_send(usb);
}

/*
 * How much of the queue goes into the next chunk. The last write begins with a transfer of one
 * packet, which leaves wholly or not at all: this tells whether any byte of a slip has left. The
 * last transfer ends with a packet that is not full, which marks it as the last for the device:
 * some devices hold data back until then, and others fail on an empty packet.
 */
static size_t next_size(struct usb *usb)
{
	size_t packet = usb->printer.place.out_packet;
	size_t size = usb->queue.size;

	if (usb->edge > 0) {
		size = MIN_OF(usb->edge, (size_t)USB_CHUNK);
		usb->edge -= size;
	} else if (usb->fresh) {
		size = MIN_OF(size, packet);
		usb->fresh = false;
	}
	size = MIN_OF(size, (size_t)USB_CHUNK);
	return size == usb->queue.size && size % packet == 0 && size > 1 ? size - 1 : size;
}

static void usb_send(struct usb *usb)
{
	int r;

	if (usb->phase != USB_UP || usb->out.busy) {
		return;
	}
	if (usb->chunk_at == usb->chunk_size) {
		if (usb->queue.size == 0) {
			return;
		}
		usb->chunk_size = next_size(usb);
		usb->chunk_at = 0;
		memcpy(usb->chunk, usb->queue.data, usb->chunk_size);
		textbuf_consume(&usb->queue, usb->chunk_size);
	}
	libusb_fill_bulk_transfer(usb->out.transfer, usb->handle, usb->printer.place.out,
		usb->chunk + usb->chunk_at, (int)(usb->chunk_size - usb->chunk_at), on_out, usb, 0);
	r = submit(&usb->out);
	if (r < 0) {
		lose_device(usb, libusb_strerror(r));
	}
}

/* ---- in ---- */

static void listen_later(struct usb *usb)
{
	(void)sd_event_source_set_time_relative(usb->listen, PAUSE_MS * 1000);
	(void)sd_event_source_set_enabled(usb->listen, SD_EVENT_ONESHOT);
}

static void LIBUSB_CALL on_in(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;
	size_t size = transfer->actual_length > 0 ? (size_t)transfer->actual_length : 0;

	if (!came_back(usb, &usb->in)) {
		return;
	}
	if (size > 0 && (usb->phase == USB_UP || usb->phase == USB_STALLED)) {
		usb->spoke = true;
		usb->calls.bytes(usb->read, size, usb->userdata);
	}
	if (usb->phase != USB_UP) {
		return;
	}
	switch (transfer->status) {
	case LIBUSB_TRANSFER_COMPLETED:
	case LIBUSB_TRANSFER_TIMED_OUT:
		if (size > 0) {
			usb_listen(usb);
		} else {
			listen_later(usb);
		}
		break;
	case LIBUSB_TRANSFER_STALL:
		on_stall(usb, usb->printer.place.in);
		break;
	case LIBUSB_TRANSFER_CANCELLED:
	case LIBUSB_TRANSFER_ERROR:
	case LIBUSB_TRANSFER_NO_DEVICE:
	case LIBUSB_TRANSFER_OVERFLOW:
		lose_device(usb, reason(transfer->status));
		break;
	}
}

static void usb_listen(struct usb *usb)
{
	int r;

	if (usb->phase != USB_UP || usb->in.busy || !usb->printer.place.in) {
		return;
	}
	libusb_fill_bulk_transfer(usb->in.transfer, usb->handle, usb->printer.place.in, usb->read,
		sizeof(usb->read) / usb->printer.place.in_packet * usb->printer.place.in_packet,
		on_in, usb, 0);
	r = submit(&usb->in);
	if (r < 0) {
		lose_device(usb, libusb_strerror(r));
	}
}

/* ---- the port ---- */

static int control(struct usb *usb, uint8_t type, uint8_t request, uint16_t index, uint16_t length,
	libusb_transfer_cb_fn done)
{
	libusb_fill_control_setup(usb->setup, type, request, 0, index, length);
	libusb_fill_control_transfer(
		usb->control.transfer, usb->handle, usb->setup, done, usb, CONTROL_MS);
	return submit(&usb->control);
}

static void LIBUSB_CALL on_id(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;

	if (!came_back(usb, &usb->control) || usb->phase != USB_OPENING) {
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_NO_DEVICE) {
		lose_device(usb, reason(transfer->status));
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_COMPLETED && transfer->actual_length > 0) {
		usb_device_id_parse(libusb_control_transfer_get_data(transfer),
			(size_t)transfer->actual_length, &usb->id);
	}
	become_up(usb); /* a printer that does not give its id can still print */
}

static int usb_ask_id(struct usb *usb)
{
	const struct usb_place *place = &usb->printer.place;
	uint16_t index = (uint16_t)(place->interface << 8 | place->alternate);

	usb->id = (struct usb_device_id){0};
	return control(usb, FROM_INTERFACE, GET_DEVICE_ID, index, USB_CONTROL_READ, on_id);
}

static void LIBUSB_CALL on_port(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;

	if (!came_back(usb, &usb->control) || usb->phase != USB_UP) {
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_NO_DEVICE) {
		lose_device(usb, reason(transfer->status));
	} else if (transfer->status != LIBUSB_TRANSFER_COMPLETED || transfer->actual_length < 1) {
		usb->no_port = true;
	} else if (usb_port_take(&usb->port, *libusb_control_transfer_get_data(transfer)) &&
		!usb->spoke) {
		usb->calls.port(usb->port.paper_out, usb->port.error, usb->userdata);
	}
}

static void usb_ask_port(struct usb *usb)
{
	int r;

	if (usb->phase != USB_UP || usb->control.busy) {
		return;
	}
	r = control(usb, FROM_INTERFACE, GET_PORT_STATUS, usb->printer.place.interface, 1, on_port);
	if (r < 0) {
		lose_device(usb, libusb_strerror(r));
	}
}

static void LIBUSB_CALL on_forgotten(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;

	if (!came_back(usb, &usb->control)) {
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_STALL && !usb->other_recipient) {
		usb->other_recipient = true;
		if (control(usb, TO_OTHER, SOFT_RESET, usb->printer.place.interface, 0,
			    on_forgotten) == LIBUSB_SUCCESS) {
			return;
		}
	}
	close_later(usb);
}

static int usb_forget(struct usb *usb)
{
	usb->other_recipient = false;
	return control(
		usb, TO_INTERFACE, SOFT_RESET, usb->printer.place.interface, 0, on_forgotten);
}

/* ---- life ---- */

static void usb_pipes_init(struct usb *usb)
{
	usb->out.transfer = libusb_alloc_transfer(0);
	usb->in.transfer = libusb_alloc_transfer(0);
	usb->control.transfer = libusb_alloc_transfer(0);
	if (!usb->out.transfer || !usb->in.transfer || !usb->control.transfer) {
		log_out_of_memory();
	}
}

static void usb_pipes_done(struct usb *usb)
{
	struct usb_pipe *pipes[] = {&usb->out, &usb->in, &usb->control};

	for (size_t i = 0; i < ELEMENTS(pipes); i++) {
		if (!pipes[i]->busy) {
			libusb_free_transfer(TAKE_PTR(pipes[i]->transfer));
		}
	}
}

static bool usb_pipes_idle(const struct usb *usb)
{
	return !usb->out.busy && !usb->in.busy && !usb->control.busy;
}

static void usb_pipes_cancel(struct usb *usb)
{
	struct usb_pipe *pipes[] = {&usb->out, &usb->in, &usb->control};

	for (size_t i = 0; i < ELEMENTS(pipes); i++) {
		if (pipes[i]->busy) {
			(void)libusb_cancel_transfer(pipes[i]->transfer);
		}
	}
}

static void look_in(struct usb *usb, uint64_t delay_ms)
{
	(void)sd_event_source_set_time_relative(usb->look, delay_ms * 1000);
	(void)sd_event_source_set_enabled(usb->look, SD_EVENT_ONESHOT);
}

/* ---- opening ---- */

static void set_absent(struct usb *usb, const char *absent)
{
	bool device = strcmp(absent, "no_usb") == 0 || strcmp(absent, "not_found") == 0 ||
		strcmp(absent, "failed") == 0;

	if (strcmp(usb->absent, absent) == 0) {
		return; /* logged already */
	}
	usb->absent = absent;
	usb->calls.absent(usb->userdata);
	log_warning(device ? FAULT_DEVICE : FAULT_SITE, "USB: %s; looking again",
		printer_absent_text(absent));
}

static const char *name_of(const struct usb *usb)
{
	const struct usb_printer *printer = &usb->printer;

	return *usb->id.model    ? usb->id.model
		: *printer->name ? printer->name
		: printer->model ? printer->model->name
				 : printer_model_generic()->name;
}

/* ---- the acts, on their thread ---- */

static void act_search(void *userdata)
{
	struct usb *usb = userdata;

	if (usb->renew && usb_loop_renew(usb->loop) < 0) {
		usb->search.absent = "no_usb";
		return;
	}
	usb_printer_open(usb_loop_context(usb->loop), usb->models, usb->path, usb->any_language,
		&usb->search);
}

static void act_clear_halt(void *userdata)
{
	struct usb *usb = userdata;

	usb->cleared = libusb_clear_halt(usb->handle, usb->halted);
}

static void act_close(void *userdata)
{
	struct usb *usb = userdata;

	usb_printer_close(&usb->handle, &usb->printer);
}

/* ---- opening ---- */

static void on_searched(void *userdata)
{
	struct usb *usb = userdata;
	struct usb_search *search = &usb->search;
	int r;

	usb->phase = USB_LOOKING;
	if (search->others.size > 0 && *search->printer.path && !*usb->absent) {
		log_warning(FAULT_SITE,
			"more than one printer: taking the one at %s, not%s; 'path = …' in the "
			"board file chooses",
			search->printer.path, search->others.data);
	}
	textbuf_done(&search->others);
	if (*search->printer.path) {
		usb->printer = search->printer;
	}
	if (!search->handle) {
		set_absent(usb, search->absent);
		look_in(usb, usb->plugged ? 0 : RESCAN_MS);
		return;
	}
	usb->handle = TAKE_PTR(search->handle);
	usb->stalls = 0;
	usb->spoke = false;
	usb->no_port = usb->printer.model && !usb->printer.model->port_status;
	usb->port = (struct usb_port){0};
	usb->fresh = false;
	usb->phase = USB_OPENING;
	r = usb_ask_id(usb);
	if (r < 0) {
		lose_device(usb, libusb_strerror(r));
	}
}

static void become_up(struct usb *usb)
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

static void on_plugged(void *userdata)
{
	struct usb *usb = userdata;

	usb->plugged = true;
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
	/* A context without devices may have missed a new one. A transfer keeps a reference to the
	 * device that it was last used with, which must not outlive its libusb context. */
	usb->search = (struct usb_search){.absent = ""};
	usb->renew = *usb->absent || !usb_loop_context(usb->loop);
	if (usb->renew) {
		usb_pipes_done(usb);
		usb_pipes_init(usb);
	}
	usb->plugged = false;
	usb->phase = USB_SEARCHING;
	usb_loop_act(usb->loop, act_search, on_searched, usb);
	return 0;
}

/* ---- closing ---- */

static void close_later(struct usb *usb)
{
	if (!usb->closing) {
		(void)sd_event_source_set_enabled(usb->close, SD_EVENT_ONESHOT);
	}
}

static void lose_device(struct usb *usb, const char *why)
{
	if (usb->phase != USB_UP && usb->phase != USB_OPENING && usb->phase != USB_STALLED) {
		return;
	}
	log_warning(FAULT_DEVICE, "the printer at USB port %s is lost: %s", usb->printer.path, why);
	usb->phase = USB_LOSING;
	usb_pipes_cancel(usb);
	close_later(usb);
}

static void on_closed(void *userdata)
{
	struct usb *usb = userdata;

	usb->phase = USB_LOOKING;
	look_in(usb, usb->again_ms);
}

/* Nothing is under way any more. The next look comes after again_ms. */
static void close_device(struct usb *usb, uint64_t again_ms)
{
	usb->phase = USB_CLOSING;
	usb->again_ms = again_ms;
	usb->queue.size = 0;
	usb->edge = 0;
	usb->chunk_at = 0;
	usb->chunk_size = 0;
	(void)sd_event_source_set_enabled(usb->poll, SD_EVENT_OFF);
	(void)sd_event_source_set_enabled(usb->listen, SD_EVENT_OFF);
	usb_loop_act(usb->loop, act_close, on_closed, usb);
}

static void end_losing(struct usb *usb)
{
	bool tell = usb->told_up;

	usb->told_up = false;
	close_device(usb, AGAIN_MS);
	if (tell) {
		usb->calls.down(usb->userdata);
	}
}

static void on_cleared(void *userdata)
{
	struct usb *usb = userdata;

	if (usb->phase != USB_STALLED) {
		close_later(usb); /* it was given up meanwhile */
	} else if (usb->cleared < 0) {
		lose_device(usb, "it refuses transfers");
	} else {
		usb->phase = USB_UP;
		if (usb->halted == usb->printer.place.in) {
			listen_later(usb);
		} else {
			usb_listen(usb);
		}
		usb_send(usb);
	}
}

static int on_close(sd_event_source *source, void *userdata)
{
	struct usb *usb = userdata;

	(void)source;
	if (!usb_pipes_idle(usb) || usb_loop_is_acting(usb->loop)) {
		return 0; /* the last transfer to end calls this again */
	}
	switch (usb->phase) {
	case USB_STALLED:
		usb_loop_act(usb->loop, act_clear_halt, on_cleared, usb);
		break;
	case USB_LOSING:
		end_losing(usb);
		break;
	case USB_RESETTING:
		usb->phase = USB_FORGETTING;
		if (usb_forget(usb) == LIBUSB_SUCCESS) {
			break;
		}
		/* The printer cannot be told because it is gone. */
		__attribute__((fallthrough));
	case USB_FORGETTING:
		close_device(usb, 0);
		break;
	case USB_LOOKING:
	case USB_SEARCHING:
	case USB_OPENING:
	case USB_UP:
	case USB_CLOSING:
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

/* Ends all transfers. Blocks: waits for the act under way and closes, seconds at worst. */
static void usb_close(void *link)
{
	struct usb *usb = link;

	if (!usb) {
		return;
	}
	usb->closing = true;
	if (usb->loop) {
		usb_loop_wait(usb->loop);
	}
	usb_pipes_cancel(usb);
	for (int i = 0; i < CLOSES_MAX && !usb_pipes_idle(usb); i++) {
		struct timeval wait = {.tv_usec = CLOSE_MS * 1000};

		(void)libusb_handle_events_timeout_completed(
			usb_loop_context(usb->loop), &wait, NULL);
	}
	usb_printer_close(&usb->handle, &usb->printer);
	if (usb->phase == USB_SEARCHING) {
		usb_printer_close(&usb->search.handle, &usb->search.printer);
		textbuf_done(&usb->search.others);
	}
	usb_pipes_done(usb);
	usb_loop_free(usb->loop);
	(void)sd_event_source_disable_unref(usb->look);
	(void)sd_event_source_disable_unref(usb->close);
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
		r = sd_event_add_defer(usb->event, &usb->close, on_close, usb);
	}
	return r < 0 ? r : sd_event_source_set_enabled(usb->close, SD_EVENT_OFF);
}

static int usb_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_models *models, const struct printer_link_calls *calls, void *userdata,
	void **ret)
{
	struct usb *usb = memory_new(1, sizeof(*usb));
	int r;

	usb->event = sd_event_ref(event);
	usb->models = models;
	usb->path = *settings->path ? text_dup(settings->path) : NULL;
	usb->any_language = *settings->model != '\0';
	usb->calls = *calls;
	usb->userdata = userdata;
	usb->absent = "";
	usb_pipes_init(usb);
	r = add_sources(usb);
	if (r >= 0) {
		r = usb_loop_new(event, on_plugged, usb, &usb->loop);
	}
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

	if (usb->phase != USB_UP && usb->phase != USB_STALLED) {
		return 0;
	}
	if (!usb->fresh || size > usb->printer.place.out_packet) {
		usb->edge = usb->queue.size; /* a question behind a waiting slip does not move it */
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
	if (usb->phase == USB_UP || usb->phase == USB_OPENING || usb->phase == USB_STALLED) {
		usb->phase = USB_RESETTING;
		usb_pipes_cancel(usb);
		close_later(usb);
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
