/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso-halld: the hall's display and voice. hall-hub.c follows the hub, calls.c computes what is
 * to be shown and said; this file draws it when it has changed, and hall-voice.c says it. It also
 * switches the screen off and on, as display/screen-hours.h decides.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "boards/board.h"
#include "client/client-settings.h"
#include "drivers/cec.h"
#include "drivers/console.h"
#include "drivers/screen.h"
#include "display/calls.h"
#include "display/screen-report.h"
#include "hall/hall-preview.h"
#include "hall/hall-hub.h"
#include "hall/hall-pages.h"
#include "hall/hall-voice.h"
#include "queue/limits.h"
#include "ui/hall-screen.h"
#include "ui/phrases.h"
#include "ui/theme.h"

enum { ON_TIME_MS = 10 }; /* how exact the screen's own changes are */

struct settings {
	struct client_settings hub;
	char *name;
	char *board;
	char *theme;
	int counter;
	bool pages;
};

#define AT(member) offsetof(struct settings, member)
static const struct config_item items[] = {
	CLIENT_ITEMS(AT(hub)),
	{"hall", "name", config_parse_string, AT(name), "hall-1"},
	{"hall", "board", config_parse_string, AT(board), "sim", true},
	{"hall", "counter", config_parse_int, AT(counter), "0", true, .max = 99},
	{"hall", "pages", config_parse_bool, AT(pages), "yes", true},
	{"hall", "theme", config_parse_string, AT(theme), "default", true},
	{NULL},
};

static struct preview_options preview_options;

static int run_preview(void *userdata)
{
	const struct settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;
	int r = board_load_for(BOARD_NEEDS_NOTHING, settings->board, &board);

	return r < 0 ? r
		     : preview_run(&hall_preview, &preview_options, &board->hall, settings->theme);
}

static const struct daemon_option options[] = {
	CLIENT_OPTIONS,
	{"name", "NAME", "what this display is called", "hall.name", NULL},
	{"board", "NAME", "the board's name, or its file", "hall.board", NULL},
	PREVIEW_OPTIONS(preview_options, "hall.theme", run_preview),
	{NULL},
};

struct hall {
	struct console console;
	sd_event *event;
	struct phrases *phrases;
	struct theme *theme;
	struct screen *screen;
	struct screen_report *report;
	struct screen_hours hours;
	bool off; /* by these hours */
	struct cec *cec; /* NULL: the television is told nothing */
	struct hall_screen *picture;
	struct calls *calls;
	struct hall_view view;
	struct hall_hub *hub;
	struct hall_pages *pages; /* NULL: this display shows none */
	struct hall_voice *voice; /* NULL: the board has no loudspeaker */
	int64_t came_us; /* when the first change came that is not drawn yet; 0 none */
	sd_event_source *draw; /* after everything that arrived together was processed */
	sd_event_source *change; /* when the display changes without an event */
};

/* Drawing */

static struct hall_room find_room(struct hall *hall)
{
	int width, height;

	screen_size(hall->screen, &width, &height);
	return hall_screen_room(hall->picture, calls_services(hall->calls), width, height);
}

static void report_screen(struct hall *hall)
{
	hall_hub_set_screen(hall->hub, screen_is_shown(hall->screen), hall->off,
		hall->cec ? cec_note(hall->cec) : "");
}

static void on_cec(void *userdata)
{
	report_screen(userdata);
}

/* It sleeps when its signal stops, or because it was told so, or both. */
static void switch_television(struct hall *hall, bool on)
{
	uint32_t connector;
	int card;

	if (hall->cec && screen_connector(hall->screen, &card, &connector)) {
		cec_say(hall->cec, on, card, connector);
	}
	screen_set_power(hall->screen, on);
}

/* After it was drawn, so that it comes on with the picture of now. */
static void switch_screen(struct hall *hall, const struct clock_reading *now)
{
	struct screen_need need;
	bool on;

	calls_need(hall->calls, now, &need);
	on = screen_hours_step(&hall->hours, &need, now->boot_ms);
	if (on != hall->off) {
		return;
	}
	hall->off = !on;
	log_notice(
		on ? "the screen is switched on" : "nobody needs the screen: it is switched off");
	switch_television(hall, on);
	report_screen(hall);
}

