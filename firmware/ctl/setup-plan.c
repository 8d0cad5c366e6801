/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"
#include "drivers/network-address.h"

#define NONE "none"
#define KEEP "keep"
#define SAMPLE "sample"
enum { BAUD = 115200 };

static const char *const places[SETUP_PLACES] = {[SETUP_KIOSK] = "kiosk", [SETUP_HALL] = "hall"};
static const char *const flows[] = {"", "none", "rts-cts", "xon-xoff"};

const char *setup_place_name(enum setup_place place)
{
	return places[place];
}

static void copy(char *ret, size_t size, const char *text)
{
	text_copy_cut(ret, size, text);
}

#define COPY(to, text) copy((to), sizeof(to), (text))

/* ---- what there is at the beginning ---- */

static void keep_screens(struct setup *setup, const struct board *board)
{
	const struct screen_settings *screens[SETUP_PLACES] = {&board->kiosk, &board->hall};

	for (int place = 0; place < SETUP_PLACES; place++) {
		setup->place[place].diagonal_inch = screens[place]->diagonal_inch;
		setup->place[place].rotation = screens[place]->rotation;
		for (int i = 0; i < setup->found->n_screens; i++) {
			/* Without an output the kiosk takes the first one, the hall the last. */
			bool own = *screens[place]->output
				? strcmp(screens[place]->output, setup->found->screen[i]) == 0
				: i == (place == SETUP_KIOSK ? 0 : setup->found->n_screens - 1);

			if (strcmp(screens[place]->driver, "drm") == 0 && own &&
				strcmp(setup->use[i], NONE) == 0) {
				COPY(setup->use[i], places[place]);
				break;
			}
		}
	}
	setup->touch = !*board->kiosk.driver || board->kiosk.touch;
}

static bool is_plain(const char *name)
{
	return !strpbrk(name, " \t:\"") && strspn(name, "0123456789") < strlen(name);
}

static void write_line(const struct board_line *line, char ret[BOARD_LINE_TEXT])
{
	if (*line->name && !is_plain(line->name)) {
		(void)snprintf(ret, BOARD_LINE_TEXT, "\"%s\"", line->name);
	} else {
		board_line_text(line, ret);
	}
}

void setup_line_text(const struct setup *setup, int chip, int offset, char ret[BOARD_LINE_TEXT])
{
	const struct gpio_chip_facts *facts = &setup->found->gpio->chips[chip];
	struct board_line line = {.offset = offset};
	struct panel_line wanted = {.offset = offset};
	int at_chip;
	int at_offset;

	COPY(wanted.name, facts->lines[offset].name);
	if (!setup->one_chip && *wanted.name && !strchr(wanted.name, '"') &&
		gpio_find_line(setup->found->gpio, &wanted, &at_chip, &at_offset) == GPIO_FOUND) {
		COPY(line.name, wanted.name);
	} else {
		COPY(line.chip, facts->label);
	}
	write_line(&line, ret);
}

static void keep_board(struct setup *setup, const struct board *board)
{
	const struct sound_settings *sounds[SETUP_PLACES] = {
		&board->kiosk_sound, &board->hall_sound};

	setup->printer = board->printer;
	setup->one_chip = *board->chip != '\0';
	setup->has_panel = strcmp(board->panel.driver, "sim") != 0;
	for (int i = 0; i < board->n_buttons; i++) {
		struct setup_button *button = &setup->button[setup->n_buttons++];

		COPY(button->name, board->buttons[i].name);
		if (board->buttons[i].at.line) {
			write_line(&board->buttons[i].at, button->line);
		}
		if (board->buttons[i].lamp.line) {
			write_line(&board->buttons[i].lamp, button->lamp);
		}
	}
	setup->n_kept = setup->n_buttons;
	for (int place = 0; place < SETUP_PLACES; place++) {
		COPY(setup->place[place].sound_driver, sounds[place]->driver);
		COPY(setup->place[place].sound, sounds[place]->device);
	}
	keep_screens(setup, board);
}

