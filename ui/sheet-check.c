/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/sheet-check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#include "ui/sheet-draw.h"

/* A code as it was read. */
struct read_code {
	int top; /* in pixels */
	char *text;
};

struct read_codes {
	struct read_code *codes;
	int n;
};

static void read_codes_done(struct read_codes *read)
{
	for (int i = 0; i < read->n; i++) {
		free(read->codes[i].text);
	}
	free(read->codes);
}

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(zbar_image_t *, zbar_image_destroy);
DEFINE_CLEANUP(zbar_image_scanner_t *, zbar_image_scanner_destroy);

static int compare_top(const void *a, const void *b)
{
	return ((const struct read_code *)a)->top - ((const struct read_code *)b)->top;
}

static void add_code(struct read_codes *read, const zbar_symbol_t *symbol)
{
	struct read_code code = {.top = SHEET_CHECK_HEIGHT_PX};

	for (unsigned i = 0; i < zbar_symbol_get_loc_size(symbol); i++) {
		code.top = MIN_OF(code.top, zbar_symbol_get_loc_y(symbol, i));
	}
	code.text = text_printf(
		"%.*s", (int)zbar_symbol_get_data_length(symbol), zbar_symbol_get_data(symbol));
	read->codes = memory_grow(read->codes, (size_t)read->n + 1, sizeof(*read->codes));
	read->codes[read->n++] = code;
}

/* The picture's brightness, a byte a pixel; heap. */
static unsigned char *brightness(cairo_surface_t *picture, int width, int height)
{
	const unsigned char *ink = cairo_image_surface_get_data(picture);
	int stride = cairo_image_surface_get_stride(picture);
	unsigned char *bright = memory_new((size_t)width * (size_t)height, 1);

	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width; x++) {
			bright[y * width + x] = (unsigned char)(255 - ink[y * stride + x]);
		}
	}
	return bright;
}

/* Reads all codes of a picture, from the top to the bottom. */
static void read_picture(cairo_surface_t *picture, struct read_codes *read)
{
	int width = cairo_image_surface_get_width(picture);
	int height = cairo_image_surface_get_height(picture);
	_cleanup_free_ unsigned char *bright = brightness(picture, width, height);
	_cleanup_(zbar_image_scanner_destroyp) zbar_image_scanner_t *scanner =
		zbar_image_scanner_create();
	_cleanup_(zbar_image_destroyp) zbar_image_t *image = zbar_image_create();

	(void)zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	(void)zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, (unsigned)width, (unsigned)height);
	zbar_image_set_data(image, bright, (unsigned long)width * (unsigned long)height, NULL);
	if (zbar_scan_image(scanner, image) > 0) {
		for (const zbar_symbol_t *symbol = zbar_image_first_symbol(image); symbol;
			symbol = zbar_symbol_next(symbol)) {
			add_code(read, symbol);
		}
	}
	if (read->n > 0) {
		qsort(read->codes, (size_t)read->n, sizeof(*read->codes), compare_top);
	}
}

/* Whether the next code that was read is the link's; *next moves on. NULL: it is, or there is no
 * link. */
static char *compare(const struct read_codes *read, int *next, const char *what, const char *name,
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
	_cleanup_(read_codes_done) struct read_codes read = {0};
	char *error = NULL;
	int next = 0;

	cairo_surface_flush(picture);
	read_picture(picture, &read);
	if (sheet->kind == SHEET_CENTRE) {
		error = compare(&read, &next, "centre", set->centre, set->link);
	} else if (sheet->kind == SHEET_SECTOR) {
		error = compare(&read, &next, "sector", sector->name, sector->link);
	}
	for (int i = 0; i < sheet->n && !error; i++) {
		const struct sheet_entry *entry = &sector->entries[sheet->first + i];
		_cleanup_free_ char *name =
			text_printf("%s %s", *entry->code ? entry->code : "-", entry->name);

		error = compare(&read, &next, "procedure", name, entry->link);
	}
	if (!error && next < read.n) {
		error = text_printf("sheet %s has a code that belongs to nothing: '%s'", sheet->key,
			read.codes[next].text);
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
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture = cairo_image_surface_create(
		CAIRO_FORMAT_A8, SHEET_CHECK_WIDTH_PX, SHEET_CHECK_HEIGHT_PX);
	cairo_t *cr = cairo_create(picture);
	bool failed;

	cairo_scale(cr, SHEET_CHECK_WIDTH_PX / SHEET_WIDTH, SHEET_CHECK_HEIGHT_PX / SHEET_HEIGHT);
	sheet_draw(cr, phrases, set, sheet);
	failed = cairo_status(cr) != CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	if (failed) {
		*ret_error = text_printf("sheet %s cannot be drawn", sheet->key);
		return -EIO;
	}
	return sheet_check_picture(picture, set, sheet, ret_error);
}

int sheets_check(const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet_plan *plan, const bool *chosen, char **ret_error)
{
	int r = 0;

	for (int i = 0; i < plan->n && r == 0; i++) {
		if (!chosen || chosen[i]) {
			r = check_one(phrases, set, &plan->sheets[i], ret_error);
		}
	}
	return r;
}