static int on_draw(sd_event_source *source, void *userdata)
{
	struct hall *hall = userdata;
	bool away = hall->view.notice.away;
	struct hall_room room = find_room(hall);
	cairo_rectangle_int_t changed;
	struct clock_reading now;
	int64_t next_ms;

	(void)source;
	clock_now(&now);
	calls_view(hall->calls, &now, &room, &hall->view);
	if (!*hall->view.language) {
		text_copy_cut(hall->view.language, sizeof(hall->view.language),
			phrases_language(hall->phrases, 0));
		text_copy_cut(hall->view.second, sizeof(hall->view.second),
			phrases_language(hall->phrases, 1));
	}
	if (hall->pages) {
		hall_screen_set_picture(
			hall->picture, hall_pages_picture(hall->pages, hall->view.main.picture));
	}
	if (hall->view.notice.away != away) {
		log_notice(away ? "the picture is up to date again"
				: "the picture says that it is not up to date");
	}
	if (hall_screen_draw(hall->picture, screen_surface(hall->screen), &hall->view, now.boot_ms,
		    &changed)) {
		screen_present(hall->screen, &changed);
		screen_report_change(hall->report);
		if (hall->came_us) {
			log_debug("shown %lld us after it was heard of",
				(long long)(clock_mono_us() - hall->came_us));
		}
	}
	hall->came_us = 0;
	switch_screen(hall, &now);
	next_ms =
		MIN_OF(calls_next_ms(hall->calls, &now, &room), hall_screen_next_ms(hall->picture));
	next_ms = MIN_OF(next_ms, screen_hours_next_ms(&hall->hours, now.boot_ms));
	(void)sd_event_source_set_time(hall->change, (uint64_t)next_ms * 1000);
	(void)sd_event_source_set_enabled(hall->change, SD_EVENT_ONESHOT);
	return 0;
}

static void draw_soon(struct hall *hall)
{
	(void)sd_event_source_set_enabled(hall->draw, SD_EVENT_ONESHOT);
}

static void report_files(struct hall *hall)
{
	int error = hall->pages ? hall_pages_error(hall->pages) : 0;

	hall_hub_set_files(hall->hub, error < 0 ? error : hall_voice_files_error(hall->voice));
}

/* Asks for what the site names and is not here. */
static void follow_files(struct hall *hall)
{
	hall_voice_follow(hall->voice, hall_hub_client(hall->hub));
	if (hall->pages) {
		hall_pages_follow(hall->pages, hall_hub_client(hall->hub));
	}
	report_files(hall);
}

static void on_hub(void *userdata)
{
	struct hall *hall = userdata;

	hall->came_us = hall->came_us ? hall->came_us : clock_mono_us();
	draw_soon(hall);
	hall_voice_work(hall->voice);
	follow_files(hall);
}

static void on_look(bool seen, void *userdata)
{
	struct hall *hall = userdata;

	screen_report_look(hall->report, seen);
}

static void on_page(void *userdata)
{
	struct hall *hall = userdata;

	draw_soon(hall);
	follow_files(hall);
}

static int on_change(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	draw_soon(userdata);
	return 0;
}

/* Screen */

static void on_redraw(void *userdata)
{
	struct hall *hall = userdata;

	hall_screen_forget(hall->picture);
	draw_soon(hall);
	report_screen(hall);
}

static void on_touch(enum touch touch, int x, int y, void *userdata)
{
	struct hall *hall = userdata;
	struct clock_reading now;

	(void)x;
	(void)y;
	if (touch == TOUCH_DOWN) {
		clock_now(&now);
		screen_hours_touch(&hall->hours, now.boot_ms);
		draw_soon(hall);
	}
}

static void on_closed(void *userdata)
{
	struct hall *hall = userdata;

	log_notice("the window was closed");
	(void)sd_event_exit(hall->event, 0);
}

/* This program is useless without its screen, and after a restart it opens the display again. */
static void on_lost(void *userdata)
{
	struct hall *hall = userdata;

	log_error(FAULT_DEVICE, "ending because the display takes no pictures");
	(void)sd_event_exit(hall->event, -EIO);
}

static int open_screen(struct hall *hall, const struct screen_settings *settings)
{
	static const struct screen_calls calls = {
		.touch = on_touch, .redraw = on_redraw, .closed = on_closed, .lost = on_lost};
	int r = screen_open(hall->event, settings, &calls, hall, &hall->screen);
	struct clock_reading now;

	clock_now(&now);
	screen_hours_init(&hall->hours, settings, now.boot_ms);
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open the screen: %s", strerror(-r));
		return r;
	}
	return screen_report_new(hall->event, hall->screen, &hall->report);
}

/* Voice */

static void on_voice(void *userdata)
{
	struct hall *hall = userdata;
	struct hall_voice_state state = hall_voice_state(hall->voice);

	hall_hub_set_sound(hall->hub, state.name, state.fault, state.note);
	report_files(hall);
}

static int open_voice(struct hall *hall, const struct sound_settings *settings, const char *name)
{
	int r;

	if (!*settings->driver) {
		return 0;
	}
	r = hall_voice_open(hall->event, settings, name, hall->phrases, hall->calls, on_voice, hall,
		&hall->voice);
	if (r == 0) {
		on_voice(hall);
	}
	return r;
}

/* Life */

static int check(void *userdata)
{
	const struct settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;
	int r;

	if (preview_options.name) {
		return 0; /* needs no hub and no name, and says itself what is wrong */
	}
	if (!text_is_id(settings->name, LIMIT_ID)) {
		log_error(FAULT_SITE, "hall.name: '%s' is not a name of letters, digits, - _ .",
			settings->name);
		return -EINVAL;
	}
	r = client_settings_check(&settings->hub);
	if (r == 0) {
		r = board_load_for(BOARD_NEEDS_HALL, settings->board, &board);
	}
	if (r == 0 && board->hall_is_board && settings->counter > 0) {
		log_error(FAULT_SITE, "hall.counter: the screen of %s is a notice board",
			board->file);
		return -EINVAL;
	}
	return r;
}

