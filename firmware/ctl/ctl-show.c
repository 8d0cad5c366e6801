/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/ctl-figures.h"
#include "ctl/ctl-table.h"
#include "ctl/ctl-value.h"

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
		value_cell(&table, counter, "number");
		table_add(&table, value_name(json_object_get(counter, "name"), view));
		value_cell(&table, counter, "state");
		table_add(&table, value_text(counter, "staff"));
		value_cell(&table, counter, "services");
		add_ticket_of(&table, counter);
		add_numbers(&table, json_object_get(counter, "held"));
		value_cell_clock(&table, counter, "since");
		table_add(&table, value_text(counter, "note"));
	}
	table_write(&table, "no counters", out);
}

static void fill_tickets(struct table *table, const json_t *tickets)
{
	const json_t *ticket;
	size_t i;

	json_array_foreach (tickets, i, ticket) {
		table_add(table, value_text(ticket, "number"));
		value_cell(table, ticket, "id");
		value_cell(table, ticket, "service");
		value_cell(table, ticket, "lane");
		table_add(table, value_text(ticket, "reason"));
		value_cell(table, ticket, "state");
		value_cell(table, ticket, "counter");
		value_cell(table, ticket, "paper");
		if (json_is_false(json_object_get(ticket, "time_known"))) {
			table_add(table, "not known");
		} else {
			value_cell_clock(table, ticket, "issued_at");
		}
		value_cell(table, ticket, "ahead");
		value_cell_duration(table, ticket, "wait_estimate_s");
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

void show_waiting(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	(void)view;
	write_tickets(json_object_get(answer, "waiting"), "nobody is waiting", out);
}

/* What there is to say about the estimate; NULL nothing. */
static const char *past_closing(const json_t *ticket)
{
	return json_is_true(json_object_get(ticket, "past_closing")) ? "may come before its turn"
								     : NULL;
}

void show_ticket(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	_cleanup_free_ char *issued = value_clock(answer, "issued_at");
	_cleanup_free_ char *called = value_clock(answer, "called_at");
	_cleanup_free_ char *since = value_clock(answer, "since");
	_cleanup_free_ char *estimate = value_duration(answer, "wait_estimate_s");
	const char *number = value_text(answer, "number");
	bool timed = !json_is_false(json_object_get(answer, "time_known"));

	(void)view;
	textbuf_printf(out, "%s\n", number ? number : "?");
	value_line_any(out, "id", answer, "id");
	value_line_any(out, "state", answer, "state");
	value_line(out, "since", timed ? since : NULL);
	value_line_any(out, "service", answer, "service");
	value_line_any(out, "lane", answer, "lane");
	value_line_any(out, "reason", answer, "reason");
	value_line_any(out, timed ? "day" : "day, guessed", answer, "day");
	value_line(out, "issued", timed ? issued : "not known");
	value_line(out, "called", timed ? called : NULL);
	value_line_any(out, "calls", answer, "calls");
	value_line_any(out, "counter", answer, "counter");
	value_line_any(out, "waits for", answer, "wanted_counter");
	value_line_any(out, "ahead", answer, "ahead");
	value_line(out, "estimate", estimate);
	value_line(out, "closing", past_closing(answer));
	value_line_any(out, "paper", answer, "paper");
	value_line_any(out, "kiosk", answer, "kiosk");
	value_line_any(out, "prints", answer, "prints");
	value_line_any(out, "language", answer, "language");
	value_line_any(out, "note", answer, "note");
	value_line_any(out, "outcome", answer, "outcome");
	value_line_any(out, "token", answer, "token");
}

/* What staff look at; "ticket show" has the rest. */
static void show_ticket_at_counter(const json_t *ticket, struct textbuf *out)
{
	value_line_any(out, "ticket", ticket, "number");
	value_line_any(out, "  state", ticket, "state");
	value_line_any(out, "  service", ticket, "service");
	value_line_any(out, "  lane", ticket, "lane");
	value_line_any(out, "  reason", ticket, "reason");
	value_line_any(out, "  calls", ticket, "calls");
	value_line_any(out, "  note", ticket, "note");
}

void show_counter(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	_cleanup_(textbuf_done) struct textbuf held = {0};
	_cleanup_free_ char *since = value_clock(answer, "since");
	const json_t *one;
	size_t i;

	textbuf_printf(out, "Counter %" JSON_INTEGER_FORMAT "\n",
		json_integer_value(json_object_get(answer, "number")));
	value_line(out, "name", value_name(json_object_get(answer, "name"), view));
	value_line_any(out, "state", answer, "state");
	value_line(out, "since", since);
	value_line_any(out, "staff", answer, "staff");
	value_line_any(out, "services", answer, "services");
	value_line_any(out, "note", answer, "note");
	json_array_foreach (json_object_get(answer, "held"), i, one) {
		const char *number = value_text(one, "number");

		textbuf_printf(&held, "%s%s", i ? " " : "", number ? number : "?");
	}
	value_line(out, "held", held.data);
	show_ticket_at_counter(json_object_get(answer, "ticket"), out);
}

void show_public(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	_cleanup_free_ char *estimate = value_duration(answer, "wait_estimate_s");
	const char *number = value_text(answer, "number");

	textbuf_printf(out, "%s\n", number ? number : "?");
	value_line(out, "centre", value_name(json_object_get(answer, "centre"), view));
	value_line(out, "service", value_name(json_object_get(answer, "service"), view));
	value_line_any(out, "lane", answer, "lane");
	value_line_any(out, "state", answer, "state");
	value_line_any(out, "counter", answer, "counter");
	value_line_any(out, "ahead", answer, "ahead");
	value_line(out, "estimate", estimate);
	value_line(out, "closing", past_closing(answer));
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
		value_cell(&table, device, "state");
		value_cell(&table, device, "fault");
		value_cell(&table, device, "since");
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
				value_cell(&table, row, key);
			}
		}
	}
	table_write(&table, "nothing", out);
	for (size_t n = 0; headers[n]; n++) {
		free(headers[n]);
	}
}

