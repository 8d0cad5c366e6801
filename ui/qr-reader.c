/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A code, n modules wide (n = 17 + 4 × version):
 *
 *     ┌─────┐ f ┌─────┐    Three finders of 7 modules, here with their outlines; between them rows
 *     │  a  │ · │  b  │    of modules that alternate. f: fifteen bits, twice, say the mask. What
 *     └─────┘ · └─────┘    no pattern covers is codewords, in columns of two modules from the right
 *     f ····· · · · · f    to the left, upwards and downwards in turns, through the mask. Codewords
 *     ┌─────┐ ·       ↑↓   are dealt out to blocks, and each block is a multiple of its generator.
 *     │  c  │ ·     + ↑↓
 *     └─────┘ f       ↑↓   +: small alignment patterns.
 *
 * Not handled, as nothing here draws it: turned, mirrored and inverse codes, two codes beside each
 * other of which one is as far below the other as they are wide, and other modes than bytes.
 */
#include "ui/qr-reader.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/text.h"

enum {
	FINDER = 7,
	VERSION_MAX = 10,
	SIDE_MAX = 17 + 4 * VERSION_MAX,
	CODEWORDS_MAX = 346, /* of version 10 */
	MODULE_MIN_PX = 3,
};

struct picture {
	const unsigned char *ink;
	int width, height, stride;
};

/* In pixels. */
struct finder {
	double x, y; /* its middle */
	double side;
	int top;
};

struct finders {
	struct finder *list;
	int n;
};

struct grid {
	int version, side;
	bool dark[SIDE_MAX][SIDE_MAX];
};

/* How level M deals out a version's codewords (ISO/IEC 18004, table 9): so many blocks of so many
 * data codewords, then blocks of one more; each has its own codewords of correction. */
static const struct layout {
	int n_short, data, n_long, correction;
} layouts[VERSION_MAX + 1] = {
	[1] = {1, 16, 0, 10},
	[2] = {1, 28, 0, 16},
	[3] = {1, 44, 0, 26},
	[4] = {2, 32, 0, 18},
	[5] = {2, 43, 0, 24},
	[6] = {4, 27, 0, 16},
	[7] = {4, 31, 0, 18},
	[8] = {2, 38, 2, 22},
	[9] = {3, 36, 2, 22},
	[10] = {4, 43, 1, 26},
};

/* ---- finders ---- */

static bool is_ink(const struct picture *picture, int x, int y)
{
	return x >= 0 && y >= 0 && x < picture->width && y < picture->height &&
		picture->ink[(ptrdiff_t)y * picture->stride + x] >= 128;
}

static bool is_ink_at(const struct picture *picture, double x, double y)
{
	return is_ink(picture, (int)floor(x), (int)floor(y));
}

/* A dark ring around a light one around a dark square, and light around all. */
static bool is_finder_module(int row, int column)
{
	int ring = MAX_OF(abs(row - FINDER / 2), abs(column - FINDER / 2));

	return ring <= 1 || ring == 3;
}

static bool is_finder(const struct picture *picture, double left, double top, double module)
{
	for (int row = -1; row <= FINDER; row++) {
		for (int column = -1; column <= FINDER; column++) {
			if (is_ink_at(picture, left + (column + 0.5) * module,
				    top + (row + 0.5) * module) != is_finder_module(row, column)) {
				return false;
			}
		}
	}
	return true;
}

/* The finder at whose left upper corner x, y is. The corner's own pixel may be half light, so that
 * two are taken for it: measured is one pixel within. */
