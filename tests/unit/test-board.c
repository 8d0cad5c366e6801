/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <glob.h>
#include <linux/input-event-codes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "boards/board.h"

/* Loads text as a board file; *ret_error is the message without the path. */
static int load(const char *text, struct board **ret, char **ret_error)
{
	char path[] = "/tmp/layso-board-XXXXXX";
	_cleanup_free_ char *error = NULL;
	int fd = mkstemp(path);
	int r;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	r = board_load(path, ret, &error);
	(void)unlink(path);
	if (r < 0) {
		assert_non_null(error);
		assert_memory_equal(error, path, strlen(path));
		*ret_error = text_dup(error + strlen(path));
	}
	return r;
}

static void every_board_in_the_tree_loads(void **state)
{
	_cleanup_free_ char *pattern = text_printf("%s/boards/*.board", TEST_ROOT);
	glob_t found;

	(void)state;
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		_cleanup_(board_freep) struct board *board = NULL;
		_cleanup_free_ char *error = NULL;
		int r = board_load(found.gl_pathv[i], &board, &error);

		if (r < 0) {
			fail_msg("%s", error);
		}
		assert_true(strlen(board->name) > 0);
	}
	globfree(&found);
}

/* Whether a comment of the file has both the name and the line, as its wiring table does. */
static bool is_in_table(const char *file, const char *name, const struct board_line *line)
{
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *gpio = text_printf("GPIO%d", line->offset);
	_cleanup_free_ char *offset = text_printf(" %d ", line->offset);
	char *rest = NULL;

	assert_int_equal(text_read_file(file, 65536, &text, NULL), 0);
	for (char *row = strtok_r(text, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest)) {
		const char *at = *row == '#' ? strstr(row, name) : NULL;

		if (at && *line->name && strstr(at, line->name)) {
			return true;
		}
		if (at && !*line->name && (strstr(at, gpio) || strstr(at, offset))) {
			return true;
		}
	}
	return false;
}

static void every_wiring_table_names_its_lines(void **state)
{
	static const char *const names[] = {"beaglebone-black", "raspberry-pi-4",
		"raspberry-pi-4-keypad", "raspberry-pi-5", "virtual"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_free_ char *path = text_printf("%s/boards/%s.board", TEST_ROOT, names[i]);
		_cleanup_(board_freep) struct board *board = NULL;

		assert_int_equal(board_load(path, &board, NULL), 0);
		assert_string_equal(board->panel.driver, "gpio");
		assert_true(board->n_buttons > 0);
		for (int b = 0; b < board->n_buttons; b++) {
			const struct board_button *button = &board->buttons[b];

			assert_true(is_in_table(path, button->name, &button->at));
			assert_true(!button->lamp.line ||
				is_in_table(path, button->name, &button->lamp));
		}
	}
}

static void a_name_is_looked_up_in_the_data_folder(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	(void)setenv("LAYSO_DATADIR", TEST_ROOT, 1);
	assert_int_equal(board_load("sim", &board, &error), 0);
	assert_true(board->printer.driver[0] && board->panel.driver[0]);
	assert_true(board->kiosk.driver[0] && board->hall.driver[0]);
	assert_int_equal(board->printer.width_dots, 576);
	assert_string_equal(board->kiosk.name, "kiosk");
	assert_string_equal(board->hall.name, "hall");
	assert_int_equal(board->kiosk.width, 1280);
	assert_int_equal(board->kiosk.beside_width, 1920);
	assert_int_equal(board->hall.beside_height, 800);
	assert_true(board->hall.is_second && !board->kiosk.is_second);
	assert_true(board->journeys.tickets && board->journeys.lookup);
	assert_true(board->kiosk.touch);
	assert_false(board->hall.touch);
	assert_string_equal(board->hall_sound.driver, "sim");
	assert_int_equal(board->hall_sound.volume_percent, 80);
	assert_int_equal(board_load("no-such-board", &board, NULL), -ENOENT);
	(void)unsetenv("LAYSO_DATADIR");
}

