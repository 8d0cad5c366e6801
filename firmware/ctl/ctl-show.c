/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/ctl-table.h"
#include "ctl/ctl-value.h"

static void add_any(struct table *table, const json_t *object, const char *key)
{
	const json_t *json = json_object_get(object, key);
	_cleanup_free_ char *text = json ? value_any(json) : NULL;

	table_add(table, text);
}

static void add_clock(struct table *table, const json_t *object, const char *key)
{
	_cleanup_free_ char *text = value_clock(object, key);

	table_add(table, text);
}

static void add_duration(struct table *table, const json_t *object, const char *key)
{
	_cleanup_free_ char *text = value_duration(object, key);

	table_add(table, text);
}

/* A line "Name:     value", left out when there is no value. */
static void add_line(struct textbuf *out, const char *name, const char *value)
{
	_cleanup_free_ char *clean = value ? table_clean(value) : NULL;

	if (clean && *clean) {
		textbuf_printf(out, "  %-12s %s\n", name, clean);
	}
}

static void add_member(struct textbuf *out, const char *name, const json_t *object, const char *key)
{
	const json_t *json = json_object_get(object, key);
	_cleanup_free_ char *text = json && !json_is_null(json) ? value_any(json) : NULL;

	add_line(out, name, text);
}

static void show_services(const json_t *state, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const headers[] = {"SERVICE", "NAME", "OPENING", ">WAITING", ">PRIORITY",
		">RETURN", ">REGULAR", ">LONGEST", ">ESTIMATE", ">ISSUED", ">LIMIT", NULL};
	_cleanup_(table_done) struct table table;
	const json_t *service;
	size_t i;

	table_init(&table, headers);
	json_array_foreach (json_object_get(state, "services"), i, service) {
		const json_t *lanes = json_object_get(service, "lanes");
		json_int_t limit = json_integer_value(json_object_get(service, "daily_limit"));

		table_add(&table, value_text(service, "id"));
		table_add(&table, value_name(json_object_get(service, "name"), view));
		add_any(&table, service, "opening");
		add_any(&table, service, "waiting");
		add_any(&table, lanes, "priority");
		add_any(&table, lanes, "return");
		add_any(&table, lanes, "regular");
		add_duration(&table, service, "longest_wait_s");
		add_duration(&table, service, "wait_estimate_s");
		add_any(&table, service, "issued");
		if (limit > 0) {
			table_addf(&table, "%" JSON_INTEGER_FORMAT, limit);
		} else {
			table_add(&table, NULL);
		}
	}
	table_write(&table, "no services: the hub has no site data yet (layso site import)", out);
}

static void add_ticket_of(struct table *table, const json_t *counter)
{
	const json_t *ticket = json_object_get(counter, "ticket");

	table_add(table, value_text(ticket, "number"));
	table_add(table, value_text(ticket, "state"));
}

static void add_numbers(struct table *table, const json_t *tickets)
{
	_cleanup_(textbuf_done) struct textbuf numbers = {0};
	const json_t *ticket;
	size_t i;

	json_array_foreach (tickets, i, ticket) {
		const char *number = value_text(ticket, "number");

		textbuf_printf(&numbers, "%s%s", i ? " " : "", number ? number : "?");
	}
	table_add(table, numbers.data);
}

void show_counters(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const headers[] = {">COUNTER", "NAME", "STATE", "STAFF", "SERVICES",
		"TICKET", "ITS STATE", "HELD", "SINCE", "NOTE", NULL};
	_cleanup_(table_done) struct table table;
	const json_t *counter;
	size_t i;

	table_init(&table, headers);
	json_array_foreach (json_object_get(answer, "counters"), i, counter) {
		add_any(&table, counter, "number");
		table_add(&table, value_name(json_object_get(counter, "name"), view));
		add_any(&table, counter, "state");
		table_add(&table, value_text(counter, "staff"));
		add_any(&table, counter, "services");
		add_ticket_of(&table, counter);
		add_numbers(&table, json_object_get(counter, "held"));
		add_clock(&table, counter, "since");
		table_add(&table, value_text(counter, "note"));
	}
	table_write(&table, "no counters", out);
}

static void show_calls(const json_t *state, struct textbuf *out)
{
	static const char *const headers[] = {"CALL", ">COUNTER", "STATE", ">CALLS", "AT", NULL};
	_cleanup_(table_done) struct table table;
	const json_t *call;
	size_t i;

	table_init(&table, headers);
	json_array_foreach (json_object_get(state, "calls"), i, call) {
		table_add(&table, value_text(call, "number"));
		add_any(&table, call, "counter");
		add_any(&table, call, "state");
		add_any(&table, call, "calls");
		add_clock(&table, call, "at");
	}
	table_write(&table, "nobody was called yet", out);
}

