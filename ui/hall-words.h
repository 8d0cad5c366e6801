/* SPDX-License-Identifier: Apache-2.0 */
/* What a hall display says in words: for its panels, and for the hub's pages. Pure. */
#pragma once

#include "ui/hall-view.h"
#include "ui/phrases.h"

/* In the view's two languages, on the heap; second "" when it has one. */
struct hall_words {
	char *first;
	char *second;
};
void hall_words_done(struct hall_words *words);

/* A phrase without placeholders. */
void hall_words_get(const struct phrases *phrases, const struct hall_view *view, const char *key,
	struct hall_words *ret);

/* The heading over a call in the main panel. */
void hall_words_call(
	const struct phrases *phrases, const struct hall_view *view, struct hall_words *ret);

/* What stands in the main panel when it shows no call; returns how many sentences: 1 or 2. */
enum { HALL_SENTENCES_MAX = 2 };
int hall_words_main(const struct phrases *phrases, const struct hall_view *view,
	struct hall_words ret[HALL_SENTENCES_MAX]);

/* What stands at the QR code of a page. */
void hall_words_link(
	const struct phrases *phrases, const struct hall_view *view, struct hall_words *ret);

/* How a ticket of the list is, in the first language. Heap. */
char *hall_words_row(const struct phrases *phrases, const struct hall_view *view,
	const struct hall_call *call) _warn_unused_;

/* The strip at the bottom. Returns whether it is grave: the display cannot be trusted now. */
bool hall_words_notice(
	const struct phrases *phrases, const struct hall_view *view, struct hall_words *ret);
