/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A visitor who listens instead of looking: five keys move over what can be touched, and time is
 * given until it is not used. Pure; times are monotonic.
 *
 *   OFF ── any of the keys, or the ear ──► ON: the page is read, nothing is chosen
 *   ON ── forward, back ──► the next or former choice has the focus, and is read
 *   ON ── forward behind the last choice ──► the lines of a record, one after the other
 *   ON ── choose ──► the focus is pressed, a line is read again; without one, a page that only
 * tells something ends ON ── repeat, help, louder, quieter ──► the same again, the keys, the volume
 *   ON ── the ear, or choosing it ──► OFF
 *   ON ── nothing for limit_ms − LISTENER_WARN_MS after the last word ──► LEAVING: a question
 *   LEAVING ── any key, a touch ──► ON          LEAVING ── nothing ──► OFF, everything is forgotten
 *
 * Each start has the board's volume again. Not handled here: what is read (reading.h), pages.
 */
#pragma once

#include "boards/board.h"
#include "ui/kiosk-layout.h"

enum {
	LISTENER_LIMIT_MS = 60000, /* without a setting */
	LISTENER_WARN_MS = 20000, /* at most half of the limit */
	LISTENER_STEP_PERCENT = 10,
	LISTENER_QUIETEST_PERCENT = 20,
	LISTENER_LINES_MAX = 48, /* of a record, on a page */
	LISTENER_TARGETS_MAX = KIOSK_SERVICES_MAX + KIOSK_REASONS_MAX + LISTENER_LINES_MAX +
		KIOSK_LANGUAGES_MAX + 8,
};

/* Which page it is: another one is read. */
struct listener_page {
	bool lookup; /* of the look-up */
	int page; /* an enum kiosk_page, or lookup_page */
	/* Of the look-up: its message, the page of its list or record, and the letters' language.
	 */
	enum lookup_message message;
	int part;
	enum letter_set letters;
	char language[KIOSK_LANGUAGE_SIZE];
	uint32_t text; /* of what was typed or is listed: another text has another number */
};

/* The choices of a page: the main ones first, then a record's lines, languages and the ear. */
struct listener_choices {
	int n, n_main;
	struct kiosk_target target[LISTENER_TARGETS_MAX];
};

enum listener_say {
	LISTENER_NOTHING,
	LISTENER_WELCOME, /* what this is, the page, and how to go on */
	LISTENER_PAGE,
	LISTENER_CHOICE, /* the focus */
	LISTENER_TYPED, /* what has been typed */
	LISTENER_HELP,
	LISTENER_STILL_THERE,
	LISTENER_VOLUME,
	LISTENER_OVER,
};

/* What follows from an event. */
struct listener_act {
	enum listener_say say;
	struct kiosk_target chosen; /* what was pressed */
	bool finished; /* the page has been heard: it may end */
	bool gone; /* nobody is there any more */
};

struct listener {
	bool able; /* it can be heard; set by the owner */
	bool has_keys; /* the board has the five keys; set by the owner */
	bool on, leaving;
	struct listener_page page;
	struct listener_choices choices;
	struct kiosk_target focus;
	enum listener_say said; /* what "repeat" repeats */
	int steps; /* louder than the board's volume */
	int limit_ms;
	int64_t since_ms; /* of the last word, key or touch; 0: something is being said */
	int64_t end_ms; /* LEAVING: when it ends */
};

/* limit_ms: how long somebody may do nothing. */
void listener_init(struct listener *listener, int limit_ms);

/* Which page is shown; lookup as kiosk_layout_make_lookup has it. */
struct listener_page listener_page_of(
	const struct kiosk_view *view, const struct lookup_view *lookup);
/* Finds the choices of a page. */
void listener_find_choices(const struct kiosk_layout *layout, struct listener_choices *ret);
/* The place of the focus among the main choices, from 1; 0: it is none of them. */
int listener_place(const struct listener *listener);

/* What is on the screen. Another page, or other choices, take the focus away and are read; while
 * somebody types, the focus stays on its key, and what was typed is read. */
struct listener_act listener_show(struct listener *listener, const struct listener_page *page,
	const struct listener_choices *choices);
struct listener_act listener_key(struct listener *listener, enum board_speech key);
/* The key with the ear was touched. */
struct listener_act listener_ear(struct listener *listener);
/* Something else was touched. */
void listener_touch(struct listener *listener, int64_t now_ms);
/* What was said is over, or could not be said. */
void listener_heard(struct listener *listener, int64_t now_ms);
struct listener_act listener_tick(struct listener *listener, int64_t now_ms);
/* When to call listener_tick; −1 never. */
int64_t listener_next_ms(const struct listener *listener);
/* The volume now, when the board says so much. */
int listener_volume(const struct listener *listener, int percent);
