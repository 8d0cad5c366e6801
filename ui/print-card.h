/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The test card of a slip printer: shows a person whether the board file is right for the paper.
 * Rulers that end at both edges, dots and black areas, lines, Vietnamese text, a QR code, and what
 * the printer has reported. The same without the patterns is a slip of what was set up.
 */
#pragma once

#include <stdbool.h>

#include "base/bitmap.h"
#include "base/cleanup.h"
#include "ui/phrases.h"

enum { PRINT_CARD_ANSWERS_MAX = 4, PRINT_CARD_FACTS_MAX = 16 };

struct print_card {
	int width_dots;
	int dpi;
	bool plain; /* title and facts alone, without the patterns: what was set up, to be kept */
	const char *title; /* the printer's name */
	const char *time; /* when it was printed; "" not known */
	const char *code; /* in the QR code; "" none */
	/* Known facts: key and value; a key "card.…" is a phrase. */
	struct {
		const char *key, *value;
	} facts[PRINT_CARD_FACTS_MAX];
	int n_facts;
	/* The questions that the printer was asked, and whether it answered. */
	struct {
		const char *question;
		bool answered;
	} answers[PRINT_CARD_ANSWERS_MAX];
	int n_answers;
};

/* Draws the card; the caller frees *ret with bitmap_free. 0, or −EINVAL for a width or dpi that
 * slips do not have either. */
int print_card_render(const struct phrases *phrases, const struct print_card *card,
	struct bitmap **ret) _warn_unused_;
