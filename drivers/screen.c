/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/screen-driver.h"

static const struct screen_driver *const drivers[] = {&screen_drm, &screen_sdl, &screen_sim};

static int size_check(int size)
{
	return size == 0 || (size >= SCREEN_SIZE_MIN && size <= SCREEN_SIZE_MAX) ? 0 : -EINVAL;
}

int screen_open(sd_event *event, const struct screen_settings *settings,
	const struct screen_calls *calls, void *userdata, struct screen **ret)
{
	_cleanup_(screen_closep) struct screen *screen = NULL;
	const struct screen_driver *driver = NULL;
	int r;

	for (size_t i = 0; i < ELEMENTS(drivers); i++) {
		if (strcmp(drivers[i]->name, settings->driver) == 0) {
			driver = drivers[i];
		}
	}
	if (!driver || size_check(settings->width) < 0 || size_check(settings->height) < 0 ||
		settings->rotation % 90 != 0 || settings->rotation < 0 ||
		settings->rotation > 270) {
		return -EINVAL;
	}
	screen = memory_new(1, sizeof(*screen));
	screen->driver = driver;
	screen->event = sd_event_ref(event);
	screen->settings = *settings;
	screen->settings.path = settings->path ? text_dup(settings->path) : NULL;
	screen->calls = *calls;
	screen->userdata = userdata;
	r = driver->open(screen);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(screen);
	return 0;
}

void screen_close(struct screen *screen)
{
	if (!screen) {
		return;
	}
	screen->driver->close(screen);
	if (screen->owns_surface) {
		cairo_surface_destroy(screen->surface);
	}
	sd_event_unref(screen->event);
	free(screen->settings.path);
	free(screen);
}

cairo_surface_t *screen_surface(struct screen *screen)
{
	return screen->surface;
}

bool screen_is_shown(const struct screen *screen)
{
	return screen->driver->is_shown(screen);
}

void screen_size(const struct screen *screen, int *ret_width, int *ret_height)
{
	*ret_width = screen->width;
	*ret_height = screen->height;
}

void screen_present(struct screen *screen, const cairo_rectangle_int_t *changed)
{
	cairo_rectangle_int_t part;

	if (screen_clip(screen, changed, &part)) {
		cairo_surface_flush(screen->surface);
		screen->driver->present(screen, &part);
	}
}

void screen_set_power(struct screen *screen, bool on)
{
	if (screen->off == on) {
		screen->off = !on;
		if (screen->driver->set_power) {
			screen->driver->set_power(screen);
		}
	}
}

bool screen_connector(const struct screen *screen, int *ret_card, uint32_t *ret_id)
{
	return screen->driver->connector && screen->driver->connector(screen, ret_card, ret_id);
}

int screen_resize(struct screen *screen, int width, int height)
{
	cairo_surface_t *surface;

	if (width < 1 || height < 1 || width > SCREEN_SIZE_MAX || height > SCREEN_SIZE_MAX) {
		return -ERANGE;
	}
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
		return -ENOMEM;
	}
	if (screen->owns_surface) {
		cairo_surface_destroy(screen->surface);
	}
	screen->surface = surface;
	screen->owns_surface = true;
	screen->width = width;
	screen->height = height;
	return 0;
}

static int within(double value, int size)
{
	return value < 0 ? 0 : value > size - 1 ? size - 1 : (int)value;
}

void screen_turn_point(
	int rotation, int width, int height, double shown_x, double shown_y, int *ret_x, int *ret_y)
{
	double x = shown_x;
	double y = shown_y;

	if (rotation == 90) {
		x = shown_y;
		y = height - 1 - shown_x;
	} else if (rotation == 180) {
		x = width - 1 - shown_x;
		y = height - 1 - shown_y;
	} else if (rotation == 270) {
		x = width - 1 - shown_y;
		y = shown_x;
	}
	*ret_x = within(x, width);
	*ret_y = within(y, height);
}

void screen_touch(struct screen *screen, enum touch touch, int64_t finger, double x, double y)
{
	int at_x, at_y;

	if (touch == TOUCH_DOWN ? screen->touching
				: !screen->touching || screen->finger != finger) {
		return;
	}
	screen->touching = touch != TOUCH_UP;
	screen->finger = finger;
	screen_turn_point(
		screen->settings.rotation, screen->width, screen->height, x, y, &at_x, &at_y);
	if (touch != TOUCH_MOVE) {
		log_debug("screen: touch %s at %d, %d", touch == TOUCH_DOWN ? "down" : "up", at_x,
			at_y);
	}
	if (screen->settings.touch && screen->calls.touch) {
		screen->calls.touch(touch, at_x, at_y, screen->userdata);
	}
}

bool screen_clip(const struct screen *screen, const cairo_rectangle_int_t *changed,
	cairo_rectangle_int_t *ret)
{
	int left = changed ? MAX_OF(changed->x, 0) : 0;
	int top = changed ? MAX_OF(changed->y, 0) : 0;
	int right = changed ? MIN_OF(changed->x + changed->width, screen->width) : screen->width;
	int bottom =
		changed ? MIN_OF(changed->y + changed->height, screen->height) : screen->height;

	if (left >= right || top >= bottom) {
		return false;
	}
	*ret = (cairo_rectangle_int_t){left, top, right - left, bottom - top};
	return true;
}
