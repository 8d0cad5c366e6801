/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/theme.h"

#include "base/log.h"
#include "ui/image.h"

static const struct theme none;
static const struct theme *used = &none; /* by the whole program */
static cairo_surface_t *emblem[2]; /* its own */

static int load_emblem(const char *path, cairo_surface_t **ret)
{
	_cleanup_free_ char *error = NULL;
	int r = path ? image_load_emblem(path, ret, &error) : 0;

	if (r < 0) {
		log_error(FAULT_SITE, "the theme's emblem: %s", error);
	}
	return r;
}

void theme_use(const struct theme *theme)
{
	used = theme ? theme : &none;
	for (int i = 0; i < 2; i++) {
		cairo_surface_destroy(TAKE_PTR(emblem[i]));
		(void)load_emblem(used->emblem[i], &emblem[i]); /* screens go without it */
	}
}

int theme_check(const char *name)
{
	_cleanup_(theme_freep) struct theme *theme = NULL;
	_cleanup_free_ char *error = NULL;
	int r = theme_load(name, &theme, &error);

	if (r < 0) {
		log_error(FAULT_SITE, "%s", error);
	}
	for (int i = 0; i < 2 && r == 0; i++) {
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *image = NULL;

		r = load_emblem(theme->emblem[i], &image);
	}
	return r;
}

cairo_surface_t *theme_emblem(bool night)
{
	return emblem[night];
}

const struct theme *theme_used(void)
{
	return used;
}

static void get_rgb(enum theme_colour colour, double ret[3])
{
	for (int i = 0; i < 3; i++) {
		ret[i] = (used->colour[colour].rgb >> (16 - 8 * i) & 255) / 255.0;
	}
}

void theme_set_source(cairo_t *cr, enum theme_colour colour)
{
	double rgb[3];

	get_rgb(colour, rgb);
	cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
}

double theme_unit_px(int width, int height)
{
	return MIN_OF(width, height) / 100.0;
}

double theme_size_px(enum theme_size size, int width, int height)
{
	return used->size[size] / 10.0 * theme_unit_px(width, height);
}

double theme_space_px(enum theme_space space, int width, int height)
{
	return used->space[space] / 10.0 * theme_unit_px(width, height);
}

struct typeset_style theme_style(enum theme_colour colour, double size_px, bool bold)
{
	struct typeset_style style = {.size_px = size_px, .bold = bold};

	get_rgb(colour, style.rgb);
	return style;
}
