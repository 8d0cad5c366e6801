/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/speech-cache.h"

#include <string.h>

#include "base/text.h"

static size_t bytes_of(const struct speech *speech)
{
	return sizeof(*speech) + (size_t)speech->n * sizeof(*speech->samples);
}

static void drop_last(struct speech_cache *cache)
{
	struct speech_entry *entry = &cache->entries[--cache->n];

	cache->bytes -= bytes_of(entry->speech);
	speech_unref(entry->speech);
	free(entry->language);
	free(entry->text);
	*entry = (struct speech_entry){.speech = NULL};
}

static void put_first(struct speech_cache *cache, int at)
{
	struct speech_entry entry = cache->entries[at];

	memmove(&cache->entries[1], &cache->entries[0], (size_t)at * sizeof(entry));
	cache->entries[0] = entry;
}

struct speech *speech_cache_find(struct speech_cache *cache, const char *language, const char *text)
{
	for (int i = 0; i < cache->n; i++) {
		if (strcmp(cache->entries[i].text, text) == 0 &&
			strcmp(cache->entries[i].language, language) == 0) {
			put_first(cache, i);
			return cache->entries[0].speech;
		}
	}
	return NULL;
}

void speech_cache_put(
	struct speech_cache *cache, const char *language, const char *text, struct speech *speech)
{
	size_t bytes = bytes_of(speech);

	if (bytes > SPEECH_CACHE_BYTES || speech_cache_find(cache, language, text)) {
		return;
	}
	while (cache->n == SPEECH_CACHE_COUNT || cache->bytes + bytes > SPEECH_CACHE_BYTES) {
		drop_last(cache);
	}
	cache->entries[cache->n++] =
		(struct speech_entry){text_dup(language), text_dup(text), speech_ref(speech)};
	cache->bytes += bytes;
	put_first(cache, cache->n - 1);
}

void speech_cache_clear(struct speech_cache *cache)
{
	while (cache->n > 0) {
		drop_last(cache);
	}
}
