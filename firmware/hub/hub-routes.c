/* SPDX-License-Identifier: Apache-2.0 */
/* The API's tables; openapi.json is made from them, when layso is built (openapi.py). */
#include <string.h>

#include "base/log.h"
#include "catalogue/catalogue-age.h"
#include "catalogue/lookup-counts.h"
#include "catalogue/search-answer.h"
#include "catalogue/wrong-reports.h"
#include "hub/hub-api.h"
#include "hub/hub-report-out.h"

#define AT(member) .offset = offsetof(struct input, member)
#define GIVEN(member) .given = offsetof(struct input, member)
#define ID_FIELD(field, member) .name = (field), .type = FIELD_ID, .max = LIMIT_ID, AT(member)
#define LANGUAGE_FIELD \
	.name = "language", .type = FIELD_ID, .max = LIMIT_LANGUAGE, AT(command.language)
#define SERVICE_FIELD ID_FIELD("service", command.service)
#define KIOSK_FIELD ID_FIELD("kiosk", command.kiosk)
#define NOTE_FIELD .name = "note", .type = FIELD_TEXT, .max = LIMIT_NOTE, AT(command.note)
#define TICKET_FIELD \
	.name = "ticket", .type = FIELD_LONG, .min = 1, .max = INT64_MAX, AT(command.ticket)
/* A repeated idempotency key gets the first answer; every move may have one. */
#define IDEMPOTENCY_KEY \
	{.name = "idempotency_key", \
		.type = FIELD_ID, \
		.max = LIMIT_IDEMPOTENCY_KEY, \
		AT(idempotency_key)}
/* The ticket that the caller sees at the counter: of two people there, one may see an old one. */
#define EXPECT \
	{.name = "expect", .type = FIELD_LONG, .min = 1, .max = INT64_MAX, AT(command.expect)}
/* A count of dossiers, which may be left out. */
#define DOSSIERS(field, count) \
	{.name = (field), \
		.type = FIELD_INT, \
		.max = LIMIT_DOSSIERS, \
		AT(command.dossiers.n[count]), \
		GIVEN(command.dossiers.has[count])}
#define ALL_DOSSIERS \
	DOSSIERS("received", DOSSIER_RECEIVED), \
		DOSSIERS("received_online", DOSSIER_RECEIVED_ONLINE), \
		DOSSIERS("received_counter", DOSSIER_RECEIVED_COUNTER), \
		DOSSIERS("received_post", DOSSIER_RECEIVED_POST), \
		DOSSIERS("received_offline", DOSSIER_RECEIVED_OFFLINE), \
		DOSSIERS("resolved", DOSSIER_RESOLVED), \
		DOSSIERS("resolved_early", DOSSIER_RESOLVED_EARLY), \
		DOSSIERS("resolved_on_time", DOSSIER_RESOLVED_ON_TIME), \
		DOSSIERS("resolved_late", DOSSIER_RESOLVED_LATE), \
		DOSSIERS("carried_over", DOSSIER_CARRIED_OVER), \
		DOSSIERS("in_progress", DOSSIER_IN_PROGRESS), \
		DOSSIERS("in_progress_in_time", DOSSIER_IN_PROGRESS_IN_TIME), \
		DOSSIERS("in_progress_overdue", DOSSIER_IN_PROGRESS_OVERDUE)
#define SCORE_FIELD \
	{.name = "score", \
		.type = FIELD_INT, \
		.required = true, \
		.min = 1, \
		.max = LIMIT_SCORE, \
		AT(command.score)}

_Static_assert(sizeof(enum lane) == sizeof(int), "words are stored as int");
_Static_assert(sizeof(enum slip_status) == sizeof(int), "words are stored as int");
_Static_assert(sizeof(enum complaint_channel) == sizeof(int), "words are stored as int");
_Static_assert(sizeof(enum complaint_outcome) == sizeof(int), "words are stored as int");

