/* SPDX-License-Identifier: Apache-2.0 */
/* Reads lists of procedures as communes have them: tables (tabs, semicolons or commas; headings in
 * Vietnamese or the fields' own names, in any order) and JSON (a list of objects, or an object with
 * one; the keys are those headings). All of it or nothing is taken; what is taken and looks wrong
 * is said beside it. Pure. */
#pragma once

#include "catalogue/procedure.h"

enum {
	CATALOGUE_RECORDS_MAX = 10000,
	CATALOGUE_COLUMNS_MAX = 80,
	CATALOGUE_CELL_MAX = 128 * 1024, /* bytes */
	CATALOGUE_FAULTS_MAX = 20,
	CATALOGUE_SHOWN = 60, /* bytes of what stands in the file */
	CATALOGUE_MESSAGE_MAX = 319,
};

/* Why nothing is taken. */
struct catalogue_fault {
	int row; /* of a table, as office programs count; of JSON, the record, and for JSON that
		    cannot be read the line; all from 1; 0 the file */
	int column; /* of a table, or in that line, from 1; 0 none */
	enum procedure_wrong wrong;
	size_t limit; /* what is allowed, where a limit is exceeded; else 0 */
	char field[CATALOGUE_SHOWN + 1]; /* the heading or the path; "" none */
	char shown[CATALOGUE_SHOWN + 1]; /* what stands there, cut */
};

struct catalogue_faults {
	size_t n;
	struct catalogue_fault fault[CATALOGUE_FAULTS_MAX]; /* the first ones */
};

/* "row 3, column 2 (Tên thủ tục): "…" is too long (at most 1000)", in English. */
void catalogue_fault_text(const struct catalogue_fault *fault, char ret[CATALOGUE_MESSAGE_MAX + 1]);

/* What is taken and should be looked at: what an API calls it, and in English with what stands in
 * the file as %s. */
#define CATALOGUE_DOUBT_TABLE(X) \
	X(CODE_MISSING, "code_missing", "has no code%.0s") \
	X(CODE_CUT, "code_cut", "the code «%s» is cut and was left out") \
	X(CODE_MENDED, "code_mended", "the code was written «%s»") \
	X(CODE_FROM_NAME, "code_from_name", "the code stood in the name: «%s»") \
	X(CODE_DIFFERS, "code_differs", "the name has another code: «%s»") \
	X(CODE_TWICE, "code_twice", "another record has this code, too: «%s»") \
	X(SAME_TWICE, "same_twice", "stands twice; taken once: «%s»") \
	X(NAME_SPACES, "name_spaces", "the name has doubled spaces, which were removed: «%s»") \
	X(SECTOR_MISSING, "sector_missing", "has no sector%.0s") \
	X(SECTOR_SHORT, "sector_short", \
		"sectors have short names such as «%s»: say in catalogue.sector_names what " \
		"people " \
		"call them") \
	X(SECTOR_TWO, "sector_two", "the sector «%s» stands under another branch, too") \
	X(DECISION_ODD, "decision_odd", "«%s» is no number of a decision; fields may be shifted") \
	X(FOR_WHOM_ODD, "for_whom_odd", \
		"«%s» is a state, nobody it is for; fields may be shifted") \
	X(DAY_ODD, "day_odd", "«%s» is no day") \
	X(DAY_FUTURE, "day_future", "the day %s has not come yet") \
	X(REPLACEMENT_MISSING, "replacement_missing", "is replaced, by what is not said%.0s") \
	X(EMPTIED, "emptied", "leaves «%s» empty, which the catalogue has") \
	X(COARSE, "coarse", \
		"«%s» was not taken: the catalogue has fees or exemptions by channel or by case") \
	X(HAD_ENDED, "had_ended", "is listed, and has ended in the catalogue%.0s") \
	X(LEFT_OUT, "left_out", "the column «%s» is not known and was left out") \
	X(CUT_OFF, "cut_off", "the file ends in the middle of this row, at «%s»: it may be cut") \
	X(UNDATED, "undated", \
		"%s records have no day on which they were checked and will not be shown as " \
		"valid")
enum catalogue_doubt_kind {
#define X(id, name, text) CATALOGUE_DOUBT_##id,
	CATALOGUE_DOUBT_TABLE(X)
#undef X
		CATALOGUE_DOUBTS
};
const char *catalogue_doubt_name(enum catalogue_doubt_kind kind);

struct catalogue_doubt {
	enum catalogue_doubt_kind kind;
	int row; /* as in a fault; 0 the file */
	char key[PROCEDURE_KEY_MAX + 1]; /* of the record; "" of what is about the file */
	char shown[CATALOGUE_SHOWN + 1]; /* what it is about, cut */
};
/* Orders doubts by row; of qsort. */
int catalogue_doubt_compare(const void *a, const void *b);
void catalogue_doubt_text(const struct catalogue_doubt *doubt, char ret[CATALOGUE_MESSAGE_MAX + 1]);

struct catalogue_import {
	size_t n;
	json_t **records; /* in their normal form, in the file's order, each key once */
	int *rows;
	uint32_t *speaks; /* what the file speaks of in each: a bit for each enum catalogue_column.
			     A column that is empty in all records says nothing. */
	size_t n_doubts;
	struct catalogue_doubt *doubts; /* by row */
};
void catalogue_import_free(struct catalogue_import *import);
DEFINE_CLEANUP(struct catalogue_import *, catalogue_import_free);

struct catalogue_reading {
	const char *today; /* the day of the import; "" unknown: no day is in the future */
	const char *source; /* of records that state none; "" none */
	const char *checked_day; /* of records that state none; "" none */
	const json_t *sector_names; /* what people call sectors that lists have short names for:
				       {"ho-tich": "Hộ tịch"}, also under a branch; NULL none */
};

/* Reads a file's content (UTF-8, or UTF-16 with a mark) of size bytes. −EINVAL: *ret_faults, which
 * is always written, says where and why. */
int catalogue_import_read(const char *bytes, size_t size, const struct catalogue_reading *reading,
	struct catalogue_import **ret, struct catalogue_faults *ret_faults) _warn_unused_;
