/* SPDX-License-Identifier: Apache-2.0 */
/* New site data while the day goes on, and the health of devices. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "queue-fixture.h"

/* The site data */

static void bring(struct fixture *f, json_t *site, bool only_check)
{
	struct command command = {.kind = COMMAND_SITE, .site = site, .only_check = only_check};

	fixture_run(f, &command);
	command_done(&command);
}

/* The fixture's site without a service, which no counter and no complaint names any more. */
static json_t *without_service(const char *id)
{
	json_t *site = fixture_site();
	json_t *services = json_object_get(site, "services");
	json_t *counter;
	json_t *service;
	size_t i;

	(void)json_object_del(site, "complaints");
	json_array_foreach (services, i, service) {
		if (strcmp(json_string_value(json_object_get(service, "id")), id) == 0) {
			json_array_remove(services, i);
			break;
		}
	}
	json_array_foreach (json_object_get(site, "counters"), i, counter) {
		json_t *list = json_object_get(counter, "services");
		size_t j;

		json_array_foreach (list, j, service) {
			if (strcmp(json_string_value(service), id) == 0) {
				json_array_remove(list, j);
				break;
			}
		}
	}
	return site;
}

static json_t *without_counter(size_t index)
{
	json_t *site = fixture_site();

	json_array_remove(json_object_get(site, "counters"), index);
	return site;
}

static void assert_busy(const struct fixture *f, const char *field, const char *message)
{
	assert_int_equal(f->answer.error, ERROR_BUSY);
	assert_string_equal(f->answer.field, field);
	assert_string_equal(f->answer.message, message);
	assert_int_equal(f->n_events, 0);
	assert_int_equal(model_site(queue_model(f->queue))->n_services, 3);
	assert_int_equal(model_site(queue_model(f->queue))->n_counters, 3);
}

/* Whichever of its services it is, and not once it is closed. */
static void test_what_an_open_counter_serves_stays(void **state)
{
	struct fixture *f = *state;

	fixture_open(f, 1, "s1");
	bring(f, without_counter(0), false);
	assert_busy(f, "counters", "counter 1 is open; close it before it is removed");
	fixture_open(f, 2, "s2");
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
	bring(f, without_service("A"), false);
	assert_busy(f, "services", "counter 2 serves 'A' now");
	bring(f, without_service("B"), false);
	assert_busy(f, "services", "counter 2 serves 'B' now");
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE, 2, ERROR_NONE);
	bring(f, without_service("B"), false);
	assert_busy(f, "services", "counter 2 serves 'B' now");
	bring(f, without_counter(1), false);
	assert_busy(f, "counters", "counter 2 is open; close it before it is removed");
	bring(f, without_counter(0), false); /* closed */
	assert_int_equal(f->answer.error, ERROR_NONE);
	bring(f, fixture_site(), false);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 2, ERROR_NONE);
	bring(f, without_service("B"), false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_null(site_find_service(model_site(queue_model(f->queue)), "B"));
	fixture_reopen(f);
	bring(f, without_counter(1), false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_null(site_find_counter(model_site(queue_model(f->queue)), 2));
}

/* A ticket's service stays until it is over with the ticket, the first one's and the last one's. */
static void test_what_somebody_waits_for_stays(void **state)
{
	struct fixture *f = *state;
	struct command leave = {.kind = COMMAND_LEAVE};
	int64_t first = fixture_issue(f, "A", LANE_REGULAR);
	int64_t last = fixture_issue(f, "B", LANE_REGULAR);

	bring(f, without_service("A"), false);
	assert_busy(f, "services", "ticket A001 is still for service 'A'");
	bring(f, without_service("B"), false);
	assert_busy(f, "services", "ticket B001 is still for service 'B'");
	leave.ticket = last;
	fixture_run(f, &leave);
	bring(f, without_service("B"), false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	bring(f, without_service("A"), false);
	assert_int_equal(f->answer.error, ERROR_BUSY);
	leave.ticket = first;
	fixture_run(f, &leave);
	bring(f, without_service("A"), false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	fixture_verify(f);
}

/* What a try says is what would happen, and nothing has. */
static void test_a_try_changes_nothing(void **state)
{
	struct fixture *f = *state;

	bring(f, without_service("A"), true);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, 0);
	assert_int_equal(model_site(queue_model(f->queue))->n_services, 3);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	bring(f, without_service("A"), true);
	assert_busy(f, "services", "ticket A001 is still for service 'A'");
}

static void test_a_wrong_site_is_refused_with_its_first_fault(void **state)
{
	struct fixture *f = *state;
	json_t *site = fixture_site();

	json_object_set_new(json_object_get(site, "rules"), "call_attempts", json_true());
	bring(f, site, false);
	assert_int_equal(f->answer.error, ERROR_BAD_FIELD);
	assert_string_equal(f->answer.field, "rules.call_attempts");
	assert_string_equal(
		f->answer.message, "rules.call_attempts must be a whole number from 1 to 20");
	bring(f, NULL, false);
	assert_int_equal(f->answer.error, ERROR_BAD_FIELD);
	assert_string_equal(f->answer.message, "the site is missing");
	assert_int_equal(f->n_events, 0);
}

/* Who made it from an older one would take back what somebody else changed since. */
static void test_a_site_from_an_older_one_is_refused(void **state)
{
	struct fixture *f = *state;
	struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};
	int64_t seq = model_site_seq(queue_model(f->queue));

	assert_true(seq > 0);
	command.site_seq = seq;
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_not_equal(model_site_seq(queue_model(f->queue)), seq);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_CHANGED);
	command.site_seq = 0; /* from whichever */
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	command_done(&command);
}

