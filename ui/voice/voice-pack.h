/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Voice packs: folders with a manifest (ui/voice/voice-manifest.h) and one file a clip, NAME.flac
 * or NAME.opus, mono at 48 kHz.
 *
 * A clip that cannot be read is left out and named in the log. One thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "ui/phrases.h"
#include "ui/voice/voice-manifest.h"

enum {
	VOICE_RATE = 48000, /* samples a second */
	VOICE_CLIP_SECONDS_MAX = 20,
	VOICE_CLIPS_MAX = 2000, /* in a pack */
	VOICE_SECONDS_MAX = 900, /* of all clips of a pack: 86 MB when all have been said */
	VOICE_PACKS_MAX = 32,
	VOICE_OWN_ID_SIZE = 33, /* of a centre's own clip, with its NUL */
};

struct voice_clip {
	const int16_t *samples;
	int n;
};

/* The length of a clip's name in its file's name, NAME.flac or NAME.opus; 0: it is no clip. */
size_t voice_pack_name_length(const char *file);

/* The file of a clip in a folder; heap. NULL: there is none. */
char *voice_pack_find_file(const char *folder, const char *clip);

struct voice_pack;

/* Reads one folder: its manifest and, to know that they are whole, every clip. Blocks while it
 * decodes them, about a second for a whole pack on a small board. Errors as voice_manifest_load. */
int voice_pack_load(const char *folder, struct voice_pack **ret, char **ret_error) _warn_unused_;
void voice_pack_free(struct voice_pack *pack);
DEFINE_CLEANUP(struct voice_pack *, voice_pack_free);

const struct voice_manifest *voice_pack_manifest(const struct voice_pack *pack);
/* Whether the pack has a clip. */
bool voice_pack_has(const struct voice_pack *pack, const char *name);
/* Reads a clip when it is first asked for, which blocks some milliseconds; it stays in memory.
 * NULL: the pack has no such clip, or its file is no longer whole, which the log says. Valid as
 * long as the pack. */
const struct voice_clip *voice_pack_clip(const struct voice_pack *pack, const char *name);
/* The name of a clip by its place in the alphabet, from 0; NULL after the last. */
const char *voice_pack_name(const struct voice_pack *pack, size_t place);

struct voice_packs;

/* Loads every folder with a pack.conf below dir (NULL: voice/ in the data folder). A pack whose
 * manifest is wrong is left out and named in the log. −errno when dir cannot be read: −ENOENT is a
 * site without voices. */
int voice_packs_load(const char *dir, struct voice_packs **ret) _warn_unused_;
/* Reads one folder more, what a site has beside the packs that were installed: a folder in it with
 * a pack.conf replaces the pack of its language; one without, named after a pack, adds clips to it
 * or replaces some. Errors as voice_packs_load; pointers from the packs so far are no longer valid.
 */
int voice_packs_add(struct voice_packs *packs, const char *dir) _warn_unused_;
void voice_packs_free(struct voice_packs *packs);
DEFINE_CLEANUP(struct voice_packs *, voice_packs_free);

/* The pack of a language; of several in one folder the first in the alphabet. A pack without a
 * language is found by its folder's name, such as "chime". NULL: there is none. */
const struct voice_pack *voice_packs_find(const struct voice_packs *packs, const char *language);

/* A clip that a centre has recorded itself: it is said instead of that of the pack. */
struct voice_own {
	char language[VOICE_NAME_SIZE];
	char clip[VOICE_NAME_SIZE];
	char id[VOICE_OWN_ID_SIZE]; /* of its sound: another sound has another */
};

/* Makes these the own clips, instead of those so far. A language of phrases (NULL: none) for which
 * no pack is installed has one of own clips alone, as long as there are any. read gives the
 * bytes of a clip's file, heap, when it is not in the pack yet; with −errno, or when they are
 * damaged, which is logged, the pack's own clip is said. Blocks while it reads and decodes; what
 * voice_pack_clip returned for other own clips is no longer valid. */
void voice_packs_set_own(struct voice_packs *packs, const struct phrases *phrases,
	const struct voice_own *own, size_t n,
	int (*read)(const struct voice_own *own, unsigned char **ret_data, size_t *ret_size,
		void *userdata),
	void *userdata);
