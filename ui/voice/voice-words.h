/* SPDX-License-Identifier: Apache-2.0 */
/* What a pack has to say: the name and the words of each clip. Pure. */
#pragma once

#include "ui/phrases.h"
#include "ui/voice/voice-manifest.h"

struct voice_word {
	char clip[VOICE_NAME_SIZE];
	char *text;
	bool needed; /* else it only makes numbers sound better */
	bool phrase; /* else a number, a word or a letter: short */
};

struct voice_words {
	struct voice_word *words;
	size_t n;
};

/* The manifest of a language as ui/strings has it: its grammar ("digits" when none is named there)
 * and phrases; the rest is NULL. −ENOENT: there is no call in that language. */
int voice_words_manifest(const struct phrases *phrases, const char *language,
	struct voice_manifest *ret) _warn_unused_;

/* The clips of a pack with this manifest: its phrases, the letters of ticket numbers as ui/strings
 * names them in its language, and numbers. */
void voice_words_list(const struct phrases *phrases, const struct voice_manifest *manifest,
	struct voice_words *ret);
/* Adds a clip that only a site has, such as the name of a service. clip is shorter than
 * VOICE_NAME_SIZE. */
void voice_words_add(struct voice_words *words, const char *clip, const char *text);
void voice_words_done(struct voice_words *words);

/* NULL: the clip is none of the list. */
const struct voice_word *voice_words_find(const struct voice_words *words, const char *clip);
