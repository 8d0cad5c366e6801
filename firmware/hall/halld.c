/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso-halld: the hall's display. Asks the hub for its state and its site data, follows its
 * events, and draws what calls.c says is to be shown when that has changed.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"
#include "boards/board.h"
#include "client/client.h"
#include "drivers/screen.h"
#include "hall/calls.h"
#include "queue/limits.h"
#include "ui/phrases.h"

enum {
	ASK_AGAIN_MS = 1000,
	ASK_AGAIN_SOON_MS = 100,
	REFRESH_MS = 10 * 60 * 1000, /* the state anew: the hub's clock, daily limits */
	ON_TIME_MS = 10, /* how exact the screen's own changes are */
};

struct settings {
	char *hub;
	char *token_file;
	char *name;
	char *board;
};

#define AT(member) offsetof(struct settings, member)
static const struct config_item items[] = {
	{"hub", "address", config_parse_string, AT(hub), "unix:/run/layso/hub.sock"},
	{"hub", "token_file", config_parse_string, AT(token_file), ""},
	{"hall", "name", config_parse_string, AT(name), "hall-1"},
	{"hall", "board", config_parse_string, AT(board), "sim"},
	{NULL},
};

static const struct daemon_option options[] = {
	{"hub", "ADDRESS", "the hub: unix:PATH or http://HOST:PORT", "hub.address", NULL},
	{"token-file", "FILE", "the token for the hub", "hub.token_file", NULL},
	{"name", "NAME", "what this display is called", "hall.name", NULL},
	{"board", "NAME", "the board's name, or its file", "hall.board", NULL},
	{NULL},
};

struct hall {
	sd_event *event;
	struct phrases *phrases;
	struct screen *screen;
	struct hall_screen *picture;
	struct calls *calls;
	struct hall_view view;
	struct client *client;
	bool following;
	unsigned asking; /* CALLS_WANT_…: under way */
	unsigned wanted; /* to be asked for next */
	int shown; /* what was reported of the screen; −1 nothing yet */
	int64_t came_us; /* when the first event came that is not drawn yet; 0 none */
	sd_event_source *draw; /* after everything that came at once was taken */
	sd_event_source *change; /* when the picture changes by itself */
	sd_event_source *again; /* asks for what is wanted */
	sd_event_source *refresh;
};

/* Picture */

static void set_change_timer(struct hall *hall, const struct moment *now)
{
	int width, height;
	int pages;

	screen_size(hall->screen, &width, &height);
	pages = hall_screen_pages(calls_services(hall->calls), width, height);
	(void)sd_event_source_set_time(
		hall->change, (uint64_t)calls_next_ms(hall->calls, now, pages) * 1000);
	(void)sd_event_source_set_enabled(hall->change, SD_EVENT_ONESHOT);
}

static int on_draw(sd_event_source *source, void *userdata)
{
	struct hall *hall = userdata;
	cairo_rectangle_int_t changed;
	struct moment now;

	(void)source;
	clock_now(&now);
	calls_view(hall->calls, &now, &hall->view);
	if (hall_screen_draw(hall->picture, screen_surface(hall->screen), &hall->view, &changed)) {
		screen_present(hall->screen, &changed);
		if (hall->came_us) {
			log_debug("shown %lld us after the event",
				(long long)(clock_mono_us() - hall->came_us));
		}
	}
	hall->came_us = 0;
	set_change_timer(hall, &now);
	return 0;
}

static void draw_soon(struct hall *hall)
{
	(void)sd_event_source_set_enabled(hall->draw, SD_EVENT_ONESHOT);
}

static int on_change(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	draw_soon(userdata);
	return 0;
}

/* Hub */

static void ask(struct hall *hall, unsigned what);

static void ask_in(struct hall *hall, unsigned what, uint64_t delay_ms)
{
	hall->wanted |= what;
	(void)sd_event_source_set_time_relative(hall->again, delay_ms * 1000);
	(void)sd_event_source_set_enabled(hall->again, SD_EVENT_ONESHOT);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct hall *hall = userdata;
	unsigned wanted = hall->wanted & ~hall->asking;

	(void)source;
	(void)usec;
	hall->wanted &= ~wanted;
	ask(hall, wanted);
	return 0;
}

