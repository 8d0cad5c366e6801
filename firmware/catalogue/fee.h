/* SPDX-License-Identifier: Apache-2.0 */
/* What a fee's text says. The text itself is what people are shown, with its exemptions; this is
 * what is worked out from it. What cannot be read for certain is text, and not free. Pure. */
#pragma once

#include "base/text.h"

enum fee_kind {
	FEE_NOT_STATED, /* no text */
	FEE_FREE, /* nothing is to be paid, by anyone */
	FEE_AMOUNT, /* one amount */
	FEE_SEVERAL, /* several: by case, or fees beside each other */
	FEE_TEXT, /* cannot be read: "Khác", "theo mức thu …" */
};

enum { FEE_AMOUNTS_MAX = 8 };
#define FEE_DONG_MAX INT64_C(1000000000000) /* a larger number is no fee */

struct fee {
	enum fee_kind kind;
	int n_amounts; /* the first ones, each once, in the text's order; a 0 beside others, too */
	int64_t dong[FEE_AMOUNTS_MAX];
	bool has_exemptions;
	size_t exemptions_at; /* the byte of the text at which they begin; to its end */
};

/* Reads a fee in Vietnamese, composed letters, at most a few thousand characters. */
void fee_read(const char *text, struct fee *ret);

/* Splits a text that fee_read() has read into what is to be paid and who pays less or nothing, each
 * whole: without a bracket whose other half is in the other one. *ret_exemptions is NULL, and the
 * amount the whole text, where there are none or something else follows their bracket. The caller
 * frees both. */
void fee_split(const char *text, const struct fee *fee, char **ret_amount, char **ret_exemptions);
