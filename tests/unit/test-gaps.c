/* SPDX-License-Identifier: Apache-2.0 */
/* A board file that speaks of more than the site has. */
#include "kiosk/gaps.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

#define SERVICE(id) "{\"id\":\"" id "\",\"series\":\"" id "\",\"name\":{\"vi\":\"" id "\"}}"
#define SITE \
	"{\"format\":\"layso-site/" \
	"1\",\"name\":{\"vi\":\"x\"},\"hours\":\"always\",\"timezone\":\"UTC\",\"languages\":[" \
	"\"vi\",\"en\"]," \
	"\"services\":[" SERVICE("A") "," SERVICE( \
		"B") "],\"counters\":[{\"number\":1,\"name\":{\"vi\":\"1\"},\"services\":[\"A\"]}" \
		     "]," \
		     "\"priority_reasons\":[{\"id\":\"elderly\",\"name\":{\"vi\":\"x\"}}]," \
		     "\"kiosks\":[{\"name\":\"kiosk-1\",\"buttons\":{\"said\":\"B\"}}]}"

static struct kiosk_data *data_of(const char *text)
{
	struct kiosk_data *data = kiosk_data_new();
	json_t *json = json_loads(text, 0, NULL);
	struct site *site;

	assert_int_equal(site_parse(json, &site, NULL), 0);
	kiosk_data_set_name(data, "kiosk-1");
	kiosk_data_set_site(data, site);
	json_decref(json);
	return data;
}

static const struct board board = {
	.file = (char *)"/etc/layso/boards/hall.board",
	.n_buttons = 10,
	.buttons =
		{
			{.name = "a", .does = BOARD_TAKE, .service = "A", .line = 10},
			{.name = "x", .does = BOARD_TAKE, .service = "X", .line = 20},
			{.name = "said", .does = BOARD_TAKE, .service = "X", .line = 30},
			{.name = "old",
				.does = BOARD_TAKE,
				.service = "A",
				.priority = true,
				.reason = "elderly",
				.line = 40},
			{.name = "ill",
				.does = BOARD_TAKE,
				.service = "A",
				.priority = true,
				.reason = "ill",
				.line = 50},
			{.name = "en", .does = BOARD_LANGUAGE, .language = "en", .line = 60},
			{.name = "fr", .does = BOARD_LANGUAGE, .language = "fr", .line = 70},
			{.name = "next",
				.does = BOARD_COUNTER,
				.counter = 1,
				.move = "next",
				.line = 80},
			{.name = "next7",
				.does = BOARD_COUNTER,
				.counter = 7,
				.move = "next",
				.line = 90},
			{.name = "good", .does = BOARD_RATE, .counter = 8, .score = 5, .line = 100},
		},
	.n_lamps = 3,
	.lamps = {{.name = "status", .line = 110}, {.name = "one", .counter = 1, .line = 120},
		{.name = "nine", .counter = 9, .line = 130}},
	.n_counters = 2,
	.counters = {{.number = 1, .line = 140}, {.number = 6, .line = 150}},
};

static void test_every_key_that_the_site_lacks_is_found(void **state)
{
	static const struct gap wanted[] = {
		{20, "service", "X"},
		{50, "reason", "ill"},
		{70, "language", "fr"},
		{90, "counter", "7"},
		{100, "counter", "8"},
		{130, "counter", "9"},
		{150, "counter", "6"},
	};
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = data_of(SITE);
	struct gap gaps[GAPS_MAX];

	(void)state;
	assert_int_equal(gaps_find(&board, data, gaps), (int)ELEMENTS(wanted));
	for (size_t i = 0; i < ELEMENTS(wanted); i++) {
		assert_int_equal(gaps[i].line, wanted[i].line);
		assert_string_equal(gaps[i].kind, wanted[i].kind);
		assert_string_equal(gaps[i].what, wanted[i].what);
	}
}

static void test_nothing_is_missing_before_the_site_is_known(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = kiosk_data_new();
	struct gap gaps[GAPS_MAX];

	(void)state;
	assert_int_equal(gaps_find(&board, data, gaps), 0);
	assert_false(gaps_find_button(data, &board.buttons[1], &gaps[0]));
}

static void test_a_button_is_found_alone(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = data_of(SITE);
	struct gap gap;

	(void)state;
	assert_false(gaps_find_button(data, &board.buttons[0], &gap));
	assert_true(gaps_find_button(data, &board.buttons[1], &gap));
	/* The site says another service than the board file. */
	assert_string_equal(gaps_service(data, &board.buttons[2]), "B");
	assert_false(gaps_find_button(data, &board.buttons[2], &gap));
}

static void test_the_note_has_as_much_as_fits(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = data_of(SITE);
	struct board longer = board;
	struct gap gaps[GAPS_MAX];
	int n = gaps_find(&board, data, gaps);
	char note[100];

	(void)state;
	gaps_note(&board, gaps, 1, note, sizeof(note));
	assert_string_equal(note, "hall.board:20 service 'X'");
	gaps_note(&board, gaps, n, note, sizeof(note));
	assert_string_equal(note,
		"hall.board:20 service 'X', :50 reason 'ill', :70 language 'fr', "
		":90 counter '7', +3");
	gaps_note(&board, gaps, n, note, 40);
	assert_string_equal(note, "hall.board:20 service 'X', +6");
	gaps_note(&board, gaps, n, note, 30);
	assert_string_equal(note, "+7");
	/* Whatever the size, nothing is cut in the middle and the rest is counted. */
	longer.file =
		(char *)"board-of-the-second-hall-beside-the-market-with-a-name-too-long.board";
	for (size_t size = 80; size < 220; size++) {
		char exact[220];
		const char *last;

		gaps_note(&longer, gaps, n, exact, size);
		assert_true(strlen(exact) < size);
		last = exact + strlen(exact) - 1;
		assert_true(*last == '\'' || (*last >= '1' && *last <= '9'));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_key_that_the_site_lacks_is_found),
		cmocka_unit_test(test_nothing_is_missing_before_the_site_is_known),
		cmocka_unit_test(test_a_button_is_found_alone),
		cmocka_unit_test(test_the_note_has_as_much_as_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
