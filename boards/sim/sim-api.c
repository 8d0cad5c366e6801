/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-api.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "ui/phrases.h"

enum { SLIPS_LISTED = 30, PAGE_FILE_MAX = 256 * 1024, MM_S_MAX = 1000, BUTTON_NAME_MAX = 31 };

/* ---- state ---- */

static int dots_to_mm(const struct simulator *simulator, int dots)
{
	return dots * 254 / simulator->board->printer.dpi / 10;
}

/* The paper width that a head of this many dots is made for. */
static int paper_mm(const struct simulator *simulator)
{
	return dots_to_mm(simulator, simulator->board->printer.width_dots) > 52 ? 80 : 58;
}

static json_t *printer_state(const struct simulator *simulator)
{
	const struct printer_settings *board = &simulator->board->printer;
	struct sim_printer_state state;

	sim_printer_get(simulator->printer, &state);
	return json_pack("{s:b, s:b, s:s, s:s, s:s, s:b, s:b, s:b, s:b,"
			 " s:i, s:i, s:i, s:I, s:I, s:I, s:I, s:I, s:i}",
		"connected", state.connected, "online", state.online, "paper",
		sim_roll_name(state.switches.roll), "cover",
		state.switches.cover_open ? "open" : "closed", "cutter",
		state.switches.cutter_jam ? "jammed" : "ok", "plugged", state.switches.plugged,
		"reads", state.switches.reads, "answers", state.switches.answers, "printing",
		state.printing, "width_dots", board->width_dots, "dpi", board->dpi, "paper_mm",
		paper_mm(simulator), "bytes", (json_int_t)state.counts.bytes, "answered",
		(json_int_t)state.answered, "unknown", (json_int_t)state.counts.unknown, "garbage",
		(json_int_t)state.counts.text_bytes, "dropped", (json_int_t)state.counts.dropped,
		"slips", sim_slips_last(simulator->slips));
}

static json_t *slips_state(const struct simulator *simulator)
{
	json_t *list = json_array();
	int last = sim_slips_last(simulator->slips);

	for (int id = last; id > last - SLIPS_LISTED; id--) {
		const struct sim_slip *slip = sim_slips_find(simulator->slips, id);

		if (slip) {
			(void)json_array_append_new(list,
				json_pack("{s:i, s:o, s:i, s:i, s:s, s:b, s:I, s:s, s:I}", "id", id,
					"png", json_sprintf("/api/slips/%d.png", id), "width_dots",
					slip->width_dots, "height_dots", slip->height_dots, "at",
					slip->at, "cut", slip->cut, "garbage",
					(json_int_t)slip->garbage, "text", slip->text, "clipped",
					(json_int_t)slip->clipped_dots));
		}
	}
	return list;
}

static json_t *screens_state(const struct simulator *simulator)
{
	json_t *screens = json_object();

	for (size_t i = 0; i < SIM_SCREENS; i++) {
		struct sim_screen_state state;

		sim_screen_look(simulator->screens[i], &state);
		(void)json_object_set_new(screens, sim_screen_name(simulator->screens[i]),
			json_pack("{s:b, s:b, s:i, s:i, s:I}", "there", state.there, "touchable",
				state.touchable, "width", state.width, "height", state.height,
				"version", (json_int_t)state.version));
	}
	return screens;
}

/* A button's action as the board file gives it, for its label. */
static json_t *button_does(const struct board *board, const char *name)
{
	for (int i = 0; i < board->n_buttons; i++) {
		const struct board_button *button = &board->buttons[i];

		if (strcmp(button->name, name) != 0) {
			continue;
		}
		switch (button->does) {
		case BOARD_TAKE:
			return json_pack("{s:s, s:s, s:b, s:s}", "does", "take", "service",
				button->service, "priority", button->priority, "reason",
				button->reason);
		case BOARD_COUNTER:
			return json_pack("{s:s, s:i, s:s}", "does", "counter", "counter",
				button->counter, "move", button->move);
		case BOARD_LANGUAGE:
			return json_pack(
				"{s:s, s:s}", "does", "language", "language", button->language);
		case BOARD_RATE:
			return json_pack("{s:s, s:i, s:i}", "does", "rate", "counter",
				button->counter, "score", button->score);
		case BOARD_SPEECH:
			return json_pack("{s:s, s:s}", "does", "speech", "key",
				board_speech_name(button->speech));
		case BOARD_NOTHING:
			break;
		}
	}
	return json_object();
}

