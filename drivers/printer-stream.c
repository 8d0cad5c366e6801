/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   LOOKING ──its time──► OPENING ──open──► ASKING ──a printer answers──► UP
 *     ▲                     │ cannot be       │ ended, or silent for long  │ ended, reset
 *     └─────────────────────┴─────────────────┴────────────────────────────┘
 *
 * A printer that may not be asked (its model says so) is up as soon as the line is open.
 *
 * Bytes are given to the computer a little ahead of the line only, and count as having left when
 * the computer says that it holds them no more: for a network, when the other end has acknowledged
 * them. What is between the two may have left or not, and the owner is told so.
 *
 * Not handled: two programs that share a printer. The second one gets "busy" on a serial line; a
 * network printer leaves it waiting, refuses it or sends it away, which shows as "silent" or
 * "refused".
 */
#include "drivers/printer-stream.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>

#include "base/clock.h"
#include "base/log.h"

enum {
	RETRY_MS = 2000,
	AGAIN_MS = 300, /* after a line that ended: the printer may still be there */
	READ_MAX = 1024,
	TICK_MIN_US = 10000,
	TICK_MAX_US = 160000, /* when nothing moves */
};

#define NO_ID "----" /* no question that has an id is sent with it */

static void arm(sd_event_source *source, uint64_t delay_us)
{
	(void)sd_event_source_set_time_relative(source, delay_us);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static void disarm(sd_event_source *source)
{
	(void)sd_event_source_set_enabled(source, SD_EVENT_OFF);
}

/* ---- why there is no printer ---- */

static void set_absent(struct printer_stream *stream, const char *absent)
{
	bool site = strcmp(absent, "no_permission") == 0 || strcmp(absent, "busy") == 0 ||
		strcmp(absent, "unknown_name") == 0 || strcmp(absent, "garbled") == 0;

	if (strcmp(stream->absent, absent) == 0) {
		return;
	}
	stream->absent = absent;
	if (*absent) {
		log_warning(site ? FAULT_SITE : FAULT_DEVICE, "the printer at %s: %s; trying again",
			stream->place, printer_absent_text(absent));
	}
	stream->calls.absent(stream->userdata);
}

/* ---- out ---- */

/* How many bytes the computer has accepted that are not known to have left. */
static size_t count_waiting(const struct printer_stream *stream)
{
	int waiting = 0;

	/* The same number for a socket, where it counts what is not acknowledged. */
	if (ioctl(stream->fd, TIOCOUTQ, &waiting) < 0 || waiting < 0) {
		return 0;
	}
	return MIN_OF((size_t)waiting, (size_t)stream->accepted);
}

static ssize_t give(const struct printer_stream *stream, size_t size)
{
	return stream->socket
		? send(stream->fd, stream->queue.data, size, MSG_NOSIGNAL | MSG_DONTWAIT)
		: write(stream->fd, stream->queue.data, size);
}

/* Gives the computer as much as it may hold. A line that has ended is noticed by reading. */
static void pump(struct printer_stream *stream)
{
	size_t waiting = count_waiting(stream);

	stream->blocked = false;
	while (stream->queue.size > 0 && waiting < stream->ahead) {
		ssize_t n = give(stream, MIN_OF(stream->queue.size, stream->ahead - waiting));

		if (n < 0 && errno == EINTR) {
			continue;
		}
		if (n <= 0) {
			stream->blocked = true;
			break;
		}
		stream->accepted += (uint64_t)n;
		waiting += (size_t)n;
		textbuf_consume(&stream->queue, (size_t)n);
	}
	(void)sd_event_source_set_io_events(
		stream->io, stream->blocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
	if (stream->phase == PRINTER_STREAM_UP &&
		(stream->queue.size > 0 || stream->base + stream->left < stream->accepted)) {
		arm(stream->tick, stream->tick_us);
	}
}

/* Tells the owner what has left since, and what may have. ended: nothing can be asked any more. */
static void report(struct printer_stream *stream, bool ended)
{
	size_t waiting = count_waiting(stream);
	size_t unsent = stream->kind->unsent ? stream->kind->unsent(stream->fd, waiting) : 0;
	uint64_t maybe = stream->accepted - MIN_OF(unsent, waiting);
	uint64_t left = ended ? stream->base + stream->left : stream->accepted - waiting;
	unsigned life = stream->life;
	uint64_t fresh;

	if (stream->phase != PRINTER_STREAM_UP || maybe < stream->base) {
		return;
	}
	fresh = left > stream->base + stream->left ? left - stream->base - stream->left : 0;
	stream->left += fresh;
	maybe -= stream->base;
	if (fresh > 0) {
		stream->tick_us = TICK_MIN_US;
		stream->calls.sent(fresh, stream->userdata);
	}
	if (life == stream->life && maybe > stream->maybe) {
		stream->maybe = maybe;
		if (maybe > stream->left) {
			stream->calls.maybe_sent(maybe - stream->left, stream->userdata);
		}
	}
}

size_t printer_stream_write(struct printer_stream *stream, const void *bytes, size_t size)
{
	if (stream->phase == PRINTER_STREAM_UP) {
		textbuf_add_bytes(&stream->queue, bytes, size);
		stream->tick_us = TICK_MIN_US;
		pump(stream);
	}
	return 0;
}

size_t printer_stream_drop(struct printer_stream *stream)
{
	size_t size = stream->queue.size;

	textbuf_consume(&stream->queue, size);
	return size;
}

/* ---- closing ---- */

/* Nothing is open afterwards; the next opening is after delay_ms. */
static void disconnect(struct printer_stream *stream, bool forget, uint64_t delay_ms)
{
	if (stream->phase == PRINTER_STREAM_OPENING) {
		stream->kind->stop(stream->owner);
	}
	stream->io = sd_event_source_disable_unref(stream->io);
	if (stream->fd >= 0) {
		stream->kind->close(stream->owner, TAKE_FD(stream->fd), forget);
	}
	stream->queue.size = 0;
	stream->phase = PRINTER_STREAM_LOOKING;
	stream->life++;
	disarm(stream->tick);
	arm(stream->timer, delay_ms * 1000);
}

static void lose(struct printer_stream *stream, const char *why)
{
	bool tell = stream->told_up;

	if (stream->phase == PRINTER_STREAM_UP) {
		log_warning(FAULT_DEVICE, "the printer at %s is lost: %s", stream->place, why);
		report(stream, true);
	} else if (stream->phase == PRINTER_STREAM_ASKING) {
		set_absent(stream, stream->kind->closed);
	}
	stream->told_up = false;
	/* The line that fails before it was up may fail again at once. */
	disconnect(stream, true, stream->phase == PRINTER_STREAM_UP ? AGAIN_MS : RETRY_MS);
	if (tell) {
		stream->calls.down(stream->userdata);
	}
}

void printer_stream_reset(struct printer_stream *stream)
{
	stream->told_up = false;
	if (stream->phase == PRINTER_STREAM_ASKING || stream->phase == PRINTER_STREAM_UP) {
		disconnect(stream, true, 0);
	}
}

/* ---- is a printer there ---- */

static void become_up(struct printer_stream *stream)
{
	stream->phase = PRINTER_STREAM_UP;
	stream->queue.size = 0;
	stream->base = stream->accepted;
	stream->left = stream->maybe = 0;
	stream->told_up = true;
	disarm(stream->timer);
	if (*stream->absent) {
		stream->absent = "";
	}
	log_notice("printer at %s", stream->place);
	stream->calls.up(stream->userdata);
}

/* Goes on asking: from the loop, when something came or the time has come. */
static void converse(struct printer_stream *stream)
{
	bool stuck = stream->queue.size > 0 || count_waiting(stream) > 0;
	enum hello_next next = printer_hello_next(&stream->hello, stuck, clock_mono_ms());

	if (stream->hello.absent && *stream->hello.absent) {
		set_absent(stream, stream->hello.absent);
	}
	switch (next) {
	case HELLO_ASK:
		escpos_encode_ask(stream->hello.question, &stream->queue);
		if (stream->hello.otherwise &&
			(!stream->model || (stream->model->questions & PRINTER_AUTOMATIC))) {
			escpos_encode_setup(NO_ID, PRINTER_AUTOMATIC, &stream->queue);
		}
		pump(stream);
		(void)printer_hello_next(&stream->hello, false, clock_mono_ms());
		break;
	case HELLO_WAIT:
		break;
	case HELLO_PRINTER:
		become_up(stream);
		return;
	case HELLO_REOPEN:
		disconnect(stream, true, 0);
		return;
	}
	arm(stream->timer,
		(uint64_t)MAX_OF(stream->hello.wait_ms - clock_mono_ms(), (int64_t)1) * 1000);
}

/* ---- in ---- */

static void receive(struct printer_stream *stream, uint8_t *bytes, size_t size)
{
	size_t broken = 0;

	if (stream->kind->clean) {
		size = stream->kind->clean(stream->owner, bytes, size, &broken);
	}
	if (broken > 0) {
		log_warning(FAULT_SITE,
			"the printer at %s: bytes come damaged; are speed and parity the "
			"printer's?",
			stream->place);
	}
	if (stream->phase == PRINTER_STREAM_ASKING) {
		printer_hello_receive(&stream->hello, bytes, size, broken, clock_mono_ms());
		converse(stream);
	} else if (stream->phase == PRINTER_STREAM_UP && size > 0) {
		stream->calls.bytes(bytes, size, stream->userdata);
	}
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct printer_stream *stream = userdata;
	unsigned life = stream->life;
	uint8_t bytes[READ_MAX];
	ssize_t n;

	(void)source;
	if (revents & EPOLLOUT) {
		pump(stream);
		report(stream, false);
	}
	if (life != stream->life || !(revents & (EPOLLIN | EPOLLHUP | EPOLLERR))) {
		return 0;
	}
	n = read(fd, bytes, sizeof(bytes));
	if (n > 0) {
		receive(stream, bytes, (size_t)n);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		lose(stream, n == 0 ? "the line has ended" : strerror(errno));
	}
	return 0;
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct printer_stream *stream = userdata;
	unsigned life = stream->life;

	(void)source;
	(void)usec;
	stream->tick_us = MIN_OF(stream->tick_us * 2, (uint64_t)TICK_MAX_US);
	report(stream, false);
	if (life == stream->life && stream->fd >= 0) {
		pump(stream);
	}
	return 0;
}

/* ---- opening ---- */

void printer_stream_opened(struct printer_stream *stream, int fd, bool socket, size_t ahead)
{
	stream->fd = fd;
	stream->socket = socket;
	stream->ahead = ahead;
	stream->accepted = stream->base = stream->left = stream->maybe = 0;
	stream->tick_us = TICK_MIN_US;
	stream->hello = (struct printer_hello){0};
	stream->phase = PRINTER_STREAM_ASKING;
	if (sd_event_add_io(stream->event, &stream->io, fd, EPOLLIN, on_io, stream) < 0) {
		log_error(FAULT_OURS, "cannot watch the printer at %s", stream->place);
		disconnect(stream, true, RETRY_MS);
	} else if (stream->asks) {
		converse(stream);
	} else {
		become_up(stream);
	}
}

void printer_stream_failed(struct printer_stream *stream, const char *absent)
{
	stream->phase = PRINTER_STREAM_LOOKING;
	arm(stream->timer, (uint64_t)RETRY_MS * 1000);
	set_absent(stream, absent);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct printer_stream *stream = userdata;

	(void)source;
	(void)usec;
	if (stream->phase == PRINTER_STREAM_LOOKING) {
		stream->phase = PRINTER_STREAM_OPENING;
		stream->kind->start(stream->owner);
	} else if (stream->phase == PRINTER_STREAM_ASKING) {
		converse(stream);
	}
	return 0;
}

/* ---- life ---- */

static int add_timer(
	struct printer_stream *stream, sd_event_time_handler_t handler, sd_event_source **ret)
{
	int r = sd_event_add_time(stream->event, ret, CLOCK_MONOTONIC, 0, 1000, handler, stream);

	return r < 0 ? r : sd_event_source_set_enabled(*ret, SD_EVENT_OFF);
}

int printer_stream_init(struct printer_stream *stream, sd_event *event,
	const struct printer_stream_kind *kind, void *owner, const char *place)
{
	int r;

	*stream = (struct printer_stream){.kind = kind,
		.owner = owner,
		.place = text_dup(place),
		.event = sd_event_ref(event),
		.absent = "",
		.fd = -1};
	r = add_timer(stream, on_timer, &stream->timer);
	return r < 0 ? r : add_timer(stream, on_tick, &stream->tick);
}

void printer_stream_begin(struct printer_stream *stream, const struct printer_settings *settings,
	const struct printer_models *models, const struct printer_link_calls *calls, void *userdata)
{
	stream->model = *settings->model ? printer_models_find(models, settings->model) : NULL;
	stream->asks = !stream->model || (stream->model->questions & PRINTER_STATUS);
	stream->calls = *calls;
	stream->userdata = userdata;
	arm(stream->timer, 0);
}

void printer_stream_done(struct printer_stream *stream)
{
	if (stream->phase == PRINTER_STREAM_OPENING) {
		stream->kind->stop(stream->owner);
	}
	stream->io = sd_event_source_disable_unref(stream->io);
	if (stream->fd >= 0) {
		stream->kind->close(stream->owner, TAKE_FD(stream->fd), false);
	}
	(void)sd_event_source_disable_unref(stream->timer);
	(void)sd_event_source_disable_unref(stream->tick);
	sd_event_unref(stream->event);
	textbuf_done(&stream->queue);
	free(stream->place);
}

void printer_stream_about(const struct printer_stream *stream, struct printer_about *ret)
{
	ret->absent = stream->absent;
	ret->name = stream->model ? stream->model->name : printer_model_generic()->name;
	ret->place = stream->place;
}
