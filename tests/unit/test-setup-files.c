/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "ctl/setup-files.h"

static struct setup_found found;

static int set_up(void **state)
{
	(void)state;
	found = (struct setup_found){.n_screens = 2,
		.screen = {"HDMI-A-1", "HDMI-A-2"},
		.n_sounds = 1,
		.sound = {"PCH,3"},
		.has_kiosk = true,
		.has_hall = true};
	return 0;
}

/* The text of a board that comes with layso, and what setup begins with on it. */
static char *load(const char *name, struct board **ret_board, struct setup *ret)
{
	_cleanup_free_ char *path = text_printf("%s/boards/%s.board", TEST_ROOT, name);
	char *text = NULL;

	assert_int_equal(board_load(path, ret_board, NULL), 0);
	assert_int_equal(text_read_file(path, 100000, &text, NULL), 0);
	setup_init(ret, &found, *ret_board);
	return text;
}

static struct board *read_again(const char *text)
{
	_cleanup_free_ char *error = NULL;
	struct board *board = NULL;

	if (setup_board_check(text, &error) < 0) {
		fail_msg("%s\n%s", error, text);
	}
	assert_int_equal(text_write_file("setup-files.board", text, strlen(text), 0600), 0);
	assert_int_equal(board_load("./setup-files.board", &board, NULL), 0);
	(void)unlink("setup-files.board");
	return board;
}

static void test_without_other_answers_nothing_changes(void **state)
{
	static const char *const names[] = {"beaglebone-black", "raspberry-pi-4",
		"raspberry-pi-4-keypad", "raspberry-pi-5", "virtual", "x86"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_(board_freep) struct board *board = NULL;
		struct setup setup;
		_cleanup_free_ char *text = load(names[i], &board, &setup);
		_cleanup_free_ char *made = setup_board_text(&setup, &setup, board, text);

		assert_string_equal(made, text);
	}
}

static void test_a_board_from_nothing(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ char *made = NULL;
	struct setup before;
	struct setup setup;

	(void)state;
	setup_init(&before, &found, NULL);
	setup = before;
	(void)text_copy(setup.printer.driver, sizeof(setup.printer.driver), "usb");
	(void)text_copy(setup.use[0], sizeof(setup.use[0]), "hall");
	(void)text_copy(setup.use[1], sizeof(setup.use[1]), "kiosk");
	setup.place[SETUP_KIOSK].diagonal_inch = 15.6;
	setup.place[SETUP_KIOSK].rotation = 270;
	(void)text_copy(setup.place[SETUP_HALL].sound_driver, 16, "alsa");
	(void)text_copy(setup.place[SETUP_HALL].sound, SOUND_DEVICE_SIZE, "PCH,3");
	setup.button[setup.n_buttons++] =
		(struct setup_button){"A", "take A regular", "\"SPI 0\"", "chip:3"};
	setup.button[setup.n_buttons++] = (struct setup_button){"B", "take B regular", "", ""};
	made = setup_board_text(&setup, &before, NULL, "");
	board = read_again(made);
	assert_string_equal(board->printer.driver, "usb");
	assert_string_equal(board->kiosk.output, "HDMI-A-2");
	assert_true(board->kiosk.touch);
	assert_int_equal(board->kiosk.rotation, 270);
	assert_true(board->kiosk.diagonal_inch > 15.5 && board->kiosk.diagonal_inch < 15.7);
	assert_string_equal(board->hall.output, "HDMI-A-1");
	assert_string_equal(board->hall_sound.device, "PCH,3");
	assert_int_equal(board->n_buttons, 1);
	assert_string_equal(board->buttons[0].at.name, "SPI 0");
	assert_string_equal(board->buttons[0].lamp.chip, "chip");
}

