/* SPDX-License-Identifier: Apache-2.0 */
#include "queue-fixture.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "check/check-database.h"

struct clock_reading fixture_at(int minute, int second)
{
	struct clock_reading moment = {.boot_ms = 1000000 + ((int64_t)minute * 60 + second) * 1000,
		.boot_id = "0123456789abcdef0123456789abcdef",
		.trusted = true};

	assert_int_equal(zone_use(ZONE_DEFAULT), 0);
	assert_int_equal(zone_instant("2026-11-23", 0, &moment.wall_ms), 0);
	moment.wall_ms += ((int64_t)minute * 60 + second) * 1000;
	return moment;
}

json_t *fixture_site(void)
{
	static const char text[] =
		"{\"format\":\"layso-site/1\",\"name\":{\"vi\":\"Trung tâm\",\"en\":\"Centre\"},"
		"\"languages\":[\"vi\",\"en\"],\"hours\":\"always\",\"rules\":{},\"services\":["
		"{\"id\":\"A\",\"series\":\"A\",\"name\":{\"vi\":\"Hộ tịch\"}},"
		"{\"id\":\"B\",\"series\":\"B\",\"name\":{\"vi\":\"Chứng thực\"}},"
		"{\"id\":\"C\",\"series\":\"C\",\"name\":{\"vi\":\"Đất đai\"},\"daily_limit\":2,"
		"\"hours\":{\"mon\":[[\"07:30\",\"11:30\"]]}}],"
		"\"counters\":[{\"number\":1,\"name\":{\"vi\":\"Quầy "
		"1\"},\"services\":[\"A\",\"B\"]},"
		"{\"number\":2,\"name\":{\"vi\":\"Quầy 2\"},\"services\":[\"A\",\"B\"]},"
		"{\"number\":3,\"name\":{\"vi\":\"Quầy 3\"},\"services\":[\"A\",\"B\"],"
		"\"in_order\":true}],"
		"\"staff\":[{\"id\":\"s1\",\"name\":\"Một\",\"role\":\"clerk\"},"
		"{\"id\":\"s2\",\"name\":\"Hai\",\"role\":\"clerk\"},"
		"{\"id\":\"s3\",\"name\":\"Ba\",\"role\":\"clerk\"},"
		"{\"id\":\"s4\",\"name\":\"Bốn\",\"role\":\"clerk\",\"active\":false}],"
		"\"priority_reasons\":[{\"id\":\"elderly\",\"name\":{\"vi\":\"Người cao tuổi\"}}],"
		"\"outcomes\":[{\"id\":\"done\",\"name\":{\"vi\":\"Xong\"}}],"
		"\"complaints\":{\"subjects\":[{\"id\":\"waiting\",\"name\":{\"vi\":\"Chờ "
		"lâu\"},\"service\":\"A\"},{\"id\":\"conduct\",\"name\":{\"vi\":\"Thái độ\"},"
		"\"service\":\"B\"}],\"days\":5,\"count\":\"working\"}}";
	json_error_t error;
	json_t *site = json_loads(text, 0, &error);

	assert_non_null(site);
	return site;
}

void fixture_rule(json_t *site, const char *key, int value)
{
	json_object_set_new(json_object_get(site, "rules"), key, json_integer(value));
}

void fixture_run(struct fixture *fixture, const struct command *command)
{
	queue_free_events(fixture->events, fixture->n_events);
	queue_run(fixture->queue, &command, 1, &fixture->now, &fixture->answer, &fixture->events,
		&fixture->n_events);
}

int fixture_set_up(void **state)
{
	struct fixture *fixture = memory_new(1, sizeof(*fixture));
	struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};

	fixture->now = fixture_at(8 * 60, 0);
	text_copy_cut(fixture->dir, sizeof(fixture->dir), "/tmp/layso-test-XXXXXX");
	assert_non_null(mkdtemp(fixture->dir));
	assert_int_equal(store_create(fixture->dir), 0);
	assert_int_equal(queue_open(fixture->dir, true, &fixture->now, &fixture->queue), 0);
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
	command_done(&command);
	assert_true(model_day_is_open(queue_model(fixture->queue)));
	*state = fixture;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

int fixture_tear_down(void **state)
{
	struct fixture *fixture = *state;

	queue_free_events(fixture->events, fixture->n_events);
	queue_close(fixture->queue);
	(void)nftw(fixture->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(fixture);
	return 0;
}

int64_t fixture_issue(struct fixture *fixture, const char *service, enum lane lane)
{
	struct command command = {.kind = COMMAND_ISSUE, .lane = lane};

	text_copy_cut(command.service, sizeof(command.service), service);
	if (lane == LANE_PRIORITY) {
		text_copy_cut(command.reason, sizeof(command.reason), "elderly");
	}
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
	assert_true(fixture->answer.created);
	return fixture->answer.ticket.id;
}

void fixture_open(struct fixture *fixture, int counter, const char *staff)
{
	struct command command = {.kind = COMMAND_COUNTER_OPEN, .counter = counter};

	text_copy_cut(command.staff, sizeof(command.staff), staff);
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
	assert_int_equal(fixture->answer.counter.state, COUNTER_OPEN);
}

int64_t fixture_move(
	struct fixture *fixture, enum command_kind kind, int counter, enum command_error expected)
{
	struct command command = {.kind = kind, .counter = counter};

	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, expected);
	return fixture->answer.has_ticket ? fixture->answer.ticket.id : 0;
}

const struct ticket *fixture_ticket(const struct fixture *fixture, int64_t id)
{
	const struct ticket *ticket = model_find_ticket(queue_model(fixture->queue), id);

	assert_non_null(ticket);
	return ticket;
}

void fixture_pass_s(struct fixture *fixture, int seconds)
{
	fixture->now.wall_ms += (int64_t)seconds * 1000;
	fixture->now.boot_ms += (int64_t)seconds * 1000;
}

void fixture_verify(const struct fixture *fixture)
{
	_cleanup_free_ char *report = NULL;
	int64_t events = 0;
	int r = store_verify(fixture->dir, &events, &report);

	if (report) {
		print_error("%s", report);
	}
	assert_int_equal(r, 0);
	assert_int_equal(events, model_seq(queue_model(fixture->queue)));
}

void fixture_reopen(struct fixture *fixture)
{
	queue_close(fixture->queue);
	fixture->queue = NULL;
	assert_int_equal(queue_open(fixture->dir, true, &fixture->now, &fixture->queue), 0);
	fixture_verify(fixture);
}

void fixture_check(struct fixture *fixture)
{
	_cleanup_(check_report_done) struct check_report report = {0};

	fixture_reopen(fixture);
	assert_int_equal(check_database(fixture->dir, &report), 0);
	if (report.violations > 0) {
		print_error("%s", report.said.data);
	}
	assert_int_equal(report.violations, 0);
}
