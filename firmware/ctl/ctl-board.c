/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-board.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/paths.h"
#include "ctl/ctl-known.h"
#include "ctl/ctl.h"
#include "ctl/in-use.h"
#if LAYSO_GPIO
#include "drivers/gpio-scan.h"
#endif

#define OUR_CONSUMER "layso-panel" /* drivers/panel-gpio.c */

/* ---- what there is ---- */

static void describe_line(const struct gpio_line_facts *line, int offset, struct textbuf *out)
{
	textbuf_printf(out, "    %4d  %-24s%s%s\n", offset, *line->name ? line->name : "-",
		line->used ? " used by " : "",
		!line->used               ? ""
			: *line->consumer ? line->consumer
					  : "the kernel");
}

static void describe_gpio(const struct gpio_facts *gpio, bool all, struct textbuf *out)
{
	textbuf_add(out, "GPIO chips:\n");
	if (!gpio) {
		textbuf_add(out, "  cannot tell: this build has no libgpiod 2\n");
		return;
	}
	for (int i = 0; i < gpio->n_chips; i++) {
		const struct gpio_chip_facts *chip = &gpio->chips[i];

		if (chip->error) {
			textbuf_printf(out, "  %s  cannot be opened: %s\n", chip->path,
				strerror(-chip->error));
			continue;
		}
		textbuf_printf(out, "  %s  %s  %d lines\n", chip->path, chip->label, chip->n_lines);
		for (int j = 0; all && j < chip->n_lines; j++) {
			describe_line(&chip->lines[j], j, out);
		}
	}
	if (gpio->n_chips == 0) {
		textbuf_add(out, "  none\n");
	}
}

void board_describe(
	const struct machine *machine, const struct gpio_facts *gpio, bool all, struct textbuf *out)
{
	describe_gpio(gpio, all, out);
	textbuf_printf(out, "Printers on USB:\n%s", machine->n_printers ? "" : "  none\n");
	for (int i = 0; i < machine->n_printers; i++) {
		const struct machine_printer *printer = &machine->printers[i];

		textbuf_printf(
			out, "  %s  on port %s  %s\n", printer->id, printer->port, printer->name);
	}
	textbuf_printf(out, "Screens:\n%s", machine->n_screens ? "" : "  none\n");
	for (int i = 0; i < machine->n_screens; i++) {
		textbuf_printf(out, "  %s  %s\n", machine->screens[i].name,
			machine->screens[i].connected ? "connected" : "not connected");
	}
	textbuf_printf(out, "Touch, mice and keyboards:\n%s", machine->n_inputs ? "" : "  none\n");
	for (int i = 0; i < machine->n_inputs; i++) {
		const struct machine_input *input = &machine->inputs[i];

		textbuf_printf(out, "  %s  %s  %s\n", input->event, machine_input_name(input->kind),
			input->name);
	}
}

/* ---- against the board ---- */

struct report {
	const struct machine *machine;
	const struct gpio_facts *gpio;
	const struct printer_place *place;
	const char *user; /* of the printer */
	struct textbuf *out;
	struct board_verdict *verdict;
};

static const char untold[] = "cannot tell";

static void judge(struct report *report, const char *what, const char *name, const char *where,
	const char *verdict, const char *more)
{
	_cleanup_free_ char *left = text_printf("%s%s%s", what, *name ? " " : "", name);

	textbuf_printf(report->out, "  %-22s %-24s %s%s%s\n", left, where, verdict,
		*more ? ": " : "", more);
	if (strcmp(verdict, untold) == 0) {
		report->verdict->untold++;
	} else {
		report->verdict->faults += strcmp(verdict, "ok") != 0;
	}
}

/* A device that is there, and perhaps in use. */
static void judge_used(struct report *report, const char *what, const char *where, const char *user,
	const char *more)
{
	static const char ours[] = "layso-";
	_cleanup_free_ char *text = text_printf("in use by %s%s%s", user, *more ? "; " : "", more);

	judge(report, what, "", where,
		!*user || strncmp(user, ours, strlen(ours)) == 0 ? "ok" : "busy",
		*user ? text : more);
}

/* A chip that exists and cannot be asked: the line may be there. NULL: there is none. */
static const struct gpio_chip_facts *find_closed_chip(const struct gpio_facts *gpio)
{
	for (int i = 0; i < gpio->n_chips; i++) {
		if (gpio->chips[i].error) {
			return &gpio->chips[i];
		}
	}
	return NULL;
}

