/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints and suggestions: who may enter and change what, and the dates that follow. */
#include <errno.h>
#include <string.h>

#include "base/personal-data.h"
#include "base/text.h"
#include "queue/decide.h"

/* The local date; "" while the clock is not known. */
static void find_today(const struct decision *decision, char ret[DAY_LENGTH + 1])
{
	struct local_time local;

	ret[0] = '\0';
	if (model_clock_is_known(decision->model, decision->now)) {
		zone_local(decision->now->wall_ms, &local);
		memcpy(ret, local.day, DAY_LENGTH + 1);
	}
}

static bool check_text(struct decision *decision, const char *field, const char *text)
{
	if (personal_data_in(text)) {
		(void)decide_refuse(decision, ERROR_PERSONAL_DATA, field,
			"%s has a telephone number, an identity number or a mail address", field);
		return false;
	}
	return true;
}

static bool check_change(struct decision *decision, const char *today)
{
	const struct complaint_change *change = &decision->command->complaint;
	const struct site *site = model_site(decision->model);

	if (*change->subject && !complaint_subject_service(site, change->subject)) {
		(void)decide_refuse(decision, ERROR_NOT_FOUND, "subject",
			"the site's complaints have no subject '%s'", change->subject);
		return false;
	}
	if (*today && strcmp(change->day, today) > 0) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD, "day", "day is a day to come");
		return false;
	}
	if (*today && strcmp(change->answered_day, today) > 0) {
		(void)decide_refuse(
			decision, ERROR_BAD_FIELD, "answered", "answered is a day to come");
		return false;
	}
	return check_text(decision, "about", change->about) &&
		check_text(decision, "note", change->note);
}

/* Puts what the command says in place of what was said before. */
static void apply(const struct decision *decision, struct complaint *complaint)
{
	const struct complaint_change *change = &decision->command->complaint;

	if (*change->subject) {
		memcpy(complaint->subject, change->subject, sizeof(complaint->subject));
	}
	if (change->has_channel) {
		text_copy_cut(complaint->channel, sizeof(complaint->channel),
			complaint_channel_name(change->channel));
	}
	if (*change->day && strcmp(change->day, complaint->day) != 0) {
		memcpy(complaint->day, change->day, sizeof(complaint->day));
		complaint_due_day(model_site(decision->model), complaint->day, complaint->due_day);
	}
	if (*change->about) {
		memcpy(complaint->about, change->about, sizeof(complaint->about));
	}
	if (change->has_outcome) {
		text_copy_cut(complaint->outcome, sizeof(complaint->outcome),
			complaint_outcome_name(change->outcome));
	}
	if (*change->answered_day) {
		memcpy(complaint->answered_day, change->answered_day,
			sizeof(complaint->answered_day));
	}
	if (change->has_note) {
		memcpy(complaint->note, change->note, sizeof(complaint->note));
	}
}

static int emit(
	struct decision *decision, enum complaint_action action, const struct complaint *complaint)
{
	struct event event = {.kind = EVENT_COMPLAINT, .entry = complaint->id};
	struct answer *answer = decision->answer;
	int r;

	event.complaint = *complaint;
	text_copy_cut(event.complaint.action, sizeof(event.complaint.action),
		complaint_action_name(action));
	r = decide_emit(decision, &event);
	if (r < 0) {
		return r;
	}
	answer->created = action == COMPLAINT_ENTER;
	answer->has_complaint = true;
	return decide_find_complaint(
		decision, complaint->id ? complaint->id : event.seq, &answer->complaint);
}

int decide_complaint_enter(struct decision *decision)
{
	const struct command *command = decision->command;
	struct complaint complaint = {0};
	char today[DAY_LENGTH + 1];

	find_today(decision, today);
	if (!check_change(decision, today)) {
		return 0;
	}
	memcpy(complaint.day, today, sizeof(complaint.day));
	complaint_due_day(model_site(decision->model), complaint.day, complaint.due_day);
	apply(decision, &complaint);
	memcpy(complaint.entered_by, command->actor, sizeof(complaint.entered_by));
	return emit(decision, COMPLAINT_ENTER, &complaint);
}