static int check_rest(const void *userdata)
{
	const struct settings *settings = userdata;

	return theme_check(settings->theme);
}

static int connect_hub(struct hall *hall, const struct settings *settings)
{
	_cleanup_free_ char *token = NULL;
	_cleanup_free_ char *error = NULL;
	int r = client_read_token(settings->hub.token_file, &token, &error);

	if (r < 0) {
		log_error(FAULT_SITE, "%s", error);
		return r;
	}
	r = hall_hub_connect(hall->hub, settings->hub.address, token);
	if (r < 0) {
		log_error(FAULT_SITE, "cannot use the hub at '%s': %s", settings->hub.address,
			strerror(-r));
		return r;
	}
	screen_report_use(hall->report, hall_hub_client(hall->hub));
	follow_files(hall); /* the former client has gone */
	return 0;
}

static int add_sources(struct hall *hall)
{
	int r = sd_event_add_defer(hall->event, &hall->draw, on_draw, hall);

	if (r >= 0) {
		/* After the events that are already here. */
		r = sd_event_source_set_priority(hall->draw, SD_EVENT_PRIORITY_NORMAL + 10);
	}
	if (r >= 0) {
		r = sd_event_add_time(hall->event, &hall->change, CLOCK_BOOTTIME, UINT64_MAX,
			ON_TIME_MS * 1000, on_change, hall);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot set up the event loop: %s", strerror(-r));
	}
	return MIN_OF(r, 0);
}

static int open_cec(struct hall *hall, const struct screen_settings *settings)
{
	int r = 0;

	if (settings->n_on > 0 && settings->cec) {
		r = cec_new(hall->event, NULL, on_cec, hall, &hall->cec);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot set up CEC: %s", strerror(-r));
	}
	return r;
}

static int start(sd_event *event, void *userdata, void **ret_state)
{
	const struct settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;
	static const struct hall_hub_calls hub_calls = {on_hub, on_look};
	struct hall *hall = memory_new(1, sizeof(*hall));
	int r;

	*ret_state = hall;
	hall->event = sd_event_ref(event);
	(void)console_take(STDIN_FILENO, NULL, &hall->console); /* which logs it */
	hall->calls = calls_new();
	calls_set_counter(hall->calls, settings->counter);
	r = phrases_load(NULL, &hall->phrases);
	if (r == 0) {
		r = theme_load_any(settings->theme, &hall->theme);
	}
	if (r == 0) {
		theme_use(hall->theme);
		r = board_load_for(BOARD_NEEDS_HALL, settings->board, &board);
	}
	if (r == 0 && board->hall_is_board) {
		calls_set_board(hall->calls);
	}
	if (r == 0) {
		hall->picture = hall_screen_new(hall->phrases, board->hall.diagonal_inch);
		r = add_sources(hall);
	}
	if (r == 0) {
		r = open_screen(hall, &board->hall);
	}
	if (r == 0) {
		r = open_cec(hall, &board->hall);
	}
	if (r == 0) {
		r = hall_hub_open(event, settings->name, screen_is_shown(hall->screen), hall->calls,
			&hub_calls, hall, &hall->hub);
	}
	if (r == 0) {
		if (settings->pages || board->hall_is_board) {
			r = hall_pages_open(
				event, settings->name, hall->calls, on_page, hall, &hall->pages);
		}
	}
	if (r == 0) {
		r = open_voice(hall, &board->hall_sound, settings->name);
	}
	return r < 0 ? r : connect_hub(hall, settings);
}

static void reload(void *state, void *settings)
{
	struct hall *hall = state;

	if (connect_hub(hall, settings) < 0) {
		log_warning(FAULT_SITE, "going on with the hub as it was");
	}
}

static void stop(void *state)
{
	struct hall *hall = state;

	if (!hall) {
		return;
	}
	console_give_back(&hall->console);
	hall_voice_close(hall->voice);
	hall_hub_close(hall->hub);
	hall_pages_close(hall->pages);
	hall->draw = sd_event_source_disable_unref(hall->draw);
	hall->change = sd_event_source_disable_unref(hall->change);
	screen_report_free(hall->report);
	cec_free(hall->cec);
	screen_close(hall->screen);
	hall_screen_free(hall->picture);
	phrases_free(hall->phrases);
	theme_use(NULL);
	theme_free(hall->theme);
	calls_free(hall->calls);
	sd_event_unref(hall->event);
	free(hall);
}

int main(int argc, char *argv[])
{
	struct settings settings = {0};
	const struct daemon_program program = {
		.name = "layso-halld",
		.summary = "shows the hall the calls of the hub",
		.config = PATHS_HALLD_CONF,
		.items = items,
		.options = options,
		.settings = &settings,
		.settings_size = sizeof(settings),
		.check = check,
		.check_rest = check_rest,
		.start = start,
		.reload = reload,
		.stop = stop,
	};

	return daemon_run(&program, argc, argv);
}