/* A new end closes the day at once, and new hours open it. */
static void test_new_hours_hold_at_once(void **state)
{
	struct fixture *f = *state;
	struct command tick = {.kind = COMMAND_TICK};
	json_t *site = fixture_site();
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	fixture_pass_s(f, 3600);
	json_object_set_new(site, "hours", json_pack("{s:[[s,s]]}", "mon", "07:00", "08:30"));
	json_object_set_new(site, "day_end", json_string("08:30"));
	bring(f, site, false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_false(model_day_is_open(queue_model(f->queue)));
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_EXPIRED);
	fixture_pass_s(f, 24 * 3600);
	fixture_run(f, &tick);
	assert_false(model_day_is_open(queue_model(f->queue))); /* a Tuesday has no hours */
	bring(f, fixture_site(), false);
	assert_true(model_day_is_open(queue_model(f->queue)));
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	fixture_verify(f);
}

/* Devices */

static void report(struct fixture *f, const char *device, const char *device_state,
	const char *fault, const char *note)
{
	struct command command = {.kind = COMMAND_DEVICE};

	text_copy_cut(command.device, sizeof(command.device), device);
	text_copy_cut(command.device_state, sizeof(command.device_state), device_state);
	text_copy_cut(command.fault, sizeof(command.fault), fault);
	text_copy_cut(command.note, sizeof(command.note), note);
	fixture_run(f, &command);
}

static void assert_taken(struct fixture *f, const char *device, enum command_error error)
{
	report(f, device, "ok", "none", "");
	if (f->answer.error != error) {
		fail_msg("%s: %s", device, error_name(f->answer.error));
	}
	assert_int_equal(
		model_find_device(queue_model(f->queue), device) != NULL, error == ERROR_NONE);
}

static void test_a_report_that_says_nothing_new_is_no_event(void **state)
{
	static const struct {
		const char *state, *fault, *note;
		size_t events;
	} table[] = {
		{"ok", "none", "", 1},
		{"ok", "none", "", 0},
		{"paper_low", "none", "", 1},
		{"paper_low", "site", "", 1},
		{"paper_low", "site", "20 slips", 1},
		{"paper_low", "site", "20 slips", 0},
		{"paper_low", "site", "19 slips", 1},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(table); i++) {
		const struct device *device;

		report(f, "kiosk-1/printer", table[i].state, table[i].fault, table[i].note);
		assert_int_equal(f->answer.error, ERROR_NONE);
		assert_int_equal(f->n_events, table[i].events);
		device = model_find_device(queue_model(f->queue), "kiosk-1/printer");
		assert_string_equal(device->state, table[i].state);
		assert_string_equal(device->fault, table[i].fault);
		assert_string_equal(device->note, table[i].note);
	}
	report(f, "", "ok", "none", "");
	assert_int_equal(f->answer.error, ERROR_BAD_FIELD);
	assert_string_equal(f->answer.field, "name");
	report(f, "a b", "ok", "none", "");
	assert_int_equal(f->answer.error, ERROR_BAD_FIELD);
	fixture_reopen(f);
}

