/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "ctl/ctl-table.h"
#include "ctl/ctl-value.h"

enum { MEGABYTE = 1000000 };

static void add_ticket_of(struct table *table, const json_t *counter)
{
	const json_t *ticket = json_object_get(counter, "ticket");

	table_add(table, value_text(ticket, "number"));
	table_add(table, value_text(ticket, "state"));
}

/* "OPEN, then PAUSED": when its ticket is done. */
static char *counter_state(const json_t *counter)
{
	const char *state = value_text(counter, "state");

	return state ? text_printf("%s%s", state,
			       json_get_bool(counter, "pause_after") ? ", then PAUSED" : "")
		     : NULL;
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
		_cleanup_free_ char *state = counter_state(counter);

		value_cell(&table, counter, "number");
		table_add(&table, value_name(json_object_get(counter, "name"), view));
		table_add(&table, state);
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
	(void)view;
	write_tickets(json_object_get(answer, "tickets"), "no such tickets", out);
	if (json_is_integer(json_object_get(answer, "next"))) {
		textbuf_printf(out, "\nThere are more: --after %" PRId64 "\n",
			json_get_int(answer, "next"));
	}
}

void show_waiting(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	(void)view;
	write_tickets(json_object_get(answer, "waiting"), "nobody is waiting", out);
}

