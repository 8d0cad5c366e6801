/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link by network: TCP, as a rule to port 9100.
 *
 * A name is looked up anew at each connection, on a thread, because the printer's address may have
 * changed; a number is taken as it is. Each address of a name is tried in turn. Bytes have left
 * when the other end has acknowledged them; those that were sent and not acknowledged may have
 * arrived. A half-open connection (a cable pulled, a switch without power) is ended by the kernel
 * after DEAD_MS without an acknowledgement, also while nothing is printed.
 *
 * Printers serve one connection at a time. The next one is refused, or ended at once, or waits
 * unanswered in the printer: "refused" or "silent".
 */
#include <errno.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/log.h"
#include "drivers/blocking-call.h"
#include "drivers/network-address.h"
#include "drivers/printer-stream.h"

enum {
	CONNECT_MS = 4000,
	DEAD_MS = 10000,
	KEEP_IDLE_S = 4, /* keep-alives: every 2 s after 4 s without a byte, 3 of them */
	KEEP_EVERY_S = 2,
	KEEP_COUNT = 3,
	AHEAD = 16 * 1024,
};

/* What the thread works on. */
struct lookup {
	struct network_address address;
	struct addrinfo *found;
	int error; /* of getaddrinfo */
};

struct network {
	struct printer_stream stream;
	struct network_address address;
	struct blocking_call *call;
	struct addrinfo *found;
	struct addrinfo *next; /* of found: to be tried next */
	int fd; /* being connected; −1 none */
	sd_event_source *io, *patience;
};

static void connect_next(struct network *network, int error);

/* ---- the end of opening ---- */

static void end_opening(struct network *network)
{
	network->io = sd_event_source_disable_unref(network->io);
	network->patience = sd_event_source_disable_unref(network->patience);
	closep(&network->fd);
	network->fd = -1;
	if (network->found) {
		freeaddrinfo(TAKE_PTR(network->found));
	}
	network->next = NULL;
}

static const char *absent_of(int error)
{
	switch (error) {
	case ECONNREFUSED:
	case ECONNRESET:
		return "refused";
	case EPERM: /* the service may not go there */
	case EACCES:
		return "no_permission";
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EHOSTDOWN:
	case ENETDOWN:
	case ETIMEDOUT:
	case EADDRNOTAVAIL:
		return "unreachable";
	default:
		return "failed";
	}
}

/* Linux's limits for a connection whose other end may be gone without a word. */
static void set_up(int fd)
{
	const struct {
		int level, name, value;
	} options[] = {
		{IPPROTO_TCP, TCP_NODELAY, 1},
		{IPPROTO_TCP, TCP_USER_TIMEOUT, DEAD_MS},
		{IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE_S},
		{IPPROTO_TCP, TCP_KEEPINTVL, KEEP_EVERY_S},
		{IPPROTO_TCP, TCP_KEEPCNT, KEEP_COUNT},
		{SOL_SOCKET, SO_KEEPALIVE, 1},
	};

	for (size_t i = 0; i < ELEMENTS(options); i++) {
		(void)setsockopt(fd, options[i].level, options[i].name, &options[i].value,
			sizeof(options[i].value));
	}
}

static void on_connected(struct network *network)
{
	int fd = TAKE_FD(network->fd);

	end_opening(network);
	printer_stream_opened(&network->stream, fd, true, AHEAD);
}

/* ---- connecting ---- */

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct network *network = userdata;
	int error = 0;
	socklen_t size = sizeof(error);

	(void)source;
	(void)revents;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0) {
		error = errno;
	}
	if (error == 0) {
		on_connected(network);
	} else {
		connect_next(network, error);
	}
	return 0;
}

static int on_patience(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	connect_next(userdata, ETIMEDOUT);
	return 0;
}

/* Begins to connect to an address; errno values, 0 when it has begun. */
static int begin_connecting(struct network *network, const struct addrinfo *to)
{
	int fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int r;

	if (fd < 0) {
		return errno;
	}
	network->fd = fd;
	set_up(fd);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0 && errno != EINPROGRESS) {
		return errno;
	}
	r = sd_event_add_io(network->stream.event, &network->io, fd, EPOLLOUT, on_io, network);
	if (r >= 0) {
		r = sd_event_add_time_relative(network->stream.event, &network->patience,
			CLOCK_MONOTONIC, (uint64_t)CONNECT_MS * 1000, 1000, on_patience, network);
	}
	return r < 0 ? -r : 0;
}

