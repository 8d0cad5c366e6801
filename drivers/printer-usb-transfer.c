/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transfers. None has a time limit of its own except the questions to the port: how long a slip
 * may stand still is decided above (printer-job.c), which then makes the link anew. What a
 * transfer that ended early has sent is never sent again.
 */
#include <string.h>

#include "base/log.h"
#include "drivers/printer-usb-inside.h"

enum {
	CONTROL_MS = 1000,
	PAUSE_MS = 100, /* before reading again from a printer that has nothing to say */
	STALLS_MAX = 3,
	/* Printing class requests. SOFT_RESET: to the interface by the class definition 1.1, to
	 * "other" by 1.0, which older printers know. */
	GET_DEVICE_ID = 0,
	GET_PORT_STATUS = 1,
	SOFT_RESET = 2,
	FROM_INTERFACE = 0xA1,
	TO_INTERFACE = 0x21,
	TO_OTHER = 0x23,
};

static int submit(struct usb_pipe *pipe)
{
	int r = libusb_submit_transfer(pipe->transfer);

	pipe->busy = r == LIBUSB_SUCCESS;
	return r;
}

/* A transfer has come back. Whether what follows is anybody's business. */
static bool came_back(struct usb *usb, struct usb_pipe *pipe)
{
	pipe->busy = false;
	if (usb->phase == USB_LOSING || usb->phase == USB_RESETTING) {
		usb_settle_later(usb);
	}
	return !usb->closing;
}

/* The endpoint refuses. It is asked to go on, a few times. */
static void meet_stall(struct usb *usb, uint8_t endpoint)
{
	usb->stalls++;
	log_debug("printer: endpoint %02x stalls", endpoint);
	if (usb->stalls > STALLS_MAX || libusb_clear_halt(usb->handle, endpoint) < 0) {
		usb_lose(usb, "it refuses transfers");
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
		usb->out.busy = true; /* what is written meanwhile waits for what follows here */
		usb->calls.sent(left, usb->userdata);
		usb->out.busy = false;
	}
	if (usb->phase != USB_UP) {
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_STALL) {
		meet_stall(usb, usb->printer.place.out);
	} else if (transfer->status != LIBUSB_TRANSFER_COMPLETED) {
		usb_lose(usb, reason(transfer->status));
	}
	usb_send(usb);
}

/*
 * How much of the queue goes into the next chunk. What was written last begins with a transfer of
 * one packet, which leaves wholly or not at all: so it is known whether any of a slip has left. The
 * last transfer ends with a packet that is not full, by which a device knows that it is the last:
 * some hold back what they have until then, and others are upset by an empty packet.
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

void usb_send(struct usb *usb)
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
		usb_lose(usb, libusb_strerror(r));
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
	if (size > 0 && usb->phase == USB_UP) {
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
		meet_stall(usb, usb->printer.place.in);
		listen_later(usb);
		break;
	case LIBUSB_TRANSFER_CANCELLED:
	case LIBUSB_TRANSFER_ERROR:
	case LIBUSB_TRANSFER_NO_DEVICE:
	case LIBUSB_TRANSFER_OVERFLOW:
		usb_lose(usb, reason(transfer->status));
		break;
	}
}

void usb_listen(struct usb *usb)
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
		usb_lose(usb, libusb_strerror(r));
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
		usb_lose(usb, reason(transfer->status));
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_COMPLETED && transfer->actual_length > 0) {
		usb_device_id_parse(libusb_control_transfer_get_data(transfer),
			(size_t)transfer->actual_length, &usb->id);
	}
	usb_become_up(usb); /* one that does not say what it is prints all the same */
}

int usb_ask_id(struct usb *usb)
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
		usb_lose(usb, reason(transfer->status));
	} else if (transfer->status != LIBUSB_TRANSFER_COMPLETED || transfer->actual_length < 1) {
		usb->no_port = true;
	} else if (usb_port_take(&usb->port, *libusb_control_transfer_get_data(transfer)) &&
		!usb->spoke) {
		usb->calls.port(usb->port.paper_out, usb->port.error, usb->userdata);
	}
}

void usb_ask_port(struct usb *usb)
{
	int r;

	if (usb->phase != USB_UP || usb->control.busy) {
		return;
	}
	r = control(usb, FROM_INTERFACE, GET_PORT_STATUS, usb->printer.place.interface, 1, on_port);
	if (r < 0) {
		usb_lose(usb, libusb_strerror(r));
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
	usb_settle_later(usb);
}

int usb_forget(struct usb *usb)
{
	usb->other_recipient = false;
	return control(
		usb, TO_INTERFACE, SOFT_RESET, usb->printer.place.interface, 0, on_forgotten);
}

/* ---- life ---- */

void usb_pipes_init(struct usb *usb)
{
	usb->out.transfer = libusb_alloc_transfer(0);
	usb->in.transfer = libusb_alloc_transfer(0);
	usb->control.transfer = libusb_alloc_transfer(0);
	if (!usb->out.transfer || !usb->in.transfer || !usb->control.transfer) {
		log_out_of_memory();
	}
}

void usb_pipes_done(struct usb *usb)
{
	struct usb_pipe *pipes[] = {&usb->out, &usb->in, &usb->control};

	for (size_t i = 0; i < ELEMENTS(pipes); i++) {
		if (!pipes[i]->busy) {
			libusb_free_transfer(TAKE_PTR(pipes[i]->transfer));
		}
	}
}

bool usb_pipes_idle(const struct usb *usb)
{
	return !usb->out.busy && !usb->in.busy && !usb->control.busy;
}

void usb_pipes_cancel(struct usb *usb)
{
	struct usb_pipe *pipes[] = {&usb->out, &usb->in, &usb->control};

	for (size_t i = 0; i < ELEMENTS(pipes); i++) {
		if (pipes[i]->busy) {
			(void)libusb_cancel_transfer(pipes[i]->transfer);
		}
	}
}