static void buttons_say_what_they_do(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(load("[board]\nname = Test\n[panel]\ndriver = sim\n"
			      "[button 1]\ndoes = take A regular\n"
			      "[button 2]\ndoes =  take  land  priority elderly\n"
			      "[button 3]\ndoes = counter 12 call-next\n"
			      "[button 4]\ndoes = language en\n",
				 &board, &error),
		0);
	assert_int_equal(board->n_buttons, 4);
	assert_int_equal(board->buttons[0].does, BOARD_TAKE);
	assert_string_equal(board->buttons[0].service, "A");
	assert_false(board->buttons[0].priority);
	assert_string_equal(board->buttons[1].service, "land");
	assert_true(board->buttons[1].priority);
	assert_string_equal(board->buttons[1].reason, "elderly");
	assert_int_equal(board->buttons[2].does, BOARD_COUNTER);
	assert_int_equal(board->buttons[2].counter, 12);
	assert_string_equal(board->buttons[2].move, "call-next");
	assert_int_equal(board->buttons[3].does, BOARD_LANGUAGE);
	assert_string_equal(board->buttons[3].language, "en");
	assert_int_equal(board->buttons[3].line, 11);
}

static void what_is_not_named_is_missing_or_usual(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(
		load("[board]\nname = Test\n[printer]\ndriver = sim\n", &board, &error), 0);
	assert_false(board->panel.driver[0] || board->kiosk.driver[0] || board->hall.driver[0]);
	assert_int_equal(board->printer.width_dots, 0);
	assert_int_equal(board->printer.dpi, 0);
	assert_int_equal(board->printer.cut, -1);
	assert_int_equal(board->printer.feed_dots, -1);
	assert_null(board->description);
}

static void the_volume_has_times_of_the_day(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(load("[board]\nname = T\n[sound hall]\ndriver = alsa\ndevice = PCH,3\n"
			      "volume_at = 06:30 60, 11:30 30,13:00 65\ndigits = yes\n",
				 &board, &error),
		0);
	assert_string_equal(board->hall_sound.device, "PCH,3");
	assert_int_equal(board->hall_sound.n_volumes, 3);
	assert_int_equal(board->hall_sound.volume[1].minute, 690);
	assert_int_equal(board->hall_sound.volume[2].percent, 65);
	assert_true(board->hall_sound.digits);
	assert_string_equal(board->kiosk_sound.driver, "");
}

static void the_halls_screen_has_a_timetable(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_(board_freep) struct board *always = NULL;

	(void)state;
	assert_int_equal(load("[board]\nname = T\n[screen hall]\ndriver = drm\noff_after_s = 60\n"
			      "on_at = mon-fri 06:30-17:30,sat  7:00-12:00, 20:00-24:00, sun-sun "
			      "00:00-00:01\n",
				 &board, NULL),
		0);
	assert_int_equal(board->hall.n_on, 4);
	assert_int_equal(board->hall.on[0].days, 0x1f);
	assert_int_equal(board->hall.on[0].from, 390);
	assert_int_equal(board->hall.on[0].until, 1050);
	assert_int_equal(board->hall.on[1].days, 0x20);
	assert_int_equal(board->hall.on[1].from, 420);
	assert_int_equal(board->hall.on[2].days, 0x7f);
	assert_int_equal(board->hall.on[2].until, 1440);
	assert_int_equal(board->hall.on[3].days, 0x40);
	assert_int_equal(board->hall.off_after_s, 60);
	assert_true(board->hall.cec);
	assert_int_equal(
		load("[board]\nname = T\n[screen hall]\ndriver = drm\ncec = no\n", &always, NULL),
		0);
	assert_false(always->hall.cec);
	assert_int_equal(always->hall.n_on, 0);
	assert_int_equal(always->hall.off_after_s, 300);
}

static void a_kiosk_takes_numbers_unless_it_says_otherwise(void **state)
{
	static const struct {
		const char *line;
		bool tickets, lookup;
	} cases[] = {{"", true, false}, {"journeys = tickets, lookup\n", true, true},
		{"journeys = lookup tickets\n", true, true}, {"journeys = lookup\n", false, true}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(board_freep) struct board *board = NULL;
		_cleanup_free_ char *error = NULL;
		_cleanup_free_ char *text = text_printf(
			"[board]\nname = Test\n[screen kiosk]\ndriver = sim\n%s", cases[i].line);

		assert_int_equal(load(text, &board, &error), 0);
		assert_true(board->journeys.tickets == cases[i].tickets);
		assert_true(board->journeys.lookup == cases[i].lookup);
	}
}

static void a_halls_screen_shows_calls_unless_it_is_a_board(void **state)
{
	static const char *const lines[] = {"", "shows = calls\n", "shows = board\n"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(lines); i++) {
		_cleanup_(board_freep) struct board *board = NULL;
		_cleanup_free_ char *text = text_printf(
			"[board]\nname = Test\n[screen hall]\ndriver = sim\n%s", lines[i]);

		assert_int_equal(load(text, &board, NULL), 0);
		assert_true(board->hall_is_board == (i == 2));
	}
}