static const struct field_word place_words[] = {
	{"kiosk", LOOKUP_KIOSK},
	{"phone", LOOKUP_PHONE},
	{"staff", LOOKUP_STAFF},
};
static const struct field_word visitor_words[] = {
	{"kiosk", LOOKUP_KIOSK},
	{"phone", LOOKUP_PHONE},
};
static const struct field_word lane_words[] = {
	{"regular", LANE_REGULAR},
	{"priority", LANE_PRIORITY},
};
static const struct field_word outcome_words[] = {
	{"NONE", SLIP_NONE},
	{"PRINTED", SLIP_PRINTED},
	{"FAILED", SLIP_FAILED},
	{"UNKNOWN", SLIP_UNKNOWN},
	{"LATER", SLIP_LATER},
};
static const struct field_word slip_status_words[] = {
	{"NONE", SLIP_NONE},
	{"QUEUED", SLIP_QUEUED},
	{"PRINTED", SLIP_PRINTED},
	{"FAILED", SLIP_FAILED},
	{"UNKNOWN", SLIP_UNKNOWN},
	{"LATER", SLIP_LATER},
};
static const struct field_word state_words[] = {
	{"WAITING", TICKET_WAITING},
	{"CALLED", TICKET_CALLED},
	{"SERVING", TICKET_SERVING},
	{"HELD", TICKET_HELD},
	{"SUPPLEMENT", TICKET_SUPPLEMENT},
	{"NO_SHOW", TICKET_NO_SHOW},
	{"FINISHED", TICKET_FINISHED},
	{"LEFT", TICKET_LEFT},
	{"VOID", TICKET_VOID},
	{"EXPIRED", TICKET_EXPIRED},
	{"FINISHED_UNCONFIRMED", TICKET_FINISHED_UNCONFIRMED},
};
static const struct field_word role_words[] = {
	{"viewer", ROLE_VIEWER},
	{"screen", ROLE_SCREEN},
	{"hall", ROLE_HALL},
	{"kiosk", ROLE_KIOSK},
	{"helper", ROLE_HELPER},
	{"clerk", ROLE_CLERK},
	{"supervisor", ROLE_SUPERVISOR},
	{"director", ROLE_DIRECTOR},
	{"admin", ROLE_ADMIN},
};
static const struct field_word person_words[] = {
	{"helper", ROLE_HELPER},
	{"clerk", ROLE_CLERK},
	{"supervisor", ROLE_SUPERVISOR},
	{"director", ROLE_DIRECTOR},
	{"admin", ROLE_ADMIN},
};
static const struct field_word day_words[] = {
	{"open", COMMAND_DAY_OPEN},
	{"close", COMMAND_DAY_CLOSE},
	{"reopen", COMMAND_DAY_REOPEN},
};

static const struct field_word fault_words[] = {
	{"none", FAULT_NONE},
	{"device", FAULT_DEVICE},
	{"site", FAULT_SITE},
	{"ours", FAULT_OURS},
};

static const struct field_word separator_words[] = {
	{"comma", 0},
	{"semicolon", 1},
};

static const struct field_word format_words[] = {
	{"json", false},
	{"csv", true},
};

/* The words of complaint.h, with their values. */
#define CHANNEL_WORD(name, word) {word, COMPLAINT_BY_##name},
#define ANSWER_WORD(name, word) {word, COMPLAINT_##name},
static const struct field_word channel_words[] = {COMPLAINT_CHANNEL_TABLE(CHANNEL_WORD)};
static const struct field_word answer_words[] = {COMPLAINT_OUTCOME_TABLE(ANSWER_WORD)};
static const struct field_word complaint_state_words[] = {
	{"open", COMPLAINT_OPEN},
	{"answered", COMPLAINT_ANSWERED},
	{"withdrawn", COMPLAINT_WITHDRAWN},
};

static const struct field_word age_words[] = {
	{"fresh", CATALOGUE_FRESH},
	{"old", CATALOGUE_OLD},
	{"expired", CATALOGUE_EXPIRED},
	{"undated", CATALOGUE_UNDATED},
	{"not_yet", CATALOGUE_NOT_YET},
	{"no_longer", CATALOGUE_NO_LONGER},
};

#define SUBJECT_FIELD ID_FIELD("subject", command.complaint.subject)
static const struct field issue_fields[] = {
	{SERVICE_FIELD, .required = true},
	{.name = "lane",
		.type = FIELD_WORD,
		WORDS(lane_words),
		AT(command.lane),
		GIVEN(command.has_lane)},
	{.name = "press_id", .type = FIELD_ID, .max = LIMIT_PRESS_ID, AT(command.press_id)},
	{LANGUAGE_FIELD},
	{ID_FIELD("reason", command.reason)},
	{SUBJECT_FIELD},
	{.name = "print", .type = FIELD_BOOL, AT(command.print)},
	{KIOSK_FIELD},
};
static const struct field list_fields[] = {
	{.name = "day", .type = FIELD_DAY, .max = DAY_LENGTH, AT(day)},
	{.name = "state", .type = FIELD_WORD, WORDS(state_words), AT(state), GIVEN(has_state)},
	{SERVICE_FIELD},
	{.name = "paper",
		.type = FIELD_WORD,
		WORDS(slip_status_words),
		AT(slip_status),
		GIVEN(has_slip_status)},
	{KIOSK_FIELD},
	{.name = "press_id", .type = FIELD_ID, .max = LIMIT_PRESS_ID, AT(command.press_id)},
	{.name = "number", .type = FIELD_ID, .max = LIMIT_NUMBER_TEXT, AT(command.number)},
	{.name = "after", .type = FIELD_LONG, .max = INT64_MAX, AT(after)},
	{.name = "limit", .type = FIELD_INT, .min = 1, .max = LIMIT_PAGE, AT(limit)},
};
static const struct field reprint_fields[] = {{KIOSK_FIELD}, IDEMPOTENCY_KEY};
static const struct field paper_fields[] = {
	{.name = "state",
		.type = FIELD_WORD,
		.required = true,
		WORDS(outcome_words),
		AT(command.slip_status)},
	{.name = "cause", .type = FIELD_TEXT, .max = LIMIT_NOTE, AT(command.note)},
	{.name = "again", .type = FIELD_BOOL, AT(command.again)},
	IDEMPOTENCY_KEY,
};

