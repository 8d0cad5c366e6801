/* SPDX-License-Identifier: Apache-2.0 */
/* The clips of a centre's own voice. They stand beside the log, as pictures do; which of them are
 * said is the site's "voice". */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "queue/limits.h"

struct store;

/* Texts are heap. */
struct clip_row {
	char id[LIMIT_CLIP_ID + 1]; /* a hash of the rest, in hex */
	char *sound; /* Ogg Opus in base64 */
	char *words; /* what is said */
	char *speaker;
	char *licence;
	char *agreed; /* who has stated that the speaker agrees */
};

void clip_row_free(struct clip_row *row);
DEFINE_CLEANUP(struct clip_row *, clip_row_free);

/* Whether it can be a clip's id. Accepts NULL. */
bool clip_is_id(const char *id);

/* Adds a clip, in the caller's transaction. Removes what the site does not name, but for the newest
 * CLIPS_SPARE: a site that is put back finds them again. −errno of the disk. */
enum { CLIPS_SPARE = LIMIT_CLIPS };
int clips_add(struct store *store, const struct clip_row *row) _warn_unused_;
/* Removes one, if it is there. −errno of the disk. */
int clips_remove(struct store *store, const char *id) _warn_unused_;

/* Finds one, heap. −ENOENT; −errno of the disk. */
int clips_find(struct store *store, const char *id, struct clip_row **ret) _warn_unused_;