void setup_init(struct setup *setup, const struct setup_found *found, const struct board *board)
{
	*setup = (struct setup){.found = found, .touch = true, .has_panel = true, .slip = true};
	COPY(setup->language, found->n_languages > 0 ? found->language[0] : "");
	COPY(setup->site, found->has_site ? KEEP : SAMPLE);
	for (int i = 0; i < SETUP_SCREENS_MAX; i++) {
		COPY(setup->use[i], NONE);
	}
	if (board) {
		keep_board(setup, board);
	}
}

/* ---- the questions ---- */

enum item { ITEM_NONE, ITEM_SCREEN, ITEM_PLACE, ITEM_MORE, ITEM_BUTTON };

static const struct {
	const char *name; /* with what the item is called behind it */
	enum item item;
	bool trial;
} kinds[SETUP_KINDS] = {
	[SETUP_LANGUAGE] = {"language", ITEM_NONE, false},
	[SETUP_PRINTER] = {"printer", ITEM_NONE, false},
	[SETUP_BAUD] = {"printer.baud", ITEM_NONE, false},
	[SETUP_FLOW] = {"printer.flow", ITEM_NONE, false},
	[SETUP_PRINTER_TRY] = {"printer.try", ITEM_NONE, true},
	[SETUP_SCREEN] = {"screen.", ITEM_SCREEN, false},
	[SETUP_DIAGONAL] = {"diagonal.", ITEM_PLACE, false},
	[SETUP_ROTATION] = {"rotation.", ITEM_PLACE, false},
	[SETUP_TOUCH] = {"touch", ITEM_NONE, false},
	[SETUP_TOUCH_TRY] = {"touch.try", ITEM_NONE, true},
	[SETUP_MORE] = {"more.", ITEM_MORE, false},
	[SETUP_BUTTON] = {"button.", ITEM_BUTTON, false},
	[SETUP_LAMP] = {"lamp.", ITEM_BUTTON, false},
	[SETUP_LAMP_TRY] = {"lamp.try.", ITEM_BUTTON, true},
	[SETUP_SOUND] = {"sound.", ITEM_PLACE, false},
	[SETUP_SOUND_TRY] = {"sound.try.", ITEM_PLACE, true},
	[SETUP_LISTEN] = {"listen", ITEM_NONE, false},
	[SETUP_HUB] = {"hub", ITEM_NONE, false},
	[SETUP_TOKEN] = {"token_file", ITEM_NONE, false},
	[SETUP_ADMIN] = {"admin", ITEM_NONE, false},
	[SETUP_SECRET] = {"admin.secret_file", ITEM_NONE, false},
	[SETUP_SITE] = {"site", ITEM_NONE, false},
	[SETUP_SLIP] = {"slip", ITEM_NONE, false},
	[SETUP_WRITE] = {"write", ITEM_NONE, false},
};

bool setup_is_trial(enum setup_kind kind)
{
	return kinds[kind].trial;
}

static void add(struct setup_questions *list, enum setup_kind kind, int item)
{
	if (list->n < SETUP_QUESTIONS_MAX) {
		list->question[list->n++] = (struct setup_question){kind, item};
	}
}

const char *setup_screen_of(const struct setup *setup, enum setup_place place)
{
	for (int i = 0; i < setup->found->n_screens; i++) {
		if (strcmp(setup->use[i], places[place]) == 0) {
			return setup->found->screen[i];
		}
	}
	return "";
}

static void list_printer(const struct setup *setup, struct setup_questions *list)
{
	add(list, SETUP_PRINTER, 0);
	if (strcmp(setup->printer.driver, "serial") == 0) {
		add(list, SETUP_BAUD, 0);
		add(list, SETUP_FLOW, 0);
	}
	if (*setup->printer.driver) {
		add(list, SETUP_PRINTER_TRY, 0);
	}
}

