/* SPDX-License-Identifier: Apache-2.0 */
/* Packs that are made, and what a check says of them. */
#include "check.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "ui/voice/voice-check.h"
#include "ui/voice/voice-make.h"
#include "voice-fixture.h"

enum { MS = VOICE_RATE / 1000 };

static struct voice_manifest digits_manifest(void)
{
	return (struct voice_manifest){.language = text_dup("qps"),
		.speaker = text_dup("Bà Hà"),
		.consent = text_dup("in writing"),
		.licence = text_dup("CC0"),
		.engine = text_dup("cp {wav}"),
		.call = text_dup("Mời {number} {counter}"),
		.grammar = spoken_grammar_find("digits")};
}

/* A recording: a tone with silence around it. */
static void put_recording(const struct voice_fixture *fixture, const char *name, int tone_ms,
	double level, int silence_ms)
{
	_cleanup_free_ char *path = voice_fixture_path(fixture, name);
	_cleanup_(voice_sound_done) struct voice_sound sound = {
		.n = (size_t)(tone_ms + 2 * silence_ms) * MS};

	sound.samples = memory_new(sound.n, sizeof(*sound.samples));
	for (size_t i = 0; i < (size_t)tone_ms * MS; i++) {
		sound.samples[i + (size_t)silence_ms * MS] = (float)fmin(
			1, fmax(-1, level * sin((double)i * 2 * M_PI * 400 / VOICE_RATE)));
	}
	assert_int_equal(voice_sound_write(&sound, path), 0);
}

static struct voice_made make(const struct voice_fixture *fixture, const char *program)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = digits_manifest();
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	_cleanup_(voice_words_done) struct voice_words words = {0};
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	struct voice_made made = {0};

	voice_words_list(phrases, &manifest, &words);
	assert_int_equal(voice_engine_parse(program, &engine), 0);
	assert_int_equal(voice_make_clips(fixture->path, &words, &engine, &made), 0);
	return made;
}

static struct voice_report check(const struct voice_fixture *fixture)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = digits_manifest();
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	struct voice_report report = {.n_faults = 0};

	assert_int_equal(voice_check_folder(fixture->path, &manifest, phrases, &report), 0);
	return report;
}

enum { CLIPS = 1 + 23 + 10 }; /* of the manifest above: the call, letters, digits */

static void a_pack_is_made_and_has_no_fault(void **state)
{
	_cleanup_(voice_made_done) struct voice_made made = {0};
	_cleanup_(voice_report_done) struct voice_report report = {.n_faults = 0};
	_cleanup_free_ char *said = voice_fixture_path(*state, "said.flac");
	_cleanup_free_ char *command = text_printf("cp %s {wav}", said);
	_cleanup_free_ char *leftover = voice_fixture_path(*state, "number-0.flac.wav");

	put_recording(*state, "said.flac", 300, 0.03, 600);
	made = make(*state, command);
	assert_int_equal(made.made, CLIPS);
	assert_int_equal(made.kept + made.failed, 0);
	assert_int_equal(access(leftover, F_OK), -1);
	assert_int_equal(unlink(said), 0);
	report = check(*state);
	assert_int_equal(report.n_clips, CLIPS);
	assert_int_equal(report.n_faults, 0);
	assert_int_equal(report.n_composed, 0);
}

/* What is missing is made; what is there is kept, unless other words are wanted. */
static void a_run_that_was_cut_off_goes_on(void **state)
{
	_cleanup_(voice_made_done) struct voice_made first = {0}, second = {0};
	_cleanup_free_ char *five = voice_fixture_path(*state, "number-5.flac");
	_cleanup_free_ char *call = voice_fixture_path(*state, "call-1.flac");
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	_cleanup_free_ char *said = voice_fixture_path(*state, "said.flac");
	_cleanup_free_ char *command = text_printf("cp %s {wav}", said);

	put_recording(*state, "said.flac", 300, 0.03, 600);
	first = make(*state, command);
	assert_int_equal(unlink(five), 0);
	assert_int_equal(voice_sound_read(call, &sound), 0);
	assert_string_equal(sound.title, "Mời");
	*sound.title = 'N';
	assert_int_equal(voice_sound_write(&sound, call), 0);
	second = make(*state, command);
	assert_int_equal(second.made, 2);
	assert_int_equal(second.kept, CLIPS - 2);
	assert_int_equal(second.failed, 0);
}

