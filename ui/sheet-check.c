/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/sheet-check.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "ui/qr-reader.h"
#include "ui/sheet-draw.h"

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

cairo_surface_t *sheet_check_draw(
	const struct phrases *phrases, const struct sheet_set *set, const struct sheet *sheet)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *file =
		cairo_pdf_surface_create_for_stream(NULL, NULL, SHEET_WIDTH, SHEET_HEIGHT);
	/* What is drawn there is kept, with letters as the file has them. */
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *paper = cairo_surface_create_similar(
		file, CAIRO_CONTENT_COLOR_ALPHA, (int)ceil(SHEET_WIDTH), (int)ceil(SHEET_HEIGHT));
	cairo_surface_t *picture = cairo_image_surface_create(
		CAIRO_FORMAT_A8, SHEET_CHECK_WIDTH_PX, SHEET_CHECK_HEIGHT_PX);
	cairo_t *cr = cairo_create(paper);

	sheet_draw(cr, phrases, set, sheet);
	cairo_destroy(cr);
	cr = cairo_create(picture);
	cairo_scale(cr, SHEET_CHECK_WIDTH_PX / SHEET_WIDTH, SHEET_CHECK_HEIGHT_PX / SHEET_HEIGHT);
	cairo_set_source_surface(cr, paper, 0, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	return picture;
}

/* Whether the next code that was read is the link's; *next moves on. NULL: it is, or there is no
 * link. */
static char *compare(const struct qr_reads *read, int *next, const char *what, const char *name,
	const char *link)
{
	const char *text = *next < read->n ? read->codes[*next].text : NULL;

	if (!link || !*link) {
		return NULL;
	}
	++*next;
	if (text && strcmp(text, link) == 0) {
		return NULL;
	}
	return text ? text_printf("the code of %s '%s' reads as '%s' instead of '%s'", what, name,
			      text, link)
		    : text_printf("the code of %s '%s' cannot be read", what, name);
}

int sheet_check_picture(cairo_surface_t *picture, const struct sheet_set *set,
	const struct sheet *sheet, char **ret_error)
{
	const struct sheet_sector *sector =
		sheet->kind == SHEET_CENTRE ? NULL : &set->sectors[sheet->sector];
	_cleanup_(qr_reads_done) struct qr_reads read = {0};
	char *error = NULL;
	int next = 0;

	qr_reader_read(picture, &read);
	if (sheet->kind == SHEET_CENTRE) {
		error = compare(&read, &next, "centre", set->centre, set->link);
	} else if (sheet->kind == SHEET_SECTOR) {
		error = compare(&read, &next, "sector", sector->name, sector->link);
	}
	for (int i = 0; sector && i < sheet->n && !error; i++) {
		const struct sheet_entry *entry = &sector->entries[sheet->first + i];
		_cleanup_free_ char *name =
			text_printf("%s %s", *entry->code ? entry->code : "-", entry->name);

		error = compare(&read, &next, "procedure", name, entry->link);
	}
	if (!error && next < read.n) {
		error = text_printf("sheet %s has a code that belongs to nothing: '%s'", sheet->key,
			read.codes[next].text ? read.codes[next].text : "?");
	}
	if (error) {
		*ret_error = error;
		return -EINVAL;
	}
	return 0;
}

static int check_one(const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet *sheet, char **ret_error)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture =
		sheet_check_draw(phrases, set, sheet);

	if (cairo_surface_status(picture) != CAIRO_STATUS_SUCCESS) {
		*ret_error = text_printf("sheet %s cannot be drawn", sheet->key);
		return -EIO;
	}
	return sheet_check_picture(picture, set, sheet, ret_error);
}

int sheets_check(const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet_plan *plan, const bool *chosen, void (*progress)(int n),
	char **ret_error)
{
	int r = 0, n = 0;

	for (int i = 0; i < plan->n && r == 0; i++) {
		if (!chosen || chosen[i]) {
			r = check_one(phrases, set, &plan->sheets[i], ret_error);
			if (progress) {
				progress(++n);
			}
		}
	}
	return r;
}
