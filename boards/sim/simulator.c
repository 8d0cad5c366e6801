/* SPDX-License-Identifier: Apache-2.0 */
/* layso-simulator: a board without hardware. Simulates the printer, the panel and the screens of a
 * board file for the daemons, and shows them on a web page. */
#include "boards/sim/sim-parts.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "base/daemon.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "boards/sim/sim-api.h"
#include "boards/sim/sim-http.h"
#include "drivers/printer-model.h"
#include "ui/phrases.h"

enum { LOOK_MS = 50 };

static const struct config_item items[] = {
	{"simulator", "port", config_parse_int, offsetof(struct simulator_settings, port), "8081",
		.min = 1, .max = 65535},
	{"simulator", "dir", config_parse_string, offsetof(struct simulator_settings, dir), ""},
	{"simulator", "board", config_parse_string, offsetof(struct simulator_settings, board),
		"sim"},
	{"simulator", "print_mm_s", config_parse_int,
		offsetof(struct simulator_settings, print_mm_s), "0"},
	{"simulator", "hub", config_parse_string, offsetof(struct simulator_settings, hub), ""},
	{"simulator", "staff_url", config_parse_string,
		offsetof(struct simulator_settings, staff_url), "http://127.0.0.1:8080/"},
	{NULL},
};

static const struct daemon_option options[] = {
	{"port", "PORT", "the page is http://127.0.0.1:PORT/ (8081)", "simulator.port", NULL},
	{"dir", "DIR", "sockets, frames and slips ($LAYSO_SIM_DIR)", "simulator.dir", NULL},
	{"board", "NAME|FILE", "the board that is simulated (sim)", "simulator.board", NULL},
	{"print-speed", "MM", "millimetres a second; 0 at once (0)", "simulator.print_mm_s", NULL},
	{"hub", "ADDRESS", "where services' names are from (none)", "simulator.hub", NULL},
	{"staff-url", "URL", "the staff page (http://127.0.0.1:8080/)", "simulator.staff_url",
		NULL},
	{NULL},
};

/* ---- informing the viewers ---- */

static int on_tell(sd_event_source *source, void *userdata)
{
	struct simulator *simulator = userdata;

	(void)source;
	if (simulator->http && sim_http_viewers(simulator->http) > 0) {
		sim_http_tell(simulator->http, "state", sim_api_state(simulator));
	}
	return 0;
}

/* Something changed: the viewers are informed once, in the next turn of the loop. */
static void on_change(void *userdata)
{
	struct simulator *simulator = userdata;

	if (simulator->tell) {
		(void)sd_event_source_set_enabled(simulator->tell, SD_EVENT_ONESHOT);
	}
}

static void on_slip(const struct paper_slip *slip, void *userdata)
{
	struct simulator *simulator = userdata;

	sim_slips_add(simulator->slips, slip);
	on_change(simulator);
}

