/* SPDX-License-Identifier: Apache-2.0 */
/* The texts that were spoken last, for who hears them again: bounded in number and bytes, in memory
 * alone. Pure. */
#pragma once

#include "ui/voice/voice-speech.h"

enum {
	SPEECH_CACHE_COUNT = 64,
	SPEECH_CACHE_BYTES = 8 << 20, /* a minute and a half */
};

struct speech_entry {
	char *language, *text; /* heap */
	struct speech *speech;
};

/* Begins as zeros. */
struct speech_cache {
	int n;
	size_t bytes; /* of the samples */
	struct speech_entry entries[SPEECH_CACHE_COUNT]; /* the last one that was used first */
};

/* NULL: it was not spoken, or is forgotten. Borrowed until the next put or clear. */
struct speech *speech_cache_find(
	struct speech_cache *cache, const char *language, const char *text);
/* Adds a reference of its own; what was not used for longest goes. */
void speech_cache_put(
	struct speech_cache *cache, const char *language, const char *text, struct speech *speech);
void speech_cache_clear(struct speech_cache *cache);
