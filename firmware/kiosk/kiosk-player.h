/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays what is read: clips as they are, and texts that no pack has as the pack's program speaks
 * them (kiosk-speaker.h). A reading begins with what is there; a long text is spoken piece by piece
 * while the one before is heard. Runs in the owner's event loop and does not block it.
 */
#pragma once

#include "boards/board.h"
#include "drivers/sound.h"
#include "kiosk/reading.h"
#include "ui/voice/voice-pack.h"

struct kiosk_player;

struct kiosk_player_calls {
	/* What was played is over: heard to its end, or given up. Not called after
	 * kiosk_player_stop. */
	void (*over)(void *userdata);
	/* The loudspeaker's state has changed. */
	void (*state)(void *userdata);
};

/* Loads the voices, which takes a second or two on a small board, and opens the loudspeaker.
 * late_ms: KIOSK_SPEAKER_LATE_MS. Logs when there are no voices; −errno of the loop. */
int kiosk_player_open(sd_event *event, const struct sound_settings *settings,
	const struct phrases *phrases, int late_ms, const struct kiosk_player_calls *calls,
	void *userdata, struct kiosk_player **ret) _warn_unused_;
/* Accepts NULL. */
void kiosk_player_close(struct kiosk_player *player);
DEFINE_CLEANUP(struct kiosk_player *, kiosk_player_close);

/* The loudspeaker, for its state; borrowed. */
const struct sound *kiosk_player_sound(const struct kiosk_player *player);
/* The voices; NULL: none were installed. Nothing is played while they change. */
struct voice_packs *kiosk_player_packs(const struct kiosk_player *player);

/* Whether a part can be said now, for reading.says with the player as userdata. */
bool kiosk_player_says(const struct reading_part *part, void *userdata);
/* Whether the voice of a language has a program that says any text; it may rest now. */
bool kiosk_player_has_engine(const struct kiosk_player *player, const char *language);

/* Plays a reading instead of what is being played, and marks the parts that nobody says. Where a
 * text cannot be spoken after all, instead is played there (may be empty), and the reading's other
 * texts are left out. Nothing is borrowed. */
void kiosk_player_play(struct kiosk_player *player, struct reading *reading,
	const struct reading *instead, int volume_percent);
/* Silence at once. */
void kiosk_player_stop(struct kiosk_player *player);
/* Whether something is played, or will be as soon as it is spoken. */
bool kiosk_player_is_playing(const struct kiosk_player *player);
/* Keeps nothing of what was spoken. */
void kiosk_player_forget(struct kiosk_player *player);
