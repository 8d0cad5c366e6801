/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "ui/voice/voice-clip.h"
#include "voice-fixture.h"

enum { MS = VOICE_RATE / 1000 };

/* A tone between two silences with a little noise in them. */
static struct voice_sound make_tone(int before_ms, int tone_ms, int after_ms, double level)
{
	struct voice_sound sound = {.n = (size_t)(before_ms + tone_ms + after_ms) * MS};

	sound.samples = memory_new(sound.n, sizeof(*sound.samples));
	for (size_t i = 0; i < sound.n; i++) {
		bool on = i >= (size_t)before_ms * MS && i < (size_t)(before_ms + tone_ms) * MS;

		sound.samples[i] = (float)(on ? level * sin((double)i * 2 * M_PI * 400 / VOICE_RATE)
					      : level * 0.002 * (i % 2 ? 1 : -1));
	}
	return sound;
}

static void silence_at_the_ends_is_cut_off(void **state)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = make_tone(500, 300, 700, 0.5);
	struct voice_measure measure;

	(void)state;
	voice_sound_measure(&sound, &measure);
	assert_int_equal(measure.length_ms, 1500);
	assert_int_equal(measure.lead_ms, 500);
	assert_int_equal(measure.tail_ms, 700);
	assert_true(voice_sound_trim(&sound));
	voice_sound_measure(&sound, &measure);
	assert_int_equal(measure.length_ms, 300 + VOICE_LEAD_MS + VOICE_TAIL_MS);
	assert_in_range(measure.lead_ms, VOICE_LEAD_MS - 5, VOICE_LEAD_MS + 5);
	assert_in_range(measure.tail_ms, VOICE_TAIL_MS - 5, VOICE_TAIL_MS + 5);
	assert_true(fabsf(sound.samples[0]) < 1e-6F);
	assert_true(fabsf(sound.samples[sound.n - 1]) < 1e-6F);
}

static void there_may_be_nothing_but_silence(void **state)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = make_tone(200, 200, 200, 0.0001);
	struct voice_measure measure;

	(void)state;
	assert_false(voice_sound_trim(&sound));
	voice_sound_measure(&sound, &measure);
	assert_true(measure.lufs < -60);
}

/* Short and long, quiet and loud: one level. */
static void every_clip_has_the_same_level(void **state)
{
	static const int lengths_ms[] = {90, 250, 399, 1000, 2999, 3000, 7000};
	static const double levels[] = {0.004, 0.05, 0.9};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(lengths_ms); i++) {
		for (size_t j = 0; j < ELEMENTS(levels); j++) {
			_cleanup_(voice_sound_done) struct voice_sound sound =
				make_tone(0, lengths_ms[i], 0, levels[j]);
			struct voice_measure measure;

			voice_sound_level(&sound);
			voice_sound_measure(&sound, &measure);
			if (fabs(measure.lufs - VOICE_LEVEL_LUFS) > 0.3) {
				fail_msg("%d ms of %g: %.1f LUFS", lengths_ms[i], levels[j],
					measure.lufs);
			}
		}
	}
}

/* The root mean square of a sound, which here is K-weighted by its tone alone. */
static double rms(const struct voice_sound *sound, size_t from, size_t to)
{
	double sum = 0;

	for (size_t i = from; i < to; i++) {
		sum += (double)sound->samples[i] * sound->samples[i];
	}
	return sqrt(sum / (double)(to - from));
}

static void a_peak_is_limited_and_its_surroundings_are_kept(void **state)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = make_tone(0, 2000, 0, 0.02);
	struct voice_measure measure;
	double before;

	(void)state;
	sound.samples[1000 * MS] = 0.5F; /* a click, 28 dB above the tone */
	voice_sound_level(&sound);
	voice_sound_measure(&sound, &measure);
	assert_true(measure.peak_db <= VOICE_PEAK_DB + 0.01);
	/* No more than that is taken from the click, so the tone stays quieter than it could be. */
	assert_true(measure.lufs < VOICE_LEVEL_LUFS - 3);
	before = rms(&sound, 0, 900 * MS);
	assert_true(fabs(rms(&sound, 1100 * MS, 2000 * MS) / before - 1) < 0.01);
	assert_true(rms(&sound, 999 * MS, 1000 * MS) < before);
}

