/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said in the hall: the calls that were not said yet, in the order in which the display
 * shows them, and each as the clips and silences that are played. calls.c adds and removes calls;
 * hall-voice.c plays them. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "drivers/sound-settings.h"
#include "queue/limits.h"
#include "ui/hall-view.h"
#include "ui/voice/voice-phrase.h"

enum {
	ANNOUNCE_MAX = LIMIT_COUNTERS + HALL_CALLS_MAX,
	ANNOUNCE_MANY = 3, /* with so many waiting, each is said once */
	ANNOUNCE_CHIME_MS = 300, /* from the chime to the phrase */
	ANNOUNCE_AGAIN_MS = 1200, /* from one phrase to the next */
	ANNOUNCE_GAP_MS = 1500, /* from one announcement to the next */
	ANNOUNCE_PARTS_MAX = 4 * VOICE_STEPS_MAX + 8,
};

struct announce_call {
	int64_t ticket;
	char number[HALL_NUMBER_SIZE];
	int counter;
	char language[LIMIT_LANGUAGE + 1]; /* the ticket's; "" the site's first */
	bool recalled;
	int calls; /* of this ticket, with this one */
	int64_t called_ms; /* boot_ms */
};

struct announce {
	int n;
	struct announce_call waiting[ANNOUNCE_MAX];
};

/* Adds a call at the end. A call of the same ticket that waits is replaced in its place: it is said
 * once, with what is true now. The oldest makes room. */
void announce_add(struct announce *announce, const struct announce_call *call);
/* A call that is not to be said any more; no error when it does not wait. */
void announce_remove(struct announce *announce, int64_t ticket);
/* Removes the calls from before a boot_ms: what nobody could say in time. */
void announce_remove_old(struct announce *announce, int64_t before_ms);

/* Takes the next call from the queue; *ret_once: it is said once, because many wait. False: none
 * waits. */
bool announce_take(struct announce *announce, struct announce_call *ret, bool *ret_once);

/* Puts a call that was broken off back as the next one, unless its ticket was called again. */
void announce_put_back(struct announce *announce, const struct announce_call *call);

/* What is played for a call. */
struct announce_parts {
	int n;
	struct sound_part part[ANNOUNCE_PARTS_MAX];
};

/* A chime, and the phrase twice (or once) in the ticket's language and then in the first language.
 * A language without a pack, or whose pack lacks a clip for it, is left out. −ENOENT: then there is
 * nothing to play, not even a chime. The samples are the packs'. packs may be NULL. */
int announce_compose(const struct announce_call *call, bool once, bool digits,
	const char *first_language, const struct voice_packs *packs,
	struct announce_parts *ret) _warn_unused_;