static void fill_tickets(struct table *table, const json_t *tickets)
{
	const json_t *ticket;
	size_t i;

	json_array_foreach (tickets, i, ticket) {
		table_add(table, value_text(ticket, "number"));
		add_any(table, ticket, "id");
		add_any(table, ticket, "service");
		add_any(table, ticket, "lane");
		table_add(table, value_text(ticket, "reason"));
		add_any(table, ticket, "state");
		add_any(table, ticket, "counter");
		add_any(table, ticket, "paper");
		add_clock(table, ticket, "issued_at");
		add_any(table, ticket, "ahead");
		add_duration(table, ticket, "wait_estimate_s");
		table_add(table, value_text(ticket, "note"));
	}
}

static void write_tickets(const json_t *tickets, const char *empty, struct textbuf *out)
{
	static const char *const headers[] = {"NUMBER", ">ID", "SERVICE", "LANE", "REASON", "STATE",
		">COUNTER", "PAPER", "ISSUED", ">AHEAD", ">ESTIMATE", "NOTE", NULL};
	_cleanup_(table_done) struct table table;

	table_init(&table, headers);
	fill_tickets(&table, tickets);
	table_write(&table, empty, out);
}

void show_tickets(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const json_t *next = json_object_get(answer, "next");

	(void)view;
	write_tickets(json_object_get(answer, "tickets"), "no such tickets", out);
	if (json_is_integer(next)) {
		textbuf_printf(out, "\nThere are more: --after %" JSON_INTEGER_FORMAT "\n",
			json_integer_value(next));
	}
}

void show_state(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const char *day = value_text(answer, "day");
	const char *clock = value_text(answer, "clock");
	_cleanup_free_ char *time = value_clock(answer, "time");

	textbuf_printf(out, "Day %s (%s), time %s, clock %s, event %" JSON_INTEGER_FORMAT "\n\n",
		day ? day : "-",
		json_is_true(json_object_get(answer, "day_open")) ? "open" : "not open",
		time ? time : "-", clock ? clock : "-",
		json_integer_value(json_object_get(answer, "seq")));
	if (clock && strcmp(clock, "behind") == 0) {
		textbuf_add(out,
			"The clock is earlier than the last event: set it, or confirm it with "
			"\"layso clock accept\".\n\n");
	}
	show_services(answer, view, out);
	textbuf_add(out, "\n");
	show_counters(answer, view, out);
	textbuf_add(out, "\n");
	show_calls(answer, out);
	if (json_object_get(answer, "waiting")) {
		textbuf_add(out, "\n");
		write_tickets(json_object_get(answer, "waiting"), "nobody is waiting", out);
	}
}

void show_ticket(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	_cleanup_free_ char *issued = value_clock(answer, "issued_at");
	_cleanup_free_ char *called = value_clock(answer, "called_at");
	_cleanup_free_ char *since = value_clock(answer, "since");
	_cleanup_free_ char *estimate = value_duration(answer, "wait_estimate_s");
	const char *number = value_text(answer, "number");

	(void)view;
	textbuf_printf(out, "%s\n", number ? number : "?");
	add_member(out, "id", answer, "id");
	add_member(out, "state", answer, "state");
	add_line(out, "since", since);
	add_member(out, "service", answer, "service");
	add_member(out, "lane", answer, "lane");
	add_member(out, "reason", answer, "reason");
	add_member(out, "day", answer, "day");
	add_line(out, "issued", issued);
	add_line(out, "called", called);
	add_member(out, "calls", answer, "calls");
	add_member(out, "counter", answer, "counter");
	add_member(out, "waits for", answer, "wanted_counter");
	add_member(out, "ahead", answer, "ahead");
	add_line(out, "estimate", estimate);
	add_member(out, "paper", answer, "paper");
	add_member(out, "kiosk", answer, "kiosk");
	add_member(out, "prints", answer, "prints");
	add_member(out, "language", answer, "language");
	add_member(out, "note", answer, "note");
	add_member(out, "outcome", answer, "outcome");
	add_member(out, "token", answer, "token");
}

