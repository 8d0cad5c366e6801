/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ctl/setup-plan.h"

struct fixture {
	struct setup_found found;
	struct gpio_facts gpio;
	struct setup setup;
};

/* Two chips of four lines, a printer, a serial line, two screens, a card; the hub is elsewhere. */
static int set_up(void **state)
{
	static const char *const names[2][4] = {
		{"FREE", "TWICE", "SPI 0", ""}, {"TWICE", "17", "OTHER", ""}};
	struct fixture *fixture = memory_new(1, sizeof(*fixture));
	struct setup_found *found = &fixture->found;

	*state = fixture;
	fixture->gpio.n_chips = 2;
	for (int chip = 0; chip < 2; chip++) {
		struct gpio_chip_facts *facts = &fixture->gpio.chips[chip];

		*facts = (struct gpio_chip_facts){.n_lines = 4};
		(void)snprintf(facts->label, sizeof(facts->label), "chip%d", chip);
		facts->lines = memory_new(4, sizeof(facts->lines[0]));
		for (int i = 0; i < 4; i++) {
			text_copy_cut(facts->lines[i].name, PANEL_NAME_SIZE, names[chip][i]);
		}
	}
	*found = (struct setup_found){
		.machine = {.n_printers = 1, .printers = {{"1-1", "04b8:0e15", "EPSON"}}},
		.n_serial = 1,
		.serial = {{.path = "/dev/ttyS0", .node = "/dev/ttyS0"}},
		.gpio = &fixture->gpio,
		.n_screens = 2,
		.screen = {"HDMI-A-1", "HDMI-A-2"},
		.n_sounds = 1,
		.sound = {"PCH,3"},
		.n_languages = 2,
		.language = {"aa", "bb"},
		.has_kiosk = true,
		.has_hall = true,
	};
	setup_init(&fixture->setup, found, NULL);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	gpio_facts_done(&fixture->gpio);
	free(fixture);
	return 0;
}

/* The question of this name; fails when it is not asked. */
static struct setup_question find(const struct setup *setup, const char *id)
{
	struct setup_questions list;
	int at;

	setup_list(setup, &list);
	at = setup_find_id(setup, &list, id);
	if (at < 0) {
		fail_msg("'%s' is not asked", id);
	}
	return list.question[at];
}

static bool is_asked(const struct setup *setup, const char *id)
{
	struct setup_questions list;

	setup_list(setup, &list);
	return setup_find_id(setup, &list, id) >= 0;
}

static void answer(struct setup *setup, const char *id, const char *text)
{
	const char *reason = "";

	if (setup_take(setup, find(setup, id), text, &reason) < 0) {
		fail_msg("%s = %s: %s", id, text, reason);
	}
}

static void refuse(struct setup *setup, const char *id, const char *text, const char *wanted)
{
	struct setup before = *setup;
	const char *reason = "";

	assert_int_equal(setup_take(setup, find(setup, id), text, &reason), -EINVAL);
	assert_string_equal(reason, wanted);
	assert_memory_equal(&before, setup, sizeof(before));
}

static void expect_default(const struct setup *setup, const char *id, const char *wanted)
{
	char text[SETUP_TEXT_SIZE];

	setup_default(setup, find(setup, id), text);
	assert_string_equal(text, wanted);
}

static void test_a_printer_is_chosen_by_its_number_or_written(void **state)
{
	struct setup *setup = &((struct fixture *)*state)->setup;

	expect_default(setup, "printer", "usb");
	assert_false(is_asked(setup, "printer.try"));
	answer(setup, "printer", "1");
	assert_string_equal(setup->printer.driver, "usb");
	assert_true(is_asked(setup, "printer.try"));
	assert_false(is_asked(setup, "printer.baud"));
	answer(setup, "printer", "2");
	assert_string_equal(setup->printer.driver, "serial");
	assert_string_equal(setup->printer.path, "/dev/ttyS0");
	expect_default(setup, "printer.baud", "115200");
	answer(setup, "printer.baud", "19200");
	refuse(setup, "printer.baud", "fast", "setup.wrong.number");
	answer(setup, "printer.flow", "xon-xoff");
	refuse(setup, "printer.flow", "any", "setup.wrong.choice");
	answer(setup, "printer", "network:192.168.1.50");
	assert_int_equal(setup->printer.baud, 0);
	assert_int_equal(setup->printer.flow, PRINTER_FLOW_UNSET);
	refuse(setup, "printer", "network:", "setup.wrong.printer");
	refuse(setup, "printer", "serial:ttyS0", "setup.wrong.printer");
	refuse(setup, "printer", "sim", "setup.wrong.printer");
	refuse(setup, "printer", "9", "setup.wrong.printer");
	answer(setup, "printer", "none");
	assert_false(is_asked(setup, "printer.try"));
	assert_false(is_asked(setup, "slip"));
}