static int on_refresh(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct hall *hall = userdata;

	(void)usec;
	if (hall->following) {
		ask(hall, CALLS_WANT_STATE);
	}
	(void)sd_event_source_set_time_relative(source, (uint64_t)REFRESH_MS * 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct hall *hall = userdata;
	struct moment now;

	hall->came_us = hall->came_us ? hall->came_us : clock_mono_us();
	clock_now(&now);
	ask(hall, calls_take_event(hall->calls, seq, kind, data, &now));
	draw_soon(hall);
}

static void on_reported(int status, json_t *body, void *userdata)
{
	struct hall *hall = userdata;

	(void)body;
	if (status < 200 || status > 299) {
		hall->shown = -1; /* again after the next connection */
	}
}

/* Tells the hub, for whoever repairs, whether there is a display. */
static void report_screen(struct hall *hall)
{
	bool shown = screen_is_shown(hall->screen);
	json_t *body;
	int r;

	if (!hall->following || hall->shown == (int)shown) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", "screen", "state",
		shown ? "ok" : "no_display", "fault",
		log_fault_name(shown ? FAULT_NONE : FAULT_DEVICE), "note", "");
	r = client_send(hall->client, "POST", "/api/v1/health", body, 0, on_reported, hall, NULL);
	hall->shown = r < 0 ? -1 : (int)shown;
}

static void on_link(bool connected, void *userdata)
{
	struct hall *hall = userdata;
	struct moment now;

	clock_now(&now);
	calls_set_link(hall->calls, connected, &now);
	if (connected) {
		log_info("connected to the hub");
		ask(hall, CALLS_WANT_STATE);
		report_screen(hall);
	} else {
		log_warning(FAULT_SITE, "the hub is away; the picture stays");
	}
	draw_soon(hall);
}

static void on_restart(void *userdata)
{
	struct hall *hall = userdata;

	log_notice("the hub has another log; beginning anew");
	hall->following = false;
	calls_restart(hall->calls);
	ask(hall, CALLS_WANT_STATE | CALLS_WANT_SITE);
}

static const struct client_follow follow_calls = {
	.event = on_event,
	.link = on_link,
	.restart = on_restart,
};

static void follow(struct hall *hall)
{
	int r;

	if (hall->following) {
		return;
	}
	r = client_follow_from(hall->client, calls_seq(hall->calls), &follow_calls, hall);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot follow the hub's events: %s", strerror(-r));
		ask_in(hall, CALLS_WANT_STATE, ASK_AGAIN_MS);
		return;
	}
	hall->following = true;
}

/* What stands in the way, once in a while; the public sees none of it. */
static void log_refusal(const char *what, int status)
{
	if (status < 0) {
		log_warning(FAULT_SITE, "cannot ask the hub for %s: %s", what, strerror(-status));
	} else {
		log_warning(FAULT_SITE, "asked for %s, the hub answered %d", what, status);
	}
}

static void on_state(int status, json_t *body, void *userdata)
{
	struct hall *hall = userdata;
	struct moment now;
	unsigned wants = 0;
	int r;

	hall->asking &= ~(unsigned)CALLS_WANT_STATE;
	if (status != 200) {
		log_refusal("its state", status);
		ask_in(hall, CALLS_WANT_STATE, ASK_AGAIN_MS);
		return;
	}
	clock_now(&now);
	r = calls_take_state(hall->calls, body, &now, &wants);
	if (r < 0) {
		if (r == -EBADMSG) {
			log_warning(FAULT_OURS, "the hub's state is not understood");
		}
		ask_in(hall, CALLS_WANT_STATE, r == -ESTALE ? ASK_AGAIN_SOON_MS : ASK_AGAIN_MS);
		return;
	}
	follow(hall);
	ask(hall, wants | hall->wanted);
	draw_soon(hall);
}

static void on_site(int status, json_t *body, void *userdata)
{
	struct hall *hall = userdata;

	hall->asking &= ~(unsigned)CALLS_WANT_SITE;
	if (status != 200) {
		log_refusal("the site data", status);
		ask_in(hall, CALLS_WANT_SITE, ASK_AGAIN_MS);
	} else if (calls_take_site(hall->calls, body) < 0) {
		log_warning(FAULT_OURS, "the hub's site data are not understood");
		ask_in(hall, CALLS_WANT_SITE, ASK_AGAIN_MS);
	} else if (hall->wanted) {
		ask(hall, hall->wanted);
	}
	draw_soon(hall);
}

static void ask_one(
	struct hall *hall, unsigned what, unsigned which, const char *path, client_done done)
{
	int r;

	if (!(what & which)) {
		return;
	}
	if (hall->asking & which) {
		hall->wanted |= which; /* the answer under way may be older than the reason */
		return;
	}
	hall->wanted &= ~which;
	r = client_send(hall->client, "GET", path, NULL, 0, done, hall, NULL);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot send %s: %s", path, strerror(-r));
		ask_in(hall, which, ASK_AGAIN_MS);
		return;
	}
	hall->asking |= which;
}

static void ask(struct hall *hall, unsigned what)
{
	ask_one(hall, what, CALLS_WANT_STATE, "/api/v1/state", on_state);
	ask_one(hall, what, CALLS_WANT_SITE, "/api/v1/site", on_site);
}

/* Screen */

static void on_redraw(void *userdata)
{
	struct hall *hall = userdata;

	hall_screen_forget(hall->picture);
	draw_soon(hall);
	report_screen(hall);
}