void show_counter(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const json_t *ticket = json_object_get(answer, "ticket");
	_cleanup_(textbuf_done) struct textbuf held = {0};
	_cleanup_free_ char *since = value_clock(answer, "since");
	const json_t *one;
	size_t i;

	textbuf_printf(out, "Counter %" JSON_INTEGER_FORMAT "\n",
		json_integer_value(json_object_get(answer, "number")));
	add_line(out, "name", value_name(json_object_get(answer, "name"), view));
	add_member(out, "state", answer, "state");
	add_line(out, "since", since);
	add_member(out, "staff", answer, "staff");
	add_member(out, "services", answer, "services");
	add_member(out, "note", answer, "note");
	json_array_foreach (json_object_get(answer, "held"), i, one) {
		const char *number = value_text(one, "number");

		textbuf_printf(&held, "%s%s", i ? " " : "", number ? number : "?");
	}
	add_line(out, "held", held.data);
	if (json_is_object(ticket)) {
		textbuf_add(out, "\n");
		show_ticket(ticket, view, out);
	}
}

void show_public(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	_cleanup_free_ char *estimate = value_duration(answer, "wait_estimate_s");
	const char *number = value_text(answer, "number");

	textbuf_printf(out, "%s\n", number ? number : "?");
	add_line(out, "centre", value_name(json_object_get(answer, "centre"), view));
	add_line(out, "service", value_name(json_object_get(answer, "service"), view));
	add_member(out, "lane", answer, "lane");
	add_member(out, "state", answer, "state");
	add_member(out, "counter", answer, "counter");
	add_member(out, "ahead", answer, "ahead");
	add_line(out, "estimate", estimate);
}

void show_health(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const headers[] = {"DEVICE", "STATE", "FAULT", "SINCE", "NOTE", NULL};
	const json_t *hub = json_object_get(answer, "hub");
	const char *status = value_text(answer, "status");
	_cleanup_(table_done) struct table table;
	const json_t *device;
	size_t i;

	textbuf_printf(out, "%s\n", status ? status : "?");
	show_object(hub, view, out);
	textbuf_add(out, "\n");
	table_init(&table, headers);
	json_array_foreach (json_object_get(answer, "devices"), i, device) {
		table_add(&table, value_text(device, "name"));
		add_any(&table, device, "state");
		add_any(&table, device, "fault");
		add_any(&table, device, "since");
		table_add(&table, value_text(device, "note"));
	}
	table_write(&table, "no device has reported yet", out);
}

void show_object(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const char *key;
	json_t *member;

	(void)view;
	json_object_foreach ((json_t *)answer, key, member) {
		_cleanup_free_ char *text = value_any(member);
		_cleanup_free_ char *clean = table_clean(text);

		textbuf_printf(out, "  %-16s %s\n", key, clean);
	}
}

static const json_t *first_list(const json_t *answer)
{
	const char *key;
	json_t *member;

	json_object_foreach ((json_t *)answer, key, member) {
		if (json_is_array(member)) {
			return member;
		}
	}
	return NULL;
}

/* A header per key, in capitals; numbers to the right. Ends with NULL; heap, each and all. */
static void make_headers(const json_t *row, char *headers[TABLE_COLUMNS_MAX + 1])
{
	const char *key;
	json_t *member;
	size_t n = 0;

	json_object_foreach ((json_t *)row, key, member) {
		bool right = json_is_number(member) || json_is_null(member);

		if (n == TABLE_COLUMNS_MAX) {
			break;
		}
		headers[n] = text_printf("%s%s", right ? ">" : "", key);
		for (char *c = headers[n]; *c; c++) {
			*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
		}
		n++;
	}
	headers[n] = NULL;
}

void show_rows(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const json_t *rows = first_list(answer);
	const json_t *first = json_array_get(rows, 0);
	char *headers[TABLE_COLUMNS_MAX + 1];
	_cleanup_(table_done) struct table table;
	const json_t *row;
	size_t i;

	(void)view;
	make_headers(first, headers);
	table_init(&table, (const char *const *)headers);
	json_array_foreach (rows, i, row) {
		const char *key;
		json_t *member;
		size_t n = 0;

		json_object_foreach ((json_t *)first, key, member) {
			if (n++ < TABLE_COLUMNS_MAX) {
				add_any(&table, row, key);
			}
		}
	}
	table_write(&table, "nothing", out);
	for (size_t n = 0; headers[n]; n++) {
		free(headers[n]);
	}
}

void show_event(int64_t seq, const char *kind, const json_t *data, struct textbuf *out)
{
	_cleanup_free_ char *clock = value_clock(data, "at");
	_cleanup_free_ char *clean_kind = table_clean(kind);
	const char *key;
	json_t *member;

	textbuf_printf(out, "%7" PRId64 "  %s  %-14s", seq, clock ? clock : "--:--:--", clean_kind);
	json_object_foreach ((json_t *)data, key, member) {
		_cleanup_free_ char *text = value_any(member);
		_cleanup_free_ char *clean = table_clean(text);

		if (strcmp(key, "at") != 0) {
			textbuf_printf(out, "  %s=%s", key, clean);
		}
	}
	textbuf_add(out, "\n");
}
