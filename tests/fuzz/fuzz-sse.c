/* SPDX-License-Identifier: Apache-2.0 */
/* An event stream: it says the same however its bytes are cut into pieces, and keeps its limits. */
#include <string.h>

#include "client/sse.h"
#include "fuzz.h"

/* Adds all that comes of the bytes so far, as text. */
static void take_all(struct sse *sse, struct textbuf *said)
{
	struct sse_event event;

	while (sse_next(sse, &event)) {
		FUZZ_REQUIRE(event.size <= SSE_DATA_MAX && strlen(event.kind) <= SSE_KIND_MAX);
		FUZZ_REQUIRE(event.size == 0 || !event.too_large);
		textbuf_printf(said, "%lld %s %d %zu ", (long long)event.id, event.kind,
			event.too_large, event.size);
		textbuf_add_bytes(said, event.data, event.size);
		textbuf_add(said, "\n");
	}
	FUZZ_REQUIRE(strlen(sse->epoch) <= SSE_EPOCH_MAX);
}

/* In pieces of 1 … 255 bytes as the first ones say; piece 0: all at once. */
static void play(const uint8_t *data, size_t size, size_t piece, struct textbuf *said)
{
	struct sse sse = {0};

	sse_reset(&sse, -1);
	for (size_t at = 0; at < size;) {
		size_t n = piece ? MIN_OF(piece, size - at) : size;

		sse_push(&sse, data + at, n);
		take_all(&sse, said);
		at += n;
	}
	textbuf_printf(said, "end %lld %s", (long long)sse.last_id, sse.epoch);
	sse_done(&sse);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(textbuf_done) struct textbuf whole = {0};
	_cleanup_(textbuf_done) struct textbuf cut = {0};

	if (size < 1) {
		return 0;
	}
	play(data + 1, size - 1, 0, &whole);
	play(data + 1, size - 1, MAX_OF(data[0], 1), &cut);
	FUZZ_REQUIRE(whole.size == cut.size && memcmp(whole.data, cut.data, cut.size) == 0);
	return 0;
}
