/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/journal.h"

#include <errno.h>
#include <string.h>

#include "base/json-writer.h"
#include "base/log.h"
#include "base/text.h"

enum { DATA_BYTES = 500 }; /* enough for most events */

enum field_type {
	FIELD_TEXT,
	FIELD_INT,
	FIELD_INT64,
	FIELD_BOOL,
	FIELD_LANE,
	FIELD_STATE,
	FIELD_PAPER
};

enum field {
	F_NUMBER,
	F_SERIES,
	F_N,
	F_SERVICE,
	F_LANE,
	F_STATE,
	F_PAPER,
	F_REASON,
	F_LANGUAGE,
	F_KIOSK,
	F_NOTE,
	F_OUTCOME,
	F_STAFF,
	F_DAY,
	F_DEVICE,
	F_DEVICE_STATE,
	F_FAULT,
	F_PLACE,
	F_CALLS,
	F_WANTED,
	F_AHEAD,
	F_WAIT,
	F_QUANTITY,
	F_IN_ORDER,
	F_DOWN,
	F_SOURCE,
	F_UNTIL,
	F_ENTRY,
	F_TICKETS_ABOVE,
	F_GUESSED,
	F_FROM_TICKET,
	F_OFFSET,
	F_REOPENED,
	F_ACTION,
	F_ENTERED_BY,
	F_SUBJECT,
	F_CHANNEL,
	F_RECEIVED_DAY,
	F_DUE_DAY,
	F_ABOUT,
	F_ANSWER,
	F_ANSWERED_DAY,
	F_ANSWERED_BY,
	F_ANSWER_NOTE,
	F_TICKET_SUBJECT,
	FIELDS
};

#define TEXT_FIELD(member) \
	FIELD_TEXT, offsetof(struct event, member), sizeof(((struct event *)0)->member)
#define OTHER_FIELD(type, member) type, offsetof(struct event, member), 0

static const struct {
	const char *key;
	enum field_type type;
	size_t offset;
	size_t size;
} fields[FIELDS] = {
	[F_NUMBER] = {"number", TEXT_FIELD(text)},
	[F_SERIES] = {"series", TEXT_FIELD(series)},
	[F_N] = {"n", OTHER_FIELD(FIELD_INT, number)},
	[F_SERVICE] = {"service", TEXT_FIELD(service)},
	[F_LANE] = {"lane", OTHER_FIELD(FIELD_LANE, lane)},
	[F_STATE] = {"state", OTHER_FIELD(FIELD_STATE, state)},
	[F_PAPER] = {"paper", OTHER_FIELD(FIELD_PAPER, slip_status)},
	[F_REASON] = {"reason", TEXT_FIELD(reason)},
	[F_LANGUAGE] = {"language", TEXT_FIELD(language)},
	[F_KIOSK] = {"kiosk", TEXT_FIELD(kiosk)},
	[F_NOTE] = {"note", TEXT_FIELD(note)},
	[F_OUTCOME] = {"outcome", TEXT_FIELD(outcome)},
	[F_STAFF] = {"staff", TEXT_FIELD(staff)},
	[F_DAY] = {"day", TEXT_FIELD(day)},
	[F_DEVICE] = {"device", TEXT_FIELD(device)},
	[F_DEVICE_STATE] = {"state", TEXT_FIELD(device_state)},
	[F_FAULT] = {"fault", TEXT_FIELD(fault)},
	[F_PLACE] = {"place", OTHER_FIELD(FIELD_INT64, place)},
	[F_CALLS] = {"calls", OTHER_FIELD(FIELD_INT, calls)},
	[F_WANTED] = {"wanted_counter", OTHER_FIELD(FIELD_INT, target_counter)},
	[F_AHEAD] = {"ahead", OTHER_FIELD(FIELD_INT, ahead)},
	[F_WAIT] = {"wait_estimate_s", OTHER_FIELD(FIELD_INT, wait_estimate_s)},
	[F_QUANTITY] = {"quantity", OTHER_FIELD(FIELD_INT, quantity)},
	[F_IN_ORDER] = {"in_order", OTHER_FIELD(FIELD_BOOL, in_order)},
	[F_DOWN] = {"down", OTHER_FIELD(FIELD_BOOL, down)},
	[F_SOURCE] = {"source", TEXT_FIELD(source)},
	[F_UNTIL] = {"until", TEXT_FIELD(until)},
	[F_ENTRY] = {"entry", OTHER_FIELD(FIELD_INT64, entry)},
	[F_TICKETS_ABOVE] = {"tickets_above", OTHER_FIELD(FIELD_INT64, tickets_above)},
	[F_GUESSED] = {"guessed", OTHER_FIELD(FIELD_BOOL, guessed)},
	[F_FROM_TICKET] = {"from_ticket", OTHER_FIELD(FIELD_INT64, from_ticket)},
	[F_OFFSET] = {"offset_ms", OTHER_FIELD(FIELD_INT64, offset_ms)},
	[F_REOPENED] = {"reopened", OTHER_FIELD(FIELD_BOOL, reopened)},
	[F_ACTION] = {"action", TEXT_FIELD(complaint.action)},
	[F_ENTERED_BY] = {"entered_by", TEXT_FIELD(complaint.entered_by)},
	[F_SUBJECT] = {"subject", TEXT_FIELD(complaint.subject)},
	[F_CHANNEL] = {"channel", TEXT_FIELD(complaint.channel)},
	[F_RECEIVED_DAY] = {"day", TEXT_FIELD(complaint.day)},
	[F_DUE_DAY] = {"due", TEXT_FIELD(complaint.due_day)},
	[F_ABOUT] = {"about", TEXT_FIELD(complaint.about)},
	[F_ANSWER] = {"outcome", TEXT_FIELD(complaint.outcome)},
	[F_ANSWERED_DAY] = {"answered", TEXT_FIELD(complaint.answered_day)},
	[F_ANSWERED_BY] = {"staff", TEXT_FIELD(complaint.answered_by)},
	[F_ANSWER_NOTE] = {"note", TEXT_FIELD(complaint.note)},
	[F_TICKET_SUBJECT] = {"subject", TEXT_FIELD(complaint.subject)},
};

