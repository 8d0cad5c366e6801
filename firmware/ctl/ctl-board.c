/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-board.h"

#include <errno.h>
#include <string.h>

#include "base/config.h"
#include "base/paths.h"
#include "ctl/ctl.h"
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
#if !LAYSO_GPIO
	textbuf_add(out, "  (this build cannot look for them: it has no libgpiod 2)\n");
#endif
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
	struct textbuf *out;
	int faults;
};

static void judge(struct report *report, const char *what, const char *name, const char *where,
	const char *verdict, const char *more)
{
	_cleanup_free_ char *left = text_printf("%s%s%s", what, *name ? " " : "", name);

	textbuf_printf(report->out, "  %-22s %-24s %s%s%s\n", left, where, verdict,
		*more ? ": " : "", more);
	report->faults += strcmp(verdict, "ok") != 0;
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
	text_copy_cut(wanted.chip, sizeof(wanted.chip), line->chip);
	text_copy_cut(wanted.name, sizeof(wanted.name), line->name);
	switch (gpio_find_line(report->gpio, &wanted, &chip, &offset)) {
	case GPIO_MISSING:
		judge(report, what, name, text, "missing", "");
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
		judge(report, what, name, text, "busy",
			*facts->consumer ? facts->consumer : "used by the kernel");
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

	if (*report->place->verdict) {
		judge(report, "printer", "", board->printer.path, report->place->verdict,
			report->place->more);
	}
	if (strcmp(board->printer.driver, "usb") != 0) {
		return;
	}
	if (n > 1) {
		judge(report, "printer", "", "USB", "ambiguous", "more than one is connected");
	} else {
		judge(report, "printer", "", "USB", n == 1 ? "ok" : "missing",
			n == 1 ? report->machine->printers[0].id : "is it switched on?");
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

int board_compare(const struct board *board, const struct machine *machine,
	const struct gpio_facts *gpio, const struct printer_place *place, struct textbuf *out)
{
	struct report report = {.machine = machine, .gpio = gpio, .place = place, .out = out};
	int displays = 0;

	for (int i = 0; i < machine->n_screens; i++) {
		displays += machine->screens[i].connected;
	}
	textbuf_printf(out, "%s (%s):\n", board->name, board->file);
	check_printer(&report, board);
	check_panel(&report, board);
	check_screen(&report, "kiosk", &board->kiosk, &displays);
	check_screen(&report, "hall", &board->hall, &displays);
	return report.faults;
}

/* ---- the command ---- */

static int find(
	const struct ctl *ctl, const char *settings, const char *section, struct board **ret)
{
	const char *given = ctl_value(ctl, "--board");
	_cleanup_free_ char *own = NULL;
	_cleanup_free_ char *error = NULL;
	int r = given ? 0 : config_find(settings, section, "board", &own, &error);

	if (r == 0 && (given || own)) {
		r = board_load(given ? given : own, ret, &error);
	} else if (r == -ENOENT) {
		return CTL_OK; /* a computer without that program has none */
	}
	if (r < 0) {
		say_wrong("%s\n", error);
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

int board_run_check(struct ctl *ctl)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_(gpio_facts_done) struct gpio_facts gpio = {.n_chips = 0};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct printer_place place;
	struct machine machine;
	int faults = 0;
	int r = board_find(ctl, &board);

	if (r != CTL_OK) {
		return r;
	}
	machine_scan("/sys", &machine);
#if LAYSO_GPIO
	if (gpio_scan(&gpio) < 0) {
		textbuf_add(&out, "/dev cannot be read\n");
	}
#endif
	board_describe(&machine, &gpio, ctl_value(ctl, "--lines"), &out);
	if (board) {
		printer_place_check(&board->printer, "", &place);
		faults = board_compare(board, &machine, &gpio, &place, &out);
		textbuf_printf(&out, faults > 0 ? "%d of them not ok\n" : "all ok\n", faults);
	} else {
		textbuf_add(&out,
			"Name a board to compare this with: layso board check --board NAME\n");
	}
	say("%s", out.data);
	return faults > 0 ? CTL_REFUSED : CTL_OK;
}
