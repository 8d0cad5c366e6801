/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/complaint.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "queue/day.h"
#include "queue/site.h"

enum {
	LOOK_AHEAD_DAYS = 10 * 366, /* for working days */
};

#define X(name, word) word,
static const char *const actions[] = {COMPLAINT_ACTION_TABLE(X)};
static const char *const channels[] = {COMPLAINT_CHANNEL_TABLE(X)};
static const char *const outcomes[] = {COMPLAINT_OUTCOME_TABLE(X)};
#undef X
static const char *const states[] = {"open", "answered", "withdrawn"};

const char *complaint_action_name(enum complaint_action action)
{
	return actions[action];
}

int complaint_action_parse(const char *word, enum complaint_action *ret)
{
	for (int i = 0; i < COMPLAINT_ACTIONS; i++) {
		if (strcmp(actions[i], word) == 0) {
			*ret = (enum complaint_action)i;
			return 0;
		}
	}
	return -EINVAL;
}

const char *complaint_channel_name(enum complaint_channel channel)
{
	return channels[channel];
}

const char *complaint_outcome_name(enum complaint_outcome outcome)
{
	return outcomes[outcome];
}

const char *complaint_state_name(enum complaint_state state)
{
	return states[state];
}

enum complaint_state complaint_state_of(const struct complaint *complaint)
{
	if (strcmp(complaint->action, actions[COMPLAINT_WITHDRAW]) == 0) {
		return COMPLAINT_WITHDRAWN;
	}
	return *complaint->outcome ? COMPLAINT_ANSWERED : COMPLAINT_OPEN;
}

bool complaint_allows(enum complaint_state state, enum complaint_action action)
{
	switch (action) {
	case COMPLAINT_ANSWER:
		return state == COMPLAINT_OPEN;
	case COMPLAINT_REOPEN:
		return state == COMPLAINT_ANSWERED;
	case COMPLAINT_CORRECT:
	case COMPLAINT_WITHDRAW:
		return state != COMPLAINT_WITHDRAWN;
	case COMPLAINT_ENTER:
	case COMPLAINT_ACTIONS:
		break;
	}
	return false;
}

static enum complaint_answer is_after(const char *day, const char *limit)
{
	if (!*day || !*limit) {
		return COMPLAINT_UNKNOWN;
	}
	return strcmp(day, limit) > 0 ? COMPLAINT_YES : COMPLAINT_NO;
}

enum complaint_answer complaint_is_overdue(const struct complaint *complaint, const char *today)
{
	if (complaint_state_of(complaint) != COMPLAINT_OPEN) {
		return COMPLAINT_NO;
	}
	return is_after(today, complaint->due_day);
}

enum complaint_answer complaint_was_in_time(const struct complaint *complaint)
{
	switch (is_after(complaint->answered_day, complaint->due_day)) {
	case COMPLAINT_YES:
		return COMPLAINT_NO;
	case COMPLAINT_NO:
		return COMPLAINT_YES;
	case COMPLAINT_UNKNOWN:
		break;
	}
	return COMPLAINT_UNKNOWN;
}

/* ---- what the site says ---- */

static const json_t *complaints_of(const struct site *site)
{
	return site ? json_object_get(site->json, "complaints") : NULL;
}

/* NULL: the site has no such subject. */
static const json_t *find_subject(const struct site *site, const char *subject)
{
	const json_t *list = json_object_get(complaints_of(site), "subjects");
	json_t *one;
	size_t i;

	json_array_foreach (list, i, one) {
		const char *id = json_string_value(json_object_get(one, "id"));

		if (id && strcmp(id, subject) == 0) {
			return one;
		}
	}
	return NULL;
}

const char *complaint_subject_service(const struct site *site, const char *subject)
{
	return json_string_value(json_object_get(find_subject(site, subject), "service"));
}

/* In a language, or in the site's first one; "" none. */
static const char *word_in(const struct site *site, const json_t *words, const char *language)
{
	const char *word = json_string_value(json_object_get(words, language));

	if (!word && site) {
		word = json_string_value(json_object_get(words, site->languages[0]));
	}
	return word ? word : "";
}

const char *complaint_subject_name(
	const struct site *site, const char *subject, const char *language)
{
	return word_in(site, json_object_get(find_subject(site, subject), "name"), language);
}

const char *complaint_official_link(const struct site *site)
{
	const json_t *official = json_object_get(complaints_of(site), "official");
	const char *link = json_string_value(json_object_get(official, "link"));

	return link ? link : "";
}

const char *complaint_official_name(const struct site *site, const char *language)
{
	const json_t *official = json_object_get(complaints_of(site), "official");

	return word_in(site, json_object_get(official, "words"), language);
}

void complaint_due_day(const struct site *site, const char *day, char ret[DAY_LENGTH + 1])
{
	const json_t *complaints = complaints_of(site);
	const char *count = json_string_value(json_object_get(complaints, "count"));
	int64_t left = json_integer_value(json_object_get(complaints, "days"));
	bool working = count && strcmp(count, "working") == 0;
	int64_t noon = 0; /* so that neither zone nor daylight saving matters */

	ret[0] = '\0';
	if (!complaints || left < 1 || !*day || zone_instant(day, 12 * 60, &noon) < 0) {
		return;
	}
	for (int i = 1; i <= LOOK_AHEAD_DAYS; i++) {
		struct local_time local;

		zone_local(noon + i * 24 * 60 * 60 * 1000LL, &local);
		if (working &&
			(site->hours.n[local.weekday] == 0 || day_is_closed(site, local.day))) {
			continue;
		}
		if (--left == 0) {
			memcpy(ret, local.day, DAY_LENGTH + 1);
			return;
		}
	}
}