#define BIT(field) (UINT64_C(1) << (field))
/* Left out while they are 0 or empty, as in the first logs, which did not have them. */
#define SELDOM_FIELDS \
	(BIT(F_TICKETS_ABOVE) | BIT(F_GUESSED) | BIT(F_FROM_TICKET) | BIT(F_OFFSET) | \
		BIT(F_REOPENED) | BIT(F_LANGUAGE) | BIT(F_TICKET_SUBJECT))
#define TICKET_FIELDS (BIT(F_NUMBER) | BIT(F_SERVICE) | BIT(F_LANE) | BIT(F_STATE))
#define COMPLAINT_FIELDS \
	(BIT(F_ENTRY) | BIT(F_ACTION) | BIT(F_ENTERED_BY) | BIT(F_SUBJECT) | BIT(F_CHANNEL) | \
		BIT(F_RECEIVED_DAY) | BIT(F_DUE_DAY) | BIT(F_ABOUT) | BIT(F_ANSWER) | \
		BIT(F_ANSWERED_DAY) | BIT(F_ANSWERED_BY) | BIT(F_ANSWER_NOTE))

/* Which fields each kind has. */
#define MOVE_KIND(name, event, word, from, to, fields_, ...) [EVENT_##name] = (fields_),
#define ACT_KIND(name, event, word, fields_, ...) [EVENT_##name] = (fields_),
#define OTHER_KIND(name, event, fields_) [EVENT_##name] = (fields_),
static const uint64_t kind_fields[EVENT_KINDS] = {
	MOVES(MOVE_KIND, ACT_KIND, MOVES_SKIP) OTHER_EVENTS(OTHER_KIND)};

static bool has_services(enum event_kind kind)
{
	return kind == EVENT_COUNTER_OPEN || kind == EVENT_COUNTER_SERVICES;
}

