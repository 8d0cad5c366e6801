/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays a script of operations into a database, with the clock that the script says, so that a
 * month is there in a moment and is what hubd itself would have written.
 *
 *   bench-play DIR SITE.json < SCRIPT
 *
 * The first line is when it begins. A line is "WALL_MS WORD NUMBER TEXT"; unused ones may be
 * absent. What is refused ends the play.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "bench/bench-http.h"
#include "queue/queue.h"

static const struct {
	const char *word;
	enum command_kind kind;
} words[] = {
	{"tick", COMMAND_TICK}, {"issue", COMMAND_ISSUE}, /* 1 priority, service */
	{"open", COMMAND_COUNTER_OPEN}, /* counter, staff */
	{"close", COMMAND_COUNTER_CLOSE}, {"pause", COMMAND_COUNTER_PAUSE},
	{"resume", COMMAND_COUNTER_RESUME}, {"call", COMMAND_CALL}, /* counter, the ticket's id */
	{"appear", COMMAND_APPEAR}, {"absent", COMMAND_ABSENT}, {"finish", COMMAND_FINISH},
	{"leave", COMMAND_LEAVE}, /* ticket */
	{"void", COMMAND_VOID}, {"paper", COMMAND_PAPER}, /* ticket, PRINTED … */
	{"reprint", COMMAND_REPRINT}, {"rate", COMMAND_RATE}, /* ticket, score */
	{"portal", COMMAND_PORTAL}, /* 1 down, 0 up */
};

static int64_t number_of(const char *text)
{
	int64_t n = 0;

	if (text_parse_int(text, 0, INT64_MAX, &n) < 0) {
		bench_fail("%s is no number", text);
	}
	return n;
}

static void fill_issue(struct command *command, int64_t number, const char *text)
{
	text_copy_cut(command->service, sizeof(command->service), text);
	command->lane = number ? LANE_PRIORITY : LANE_REGULAR;
	text_copy_cut(command->reason, sizeof(command->reason), number ? "elderly" : "");
	command->print = true;
	text_copy_cut(command->kiosk, sizeof(command->kiosk), "kiosk-1");
}

static void fill_command(struct command *command, int64_t number, const char *text)
{
	if (command->kind == COMMAND_ISSUE) {
		fill_issue(command, number, text);
	} else if (command_is_at_counter(command->kind)) {
		command->counter = (int)number;
	} else {
		command->ticket = number;
	}
	command->down = number == 1;
	if (command->kind == COMMAND_COUNTER_OPEN) {
		text_copy_cut(command->staff, sizeof(command->staff), text);
	} else if (command->kind == COMMAND_CALL) {
		command->ticket = number_of(text);
	} else if (command->kind == COMMAND_RATE) {
		command->score = (int)number_of(text);
	} else if (command->kind == COMMAND_PAPER &&
		ticket_slip_status_parse(text, &command->slip_status) < 0) {
		bench_fail("%s is no state of a slip", text);
	}
}

static void run(
	struct queue *queue, struct command *command, const struct clock_reading *now, int line)
{
	const struct command *list[] = {command};
	struct published *events = NULL;
	struct answer answer;
	size_t n = 0;

	text_copy_cut(command->actor, sizeof(command->actor), "play");
	queue_run(queue, list, 1, now, &answer, &events, &n);
	queue_free_events(events, n);
	command_done(command);
	if (answer.error != ERROR_NONE) {
		bench_fail("line %d: %s: %s", line, error_name(answer.error), answer.message);
	}
}

static void take_site(struct queue *queue, const char *path, const struct clock_reading *now)
{
	struct command command = {.kind = COMMAND_SITE};
	json_error_t error;

	command.site = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!command.site) {
		bench_fail("%s:%d: %s", path, error.line, error.text);
	}
	run(queue, &command, now, 0);
}

static void play_line(struct queue *queue, char *text, struct clock_reading *now, int line)
{
	struct command command = {.has_lane = true};
	const char *wall = strsep(&text, " ");
	const char *word = strsep(&text, " ");
	const char *number = strsep(&text, " ");
	int64_t wall_ms = number_of(wall);
	size_t i = 0;

	while (i < ELEMENTS(words) && (!word || strcmp(words[i].word, word) != 0)) {
		i++;
	}
	if (i == ELEMENTS(words)) {
		bench_fail("line %d has no known word", line);
	}
	command.kind = words[i].kind;
	now->boot_ms += wall_ms - now->wall_ms;
	now->wall_ms = wall_ms;
	fill_command(&command, number ? number_of(number) : 0, text ? text : "");
	run(queue, &command, now, line);
}

int main(int argc, char *argv[])
{
	_cleanup_(queue_closep) struct queue *queue = NULL;
	struct clock_reading now = {
		.boot_ms = 1, .boot_id = "11111111111111111111111111111111", .trusted = true};
	char text[256];
	int line = 0;

	if (argc != 3) {
		bench_fail("usage: bench-play DIR SITE.json < SCRIPT");
	}
	while (fgets(text, sizeof(text), stdin)) {
		text[strcspn(text, "\n")] = '\0';
		line++;
		if (!queue) {
			now.wall_ms = number_of(text); /* the first line: when it begins */
			if (store_create(argv[1]) < 0 ||
				queue_open(argv[1], true, &now, &queue) < 0) {
				bench_fail("cannot make a database in %s", argv[1]);
			}
			take_site(queue, argv[2], &now);
			continue;
		}
		play_line(queue, text, &now, line);
	}
	return 0;
}
