/* SPDX-License-Identifier: Apache-2.0 */
/* The newest events as they go over the wire, bounded in number and bytes; all streams share them.
 * Pure. */
#pragma once

#include "base/text.h"
#include "hub/hub-limits.h"
#include "queue/event.h"

struct frame {
	enum event_kind kind;
	char *data; /* until the text for people is made */
	size_t data_size;
	/* Made of data when the first stream wants it: for devices, for people. */
	char *text[2];
	size_t size[2];
};

struct frames {
	struct frame ring[LIMIT_STREAM_EVENTS]; /* by seq modulo its size */
	int64_t first_seq; /* the oldest one kept; last_seq + 1 when there is none */
	int64_t last_seq; /* the newest event */
	const char *epoch; /* of the log, the caller's; see frames_write */
	size_t bytes; /* of all */
};

/* last_seq: the newest event so far, which is not kept. epoch is borrowed. */
void frames_init(struct frames *frames, const char *epoch, int64_t last_seq);
void frames_done(struct frames *frames);

/* Adds the next event (seq = last_seq + 1); the oldest ones make room. data is copied. */
void frames_push(struct frames *frames, int64_t seq, enum event_kind kind, const char *data);

/* The text of an event from first_seq to last_seq, valid until the next push. people: with what
 * only people see (hub-json.h). */
const char *frames_text(struct frames *frames, int64_t seq, bool people, size_t *ret_size);

/* Writes an event in the format of server-sent events. Its id is "EPOCH-SEQ", so that a sequence
 * number of another history is never mistaken for one of this history. */
void frames_write(struct textbuf *text, const char *epoch, int64_t seq, enum event_kind kind,
	const char *data, bool people);
