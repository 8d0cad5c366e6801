/* SPDX-License-Identifier: Apache-2.0 */
/* What the kiosk says about a procedure: on its page, and on the list of papers. Texts of the
 * catalogue are in its own language. A fee is never without those who pay less or nothing: there is
 * room for all of it, or people are told to ask. Pure. */
#pragma once

#include "catalogue/procedure.h"
#include "queue/site.h"
#include "ui/lookup-view.h"
#include "ui/papers-list.h"

struct lookup_texts {
	const struct phrases *phrases;
	const char *language; /* of the labels */
	const struct site *site; /* NULL not known */
	const char *today; /* "2026-11-29"; "" not known */
	bool no_printer; /* there is one, and it cannot print now */
};

/* The paragraphs, the code and what is free of charge, in a view that has none yet. */
void lookup_texts_fill(const struct lookup_texts *texts, const struct procedure *procedure,
	struct lookup_view *view);

/* The code of the phone page on which everything is looked up. */
void lookup_texts_fill_url(const struct lookup_texts *texts, struct lookup_view *view);

/* How to reach the centre: its page, with that code. */
void lookup_texts_fill_centre(const struct lookup_texts *texts, struct lookup_view *view);

/* The list of papers; texts and procedure must outlive it. */
struct lookup_papers {
	struct papers_list list;
	struct papers_paper *papers;
	struct papers_fee fees[PAPERS_CHANNELS];
	char *fee[PAPERS_CHANNELS], *exempt[PAPERS_CHANNELS];
	char *deadline, *where, *date, *url;
};
void lookup_papers_make(const struct lookup_texts *texts, const struct procedure *procedure,
	struct lookup_papers *ret);
void lookup_papers_done(struct lookup_papers *papers);
