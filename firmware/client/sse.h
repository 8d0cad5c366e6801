/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of an event stream (WHATWG HTML, "Server-sent events") to events. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum {
	SSE_EPOCH_MAX = 23, /* bytes of what stands before an id's number */
	SSE_KIND_MAX = 31, /* bytes of an event's name; longer ones are cut */
	SSE_LINE_MAX = 64 * 1024, /* bytes of a line */
	SSE_DATA_MAX = 256 * 1024, /* bytes of an event's data, its lines joined */
};

struct sse_event {
	int64_t id; /* the last id that was seen, also if not with this event; −1 none yet */
	const char *kind; /* "message" when it was not named */
	const char *data; /* without its last line feed */
	size_t size;
	bool too_large; /* it exceeded a limit: data is "" */
};

/* Zero-initialise, then sse_reset. Open so that it can be a member; use the functions. */
struct sse {
	struct textbuf input; /* pushed, not yet read */
	size_t at; /* read so far of input */
	struct textbuf data; /* of the event that is being read */
	char kind[SSE_KIND_MAX + 1];
	int64_t id; /* takes effect at the event's end */
	int64_t last_id;
	char epoch[SSE_EPOCH_MAX + 1]; /* of the newest id, "EPOCH-NUMBER"; "" a number alone */
	bool started; /* the byte order mark has passed, if there was one */
	bool after_cr; /* a line feed now belongs to the line before */
	bool skip_line; /* the line is too long; dropped up to its end */
	bool has_data;
	bool too_large;
	bool handed_out; /* data and kind are lent until the next call */
};

/* Before a new connection: forgets a half event, keeps the last id. */
void sse_reset(struct sse *sse, int64_t last_id);
void sse_done(struct sse *sse);

/* Adds bytes as they came. */
void sse_push(struct sse *sse, const void *bytes, size_t size);

/* The next whole event; false when more bytes are needed. *ret is valid until the next call. */
bool sse_next(struct sse *sse, struct sse_event *ret) _warn_unused_;
