/* SPDX-License-Identifier: Apache-2.0 */
/* The whole driver against a printer on a terminal's other end. */
#include "printer-peer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "drivers/serial-line.h"

static const struct printer_settings usual = {
	.driver = "serial", .baud = 115200, .flow = PRINTER_FLOW_RTS_CTS};

struct line {
	struct peer *peer;
	int other; /* keeps the computer's end from ending when nobody has it open */
	char path[64]; /* its name, as one under by-id */
};

/* Plugs an adapter in, with the printer behind it. */
static void plug_in(struct line *line, bool clears)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	char name[64];

	assert_true(fd >= 0);
	assert_int_equal(grantpt(fd), 0);
	assert_int_equal(unlockpt(fd), 0);
	assert_int_equal(ptsname_r(fd, name, sizeof(name)), 0);
	line->other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(line->other >= 0);
	(void)unlink(line->path);
	assert_int_equal(symlink(name, line->path), 0);
	peer_attach(line->peer, fd, clears);
}

static void pull_out(struct line *line)
{
	(void)unlink(line->path);
	closep(&line->other);
	line->other = -1;
	peer_detach(line->peer);
}

static int set_up(void **state)
{
	struct line *line = memory_new(1, sizeof(*line));
	void *peer;

	(void)peer_set_up(&peer);
	line->peer = peer;
	line->other = -1;
	(void)snprintf(line->path, sizeof(line->path), "%s/usb-printer", line->peer->folder);
	*state = line;
	return 0;
}

static int tear_down(void **state)
{
	struct line *line = *state;
	void *peer = line->peer;

	pull_out(line);
	free(line);
	return peer_tear_down(&peer);
}

static void start(struct line *line, const struct printer_settings *settings)
{
	plug_in(line, true);
	peer_open(line->peer, settings, line->path);
	peer_until(line->peer, peer_is_ready(line->peer));
}

/* Prints a slip, and stops the motor in its middle. */
static void print_half(struct peer *peer)
{
	peer->dots_left = PEER_HEIGHT / 2;
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->dots_left == 0);
}

static void a_slip_comes_out_as_it_was_drawn(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	start(line, &usual);
	assert_true(peer->status.answers);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(peer_print(peer, (uint64_t)i), 0);
		peer_until(peer, peer->done == i);
		assert_int_equal(peer->result, PRINT_PRINTED);
		assert_true(peer_wrong_dots(peer) < 20); /* the defused ones */
	}
	assert_int_equal(peer->slips, 3);
	assert_int_equal(peer->first_bytes, 3);
	assert_int_equal(peer->text_bytes, 0);
	assert_string_equal(peer_absent(peer), "");
}

static void its_states_are_told(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	start(line, &usual);
	peer_set_paper(peer, true);
	peer_until(peer, peer->status.paper_out);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_FAILED);
	assert_string_equal(peer->cause, "paper_out");
	peer_set_paper(peer, false);
	peer_until(peer, peer_is_ready(peer));
	peer_set_cover(peer, true);
	peer_until(peer, peer->status.cover_open);
	peer_set_cover(peer, false);
	peer_until(peer, peer_is_ready(peer));
	assert_int_equal(peer->slips, 0);
}

/* The line opens all the same: nobody may take it for a printer that is well. */
static void a_printer_that_is_switched_off_is_none(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	peer->deaf = true;
	plug_in(line, true);
	peer_open(peer, &usual, line->path);
	peer_until(peer, strcmp(peer_absent(peer), "silent") == 0);
	assert_false(peer->status.connected);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_FAILED);
	assert_string_equal(peer->cause, "offline");
	peer->deaf = false;
	peer_attach(peer, TAKE_FD(peer->cable), true);
	peer_until(peer, peer_is_ready(peer));
	assert_string_equal(peer_absent(peer), "");
	assert_int_equal(peer->text_bytes, 0);
}

static void a_printer_that_is_switched_off_later_is_noticed(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	start(line, &usual);
	peer->mute = true;
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_FAILED);
	assert_string_equal(peer->cause, "no_answer");
	peer_until(peer, !printer_status_ready(&peer->status));
	assert_string_equal(printer_status_name(&peer->status), "offline");
	assert_string_equal(peer_absent(peer), "silent");
	peer->mute = false;
	peer_until(peer, peer_is_ready(peer));
	assert_int_equal(peer_print(peer, 2), 0);
	peer_until(peer, peer->done == 2);
	assert_int_equal(peer->result, PRINT_PRINTED);
}

/* A wrong speed, or a device of another kind. */
static void garbage_is_named(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	peer->garbage = "\xf8\x80\xfe";
	plug_in(line, true);
	peer_open(peer, &usual, line->path);
	peer_until(peer, strcmp(peer_absent(peer), "garbled") == 0);
	assert_false(peer->status.connected);
	peer->garbage = NULL;
	peer_until(peer, peer_is_ready(peer));
}