static json_t *panel_state(const struct simulator *simulator)
{
	json_t *buttons = sim_panel_buttons(simulator->panel);
	json_t *button;
	size_t i;

	json_array_foreach (buttons, i, button) {
		const char *name = json_string_value(json_object_get(button, "name"));

		(void)json_object_update_new(button, button_does(simulator->board, name));
	}
	return json_pack("{s:b, s:o}", "connected", sim_panel_connected(simulator->panel),
		"buttons", buttons);
}

json_t *sim_api_state(const struct simulator *simulator)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "printer", printer_state(simulator), "slips",
		slips_state(simulator), "panel", panel_state(simulator), "screens",
		screens_state(simulator), "hub", sim_hub_state(simulator->hub));
}

/* ---- answers ---- */

static void refuse(struct sim_answer *ret, int status, const char *error, const char *message)
{
	ret->status = status;
	ret->json = json_pack("{s:s, s:s, s:n}", "error", error, "message", message, "field");
}

static void accept_with_state(const struct simulator *simulator, struct sim_answer *ret)
{
	ret->status = 200;
	ret->json = sim_api_state(simulator);
}

/* Takes ownership of text. */
static void answer_text(char *text, size_t size, const char *type, struct sim_answer *ret)
{
	ret->type = type;
	ret->owned = text;
	ret->bytes = text;
	ret->size = size;
}

static void get_words(const struct simulator *simulator, struct sim_answer *ret)
{
	struct textbuf script = {0};

	textbuf_add(&script, "const words = ");
	phrases_put_script(simulator->phrases, "simulator", &script);
	textbuf_add(&script, ";\n");
	answer_text(script.data, script.size, "text/javascript; charset=utf-8", ret);
}

/* The page's link leads to the hub of this run before its script does anything, and without it. */
static void put_page(const struct simulator *simulator, const char *html, struct textbuf *out)
{
	static const char mark[] = "href=\"staff\"";
	_cleanup_(textbuf_done) struct textbuf filled = {0};
	const char *link;

	phrases_put_html(simulator->phrases, html, &filled);
	link = strstr(filled.data, mark);
	if (!link) {
		textbuf_add(out, filled.data);
		return;
	}
	textbuf_add_bytes(out, filled.data, (size_t)(link - filled.data));
	textbuf_add(out, "href=\"");
	for (const char *c = simulator->settings->staff_url; *c; c++) {
		textbuf_printf(out, strchr("&<>\"", *c) ? "&#%d;" : "%c", *c);
	}
	textbuf_add(out, "\"");
	textbuf_add(out, link + strlen(mark));
}

static void get_file(const struct simulator *simulator, const char *name, const char *type,
	struct sim_answer *ret)
{
	_cleanup_free_ char *path = text_printf("%s/simulator/%s", paths_datadir(), name);
	_cleanup_free_ char *text = NULL;
	struct textbuf filled = {0};
	size_t size;
	int r = text_read_file(path, PAGE_FILE_MAX, &text, &size);

	if (r < 0) {
		log_error(FAULT_SITE, "%s: %s; is LAYSO_DATADIR right?", path, strerror(-r));
		refuse(ret, 500, "storage", "a file of the page cannot be read");
		return;
	}
	if (strncmp(type, "text/html", strlen("text/html")) != 0) {
		answer_text(TAKE_PTR(text), size, type, ret);
		return;
	}
	put_page(simulator, text, &filled);
	answer_text(filled.data, filled.size, type, ret);
}

/* The N of "/api/slips/N.png", or the part between prefix and ".png"; heap, NULL when path has
 * another form. */
static char *picture_name(const char *path, const char *prefix)
{
	size_t before = strlen(prefix);
	size_t length = strlen(path);

	if (strncmp(path, prefix, before) != 0 || length < before + strlen("x.png") ||
		strcmp(path + length - strlen(".png"), ".png") != 0) {
		return NULL;
	}
	return strndup(path + before, length - before - strlen(".png"));
}

static void get_slip(struct simulator *simulator, const char *name, struct sim_answer *ret)
{
	const struct sim_slip *slip = NULL;
	int64_t id;

	if (text_parse_int(name, 1, INT32_MAX, &id) == 0) {
		slip = sim_slips_find(simulator->slips, (int)id);
	}
	if (!slip) {
		refuse(ret, 404, "not_found", "there is no such slip");
		return;
	}
	ret->type = "image/png";
	ret->bytes = slip->png;
	ret->size = slip->png_size;
}