static bool find_finder(const struct picture *picture, int x, int y, struct finder *ret)
{
	int left = x + 1, right = x + 1, top = y + 1, bottom = y + 1;
	int width, height;

	while (is_ink(picture, left - 1, y + 1)) {
		left--;
	}
	while (is_ink(picture, right, y + 1)) {
		right++;
	}
	while (is_ink(picture, x + 1, top - 1)) {
		top--;
	}
	while (is_ink(picture, x + 1, bottom)) {
		bottom++;
	}
	width = right - left;
	height = bottom - top;
	if (width < FINDER * MODULE_MIN_PX || abs(width - height) > 1 ||
		!is_finder(picture, left, top, (width + height) / 2.0 / FINDER)) {
		return false;
	}
	*ret = (struct finder){
		.x = (left + right) / 2.0,
		.y = (top + bottom) / 2.0,
		.side = (width + height) / 2.0,
		.top = top,
	};
	return true;
}

static void add_finder(struct finders *finders, const struct finder *finder)
{
	for (int i = 0; i < finders->n; i++) {
		if (finders->list[i].x == finder->x && finders->list[i].y == finder->y) {
			return;
		}
	}
	finders->list = memory_grow(finders->list, (size_t)finders->n + 1, sizeof(*finders->list));
	finders->list[finders->n++] = *finder;
}

static void find_finders(const struct picture *picture, struct finders *finders)
{
	struct finder finder;

	for (int y = 0; y < picture->height; y++) {
		for (int x = 0; x < picture->width; x++) {
			if (is_ink(picture, x, y) && !is_ink(picture, x - 1, y) &&
				!is_ink(picture, x, y - 1) && find_finder(picture, x, y, &finder)) {
				add_finder(finders, &finder);
			}
		}
	}
}

/* ---- modules ---- */

static bool is_beside(const struct finder *a, const struct finder *b)
{
	return b->x > a->x && fabs(b->y - a->y) < 2 && fabs(b->side - a->side) < 2;
}

static bool is_below(const struct finder *a, const struct finder *c, double far)
{
	return fabs(c->x - a->x) < 2 && fabs(c->y - a->y - far) < 2 && fabs(c->side - a->side) < 2;
}

/* Samples the code of which a is the left upper finder and b the right one. */
static void sample(const struct picture *picture, const struct finder *a, const struct finder *b,
	struct grid *ret)
{
	const int middle = FINDER / 2; /* module of a finder */
	double far = b->x - a->x;
	double module;

	ret->version = (int)lround((far * FINDER * 2 / (a->side + b->side) + FINDER - 17) / 4);
	if (ret->version < 1 || ret->version > VERSION_MAX) {
		return;
	}
	ret->side = 17 + 4 * ret->version;
	module = far / (ret->side - FINDER);
	for (int row = 0; row < ret->side; row++) {
		for (int column = 0; column < ret->side; column++) {
			ret->dark[row][column] = is_ink_at(picture,
				a->x + (column - middle) * module, a->y + (row - middle) * module);
		}
	}
}

/* ---- what is no codeword ---- */

/* Whether a small pattern has its middle there: on a raster, but where finders are. */
static bool has_alignment(const struct grid *grid, int row, int column)
{
	int last = grid->side - FINDER;

	return grid->version >= 2 &&
		(MIN_OF(row, column) > 6 ||
			(MAX_OF(row, column) > 6 && MAX_OF(row, column) < last));
}

static bool is_alignment(const struct grid *grid, int row, int column)
{
	int last = grid->side - FINDER;
	const int middles[] = {6, grid->version >= 7 ? (6 + last) / 2 : last, last};

	for (size_t i = 0; i < ELEMENTS(middles); i++) {
		for (size_t j = 0; j < ELEMENTS(middles); j++) {
			if (abs(row - middles[i]) <= 2 && abs(column - middles[j]) <= 2 &&
				has_alignment(grid, middles[i], middles[j])) {
				return true;
			}
		}
	}
	return false;
}

/* Whether a module is of a pattern, or of what is said of the code. */
static bool is_pattern(const struct grid *grid, int row, int column)
{
	int low = MIN_OF(row, column), high = MAX_OF(row, column);

	return high < 9 || (low < 9 && high >= grid->side - 8) || low == 6 || column == 6 ||
		(grid->version >= 7 && low < 6 && high >= grid->side - 11) ||
		is_alignment(grid, row, column);
}

