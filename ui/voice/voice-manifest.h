/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Voice packs: what the hall says, as data. A pack is a folder with a manifest, pack.conf, and one
 * file a clip, NAME.flac or NAME.opus, mono at 48 kHz:
 *
 *   [pack]
 *   language = the code of ui/strings; a pack without one holds sounds, such as the chime
 *   grammar = how its numbers are said (ui/voice/spoken-number.h)
 *   speaker, consent, licence, engine = whose voice it is, and what may be done with it
 *   [phrases]
 *   call = Mời ông bà có số {number} đến quầy số {counter}
 *   recall, test
 *
 * The clips of a pack:
 *   number-N    the number N: all of 0 … 9, and any other
 *   word-…      the words that numbers are made of (spoken_grammar_word)
 *   letter-a …  the letters of ticket numbers
 *   service-ID  the name of a service, in a folder of the site's own (voice_packs_add)
 *   reason-ID   that of a reason for the priority lane, in the same
 *   group-ID    that of a group of services, in the same
 *   subject-ID  that of a subject of complaints, in the same
 *   bring-ID    what to bring for a service, in the same
 *   text-ID     a text of the site that a kiosk reads: kiosk_welcome, slip_advice, in the same
 *   notice-N    a notice of the site by its place from 0, in the same
 *   call-1 …    the text of the phrase "call" before the first placeholder, behind it, and so on
 *   KEY-1 …     the same of a phrase of ui/strings that a kiosk reads, such as kiosk.take-1
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "ui/voice/spoken-number.h"

enum { VOICE_NAME_SIZE = 48 }; /* of a clip's name, with its NUL: "service-" and an id */

/* What pack.conf says. Texts are NULL where it says nothing. */
struct voice_manifest {
	char *language;
	char *speaker;
	char *consent;
	char *licence;
	char *engine;
	const struct spoken_grammar *grammar; /* NULL without a language */
	char *call;
	char *recall;
	char *test;
};

/* Reads FOLDER/pack.conf. −errno; −EINVAL for the content; *ret_error (heap) says what is wrong. */
int voice_manifest_load(
	const char *folder, struct voice_manifest *ret, char **ret_error) _warn_unused_;
/* Finds the installed pack of a language, the first in the alphabet; its folder, heap. −ENOENT. */
int voice_manifest_find(
	const char *language, struct voice_manifest *ret, char **ret_folder) _warn_unused_;
void voice_manifest_done(struct voice_manifest *manifest);

/* The next part of a phrase: a text between placeholders, or a placeholder. */
struct voice_part {
	const char *text; /* in the phrase, from its first letter on */
	int length;
	bool placeholder; /* "{number}": text is number */
};

/* Walks a phrase: *rest is where it goes on, at first the phrase. false: it is over. */
bool voice_manifest_part(const char **rest, struct voice_part *ret);
