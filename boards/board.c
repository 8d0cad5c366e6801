/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/board.h"

#include <errno.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "boards/board-internal.h"

enum part { PART_BOARD, PART_PRINTER, PART_PANEL, PART_KIOSK, PART_HALL, PARTS };

struct loader {
	struct board *board;
	struct board_button *button; /* the section being read is this button's … */
	struct board_lamp *lamp; /* … or this lamp's … */
	struct board_counter *counter; /* … or this counter's */
	unsigned keys; /* a bit for each key seen in this section, against doubles */
	const struct config_line *line;
	int lines[PARTS]; /* where each part's section begins; 0: not in the file */
};

static int set_key(struct loader *loader, const struct board_key *keys, void *target, char *error)
{
	for (int i = 0; keys[i].name; i++) {
		if (strcmp(keys[i].name, loader->line->key) != 0) {
			continue;
		}
		if (loader->keys & (1U << i)) {
			return board_fail(error, "the key '%.60s' stands here twice", keys[i].name);
		}
		loader->keys |= 1U << i;
		return keys[i].set(loader->line->value, (char *)target + keys[i].offset, error);
	}
	return board_fail(
		error, "unknown key '%.60s' in [%.60s]", loader->line->key, loader->line->section);
}

/* ---- buttons, lamps, counters ---- */

static int unknown_key(const struct loader *loader, char *error)
{
	return board_fail(
		error, "unknown key '%.60s' in [%.60s]", loader->line->key, loader->line->section);
}

static int read_button(struct loader *loader, char *error)
{
	const struct config_line *line = loader->line;
	struct board_button *button = loader->button;

	if (strcmp(line->key, "line") == 0) {
		return board_set_line(&button->at, line->value, line->line, error);
	}
	if (strcmp(line->key, "lamp") == 0) {
		return board_set_line(&button->lamp, line->value, line->line, error);
	}
	if (strcmp(line->key, "does") != 0) {
		return unknown_key(loader, error);
	}
	if (button->does != BOARD_NOTHING) {
		return board_fail(error, "the key 'does' stands here twice");
	}
	return board_set_does(button, line->value, error);
}

static int read_lamp(struct loader *loader, char *error)
{
	const struct config_line *line = loader->line;
	struct board_lamp *lamp = loader->lamp;

	if (strcmp(line->key, "line") == 0) {
		return board_set_line(&lamp->at, line->value, line->line, error);
	}
	if (strcmp(line->key, "shows") != 0) {
		return unknown_key(loader, error);
	}
	if (lamp->shows) {
		return board_fail(error, "the key 'shows' stands here twice");
	}
	return board_set_shows(lamp, line->value, error);
}

static int read_counter(struct loader *loader, char *error)
{
	const struct config_line *line = loader->line;
	struct board_counter *counter = loader->counter;

	if (strcmp(line->key, "staff") != 0) {
		return unknown_key(loader, error);
	}
	if (*counter->staff) {
		return board_fail(error, "the key 'staff' stands here twice");
	}
	if (!text_is_id(line->value, BOARD_WORD_MAX)) {
		return board_fail(error, "'%.60s' is not a staff member's id", line->value);
	}
	return text_copy(counter->staff, sizeof(counter->staff), line->value);
}

static int start_button(struct loader *loader, char *error)
{
	struct board *board = loader->board;
	const char *name = loader->line->name;

	if (!text_is_id(name, BOARD_WORD_MAX)) {
		return board_fail(error, "a button has a name of letters, digits, '-', '_', '.'");
	}
	for (int i = 0; i < board->n_buttons; i++) {
		if (strcmp(board->buttons[i].name, name) == 0) {
			return board_fail(error, "the button '%.60s' stands here twice", name);
		}
	}
	if (board->n_buttons == BOARD_BUTTONS_MAX) {
		return board_fail(error, "a panel has at most %d buttons", BOARD_BUTTONS_MAX);
	}
	loader->button = &board->buttons[board->n_buttons++];
	loader->button->line = loader->line->line;
	return text_copy(loader->button->name, sizeof(loader->button->name), name);
}

