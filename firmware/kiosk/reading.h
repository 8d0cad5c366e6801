/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read aloud of the kiosk's screen: the page, or what the keys stand on, as a list of clips
 * and numbers. The text of a reading comes from the same list, so the log of what was said is what
 * was said. Pure.
 */
#pragma once

#include "ui/kiosk-layout.h"
#include "ui/phrases.h"
#include "ui/voice/voice-manifest.h"

enum { READING_MAX = 200, READING_PAUSE_MS = 350 };

enum reading_kind {
	READING_CLIP,
	READING_NUMBER, /* text is a whole number */
	READING_TICKET, /* text is a ticket's number, "A001" */
	READING_TEXT, /* a text of the catalogue, which no pack has */
	READING_PAUSE, /* the end of a sentence */
};

struct reading_part {
	enum reading_kind kind;
	bool missing; /* no voice has it, so it is not said; set by who plays it */
	char language[KIOSK_LANGUAGE_SIZE];
	char clip[VOICE_NAME_SIZE];
	char *text; /* heap */
};

struct reading {
	/* Whether a voice says a part; NULL: every one is said. A phrase with one that is not is
	 * read in the first language. */
	bool (*says)(const struct reading_part *part, void *userdata);
	void *userdata;
	int n;
	struct reading_part part[READING_MAX];
};

void reading_done(struct reading *reading);

/* Adds what the page says, and how many choices it has; −1: there are no keys to choose with. */
void reading_page(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, int choices);
/* Adds a choice: its name, and that it is the at-th of all, from 1; 0: it is none of
 * the page's own. */
void reading_choice(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, struct kiosk_target target, int at, int all);
/* The same of a page of the look-up. layout: the texts of a record are read as they stand there;
 * where no voice says them, who listens is told to ask. */
void reading_lookup_page(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup,
	const struct kiosk_layout *layout, int choices);
void reading_lookup_choice(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup, struct kiosk_target target,
	int at, int all);
/* Adds a line of a record, as it stands on the page. */
void reading_line(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct kiosk_element *line);
/* Adds what has been typed, letter by letter, and how many procedures may be meant. */
void reading_typed(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup, int suggested);
/* Adds a sentence of ui/strings. */
void reading_sentence(struct reading *reading, const struct phrases *phrases, const char *language,
	const char *key);
/* Adds a sentence with one number, "{count}". */
void reading_count(struct reading *reading, const struct phrases *phrases, const char *language,
	const char *key, int count);
/* Adds the centre's notice at this place of its list, from 0. */
void reading_notice(struct reading *reading, const struct phrases *phrases, const char *language,
	int at, const char *text);

/* What is said, without what is missing. */
void reading_text(const struct reading *reading, struct textbuf *out);
