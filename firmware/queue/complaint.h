/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Complaints and suggestions (phản ánh, kiến nghị): what it was about, how it came, until when it
 * must be answered, and the answer. No word of who said it. Nothing is overwritten: each change is
 * a version of its own, and the last one counts.
 *
 *   enter ─► OPEN ─answer─► ANSWERED ─reopen─► OPEN
 *              └──── withdraw ────┴─► WITHDRAWN (the end)
 *
 * Open and answered ones can be corrected. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/zone.h"
#include "queue/limits.h"

/* The words are on disk and in the API, so they must not change. */
#define COMPLAINT_ACTION_TABLE(X) \
	X(ENTER, "enter") \
	X(ANSWER, "answer") \
	X(CORRECT, "correct") \
	X(REOPEN, "reopen") /* the answer was none, or another one's */ \
	X(WITHDRAW, "withdraw") /* it was entered by mistake, or twice */
enum complaint_action {
#define X(name, word) COMPLAINT_##name,
	COMPLAINT_ACTION_TABLE(X)
#undef X
		COMPLAINT_ACTIONS
};
const char *complaint_action_name(enum complaint_action action);
int complaint_action_parse(const char *word, enum complaint_action *ret) _warn_unused_;

#define COMPLAINT_CHANNEL_TABLE(X) \
	X(KIOSK, "kiosk") /* a number was taken for it */ \
	X(COUNTER, "counter") /* in person, without one */ \
	X(PHONE, "phone") \
	X(POST, "post") \
	X(ONLINE, "online") /* the official channel, a mail, a message */ \
	X(BOX, "box") /* the box in the hall */ \
	X(OTHER, "other")
enum complaint_channel {
#define X(name, word) COMPLAINT_BY_##name,
	COMPLAINT_CHANNEL_TABLE(X)
#undef X
		COMPLAINT_CHANNELS
};
const char *complaint_channel_name(enum complaint_channel channel);

#define COMPLAINT_OUTCOME_TABLE(X) \
	X(REMEDIED, "remedied") /* it was so, and was put right */ \
	X(EXPLAINED, "explained") \
	X(UNFOUNDED, "unfounded") /* looked into, and was not so */ \
	X(FORWARDED, "forwarded") /* to the office whose matter it is */
enum complaint_outcome {
#define X(name, word) COMPLAINT_##name,
	COMPLAINT_OUTCOME_TABLE(X)
#undef X
		COMPLAINT_OUTCOMES
};
const char *complaint_outcome_name(enum complaint_outcome outcome);

enum complaint_state { COMPLAINT_OPEN, COMPLAINT_ANSWERED, COMPLAINT_WITHDRAWN, COMPLAINT_STATES };
const char *complaint_state_name(enum complaint_state state); /* "open", … */

/* One version, as the log and the table have it. */
struct complaint {
	int64_t id; /* the sequence number of the event that entered it */
	int64_t seq; /* of the event that made this version */
	char action[LIMIT_ID + 1]; /* what that was */
	char actor[LIMIT_ID + 1]; /* who did it */
	int64_t wall_ms; /* and when, by the board's clock */
	char entered_by[LIMIT_ID + 1];
	char subject[LIMIT_ID + 1]; /* of the site's complaints.subjects */
	char channel[LIMIT_ID + 1];
	char day[DAY_LENGTH + 1]; /* when it was received; "" nobody knows */
	char due_day[DAY_LENGTH + 1]; /* the last day for an answer; "" not known */
	char about[LIMIT_ROOM(LIMIT_COMPLAINT_TEXT)];
	char outcome[LIMIT_ID + 1]; /* "" not answered */
	char answered_day[DAY_LENGTH + 1]; /* "" not answered, or nobody knows when */
	char answered_by[LIMIT_ID + 1];
	char note[LIMIT_ROOM(LIMIT_COMPLAINT_TEXT)]; /* on the answer, or why it is withdrawn */
};

enum complaint_state complaint_state_of(const struct complaint *complaint);
/* Whether an action is possible in a state (not COMPLAINT_ENTER, which begins one). */
bool complaint_allows(enum complaint_state state, enum complaint_action action);

/* Yes, no, or nobody knows, as where a date is missing. */
enum complaint_answer { COMPLAINT_UNKNOWN = -1, COMPLAINT_NO, COMPLAINT_YES };
/* Whether an answer is still missing after its last day; today is "" while it is not known. A
 * complaint that is not open is not overdue. */
enum complaint_answer complaint_is_overdue(const struct complaint *complaint, const char *today);
/* Whether it was answered on the last day or before; of one that is answered. */
enum complaint_answer complaint_was_in_time(const struct complaint *complaint);

struct site;

/* The service that gives numbers for a subject; NULL: the site has no such subject, or takes no
 * complaints. */
const char *complaint_subject_service(const struct site *site, const char *subject);
/* What the subject is called in a language, or in the site's first one; "": there is no such
 * subject. */
const char *complaint_subject_name(
	const struct site *site, const char *subject, const char *language);
/* The official channel: its link, and what it is called in a language, or in the site's first one.
 * "": there is none. The site's, while it lives. */
const char *complaint_official_link(const struct site *site);
const char *complaint_official_name(const struct site *site, const char *language);
/* The last day for an answer to what came on a day: "complaints.days" later, counted as
 * "complaints.count" says; the day itself does not count. Working days are those that have hours
 * and are not closed. "" for a day that is not known, a site that takes no complaints, or one that
 * is hardly ever open. */
void complaint_due_day(const struct site *site, const char *day, char ret[DAY_LENGTH + 1]);