static void a_recording_cut_at_full_scale_is_told(void **state)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = make_tone(0, 500, 0, 0.9);
	struct voice_measure measure;

	(void)state;
	voice_sound_measure(&sound, &measure);
	assert_false(measure.clipped);
	for (size_t i = 100; i < 103; i++) {
		voice_sound_measure(&sound, &measure);
		assert_false(measure.clipped);
		sound.samples[i] = -1;
	}
	voice_sound_measure(&sound, &measure);
	assert_true(measure.clipped);
}

static void a_file_of_any_rate_is_read(void **state)
{
	static const int rates[] = {16000, 22050, 44100, VOICE_RATE};

	for (size_t i = 0; i < ELEMENTS(rates); i++) {
		_cleanup_(voice_sound_done) struct voice_sound sound = {0};
		_cleanup_free_ char *path = voice_fixture_path(*state, "in.flac");

		voice_fixture_put_clip(*state, "in.flac", 2, rates[i], rates[i] / 2);
		assert_int_equal(voice_sound_read(path, &sound), 0);
		assert_in_range(sound.n, VOICE_RATE / 2 - 2, VOICE_RATE / 2 + 2);
		assert_true(sound.converted);
		assert_string_equal(sound.title, "");
	}
}

static void what_was_written_is_read(void **state)
{
	static const char *const names[] = {"out.flac", "out.opus"};

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_(voice_sound_done) struct voice_sound sound = make_tone(0, 500, 0, 0.5);
		_cleanup_(voice_sound_done) struct voice_sound again = {0};
		_cleanup_free_ char *path = voice_fixture_path(*state, names[i]);

		sound.title = text_dup("hai mươi mốt");
		assert_int_equal(voice_sound_write(&sound, path), 0);
		assert_int_equal(voice_sound_read(path, &again), 0);
		assert_string_equal(again.title, "hai mươi mốt");
		assert_false(again.converted);
		assert_int_equal(again.n, sound.n);
		assert_true(fabs(rms(&again, 0, again.n) / rms(&sound, 0, sound.n) - 1) < 0.1);
	}
}

static void what_is_no_sound_is_told(void **state)
{
	_cleanup_free_ char *text = voice_fixture_path(*state, "text");
	_cleanup_free_ char *long_one = voice_fixture_path(*state, "long.flac");
	_cleanup_free_ char *none = voice_fixture_path(*state, "none");
	_cleanup_free_ char *nowhere = voice_fixture_path(*state, "nowhere/out.flac");
	struct voice_sound sound = {.n = 0};

	voice_fixture_put_text(*state, "text", "no sound");
	voice_fixture_put_clip(*state, "long.flac", 1, 8000, 61 * 8000);
	assert_int_equal(voice_sound_read(text, &sound), -EINVAL);
	assert_int_equal(voice_sound_read(long_one, &sound), -EFBIG);
	assert_int_equal(voice_sound_read(none, &sound), -ENOENT);
	assert_true(voice_sound_write(&sound, nowhere) < 0);
}

#define WITH_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, voice_fixture_setup, voice_fixture_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(silence_at_the_ends_is_cut_off),
		cmocka_unit_test(there_may_be_nothing_but_silence),
		cmocka_unit_test(every_clip_has_the_same_level),
		cmocka_unit_test(a_peak_is_limited_and_its_surroundings_are_kept),
		cmocka_unit_test(a_recording_cut_at_full_scale_is_told),
		WITH_FOLDER(a_file_of_any_rate_is_read),
		WITH_FOLDER(what_was_written_is_read),
		WITH_FOLDER(what_is_no_sound_is_told),
	};

	return cmocka_run_group_tests_name("voice-clip", tests, NULL, NULL);
}
