/* SPDX-License-Identifier: Apache-2.0 */
#include "client/sse.h"

#include "check.h"
#include <string.h>

struct fixture {
	struct sse sse;
	struct sse_event event;
};

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(1, sizeof(*fixture));

	sse_reset(&fixture->sse, -1);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	sse_done(&fixture->sse);
	free(fixture);
	return 0;
}

static void push(struct fixture *fixture, const char *text)
{
	sse_push(&fixture->sse, text, strlen(text));
}

static void expect(struct fixture *fixture, int64_t id, const char *kind, const char *data)
{
	assert_true(sse_next(&fixture->sse, &fixture->event));
	assert_int_equal(fixture->event.id, id);
	assert_string_equal(fixture->event.kind, kind);
	assert_string_equal(fixture->event.data, data);
	assert_int_equal(fixture->event.size, strlen(data));
	assert_false(fixture->event.too_large);
}

static void expect_none(struct fixture *fixture)
{
	assert_false(sse_next(&fixture->sse, &fixture->event));
}

static void an_event_has_id_kind_and_data(void **state)
{
	push(*state, "id: 7\nevent: call\ndata: {\"a\":1}\n\n");
	expect(*state, 7, "call", "{\"a\":1}");
	expect_none(*state);
}

static void bytes_may_come_one_by_one(void **state)
{
	static const char stream[] = "\xEF\xBB\xBFid: 7\r\nevent: call\r\ndata: x\r\n\r\n: keep\r\n"
				     "data: y\r\n\r\n";
	struct fixture *fixture = *state;
	int events = 0;

	for (const char *at = stream; *at; at++) {
		sse_push(&fixture->sse, at, 1);
		while (sse_next(&fixture->sse, &fixture->event)) {
			events++;
			assert_int_equal(fixture->event.id, 7);
			assert_string_equal(fixture->event.data, events == 1 ? "x" : "y");
			assert_string_equal(fixture->event.kind, events == 1 ? "call" : "message");
		}
	}
	assert_int_equal(events, 2);
}

static void lines_end_in_lf_cr_or_crlf(void **state)
{
	push(*state, "data: a\r\rdata: b\n\ndata: c\r\n\r\ndata: d\r\n\ndata: e\n\r\n");
	expect(*state, -1, "message", "a");
	expect(*state, -1, "message", "b");
	expect(*state, -1, "message", "c");
	expect(*state, -1, "message", "d");
	expect(*state, -1, "message", "e");
	expect_none(*state);
}

static void a_crlf_in_two_pieces_is_one_line_end(void **state)
{
	push(*state, "data: a\r");
	expect_none(*state);
	push(*state, "\ndata: b\r");
	expect_none(*state);
	push(*state, "\n\r");
	expect(*state, -1, "message", "a\nb");
	push(*state, "\n");
	expect_none(*state);
}

static void data_lines_are_joined(void **state)
{
	push(*state, "data: a\ndata:b\ndata\ndata:  c\n\n");
	expect(*state, -1, "message", "a\nb\n\n c");
}

static void an_empty_data_line_is_an_event(void **state)
{
	push(*state, "data:\n\ndata\ndata\n\n");
	expect(*state, -1, "message", "");
	expect(*state, -1, "message", "\n");
}

static void comments_and_unknown_fields_are_ignored(void **state)
{
	push(*state, ": keep\n\nretry: 1\nfoo: bar\nevent: x\n\n:\ndata: a\n\n");
	expect(*state, -1, "message", "a");
	expect_none(*state);
}

static void an_id_stays_until_the_next_one(void **state)
{
	push(*state, "id: 3\n\ndata: a\n\nid: 4\ndata: b\n\ndata: c\n\n");
	expect(*state, 3, "message", "a");
	expect(*state, 4, "message", "b");
	expect(*state, 4, "message", "c");
}