static void a_printer_that_knows_automatic_status_alone_is_found(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	peer->automatic_only = true;
	start(line, &usual);
	peer_set_paper(peer, true);
	peer_until(peer, peer->status.paper_out);
	peer_set_paper(peer, false);
	peer_until(peer, peer_is_ready(peer));
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1 && peer->slips == 1);
	assert_int_equal(peer->result, PRINT_PRINTED);
	assert_int_equal(peer->text_bytes, 0);
}

static void a_model_that_may_not_be_asked_is_up_with_its_line(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;
	struct printer_settings settings = usual;
	_cleanup_free_ char *data = text_printf("%s/printers", peer->folder);
	_cleanup_free_ char *file = text_printf("%s/mute.printer", data);
	static const char text[] = "[printer]\nname = Mute\nquestions = none\n";

	assert_int_equal(mkdir(data, 0700), 0);
	assert_int_equal(text_write_file(file, text, strlen(text), 0600), 0);
	assert_int_equal(setenv("LAYSO_DATADIR", peer->folder, 1), 0);
	(void)text_copy(settings.model, sizeof(settings.model), "mute");
	peer->mute = true;
	plug_in(line, true);
	peer_open(peer, &settings, line->path);
	peer_until(peer, peer->status.connected);
	assert_false(peer->status.answers);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1 && peer->slips == 1);
	assert_int_equal(peer->result, PRINT_SENT);
	assert_true(peer_wrong_dots(peer) < 20);
	(void)unsetenv("LAYSO_DATADIR");
	(void)unlink(file);
	(void)rmdir(data);
}

static void an_adapter_may_come_later_and_again(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	peer_open(peer, &usual, line->path);
	peer_until(peer, strcmp(peer_absent(peer), "not_found") == 0);
	for (int i = 1; i <= 2; i++) {
		plug_in(line, true);
		peer_until(peer, peer_is_ready(peer));
		assert_int_equal(peer_print(peer, (uint64_t)i), 0);
		peer_until(peer, peer->done == i);
		assert_int_equal(peer->result, PRINT_PRINTED);
		pull_out(line);
		peer_until(peer, !peer->status.connected);
	}
}

static void an_adapter_pulled_amid_a_slip_leaves_it_unknown(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	start(line, &usual);
	print_half(peer);
	pull_out(line);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_UNKNOWN);
	peer_until(peer, !peer->status.connected);
	/* It kept its power: what it had of the slip is cut off from the next one. */
	peer->dots_left = INT_MAX;
	plug_in(line, false);
	peer_until(peer, peer_is_ready(peer));
	assert_int_equal(peer_print(peer, 2), 0);
	peer_until(peer, peer->done == 2);
	assert_int_equal(peer->result, PRINT_PRINTED);
	assert_int_equal(peer->most_tops, 1);
	assert_true(peer_wrong_dots(peer) < 20);
	assert_int_equal(peer->text_bytes, 0);
}

static void another_printer_on_the_line_is_learnt_anew(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	start(line, &usual);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1);
	pull_out(line);
	peer_until(peer, !peer->status.connected);
	peer_replace(peer, true);
	plug_in(line, true);
	peer_until(peer, peer_is_ready(peer));
	assert_int_equal(peer_print(peer, 2), 0);
	peer_until(peer, peer->done == 2);
	assert_int_equal(peer->result, PRINT_PRINTED);
	assert_int_equal(peer->most_tops, 1);
}

static void a_slow_line_is_waited_for(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	start(line, &usual);
	peer->read_max = 200; /* some 20,000 bytes a second */
	peer->delay_ms = 100;
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_PRINTED);
	assert_true(peer_wrong_dots(peer) < 20);
}

/* "Stop", and never "go on". */
static void a_printer_that_says_stop_ends_the_slip_in_bounded_time(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;
	struct printer_settings settings = usual;

	settings.flow = PRINTER_FLOW_XON_XOFF;
	start(line, &settings);
	peer->dots_left = PEER_HEIGHT / 2;
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->first_bytes == 1);
	peer_say(peer, "\x13", 1);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_UNKNOWN);
	/* It is found again, and what was left in its memory is not in the next slip. */
	peer_go_on(peer);
	peer_say(peer, "\x11", 1);
	peer_until(peer, peer_is_ready(peer));
	assert_int_equal(peer_print(peer, 2), 0);
	peer_until(peer, peer->done == 2);
	assert_int_equal(peer->result, PRINT_PRINTED);
	assert_int_equal(peer->most_tops, 1);
	assert_true(peer->worst_ms < 500);
}

static void a_printer_that_takes_no_question_is_off_line(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;
	struct printer_settings settings = usual;

	settings.flow = PRINTER_FLOW_XON_XOFF;
	start(line, &settings);
	peer_say(peer, "\x13", 1);
	peer_until(peer, !printer_status_ready(&peer->status));
	assert_string_equal(printer_status_name(&peer->status), "offline");
	assert_string_equal(peer_absent(peer), "silent");
	peer_say(peer, "\x11", 1);
	peer_until(peer, peer_is_ready(peer));
}

