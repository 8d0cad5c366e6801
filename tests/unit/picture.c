/* SPDX-License-Identifier: Apache-2.0 */
#include "picture.h"

#include <math.h>
#include <qrencode.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "check.h"

/* Pictures are compared in cells of CELL × CELL pixels. */
enum { CELL = 2 };
/* A cell is on an edge when it differs by this much from a neighbour, and is different when it
 * is this far outside the colours around its place in the other picture. */
#define EDGE 0.25F
#define DIFFERENT 0.3F

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(cairo_t *, cairo_destroy);
DEFINE_CLEANUP(QRcode *, QRcode_free);

struct cells {
	int columns;
	int rows;
	float (*rgb)[3];
};

static void cells_done(struct cells *cells)
{
	free(cells->rgb);
}

/* Any surface as RGB24 of a size; the alpha of an A1 surface is white, the rest is white too. */
static cairo_surface_t *to_rgb(cairo_surface_t *surface, int width, int height)
{
	cairo_surface_t *rgb = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(rgb);
	bool mask = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_A1;

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_rectangle(cr, 0, 0, cairo_image_surface_get_width(surface),
		cairo_image_surface_get_height(surface));
	cairo_clip(cr);
	if (mask) {
		cairo_set_source_rgb(cr, 0, 0, 0);
		cairo_paint(cr);
		cairo_set_source_rgb(cr, 1, 1, 1);
		cairo_mask_surface(cr, surface, 0, 0);
	} else {
		cairo_set_source_surface(cr, surface, 0, 0);
		cairo_paint(cr);
	}
	cairo_surface_flush(rgb);
	return rgb;
}

static void average(const unsigned char *data, int stride, int column, int row, float ret[3])
{
	ret[0] = ret[1] = ret[2] = 0;
	for (int i = 0; i < CELL * CELL; i++) {
		uint32_t pixel;

		memcpy(&pixel,
			data + (ptrdiff_t)(row * CELL + i / CELL) * stride +
				(ptrdiff_t)(column * CELL + i % CELL) * 4,
			sizeof(pixel));
		for (int c = 0; c < 3; c++) {
			ret[c] += (float)(pixel >> (8 * c) & 255) / (255.0F * CELL * CELL);
		}
	}
}

static struct cells cells_of(cairo_surface_t *surface, int width, int height)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *rgb = to_rgb(surface, width, height);
	struct cells cells = {.columns = width / CELL, .rows = height / CELL};

	cells.rgb = memory_new((size_t)cells.columns * (size_t)cells.rows, sizeof(*cells.rgb));
	for (int row = 0; row < cells.rows; row++) {
		for (int column = 0; column < cells.columns; column++) {
			average(cairo_image_surface_get_data(rgb),
				cairo_image_surface_get_stride(rgb), column, row,
				cells.rgb[row * cells.columns + column]);
		}
	}
	return cells;
}

/* How far a colour is outside the range of the cells around a place: an edge that moved within a
 * cell's neighbourhood is inside. */
static float outside(const struct cells *cells, int column, int row, const float rgb[3])
{
	float farthest = 0;

	for (int c = 0; c < 3; c++) {
		float low = 1, high = 0;

		for (int i = 0; i < 9; i++) {
			int y = MIN_OF(MAX_OF(row - 1 + i / 3, 0), cells->rows - 1);
			int x = MIN_OF(MAX_OF(column - 1 + i % 3, 0), cells->columns - 1);

			low = fminf(low, cells->rgb[y * cells->columns + x][c]);
			high = fmaxf(high, cells->rgb[y * cells->columns + x][c]);
		}
		farthest = fmaxf(farthest, fmaxf(low - rgb[c], rgb[c] - high));
	}
	return farthest;
}

/* Whether a channel of two colours is so far apart. */
static bool apart(const float a[3], const float b[3], float by)
{
	return fabsf(a[0] - b[0]) >= by || fabsf(a[1] - b[1]) >= by || fabsf(a[2] - b[2]) >= by;
}

/* Whether a cell differs from the one to its right or below it. */
static bool on_edge(const struct cells *cells, int column, int row)
{
	const float(*at)[3] = &cells->rgb[row * cells->columns + column];

	return (column + 1 < cells->columns && apart(at[0], at[1], EDGE)) ||
		(row + 1 < cells->rows && apart(at[0], at[cells->columns], EDGE));
}

/* Counts the edges of one picture and the cells that the other has nothing like. */
static void count(const struct cells *from, const struct cells *to, long *edges, long *different)
{
	for (int row = 0; row < from->rows; row++) {
		for (int column = 0; column < from->columns; column++) {
			int at = row * from->columns + column;

			*edges += on_edge(from, column, row);
			/* Most are like the very cell in their place, which is one of those around
			 * it. */
			*different += apart(from->rgb[at], to->rgb[at], DIFFERENT) &&
				outside(to, column, row, from->rgb[at]) >= DIFFERENT;
		}
	}
}

double picture_difference(cairo_surface_t *first, cairo_surface_t *second)
{
	int width[] = {cairo_image_surface_get_width(first), cairo_image_surface_get_width(second)};
	int height[] = {
		cairo_image_surface_get_height(first), cairo_image_surface_get_height(second)};
	int both_width = MAX_OF(width[0], width[1]), both_height = MAX_OF(height[0], height[1]);
	_cleanup_(cells_done) struct cells a = {0};
	_cleanup_(cells_done) struct cells b = {0};
	long edges = 0, different = 0;

	if (abs(width[0] - width[1]) * 100 > both_width ||
		abs(height[0] - height[1]) * 100 > both_height) {
		return 1;
	}
	a = cells_of(first, both_width, both_height);
	b = cells_of(second, both_width, both_height);
	count(&a, &b, &edges, &different);
	count(&b, &a, &edges, &different);
	return edges > 0 ? fmin(1, (double)different / (double)edges) : different > 0;
}

