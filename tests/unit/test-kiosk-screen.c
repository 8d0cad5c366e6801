/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's pages as pictures. */
#include "ui/kiosk-screen.h"
#include "ui/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "picture.h"
#include "ui/kiosk-layout.h"
#include "ui/samples/kiosk-samples.h"
#include "ui/samples/lookup-samples.h"

static struct phrases *phrases;
static struct theme *theme;

static int load(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	_cleanup_free_ char *colours = text_printf("%s/ui/themes/default.theme", TEST_ROOT);

	(void)state;
	if (theme_load(colours, &theme, NULL) < 0) {
		return -1;
	}
	theme_use(theme);
	return phrases_load(dir, &phrases);
}

static int unload(void **state)
{
	(void)state;
	phrases_free(phrases);
	theme_free(theme);
	return 0;
}

/* lookup: NULL on a page that is none of the look-up. */
static cairo_surface_t *draw_page(
	const struct kiosk_view *view, const struct lookup_view *lookup, int width, int height)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cairo_t *cr = cairo_create(surface);

	double diagonal_inch = width + height == 800 + 480 ? 7
		: width == 1920                            ? 21.5
		: height == 1920                           ? 32
							   : 13.3;
	struct kiosk_size size = kiosk_size_of(width, height, diagonal_inch, 0);
	struct kiosk_layout layout = {0};

	kiosk_layout_make_lookup(&layout, phrases, view, lookup, &size);
	kiosk_screen_draw(cr, &layout);
	kiosk_layout_done(&layout);
	assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
	cairo_destroy(cr);
	return surface;
}

static cairo_surface_t *draw(const struct kiosk_view *view, int width, int height)
{
	return draw_page(view, NULL, width, height);
}

static void compare(const struct kiosk_view *view, int width, int height, const char *name)
{
	cairo_surface_t *surface = draw(view, width, height);

	picture_compare(surface, name, 0.01);
	cairo_surface_destroy(surface);
}

static void test_pages_look_as_kept(void **state)
{
	static const struct {
		const char *sample, *language;
		int width, height;
		const char *kept;
	} cases[] = {
		{"services", "vi", 1280, 800, "kiosk-services"},
		{"services-some", "vi", 1080, 1920, "kiosk-services-upright"},
		{"services-portal", "vi", 1280, 800, "kiosk-services-portal"},
		{"services-pressed", "vi", 1280, 800, "kiosk-services-pressed"},
		{"services-thirty", "vi", 1920, 1080, "kiosk-services-thirty"},
		{"services-timeless", "vi", 1280, 800, "kiosk-services-timeless"},
		{"services-timeless", "vi", 800, 1280, "kiosk-services-timeless-upright"},
		{"services-late", "vi", 1280, 800, "kiosk-services-late"},
		{"groups", "vi", 1280, 800, "kiosk-groups"},
		{"services-group", "vi", 1080, 1920, "kiosk-services-group-upright"},
		{"bring", "vi", 1024, 600, "kiosk-bring"},
		{"lane", "vi", 1280, 800, "kiosk-lane"},
		{"lane", "vi", 1080, 1920, "kiosk-lane-upright"},
		{"take", "vi", 1280, 800, "kiosk-take"},
		{"number", "vi", 1280, 800, "kiosk-number"},
		{"number", "vi", 800, 1280, "kiosk-number-upright"},
		{"refused-limit", "vi", 1280, 800, "kiosk-refused"},
		{"refused-closed", "vi", 1280, 800, "kiosk-refused-today"},
		{"refused-late", "vi", 1280, 800, "kiosk-refused-late"},
		{"unable", "vi", 1280, 800, "kiosk-unable"},
		{"unable", "en", 800, 1280, "kiosk-unable-upright-english"},
		{"closed", "vi", 1280, 800, "kiosk-closed"},
		{"stopped", "vi", 1280, 800, "kiosk-closed-by-hand"},
		{"stopped", "en", 800, 1280, "kiosk-closed-by-hand-upright-english"},
		{"day-off", "vi", 800, 1280, "kiosk-day-off-upright"},
		{"day-off", "en", 1280, 800, "kiosk-day-off-english"},
		{"services", "vi", 800, 480, "kiosk-services-7-inch"},
		{"lane", "en", 800, 480, "kiosk-lane-7-inch-english"},
		{"number", "vi", 800, 480, "kiosk-number-7-inch"},
		{"closed", "vi", 480, 800, "kiosk-closed-7-inch-upright"},
		/* The ear's key in its corner, the frame of what the keys stand on, and the
		 * question before the time is over. */
		{"services-ear", "vi", 1280, 800, "kiosk-services-ear"},
		{"services-focus", "vi", 1080, 1920, "kiosk-services-focus-upright"},
		{"lane-leaving", "vi", 1280, 800, "kiosk-lane-leaving"},
		{"number-leaving", "en", 1024, 600, "kiosk-number-focus-english"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct kiosk_view view;

		kiosk_sample_find(cases[i].sample)->make(&view);
		text_copy_cut(view.language, sizeof(view.language), cases[i].language);
		compare(&view, cases[i].width, cases[i].height, cases[i].kept);
	}
}

static void test_pages_of_the_look_up_look_as_kept(void **state)
{
	static const struct {
		const char *sample, *language;
		int width, height;
	} cases[] = {
		{"lookup-typing-long", "vi", 1080, 1920},
		{"lookup-sectors-thirty", "en", 1920, 1080},
		{"lookup-procedure", "vi", 1280, 800},
		{"lookup-ways", "vi", 1280, 800},
	};
	static struct kiosk_view view;
	static struct lookup_view lookup;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *kept = text_printf("kiosk-%s", cases[i].sample);
		cairo_surface_t *surface;
		size_t s = 0;

		while (strcmp(lookup_samples[s].name, cases[i].sample) != 0) {
			s++;
			assert_true(s < lookup_samples_n);
		}
		kiosk_sample_page(&view, KIOSK_SERVICES);
		view.ear = true;
		lookup_samples[s].make(&lookup, &view.list_page);
		kiosk_sample_turn(&view, cases[i].language);
		surface = draw_page(&view, &lookup, cases[i].width, cases[i].height);
		picture_compare(surface, kept, 0.01);
		cairo_surface_destroy(surface);
	}
}