static void a_slip_that_stops_is_continued(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;
	struct printer_settings settings = usual;

	settings.flow = PRINTER_FLOW_XON_XOFF;
	start(line, &settings);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->first_bytes == 1);
	for (int i = 0; i < 20; i++) {
		peer_say(peer, "\x13", 1);
		peer_turn(peer);
		peer_say(peer, "\x11", 1);
		peer_turn(peer);
	}
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_PRINTED);
	assert_true(peer_wrong_dots(peer) < 20);
}

static void a_line_belongs_to_one_program(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;
	const struct serial_line settings = {115200, PRINTER_PARITY_NONE, PRINTER_FLOW_NONE};
	int fd;

	plug_in(line, true);
	fd = serial_line_open(line->path, &settings);
	assert_true(fd >= 0);
	assert_int_equal(serial_line_open(line->path, &settings), -EBUSY);
	peer_open(peer, &usual, line->path);
	peer_until(peer, strcmp(peer_absent(peer), "busy") == 0);
	serial_line_close(fd);
	peer_until(peer, peer_is_ready(peer));
}

/* The owner is killed amid a slip, and its next process opens the line. */
static void two_slips_are_never_on_one_piece_of_paper(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;

	for (int plain = 0; plain < 2; plain++) {
		peer_replace(peer, plain);
		start(line, &usual);
		print_half(peer);
		printer_close(peer->printer);
		peer->status = (struct printer_status){0};
		peer_go_on(peer);
		peer_attach(peer, TAKE_FD(peer->cable), false);
		peer_open(peer, &usual, line->path);
		printer_part_paper(peer->printer);
		peer_until(peer, peer_is_ready(peer));
		peer->done = 0;
		assert_int_equal(peer_print(peer, 2), 0);
		peer_until(peer, peer->done == 1);
		assert_int_equal(peer->result, PRINT_PRINTED);
		assert_int_equal(peer->most_tops, 1);
		assert_true(peer_wrong_dots(peer) < 20);
		assert_int_equal(peer->text_bytes, 0);
		printer_close(TAKE_PTR(peer->printer));
		peer->status = (struct printer_status){0};
		peer->done = 0;
		pull_out(line);
	}
}

static void closing_waits_for_nobody(void **state)
{
	struct line *line = *state;
	struct peer *peer = line->peer;
	struct printer_settings settings = usual;
	int64_t began_ms;

	settings.flow = PRINTER_FLOW_XON_XOFF;
	start(line, &settings);
	peer->deaf = true;
	peer_attach(peer, TAKE_FD(peer->cable), false);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_turn(peer);
	began_ms = clock_mono_ms();
	printer_close(TAKE_PTR(peer->printer));
	assert_true(clock_mono_ms() - began_ms < 1000);
}

static void what_is_no_serial_printer_is_refused(void **state)
{
	struct line *line = *state;
	static const struct printer_calls calls = {NULL, NULL, NULL};
	struct printer_settings settings[3] = {usual, usual, usual};
	struct printer *printer;

	for (size_t i = 0; i < ELEMENTS(settings); i++) {
		(void)text_copy(settings[i].path, sizeof(settings[i].path), i == 0 ? "" : "/x");
		settings[i].baud = i == 1 ? 12345 : 9600;
		settings[i].flow = i == 2 ? PRINTER_FLOW_UNSET : PRINTER_FLOW_NONE;
		assert_int_equal(
			printer_open(line->peer->event, &settings[i], &calls, NULL, &printer),
			-EINVAL);
	}
	/* A file of another kind. */
	peer_open(line->peer, &usual, "/dev/null");
	peer_until(line->peer, strcmp(peer_absent(line->peer), "failed") == 0);
}

#define serial_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		serial_test(a_slip_comes_out_as_it_was_drawn),
		serial_test(its_states_are_told),
		serial_test(a_printer_that_is_switched_off_is_none),
		serial_test(a_printer_that_is_switched_off_later_is_noticed),
		serial_test(garbage_is_named),
		serial_test(a_printer_that_knows_automatic_status_alone_is_found),
		serial_test(a_model_that_may_not_be_asked_is_up_with_its_line),
		serial_test(an_adapter_may_come_later_and_again),
		serial_test(an_adapter_pulled_amid_a_slip_leaves_it_unknown),
		serial_test(another_printer_on_the_line_is_learnt_anew),
		serial_test(a_slow_line_is_waited_for),
		serial_test(a_printer_that_says_stop_ends_the_slip_in_bounded_time),
		serial_test(a_printer_that_takes_no_question_is_off_line),
		serial_test(a_slip_that_stops_is_continued),
		serial_test(a_line_belongs_to_one_program),
		serial_test(two_slips_are_never_on_one_piece_of_paper),
		serial_test(closing_waits_for_nobody),
		serial_test(what_is_no_serial_printer_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
