/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/sheets.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <glib.h>
#include <string.h>

#include "ui/dates.h"
#include "ui/qr-code.h"
#include "ui/sheet-draw.h"

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(cairo_t *, cairo_destroy);
DEFINE_CLEANUP(GChecksum *, g_checksum_free);

/* ---- what can be printed ---- */

static char *check_link(const char *what, const char *name, const char *link)
{
	int modules = link && *link ? qr_code_modules(link) : 1;

	return modules > 0 && modules <= SHEET_MODULES_MAX
		? NULL
		: text_printf("the link of %s '%s' is too long for a QR code on paper", what, name);
}

static char *check_entry(const struct sheet_entry *entry)
{
	const char *name = *entry->code ? entry->code : entry->name;

	if (!*entry->name || !text_is_clean(entry->name) || !text_is_clean(entry->code)) {
		return text_printf("the name of procedure '%s' is no text", name);
	}
	return check_link("procedure", name, entry->link);
}

/* What is wrong with a set; heap, NULL nothing. */
static char *check_set(const struct sheet_set *set)
{
	struct dates_day day;
	char *error = NULL;

	if (!dates_read(set->date, &day)) {
		return text_printf("'%s' is not a date", set->date);
	}
	error = check_link("centre", set->centre, set->link);
	for (int i = 0; i < set->n_sectors && !error; i++) {
		const struct sheet_sector *sector = &set->sectors[i];

		if (!text_is_id(sector->id, 100)) {
			return text_printf("'%s' is not the id of a sector", sector->id);
		}
		error = check_link("sector", sector->id, sector->link);
		for (int j = 0; j < sector->n_entries && !error; j++) {
			error = check_entry(&sector->entries[j]);
		}
	}
	return error;
}

/* ---- what a sheet says ---- */

static void hash_text(GChecksum *sum, const char *text)
{
	/* With its NUL, so that no two lists of texts are the same bytes. */
	g_checksum_update(
		sum, (const guchar *)(text ? text : ""), text ? (gssize)strlen(text) + 1 : 1);
}

static void hash_number(GChecksum *sum, int number)
{
	_cleanup_free_ char *text = text_printf("%d", number);

	hash_text(sum, text);
}

static void hash_emblem(GChecksum *sum, cairo_surface_t *emblem)
{
	int width = emblem ? cairo_image_surface_get_width(emblem) : 0;
	int height = emblem ? cairo_image_surface_get_height(emblem) : 0;

	hash_number(sum, width);
	for (int y = 0; y < height; y++) {
		g_checksum_update(sum,
			cairo_image_surface_get_data(emblem) +
				(ptrdiff_t)y * cairo_image_surface_get_stride(emblem),
			(gssize)cairo_image_surface_get_stride(emblem));
	}
}

static void hash_entry(GChecksum *sum, const struct sheet_entry *entry)
{
	hash_text(sum, entry->code);
	hash_text(sum, entry->name);
	hash_text(sum, entry->link);
	hash_number(sum, entry->free_online);
}

static void hash_sheet(const struct sheet_set *set, struct sheet *sheet)
{
	_cleanup_(g_checksum_freep) GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	const struct sheet_sector *sector =
		sheet->kind == SHEET_CENTRE ? NULL : &set->sectors[sheet->sector];

	hash_number(sum, sheet->kind);
	hash_text(sum, set->centre);
	hash_emblem(sum, set->emblem);
	hash_number(sum, set->second_language);
	hash_text(sum, sector ? sector->name : "");
	if (sheet->kind != SHEET_LIST) {
		hash_text(sum, sector ? sector->link : set->link);
	}
	if (sheet->page <= 1) {
		struct sheet_counts counts = sheet_draw_counts(set, sheet);

		hash_number(sum, counts.all);
		hash_number(sum, counts.free_online);
	}
	hash_number(sum, sheet->page);
	hash_number(sum, sheet->pages);
	for (int i = 0; i < sheet->n; i++) {
		hash_entry(sum, &sector->entries[sheet->first + i]);
	}
	text_copy_cut(sheet->hash, sizeof(sheet->hash), g_checksum_get_string(sum));
}

/* ---- the plan ---- */

static cairo_status_t add_bytes(void *out, const unsigned char *bytes, unsigned size)
{
	textbuf_add_bytes(out, bytes, size);
	return CAIRO_STATUS_SUCCESS;
}

static void add_sheet(struct sheet_plan *plan, const struct sheet *sheet)
{
	plan->sheets = memory_grow(plan->sheets, (size_t)plan->n + 1, sizeof(*plan->sheets));
	plan->sheets[plan->n++] = *sheet;
}

static void add_sector(cairo_t *cr, const struct phrases *phrases, const struct sheet_set *set,
	int index, struct sheet_plan *plan)
{
	const struct sheet_sector *sector = &set->sectors[index];
	struct sheet sheet = {.kind = SHEET_SECTOR, .sector = index};
	int pages;

	if (sector->link && *sector->link) {
		sheet.key = text_dup(sector->id);
		add_sheet(plan, &sheet);
	}
	sheet.kind = SHEET_LIST;
	while (sheet.first < sector->n_entries) {
		sheet.page++;
		sheet.n = sheet_draw_count_fitting(cr, phrases, set, &sheet);
		sheet.key = text_printf("%s/%d", sector->id, sheet.page);
		add_sheet(plan, &sheet);
		sheet.first += sheet.n;
	}
	pages = sheet.page;
	for (int i = plan->n - pages; i < plan->n; i++) {
		plan->sheets[i].pages = pages;
	}
}

int sheets_plan(const struct phrases *phrases, const struct sheet_set *set, struct sheet_plan *ret,
	char **ret_error)
{
	char *error = check_set(set);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = NULL;
	_cleanup_(cairo_destroyp) cairo_t *cr = NULL;
	struct sheet_plan plan = {0};

	if (error) {
		*ret_error = error;
		return -EINVAL;
	}
	/* Measured as it is drawn: without the hints of a screen. */
	surface = cairo_pdf_surface_create_for_stream(NULL, NULL, SHEET_WIDTH, SHEET_HEIGHT);
	cr = cairo_create(surface);
	if (set->link && *set->link) {
		add_sheet(&plan, &(struct sheet){.kind = SHEET_CENTRE, .key = text_dup("centre")});
	}
	for (int i = 0; i < set->n_sectors; i++) {
		add_sector(cr, phrases, set, i, &plan);
	}
	for (int i = 0; i < plan.n; i++) {
		hash_sheet(set, &plan.sheets[i]);
	}
	*ret = plan;
	return 0;
}

void sheet_plan_done(struct sheet_plan *plan)
{
	for (int i = 0; i < plan->n; i++) {
		free(plan->sheets[i].key);
	}
	free(plan->sheets);
	*plan = (struct sheet_plan){0};
}

int sheets_write_pdf(const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet_plan *plan, const bool *chosen, struct textbuf *out)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(add_bytes, out, SHEET_WIDTH, SHEET_HEIGHT);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(surface);
	/* Else the file would have the time of its making. */
	_cleanup_free_ char *date = text_printf("%sT00:00:00Z", set->date);
	int n = 0;

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, set->centre);
	for (int i = 0; i < plan->n; i++) {
		if (!chosen || chosen[i]) {
			sheet_draw(cr, phrases, set, &plan->sheets[i]);
			cairo_show_page(cr);
			n++;
		}
	}
	cairo_surface_finish(surface);
	if (n == 0) {
		return -ENODATA;
	}
	return cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? 0 : -EIO;
}
