/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "ctl/ctl-board.h"

struct fixture {
	struct gpio_facts gpio;
	struct machine machine;
	struct textbuf out;
};

static void name(struct gpio_chip_facts *chip, int offset, const char *text, const char *consumer)
{
	struct gpio_line_facts *line = &chip->lines[offset];

	(void)text_copy(line->name, sizeof(line->name), text);
	(void)text_copy(line->consumer, sizeof(line->consumer), consumer);
	line->used = *consumer != '\0';
}

/* Of a printer on USB, or none. */
static const struct printer_place no_place = {.verdict = ""};

static struct board_verdict verdict;

/* How many parts are not ok. */
static int compare(
	struct fixture *fixture, const struct board *board, const struct printer_place *place)
{
	board_compare(board, &fixture->machine, &fixture->gpio, place, "", &fixture->out, &verdict);
	return verdict.faults;
}

/* A machine with a chip of four lines, a printer, a screen of two, a keyboard and a touch screen.
 */
static int set_up(void **state)
{
	struct fixture *fixture = memory_new(1, sizeof(*fixture));
	struct gpio_chip_facts *chip = &fixture->gpio.chips[0];

	*state = fixture;
	fixture->gpio.n_chips = 1;
	*chip = (struct gpio_chip_facts){.path = "/dev/gpiochip0", .label = "chip", .n_lines = 4};
	chip->lines = memory_new(4, sizeof(chip->lines[0]));
	name(chip, 0, "FREE", "");
	name(chip, 1, "OURS", "layso-panel 123");
	name(chip, 2, "THEIRS", "sysfs");
	fixture->machine = (struct machine){
		.n_printers = 1,
		.printers = {{"1-1", "04b8:0e15", "EPSON TM-T20II"}},
		.n_screens = 2,
		.screens = {{"card0-HDMI-A-1", true}, {"card0-HDMI-A-2", false}},
		.n_inputs = 2,
		.inputs = {{"event0", "AT Keyboard", MACHINE_KEYBOARD},
			{"event1", "ILITEK", MACHINE_TOUCH}},
	};
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	gpio_facts_done(&fixture->gpio);
	textbuf_done(&fixture->out);
	free(fixture);
	return 0;
}

static struct board_line line(const char *chip, const char *line_name, int offset)
{
	struct board_line line = {.offset = offset, .line = 1};

	(void)text_copy(line.chip, sizeof(line.chip), chip);
	(void)text_copy(line.name, sizeof(line.name), line_name);
	return line;
}

static struct board new_board(void)
{
	static char board_name[] = "Test";
	static char file[] = "test.board";

	return (struct board){.name = board_name, .file = file};
}

static void what_was_found_is_one_thing_a_line(void **state)
{
	struct fixture *fixture = *state;

	board_describe(&fixture->machine, &fixture->gpio, true, &fixture->out);
	assert_string_equal(fixture->out.data,
		"GPIO chips:\n"
		"  /dev/gpiochip0  chip  4 lines\n"
		"       0  FREE                    \n"
		"       1  OURS                     used by layso-panel 123\n"
		"       2  THEIRS                   used by sysfs\n"
		"       3  -                       \n"
		"Printers on USB:\n"
		"  04b8:0e15  on port 1-1  EPSON TM-T20II\n"
		"Screens:\n"
		"  card0-HDMI-A-1  connected\n"
		"  card0-HDMI-A-2  not connected\n"
		"Touch, mice and keyboards:\n"
		"  event0  keyboard  AT Keyboard\n"
		"  event1  touch screen  ILITEK\n");
}

static void each_line_of_the_board_is_judged(void **state)
{
	struct fixture *fixture = *state;
	struct board board = new_board();

	(void)text_copy(board.panel.driver, sizeof(board.panel.driver), "gpio");
	board.n_buttons = 3;
	(void)text_copy(board.buttons[0].name, sizeof(board.buttons[0].name), "A");
	(void)text_copy(board.buttons[1].name, sizeof(board.buttons[1].name), "B");
	(void)text_copy(board.buttons[2].name, sizeof(board.buttons[2].name), "C");
	board.buttons[0].at = line("", "FREE", 0);
	board.buttons[0].lamp = line("chip", "", 1);
	board.buttons[1].at = line("", "THEIRS", 0);
	board.buttons[2].at = line("chip", "", 4);
	board.n_lamps = 1;
	(void)text_copy(board.lamps[0].name, sizeof(board.lamps[0].name), "red");
	board.lamps[0].at = line("", "NOWHERE", 0);
	assert_int_equal(compare(fixture, &board, &no_place), 3);
	assert_string_equal(fixture->out.data,
		"Test (test.board):\n"
		"  button A               FREE                     ok\n"
		"  its lamp A             chip:1                   ok: in use by the kiosk\n"
		"  button B               THEIRS                   busy: in use by sysfs\n"
		"  button C               chip:4                   missing\n"
		"  lamp red               NOWHERE                  missing\n");
}

static void a_name_that_stands_twice_is_ambiguous(void **state)
{
	struct fixture *fixture = *state;
	struct board board = new_board();

	(void)text_copy(board.panel.driver, sizeof(board.panel.driver), "gpio");
	board.n_lamps = 1;
	board.lamps[0].at = line("", "FREE", 0);
	name(&fixture->gpio.chips[0], 3, "FREE", "");
	assert_int_equal(compare(fixture, &board, &no_place), 1);
	assert_non_null(strstr(fixture->out.data, "ambiguous"));
}

