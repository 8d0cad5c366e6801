/* SPDX-License-Identifier: Apache-2.0 */
/* A loudspeaker's settings, and what it tells its owner. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	SOUND_RATE = 48000, /* samples a second, one channel, 16 bits */
	SOUND_VOLUMES_MAX = 8,
	SOUND_DEVICE_SIZE = 64,
	SOUND_NOTE_SIZE = 96,
};

struct sound_volume {
	int minute; /* of the day, from which it counts */
	int percent;
};

struct sound_settings {
	char driver[16]; /* "alsa", "sim"; "" no loudspeaker */
	/* alsa: a card's id or a part of its name, "ID,DEVICE", or with ':' a name of ALSA's own;
	 * "" the first card that plays */
	char device[SOUND_DEVICE_SIZE];
	char *path; /* sim: the WAV file; heap, owned by whoever filled in the settings */
	int volume_percent;
	int n_volumes;
	struct sound_volume volume[SOUND_VOLUMES_MAX]; /* in the day's order */
	bool digits; /* numbers are said digit by digit */
	bool at_once; /* sim, for tests: a second of sound does not take a second */
};

enum sound_state {
	SOUND_OK,
	SOUND_MISSING, /* there is no such device */
	SOUND_BUSY, /* another program plays on it */
	SOUND_LOST, /* it was there, and is gone */
	SOUND_ERROR, /* it does not play */
	SOUND_STATES
};

struct sound_calls {
	/* What was played was heard to its end. Not called after sound_stop or a failure. */
	void (*over)(void *userdata);
	/* sound_state changed; what was being played then is given up. */
	void (*state)(void *userdata);
};

/* Samples, or n samples of silence when samples is NULL. */
struct sound_part {
	const int16_t *samples;
	int n;
};
