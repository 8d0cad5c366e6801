/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/hall-screen.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/hall-panels.h"

struct hall_screen {
	const struct phrases *phrases;
	bool drawn; /* last holds what the surface shows */
	bool cut; /* a text did not fit in the last drawing */
	int width, height;
	struct hall_layout layout;
	struct hall_view last;
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

struct hall_screen *hall_screen_new(const struct phrases *phrases)
{
	struct hall_screen *screen = memory_new(1, sizeof(*screen));

	screen->phrases = phrases;
	return screen;
}

void hall_screen_free(struct hall_screen *screen)
{
	free(screen);
}

void hall_screen_forget(struct hall_screen *screen)
{
	screen->drawn = false;
}

static cairo_rectangle_int_t place(double x, double y, double width, double height, double u)
{
	int left = (int)lround(x * u);
	int top = (int)lround(y * u);

	return (cairo_rectangle_int_t){left, top, (int)lround((x + width) * u) - left,
		(int)lround((y + height) * u) - top};
}

/* In units. Head, waiting and notice have fixed heights; the main panel and the list share the
 * rest. */
static const double margin = 2.2, gap = 1.5;

struct heights {
	double head, clock_width, waiting, notice;
};
static const struct heights landscape = {9.8, 48, 21, 7.6};
static const struct heights portrait = {13, 35, 38, 11};

bool hall_layout_is_wide(const struct hall_view *view)
{
	if (view->main.kind == HALL_STARTING) {
		return true;
	}
	for (int i = 0; i < view->waiting.n; i++) {
		if (view->waiting.service[i].waiting > 0 || view->waiting.service[i].taking) {
			return false;
		}
	}
	return view->main.kind == HALL_CLOSED && view->list.n == 0;
}

/* Places main, list and waiting in the body, w × h at margin, y. */
static void place_body(struct hall_layout *ret, double y, double w, double h, double waiting)
{
	double calls = h - waiting - gap;
	double main = ret->portrait ? (calls - gap) * 0.52 : (w - gap) * 0.605;
	double u = ret->unit_px;

	if (ret->wide) {
		ret->box[HALL_PANEL_MAIN] = place(margin, y, w, h, u);
		return;
	}
	if (ret->portrait) {
		ret->box[HALL_PANEL_MAIN] = place(margin, y, w, main, u);
		ret->box[HALL_PANEL_LIST] = place(margin, y + main + gap, w, calls - main - gap, u);
	} else {
		ret->box[HALL_PANEL_MAIN] = place(margin, y, main, calls, u);
		ret->box[HALL_PANEL_LIST] = place(margin + main + gap, y, w - main - gap, calls, u);
	}
	ret->box[HALL_PANEL_WAITING] = place(margin, y + calls + gap, w, waiting, u);
}

void hall_layout_make(int width, int height, bool wide, struct hall_layout *ret)
{
	double short_side = MIN_OF(width, height);
	double long_side = MAX_OF(width, height);
	double u = MIN_OF(short_side, long_side * 9 / 16) / 100;
	const struct heights *is = height > width ? &portrait : &landscape;
	double w = width / u - 2 * margin;
	double h = height / u - 2 * margin;
	double body = h - is->head - is->notice - 2 * gap;

	*ret = (struct hall_layout){.unit_px = u, .portrait = height > width, .wide = wide};
	ret->box[HALL_PANEL_HEAD] = place(margin, margin, w - is->clock_width - gap, is->head, u);
	ret->box[HALL_PANEL_CLOCK] =
		place(margin + w - is->clock_width, margin, is->clock_width, is->head, u);
	place_body(ret, margin + is->head + gap, w, body, is->waiting);
	ret->box[HALL_PANEL_NOTICE] = place(margin, margin + h - is->notice, w, is->notice, u);
}

static void draw_panel(struct hall_screen *screen, cairo_t *cr, const struct hall_view *view,
	enum hall_panel panel)
{
	const cairo_rectangle_int_t *box = &screen->layout.box[panel];
	const struct hall_brush brush = {
		.cr = cr,
		.phrases = screen->phrases,
		.view = view,
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

	if (all->width == 0) {
		*all = *one;
		return;
	}
	all->x = MIN_OF(all->x, one->x);
	all->y = MIN_OF(all->y, one->y);
	all->width = right - all->x;
	all->height = bottom - all->y;
}

static void start_anew(struct hall_screen *screen, cairo_t *cr, int width, int height, bool wide)
{
	screen->width = width;
	screen->height = height;
	hall_layout_make(width, height, wide, &screen->layout);
	theme_set_source(cr, THEME_NIGHT);
	cairo_paint(cr);
}

bool hall_screen_draw(struct hall_screen *screen, cairo_surface_t *surface,
	const struct hall_view *view, cairo_rectangle_int_t *ret_changed)
{
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	bool wide = hall_layout_is_wide(view);
	bool all = !screen->drawn || wide != screen->layout.wide || width != screen->width ||
		height != screen->height || strcmp(view->language, screen->last.language) != 0 ||
		strcmp(view->second, screen->last.second) != 0;
	cairo_rectangle_int_t changed = {0};
	cairo_t *cr = cairo_create(surface);

	screen->cut = false;
	if (all) {
		start_anew(screen, cr, width, height, wide);
	}
	for (enum hall_panel i = 0; i < HALL_PANELS; i++) {
		size_t offset = panels[i].offset;

		if (screen->layout.box[i].width == 0) {
			continue;
		}
		if (all ||
			memcmp((const char *)view + offset, (const char *)&screen->last + offset,
				panels[i].size) != 0) {
			draw_panel(screen, cr, view, i);
			join(&changed, &screen->layout.box[i]);
		}
	}
	cairo_destroy(cr);
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

struct hall_room hall_screen_room(int n_services, int width, int height)
{
	struct hall_grid grid = hall_waiting_grid(n_services, height > width);
	int cells = grid.columns * grid.rows;
	struct hall_layout layout;

	hall_layout_make(width, height, false, &layout);
	return (struct hall_room){
		.rows = hall_list_rows(&layout),
		.pages = MAX_OF(1, (n_services + cells - 1) / cells),
	};
}
