/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Announcements as WAV files for halls that are shown by browsers: composed in a thread by the code
 * that halld speaks with, and kept for as long as somebody may fetch them. The voices are in memory
 * only while such a hall wants sound. Every function belongs to the loop's thread.
 */
#pragma once

#include <jansson.h>
#include <microhttpd.h>
#include <systemd/sd-event.h>

#include "display/announce.h"

enum {
	HALL_SOUND_ID_SIZE = 33, /* 16 random bytes as hexadecimal: whoever has it may listen */
	HALL_SOUNDS_MAX = 8, /* are kept… */
	HALL_SOUNDS_BYTES = 24 * 1024 * 1024, /* …of so many bytes: four minutes */
};

enum hall_sound_state {
	HALL_SOUND_UNKNOWN, /* the voices were not loaded yet */
	HALL_SOUND_OK,
	HALL_SOUND_NO_VOICE, /* nobody speaks the site's first language */
};

struct hall_sounds;
/* done is called in the loop after a composition: result 0, the file's id, and how long it lasts
 * with its closing silence; or −errno. */
struct hall_sounds_calls {
	void (*done)(int result, const char *id, int ms, void *userdata);
};

/* dir is that of the database, for the centre's own clips; NULL: there are none. frozen as
 * worker_new's. */
int hall_sounds_new(sd_event *event, const char *dir, bool frozen, bool strict,
	const struct hall_sounds_calls *calls, void *userdata,
	struct hall_sounds **ret) _warn_unused_;
/* Blocks until what is being composed is done; accepts NULL. */
void hall_sounds_stop(struct hall_sounds *sounds);
void hall_sounds_free(struct hall_sounds *sounds);

bool hall_sounds_busy(const struct hall_sounds *sounds);
/* Loads the voices if they are not, for a state that is known; done is not called. */
void hall_sounds_load(struct hall_sounds *sounds, const char *language);
/* Says the clips that this site names from the next composition on. Not while it is busy. */
void hall_sounds_set_own(struct hall_sounds *sounds, const json_t *site);
/* −EBUSY: one at a time. */
int hall_sounds_compose(struct hall_sounds *sounds, const struct announce_call *call, bool once,
	const char *language) _warn_unused_;
enum hall_sound_state hall_sounds_state(const struct hall_sounds *sounds);
/* NULL: there is no such file, or no longer. It belongs to sounds. */
struct MHD_Response *hall_sounds_find(const struct hall_sounds *sounds, const char *id);
/* Nobody listens: frees voices and files, unless it is busy. */
void hall_sounds_rest(struct hall_sounds *sounds);
