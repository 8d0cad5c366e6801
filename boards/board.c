/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/board.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "boards/key-codes.h"
#include "drivers/network-address.h"

enum {
	SPEC_WORDS = 5, /* one more than any button or lamp has */
	OFFSET_MAX = 1023,
	COUNTER_MAX = 99,
	LINES_MAX = 2 * BOARD_BUTTONS_MAX + BOARD_LAMPS_MAX,
};

/* ---- what a button does, what a lamp shows ---- */

/* A counter's keys: the API's moves that work as a single key, and three moves of the keys' own:
 * "next" is "finish" when a visitor is being served, then "call-next"; "open-close" and
 * "pause-resume" do whichever of the two is possible. */
static const char *const counter_moves[] = {"next", "call-next", "recall", "appear", "undo-call",
	"absent", "hold", "finish", "undo-finish", "open", "close", "open-close", "pause", "resume",
	"pause-resume"};

static const char *const signs[BOARD_SIGNS] = {
	[BOARD_SIGN_CLOSED] = "closed",
	[BOARD_SIGN_READY] = "ready",
	[BOARD_SIGN_WORKING] = "working",
	[BOARD_SIGN_TROUBLE] = "trouble",
};

/* Splits copy into at most SPEC_WORDS words; missing words are "". */
static int split(char *copy, const char *words[SPEC_WORDS])
{
	char *rest = NULL;
	int n = 0;

	for (int i = 0; i < SPEC_WORDS; i++) {
		words[i] = "";
	}
	for (char *word = strtok_r(copy, " \t", &rest); word && n < SPEC_WORDS;
		word = strtok_r(NULL, " \t", &rest)) {
		words[n++] = word;
	}
	return n;
}

static int does_take(struct board_button *button, int n, const char *words[], char *error)
{
	if (n < 3 || n > 4 || !text_is_id(words[1], BOARD_WORD_MAX) ||
		(strcmp(words[2], "regular") != 0 && strcmp(words[2], "priority") != 0)) {
		return config_fail(error, "expected 'take SERVICE regular|priority [REASON]'");
	}
	button->does = BOARD_TAKE;
	button->priority = *words[2] == 'p';
	if (button->priority != (n == 4)) {
		return config_fail(error,
			button->priority ? "the priority lane needs a reason"
					 : "the regular lane takes no reason");
	}
	if (n == 4 && !text_is_id(words[3], BOARD_WORD_MAX)) {
		return config_fail(error, "'%.60s' is not a reason's id", words[3]);
	}
	(void)text_copy(button->service, sizeof(button->service), words[1]);
	return text_copy(button->reason, sizeof(button->reason), words[3]);
}

static int does_counter(struct board_button *button, int n, const char *words[], char *error)
{
	if (n != 3) {
		return config_fail(error, "expected 'counter NUMBER MOVE'");
	}
	button->does = BOARD_COUNTER;
	if (config_number(words[1], 1, COUNTER_MAX, &button->counter, error) < 0) {
		return -EINVAL;
	}
	for (size_t i = 0; i < ELEMENTS(counter_moves); i++) {
		if (strcmp(words[2], counter_moves[i]) == 0) {
			return text_copy(button->move, sizeof(button->move), words[2]);
		}
	}
	return config_fail(error, "'%.60s' is not one of a counter's keys", words[2]);
}

static int does_language(struct board_button *button, int n, const char *words[], char *error)
{
	if (n != 2 || !text_is_id(words[1], 8)) {
		return config_fail(error, "expected 'language CODE'");
	}
	button->does = BOARD_LANGUAGE;
	return text_copy(button->language, sizeof(button->language), words[1]);
}

static int does_rate(struct board_button *button, int n, const char *words[], char *error)
{
	if (n != 3) {
		return config_fail(error, "expected 'rate NUMBER SCORE'");
	}
	button->does = BOARD_RATE;
	if (config_number(words[1], 1, COUNTER_MAX, &button->counter, error) < 0) {
		return -EINVAL;
	}
	return config_number(words[2], 1, 5, &button->score, error);
}

