/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-slips.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "boards/sim/sim-picture.h"

enum { TEXT_SIZE_PX = 24 };

struct sim_slips {
	char *dir;
	int last;
	struct sim_slip slips[SIM_SLIPS_MAX]; /* id n is at n % SIM_SLIPS_MAX */
};

static bool is_slip_file(const char *name)
{
	int64_t id;
	const char *dot = strchr(name, '.');
	_cleanup_free_ char *digits = dot ? strndup(name, (size_t)(dot - name)) : NULL;

	return digits && strcmp(dot, ".png") == 0 && text_parse_int(digits, 1, INT32_MAX, &id) == 0;
}

static void remove_old(const char *dir)
{
	DIR *folder = opendir(dir);
	struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		if (is_slip_file(entry->d_name)) {
			(void)unlinkat(dirfd(folder), entry->d_name, 0);
		}
	}
	if (folder) {
		(void)closedir(folder);
	}
}

int sim_slips_new(const char *dir, struct sim_slips **ret)
{
	_cleanup_(sim_slips_freep) struct sim_slips *slips = memory_new(1, sizeof(*slips));

	slips->dir = text_printf("%s/slips", dir);
	if (mkdir(slips->dir, 0755) < 0 && errno != EEXIST) {
		return -errno;
	}
	remove_old(slips->dir);
	*ret = TAKE_PTR(slips);
	return 0;
}

void sim_slips_free(struct sim_slips *slips)
{
	if (slips) {
		for (size_t i = 0; i < SIM_SLIPS_MAX; i++) {
			free(slips->slips[i].png);
		}
		free(slips->dir);
		free(slips);
	}
}

static void draw_dots(cairo_surface_t *surface, const struct bitmap *picture)
{
	unsigned char *data = cairo_image_surface_get_data(surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(surface);

	cairo_surface_flush(surface);
	for (int y = 0; y < picture->height_dots; y++) {
		const uint8_t *row = picture->bits + (size_t)y * picture->stride;
		uint32_t *pixels = (uint32_t *)(void *)(data + (size_t)y * stride);

		for (int x = 0; x < picture->width_dots; x++) {
			pixels[x] = row[x / 8] & (0x80 >> (x % 8)) ? 0x000000 : 0xffffff;
		}
	}
	cairo_surface_mark_dirty(surface);
}

/* Draws the lines printed in the printer's own font. */
static void draw_lines(cairo_surface_t *surface, const struct paper_slip *slip)
{
	_cleanup_(cairo_donep) cairo_t *cr = cairo_create(surface);

	cairo_select_font_face(cr, "monospace", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
	cairo_set_font_size(cr, TEXT_SIZE_PX);
	cairo_set_source_rgb(cr, 0, 0, 0);
	for (size_t i = 0; i < slip->n_lines; i++) {
		cairo_move_to(cr, 0, slip->lines[i].top_dots + TEXT_SIZE_PX);
		cairo_show_text(cr, slip->lines[i].text);
	}
}

static int draw(const struct paper_slip *slip, struct sim_slip *ret)
{
	_cleanup_(surface_donep) cairo_surface_t *surface = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, slip->picture->width_dots, slip->picture->height_dots);

	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
		return -ENOMEM;
	}
	draw_dots(surface, slip->picture);
	draw_lines(surface, slip);
	return sim_picture_encode(surface, &ret->png, &ret->png_size);
}

/* The path of a slip's file; heap. */
static char *name_file(const struct sim_slips *slips, int id)
{
	return text_printf("%s/%03d.png", slips->dir, id);
}

static void write_file(const struct sim_slips *slips, const struct sim_slip *slip)
{
	_cleanup_free_ char *path = name_file(slips, slip->id);
	int r = text_write_file(path, slip->png, slip->png_size, 0644);

	if (r < 0) {
		log_warning(FAULT_SITE, "cannot write %s: %s", path, strerror(-r));
	}
	if (slip->id > SIM_SLIPS_MAX) {
		_cleanup_free_ char *old = name_file(slips, slip->id - SIM_SLIPS_MAX);

		(void)unlink(old);
	}
}

void sim_slips_add(struct sim_slips *slips, const struct paper_slip *slip)
{
	struct sim_slip made = {
		.id = slips->last + 1,
		.width_dots = slip->picture->width_dots,
		.height_dots = slip->picture->height_dots,
		.cut = slip->cut,
		.garbage = slip->line_bytes,
		.clipped_dots = slip->clipped_dots,
	};
	struct sim_slip *place = &slips->slips[made.id % SIM_SLIPS_MAX];
	struct clock_reading now;

	if (draw(slip, &made) < 0) {
		log_error(FAULT_OURS, "a slip of %d rows could not be drawn", made.height_dots);
		return;
	}
	clock_now(&now);
	zone_format(now.wall_ms, made.at);
	if (slip->n_lines > 0) {
		(void)text_copy(made.text, sizeof(made.text), slip->lines[0].text);
	}
	slips->last = made.id;
	free(place->png);
	*place = made;
	write_file(slips, place);
}

int sim_slips_last(const struct sim_slips *slips)
{
	return slips->last;
}

const struct sim_slip *sim_slips_find(const struct sim_slips *slips, int id)
{
	const struct sim_slip *slip = &slips->slips[(id > 0 ? id : 0) % SIM_SLIPS_MAX];

	return id > 0 && slip->id == id ? slip : NULL;
}
