/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search among procedures that are in memory alone: made once of all of them, then asked. One
 * thread at a time.
 */
#pragma once

#include "catalogue/procedure.h"
#include "catalogue/search.h"

struct procedure_index;

/* Takes over words, also when it fails. −EIO. */
int procedure_index_open(struct search_words *words, struct procedure_index **ret) _warn_unused_;
void procedure_index_free(struct procedure_index *index);
DEFINE_CLEANUP(struct procedure_index *, procedure_index_free);

int procedure_index_add(
	struct procedure_index *index, const struct procedure *procedure) _warn_unused_;
/* All are there. Takes as long as a first question, so that each is as fast as the others. */
int procedure_index_finish(struct procedure_index *index) _warn_unused_;

/* search_find's. */
int procedure_index_ask(struct procedure_index *index, const char *question,
	struct search_answer *ret) _warn_unused_;
const struct search_words *procedure_index_words(const struct procedure_index *index);
