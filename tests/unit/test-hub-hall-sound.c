/* SPDX-License-Identifier: Apache-2.0 */
/* Announcements for browsers: composed beside the loop, kept for a while, and never many. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "hub/hub-hall-sound.h"
#include "voice-fixture.h"

enum { CHIME = 4800 };

struct sounds_fixture {
	struct voice_fixture *folder;
	sd_event *event;
	struct hall_sounds *sounds;
	int n_done, result, ms;
	char id[HALL_SOUND_ID_SIZE];
};

static void on_done(int result, const char *id, int ms, void *userdata)
{
	struct sounds_fixture *f = userdata;

	f->n_done++;
	f->result = result;
	f->ms = ms;
	memcpy(f->id, id, strlen(id) + 1);
}

static int set_up(void **state)
{
	static const struct hall_sounds_calls calls = {.done = on_done};
	struct sounds_fixture *f = memory_new(1, sizeof(*f));
	void *folder = NULL;

	assert_int_equal(voice_fixture_setup(&folder), 0);
	f->folder = folder;
	assert_int_equal(setenv("LAYSO_DATADIR", f->folder->path, 1), 0);
	assert_int_equal(sd_event_new(&f->event), 0);
	assert_int_equal(hall_sounds_new(f->event, NULL, false, false, &calls, f, &f->sounds), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct sounds_fixture *f = *state;
	void *folder = f->folder;

	hall_sounds_stop(f->sounds);
	hall_sounds_free(f->sounds);
	sd_event_unref(f->event);
	free(f);
	return voice_fixture_teardown(&folder);
}

static void put_chime(const struct sounds_fixture *f)
{
	voice_fixture_put_text(f->folder, "voice/chime/pack.conf",
		"[pack]\nspeaker = nobody\nconsent = not needed\nlicence = CC0\nengine = a test\n");
	voice_fixture_put_clip(f->folder, "voice/chime/chime.flac", 1, VOICE_RATE, CHIME);
}

static void compose(struct sounds_fixture *f)
{
	const struct announce_call call = {.ticket = 1, .number = "A001", .counter = 1};
	int before = f->n_done;

	assert_int_equal(hall_sounds_compose(f->sounds, &call, false, "vi"), 0);
	assert_true(hall_sounds_busy(f->sounds));
	assert_int_equal(hall_sounds_compose(f->sounds, &call, false, "vi"), -EBUSY);
	while (f->n_done == before) {
		assert_true(sd_event_run(f->event, UINT64_MAX) >= 0);
	}
	assert_false(hall_sounds_busy(f->sounds));
}

static void test_the_oldest_makes_room(void **state)
{
	struct sounds_fixture *f = *state;
	char first[HALL_SOUND_ID_SIZE];

	put_chime(f);
	compose(f);
	assert_int_equal(f->result, 0);
	assert_int_equal(f->ms, CHIME * 1000 / VOICE_RATE + ANNOUNCE_GAP_MS);
	memcpy(first, f->id, sizeof(first));
	for (int i = 1; i < HALL_SOUNDS_MAX; i++) {
		compose(f);
		assert_non_null(hall_sounds_find(f->sounds, first));
	}
	compose(f);
	assert_null(hall_sounds_find(f->sounds, first));
	assert_non_null(hall_sounds_find(f->sounds, f->id));
	assert_int_equal(hall_sounds_state(f->sounds), HALL_SOUND_NO_VOICE);
	hall_sounds_rest(f->sounds);
	assert_null(hall_sounds_find(f->sounds, f->id));
	assert_int_equal(hall_sounds_state(f->sounds), HALL_SOUND_UNKNOWN);
}

static void test_without_any_pack_nothing_is_kept(void **state)
{
	struct sounds_fixture *f = *state;

	compose(f);
	assert_int_equal(f->result, -ENOENT);
	assert_string_equal(f->id, "");
	assert_int_equal(hall_sounds_state(f->sounds), HALL_SOUND_NO_VOICE);
}

int main(void)
{
#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(test_the_oldest_makes_room),
		CASE(test_without_any_pack_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
