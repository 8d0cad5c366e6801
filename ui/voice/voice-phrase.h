/* SPDX-License-Identifier: Apache-2.0 */
/* What is said, as a list of clips and silences. Pure. */
#pragma once

#include <stdbool.h>

#include "ui/voice/voice-pack.h"

enum {
	VOICE_STEPS_MAX =
		160, /* a whole announcement: the longest phrase has 43, said four times */
	VOICE_JOIN_MS = 60, /* between the clips of a phrase */
};

struct voice_step {
	char clip[VOICE_NAME_SIZE]; /* "": a silence */
	int silence_ms;
};

struct voice_steps {
	int n;
	struct voice_step step[VOICE_STEPS_MAX];
};

/* Appends a call in the pack's language, "Mời ông bà có số A mười hai đến quầy số ba", of the
 * longest clips that the pack has for the number: "number-112", else "number-100" and "number-12",
 * else their words. number is a ticket's, "A012"; with digits it is said as A, 0, 1, 2. A recalled
 * ticket is called with the phrase "recall", in a pack that has it. On an error nothing is
 * appended: −ENOENT a clip is missing, −EINVAL number or counter is none, −ENOBUFS there is no
 * room. */
int voice_phrase_call(const struct voice_pack *pack, const char *number, int counter, bool recalled,
	bool digits, struct voice_steps *steps) _warn_unused_;

/* Appends a number, or a ticket's number, "A012", alone. Errors as voice_phrase_call. */
int voice_phrase_number(
	const struct voice_pack *pack, int number, struct voice_steps *steps) _warn_unused_;
int voice_phrase_ticket(const struct voice_pack *pack, const char *number, bool digits,
	struct voice_steps *steps) _warn_unused_;

/* Appends the sentence that is said to try the loudspeaker. Errors as voice_phrase_call. */
int voice_phrase_test(const struct voice_pack *pack, struct voice_steps *steps) _warn_unused_;

/* Appends a clip, or a silence. −ENOENT, −ENOBUFS. */
int voice_steps_add(
	struct voice_steps *steps, const struct voice_pack *pack, const char *clip) _warn_unused_;
int voice_steps_add_silence(struct voice_steps *steps, int silence_ms) _warn_unused_;
