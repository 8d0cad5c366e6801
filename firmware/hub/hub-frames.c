/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-frames.h"

#include <string.h>

static struct frame *frame_at(struct frames *frames, int64_t seq)
{
	return &frames->ring[seq % LIMIT_STREAM_EVENTS];
}

void frames_init(struct frames *frames, int64_t last_seq)
{
	frames->last_seq = last_seq;
	frames->first_seq = last_seq + 1;
}

static void drop_oldest(struct frames *frames)
{
	struct frame *frame = frame_at(frames, frames->first_seq);

	frames->bytes -= frame->size;
	free(frame->text);
	free(frame->data);
	*frame = (struct frame){0};
	frames->first_seq++;
}

void frames_done(struct frames *frames)
{
	while (frames->first_seq <= frames->last_seq) {
		drop_oldest(frames);
	}
}

void frames_write(struct textbuf *text, int64_t seq, enum event_kind kind, const char *data)
{
	textbuf_printf(text, "id: %lld\nevent: %s\ndata: ", (long long)seq, event_kind_name(kind));
	textbuf_add(text, data);
	textbuf_add(text, "\n\n");
}

void frames_push(struct frames *frames, int64_t seq, enum event_kind kind, const char *data)
{
	size_t size = strlen(data);

	while (frames->first_seq <= frames->last_seq &&
		(seq - frames->first_seq >= LIMIT_STREAM_EVENTS ||
			frames->bytes + size > LIMIT_STREAM_BYTES)) {
		drop_oldest(frames);
	}
	frames->last_seq = seq;
	frames->bytes += size;
	*frame_at(frames, seq) = (struct frame){
		.kind = kind,
		.data = text_dup(data),
		.size = size,
	};
}

const char *frames_text(struct frames *frames, int64_t seq, size_t *ret_size)
{
	struct frame *frame = frame_at(frames, seq);

	if (!frame->text) {
		struct textbuf text = {0};

		frames_write(&text, seq, frame->kind, frame->data);
		free(TAKE_PTR(frame->data));
		frames->bytes += text.size - frame->size;
		frame->size = text.size;
		frame->text = text.data;
	}
	*ret_size = frame->size;
	return frame->text;
}
