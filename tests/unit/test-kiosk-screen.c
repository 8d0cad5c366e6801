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

static void add_service(struct kiosk_view *view, const char *series, const char *name, int waiting)
{
	struct kiosk_service *service = &view->services[view->n_services++];

	text_copy_cut(service->id, sizeof(service->id), series);
	text_copy_cut(service->series, sizeof(service->series), series);
	text_copy_cut(service->name, sizeof(service->name), name);
	service->waiting = waiting;
}

static void make(struct kiosk_view *view, enum kiosk_page page)
{
	static const char *const reasons[] = {"Người cao tuổi", "Người khuyết tật",
		"Phụ nữ mang thai", "Người đi cùng trẻ nhỏ", "Người có công với cách mạng"};

	memset(view, 0, sizeof(*view));
	view->page = page;
	text_copy_cut(view->language, sizeof(view->language), "vi");
	text_copy_cut(view->languages[0], sizeof(view->languages[0]), "vi");
	text_copy_cut(view->languages[1], sizeof(view->languages[1]), "en");
	view->n_languages = 2;
	text_copy_cut(
		view->centre, sizeof(view->centre), "Trung tâm Phục vụ hành chính công cấp xã");
	text_copy_cut(view->day, sizeof(view->day), "2026-11-23");
	view->minute = 8 * 60 + 1;
	add_service(view, "A", "Hộ tịch", 4);
	add_service(view, "B", "Chứng thực", 0);
	add_service(view, "C", "Đất đai", 12);
	add_service(view, "D", "Lao động – người có công – xã hội", 2);
	add_service(view, "E", "Đăng ký hộ kinh doanh", 0);
	add_service(view, "G", "Hỗ trợ nộp hồ sơ trực tuyến", 1);
	add_service(view, "H", "Tiếp nhận phản ánh, kiến nghị", 0);
	for (size_t i = 0; i < ELEMENTS(reasons); i++) {
		text_copy_cut(view->reasons[i].name, KIOSK_NAME_SIZE, reasons[i]);
	}
	view->n_reasons = ELEMENTS(reasons);
	text_copy_cut(view->service, sizeof(view->service), "Đất đai");
	text_copy_cut(view->number, sizeof(view->number), "C013");
	view->ahead = 12;
	view->wait_s = 3100;
	text_copy_cut(view->url, sizeof(view->url),
		"http://192.168.1.10:8080/t/3f-abcdefghijklmnopqrstuvwxyz");
}

static cairo_surface_t *draw(const struct kiosk_view *view, int width, int height)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cairo_t *cr = cairo_create(surface);

	double diagonal_inch = width == 1920 ? 21.5 : height == 1920 ? 32 : 13.3;
	struct kiosk_size size = kiosk_size_of(width, height, diagonal_inch, 0);
	struct kiosk_layout layout = {0};

	kiosk_layout_make(&layout, phrases, view, &size);
	kiosk_screen_draw(cr, &layout);
	kiosk_layout_done(&layout);
	assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
	cairo_destroy(cr);
	return surface;
}

static void compare(const struct kiosk_view *view, int width, int height, const char *name)
{
	cairo_surface_t *surface = draw(view, width, height);

	picture_compare(surface, name, 0.01);
	cairo_surface_destroy(surface);
}

static void test_pages_look_as_kept(void **state)
{
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_SERVICES);
	compare(&view, 1280, 800, "kiosk-services");
	view.services[2].opening = KIOSK_FULL;
	view.services[6].opening = KIOSK_CLOSED_NOW;
	view.no_slips = true;
	compare(&view, 1080, 1920, "kiosk-services-upright");
	make(&view, KIOSK_SERVICES);
	view.portal_down = true;
	view.no_slips = true;
	compare(&view, 1280, 800, "kiosk-services-portal");
	make(&view, KIOSK_SERVICES);
	view.pressed = (struct kiosk_target){KIOSK_TARGET_SERVICE, 1};
	compare(&view, 1280, 800, "kiosk-services-pressed");
	while (view.n_services < 30) {
		add_service(&view, "K", view.services[view.n_services % 7].name, view.n_services);
	}
	view.pressed = (struct kiosk_target){0};
	compare(&view, 1920, 1080, "kiosk-services-thirty");
	make(&view, KIOSK_LANE);
	compare(&view, 1280, 800, "kiosk-lane");
	compare(&view, 1080, 1920, "kiosk-lane-upright");
	make(&view, KIOSK_TAKE);
	compare(&view, 1280, 800, "kiosk-take");
	make(&view, KIOSK_NUMBER);
	text_copy_cut(view.lane, sizeof(view.lane), "Ưu tiên");
	compare(&view, 1280, 800, "kiosk-number");
	compare(&view, 800, 1280, "kiosk-number-upright");
	/* Without the time: no clock, and no hours that would be "not now". */
	make(&view, KIOSK_SERVICES);
	view.day[0] = '\0';
	view.minute = 0;
	compare(&view, 1280, 800, "kiosk-services-timeless");
	compare(&view, 800, 1280, "kiosk-services-timeless-upright");
	view.page = KIOSK_CLOSED;
	compare(&view, 1280, 800, "kiosk-stopped");
	compare(&view, 800, 1280, "kiosk-stopped-upright");
	text_copy_cut(view.language, sizeof(view.language), "en");
	compare(&view, 1280, 800, "kiosk-stopped-english");
	make(&view, KIOSK_REFUSED);
	view.error = KIOSK_ERROR_LIMIT;
	compare(&view, 1280, 800, "kiosk-refused");
	make(&view, KIOSK_UNABLE);
	compare(&view, 1280, 800, "kiosk-unable");
	text_copy_cut(view.language, sizeof(view.language), "en");
	compare(&view, 800, 1280, "kiosk-unable-upright-english");
}

