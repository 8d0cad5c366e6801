/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "voice-fixture.h"

/* The clip's file, as somebody put it there by hand. */
static void put_by_hand(const struct voice_fixture *fixture)
{
	voice_fixture_put_recording(fixture, "number-1.flac", 300, 0.01, 0);
	voice_fixture_put_recording(fixture, "number-2.flac", 300, 0.9, 0);
	voice_fixture_put_recording(fixture, "number-3.flac", 4000, 0.2, 0);
	voice_fixture_put_recording(fixture, "number-4.flac", 300, 0.2, 500);
	voice_fixture_put_recording(fixture, "number-5.flac", 300, 3, 0);
	voice_fixture_put_recording(fixture, "number-6.flac", 40, 0.2, 0);
	voice_fixture_put_clip(fixture, "number-7.flac", 1, 44100, 20000);
	voice_fixture_put_text(fixture, "number-8.opus", "no sound");
}

static void a_check_names_what_is_wrong(void **state)
{
	static const char *const expected[] = {
		"call-1: missing: \"Mời\"\n",
		"letter-a: missing: \"a\"\n",
		"number-1: too quiet: -4",
		"number-2: too loud: -",
		"number-3: too long: 4000 ms, at most 3000\n",
		"number-4: silence at its ends: 500 ms before, 500 ms behind\n",
		"number-5: clipped: recorded too loud\n",
		"number-6: too short: 40 ms\n",
		"number-7: cannot be used: not one channel at 48 kHz\n",
		"number-8: cannot be used: damaged, or no sound file\n",
		"number-9: made of other words: \"chín\", not \"9\"\n",
	};
	_cleanup_(voice_report_done) struct voice_report report = {.n_faults = 0};
	_cleanup_free_ char *nine = voice_fixture_path(*state, "number-9.flac");
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};

	put_by_hand(*state);
	voice_fixture_put_recording(*state, "number-9.flac", 300, 0.22, 0);
	assert_int_equal(voice_sound_read(nine, &sound), 0);
	free(sound.title);
	sound.title = text_dup("chín");
	assert_int_equal(voice_sound_write(&sound, nine), 0);
	voice_fixture_put_recording(*state, "number-0.flac", 300, 0.22, 0);
	report = voice_fixture_check(*state);
	for (size_t i = 0; i < ELEMENTS(expected); i++) {
		if (!strstr(report.faults.data, expected[i])) {
			fail_msg("no '%s' in:\n%s", expected[i], report.faults.data);
		}
	}
	assert_int_equal(report.n_clips, 10);
	assert_int_equal(report.n_faults, VOICE_FIXTURE_CLIPS - 1); /* all but number-0 */
	assert_null(strstr(report.faults.data, "number-0"));
}

/* What somebody has recorded becomes a clip, through the bytes of a file. */
static enum voice_fault take(const struct voice_fixture *fixture, int tone_ms, double level,
	int silence_ms, struct voice_measure *ret)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {0}, clip = {0};
	_cleanup_(voice_bytes_done) struct voice_bytes recorded = {0}, kept = {0};
	_cleanup_free_ char *path = voice_fixture_path(fixture, "recorded.flac");
	enum voice_fault fault;

	voice_fixture_put_recording(fixture, "recorded.flac", tone_ms, level, silence_ms);
	assert_int_equal(text_read_file(path, 1 << 22, (char **)&recorded.data, &recorded.size), 0);
	assert_int_equal(voice_sound_read_bytes(&recorded, &sound), 0);
	fault = voice_check_take(&sound, false, ret);
	if (fault == VOICE_FAULT_NONE) {
		assert_int_equal(voice_sound_write_bytes(&sound, &kept), 0);
		assert_int_equal(voice_sound_read_bytes(&kept, &clip), 0);
		voice_sound_measure(&clip, ret);
	}
	return fault;
}

static void a_recording_becomes_a_clip_or_says_why_not(void **state)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	struct voice_bytes text = {(unsigned char *)"FORM, which is no WAV", 20, 0};
	struct voice_measure measure;

	assert_int_equal(take(*state, 400, 0.02, 800, &measure), VOICE_FAULT_NONE);
	assert_in_range(measure.length_ms, 440, 460);
	assert_true(measure.lufs > VOICE_LEVEL_LUFS - 1 && measure.lufs < VOICE_LEVEL_LUFS + 1);
	assert_true(measure.peak_db < 0);
	assert_int_equal(voice_check_fault(&measure, false), VOICE_FAULT_NONE);
	assert_int_equal(take(*state, 400, 0.0001, 100, &measure), VOICE_FAULT_SILENT);
	assert_int_equal(take(*state, 400, 3, 100, &measure), VOICE_FAULT_CLIPPED);
	assert_int_equal(take(*state, 20, 0.2, 100, &measure), VOICE_FAULT_TOO_SHORT);
	assert_int_equal(take(*state, 4000, 0.2, 100, &measure), VOICE_FAULT_TOO_LONG);
	assert_int_equal(voice_sound_read_bytes(&text, &sound), -EINVAL);
	assert_string_equal(voice_fault_name(VOICE_FAULT_TOO_QUIET), "too_quiet");
}

static void whole_numbers_may_be_missing(void **state)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = voice_fixture_manifest();
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	_cleanup_(voice_report_done) struct voice_report report = {.n_faults = 0};

	manifest.grammar = spoken_grammar_find("vietnamese");
	assert_int_equal(voice_check_folder(((struct voice_fixture *)*state)->path, &manifest,
				 phrases, &report),
		0);
	assert_int_equal(report.n_composed, 89 + 9); /* 11 … 99, hundreds */
	assert_null(strstr(report.faults.data, "number-21"));
	assert_non_null(strstr(report.faults.data, "word-five: missing: \"lăm\""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_check_names_what_is_wrong, voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(
			whole_numbers_may_be_missing, voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(a_recording_becomes_a_clip_or_says_why_not,
			voice_fixture_setup, voice_fixture_teardown),
	};

	return cmocka_run_group_tests_name("voice-check", tests, NULL, NULL);
}
