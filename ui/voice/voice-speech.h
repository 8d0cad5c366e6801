/* SPDX-License-Identifier: Apache-2.0 */
/* Has a program speak a text that no pack has a clip of. */
#pragma once

#include <stdint.h>

#include "ui/voice/voice-engine.h"

/* Samples at VOICE_RATE. Counted: it is freed when nobody holds it. References are added and freed
 * on one thread. */
struct speech {
	int refs;
	int n;
	int16_t samples[];
};

struct speech *speech_new(int n) _warn_unused_; /* of silence, one reference */
struct speech *speech_ref(struct speech *speech);
void speech_unref(struct speech *speech);
DEFINE_CLEANUP(struct speech *, speech_unref);

/* The engine of a pack, as its manifest's "engine" says it; −ENOENT: it has none that says any
 * text, or the program is not installed. */
int speech_find_engine(const char *command, struct voice_engine *ret) _warn_unused_;

/* Speaks a text of at most SPOKEN_PIECE_MAX bytes: what the program wrote, without the silence at
 * its ends, at the level of clips. Blocks; any thread. Errors as voice_engine_speak, −EINVAL: what
 * it wrote is no speech: no sound file, a silence, or too short or too long for so few words.
 * *ret_error (heap): why it failed, without the text. */
int speech_make(const struct voice_engine *engine, const char *text, int timeout_ms, int cancel,
	struct speech **ret, char **ret_error) _warn_unused_;