static void list_screens(const struct setup *setup, struct setup_questions *list)
{
	for (int i = 0; i < setup->found->n_screens; i++) {
		add(list, SETUP_SCREEN, i);
	}
	for (int place = 0; place < SETUP_PLACES; place++) {
		if (*setup_screen_of(setup, place)) {
			add(list, SETUP_DIAGONAL, place);
			add(list, SETUP_ROTATION, place);
		}
	}
	if (*setup_screen_of(setup, SETUP_KIOSK)) {
		add(list, SETUP_TOUCH, 0);
		if (setup->touch) {
			add(list, SETUP_TOUCH_TRY, 0);
		}
	}
}

static void list_buttons(const struct setup *setup, struct setup_questions *list)
{
	if (!setup->has_panel || !setup->found->gpio || setup->found->gpio->n_chips == 0) {
		return;
	}
	for (int i = 0; i < setup->n_buttons; i++) {
		if (i >= setup->n_kept) {
			add(list, SETUP_MORE, i);
		}
		add(list, SETUP_BUTTON, i);
		if (*setup->button[i].line) {
			add(list, SETUP_LAMP, i);
		}
		if (*setup->button[i].line && *setup->button[i].lamp) {
			add(list, SETUP_LAMP_TRY, i);
		}
	}
	if (setup->n_buttons < BOARD_BUTTONS_MAX) {
		add(list, SETUP_MORE, setup->n_buttons);
	}
}

static void list_sounds(const struct setup *setup, struct setup_questions *list)
{
	for (int place = 0; place < SETUP_PLACES; place++) {
		bool kept = *setup->place[place].sound_driver;

		if (kept || (setup->found->n_sounds > 0 && *setup_screen_of(setup, place))) {
			add(list, SETUP_SOUND, place);
		}
		if (kept) {
			add(list, SETUP_SOUND_TRY, place);
		}
	}
}

static void list_hub(const struct setup *setup, struct setup_questions *list)
{
	const struct setup_found *found = setup->found;

	if (!found->has_hub) {
		add(list, SETUP_HUB, 0);
		if (*setup->hub && strncmp(setup->hub, "unix:", strlen("unix:")) != 0) {
			add(list, SETUP_TOKEN, 0);
		}
		return;
	}
	add(list, SETUP_LISTEN, 0);
	if (!found->has_admin) {
		add(list, SETUP_ADMIN, 0);
		if (*setup->admin) {
			add(list, SETUP_SECRET, 0);
		}
	}
	add(list, SETUP_SITE, 0);
}

void setup_list(const struct setup *setup, struct setup_questions *ret)
{
	ret->n = 0;
	if (setup->found->n_languages > 1) {
		add(ret, SETUP_LANGUAGE, 0);
	}
	if (setup->found->has_kiosk) {
		list_printer(setup, ret);
	}
	list_screens(setup, ret);
	if (setup->found->has_kiosk) {
		list_buttons(setup, ret);
	}
	list_sounds(setup, ret);
	list_hub(setup, ret);
	if (*setup->printer.driver) {
		add(ret, SETUP_SLIP, 0);
	}
	add(ret, SETUP_WRITE, 0);
}

void setup_id(const struct setup *setup, struct setup_question question, char ret[SETUP_ID_SIZE])
{
	const char *name = kinds[question.kind].name;

	switch (kinds[question.kind].item) {
	case ITEM_NONE:
		copy(ret, SETUP_ID_SIZE, name);
		break;
	case ITEM_SCREEN:
		(void)snprintf(
			ret, SETUP_ID_SIZE, "%s%s", name, setup->found->screen[question.item]);
		break;
	case ITEM_PLACE:
		(void)snprintf(ret, SETUP_ID_SIZE, "%s%s", name, places[question.item]);
		break;
	case ITEM_MORE:
		(void)snprintf(ret, SETUP_ID_SIZE, "%s%d", name, question.item - setup->n_kept + 1);
		break;
	case ITEM_BUTTON:
		(void)snprintf(ret, SETUP_ID_SIZE, "%s%s", name, setup->button[question.item].name);
		break;
	}
}

int setup_find_id(
	const struct setup *setup, const struct setup_questions *questions, const char *id)
{
	for (int i = 0; i < questions->n; i++) {
		char own[SETUP_ID_SIZE];

		setup_id(setup, questions->question[i], own);
		if (strcmp(own, id) == 0) {
			return i;
		}
	}
	return -1;
}