static const char *const speech_keys[BOARD_SPEECH_KEYS] = {
	[BOARD_SPEECH_BACK] = "back",
	[BOARD_SPEECH_FORWARD] = "forward",
	[BOARD_SPEECH_CHOOSE] = "choose",
	[BOARD_SPEECH_REPEAT] = "repeat",
	[BOARD_SPEECH_HELP] = "help",
	[BOARD_SPEECH_LOUDER] = "louder",
	[BOARD_SPEECH_QUIETER] = "quieter",
};

const char *board_speech_name(enum board_speech key)
{
	return speech_keys[key];
}

static int does_speech(struct board_button *button, int n, const char *words[], char *error)
{
	button->does = BOARD_SPEECH;
	for (int i = 0; n == 2 && i < BOARD_SPEECH_KEYS; i++) {
		if (strcmp(words[1], speech_keys[i]) == 0) {
			button->speech = (enum board_speech)i;
			return 0;
		}
	}
	return config_fail(
		error, "expected 'speech back|forward|choose|repeat|help|louder|quieter'");
}

static int parse_does(const struct config_value *value, void *target, char *error)
{
	static const struct {
		const char *word;
		int (*set)(struct board_button *button, int n, const char *words[], char *error);
	} kinds[] = {{"take", does_take}, {"counter", does_counter}, {"language", does_language},
		{"rate", does_rate}, {"speech", does_speech}};
	_cleanup_free_ char *copy = text_dup(value->text);
	const char *words[SPEC_WORDS];
	int n = split(copy, words);

	for (size_t i = 0; i < ELEMENTS(kinds); i++) {
		if (strcmp(words[0], kinds[i].word) == 0) {
			return kinds[i].set(target, n, words, error);
		}
	}
	return config_fail(
		error, "expected 'take …', 'counter …', 'language …', 'rate …' or 'speech …'");
}

int board_does_check(const char *text)
{
	const struct config_value value = {.text = text};
	struct board_button button = {.name = ""};
	char error[CONFIG_ERROR_MAX];

	return parse_does(&value, &button, error);
}

static int parse_shows(const struct config_value *value, void *target, char *error)
{
	struct board_lamp *lamp = target;
	_cleanup_free_ char *copy = text_dup(value->text);
	const char *words[SPEC_WORDS];
	int n = split(copy, words);
	int used = strcmp(words[0], "counter") == 0 ? 2 : 1;

	if ((used == 1 && strcmp(words[0], "status") != 0) || n < used || n > used + 1) {
		return config_fail(error, "expected 'status [SIGN]' or 'counter NUMBER [SIGN]'");
	}
	if (used == 2 && config_number(words[1], 1, COUNTER_MAX, &lamp->counter, error) < 0) {
		return -EINVAL;
	}
	lamp->only = n > used;
	for (int i = 0; lamp->only && i < BOARD_SIGNS; i++) {
		if (strcmp(words[used], signs[i]) == 0) {
			lamp->sign = (enum board_sign)i;
			return 0;
		}
	}
	return lamp->only ? config_fail(error, "'%.60s' is none of ready, working, closed, trouble",
				    words[used])
			  : 0;
}

/* ---- a GPIO line: NAME, "A NAME", LABEL:OFFSET or OFFSET ---- */

/* Parses the name between quotes. */
static int set_quoted(struct board_line *target, const char *text, char *error)
{
	size_t size = strlen(text);
	_cleanup_free_ char *name = NULL;

	if (size < 3 || text[size - 1] != '"' || strchr(text + 1, '"') != text + size - 1) {
		return config_fail(error, "'%.60s' is not a name in quotes", text);
	}
	name = text_printf("%.*s", (int)size - 2, text + 1);
	if (text_copy(target->name, sizeof(target->name), name) < 0) {
		return config_fail(error, "a line's name has at most %d bytes", BOARD_WORD_MAX);
	}
	return 0;
}

static int parse_line(const struct config_value *value, void *result, char *error)
{
	struct board_line *target = result;
	const char *text = value->text;
	const char *colon = strrchr(text, ':');
	_cleanup_free_ char *chip = colon ? text_printf("%.*s", (int)(colon - text), text) : NULL;

	target->line = value->line;
	if (*text == '"') {
		return set_quoted(target, text, error);
	}
	if (colon && *chip && text_copy(target->chip, sizeof(target->chip), chip) == 0) {
		return config_number(colon + 1, 0, OFFSET_MAX, &target->offset, error);
	}
	if (*text && strspn(text, "0123456789") == strlen(text)) {
		return config_number(text, 0, OFFSET_MAX, &target->offset, error);
	}
	if (colon || !*text || strpbrk(text, " \t\"") ||
		text_copy(target->name, sizeof(target->name), text) < 0) {
		return config_fail(error, "expected a line's NAME, LABEL:OFFSET or OFFSET");
	}
	return 0;
}

