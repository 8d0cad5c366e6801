/* SPDX-License-Identifier: Apache-2.0 */
/* The words of lists that communes have: headings of tables and keys of JSON objects, states,
 * channels. Compared folded (base/office.h), so that marks, case and "_" are no difference. */
#pragma once

#include "catalogue/procedure.h"

/* What a column holds: a field of a record, or one of these. */
enum catalogue_column {
	CATALOGUE_COLUMN_BRANCH = PROCEDURE_FIELDS, /* goes in front of the sector */
	CATALOGUE_COLUMN_FEE, /* the channel is not stated */
	CATALOGUE_COLUMN_FEE_DIRECT,
	CATALOGUE_COLUMN_FEE_ONLINE,
	CATALOGUE_COLUMN_FEE_POST,
	CATALOGUE_COLUMN_EXEMPT,
	CATALOGUE_COLUMN_CASES, /* papers, fees and deadlines by case */
	CATALOGUE_COLUMN_IGNORED, /* known, and of no use here */
	CATALOGUE_COLUMN_UNKNOWN,
};

/* The column that a heading or a JSON key names. */
int catalogue_column_find(const char *heading);

/* What a word says; the word itself where it is none of these, for the check to refuse. */
const char *catalogue_state_word(const char *word);
const char *catalogue_channel_word(const char *word);
/* −EINVAL: it is neither yes nor no. */
int catalogue_flag_word(const char *word, bool *ret);

/* A day as people write it, 18/3/2025, 18-03-2025, 18.3.2025 or 2025-03-18, as the last.
 * −EINVAL: it is no day. */
int catalogue_day_word(const char *word, char ret[DAY_LENGTH + 1]) _warn_unused_;