/* Somebody has closed, and nobody knows the time. */
static void test_without_the_time_a_closed_centre_says_so(void **state)
{
	struct kiosk_view view;

	(void)state;
	kiosk_sample_find("services-timeless")->make(&view);
	view.page = KIOSK_CLOSED;
	compare(&view, 1280, 800, "kiosk-stopped");
	compare(&view, 800, 1280, "kiosk-stopped-upright");
	text_copy_cut(view.language, sizeof(view.language), "en");
	compare(&view, 1280, 800, "kiosk-stopped-english");
}

/* So that --preview can show it. */
static void test_every_page_and_refusal_has_a_sample(void **state)
{
	(void)state;
	for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
		size_t i = 0;
		struct kiosk_view view = {.page = KIOSK_CLOSED + 1};

		while (i < kiosk_samples_n && (int)view.page != page) {
			kiosk_samples[i++].make(&view);
		}
		assert_int_equal(view.page, page);
	}
	for (int error = KIOSK_ERROR_OTHER; error <= KIOSK_ERROR_UNABLE; error++) {
		size_t i = 0;
		struct kiosk_view view = {0};

		while (i < kiosk_samples_n &&
			(view.page != KIOSK_REFUSED || (int)view.error != error)) {
			kiosk_samples[i++].make(&view);
		}
		assert_int_equal(view.page, KIOSK_REFUSED);
		assert_int_equal(view.error, error);
	}
	assert_null(kiosk_sample_find("no-such-page"));
}

/* Who may not be called today reads so; where the site stops then, nobody gets a number. */
static void test_a_wait_past_closing_is_said(void **state)
{
	struct kiosk_view view;

	(void)state;
	kiosk_sample_page(&view, KIOSK_TAKE);
	text_copy_cut(view.service, sizeof(view.service),
		"Lao động, Thương binh và Xã hội, Bảo trợ xã hội, Người có công với cách mạng");
	view.past_closing = true;
	view.wait_s = 15000;
	compare(&view, 1280, 800, "kiosk-take-late");
	compare(&view, 640, 480, "kiosk-take-late-small");
	text_copy_cut(view.language, sizeof(view.language), "en");
	text_copy_cut(view.service, sizeof(view.service),
		"Labour, war invalids, people of merit and social affairs of the commune");
	view.page = KIOSK_NUMBER;
	compare(&view, 800, 1280, "kiosk-number-late-upright-english");
	compare(&view, 640, 480, "kiosk-number-late-small-english");
	/* Nobody is before, and lunch is: the time is said. */
	kiosk_sample_page(&view, KIOSK_TAKE);
	view.ahead = 0;
	view.wait_s = 5400;
	compare(&view, 1280, 800, "kiosk-take-over-lunch");
	kiosk_sample_find("services-late")->make(&view);
	text_copy_cut(view.language, sizeof(view.language), "en");
	compare(&view, 800, 1280, "kiosk-services-late-upright-english");
	view.page = KIOSK_REFUSED;
	view.error = KIOSK_ERROR_PAST_CLOSING;
	compare(&view, 800, 1280, "kiosk-refused-late-upright-english");
}

static void test_every_page_draws_in_every_language_and_size(void **state)
{
	static const int sizes[][2] = {{640, 480}, {1024, 600}, {1280, 800}, {800, 1280}};

	(void)state;
	for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
		for (size_t i = 0; i < ELEMENTS(sizes); i++) {
			struct kiosk_view view;
			struct kiosk_view english;
			cairo_surface_t *first;
			cairo_surface_t *second;

			kiosk_sample_page(&view, (enum kiosk_page)page);
			english = view;
			text_copy_cut(english.language, sizeof(english.language), "en");
			first = draw(&view, sizes[i][0], sizes[i][1]);
			second = draw(&english, sizes[i][0], sizes[i][1]);
			/* Another language is another picture: no page is without words. */
			assert_true(picture_difference(first, second) > 0.001);
			cairo_surface_destroy(first);
			cairo_surface_destroy(second);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_look_as_kept),
		cmocka_unit_test(test_pages_of_the_look_up_look_as_kept),
		cmocka_unit_test(test_without_the_time_a_closed_centre_says_so),
		cmocka_unit_test(test_every_page_and_refusal_has_a_sample),
		cmocka_unit_test(test_a_wait_past_closing_is_said),
		cmocka_unit_test(test_every_page_draws_in_every_language_and_size),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
