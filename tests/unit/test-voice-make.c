/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "ui/voice/voice-make.h"
#include "voice-fixture.h"

static struct voice_made make(const struct voice_fixture *fixture, const char *program)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = voice_fixture_manifest();
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	_cleanup_(voice_words_done) struct voice_words words = {0};
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	struct voice_made made = {0};

	voice_words_list(phrases, &manifest, &words);
	assert_int_equal(voice_engine_parse(program, &engine), 0);
	assert_int_equal(voice_make_clips(fixture->path, &words, &engine, &made), 0);
	return made;
}

static void a_pack_is_made_and_has_no_fault(void **state)
{
	_cleanup_(voice_made_done) struct voice_made made = {0};
	_cleanup_(voice_report_done) struct voice_report report = {.n_faults = 0};
	_cleanup_free_ char *said = voice_fixture_path(*state, "said.flac");
	_cleanup_free_ char *command = text_printf("cp %s {wav}", said);
	_cleanup_free_ char *leftover = voice_fixture_path(*state, "number-0.flac.wav");

	voice_fixture_put_recording(*state, "said.flac", 300, 0.03, 600);
	made = make(*state, command);
	assert_int_equal(made.made, VOICE_FIXTURE_CLIPS);
	assert_int_equal(made.kept + made.failed, 0);
	assert_int_equal(access(leftover, F_OK), -1);
	assert_int_equal(unlink(said), 0);
	report = voice_fixture_check(*state);
	assert_int_equal(report.n_clips, VOICE_FIXTURE_CLIPS);
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

	voice_fixture_put_recording(*state, "said.flac", 300, 0.03, 600);
	first = make(*state, command);
	assert_int_equal(unlink(five), 0);
	assert_int_equal(voice_sound_read(call, &sound), 0);
	assert_string_equal(sound.title, "Mời");
	*sound.title = 'N';
	assert_int_equal(voice_sound_write(&sound, call), 0);
	second = make(*state, command);
	assert_int_equal(second.made, 2);
	assert_int_equal(second.kept, VOICE_FIXTURE_CLIPS - 2);
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

		voice_fixture_put_recording(*state, recordings[i].name, recordings[i].tone_ms,
			recordings[i].level, recordings[i].silence_ms);
		made = make(*state, command);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(made.made, i == 3 ? 1 : 0); /* a phrase may be long */
		assert_int_equal(made.failed, VOICE_FIXTURE_CLIPS - made.made);
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
	assert_int_equal(quiet.failed, VOICE_FIXTURE_CLIPS);
}

static void what_is_not_said_any_more_is_removed(void **state)
{
	static const char *const left[] = {"service-A.flac", "notes.txt"};
	static const char *const gone[] = {"service-B.flac", "service-AA.opus"};
	_cleanup_(voice_words_done) struct voice_words words = {0};

	for (size_t i = 0; i < ELEMENTS(left); i++) {
		voice_fixture_put_text(*state, left[i], "x");
		voice_fixture_put_text(*state, gone[i], "x");
	}
	voice_words_add(&words, "service-A", "Hộ tịch");
	assert_int_equal(
		voice_make_remove_others(((struct voice_fixture *)*state)->path, &words), 2);
	for (size_t i = 0; i < ELEMENTS(left); i++) {
		_cleanup_free_ char *kept = voice_fixture_path(*state, left[i]);
		_cleanup_free_ char *removed = voice_fixture_path(*state, gone[i]);

		assert_int_equal(access(kept, F_OK), 0);
		assert_int_equal(access(removed, F_OK), -1);
	}
	assert_int_equal(voice_make_remove_others("/nowhere", &words), 0);
}

static void a_manifest_is_written_as_it_is_read(void **state)
{
	const struct voice_fixture *fixture = *state;
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = voice_fixture_manifest();
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
		WITH_FOLDER(what_is_not_said_any_more_is_removed),
		WITH_FOLDER(a_manifest_is_written_as_it_is_read),
	};

	return cmocka_run_group_tests_name("voice-make", tests, NULL, NULL);
}
