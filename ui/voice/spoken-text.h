/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text as it is said: what a program that speaks would read wrongly or letter by letter becomes
 * words, with the numbers of spoken-number.h. Pure.
 *
 *   15.000 đồng             mười lăm nghìn đồng
 *   26/01/2026              ngày hai mươi sáu tháng một năm hai nghìn không trăm hai mươi sáu
 *   7:30 – 11:30            bảy giờ ba mươi đến mười một giờ ba mươi
 *   1.000656, 0210 3123456  digit by digit
 *   253/QĐ-UBND             hai trăm năm mươi ba, quyết định ủy ban nhân dân
 *
 * Abbreviations are texts of ui/strings, "voice.short.UBND"; one without vowels that has none is
 * spelled. In a grammar of digits numbers stay as they are.
 */
#pragma once

#include "ui/phrases.h"
#include "ui/voice/spoken-number.h"

enum {
	SPOKEN_PIECE_MAX = 140, /* bytes: some eight seconds */
	SPOKEN_KEY_SIZE = 32,
};

/* The words of a text in a language; heap, "" when nothing in it is said. */
char *spoken_text(const struct phrases *phrases, const char *language,
	const struct spoken_grammar *grammar, const char *text) _warn_unused_;

/* A text with its form of address ("voice.address") as it is said: "ông/bà" is "ông bà". Heap. */
char *spoken_address(
	const struct phrases *phrases, const char *language, const char *text) _warn_unused_;

/* How many bytes of such words are said at once: a sentence; of a long one what is before a pause,
 * or whole words. 0 at the end. */
size_t spoken_text_piece(const char *words);

/* The key of a capital letter's name in ui/strings: tickets' numbers say D as if it was Đ, so it
 * has another name here. */
void spoken_letter_key(const char *letter, char ret[SPOKEN_KEY_SIZE]);