static const struct field plain_fields[] = {IDEMPOTENCY_KEY};
static const struct field note_fields[] = {{NOTE_FIELD}, IDEMPOTENCY_KEY};
static const struct field expect_fields[] = {EXPECT, IDEMPOTENCY_KEY};
static const struct field expect_note_fields[] = {{NOTE_FIELD}, EXPECT, IDEMPOTENCY_KEY};
static const struct field open_fields[] = {
	{ID_FIELD("staff", command.staff)},
	{.name = "services",
		.type = FIELD_IDS,
		.max = LIMIT_SERVICES,
		AT(command.services),
		GIVEN(command.n_services)},
	IDEMPOTENCY_KEY,
};
static const struct field resume_fields[] = {{TICKET_FIELD}, IDEMPOTENCY_KEY};
static const struct field services_fields[] = {
	{.name = "services",
		.type = FIELD_IDS,
		.max = LIMIT_SERVICES,
		AT(command.services),
		GIVEN(command.n_services)},
	IDEMPOTENCY_KEY,
};
static const struct field close_fields[] = {
	{.name = "hand_over", .type = FIELD_BOOL, AT(command.hand_over)},
	IDEMPOTENCY_KEY,
};
static const struct field call_fields[] = {
	{.name = "number", .type = FIELD_ID, .max = LIMIT_NUMBER_TEXT, AT(command.number)},
	{TICKET_FIELD},
	IDEMPOTENCY_KEY,
};
static const struct field transfer_fields[] = {
	{SERVICE_FIELD},
	{.name = "counter",
		.type = FIELD_INT,
		.min = 1,
		.max = LIMIT_COUNTERS,
		AT(command.to_counter)},
	{NOTE_FIELD},
	EXPECT,
	IDEMPOTENCY_KEY,
};
static const struct field service_fields[] = {
	{SERVICE_FIELD, .required = true},
	EXPECT,
	IDEMPOTENCY_KEY,
};
static const struct field finish_fields[] = {
	{ID_FIELD("outcome", command.outcome)},
	{.name = "quantity", .type = FIELD_INT, .max = LIMIT_QUANTITY, AT(command.quantity)},
	EXPECT,
	DOSSIERS("received_online", DOSSIER_RECEIVED_ONLINE),
	DOSSIERS("received_counter", DOSSIER_RECEIVED_COUNTER),
	DOSSIERS("received_post", DOSSIER_RECEIVED_POST),
	DOSSIERS("resolved_early", DOSSIER_RESOLVED_EARLY),
	DOSSIERS("resolved_on_time", DOSSIER_RESOLVED_ON_TIME),
	DOSSIERS("resolved_late", DOSSIER_RESOLVED_LATE),
	IDEMPOTENCY_KEY,
};

static const struct field report_fields[] = {
	{.name = "from", .type = FIELD_DAY, .max = DAY_LENGTH, AT(from)},
	{.name = "to", .type = FIELD_DAY, .max = DAY_LENGTH, AT(to)},
	{SERVICE_FIELD},
	{.name = "separator",
		.type = FIELD_WORD,
		WORDS(separator_words),
		AT(semicolon),
		GIVEN(has_separator)},
	{LANGUAGE_FIELD},
	{.name = "period", .type = FIELD_ID, .max = EVALUATION_PERIOD, AT(period)},
	{.name = "columns", .type = FIELD_TEXT, .max = LIMIT_COLUMNS, AT(columns)},
	{.name = "previous", .type = FIELD_BOOL, AT(previous)},
};
static const struct field rate_fields[] = {SCORE_FIELD, {TICKET_FIELD}, IDEMPOTENCY_KEY};
static const struct field public_rate_fields[] = {SCORE_FIELD};
static const struct field portal_fields[] = {
	{.name = "down", .type = FIELD_BOOL, .required = true, AT(command.down)},
	{NOTE_FIELD},
};
static const struct field dossier_fields[] = {
	{.name = "day", .type = FIELD_DAY, .max = DAY_LENGTH, AT(day)},
	{SERVICE_FIELD},
	{NOTE_FIELD},
	ALL_DOSSIERS,
	IDEMPOTENCY_KEY,
};
static const struct field entry_fields[] = {
	{.name = "from", .type = FIELD_DAY, .required = true, .max = DAY_LENGTH, AT(from)},
	{.name = "to", .type = FIELD_DAY, .required = true, .max = DAY_LENGTH, AT(to)},
	{SERVICE_FIELD},
	{NOTE_FIELD},
	ALL_DOSSIERS,
};
const struct fields api_entry_fields = FIELDS(entry_fields);
static const struct field dossiers_fields[] = {
	{.name = "from", .type = FIELD_DAY, .max = DAY_LENGTH, AT(from)},
	{.name = "to", .type = FIELD_DAY, .max = DAY_LENGTH, AT(to)},
	{.name = "after", .type = FIELD_LONG, .max = INT64_MAX, AT(after)},
	{.name = "limit", .type = FIELD_INT, .min = 1, .max = LIMIT_PAGE, AT(limit)},
};
#define COMPLAINT_DAY_FIELD(field, member) \
	.name = (field), .type = FIELD_DAY, .max = DAY_LENGTH, AT(command.complaint.member)
