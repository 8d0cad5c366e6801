/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check-replay.h"

#include <stdio.h>
#include <string.h>

#include "base/json-get.h"

enum { DIGITS_OF_A_PERSON = 9, SLACK_MS = 1000 };

/* The table of field.md in the words of the log. "" is the ticket before it exists. A move that is
 * not here must not happen. */
static const struct {
	const char *kind;
	const char *from; /* one of these words */
	const char *to;
} moves[] = {
	{"issue", "", "WAITING"},
	{"call", "WAITING", "CALLED"},
	{"recall", "CALLED", "CALLED"},
	{"appear", "CALLED", "SERVING"},
	{"undo_call", "CALLED", "WAITING"},
	{"absent", "CALLED", "WAITING"},
	{"no_show", "CALLED", "NO_SHOW"},
	{"revive", "NO_SHOW", "WAITING"},
	{"hold", "SERVING", "HELD"},
	{"resume", "HELD", "SERVING"},
	{"return", "HELD SUPPLEMENT", "WAITING"},
	{"transfer", "SERVING", "WAITING"},
	{"add_service", "SERVING", "SERVING"},
	{"supplement", "SERVING", "SUPPLEMENT"},
	{"finish", "SERVING", "FINISHED"},
	{"undo_finish", "FINISHED", "SERVING"},
	{"unfinish", "FINISHED", "HELD"},
	{"undo_appear", "SERVING", "CALLED"},
	{"undo_leave", "LEFT", "WAITING"},
	{"undo_void", "VOID", "WAITING"},
	{"leave", "WAITING CALLED HELD SUPPLEMENT", "LEFT"},
	{"void", "WAITING", "VOID"},
	{"expire", "WAITING CALLED HELD NO_SHOW SUPPLEMENT", "EXPIRED"},
	{"finish_unconfirmed", "SERVING", "FINISHED_UNCONFIRMED"},
	{"reopen", "EXPIRED FINISHED_UNCONFIRMED", "WAITING HELD SUPPLEMENT NO_SHOW"},
};

/* The allowed changes of a slip's state. */
static const struct {
	const char *from;
	const char *to;
} slips[] = {
	{"NONE", "QUEUED"},
	{"QUEUED", "NONE QUEUED PRINTED FAILED UNKNOWN LATER"},
	{"PRINTED", "QUEUED"},
	{"FAILED", "QUEUED"},
	{"UNKNOWN", "QUEUED PRINTED FAILED LATER"},
	{"LATER", "QUEUED PRINTED FAILED UNKNOWN"},
};

/* The keys that an event may have. A new key may be about a person: think that over before it is
 * added. */
static const char fields[] =
	"at ticket counter session number series n service lane state paper reason language kiosk "
	"note "
	"outcome staff day device fault place calls wanted_counter ahead wait_estimate_s quantity "
	"in_order down source until entry tickets_above guessed from_ticket offset_ms reopened "
	"services "
	"dossiers waiting action entered_by subject channel due about answered";

/* The kinds of events whose note is a clerk's own words. */
static const char people_write[] = "hold supplement transfer leave counter_pause "
				   "counter_pause_after portal dossier";

static const char other_kinds[] =
	"start site day_open day_close clock_accept clock_correct numbers paper reprint "
	"counter_open "
	"counter_pause counter_pause_after counter_undo_pause_after counter_resume counter_close "
	"counter_services device rate portal dossier "
	"dossier_remove token staff lost recover device_remove acknowledge catalogue evaluation";

void check_say(struct check_report *report, const char *format, ...)
{
	char line[512];
	va_list more;

	report->violations++;
	if (report->violations > CHECK_LINES_MAX) {
		return;
	}
	va_start(more, format);
	(void)vsnprintf(line, sizeof(line), format, more);
	va_end(more);
	textbuf_printf(&report->said, "%s\n", line);
}

