/* SPDX-License-Identifier: Apache-2.0 */
/* The SDL screen on SDL's "dummy" video driver: what is presented reaches the window's pixels,
 * turned as it is mounted; fingers and the mouse become touches once; no desktop is said. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <SDL.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/screen-driver.h"
#include "drivers/screen.h"

enum { DEADLINE_MS = 10000 };

struct fixture {
	sd_event *event;
	struct screen *screen;
	char said[8][32];
	int n_said;
	int redraws;
	int closes;
};

static void on_touch(enum touch touch, int x, int y, void *userdata)
{
	static const char *const words[] = {"down", "move", "up"};
	struct fixture *f = userdata;

	assert_in_range(f->n_said, 0, 7);
	(void)snprintf(f->said[f->n_said++], sizeof(f->said[0]), "%s %d %d", words[touch], x, y);
}

static void on_redraw(void *userdata)
{
	struct fixture *f = userdata;

	f->redraws++;
}

static void on_closed(void *userdata)
{
	struct fixture *f = userdata;

	f->closes++;
}

static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	assert_int_equal(setenv("SDL_VIDEODRIVER", "dummy", 1), 0);
	assert_int_equal(sd_event_new(&f->event), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	screen_close(f->screen);
	sd_event_unref(f->event);
	free(f);
	return 0;
}

static int open_screen(struct fixture *f, int width, int height, int rotation)
{
	const struct screen_calls calls = {on_touch, on_redraw, on_closed, NULL};
	struct screen_settings settings = {.driver = "sdl",
		.name = "hall",
		.width = width,
		.height = height,
		.rotation = rotation,
		.touch = true};

	return screen_open(f->event, &settings, &calls, f, &f->screen);
}

static uint32_t shown_pixel(int x, int y)
{
	SDL_Surface *surface = SDL_GetWindowSurface(SDL_GetWindowFromID(1));
	uint32_t value;
	uint8_t red, green, blue;

	assert_non_null(surface);
	memcpy(&value,
		(char *)surface->pixels + (size_t)y * (size_t)surface->pitch +
			(size_t)x * surface->format->BytesPerPixel,
		4);
	SDL_GetRGB(value, surface->format, &red, &green, &blue);
	return (uint32_t)red << 16 | (uint32_t)green << 8 | blue;
}

/* A red mark in the top left corner of the surface. */
static void mark(struct fixture *f)
{
	cairo_t *cr = cairo_create(screen_surface(f->screen));

	cairo_set_source_rgb(cr, 1, 0, 0);
	cairo_rectangle(cr, 0, 0, 20, 10);
	cairo_fill(cr);
	cairo_destroy(cr);
	screen_present(f->screen, NULL);
}

static const struct {
	int rotation, red_x, red_y, black_x, black_y;
} turned[] = {
	{0, 15, 5, 5, 15},
	{90, 194, 15, 184, 5},
	{180, 184, 94, 194, 84},
	{270, 5, 84, 15, 94},
};

static void check_turned(struct fixture *f)
{
	for (size_t i = 0; i < ELEMENTS(turned); i++) {
		bool side = turned[i].rotation % 180 == 90;

		assert_int_equal(
			open_screen(f, side ? 100 : 200, side ? 200 : 100, turned[i].rotation), 0);
		assert_true(screen_is_shown(f->screen));
		mark(f);
		assert_int_equal(shown_pixel(turned[i].red_x, turned[i].red_y), 0xff0000);
		assert_int_equal(shown_pixel(turned[i].black_x, turned[i].black_y), 0);
		screen_close(TAKE_PTR(f->screen));
	}
}

static void test_picture_is_turned_clockwise_as_mounted(void **state)
{
	check_turned(*state);
}

