/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-try.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/input-watch.h"
#include "drivers/screen.h"
#include "drivers/sound.h"
#include "ui/typeset.h"

enum { TURN_US = 50000, PLAY_MS = 10000 };

/* ---- screens ---- */

struct one {
	struct screen *screen;
	int number;
	const char *name;
};

struct setup_shown {
	int n;
	struct one one[SETUP_SCREENS_MAX];
};

DEFINE_CLEANUP(cairo_t *, cairo_destroy);

static void draw(struct one *one)
{
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(screen_surface(one->screen));
	struct typeset_style name = {.align = ALIGN_CENTRE, .rgb = {1, 1, 1}};
	struct typeset_style digits = {.align = ALIGN_CENTRE, .bold = true, .rgb = {1, 1, 1}};
	cairo_rectangle_t box = {0};
	char number[8];
	int width;
	int height;

	screen_size(one->screen, &width, &height);
	cairo_set_source_rgb(cr, 0.05, 0.15, 0.35);
	cairo_paint(cr);
	(void)snprintf(number, sizeof(number), "%d", one->number);
	box = (cairo_rectangle_t){0, height * 0.15, width, height * 0.5};
	digits.size_px = height;
	(void)typeset_draw_fitted(cr, &digits, number, &box);
	name.size_px = height / 16.0;
	name.width_px = width;
	(void)typeset_draw(cr, &name, one->name, 0, height * 0.75);
	cairo_surface_flush(screen_surface(one->screen));
	screen_present(one->screen, &(cairo_rectangle_int_t){0, 0, width, height});
}

static void on_redraw(void *userdata)
{
	struct one *one = userdata;

	if (one->screen) {
		draw(one);
	}
}

static void on_touch(enum touch touch, int x, int y, void *userdata)
{
	(void)touch; /* of no interest here */
	(void)x;
	(void)y;
	(void)userdata;
}

static void on_ignored(void *userdata)
{
	(void)userdata; /* the next answer shows it */
}

struct setup_shown *setup_show(sd_event *event, const struct setup_found *found)
{
	static const struct screen_calls calls = {on_touch, on_redraw, on_ignored, on_ignored};
	struct setup_shown *shown = memory_new(1, sizeof(*shown));

	for (int i = 0; i < found->n_screens; i++) {
		struct screen_settings settings = {
			.driver = "drm", .shared = found->n_screens > 1, .name = "setup"};
		struct one *one = &shown->one[shown->n];

		one->number = i + 1;
		one->name = found->screen[i];
		text_copy_cut(settings.output, sizeof(settings.output), found->screen[i]);
		if (screen_open(event, &settings, &calls, one, &one->screen) == 0) {
			draw(one);
			shown->n++;
		}
	}
	if (shown->n == 0) {
		free(shown);
		return NULL;
	}
	return shown;
}

void setup_shown_close(struct setup_shown *shown)
{
	for (int i = 0; shown && i < shown->n; i++) {
		screen_close(shown->one[i].screen);
	}
	free(shown);
}

/* ---- touches ---- */

static void on_finger(enum touch touch, int device, double x, double y, void *userdata)
{
	(void)device;
	(void)x;
	(void)y;
	*(bool *)userdata = *(bool *)userdata || touch == TOUCH_DOWN;
}

static void on_key(int key, void *userdata)
{
	(void)key; /* there is no keypad here */
	(void)userdata;
}

static void on_keypad(bool there, void *userdata)
{
	(void)there;
	(void)userdata;
}

bool setup_try_touch(sd_event *event, int wait_ms)
{
	static const struct input_watch_calls calls = {on_finger, on_key, on_keypad};
	_cleanup_(input_watch_closep) struct input_watch *watch = NULL;
	int64_t end_ms = clock_mono_ms() + wait_ms;
	bool touched = false;

	if (input_watch_open(event, "/dev/input", NULL, &calls, &touched, &watch) < 0) {
		return false;
	}
	while (!touched && clock_mono_ms() < end_ms && sd_event_run(event, TURN_US) >= 0) {
	}
	return touched;
}

/* ---- sound ---- */

#define TONE_HZ 880.0
#define LOUDNESS 9000.0 /* of 32767 */

enum { TONES = 3, TONE_SAMPLES = SOUND_RATE / 4 };

static void on_over(void *userdata)
{
	*(bool *)userdata = true;
}

/* Rises and falls slowly, so that it does not click. */
static int16_t *make_tone(void)
{
	int16_t *samples = memory_new(TONE_SAMPLES, sizeof(*samples));

	for (int i = 0; i < TONE_SAMPLES; i++) {
		double shape = sin(M_PI * i / TONE_SAMPLES);

		samples[i] = (int16_t)(LOUDNESS * shape * sin(2 * M_PI * TONE_HZ * i / SOUND_RATE));
	}
	return samples;
}

int setup_try_sound(sd_event *event, const struct sound_settings *settings, const char **ret_state)
{
	static const struct sound_calls calls = {.over = on_over, .state = on_ignored};
	_cleanup_(sound_closep) struct sound *sound = NULL;
	_cleanup_free_ int16_t *tone = make_tone();
	int64_t end_ms = clock_mono_ms() + PLAY_MS;
	struct sound_part parts[2 * TONES];
	bool over = false;
	int r;

	for (int i = 0; i < TONES; i++) {
		parts[2 * i] = (struct sound_part){tone, TONE_SAMPLES};
		parts[2 * i + 1] = (struct sound_part){.n = TONE_SAMPLES};
	}
	*ret_state = "error";
	r = sound_open(event, settings, &calls, &over, &sound);
	if (r == 0) {
		r = sound_play(sound, parts, 2 * TONES, settings->volume_percent);
	}
	while (r == 0 && !over && clock_mono_ms() < end_ms && sound_state(sound) == SOUND_OK) {
		r = MIN_OF(sd_event_run(event, TURN_US), 0);
	}
	if (sound) {
		*ret_state = sound_state_name(sound_state(sound));
	}
	return r == 0 && !over ? -EIO : r;
}