static struct sim_screen *find_screen(struct simulator *simulator, const char *name)
{
	for (size_t i = 0; i < SIM_SCREENS; i++) {
		if (strcmp(sim_screen_name(simulator->screens[i]), name) == 0) {
			return simulator->screens[i];
		}
	}
	return NULL;
}

static void get_screen(struct simulator *simulator, const struct sim_request *request,
	const char *name, struct sim_answer *ret)
{
	struct sim_screen *screen = find_screen(simulator, name);
	const unsigned char *png;
	struct sim_screen_state state;
	uint64_t version;

	if (!screen) {
		refuse(ret, 404, "not_found", "there is no such screen");
		return;
	}
	sim_screen_look(screen, &state);
	(void)snprintf(ret->etag, sizeof(ret->etag), "\"%" PRIu64 "\"", state.version);
	if (state.there && request->known && strcmp(request->known, ret->etag) == 0) {
		ret->status = 304;
		return;
	}
	if (sim_screen_picture(screen, &png, &ret->size, &version) < 0) {
		ret->etag[0] = '\0';
		refuse(ret, 404, "not_found", "nothing is shown on this screen yet");
		return;
	}
	(void)snprintf(ret->etag, sizeof(ret->etag), "\"%" PRIu64 "\"", version);
	ret->type = "image/png";
	ret->bytes = png;
}

static void get(
	struct simulator *simulator, const struct sim_request *request, struct sim_answer *ret)
{
	static const struct {
		const char *path;
		const char *file;
		const char *type;
	} files[] = {
		{"/", "index.html", "text/html; charset=utf-8"},
		{"/simulator.css", "simulator.css", "text/css; charset=utf-8"},
		{"/simulator.js", "simulator.js", "text/javascript; charset=utf-8"},
		{"/icon.svg", "icon.svg", "image/svg+xml"},
	};
	_cleanup_free_ char *slip = picture_name(request->path, "/api/slips/");
	_cleanup_free_ char *screen = picture_name(request->path, "/api/screens/");

	if (strcmp(request->path, "/words.js") == 0) {
		get_words(simulator, ret);
		return;
	}
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		if (strcmp(request->path, files[i].path) == 0) {
			get_file(simulator, files[i].file, files[i].type, ret);
			return;
		}
	}
	if (strcmp(request->path, "/api/state") == 0) {
		accept_with_state(simulator, ret);
	} else if (slip) {
		get_slip(simulator, slip, ret);
	} else if (screen) {
		get_screen(simulator, request, screen, ret);
	} else {
		refuse(ret, 404, "not_found", "there is nothing at this address");
	}
}

/* ---- a person's actions ---- */

static void post_button(struct simulator *simulator, json_t *body, struct sim_answer *ret)
{
	const char *name;
	int pressed = -1;
	json_error_t error;
	int r;

	if (json_unpack_ex(body, &error, JSON_STRICT, "{s:s, s?b}", "name", &name, "pressed",
		    &pressed) < 0) {
		refuse(ret, 400, "bad_field", error.text);
		return;
	}
	r = sim_panel_press(simulator->panel, name, pressed != 0);
	if (pressed < 0 && (r == 0 || r == -EALREADY)) {
		r = sim_panel_press(simulator->panel, name, false);
	}
	if (r < 0 && r != -EALREADY) {
		refuse(ret, r == -ENOENT ? 404 : 503, r == -ENOENT ? "not_found" : "busy",
			r == -ENOENT ? "no connected panel has this button"
				     : "the panel's daemon does not listen");
		return;
	}
	accept_with_state(simulator, ret);
}

/* One phase of a touch, or a whole tap. */
static int touch(struct sim_screen *screen, const char *phase, int x, int y)
{
	static const char *const phases[] = {
		[SIM_TOUCH_DOWN] = "down", [SIM_TOUCH_MOVE] = "move", [SIM_TOUCH_UP] = "up"};
	int r;

	if (!phase) {
		r = sim_screen_touch(screen, SIM_TOUCH_DOWN, x, y);
		return r < 0 ? r : sim_screen_touch(screen, SIM_TOUCH_UP, x, y);
	}
	for (size_t i = 0; i < ELEMENTS(phases); i++) {
		if (strcmp(phases[i], phase) == 0) {
			return sim_screen_touch(screen, (enum sim_touch)i, x, y);
		}
	}
	return -EINVAL;
}

