/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clips of the centre's own voice on this board: asks the hub for those that the site names,
 * one after the other, and keeps them in a folder, so that a board that starts without its hub has
 * them. Runs in the owner's event loop; a file is written, which blocks, when a clip has come.
 */
#pragma once

#include "client/client.h"
#include "ui/voice/voice-pack.h"

struct own_clips;

/* The clips that a site names, heap; returns how many. */
size_t own_clips_list(const json_t *site, struct voice_own **ret);

/* Whether a site names others than *voice holds, which is NULL at first and then owned; it then
 * holds those of the site. */
bool own_clips_are_others(const json_t *site, json_t **voice);

/* The folder exists and is the caller's to write to. changed is called when a clip has
 * come: the owner follows again. */
void own_clips_open(const char *folder, void (*changed)(void *userdata), void *userdata,
	struct own_clips **ret);
/* Not while the client of own_clips_follow may still call. Accepts NULL. */
void own_clips_close(struct own_clips *clips);

/* The site may be another one, or the hub may be back; client is NULL before there is one. true:
 * other clips are to be said, and all that the hub has of them are here. */
bool own_clips_follow(struct own_clips *clips, const json_t *site, struct client *client);

/* Has the packs say the clips (voice_packs_set_own). Blocks while it reads them. */
void own_clips_apply(const struct own_clips *clips, struct voice_packs *packs);