int setup_find_question(const struct setup_questions *list, struct setup_question question)
{
	for (int i = 0; i < list->n; i++) {
		if (list->question[i].kind == question.kind &&
			list->question[i].item == question.item) {
			return i;
		}
	}
	return list->n - 1;
}

/* ---- defaults and choices ---- */

/* Whether a line is free for this: no other button or lamp has it. */
static bool is_taken(const struct setup *setup, const char *line, const char *target)
{
	for (int i = 0; i < setup->n_buttons; i++) {
		const struct setup_button *button = &setup->button[i];

		if ((button->line != target && strcmp(button->line, line) == 0) ||
			(button->lamp != target && *button->line &&
				strcmp(button->lamp, line) == 0)) {
			return true;
		}
	}
	return false;
}

void setup_printer_text(const struct printer_settings *printer, char ret[SETUP_TEXT_SIZE])
{
	(void)snprintf(ret, SETUP_TEXT_SIZE, "%s%s%s", *printer->driver ? printer->driver : NONE,
		*printer->path ? ":" : "", printer->path);
}

static const char *yes_no(bool value)
{
	return value ? "yes" : "no";
}

static void default_printer(const struct setup *setup, char ret[SETUP_TEXT_SIZE])
{
	const struct machine *machine = &setup->found->machine;

	setup_printer_text(&setup->printer, ret);
	if (!*setup->printer.driver && machine->n_printers > 0) {
		copy(ret, SETUP_TEXT_SIZE, "usb");
	}
}

/* Of the question's item: the kiosk takes the first screen, the hall the next. */
static const char *default_use(const struct setup *setup, int item)
{
	const char *use = setup->use[item];

	for (int place = 0; strcmp(use, NONE) == 0 && place < SETUP_PLACES; place++) {
		bool fitted =
			place == SETUP_KIOSK ? setup->found->has_kiosk : setup->found->has_hall;

		if (fitted && !*setup_screen_of(setup, place)) {
			use = places[place];
		}
	}
	return use;
}

static const char *default_sound(const struct setup *setup, int place)
{
	const char *device = setup->place[place].sound;

	if (!*setup->place[place].sound_driver) {
		return NONE;
	}
	return *device ? device : KEEP;
}

static const char *or_none(const char *text)
{
	return *text ? text : NONE;
}

static const char *default_text(const struct setup *setup, struct setup_question question)
{
	const struct setup_button *button =
		&setup->button[MIN_OF(question.item, BOARD_BUTTONS_MAX - 1)];

	switch (question.kind) {
	case SETUP_LANGUAGE:
		return setup->language;
	case SETUP_FLOW:
		return setup->printer.flow ? flows[setup->printer.flow] : "rts-cts";
	case SETUP_SCREEN:
		return default_use(setup, question.item);
	case SETUP_TOUCH:
		return yes_no(setup->touch);
	case SETUP_MORE:
		return question.item < setup->n_buttons ? button->does : NONE;
	case SETUP_BUTTON:
		return or_none(button->line);
	case SETUP_LAMP:
		return or_none(button->lamp);
	case SETUP_SOUND:
		return default_sound(setup, question.item);
	case SETUP_LISTEN:
		return *setup->listen ? setup->listen : "127.0.0.1:8080";
	case SETUP_HUB:
		return setup->hub;
	case SETUP_TOKEN:
		return or_none(setup->token_file);
	case SETUP_ADMIN:
		return or_none(setup->admin);
	case SETUP_SECRET:
		return or_none(setup->secret_file);
	case SETUP_SITE:
		return setup->site;
	case SETUP_SLIP:
		return yes_no(setup->slip);
	case SETUP_PRINTER: /* of these setup_default knows more */
	case SETUP_BAUD:
	case SETUP_DIAGONAL:
	case SETUP_ROTATION:
	case SETUP_KINDS:
		return "";
	case SETUP_PRINTER_TRY:
	case SETUP_TOUCH_TRY:
	case SETUP_LAMP_TRY:
	case SETUP_SOUND_TRY:
	case SETUP_WRITE: /* nothing is written unless somebody says so */
		break;
	}
	return yes_no(false);
}

