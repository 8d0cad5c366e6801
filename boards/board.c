/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/board.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"

/* The moves that make sense as one key, by their names in the API. */
static const char *const counter_moves[] = {"call-next", "recall", "appear", "undo-call", "absent",
	"hold", "finish", "undo-finish", "pause", "resume"};

/* A section of the file: where a key's value goes. */
struct key {
	const char *name;
	int (*set)(const char *value, void *target, char *error);
	size_t offset;
};

enum part { PART_BOARD, PART_PRINTER, PART_PANEL, PART_KIOSK, PART_HALL, PARTS };

struct loader {
	struct board *board;
	struct board_button *button; /* the section being read is this button */
	unsigned keys; /* a bit for each key seen in this section, against doubles */
	const struct config_line *line;
	int lines[PARTS]; /* where each part's section begins; 0: not in the file */
};

static int _printf_(2, 3) fail(char *error, const char *format, ...)
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
		return fail(error, "the value is empty");
	}
	return config_parse_string(value, target, error);
}

static int set_number(const char *value, int min, int max, int *target, char *error)
{
	int64_t number;

	if (text_parse_int(value, min, max, &number) < 0) {
		return fail(error, "'%.80s' is not a whole number from %d to %d", value, min, max);
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
	return fail(error, "'%.80s' is none of the known ones", value);
}

static int set_driver(const char *value, void *target, char *error)
{
	static const char *const drivers[] = {"sim"};

	return set_one_of(value, drivers, ELEMENTS(drivers), target, 16, error);
}

static int set_screen_driver(const char *value, void *target, char *error)
{
	static const char *const drivers[] = {"sim", "sdl"};

	return set_one_of(value, drivers, ELEMENTS(drivers), target, 16, error);
}

static int set_width_dots(const char *value, void *target, char *error)
{
	return set_number(value, 384, 640, target, error);
}

static int set_dpi(const char *value, void *target, char *error)
{
	if (strcmp(value, "180") != 0 && strcmp(value, "203") != 0) {
		return fail(error, "'%.80s' is neither 180 nor 203", value);
	}
	return set_number(value, 180, 203, target, error);
}

static int set_feed(const char *value, void *target, char *error)
{
	return set_number(value, 0, 800, target, error);
}

static int set_pixels(const char *value, void *target, char *error)
{
	return set_number(value, 0, 7680, target, error);
}

static int set_rotation(const char *value, void *target, char *error)
{
	int degrees = 0;
	int r = set_number(value, 0, 270, &degrees, error);

	if (r == 0 && degrees % 90 != 0) {
		return fail(error, "'%.80s' is none of 0, 90, 180, 270", value);
	}
	if (r == 0) {
		*(int *)target = degrees;
	}
	return r;
}

static const struct key board_keys[] = {
	{"name", set_text, offsetof(struct board, name)},
	{"description", set_text, offsetof(struct board, description)},
	{0},
};

static const struct key printer_keys[] = {
	{"driver", set_driver, offsetof(struct board_printer, driver)},
	{"path", set_text, offsetof(struct board_printer, path)},
	{"width_dots", set_width_dots, offsetof(struct board_printer, width_dots)},
	{"dpi", set_dpi, offsetof(struct board_printer, dpi)},
	{"cut", config_parse_bool, offsetof(struct board_printer, cut)},
	{"feed_dots", set_feed, offsetof(struct board_printer, feed_dots)},
	{0},
};

static const struct key panel_keys[] = {
	{"driver", set_driver, offsetof(struct board_panel, driver)},
	{"path", set_text, offsetof(struct board_panel, path)},
	{0},
};

static const struct key screen_keys[] = {
	{"driver", set_screen_driver, offsetof(struct board_screen, driver)},
	{"path", set_text, offsetof(struct board_screen, path)},
	{"width", set_pixels, offsetof(struct board_screen, width)},
	{"height", set_pixels, offsetof(struct board_screen, height)},
	{"rotation", set_rotation, offsetof(struct board_screen, rotation)},
	{"touch", config_parse_bool, offsetof(struct board_screen, touch)},
	{0},
};

static int set_key(struct loader *loader, const struct key *keys, void *target, char *error)
{
	for (int i = 0; keys[i].name; i++) {
		if (strcmp(keys[i].name, loader->line->key) != 0) {
			continue;
		}
		if (loader->keys & (1U << i)) {
			return fail(error, "the key '%.60s' stands here twice", keys[i].name);
		}
		loader->keys |= 1U << i;
		return keys[i].set(loader->line->value, (char *)target + keys[i].offset, error);
	}
	return fail(
		error, "unknown key '%.60s' in [%.60s]", loader->line->key, loader->line->section);
}

/* ---- what a button does ---- */

static int does_take(struct board_button *button, int n, char *words[], char *error)
{
	if (n < 3 || n > 4 || !text_is_id(words[1], BOARD_WORD_MAX) ||
		(strcmp(words[2], "regular") != 0 && strcmp(words[2], "priority") != 0)) {
		return fail(error, "expected 'take SERVICE regular|priority [REASON]'");
	}
	button->does = BOARD_TAKE;
	button->priority = *words[2] == 'p';
	if (button->priority != (n == 4)) {
		return fail(error,
			button->priority ? "the priority lane needs a reason"
					 : "the regular lane takes no reason");
	}
	if (n == 4 && !text_is_id(words[3], BOARD_WORD_MAX)) {
		return fail(error, "'%.60s' is not a reason's id", words[3]);
	}
	(void)text_copy(button->service, sizeof(button->service), words[1]);
	return n == 4 ? text_copy(button->reason, sizeof(button->reason), words[3]) : 0;
}

static int does_counter(struct board_button *button, int n, char *words[], char *error)
{
	if (n != 3) {
		return fail(error, "expected 'counter NUMBER MOVE'");
	}
	button->does = BOARD_COUNTER;
	if (set_number(words[1], 1, 99, &button->counter, error) < 0) {
		return -EINVAL;
	}
	return set_one_of(words[2], counter_moves, ELEMENTS(counter_moves), button->move,
		sizeof(button->move), error);
}

static int does_language(struct board_button *button, int n, char *words[], char *error)
{
	if (n != 2 || !text_is_id(words[1], 8)) {
		return fail(error, "expected 'language CODE'");
	}
	button->does = BOARD_LANGUAGE;
	return text_copy(button->language, sizeof(button->language), words[1]);
}

static int set_does(struct board_button *button, const char *value, char *error)
{
	_cleanup_free_ char *copy = text_dup(value);
	char *words[5] = {NULL};
	char *rest = NULL;
	int n = 0;

	for (char *word = strtok_r(copy, " \t", &rest); word && n < 5;
		word = strtok_r(NULL, " \t", &rest)) {
		words[n++] = word;
	}
	if (n > 0 && strcmp(words[0], "take") == 0) {
		return does_take(button, n, words, error);
	}
	if (n > 0 && strcmp(words[0], "counter") == 0) {
		return does_counter(button, n, words, error);
	}
	if (n > 0 && strcmp(words[0], "language") == 0) {
		return does_language(button, n, words, error);
	}
	return fail(error, "expected 'take …', 'counter …' or 'language …'");
}

static int read_button(struct loader *loader, char *error)
{
	if (strcmp(loader->line->key, "does") != 0) {
		return fail(error, "unknown key '%.60s' in [button]", loader->line->key);
	}
	if (loader->button->does != BOARD_NOTHING) {
		return fail(error, "the key 'does' stands here twice");
	}
	return set_does(loader->button, loader->line->value, error);
}

/* ---- sections ---- */

static int start_button(struct loader *loader, char *error)
{
	struct board *board = loader->board;
	const char *name = loader->line->name;

	if (!text_is_id(name, BOARD_WORD_MAX)) {
		return fail(error, "a button has a name of letters, digits, '-', '_', '.'");
	}
	for (int i = 0; i < board->n_buttons; i++) {
		if (strcmp(board->buttons[i].name, name) == 0) {
			return fail(error, "the button '%.60s' stands here twice", name);
		}
	}
	if (board->n_buttons == BOARD_BUTTONS_MAX) {
		return fail(error, "a panel has at most 32 buttons");
	}
	loader->button = &board->buttons[board->n_buttons++];
	loader->button->line = loader->line->line;
	return text_copy(loader->button->name, sizeof(loader->button->name), name);
}

/* A part's section, its keys, and where in struct board they go. */
struct section {
	const char *name;
	const char *which; /* "kiosk" of "[screen kiosk]" */
	const struct key *keys;
	size_t offset;
};

static const struct section sections[PARTS] = {
	[PART_BOARD] = {"board", "", board_keys, 0},
	[PART_PRINTER] = {"printer", "", printer_keys, offsetof(struct board, printer)},
	[PART_PANEL] = {"panel", "", panel_keys, offsetof(struct board, panel)},
	[PART_KIOSK] = {"screen", "kiosk", screen_keys, offsetof(struct board, kiosk)},
	[PART_HALL] = {"screen", "hall", screen_keys, offsetof(struct board, hall)},
};

static int read_part(struct loader *loader, enum part part, char *error)
{
	const struct config_line *line = loader->line;

	if (line->key) {
		return set_key(loader, sections[part].keys,
			(char *)loader->board + sections[part].offset, error);
	}
	if (loader->lines[part]) {
		return fail(error, "[%.60s] stands here twice", line->section);
	}
	loader->lines[part] = line->line;
	return 0;
}

static int on_line(const struct config_line *line, void *userdata, char *error)
{
	struct loader *loader = userdata;

	loader->line = line;
	if (!line->key) {
		loader->keys = 0;
		loader->button = NULL;
		if (strcmp(line->section, "button") == 0) {
			return start_button(loader, error);
		}
	}
	if (loader->button) {
		return read_button(loader, error);
	}
	for (enum part part = 0; part < PARTS; part++) {
		if (strcmp(sections[part].name, line->section) == 0 &&
			strcmp(sections[part].which, line->name) == 0) {
			return read_part(loader, part, error);
		}
	}
	return fail(error, "unknown section [%.60s%s%.60s]", line->section, *line->name ? " " : "",
		line->name);
}

/* ---- the whole ---- */

static int fail_at(const struct loader *loader, int line, const char *what, char **ret_error)
{
	if (ret_error) {
		*ret_error = text_printf("%s:%d: %s", loader->board->file, line, what);
	}
	return -EINVAL;
}

/* What a file must say, once all of it has been read. */
static int check_whole(const struct loader *loader, char **ret_error)
{
	struct board *board = loader->board;
	const struct {
		bool *present;
		const char *driver;
	} parts[PARTS] = {
		[PART_PRINTER] = {&board->printer.present, board->printer.driver},
		[PART_PANEL] = {&board->panel.present, board->panel.driver},
		[PART_KIOSK] = {&board->kiosk.present, board->kiosk.driver},
		[PART_HALL] = {&board->hall.present, board->hall.driver},
	};

	if (!board->name) {
		return fail_at(loader, MAX_OF(loader->lines[PART_BOARD], 1),
			"a board has a 'name' in [board]", ret_error);
	}
	for (enum part part = PART_PRINTER; part < PARTS; part++) {
		*parts[part].present = loader->lines[part] > 0;
		if (*parts[part].present && !*parts[part].driver) {
			return fail_at(loader, loader->lines[part], "the section has no 'driver'",
				ret_error);
		}
	}
	for (int i = 0; i < board->n_buttons; i++) {
		if (board->buttons[i].does == BOARD_NOTHING) {
			return fail_at(loader, board->buttons[i].line, "the button has no 'does'",
				ret_error);
		}
	}
	if (board->n_buttons > 0 && !board->panel.present) {
		return fail_at(loader, board->buttons[0].line,
			"a button, but the board has no [panel]", ret_error);
	}
	return 0;
}

static void set_defaults(struct board *board)
{
	board->printer.width_dots = 576;
	board->printer.dpi = 203;
	board->printer.cut = true;
	board->printer.feed_dots = 120;
	board->kiosk.touch = true;
}

/* Gives a simulated part its path: in the simulator's folder, fallback when it names none. */
static void resolve(const char *driver, char **path, const char *fallback)
{
	const char *dir = getenv("LAYSO_SIM_DIR");
	_cleanup_free_ char *given = NULL;

	if (strcmp(driver, "sim") != 0 || (*path && **path == '/')) {
		return;
	}
	dir = dir && *dir ? dir : "/run/layso/sim";
	given = *path;
	fallback = given ? given : fallback;
	*path = *fallback ? text_printf("%s/%s", dir, fallback) : text_dup(dir);
}

static char *board_file(const char *name)
{
	const char *data = getenv("LAYSO_DATADIR");

	if (strchr(name, '/')) {
		return text_dup(name);
	}
	return text_printf("%s/boards/%s.board", data && *data ? data : LAYSO_DATADIR, name);
}

int board_load(const char *name, struct board **ret, char **ret_error)
{
	_cleanup_(board_freep) struct board *board = memory_new(1, sizeof(*board));
	struct loader loader = {.board = board};
	int r;

	board->file = board_file(name);
	set_defaults(board);
	r = config_read(board->file, on_line, &loader, ret_error);
	if (r == 0) {
		r = check_whole(&loader, ret_error);
	}
	if (r < 0) {
		return r;
	}
	resolve(board->printer.driver, &board->printer.path, "printer.sock");
	resolve(board->panel.driver, &board->panel.path, "panel.sock");
	resolve(board->kiosk.driver, &board->kiosk.path, "");
	resolve(board->hall.driver, &board->hall.path, "");
	*ret = TAKE_PTR(board);
	return 0;
}

void board_free(struct board *board)
{
	if (board) {
		free(board->file);
		free(board->name);
		free(board->description);
		free(board->printer.path);
		free(board->panel.path);
		free(board->kiosk.path);
		free(board->hall.path);
		free(board);
	}
}