void show_report(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const headers[] = {"KEY", ">ISSUED", ">SERVED", ">NO-SHOW", ">LEFT",
		">VOID", ">EXPIRED", ">OPEN", ">WAIT", ">90 %", ">SERVICE", ">90 %", NULL};
	static const char *const counts[] = {
		"issued", "served", "no_show", "left", "voided", "expired", "open"};
	static const char *const times[] = {
		"wait_median_s", "wait_p90_s", "serve_median_s", "serve_p90_s"};
	const char *from = value_text(answer, "from");
	const char *to = value_text(answer, "to");
	_cleanup_(table_done) struct table table = {0};
	const json_t *row;
	size_t i;

	/* What has no visits is shown in another way. */
	row = json_array_get(json_object_get(answer, "rows"), 0);
	if (!row || !json_object_get(row, "issued")) {
		show_figures(answer, view, out);
		return;
	}
	textbuf_printf(out, "From %s to %s\n\n", from ? from : "-", to ? to : "-");
	table_init(&table, headers);
	json_array_foreach (json_object_get(answer, "rows"), i, row) {
		table_add(&table, value_text(row, "key"));
		for (size_t j = 0; j < ELEMENTS(counts); j++) {
			value_cell(&table, row, counts[j]);
		}
		for (size_t j = 0; j < ELEMENTS(times); j++) {
			value_cell_duration(&table, row, times[j]);
		}
	}
	table_write(&table, "no tickets in these days", out);
	textbuf_add(out,
		"\nWAIT and SERVICE are medians, beside the time that 90 % stay below.\n"
		"All figures: --csv or --json\n");
}

void show_event(int64_t seq, const char *kind, const json_t *data, struct textbuf *out)
{
	_cleanup_free_ char *clock = value_clock(data, "at");
	_cleanup_free_ char *clean_kind = table_clean(kind);
	const char *key;
	json_t *member;

	textbuf_printf(out, "%7" PRId64 "  %s  ", seq, clock ? clock : "--:--:--");
	textbuf_printf(out, json_object_size(data) > 1 ? "%-14s" : "%s", clean_kind);
	json_object_foreach ((json_t *)data, key, member) {
		_cleanup_free_ char *text = value_any(member);
		_cleanup_free_ char *clean = table_clean(text);

		if (strcmp(key, "at") != 0) {
			textbuf_printf(out, "  %s=%s", key, clean);
		}
	}
	textbuf_add(out, "\n");
}