static void a_screens_diagonal_has_tenths(void **state)
{
	static const char text[] = "[board]\nname = T\n[screen kiosk]\ndriver = drm\n"
				   "diagonal_inch = 10.1\n[screen hall]\ndriver = drm\n"
				   "diagonal_inch = 43\n";
	_cleanup_(board_freep) struct board *board = NULL;

	(void)state;
	assert_int_equal(load(text, &board, NULL), 0);
	assert_float_equal(board->kiosk.diagonal_inch, 10.1, 1e-9);
	assert_float_equal(board->hall.diagonal_inch, 43, 1e-9);
}

static void simulated_paths_stand_in_the_simulators_folder(void **state)
{
	static const char text[] = "[board]\nname = T\n[printer]\ndriver = sim\n[panel]\n"
				   "driver = sim\npath = other.sock\n[screen hall]\ndriver = sim\n"
				   "[screen kiosk]\ndriver = sim\npath = /a/b\n";
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_(board_freep) struct board *elsewhere = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	(void)unsetenv("LAYSO_SIM_DIR");
	assert_int_equal(load(text, &board, &error), 0);
	assert_string_equal(board->printer.path, "/run/layso/sim/printer.sock");
	assert_string_equal(board->panel.path, "/run/layso/sim/other.sock");
	assert_string_equal(board->hall.path, "/run/layso/sim");
	assert_string_equal(board->kiosk.path, "/a/b");
	(void)setenv("LAYSO_SIM_DIR", "/tmp/here", 1);
	assert_int_equal(load(text, &elsewhere, &error), 0);
	(void)unsetenv("LAYSO_SIM_DIR");
	assert_string_equal(elsewhere->printer.path, "/tmp/here/printer.sock");
}

static void a_daemon_gets_a_board_that_has_its_part(void **state)
{
	char path[] = "/tmp/layso-board-XXXXXX";
	static const char text[] = "[board]\nname = T\n[panel]\ndriver = sim\n";
	int fd = mkstemp(path);
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_(board_freep) struct board *kiosk = NULL;
	struct board *hall = NULL;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	assert_int_equal(board_load_for(BOARD_NEEDS_NOTHING, path, &board), 0);
	assert_int_equal(board_load_for(BOARD_NEEDS_KIOSK, path, &kiosk), 0);
	assert_int_equal(board_load_for(BOARD_NEEDS_HALL, path, &hall), -EINVAL);
	(void)unlink(path);
	assert_null(hall);
	assert_int_equal(board_load_for(BOARD_NEEDS_HALL, path, &hall), -ENOENT);
}

#define GPIO_HEAD "[board]\nname = a\n[panel]\ndriver = gpio\n"

static void lines_are_named_or_numbered(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;
	char text[BOARD_LINE_TEXT];

	(void)state;
	assert_int_equal(
		load(GPIO_HEAD "chip = pinctrl-x\nbias = none\npressed = high\nlit = low\n"
			       "debounce_ms = 35\n"
			       "[button 1]\ndoes = counter 3 next\nline = 17\nlamp = other:4\n"
			       "[button 2]\ndoes = rate 3 5\nline = \"P9_22 [spi0_sclk]\"\n"
			       "[button 3]\ndoes = counter 3 open-close\nline = GPIO27\n"
			       "[counter 3]\nstaff = quay-3\n",
			&board, &error),
		0);
	assert_string_equal(board->buttons[0].at.chip, "pinctrl-x");
	assert_string_equal(board->buttons[0].at.name, "");
	assert_int_equal(board->buttons[0].at.offset, 17);
	assert_string_equal(board->buttons[0].lamp.chip, "other");
	assert_int_equal(board->buttons[0].lamp.offset, 4);
	assert_string_equal(board->buttons[1].at.name, "P9_22 [spi0_sclk]");
	assert_string_equal(board->buttons[1].at.chip, "pinctrl-x");
	assert_int_equal(board->buttons[1].lamp.line, 0);
	assert_int_equal(board->buttons[1].does, BOARD_RATE);
	assert_int_equal(board->buttons[1].counter, 3);
	assert_int_equal(board->buttons[1].score, 5);
	assert_string_equal(board->buttons[2].at.name, "GPIO27");
	assert_int_equal(board->panel.bias, PANEL_NO_PULL);
	assert_true(board->panel.pressed_high && board->panel.lit_low);
	assert_int_equal(board->panel.debounce_ms, 35);
	assert_int_equal(board->panel.n_buttons, 3);
	assert_string_equal(board->panel.button[1], "2");
	assert_string_equal(board->panel.button_line[1].name, "P9_22 [spi0_sclk]");
	assert_string_equal(board->panel.lamp_line[0].chip, "other");
	assert_int_equal(board->panel.lamp_line[0].offset, 4);
	assert_int_equal(board->n_counters, 1);
	assert_int_equal(board->counters[0].number, 3);
	assert_string_equal(board->counters[0].staff, "quay-3");
	board_line_text(&board->buttons[0].at, text);
	assert_string_equal(text, "pinctrl-x:17");
	board_line_text(&board->buttons[2].at, text);
	assert_string_equal(text, "GPIO27");
}