static void post_touch(struct simulator *simulator, json_t *body, struct sim_answer *ret)
{
	const char *name;
	const char *phase = NULL;
	struct sim_screen *screen;
	json_error_t error;
	int x;
	int y;
	int r;

	if (json_unpack_ex(body, &error, JSON_STRICT, "{s:s, s:i, s:i, s?s}", "screen", &name, "x",
		    &x, "y", &y, "phase", &phase) < 0) {
		refuse(ret, 400, "bad_field", error.text);
		return;
	}
	screen = find_screen(simulator, name);
	r = screen ? touch(screen, phase, x, y) : -ENOENT;
	if (r == -EINVAL) {
		refuse(ret, 400, "bad_field", "phase is down, move or up");
	} else if (r < 0) {
		refuse(ret, r == -ENOENT ? 404 : 503, r == -ENOENT ? "not_found" : "busy",
			"no daemon takes touches of this screen");
	} else {
		ret->json = json_object();
	}
}

static bool is_one_of(const char *word, const char *yes, const char *no)
{
	return strcmp(word, yes) == 0 || strcmp(word, no) == 0;
}

/* Copies one field; false when there is no such field or its value is not valid. */
static bool read_switch(struct sim_printer_switches *switches, const char *key, json_t *value)
{
	const char *word = json_is_string(value) ? json_string_value(value) : "";
	bool *flag = strcmp(key, "plugged") == 0 ? &switches->plugged
		: strcmp(key, "reads") == 0      ? &switches->reads
		: strcmp(key, "answers") == 0    ? &switches->answers
						 : NULL;

	if (flag) {
		*flag = json_is_true(value);
		return json_is_boolean(value);
	}
	if (strcmp(key, "paper") == 0) {
		return sim_roll_parse(word, &switches->roll) == 0;
	}
	if (strcmp(key, "cover") == 0) {
		switches->cover_open = strcmp(word, "open") == 0;
		return is_one_of(word, "open", "closed");
	}
	if (strcmp(key, "cutter") == 0) {
		switches->cutter_jam = strcmp(word, "jammed") == 0;
		return is_one_of(word, "jammed", "ok");
	}
	if (strcmp(key, "speed_mm_s") == 0) {
		return json_is_integer(value) && json_integer_value(value) >= 0 &&
			json_integer_value(value) <= MM_S_MAX;
	}
	return strcmp(key, "tear") == 0 && json_is_boolean(value);
}

/* Reads the switches to set; returns "" or the name of the field that is wrong. */
static const char *read_switches(json_t *body, struct sim_printer_switches *switches)
{
	json_t *value;
	const char *key;

	json_object_foreach (body, key, value) {
		if (!read_switch(switches, key, value)) {
			return key;
		}
	}
	return "";
}

static void post_printer(struct simulator *simulator, json_t *body, struct sim_answer *ret)
{
	struct sim_printer_state state;
	json_t *speed = json_object_get(body, "speed_mm_s");
	const char *wrong;

	sim_printer_get(simulator->printer, &state);
	wrong = read_switches(body, &state.switches);
	if (*wrong) {
		refuse(ret, 400, "bad_field", "an unknown field, or a value that it cannot have");
		(void)json_object_set_new(ret->json, "field", json_string(wrong));
		return;
	}
	if (speed) {
		sim_printer_set_speed(simulator->printer,
			(int)json_integer_value(speed) * simulator->board->printer.dpi * 10 / 254);
	}
	if (json_get_bool(body, "tear")) {
		sim_printer_tear(simulator->printer);
	}
	if (sim_printer_set(simulator->printer, &state.switches) < 0) {
		refuse(ret, 503, "busy", "the printer's socket cannot be made");
		return;
	}
	accept_with_state(simulator, ret);
}

void sim_api_answer(const struct sim_request *request, struct sim_answer *ret, void *userdata)
{
	static const struct {
		const char *path;
		void (*answer)(struct simulator *, json_t *, struct sim_answer *);
	} posts[] = {
		{"/api/button", post_button},
		{"/api/touch", post_touch},
		{"/api/printer", post_printer},
	};
	struct simulator *simulator = userdata;

	if (strcmp(request->method, "GET") == 0) {
		get(simulator, request, ret);
		return;
	}
	for (size_t i = 0; i < ELEMENTS(posts); i++) {
		if (strcmp(request->path, posts[i].path) == 0) {
			posts[i].answer(simulator, request->body, ret);
			return;
		}
	}
	refuse(ret, 404, "not_found", "nothing can be done at this address");
}
