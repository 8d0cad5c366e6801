/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells of connections whose other end will say nothing more: it has hung up, or closed its half.
 * libmicrohttpd's edge-triggered epoll does not notice it when that came together with the last
 * words. An epoll of its own, for sd_event takes a descriptor once.
 */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct ends;

/* on_end is called from the loop, once for each descriptor that is watched; others may be closed in
 * it, but none opened. */
int ends_new(sd_event *event, void (*on_end)(void *userdata, int fd), void *userdata,
	struct ends **ret) _warn_unused_;
void ends_free(struct ends *ends);

/* Until it is told of, or closed. */
int ends_watch(struct ends *ends, int fd) _warn_unused_;