void setup_default(
	const struct setup *setup, struct setup_question question, char ret[SETUP_TEXT_SIZE])
{
	if (question.kind == SETUP_PRINTER) {
		default_printer(setup, ret);
	} else if (question.kind == SETUP_BAUD) {
		(void)snprintf(ret, SETUP_TEXT_SIZE, "%d",
			setup->printer.baud ? setup->printer.baud : BAUD);
	} else if (question.kind == SETUP_DIAGONAL) {
		(void)snprintf(
			ret, SETUP_TEXT_SIZE, "%g", setup->place[question.item].diagonal_inch);
	} else if (question.kind == SETUP_ROTATION) {
		(void)snprintf(ret, SETUP_TEXT_SIZE, "%d", setup->place[question.item].rotation);
	} else {
		copy(ret, SETUP_TEXT_SIZE, default_text(setup, question));
	}
}

static void choose(struct setup_choices *list, const char *value, const char *text)
{
	if (list->n < SETUP_CHOICES_MAX) {
		COPY(list->value[list->n], value);
		COPY(list->text[list->n], text);
		list->n++;
	}
}

static void choose_printers(const struct setup *setup, struct setup_choices *list)
{
	const struct machine *machine = &setup->found->machine;
	char value[PRINTER_PATH_SIZE + 16];

	if (strcmp(setup->printer.driver, "sim") == 0) {
		choose(list, KEEP, "");
	}
	for (int i = 0; i < machine->n_printers; i++) {
		const struct machine_printer *one = &machine->printers[i];
		char text[160];

		/* With one printer, any socket will do. */
		(void)snprintf(value, sizeof(value), "usb%s%s", machine->n_printers > 1 ? ":" : "",
			machine->n_printers > 1 ? one->port : "");
		(void)snprintf(
			text, sizeof(text), "%s (%s), USB %s", one->name, one->id, one->port);
		choose(list, value, text);
	}
	for (int i = 0; i < setup->found->n_serial; i++) {
		const struct serial_device *one = &setup->found->serial[i];

		if (!one->console) {
			(void)snprintf(value, sizeof(value), "serial:%s", one->path);
			choose(list, value, *one->name ? one->name : one->node);
		}
	}
	choose(list, NONE, "");
}

static void choose_uses(const struct setup *setup, struct setup_choices *list)
{
	if (setup->found->has_kiosk) {
		choose(list, places[SETUP_KIOSK], "");
	}
	if (setup->found->has_hall) {
		choose(list, places[SETUP_HALL], "");
	}
	choose(list, NONE, "");
}

static void choose_sounds(
	const struct setup *setup, enum setup_place place, struct setup_choices *list)
{
	if (*setup->place[place].sound_driver) {
		choose(list, KEEP, "");
	}
	for (int i = 0; i < setup->found->n_sounds; i++) {
		choose(list, setup->found->sound[i], "");
	}
	choose(list, NONE, "");
}

static void choose_lamps(const struct setup *setup, int item, struct setup_choices *list)
{
	const struct gpio_facts *gpio = setup->found->gpio;

	choose(list, SETUP_FIND, "");
	for (int chip = 0; gpio && chip < gpio->n_chips; chip++) {
		for (int i = 0; i < gpio->chips[chip].n_lines && list->n <= SETUP_LINES_MAX; i++) {
			char line[BOARD_LINE_TEXT];

			setup_line_text(setup, chip, i, line);
			if (!gpio->chips[chip].lines[i].used &&
				!is_taken(setup, line, setup->button[item].lamp)) {
				choose(list, line, "");
			}
		}
	}
	choose(list, NONE, "");
}

