/* SPDX-License-Identifier: Apache-2.0 */
/* The interface between sound.c and the sound drivers; no other file includes it. */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/sound-settings.h"

struct sound;

struct sound_driver {
	const char *name;
	/* Prepares state; no device is needed for it. sound.c calls close after a failure too. */
	int (*open)(struct sound *sound);
	void (*close)(struct sound *sound);
	/* Whether the device can be used now, while it is stopped. −errno. */
	int (*probe)(struct sound *sound);
	/* Takes samples with sound_fill from now on, until stop, and tells sound_played. −errno. */
	int (*start)(struct sound *sound);
	/* Forgets what was not heard yet, and releases the device. Also when it is stopped. */
	void (*stop)(struct sound *sound);
};

/* What every loudspeaker has. A driver keeps its own data in state, which it owns. */
struct sound {
	const struct sound_driver *driver;
	void *state;
	sd_event *event;
	struct sound_settings settings;
	struct sound_calls calls;
	void *userdata;
	enum sound_state known;
	char note[SOUND_NOTE_SIZE];
	bool was_there; /* the device could be used at some time */
	bool started; /* the driver is taking samples */
	sd_event_source *retry;
	/* What is played. */
	struct sound_part *parts; /* heap */
	int n_parts;
	int part, offset; /* the next sample to hand out */
	int gain; /* in 1/65536 */
	int64_t filled; /* samples handed out since start */
	int64_t end; /* of them, where the last part ends; −1 not handed out yet */
	int64_t quiet_since; /* of them, when silence began; only while nothing is played */
};

extern const struct sound_driver sound_alsa;
extern const struct sound_driver sound_sim;

/* Hands out the next n samples, silence when nothing is played. */
void sound_fill(struct sound *sound, int16_t *ret, int n);
/* So many of the samples since start were heard. Calls over, and stops the driver when nothing was
 * played for SOUND_LINGER_MS: returns whether the driver still runs. */
bool sound_played(struct sound *sound, int64_t samples);
/* The device failed: stops the driver. */
void sound_fail(struct sound *sound, int error);
/* Something has changed among the devices: looks whether this one can be used. */
void sound_look(struct sound *sound);