static void each_failure_is_named(void **state)
{
	static const struct {
		const char *name;
		int tone_ms, silence_ms;
		double level;
		const char *fault;
	} recordings[] = {
		{"silent.flac", 300, 100, 0.0001, "there is only silence"},
		{"loud.flac", 300, 100, 3, "clipped: recorded too loud"},
		{"short.flac", 20, 0, 0.1, "too short: 20 ms"},
		{"long.flac", 4000, 100, 0.1, "too long: 40"},
	};

	for (size_t i = 0; i < ELEMENTS(recordings); i++) {
		_cleanup_free_ char *path = voice_fixture_path(*state, recordings[i].name);
		_cleanup_free_ char *command = text_printf("cp %s {wav}", path);
		_cleanup_free_ char *line = text_printf("number-0: %s", recordings[i].fault);
		_cleanup_(voice_made_done) struct voice_made made = {0};

		put_recording(*state, recordings[i].name, recordings[i].tone_ms,
			recordings[i].level, recordings[i].silence_ms);
		made = make(*state, command);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(made.made, i == 3 ? 1 : 0); /* a phrase may be long */
		assert_int_equal(made.failed, CLIPS - made.made);
		if (!strstr(made.failures.data, line)) {
			fail_msg("no '%s' in:\n%s", line, made.failures.data);
		}
	}
}

static void an_engine_that_writes_nothing_is_named(void **state)
{
	_cleanup_(voice_made_done) struct voice_made quiet = make(*state, "true {wav}");
	_cleanup_(voice_made_done) struct voice_made broken = make(*state, "false {wav}");
	_cleanup_(voice_made_done) struct voice_made text = make(*state, "cp /etc/passwd {wav}");

	assert_non_null(strstr(quiet.failures.data, "letter-a: no file was written\n"));
	assert_non_null(strstr(broken.failures.data, "letter-a: false ended with status 1\n"));
	assert_non_null(strstr(text.failures.data, "letter-a: what was written is no sound"));
	assert_int_equal(quiet.failed, CLIPS);
}

/* The clip's file, as somebody put it there by hand. */
static void put_by_hand(const struct voice_fixture *fixture)
{
	put_recording(fixture, "number-1.flac", 300, 0.01, 0);
	put_recording(fixture, "number-2.flac", 300, 0.9, 0);
	put_recording(fixture, "number-3.flac", 4000, 0.2, 0);
	put_recording(fixture, "number-4.flac", 300, 0.2, 500);
	put_recording(fixture, "number-5.flac", 300, 3, 0);
	put_recording(fixture, "number-6.flac", 40, 0.2, 0);
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
	put_recording(*state, "number-9.flac", 300, 0.22, 0);
	assert_int_equal(voice_sound_read(nine, &sound), 0);
	free(sound.title);
	sound.title = text_dup("chín");
	assert_int_equal(voice_sound_write(&sound, nine), 0);
	put_recording(*state, "number-0.flac", 300, 0.22, 0);
	report = check(*state);
	for (size_t i = 0; i < ELEMENTS(expected); i++) {
		if (!strstr(report.faults.data, expected[i])) {
			fail_msg("no '%s' in:\n%s", expected[i], report.faults.data);
		}
	}
	assert_int_equal(report.n_clips, 10);
	assert_int_equal(report.n_faults, CLIPS - 1); /* all but number-0 */
	assert_null(strstr(report.faults.data, "number-0"));
}

static void whole_numbers_may_be_missing(void **state)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = digits_manifest();
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

static void a_manifest_is_written_as_it_is_read(void **state)
{
	const struct voice_fixture *fixture = *state;
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = digits_manifest();
	_cleanup_(voice_manifest_done) struct voice_manifest again = {0};
	_cleanup_free_ char *error = NULL;

	assert_int_equal(voice_make_manifest(fixture->path, &manifest), 0);
	assert_int_equal(voice_manifest_load(fixture->path, &again, &error), 0);
	assert_string_equal(again.language, manifest.language);
	assert_string_equal(again.speaker, manifest.speaker);
	assert_string_equal(again.consent, manifest.consent);
	assert_string_equal(again.licence, manifest.licence);
	assert_string_equal(again.engine, manifest.engine);
	assert_string_equal(again.call, manifest.call);
	assert_null(again.recall);
	assert_ptr_equal(again.grammar, manifest.grammar);
	free(manifest.speaker);
	manifest.speaker = text_dup("Bà\nlicence = none");
	assert_int_equal(voice_make_manifest(fixture->path, &manifest), -EINVAL);
}

#define WITH_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, voice_fixture_setup, voice_fixture_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_FOLDER(a_pack_is_made_and_has_no_fault),
		WITH_FOLDER(a_run_that_was_cut_off_goes_on),
		WITH_FOLDER(each_failure_is_named),
		WITH_FOLDER(an_engine_that_writes_nothing_is_named),
		WITH_FOLDER(a_check_names_what_is_wrong),
		WITH_FOLDER(whole_numbers_may_be_missing),
		WITH_FOLDER(a_manifest_is_written_as_it_is_read),
	};

	return cmocka_run_group_tests_name("voice-make", tests, NULL, NULL);
}