static bool is_same_line(const struct board_line *one, const struct board_line *other)
{
	return one->line && other->line && strcmp(one->chip, other->chip) == 0 &&
		strcmp(one->name, other->name) == 0 && one->offset == other->offset;
}

void board_line_text(const struct board_line *line, char ret[BOARD_LINE_TEXT])
{
	if (*line->name) {
		(void)snprintf(ret, BOARD_LINE_TEXT, "%s", line->name);
	} else {
		(void)snprintf(ret, BOARD_LINE_TEXT, "%s:%d", line->chip, line->offset);
	}
}

int board_line_parse(const char *text, struct board_line *ret)
{
	const struct config_value value = {.text = text};
	struct board_line line = {.name = ""};
	char error[CONFIG_ERROR_MAX];
	int r = parse_line(&value, &line, error);

	if (r == 0) {
		*ret = line;
	}
	return r;
}

/* ---- the keys ---- */

/* A printer's "cut" is a number, because it can also be left out. */
static int parse_cut(const struct config_value *value, void *target, char *error)
{
	bool cut;
	int r = config_parse_bool(value, &cut, error);

	if (r == 0) {
		*(int *)target = cut;
	}
	return r;
}

static int parse_printer_driver(const struct config_value *value, void *target, char *error)
{
	struct printer_settings *printer = target;

	printer->line = value->line;
	return config_parse_text(value, printer->driver, error);
}

/* There is no flow control that fits most printers, so that "not given" is a value, too. */
static int parse_flow(const struct config_value *value, void *target, char *error)
{
	int word;
	int r = config_parse_word(value, &word, error);

	if (r == 0) {
		*(enum printer_flow *)target = (enum printer_flow)(PRINTER_FLOW_NONE + word);
	}
	return r;
}

/* "06:30 60, 11:30 30": volumes from times of the day on, in their order. */
static int parse_volumes(const struct config_value *value, void *target, char *error)
{
	struct sound_settings *sound = target;
	_cleanup_free_ char *copy = text_dup(value->text);
	char *rest = NULL;

	for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
		struct sound_volume *volume = &sound->volume[sound->n_volumes];
		int hour, minute, percent, used = 0;

		if (sound->n_volumes == SOUND_VOLUMES_MAX) {
			return config_fail(error, "more than %d times", SOUND_VOLUMES_MAX);
		}
		if (sscanf(word, " %2d:%2d %3d %n", &hour, &minute, &percent, &used) != 3 ||
			word[used] || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
			percent < 0 || percent > 100) {
			return config_fail(
				error, "'%.60s' is not a time and a volume, '06:30 60'", word);
		}
		*volume = (struct sound_volume){hour * 60 + minute, percent};
		if (sound->n_volumes > 0 && volume[-1].minute >= volume->minute) {
			return config_fail(error, "the times must follow each other");
		}
		sound->n_volumes++;
	}
	return sound->n_volumes > 0 ? 0 : config_fail(error, "expected '06:30 60, 11:30 30'");
}

/* "mon", "mon-fri": days of the week as bits; 0: no such days. */
static unsigned parse_days(const char *word)
{
	static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	int from = -1;
	int until = -1;

	for (int i = 0; i < (int)ELEMENTS(names); i++) {
		from = strncmp(word, names[i], 3) == 0 ? i : from;
		until = strlen(word) == 7 && word[3] == '-' && strcmp(word + 4, names[i]) == 0
			? i
			: until;
	}
	until = strlen(word) == 3 ? from : until;
	return from < 0 || until < from ? 0 : (1U << (until + 1)) - (1U << from);
}