/* One that reports ever new parts takes no room from the others. */
static void test_a_device_has_so_many_parts(void **state)
{
	struct fixture *f = *state;
	char name[LIMIT_ID + 1];

	for (int i = 0; i < LIMIT_DEVICE_PARTS; i++) {
		(void)snprintf(name, sizeof(name), "kiosk-1/part-%d", i);
		assert_taken(f, name, ERROR_NONE);
	}
	assert_taken(f, "kiosk-1/more", ERROR_LIMIT);
	assert_string_equal(f->answer.field, "name");
	assert_taken(f, "kiosk-1/part-0", ERROR_NONE); /* known */
	assert_taken(f, "kiosk-1", ERROR_NONE);
	assert_taken(f, "kiosk-11/more", ERROR_NONE); /* another one */
	for (int i = 0; i < LIMIT_DEVICE_PARTS + 2; i++) {
		(void)snprintf(name, sizeof(name), "hub/part-%d", i);
		assert_taken(f, name, ERROR_NONE); /* the hub's own have room */
	}
}

/* The hub's own do not count, and always have room. */
static void test_there_are_so_many_devices(void **state)
{
	struct fixture *f = *state;
	char name[LIMIT_ID + 1];

	assert_taken(f, "hub/disk", ERROR_NONE);
	for (int i = 0; i < LIMIT_DEVICES; i++) {
		(void)snprintf(name, sizeof(name), "kiosk-%d", i);
		assert_taken(f, name, ERROR_NONE);
	}
	assert_taken(f, "kiosk-more", ERROR_LIMIT);
	assert_taken(f, "kiosk-0/printer", ERROR_LIMIT);
	assert_taken(f, "kiosk-0", ERROR_NONE); /* known */
	assert_taken(f, "hub/clock", ERROR_NONE);
	fixture_verify(f);
}

/* And its parts; another one, whose name begins alike, stays. */
static void test_a_device_is_removed_with_its_parts(void **state)
{
	static const char *const names[] = {
		"kiosk-1/printer", "kiosk-1/panel", "kiosk-1", "kiosk-11", "hub/disk", "kiosk-2"};
	struct fixture *f = *state;
	struct command remove = {.kind = COMMAND_DEVICE_REMOVE, .device = "kiosk-1"};

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		assert_taken(f, names[i], ERROR_NONE);
	}
	fixture_run(f, &remove);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, 1);
	fixture_reopen(f);
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		assert_int_equal(model_find_device(queue_model(f->queue), names[i]) != NULL, i > 2);
	}
	fixture_run(f, &remove);
	assert_int_equal(f->answer.error, ERROR_NOT_FOUND);
	text_copy_cut(remove.device, sizeof(remove.device), "hub");
	fixture_run(f, &remove);
	assert_int_equal(f->answer.error, ERROR_NOT_FOUND); /* it is never gone */
	assert_string_equal(f->answer.field, "name");
	assert_non_null(model_find_device(queue_model(f->queue), "hub/disk"));
	text_copy_cut(remove.device, sizeof(remove.device), "kiosk-2"); /* the last */
	fixture_run(f, &remove);
	assert_int_equal(f->answer.error, ERROR_NONE);
	text_copy_cut(remove.device, sizeof(remove.device), "kiosk-11"); /* the first */
	fixture_run(f, &remove);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_null(model_find_device(queue_model(f->queue), "kiosk-11"));
}

#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_what_an_open_counter_serves_stays),
		WITH_QUEUE(test_what_somebody_waits_for_stays),
		WITH_QUEUE(test_a_try_changes_nothing),
		WITH_QUEUE(test_a_wrong_site_is_refused_with_its_first_fault),
		WITH_QUEUE(test_a_site_from_an_older_one_is_refused),
		WITH_QUEUE(test_new_hours_hold_at_once),
		WITH_QUEUE(test_a_report_that_says_nothing_new_is_no_event),
		WITH_QUEUE(test_a_device_has_so_many_parts),
		WITH_QUEUE(test_there_are_so_many_devices),
		WITH_QUEUE(test_a_device_is_removed_with_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
