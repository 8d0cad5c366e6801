/* SPDX-License-Identifier: Apache-2.0 */
/* Brings an imported record together with the one that is kept. Pure.
 *
 * What a file does not speak of stays as it is kept: a list of codes and names takes away no paper,
 * no step, no fee. A column that is there with an empty cell says "none", which is noted, except
 * for what staff add and lists never have: code, everyday names, keywords.
 *
 * Fees: a column for a channel speaks of that channel's fee alone, and one for exemptions of those
 * alone. A fee or exemption for all cases does not take the place of what is kept by channel or by
 * case; it is noted. Ways that state no fee, deadline or exemption at all keep the ones there are.
 *
 * A day and a source are those of a record as a whole: where papers or fees come from the kept
 * one, its day and source stay, so that a list does not make old fees look fresh.
 *
 * What is in a list without states keeps its state; only a list that is whole says that all it has
 * is in force. Both are noted. */
#pragma once

#include "catalogue/procedure.h"

struct catalogue_merged {
	json_t *record; /* in its normal form; the caller's */
	uint32_t emptied; /* a bit (1 << field) for each that the file has as an empty cell */
	const char *coarse; /* a fee or an exemption that was not taken; the import's; NULL none */
	bool had_ended; /* it is not in force here, and the file does not say so */
};

/* speaks: what the file speaks of, a bit for each enum catalogue_column; is_whole: it lists all. */
void catalogue_merge(const json_t *before, const json_t *record, uint32_t speaks, bool is_whole,
	struct catalogue_merged *ret);