/* "mon-fri 06:30-17:30": one part of a screen's timetable. */
static int parse_span(char *text, struct screen_span *ret, char *error)
{
	const char *words[SPEC_WORDS];
	_cleanup_free_ char *copy = text_dup(text);
	int n = split(copy, words);
	int from_hour, from_minute, hour, minute, used = 0;

	*ret = (struct screen_span){.days = n == 2 ? parse_days(words[0]) : 0x7f};
	if (n < 1 || n > 2 || !ret->days ||
		sscanf(words[n - 1], "%2d:%2d-%2d:%2d%n", &from_hour, &from_minute, &hour, &minute,
			&used) != 4 ||
		words[n - 1][used] || from_hour < 0 || from_minute < 0 || from_minute > 59 ||
		hour < 0 || hour > 24 || minute < 0 || minute > (hour == 24 ? 0 : 59)) {
		return config_fail(error, "'%.60s' is not a time like 'mon-fri 06:30-17:30'", text);
	}
	ret->from = from_hour * 60 + from_minute;
	ret->until = hour * 60 + minute;
	return ret->from < ret->until ? 0
				      : config_fail(error, "'%.60s' ends before it begins", text);
}

/* "mon-fri 06:30-17:30, sat 07:00-12:00": when a screen is on. */
static int parse_on_at(const struct config_value *value, void *target, char *error)
{
	struct screen_settings *screen = target;
	_cleanup_free_ char *copy = text_dup(value->text);
	char *rest = NULL;

	for (char *part = strtok_r(copy, ",", &rest); part; part = strtok_r(NULL, ",", &rest)) {
		if (screen->n_on == SCREEN_SPANS_MAX) {
			return config_fail(error, "more than %d times", SCREEN_SPANS_MAX);
		}
		if (parse_span(part, &screen->on[screen->n_on++], error) < 0) {
			return -EINVAL;
		}
	}
	return screen->n_on > 0
		? 0
		: config_fail(error, "expected 'mon-fri 06:30-17:30, sat 07:00-12:00'");
}

/* "tickets, lookup" */
static int parse_journeys(const struct config_value *value, void *target, char *error)
{
	struct board_journeys *journeys = target;
	_cleanup_free_ char *copy = text_dup(value->text);
	char *rest = NULL;

	*journeys = (struct board_journeys){.line = value->line};
	for (char *word = strtok_r(copy, ", \t", &rest); word;
		word = strtok_r(NULL, ", \t", &rest)) {
		bool *journey = strcmp(word, "tickets") == 0 ? &journeys->tickets
			: strcmp(word, "lookup") == 0        ? &journeys->lookup
							     : NULL;

		if (!journey || *journey) {
			return config_fail(error,
				journey ? "'%.60s' stands here twice"
					: "'%.60s' is neither tickets nor lookup",
				word);
		}
		*journey = true;
	}
	return journeys->tickets || journeys->lookup
		? 0
		: config_fail(error, "expected 'tickets', 'lookup', or 'tickets, lookup'");
}

_Static_assert((int)BOARD_SPEECH_KEYS <= (int)KEYPAD_KEYS_MAX, "a keypad has all keys");

static int parse_keypad(const struct config_value *value, void *target, char *error)
{
	struct keypad_settings *keypad = target;

	keypad->line = value->line;
	return text_copy(keypad->device, sizeof(keypad->device), value->text) < 0
		? config_fail(error, "at most %d bytes", KEYPAD_DEVICE_SIZE - 1)
		: 0;
}