/* Each pixel of the window is the surface's, where only parts were presented. */
static void test_parts_land_where_they_belong(void **state)
{
	static const cairo_rectangle_int_t parts[] = {
		{0, 0, 7, 3}, {30, 11, 1, 40}, {50, 60, 50, 40}, {2, 90, 60, 9}};
	struct fixture *f = *state;

	for (int rotation = 0; rotation < 360; rotation += 90) {
		bool side = rotation % 180 == 90;
		int width = side ? 100 : 200;
		int height = side ? 200 : 100;
		uint32_t *data;

		assert_int_equal(open_screen(f, width, height, rotation), 0);
		screen_present(f->screen, NULL);
		data = (uint32_t *)(void *)cairo_image_surface_get_data(screen_surface(f->screen));
		for (int i = 0; i < width * height; i++) {
			data[i] = (uint32_t)i + 1;
		}
		cairo_surface_mark_dirty(screen_surface(f->screen));
		for (size_t i = 0; i < ELEMENTS(parts); i++) {
			screen_present(f->screen, &parts[i]);
		}
		for (int y = 0; y < 100; y++) {
			for (int x = 0; x < 200; x++) {
				uint32_t expected = 0;
				int at_x, at_y;

				screen_turn_point(rotation, width, height, x, y, &at_x, &at_y);
				for (size_t i = 0; i < ELEMENTS(parts); i++) {
					const cairo_rectangle_int_t *part = &parts[i];

					if (at_x >= part->x && at_x < part->x + part->width &&
						at_y >= part->y && at_y < part->y + part->height) {
						expected = (uint32_t)(at_y * width + at_x) + 1;
					}
				}
				assert_int_equal(shown_pixel(x, y), expected);
			}
		}
		screen_close(TAKE_PTR(f->screen));
	}
}

static void test_touch_is_turned_back(void **state)
{
	int x, y;

	(void)state;
	screen_turn_point(0, 200, 100, 15, 5, &x, &y);
	assert_int_equal(x, 15);
	assert_int_equal(y, 5);
	screen_turn_point(90, 100, 200, 194, 15, &x, &y);
	assert_int_equal(x, 15);
	assert_int_equal(y, 5);
	screen_turn_point(180, 200, 100, 184, 94, &x, &y);
	assert_int_equal(x, 15);
	assert_int_equal(y, 5);
	screen_turn_point(270, 100, 200, 5, 84, &x, &y);
	assert_int_equal(x, 15);
	assert_int_equal(y, 5);
	screen_turn_point(0, 200, 100, -3, 900, &x, &y);
	assert_int_equal(x, 0);
	assert_int_equal(y, 99);
}

static void push_finger(uint32_t type, int finger, float x, float y)
{
	SDL_Event event = {.tfinger = {.type = type, .fingerId = finger, .x = x, .y = y}};

	assert_int_equal(SDL_PushEvent(&event), 1);
}

static void push_button(uint32_t type, int x, int y)
{
	SDL_Event event = {.button = {.type = type, .button = SDL_BUTTON_LEFT, .x = x, .y = y}};

	assert_int_equal(SDL_PushEvent(&event), 1);
}

static void wait_for_touches(struct fixture *f, int n)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;

	while (f->n_said < n && clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_int_equal(f->n_said, n);
}

static void test_one_finger_counts(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(open_screen(f, 200, 100, 0), 0);
	push_finger(SDL_FINGERMOTION, 1, 0.5F, 0.5F); /* not down yet: nothing */
	push_finger(SDL_FINGERDOWN, 1, 0.5F, 0.5F);
	push_finger(SDL_FINGERDOWN, 2, 0.1F, 0.1F); /* a second finger: nothing */
	push_finger(SDL_FINGERUP, 2, 0.1F, 0.1F);
	push_button(SDL_MOUSEBUTTONDOWN, 7, 7); /* nor the mouse meanwhile */
	push_finger(SDL_FINGERMOTION, 1, 0.25F, 0.5F);
	push_finger(SDL_FINGERUP, 1, 0.25F, 0.5F);
	push_button(SDL_MOUSEBUTTONDOWN, 7, 8);
	push_button(SDL_MOUSEBUTTONUP, 7, 8);
	wait_for_touches(f, 5);
	assert_string_equal(f->said[0], "down 100 50");
	assert_string_equal(f->said[1], "move 50 50");
	assert_string_equal(f->said[2], "up 50 50");
	assert_string_equal(f->said[3], "down 7 8");
	assert_string_equal(f->said[4], "up 7 8");
}

