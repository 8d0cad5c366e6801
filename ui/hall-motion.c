/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/hall-motion.h"

#include <math.h>

#include "base/cleanup.h"
#include "ui/theme.h"

/* A call that enters has this share of its size in the first frame. */
static const double enter_scale = 0.88;

void hall_motion_done(struct hall_motion *motion)
{
	cairo_surface_destroy(motion->leaving); /* accepts NULL */
	cairo_surface_destroy(motion->still);
	*motion = (struct hall_motion){.moving = false};
}

static cairo_surface_t *copy(cairo_surface_t *surface, const cairo_rectangle_int_t *box)
{
	cairo_surface_t *made =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, box->width, box->height);
	cairo_t *cr = cairo_create(made);

	cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
	cairo_set_source_surface(cr, surface, -box->x, -box->y);
	cairo_paint(cr);
	cairo_destroy(cr);
	return made;
}

static cairo_rectangle_int_t both(const cairo_rectangle_int_t *a, const cairo_rectangle_int_t *b)
{
	int x = MIN_OF(a->x, b->x), y = MIN_OF(a->y, b->y);

	return (cairo_rectangle_int_t){x, y, MAX_OF(a->x + a->width, b->x + b->width) - x,
		MAX_OF(a->y + a->height, b->y + b->height) - y};
}

void hall_motion_begin(struct hall_motion *motion, cairo_surface_t *surface,
	const cairo_rectangle_int_t *main, const cairo_rectangle_int_t *row, bool enters,
	int64_t now_ms)
{
	hall_motion_done(motion);
	motion->moving = true;
	motion->start_ms = now_ms;
	motion->main = *main;
	motion->row = row ? *row : *main;
	motion->region = both(main, &motion->row);
	motion->enters = enters;
	motion->leaving = row ? copy(surface, main) : NULL;
}

static void paint(cairo_t *cr, cairo_surface_t *picture, const cairo_rectangle_int_t *box)
{
	cairo_set_source_surface(cr, picture, box->x, box->y);
	cairo_rectangle(cr, box->x, box->y, box->width, box->height);
	cairo_fill(cr);
}

void hall_motion_settle(const struct hall_motion *motion, cairo_surface_t *surface)
{
	cairo_t *cr;

	if (motion->still) {
		cr = cairo_create(surface);
		paint(cr, motion->still, &motion->region);
		cairo_destroy(cr);
	}
}

/* Draws a part of a picture (box, in the region) stretched into another box. */
static void paint_stretched(cairo_t *cr, cairo_surface_t *picture, double x, double y,
	const cairo_rectangle_int_t *box, const cairo_rectangle_t *to, double alpha)
{
	cairo_save(cr);
	cairo_rectangle(cr, to->x, to->y, to->width, to->height);
	cairo_clip(cr);
	cairo_translate(cr, to->x, to->y);
	cairo_scale(cr, to->width / box->width, to->height / box->height);
	cairo_set_source_surface(cr, picture, -x, -y);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BILINEAR);
	cairo_paint_with_alpha(cr, alpha);
	cairo_restore(cr);
}

static void draw_entering(const struct hall_motion *motion, cairo_t *cr, double share)
{
	const cairo_rectangle_int_t *main = &motion->main;
	double scale = enter_scale + (1 - enter_scale) * share;
	const cairo_rectangle_t to = {main->x + main->width * (1 - scale) / 2,
		main->y + main->height * (1 - scale) / 2, main->width * scale,
		main->height * scale};

	theme_set_source(cr, THEME_NIGHT);
	cairo_rectangle(cr, main->x, main->y, main->width, main->height);
	cairo_fill(cr);
	paint_stretched(cr, motion->still, main->x - motion->region.x, main->y - motion->region.y,
		main, &to, 1);
}

static void draw_leaving(const struct hall_motion *motion, cairo_t *cr, double share)
{
	const cairo_rectangle_int_t *main = &motion->main;
	const cairo_rectangle_int_t *row = &motion->row;
	const cairo_rectangle_t to = {main->x + (row->x - main->x) * share,
		main->y + (row->y - main->y) * share,
		main->width + (row->width - main->width) * share,
		main->height + (row->height - main->height) * share};

	paint_stretched(cr, motion->leaving, 0, 0, main, &to,
		1 - pow(share, 4)); /* solid almost to the end */
}

void hall_motion_draw(struct hall_motion *motion, cairo_surface_t *surface, int64_t now_ms)
{
	double time = (double)(now_ms - motion->start_ms) / HALL_MOTION_MS;
	double share = 1 - pow(1 - time, 3); /* fast at first, then gently */
	cairo_t *cr;

	if (time >= 1) {
		hall_motion_done(motion);
		return;
	}
	cairo_surface_destroy(motion->still);
	motion->still = copy(surface, &motion->region);
	cr = cairo_create(surface);
	if (motion->enters) {
		draw_entering(motion, cr, share);
	}
	if (motion->leaving) {
		draw_leaving(motion, cr, share);
	}
	cairo_destroy(cr);
}