static void on_closed(void *userdata)
{
	struct hall *hall = userdata;

	log_notice("the window was closed");
	(void)sd_event_exit(hall->event, 0);
}

static int open_screen(struct hall *hall, const struct board_screen *board)
{
	static const struct screen_calls calls = {.redraw = on_redraw, .closed = on_closed};
	struct screen_settings settings = {
		.name = "hall",
		.path = board->path,
		.width = board->width,
		.height = board->height,
		.rotation = board->rotation,
		.touch = board->touch,
	};
	int r = text_copy(settings.driver, sizeof(settings.driver), board->driver);

	if (r == 0) {
		r = screen_open(hall->event, &settings, &calls, hall, &hall->screen);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open the screen: %s", strerror(-r));
	}
	return r;
}

/* Life */

static int load_board(const struct settings *settings, struct board **ret)
{
	_cleanup_free_ char *message = NULL;
	int r = board_load(settings->board, ret, &message);

	if (r < 0) {
		log_error(FAULT_SITE, "%s", message);
	} else if (!(*ret)->hall.present) {
		log_error(FAULT_SITE, "%s: the board has no [screen hall]", (*ret)->file);
		board_free(TAKE_PTR(*ret));
		r = -EINVAL;
	}
	return r;
}

static int check(void *userdata)
{
	const struct settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;

	if (!text_is_id(settings->name, LIMIT_ID)) {
		log_error(FAULT_SITE, "hall.name: '%s' is not a name of letters, digits, - _ .",
			settings->name);
		return -EINVAL;
	}
	return load_board(settings, &board);
}

/* The token in its file; *ret is NULL when none is configured. */
static int read_token(const struct settings *settings, char **ret)
{
	size_t size;
	int r;

	*ret = NULL;
	if (!*settings->token_file) {
		return 0;
	}
	r = text_read_file(settings->token_file, CLIENT_TOKEN_MAX + 2, ret, &size);
	if (r < 0) {
		log_error(FAULT_SITE, "%s: %s", settings->token_file, strerror(-r));
		return r;
	}
	(*ret)[strcspn(*ret, " \r\n")] = '\0';
	return 0;
}

static int connect_hub(struct hall *hall, const struct settings *settings)
{
	_cleanup_(client_freep) struct client *client = NULL;
	_cleanup_free_ char *token = NULL;
	int r = read_token(settings, &token);

	if (r < 0) {
		return r;
	}
	r = client_new(hall->event, settings->hub, token, &client);
	if (r == 0) {
		r = client_name(client, settings->name, "hall");
	}
	if (r < 0) {
		log_error(
			FAULT_SITE, "cannot use the hub at '%s': %s", settings->hub, strerror(-r));
		return r;
	}
	client_free(hall->client);
	hall->client = TAKE_PTR(client);
	hall->following = false;
	hall->asking = 0;
	hall->wanted = 0;
	hall->shown = -1;
	ask(hall, CALLS_WANT_STATE | CALLS_WANT_SITE);
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
	if (r >= 0) {
		r = sd_event_add_time(
			hall->event, &hall->again, CLOCK_MONOTONIC, UINT64_MAX, 0, on_again, hall);
	}
	if (r >= 0) {
		r = sd_event_add_time_relative(hall->event, &hall->refresh, CLOCK_MONOTONIC,
			(uint64_t)REFRESH_MS * 1000, 0, on_refresh, hall);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot set up the event loop: %s", strerror(-r));
	}
	return r;
}

static int load_phrases(struct phrases **ret)
{
	const char *set = getenv("LAYSO_DATADIR");
	_cleanup_free_ char *dir = text_printf("%s/strings", set && *set ? set : LAYSO_DATADIR);

	return phrases_load(dir, ret);
}

static int start(sd_event *event, void *userdata, void **ret_state)
{
	const struct settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;
	struct hall *hall = memory_new(1, sizeof(*hall));
	int r;

	*ret_state = hall;
	hall->event = sd_event_ref(event);
	hall->calls = calls_new();
	r = load_phrases(&hall->phrases);
	if (r == 0) {
		hall->picture = hall_screen_new(hall->phrases);
		r = load_board(settings, &board);
	}
	if (r == 0) {
		r = add_sources(hall);
	}
	if (r >= 0) {
		r = open_screen(hall, &board->hall);
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
	client_free(hall->client);
	hall->draw = sd_event_source_disable_unref(hall->draw);
	hall->change = sd_event_source_disable_unref(hall->change);
	hall->again = sd_event_source_disable_unref(hall->again);
	hall->refresh = sd_event_source_disable_unref(hall->refresh);
	screen_close(hall->screen);
	hall_screen_free(hall->picture);
	phrases_free(hall->phrases);
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
		.config = "/etc/layso/halld.conf",
		.items = items,
		.options = options,
		.settings = &settings,
		.check = check,
		.start = start,
		.reload = reload,
		.stop = stop,
	};

	return daemon_run(&program, argc, argv);
}
