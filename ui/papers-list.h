/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Print my papers list": what to bring for a procedure, in large type for the slip printer, on at
 * most 40 cm of paper. What does not fit is left to the QR code, and the list says so. Fees stand
 * with those who pay less or nothing, or not at all.
 */
#pragma once

#include <stdbool.h>

#include "base/bitmap.h"
#include "base/cleanup.h"
#include "ui/phrases.h"

enum { PAPERS_LENGTH_MAX_MM = 400 };

struct papers_paper {
	const char *name;
	int originals, copies; /* 0 of both: not known, and left out */
};

enum papers_channel { PAPERS_DIRECT, PAPERS_ONLINE, PAPERS_POST, PAPERS_CHANNELS };

struct papers_fee {
	enum papers_channel channel;
	bool free_of_charge; /* for everyone; fee and exempt are not used */
	const char *fee; /* "8.000 đồng/bản"; NULL not known */
	const char *exempt; /* who pays less or nothing; "" nobody, NULL not known */
};

/* A procedure. Texts are borrowed, and in the language in which the centre has them. */
struct papers_list {
	const char *language; /* of the labels */
	const char *centre;
	const char *name;
	const char *code; /* "" it has none */
	const struct papers_paper *papers;
	int n_papers; /* 0: not known */
	const struct papers_fee *fees; /* at most one a channel */
	int n_fees;
	const char *deadline; /* NULL not known, as are the next two */
	const char *where;
	const char *date; /* "Thứ Hai, 23/11/2026" */
	bool free_online; /* marked as such */
	const char *url; /* its page, for the QR code; NULL or "" none */
};

/* Draws the list, width_dots wide (384 … 640) at dpi (180 or 203). The caller frees *ret with
 * bitmap_free. Takes some tens of milliseconds on a board. *ret_whole (may be NULL): nothing was
 * left to the QR code. −EINVAL for another width or dpi, and for more fees than channels. */
int papers_list_render(const struct phrases *phrases, const struct papers_list *list,
	int width_dots, int dpi, struct bitmap **ret, bool *ret_whole) _warn_unused_;