static bool is_masked(int mask, int row, int column)
{
	int product = row * column;

	switch (mask) {
	case 0:
		return (row + column) % 2 == 0;
	case 1:
		return row % 2 == 0;
	case 2:
		return column % 3 == 0;
	case 3:
		return (row + column) % 3 == 0;
	case 4:
		return (row / 2 + column / 3) % 2 == 0;
	case 5:
		return product % 2 + product % 3 == 0;
	case 6:
		return (product % 2 + product % 3) % 2 == 0;
	default:
		return ((row + column) % 2 + product % 3) % 2 == 0;
	}
}

/* The bits that say level M and a mask (ISO/IEC 18004, annex C). */
static unsigned format_bits(unsigned mask)
{
	unsigned rest = mask << 10;

	for (int bit = 14; bit >= 10; bit--) {
		if (rest >> bit & 1) {
			rest ^= 0x537U << (bit - 10);
		}
	}
	return (mask << 10 | rest) ^ 0x5412U;
}

/* The mask of a code, −1: it says none twice. */
static int find_mask(const struct grid *grid)
{
	static const int places[] = {0, 1, 2, 3, 4, 5, 7, 8};
	unsigned first = 0, second = 0;

	for (int bit = 0; bit < 8; bit++) {
		first |= (unsigned)grid->dark[places[bit]][8] << bit;
		second |= (unsigned)grid->dark[8][grid->side - 1 - bit] << bit;
	}
	for (int bit = 8; bit < 15; bit++) {
		first |= (unsigned)grid->dark[8][places[14 - bit]] << bit;
		second |= (unsigned)grid->dark[grid->side - 15 + bit][8] << bit;
	}
	for (unsigned mask = 0; mask < 8; mask++) {
		if (first == format_bits(mask) && second == first) {
			return (int)mask;
		}
	}
	return -1;
}

/* ---- codewords ---- */

static void read_codewords(const struct grid *grid, int mask, uint8_t ret[CODEWORDS_MAX])
{
	int n_bits = 0;
	bool upwards = true;

	for (int right = grid->side - 1; right > 0; right -= 2) {
		right -= right == 6;
		for (int i = 0; i < grid->side * 2; i++) {
			int row = upwards ? grid->side - 1 - i / 2 : i / 2;
			int column = right - i % 2;

			if (is_pattern(grid, row, column) || n_bits / 8 >= CODEWORDS_MAX) {
				continue;
			}
			ret[n_bits / 8] = (uint8_t)(ret[n_bits / 8] << 1 |
				(grid->dark[row][column] != is_masked(mask, row, column)));
			n_bits++;
		}
		upwards = !upwards;
	}
}

/* The product in the field of 256 elements that the codes are made in. */
static uint8_t multiply(uint8_t a, uint8_t b)
{
	unsigned product = 0;

	for (int bit = 7; bit >= 0; bit--) {
		product = product << 1 ^ (product >> 7) * 0x11dU;
		product ^= (b >> bit & 1) * a;
	}
	return (uint8_t)product;
}

/* A block is right when all roots of its generator are its own. */
static bool is_block_right(const uint8_t *block, int size, int correction)
{
	uint8_t root = 1;

	for (int i = 0; i < correction; i++) {
		uint8_t value = 0;

		for (int j = 0; j < size; j++) {
			value = multiply(value, root) ^ block[j];
		}
		if (value != 0) {
			return false;
		}
		root = multiply(root, 2);
	}
	return true;
}

