/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "voice-fixture.h"

static int load(const struct voice_fixture *fixture, const char *text, struct voice_manifest *ret,
	char **ret_error)
{
	voice_fixture_put_text(fixture, "pack.conf", text);
	return voice_manifest_load(fixture->path, ret, ret_error);
}

static void a_manifest_says_whose_voice_it_is(void **state)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_free_ char *error = NULL;

	assert_int_equal(load(*state, VOICE_FIXTURE_CONF, &manifest, &error), 0);
	assert_string_equal(manifest.language, "qps");
	assert_string_equal(manifest.speaker, "nobody");
	assert_string_equal(manifest.consent, "not needed");
	assert_string_equal(manifest.licence, "CC0");
	assert_string_equal(manifest.engine, "a test");
	assert_string_equal(spoken_grammar_name(manifest.grammar), "vietnamese");
	assert_string_equal(manifest.call, "Mời số {number} đến quầy số {counter}");
	assert_null(manifest.recall);
	assert_null(manifest.test);
}

static void what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *take, *give, *fault; /* in the right one */
	} faults[] = {
		{"engine = a test\n", "", "has no 'engine'"},
		{"speaker = nobody\n", "speaker = nobody\ncolour = red\n", "colour"},
		{"grammar = vietnamese", "grammar = latin", "'latin' is no grammar"},
		{"grammar = vietnamese\n", "", "a pack with a language has a grammar and a call"},
		{"{counter}", "{desk}", "only {number} and {counter}"},
		{"{counter}", "{counter", "only {number} and {counter}"},
		{"{counter}", "{counted}", "only {number} and {counter}"},
		{"licence = CC0", "licence =", "empty"},
	};

	for (size_t i = 0; i < ELEMENTS(faults); i++) {
		struct voice_manifest manifest = {0};
		_cleanup_free_ char *error = NULL, *text = NULL;
		const char *at = strstr(VOICE_FIXTURE_CONF, faults[i].take);

		text = text_printf("%.*s%s%s", (int)(at - VOICE_FIXTURE_CONF), VOICE_FIXTURE_CONF,
			faults[i].give, at + strlen(faults[i].take));
		assert_int_equal(load(*state, text, &manifest, &error), -EINVAL);
		if (!strstr(error, faults[i].fault)) {
			fail_msg("'%s' does not say '%s'", error, faults[i].fault);
		}
		assert_null(manifest.language);
	}
}

static void a_full_stop_is_not_said(void **state)
{
	const char *rest = "{number}.";
	struct voice_part part;

	(void)state;
	assert_true(voice_manifest_part(&rest, &part));
	assert_false(voice_manifest_part(&rest, &part));
}

static void a_phrase_is_texts_and_placeholders(void **state)
{
	static const struct {
		const char *text;
		bool placeholder;
	} expected[] = {
		{"Mời số", false}, {"number", true}, {"counter", true}, {"xin cảm ơn.", false}};
	const char *rest = " Mời số  {number} {counter}, xin cảm ơn. ";
	struct voice_part part;
	size_t n = 0;

	(void)state;
	for (; voice_manifest_part(&rest, &part); n++) {
		assert_true(n < ELEMENTS(expected));
		assert_int_equal(part.placeholder, expected[n].placeholder);
		assert_int_equal(part.length, strlen(expected[n].text));
		assert_memory_equal(part.text, expected[n].text, strlen(expected[n].text));
	}
	assert_int_equal(n, ELEMENTS(expected));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_manifest_says_whose_voice_it_is,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_wrong_is_named, voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test(a_phrase_is_texts_and_placeholders),
		cmocka_unit_test(a_full_stop_is_not_said),
	};

	return cmocka_run_group_tests_name("voice-manifest", tests, NULL, NULL);
}
