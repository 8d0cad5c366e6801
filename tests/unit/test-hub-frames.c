/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "hub/hub-frames.h"

static int set_up(void **state)
{
	struct frames *frames = memory_new(1, sizeof(*frames));

	frames_init(frames, "0a1b", 41);
	*state = frames;
	return 0;
}

static int tear_down(void **state)
{
	frames_done(*state);
	free(*state);
	return 0;
}

static void test_an_event_reads_as_server_sent(void **state)
{
	struct frames *frames = *state;
	size_t size = 0;
	const char *text;

	frames_push(frames, 42, EVENT_CALL, "{\"ticket\":1}");
	text = frames_text(frames, 42, true, &size);
	assert_string_equal(text, "id: 0a1b-42\nevent: call\ndata: {\"ticket\":1}\n\n");
	assert_int_equal(size, strlen(text));
	/* Everybody gets the same text. */
	assert_ptr_equal(frames_text(frames, 42, true, &size), text);
}

static void test_nothing_is_kept_at_first(void **state)
{
	struct frames *frames = *state;

	assert_true(frames->first_seq > frames->last_seq);
	assert_int_equal(frames->last_seq, 41);
}

static void test_the_number_of_frames_is_bounded(void **state)
{
	struct frames *frames = *state;
	size_t size = 0;

	for (int64_t seq = 42; seq < 42 + 3 * LIMIT_STREAM_EVENTS; seq++) {
		frames_push(frames, seq, EVENT_APPEAR, "{}");
		assert_int_equal(frames->last_seq, seq);
		assert_true(seq - frames->first_seq < LIMIT_STREAM_EVENTS);
	}
	assert_int_equal(frames->last_seq - frames->first_seq, LIMIT_STREAM_EVENTS - 1);
	for (int64_t seq = frames->first_seq; seq <= frames->last_seq; seq++) {
		const char *text = frames_text(frames, seq, true, &size);

		assert_true(strtoll(text + strlen("id: 0a1b-"), NULL, 10) == seq);
	}
}

static void test_their_bytes_are_bounded(void **state)
{
	struct frames *frames = *state;
	size_t length = LIMIT_STREAM_BYTES / 10;
	_cleanup_free_ char *data = memory_new(length + 1, 1);
	size_t size = 0;
	size_t sum = 0;

	memset(data, 'x', length);
	for (int64_t seq = 42; seq < 142; seq++) {
		frames_push(frames, seq, EVENT_APPEAR, data);
		if (seq % 2) {
			(void)frames_text(frames, seq, true, &size);
		}
	}
	assert_true(frames->bytes <= LIMIT_STREAM_BYTES + 1024);
	for (int64_t seq = frames->first_seq; seq <= frames->last_seq; seq++) {
		(void)frames_text(frames, seq, true, &size);
		sum += size;
	}
	assert_int_equal(frames->bytes, sum);
}

static void test_one_event_larger_than_all_is_kept_alone(void **state)
{
	struct frames *frames = *state;
	size_t length = LIMIT_STREAM_BYTES + 1;
	_cleanup_free_ char *data = memory_new(length + 1, 1);

	memset(data, 'x', length);
	frames_push(frames, 42, EVENT_APPEAR, "{}");
	frames_push(frames, 43, EVENT_APPEAR, data);
	assert_int_equal(frames->first_seq, 43);
	frames_push(frames, 44, EVENT_APPEAR, "{}");
	assert_int_equal(frames->first_seq, 44);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(test_an_event_reads_as_server_sent),
		SCENE(test_nothing_is_kept_at_first),
		SCENE(test_the_number_of_frames_is_bounded),
		SCENE(test_their_bytes_are_bounded),
		SCENE(test_one_event_larger_than_all_is_kept_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