/* error: why the address before this one failed. */
static void connect_next(struct network *network, int error)
{
	while (network->next) {
		struct addrinfo *to = network->next;

		network->next = to->ai_next;
		network->io = sd_event_source_disable_unref(network->io);
		network->patience = sd_event_source_disable_unref(network->patience);
		closep(&network->fd);
		network->fd = -1;
		error = begin_connecting(network, to);
		if (error == 0) {
			return;
		}
	}
	end_opening(network);
	printer_stream_failed(&network->stream, absent_of(error));
}

/* ---- looking the name up ---- */

static int look_up(const struct network_address *address, int flags, struct addrinfo **ret)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = flags | AI_NUMERICSERV};
	char port[8];

	(void)snprintf(port, sizeof(port), "%d", address->port);
	return getaddrinfo(address->host, port, &hints, ret);
}

static void run_lookup(void *data)
{
	struct lookup *lookup = data;

	lookup->error = look_up(&lookup->address, AI_ADDRCONFIG, &lookup->found);
}

static void release_lookup(void *data)
{
	struct lookup *lookup = data;

	if (lookup->found) {
		freeaddrinfo(lookup->found);
	}
	free(lookup);
}

static void on_looked_up(void *data, void *userdata)
{
	struct lookup *lookup = data;
	struct network *network = userdata;

	network->call = NULL;
	if (lookup->error != 0) {
		printer_stream_failed(&network->stream, "unknown_name");
		return;
	}
	network->found = network->next = TAKE_PTR(lookup->found);
	connect_next(network, EHOSTUNREACH);
}

static void start_lookup(struct network *network)
{
	struct lookup *lookup = memory_new(1, sizeof(*lookup));

	lookup->address = network->address;
	if (blocking_call_start(network->stream.event, run_lookup, on_looked_up, release_lookup,
		    lookup, network, &network->call) < 0) {
		printer_stream_failed(&network->stream, "failed");
	}
}

static void start(void *owner)
{
	struct network *network = owner;

	if (!network_address_is_numeric(&network->address)) {
		start_lookup(network);
	} else if (look_up(&network->address, AI_NUMERICHOST, &network->found) != 0) {
		network->found = NULL;
		printer_stream_failed(
			&network->stream, "unreachable"); /* an interface that is not there */
	} else {
		network->next = network->found;
		connect_next(network, EHOSTUNREACH);
	}
}

static void stop(void *owner)
{
	struct network *network = owner;

	blocking_call_abandon(TAKE_PTR(network->call));
	end_opening(network);
}

/* ---- the open connection ---- */

static size_t unsent(int fd, size_t waiting)
{
	int n = 0;

	return ioctl(fd, SIOCOUTQNSD, &n) < 0 || n < 0 ? 0 : MIN_OF((size_t)n, waiting);
}

static void close_connection(void *owner, int fd, bool forget)
{
	/* Without it the kernel goes on to send what the printer has not acknowledged. */
	const struct linger at_once = {.l_onoff = 1};

	(void)owner;
	if (forget) {
		(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	}
	(void)close(fd);
}

static void network_close(void *link)
{
	struct network *network = link;

	if (network) {
		printer_stream_done(&network->stream);
		end_opening(network);
		free(network);
	}
}

static int network_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_models *models, const struct printer_link_calls *calls, void *userdata,
	void **ret)
{
	static const struct printer_stream_kind kind = {.start = start,
		.stop = stop,
		.unsent = unsent,
		.close = close_connection,
		.closed = "refused"};
	struct network_address address;
	struct network *network;
	char place[NETWORK_TEXT_SIZE];
	int r;

	if (network_address_parse(settings->path, &address) < 0) {
		log_error(FAULT_SITE, "a network printer needs its address as path");
		return -EINVAL;
	}
	network = memory_new(1, sizeof(*network));
	network->address = address;
	network->fd = -1;
	network_address_text(&address, place);
	r = printer_stream_init(&network->stream, event, &kind, network, place);
	if (r < 0) {
		network_close(network);
		return r;
	}
	printer_stream_begin(&network->stream, settings, models, calls, userdata);
	*ret = network;
	return 0;
}

static size_t network_write(void *link, const void *bytes, size_t size)
{
	return printer_stream_write(&((struct network *)link)->stream, bytes, size);
}

static size_t network_drop(void *link)
{
	return printer_stream_drop(&((struct network *)link)->stream);
}

static void network_reset(void *link)
{
	printer_stream_reset(&((struct network *)link)->stream);
}

static void network_about(void *link, struct printer_about *ret)
{
	printer_stream_about(&((struct network *)link)->stream, ret);
}

const struct printer_link printer_link_network = {
	.driver = "network",
	.open = network_open,
	.write = network_write,
	.drop = network_drop,
	.reset = network_reset,
	.about = network_about,
	.close = network_close,
};