cairo_surface_t *picture_of_bitmap(const struct bitmap *bitmap)
{
	cairo_surface_t *surface = cairo_image_surface_create(
		CAIRO_FORMAT_A1, bitmap->width_dots, bitmap->height_dots);
	int stride = cairo_image_surface_get_stride(surface);
	unsigned char *data = cairo_image_surface_get_data(surface);

	/* Cairo packs pixels into words of the machine's order: bit x of a little-endian word. */
	for (int y = 0; y < bitmap->height_dots; y++) {
		for (int x = 0; x < bitmap->width_dots; x++) {
			const uint8_t *row = bitmap->bits + (size_t)y * bitmap->stride;
			bool black = row[x / 8] & (0x80 >> x % 8);
			uint32_t word;

			memcpy(&word, data + (ptrdiff_t)y * stride + (ptrdiff_t)(x / 32) * 4, 4);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
			word |= (uint32_t)!black << x % 32;
#else
			word |= (uint32_t)!black << (31 - x % 32);
#endif
			memcpy(data + (ptrdiff_t)y * stride + (ptrdiff_t)(x / 32) * 4, &word, 4);
		}
	}
	cairo_surface_mark_dirty(surface);
	return surface;
}

void picture_compare(cairo_surface_t *surface, const char *name, double tolerance)
{
	_cleanup_free_ char *kept_path = text_printf("%s/tests/pictures/%s.png", TEST_ROOT, name);
	_cleanup_free_ char *got_path = text_printf("%s.png", name);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *kept = NULL;
	const char *regenerate = getenv("REGENERATE");
	double difference;

	cairo_surface_flush(surface);
	if (regenerate && strcmp(regenerate, "1") == 0) {
		assert_int_equal(
			cairo_surface_write_to_png(surface, kept_path), CAIRO_STATUS_SUCCESS);
		return;
	}
	kept = cairo_image_surface_create_from_png(kept_path);
	if (cairo_surface_status(kept) != CAIRO_STATUS_SUCCESS) {
		(void)cairo_surface_write_to_png(surface, got_path);
		fail_msg("%s is missing; got %s", kept_path, got_path);
	}
	difference = picture_difference(surface, kept);
	if (difference > tolerance) {
		(void)cairo_surface_write_to_png(surface, got_path);
		fail_msg("%s: %.4f of the edges differ, allowed %.4f; got %s", kept_path,
			difference, tolerance, got_path);
	}
}

/* ---- printed bitmaps ---- */

bool picture_is_black(const struct bitmap *bitmap, int x, int y)
{
	return bitmap->bits[(size_t)y * bitmap->stride + (size_t)x / 8] & (0x80 >> x % 8);
}

/* Whether a module at x, y is all of one colour, and which: 1 black, 0 white, −1 mixed. */
static int module_colour(const struct bitmap *bitmap, int x, int y, int module)
{
	int ink = 0;

	if (x < 0 || y < 0 || x + module > bitmap->width_dots || y + module > bitmap->height_dots) {
		return -1;
	}
	for (int i = 0; i < module * module; i++) {
		ink += picture_is_black(bitmap, x + i % module, y + i / module);
	}
	return ink == 0 ? 0 : ink == module * module ? 1 : -1;
}

static bool qr_is_at(const struct bitmap *bitmap, const QRcode *qr, int x, int y, int module)
{
	const int quiet = 4;

	for (int row = -quiet; row < qr->width + quiet; row++) {
		for (int column = -quiet; column < qr->width + quiet; column++) {
			bool inside =
				row >= 0 && column >= 0 && row < qr->width && column < qr->width;
			int wanted = inside ? qr->data[row * qr->width + column] & 1 : 0;

			if (module_colour(bitmap, x + column * module, y + row * module, module) !=
				wanted) {
				return false;
			}
		}
	}
	return true;
}

int picture_find_code(const struct bitmap *bitmap, const char *text, int *ret_y)
{
	_cleanup_(QRcode_freep) QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

	for (int module = 4; module <= 8; module++) {
		for (int y = 0; y + qr->width * module <= bitmap->height_dots; y++) {
			for (int x = 0; x + qr->width * module <= bitmap->width_dots; x++) {
				/* The symbol's corner is dark, and light is left of it. */
				if (picture_is_black(bitmap, x, y) && x > 0 &&
					!picture_is_black(bitmap, x - 1, y) &&
					qr_is_at(bitmap, qr, x, y, module)) {
					*ret_y = y;
					return module;
				}
			}
		}
	}
	return 0;
}

void picture_assert_margins(const struct bitmap *bitmap)
{
	const int margin = 8;

	for (int y = 0; y < bitmap->height_dots; y++) {
		bool edge = y < margin || y >= bitmap->height_dots - margin;

		for (int x = 0; x < bitmap->width_dots; x++) {
			if (edge || x < margin || x >= bitmap->width_dots - margin) {
				assert_false(picture_is_black(bitmap, x, y));
			}
		}
	}
}
