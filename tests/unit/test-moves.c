/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of tickets' and counters' moves on disk, in the API and on the command line, against
 * moves.txt, which keeps them: a hub reads the logs of years ago, and others' programs use the
 * words. A line is added for something new; none is changed. REGENERATE=1 writes the file anew.
 */
#include "check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ctl/ctl.h"
#include "hub/hub-api.h"
#include "queue/journal.h"

enum { LINES_MAX = 400, KEPT_MAX = 200000 };

struct lines {
	char *line[LINES_MAX];
	size_t n;
};

_printf_(2, 3) static void add(struct lines *lines, const char *format, ...)
{
	va_list arguments;
	char line[2000];
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	assert_in_range(length, 1, sizeof(line) - 1);
	assert_in_range(lines->n, 0, LINES_MAX - 1);
	lines->line[lines->n++] = text_dup(line);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void lines_done(struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		free(lines->line[i]);
	}
}

static void add_tickets(struct lines *lines)
{
	for (int i = 0; i < TICKET_STATES; i++) {
		add(lines, "state %s", ticket_state_name((enum ticket_state)i));
	}
	for (int i = 0; i < LANES; i++) {
		add(lines, "lane %s", ticket_lane_name((enum lane)i));
	}
	for (int i = 0; i < SLIP_STATUSES; i++) {
		add(lines, "paper %s", ticket_slip_status_name((enum slip_status)i));
	}
	for (int from = 0; from < TICKET_STATES; from++) {
		for (int move = 0; move < TICKET_MOVES; move++) {
			enum ticket_state to;

			if (ticket_move_target(
				    (enum ticket_state)from, (enum ticket_move)move, &to) == 0) {
				add(lines, "move %s from %s to %s",
					ticket_move_name((enum ticket_move)move),
					ticket_state_name((enum ticket_state)from),
					ticket_state_name(to));
			}
		}
	}
}

/* Each field has another value, so that none can stand for another. */
static const struct event full = {
	.at = {.wall_ms = 1795400000000},
	.ticket = 12,
	.session = 5,
	.counter = 2,
	.day = "2026-11-23",
	.series = "S",
	.number = 13,
	.text = "A012",
	.service = "service-1",
	.lane = LANE_PRIORITY,
	.state = TICKET_CALLED,
	.slip_status = SLIP_QUEUED,
	.reason = "elderly",
	.language = "vi",
	.press_id = "press-1",
	.kiosk = "kiosk-1",
	.note = "note-1",
	.outcome = "outcome-1",
	.staff = "staff-1",
	.device = "device-1",
	.device_state = "paper_out",
	.fault = "site",
	.place = 12288,
	.calls = 14,
	.target_counter = 15,
	.ahead = 16,
	.wait_estimate_s = 17,
	.quantity = 18,
	.score = 4,
	.down = true,
	.source = "source-1",
	.until = "2026-11-24",
	.entry = 19,
	.tickets_above = 20,
	.guessed = true,
	.from_ticket = 21,
	.reopened = true,
	.offset_ms = 22,
	.in_order = true,
	.n_services = 2,
	.services = {"A", "B"},
	.complaint = {.action = "correct",
		.entered_by = "staff-2",
		.subject = "subject-1",
		.channel = "phone",
		.day = "2026-11-25",
		.due_day = "2026-11-26",
		.about = "about-1",
		.outcome = "explained",
		.answered_day = "2026-11-27",
		.answered_by = "staff-3",
		.note = "note-2"},
};

static void add_events(struct lines *lines)
{
	struct event event = full;

	for (int kind = 0; kind < EVENT_KINDS; kind++) {
		struct event least = {.kind = (enum event_kind)kind, .at = event.at};
		_cleanup_free_ char *data = NULL;
		_cleanup_free_ char *least_data = journal_encode(&least);
		_cleanup_free_ char *hidden = NULL;

		event.kind = (enum event_kind)kind;
		event.site = event_has_json(event.kind) ? json_object() : NULL;
		data = journal_encode(&event);
		hidden = journal_private(&event);
		add(lines, "event %s %s", event_kind_name(event.kind), data);
		add(lines, "event %s at least %s", event_kind_name(event.kind), least_data);
		if (hidden) {
			add(lines, "event %s hides %s", event_kind_name(event.kind), hidden);
		}
		event_done(&event);
	}
}