static int start_lamp(struct loader *loader, char *error)
{
	struct board *board = loader->board;
	const char *name = loader->line->name;

	if (!text_is_id(name, BOARD_WORD_MAX)) {
		return board_fail(error, "a lamp has a name of letters, digits, '-', '_', '.'");
	}
	for (int i = 0; i < board->n_lamps; i++) {
		if (strcmp(board->lamps[i].name, name) == 0) {
			return board_fail(error, "the lamp '%.60s' stands here twice", name);
		}
	}
	if (board->n_lamps == BOARD_LAMPS_MAX) {
		return board_fail(
			error, "a panel has at most %d lamps without a button", BOARD_LAMPS_MAX);
	}
	loader->lamp = &board->lamps[board->n_lamps++];
	loader->lamp->line = loader->line->line;
	return text_copy(loader->lamp->name, sizeof(loader->lamp->name), name);
}

static int start_counter(struct loader *loader, char *error)
{
	struct board *board = loader->board;
	int number = 0;

	if (board_set_number(loader->line->name, 1, 99, &number, error) < 0) {
		return -EINVAL;
	}
	for (int i = 0; i < board->n_counters; i++) {
		if (board->counters[i].number == number) {
			return board_fail(error, "the counter %d stands here twice", number);
		}
	}
	if (board->n_counters == BOARD_COUNTERS_MAX) {
		return board_fail(
			error, "a board has keys of at most %d counters", BOARD_COUNTERS_MAX);
	}
	loader->counter = &board->counters[board->n_counters++];
	loader->counter->line = loader->line->line;
	loader->counter->number = number;
	return 0;
}

/* The sections of which there can be many, each with a name. */
static const struct {
	const char *section;
	int (*start)(struct loader *loader, char *error);
} named[] = {{"button", start_button}, {"lamp", start_lamp}, {"counter", start_counter}};

/* ---- sections ---- */

/* A part's section, its keys, and where in struct board they go. */
struct section {
	const char *name;
	const char *which; /* "kiosk" of "[screen kiosk]" */
	const struct board_key *keys;
	size_t offset;
};

static const struct section sections[PARTS] = {
	[PART_BOARD] = {"board", "", board_board_keys, 0},
	[PART_PRINTER] = {"printer", "", board_printer_keys, offsetof(struct board, printer)},
	[PART_PANEL] = {"panel", "", board_panel_keys, 0},
	[PART_KIOSK] = {"screen", "kiosk", board_screen_keys, offsetof(struct board, kiosk)},
	[PART_HALL] = {"screen", "hall", board_screen_keys, offsetof(struct board, hall)},
};

static int read_part(struct loader *loader, enum part part, char *error)
{
	const struct config_line *line = loader->line;

	if (line->key) {
		return set_key(loader, sections[part].keys,
			(char *)loader->board + sections[part].offset, error);
	}
	if (loader->lines[part]) {
		return board_fail(error, "[%.60s] stands here twice", line->section);
	}
	loader->lines[part] = line->line;
	return 0;
}

/* The section that begins here. */
static int start_section(struct loader *loader, char *error)
{
	const struct config_line *line = loader->line;

	loader->keys = 0;
	loader->button = NULL;
	loader->lamp = NULL;
	loader->counter = NULL;
	for (size_t i = 0; i < ELEMENTS(named); i++) {
		if (strcmp(line->section, named[i].section) == 0) {
			return named[i].start(loader, error);
		}
	}
	return -ENOENT;
}

static int on_line(const struct config_line *line, void *userdata, char *error)
{
	struct loader *loader = userdata;

	loader->line = line;
	if (!line->key) {
		int r = start_section(loader, error);

		if (r != -ENOENT) {
			return r;
		}
	} else if (loader->button) {
		return read_button(loader, error);
	} else if (loader->lamp) {
		return read_lamp(loader, error);
	} else if (loader->counter) {
		return read_counter(loader, error);
	}
	for (enum part part = 0; part < PARTS; part++) {
		if (strcmp(sections[part].name, line->section) == 0 &&
			strcmp(sections[part].which, line->name) == 0) {
			return read_part(loader, part, error);
		}
	}
	return board_fail(error, "unknown section [%.60s%s%.60s]", line->section,
		*line->name ? " " : "", line->name);
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
	const char *what = "";
	int line = 0;
	const char *const drivers[PARTS] = {
		[PART_PRINTER] = board->printer.driver,
		[PART_PANEL] = board->panel.driver,
		[PART_KIOSK] = board->kiosk.driver,
		[PART_HALL] = board->hall.driver,
	};

	if (!board->name) {
		return fail_at(loader, MAX_OF(loader->lines[PART_BOARD], 1),
			"a board has a 'name' in [board]", ret_error);
	}
	for (enum part part = PART_PRINTER; part < PARTS; part++) {
		if (loader->lines[part] > 0 && !*drivers[part]) {
			return fail_at(loader, loader->lines[part], "the section has no 'driver'",
				ret_error);
		}
	}
	return board_check(board, &line, &what) < 0 ? fail_at(loader, line, what, ret_error) : 0;
}

