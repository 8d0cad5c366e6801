/* SPDX-License-Identifier: Apache-2.0 */
/* Says what is wrong with the clips of a pack. Blocks while it reads them. */
#pragma once

#include "ui/voice/voice-clip.h"
#include "ui/voice/voice-words.h"

/* Why a recording cannot be a clip. */
enum voice_fault {
	VOICE_FAULT_NONE,
	VOICE_FAULT_NO_SOUND, /* no sound file of at most a minute */
	VOICE_FAULT_SILENT,
	VOICE_FAULT_CLIPPED,
	VOICE_FAULT_TOO_SHORT,
	VOICE_FAULT_TOO_LONG,
	VOICE_FAULT_ENDS, /* silence at its ends */
	VOICE_FAULT_TOO_QUIET,
	VOICE_FAULT_TOO_LOUD,
	VOICE_FAULTS
};

/* "none", "silent", "too_long" … */
const char *voice_fault_name(enum voice_fault fault);

/* What is wrong with a clip by its measures. */
enum voice_fault voice_check_fault(const struct voice_measure *measure, bool phrase);
/* The same in words, heap; NULL: nothing. */
char *voice_check_measure(const struct voice_measure *measure, bool phrase) _warn_unused_;

/* Makes a recording a clip: trims and levels it, and measures what has become of it. */
enum voice_fault voice_check_take(
	struct voice_sound *sound, bool phrase, struct voice_measure *ret) _warn_unused_;

/* The same; what is wrong in words, heap, or NULL. */
char *voice_check_take_text(struct voice_sound *sound, bool phrase) _warn_unused_;

struct voice_report {
	struct textbuf faults; /* a line each, "number-5: …" */
	int n_faults;
	int n_clips; /* that were measured */
	int n_composed; /* whole numbers that are put together from words instead */
};

/* Reads every clip of the folder, and looks for those that the manifest needs. −errno when the
 * folder cannot be read. */
int voice_check_folder(const char *folder, const struct voice_manifest *manifest,
	const struct phrases *phrases, struct voice_report *ret) _warn_unused_;
void voice_report_done(struct voice_report *report);
