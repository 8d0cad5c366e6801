/* SPDX-License-Identifier: Apache-2.0 */
/* A centre's own clips: named by the site as they come, and gone when they are taken back. */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "queue-fixture.h"
#include "queue/clips.h"
#include "queue/store.h"

static struct clip_row *make_row(int n)
{
	struct clip_row *row = memory_new(1, sizeof(*row));

	(void)snprintf(row->id, sizeof(row->id), "%032x", (unsigned)n);
	row->sound = text_dup("T2dnUw==");
	row->words = text_dup("Mời ông bà");
	row->speaker = text_dup("Bà Lan");
	row->licence = text_dup("");
	row->agreed = text_dup("admin");
	return row;
}

/* n 0: takes it back. */
static enum command_error put(struct fixture *fixture, const char *clip, int n)
{
	struct command command = {
		.kind = COMMAND_CLIP, .language = "vi", .clip_row = n ? make_row(n) : NULL};

	text_copy_cut(command.clip, sizeof(command.clip), clip);
	fixture_run(fixture, &command);
	command_done(&command);
	return fixture->answer.error;
}

static bool is_there(struct fixture *fixture, int n)
{
	_cleanup_(clip_row_freep) struct clip_row *row = NULL;
	_cleanup_(clip_row_freep) struct clip_row *made = make_row(n);
	int r = clips_find(queue_store(fixture->queue), made->id, &row);

	assert_true(r == 0 || r == -ENOENT);
	assert_true(r < 0 || strcmp(row->speaker, "Bà Lan") == 0);
	return r == 0;
}

static const char *named(struct fixture *fixture, const char *clip)
{
	return site_clip(model_site(queue_model(fixture->queue)), "vi", clip);
}

static void test_a_clip_is_named_and_taken_back(void **state)
{
	struct fixture *fixture = *state;
	int64_t seq = model_site_seq(queue_model(fixture->queue));

	assert_int_equal(put(fixture, "call-1", 1), ERROR_NONE);
	assert_string_equal(named(fixture, "call-1"), "00000000000000000000000000000001");
	assert_true(model_site_seq(queue_model(fixture->queue)) > seq);
	assert_int_equal(put(fixture, "kiosk.take-1", 2), ERROR_NONE);
	assert_true(is_there(fixture, 1));
	/* Another recording replaces it, and nothing of the first one stays. */
	assert_int_equal(put(fixture, "call-1", 3), ERROR_NONE);
	assert_false(is_there(fixture, 1));
	assert_true(is_there(fixture, 3));
	assert_int_equal(put(fixture, "call-1", 0), ERROR_NONE);
	assert_false(is_there(fixture, 3));
	assert_true(is_there(fixture, 2));
	assert_string_equal(named(fixture, "call-1"), "");
	assert_int_equal(put(fixture, "call-1", 0), ERROR_NOT_FOUND);
	assert_int_equal(put(fixture, "kiosk.take-1", 0), ERROR_NONE);
	assert_null(json_object_get(model_site(queue_model(fixture->queue))->json, "voice"));
}

static void test_one_sound_of_two_clips_stays_for_the_other(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(put(fixture, "number-1", 1), ERROR_NONE);
	assert_int_equal(put(fixture, "word-mot", 1), ERROR_NONE);
	assert_int_equal(put(fixture, "number-1", 0), ERROR_NONE);
	assert_true(is_there(fixture, 1));
	assert_int_equal(put(fixture, "word-mot", 0), ERROR_NONE);
	assert_false(is_there(fixture, 1));
}

/* A site that was exported before the recordings were made does not destroy them. */
static void test_a_site_without_the_clips_leaves_them(void **state)
{
	struct fixture *fixture = *state;
	struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};

	assert_int_equal(put(fixture, "number-1", 1), ERROR_NONE);
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
	command_done(&command);
	assert_string_equal(named(fixture, "number-1"), "");
	assert_int_equal(put(fixture, "number-2", 2), ERROR_NONE);
	assert_true(is_there(fixture, 1));
}

static void test_a_site_names_clips_by_their_ids(void **state)
{
	static const char *const wrong[] = {"{\"vi\":{\"call-1\":\"../x\"}}", "[]",
		"{\"vi\":{\"a b\":\"00000000000000000000000000000001\"}}",
		"{\"v i\":{\"a\":\"00000000000000000000000000000001\"}}", "{\"vi\":[]}"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};

		json_object_set_new(command.site, "voice", json_loads(wrong[i], 0, NULL));
		fixture_run(fixture, &command);
		assert_int_equal(fixture->answer.error, ERROR_BAD_FIELD);
		command_done(&command);
	}
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_a_clip_is_named_and_taken_back),
		WITH_QUEUE(test_one_sound_of_two_clips_stays_for_the_other),
		WITH_QUEUE(test_a_site_without_the_clips_leaves_them),
		WITH_QUEUE(test_a_site_names_clips_by_their_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
