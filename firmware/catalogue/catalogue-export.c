/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-export.h"

#include "base/csv.h"
#include "catalogue/procedure-cell.h"

void catalogue_export_csv(json_t *const *records, size_t n, char separator, struct textbuf *out)
{
	textbuf_add(out, "\xEF\xBB\xBF");
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		textbuf_add_bytes(out, &separator, i > 0);
		textbuf_add(out, procedure_field_row((enum procedure_field)i)->name);
	}
	textbuf_add(out, "\r\n");
	for (size_t row = 0; row < n; row++) {
		for (int i = 0; i < PROCEDURE_FIELDS; i++) {
			enum procedure_field field = (enum procedure_field)i;
			_cleanup_(textbuf_done) struct textbuf cell = {0};

			textbuf_add(&cell, "");
			procedure_cell_write(field,
				json_object_get(records[row], procedure_field_row(field)->name),
				&cell);
			textbuf_add_bytes(out, &separator, i > 0);
			csv_add(out, separator, cell.data);
		}
		textbuf_add(out, "\r\n");
	}
}

void catalogue_export_json(json_t *const *records, size_t n, struct textbuf *out)
{
	textbuf_add(out, "{\"procedures\": [");
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *text = json_dumps(records[i], 0);

		textbuf_add(out, i > 0 ? ",\n" : "\n");
		textbuf_add(out, text ? text : "null");
	}
	textbuf_add(out, "\n]}\n");
}
