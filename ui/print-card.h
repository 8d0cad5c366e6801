/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The test card of a slip printer: what a person needs to see on paper to know that the board file
 * is right. Rulers that end at both edges, dots and black areas, lines, Vietnamese, a QR code, and
 * what the printer has said of itself.
 */
#pragma once

#include "base/bitmap.h"
#include "base/cleanup.h"
#include "ui/phrases.h"

enum { PRINT_CARD_ANSWERS_MAX = 4, PRINT_CARD_FACTS_MAX = 6 };

struct print_card {
	int width_dots;
	int dpi;
	const char *title; /* the printer's name */
	const char *time; /* when it was printed; "" not known */
	const char *code; /* in the QR code; "" none */
	/* What is known: key and value; a key "card.…" is a phrase. */
	struct {
		const char *key, *value;
	} facts[PRINT_CARD_FACTS_MAX];
	int n_facts;
	/* What it was asked, and whether it answered. */
	struct {
		const char *question;
		bool answered;
	} answers[PRINT_CARD_ANSWERS_MAX];
	int n_answers;
};

/* Draws it; *ret is the caller's, freed with bitmap_free. 0, or −EINVAL for a width or dpi that no
 * slip has either. */
int print_card_render(const struct phrases *phrases, const struct print_card *card,
	struct bitmap **ret) _warn_unused_;