/* Why no numbers are given: the hour, the day, or somebody has closed. */
static void test_a_closed_centre_says_why(void **state)
{
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_CLOSED);
	view.opening = KIOSK_CLOSED_NOW;
	text_copy_cut(view.opens_day, sizeof(view.opens_day), "2026-11-24");
	view.opens_minute = 7 * 60 + 30;
	compare(&view, 1280, 800, "kiosk-closed");
	view.opening = KIOSK_STOPPED;
	compare(&view, 1280, 800, "kiosk-closed-by-hand");
	view.opening = KIOSK_CLOSED_DAY;
	compare(&view, 800, 1280, "kiosk-day-off-upright");
	text_copy_cut(view.language, sizeof(view.language), "en");
	compare(&view, 1280, 800, "kiosk-day-off-english");
	view.opening = KIOSK_STOPPED;
	compare(&view, 800, 1280, "kiosk-closed-by-hand-upright-english");
	make(&view, KIOSK_REFUSED);
	view.error = KIOSK_ERROR_CLOSED;
	view.opening = KIOSK_CLOSED_DAY;
	compare(&view, 1280, 800, "kiosk-refused-today");
}

/* Who may not be called today reads so; where the site stops then, nobody gets a number. */
static void test_a_wait_past_closing_is_said(void **state)
{
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_TAKE);
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
	make(&view, KIOSK_TAKE);
	view.ahead = 0;
	view.wait_s = 5400;
	compare(&view, 1280, 800, "kiosk-take-over-lunch");
	make(&view, KIOSK_SERVICES);
	view.services[2].opening = KIOSK_PAST_CLOSING;
	view.services[3].opening = KIOSK_PAST_CLOSING;
	compare(&view, 1280, 800, "kiosk-services-late");
	text_copy_cut(view.language, sizeof(view.language), "en");
	compare(&view, 800, 1280, "kiosk-services-late-upright-english");
	view.page = KIOSK_REFUSED;
	view.error = KIOSK_ERROR_PAST_CLOSING;
	compare(&view, 800, 1280, "kiosk-refused-late-upright-english");
	text_copy_cut(view.language, sizeof(view.language), "vi");
	compare(&view, 1280, 800, "kiosk-refused-late");
}

/* The ear's key in its corner, the frame of what the keys stand on, and the question before the
 * time is over. */
static void test_who_listens_is_seen(void **state)
{
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_SERVICES);
	view.ear = true;
	compare(&view, 1280, 800, "kiosk-services-ear");
	view.speaking = true;
	view.focus = (struct kiosk_target){KIOSK_TARGET_SERVICE, 3};
	compare(&view, 1080, 1920, "kiosk-services-focus-upright");
	view.page = KIOSK_LANE;
	view.focus = (struct kiosk_target){KIOSK_TARGET_REASON, 1};
	view.leaving = true;
	compare(&view, 1280, 800, "kiosk-lane-leaving");
	text_copy_cut(view.language, sizeof(view.language), "en");
	view.page = KIOSK_NUMBER;
	view.focus = (struct kiosk_target){KIOSK_TARGET_DONE, 0};
	compare(&view, 1024, 600, "kiosk-number-focus-english");
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

			make(&view, (enum kiosk_page)page);
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
		cmocka_unit_test(test_a_closed_centre_says_why),
		cmocka_unit_test(test_a_wait_past_closing_is_said),
		cmocka_unit_test(test_who_listens_is_seen),
		cmocka_unit_test(test_every_page_draws_in_every_language_and_size),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
