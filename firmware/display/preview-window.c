/* SPDX-License-Identifier: Apache-2.0 */
#include "display/preview-window.h"

#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "base/log.h"
#include "drivers/screen.h"

struct window {
	sd_event *event;
	const struct preview_program *program;
	struct preview preview;
	size_t shown;
	struct screen *screen; /* NULL while it is being opened */
};

static void draw(struct window *window)
{
	cairo_rectangle_int_t all = {0};

	if (!window->screen) {
		return;
	}
	screen_size(window->screen, &all.width, &all.height);
	window->preview.width = all.width;
	window->preview.height = all.height;
	window->program->draw(window->shown, &window->preview, screen_surface(window->screen));
	screen_present(window->screen, &all);
}

static void on_redraw(void *userdata)
{
	draw(userdata);
}

/* So that a person knows what to ask for, and a test that the window is there. */
static void say_name(const struct window *window)
{
	(void)printf("%s\n", window->program->name(window->shown));
	(void)fflush(stdout);
}

static void on_touch(enum touch touch, int x, int y, void *userdata)
{
	struct window *window = userdata;

	(void)x;
	(void)y;
	if (touch == TOUCH_UP) {
		window->shown = window->program->name(window->shown + 1) ? window->shown + 1 : 0;
		say_name(window);
		draw(window);
	}
}

static void on_closed(void *userdata)
{
	struct window *window = userdata;

	(void)sd_event_exit(window->event, 0);
}

int preview_window_run(
	const struct preview_program *program, size_t i, const struct preview *preview)
{
	static const struct screen_calls calls = {
		.touch = on_touch, .redraw = on_redraw, .closed = on_closed};
	struct screen_settings settings = {.driver = "sdl",
		.name = "layso",
		.touch = true,
		.width = preview->width,
		.height = preview->height};
	struct window window = {.program = program, .preview = *preview, .shown = i};
	_cleanup_(sd_event_unrefp) sd_event *event = NULL;
	int r = sd_event_default(&event);

	window.event = event;
	if (r >= 0) {
		r = screen_open(event, &settings, &calls, &window, &window.screen);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open a window: %s; --out FILE writes a picture",
			strerror(-r));
		return r;
	}
	draw(&window);
	say_name(&window);
	r = sd_event_loop(event);
	screen_close(window.screen);
	return r;
}
