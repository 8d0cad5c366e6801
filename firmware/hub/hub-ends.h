/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports connections whose other end will send nothing more: it has hung up or closed its half.
 * libmicrohttpd's edge-triggered epoll misses this when it arrives together with the last data.
 * Uses a separate epoll, because sd_event accepts a descriptor only once.
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
