/* SPDX-License-Identifier: Apache-2.0 */
/* CSV cells: quoting, formulas, decimal commas. */
#include <string.h>

#include "hub/hub-report-out.h"
#include "queue/ratio.h"

void csv_begin(struct csv *csv)
{
	textbuf_add(csv->text, "\xEF\xBB\xBF");
}

static void begin_cell(struct csv *csv)
{
	if (csv->cell) {
		textbuf_add(csv->text, csv->semicolon ? ";" : ",");
	}
	csv->cell = true;
}

void csv_text(struct csv *csv, const char *cell)
{
	/* What office programs take for the beginning of a formula. */
	bool formula = *cell && strchr("=+-@\t\r", *cell);

	begin_cell(csv);
	if (!formula && !strpbrk(cell, ",;\"\r\n")) {
		textbuf_add(csv->text, cell);
		return;
	}
	textbuf_add(csv->text, formula ? "\"'" : "\"");
	for (; *cell; cell++) {
		textbuf_add_bytes(csv->text, cell, 1);
		if (*cell == '"') {
			textbuf_add(csv->text, "\"");
		}
	}
	textbuf_add(csv->text, "\"");
}

void csv_int(struct csv *csv, int64_t n)
{
	begin_cell(csv);
	textbuf_printf(csv->text, "%lld", (long long)n);
}

void csv_ratio(struct csv *csv, int64_t hundredths)
{
	char text[RATIO_LENGTH + 1];
	char *point;

	begin_cell(csv);
	ratio_write(hundredths, text);
	point = strchr(text, '.');
	if (point && csv->semicolon) {
		*point = ',';
	}
	textbuf_add(csv->text, text);
}

void csv_end_line(struct csv *csv)
{
	textbuf_add(csv->text, "\r\n");
	csv->cell = false;
}