static int on_look(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct simulator *simulator = userdata;

	(void)usec;
	if (sim_http_viewers(simulator->http) == 0) {
		return 0; /* on_viewer starts it again */
	}
	for (size_t i = 0; i < SIM_SCREENS; i++) {
		struct sim_screen_state state;

		sim_screen_look(simulator->screens[i], &state);
		if (state.version != simulator->shown[i]) {
			simulator->shown[i] = state.version;
			sim_http_tell(simulator->http, "frame",
				json_pack("{s:s, s:b, s:i, s:i, s:I}", "screen",
					sim_screen_name(simulator->screens[i]), "there",
					state.there, "width", state.width, "height", state.height,
					"version", (json_int_t)state.version));
		}
	}
	(void)sd_event_source_set_time_relative(source, LOOK_MS * 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static void on_viewer(void *userdata)
{
	struct simulator *simulator = userdata;

	sim_http_tell(simulator->http, "state", sim_api_state(simulator));
	(void)sd_event_source_set_time_relative(simulator->look, 0);
	(void)sd_event_source_set_enabled(simulator->look, SD_EVENT_ONESHOT);
}

/* ---- life ---- */

static int check(void *userdata)
{
	const struct simulator_settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;

	return board_load_for(BOARD_NEEDS_NOTHING, settings->board, &board);
}

static int make_dir(struct simulator *simulator)
{
	const char *set = simulator->settings->dir;

	simulator->dir = text_dup(*set ? set : paths_simdir());
	if (mkdir(simulator->dir, 0755) < 0 && errno != EEXIST) {
		int r = -errno;

		log_error(FAULT_SITE, "cannot make %s: %s", simulator->dir, strerror(-r));
		return r;
	}
	return 0;
}

static int open_printer(struct simulator *simulator)
{
	const struct printer_settings *board = &simulator->board->printer;
	const struct sim_printer_settings settings = {
		.width_dots = board->width_dots,
		.blade_dots = board->feed_dots,
		.dots_per_s = simulator->settings->print_mm_s * board->dpi * 10 / 254,
	};
	const struct sim_printer_calls calls = {on_change, on_slip};

	return sim_printer_open(simulator->event, simulator->dir, &settings, &calls, simulator,
		&simulator->printer);
}

static int open_devices(struct simulator *simulator)
{
	static const char *const names[SIM_SCREENS] = {"kiosk", "hall"};
	const struct sim_panel_calls calls = {on_change};
	int r = open_printer(simulator);

	if (r == 0) {
		r = sim_panel_open(
			simulator->event, simulator->dir, &calls, simulator, &simulator->panel);
	}
	for (size_t i = 0; r == 0 && i < SIM_SCREENS; i++) {
		r = sim_screen_open(simulator->event, simulator->dir, names[i], on_change,
			simulator, &simulator->screens[i]);
	}
	return r;
}

static int open_sources(struct simulator *simulator)
{
	int r = sd_event_add_defer(simulator->event, &simulator->tell, on_tell, simulator);

	if (r >= 0) {
		r = sd_event_source_set_enabled(simulator->tell, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = sd_event_add_time_relative(simulator->event, &simulator->look, CLOCK_MONOTONIC,
			0, 1000, on_look, simulator);
	}
	return r < 0 ? r : sd_event_source_set_enabled(simulator->look, SD_EVENT_OFF);
}

/* Fills in common values where the board does not describe its printer. */
static void fill_printer(struct printer_settings *printer)
{
	printer->width_dots = printer->width_dots > 0 ? printer->width_dots : PRINTER_WIDTH_DOTS;
	printer->dpi = printer->dpi > 0 ? printer->dpi : PRINTER_DPI;
	printer->feed_dots = printer->feed_dots >= 0 ? printer->feed_dots : PRINTER_FEED_DOTS;
}

static int start(sd_event *event, void *settings, void **ret_state)
{
	struct simulator *simulator = memory_new(1, sizeof(*simulator));
	const struct sim_http_calls calls = {sim_api_answer, on_viewer};
	int r;

	*ret_state = simulator;
	simulator->event = event;
	simulator->settings = settings;
	r = board_load(simulator->settings->board, &simulator->board, NULL);
	if (r == 0) {
		fill_printer(&simulator->board->printer);
		r = phrases_load(NULL, &simulator->phrases);
	}
	if (r == 0) {
		r = make_dir(simulator);
	}
	if (r == 0) {
		r = sim_slips_new(simulator->dir, &simulator->slips);
	}
	if (r == 0) {
		r = open_sources(simulator);
	}
	if (r >= 0) {
		r = open_devices(simulator);
	}
	if (r == 0 && simulator->settings->hub[0]) {
		r = sim_hub_open(
			event, simulator->settings->hub, on_change, simulator, &simulator->hub);
	}
	if (r == 0) {
		r = sim_http_open(
			event, simulator->settings->port, &calls, simulator, &simulator->http);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot start: %s", strerror(-r));
		return r;
	}
	log_notice("board '%s' in %s, page http://127.0.0.1:%d/", simulator->board->name,
		simulator->dir, simulator->settings->port);
	return 0;
}

static void stop(void *state)
{
	struct simulator *simulator = state;

	if (!simulator) {
		return;
	}
	simulator->tell = sd_event_source_disable_unref(simulator->tell);
	simulator->look = sd_event_source_disable_unref(simulator->look);
	sim_http_close(simulator->http);
	sim_hub_close(simulator->hub);
	for (size_t i = 0; i < SIM_SCREENS; i++) {
		sim_screen_close(simulator->screens[i]);
	}
	sim_panel_close(simulator->panel);
	sim_printer_close(simulator->printer);
	sim_slips_free(simulator->slips);
	board_free(simulator->board);
	phrases_free(simulator->phrases);
	free(simulator->dir);
	free(simulator);
}

int main(int argc, char *argv[])
{
	struct simulator_settings settings = {0};
	const struct daemon_program program = {
		.name = "layso-simulator",
		.summary = "the simulated board: printer, panel and screens on a page",
		.config = "/etc/layso/simulator.conf",
		.items = items,
		.options = options,
		.settings = &settings,
		.settings_size = sizeof(settings),
		.check = check,
		.start = start,
		.stop = stop,
	};

	return daemon_run(&program, argc, argv);
}
