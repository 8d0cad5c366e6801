/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a file of an office program, and where. Pure. */
#pragma once

#include "base/text.h"

enum { OFFICE_SHOWN = 60, OFFICE_FAULTS_MAX = 20, OFFICE_MESSAGE_MAX = 239 };

/* A reader's reasons, by an enum of its own: the name in the API, and the words about what stands
 * there. */
struct office_wrong {
	const char *name;
	const char *text;
};

struct office_fault {
	int row; /* of a table, as an office program counts, or the line; from 1; 0 the file as a
		    whole */
	int column; /* from 1; 0 the row as a whole */
	int wrong;
	char heading[OFFICE_SHOWN + 1]; /* of the column, or the member; cut; "" none */
	char cell[OFFICE_SHOWN + 1]; /* what stands there, cut */
};

struct office_faults {
	const struct office_wrong *wrongs; /* the reader's */
	size_t n;
	struct office_fault fault[OFFICE_FAULTS_MAX]; /* the first ones */
};

/* Notes a fault, unless there are as many as are kept. */
void office_fault_add(struct office_faults *faults, int row, int column, int wrong,
	const char *heading, const char *cell);
const char *office_fault_name(const struct office_faults *faults, size_t i);
/* "row 3, column C (Tử số): "12a" is no whole number …", in English. */
void office_fault_text(
	const struct office_faults *faults, size_t i, char ret[OFFICE_MESSAGE_MAX + 1]);
