/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Server-sent events. The newest events are kept as frames that all streams share; a stream is a
 * place in the log. One that is behind the frames reads from the database until it has caught up;
 * one that was up to date and falls behind them is closed and may resume.
 */
#pragma once

#include "hub/hub.h"

struct streams;

int streams_new(struct hub *hub, struct streams **ret) _warn_unused_;
void streams_free(struct streams *streams);

/* Adds a committed event with its data. */
void streams_push(struct streams *streams, const struct event *event, const char *data);
/* Wakes every stream that has something to send now. */
void streams_wake(struct streams *streams);
/* Sends a device an event that is not in the log, whole; false: it has no stream that waits for
 * one. */
bool streams_tell(struct streams *streams, const char *device, const char *event);
/* Ends the streams of callers whose token is no longer known, or all. */
void streams_end_unknown(struct streams *streams);
void streams_end_all(struct streams *streams);

int streams_count(const struct streams *streams);