static void a_second_screen_needs_a_second_display(void **state)
{
	struct fixture *fixture = *state;
	struct board board = new_board();

	(void)text_copy(board.printer.driver, sizeof(board.printer.driver), "usb");
	board.kiosk = (struct screen_settings){.driver = "drm", .touch = true};
	board.hall = (struct screen_settings){.driver = "drm"};
	assert_int_equal(compare(fixture, &board, &no_place), 1);
	assert_non_null(strstr(fixture->out.data, "ok: 04b8:0e15\n"));
	assert_non_null(strstr(fixture->out.data, "missing: no display is connected for it\n"));
	fixture->machine.screens[1].connected = true;
	assert_int_equal(compare(fixture, &board, &no_place), 0);
	fixture->machine.n_inputs = 1;
	fixture->machine.n_printers = 0;
	assert_int_equal(compare(fixture, &board, &no_place), 2);
}

static void a_printer_elsewhere_than_on_usb_is_judged(void **state)
{
	static const struct printer_place good = {"ok", "9600 8N1"};
	static const struct printer_place bad = {"missing", "is the adapter plugged in?"};
	struct fixture *fixture = *state;
	struct board board = new_board();

	(void)text_copy(board.printer.driver, sizeof(board.printer.driver), "serial");
	(void)text_copy(board.printer.path, sizeof(board.printer.path), "/dev/ttyS0");
	assert_int_equal(compare(fixture, &board, &good), 0);
	assert_non_null(strstr(fixture->out.data, "/dev/ttyS0               ok: 9600 8N1\n"));
	assert_int_equal(compare(fixture, &board, &bad), 1);
	assert_non_null(strstr(fixture->out.data, "missing: is the adapter plugged in?\n"));
}

static void a_chip_that_may_not_be_opened_is_said(void **state)
{
	struct fixture *fixture = *state;

	fixture->gpio.chips[0].error = -EACCES;
	board_describe(&fixture->machine, &fixture->gpio, false, &fixture->out);
	assert_non_null(strstr(
		fixture->out.data, "  /dev/gpiochip0  cannot be opened: Permission denied\n"));
}

static void lines_of_which_nobody_can_tell_are_neither_ok_nor_missing(void **state)
{
	struct fixture *fixture = *state;
	struct board board = new_board();

	(void)text_copy(board.panel.driver, sizeof(board.panel.driver), "gpio");
	board.n_lamps = 1;
	board.lamps[0].at = line("", "NOWHERE", 0);
	/* Without libgpiod. */
	board_compare(&board, &fixture->machine, NULL, &no_place, "", &fixture->out, &verdict);
	assert_int_equal(verdict.untold, 1);
	assert_int_equal(board_conclude(&verdict, &fixture->out), CTL_UNTOLD);
	assert_non_null(strstr(fixture->out.data, "cannot tell: this build has no libgpiod 2\n"));
	assert_null(strstr(fixture->out.data, "all ok"));
	/* A chip that may not be opened could have it. */
	fixture->gpio.chips[0].error = -EACCES;
	assert_int_equal(compare(fixture, &board, &no_place), 0);
	assert_int_equal(verdict.untold, 1);
	assert_non_null(strstr(fixture->out.data,
		"cannot tell: /dev/gpiochip0 cannot be opened: Permission denied\n"));
	/* What is wrong goes before what cannot be told. */
	verdict = (struct board_verdict){.faults = 1, .untold = 1};
	assert_int_equal(board_conclude(&verdict, &fixture->out), CTL_REFUSED);
	verdict = (struct board_verdict){0};
	assert_int_equal(board_conclude(&verdict, &fixture->out), CTL_OK);
}

static void a_printer_that_another_program_has_is_busy(void **state)
{
	static const struct printer_place serial = {"ok", "9600 8N1"};
	struct fixture *fixture = *state;
	struct board board = new_board();

	(void)text_copy(board.printer.driver, sizeof(board.printer.driver), "serial");
	board_compare(&board, &fixture->machine, &fixture->gpio, &serial, "minicom (12)",
		&fixture->out, &verdict);
	assert_int_equal(verdict.faults, 1);
	assert_non_null(strstr(fixture->out.data, "busy: in use by minicom (12); 9600 8N1\n"));
	(void)text_copy(board.printer.driver, sizeof(board.printer.driver), "usb");
	board_compare(&board, &fixture->machine, &fixture->gpio, &no_place, "layso-kioskd (7)",
		&fixture->out, &verdict);
	assert_int_equal(verdict.faults, 0);
	assert_non_null(strstr(fixture->out.data, "ok: in use by layso-kioskd (7); 04b8:0e15\n"));
}

#define board_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		board_test(what_was_found_is_one_thing_a_line),
		board_test(each_line_of_the_board_is_judged),
		board_test(a_name_that_stands_twice_is_ambiguous),
		board_test(a_second_screen_needs_a_second_display),
		board_test(a_printer_elsewhere_than_on_usb_is_judged),
		board_test(a_chip_that_may_not_be_opened_is_said),
		board_test(lines_of_which_nobody_can_tell_are_neither_ok_nor_missing),
		board_test(a_printer_that_another_program_has_is_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
