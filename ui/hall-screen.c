/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/hall-screen.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/hall-motion.h"
#include "ui/hall-panels.h"

struct hall_screen {
	const struct phrases *phrases;
	bool drawn; /* last holds what the surface shows */
	int64_t now_ms; /* of the last drawing */
	bool cut; /* a text did not fit in the last drawing */
	int width, height;
	double diagonal_inch;
	struct hall_layout layout;
	struct hall_view last;
	struct hall_motion motion;
	cairo_surface_t *picture; /* borrowed */
};

static const struct {
	void (*draw)(const struct hall_brush *brush);
	size_t offset, size; /* of the panel's part of the view */
} panels[HALL_PANELS] = {
#define PART(member) offsetof(struct hall_view, member), sizeof(((struct hall_view *)0)->member)
	[HALL_PANEL_HEAD] = {hall_draw_head, PART(head)},
	[HALL_PANEL_CLOCK] = {hall_draw_clock, PART(clock)},
	[HALL_PANEL_MAIN] = {hall_draw_main, PART(main)},
	[HALL_PANEL_LIST] = {hall_draw_list, PART(list)},
	[HALL_PANEL_WAITING] = {hall_draw_waiting, PART(waiting)},
	[HALL_PANEL_NOTICE] = {hall_draw_notice, PART(notice)},
#undef PART
};

struct hall_screen *hall_screen_new(const struct phrases *phrases, double diagonal_inch)
{
	struct hall_screen *screen = memory_new(1, sizeof(*screen));

	screen->phrases = phrases;
	screen->diagonal_inch = diagonal_inch;
	return screen;
}

void hall_screen_free(struct hall_screen *screen)
{
	if (screen) {
		hall_motion_done(&screen->motion);
		free(screen);
	}
}

void hall_screen_set_picture(struct hall_screen *screen, cairo_surface_t *picture)
{
	screen->picture = picture;
}

void hall_screen_forget(struct hall_screen *screen)
{
	screen->drawn = false;
}

static void draw_panel(struct hall_screen *screen, cairo_t *cr, const struct hall_view *view,
	enum hall_panel panel)
{
	const cairo_rectangle_int_t *box = &screen->layout.box[panel];
	const struct hall_brush brush = {
		.cr = cr,
		.phrases = screen->phrases,
		.view = view,
		.layout = &screen->layout,
		.picture = screen->picture,
		.u = screen->layout.unit_px,
		.width = box->width,
		.height = box->height,
		.portrait = screen->layout.portrait,
		.wide = screen->layout.wide,
		.cut = &screen->cut,
	};

	cairo_save(cr);
	cairo_translate(cr, box->x, box->y);
	cairo_rectangle(cr, 0, 0, box->width, box->height);
	cairo_clip(cr);
	theme_set_source(cr, THEME_NIGHT);
	cairo_paint(cr);
	panels[panel].draw(&brush);
	cairo_restore(cr);
}

static void join(cairo_rectangle_int_t *all, const cairo_rectangle_int_t *one)
{
	int right = MAX_OF(all->x + all->width, one->x + one->width);
	int bottom = MAX_OF(all->y + all->height, one->y + one->height);

	if (one->width == 0) {
		return;
	}
	if (all->width == 0) {
		*all = *one;
		return;
	}
	all->x = MIN_OF(all->x, one->x);
	all->y = MIN_OF(all->y, one->y);
	all->width = right - all->x;
	all->height = bottom - all->y;
}

static void start_anew(
	struct hall_screen *screen, cairo_t *cr, int width, int height, enum hall_form form)
{
	screen->width = width;
	screen->height = height;
	hall_layout_make(theme_used(), width, height, screen->diagonal_inch, form, &screen->layout);
	theme_set_source(cr, THEME_NIGHT);
	cairo_paint(cr);
}

static bool same_call(const struct hall_main *a, const struct hall_main *b)
{
	return a->fresh && b->fresh && strcmp(a->call.number, b->call.number) == 0 &&
		a->call.counter == b->call.counter && a->call.times == b->call.times;
}

