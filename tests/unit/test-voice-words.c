/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "ui/voice/voice-words.h"

static struct phrases *load_shipped(void)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	struct phrases *phrases = NULL;

	assert_int_equal(phrases_load(dir, &phrases), 0);
	return phrases;
}

static void assert_word(
	const struct voice_words *words, const char *clip, const char *text, bool needed)
{
	const struct voice_word *word = voice_words_find(words, clip);

	if (!word) {
		fail_msg("there is no %s", clip);
		return;
	}
	assert_string_equal(word->text, text);
	assert_int_equal(word->needed, needed);
}

static void a_language_needs_phrases_letters_and_words(void **state)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_(voice_words_done) struct voice_words words = {0};
	_cleanup_(phrases_freep) struct phrases *phrases = load_shipped();

	(void)state;
	assert_int_equal(voice_words_manifest(phrases, "vi", &manifest), 0);
	voice_words_list(phrases, &manifest, &words);
	assert_word(&words, "call-1", "Mời ông bà có số", true);
	assert_word(&words, "call-2", "đến quầy số", true);
	assert_null(voice_words_find(&words, "call-3"));
	assert_word(&words, "test-1", "Đây là câu nói thử loa của phòng chờ.", true);
	assert_word(&words, "letter-a", "a", true);
	assert_word(&words, "letter-z", "dét", true);
	assert_null(voice_words_find(&words, "letter-q")); /* no series has it */
	assert_word(&words, "number-5", "năm", true);
	assert_word(&words, "word-five", "lăm", true);
	assert_word(&words, "number-21", "hai mươi mốt", false);
	assert_word(&words, "number-99", "chín mươi chín", false);
	assert_word(&words, "number-100", "một trăm", false);
	assert_word(&words, "number-900", "chín trăm", false);
	assert_null(voice_words_find(&words, "number-101"));
	assert_true(voice_words_find(&words, "call-1")->phrase);
	assert_false(voice_words_find(&words, "number-21")->phrase);
	for (size_t i = 0; i < words.n; i++) {
		assert_ptr_equal(voice_words_find(&words, words.words[i].clip), &words.words[i]);
	}
}

static void every_shipped_language_has_a_voice(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = load_shipped();
	const char *code;

	(void)state;
	for (size_t i = 0; *(code = phrases_language(phrases, i)); i++) {
		_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};

		assert_int_equal(voice_words_manifest(phrases, code, &manifest), 0);
		assert_string_equal(manifest.language, code);
		assert_string_not_equal(spoken_grammar_name(manifest.grammar), "digits");
		assert_non_null(manifest.recall);
		assert_non_null(manifest.test);
	}
}

static void a_language_without_words_has_none(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	struct voice_manifest manifest = {0};

	(void)state;
	assert_int_equal(voice_words_manifest(phrases, "vi", &manifest), -ENOENT);
}

/* A pack in a language that layso has no texts in says what its own manifest says. */
static void a_pack_brings_its_own_phrases(void **state)
{
	struct voice_manifest manifest = {.call = (char[]){"{number} - pai {counter}."},
		.language = (char[]){"xx"},
		.grammar = spoken_grammar_find("digits")};
	_cleanup_(voice_words_done) struct voice_words words = {0};
	_cleanup_(phrases_freep) struct phrases *phrases = load_shipped();

	(void)state;
	voice_words_list(phrases, &manifest, &words);
	assert_word(&words, "call-1", "- pai", true);
	assert_null(voice_words_find(&words, "call-2"));
	assert_null(voice_words_find(&words, "recall-1"));
	assert_word(&words, "letter-b", "b", true);
	assert_word(&words, "number-7", "7", true);
	assert_null(voice_words_find(&words, "number-10"));
}

static void a_site_adds_names(void **state)
{
	_cleanup_(voice_words_done) struct voice_words words = {0};

	(void)state;
	voice_words_add(&words, "service-A", "Hộ tịch");
	voice_words_add(&words, "service-B", "Chứng thực");
	assert_word(&words, "service-A", "Hộ tịch", true);
	assert_word(&words, "service-B", "Chứng thực", true);
	assert_true(voice_words_find(&words, "service-A")->phrase);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_language_needs_phrases_letters_and_words),
		cmocka_unit_test(every_shipped_language_has_a_voice),
		cmocka_unit_test(a_language_without_words_has_none),
		cmocka_unit_test(a_pack_brings_its_own_phrases),
		cmocka_unit_test(a_site_adds_names),
	};

	return cmocka_run_group_tests_name("voice-words", tests, NULL, NULL);
}
