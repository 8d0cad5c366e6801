/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ui/voice/spoken-text.h"

/* Numbers that are worth a clip of their own: up to here each, then whole hundreds. */
enum { EACH_MAX = 99, HUNDREDS_MAX = 900 };

/* A series has no I, O and Q (queue/site-parse.c). */
#define LETTERS "abcdefghjklmnprstuvwxyz"

static char *find_text(const struct phrases *phrases, const char *language, const char *key)
{
	const char *text = phrases_find(phrases, language, key);

	return text ? text_dup(text) : NULL;
}

int voice_words_manifest(
	const struct phrases *phrases, const char *language, struct voice_manifest *ret)
{
	const char *grammar = phrases_find(phrases, language, "voice.grammar");

	if (!phrases_find(phrases, language, "voice.call")) {
		return -ENOENT;
	}
	*ret = (struct voice_manifest){
		.language = text_dup(language),
		.grammar = grammar ? spoken_grammar_find(grammar) : NULL,
		.call = find_text(phrases, language, "voice.call"),
		.recall = find_text(phrases, language, "voice.recall"),
		.test = find_text(phrases, language, "voice.test"),
	};
	if (!ret->grammar) {
		ret->grammar = spoken_grammar_find("digits");
	}
	return 0;
}

/* Takes text over. The clip's name is filled in by the caller. */
static char *add(struct voice_words *words, char *text, bool needed, bool phrase)
{
	struct voice_word *word;

	words->words = memory_grow(words->words, words->n + 1, sizeof(*words->words));
	word = &words->words[words->n++];
	*word = (struct voice_word){.text = text, .needed = needed, .phrase = phrase};
	return word->clip;
}

static void add_phrase(struct voice_words *words, const char *name, const char *phrase)
{
	struct voice_part part;
	int texts = 0;

	while (phrase && voice_manifest_part(&phrase, &part)) {
		if (!part.placeholder) {
			char *text = text_printf("%.*s", part.length, part.text);

			(void)snprintf(add(words, text, true, true), VOICE_NAME_SIZE, "%s-%d", name,
				++texts);
		}
	}
}

/* What a kiosk reads of its screen (firmware/kiosk/reading.c). */
static const char *const kiosk_phrases[] = {"kiosk.ahead", "kiosk.ahead_none", "kiosk.ahead_one",
	"kiosk.away.text", "kiosk.away.title", "kiosk.back", "kiosk.bring_key", "kiosk.bring_title",
	"kiosk.busy.text", "kiosk.busy.title", "kiosk.choose", "kiosk.choose_buttons",
	"kiosk.closed.text", "kiosk.closed.title", "kiosk.closed_now", "kiosk.complaints",
	"kiosk.complaints_title", "kiosk.day_off.text", "kiosk.day_off.title", "kiosk.done",
	"kiosk.full", "kiosk.limit.text", "kiosk.limit.title", "kiosk.lookup", "kiosk.more",
	"kiosk.no_more", "kiosk.no_more.text", "kiosk.no_more.title", "kiosk.no_slips",
	"kiosk.not_made.text", "kiosk.not_now.text", "kiosk.not_now.title", "kiosk.not_today.title",
	"kiosk.number", "kiosk.number_note", "kiosk.often.text", "kiosk.other.text",
	"kiosk.other.title", "kiosk.portal", "kiosk.previous", "kiosk.printing", "kiosk.regular",
	"kiosk.starting.text", "kiosk.starting.title", "kiosk.stopped.text", "kiosk.stopped.title",
	"kiosk.take", "kiosk.unable.text", "kiosk.unable.title", "kiosk.waiting",
	"kiosk.waiting_none", "kiosk.working", "lane.priority", "lane.return", "language.name",
	"lookup.again", "lookup.ask_title", "lookup.away.text", "lookup.away.title",
	"lookup.centre", "lookup.clear", "lookup.events", "lookup.events_title", "lookup.find",
	"lookup.free_online", "lookup.helpers", "lookup.hint", "lookup.more", "lookup.not_free",
	"lookup.not_printed.text", "lookup.not_printed.title", "lookup.noted.text",
	"lookup.noted.title", "lookup.nothing.text", "lookup.nothing.title", "lookup.other",
	"lookup.print", "lookup.printed", "lookup.printing", "lookup.procedure_title",
	"lookup.report", "lookup.results_title", "lookup.search", "lookup.sectors",
	"lookup.sectors_title", "lookup.space", "lookup.start_title", "lookup.ticket",
	"lookup.tickets", "lookup.too_small", "lookup.waiting", "lookup.ways", "speech.choice",
	"speech.choices", "speech.choices_one", "speech.day", "speech.delete", "speech.digits",
	"speech.finish", "speech.help", "speech.keys", "speech.lane", "speech.letter.d",
	"speech.letter.dash", "speech.letter.dd", "speech.letter.dot", "speech.letter.i",
	"speech.letter.o", "speech.letter.q", "speech.letter.slash", "speech.letter.space",
	"speech.letters", "speech.lookup", "speech.marks", "speech.off", "speech.opens_hour",
	"speech.opens_minute", "speech.over", "speech.shape.breve", "speech.shape.hat",
	"speech.shape.horn", "speech.still_there", "speech.suggested", "speech.suggested_one",
	"speech.today", "speech.tone.asking", "speech.tone.falling", "speech.tone.heavy",
	"speech.tone.rising", "speech.tone.tumbling", "speech.typed", "speech.typed_none",
	"speech.volume", "speech.welcome", "wait.hours", "wait.hours_minutes", "wait.hours_one",
	"wait.hours_one_minutes", "wait.minutes", "wait.over", "wait.past_closing", "wait.under"};