static void keys_for_who_listens_need_a_loudspeaker(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL, *silent = NULL;
	static const char keys[] = GPIO_HEAD "chip = pinctrl-x\n"
					     "[button 1]\ndoes = speech back\nline = 1\n"
					     "[button 2]\ndoes = speech quieter\nline = 2\n";
	_cleanup_free_ char *with_sound = text_printf("%s[sound kiosk]\ndriver = sim\n", keys);

	(void)state;
	assert_int_equal(load(with_sound, &board, &error), 0);
	assert_int_equal(board->buttons[0].does, BOARD_SPEECH);
	assert_int_equal(board->buttons[0].speech, BOARD_SPEECH_BACK);
	assert_string_equal(board_speech_name(board->buttons[1].speech), "quieter");
	board_free(TAKE_PTR(board));
	assert_int_equal(load(keys, &board, &silent), -EINVAL);
	assert_non_null(strstr(silent, "no [sound kiosk]"));
}

static void a_keypad_has_keys_of_the_kernels(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	static const char *const wrong[][2] = {
		{"back = KEY_LEFT\nforward = KEY_RIGHT\nchoose = KEY_NOWHERE\n", "KEY_LEFT, or"},
		{"back = KEY_LEFT\nforward = KEY_LEFT\nchoose = KEY_ENTER\n", "two things"},
		{"back = KEY_LEFT\nforward = KEY_RIGHT\n", "choose"},
	};
	static const char *const right = "back = KEY_LEFT\nforward = 106\nchoose = KEY_ENTER\n";
	static const char *const head = "[board]\nname = a\n[keypad kiosk]\ndevice = Storm\n";
	_cleanup_free_ char *good = text_printf("%s%s[sound kiosk]\ndriver = sim\n", head, right);
	_cleanup_free_ char *silent = text_printf("%s%s", head, right);
	_cleanup_free_ char *error = NULL, *unheard = NULL;

	(void)state;
	assert_int_equal(load(good, &board, &error), 0);
	assert_string_equal(board->keypad.device, "Storm");
	assert_int_equal(board->keypad.code[BOARD_SPEECH_FORWARD], KEY_RIGHT);
	assert_int_equal(board->keypad.code[BOARD_SPEECH_CHOOSE], KEY_ENTER);
	assert_int_equal(board->keypad.code[BOARD_SPEECH_HELP], 0);
	board_free(TAKE_PTR(board));
	assert_int_equal(load(silent, &board, &unheard), -EINVAL);
	assert_non_null(strstr(unheard, "no [sound kiosk]"));
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		_cleanup_free_ char *text =
			text_printf("%s%s[sound kiosk]\ndriver = sim\n", head, wrong[i][0]);
		_cleanup_free_ char *why = NULL;

		assert_int_equal(load(text, &board, &why), -EINVAL);
		assert_non_null(strstr(why, wrong[i][1]));
	}
}

static void lamps_say_what_they_show(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(load("[board]\nname = a\n[panel]\ndriver = sim\n"
			      "[lamp red]\nshows = status trouble\n"
			      "[lamp roof]\nshows = counter 12\nline = a:0\n",
				 &board, &error),
		0);
	assert_int_equal(board->n_lamps, 2);
	assert_int_equal(board->panel.n_lights, 2);
	assert_string_equal(board->panel.light[1], "roof");
	assert_string_equal(board->panel.lamp_line[1].chip, "a");
	assert_int_equal(board->lamps[0].counter, 0);
	assert_true(board->lamps[0].only);
	assert_int_equal(board->lamps[0].sign, BOARD_SIGN_TROUBLE);
	assert_int_equal(board->lamps[1].counter, 12);
	assert_false(board->lamps[1].only);
	assert_int_equal(board->panel.bias, PANEL_PULL_UP);
	assert_false(board->panel.pressed_high || board->panel.lit_low);
	assert_int_equal(board->panel.debounce_ms, 20);
}

