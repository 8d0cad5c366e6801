/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer-hello.h"

enum {
	QUIET_MS = 150, /* after this, an answer is at its end */
	ASK_EVERY_MS = 1000,
	ROUNDS = 2,
	WRONGS = 2, /* noise of switching on is not called garbage at once */
	OTHERWISE_AFTER = 2, /* unanswered questions */
	SILENT_AFTER = 3,
	REOPEN_AFTER = 10,
	LAST_QUESTION = 4,
};

/* Whether a byte that completes no answer can be a part of one. */
static bool is_inside(const struct escpos_parser *parser)
{
	return parser->in_block || parser->n_automatic > 0;
}

void printer_hello_receive(struct printer_hello *hello, const uint8_t *bytes, size_t size,
	size_t broken, int64_t now_ms)
{
	struct escpos_answer answer;

	for (size_t i = 0; i < size; i++) {
		if (escpos_parse(&hello->parser, bytes[i], &answer)) {
			hello->answered |=
				answer.kind == ESCPOS_STATUS || answer.kind == ESCPOS_AUTOMATIC;
		} else {
			hello->wrong |= !is_inside(&hello->parser);
		}
	}
	hello->wrong |= broken > 0;
	hello->heard |= size + broken > 0;
	hello->heard_ms = now_ms;
}

static enum hello_next wait_until(struct printer_hello *hello, int64_t wait_ms)
{
	hello->wait_ms = wait_ms;
	return HELLO_WAIT;
}

static enum hello_next ask(struct printer_hello *hello, int64_t now_ms)
{
	/* Different ones: the same garbage would look the same. */
	hello->question = hello->rounds > 0 ? LAST_QUESTION : 1;
	hello->asking = true;
	hello->heard = hello->answered = hello->wrong = false;
	hello->parser = (struct escpos_parser){0};
	hello->asked_ms = now_ms;
	return HELLO_ASK;
}

/* Something has come, and nothing more follows. */
static void judge(struct printer_hello *hello)
{
	bool good = hello->answered && !hello->wrong;

	hello->rounds = good ? hello->rounds + 1 : 0;
	hello->wrongs = good ? 0 : hello->wrongs + hello->wrong;
	hello->unanswered = 0;
	if (good) {
		hello->absent = "";
	} else if (hello->wrongs >= WRONGS) {
		hello->absent = "garbled";
	}
	hello->heard = false;
	hello->asking = !good;
}

enum hello_next printer_hello_next(struct printer_hello *hello, bool stuck, int64_t now_ms)
{
	if (hello->heard) {
		if (now_ms < hello->heard_ms + QUIET_MS) {
			return wait_until(hello, hello->heard_ms + QUIET_MS);
		}
		judge(hello);
		if (hello->rounds >= ROUNDS) {
			return HELLO_PRINTER;
		}
	}
	if (!hello->asking) {
		return ask(hello, now_ms);
	}
	if (now_ms < hello->asked_ms + ASK_EVERY_MS) {
		return wait_until(hello, hello->asked_ms + ASK_EVERY_MS);
	}
	if (hello->wrongs == 0) {
		hello->unanswered++;
	}
	hello->rounds = 0;
	hello->otherwise |= hello->unanswered >= OTHERWISE_AFTER;
	if (hello->unanswered >= SILENT_AFTER) {
		hello->absent = "silent";
	}
	if (hello->unanswered >= REOPEN_AFTER) {
		return HELLO_REOPEN;
	}
	if (stuck) {
		hello->asked_ms = now_ms;
		return wait_until(hello, now_ms + ASK_EVERY_MS);
	}
	return ask(hello, now_ms);
}
