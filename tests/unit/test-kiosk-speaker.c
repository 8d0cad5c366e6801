/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that speak behind the kiosk's loop: slow, dying, refusing, writing garbage; none of them
 * holds up a key. */
#include "kiosk/kiosk-speaker.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "check.h"
#include "voice-fixture.h"

enum { DEADLINE_MS = 60000, LONG_MS = 30000, SHORT_MS = 300, AT_ONCE_MS = 200 };

struct fixture {
	void *voice; /* a struct voice_fixture */
	sd_event *event;
	struct kiosk_speaker *speaker;
	int spoken; /* times */
	struct voice_manifest manifest;
};

static void on_spoken(void *userdata)
{
	struct fixture *f = userdata;

	f->spoken++;
}

static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	*state = f;
	assert_int_equal(voice_fixture_setup(&f->voice), 0);
	voice_fixture_put_recording(f->voice, "said.flac", 800, 0.2, 300);
	f->manifest = voice_fixture_manifest();
	return sd_event_new(&f->event);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	int r;

	kiosk_speaker_free(f->speaker);
	sd_event_unref(f->event);
	voice_manifest_done(&f->manifest);
	r = voice_fixture_teardown(&f->voice);
	free(f);
	return r;
}

/* A shell's script with the recording as $1, the file to write as $2, the text as $3. */
static void begin(struct fixture *f, const char *script, int late_ms)
{
	const struct voice_fixture *voice = f->voice;

	free(f->manifest.engine);
	f->manifest.engine =
		text_printf("sh -c '%s' engine %s/said.flac {wav} {text}", script, voice->path);
	assert_int_equal(kiosk_speaker_new(f->event, late_ms, on_spoken, f, &f->speaker), 0);
	assert_true(kiosk_speaker_can(f->speaker, &f->manifest));
}

/* Asks, which takes no time. */
static int get(struct fixture *f, const char *text)
{
	_cleanup_(speech_unrefp) struct speech *speech = NULL;
	int64_t begin_ms = clock_mono_ms();
	int r = kiosk_speaker_get(f->speaker, &f->manifest, text, &speech);

	assert_true(clock_mono_ms() - begin_ms < AT_ONCE_MS);
	assert_true((r == 0) == (speech != NULL));
	return r;
}