static int parse_key(const struct config_value *value, void *target, char *error)
{
	int *code = target;

	*code = key_code_find(value->text);
	return *code > 0 ? 0
			 : config_fail(error,
				   "expected a key's name, such as KEY_LEFT, or its number: evtest "
				   "shows both");
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define BOARD(member) offsetof(struct board, member)
#define BUTTON(member) offsetof(struct board_button, member)
#define LAMP(member) offsetof(struct board_lamp, member)
#define COUNTER(member) offsetof(struct board_counter, member)
#define TEXT(array) .max = sizeof(((struct board *)NULL)->array) - 1 /* what the array can hold */

#define SCREEN(screen, member) ((screen) + offsetof(struct screen_settings, member))
#define SCREEN_ITEMS(section, screen) \
	{(section), "driver", config_parse_text, SCREEN(screen, driver), TEXT(kiosk.driver), \
		.words = WORDS("sim", "drm", "sdl"), .need = CONFIG_WITH_SECTION}, \
		{(section), "path", config_parse_string, SCREEN(screen, path), .min = 1}, \
		{(section), "output", config_parse_text, SCREEN(screen, output), \
			TEXT(kiosk.output), .min = 1}, \
		{(section), "width", config_parse_int, SCREEN(screen, width), .max = 7680}, \
		{(section), "height", config_parse_int, SCREEN(screen, height), .max = 7680}, \
		{(section), "diagonal_inch", config_parse_tenths, SCREEN(screen, diagonal_inch), \
			.min = 5, .max = 120}, \
		{(section), "top_mm", config_parse_int, SCREEN(screen, top_mm), .max = 4000}, \
		{(section), "rotation", config_parse_int, SCREEN(screen, rotation), \
			.words = WORDS("0", "90", "180", "270")}, \
	{ \
		(section), "touch", config_parse_bool, SCREEN(screen, touch) \
	}

#define SOUND(sound, member) ((sound) + offsetof(struct sound_settings, member))
#define SOUND_ITEMS(section, sound) \
	{(section), "driver", config_parse_text, SOUND(sound, driver), TEXT(hall_sound.driver), \
		.words = WORDS("sim", "alsa"), .need = CONFIG_WITH_SECTION}, \
		{(section), "device", config_parse_text, SOUND(sound, device), \
			TEXT(hall_sound.device), .min = 1}, \
		{(section), "path", config_parse_string, SOUND(sound, path), .min = 1}, \
		{(section), "volume_percent", config_parse_int, SOUND(sound, volume_percent), \
			"80", .max = 100}, \
		{(section), "volume_at", parse_volumes, (sound)}, \
	{ \
		(section), "digits", config_parse_bool, SOUND(sound, digits) \
	}

#define KEYPAD(key) BOARD(keypad.code[BOARD_SPEECH_##key])

static const struct config_item items[] = {
	{"board", "name", config_parse_string, BOARD(name), .min = 1, .need = CONFIG_ALWAYS},
	{"board", "description", config_parse_string, BOARD(description), .min = 1},
	{"printer", "driver", parse_printer_driver, BOARD(printer), TEXT(printer.driver),
		.words = WORDS("sim", "usb", "serial", "network"), .need = CONFIG_WITH_SECTION},
	{"printer", "path", config_parse_text, BOARD(printer.path), TEXT(printer.path), .min = 1},
	{"printer", "baud", config_parse_int, BOARD(printer.baud),
		.words = WORDS(
			"2400", "4800", "9600", "19200", "38400", "57600", "115200", "230400")},
	{"printer", "parity", config_parse_word, BOARD(printer.parity),
		.words = WORDS([PRINTER_PARITY_NONE] = "none", [PRINTER_PARITY_EVEN] = "even",
			[PRINTER_PARITY_ODD] = "odd")},
	{"printer", "flow", parse_flow, BOARD(printer.flow),
		.words = WORDS("none", "rts-cts", "xon-xoff")},
	{"printer", "model", config_parse_id, BOARD(printer.model), TEXT(printer.model)},
	{"printer", "width_dots", config_parse_int, BOARD(printer.width_dots), .min = 384,
		.max = 640},
	{"printer", "dpi", config_parse_int, BOARD(printer.dpi), .words = WORDS("180", "203")},
	{"printer", "cut", parse_cut, BOARD(printer.cut)},
	{"printer", "feed_dots", config_parse_int, BOARD(printer.feed_dots), .max = 800},
	{"panel", "driver", config_parse_text, BOARD(panel.driver), TEXT(panel.driver),
		.words = WORDS("sim", "gpio"), .need = CONFIG_WITH_SECTION},
	{"panel", "path", config_parse_string, BOARD(panel.path), .min = 1},
	{"panel", "chip", config_parse_text, BOARD(chip), TEXT(chip), .min = 1},
	{"panel", "debounce_ms", config_parse_int, BOARD(panel.debounce_ms), "20", .min = 1,
		.max = 200},
	{"panel", "bias", config_parse_word, BOARD(panel.bias),
		.words = WORDS([PANEL_PULL_UP] = "pull-up", [PANEL_PULL_DOWN] = "pull-down",
			[PANEL_AS_IS] = "as-is", [PANEL_NO_PULL] = "none")},
	{"panel", "pressed", config_parse_flag, BOARD(panel.pressed_high),
		.words = WORDS("low", "high")},
	{"panel", "lit", config_parse_flag, BOARD(panel.lit_low), .words = WORDS("high", "low")},
	SCREEN_ITEMS("screen kiosk", BOARD(kiosk)),
	{"screen kiosk", "journeys", parse_journeys, BOARD(journeys)},
	SCREEN_ITEMS("screen hall", BOARD(hall)),
	{"screen hall", "shows", config_parse_flag, BOARD(hall_is_board),
		.words = WORDS("calls", "board")},
	{"screen hall", "on_at", parse_on_at, BOARD(hall)},
	{"screen hall", "cec", config_parse_bool, BOARD(hall.cec), "yes"},
	{"screen hall", "off_after_s", config_parse_int, BOARD(hall.off_after_s), "300", .min = 1,
		.max = 7200},
	SOUND_ITEMS("sound hall", BOARD(hall_sound)),
	SOUND_ITEMS("sound kiosk", BOARD(kiosk_sound)),
	{"keypad kiosk", "device", parse_keypad, BOARD(keypad), .need = CONFIG_WITH_SECTION},
	{"keypad kiosk", "back", parse_key, KEYPAD(BACK), .need = CONFIG_WITH_SECTION},
	{"keypad kiosk", "forward", parse_key, KEYPAD(FORWARD), .need = CONFIG_WITH_SECTION},
	{"keypad kiosk", "choose", parse_key, KEYPAD(CHOOSE), .need = CONFIG_WITH_SECTION},
	{"keypad kiosk", "repeat", parse_key, KEYPAD(REPEAT)},
	{"keypad kiosk", "help", parse_key, KEYPAD(HELP)},
	{"keypad kiosk", "louder", parse_key, KEYPAD(LOUDER)},
	{"keypad kiosk", "quieter", parse_key, KEYPAD(QUIETER)},
	{"button *", "", config_parse_id, BUTTON(name), .max = BOARD_WORD_MAX},
	{"button *", "", config_parse_line, BUTTON(line)},
	{"button *", "does", parse_does, 0, .need = CONFIG_WITH_SECTION},
	{"button *", "line", parse_line, BUTTON(at)},
	{"button *", "lamp", parse_line, BUTTON(lamp)},
	{"lamp *", "", config_parse_id, LAMP(name), .max = BOARD_WORD_MAX},
	{"lamp *", "", config_parse_line, LAMP(line)},
	{"lamp *", "shows", parse_shows, 0, .need = CONFIG_WITH_SECTION},
	{"lamp *", "line", parse_line, LAMP(at)},
	{"counter *", "", config_parse_int, COUNTER(number), .min = 1, .max = COUNTER_MAX},
	{"counter *", "", config_parse_line, COUNTER(line)},
	{"counter *", "staff", config_parse_id, COUNTER(staff), .max = BOARD_WORD_MAX},
	{NULL},
};

static const struct config_list lists[] = {
	{"button *", BOARD(buttons), sizeof(struct board_button), BOARD(n_buttons),
		BOARD_BUTTONS_MAX},
	{"lamp *", BOARD(lamps), sizeof(struct board_lamp), BOARD(n_lamps), BOARD_LAMPS_MAX},
	{"counter *", BOARD(counters), sizeof(struct board_counter), BOARD(n_counters),
		BOARD_COUNTERS_MAX},
	{NULL},
};

/* ---- the whole board ---- */

static int fail_at(const struct board *board, int line, const char *what, char **ret_error)
{
	if (ret_error) {
		*ret_error = text_printf("%s:%d: %s", board->file, line, what);
	}
	return -EINVAL;
}

/* Collects all lines of a board, set or not. */
static int collect_lines(struct board *board, struct board_line *ret[LINES_MAX])
{
	int n = 0;

	for (int i = 0; i < board->n_buttons; i++) {
		ret[n++] = &board->buttons[i].at;
		ret[n++] = &board->buttons[i].lamp;
	}
	for (int i = 0; i < board->n_lamps; i++) {
		ret[n++] = &board->lamps[i].at;
	}
	return n;
}

/* Gives each line the panel's chip if it has none of its own, and checks that each has the chip it
 * needs and that none is used twice. */
static int complete_lines(struct board *board, char **ret_error)
{
	struct board_line *lines[LINES_MAX];
	int n = collect_lines(board, lines);

	for (int i = 0; i < n; i++) {
		struct board_line *line = lines[i];

		if (line->line && !*line->chip) {
			text_copy_cut(line->chip, sizeof(line->chip), board->chip);
		}
		if (line->line && !*line->chip && !*line->name) {
			return fail_at(board, line->line,
				"an offset needs a chip: LABEL:OFFSET, or 'chip' in [panel]",
				ret_error);
		}
		for (int j = 0; j < i; j++) {
			if (is_same_line(line, lines[j])) {
				return fail_at(board, MAX_OF(line->line, lines[j]->line),
					"this line is in use already", ret_error);
			}
		}
	}
	return 0;
}

static int check_keypad(const struct board *board, char **ret_error)
{
	const struct keypad_settings *keypad = &board->keypad;

	if (*keypad->device && !*board->kiosk_sound.driver) {
		return fail_at(board, keypad->line,
			"a keypad for who listens, but the board has no [sound kiosk]", ret_error);
	}
	for (int i = 0; i < KEYPAD_KEYS_MAX; i++) {
		for (int j = 0; j < i; j++) {
			if (keypad->code[i] > 0 && keypad->code[i] == keypad->code[j]) {
				return fail_at(board, keypad->line,
					"one key of the keypad does two things", ret_error);
			}
		}
	}
	return 0;
}

static int check_journeys(const struct board *board, char **ret_error)
{
	const struct board_journeys *journeys = &board->journeys;

	if (journeys->lookup && !board->kiosk.touch) {
		return fail_at(board, journeys->line,
			"procedures are looked up by touch, but the screen has 'touch = no'",
			ret_error);
	}
	for (int i = 0; !journeys->tickets && i < board->n_buttons; i++) {
		if (board->buttons[i].does == BOARD_TAKE) {
			return fail_at(board, board->buttons[i].line,
				"a button that takes a number, but the kiosk's journeys have no "
				"'tickets'",
				ret_error);
		}
	}
	return 0;
}

/* What a printer needs depends on its driver. */
static int check_printer(const struct board *board, char **ret_error)
{
	const struct printer_settings *printer = &board->printer;
	bool serial = strcmp(printer->driver, "serial") == 0;
	struct network_address address;

	if (serial &&
		(*printer->path != '/' || printer->baud == 0 ||
			printer->flow == PRINTER_FLOW_UNSET)) {
		return fail_at(board, printer->line,
			"a serial printer needs 'path' (/dev/serial/by-id/…), 'baud' and 'flow': "
			"its self-test slip says the last two",
			ret_error);
	}
	if (!serial &&
		(printer->baud > 0 || printer->flow != PRINTER_FLOW_UNSET ||
			printer->parity != PRINTER_PARITY_NONE)) {
		return fail_at(board, printer->line,
			"'baud', 'parity' and 'flow' are for 'driver = serial'", ret_error);
	}
	if (strcmp(printer->driver, "network") == 0 &&
		network_address_parse(printer->path, &address) < 0) {
		return fail_at(board, printer->line,
			"a network printer needs its address as 'path', such as 192.168.1.50 or "
			"192.168.1.50:9100",
			ret_error);
	}
	return 0;
}

/* Checks that buttons and lamps have a panel, and on GPIO a line each, and that no counter is
 * listed twice. */
static int check_whole(struct board *board, char **ret_error)
{
	bool gpio = strcmp(board->panel.driver, "gpio") == 0;

	if (board->n_buttons > 0 && !*board->panel.driver) {
		return fail_at(board, board->buttons[0].line,
			"a button, but the board has no [panel]", ret_error);
	}
	if (board->n_lamps > 0 && !*board->panel.driver) {
		return fail_at(board, board->lamps[0].line, "a lamp, but the board has no [panel]",
			ret_error);
	}
	for (int i = 0; i < board->n_counters; i++) {
		for (int j = 0; j < i; j++) {
			if (board->counters[i].number == board->counters[j].number) {
				return fail_at(board, board->counters[i].line,
					"the counter stands here twice", ret_error);
			}
		}
	}
	if (complete_lines(board, ret_error) < 0) {
		return -EINVAL;
	}
	for (int i = 0; !*board->kiosk_sound.driver && i < board->n_buttons; i++) {
		if (board->buttons[i].does == BOARD_SPEECH) {
			return fail_at(board, board->buttons[i].line,
				"a key for who listens, but the board has no [sound kiosk]",
				ret_error);
		}
	}
	if (check_keypad(board, ret_error) < 0 || check_journeys(board, ret_error) < 0 ||
		check_printer(board, ret_error) < 0) {
		return -EINVAL;
	}
	for (int i = 0; gpio && i < board->n_buttons; i++) {
		if (!board->buttons[i].at.line) {
			return fail_at(board, board->buttons[i].line, "the button has no 'line'",
				ret_error);
		}
	}
	for (int i = 0; gpio && i < board->n_lamps; i++) {
		if (!board->lamps[i].at.line) {
			return fail_at(
				board, board->lamps[i].line, "the lamp has no 'line'", ret_error);
		}
	}
	return 0;
}

static struct panel_line line_of(const struct board_line *board)
{
	struct panel_line line = {.offset = board->offset};

	text_copy_cut(line.chip, sizeof(line.chip), board->chip);
	text_copy_cut(line.name, sizeof(line.name), board->name);
	return line;
}

/* Copies the names and lines of the buttons and lamps into the panel's settings. */
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

static bool is_window(const struct screen_settings *screen)
{
	return strcmp(screen->driver, "sdl") == 0 || strcmp(screen->driver, "sim") == 0;
}

/* Each window is told of the other, as it is seen. */
static void put_beside(struct screen_settings *screen, const struct screen_settings *other)
{
	bool side = other->rotation == 90 || other->rotation == 270;

	screen->beside = true;
	screen->beside_width = side ? other->height : other->width;
	screen->beside_height = side ? other->width : other->height;
}

/* Two screens on a graphics card are two programs', which take turns; two windows share a desktop.
 */
static void fill_screens(struct board *board)
{
	if (is_window(&board->kiosk) && is_window(&board->hall)) {
		put_beside(&board->kiosk, &board->hall);
		put_beside(&board->hall, &board->kiosk);
		board->hall.is_second = true;
	}
	board->kiosk.shared = board->hall.shared =
		strcmp(board->kiosk.driver, "drm") == 0 && strcmp(board->hall.driver, "drm") == 0;
	board->hall.from_last = board->hall.shared;
}

/* The path of a part: a simulated part's path is in the simulator's folder, with fallback if none
 * is given. Heap; takes ownership of given. */
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

static int resolve_paths(struct board *board, char **ret_error)
{
	struct printer_settings *printer = &board->printer;
	_cleanup_free_ char *path = resolve(
		printer->driver, *printer->path ? text_dup(printer->path) : NULL, "printer.sock");

	board->panel.path = resolve(board->panel.driver, board->panel.path, "panel.sock");
	board->kiosk.path = resolve(board->kiosk.driver, board->kiosk.path, "");
	board->hall.path = resolve(board->hall.driver, board->hall.path, "");
	board->hall_sound.path =
		resolve(board->hall_sound.driver, board->hall_sound.path, "hall.wav");
	board->kiosk_sound.path =
		resolve(board->kiosk_sound.driver, board->kiosk_sound.path, "kiosk.wav");
	return path && text_copy(printer->path, sizeof(printer->path), path) < 0
		? fail_at(board, 1, "the path of the simulated printer is too long", ret_error)
		: 0;
}

int board_load(const char *name, struct board **ret, char **ret_error)
{
	_cleanup_(board_freep) struct board *board = memory_new(1, sizeof(*board));
	int r;

	board->file = strchr(name, '/') ? text_dup(name)
					: text_printf("%s/boards/%s.board", paths_datadir(), name);
	board->printer.cut = -1;
	board->printer.feed_dots = -1;
	(void)text_copy(board->kiosk.name, sizeof(board->kiosk.name), "kiosk");
	(void)text_copy(board->hall.name, sizeof(board->hall.name), "hall");
	board->kiosk.touch = true;
	board->journeys.tickets = true;
	config_set_fallbacks(items, board);
	r = config_load(board->file, items, lists, board, ret_error);
	if (r == 0) {
		r = check_whole(board, ret_error);
	}
	if (r == 0) {
		r = resolve_paths(board, ret_error);
	}
	if (r == 0) {
		fill_panel(board);
		fill_screens(board);
		*ret = TAKE_PTR(board);
	}
	return r;
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
		config_free_strings(items, lists, board);
		free(board->file);
		free(board);
	}
}
