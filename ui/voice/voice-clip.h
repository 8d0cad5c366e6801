/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A recording becomes a clip: silence at its ends is cut off, its level is made that of all clips,
 * and it is measured. Everything here blocks.
 *
 * Level: −16 LUFS (EBU R 128, libebur128) with no peak above −1 dBFS. Peaks are limited for that,
 * by at most VOICE_LIMITED_DB; a recording whose peaks stand out more stays quieter. The standard
 * measures in windows of 400 ms and wants some seconds: a clip shorter than VOICE_MEASURE_MS is
 * measured as if it were said again and again without a pause until so much is full.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "ui/voice/voice-bytes.h"

enum {
	VOICE_MEASURE_MS = 3000,
	VOICE_LEAD_MS = 10, /* of what is before the first sound, so much stays */
	VOICE_TAIL_MS = 40, /* of what is after the last */
};

#define VOICE_LEVEL_LUFS (-16.0)
#define VOICE_PEAK_DB (-1.0)
#define VOICE_LIMITED_DB 8.0

/* One channel at VOICE_RATE, −1 … 1. */
struct voice_sound {
	float *samples;
	size_t n;
	char *title; /* what the file says is said in it; "" when it says nothing */
	bool converted; /* the file has another rate or more channels */
};

void voice_sound_done(struct voice_sound *sound);

/* Reads a sound file of any format that libsndfile knows, of any rate; channels are mixed.
 * −ENOENT; −EINVAL: it cannot be read; −EFBIG: it is longer than a minute. */
int voice_sound_read(const char *path, struct voice_sound *ret) _warn_unused_;

/* The same of a WAV, FLAC or Ogg file in memory: a minute of two channels at 48 kHz at most, since
 * few bytes may hold many samples. */
int voice_sound_read_bytes(struct voice_bytes *bytes, struct voice_sound *ret) _warn_unused_;

/* Cuts off the silence at both ends, and fades them in and out. false: all of it is silence. */
bool voice_sound_trim(struct voice_sound *sound) _warn_unused_;

/* Brings it to the level. Not for a silence. */
void voice_sound_level(struct voice_sound *sound);

/* Writes a file whole or not at all, FLAC or, when the name ends so, .opus. −errno. */
int voice_sound_write(const struct voice_sound *sound, const char *path) _warn_unused_;

/* The same as the bytes of an Ogg Opus file. −EIO. */
int voice_sound_write_bytes(const struct voice_sound *sound, struct voice_bytes *ret) _warn_unused_;

struct voice_measure {
	int length_ms;
	int lead_ms; /* silence before the first sound */
	int tail_ms; /* and after the last */
	double lufs; /* −HUGE_VAL: a silence */
	double peak_db; /* below full scale */
	bool clipped; /* three samples in a row at full scale */
};

void voice_sound_measure(const struct voice_sound *sound, struct voice_measure *ret);