static void run_until_spoken(struct fixture *f, int times)
{
	int64_t until = clock_mono_ms() + DEADLINE_MS;

	while (f->spoken < times) {
		assert_true(clock_mono_ms() < until);
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
}

/* What becomes of a text. */
static int speak(struct fixture *f, const char *text)
{
	int spoken = f->spoken;

	assert_int_equal(get(f, text), -EAGAIN);
	run_until_spoken(f, spoken + 1);
	return get(f, text);
}

static void what_was_spoken_is_there_until_it_is_forgotten(void **state)
{
	struct fixture *f = *state;

	begin(f, "cp $1 $2", LONG_MS);
	assert_int_equal(speak(f, "one"), 0);
	assert_int_equal(speak(f, "two"), 0);
	assert_int_equal(get(f, "one"), 0);
	kiosk_speaker_forget(f->speaker);
	assert_int_equal(speak(f, "one"), 0);
}

/* One at a time: the second is told to ask again. */
static void one_text_is_spoken_after_the_other(void **state)
{
	struct fixture *f = *state;

	begin(f, "cp $1 $2", LONG_MS);
	assert_int_equal(get(f, "one"), -EAGAIN);
	assert_int_equal(get(f, "two"), -EAGAIN);
	run_until_spoken(f, 1);
	assert_int_equal(get(f, "one"), 0);
	assert_int_equal(get(f, "two"), -EAGAIN);
	run_until_spoken(f, 2);
	assert_int_equal(get(f, "two"), 0);
}

static void a_program_that_fails_rests(void **state)
{
	static const struct {
		const char *script;
		int late_ms, result;
	} faults[] = {
		{"exit 1", LONG_MS, -EIO},
		{"kill -9 $$", LONG_MS, -EIO},
		{"exec no-such-program", LONG_MS, -ENOENT},
		{"echo garbage >$2", LONG_MS, -EINVAL},
		{"exec cat /dev/zero >$2", LONG_MS, -EFBIG},
		{"sleep 600", SHORT_MS, -ETIMEDOUT},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(faults); i++) {
		begin(f, faults[i].script, faults[i].late_ms);
		assert_int_equal(speak(f, "one"), faults[i].result);
		assert_int_equal(get(f, "one"), faults[i].result); /* not tried again */
		assert_true(kiosk_speaker_can(f->speaker, &f->manifest));
		assert_int_equal(speak(f, "two"), faults[i].result);
		assert_false(kiosk_speaker_can(f->speaker, &f->manifest));
		assert_int_equal(get(f, "three"), -ENOENT);
		kiosk_speaker_free(TAKE_PTR(f->speaker));
	}
}

/* One bad text, or one crash, is no reason to say nothing any more. */
static void the_next_text_starts_anew(void **state)
{
	struct fixture *f = *state;

	begin(f, "[ \"$3\" != bad ] && cp $1 $2", LONG_MS);
	for (int i = 0; i < 3; i++) {
		kiosk_speaker_forget(f->speaker);
		assert_int_equal(speak(f, "bad"), -EIO);
		assert_int_equal(speak(f, "good"), 0);
	}
}

static void what_nobody_wants_any_more_makes_room_at_once(void **state)
{
	struct fixture *f = *state;
	int64_t begin_ms;

	begin(f, "[ \"$3\" != endless ] || sleep 600; cp $1 $2", LONG_MS);
	assert_int_equal(get(f, "endless"), -EAGAIN);
	begin_ms = clock_mono_ms();
	kiosk_speaker_cancel(f->speaker);
	kiosk_speaker_cancel(f->speaker);
	assert_true(clock_mono_ms() - begin_ms < AT_ONCE_MS);
	assert_int_equal(get(f, "next"), -EAGAIN);
	run_until_spoken(f, 1);
	assert_int_equal(get(f, "next"), -EAGAIN);
	run_until_spoken(f, 2);
	assert_int_equal(get(f, "next"), 0);
	assert_true(clock_mono_ms() - begin_ms < LONG_MS / 2);
	assert_true(kiosk_speaker_can(f->speaker, &f->manifest)); /* it was no failure */
	/* Ended in the middle. */
	kiosk_speaker_forget(f->speaker);
	assert_int_equal(get(f, "endless"), -EAGAIN);
	kiosk_speaker_free(TAKE_PTR(f->speaker));
}

static void a_pack_of_recordings_says_no_text(void **state)
{
	struct fixture *f = *state;

	begin(f, "cp $1 $2", LONG_MS);
	free(f->manifest.engine);
	f->manifest.engine = text_dup("cp /recordings/{clip}.wav {wav}");
	assert_false(kiosk_speaker_can(f->speaker, &f->manifest));
	assert_int_equal(get(f, "one"), -ENOENT);
	free(TAKE_PTR(f->manifest.engine));
	assert_false(kiosk_speaker_can(f->speaker, &f->manifest));
	assert_int_equal(get(f, "one"), -ENOENT);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_FIXTURE(what_was_spoken_is_there_until_it_is_forgotten),
		WITH_FIXTURE(one_text_is_spoken_after_the_other),
		WITH_FIXTURE(a_program_that_fails_rests),
		WITH_FIXTURE(the_next_text_starts_anew),
		WITH_FIXTURE(what_nobody_wants_any_more_makes_room_at_once),
		WITH_FIXTURE(a_pack_of_recordings_says_no_text),
	};

	return cmocka_run_group_tests_name("kiosk-speaker", tests, NULL, NULL);
}