#define CHANNEL_FIELD \
	.name = "channel", .type = FIELD_WORD, WORDS(channel_words), \
	AT(command.complaint.channel), GIVEN(command.complaint.has_channel)
#define ABOUT_FIELD \
	.name = "about", .type = FIELD_TEXT, .max = LIMIT_COMPLAINT_TEXT, \
	AT(command.complaint.about)
#define OUTCOME_FIELD \
	.name = "outcome", .type = FIELD_WORD, WORDS(answer_words), AT(command.complaint.outcome), \
	GIVEN(command.complaint.has_outcome)
#define ANSWER_NOTE_FIELD \
	.name = "note", .type = FIELD_TEXT, .max = LIMIT_COMPLAINT_TEXT, \
	AT(command.complaint.note), GIVEN(command.complaint.has_note)
static const struct field complaints_fields[] = {
	{.name = "state",
		.type = FIELD_WORD,
		WORDS(complaint_state_words),
		AT(state),
		GIVEN(has_state)},
	{.name = "overdue", .type = FIELD_BOOL, AT(overdue)},
	{SUBJECT_FIELD},
	{.name = "from", .type = FIELD_DAY, .max = DAY_LENGTH, AT(from)},
	{.name = "to", .type = FIELD_DAY, .max = DAY_LENGTH, AT(to)},
	{.name = "after", .type = FIELD_LONG, .max = INT64_MAX, AT(after)},
	{.name = "limit", .type = FIELD_INT, .min = 1, .max = LIMIT_PAGE, AT(limit)},
};
static const struct field complaint_fields[] = {
	{SUBJECT_FIELD, .required = true},
	{CHANNEL_FIELD, .required = true},
	{COMPLAINT_DAY_FIELD("day", day)},
	{ABOUT_FIELD, .required = true},
	IDEMPOTENCY_KEY,
};
static const struct field complaint_answer_fields[] = {
	{OUTCOME_FIELD, .required = true},
	{COMPLAINT_DAY_FIELD("answered", answered_day)},
	{ANSWER_NOTE_FIELD},
	IDEMPOTENCY_KEY,
};
static const struct field complaint_correct_fields[] = {
	{SUBJECT_FIELD},
	{CHANNEL_FIELD},
	{COMPLAINT_DAY_FIELD("day", day)},
	{ABOUT_FIELD},
	{OUTCOME_FIELD},
	{COMPLAINT_DAY_FIELD("answered", answered_day)},
	{ANSWER_NOTE_FIELD},
	IDEMPOTENCY_KEY,
};
static const struct field complaint_withdraw_fields[] = {{ANSWER_NOTE_FIELD}, IDEMPOTENCY_KEY};
static const struct field events_fields[] = {
	{.name = "after", .type = FIELD_LONG, .max = INT64_MAX, AT(after), GIVEN(has_after)},
	{.name = "epoch", .type = FIELD_ID, .max = EPOCH_LENGTH, AT(epoch)},
	{.name = "alive", .type = FIELD_BOOL, AT(alive)},
};
static const struct field hall_fields[] = {
	{.name = "counter", .type = FIELD_INT, .max = LIMIT_COUNTERS, AT(counter)},
	{.name = "width",
		.type = FIELD_INT,
		.required = true,
		.min = 160,
		.max = LIMIT_SCREEN_PX,
		AT(width)},
	{.name = "height",
		.type = FIELD_INT,
		.required = true,
		.min = 160,
		.max = LIMIT_SCREEN_PX,
		AT(height)},
	{.name = "inches", .type = FIELD_INT, .max = 200, AT(inches)},
	{.name = "board", .type = FIELD_BOOL, AT(board)},
	{.name = "sound", .type = FIELD_BOOL, AT(sound)},
	{.name = "seen", .type = FIELD_ID, .max = LIMIT_HALL_TAG, AT(seen)},
	{.name = "heard", .type = FIELD_ID, .max = HALL_CALL_ID_SIZE - 1, AT(heard)},
};
static const struct field procedures_fields[] = {
	{.name = "after", .type = FIELD_ID, .max = LIMIT_PROCEDURE_KEY, AT(after_key)},
	{.name = "limit", .type = FIELD_INT, .min = 1, .max = LIMIT_PAGE, AT(limit)},
	{.name = "sector", .type = FIELD_TEXT, .max = LIMIT_TEXT, AT(sector)},
	{.name = "age", .type = FIELD_WORD, WORDS(age_words), AT(age), GIVEN(has_age)},
};
static const struct field search_fields[] = {
	{.name = "q", .type = FIELD_TEXT, .required = true, .max = LIMIT_QUESTION, AT(question)},
	{.name = "limit", .type = FIELD_INT, .min = 1, .max = SEARCH_HITS, AT(limit)},
	{.name = "typing", .type = FIELD_BOOL, AT(typing)},
};
static const struct field export_fields[] = {
	{.name = "format", .type = FIELD_WORD, WORDS(format_words), AT(format)},
	{.name = "separator",
		.type = FIELD_WORD,
		WORDS(separator_words),
		AT(semicolon),
		GIVEN(has_separator)},
};
static const struct field lookups_fields[] = {
	{.name = "day", .type = FIELD_DAY, .max = DAY_LENGTH, AT(day)},
	{.name = "format", .type = FIELD_WORD, WORDS(format_words), AT(format)},
	{.name = "separator",
		.type = FIELD_WORD,
		WORDS(separator_words),
		AT(semicolon),
		GIVEN(has_separator)},
};
static const struct field looked_up_fields[] = {
	{.name = "place", .type = FIELD_WORD, .required = true, WORDS(place_words), AT(place)},
	{.name = "printed", .type = FIELD_BOOL, AT(printed)},
};
static const struct field searched_fields[] = {
	{.name = "place", .type = FIELD_WORD, .required = true, WORDS(place_words), AT(place)},
	{.name = "found", .type = FIELD_BOOL, .required = true, AT(found)},
	{.name = "q", .type = FIELD_TEXT, .max = LIMIT_QUESTION, AT(question)},
};
static const struct field wrong_fields[] = {
	{.name = "place", .type = FIELD_WORD, .required = true, WORDS(visitor_words), AT(place)},
};
static const struct field wrong_seen_fields[] = {
	{.name = "until",
		.type = FIELD_LONG,
		.required = true,
		.min = 1,
		.max = INT64_MAX,
		AT(after)},
};
static const struct field undo_fields[] = {
	{.name = "catalogue",
		.type = FIELD_LONG,
		.min = 1,
		.max = INT64_MAX,
		AT(command.catalogue_seq)},
};
static const struct field clips_fields[] = {
	{LANGUAGE_FIELD, .required = true},
	{.name = "check", .type = FIELD_INT, .max = LIMIT_CLIPS, AT(check), GIVEN(has_check)},
};
static const struct field health_fields[] = {
	{ID_FIELD("name", name), .required = true},
	{ID_FIELD("state", command.device_state), .required = true},
	{.name = "fault", .type = FIELD_WORD, WORDS(fault_words), AT(fault), GIVEN(has_fault)},
	{NOTE_FIELD},
};
static const struct field day_fields[] = {
	{.name = "move", .type = FIELD_WORD, .required = true, WORDS(day_words), AT(move)},
	{.name = "day", .type = FIELD_DAY, .max = DAY_LENGTH, AT(command.day)},
};
static const struct field clock_fields[] = {
	{.name = "accept", .type = FIELD_BOOL, AT(accept)},
	{.name = "day", .type = FIELD_DAY, .max = DAY_LENGTH, AT(day)},
	{.name = "time", .type = FIELD_TEXT, .max = CLOCK_TEXT, AT(time)},
};
static const struct field token_fields[] = {
	{ID_FIELD("name", name), .required = true},
	{.name = "role", .type = FIELD_WORD, .required = true, WORDS(role_words), AT(role)},
};
#define PERSON_FIELD .name = "name", .type = FIELD_TEXT, .max = LIMIT_PERSON, AT(person)
#define SECRET_FIELD .name = "secret", .type = FIELD_SECRET, .max = LIMIT_SECRET, AT(secret)
#define NEW_SECRET_FIELD \
	.name = "new_secret", .type = FIELD_SECRET, .max = LIMIT_SECRET, AT(new_secret)