static void a_printer_says_which_keys_were_given(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(load("[board]\nname = a\n[printer]\ndriver = usb\nmodel = epson-tm-t20\n"
			      "cut = no\ndpi = 180\n",
				 &board, &error),
		0);
	assert_string_equal(board->printer.driver, "usb");
	assert_string_equal(board->printer.model, "epson-tm-t20");
	assert_int_equal(board->printer.cut, 0);
	assert_int_equal(board->printer.dpi, 180);
	assert_int_equal(board->printer.width_dots, 0);
	assert_int_equal(board->printer.feed_dots, -1);
}

static void a_printer_may_be_on_a_serial_line_or_in_the_network(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_(board_freep) struct board *other = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(load("[board]\nname = a\n[printer]\ndriver = serial\n"
			      "path = /dev/serial/by-id/usb-x-port0\nbaud = 115200\n"
			      "parity = even\nflow = xon-xoff\n",
				 &board, &error),
		0);
	assert_string_equal(board->printer.driver, "serial");
	assert_string_equal(board->printer.path, "/dev/serial/by-id/usb-x-port0");
	assert_int_equal(board->printer.baud, 115200);
	assert_int_equal(board->printer.parity, PRINTER_PARITY_EVEN);
	assert_int_equal(board->printer.flow, PRINTER_FLOW_XON_XOFF);
	assert_int_equal(load("[board]\nname = a\n[printer]\ndriver = network\n"
			      "path = 192.168.1.50:9101\nmodel = epson-tm-t20\n",
				 &other, &error),
		0);
	assert_string_equal(other->printer.driver, "network");
	assert_string_equal(other->printer.path, "192.168.1.50:9101");
	assert_int_equal(other->printer.flow, PRINTER_FLOW_UNSET);
}

