/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/hall-layout.h"

#include <math.h>

/* The list of calls. */
enum { LIST_ROWS_MIN = 5 };
const double hall_list_heading_u = 7.2;
const double hall_row_ink = 0.6;
static const double list_padding = 1.8, list_row = 9.4;

double hall_row_height(double digits_px)
{
	return (digits_px + 1) / hall_row_ink; /* a pixel is lost where ink is fitted to its box */
}

int hall_list_rows(const struct hall_layout *layout)
{
	double height = layout->box[HALL_PANEL_LIST].height -
		(hall_list_heading_u + list_padding / 2) * layout->unit_px;
	int most = MAX_OF((int)(height / MAX_OF(layout->row_px, 1)), 1);
	int rows = MAX_OF((int)(height / (list_row * layout->unit_px)), LIST_ROWS_MIN);

	return MIN_OF(MIN_OF(rows, most), HALL_CALLS_MAX);
}

void hall_list_row_box(const struct hall_layout *layout, int row, cairo_rectangle_t *ret)
{
	const cairo_rectangle_int_t *box = &layout->box[HALL_PANEL_LIST];
	double top = hall_list_heading_u * layout->unit_px;
	double height =
		(box->height - top - list_padding * layout->unit_px / 2) / hall_list_rows(layout);

	*ret = (cairo_rectangle_t){0, top + row * height, box->width, height};
}

/* Waiting: as few columns as the services need, so that names have room; further services are on
 * more pages. */
struct hall_grid hall_waiting_grid(int n_services, bool portrait)
{
	int n = MAX_OF(n_services, 1);

	if (n <= 4) {
		return portrait ? (struct hall_grid){1, n} : (struct hall_grid){n, 1};
	}
	return portrait ? (struct hall_grid){2, MIN_OF((n + 1) / 2, 4)}
			: (struct hall_grid){n <= 6 ? 3 : 4, 2};
}

/* In units: above the label, the label, above and below the number, below the band. The band's
 * share of the panel. */
static const double top_u = 1.8, label_u = 7.6, above_u = 1.0, below_u = 1.5, bottom_u = 2.1;
static const double band_share = 0.36;

double hall_main_height(double number_px, double unit_px)
{
	return (number_px + (top_u + label_u + above_u + below_u + bottom_u) * unit_px) /
		(1 - band_share);
}

void hall_call_place(double width, double height, double u, struct hall_call_boxes *ret)
{
	double side = 3.4 * u;
	double label_height = label_u * u;
	double band_height = MIN_OF(height * band_share, width * 0.3);
	double band_y = height - band_height - bottom_u * u;
	double number_y = (top_u + label_u + above_u) * u;

	ret->label = (cairo_rectangle_t){side, top_u * u, width - 2 * side, label_height};
	ret->band = (cairo_rectangle_t){2.2 * u, band_y, width - 4.4 * u, band_height};
	ret->number = (cairo_rectangle_t){
		side, number_y, width - 2 * side, band_y - number_y - below_u * u};
}

/* The whole screen. */

static cairo_rectangle_int_t place(double x, double y, double width, double height, double u)
{
	int left = (int)lround(x * u);
	int top = (int)lround(y * u);

	return (cairo_rectangle_int_t){left, top, (int)lround((x + width) * u) - left,
		(int)lround((y + height) * u) - top};
}

/* In units. Head, waiting and notice have fixed heights; the main panel and the list share the
 * rest. */
struct heights {
	double head, clock_width, waiting, notice;
};
static const struct heights landscape = {9.8, 48, 21, 7.6};
static const struct heights portrait = {13, 35, 38, 11};

/* Whether there is nothing to list and nobody to count. */
static bool is_wide(const struct hall_view *view)
{
	if (view->main.kind == HALL_STARTING || view->main.counter > 0) {
		return true;
	}
	for (int i = 0; i < view->waiting.n; i++) {
		if (view->waiting.service[i].waiting > 0 || view->waiting.service[i].taking) {
			return false;
		}
	}
	return (view->main.kind == HALL_CLOSED || view->main.kind == HALL_PAGE) &&
		view->list.n == 0;
}

enum hall_form hall_layout_form(const struct hall_view *view)
{
	const struct hall_notice *notice = &view->notice;

	if (view->board) {
		return notice->away || notice->unable || notice->portal || notice->undated
			? HALL_FORM_WIDE
			: HALL_FORM_FULL;
	}
	return is_wide(view) ? HALL_FORM_WIDE : HALL_FORM_PANELS;
}

/* What the theme's angles are on this screen. */
static double angle_px(const struct theme_angle *angle, int width, int height, double diagonal_inch)
{
	double mm = diagonal_inch * 25.4;

	return mm > 0 ? theme_angle_mm(angle) * hypot(width, height) / mm : 0;
}

/* The main panel's height in the body of height h, in units; least is what its number needs. */
static double main_height(const struct hall_layout *layout, double h, double least)
{
	/* The list's heading and two of its rows stay. */
	double most = h - layout->gap - 9 - 2 * MAX_OF(layout->row_px / layout->unit_px, 8);

	return layout->portrait ? MIN_OF(MAX_OF((h - layout->gap) * 0.52, least), most) : h;
}

