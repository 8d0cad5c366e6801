/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who finds no place is told so, before anything was read of the request: over HTTP with 503 and a
 * sentence, over TLS by an orderly end, for a sentence would take a handshake (which hub-http.c has
 * with the first of them). What the other end
 * has sent meanwhile is read and dropped, or the kernel would take the answer back. Never blocks.
 */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct full;

/* strict: hub-headers.h. */
int full_new(sd_event *event, bool strict, struct full **ret) _warn_unused_;
void full_free(struct full *full);

/* Takes over a connected socket. message is English, for developers. */
void full_tell(struct full *full, int fd, bool tls, const char *message);