static const struct wrong_file {
	const char *text;
	const char *error; /* its beginning, from the line number on */
} wrong_files[] = {
	{"", ":1: [board] has no 'name'"},
	{"[board]\ndescription = x", ":1: [board] has no 'name'"},
	{"[board]\nname =", ":2: the value is empty"},
	{"[board]\nname = a\nname = b", ":3: the key 'name' stands here twice"},
	{"[board]\nname = a\n[board]\nname = b", ":4: the key 'name' stands here twice"},
	{"[board]\nname = a\ncolour = b",
		":3: unknown key 'colour' in [board]; there is name, description"},
	{"[board x]\nname = a", ":1: unknown section [board x]"},
	{"[board]\nname = a\n[drawer]", ":3: unknown section [drawer]"},
	{"[board]\nname = a\n[screen]", ":3: unknown section [screen]"},
	{"[board]\nname = a\n[screen roof]", ":3: unknown section [screen roof]"},
	{"[board]\nname = a\n\n[printer]\ncut = no", ":4: [printer] has no 'driver'"},
	{"[board]\nname = a\n[printer]\ndriver = lpt",
		":4: 'lpt' is none of sim, usb, serial, network"},
	{"[board]\nname = a\n[printer]\ndriver = serial\npath = /dev/ttyS0\nbaud = 9600",
		":4: a serial printer needs 'path'"},
	{"[board]\nname = a\n[printer]\ndriver = serial\npath = ttyS0\nbaud = 9600\nflow = none",
		":4: a serial printer needs 'path'"},
	{"[board]\nname = a\n[printer]\ndriver = serial\npath = /dev/ttyS0\nflow = none",
		":4: a serial printer needs 'path'"},
	{"[board]\nname = a\n[printer]\ndriver = usb\nflow = none",
		":4: 'baud', 'parity' and 'flow' are for"},
	{"[board]\nname = a\n[printer]\ndriver = network\npath = 1.2.3.4\nbaud = 9600",
		":4: 'baud', 'parity' and 'flow' are for"},
	{"[board]\nname = a\n[printer]\ndriver = network", ":4: a network printer needs its"},
	{"[board]\nname = a\n[printer]\ndriver = network\npath = 1.2.3.4:99999",
		":4: a network printer needs its"},
	{"[printer]\nbaud = 9601", ":2: '9601' is none of 2400, 4800"},
	{"[printer]\nparity = mark", ":2: 'mark' is none of none, even, odd"},
	{"[printer]\nflow = dtr", ":2: 'dtr' is none of none, rts-cts, xon-xoff"},
	{"[printer]\nwidth_dots = 383", ":2: '383' is not a whole number from 384 to 640"},
	{"[printer]\ndpi = 200", ":2: '200' is none of 180, 203"},
	{"[printer]\ncut = maybe", ":2: 'maybe' is neither yes nor no"},
	{"[printer]\nfeed_dots = 801", ":2: '801' is not a whole number from 0 to 800"},
	{"[screen hall]\nrotation = 45", ":2: '45' is none of 0, 90, 180, 270"},
	{"[screen kiosk]\ntop_mm = -1", ":2: '-1' is not a whole number from 0 to 4000"},
	{"[screen kiosk]\ndiagonal_inch = 4",
		":2: '4' is not a number from 5 to 120, such as 10 or 10.1"},
	{"[screen kiosk]\ndiagonal_inch = 120.1", ":2: '120.1' is not a number from 5 to 120"},
	{"[screen kiosk]\ndiagonal_inch = 10.15", ":2: '10.15' is not a number"},
	{"[screen kiosk]\ndiagonal_inch = 10.", ":2: '10.' is not a number"},
	{"[screen kiosk]\ndiagonal_inch = .1", ":2: '.1' is not a number"},
	{"[screen kiosk]\ndiagonal_inch = 10,1", ":2: '10,1' is not a number"},
	{"[screen kiosk]\ndiagonal_inch = -9", ":2: '-9' is not a number"},
	{"[screen kiosk]\ndiagonal_inch = 4294967306", ":2: '4294967306' is not a number"},
	{"[screen hall]\nwidth = x", ":2: 'x' is not a whole number"},
	{"[screen kiosk]\non_at = 06:30-17:30", ":2: unknown key 'on_at' in [screen kiosk]"},
	{"[screen hall]\noff_after_s = 0", ":2: '0' is not a whole number from 1 to 7200"},
	{"[screen kiosk]\njourneys =", ":2: expected 'tickets', 'lookup', or 'tickets, lookup'"},
	{"[screen kiosk]\njourneys = news", ":2: 'news' is neither tickets nor lookup"},
	{"[screen kiosk]\njourneys = lookup, lookup", ":2: 'lookup' stands here twice"},
	{"[screen hall]\njourneys = lookup", ":2: "},
	{"[screen hall]\nshows = news", ":2: "},
	{"[screen kiosk]\nshows = board", ":2: "},
	{"[board]\nname = x\n[screen kiosk]\ndriver = sim\ntouch = no\njourneys = lookup",
		":6: procedures are looked up by touch, but the screen has 'touch = no'"},
	{"[board]\nname = x\n[panel]\ndriver = sim\n[button A]\ndoes = take A regular\n"
	 "[screen kiosk]\ndriver = sim\njourneys = lookup",
		":5: a button that takes a number, but the kiosk's journeys have no 'tickets'"},
	{"[screen hall]\non_at =", ":2: expected 'mon-fri 06:30-17:30, sat 07:00-12:00'"},
	{"[screen hall]\non_at = 06:30", ":2: '06:30' is not a time like"},
	{"[screen hall]\non_at = 06:30-25:00", ":2: '06:30-25:00' is not a time like"},
	{"[screen hall]\non_at = 06:30-24:01", ":2: '06:30-24:01' is not a time like"},
	{"[screen hall]\non_at = 06:30-17:30h", ":2: '06:30-17:30h' is not a time like"},
	{"[screen hall]\non_at = 06:30-17:30, 22:00-02:00",
		":2: ' 22:00-02:00' ends before it begins"},
	{"[screen hall]\non_at = fri-mon 06:30-17:30", ":2: 'fri-mon 06:30-17:30' is not a time"},
	{"[screen hall]\non_at = monday 06:30-17:30", ":2: 'monday 06:30-17:30' is not a time"},
	{"[screen hall]\non_at = mon fri 06:30-17:30", ":2: 'mon fri 06:30-17:30' is not a time"},
	{"[sound hall]\nvolume_percent = 101", ":2: '101' is not a whole number from 0 to 100"},
	{"[sound hall]\nvolume_at = 06:30", ":2: '06:30' is not a time and a volume"},
	{"[sound hall]\nvolume_at = 24:00 5", ":2: '24:00 5' is not a time and a volume"},
	{"[sound hall]\nvolume_at = 6:30 60%", ":2: '6:30 60%' is not a time and a volume"},
	{"[sound hall]\nvolume_at = 11:30 30, 06:30 60", ":2: the times must follow each other"},
	{"[sound hall]\nvolume_at =", ":2: expected '06:30 60, 11:30 30'"},
	{"[sound roof]\ndriver = sim", ":1: unknown section [sound roof]"},
	{"[button]\n", ":1: '' is not a name of 1 to 31 letters"},
	{"[button 1]\ndoes = language vi\n[button 1]\n", ":3: [button 1] stands here twice"},
	{"[button 1]\nwire = 4", ":2: unknown key 'wire' in [button 1]; there is does, line, lamp"},
	{"[button 1]\nline =", ":2: expected a line's NAME, LABEL:OFFSET or OFFSET"},
	{"[button 1]\nline = a b", ":2: expected a line's NAME"},
	{"[button 1]\nline = :4", ":2: expected a line's NAME"},
	{"[button 1]\nline = chip:x", ":2: 'x' is not a whole number from 0 to 1023"},
	{"[button 1]\nline = \"a", ":2: '\"a' is not a name in quotes"},
	{"[button 1]\nline = \"\"", ":2: '\"\"' is not a name in quotes"},
	{"[button 1]\nline = \"12345678901234567890123456789012\"",
		":2: a line's name has at most 31"},
	{"[button 1]\nlamp = 1\nlamp = 2", ":3: the key 'lamp' stands here twice"},
	{"[button 1]\ndoes = counter 1 next-call", ":2: 'next-call' is not one of"},
	{"[button 1]\ndoes = rate 1", ":2: expected 'rate NUMBER SCORE'"},
	{"[button 1]\ndoes = rate 1 6", ":2: '6' is not a whole number from 1 to 5"},
	{"[lamp]\n", ":1: '' is not a name of 1 to 31 letters"},
	{"[lamp a]\nshows = status\n[lamp a]\n", ":3: [lamp a] stands here twice"},
	{"[lamp a]\nlamp = 4", ":2: unknown key 'lamp' in [lamp a]; there is shows, line"},
	{"[lamp a]\nshows = mood", ":2: expected 'status [SIGN]'"},
	{"[lamp a]\nshows = status busy", ":2: 'busy' is none of ready, working"},
	{"[lamp a]\nshows = counter", ":2: expected 'status [SIGN]'"},
	{"[lamp a]\nshows = counter 0", ":2: '0' is not a whole number from 1 to 99"},
	{"[lamp a]\nshows = status\nshows = status", ":3: the key 'shows' stands"},
	{"[counter]\n", ":1: '' is not a whole number from 1 to 99"},
	{"[counter 3]\n[counter 3]\n", ":2: [counter 3] stands here twice"},
	{"[board]\nname = a\n[counter 3]\n[counter 03]\n", ":4: the counter stands here twice"},
	{"[counter 3]\nstaff = a b", ":2: 'a b' is not a name of 1 to 31 letters"},
	{"[counter 3]\nservices = A", ":2: unknown key 'services' in [counter 3]; there is staff"},
	{"[panel]\nchip =", ":2: the value is empty"},
	{"[panel]\ndebounce_ms = 0", ":2: '0' is not a whole number from 1 to 200"},
	{"[panel]\nbias = up", ":2: 'up' is none of pull-up, pull-down, as-is, none"},
	{"[panel]\npressed = down", ":2: 'down' is none of low, high"},
	{"[printer]\nmodel = a b", ":2: 'a b' is not a name of 1 to 31 letters"},
	{"[board]\nname = a\n[lamp 1]\nshows = status", ":3: a lamp, but the board has"},
	{"[board]\nname = a\n[panel]\ndriver = gpio\n[lamp 1]\n", ":5: [lamp 1] has no 'shows'"},
	{GPIO_HEAD "[lamp 1]\nshows = status", ":5: the lamp has no 'line'"},
	{GPIO_HEAD "[button 1]\ndoes = language vi", ":5: the button has no 'line'"},
	{GPIO_HEAD "[button 1]\ndoes = language vi\nline = 4", ":7: an offset needs a chip"},
	{GPIO_HEAD "chip = x\n[button 1]\ndoes = language vi\nline = 4\nlamp = x:4",
		":9: this line is in use already"},
	{GPIO_HEAD "[button 1]\ndoes = language vi\nline = A\n[button 2]\n"
		   "does = language en\nline = \"A\"",
		":10: this line is in use already"},
	{"[button 1]\ndoes = jump", ":2: expected 'take …'"},
	{"[button 1]\ndoes =", ":2: expected 'take …'"},
	{"[button 1]\ndoes = take A", ":2: expected 'take SERVICE"},
	{"[button 1]\ndoes = take A return", ":2: expected 'take SERVICE"},
	{"[button 1]\ndoes = take A priority", ":2: the priority lane needs a reason"},
	{"[button 1]\ndoes = take A regular x", ":2: the regular lane takes no reason"},
	{"[button 1]\ndoes = take A priority x y z", ":2: expected 'take SERVICE"},
	{"[button 1]\ndoes = counter 100 recall", ":2: '100' is not a whole number"},
	{"[button 1]\ndoes = counter 1 fly", ":2: 'fly' is not one of a counter's keys"},
	{"[button 1]\ndoes = counter 1", ":2: expected 'counter NUMBER MOVE'"},
	{"[button 1]\ndoes = language", ":2: expected 'language CODE'"},
	{"[button 1]\ndoes = language vi\ndoes = language vi", ":3: the key 'does'"},
	{"[board]\nname = a\n[panel]\ndriver = sim\n[button 1]\n[button 2]\n"
	 "does = language vi",
		":5: [button 1] has no 'does'"},
	{"[board]\nname = a\n[button 1]\ndoes = language vi", ":3: a button, but"},
};

