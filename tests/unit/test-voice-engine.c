/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "ui/voice/voice-engine.h"

static void assert_words(const char *command, int n, const char *const words[])
{
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};

	assert_int_equal(voice_engine_parse(command, &engine), 0);
	assert_int_equal(engine.n, n);
	for (int i = 0; i < n; i++) {
		assert_string_equal(engine.words[i], words[i]);
	}
	assert_null(engine.words[n]);
}

static void a_command_is_words(void **state)
{
	(void)state;
	assert_words("  a  {wav} ", 2, (const char *const[]){"a", "{wav}"});
	assert_words("say 'two words' \"it's\" --out={wav}", 4,
		(const char *const[]){"say", "two words", "it's", "--out={wav}"});
	assert_words("a '' b' 'c {wav}", 4, (const char *const[]){"a", "", "b c", "{wav}"});
}

static void what_is_no_command_is_refused(void **state)
{
	_cleanup_(textbuf_done) struct textbuf many = {0};
	struct voice_engine engine = {.n = 0};

	(void)state;
	assert_int_equal(voice_engine_parse("", &engine), -EINVAL);
	assert_int_equal(voice_engine_parse("espeak-ng {text}", &engine), -EINVAL);
	assert_int_equal(voice_engine_parse("a 'b {wav}", &engine), -EINVAL);
	for (int i = 0; i <= VOICE_ENGINE_WORDS_MAX; i++) {
		textbuf_add(&many, "{wav} ");
	}
	assert_int_equal(voice_engine_parse(many.data, &engine), -EINVAL);
	assert_int_equal(engine.n, 0);
}

/* A text stays one argument, whatever is in it, and is not filled in again. */
static void placeholders_are_filled_in(void **state)
{
	static const struct voice_job job = {
		.text = "$(id) '; rm {wav}", .wav = "/tmp/a b.wav", .clip = "number-5"};
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0}, filled = {.n = 0};

	(void)state;
	assert_int_equal(voice_engine_parse("p {text} -o{wav} {clip}{clip} {other}", &engine), 0);
	voice_engine_fill(&engine, &job, &filled);
	assert_int_equal(filled.n, 5);
	assert_string_equal(filled.words[1], "$(id) '; rm {wav}");
	assert_string_equal(filled.words[2], "-o/tmp/a b.wav");
	assert_string_equal(filled.words[3], "number-5number-5");
	assert_string_equal(filled.words[4], "{other}");
}

static int run(const char *command, int timeout_ms, char **ret_error)
{
	static const struct voice_job job = {.text = "x", .wav = "/dev/null", .clip = "x"};
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};

	assert_int_equal(voice_engine_parse(command, &engine), 0);
	return voice_engine_run(&engine, &job, timeout_ms, ret_error);
}

static void a_program_is_run_until_it_ends(void **state)
{
	static const struct {
		const char *command;
		int timeout_ms, result;
		const char *error;
	} runs[] = {
		{"test {wav} = /dev/null", 60000, 0, NULL},
		{"test {wav} = other", 60000, -EIO, "test ended with status 1"},
		{"no-such-program {wav}", 60000, -ENOENT, "cannot be run: No such file"},
		{"sh -c 'no-such-program' {wav}", 60000, -ENOENT, "sh cannot be run: No such file"},
		{"sh -c 'kill -9 $$' {wav}", 60000, -EIO, "sh was ended by signal 9"},
		{"sh -c 'exec sleep 600' {wav}", 1000, -ETIMEDOUT, "sh did not end within 1 s"},
		{"sh -c 'read line' {wav}", 60000, -EIO, "sh ended with status 1"}, /* no input */
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(runs); i++) {
		_cleanup_free_ char *error = NULL;

		assert_int_equal(run(runs[i].command, runs[i].timeout_ms, &error), runs[i].result);
		if (runs[i].error ? !strstr(error, runs[i].error) : error != NULL) {
			fail_msg("'%s' says '%s'", runs[i].command, error);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_is_words),
		cmocka_unit_test(what_is_no_command_is_refused),
		cmocka_unit_test(placeholders_are_filled_in),
		cmocka_unit_test(a_program_is_run_until_it_ends),
	};

	return cmocka_run_group_tests_name("voice-engine", tests, NULL, NULL);
}