/* Collects the blocks' data in their order; their number, −1: a block is wrong. */
static int collect_data(const struct layout *layout, const uint8_t *codewords, uint8_t *ret)
{
	int n_blocks = layout->n_short + layout->n_long, n = 0;
	int n_data = n_blocks * layout->data + layout->n_long;

	for (int block = 0; block < n_blocks; block++) {
		int is_long = block >= layout->n_short;
		int n_own = layout->data + is_long;
		uint8_t own[CODEWORDS_MAX];

		for (int i = 0; i < layout->data; i++) {
			own[i] = codewords[i * n_blocks + block];
		}
		if (is_long) {
			own[layout->data] =
				codewords[layout->data * n_blocks + block - layout->n_short];
		}
		for (int i = 0; i < layout->correction; i++) {
			own[n_own + i] = codewords[n_data + i * n_blocks + block];
		}
		if (!is_block_right(own, n_own + layout->correction, layout->correction)) {
			return -1;
		}
		for (int i = 0; i < n_own; i++) {
			ret[n++] = own[i];
		}
	}
	return n;
}

/* The text of data: four bits say that it is bytes, 8 or 16 how many; heap, NULL none. */
static char *text_of(const uint8_t *data, int n_data, int version)
{
	int size = (data[0] & 15) << 4 | data[1] >> 4, first = 1;
	struct textbuf text = {0};

	if (version > 9) {
		size = size << 8 | (data[1] & 15) << 4 | data[2] >> 4;
		first = 2;
	}
	if (data[0] >> 4 != 4 || first + size >= n_data) {
		return NULL;
	}
	textbuf_add(&text, "");
	for (int i = first; i < first + size; i++) {
		const char byte = (char)((data[i] & 15) << 4 | data[i + 1] >> 4);

		textbuf_add_bytes(&text, &byte, 1);
	}
	return text.data;
}

static char *read_grid(const struct grid *grid)
{
	uint8_t codewords[CODEWORDS_MAX] = {0}, data[CODEWORDS_MAX] = {0};
	int mask = find_mask(grid), n_data;

	if (mask < 0) {
		return NULL;
	}
	read_codewords(grid, mask, codewords);
	n_data = collect_data(&layouts[grid->version], codewords, data);
	return n_data < 0 ? NULL : text_of(data, n_data, grid->version);
}

/* ---- all codes ---- */

static int compare_top(const void *a, const void *b)
{
	return ((const struct qr_read *)a)->top - ((const struct qr_read *)b)->top;
}

/* Reads the code of which a is the left upper finder, if it is. */
static void read_at(const struct picture *picture, const struct finders *finders,
	const struct finder *a, struct qr_reads *reads)
{
	for (int i = 0; i < finders->n; i++) {
		const struct finder *b = &finders->list[i];

		for (int j = 0; j < finders->n && is_beside(a, b); j++) {
			struct grid grid = {0};

			if (!is_below(a, &finders->list[j], b->x - a->x)) {
				continue;
			}
			sample(picture, a, b, &grid);
			reads->codes = memory_grow(
				reads->codes, (size_t)reads->n + 1, sizeof(*reads->codes));
			reads->codes[reads->n++] = (struct qr_read){
				.top = a->top,
				.text = grid.side > 0 ? read_grid(&grid) : NULL,
			};
			return;
		}
	}
}

void qr_reader_read(cairo_surface_t *picture, struct qr_reads *ret)
{
	struct picture pixels;
	struct finders finders = {0};

	cairo_surface_flush(picture);
	pixels = (struct picture){
		.ink = cairo_image_surface_get_data(picture),
		.width = cairo_image_surface_get_width(picture),
		.height = cairo_image_surface_get_height(picture),
		.stride = cairo_image_surface_get_stride(picture),
	};
	*ret = (struct qr_reads){0};
	find_finders(&pixels, &finders);
	for (int i = 0; i < finders.n; i++) {
		read_at(&pixels, &finders, &finders.list[i], ret);
	}
	free(finders.list);
	if (ret->n > 0) {
		qsort(ret->codes, (size_t)ret->n, sizeof(*ret->codes), compare_top);
	}
}

void qr_reads_done(struct qr_reads *reads)
{
	for (int i = 0; i < reads->n; i++) {
		free(reads->codes[i].text);
	}
	free(reads->codes);
	*reads = (struct qr_reads){0};
}