static void a_wrong_file_is_refused_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(wrong_files); i++) {
		const struct wrong_file *wrong = &wrong_files[i];
		_cleanup_(board_freep) struct board *board = NULL;
		_cleanup_free_ char *error = NULL;

		assert_int_equal(load(wrong->text, &board, &error), -EINVAL);
		assert_null(board);
		if (strncmp(error, wrong->error, strlen(wrong->error)) != 0) {
			fail_msg("expected '%s', got '%s'", wrong->error, error);
		}
	}
}

static void a_panel_has_a_greatest_number_of_buttons(void **state)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *error = NULL;

	(void)state;
	textbuf_add(&text, "[board]\nname = a\n[panel]\ndriver = sim\n");
	for (int i = 0; i < BOARD_BUTTONS_MAX; i++) {
		textbuf_printf(&text, "[button %d]\ndoes = language vi\n", i);
	}
	assert_int_equal(load(text.data, &board, &error), 0);
	assert_int_equal(board->n_buttons, BOARD_BUTTONS_MAX);
	board_free(TAKE_PTR(board));
	textbuf_add(&text, "[button last]\ndoes = language vi\n");
	assert_int_equal(load(text.data, &board, &error), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_board_in_the_tree_loads),
		cmocka_unit_test(every_wiring_table_names_its_lines),
		cmocka_unit_test(a_name_is_looked_up_in_the_data_folder),
		cmocka_unit_test(buttons_say_what_they_do),
		cmocka_unit_test(what_is_not_named_is_missing_or_usual),
		cmocka_unit_test(the_volume_has_times_of_the_day),
		cmocka_unit_test(the_halls_screen_has_a_timetable),
		cmocka_unit_test(a_kiosk_takes_numbers_unless_it_says_otherwise),
		cmocka_unit_test(a_halls_screen_shows_calls_unless_it_is_a_board),
		cmocka_unit_test(a_screens_diagonal_has_tenths),
		cmocka_unit_test(simulated_paths_stand_in_the_simulators_folder),
		cmocka_unit_test(a_daemon_gets_a_board_that_has_its_part),
		cmocka_unit_test(lines_are_named_or_numbered),
		cmocka_unit_test(keys_for_who_listens_need_a_loudspeaker),
		cmocka_unit_test(a_keypad_has_keys_of_the_kernels),
		cmocka_unit_test(lamps_say_what_they_show),
		cmocka_unit_test(a_printer_says_which_keys_were_given),
		cmocka_unit_test(a_printer_may_be_on_a_serial_line_or_in_the_network),
		cmocka_unit_test(a_wrong_file_is_refused_with_its_line),
		cmocka_unit_test(a_panel_has_a_greatest_number_of_buttons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
