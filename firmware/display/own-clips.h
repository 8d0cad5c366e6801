/* SPDX-License-Identifier: Apache-2.0 */
/* The clips of the centre's own voice on this board, kept as site files (display/site-files.h,
 * which gives thread and blocking, too). */
#pragma once

#include "client/client.h"
#include "ui/voice/voice-pack.h"

struct own_clips;

/* The clips that a site names, heap; returns how many. */
size_t own_clips_list(const json_t *site, struct voice_own **ret);

/* Whether a site names others than *voice holds, which is NULL at first and then owned; it then
 * holds those of the site. */
bool own_clips_are_others(const json_t *site, json_t **voice);

/* changed is called when the owner is to follow again. −errno of the loop. */
int own_clips_open(sd_event *event, const char *folder, void (*changed)(void *userdata),
	void *userdata, struct own_clips **ret) _warn_unused_;
/* Not while the client of own_clips_follow may still call. Accepts NULL. */
void own_clips_close(struct own_clips *clips);
DEFINE_CLEANUP(struct own_clips *, own_clips_close);

/* The site may be another one, or the hub may be back; client is NULL before there is one. true:
 * other clips are to be said, and all that can be had of them are here. */
bool own_clips_follow(struct own_clips *clips, const json_t *site, struct client *client);

/* Has the packs say the clips (voice_packs_set_own). Blocks while it reads them. */
void own_clips_apply(
	const struct own_clips *clips, const struct phrases *phrases, struct voice_packs *packs);
/* The disk's, as site_files_error. */
int own_clips_error(const struct own_clips *clips);