static bool is_written(const struct event *event, enum field field)
{
	const char *at = (const char *)event + fields[field].offset;

	if (!(SELDOM_FIELDS & BIT(field))) {
		return true;
	}
	switch (fields[field].type) {
	case FIELD_TEXT:
		return *at != '\0';
	case FIELD_BOOL:
		return *(const bool *)at;
	case FIELD_INT64:
		return *(const int64_t *)at != 0;
	case FIELD_INT:
	case FIELD_LANE:
	case FIELD_STATE:
	case FIELD_PAPER:
		break;
	}
	return true;
}

static void encode_field(const struct event *event, enum field field, struct out *out)
{
	const char *at = (const char *)event + fields[field].offset;

	out_key(out, fields[field].key);
	switch (fields[field].type) {
	case FIELD_TEXT:
		out_text(out, at);
		break;
	case FIELD_INT:
		out_int(out, *(const int *)at);
		break;
	case FIELD_INT64:
		out_int(out, *(const int64_t *)at);
		break;
	case FIELD_BOOL:
		out_bool(out, *(const bool *)at);
		break;
	case FIELD_LANE:
		out_text(out, ticket_lane_name(*(const enum lane *)at));
		break;
	case FIELD_STATE:
		out_text(out, ticket_state_name(*(const enum ticket_state *)at));
		break;
	case FIELD_PAPER:
		out_text(out, ticket_slip_status_name(*(const enum slip_status *)at));
		break;
	}
}

static void encode_lists(const struct event *event, struct out *out)
{
	if (has_services(event->kind)) {
		out_key_open(out, "services", '[');
		for (int i = 0; i < event->n_services; i++) {
			out_text(out, event->services[i]);
		}
		out_close(out, ']');
	}
	if (dossier_counts_any(&event->dossiers)) {
		out_key_open(out, "dossiers", '{');
		for (int i = 0; i < DOSSIER_COUNTS; i++) {
			if (event->dossiers.has[i]) {
				out_key_int(out, dossier_count_name((enum dossier_count)i),
					event->dossiers.n[i]);
			}
		}
		out_close(out, '}');
	}
	if (event->n_waiting > 0) {
		out_key_open(out, "waiting", '{');
		for (int i = 0; i < event->n_waiting; i++) {
			out_key_int(out, event->waiting[i].service, event->waiting[i].waiting);
		}
		out_close(out, '}');
	}
}

char *journal_encode(const struct event *event)
{
	struct out out = {0};

	out_reserve(&out, DATA_BYTES);
	out_open(&out, '{');
	out_key_time(&out, "at", event->at.wall_ms);
	if (event->ticket) {
		out_key_int(&out, "ticket", event->ticket);
	}
	if (event->counter) {
		out_key_int(&out, "counter", event->counter);
	}
	if (event->session) {
		out_key_int(&out, "session", event->session);
	}
	for (int field = 0; field < FIELDS; field++) {
		if ((kind_fields[event->kind] & BIT(field)) &&
			is_written(event, (enum field)field)) {
			encode_field(event, (enum field)field, &out);
		}
	}
	encode_lists(event, &out);
	out_close(&out, '}');
	return out.text.data;
}

static int decode_word(const char *word, enum field field, char *at)
{
	switch (fields[field].type) {
	case FIELD_LANE:
		return ticket_lane_parse(word, (enum lane *)at);
	case FIELD_STATE:
		return ticket_state_parse(word, (enum ticket_state *)at);
	case FIELD_PAPER:
		return ticket_slip_status_parse(word, (enum slip_status *)at);
	case FIELD_TEXT:
		return text_copy(at, fields[field].size, word);
	case FIELD_INT:
	case FIELD_INT64:
	case FIELD_BOOL:
		break;
	}
	return -EBADMSG;
}

static int decode_field(const json_t *data, enum field field, struct event *event)
{
	const json_t *value = json_object_get(data, fields[field].key);
	char *at = (char *)event + fields[field].offset;
	int64_t number = json_integer_value(value);

	if (!value && (SELDOM_FIELDS & BIT(field))) {
		return 0;
	}
	if (json_is_string(value)) {
		return decode_word(json_string_value(value), field, at) < 0 ? -EBADMSG : 0;
	}
	if (fields[field].type == FIELD_BOOL && json_is_boolean(value)) {
		*(bool *)at = json_is_true(value);
		return 0;
	}
	if (!json_is_integer(value)) {
		return -EBADMSG;
	}
	if (fields[field].type == FIELD_INT64) {
		*(int64_t *)at = number;
		return 0;
	}
	if (fields[field].type != FIELD_INT || number < INT32_MIN || number > INT32_MAX) {
		return -EBADMSG;
	}
	*(int *)at = (int)number;
	return 0;
}