static void test_what_is_answered_otherwise_changes_alone(void **state)
{
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_(board_freep) struct board *again = NULL;
	_cleanup_(textbuf_done) struct textbuf diff = {0};
	_cleanup_(setup_files_done) struct setup_files files = {0};
	struct setup before;
	_cleanup_free_ char *text = load("raspberry-pi-4", &board, &before);
	struct setup setup = before;
	const char *reason;

	(void)state;
	assert_int_equal(setup_take(&setup, (struct setup_question){SETUP_PRINTER, 0},
				 "serial:/dev/ttyS0", &reason),
		0);
	assert_string_equal(setup.button[0].line, "pinctrl-bcm2711:17");
	(void)text_copy(setup.button[0].line, BOARD_LINE_TEXT, "pinctrl-bcm2711:2");
	*setup.button[1].line = '\0';
	*setup.place[SETUP_HALL].sound_driver = *setup.place[SETUP_HALL].sound = '\0';
	setup_files_add(&files, "/p", NULL, text, setup_board_text(&setup, &before, board, text));
	again = read_again(files.file[0].text);
	assert_int_equal(again->printer.baud, 115200);
	assert_int_equal(again->buttons[0].at.offset, 2);
	assert_int_equal(again->n_buttons, board->n_buttons - 1);
	assert_string_equal(again->hall_sound.driver, "");
	setup_diff(&files, &diff);
	assert_string_equal(diff.data,
		"/p\n"
		"- driver = usb\n"
		"+ driver = serial\n"
		"+ path = /dev/ttyS0\n"
		"+ baud = 115200\n"
		"+ flow = rts-cts\n"
		"- line = 17\n"
		"+ line = pinctrl-bcm2711:2\n"
		"- # pin 13, its lamp on pin 16\n"
		"- [button B]\n"
		"- does = take B regular\n"
		"- line = 27\n"
		"- lamp = 23\n"
		"- \n"
		"- # the television's own, on the first HDMI socket; on the second it is vc4hdmi1\n"
		"- [sound hall]\n"
		"- driver = alsa\n"
		"- device = vc4hdmi0\n");
}

static void test_settings(void **state)
{
	static const char text[] = "[hub]\n#address = unix:/s\n\n[kiosk]\nboard = x86\n";
	struct setup before = {.found = &found};
	struct setup setup = before;
	_cleanup_free_ char *hub = NULL;
	_cleanup_free_ char *kiosk = NULL;

	(void)state;
	(void)text_copy(setup.hub, SETUP_TEXT_SIZE, "http://10.0.0.1:8080");
	(void)text_copy(setup.listen, SETUP_TEXT_SIZE, "0.0.0.0:8080");
	kiosk = setup_conf_text(&setup, &before, "kiosk", text, "/etc/layso/own.board");
	assert_string_equal(kiosk,
		"[hub]\n#address = unix:/s\naddress = http://10.0.0.1:8080\n\n"
		"[kiosk]\nboard = /etc/layso/own.board\n");
	hub = setup_conf_text(&setup, &before, "hub", "[hub]\n[http]\n", NULL);
	assert_string_equal(hub, "[hub]\n[http]\nlisten = 0.0.0.0:8080\n");
}

static void test_former_files_are_kept_beside(void **state)
{
	_cleanup_(setup_files_done) struct setup_files files = {0};
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *former = NULL;
	const char *path = "";

	(void)state;
	setup_files_add(&files, "same", "1\n", NULL, text_dup("1\n"));
	assert_int_equal(files.n, 0);
	setup_files_add(&files, "setup-new.tmp", NULL, NULL, text_dup("new\n"));
	setup_files_add(&files, "setup-old.tmp", "old\n", NULL, text_dup("changed\n"));
	setup_files_add(&files, "/nowhere/setup", NULL, NULL, text_dup("never\n"));
	assert_int_equal(setup_files_write(&files, &path), -ENOENT);
	assert_string_equal(path, "/nowhere/setup");
	assert_int_equal(text_read_file("setup-old.tmp", 100, &text, NULL), 0);
	assert_string_equal(text, "changed\n");
	assert_int_equal(text_read_file("setup-old.tmp.bak", 100, &former, NULL), 0);
	assert_string_equal(former, "old\n");
	assert_int_equal(access("setup-new.tmp.bak", F_OK), -1);
	(void)unlink("setup-new.tmp");
	(void)unlink("setup-old.tmp");
	(void)unlink("setup-old.tmp.bak");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, NULL)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_without_other_answers_nothing_changes),
		TEST(test_a_board_from_nothing),
		TEST(test_what_is_answered_otherwise_changes_alone),
		TEST(test_settings),
		TEST(test_former_files_are_kept_beside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
