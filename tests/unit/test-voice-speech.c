/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that speak, and those that do not as they should. */
#include "check.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "ui/voice/voice-pack.h"
#include "ui/voice/voice-speech.h"
#include "voice-fixture.h"

enum { LONG_MS = 60000 };

/* Runs a shell's script with the recording "said.flac" as $1, the file to write as $2 and the text
 * as $3. */
static int make(const struct voice_fixture *fixture, const char *script, int timeout_ms, int cancel,
	struct speech **ret, char **ret_error)
{
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	_cleanup_free_ char *command =
		text_printf("sh -c '%s' engine %s/said.flac {wav} {text}", script, fixture->path);

	assert_int_equal(speech_find_engine(command, &engine), 0);
	return speech_make(&engine, "it's 'a' $(text)", timeout_ms, cancel, ret, ret_error);
}

static void a_text_becomes_samples(void **state)
{
	_cleanup_(speech_unrefp) struct speech *speech = NULL;
	_cleanup_free_ char *error = NULL;
	int loudest = 0;

	voice_fixture_put_recording(*state, "said.flac", 800, 0.2, 300);
	assert_int_equal(
		make(*state, "[ \"$3\" = \"it\"\\047\"s \\047a\\047 \\$(text)\" ]; cp $1 $2",
			LONG_MS, -1, &speech, &error),
		0);
	assert_null(error);
	assert_in_range(speech->n, VOICE_RATE * 7 / 10, VOICE_RATE * 9 / 10); /* trimmed */
	for (int i = 0; i < speech->n; i++) {
		loudest = MAX_OF(loudest, speech->samples[i]);
	}
	assert_true(loudest > 32767 / 5); /* at the clips' level */
}

static void what_is_wrong_is_said_and_the_text_is_not(void **state)
{
	static const struct {
		const char *script;
		int timeout_ms, result;
		const char *error;
	} faults[] = {
		{"exit 3", LONG_MS, -EIO, "ended with status 3"},
		{"kill -9 $$", LONG_MS, -EIO, "ended by signal 9"},
		{"no-such-program", LONG_MS, -ENOENT, "cannot be run"},
		{"exit 0", LONG_MS, -EIO, "wrote nothing"},
		{"echo \"$3\" >$2", LONG_MS, -EINVAL, "no sound"},
		{"head -c 1000 $1 >$2", LONG_MS, -EINVAL, "no sound"},
		{"(echo RIFF; head -c 9000 /dev/urandom) >$2", LONG_MS, -EINVAL, "no sound"},
		{"exec cat /dev/zero >$2", LONG_MS, -EFBIG, "wrote too much"},
		{"sleep 600", 500, -ETIMEDOUT, "did not end"},
		{"sleep 600 & wait", 500, -ETIMEDOUT, "did not end"},
	};

	voice_fixture_put_recording(*state, "said.flac", 800, 0.2, 300);
	for (size_t i = 0; i < ELEMENTS(faults); i++) {
		_cleanup_free_ char *error = NULL;
		struct speech *speech = NULL;

		assert_int_equal(
			make(*state, faults[i].script, faults[i].timeout_ms, -1, &speech, &error),
			faults[i].result);
		assert_null(speech);
		if (!strstr(error, faults[i].error) || strstr(error, "(text)")) {
			fail_msg("'%s' says '%s'", faults[i].script, error);
		}
	}
}

static void a_silence_and_what_has_no_end_are_not_said(void **state)
{
	static const struct {
		int tone_ms;
		double level;
	} recordings[] = {{800, 0}, {20, 0.2}, {40000, 0.2}};

	for (size_t i = 0; i < ELEMENTS(recordings); i++) {
		_cleanup_free_ char *error = NULL;
		struct speech *speech = NULL;

		voice_fixture_put_recording(
			*state, "said.flac", recordings[i].tone_ms, recordings[i].level, 300);
		assert_int_equal(make(*state, "cp $1 $2", LONG_MS, -1, &speech, &error), -EINVAL);
		assert_non_null(strstr(error, "is not said"));
	}
}

/* At once, with what the program itself has started: nothing holds its file any more. */
static void it_is_stopped_when_nobody_wants_it(void **state)
{
	_cleanup_close_ int cancel = eventfd(1, EFD_CLOEXEC);
	_cleanup_free_ char *error = NULL;
	struct speech *speech = NULL;
	int64_t begin_ms = clock_mono_ms();

	voice_fixture_put_recording(*state, "said.flac", 800, 0.2, 300);
	assert_int_equal(make(*state, "sleep 600 & sleep 600", LONG_MS, cancel, &speech, &error),
		-ECANCELED);
	assert_true(clock_mono_ms() - begin_ms < LONG_MS / 2);
}

static void a_pack_of_recordings_has_no_engine(void **state)
{
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};

	(void)state;
	assert_int_equal(speech_find_engine(NULL, &engine), -ENOENT);
	assert_int_equal(speech_find_engine("", &engine), -ENOENT);
	assert_int_equal(speech_find_engine("a test", &engine), -ENOENT);
	assert_int_equal(speech_find_engine("cp /recordings/{clip}.wav {wav}", &engine), -ENOENT);
	assert_int_equal(speech_find_engine("no-such-program {wav} {text}", &engine), -ENOENT);
	assert_int_equal(speech_find_engine("/bin/no-such {wav} {text}", &engine), -ENOENT);
	assert_int_equal(speech_find_engine("sh -c true {wav} {text}", &engine), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_text_becomes_samples, voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_said_and_the_text_is_not,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(a_silence_and_what_has_no_end_are_not_said,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(it_is_stopped_when_nobody_wants_it,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test(a_pack_of_recordings_has_no_engine),
	};

	return cmocka_run_group_tests_name("voice-speech", tests, NULL, NULL);
}
