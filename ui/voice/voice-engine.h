/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a program that speaks a text into a sound file. No shell is involved: a text is one
 * argument, whatever is in it. */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "ui/voice/voice-bytes.h"

enum {
	VOICE_ENGINE_WORDS_MAX = 64,
	VOICE_ENGINE_BYTES_MAX = 4 << 20, /* of a file in memory: 20 s of two channels at 48 kHz */
};

/* A command with placeholders, such as: espeak-ng -v vi -w {wav} {text} */
struct voice_engine {
	char *words[VOICE_ENGINE_WORDS_MAX + 1]; /* ends with NULL */
	int n;
};

/* What stands for the placeholders. */
struct voice_job {
	const char *text; /* {text} */
	const char *wav; /* {wav}: the file to write */
	const char *clip; /* {clip}: its name */
};

/* Splits a command at blanks; '…' and "…" hold a word together. −EINVAL: a quote is open, there is
 * no word, there are too many, or {wav} is not among them. */
int voice_engine_parse(const char *command, struct voice_engine *ret) _warn_unused_;
void voice_engine_done(struct voice_engine *engine);

/* The command's words with the placeholders filled in. */
void voice_engine_fill(
	const struct voice_engine *engine, const struct voice_job *job, struct voice_engine *ret);

/* Runs the command; what it says on standard output goes to standard error. Blocks until it has
 * ended; one that has not after timeout_ms is killed. *ret_error (heap): why it failed. −errno
 * (−ENOENT: there is no such program), −ETIMEDOUT, −EIO when it ended with a fault. */
int voice_engine_run(const struct voice_engine *engine, const struct voice_job *job, int timeout_ms,
	char **ret_error) _warn_unused_;

/* Whether it says any text: it is given {text}, unlike one that copies recordings. */
bool voice_engine_speaks(const struct voice_engine *engine);

/* The same as voice_engine_run into memory: {wav} is the path of a file that has no name and is in
 * no folder. Any thread. The program is ended with all that it started, also when cancel (a
 * descriptor; −1 none) can be read: −ECANCELED. One that writes more than VOICE_ENGINE_BYTES_MAX
 * fails with −EFBIG, one that writes nothing with −EIO. */
int voice_engine_speak(const struct voice_engine *engine, const char *text, int timeout_ms,
	int cancel, struct voice_bytes *ret, char **ret_error) _warn_unused_;
