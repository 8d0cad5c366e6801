/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated printer's cable: a Unix socket on which the simulator listens. Opening it resets
 * the printer, as opening the port does over USB. */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/printer-link.h"
#include "drivers/sim-connect.h"

enum {
	RETRY_MS = 1000,
	READ_MAX = 256,
	/* How much may leave the computer before the printer reads it; the kernel makes it 4608. A
	 * USB port holds no more than one transfer either. */
	SEND_BUFFER = 2048,
};

struct sim {
	sd_event *event;
	char *path;
	struct printer_link_calls calls;
	void *userdata;
	int fd; /* −1: not connected */
	sd_event_source *io;
	sd_event_source *retry;
	struct textbuf queue; /* not yet written */
};

static void disconnect(struct sim *sim, uint64_t retry_ms)
{
	sim->io = sd_event_source_disable_unref(sim->io);
	closep(&sim->fd);
	sim->fd = -1;
	sim->queue.size = 0;
	(void)sd_event_source_set_time_relative(sim->retry, retry_ms * 1000);
	(void)sd_event_source_set_enabled(sim->retry, SD_EVENT_ONESHOT);
}

static void lose(struct sim *sim)
{
	disconnect(sim, RETRY_MS);
	sim->calls.down(sim->userdata);
}

/* Writes what the socket accepts and returns how much that was; the next read notices a broken
 * one. */
static size_t flush(struct sim *sim)
{
	size_t left = 0;

	while (sim->queue.size > left) {
		ssize_t n = send(sim->fd, sim->queue.data + left, sim->queue.size - left,
			MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno != EINTR) {
			break;
		}
		left += n > 0 ? (size_t)n : 0;
	}
	textbuf_consume(&sim->queue, left);
	(void)sd_event_source_set_io_events(
		sim->io, sim->queue.size > 0 ? EPOLLIN | EPOLLOUT : EPOLLIN);
	return left;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct sim *sim = userdata;
	uint8_t bytes[READ_MAX];
	ssize_t n = 0;

	(void)source;
	if (revents & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
		n = read(fd, bytes, sizeof(bytes));
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
			lose(sim);
			return 0;
		}
	}
	if (revents & EPOLLOUT) {
		size_t left = flush(sim);

		if (left > 0) {
			sim->calls.sent(left, sim->userdata);
		}
	}
	if (n > 0) {
		sim->calls.bytes(bytes, (size_t)n, sim->userdata);
	}
	return 0;
}

static int connect_socket(struct sim *sim)
{
	_cleanup_close_ int fd = sim_connect(sim->path);
	int size = SEND_BUFFER;
	int r;

	if (fd < 0) {
		return fd;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	r = sd_event_add_io(sim->event, &sim->io, fd, EPOLLIN, on_io, sim);
	if (r >= 0) {
		sim->fd = TAKE_FD(fd);
	}
	return r;
}

static int on_retry(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct sim *sim = userdata;

	(void)usec;
	if (connect_socket(sim) < 0) {
		(void)sd_event_source_set_time_relative(source, RETRY_MS * 1000);
		return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	}
	sim->calls.up(sim->userdata);
	return 0;
}

static void sim_close(void *link)
{
	struct sim *sim = link;

	if (sim) {
		(void)sd_event_source_disable_unref(sim->io);
		(void)sd_event_source_disable_unref(sim->retry);
		closep(&sim->fd);
		textbuf_done(&sim->queue);
		sd_event_unref(sim->event);
		free(sim->path);
		free(sim);
	}
}

static int sim_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_models *models, const struct printer_link_calls *calls, void *userdata,
	void **ret)
{
	struct sim *sim;
	int r;

	(void)models;
	if (!*settings->path) {
		return -EINVAL;
	}
	sim = memory_new(1, sizeof(*sim));
	sim->event = sd_event_ref(event);
	sim->path = text_dup(settings->path);
	sim->calls = *calls;
	sim->userdata = userdata;
	sim->fd = -1;
	r = sd_event_add_time_relative(event, &sim->retry, CLOCK_MONOTONIC, 0, 1000, on_retry, sim);
	if (r < 0) {
		sim_close(sim);
		return r;
	}
	*ret = sim;
	return 0;
}

static size_t sim_write(void *link, const void *bytes, size_t size)
{
	struct sim *sim = link;

	if (sim->fd < 0) {
		return 0;
	}
	textbuf_add_bytes(&sim->queue, bytes, size);
	return flush(sim);
}

static size_t sim_drop(void *link)
{
	struct sim *sim = link;
	size_t size = sim->queue.size;

	textbuf_consume(&sim->queue, size);
	return size;
}

static void sim_reset(void *link)
{
	disconnect(link, 0);
}

const struct printer_link printer_link_sim = {
	.driver = "sim",
	.open = sim_open,
	.write = sim_write,
	.drop = sim_drop,
	.reset = sim_reset,
	.close = sim_close,
};
