/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A loudspeaker: plays samples and silences one after the other. sound-alsa.c plays them on a sound
 * card, sound-sim.c writes them to a WAV file. A device is open only while something is played and
 * shortly after, so that an idle program never wakes up for it.
 */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/sound-settings.h"

enum {
	SOUND_RETRY_MS = 2000, /* how often a device that cannot be used is looked for */
	SOUND_PRIME_MS = 150, /* of silence first: televisions swallow the beginning */
	SOUND_LINGER_MS = 3000, /* how long the device stays open after the last sound */
};

struct sound;

/* Opens a loudspeaker, whose device may be missing: then sound_state says so, and it is used when
 * it comes. settings are copied; calls come from the event loop, and all functions are on its
 * thread. Tries the device, which blocks for some tens of milliseconds. −EINVAL: no such driver;
 * else −errno of the loop. */
int sound_open(sd_event *event, const struct sound_settings *settings,
	const struct sound_calls *calls, void *userdata, struct sound **ret) _warn_unused_;
/* Accepts NULL. Not from within a call. */
void sound_close(struct sound *sound);
DEFINE_CLEANUP(struct sound *, sound_close);

/* Plays these parts; what is being played is cut, as by sound_stop. The parts are copied, their
 * samples are borrowed until over, sound_stop or the next call. When the device is closed this
 * opens it, as sound_open. −errno: it cannot be used, as sound_state says. */
int sound_play(struct sound *sound, const struct sound_part *parts, int n,
	int volume_percent) _warn_unused_;
/* Silence at once. */
void sound_stop(struct sound *sound);
bool sound_is_playing(const struct sound *sound);

enum sound_state sound_state(const struct sound *sound);
/* "ok", "missing", "busy", "lost", "error". */
const char *sound_state_name(enum sound_state state);
/* What is known beyond the state, for whoever repairs; may be "". Borrowed. */
const char *sound_note(const struct sound *sound);

/* The volume at a minute of the day; −1: the time is not known. Pure. */
int sound_volume_at(const struct sound_settings *settings, int minute);
