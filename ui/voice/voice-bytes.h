/* SPDX-License-Identifier: Apache-2.0 */
/* Sound files that are in memory, for libsndfile. */
#pragma once

#include <sndfile.h>

#include "base/cleanup.h"

struct voice_bytes {
	unsigned char *data; /* heap */
	size_t size;
	size_t at; /* where it is read or written */
};

/* As sf_open: reads what is there, or writes it anew. bytes must stay until sf_close. NULL: they
 * are no sound file, or one of a format that clips never have. */
SNDFILE *voice_bytes_open(struct voice_bytes *bytes, int mode, SF_INFO *info) _warn_unused_;
void voice_bytes_done(struct voice_bytes *bytes);