static void set_defaults(struct board *board)
{
	board->printer.cut = -1;
	board->printer.feed_dots = -1;
	(void)text_copy(board->kiosk.name, sizeof(board->kiosk.name), "kiosk");
	(void)text_copy(board->hall.name, sizeof(board->hall.name), "hall");
	board->kiosk.touch = true;
	board->panel.debounce_ms = 20;
}

static struct panel_line line_of(const struct board_line *board)
{
	struct panel_line line = {.offset = board->offset};

	text_copy_cut(line.chip, sizeof(line.chip), board->chip);
	text_copy_cut(line.name, sizeof(line.name), board->name);
	return line;
}

/* Tells the panel the names and lines of its buttons and lamps. */
static void fill_panel(struct board *board)
{
	struct panel_settings *panel = &board->panel;

	panel->n_buttons = board->n_buttons;
	panel->n_lights = board->n_lamps;
	for (int i = 0; i < board->n_buttons; i++) {
		text_copy_cut(panel->button[i], sizeof(panel->button[i]), board->buttons[i].name);
		panel->button_line[i] = line_of(&board->buttons[i].at);
		panel->lamp_line[i] = line_of(&board->buttons[i].lamp);
	}
	for (int i = 0; i < board->n_lamps; i++) {
		text_copy_cut(panel->light[i], sizeof(panel->light[i]), board->lamps[i].name);
		panel->lamp_line[board->n_buttons + i] = line_of(&board->lamps[i].at);
	}
}

/* The path of a part: a simulated one's is in the simulator's folder, fallback when none is given.
 * Takes given over. */
static char *resolve(const char *driver, char *given, const char *fallback)
{
	_cleanup_free_ char *name = given;

	if (strcmp(driver, "sim") != 0 || (name && *name == '/')) {
		return TAKE_PTR(name);
	}
	fallback = name ? name : fallback;
	return *fallback ? text_printf("%s/%s", paths_simdir(), fallback)
			 : text_dup(paths_simdir());
}

static char *board_file(const char *name)
{
	return strchr(name, '/') ? text_dup(name)
				 : text_printf("%s/boards/%s.board", paths_datadir(), name);
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
	fill_panel(board);
	board->printer.path =
		resolve(board->printer.driver, (char *)board->printer.path, "printer.sock");
	board->panel.path = resolve(board->panel.driver, board->panel.path, "panel.sock");
	board->kiosk.path = resolve(board->kiosk.driver, board->kiosk.path, "");
	board->hall.path = resolve(board->hall.driver, board->hall.path, "");
	*ret = TAKE_PTR(board);
	return 0;
}

int board_load_for(enum board_need need, const char *name, struct board **ret)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;
	int r = board_load(name, &board, &error);

	if (r < 0) {
		log_error(FAULT_SITE, "%s", error);
		return r;
	}
	if (need == BOARD_NEEDS_KIOSK && !*board->panel.driver && !*board->kiosk.driver) {
		log_error(
			FAULT_SITE, "%s: a kiosk needs a [panel] or a [screen kiosk]", board->file);
		return -EINVAL;
	}
	if (need == BOARD_NEEDS_HALL && !*board->hall.driver) {
		log_error(FAULT_SITE, "%s: the board has no [screen hall]", board->file);
		return -EINVAL;
	}
	*ret = TAKE_PTR(board);
	return 0;
}

void board_free(struct board *board)
{
	if (board) {
		free(board->file);
		free(board->name);
		free(board->description);
		free((char *)board->printer.path);
		free((char *)board->printer.model);
		free(board->panel.path);
		free(board->kiosk.path);
		free(board->hall.path);
		free(board);
	}
}
