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
	int width, height, diagonal_inch;
	struct hall_layout layout;
	struct hall_view last;
	struct hall_motion motion;
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

struct hall_screen *hall_screen_new(const struct phrases *phrases, int diagonal_inch)
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
	if (view->main.kind == HALL_STARTING || view->main.counter > 0) {
		return true;
	}
	for (int i = 0; i < view->waiting.n; i++) {
		if (view->waiting.service[i].waiting > 0 || view->waiting.service[i].taking) {
			return false;
		}
	}
	return view->main.kind == HALL_CLOSED && view->list.n == 0;
}

/* What the theme's angles are on this screen. */
static double angle_px(const struct theme_angle *angle, int width, int height, int diagonal_inch)
{
	double mm = diagonal_inch * 25.4;

	return mm > 0 ? theme_angle_mm(angle) * hypot(width, height) / mm : 0;
}

/* The main panel's height in the body of height h, in units; least is what its number needs. */
static double main_height(const struct hall_layout *layout, double h, double least)
{
	/* The list's heading and two of its rows stay. */
	double most = h - gap - 9 - 2 * MAX_OF(layout->row_px / layout->unit_px, 8);

	return layout->portrait ? MIN_OF(MAX_OF((h - gap) * 0.52, least), most) : h;
}

/* Places main, list and waiting in the body, w × h at margin, y; least is what main needs. */
static void place_body(
	struct hall_layout *ret, double y, double w, double h, double waiting, double least)
{
	double calls = h - waiting - gap;
	double main = (w - gap) * 0.605;
	double u = ret->unit_px;

	if (ret->wide) {
		ret->box[HALL_PANEL_MAIN] = place(margin, y, w, h, u);
		return;
	}
	ret->bare = main_height(ret, calls, least) < least;
	calls = ret->bare ? h : calls;
	if (ret->portrait) {
		main = main_height(ret, calls, least);
		ret->box[HALL_PANEL_MAIN] = place(margin, y, w, main, u);
		ret->box[HALL_PANEL_LIST] = place(margin, y + main + gap, w, calls - main - gap, u);
	} else {
		ret->box[HALL_PANEL_MAIN] = place(margin, y, main, calls, u);
		ret->box[HALL_PANEL_LIST] = place(margin + main + gap, y, w - main - gap, calls, u);
	}
	if (!ret->bare) {
		ret->box[HALL_PANEL_WAITING] = place(margin, y + calls + gap, w, waiting, u);
	}
}

void hall_layout_make(int width, int height, int diagonal_inch, bool wide, struct hall_layout *ret)
{
	double short_side = MIN_OF(width, height);
	double long_side = MAX_OF(width, height);
	double u = MIN_OF(short_side, long_side * 9 / 16) / 100;
	const struct heights *is = height > width ? &portrait : &landscape;
	double w = width / u - 2 * margin;
	double h = height / u - 2 * margin;
	double body = h - is->head - is->notice - 2 * gap;
	const struct theme *theme = theme_used();
	double number_px = angle_px(&theme->number, width, height, diagonal_inch);

	*ret = (struct hall_layout){.unit_px = u, .portrait = height > width, .wide = wide};
	ret->row_px = hall_row_height(angle_px(&theme->row, width, height, diagonal_inch));
	ret->box[HALL_PANEL_HEAD] = place(margin, margin, w - is->clock_width - gap, is->head, u);
	ret->box[HALL_PANEL_CLOCK] =
		place(margin + w - is->clock_width, margin, is->clock_width, is->head, u);
	place_body(ret, margin + is->head + gap, w, body, is->waiting,
		number_px > 0 ? hall_main_height(number_px, u) / u : 0);
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
		.layout = &screen->layout,
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

static void start_anew(struct hall_screen *screen, cairo_t *cr, int width, int height, bool wide)
{
	screen->width = width;
	screen->height = height;
	hall_layout_make(width, height, screen->diagonal_inch, wide, &screen->layout);
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
	bool wide = hall_layout_is_wide(view);
	bool all = !screen->drawn || wide != screen->layout.wide || width != screen->width ||
		height != screen->height || strcmp(view->language, screen->last.language) != 0 ||
		strcmp(view->second, screen->last.second) != 0;
	cairo_rectangle_int_t changed = {0};
	cairo_t *cr = cairo_create(surface);

	screen->cut = false;
	screen->now_ms = now_ms;
	if (all) {
		hall_motion_done(&screen->motion);
		start_anew(screen, cr, width, height, wide);
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
	struct hall_grid grid = hall_waiting_grid(n_services, height > width);
	int cells = grid.columns * grid.rows;
	struct hall_layout layout;

	hall_layout_make(width, height, screen->diagonal_inch, false, &layout);
	return (struct hall_room){
		.rows = hall_list_rows(&layout),
		.pages = layout.bare ? 1 : MAX_OF(1, (n_services + cells - 1) / cells),
	};
}