void setup_choices(
	const struct setup *setup, struct setup_question question, struct setup_choices *ret)
{
	ret->n = 0;
	if (question.kind == SETUP_LANGUAGE) {
		for (int i = 0; i < setup->found->n_languages; i++) {
			choose(ret, setup->found->language[i], "");
		}
	} else if (question.kind == SETUP_PRINTER) {
		choose_printers(setup, ret);
	} else if (question.kind == SETUP_FLOW) {
		for (size_t i = 1; i < ELEMENTS(flows); i++) {
			choose(ret, flows[i], "");
		}
	} else if (question.kind == SETUP_SCREEN) {
		choose_uses(setup, ret);
	} else if (question.kind == SETUP_LAMP) {
		choose_lamps(setup, question.item, ret);
	} else if (question.kind == SETUP_SOUND) {
		choose_sounds(setup, (enum setup_place)question.item, ret);
	} else if (question.kind == SETUP_SITE) {
		if (setup->found->has_site) {
			choose(ret, KEEP, "");
		}
		choose(ret, SAMPLE, "");
	}
}

/* ---- answers ---- */

static int refuse(const char **reason, const char *key)
{
	*reason = key;
	return -EINVAL;
}

static int take_bool(bool *target, const char *answer, const char **reason)
{
	return text_parse_bool(answer, target) < 0 ? refuse(reason, "setup.wrong.yes_no") : 0;
}

static int take_number(const char *answer, int min, int max, int *target, const char **reason)
{
	char error[CONFIG_ERROR_MAX];

	return config_number(answer, min, max, target, error) < 0
		? refuse(reason, "setup.wrong.number")
		: 0;
}

static int take_printer(struct setup *setup, const char *answer, const char **reason)
{
	static const char *const drivers[] = {"usb", "serial", "network"};
	size_t word = strcspn(answer, ":");
	const char *path = answer[word] ? answer + word + 1 : "";
	struct network_address address;
	struct printer_settings printer = setup->printer;

	if (strcmp(answer, KEEP) == 0 || strcmp(answer, "sim") == 0 ||
		strncmp(answer, "sim:", strlen("sim:")) == 0) {
		return strcmp(printer.driver, "sim") == 0 ? 0
							  : refuse(reason, "setup.wrong.printer");
	}
	if (strcmp(answer, NONE) == 0) {
		setup->printer = (struct printer_settings){.cut = -1, .feed_dots = -1};
		return 0;
	}
	for (size_t i = 0; i < ELEMENTS(drivers); i++) {
		if (strlen(drivers[i]) != word || strncmp(answer, drivers[i], word) != 0) {
			continue;
		}
		if ((i == 1 && *path != '/') ||
			(i == 2 && network_address_parse(path, &address) < 0) ||
			text_copy(printer.path, sizeof(printer.path), path) < 0) {
			return refuse(reason, "setup.wrong.printer");
		}
		COPY(printer.driver, drivers[i]);
		if (i == 1) {
			printer.baud = printer.baud ? printer.baud : BAUD;
			printer.flow = printer.flow ? printer.flow : PRINTER_FLOW_RTS_CTS;
		} else {
			printer.baud = 0;
			printer.flow = PRINTER_FLOW_UNSET;
			printer.parity = PRINTER_PARITY_NONE;
		}
		setup->printer = printer;
		return 0;
	}
	return refuse(reason, "setup.wrong.printer");
}

static int take_flow(struct setup *setup, const char *answer, const char **reason)
{
	for (size_t i = 1; i < ELEMENTS(flows); i++) {
		if (strcmp(answer, flows[i]) == 0) {
			setup->printer.flow = (enum printer_flow)i;
			return 0;
		}
	}
	return refuse(reason, "setup.wrong.choice");
}

/* A use goes to one screen: the former one loses it. */
static int take_use(struct setup *setup, int item, const char *answer, const char **reason)
{
	struct setup_choices choices;
	bool known = false;

	setup_choices(setup, (struct setup_question){SETUP_SCREEN, item}, &choices);
	for (int i = 0; i < choices.n; i++) {
		known = known || strcmp(choices.value[i], answer) == 0;
	}
	if (!known) {
		return refuse(reason, "setup.wrong.choice");
	}
	for (int i = 0; i < setup->found->n_screens; i++) {
		if (strcmp(setup->use[i], answer) == 0) {
			COPY(setup->use[i], NONE);
		}
	}
	COPY(setup->use[item], answer);
	return 0;
}

