/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rejects a connection for which there is no room, before anything of the request is read: over
 * HTTP with 503 and a sentence, over TLS by an orderly end, because a sentence would need a
 * handshake (which hub-http.c makes with the first of them). What the other end has sent meanwhile
 * is read and dropped, otherwise the kernel would discard the answer. Never blocks.
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