static void test_finger_on_a_turned_screen(void **state)
{
	struct fixture *f = *state;

	/* Mounted turned to the right: seen 100 wide and 200 high, the panel is 200 × 100. */
	assert_int_equal(open_screen(f, 100, 200, 90), 0);
	push_finger(SDL_FINGERDOWN, 1, 0.25F, 0.1F);
	wait_for_touches(f, 1);
	assert_string_equal(f->said[0], "down 10 149");
}

static void test_window_of_another_size_asks_for_a_new_picture(void **state)
{
	struct fixture *f = *state;
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	int width, height;

	assert_int_equal(open_screen(f, 400, 400, 0), 0);
	SDL_SetWindowSize(SDL_GetWindowFromID(1), 640, 360);
	while (!f->redraws && clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_int_equal(f->redraws, 1);
	screen_size(f->screen, &width, &height);
	assert_int_equal(width, 640);
	assert_int_equal(height, 360);
	assert_int_equal(cairo_image_surface_get_width(screen_surface(f->screen)), 640);
}

static void test_closed_window_is_said_once(void **state)
{
	struct fixture *f = *state;
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	SDL_Event event = {
		.window = {.type = SDL_WINDOWEVENT, .windowID = 1, .event = SDL_WINDOWEVENT_CLOSE}};

	assert_int_equal(open_screen(f, 400, 400, 0), 0);
	assert_int_equal(SDL_PushEvent(&event), 1);
	while (!f->closes && clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_int_equal(f->closes, 1);
}

/* The dummy desktop has 1024x768; the two programs open one each. */
static void test_two_windows_share_the_desktop(void **state)
{
	struct fixture *f = *state;
	const struct screen_calls calls = {on_touch, on_redraw, on_closed, NULL};
	struct screen_settings kiosk = {.driver = "sdl",
		.name = "kiosk",
		.width = 1280,
		.height = 800,
		.beside = true,
		.beside_width = 1080,
		.beside_height = 1920};
	struct screen_settings hall = {.driver = "sdl",
		.name = "hall",
		.width = 1920,
		.height = 1080,
		.rotation = 90,
		.beside = true,
		.beside_width = 1280,
		.beside_height = 800,
		.is_second = true};
	int right, x, y, width, height;

	assert_int_equal(screen_open(f->event, &kiosk, &calls, f, &f->screen), 0);
	SDL_GetWindowPosition(SDL_GetWindowFromID(1), &right, &y);
	SDL_GetWindowSize(SDL_GetWindowFromID(1), &width, &height);
	assert_in_range(right, 0, 1024);
	right += width;
	screen_close(TAKE_PTR(f->screen));
	assert_int_equal(screen_open(f->event, &hall, &calls, f, &f->screen), 0);
	SDL_GetWindowPosition(SDL_GetWindowFromID(1), &x, &y);
	SDL_GetWindowSize(SDL_GetWindowFromID(1), &width, &height);
	assert_true(x > right && x + width <= 1024 && y + height <= 768);
	assert_in_range(height * 1080 / width, 1915, 1925);
	assert_in_range(width, 250, 300);
}

static void test_without_a_desktop_it_says_what_a_board_uses(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(setenv("SDL_VIDEODRIVER", "no-such-driver", 1), 0);
	assert_int_equal(open_screen(f, 0, 0, 0), -ENODEV);
	assert_int_equal(SDL_WasInit(SDL_INIT_VIDEO), 0); /* nothing is left to cost anything */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_picture_is_turned_clockwise_as_mounted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_parts_land_where_they_belong, set_up, tear_down),
		cmocka_unit_test(test_touch_is_turned_back),
		cmocka_unit_test_setup_teardown(test_one_finger_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_finger_on_a_turned_screen, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_window_of_another_size_asks_for_a_new_picture, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_closed_window_is_said_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_two_windows_share_the_desktop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_without_a_desktop_it_says_what_a_board_uses, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