static int take_diagonal(struct setup *setup, int place, const char *answer, const char **reason)
{
	char *end = NULL;
	double inch = strtod(answer, &end);

	if (end == answer || *end || (inch != 0 && !(inch >= 5 && inch <= 120))) {
		return refuse(reason, "setup.wrong.diagonal");
	}
	setup->place[place].diagonal_inch = inch;
	return 0;
}

static int take_rotation(struct setup *setup, int place, const char *answer, const char **reason)
{
	int rotation;

	if (take_number(answer, 0, 270, &rotation, reason) < 0 || rotation % 90 != 0) {
		return refuse(reason, "setup.wrong.rotation");
	}
	setup->place[place].rotation = rotation;
	return 0;
}

/* A name for a button that does this: "A", "A-elderly", "1-next". */
static void name_button(const struct setup *setup, const char *does, char ret[BOARD_WORD_MAX + 1])
{
	char words[4][BOARD_WORD_MAX + 1] = {"", "", "", ""};
	char name[BOARD_WORD_MAX + 1];

	(void)sscanf(does, "%31s %31s %31s %31s", words[0], words[1], words[2], words[3]);
	if (strcmp(words[0], "take") == 0) {
		(void)snprintf(name, sizeof(name), "%.14s%s%.14s", words[1], *words[3] ? "-" : "",
			words[3]);
	} else {
		(void)snprintf(name, sizeof(name), "%.14s%s%.14s", words[1], *words[2] ? "-" : "",
			words[2]);
	}
	copy(ret, BOARD_WORD_MAX + 1, name);
	for (int again = 2, i = 0; i < setup->n_buttons; i++) {
		if (strcmp(setup->button[i].name, ret) == 0) {
			(void)snprintf(ret, BOARD_WORD_MAX + 1, "%.25s.%d", name, again++ % 1000);
			i = -1;
		}
	}
}

static int take_more(struct setup *setup, int item, const char *answer, const char **reason)
{
	struct setup_button button = {.name = ""};

	if (!*answer || strcmp(answer, NONE) == 0) {
		setup->n_buttons = item;
		return 0;
	}
	if (board_does_check(answer) < 0) {
		return refuse(reason, "setup.wrong.does");
	}
	if (item < setup->n_buttons && strcmp(setup->button[item].does, answer) == 0) {
		return 0;
	}
	setup->n_buttons = item;
	name_button(setup, answer, button.name);
	COPY(button.does, answer);
	setup->button[setup->n_buttons++] = button;
	return 0;
}

static int take_line(
	struct setup *setup, const char *answer, char target[BOARD_LINE_TEXT], const char **reason)
{
	struct board_line line;

	if (strcmp(answer, NONE) == 0) {
		*target = '\0';
		return 0;
	}
	if (strcmp(answer, SETUP_FIND) == 0 || strlen(answer) >= BOARD_LINE_TEXT ||
		board_line_parse(answer, &line) < 0) {
		return refuse(reason, "setup.wrong.line");
	}
	if (is_taken(setup, answer, target)) {
		return refuse(reason, "setup.wrong.taken");
	}
	copy(target, BOARD_LINE_TEXT, answer);
	return 0;
}

static int take_sound(struct setup *setup, int place, const char *answer, const char **reason)
{
	if (strcmp(answer, KEEP) == 0) {
		return *setup->place[place].sound_driver ? 0 : refuse(reason, "setup.wrong.choice");
	}
	if (strlen(answer) >= SOUND_DEVICE_SIZE) {
		return refuse(reason, "setup.wrong.long");
	}
	COPY(setup->place[place].sound_driver, strcmp(answer, NONE) == 0 ? "" : "alsa");
	COPY(setup->place[place].sound, strcmp(answer, NONE) == 0 ? "" : answer);
	return 0;
}

