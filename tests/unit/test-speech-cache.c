/* SPDX-License-Identifier: Apache-2.0 */
/* What was spoken last is kept, in so much memory and no more. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/voice/speech-cache.h"
#include "ui/voice/voice-pack.h"

static void put(struct speech_cache *cache, const char *language, int at, int ms)
{
	_cleanup_(speech_unrefp) struct speech *speech = speech_new(ms * (VOICE_RATE / 1000));
	_cleanup_free_ char *text = text_printf("text %d", at);

	speech_cache_put(cache, language, text, speech);
}

static bool has(struct speech_cache *cache, const char *language, int at)
{
	_cleanup_free_ char *text = text_printf("text %d", at);

	return speech_cache_find(cache, language, text);
}

static void what_was_used_last_stays(void **state)
{
	struct speech_cache cache = {0};

	(void)state;
	for (int i = 0; i < SPEECH_CACHE_COUNT; i++) {
		put(&cache, "qps", i, 10);
	}
	assert_true(has(&cache, "qps", 0));
	assert_false(has(&cache, "other", 0));
	put(&cache, "qps", SPEECH_CACHE_COUNT, 10);
	assert_int_equal(cache.n, SPEECH_CACHE_COUNT);
	assert_true(has(&cache, "qps", 0));
	assert_false(has(&cache, "qps", 1));
	assert_true(has(&cache, "qps", SPEECH_CACHE_COUNT));
	put(&cache, "qps", 0, 20); /* it is there */
	assert_int_equal(cache.n, SPEECH_CACHE_COUNT);
	speech_cache_clear(&cache);
	assert_int_equal(cache.n, 0);
	assert_int_equal(cache.bytes, 0);
	assert_false(has(&cache, "qps", 0));
}

/* Who plays it has it although it is forgotten. */
static void what_is_played_outlives_the_cache(void **state)
{
	_cleanup_(speech_unrefp) struct speech *speech = speech_new(VOICE_RATE);
	struct speech_cache cache = {0};

	(void)state;
	speech_cache_put(&cache, "qps", "text", speech);
	speech_cache_clear(&cache);
	assert_int_equal(speech->refs, 1);
	speech->samples[VOICE_RATE - 1] = 1;
}

/* The memory of this process; kB. */
static long resident_kb(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long pages = 0;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%*d %ld", &pages), 1);
	(void)fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* The names of 5,000 procedures, four seconds each, take no more memory than some twenty. */
static void five_thousand_records_fill_nothing(void **state)
{
	struct speech_cache cache = {0};
	size_t most = 0;
	long before_kb = resident_kb(), after_kb;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		put(&cache, "qps", i, 4000);
		most = MAX_OF(most, cache.bytes);
	}
	after_kb = resident_kb();
	print_message("# at most %zu kB in the cache; the process grew by %ld kB\n", most / 1024,
		after_kb - before_kb);
	assert_true(most <= SPEECH_CACHE_BYTES);
	assert_true(cache.n > 10);
	speech_cache_clear(&cache);
	put(&cache, "qps", 1, SPEECH_CACHE_BYTES / (VOICE_RATE / 1000)); /* larger than all of it */
	assert_int_equal(cache.n, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_used_last_stays),
		cmocka_unit_test(what_is_played_outlives_the_cache),
		cmocka_unit_test(five_thousand_records_fill_nothing),
	};

	return cmocka_run_group_tests_name("speech-cache", tests, NULL, NULL);
}
