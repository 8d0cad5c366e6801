/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-frames.h"

#include <string.h>

#include "hub/hub-json.h"

static struct frame *frame_at(struct frames *frames, int64_t seq)
{
	return &frames->ring[seq % LIMIT_STREAM_EVENTS];
}

void frames_init(struct frames *frames, const char *epoch, int64_t last_seq)
{
	frames->epoch = epoch;
	frames->last_seq = last_seq;
	frames->first_seq = last_seq + 1;
}

static void drop_oldest(struct frames *frames)
{
	struct frame *frame = frame_at(frames, frames->first_seq);

	frames->bytes -= frame->data_size + frame->size[0] + frame->size[1];
	free(frame->text[0]);
	free(frame->text[1]);
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

void frames_write(struct textbuf *text, const char *epoch, int64_t seq, enum event_kind kind,
	const char *data, bool people)
{
	_cleanup_free_ char *seen = people ? NULL : view_event(kind, data);

	textbuf_printf(text, "id: %s-%lld\nevent: %s\ndata: ", epoch, (long long)seq,
		event_kind_name(kind));
	textbuf_add(text, people ? data : seen);
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
		.data_size = size,
	};
}

/* The data of a frame; of one that has been written it stands at the end of its text. */
static const char *data_of(const struct frame *frame)
{
	static const char before[] = "\ndata: ";

	return frame->data ? frame->data : strstr(frame->text[true], before) + strlen(before);
}

const char *frames_text(struct frames *frames, int64_t seq, bool people, size_t *ret_size)
{
	struct frame *frame = frame_at(frames, seq);

	if (!frame->text[people]) {
		struct textbuf text = {0};

		frames_write(&text, frames->epoch, seq, frame->kind, data_of(frame), people);
		frame->text[people] = text.data;
		frame->size[people] = text.size;
		frames->bytes += text.size;
	}
	if (people && frame->data) {
		free(TAKE_PTR(frame->data));
		frames->bytes -= frame->data_size;
		frame->data_size = 0;
	}
	*ret_size = frame->size[people];
	return frame->text[people];
}
