/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     bytes ── line ──┬── ""            an event ends: hand it out if it has data
 *                     ├── ":…"          a comment
 *                     ├── "data: …"     one more line of the event's data
 *                     ├── "event: …"    its name
 *                     ├── "id: …"       its id; one that is no number is ignored
 *                     └── others        ignored ("retry" too: the delays are the client's own)
 *
 * Lines end in LF, CR or CRLF, also when the two come in different pieces. What exceeds a limit
 * is dropped while it comes in, so that memory is bounded, and the event says so.
 */
#include "client/sse.h"

#include <string.h>

void sse_reset(struct sse *sse, int64_t last_id)
{
	struct textbuf input = sse->input;
	struct textbuf data = sse->data;

	input.size = 0;
	data.size = 0;
	*sse = (struct sse){.input = input, .data = data, .id = last_id, .last_id = last_id};
}

void sse_done(struct sse *sse)
{
	textbuf_done(&sse->input);
	textbuf_done(&sse->data);
}

void sse_push(struct sse *sse, const void *bytes, size_t size)
{
	textbuf_consume(&sse->input, sse->at);
	sse->at = 0;
	textbuf_add_bytes(&sse->input, bytes, size);
}

static void add_data(struct sse *sse, const char *value, size_t size)
{
	if (sse->data.size + size + 1 > SSE_DATA_MAX) {
		sse->too_large = true;
		return;
	}
	if (sse->has_data) {
		textbuf_add(&sse->data, "\n");
	}
	textbuf_add_bytes(&sse->data, value, size);
	sse->has_data = true;
}

static void set_id(struct sse *sse, const char *value, size_t size)
{
	char text[24 + SSE_EPOCH_MAX];
	char *dash;
	int64_t id;

	if (size == 0 || size >= sizeof(text) || memchr(value, '\0', size)) {
		return;
	}
	memcpy(text, value, size);
	text[size] = '\0';
	dash = strrchr(text, '-');
	if (text_parse_int(dash ? dash + 1 : text, 0, INT64_MAX, &id) < 0 || dash == text ||
		(dash && dash - text > SSE_EPOCH_MAX)) {
		return;
	}
	sse->id = id;
	if (dash) {
		*dash = '\0';
	}
	text_copy_cut(sse->epoch, sizeof(sse->epoch), dash ? text : "");
}

static void set_kind(struct sse *sse, const char *value, size_t size)
{
	size = MIN_OF(size, (size_t)SSE_KIND_MAX);
	memcpy(sse->kind, value, size);
	sse->kind[size] = '\0';
}

static bool field_is(const char *line, size_t size, const char *name)
{
	return size == strlen(name) && memcmp(line, name, size) == 0;
}

static void on_field(struct sse *sse, const char *line, size_t size)
{
	const char *colon = memchr(line, ':', size);
	size_t name_size = colon ? (size_t)(colon - line) : size;
	const char *value = colon ? colon + 1 : line + size;
	size_t value_size;

	if (value < line + size && *value == ' ') {
		value++;
	}
	value_size = (size_t)(line + size - value);
	if (field_is(line, name_size, "data")) {
		add_data(sse, value, value_size);
	} else if (field_is(line, name_size, "event")) {
		set_kind(sse, value, value_size);
	} else if (field_is(line, name_size, "id")) {
		set_id(sse, value, value_size);
	}
}

/* Ends the event that was being read; whether there is one to hand out. */
static bool end_event(struct sse *sse, struct sse_event *ret)
{
	bool whole = sse->has_data || sse->too_large;

	if (sse->data.size == 0 || sse->too_large) {
		sse->data.size = 0;
		textbuf_add(&sse->data, "");
	}
	sse->last_id = sse->id;
	*ret = (struct sse_event){
		.id = sse->last_id,
		.kind = sse->kind[0] ? sse->kind : "message",
		.data = sse->data.data,
		.size = sse->data.size,
		.too_large = sse->too_large,
	};
	sse->has_data = false;
	sse->too_large = false;
	sse->handed_out = whole;
	return whole;
}

/* Finds the next line, without its end, in what was pushed; drops one that is too long. */
static bool next_line(struct sse *sse, const char **ret_line, size_t *ret_size)
{
	const char *rest = sse->input.data + sse->at;
	size_t n = sse->input.size - sse->at;
	size_t size = 0;

	while (size < n && rest[size] != '\n' && rest[size] != '\r') {
		size++;
	}
	if (size > SSE_LINE_MAX && !sse->skip_line) {
		sse->skip_line = true;
		sse->too_large = sse->too_large || rest[0] != ':';
	}
	if (size == n) {
		if (sse->skip_line) {
			sse->at = sse->input.size;
		}
		return false;
	}
	sse->after_cr = rest[size] == '\r';
	sse->at += size + 1;
	*ret_line = rest;
	*ret_size = size;
	return true;
}

/* A byte order mark may come first; whether enough bytes are here to tell. */
static bool pass_mark(struct sse *sse)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t n = MIN_OF(sse->input.size - sse->at, (size_t)3);

	if (n < 3 && memcmp(sse->input.data + sse->at, mark, n) == 0) {
		return false;
	}
	if (memcmp(sse->input.data + sse->at, mark, n) == 0) {
		sse->at += n;
	}
	sse->started = true;
	return true;
}

bool sse_next(struct sse *sse, struct sse_event *ret)
{
	const char *line;
	size_t size;

	if (sse->handed_out) {
		sse->handed_out = false;
		sse->data.size = 0;
		sse->kind[0] = '\0';
	}
	while (sse->at < sse->input.size) {
		if (!sse->started && !pass_mark(sse)) {
			return false;
		}
		if (sse->after_cr) {
			sse->after_cr = false;
			if (sse->input.data[sse->at] == '\n') {
				sse->at++;
			}
			continue;
		}
		if (!next_line(sse, &line, &size)) {
			return false;
		}
		if (sse->skip_line) {
			sse->skip_line = false;
		} else if (size > 0) {
			on_field(sse, line, size);
		} else if (end_event(sse, ret)) {
			return true;
		} else {
			sse->kind[0] = '\0';
		}
	}
	return false;
}