static void judge_missing_line(
	struct report *report, const char *what, const char *name, const char *where)
{
	const struct gpio_chip_facts *closed = find_closed_chip(report->gpio);
	_cleanup_free_ char *why = closed
		? text_printf("%s cannot be opened: %s", closed->path, strerror(-closed->error))
		: text_dup("");

	judge(report, what, name, where, closed ? untold : "missing", why);
}

static void check_line(
	struct report *report, const char *what, const char *name, const struct board_line *line)
{
	struct panel_line wanted = {.offset = line->offset};
	char text[BOARD_LINE_TEXT];
	const struct gpio_line_facts *facts;
	int chip;
	int offset;

	if (!line->line) {
		return;
	}
	board_line_text(line, text);
	if (!report->gpio) {
		judge(report, what, name, text, untold, "this build has no libgpiod 2");
		return;
	}
	text_copy_cut(wanted.chip, sizeof(wanted.chip), line->chip);
	text_copy_cut(wanted.name, sizeof(wanted.name), line->name);
	switch (gpio_find_line(report->gpio, &wanted, &chip, &offset)) {
	case GPIO_MISSING:
		judge_missing_line(report, what, name, text);
		return;
	case GPIO_AMBIGUOUS:
		judge(report, what, name, text, "ambiguous",
			"there more than once; name the chip: LABEL:OFFSET");
		return;
	case GPIO_FOUND:
		break;
	}
	facts = &report->gpio->chips[chip].lines[offset];
	if (!facts->used || strncmp(facts->consumer, OUR_CONSUMER, strlen(OUR_CONSUMER)) == 0) {
		judge(report, what, name, text, "ok", facts->used ? "in use by the kiosk" : "");
	} else {
		_cleanup_free_ char *user = text_printf(
			"in use by %s", *facts->consumer ? facts->consumer : "the kernel");

		judge(report, what, name, text, "busy", user);
	}
}

static void check_panel(struct report *report, const struct board *board)
{
	if (strcmp(board->panel.driver, "gpio") != 0) {
		return;
	}
	for (int i = 0; i < board->n_buttons; i++) {
		check_line(report, "button", board->buttons[i].name, &board->buttons[i].at);
		check_line(report, "its lamp", board->buttons[i].name, &board->buttons[i].lamp);
	}
	for (int i = 0; i < board->n_lamps; i++) {
		check_line(report, "lamp", board->lamps[i].name, &board->lamps[i].at);
	}
}

static void check_printer(struct report *report, const struct board *board)
{
	int n = report->machine->n_printers;

	if (strcmp(report->place->verdict, "ok") == 0) {
		judge_used(
			report, "printer", board->printer.path, report->user, report->place->more);
	} else if (*report->place->verdict) {
		judge(report, "printer", "", board->printer.path, report->place->verdict,
			report->place->more);
	}
	if (strcmp(board->printer.driver, "usb") != 0) {
		return;
	}
	if (n > 1) {
		judge(report, "printer", "", "USB", "ambiguous", "more than one is connected");
	} else if (n == 1) {
		judge_used(report, "printer", "USB", report->user, report->machine->printers[0].id);
	} else {
		judge(report, "printer", "", "USB", "missing", "is it switched on?");
	}
}

static bool has_pointer(const struct machine *machine)
{
	for (int i = 0; i < machine->n_inputs; i++) {
		switch (machine->inputs[i].kind) {
		case MACHINE_TOUCH:
		case MACHINE_TABLET:
		case MACHINE_MOUSE:
			return true;
		case MACHINE_KEYBOARD:
		case MACHINE_OTHER:
			break;
		}
	}
	return false;
}

/* Two screens of a board need two displays: *left is how many no other one has taken. */
static void check_screen(
	struct report *report, const char *name, const struct screen_settings *screen, int *left)
{
	if (strcmp(screen->driver, "drm") != 0) {
		return;
	}
	judge(report, "screen", name, "", *left > 0 ? "ok" : "missing",
		*left > 0 ? "" : "no display is connected for it");
	*left -= *left > 0;
	if (screen->touch) {
		bool there = has_pointer(report->machine);

		judge(report, "touch of", name, "", there ? "ok" : "missing",
			there ? "" : "neither touch screen nor mouse");
	}
}

void board_compare(const struct board *board, const struct machine *machine,
	const struct gpio_facts *gpio, const struct printer_place *place, const char *user,
	struct textbuf *out, struct board_verdict *ret)
{
	struct report report = {machine, gpio, place, user, out, ret};
	int displays = 0;

	*ret = (struct board_verdict){0};
	for (int i = 0; i < machine->n_screens; i++) {
		displays += machine->screens[i].connected;
	}
	textbuf_printf(out, "%s (%s):\n", board->name, board->file);
	check_printer(&report, board);
	check_panel(&report, board);
	check_screen(&report, "kiosk", &board->kiosk, &displays);
	check_screen(&report, "hall", &board->hall, &displays);
}

