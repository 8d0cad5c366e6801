/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-words.h"

#include <string.h>

/* The end of its phrases' keys. */
static const char *const phrase_of[SETUP_KINDS] = {
	[SETUP_LANGUAGE] = "language",
	[SETUP_PRINTER] = "printer",
	[SETUP_BAUD] = "baud",
	[SETUP_FLOW] = "flow",
	[SETUP_PRINTER_TRY] = "printer_try",
	[SETUP_SCREEN] = "screen",
	[SETUP_DIAGONAL] = "diagonal",
	[SETUP_ROTATION] = "rotation",
	[SETUP_TOUCH] = "touch",
	[SETUP_TOUCH_TRY] = "touch_try",
	[SETUP_MORE] = "more",
	[SETUP_BUTTON] = "button",
	[SETUP_LAMP] = "lamp",
	[SETUP_LAMP_TRY] = "lamp_try",
	[SETUP_SOUND] = "sound",
	[SETUP_SOUND_TRY] = "sound_try",
	[SETUP_LISTEN] = "listen",
	[SETUP_HUB] = "hub",
	[SETUP_TOKEN] = "token",
	[SETUP_ADMIN] = "admin",
	[SETUP_SECRET] = "admin",
	[SETUP_SITE] = "site",
	[SETUP_SLIP] = "slip",
	[SETUP_WRITE] = "write",
};

static const char *word(const struct setup_words *words, const char *key)
{
	return phrases_get(words->phrases, words->language, key);
}

const char *setup_words_kind(enum setup_kind kind)
{
	return phrase_of[kind];
}

/* What the question is about, for its {name}. Heap. */
static char *name_of(
	const struct setup_words *words, const struct setup *setup, struct setup_question question)
{
	char id[SETUP_ID_SIZE];
	const char *key;

	setup_id(setup, question, id);
	key = strrchr(id, '.');
	if (question.kind == SETUP_SCREEN) {
		return text_printf("%d", question.item + 1);
	}
	if (question.kind == SETUP_DIAGONAL || question.kind == SETUP_ROTATION ||
		question.kind == SETUP_SOUND || question.kind == SETUP_SOUND_TRY) {
		_cleanup_free_ char *place = text_printf(
			"setup.choice.%s", setup_place_name((enum setup_place)question.item));

		return text_dup(word(words, place));
	}
	if (question.kind == SETUP_BUTTON || question.kind == SETUP_LAMP ||
		question.kind == SETUP_LAMP_TRY) {
		return text_dup(setup->button[question.item].name);
	}
	return text_dup(key ? key + 1 : "");
}

char *setup_words_question(
	const struct setup_words *words, const struct setup *setup, struct setup_question question)
{
	_cleanup_free_ char *key = text_printf("setup.ask.%s", phrase_of[question.kind]);
	_cleanup_free_ char *name = name_of(words, setup, question);

	return phrases_fill(words->phrases, words->language, key, "name", name, NULL);
}

static const char *const ours[] = {"none", "keep", "kiosk", "hall", "sample", "find", "yes", "no"};

char *setup_words_value(const struct setup_words *words, const char *value)
{
	for (size_t i = 0; i < ELEMENTS(ours); i++) {
		if (strcmp(ours[i], value) == 0) {
			_cleanup_free_ char *key = text_printf("setup.choice.%s", value);

			return text_dup(word(words, key));
		}
	}
	return text_dup(value);
}

const char *setup_words_meant(const struct setup_words *words, const char *typed)
{
	for (size_t i = 0; i < ELEMENTS(ours); i++) {
		_cleanup_free_ char *key = text_printf("setup.choice.%s", ours[i]);

		if (strcmp(word(words, key), typed) == 0) {
			return ours[i];
		}
	}
	if (strcmp(typed, word(words, "setup.yes_key")) == 0 || strcmp(typed, "y") == 0) {
		return "yes";
	}
	if (strcmp(typed, word(words, "setup.no_key")) == 0 || strcmp(typed, "n") == 0) {
		return "no";
	}
	return typed;
}
