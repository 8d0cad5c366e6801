/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of the sections, and what their values may be. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"
#include "boards/board-internal.h"

int board_fail(char *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(error, CONFIG_ERROR_MAX, format, arguments);
	va_end(arguments);
	return -EINVAL;
}

static int set_text(const char *value, void *target, char *error)
{
	if (!*value) {
		return board_fail(error, "the value is empty");
	}
	return config_parse_string(value, target, error);
}

int board_set_number(const char *value, int min, int max, int *target, char *error)
{
	int64_t number;

	if (text_parse_int(value, min, max, &number) < 0) {
		return board_fail(
			error, "'%.80s' is not a whole number from %d to %d", value, min, max);
	}
	*target = (int)number;
	return 0;
}

static int set_one_of(
	const char *value, const char *const words[], size_t n, char *ret, size_t size, char *error)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(value, words[i]) == 0) {
			return text_copy(ret, size, value);
		}
	}
	return board_fail(error, "'%.80s' is none of the known ones", value);
}

static int set_printer_driver(const char *value, void *target, char *error)
{
	static const char *const drivers[] = {"sim", "usb"};

	return set_one_of(value, drivers, ELEMENTS(drivers), target, 16, error);
}

static int set_panel_driver(const char *value, void *target, char *error)
{
	static const char *const drivers[] = {"sim", "gpio"};

	return set_one_of(value, drivers, ELEMENTS(drivers), target, 16, error);
}

static int set_screen_driver(const char *value, void *target, char *error)
{
	static const char *const drivers[] = {"sim", "sdl"};

	return set_one_of(value, drivers, ELEMENTS(drivers), target, 16, error);
}

static int set_width_dots(const char *value, void *target, char *error)
{
	return board_set_number(value, 384, 640, target, error);
}

static int set_dpi(const char *value, void *target, char *error)
{
	if (strcmp(value, "180") != 0 && strcmp(value, "203") != 0) {
		return board_fail(error, "'%.80s' is neither 180 nor 203", value);
	}
	return board_set_number(value, 180, 203, target, error);
}

static int set_feed(const char *value, void *target, char *error)
{
	return board_set_number(value, 0, 800, target, error);
}

static int set_model(const char *value, void *target, char *error)
{
	if (!text_is_id(value, BOARD_WORD_MAX)) {
		return board_fail(error, "'%.60s' is not a model's name", value);
	}
	return set_text(value, target, error);
}

static int set_cut(const char *value, void *target, char *error)
{
	bool cut;
	int r = config_parse_bool(value, &cut, error);

	if (r == 0) {
		*(int *)target = cut;
	}
	return r;
}

static int set_chip(const char *value, void *target, char *error)
{
	if (!*value || text_copy(target, BOARD_WORD_MAX + 1, value) < 0) {
		return board_fail(error, "a chip's label has 1 to %d bytes", BOARD_WORD_MAX);
	}
	return 0;
}

static int set_debounce(const char *value, void *target, char *error)
{
	return board_set_number(value, 1, 200, target, error);
}

static int set_bias(const char *value, void *target, char *error)
{
	static const char *const words[] = {[PANEL_PULL_UP] = "pull-up",
		[PANEL_PULL_DOWN] = "pull-down",
		[PANEL_AS_IS] = "as-is",
		[PANEL_NO_PULL] = "none"};

	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (strcmp(value, words[i]) == 0) {
			*(enum panel_bias *)target = (enum panel_bias)i;
			return 0;
		}
	}
	return board_fail(error, "'%.60s' is none of pull-up, pull-down, as-is, none", value);
}

/* *target: whether it is the level that is not usual. */
static int set_level(const char *value, bool unusual, void *target, char *error)
{
	bool high = strcmp(value, "high") == 0;

	if (!high && strcmp(value, "low") != 0) {
		return board_fail(error, "'%.60s' is neither low nor high", value);
	}
	*(bool *)target = high == unusual;
	return 0;
}

static int set_pressed(const char *value, void *target, char *error)
{
	return set_level(value, true, target, error);
}

static int set_lit(const char *value, void *target, char *error)
{
	return set_level(value, false, target, error);
}

static int set_pixels(const char *value, void *target, char *error)
{
	return board_set_number(value, 0, 7680, target, error);
}

static int set_rotation(const char *value, void *target, char *error)
{
	int degrees = 0;
	int r = board_set_number(value, 0, 270, &degrees, error);

	if (r == 0 && degrees % 90 != 0) {
		return board_fail(error, "'%.80s' is none of 0, 90, 180, 270", value);
	}
	if (r == 0) {
		*(int *)target = degrees;
	}
	return r;
}

const struct board_key board_board_keys[] = {
	{"name", set_text, offsetof(struct board, name)},
	{"description", set_text, offsetof(struct board, description)},
	{0},
};

const struct board_key board_printer_keys[] = {
	{"driver", set_printer_driver, offsetof(struct printer_settings, driver)},
	{"path", set_text, offsetof(struct printer_settings, path)},
	{"model", set_model, offsetof(struct printer_settings, model)},
	{"width_dots", set_width_dots, offsetof(struct printer_settings, width_dots)},
	{"dpi", set_dpi, offsetof(struct printer_settings, dpi)},
	{"cut", set_cut, offsetof(struct printer_settings, cut)},
	{"feed_dots", set_feed, offsetof(struct printer_settings, feed_dots)},
	{0},
};

/* Offsets are in struct board. */
const struct board_key board_panel_keys[] = {
	{"driver", set_panel_driver, offsetof(struct board, panel.driver)},
	{"path", set_text, offsetof(struct board, panel.path)},
	{"chip", set_chip, offsetof(struct board, chip)},
	{"debounce_ms", set_debounce, offsetof(struct board, panel.debounce_ms)},
	{"bias", set_bias, offsetof(struct board, panel.bias)},
	{"pressed", set_pressed, offsetof(struct board, panel.pressed_high)},
	{"lit", set_lit, offsetof(struct board, panel.lit_low)},
	{0},
};

const struct board_key board_screen_keys[] = {
	{"driver", set_screen_driver, offsetof(struct screen_settings, driver)},
	{"path", set_text, offsetof(struct screen_settings, path)},
	{"width", set_pixels, offsetof(struct screen_settings, width)},
	{"height", set_pixels, offsetof(struct screen_settings, height)},
	{"rotation", set_rotation, offsetof(struct screen_settings, rotation)},
	{"touch", config_parse_bool, offsetof(struct screen_settings, touch)},
	{0},
};
