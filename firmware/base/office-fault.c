/* SPDX-License-Identifier: Apache-2.0 */
#include "base/office-fault.h"

#include <string.h>

void office_fault_add(struct office_faults *faults, int row, int column, int wrong,
	const char *heading, const char *cell)
{
	struct office_fault *fault = &faults->fault[faults->n];

	if (faults->n == OFFICE_FAULTS_MAX) {
		return;
	}
	faults->n++;
	*fault = (struct office_fault){.row = row, .column = column, .wrong = wrong};
	text_copy_cut(fault->heading, sizeof(fault->heading), heading);
	text_copy_cut(fault->cell, sizeof(fault->cell), cell);
}

const char *office_fault_name(const struct office_faults *faults, size_t i)
{
	return faults->wrongs[faults->fault[i].wrong].name;
}

/* As office programs name columns, as far as their names are short. */
static void put_column(struct textbuf *text, int column)
{
	if (column > 26 * 26) {
		textbuf_printf(text, ", column %d", column);
	} else if (column > 26) {
		textbuf_printf(text, ", column %c%c", 'A' + (column - 1) / 26 - 1,
			'A' + (column - 1) % 26);
	} else if (column > 0) {
		textbuf_printf(text, ", column %c", 'A' + column - 1);
	}
}

void office_fault_text(
	const struct office_faults *faults, size_t i, char ret[OFFICE_MESSAGE_MAX + 1])
{
	const struct office_fault *fault = &faults->fault[i];
	_cleanup_(textbuf_done) struct textbuf text = {0};

	if (fault->row > 0) {
		textbuf_printf(&text, "row %d", fault->row);
	}
	put_column(&text, fault->column);
	if (*fault->heading && strcmp(fault->heading, fault->cell) != 0) {
		textbuf_printf(&text, text.size > 0 ? " (%s)" : "%s", fault->heading);
	}
	textbuf_add(&text, text.size > 0 ? ": " : "");
	if (fault->column > 0 || *fault->cell) {
		textbuf_printf(&text, "\"%s\" ", fault->cell);
	}
	textbuf_add(&text, faults->wrongs[fault->wrong].text);
	text_copy_cut(ret, OFFICE_MESSAGE_MAX + 1, text.data);
}
