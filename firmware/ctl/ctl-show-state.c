/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-show.h"

#include <stdlib.h>
#include <string.h>

#include "ctl/ctl-table.h"
#include "ctl/ctl-value.h"

static void show_services(const json_t *state, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const headers[] = {"SERVICE", "NAME", "OPENING", ">WAITING",
		">UNCERTAIN", ">PRIORITY", ">RETURN", ">REGULAR", ">LONGEST", ">ESTIMATE",
		">ISSUED", ">LIMIT", NULL};
	_cleanup_(table_done) struct table table;
	const json_t *service;
	size_t i;

	table_init(&table, headers);
	json_array_foreach (json_object_get(state, "services"), i, service) {
		const json_t *lanes = json_object_get(service, "lanes");
		json_int_t limit = json_integer_value(json_object_get(service, "daily_limit"));

		table_add(&table, value_text(service, "id"));
		table_add(&table, value_name(json_object_get(service, "name"), view));
		value_cell(&table, service, "opening");
		value_cell(&table, service, "waiting");
		value_cell(&table, service, "uncertain");
		value_cell(&table, lanes, "priority");
		value_cell(&table, lanes, "return");
		value_cell(&table, lanes, "regular");
		value_cell_duration(&table, service, "longest_wait_s");
		value_cell_duration(&table, service, "wait_estimate_s");
		value_cell(&table, service, "issued");
		if (limit > 0) {
			table_addf(&table, "%" JSON_INTEGER_FORMAT, limit);
		} else {
			table_add(&table, NULL);
		}
	}
	table_write(&table, "no services: the hub has no site data yet (layso site import)", out);
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
		value_cell(&table, call, "counter");
		value_cell(&table, call, "state");
		value_cell(&table, call, "calls");
		value_cell_clock(&table, call, "at");
	}
	table_write(&table, "nobody was called yet", out);
}

static void show_reopening(const json_t *reopening, struct textbuf *out)
{
	const char *day = value_text(reopening, "day");
	_cleanup_free_ char *closed = value_clock(reopening, "closed");

	textbuf_printf(out,
		"Day %s was closed at %s. If that was a mistake: \"layso day reopen %s\", and "
		"%" JSON_INTEGER_FORMAT " tickets go on.\n\n",
		day ? day : "-", closed ? closed : "-", day ? day : "-",
		json_integer_value(json_object_get(reopening, "tickets")));
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
	if (clock && strcmp(clock, "ok") != 0) {
		textbuf_add(out,
			"Nobody knows whether the clock is right: set it (\"layso clock set\"), or "
			"confirm it (\"layso clock accept\").\n\n");
	}
	if (json_is_object(json_object_get(answer, "reopen"))) {
		show_reopening(json_object_get(answer, "reopen"), out);
	}
	show_services(answer, view, out);
	textbuf_add(out, "\n");
	show_counters(answer, view, out);
	textbuf_add(out, "\n");
	show_calls(answer, out);
	if (json_object_get(answer, "waiting")) {
		textbuf_add(out, "\n");
		show_waiting(answer, view, out);
	}
}