/* Whether a word is in a list separated by spaces; "" is only in "". */
static bool is_in(const char *word, const char *list)
{
	size_t size = strlen(word);

	if (size == 0) {
		return *list == '\0';
	}
	for (const char *at = list; (at = strstr(at, word)); at += size) {
		if ((at == list || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0')) {
			return true;
		}
	}
	return false;
}

static struct check_ticket *find_ticket(struct check_replay *replay, int64_t id)
{
	size_t low = 0;
	size_t high = replay->tickets;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (replay->ticket[middle].id < id) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < replay->tickets && replay->ticket[low].id == id ? &replay->ticket[low] : NULL;
}

static struct check_counter *find_counter(struct check_replay *replay, int64_t number)
{
	return number >= 1 && number < CHECK_COUNTERS_MAX ? &replay->counter[number] : NULL;
}

static int64_t *service_waiting(struct check_replay *replay, const char *name)
{
	for (int i = 0; i < replay->services; i++) {
		if (strcmp(replay->service[i].name, name) == 0) {
			return &replay->service[i].waiting;
		}
	}
	if (replay->services == CHECK_SERVICES_MAX) {
		/* The table is full of services that the site has dropped: one that nobody waits
		 * for is replaced. */
		for (int i = 0; i < replay->services; i++) {
			if (replay->service[i].waiting == 0) {
				text_copy_cut(replay->service[i].name, WORD_MAX, name);
				return &replay->service[i].waiting;
			}
		}
		check_say(replay->report, "event %lld: people wait for too many services",
			(long long)replay->seq);
		return &replay->service[0].waiting;
	}
	text_copy_cut(replay->service[replay->services].name, WORD_MAX, name);
	replay->service[replay->services].waiting = 0;
	return &replay->service[replay->services++].waiting;
}

/* Adds by to the count of waiting regular tickets that check_bound reads. */
static void count_waiting(struct check_replay *replay, const struct check_ticket *ticket, int by)
{
	struct check_counter *target = find_counter(replay, ticket->target_counter);

	if (strcmp(ticket->state, "WAITING") != 0 || strcmp(ticket->lane, "regular") != 0) {
		return;
	}
	if (target) {
		target->waiting += by;
	} else {
		*service_waiting(replay, ticket->service) += by;
	}
}

/* ---- the bound of priority ---- */

static bool is_over_age(const struct check_replay *replay, const struct check_ticket *ticket,
	const struct check_event *event)
{
	bool returned = strcmp(ticket->lane, "return") == 0;
	int64_t boot = returned ? ticket->since_boot : ticket->arrived_boot;
	int64_t boot_ms = returned ? ticket->since_boot_ms : ticket->arrived_boot_ms;
	int64_t age = event->boot_ms - boot_ms;

	if (boot != event->boot) {
		age = check_time_between(replay, boot, boot_ms, event);
	}
	return replay->age_limit_ms > 0 && age + SLACK_MS >= replay->age_limit_ms;
}

static void check_bound(struct check_replay *replay, const struct check_ticket *ticket,
	const struct check_counter *counter, const struct check_event *event)
{
	int64_t waiting = counter->waiting;

	for (int i = 0; i < counter->services; i++) {
		waiting += *service_waiting(replay, counter->service[i]);
	}
	if (replay->bound > 0 && counter->streak >= replay->bound && waiting > 0 &&
		strcmp(ticket->lane, "regular") != 0 && !is_over_age(replay, ticket, event)) {
		replay->report->beyond_bound++;
	}
}

/* ---- tickets ---- */

/* The last number of a series, 0 before the first; NULL: there are too many series. */
static int64_t *last_number(struct check_replay *replay, const char *series)
{
	int i = 0;

	while (i < replay->series && strcmp(replay->last[i].name, series) != 0) {
		i++;
	}
	if (i == CHECK_SERIES_MAX) {
		return NULL;
	}
	if (i == replay->series) {
		text_copy_cut(replay->last[i].name, sizeof(replay->last[i].name), series);
		replay->last[i].last = 0;
		replay->series++;
	}
	return &replay->last[i].last;
}

/* Sets the day's last numbers from its tickets. */
static void note_numbers(struct check_replay *replay)
{
	replay->series = 0;
	for (size_t i = 0; i < replay->tickets; i++) {
		int64_t *last = last_number(replay, replay->ticket[i].series);

		if (last) {
			*last = MAX_OF(*last, replay->ticket[i].number);
		}
	}
}

static void check_number(struct check_replay *replay, const struct check_event *event)
{
	const char *series = json_get_text(event->data, "series");
	int64_t number = json_get_int(event->data, "n");
	int64_t *last = last_number(replay, series);

	if (!last) {
		check_say(replay->report, "event %lld: more than %d series", (long long)event->seq,
			CHECK_SERIES_MAX);
		return;
	}
	if (number <= *last || number <= replay->floor) {
		check_say(replay->report,
			"event %lld: number %s %lld is not above %lld, which were given on %s",
			(long long)event->seq, series, (long long)number,
			(long long)MAX_OF(*last, replay->floor), replay->day);
	}
	*last = MAX_OF(*last, number);
}

static void add_ticket(struct check_replay *replay, const struct check_event *event)
{
	struct check_ticket ticket = {
		.id = event->ticket,
		.arrival = event->seq,
		.arrived_wall_ms = event->wall_ms,
		.arrived_boot = event->boot,
		.arrived_boot_ms = event->boot_ms,
		.number = json_get_int(event->data, "n"),
	};

	if (!replay->open) {
		check_say(replay->report, "event %lld: a ticket while no day is open",
			(long long)event->seq);
	}
	if (replay->next_ticket > 0 && event->ticket != replay->next_ticket) {
		check_say(replay->report, "event %lld: ticket %lld where %lld comes next",
			(long long)event->seq, (long long)event->ticket,
			(long long)replay->next_ticket);
		return;
	}
	check_number(replay, event);
	text_copy_cut(ticket.series, sizeof(ticket.series), json_get_text(event->data, "series"));
	text_copy_cut(ticket.text, sizeof(ticket.text), json_get_text(event->data, "number"));
	text_copy_cut(ticket.paper, sizeof(ticket.paper), json_get_text(event->data, "paper"));
	text_copy_cut(
		ticket.subject, sizeof(ticket.subject), json_get_text(event->data, "subject"));
	if (replay->tickets == replay->capacity) {
		replay->capacity = MAX_OF(256U, replay->capacity * 2);
		replay->ticket =
			memory_grow(replay->ticket, replay->capacity, sizeof(*replay->ticket));
	}
	replay->ticket[replay->tickets++] = ticket;
	replay->next_ticket = event->ticket + 1;
	replay->report->tickets++;
}

/* The ticket goes to a counter, which must have no other. */
static void to_counter(
	struct check_replay *replay, struct check_ticket *ticket, const struct check_event *event)
{
	struct check_counter *counter = find_counter(replay, event->counter);

	if (!counter || !counter->open || counter->session != event->session) {
		check_say(replay->report,
			"event %lld: %s of %s at counter %lld without its session",
			(long long)event->seq, event->kind, ticket->text,
			(long long)event->counter);
		return;
	}
	if (counter->pause_after && is_in(event->kind, "call resume")) {
		check_say(replay->report,
			"event %lld: %s of %s at counter %lld, which was to pause first",
			(long long)event->seq, event->kind, ticket->text,
			(long long)event->counter);
	}
	if (counter->ticket != 0 && counter->ticket != ticket->id) {
		check_say(replay->report,
			"event %lld: %s of %s at counter %lld, which has ticket %lld already",
			(long long)event->seq, event->kind, ticket->text, (long long)event->counter,
			(long long)counter->ticket);
	}
	counter->ticket = ticket->id;
	ticket->counter = event->counter;
	ticket->session = event->session;
}

static void from_counter(struct check_replay *replay, const struct check_ticket *ticket)
{
	struct check_counter *counter = find_counter(replay, ticket->counter);

	if (counter && counter->ticket == ticket->id) {
		counter->ticket = 0;
	}
}

static void count_call(
	struct check_replay *replay, struct check_ticket *ticket, const struct check_event *event)
{
	struct check_counter *counter = find_counter(replay, event->counter);

	replay->report->calls++;
	if (json_get_int(event->data, "calls") != ticket->calls + 1) {
		check_say(replay->report,
			"event %lld: %s is called for the %lldth time, not the %lldth",
			(long long)event->seq, ticket->text, (long long)ticket->calls + 1,
			(long long)json_get_int(event->data, "calls"));
	}
	if (counter) {
		check_bound(replay, ticket, counter, event);
		counter->streak_before = counter->streak;
		if (strcmp(ticket->lane, "regular") == 0) {
			counter->streak = 0;
		} else if (counter->streak >= 0) {
			counter->streak++;
		}
	}
	if (ticket->first_call_boot == 0) {
		ticket->first_call_boot = event->boot;
		ticket->first_call_boot_ms = event->boot_ms;
	}
}

/* Only the last call is undone: an earlier one stays the first, and the streak is as before that
 * call. */
static void undo_call(struct check_ticket *ticket, struct check_counter *counter)
{
	if (counter) {
		counter->streak = counter->streak_before;
	}
	if (ticket->called_boot == ticket->first_call_boot &&
		ticket->called_boot_ms == ticket->first_call_boot_ms) {
		ticket->first_call_boot = ticket->first_call_boot_ms = 0;
	}
}

/* What a move changes besides the state. */
static void move_ticket(struct check_replay *replay, struct check_ticket *ticket,
	const struct check_event *event, const char *to)
{
	struct check_counter *counter = find_counter(replay, ticket->counter);

	if (strcmp(event->kind, "call") == 0) {
		count_call(replay, ticket, event);
	}
	if (strcmp(event->kind, "undo_call") == 0) {
		undo_call(ticket, counter);
	}
	if (is_in(event->kind, "call recall")) {
		ticket->called_boot = event->boot;
		ticket->called_boot_ms = event->boot_ms;
	}
	from_counter(replay, ticket);
	if (is_in(to, "CALLED SERVING")) {
		to_counter(replay, ticket, event);
	}
	ticket->cut_off += is_in(event->kind, "finish_unconfirmed undo_appear");
	if (is_in(event->kind, "call recall undo_call reopen")) {
		ticket->calls = json_get_int(event->data, "calls");
	}
	if (is_in(event->kind, "revive return transfer")) {
		ticket->calls = 0;
	}
	if (is_in(event->kind, "revive return transfer reopen undo_leave undo_void")) {
		ticket->target_counter = json_get_int(event->data, "wanted_counter");
	}
	ticket->segments += is_in(event->kind, "appear resume add_service");
	if (is_in(event->kind, "revive return") &&
		strcmp(json_get_text(event->data, "lane"), "return") != 0) {
		check_say(replay->report, "event %lld: %s comes back, but not in its lane",
			(long long)event->seq, ticket->text);
	}
}

static void on_move(struct check_replay *replay, const struct check_event *event, const char *from,
	const char *to)
{
	struct check_ticket *ticket;

	if (strcmp(event->kind, "issue") == 0) {
		add_ticket(replay, event);
	}
	ticket = find_ticket(replay, event->ticket);
	if (!ticket || !is_in(ticket->state, from)) {
		check_say(replay->report, "event %lld: %s of ticket %lld (%s), which is %s",
			(long long)event->seq, event->kind, (long long)event->ticket,
			ticket ? ticket->text : "?", ticket ? ticket->state : "not of this day");
		return;
	}
	if (strcmp(event->kind, "reopen") == 0 && is_in(json_get_text(event->data, "state"), to)) {
		to = json_get_text(event->data, "state");
	}
	if (strcmp(json_get_text(event->data, "state"), to) != 0) {
		check_say(replay->report, "event %lld: %s makes %s %s, not %s",
			(long long)event->seq, event->kind, ticket->text, to,
			json_get_text(event->data, "state"));
	}
	count_waiting(replay, ticket, -1);
	move_ticket(replay, ticket, event, to);
	if (strcmp(ticket->state, to) != 0) {
		ticket->since_wall_ms = event->wall_ms;
		ticket->since_boot = event->boot;
		ticket->since_boot_ms = event->boot_ms;
	}
	text_copy_cut(ticket->state, sizeof(ticket->state), to);
	text_copy_cut(ticket->lane, sizeof(ticket->lane), json_get_text(event->data, "lane"));
	text_copy_cut(
		ticket->service, sizeof(ticket->service), json_get_text(event->data, "service"));
	count_waiting(replay, ticket, 1);
}

static void on_slip(struct check_replay *replay, const struct check_event *event)
{
	struct check_ticket *ticket = find_ticket(replay, event->ticket);
	const char *to = strcmp(event->kind, "reprint") == 0 ? "QUEUED"
							     : json_get_text(event->data, "paper");

	for (size_t i = 0; ticket && i < ELEMENTS(slips); i++) {
		if (strcmp(slips[i].from, ticket->paper) == 0 && is_in(to, slips[i].to)) {
			text_copy_cut(ticket->paper, sizeof(ticket->paper), to);
			return;
		}
	}
	check_say(replay->report, "event %lld: the slip of ticket %lld from %s to %s",
		(long long)event->seq, (long long)event->ticket, ticket ? ticket->paper : "?", to);
}

static void on_rate(struct check_replay *replay, const struct check_event *event)
{
	struct check_ticket *ticket = find_ticket(replay, event->ticket);

	if (!ticket || ticket->rating != 0 || strcmp(ticket->state, "FINISHED") != 0 ||
		!event->hidden || event->hidden[0] < '1' || event->hidden[0] > '5' ||
		event->hidden[1] != '\0') {
		check_say(replay->report, "event %lld: ticket %lld cannot be rated so",
			(long long)event->seq, (long long)event->ticket);
		return;
	}
	ticket->rating = event->hidden[0] - '0';
}

/* ---- counters ---- */

static void read_services(struct check_counter *counter, const struct check_event *event)
{
	json_t *list = json_object_get(event->data, "services");

	counter->services = 0;
	for (size_t i = 0; i < json_array_size(list) && i < CHECK_SERVICES_MAX; i++) {
		const char *name = json_string_value(json_array_get(list, i));

		text_copy_cut(counter->service[counter->services++], WORD_MAX, name ? name : "");
	}
}

static void open_counter(
	struct check_replay *replay, struct check_counter *counter, const struct check_event *event)
{
	const char *staff = json_get_text(event->data, "staff");

	if (counter->open || (replay->next_session > 0 && event->session != replay->next_session)) {
		check_say(replay->report, "event %lld: session %lld at counter %lld cannot begin",
			(long long)event->seq, (long long)event->session,
			(long long)event->counter);
	}
	for (int i = 1; i < CHECK_COUNTERS_MAX; i++) {
		if (replay->counter[i].open && strcmp(replay->counter[i].staff, staff) == 0) {
			check_say(replay->report,
				"event %lld: %s has a session at counter %d already",
				(long long)event->seq, staff, i);
		}
	}
	counter->open = true;
	counter->paused = counter->pause_after = false;
	counter->session = event->session;
	counter->ticket = 0;
	counter->open_sum_ms = counter->paused_sum_ms = 0;
	counter->seen_ms = event->boot_ms;
	text_copy_cut(counter->staff, sizeof(counter->staff), staff);
	read_services(counter, event);
	replay->next_session = event->session + 1;
	replay->report->sessions++;
}

/* The tickets that were sent to a closing counter wait for their service again. */
static void give_back(struct check_replay *replay, int64_t number)
{
	for (size_t i = 0; i < replay->tickets; i++) {
		struct check_ticket *ticket = &replay->ticket[i];

		if (ticket->target_counter == number && strcmp(ticket->state, "WAITING") == 0) {
			count_waiting(replay, ticket, -1);
			ticket->target_counter = 0;
			count_waiting(replay, ticket, 1);
		}
	}
}

static void close_counter(
	struct check_replay *replay, struct check_counter *counter, const struct check_event *event)
{
	check_add_up(counter, event->boot_ms);
	if (replay->n_sessions == replay->session_capacity) {
		replay->session_capacity = MAX_OF(64U, replay->session_capacity * 2);
		replay->session = memory_grow(
			replay->session, replay->session_capacity, sizeof(*replay->session));
	}
	replay->session[replay->n_sessions++] = (struct check_session){
		counter->session, counter->open_sum_ms, counter->paused_sum_ms};
	give_back(replay, event->counter);
	counter->open = counter->paused = counter->pause_after = false;
	counter->session = 0;
}

static void on_counter(struct check_replay *replay, const struct check_event *event)
{
	struct check_report *report = replay->report;
	struct check_counter *counter = find_counter(replay, event->counter);

	if (counter && strcmp(event->kind, "counter_open") == 0) {
		open_counter(replay, counter, event);
		return;
	}
	if (!counter || !counter->open ||
		(counter->ticket != 0 &&
			is_in(event->kind, "counter_pause counter_resume counter_close"))) {
		check_say(report, "event %lld: %s at counter %lld, which %s", (long long)event->seq,
			event->kind, (long long)event->counter,
			counter && counter->open ? "has a ticket" : "is not open");
		return;
	}
	if (strcmp(event->kind, "counter_services") == 0) {
		read_services(counter, event);
	} else if (strcmp(event->kind, "counter_close") == 0) {
		close_counter(replay, counter, event);
	} else if (is_in(event->kind, "counter_pause counter_resume")) {
		check_pause(replay, counter, event);
	} else {
		check_pause_after(replay, counter, event);
	}
}

/* ---- days, clocks, the site ---- */

bool check_replay_ends_day(const struct check_replay *replay, const struct check_event *event)
{
	return strcmp(event->kind, "day_open") == 0 && !json_get_bool(event->data, "reopened") &&
		strcmp(json_get_text(event->data, "day"), replay->day) != 0;
}

size_t check_replay_ending(const struct check_replay *replay, const struct check_event *event)
{
	int64_t from = json_get_int(event->data, "from_ticket");
	size_t n = 0;

	while (n < replay->tickets && (from <= 0 || replay->ticket[n].id < from)) {
		n++;
	}
	return n;
}

void check_replay_drop(struct check_replay *replay, size_t n)
{
	struct check_day *before = &replay->before;

	if (before->capacity < n) {
		before->capacity = n;
		before->ticket = memory_grow(before->ticket, n, sizeof(*before->ticket));
	}
	if (n > 0) {
		memcpy(before->ticket, replay->ticket, n * sizeof(*before->ticket));
	}
	before->tickets = replay->blind ? 0 : n; /* while blind, they are not known */
	text_copy_cut(before->day, sizeof(before->day), replay->day);
	replay->tickets -= n;
	if (replay->tickets > 0) {
		/* The other tickets go on in the new day, also in the counts of who waits. */
		memmove(replay->ticket, replay->ticket + n,
			replay->tickets * sizeof(*replay->ticket));
	}
	note_numbers(replay);
	if (replay->tickets > 0) {
		return;
	}
	for (int i = 0; i < replay->services; i++) {
		replay->service[i].waiting = 0;
	}
	for (int i = 0; i < CHECK_COUNTERS_MAX; i++) {
		replay->counter[i].waiting = 0;
	}
}

/* The day before the last one goes on and gets the last day's tickets: that is the same date, or it
 * had no tickets. */
static void reopen_day_before(struct check_replay *replay, const struct check_event *event)
{
	struct check_day *before = &replay->before;
	size_t n = before->tickets + replay->tickets;

	if (before->tickets == 0 ||
		before->ticket[0].id != json_get_int(event->data, "from_ticket") ||
		strcmp(before->day, json_get_text(event->data, "day")) != 0 ||
		(replay->tickets > 0 && strcmp(before->day, replay->day) != 0)) {
		check_say(replay->report, "event %lld: %s cannot go on", (long long)event->seq,
			json_get_text(event->data, "day"));
		return;
	}
	before->ticket = memory_grow(before->ticket, n, sizeof(*before->ticket));
	if (replay->tickets > 0) {
		memcpy(before->ticket + before->tickets, replay->ticket,
			replay->tickets * sizeof(*replay->ticket));
	}
	free(replay->ticket);
	replay->ticket = before->ticket;
	replay->tickets = replay->capacity = n;
	replay->floor = json_get_int(event->data, "n");
	replay->report->days--;
	note_numbers(replay);
	text_copy_cut(replay->day, sizeof(replay->day), before->day);
	*before = (struct check_day){.ticket = NULL};
}

/* Somebody opens a day again. Its numbers go on, so the last ones stay known. */
static void reopen_day(struct check_replay *replay, const struct check_event *event)
{
	if (json_get_int(event->data, "from_ticket") > 0) {
		reopen_day_before(replay, event);
	} else if (replay->open || strcmp(json_get_text(event->data, "day"), replay->day) != 0) {
		check_say(replay->report, "event %lld: %s is opened again, and is not closed",
			(long long)event->seq, json_get_text(event->data, "day"));
	}
	replay->open = true;
}

static void open_day(struct check_replay *replay, const struct check_event *event)
{
	const char *day = json_get_text(event->data, "day");

	if (json_get_bool(event->data, "reopened")) {
		reopen_day(replay, event);
		return;
	}
	if (replay->open && json_get_int(event->data, "from_ticket") <= 0) {
		check_say(replay->report, "event %lld: %s is opened while %s is open",
			(long long)event->seq, day, replay->day);
	}
	if (strcmp(day, replay->day) < 0 && replay->accept_seq <= replay->opened_seq &&
		!replay->guessed) {
		check_say(replay->report, "event %lld: the day goes back from %s to %s",
			(long long)event->seq, replay->day, day);
	}
	if (strcmp(day, replay->day) != 0) {
		replay->opened_seq = event->seq;
		replay->floor = json_get_int(event->data, "n");
		text_copy_cut(replay->day, sizeof(replay->day), day);
		replay->report->days++;
	}
	if (strcmp(day, replay->numbers_day) == 0 && replay->floor < replay->numbers_floor) {
		check_say(replay->report,
			"event %lld: the numbers of %s begin above %lld, not %lld",
			(long long)event->seq, day, (long long)replay->floor,
			(long long)replay->numbers_floor);
	}
	replay->open = true;
	replay->guessed = json_get_bool(event->data, "guessed");
}

static void close_day(struct check_replay *replay, const struct check_event *event)
{
	if (!replay->open || strcmp(json_get_text(event->data, "day"), replay->day) != 0) {
		check_say(replay->report, "event %lld: %s is closed and is not open",
			(long long)event->seq, json_get_text(event->data, "day"));
	}
	for (size_t i = 0; i < replay->tickets; i++) {
		if (!is_in(replay->ticket[i].state,
			    "FINISHED LEFT VOID EXPIRED FINISHED_UNCONFIRMED")) {
			check_say(replay->report, "event %lld: %s is %s after the end of its day",
				(long long)event->seq, replay->ticket[i].text,
				replay->ticket[i].state);
		}
	}
	replay->open = false;
}

static void on_site(struct check_replay *replay, const struct check_event *event)
{
	json_t *site = event->hidden ? json_loads(event->hidden, 0, NULL) : NULL;
	json_t *rules = json_object_get(site, "rules");
	json_t *bound = json_object_get(rules, "priority_in_a_row");
	json_t *age = json_object_get(rules, "age_limit_s");

	if (!site) {
		check_say(replay->report, "event %lld: the site data cannot be read",
			(long long)event->seq);
	}
	replay->bound = bound ? json_integer_value(bound) : 2;
	replay->age_limit_ms = (age ? json_integer_value(age) : 3600) * 1000;
	replay->site_seq = event->seq;
	json_decref(site);
}

static void on_centre(struct check_replay *replay, const struct check_event *event)
{
	const char *kind = event->kind;

	if (strcmp(kind, "day_open") == 0) {
		open_day(replay, event);
	} else if (strcmp(kind, "day_close") == 0) {
		close_day(replay, event);
	} else if (is_in(kind, "clock_accept clock_correct")) {
		replay->accept_seq = event->seq;
		replay->guessed = replay->guessed &&
			(strcmp(kind, "clock_accept") == 0 ||
				json_get_bool(event->data, "guessed"));
		if (*json_get_text(event->data, "day")) {
			text_copy_cut(replay->day, sizeof(replay->day),
				json_get_text(event->data, "day"));
			replay->floor = json_get_int(event->data, "n");
		}
	} else if (strcmp(kind, "numbers") == 0) {
		text_copy_cut(replay->numbers_day, sizeof(replay->numbers_day),
			json_get_text(event->data, "day"));
		replay->numbers_floor = json_get_int(event->data, "n");
		replay->next_ticket =
			MAX_OF(replay->next_ticket, json_get_int(event->data, "tickets_above") + 1);
		if (strcmp(replay->numbers_day, replay->day) == 0) {
			replay->floor = MAX_OF(replay->floor, replay->numbers_floor);
		}
	} else if (strcmp(kind, "site") == 0) {
		on_site(replay, event);
	} else if (strcmp(kind, "complaint") == 0) {
		check_complaint(replay, event);
	} else if (!is_in(kind, other_kinds)) {
		check_say(replay->report, "event %lld: \"%s\" is no kind that is known",
			(long long)event->seq, kind);
	}
}

/* ---- every event ---- */

static void check_order(struct check_replay *replay, const struct check_event *event)
{
	if (event->seq != replay->seq + 1) {
		check_say(replay->report, "after event %lld comes %lld: the log has a gap",
			(long long)replay->seq, (long long)event->seq);
	}
	if (replay->in_hole) {
		replay->report->boots = MAX_OF(replay->report->boots, event->boot);
	} else if (event->boot < replay->boot || event->boot > replay->boot + 1) {
		check_say(replay->report, "event %lld: boot %lld after boot %lld",
			(long long)event->seq, (long long)event->boot, (long long)replay->boot);
	} else if (event->boot > replay->boot) {
		replay->report->boots++;
	} else if (event->boot_ms < replay->boot_ms) {
		check_say(replay->report, "event %lld: the clock of the boot goes back by %lld ms",
			(long long)event->seq, (long long)(replay->boot_ms - event->boot_ms));
	}
	replay->seq = event->seq;
	replay->boot = event->boot;
	replay->boot_ms = event->boot_ms;
}

static void check_person(struct check_replay *replay, const struct check_event *event)
{
	const char *key;
	json_t *value;
	int digits = 0;

	json_object_foreach (event->data, key, value) {
		if (!is_in(key, fields)) {
			check_say(replay->report,
				"event %lld: nobody knows whether \"%s\" is about a person",
				(long long)event->seq, key);
		}
	}
	if (!is_in(event->kind, people_write)) {
		return;
	}
	for (const char *at = json_get_text(event->data, "note"); *at; at++) {
		digits = *at >= '0' && *at <= '9' ? digits + 1 : 0;
		if (digits == DIGITS_OF_A_PERSON) {
			replay->report->private_notes++;
			break;
		}
	}
}

/* The end of a day has closed all counters. Their streaks go on but are not known. */
static void begin_after_loss(struct check_replay *replay)
{
	memset(replay->counter, 0, sizeof(replay->counter));
	for (int i = 0; i < CHECK_COUNTERS_MAX; i++) {
		replay->counter[i].streak = replay->counter[i].streak_before = -1;
	}
	replay->next_ticket = replay->next_session = 0;
	replay->blind = replay->open = false;
}

/* Whether the event can be checked no further because of a loss. */
static bool is_beyond_loss(struct check_replay *replay, const struct check_event *event)
{
	bool is_recover = strcmp(event->kind, "recover") == 0;
	bool is_end = is_recover && event->hidden && strcmp(event->hidden, "{}") == 0;

	if (strcmp(event->kind, "day_close") == 0) {
		replay->all_off = true; /* a day closes after its counters */
	} else if (strcmp(event->kind, "counter_open") == 0) {
		replay->all_off = false;
	}
	if (strcmp(event->kind, "lost") == 0) {
		replay->all_off = false;
		replay->report->lost++;
		replay->blind = replay->in_hole = true;
	} else if (is_recover && !replay->in_hole) {
		check_say(replay->report, "event %lld: rows are recovered where nothing was lost",
			(long long)event->seq);
	} else if (is_end) {
		replay->in_hole = false;
	} else if (!replay->in_hole && replay->blind && check_replay_ends_day(replay, event) &&
		replay->all_off) {
		begin_after_loss(replay); /* otherwise sessions go on, as when a day is split */
		return false;
	} else if (strcmp(event->kind, "site") == 0) {
		on_site(replay, event);
	}
	return replay->blind;
}

void check_replay_event(struct check_replay *replay, const struct check_event *event)
{
	replay->report->events++;
	check_note_boot(replay, event);
	check_order(replay, event);
	check_person(replay, event);
	check_see_session(replay, event);
	if (is_beyond_loss(replay, event)) {
		return;
	}
	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		if (strcmp(moves[i].kind, event->kind) == 0) {
			on_move(replay, event, moves[i].from, moves[i].to);
			return;
		}
	}
	if (is_in(event->kind, "paper reprint")) {
		on_slip(replay, event);
	} else if (strcmp(event->kind, "rate") == 0) {
		on_rate(replay, event);
	} else if (strncmp(event->kind, "counter_", strlen("counter_")) == 0) {
		on_counter(replay, event);
	} else {
		on_centre(replay, event);
	}
}

void check_replay_done(struct check_replay *replay)
{
	free(TAKE_PTR(replay->ticket));
	free(TAKE_PTR(replay->before.ticket));
	free(TAKE_PTR(replay->session));
	free(TAKE_PTR(replay->boots));
	free(TAKE_PTR(replay->complaint));
}
