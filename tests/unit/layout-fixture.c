/* SPDX-License-Identifier: Apache-2.0 */
#include "layout-fixture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

struct phrases *layout_phrases;
struct layout_counts layout_counts;

const struct layout_screen layout_screens[] = {
	{800, 480, 10.1, 0},
	{1024, 600, 10.1, 0},
	{1280, 800, 10.1, 0},
	{1280, 800, 15.6, 0},
	{1366, 768, 15.6, 0},
	{1920, 1080, 21.5, 0},
	{1920, 1080, 32, 0},
	{800, 1280, 10.1, 0},
	{768, 1366, 15.6, 0},
	{1080, 1920, 32, 0},
	{1080, 1920, 43, 1700},
	{1920, 1080, 32, 1300},
	{1280, 800, 0, 0},
	/* Panels of 154 by 86 mm, whose pixels are not square: as their height has it. */
	{800, 480, 6.6, 0},
	{480, 800, 6.6, 0},
	{1024, 600, 6.75, 0},
	{600, 1024, 7, 0},
	{600, 1024, 7, 1120},
	{480, 800, 6.6, 1108},
};

const size_t layout_screens_n = ELEMENTS(layout_screens);

int layout_load(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(dir, &layout_phrases);
}

int layout_unload(void **state)
{
	(void)state;
	phrases_free(layout_phrases);
	printf("pages laid out: %d; overlaps: %d; cut texts: %d; small keys: %d; small type: %d; "
	       "outside the screen: %d\n",
		layout_counts.pages, layout_counts.overlaps, layout_counts.cut,
		layout_counts.small_keys, layout_counts.small_type, layout_counts.out);
	return 0;
}

/* What of a box is covered: of a text its lines, in the middle. */
static struct kiosk_box ink_of(const struct kiosk_element *element)
{
	struct kiosk_box box = element->box;

	if (element->kind == KIOSK_ELEMENT_TEXT) {
		box.y += (box.height - element->height_px) / 2;
		box.height = element->height_px;
	}
	return box;
}

static bool overlap(const struct kiosk_box *a, const struct kiosk_box *b)
{
	return a->x + 1 < b->x + b->width && b->x + 1 < a->x + a->width &&
		a->y + 1 < b->y + b->height && b->y + 1 < a->y + a->height;
}

static bool inside(const struct kiosk_box *inner, const struct kiosk_box *outer)
{
	return inner->x >= outer->x - 1 && inner->y >= outer->y - 1 &&
		inner->x + inner->width <= outer->x + outer->width + 1 &&
		inner->y + inner->height <= outer->y + outer->height + 1;
}

static bool is_ground(const struct kiosk_element *element)
{
	return element->kind == KIOSK_ELEMENT_KEY || element->kind == KIOSK_ELEMENT_BAND;
}

static void report(const struct kiosk_layout *layout, const char *what,
	const struct kiosk_element *a, const struct kiosk_element *b)
{
	printf("%dx%d, %.1f px/mm: %s: '%s' %.0f,%.0f %.0fx%.0f; '%s' %.0f,%.0f %.0fx%.0f\n",
		layout->size.width, layout->size.height, layout->size.mm, what,
		a->text ? a->text : "", a->box.x, a->box.y, a->box.width, a->box.height,
		b->text ? b->text : "", b->box.x, b->box.y, b->box.width, b->box.height);
}

static void check_overlaps(const struct kiosk_layout *layout)
{
	for (int i = 0; i < layout->n; i++) {
		for (int j = 0; j < i; j++) {
			const struct kiosk_element *a = &layout->elements[j];
			const struct kiosk_element *b = &layout->elements[i];
			struct kiosk_box ink_a = ink_of(a), ink_b = ink_of(b);

			if (overlap(&ink_a, &ink_b) && !(is_ground(a) && inside(&ink_b, &ink_a))) {
				report(layout, "overlap", a, b);
				layout_counts.overlaps++;
			}
		}
	}
}

static void check_element(const struct kiosk_layout *layout, const struct kiosk_element *element)
{
	struct kiosk_box screen = {0, 0, layout->size.width, layout->size.height};
	double mm = layout->size.mm;
	bool wrong = false;

	if (element->kind == KIOSK_ELEMENT_TEXT) {
		wrong = element->cut;
		layout_counts.cut += element->cut;
		if (element->size_px * KIOSK_CAPITALS_EM < KIOSK_CAPITALS_MM * mm - 0.5) {
			layout_counts.small_type++;
			wrong = true;
		}
	}
	if (element->target.kind != KIOSK_TARGET_NONE &&
		(element->box.width < KIOSK_TARGET_MM * mm - 1 ||
			element->box.height < KIOSK_TARGET_MM * mm - 1 ||
			element->box.y < layout->size.reach_px - 1)) {
		layout_counts.small_keys++;
		wrong = true;
	}
	if (element->kind == KIOSK_ELEMENT_NUMBER && element->box.height < 15 * mm) {
		layout_counts.small_type++;
		wrong = true;
	}
	if (!inside(&element->box, &screen)) {
		layout_counts.out++;
		wrong = true;
	}
	if (wrong) {
		report(layout, element->cut ? "cut" : "too small, too high or outside", element,
			element);
	}
}

/* A page that has the key with the ear has it in the corner where it was before, on this screen. */
void layout_check_ear(const struct kiosk_layout *layout, bool wanted)
{
	static struct kiosk_size size;
	static cairo_rectangle_int_t before;
	cairo_rectangle_int_t place =
		kiosk_layout_place(layout, (struct kiosk_target){KIOSK_TARGET_EAR, 0});

	assert_int_equal(place.width > 0, wanted);
	if (wanted) {
		if (size.width == layout->size.width && size.height == layout->size.height &&
			size.reach_px == layout->size.reach_px &&
			fabs(size.mm - layout->size.mm) < 1e-6) {
			assert_memory_equal(&place, &before, sizeof(place));
		}
		size = layout->size;
		before = place;
	}
}

void layout_check(const struct kiosk_layout *layout)
{
	layout_counts.pages++;
	check_overlaps(layout);
	for (int i = 0; i < layout->n; i++) {
		check_element(layout, &layout->elements[i]);
	}
}

void layout_assert_no_faults(void)
{
	assert_int_equal(layout_counts.overlaps, 0);
	assert_int_equal(layout_counts.cut, 0);
	assert_int_equal(layout_counts.small_keys, 0);
	assert_int_equal(layout_counts.small_type, 0);
	assert_int_equal(layout_counts.out, 0);
}
