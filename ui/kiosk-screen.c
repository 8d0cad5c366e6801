/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/kiosk-screen.h"

#include <math.h>

#include "base/text.h"
#include "ui/draw-pictogram.h"
#include "ui/kiosk-layout.h"
#include "ui/qr-code.h"

/* Millimetres. */
#define RADIUS 2.5
#define RAISED 1.0 /* how much of its edge a key shows */
#define OUTLINE 0.7
#define EDGE 0.35 /* of what is flat */
#define FOCUS 1.4 /* the frame around a key, and what is between */
#define FOCUS_GAP 0.5

struct brush {
	cairo_t *cr;
	const struct kiosk_layout *layout;
	double mm;
};

static void trace(const struct brush *brush, const struct kiosk_box *box)
{
	cairo_t *cr = brush->cr;
	double radius = MIN_OF(RADIUS * brush->mm, box->height / 2);
	double right = box->x + box->width, bottom = box->y + box->height;

	cairo_new_sub_path(cr);
	cairo_arc(cr, right - radius, box->y + radius, radius, -M_PI / 2, 0);
	cairo_arc(cr, right - radius, bottom - radius, radius, 0, M_PI / 2);
	cairo_arc(cr, box->x + radius, bottom - radius, radius, M_PI / 2, M_PI);
	cairo_arc(cr, box->x + radius, box->y + radius, radius, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
}

static bool is_pressed(const struct brush *brush, const struct kiosk_element *key)
{
	const struct kiosk_target *pressed = &brush->layout->pressed;

	return pressed->kind != KIOSK_TARGET_NONE &&
		kiosk_layout_same_target(&key->target, pressed);
}

/* Where colours have much contrast, what cannot be chosen, and the field with what was typed, are
 * as white as the page. */
static void draw_edge(const struct brush *brush, const struct kiosk_box *box)
{
	double line = EDGE * brush->mm;
	struct kiosk_box inner = {
		box->x + line / 2, box->y + line / 2, box->width - line, box->height - line};

	trace(brush, &inner);
	theme_set_source(brush->cr, THEME_RULE);
	cairo_set_line_width(brush->cr, line);
	cairo_stroke(brush->cr);
}

/* A key looks raised, so that it is seen to be one; under a finger it is pressed in, darker, with
 * an inner line: not by colour alone. What cannot be chosen now is flat. */
static void draw_key(const struct brush *brush, const struct kiosk_element *key)
{
	cairo_t *cr = brush->cr;
	bool pressed = is_pressed(brush, key), flat = key->colour == THEME_OFF;
	double raised = flat || pressed ? 0 : RAISED * brush->mm, line = OUTLINE * brush->mm;
	struct kiosk_box top = key->box, inner;

	if (raised > 0) {
		trace(brush, &key->box);
		theme_set_source(cr, key->outlined ? THEME_BRAND : THEME_BRAND_PRESSED);
		cairo_fill(cr);
		top.height -= raised;
	}
	trace(brush, &top);
	theme_set_source(cr,
		pressed                 ? THEME_BRAND_PRESSED
			: key->outlined ? THEME_PAPER
					: key->colour);
	cairo_fill(cr);
	if (flat && !pressed) {
		draw_edge(brush, &key->box);
	}
	if (!key->outlined && !pressed) {
		return;
	}
	inner = (struct kiosk_box){top.x + line * (pressed ? 2 : 0.5),
		top.y + line * (pressed ? 2 : 0.5), top.width - line * (pressed ? 4 : 1),
		top.height - line * (pressed ? 4 : 1)};
	trace(brush, &inner);
	theme_set_source(cr, pressed ? THEME_PAPER : key->colour);
	cairo_set_line_width(cr, line);
	cairo_stroke(cr);
}

static bool lies_on(const struct kiosk_element *text, const struct kiosk_element *key)
{
	return text->box.x >= key->box.x && text->box.y >= key->box.y &&
		text->box.x + text->box.width <= key->box.x + key->box.width &&
		text->box.y + text->box.height <= key->box.y + key->box.height;
}

/* In the middle of its box, by height. The words of a pressed key (NULL none) are on its dark
 * area. */
static void draw_text(const struct brush *brush, const struct kiosk_element *element,
	const struct kiosk_element *pressed)
{
	struct typeset_style style = kiosk_layout_style(element);
	double spare = MAX_OF(0, element->box.height - element->height_px);

	if (pressed && lies_on(element, pressed)) {
		struct typeset_style paper = theme_style(THEME_PAPER, 1, false);

		for (size_t i = 0; i < ELEMENTS(style.rgb); i++) {
			style.rgb[i] = paper.rgb[i];
		}
	}
	(void)typeset_draw(
		brush->cr, &style, element->text, element->box.x, element->box.y + spare / 2);
}

/* What is on a pressed key has the colour of its words. */
static void set_ink(const struct brush *brush, const struct kiosk_element *element,
	const struct kiosk_element *pressed)
{
	theme_set_source(
		brush->cr, pressed && lies_on(element, pressed) ? THEME_PAPER : element->colour);
}

/* As large as its box allows, at its left. */
static void draw_emblem(const struct brush *brush, const struct kiosk_element *element)
{
	cairo_surface_t *emblem = theme_emblem(false);
	double width = cairo_image_surface_get_width(emblem);
	double height = cairo_image_surface_get_height(emblem);
	double scale = MIN_OF(element->box.width / width, element->box.height / height);
	cairo_t *cr = brush->cr;

	cairo_save(cr);
	cairo_translate(
		cr, element->box.x, element->box.y + (element->box.height - height * scale) / 2);
	cairo_scale(cr, scale, scale);
	cairo_set_source_surface(cr, emblem, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_paint(cr);
	cairo_restore(cr);
}

static void draw_number(const struct brush *brush, const struct kiosk_element *element)
{
	struct typeset_style style = theme_style(element->colour, element->box.height, true);
	cairo_rectangle_t box = {element->box.x, element->box.y + element->box.height * 0.06,
		element->box.width, element->box.height * 0.88};

	style.align = ALIGN_CENTRE;
	style.tabular = true;
	(void)typeset_draw_fitted(brush->cr, &style, element->text, &box);
}

static void fill_box(const struct brush *brush, const struct kiosk_element *element)
{
	cairo_rectangle(
		brush->cr, element->box.x, element->box.y, element->box.width, element->box.height);
	theme_set_source(brush->cr, element->colour);
	cairo_fill(brush->cr);
}

static void draw_band(const struct brush *brush, const struct kiosk_element *element)
{
	trace(brush, &element->box);
	theme_set_source(brush->cr, element->colour);
	cairo_fill(brush->cr);
	if (element->colour == THEME_OFF) {
		draw_edge(brush, &element->box);
	}
}

/* An ear that sound comes to. */
static void draw_ear(const struct brush *brush, const struct kiosk_element *element)
{
	const struct kiosk_box *box = &element->box;
	double unit = box->height / 24;
	cairo_t *cr = brush->cr;

	cairo_save(cr);
	cairo_translate(cr, box->x + (box->width - 24 * unit) / 2, box->y);
	cairo_scale(cr, unit, unit);
	theme_set_source(cr, element->colour);
	cairo_set_line_width(cr, 2.4);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_new_path(cr);
	/* The shell and the lobe, then what is inside them. */
	cairo_arc(cr, 9, 9, 7, M_PI * 0.9, M_PI * 2.15);
	cairo_curve_to(cr, 14, 15, 11.5, 15, 11.2, 18.5);
	cairo_curve_to(cr, 10.8, 23, 5.5, 23.2, 4.6, 19.6);
	cairo_stroke(cr);
	cairo_arc(cr, 9, 9, 3, M_PI, M_PI * 2.2);
	cairo_curve_to(cr, 10.5, 12.5, 8.6, 12.4, 8.4, 15);
	cairo_stroke(cr);
	for (int wave = 0; wave < 2; wave++) {
		cairo_arc(cr, 9, 9, 10.3 + 3.6 * wave, -M_PI * 0.2, M_PI * 0.2);
		cairo_stroke(cr);
	}
	cairo_restore(cr);
}

/* Around the key, in the gap, so that it is seen on a key of any colour. */
static void draw_focus(const struct brush *brush, const struct kiosk_element *key)
{
	double out = (FOCUS_GAP + FOCUS / 2) * brush->mm;
	struct kiosk_box frame = {key->box.x - out, key->box.y - out, key->box.width + 2 * out,
		key->box.height + 2 * out};

	trace(brush, &frame);
	theme_set_source(brush->cr, THEME_INK);
	cairo_set_line_width(brush->cr, FOCUS * brush->mm);
	cairo_stroke(brush->cr);
}

static bool is_focus(const struct brush *brush, const struct kiosk_element *key)
{
	const struct kiosk_target *focus = &brush->layout->focus;

	if (focus->kind == KIOSK_TARGET_LINE) {
		return key == &brush->layout->elements[focus->index] && key->told;
	}
	return focus->kind != KIOSK_TARGET_NONE && kiosk_layout_same_target(&key->target, focus);
}

void kiosk_screen_draw(cairo_t *cr, const struct kiosk_layout *layout)
{
	struct brush brush = {cr, layout, layout->size.mm};
	const struct kiosk_element *pressed = NULL;

	cairo_save(cr);
	theme_set_source(cr, THEME_PAPER);
	cairo_paint(cr);
	for (int i = 0; i < layout->n; i++) {
		const struct kiosk_element *element = &layout->elements[i];

		switch (element->kind) {
		case KIOSK_ELEMENT_TEXT:
			draw_text(&brush, element, pressed);
			break;
		case KIOSK_ELEMENT_NUMBER:
			draw_number(&brush, element);
			break;
		case KIOSK_ELEMENT_KEY:
			pressed = is_pressed(&brush, element) ? element : pressed;
			draw_key(&brush, element);
			break;
		case KIOSK_ELEMENT_BAND:
			draw_band(&brush, element);
			break;
		case KIOSK_ELEMENT_RULE:
			fill_box(&brush, element);
			break;
		case KIOSK_ELEMENT_QR:
			theme_set_source(cr, THEME_INK);
			qr_code_draw(cr, element->text, element->box.x, element->box.y,
				element->box.width);
			break;
		case KIOSK_ELEMENT_PICTOGRAM:
			set_ink(&brush, element, pressed);
			draw_pictogram(cr, element->text, element->box.x, element->box.y,
				element->box.width);
			break;
		case KIOSK_ELEMENT_EMBLEM:
			draw_emblem(&brush, element);
			break;
		case KIOSK_ELEMENT_EAR:
			draw_ear(&brush, element);
			break;
		}
		if (is_focus(&brush, element)) {
			draw_focus(&brush, element);
		}
	}
	cairo_restore(cr);
}
