/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/paper.h"

#include <string.h>

#include "base/text.h"

struct paper {
	int width_dots;
	int blade_dots;
	size_t stride;
	uint8_t *rows; /* from the edge that hangs out to the head */
	int n_rows;
	int rows_allocated;
	struct paper_line lines[PAPER_LINES_MAX];
	size_t n_lines;
	size_t line_bytes;
	size_t clipped_dots;
	paper_out out;
	void *userdata;
};

/* Returns the next row at the head, blank. A strip that has become too long falls off first. */
static uint8_t *add_row(struct paper *paper)
{
	uint8_t *row;

	if (paper->n_rows == PAPER_STRIP_MAX_DOTS) {
		paper_tear(paper);
	}
	if (paper->n_rows == paper->rows_allocated) {
		paper->rows_allocated = MAX_OF(1024, paper->rows_allocated * 2);
		paper->rows =
			memory_grow(paper->rows, (size_t)paper->rows_allocated, paper->stride);
	}
	row = paper->rows + (size_t)paper->n_rows++ * paper->stride;
	memset(row, 0, paper->stride);
	return row;
}

struct paper *paper_new(int width_dots, int blade_dots, paper_out out, void *userdata)
{
	struct paper *paper = memory_new(1, sizeof(*paper));

	paper->width_dots = width_dots;
	paper->blade_dots = blade_dots;
	paper->stride = ((size_t)width_dots + 7) / 8;
	paper->out = out;
	paper->userdata = userdata;
	paper_feed(paper, blade_dots);
	return paper;
}

void paper_free(struct paper *paper)
{
	if (paper) {
		free(paper->rows);
		free(paper);
	}
}

int paper_width(const struct paper *paper)
{
	return paper->width_dots;
}

void paper_print_row(struct paper *paper, const uint8_t *bits, size_t bytes)
{
	uint8_t *row = add_row(paper);
	size_t fits = MIN_OF(bytes, paper->stride);
	uint8_t last = (uint8_t)(0xff << ((8 - paper->width_dots % 8) % 8));

	memcpy(row, bits, fits);
	if (fits == paper->stride) {
		paper->clipped_dots +=
			(size_t)__builtin_popcount((unsigned)(row[fits - 1] & (uint8_t)~last));
		row[fits - 1] &= last;
	}
	for (size_t i = fits; i < bytes; i++) {
		paper->clipped_dots += (size_t)__builtin_popcount(bits[i]);
	}
}

void paper_feed(struct paper *paper, int dots)
{
	for (int i = 0; i < dots; i++) {
		(void)add_row(paper);
	}
}

void paper_print_text(struct paper *paper, const char *text, size_t bytes, int height_dots)
{
	struct paper_line *line;

	paper->line_bytes += bytes;
	if (paper->n_lines < PAPER_LINES_MAX) {
		line = &paper->lines[paper->n_lines++];
		line->top_dots = paper->n_rows;
		bytes = MIN_OF(bytes, (size_t)PAPER_LINE_MAX);
		for (size_t i = 0; i < bytes; i++) {
			line->text[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
		}
		line->text[bytes] = '\0';
	}
	paper_feed(paper, height_dots);
}

/* Lines below the cut stay with the strip. */
static void keep_lines(struct paper *paper, size_t gone, int rows)
{
	memmove(paper->lines, paper->lines + gone,
		(paper->n_lines - gone) * sizeof(paper->lines[0]));
	paper->n_lines -= gone;
	for (size_t i = 0; i < paper->n_lines; i++) {
		paper->lines[i].top_dots -= rows;
	}
	paper->line_bytes = 0;
	for (size_t i = 0; i < paper->n_lines; i++) {
		paper->line_bytes += strlen(paper->lines[i].text);
	}
}

/* Removes the first rows of the strip, as a slip. */
static void remove_slip(struct paper *paper, int rows, bool cut)
{
	struct bitmap picture = {
		.width_dots = paper->width_dots,
		.height_dots = rows,
		.stride = paper->stride,
		.bits = paper->rows,
	};
	struct paper_slip slip = {
		.picture = &picture,
		.lines = paper->lines,
		.line_bytes = paper->line_bytes,
		.clipped_dots = paper->clipped_dots,
		.cut = cut,
	};

	while (slip.n_lines < paper->n_lines && paper->lines[slip.n_lines].top_dots < rows) {
		slip.n_lines++;
	}
	paper->out(&slip, paper->userdata);
	paper->n_rows -= rows;
	memmove(paper->rows, paper->rows + (size_t)rows * paper->stride,
		(size_t)paper->n_rows * paper->stride);
	paper->clipped_dots = 0;
	keep_lines(paper, slip.n_lines, rows);
}

void paper_cut(struct paper *paper)
{
	if (paper->n_rows > paper->blade_dots) {
		remove_slip(paper, paper->n_rows - paper->blade_dots, true);
	}
}

static bool is_blank(const struct paper *paper, int rows)
{
	size_t bytes = (size_t)rows * paper->stride;

	for (size_t i = 0; i < bytes; i++) {
		if (paper->rows[i]) {
			return false;
		}
	}
	return paper->n_lines == 0 || paper->lines[0].top_dots >= rows;
}

/* Removes blank rows without making a slip of them. */
static void drop(struct paper *paper, int rows)
{
	paper->n_rows -= rows;
	memmove(paper->rows, paper->rows + (size_t)rows * paper->stride,
		(size_t)paper->n_rows * paper->stride);
	keep_lines(paper, 0, rows);
}

static void tear_at(struct paper *paper, int rows)
{
	if (rows <= 0) {
		return;
	}
	if (is_blank(paper, rows)) {
		drop(paper, rows);
	} else {
		remove_slip(paper, rows, false);
	}
}

void paper_tear(struct paper *paper)
{
	tear_at(paper, paper->n_rows - paper->blade_dots);
}

void paper_renew(struct paper *paper)
{
	tear_at(paper, paper->n_rows);
	paper_feed(paper, paper->blade_dots);
}
