/* SPDX-License-Identifier: Apache-2.0 */
/* The form of events on disk and on the wire: the "data" of a row and of a server-sent event is the
 * same JSON object, which anybody in the hall may see. What must not be public (a press id, a
 * score, the site data with the staff's names, the boot id) is in separate columns. Pure. */
#pragma once

#include "queue/event.h"

/* The event's data as compact JSON text, on the heap. Keys per kind, besides "at" (ISO time),
 * "ticket", "counter", "session" where they apply: see moves.h. */
char *journal_encode(const struct event *event) _warn_unused_;

/* Fills the fields that come from data; the columns (seq, kind, at, boot, actor, ticket, session,
 * counter) are the caller's. −EBADMSG when data is not what encode writes. */
int journal_decode(const char *data_text, struct event *event) _warn_unused_;

/* The private column, on the heap; NULL when the event has nothing private. */
char *journal_private(const struct event *event) _warn_unused_;
int journal_take_private(struct event *event, const char *text) _warn_unused_;