static int decode_services(const json_t *data, struct event *event)
{
	const json_t *services = json_object_get(data, "services");
	size_t n = json_array_size(services);

	if (!json_is_array(services) || n > LIMIT_SERVICES) {
		return -EBADMSG;
	}
	for (size_t i = 0; i < n; i++) {
		const char *id = json_string_value(json_array_get(services, i));

		if (!id || text_copy(event->services[i], LIMIT_ID + 1, id) < 0) {
			return -EBADMSG;
		}
	}
	event->n_services = (int)n;
	return 0;
}

static int decode_waiting(const json_t *data, struct event *event)
{
	json_t *waiting = json_object_get(data, "waiting");
	const char *service;
	json_t *n;

	if (json_object_size(waiting) > ELEMENTS(event->waiting)) {
		return -EBADMSG;
	}
	json_object_foreach (waiting, service, n) {
		if (text_copy(event->waiting[event->n_waiting].service, LIMIT_ID + 1, service) <
			0) {
			return -EBADMSG;
		}
		event->waiting[event->n_waiting++].waiting = (int)json_integer_value(n);
	}
	return 0;
}

static int decode_dossiers(const json_t *data, struct event *event)
{
	json_t *dossiers = json_object_get(data, "dossiers");
	const char *name;
	json_t *n;

	json_object_foreach (dossiers, name, n) {
		int64_t value = json_integer_value(n);
		enum dossier_count count;

		if (dossier_count_parse(name, &count) < 0 || !json_is_integer(n) || value < 0 ||
			value > LIMIT_DOSSIERS) {
			return -EBADMSG;
		}
		event->dossiers.has[count] = true;
		event->dossiers.n[count] = (int)value;
	}
	return 0;
}

int journal_decode(const char *data_text, struct event *event)
{
	json_t *data = json_loads(data_text, JSON_REJECT_DUPLICATES, NULL);
	int r = json_is_object(data) ? 0 : -EBADMSG;

	for (int field = 0; r == 0 && field < FIELDS; field++) {
		if (kind_fields[event->kind] & BIT(field)) {
			r = decode_field(data, (enum field)field, event);
		}
	}
	if (r == 0) {
		r = decode_waiting(data, event);
	}
	if (r == 0) {
		r = decode_dossiers(data, event);
	}
	if (r == 0 && has_services(event->kind)) {
		r = decode_services(data, event);
	}
	json_decref(data);
	return r;
}

char *journal_private(const struct event *event)
{
	char *text = NULL;

	if (event_has_json(event->kind)) {
		text = json_dumps(event->site, JSON_COMPACT);
		if (!text) {
			log_out_of_memory();
		}
	} else if (event->kind == EVENT_START) {
		text = text_dup(event->at.boot_id);
	} else if (event->kind == EVENT_ISSUE && *event->press_id) {
		text = text_dup(event->press_id);
	} else if (event->kind == EVENT_RATE) {
		text = text_printf("%d", event->score);
	}
	return text;
}

int journal_take_private(struct event *event, const char *text)
{
	if (event_has_json(event->kind)) {
		event->site = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
		return event->site ? 0 : -EBADMSG;
	}
	if (!text) {
		return event->kind == EVENT_START || event->kind == EVENT_RATE ? -EBADMSG : 0;
	}
	if (event->kind == EVENT_RATE) {
		int64_t score;

		if (text_parse_int(text, 1, LIMIT_SCORE, &score) < 0) {
			return -EBADMSG;
		}
		event->score = (int)score;
		return 0;
	}
	if (event->kind == EVENT_START) {
		return text_copy(event->at.boot_id, sizeof(event->at.boot_id), text);
	}
	return text_copy(event->press_id, sizeof(event->press_id), text);
}