/* A clerk corrects what the clerk entered; the rest is a supervisor's. */
static bool is_anothers(const struct decision *decision, const struct complaint *complaint)
{
	const struct command *command = decision->command;

	return command->kind == COMMAND_COMPLAINT_CORRECT && command->right != RIGHT_ALL &&
		strcmp(complaint->entered_by, command->actor) != 0;
}

static bool has_answer(const struct complaint_change *change)
{
	return change->has_outcome || *change->answered_day || change->has_note;
}

static bool check_complaint(
	struct decision *decision, enum complaint_action action, const struct complaint *complaint)
{
	enum complaint_state state = complaint_state_of(complaint);

	if (is_anothers(decision, complaint)) {
		(void)decide_refuse(decision, ERROR_NOT_YOURS, "id",
			"who entered complaint %lld corrects it, or a supervisor",
			(long long)complaint->id);
	} else if (!complaint_allows(state, action)) {
		(void)decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			"complaint %lld is %s: %s is not allowed", (long long)complaint->id,
			complaint_state_name(state), complaint_action_name(action));
	} else if (action == COMPLAINT_CORRECT && state == COMPLAINT_OPEN &&
		has_answer(&decision->command->complaint)) {
		(void)decide_refuse(decision, ERROR_NOT_ALLOWED, "outcome",
			"complaint %lld is not answered yet", (long long)complaint->id);
	}
	return decision->answer->error == ERROR_NONE;
}

/* What the action does beside what the command says. */
static void begin_action(const struct decision *decision, enum complaint_action action,
	const char *today, struct complaint *complaint)
{
	if (action == COMPLAINT_ANSWER) {
		memcpy(complaint->answered_day, today, sizeof(complaint->answered_day));
		memcpy(complaint->answered_by, decision->command->actor,
			sizeof(complaint->answered_by));
	} else if (action == COMPLAINT_REOPEN) {
		complaint->outcome[0] = '\0';
		complaint->answered_day[0] = '\0';
		complaint->answered_by[0] = '\0';
		complaint->note[0] = '\0';
	}
}

/* Whether a correction has changed nothing. */
static bool is_same(const struct complaint *one, const struct complaint *other)
{
	return strcmp(one->subject, other->subject) == 0 &&
		strcmp(one->channel, other->channel) == 0 && strcmp(one->day, other->day) == 0 &&
		strcmp(one->about, other->about) == 0 &&
		strcmp(one->outcome, other->outcome) == 0 &&
		strcmp(one->answered_day, other->answered_day) == 0 &&
		strcmp(one->note, other->note) == 0;
}

int decide_complaint(struct decision *decision, enum complaint_action action)
{
	struct answer *answer = decision->answer;
	struct complaint before;
	struct complaint complaint;
	char today[DAY_LENGTH + 1];
	int r = decide_find_complaint(decision, decision->command->entry, &before);

	if (r == -ENOENT) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "id",
			"there is no complaint with id %lld", (long long)decision->command->entry);
	}
	find_today(decision, today);
	if (r < 0 || !check_complaint(decision, action, &before) ||
		!check_change(decision, today)) {
		return r;
	}
	complaint = before;
	begin_action(decision, action, today, &complaint);
	apply(decision, &complaint);
	if (*complaint.answered_day && strcmp(complaint.answered_day, complaint.day) < 0) {
		return decide_refuse(decision, ERROR_BAD_FIELD,
			action == COMPLAINT_CORRECT && *decision->command->complaint.day
				? "day"
				: "answered",
			"the answer is of %s, before %s, when it was received",
			complaint.answered_day, complaint.day);
	}
	if (action == COMPLAINT_CORRECT && is_same(&complaint, &before)) {
		answer->has_complaint = true; /* nothing changes */
		answer->complaint = before;
		return 0;
	}
	return emit(decision, action, &complaint);
}