static int take_text(
	char *target, size_t size, const char *answer, bool may_be_none, const char **reason)
{
	if (may_be_none && strcmp(answer, NONE) == 0) {
		*target = '\0';
		return 0;
	}
	return text_copy(target, size, answer) < 0 ? refuse(reason, "setup.wrong.long") : 0;
}

static int take_language(struct setup *setup, const char *answer, const char **reason)
{
	for (int i = 0; i < setup->found->n_languages; i++) {
		if (strcmp(setup->found->language[i], answer) == 0) {
			COPY(setup->language, answer);
			return 0;
		}
	}
	return refuse(reason, "setup.wrong.choice");
}

static int take_id(char *target, const char *answer, const char **reason)
{
	if (strcmp(answer, NONE) != 0 && !text_is_id(answer, BOARD_WORD_MAX)) {
		return refuse(reason, "setup.wrong.id");
	}
	copy(target, BOARD_WORD_MAX + 1, strcmp(answer, NONE) == 0 ? "" : answer);
	return 0;
}

/* The value behind the number of a choice; else the answer itself. */
static const char *value_of(const struct setup_choices *choices, const char *answer)
{
	int64_t number;

	return choices->n > 0 && text_parse_int(answer, 1, choices->n, &number) == 0
		? choices->value[number - 1]
		: answer;
}

static int take(struct setup *setup, struct setup_question question, const char *answer,
	const char **reason)
{
	int item = question.item;
	bool ignored;

	switch (question.kind) {
	case SETUP_LANGUAGE:
		return take_language(setup, answer, reason);
	case SETUP_PRINTER:
		return take_printer(setup, answer, reason);
	case SETUP_BAUD:
		return take_number(answer, 2400, 230400, &setup->printer.baud, reason);
	case SETUP_FLOW:
		return take_flow(setup, answer, reason);
	case SETUP_SCREEN:
		return take_use(setup, item, answer, reason);
	case SETUP_DIAGONAL:
		return take_diagonal(setup, item, answer, reason);
	case SETUP_ROTATION:
		return take_rotation(setup, item, answer, reason);
	case SETUP_TOUCH:
		return take_bool(&setup->touch, answer, reason);
	case SETUP_MORE:
		return take_more(setup, item, answer, reason);
	case SETUP_BUTTON:
		return take_line(setup, answer, setup->button[item].line, reason);
	case SETUP_LAMP:
		return take_line(setup, answer, setup->button[item].lamp, reason);
	case SETUP_SOUND:
		return take_sound(setup, item, answer, reason);
	case SETUP_LISTEN:
		return take_text(setup->listen, sizeof(setup->listen), answer, false, reason);
	case SETUP_HUB:
		return take_text(setup->hub, sizeof(setup->hub), answer, true, reason);
	case SETUP_TOKEN:
		return take_text(
			setup->token_file, sizeof(setup->token_file), answer, true, reason);
	case SETUP_ADMIN:
		return take_id(setup->admin, answer, reason);
	case SETUP_SECRET:
		return take_text(
			setup->secret_file, sizeof(setup->secret_file), answer, true, reason);
	case SETUP_SITE:
		return take_text(setup->site, sizeof(setup->site), answer, false, reason);
	case SETUP_SLIP:
		return take_bool(&setup->slip, answer, reason);
	case SETUP_WRITE:
		return take_bool(&setup->write, answer, reason);
	case SETUP_PRINTER_TRY:
	case SETUP_TOUCH_TRY:
	case SETUP_LAMP_TRY:
	case SETUP_SOUND_TRY:
	case SETUP_KINDS:
		break;
	}
	return take_bool(&ignored, answer, reason);
}

int setup_take(struct setup *setup, struct setup_question question, const char *answer,
	const char **ret_reason)
{
	struct setup_choices choices;

	if (!text_is_clean(answer) || strchr(answer, '\n')) {
		return refuse(ret_reason, "setup.wrong.letters");
	}
	setup_choices(setup, question, &choices);
	return take(setup, question, value_of(&choices, answer), ret_reason);
}