int board_conclude(const struct board_verdict *verdict, struct textbuf *out)
{
	if (verdict->untold > 0) {
		textbuf_printf(out, "of %d of them this computer cannot tell\n", verdict->untold);
	}
	if (verdict->faults > 0) {
		textbuf_printf(out, "%d of them not ok\n", verdict->faults);
		return CTL_REFUSED;
	}
	if (verdict->untold > 0) {
		return CTL_UNTOLD;
	}
	textbuf_add(out, "all ok\n");
	return CTL_OK;
}

/* ---- the command ---- */

static int find(
	const struct ctl *ctl, const char *settings, const char *section, struct board **ret)
{
	const char *word = ctl_value(ctl, "BOARD");
	const char *given = word ? word : ctl_value(ctl, "--board");
	_cleanup_free_ char *own = NULL;
	_cleanup_free_ char *error = NULL;
	int r = given ? 0 : config_find(settings, section, "board", &own, &error);

	if (r == -ENOENT) {
		return CTL_OK; /* a computer without that program has none */
	}
	if (r == 0 && (given || own)) {
		r = board_load(given ? given : own, ret, &error);
	}
	if (r < 0) {
		say_wrong("%s\n", error);
		if (r == -ENOENT && !strchr(given ? given : own, '/')) {
			known_say_files("Boards", "boards", ".board", "; or the path of a file.");
		}
		return CTL_USAGE;
	}
	return CTL_OK;
}

int board_find(const struct ctl *ctl, struct board **ret)
{
	return find(ctl, PATHS_KIOSKD_CONF, "kiosk", ret);
}

int board_find_hall(const struct ctl *ctl, struct board **ret)
{
	return find(ctl, PATHS_HALLD_CONF, "hall", ret);
}

/* A number of a USB device in sysfs; 0 not known. */
static int usb_number(const char *port, const char *attribute)
{
	_cleanup_free_ char *path = text_printf("/sys/bus/usb/devices/%s/%s", port, attribute);
	_cleanup_free_ char *text = NULL;
	int64_t number;

	if (text_read_file(path, sizeof("123\n"), &text, NULL) < 0) {
		return 0;
	}
	text[strcspn(text, "\n")] = '\0';
	return text_parse_int(text, 0, 999, &number) == 0 ? (int)number : 0;
}

/* The device file of the printer; NULL none. Heap. */
static char *printer_file(const struct board *board, const struct machine *machine)
{
	if (strcmp(board->printer.driver, "serial") == 0) {
		return text_dup(board->printer.path);
	}
	if (strcmp(board->printer.driver, "usb") != 0 || machine->n_printers != 1) {
		return NULL;
	}
	return text_printf("/dev/bus/usb/%03d/%03d",
		usb_number(machine->printers[0].port, "busnum"),
		usb_number(machine->printers[0].port, "devnum"));
}

static int check_board(const struct board *board, const struct machine *machine,
	const struct gpio_facts *gpio, struct textbuf *out)
{
	_cleanup_free_ char *file = printer_file(board, machine);
	char user[IN_USE_SIZE] = "";
	struct printer_place place;
	struct board_verdict verdict;

	if (file && in_use_find(file, user) == -EACCES) {
		textbuf_add(out, "Which program has the printer open is told to root.\n");
	}
	printer_place_check(&board->printer, "", &place);
	board_compare(board, machine, gpio, &place, user, out, &verdict);
	return board_conclude(&verdict, out);
}

int board_run_check(struct ctl *ctl)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_(gpio_facts_done) struct gpio_facts gpio = {.n_chips = 0};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	const struct gpio_facts *facts = NULL;
	struct machine machine;
	int r;

	if (ctl_value(ctl, "BOARD") && ctl_value(ctl, "--board")) {
		say_wrong("the board is named twice\n");
		return CTL_USAGE;
	}
	r = board_find(ctl, &board);
	if (r != CTL_OK) {
		return r;
	}
	machine_scan("/sys", &machine);
#if LAYSO_GPIO
	if (gpio_scan(&gpio) < 0) {
		textbuf_add(&out, "/dev cannot be read\n");
	}
	facts = &gpio;
#endif
	board_describe(&machine, facts, ctl_value(ctl, "--lines"), &out);
	if (board) {
		r = check_board(board, &machine, facts, &out);
	} else {
		textbuf_add(&out, "Name a board to compare this with: layso board check BOARD\n");
	}
	say("%s", out.data);
	return r;
}
