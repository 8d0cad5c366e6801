/* SPDX-License-Identifier: Apache-2.0 */
/* A record's fields as cells of a table. A list has an entry on each line, or between semicolons
 * where its texts are short; an entry's parts have bars between them: "online | 5 ngày | Phí: 0
 * VNĐ". What these marks would be in a text stands behind a backslash. Pure. */
#pragma once

#include "catalogue/procedure.h"

/* Appends a field's value in its normal form; NULL appends nothing. */
void procedure_cell_write(enum procedure_field field, const json_t *value, struct textbuf *out);

/* The value that a cell states, for procedure_normalise to check; NULL for an empty one. A flag and
 * a word stay texts. */
json_t *procedure_cell_parse(enum procedure_field field, const char *cell) _warn_unused_;
