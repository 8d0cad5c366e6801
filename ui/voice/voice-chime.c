/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the chime before an announcement: voice-chime FILE.flac
 *
 * Two strokes of a soft bell, a major third down, E5 and C5 (equal temperament, A4 = 440 Hz). The
 * pitches are where old ears still hear well, and between them is the speech that follows.
 */
#include <math.h>
#include <string.h>

#include "ui/voice/voice-clip.h"
#include "ui/voice/voice-pack.h"

enum {
	LENGTH_MS = 1000,
	SECOND_MS = 330,
	ATTACK_MS = 4,
	FADE_MS = 120,
	SAMPLES_A_MS = VOICE_RATE / 1000
};

#define E5_HZ 659.26
#define C5_HZ 523.25
#define DECAY_S 0.28 /* until a stroke has 1/e of its level */

static void strike(struct voice_sound *sound, double hz, int at_ms)
{
	/* A bell's overtones are weaker and die away sooner. */
	static const double overtones[][2] = {{1, 1}, {2, 0.35}, {3, 0.12}, {4.2, 0.05}};

	for (size_t i = (size_t)at_ms * SAMPLES_A_MS; i < sound->n; i++) {
		double t = (double)i / VOICE_RATE - at_ms / 1000.0;
		double level = fmin(1, t * 1000 / ATTACK_MS);

		for (size_t o = 0; o < sizeof(overtones) / sizeof(*overtones); o++) {
			double decay = exp(-t / DECAY_S * overtones[o][0]);

			sound->samples[i] += (float)(0.3 * level * overtones[o][1] * decay *
				sin(2 * M_PI * hz * overtones[o][0] * t));
		}
	}
}

int main(int argc, char *argv[])
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {
		.n = (size_t)LENGTH_MS * SAMPLES_A_MS};
	size_t fade = (size_t)FADE_MS * SAMPLES_A_MS;

	if (argc != 2) {
		(void)fprintf(stderr, "usage: voice-chime FILE.flac\n");
		return 2;
	}
	sound.samples = memory_new(sound.n, sizeof(*sound.samples));
	sound.title = text_dup("chime");
	strike(&sound, E5_HZ, 0);
	strike(&sound, C5_HZ, SECOND_MS);
	for (size_t i = 0; i < fade; i++) {
		sound.samples[sound.n - 1 - i] *= (float)i / (float)fade;
	}
	voice_sound_level(&sound);
	return voice_sound_write(&sound, argv[1]) < 0;
}