/* The row of the list to which the last view's call goes, because it is not announced any more. */
static bool find_row(
	const struct hall_screen *screen, const struct hall_view *view, cairo_rectangle_int_t *ret)
{
	const cairo_rectangle_int_t *list = &screen->layout.box[HALL_PANEL_LIST];
	const struct hall_main *last = &screen->last.main;
	int i = 0;
	cairo_rectangle_t row;

	while (i < view->list.n && strcmp(view->list.call[i].number, last->call.number) != 0) {
		i++;
	}
	if (!last->fresh || i == view->list.n || i >= hall_list_rows(&screen->layout) ||
		(view->main.fresh && strcmp(view->main.call.number, last->call.number) == 0)) {
		return false;
	}
	hall_list_row_box(&screen->layout, i, &row);
	*ret = (cairo_rectangle_int_t){
		list->x + (int)row.x, list->y + (int)row.y, (int)row.width, (int)row.height};
	return true;
}

/* Before the panels are drawn: begins to move what the new view moves. */
static void begin_motion(struct hall_screen *screen, cairo_surface_t *surface,
	const struct hall_view *view, int64_t now_ms)
{
	bool enters = view->main.fresh && !same_call(&view->main, &screen->last.main);
	cairo_rectangle_int_t row;
	bool leaves = find_row(screen, view, &row);

	if (enters || leaves) {
		hall_motion_begin(&screen->motion, surface, &screen->layout.box[HALL_PANEL_MAIN],
			leaves ? &row : NULL, enters, now_ms);
	}
}

int64_t hall_screen_next_ms(const struct hall_screen *screen)
{
	return screen->motion.moving ? screen->now_ms + HALL_MOTION_FRAME_MS : INT64_MAX;
}

/* Draws the panels that differ from the last view. */
static void draw_panels(struct hall_screen *screen, cairo_t *cr, const struct hall_view *view,
	bool all, cairo_rectangle_int_t *changed)
{
	for (enum hall_panel i = 0; i < HALL_PANELS; i++) {
		size_t offset = panels[i].offset;

		if (screen->layout.box[i].width == 0) {
			continue;
		}
		if (all ||
			memcmp((const char *)view + offset, (const char *)&screen->last + offset,
				panels[i].size) != 0) {
			draw_panel(screen, cr, view, i);
			join(changed, &screen->layout.box[i]);
		}
	}
}

bool hall_screen_draw(struct hall_screen *screen, cairo_surface_t *surface,
	const struct hall_view *view, int64_t now_ms, cairo_rectangle_int_t *ret_changed)
{
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	enum hall_form form = hall_layout_form(view);
	bool all = !screen->drawn || form != screen->layout.form ||
		view->board != screen->last.board || width != screen->width ||
		height != screen->height || strcmp(view->language, screen->last.language) != 0 ||
		strcmp(view->second, screen->last.second) != 0;
	cairo_rectangle_int_t changed = {0};
	cairo_t *cr = cairo_create(surface);

	screen->cut = false;
	screen->now_ms = now_ms;
	if (all) {
		hall_motion_done(&screen->motion);
		start_anew(screen, cr, width, height, form);
	} else {
		join(&changed, &screen->motion.region); /* empty at rest */
		hall_motion_settle(&screen->motion, surface);
		begin_motion(screen, surface, view, now_ms);
	}
	draw_panels(screen, cr, view, all, &changed);
	cairo_destroy(cr);
	if (screen->motion.moving) {
		join(&changed, &screen->motion.region);
		hall_motion_draw(&screen->motion, surface, now_ms);
	}
	if (changed.width == 0) {
		return false;
	}
	memcpy(&screen->last, view, sizeof(screen->last)); /* with padding: compared as bytes */
	screen->drawn = true;
	*ret_changed = all ? (cairo_rectangle_int_t){0, 0, width, height} : changed;
	return true;
}

bool hall_screen_was_cut(const struct hall_screen *screen)
{
	return screen->cut;
}

struct hall_room hall_screen_room(
	const struct hall_screen *screen, int n_services, int width, int height)
{
	return hall_layout_room(theme_used(), n_services, width, height, screen->diagonal_inch);
}