static void test_a_use_is_on_one_screen(void **state)
{
	struct setup *setup = &((struct fixture *)*state)->setup;

	expect_default(setup, "screen.HDMI-A-1", "kiosk");
	answer(setup, "screen.HDMI-A-1", "kiosk");
	expect_default(setup, "screen.HDMI-A-2", "hall");
	assert_true(is_asked(setup, "touch"));
	/* "Which one do you see": the other way round. */
	answer(setup, "screen.HDMI-A-2", "kiosk");
	assert_string_equal(setup_screen_of(setup, SETUP_KIOSK), "HDMI-A-2");
	expect_default(setup, "screen.HDMI-A-1", "hall");
	refuse(setup, "screen.HDMI-A-1", "desk", "setup.wrong.choice");
	refuse(setup, "diagonal.kiosk", "3", "setup.wrong.diagonal");
	refuse(setup, "diagonal.kiosk", "nan", "setup.wrong.diagonal");
	answer(setup, "diagonal.kiosk", "15.6");
	refuse(setup, "rotation.kiosk", "45", "setup.wrong.rotation");
	answer(setup, "rotation.kiosk", "90");
	answer(setup, "touch", "no");
	assert_false(is_asked(setup, "touch.try"));
	answer(setup, "screen.HDMI-A-2", "none");
	assert_false(is_asked(setup, "touch"));
}

static void test_buttons_are_added_one_after_the_other(void **state)
{
	struct setup *setup = &((struct fixture *)*state)->setup;

	expect_default(setup, "more.1", "none");
	refuse(setup, "more.1", "take A", "setup.wrong.does");
	answer(setup, "more.1", "take A regular");
	answer(setup, "button.A", "FREE");
	refuse(setup, "lamp.A", "FREE", "setup.wrong.taken");
	refuse(setup, "lamp.A", "two words", "setup.wrong.line");
	assert_false(is_asked(setup, "lamp.try.A"));
	answer(setup, "lamp.A", "chip1:3");
	assert_true(is_asked(setup, "lamp.try.A"));
	answer(setup, "more.2", "take A priority elderly");
	answer(setup, "button.A-elderly", "chip0:3");
	answer(setup, "more.3", "counter 1 next");
	assert_true(is_asked(setup, "button.1-next"));
	answer(setup, "more.4", "take A regular");
	assert_true(is_asked(setup, "button.A.2"));
	/* Back at the first one, and otherwise: what came after it is asked again. */
	answer(setup, "more.1", "take B regular");
	assert_int_equal(setup->n_buttons, 1);
	assert_true(is_asked(setup, "button.B"));
	answer(setup, "more.1", "none");
	assert_int_equal(setup->n_buttons, 0);
}

static void test_a_lamp_is_chosen_among_the_free_lines(void **state)
{
	struct fixture *fixture = *state;
	struct setup *setup = &fixture->setup;
	struct setup_choices choices;

	fixture->gpio.chips[0].lines[2].used = true;
	answer(setup, "more.1", "take A regular");
	answer(setup, "button.A", "FREE");
	setup_choices(setup, find(setup, "lamp.A"), &choices);
	/* Of eight lines one is the button's and one is somebody else's. */
	assert_int_equal(choices.n, 8);
	assert_string_equal(choices.value[0], SETUP_FIND);
	assert_string_equal(choices.value[1], "chip0:1");
	assert_string_equal(choices.value[2], "chip0:3");
	assert_string_equal(choices.value[7], "none");
	refuse(setup, "lamp.A", "1", "setup.wrong.line"); /* to find is no line */
	answer(setup, "lamp.A", "2");
	assert_string_equal(setup->button[0].lamp, "chip0:1");
	/* Its own line stays in the list. */
	setup_choices(setup, find(setup, "lamp.A"), &choices);
	assert_int_equal(choices.n, 8);
}

