/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "ui/voice/voice-phrase.h"
#include "voice-fixture.h"

/* A pack that has the words of numbers, the letters A and B, "call", and what else is named. */
static struct voice_pack *make_pack(
	const struct voice_fixture *fixture, const char *conf, const char *const more[])
{
	const struct spoken_grammar *grammar = spoken_grammar_find("vietnamese");
	static const char *const always[] = {"letter-a", "letter-b", "call-1", "call-2", NULL};
	const struct spoken_word *word;

	voice_fixture_put_text(fixture, "p/pack.conf", conf);
	for (size_t i = 0; (word = spoken_grammar_word(grammar, i)); i++) {
		_cleanup_free_ char *file = text_printf("p/%s.flac", word->clip);

		voice_fixture_put_clip(fixture, file, 1, VOICE_RATE, 100);
	}
	for (const char *const *lists[] = {always, more, NULL}, *const **list = lists; *list;
		list++) {
		for (const char *const *name = *list; *name; name++) {
			_cleanup_free_ char *file = text_printf("p/%s.flac", *name);

			voice_fixture_put_clip(fixture, file, 1, VOICE_RATE, 100);
		}
	}
	return voice_fixture_load(fixture, "p");
}

static const char *const nothing[] = {NULL};

/* The clips as one text. Between two of them there is exactly one short silence. */
static void assert_steps(const struct voice_steps *steps, const char *expected)
{
	_cleanup_(textbuf_done) struct textbuf clips = {0};

	for (int i = 0; i < steps->n; i++) {
		if (i % 2 == 1) {
			assert_string_equal(steps->step[i].clip, "");
			assert_int_equal(steps->step[i].silence_ms, VOICE_JOIN_MS);
		} else {
			assert_string_not_equal(steps->step[i].clip, "");
			textbuf_printf(&clips, "%s%s", i > 0 ? " " : "", steps->step[i].clip);
		}
	}
	assert_string_equal(clips.data, expected);
}

static void assert_call(const struct voice_pack *pack, const char *number, int counter, bool digits,
	const char *expected)
{
	struct voice_steps steps = {0};

	assert_int_equal(voice_phrase_call(pack, number, counter, false, digits, &steps), 0);
	assert_steps(&steps, expected);
}

static void a_call_names_ticket_and_counter(void **state)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack =
		make_pack(*state, VOICE_FIXTURE_CONF, nothing);

	assert_call(pack, "A012", 3, false, "call-1 letter-a number-10 number-2 call-2 number-3");
	assert_call(pack, "AB1005", 21, false,
		"call-1 letter-a letter-b number-1 word-thousand number-0 word-hundred word-linh "
		"number-5 call-2 number-2 word-tens word-one");
	assert_call(pack, "012", 3, true, "call-1 number-0 number-1 number-2 call-2 number-3");
}

static void the_longest_clips_are_chosen(void **state)
{
	static const char *const more[] = {"number-12", "number-34", "number-100", "number-112",
		"number-1000", "number-200", "number-1200", NULL};
	_cleanup_(voice_pack_freep) struct voice_pack *pack =
		make_pack(*state, VOICE_FIXTURE_CONF, more);

	assert_call(pack, "A112", 12, false, "call-1 letter-a number-112 call-2 number-12");
	assert_call(
		pack, "A134", 12, false, "call-1 letter-a number-100 number-34 call-2 number-12");
	assert_call(
		pack, "A212", 12, false, "call-1 letter-a number-200 number-12 call-2 number-12");
	assert_call(
		pack, "A1234", 12, false, "call-1 letter-a number-1200 number-34 call-2 number-12");
	assert_call(pack, "A1034", 12, false,
		"call-1 letter-a number-1000 number-0 word-hundred number-34 call-2 number-12");
	assert_call(pack, "A102", 12, false,
		"call-1 letter-a number-100 word-linh number-2 call-2 number-12");
}

