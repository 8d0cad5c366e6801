/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link by serial line. A device that is an adapter may be pulled and come back: its name under
 * /dev/serial/by-id is the same then. Opening may block on a failing adapter and has a thread,
 * which also closes what was open before.
 */
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "drivers/blocking-call.h"
#include "drivers/printer-stream.h"
#include "drivers/serial-line.h"

enum { AHEAD_PER_S = 10, AHEAD_MIN = 64, BITS_PER_BYTE = 10 };

/* What the thread works on. */
struct opening {
	char path[PRINTER_PATH_SIZE];
	struct serial_line line;
	int former; /* to be closed first; −1 none */
	int fd; /* the result, or −errno */
};

struct serial {
	struct printer_stream stream;
	char path[PRINTER_PATH_SIZE];
	struct serial_line line;
	struct serial_marks marks;
	struct blocking_call *call;
	int former; /* open still: the next opening closes it */
};

static void run_opening(void *data)
{
	struct opening *opening = data;

	serial_line_close(TAKE_FD(opening->former));
	opening->fd = serial_line_open(opening->path, &opening->line);
}

static void release_opening(void *data)
{
	struct opening *opening = data;

	serial_line_close(opening->former);
	serial_line_close(opening->fd);
	free(opening);
}

static const char *absent_of(int error)
{
	switch (-error) {
	case EACCES:
	case EPERM:
		return "no_permission";
	case EBUSY:
		return "busy";
	case ENOENT:
	case ENODEV:
	case ENXIO:
	case EIO: /* an adapter that is going */
		return "not_found";
	default:
		return "failed";
	}
}

static void on_opened(void *data, void *userdata)
{
	struct opening *opening = data;
	struct serial *serial = userdata;

	serial->call = NULL;
	serial->marks = (struct serial_marks){0};
	if (opening->fd >= 0) {
		/* A tenth of a second: what waits in the computer is what nobody knows about. */
		printer_stream_opened(&serial->stream, TAKE_FD(opening->fd), false,
			MAX_OF((size_t)AHEAD_MIN,
				(size_t)serial->line.baud / BITS_PER_BYTE / AHEAD_PER_S));
	} else {
		printer_stream_failed(&serial->stream, absent_of(opening->fd));
	}
}

static void start(void *owner)
{
	struct serial *serial = owner;
	struct opening *opening = memory_new(1, sizeof(*opening));

	*opening =
		(struct opening){.line = serial->line, .former = TAKE_FD(serial->former), .fd = -1};
	text_copy_cut(opening->path, sizeof(opening->path), serial->path);
	if (blocking_call_start(serial->stream.event, run_opening, on_opened, release_opening,
		    opening, serial, &serial->call) < 0) {
		printer_stream_failed(&serial->stream, "failed");
	}
}

static void stop(void *owner)
{
	struct serial *serial = owner;

	blocking_call_abandon(TAKE_PTR(serial->call));
}

static size_t clean(void *owner, uint8_t *bytes, size_t size, size_t *ret_broken)
{
	struct serial *serial = owner;

	return serial_marks_remove(&serial->marks, bytes, size, ret_broken);
}

static void close_line(void *owner, int fd, bool forget)
{
	struct serial *serial = owner;

	(void)forget; /* in any case: closing would wait for a printer that says "stop" */
	serial->former = fd;
}

static void serial_close(void *link)
{
	struct serial *serial = link;

	if (serial) {
		printer_stream_done(&serial->stream);
		serial_line_close(serial->former);
		free(serial);
	}
}

static int serial_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_models *models, const struct printer_link_calls *calls, void *userdata,
	void **ret)
{
	static const struct printer_stream_kind kind = {.start = start,
		.stop = stop,
		.clean = clean,
		.close = close_line,
		.closed = "failed"};
	struct serial *serial;
	int r;

	if (!*settings->path || !serial_line_has_speed(settings->baud) ||
		settings->flow == PRINTER_FLOW_UNSET) {
		log_error(FAULT_SITE, "a serial printer needs path, baud and flow");
		return -EINVAL;
	}
	serial = memory_new(1, sizeof(*serial));
	text_copy_cut(serial->path, sizeof(serial->path), settings->path);
	serial->line = (struct serial_line){settings->baud, settings->parity, settings->flow};
	serial->former = -1;
	r = printer_stream_init(&serial->stream, event, &kind, serial, settings->path);
	if (r < 0) {
		serial_close(serial);
		return r;
	}
	printer_stream_begin(&serial->stream, settings, models, calls, userdata);
	*ret = serial;
	return 0;
}

static size_t serial_write(void *link, const void *bytes, size_t size)
{
	return printer_stream_write(&((struct serial *)link)->stream, bytes, size);
}

static size_t serial_drop(void *link)
{
	return printer_stream_drop(&((struct serial *)link)->stream);
}

static void serial_reset(void *link)
{
	printer_stream_reset(&((struct serial *)link)->stream);
}

static void serial_about(void *link, struct printer_about *ret)
{
	printer_stream_about(&((struct serial *)link)->stream, ret);
}

const struct printer_link printer_link_serial = {
	.driver = "serial",
	.open = serial_open,
	.write = serial_write,
	.drop = serial_drop,
	.reset = serial_reset,
	.about = serial_about,
	.close = serial_close,
};