static void add_kiosk(
	struct voice_words *words, const struct phrases *phrases, const char *language)
{
	enum { DATES = 7 + 12 };

	for (size_t i = 0; i < ELEMENTS(kiosk_phrases); i++) {
		const char *written = phrases_find(phrases, language, kiosk_phrases[i]);
		_cleanup_free_ char *said =
			written ? spoken_address(phrases, language, written) : NULL;

		add_phrase(words, kiosk_phrases[i], said);
	}
	for (int i = 0; i < DATES; i++) {
		_cleanup_free_ char *key = i < 7 ? text_printf("date.weekday.%d", i + 1)
						 : text_printf("date.month.%d", i - 7 + 1);

		add_phrase(words, key, phrases_find(phrases, language, key));
	}
}

static void add_letters(
	struct voice_words *words, const struct phrases *phrases, const char *language)
{
	for (const char *letter = LETTERS; *letter; letter++) {
		_cleanup_free_ char *key = text_printf("%s%c", "voice.letter.", *letter);
		const char *text = phrases_find(phrases, language, key);

		(void)snprintf(
			add(words, text ? text_dup(text) : text_printf("%c", *letter), true, false),
			VOICE_NAME_SIZE, "letter-%c", *letter);
	}
}

/* A whole number, when it is no word of the grammar anyway. */
static void add_number(struct voice_words *words, const struct spoken_grammar *grammar, int value)
{
	struct textbuf text = {0};
	char name[VOICE_NAME_SIZE];

	(void)snprintf(name, sizeof(name), "number-%d", value);
	if (!voice_words_find(words, name)) {
		spoken_number_text(grammar, value, &text);
		memcpy(add(words, text.data, false, false), name, sizeof(name));
	}
}

static void add_numbers(struct voice_words *words, const struct spoken_grammar *grammar)
{
	const struct spoken_word *word;

	for (size_t i = 0; (word = spoken_grammar_word(grammar, i)); i++) {
		(void)text_copy(
			add(words, text_dup(word->text), true, false), VOICE_NAME_SIZE, word->clip);
	}
	if (grammar == spoken_grammar_find("digits")) {
		return; /* one after the other sounds like nothing else */
	}
	for (int value = 0; value <= EACH_MAX; value++) {
		add_number(words, grammar, value);
	}
	for (int value = 100; value <= HUNDREDS_MAX; value += 100) {
		add_number(words, grammar, value);
	}
}

void voice_words_list(const struct phrases *phrases, const struct voice_manifest *manifest,
	struct voice_words *ret)
{
	struct voice_words words = {0};

	add_phrase(&words, "call", manifest->call);
	add_phrase(&words, "recall", manifest->recall);
	add_phrase(&words, "test", manifest->test);
	if (manifest->grammar) {
		add_letters(&words, phrases, manifest->language ? manifest->language : "");
		add_numbers(&words, manifest->grammar);
		add_kiosk(&words, phrases, manifest->language ? manifest->language : "");
	}
	*ret = words;
}

void voice_words_add(struct voice_words *words, const char *clip, const char *text)
{
	(void)text_copy(add(words, text_dup(text), true, true), VOICE_NAME_SIZE, clip);
}

void voice_words_done(struct voice_words *words)
{
	for (size_t i = 0; i < words->n; i++) {
		free(words->words[i].text);
	}
	free(words->words);
	*words = (struct voice_words){0};
}

const struct voice_word *voice_words_find(const struct voice_words *words, const char *clip)
{
	for (size_t i = 0; i < words->n; i++) {
		if (strcmp(words->words[i].clip, clip) == 0) {
			return &words->words[i];
		}
	}
	return NULL;
}
