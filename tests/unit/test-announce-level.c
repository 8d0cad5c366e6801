/* SPDX-License-Identifier: Apache-2.0 */
/* Announcements as they are heard, of the packs that are installed: rendered, and measured like a
 * recording. */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/announce-wav.h"
#include "ui/voice/voice-clip.h"

enum { ANNOUNCEMENTS = 24, HEADER = 44, MS = SOUND_RATE / 1000 };

#define SILENT 0.003F /* −50 dB below full scale */
#define LEVEL_TOLERANCE_LU 1.0

/* Any call: a letter and a number, a counter, once more or not, in the second language or not. */
static struct announce_call any_call(unsigned *seed)
{
	struct announce_call call = {.counter = 1 + rand_r(seed) % 30};

	(void)snprintf(call.number, sizeof(call.number), "%c%03d", "ABCDEGHKLM"[rand_r(seed) % 10],
		1 + rand_r(seed) % 999);
	(void)strcpy(call.language, rand_r(seed) % 3 == 0 ? "en" : "");
	call.recalled = rand_r(seed) % 4 == 0;
	return call;
}

static struct voice_sound render(const struct announce_parts *parts)
{
	size_t size = 0;
	_cleanup_free_ char *wav = announce_wav(parts, &size);
	struct voice_sound sound = {.n = (size - HEADER) / sizeof(int16_t)};

	sound.samples = memory_new(sound.n, sizeof(*sound.samples));
	for (size_t i = 0; i < sound.n; i++) {
		int16_t sample;

		memcpy(&sample, wav + HEADER + i * sizeof(sample), sizeof(sample));
		sound.samples[i] = (float)sample / 32768;
	}
	return sound;
}

/* How often the sound pauses for at least least_ms before its last sound, and the longest pause. */
static int pauses(const struct voice_sound *sound, int least_ms, int *ret_longest_ms)
{
	size_t from = 0;
	int n = 0;

	*ret_longest_ms = 0;
	for (size_t i = 0; i < sound->n; i++) {
		if (fabsf(sound->samples[i]) > SILENT) {
			int ms = (int)(i - from) / MS;

			n += ms >= least_ms;
			*ret_longest_ms = MAX_OF(*ret_longest_ms, ms);
			from = i + 1;
		}
	}
	return n;
}

/* As loud as each other, without a peak that a loudspeaker cuts; between two phrases there is a
 * pause that is heard as one, and none is longer. */
static void test_announcements_are_as_loud_as_each_other(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/ui/voice/packs", TEST_BUILD);
	_cleanup_(voice_packs_freep) struct voice_packs *packs = NULL;
	double quietest = HUGE_VAL;
	double loudest = -HUGE_VAL;
	unsigned seed = 20261129;

	(void)state;
	assert_int_equal(voice_packs_load(path, &packs), 0);
	for (int i = 0; i < ANNOUNCEMENTS; i++) {
		struct announce_call call = any_call(&seed);
		bool once = rand_r(&seed) % 2 == 0;
		int phrases = (once ? 1 : 2) * (*call.language ? 2 : 1);
		struct announce_parts parts;
		struct voice_measure measure;
		int longest_ms;

		assert_int_equal(announce_compose(&call, once, false, "vi", packs, &parts), 0);
		struct voice_sound sound = render(&parts);
		voice_sound_measure(&sound, &measure);
		print_message("%s at %d: %.1f LUFS, %.1f dB\n", call.number, call.counter,
			measure.lufs, measure.peak_db);
		assert_false(measure.clipped);
		assert_true(measure.peak_db <= VOICE_PEAK_DB + 0.1);
		quietest = fmin(quietest, measure.lufs);
		loudest = fmax(loudest, measure.lufs);
		assert_int_equal(pauses(&sound, 1000, &longest_ms), phrases - 1);
		assert_true(longest_ms <= 1500);
		voice_sound_done(&sound);
	}
	assert_true(quietest >= VOICE_LEVEL_LUFS - LEVEL_TOLERANCE_LU);
	assert_true(loudest <= VOICE_LEVEL_LUFS + LEVEL_TOLERANCE_LU);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_announcements_are_as_loud_as_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