static void test_a_line_is_written_so_that_it_is_found_again(void **state)
{
	struct setup *setup = &((struct fixture *)*state)->setup;
	static const char *const wanted[2][4] = {{"FREE", "chip0:1", "\"SPI 0\"", "chip0:3"},
		{"chip1:0", "\"17\"", "OTHER", "chip1:3"}};
	struct board_line line;
	char text[BOARD_LINE_TEXT];

	for (int chip = 0; chip < 2; chip++) {
		for (int i = 0; i < 4; i++) {
			setup_line_text(setup, chip, i, text);
			assert_string_equal(text, wanted[chip][i]);
			assert_int_equal(board_line_parse(text, &line), 0);
		}
	}
	setup->one_chip = true;
	setup_line_text(setup, 0, 0, text);
	assert_string_equal(text, "chip0:0");
}

static void test_what_is_asked_of_a_hub(void **state)
{
	struct fixture *fixture = *state;
	struct setup *setup = &fixture->setup;

	assert_false(is_asked(setup, "admin"));
	assert_false(is_asked(setup, "token_file"));
	answer(setup, "hub", "http://192.168.1.10:8080");
	answer(setup, "token_file", "/etc/layso/kiosk.token");
	fixture->found.has_hub = true;
	assert_false(is_asked(setup, "hub"));
	expect_default(setup, "site", "sample");
	expect_default(setup, "listen", "127.0.0.1:8080");
	assert_false(is_asked(setup, "admin.secret_file"));
	refuse(setup, "admin", "chị Hoa", "setup.wrong.id");
	answer(setup, "admin", "chi");
	assert_true(is_asked(setup, "admin.secret_file"));
	fixture->found.has_admin = true;
	assert_false(is_asked(setup, "admin"));
}

static void test_nothing_is_written_unless_somebody_says_so(void **state)
{
	struct setup *setup = &((struct fixture *)*state)->setup;

	expect_default(setup, "write", "no");
	refuse(setup, "write", "perhaps", "setup.wrong.yes_no");
	refuse(setup, "write", "y\033[2J", "setup.wrong.letters");
	answer(setup, "write", "yes");
	assert_true(setup->write);
}

static void test_a_program_that_is_not_here_has_no_questions(void **state)
{
	struct fixture *fixture = *state;
	struct setup_questions list;

	fixture->found.has_kiosk = false;
	expect_default(&fixture->setup, "screen.HDMI-A-1", "hall");
	refuse(&fixture->setup, "screen.HDMI-A-1", "kiosk", "setup.wrong.choice");
	assert_false(is_asked(&fixture->setup, "printer"));
	assert_false(is_asked(&fixture->setup, "more.1"));
	fixture->found = (struct setup_found){.has_hub = true};
	setup_list(&fixture->setup, &list);
	assert_int_equal(list.n, 4);
}

/* Of every question: a name of its own, a default that is taken, a refusal of nonsense. */
static void test_every_default_is_an_answer(void **state)
{
	struct fixture *fixture = *state;
	struct setup_questions list;
	const char *reason = "";

	fixture->found.has_hub = true;
	setup_list(&fixture->setup, &list);
	for (int i = 0; i < list.n; i++) {
		char id[SETUP_ID_SIZE];
		char text[SETUP_TEXT_SIZE];

		setup_id(&fixture->setup, list.question[i], id);
		assert_int_equal(setup_find_id(&fixture->setup, &list, id), i);
		setup_default(&fixture->setup, list.question[i], text);
		assert_int_equal(setup_take(&fixture->setup, list.question[i], text, &reason), 0);
		setup_list(&fixture->setup, &list);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_printer_is_chosen_by_its_number_or_written),
		TEST(test_a_use_is_on_one_screen),
		TEST(test_buttons_are_added_one_after_the_other),
		TEST(test_a_lamp_is_chosen_among_the_free_lines),
		TEST(test_a_line_is_written_so_that_it_is_found_again),
		TEST(test_what_is_asked_of_a_hub),
		TEST(test_nothing_is_written_unless_somebody_says_so),
		TEST(test_a_program_that_is_not_here_has_no_questions),
		TEST(test_every_default_is_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
