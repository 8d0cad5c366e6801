/* SPDX-License-Identifier: Apache-2.0 */
/* Makes a pack: has a program speak each clip, and takes in what it wrote. */
#pragma once

#include "ui/voice/voice-engine.h"
#include "ui/voice/voice-words.h"

/* Writes the manifest of a pack to FOLDER/pack.conf. −errno, −EINVAL: a text has a line's end. */
int voice_make_manifest(const char *folder, const struct voice_manifest *manifest) _warn_unused_;

struct voice_made {
	int made;
	int kept; /* were there already, made of the same words */
	int failed;
	struct textbuf failures; /* a line each, "number-5: …" */
};

/* Makes the clips that the folder does not have yet: one that was made of the same words is kept,
 * so that a run that was cut off goes on. A clip that fails is named and left out. Blocks until all
 * are made. −errno when the folder cannot be written to. */
int voice_make_clips(const char *folder, const struct voice_words *words,
	const struct voice_engine *engine, struct voice_made *ret) _warn_unused_;
/* Removes the clips of a folder that are none of the words; returns how many. */
int voice_make_remove_others(const char *folder, const struct voice_words *words);
void voice_made_done(struct voice_made *made);