static void an_id_names_its_epoch(void **state)
{
	struct fixture *fixture = *state;

	push(fixture, "id: 0a1b-42\n\n");
	expect_none(fixture);
	assert_string_equal(fixture->sse.epoch, "0a1b");
	assert_int_equal(fixture->sse.last_id, 42);
	push(fixture, "id: 0a1b-x\ndata: 1\n\n");
	expect(fixture, 42, "message", "1");
	push(fixture, "id: 012345678901234567890123-7\ndata: 2\n\n");
	expect(fixture, 42, "message", "2");
	push(fixture, "id: 43\ndata: 3\n\n");
	expect(fixture, 43, "message", "3");
	assert_string_equal(fixture->sse.epoch, "");
}

static void an_id_that_is_no_number_is_ignored(void **state)
{
	push(*state, "id: 3\nid: x\nid: -1\nid\nid: 99999999999999999999\nid: 5 \ndata: a\n\n");
	expect(*state, 3, "message", "a");
	sse_push(&((struct fixture *)*state)->sse, "id: 4\0\ndata: b\n\n", 16);
	expect(*state, 3, "message", "b");
}

static void a_half_event_is_forgotten_by_a_reset(void **state)
{
	struct fixture *fixture = *state;

	push(fixture, "id: 9\nevent: call\ndata: a\nda");
	expect_none(fixture);
	sse_reset(&fixture->sse, 8);
	push(fixture, "data: b\n\n");
	expect(fixture, 8, "message", "b");
}

static void a_huge_line_is_dropped_and_named(void **state)
{
	struct fixture *fixture = *state;
	char chunk[4096];

	memset(chunk, 'x', sizeof(chunk));
	push(fixture, "id: 1\nevent: call\ndata: ");
	for (int i = 0; i < 1000; i++) {
		sse_push(&fixture->sse, chunk, sizeof(chunk));
		expect_none(fixture);
	}
	assert_true(fixture->sse.input.capacity < 4 * SSE_LINE_MAX);
	push(fixture, "\n\ndata: b\n\n");
	assert_true(sse_next(&fixture->sse, &fixture->event));
	assert_true(fixture->event.too_large);
	assert_int_equal(fixture->event.id, 1);
	assert_string_equal(fixture->event.kind, "call");
	assert_string_equal(fixture->event.data, "");
	expect(fixture, 1, "message", "b");
}

static void a_huge_comment_harms_nobody(void **state)
{
	struct fixture *fixture = *state;
	char chunk[4096];

	memset(chunk, 'x', sizeof(chunk));
	push(fixture, "data: a\n: ");
	for (int i = 0; i < 100; i++) {
		sse_push(&fixture->sse, chunk, sizeof(chunk));
		expect_none(fixture);
	}
	push(fixture, "\ndata: b\n\n");
	expect(fixture, -1, "message", "a\nb");
}

static void data_of_many_lines_is_bounded(void **state)
{
	struct fixture *fixture = *state;
	char line[1024];

	memset(line, 'x', sizeof(line));
	memcpy(line, "data: ", 6);
	line[sizeof(line) - 1] = '\n';
	for (int i = 0; i < 2 * SSE_DATA_MAX / 1024; i++) {
		sse_push(&fixture->sse, line, sizeof(line));
		expect_none(fixture);
	}
	assert_true(fixture->sse.data.size <= SSE_DATA_MAX);
	push(fixture, "\ndata: b\n\n");
	assert_true(sse_next(&fixture->sse, &fixture->event));
	assert_true(fixture->event.too_large);
	expect(fixture, -1, "message", "b");
}

static void a_long_kind_is_cut(void **state)
{
	push(*state, "event: 0123456789012345678901234567890123456789\ndata: a\n\n");
	expect(*state, -1, "0123456789012345678901234567890", "a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_event_has_id_kind_and_data, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bytes_may_come_one_by_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lines_end_in_lf_cr_or_crlf, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_crlf_in_two_pieces_is_one_line_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(data_lines_are_joined, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_data_line_is_an_event, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			comments_and_unknown_fields_are_ignored, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_id_stays_until_the_next_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_id_names_its_epoch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_id_that_is_no_number_is_ignored, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_half_event_is_forgotten_by_a_reset, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_huge_line_is_dropped_and_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_huge_comment_harms_nobody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(data_of_many_lines_is_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_long_kind_is_cut, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
