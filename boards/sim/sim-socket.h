/* SPDX-License-Identifier: Apache-2.0 */
/* The Unix sockets to which the daemons' simulated drivers connect. */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"

/* Listens on DIR/NAME; handler is called for each connection to accept. A socket that a dead
 * simulator left behind is replaced; −EADDRINUSE when a running one listens. */
int sim_socket_listen(sd_event *event, const char *dir, const char *name,
	sd_event_io_handler_t handler, void *userdata, sd_event_source **ret) _warn_unused_;
/* Stops listening and removes the socket. Returns NULL. */
sd_event_source *sim_socket_end(sd_event_source *source, const char *dir, const char *name);
/* Accepts a connection; returns a non-blocking descriptor, or −errno. */
int sim_socket_accept(int fd);
/* Writes a line whole or not at all. Returns 0, or −errno: −EAGAIN when the other side does not
 * read. */
int sim_socket_say(int fd, const char *line);