static void add_route(struct lines *lines, const struct route *route)
{
	_cleanup_(textbuf_done) struct textbuf roles = {0};
	_cleanup_(textbuf_done) struct textbuf fields = {0};

	for (int role = 0; role < ROLES; role++) {
		if (route->roles & 1 << role) {
			textbuf_printf(&roles, " %s", role_name((enum role)role));
		}
	}
	for (size_t i = 0; i < route->fields.n; i++) {
		const struct field *field = &route->fields.list[i];

		textbuf_printf(&fields, " %s%s", field->name, field->required ? "!" : "");
	}
	add(lines, "route %s %s for%s takes%s", route->method, route->path, roles.data,
		fields.data ? fields.data : "");
}

static void add_command(struct lines *lines, const struct ctl_command *command)
{
	_cleanup_(textbuf_done) struct textbuf fields = {0};

	for (const struct ctl_field *field = command->fields; field && field->name; field++) {
		textbuf_printf(&fields, " %s=%s%s", field->name, field->json ? field->json : "",
			field->required ? "!" : "");
	}
	add(lines, "command %s %s %s %s once %s takes%s", command->group, command->verb,
		command->method ? command->method : "", command->path ? command->path : "",
		command->once ? command->once : "", fields.data ? fields.data : "");
}

static void read_kept(const char *path, struct lines *ret)
{
	_cleanup_free_ char *text = NULL;
	char *save = NULL;

	assert_int_equal(text_read_file(path, KEPT_MAX, &text, NULL), 0);
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		add(ret, "%s", line);
	}
}

static void write_kept(const char *path, const struct lines *lines)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	for (size_t i = 0; i < lines->n; i++) {
		assert_true(fprintf(file, "%s\n", lines->line[i]) > 0);
	}
	assert_int_equal(fclose(file), 0);
}

/* Both are sorted. How many lines only one has. */
static int print_differences(const struct lines *kept, const struct lines *now)
{
	size_t i = 0;
	size_t j = 0;
	int differences = 0;

	while (i < kept->n || j < now->n) {
		int order = i == kept->n ? 1
			: j == now->n    ? -1
					 : strcmp(kept->line[i], now->line[j]);

		if (order < 0) {
			print_error("gone: %s\n", kept->line[i++]);
		} else if (order > 0) {
			print_error("not kept: %s\n", now->line[j++]);
		} else {
			i++;
			j++;
		}
		differences += order != 0;
	}
	return differences;
}

static void test_names_are_those_that_were_given(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/tests/unit/moves.txt", TEST_ROOT);
	_cleanup_(lines_done) struct lines now = {0};
	_cleanup_(lines_done) struct lines kept = {0};
	const char *regenerate = getenv("REGENERATE");

	(void)state;
	add_tickets(&now);
	add_events(&now);
	for (size_t r = 0; r < n_routes; r++) {
		const struct route *route = &routes[r];

		if (strncmp(route->path, "/api/v1/tickets", strlen("/api/v1/tickets")) == 0 ||
			strncmp(route->path, "/api/v1/counters", strlen("/api/v1/counters")) == 0) {
			add_route(&now, route);
		}
	}
	for (const struct ctl_command *command = ctl_commands; command->group; command++) {
		if (strcmp(command->group, "ticket") == 0 ||
			strcmp(command->group, "counter") == 0) {
			add_command(&now, command);
		}
	}
	qsort(now.line, now.n, sizeof(now.line[0]), compare);
	if (regenerate && strcmp(regenerate, "1") == 0) {
		write_kept(path, &now);
	}
	read_kept(path, &kept);
	assert_int_equal(print_differences(&kept, &now), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_those_that_were_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