/* Whatever whole numbers the pack has, the words that are heard are those of the number. */
static void the_clips_say_the_number(void **state)
{
	static const char *const more[] = {"number-12", "number-20", "number-21", "number-45",
		"number-100", "number-145", "number-1000", "number-1020", NULL};
	_cleanup_(voice_pack_freep) struct voice_pack *pack =
		make_pack(*state, VOICE_FIXTURE_CONF, more);
	const struct spoken_grammar *grammar = voice_pack_manifest(pack)->grammar;

	for (int value = 0; value <= SPOKEN_MAX; value += value < 2200 ? 1 : 7) {
		_cleanup_(textbuf_done) struct textbuf heard = {0}, expected = {0};
		_cleanup_free_ char *number = text_printf("%d", value);
		struct voice_steps steps = {0};

		assert_int_equal(voice_phrase_call(pack, number, 1, false, false, &steps), 0);
		for (int i = 2; strcmp(steps.step[i].clip, "call-2") != 0; i += 2) {
			const struct spoken_word *word = NULL;
			int whole;

			textbuf_add(&heard, heard.size > 0 ? " " : "");
			for (size_t w = 0; (word = spoken_grammar_word(grammar, w)); w++) {
				if (strcmp(word->clip, steps.step[i].clip) == 0) {
					textbuf_add(&heard, word->text);
					break;
				}
			}
			if (!word) {
				assert_int_equal(
					sscanf(steps.step[i].clip, "number-%d", &whole), 1);
				spoken_number_text(grammar, whole, &heard);
			}
		}
		spoken_number_text(grammar, value, &expected);
		assert_string_equal(heard.data, expected.data);
	}
}

static void a_phrase_is_said_whole_or_not_at_all(void **state)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack =
		make_pack(*state, VOICE_FIXTURE_CONF, nothing);
	struct voice_steps steps = {0};

	assert_int_equal(voice_steps_add(&steps, pack, "call-1"), 0);
	assert_int_equal(voice_phrase_call(pack, "C012", 3, false, false, &steps), -ENOENT);
	assert_int_equal(voice_phrase_call(pack, "A", 3, false, false, &steps), -EINVAL);
	assert_int_equal(voice_phrase_call(pack, "A-1", 3, false, true, &steps), -EINVAL);
	assert_int_equal(voice_phrase_call(pack, "A1", -3, false, false, &steps), -EINVAL);
	assert_int_equal(voice_phrase_test(pack, &steps), -ENOENT);
	assert_int_equal(voice_steps_add(&steps, pack, "chime"), -ENOENT);
	assert_int_equal(steps.n, 1);
	while (steps.n < VOICE_STEPS_MAX - 10) {
		assert_int_equal(voice_steps_add_silence(&steps, 300), 0);
	}
	assert_int_equal(voice_phrase_call(pack, "A12", 3, false, false, &steps), -ENOBUFS);
	assert_int_equal(steps.n, VOICE_STEPS_MAX - 10);
}

static void four_of_the_longest_calls_fit(void **state)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack =
		make_pack(*state, VOICE_FIXTURE_CONF, nothing);
	struct voice_steps steps = {0};

	for (int i = 0; i < 4; i++) {
		assert_int_equal(voice_phrase_call(pack, "ABA9999", 9999, false, false, &steps), 0);
	}
}

static void a_recall_and_a_test_have_their_own_words(void **state)
{
	static const char *const more[] = {"recall-1", "test-1", NULL};
	_cleanup_(voice_pack_freep) struct voice_pack *pack = make_pack(*state,
		VOICE_FIXTURE_CONF "recall = Gọi lại số {number} {counter}\ntest = Xin chào\n",
		more);
	struct voice_steps recalled = {0}, test = {0};

	assert_int_equal(voice_phrase_call(pack, "B2", 4, true, false, &recalled), 0);
	assert_steps(&recalled, "recall-1 letter-b number-2 number-4");
	assert_int_equal(voice_phrase_test(pack, &test), 0);
	assert_steps(&test, "test-1");
}

static void without_its_own_words_a_recall_is_a_call(void **state)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack =
		make_pack(*state, VOICE_FIXTURE_CONF, nothing);
	struct voice_steps steps = {0};

	assert_int_equal(voice_phrase_call(pack, "B2", 4, true, false, &steps), 0);
	assert_steps(&steps, "call-1 letter-b number-2 call-2 number-4");
}

#define WITH_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, voice_fixture_setup, voice_fixture_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_FOLDER(a_call_names_ticket_and_counter),
		WITH_FOLDER(the_longest_clips_are_chosen),
		WITH_FOLDER(the_clips_say_the_number),
		WITH_FOLDER(a_phrase_is_said_whole_or_not_at_all),
		WITH_FOLDER(four_of_the_longest_calls_fit),
		WITH_FOLDER(a_recall_and_a_test_have_their_own_words),
		WITH_FOLDER(without_its_own_words_a_recall_is_a_call),
	};

	return cmocka_run_group_tests_name("voice-phrase", tests, NULL, NULL);
}