/* The text about the estimate; NULL none. */
static const char *past_closing(const json_t *ticket)
{
	return json_get_bool(ticket, "past_closing") ? "may come before its turn" : NULL;
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
	_cleanup_free_ char *state = counter_state(answer);
	const json_t *one;
	size_t i;

	textbuf_printf(out, "Counter %" PRId64 "\n", json_get_int(answer, "number"));
	value_line(out, "name", value_name(json_object_get(answer, "name"), view));
	value_line(out, "state", state);
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

/* What somebody who looks after the hall asks of the hub. */
static void show_hub(const json_t *hub, struct textbuf *out)
{
	const json_t *backup = json_object_get(hub, "backup");
	int64_t free_mb = json_get_int(hub, "disk_free_bytes") / MEGABYTE;
	_cleanup_free_ char *disk = text_printf("%s, %" PRId64 ".%" PRId64 " GB free",
		json_get_text(hub, "disk"), free_mb / 1000, free_mb % 1000 / 100);
	_cleanup_free_ char *newest = text_printf("%s, the newest %" PRId64 " h old",
		json_get_text(backup, "state"), json_get_int(backup, "age_h"));

	value_line_any(out, "version", hub, "version");
	value_line_any(out, "clock", hub, "clock");
	value_line_any(out, "storage", hub, "storage");
	value_line(out, "disk", json_object_get(hub, "disk_free_bytes") ? disk : NULL);
	value_line(out, "backup",
		json_object_get(backup, "age_h") ? newest : value_text(backup, "state"));
	value_line_any(out, "integrity", json_object_get(hub, "integrity"), "state");
	value_line_any(out, "old files", json_object_get(hub, "files"), "state");
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
	if (view->verbose) {
		show_object(hub, view, out);
	} else {
		show_hub(hub, out);
	}
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
	if (status && strcmp(status, "ok") != 0) {
		textbuf_add(out, "\nWhat to do: layso doctor\n");
	}
}

enum { SHORT_OBJECT = 6 }; /* members that one line can show */

static void show_member(
	const char *indent, const char *key, const json_t *value, struct textbuf *out)
{
	_cleanup_free_ char *text = value_any(value);
	_cleanup_free_ char *clean = table_clean(text);

	textbuf_printf(out, "%s%-16s %s\n", indent, key, clean);
}

/* A line for each member: of a long object within, too, and for each object of a list. */
static void show_members(const json_t *object, const char *indent, struct textbuf *out)
{
	const char *key;
	json_t *member, *one;
	size_t i;

	json_object_foreach ((json_t *)object, key, member) {
		if (json_object_size(member) > SHORT_OBJECT && strlen(indent) < 4) {
			textbuf_printf(out, "%s%s\n", indent, key);
			show_members(member, "    ", out);
		} else if (json_is_object(json_array_get(member, 0))) {
			json_array_foreach (member, i, one) {
				show_member(indent, i == 0 ? key : "", one, out);
			}
		} else {
			show_member(indent, key, member, out);
		}
	}
}

void show_object(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	(void)view;
	show_members(answer, "  ", out);
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

static void show_warning(const json_t *warning, struct textbuf *out)
{
	const char *what = value_text(warning, "what");

	textbuf_printf(out,
		"  ! %s: %" PRId64 " stated, %" PRId64 " by its parts: %" PRId64 " unexplained\n",
		what ? what : "-", json_get_int(warning, "stated"), json_get_int(warning, "parts"),
		json_get_int(warning, "difference"));
}

static void show_source(const json_t *row, struct textbuf *out)
{
	const char *source = value_text(row, "key");
	const char *service = value_text(row, "service");
	const char *key;
	json_t *member;
	size_t i;

	if (!service) {
		service = json_get_bool(row, "total") ? "total" : "";
	}
	textbuf_printf(out, "%s %s\n", source ? source : "-", service);
	json_object_foreach ((json_t *)row, key, member) {
		if (json_is_integer(member)) {
			value_line_any(out, key, row, key);
		}
	}
	json_object_foreach (json_object_get(row, "percent"), key, member) {
		if (json_is_number(member)) {
			_cleanup_free_ char *text =
				text_printf("%.2f %%", json_number_value(member));

			value_line(out, key, text);
		}
	}
	json_array_foreach (json_object_get(row, "warnings"), i, member) {
		show_warning(member, out);
	}
	textbuf_add(out, "\n");
}

static void show_dossiers(const json_t *answer, struct textbuf *out)
{
	int64_t partial = json_get_int(answer, "partial");
	const json_t *rows = json_object_get(answer, "rows");
	json_t *row;
	size_t i;

	json_array_foreach (rows, i, row) {
		show_source(row, out);
	}
	if (json_array_size(rows) == 0) {
		textbuf_add(out, "no counts of dossiers in these days\n");
	}
	if (partial > 0) {
		textbuf_printf(
			out, "%" PRId64 " entries reach beyond these days: left out\n", partial);
	}
	textbuf_add(out, "Percentages are rounded half up to two decimals.\n");
}

static void show_figures(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const char *by = value_text(answer, "by");
	const char *from = value_text(answer, "from");
	const char *to = value_text(answer, "to");
	json_auto_t *rows = NULL;

	textbuf_printf(out, "From %s to %s\n\n", from ? from : "-", to ? to : "-");
	if (by && strcmp(by, "dossiers") == 0) {
		show_dossiers(answer, out);
		return;
	}
	rows = json_pack("{s:O?}", "rows", json_object_get(answer, "rows"));
	show_rows(rows, view, out);
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

	if (strcmp(json_get_text(answer, "by"), "evaluation") == 0) {
		show_evaluation(answer, view, out);
		return;
	}
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

void show_sign_ins(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const in_headers[] = {"SIGNED IN", "FROM", "SINCE", "SEEN", NULL};
	static const char *const log_headers[] = {"AT", "NAME", "FROM", "WHAT", NULL};
	static const char *const in_keys[] = {"staff", "address", "since", "seen"};
	static const char *const log_keys[] = {"at", "name", "address", "outcome"};
	_cleanup_(table_done) struct table in;
	_cleanup_(table_done) struct table log;
	const json_t *row;
	size_t i;

	(void)view;
	table_init(&in, in_headers);
	table_init(&log, log_headers);
	json_array_foreach (json_object_get(answer, "sign_ins"), i, row) {
		for (size_t k = 0; k < ELEMENTS(in_keys); k++) {
			value_cell(&in, row, in_keys[k]);
		}
	}
	json_array_foreach (json_object_get(answer, "attempts"), i, row) {
		for (size_t k = 0; k < ELEMENTS(log_keys); k++) {
			value_cell(&log, row, log_keys[k]);
		}
	}
	table_write(&in, "nobody is signed in", out);
	textbuf_add(out, "\n");
	table_write(&log, "nobody has tried to sign in", out);
}

void show_certificate(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const char *fingerprint = value_text(answer, "sha256");
	const char *pin = value_text(answer, "pin");
	const char *ends_at = value_text(answer, "ends_at");

	(void)view;
	textbuf_printf(out, "SHA-256  %s\npin      %s\nends at  %s\n",
		fingerprint ? fingerprint : "", pin ? pin : "", ends_at ? ends_at : "");
}

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
		int64_t limit = json_get_int(service, "daily_limit");

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
			table_addf(&table, "%" PRId64, limit);
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
		"%" PRId64 " tickets go on.\n\n",
		day ? day : "-", closed ? closed : "-", day ? day : "-",
		json_get_int(reopening, "tickets"));
}

void show_state(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const char *day = value_text(answer, "day");
	const char *clock = value_text(answer, "clock");
	_cleanup_free_ char *time = value_clock(answer, "time");

	textbuf_printf(out, "Day %s (%s), time %s, clock %s, event %" PRId64 "\n\n",
		day ? day : "-", json_get_bool(answer, "day_open") ? "open" : "not open",
		time ? time : "-", clock ? clock : "-", json_get_int(answer, "seq"));
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