#define PERSON_ROLE_FIELD .name = "role", .type = FIELD_WORD, WORDS(person_words), AT(role)
#define ACTIVE_FIELD \
	.name = "active", .type = FIELD_BOOL, AT(command.staff_change.row.active), \
	GIVEN(command.staff_change.has_active)
#define VALID_DAY_FIELD \
	.name = "valid_day", .type = FIELD_DAY, .max = DAY_LENGTH, \
	AT(command.staff_change.row.valid_day), GIVEN(command.staff_change.has_valid_day)
static const struct field sign_in_fields[] = {
	{PERSON_FIELD},
	{SECRET_FIELD},
	{.name = "token", .type = FIELD_SECRET, .max = LIMIT_TOKEN, AT(token)},
};
static const struct field sign_in_change_fields[] = {
	{SECRET_FIELD, .required = true},
	{NEW_SECRET_FIELD, .required = true},
};
static const struct field staff_add_fields[] = {
	{ID_FIELD("id", command.staff_change.row.id), .required = true},
	{PERSON_FIELD, .required = true},
	{PERSON_ROLE_FIELD, .required = true},
	{VALID_DAY_FIELD},
	{ACTIVE_FIELD},
	{SECRET_FIELD},
};
static const struct field staff_change_fields[] = {
	{PERSON_FIELD, GIVEN(command.staff_change.has_name)},
	{PERSON_ROLE_FIELD, GIVEN(command.staff_change.has_role)},
	{VALID_DAY_FIELD},
	{ACTIVE_FIELD},
	{SECRET_FIELD},
};

