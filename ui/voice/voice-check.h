/* SPDX-License-Identifier: Apache-2.0 */
/* Says what is wrong with the clips of a pack. Blocks while it reads them. */
#pragma once

#include "ui/voice/voice-clip.h"
#include "ui/voice/voice-words.h"

/* What is wrong with a clip by its measures, heap; NULL: nothing. */
char *voice_check_measure(const struct voice_measure *measure, bool phrase) _warn_unused_;

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
