/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a program that speaks a text into a sound file. No shell is involved: a text is one
 * argument, whatever is in it. */
#pragma once

#include "base/cleanup.h"

enum { VOICE_ENGINE_WORDS_MAX = 64 };

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