#define API "/api/v1"
/* The rows of moves.h */
#define ROUTE_AT_NOWHERE(...)
#define ROUTE_AT_COUNTER_TOO(...)
#define ROUTE_AT_TICKET(name, word, roles, body) \
	{"POST", API "/tickets/{id}/" word, MAY_##roles, api_ticket_move, FIELDS(body##_fields), \
		COMMAND_##name},
#define ROUTE_AT_COUNTER(name, word, roles, body) \
	{"POST", API "/counters/{n}/" word, MAY_##roles, api_counter_move, FIELDS(body##_fields), \
		COMMAND_##name},
#define MOVE_ROUTE(name, event, word, from, to, fields, place, roles, body, ...) \
	ROUTE_AT_##place(name, word, roles, body)
#define ACT_ROUTE(name, event, word, fields, place, roles, body, ...) \
	ROUTE_AT_##place(name, word, roles, body)
#define ASK_ROUTE(name, word, place, roles, body, ...) ROUTE_AT_##place(name, word, roles, body)

const struct route routes[] = {
	{"POST", API "/tickets", MAY_ISSUE, api_issue, FIELDS(issue_fields), COMMAND_ISSUE},
	{"GET", API "/tickets", MAY_READ, api_tickets, FIELDS(list_fields)},
	{"GET", API "/tickets/{id}", MAY_READ, api_ticket, NO_FIELDS},
	{"GET", API "/tickets/{id}/history", MAY_PEOPLE, api_ticket_history, NO_FIELDS},
	/* clang-format off */
	MOVES(MOVE_ROUTE, ACT_ROUTE, ASK_ROUTE)
	/* clang-format on */
	{"GET", API "/state", MAY_READ, api_state, NO_FIELDS},
	{"GET", API "/events", MAY_READ, api_events, FIELDS(events_fields)},
	{"GET", API "/hall", MAY_SHOW, api_hall, FIELDS(hall_fields)},
	{"GET", API "/announcements/{id}", MAY_ANYBODY, api_hall_sound, NO_FIELDS},
	{"GET", API "/site", MAY_READ, api_site, NO_FIELDS},
	{"PUT", API "/site", MAY_ADMIN, api_site_put, NO_FIELDS, COMMAND_SITE, LIMIT_SITE_BYTES,
		true},
	{"POST", API "/site/check", MAY_ADMIN, api_site_check, NO_FIELDS, COMMAND_SITE,
		LIMIT_SITE_BYTES, true},
	{"PUT", API "/notices", MAY_NOTICE, api_notices_put, NO_FIELDS, COMMAND_SITE,
		LIMIT_SITE_BYTES, true},
	{"PUT", API "/pages", MAY_NOTICE, api_pages_put, NO_FIELDS, COMMAND_SITE, LIMIT_SITE_BYTES,
		true},
	{"POST", API "/pages/preview", MAY_NOTICE, api_page_preview, NO_FIELDS,
		.body_max = LIMIT_SITE_BYTES, .free_input = true},
	{"PUT", API "/sheets", MAY_NOTICE, api_sheets_put, NO_FIELDS, COMMAND_SITE,
		LIMIT_SITE_BYTES, true},
	{"POST", API "/pictures", MAY_NOTICE, api_picture_add, NO_FIELDS, COMMAND_PICTURE_ADD,
		LIMIT_PICTURE_BYTES, true},
	{"GET", API "/pictures/{id}", MAY_SHOW, api_picture, NO_FIELDS},
	{"GET", API "/clips", MAY_READ, api_clips, FIELDS(clips_fields)},
	{"GET", API "/clips/{id}", MAY_READ, api_clip, NO_FIELDS},
	{"PUT", API "/clips/{id}", MAY_NOTICE, api_clip_put, NO_FIELDS, COMMAND_CLIP,
		LIMIT_CLIP_BYTES, true},
	{"DELETE", API "/clips/{id}", MAY_NOTICE, api_clip_remove, NO_FIELDS, COMMAND_CLIP},
	{"GET", API "/procedures", MAY_READ, api_procedures, FIELDS(procedures_fields)},
	{"GET", API "/procedures/counts", MAY_READ, api_procedures_counts, NO_FIELDS},
	{"GET", API "/procedures/export", MAY_READ, api_procedures_export, FIELDS(export_fields)},
	{"POST", API "/procedures/import", MAY_NOTICE, api_procedures_import, NO_FIELDS,
		COMMAND_CATALOGUE, LIMIT_CATALOGUE_BYTES, .free_input = true, .late_input = true},
	{"POST", API "/procedures/undo", MAY_NOTICE, api_procedures_undo, FIELDS(undo_fields),
		COMMAND_CATALOGUE_UNDO},
	{"GET", API "/procedures/search", MAY_ANYBODY, api_procedures_search,
		FIELDS(search_fields)},
	{"GET", API "/procedures/misses", MAY_FIGURES, api_procedures_misses, NO_FIELDS},
	{"GET", API "/procedures/lookups", MAY_FIGURES, api_procedures_lookups,
		FIELDS(lookups_fields)},
	{"POST", API "/procedures/searched", MAY_ISSUE, api_procedures_searched,
		FIELDS(searched_fields)},
	{"POST", API "/procedures/{key}/looked-up", MAY_ISSUE, api_procedure_looked_up,
		FIELDS(looked_up_fields)},
	{"GET", API "/procedures/wrong", MAY_PEOPLE, api_procedures_wrong, NO_FIELDS},
	{"POST", API "/procedures/{key}/wrong", MAY_ISSUE, api_procedure_wrong,
		FIELDS(wrong_fields)},
	{"POST", API "/procedures/{key}/wrong/seen", MAY_SUPERVISE, api_procedure_wrong_seen,
		FIELDS(wrong_seen_fields)},
	{"GET", API "/procedures/{key}", MAY_READ, api_procedure, NO_FIELDS},
	{"GET", API "/backup", MAY_ADMIN, api_backup, NO_FIELDS},
	{"POST", API "/counters/{n}/rate", MAY_RATE, api_counter_rate, FIELDS(rate_fields),
		COMMAND_RATE},
	{"GET", API "/reports/{name}", MAY_FIGURES, api_report, FIELDS(report_fields)},
	{"GET", API "/monthly-reports", MAY_FIGURES, api_monthly, NO_FIELDS},
	{"GET", API "/monthly-reports/{name}", MAY_FIGURES, api_monthly_report, NO_FIELDS},
	{"GET", API "/dossiers", MAY_FIGURES, api_dossiers, FIELDS(dossiers_fields)},
	{"POST", API "/dossiers", MAY_SERVE, api_dossier, FIELDS(dossier_fields), COMMAND_DOSSIER},
	{"POST", API "/dossiers/import", MAY_SUPERVISE, api_dossier_import, NO_FIELDS,
		COMMAND_DOSSIER, LIMIT_DOSSIER_BYTES, true},
	{"DELETE", API "/dossiers/{id}", MAY_SUPERVISE, api_dossier_remove, NO_FIELDS,
		COMMAND_DOSSIER_REMOVE},
	{"GET", API "/complaints", MAY_COMPLAINTS, api_complaints, FIELDS(complaints_fields)},
	{"POST", API "/complaints", MAY_SERVE, api_complaint_enter, FIELDS(complaint_fields),
		COMMAND_COMPLAINT_ENTER},
	{"GET", API "/complaints/{id}", MAY_COMPLAINTS, api_complaint, NO_FIELDS},
	{"POST", API "/complaints/{id}/answer", MAY_SERVE, api_complaint_change,
		FIELDS(complaint_answer_fields), COMMAND_COMPLAINT_ANSWER},
	{"POST", API "/complaints/{id}/correct", MAY_SERVE, api_complaint_change,
		FIELDS(complaint_correct_fields), COMMAND_COMPLAINT_CORRECT},
	{"POST", API "/complaints/{id}/reopen", MAY_SUPERVISE, api_complaint_change,
		FIELDS(plain_fields), COMMAND_COMPLAINT_REOPEN},
	{"POST", API "/complaints/{id}/withdraw", MAY_SUPERVISE, api_complaint_change,
		FIELDS(complaint_withdraw_fields), COMMAND_COMPLAINT_WITHDRAW},
	{"GET", API "/evaluations", MAY_FIGURES, api_evaluations, NO_FIELDS},
	{"POST", API "/evaluations/import", MAY_ADMIN, api_evaluation_import, NO_FIELDS,
		COMMAND_SITE, LIMIT_EVALUATION_BYTES, true},
	{"DELETE", API "/evaluations/{period}", MAY_ADMIN, api_evaluation_remove, NO_FIELDS,
		COMMAND_SITE},
	{"POST", API "/portal", MAY_NOTICE, api_portal, FIELDS(portal_fields), COMMAND_PORTAL},
	{"GET", API "/health", MAY_READ, api_health, NO_FIELDS},
	{"POST", API "/health", MAY_REPORT, api_health_post, FIELDS(health_fields), COMMAND_DEVICE},
	{"POST", API "/health/acknowledge", MAY_ADMIN, api_health_acknowledge, NO_FIELDS,
		COMMAND_ACKNOWLEDGE},
	{"DELETE", API "/devices/{name}", MAY_ADMIN, api_device_remove, NO_FIELDS,
		COMMAND_DEVICE_REMOVE},
	{"GET", API "/screens", MAY_LOOK, api_screens, NO_FIELDS},
	{"GET", API "/screens/{name}", MAY_LOOK, api_screen, NO_FIELDS},
	{"POST", API "/screens", MAY_REPORT, api_screen_put, NO_FIELDS,
		.body_max = LIMIT_SCREEN_BYTES, .free_input = true},
	{"GET", API "/files", MAY_ADMIN, api_files, NO_FIELDS},
	{"DELETE", API "/files/{name}", MAY_ADMIN, api_file_remove, NO_FIELDS},
	{"POST", API "/day", MAY_SUPERVISE, api_day, FIELDS(day_fields)},
	{"GET", API "/clock", MAY_PEOPLE, api_clock_show, NO_FIELDS},
	{"POST", API "/clock", MAY_SUPERVISE, api_clock, FIELDS(clock_fields),
		COMMAND_CLOCK_ACCEPT},
	{"GET", API "/tokens", MAY_OVERSEE, api_tokens, NO_FIELDS},
	{"POST", API "/tokens", MAY_ADMIN, api_token_make, FIELDS(token_fields), COMMAND_TOKEN_ADD},
	{"DELETE", API "/tokens/{name}", MAY_ADMIN, api_token_remove, NO_FIELDS,
		COMMAND_TOKEN_REMOVE},
	{"GET", API "/training", MAY_PEOPLE, api_training, NO_FIELDS},
	{"GET", API "/training/copy", MAY_ANYBODY, api_training_copy, NO_FIELDS},
	{"POST", API "/training/reset", MAY_PEOPLE, api_training_reset, NO_FIELDS},
	{"GET", API "/sign-in", MAY_READ, api_sign_in_show, NO_FIELDS},
	{"POST", API "/sign-in", MAY_ANYBODY, api_sign_in, FIELDS(sign_in_fields)},
	{"PUT", API "/sign-in", MAY_PEOPLE, api_sign_in_change, FIELDS(sign_in_change_fields)},
	{"DELETE", API "/sign-in", MAY_ANYBODY, api_sign_in_end, NO_FIELDS},
	{"GET", API "/staff", MAY_FIGURES, api_staff, NO_FIELDS},
	{"POST", API "/staff", MAY_ADMIN, api_staff_add, FIELDS(staff_add_fields),
		COMMAND_STAFF_ADD},
	{"GET", API "/staff/{id}", MAY_FIGURES, api_staff_show, NO_FIELDS},
	{"PUT", API "/staff/{id}", MAY_ADMIN, api_staff_change, FIELDS(staff_change_fields),
		COMMAND_STAFF_CHANGE},
	{"DELETE", API "/staff/{id}", MAY_ADMIN, api_staff_remove, NO_FIELDS, COMMAND_STAFF_REMOVE},
	{"DELETE", API "/staff/{id}/sign-ins", MAY_ADMIN, api_staff_sign_out, NO_FIELDS},
	{"GET", API "/sign-ins", MAY_OVERSEE, api_sign_ins, NO_FIELDS},
	{"GET", API "/public/{token}", MAY_ANYBODY, api_public, NO_FIELDS},
	{"GET", API "/public/{token}/qr", MAY_ANYBODY, api_public_qr, NO_FIELDS},
	{"POST", API "/public/{token}/rate", MAY_ANYBODY, api_public_rate,
		FIELDS(public_rate_fields), COMMAND_RATE},
	{"POST", API "/setup", MAY_ANYBODY, api_setup, NO_FIELDS, .free_input = true},
	{"GET", API "/certificate", MAY_ANYBODY, api_certificate, NO_FIELDS},
	{"GET", API "/openapi.json", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/complaints", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/door", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/guide/{file}", MAY_ANYBODY, api_guide, .free_input = true},
	{"GET", "/hall", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/manager", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/web/{file}", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/figures", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/rate/{n}", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/setup", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/t/{token}", MAY_ANYBODY, api_page, .free_input = true},
	{"GET", "/tra-cuu", MAY_ANYBODY, api_lookup, .free_input = true,
		.put_error = api_lookup_error},
	{"GET", "/tra-cuu/{key}", MAY_ANYBODY, api_lookup, .free_input = true,
		.put_error = api_lookup_error},
	{"POST", "/tra-cuu/{key}/wrong", MAY_ANYBODY, api_lookup_wrong, .plain_form = true,
		.put_error = api_lookup_error},
};
const size_t n_routes = ELEMENTS(routes);

/* Whether path fits; what stands for {…} goes to parameter. A {file} may have slashes. */
static bool fits(const char *pattern, const char *path, char parameter[PARAMETER_MAX + 1])
{
	while (*pattern && *pattern != '{') {
		if (*pattern++ != *path++) {
			return false;
		}
	}
	if (*pattern == '{') {
		size_t length =
			strncmp(pattern, "{file}", 6) == 0 ? strlen(path) : strcspn(path, "/");

		if (length == 0 || length > PARAMETER_MAX) {
			return false;
		}
		pattern = strchr(pattern, '}') + 1;
		if (strcmp(pattern, path + length) != 0) {
			return false;
		}
		memcpy(parameter, path, length);
		parameter[length] = '\0';
		return true;
	}
	return *path == '\0';
}

static void add_allowed(const char *method, char *allow, size_t size)
{
	size_t used = strlen(allow);

	(void)snprintf(allow + used, size - used, "%s%s", used > 0 ? ", " : "", method);
}

const struct route *route_find(const char *method, const char *path,
	char parameter[PARAMETER_MAX + 1], char *allow, size_t allow_size)
{
	const char *served = strcmp(method, "HEAD") == 0 ? "GET" : method;

	parameter[0] = '\0';
	allow[0] = '\0';
	for (size_t i = 0; i < n_routes; i++) {
		const struct route *route = &routes[i];

		if (!fits(route->path, path, parameter)) {
			continue;
		}
		if (strcmp(route->method, served) == 0) {
			return route;
		}
		add_allowed(route->method, allow, allow_size);
		if (strcmp(route->method, "GET") == 0) {
			add_allowed("HEAD", allow, allow_size);
		}
	}
	return NULL;
}