/* Places main, list and waiting in the body, w × h at margin, y; least is what main needs. */
static void place_body(
	struct hall_layout *ret, double y, double w, double h, double waiting, double least)
{
	double margin = ret->margin;
	double gap = ret->gap;
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

void hall_layout_make(const struct theme *theme, int width, int height, double diagonal_inch,
	enum hall_form form, struct hall_layout *ret)
{
	double short_side = MIN_OF(width, height);
	double long_side = MAX_OF(width, height);
	double u = MIN_OF(short_side, long_side * 9 / 16) / 100;
	const struct heights *is = height > width ? &portrait : &landscape;
	double margin = theme->space[THEME_MARGIN] / 10.0;
	double gap = theme->space[THEME_GAP] / 10.0;
	double w = width / u - 2 * margin;
	double h = height / u - 2 * margin;
	double foot = form == HALL_FORM_FULL ? 0 : is->notice + gap;
	double body = h - is->head - gap - foot;
	double number_px = angle_px(&theme->number, width, height, diagonal_inch);

	*ret = (struct hall_layout){.unit_px = u,
		.margin = margin,
		.gap = gap,
		.radius = theme->space[THEME_RADIUS] / 10.0,
		.portrait = height > width,
		.form = form,
		.wide = form != HALL_FORM_PANELS};
	ret->row_px = hall_row_height(angle_px(&theme->row, width, height, diagonal_inch));
	ret->box[HALL_PANEL_HEAD] = place(margin, margin, w - is->clock_width - gap, is->head, u);
	ret->box[HALL_PANEL_CLOCK] =
		place(margin + w - is->clock_width, margin, is->clock_width, is->head, u);
	place_body(ret, margin + is->head + gap, w, body, is->waiting,
		number_px > 0 ? hall_main_height(number_px, u) / u : 0);
	if (form != HALL_FORM_FULL) {
		ret->box[HALL_PANEL_NOTICE] =
			place(margin, margin + h - is->notice, w, is->notice, u);
	}
}

struct hall_room hall_layout_room(
	const struct theme *theme, int n_services, int width, int height, double diagonal_inch)
{
	struct hall_grid grid = hall_waiting_grid(n_services, height > width);
	int cells = grid.columns * grid.rows;
	struct hall_layout layout;

	hall_layout_make(theme, width, height, diagonal_inch, HALL_FORM_PANELS, &layout);
	return (struct hall_room){
		.rows = hall_list_rows(&layout),
		.pages = layout.bare ? 1 : MAX_OF(1, (n_services + cells - 1) / cells),
	};
}

struct hall_page_has hall_page_has(const struct hall_main *main)
{
	return (struct hall_page_has){
		.title = *main->title.first != '\0',
		.text = *main->text.first != '\0',
		.picture = *main->picture != '\0',
		.table = main->table.columns > 0,
		.link = *main->link != '\0',
	};
}

/* Takes the QR code's place, a square as large as people need it who stand back, out of the rest.
 */
static void place_qr(const struct hall_page_has *has, double u, cairo_rectangle_t *rest,
	struct hall_page_boxes *ret)
{
	bool beside = rest->width > rest->height;
	double share = has->picture || has->table ? 0.3 : 0.44;
	double side = (beside ? rest->width : rest->height) * share;
	double words = 7 * u;
	cairo_rectangle_t box = *rest;

	side = MIN_OF(side, (beside ? rest->height - words : rest->width * 0.8) - 2 * u);
	if (beside) {
		box.x += box.width - side - 2 * u;
		box.y += (box.height - side - words) / 2;
		rest->width -= side + 4 * u;
	} else {
		box.x += (box.width - side) / 2;
		box.y += box.height - side - words - u;
		rest->height -= side + words + 2 * u;
	}
	ret->qr = (cairo_rectangle_t){box.x, box.y, side, side};
	ret->qr_words = (cairo_rectangle_t){box.x - u, box.y + side + 0.5 * u, side + 2 * u, words};
	if (!beside) {
		ret->qr_words.x = rest->x + 4 * u;
		ret->qr_words.width = rest->width - 8 * u;
	}
}

void hall_page_place(const struct hall_page_has *has, double width, double height, double u,
	struct hall_page_boxes *ret)
{
	const double inset = 1.4 * u;
	const bool below = has->picture || has->table; /* something under title and text */
	cairo_rectangle_t rest = {0, inset, width, height - 2 * inset};
	double title, text, y = inset;

	*ret = (struct hall_page_boxes){0};
	if (has->link) {
		place_qr(has, u, &rest, ret);
		height = rest.height + 2 * inset;
	}
	title = height * (below ? 0.16 : has->text ? 0.26 : 0.9);
	text = height * (has->picture ? 0.24 : has->table ? 0.18 : has->title ? 0.66 : 0.9);
	if (has->title) {
		ret->title = (cairo_rectangle_t){rest.x + 4 * u, y, rest.width - 8 * u, title};
		y += title + u;
	}
	if (has->text) {
		ret->text = (cairo_rectangle_t){rest.x + 4 * u, y, rest.width - 8 * u, text};
		y += text + u;
	}
	if (has->picture) {
		ret->picture = (cairo_rectangle_t){
			rest.x + inset, y, rest.width - 2 * inset, height - y - inset};
	}
	if (has->table) {
		ret->table = (cairo_rectangle_t){
			rest.x + 3 * u, y, rest.width - 6 * u, height - y - inset};
	}
}
