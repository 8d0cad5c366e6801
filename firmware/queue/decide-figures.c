/* SPDX-License-Identifier: Apache-2.0 */
/* Ratings, the portal's disruptions, counts of dossiers, and the evaluation's figures. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/decide.h"

/* Ratings. A citizen rates a visit once, soon after it, and anonymously. */

/* The ticket that a rating at a counter is about: its last finished one, until it serves the next.
 * NULL: the command was refused. */
static const struct ticket *find_at_counter(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct model *model = decision->model;
	const struct counter *counter = model_find_counter(model, command->counter);
	const struct ticket *present = counter ? model_find_ticket(model, counter->ticket) : NULL;

	if (!site_find_counter(model_site(model), command->counter)) {
		(void)decide_refuse(decision, ERROR_NOT_FOUND, "counter", "there is no counter %d",
			command->counter);
		return NULL;
	}
	if (!counter || counter->last_finished == 0 ||
		(command->ticket && command->ticket != counter->last_finished)) {
		(void)decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			"counter %d has no finished ticket to rate", command->counter);
		return NULL;
	}
	if (present && present->state == TICKET_SERVING) {
		(void)decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			"counter %d serves the next one", command->counter);
		return NULL;
	}
	return decide_find_ticket(decision, counter->last_finished);
}

int decide_rate(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct site *site = model_site(decision->model);
	struct event event = {.kind = EVENT_RATE, .score = command->score};
	const struct ticket *ticket;
	int limit_s;

	if (!site) {
		return decide_refuse(decision, ERROR_NO_SITE, "", "the hub has no site data yet");
	}
	ticket = command->counter ? find_at_counter(decision)
				  : decide_find_ticket(decision, command->ticket);
	if (!ticket) {
		return 0;
	}
	/* The same score again is refused, too; otherwise one could find out the score by
	 * trying. */
	if (ticket->rating) {
		return decide_refuse(
			decision, ERROR_EXISTS, "", "ticket %s has been rated", ticket->text);
	}
	if (ticket->state != TICKET_FINISHED) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			"ticket %s is %s: it is rated once it is finished", ticket->text,
			ticket_state_name(ticket->state));
	}
	limit_s = command->counter ? site->rate_counter_s : site->rate_phone_s;
	if (model_elapsed_ms(decision->model, &ticket->since, decision->now) >
		(int64_t)limit_s * 1000) {
		return decide_refuse(decision, ERROR_TOO_SOON, "",
			"ticket %s was finished more than %d s ago", ticket->text, limit_s);
	}
	event.ticket = ticket->id;
	event.counter = ticket->counter;
	memcpy(event.text, ticket->text, sizeof(event.text));
	return decide_emit(decision, &event);
}

int decide_portal(struct decision *decision)
{
	const struct command *command = decision->command;
	bool is_down = model_portal_is_down(decision->model);
	struct event event = {.kind = EVENT_PORTAL, .down = command->down};

	if (command->down == is_down &&
		(!is_down || strcmp(model_portal(decision->model)->note, command->note) == 0)) {
		return 0;
	}
	if (command->down) {
		memcpy(event.note, command->note, sizeof(event.note));
	}
	return decide_emit(decision, &event);
}

/* Counts of dossiers. */

static int refuse_entry(struct decision *decision, size_t i, enum command_error error,
	const char *field, const char *message)
{
	int row = decision->command->entries[i].row;

	return decide_refuse(decision, error, field, "%s %zu: %s", row ? "row" : "entry",
		row ? (size_t)row : i + 1, message);
}

static bool check_entry(struct decision *decision, size_t i, const char *today)
{
	const struct dossier_entry *entry = &decision->command->entries[i];
	const struct site *site = model_site(decision->model);

	if (!zone_day_valid(entry->from_day) || !zone_day_valid(entry->to_day) ||
		strcmp(entry->from_day, entry->to_day) > 0) {
		(void)refuse_entry(
			decision, i, ERROR_BAD_FIELD, "from", "from is later than to, or no day");
	} else if (strcmp(entry->to_day, today) > 0) {
		(void)refuse_entry(decision, i, ERROR_BAD_FIELD, "to", "to is a day to come");
	} else if (*entry->service && (!site || !site_find_service(site, entry->service))) {
		(void)refuse_entry(
			decision, i, ERROR_NOT_FOUND, "service", "there is no such service");
	} else if (!dossier_counts_any(&entry->counts)) {
		(void)refuse_entry(decision, i, ERROR_BAD_FIELD, "received", "it has no count");
	}
	return decision->answer->error == ERROR_NONE;
}

static bool is_import(const struct dossier_entry *entry)
{
	return strcmp(entry->source, DOSSIER_SOURCE_IMPORT) == 0;
}

static bool is_same_span(const struct dossier_entry *one, const struct dossier_entry *other)
{
	return strcmp(one->from_day, other->from_day) == 0 &&
		strcmp(one->to_day, other->to_day) == 0 &&
		strcmp(one->service, other->service) == 0;
}

/* Two imports must not hold the same dossier, or a report would count it twice. *ret_old is the
 * import to be replaced (0: none). */
static int check_imports(struct decision *decision, size_t i, int64_t *ret_old)
{
	const struct command *command = decision->command;
	const struct dossier_entry *entry = &command->entries[i];
	struct dossier_entry old = {0};
	char message[OFFICE_MESSAGE_MAX + 1];
	int r;

	*ret_old = 0;
	for (size_t j = 0; j < i; j++) {
		if (is_import(&command->entries[j]) &&
			dossier_overlaps(&command->entries[j], entry)) {
			return refuse_entry(decision, i, ERROR_EXISTS, "from",
				"its days and service overlap with an entry above");
		}
	}
	r = decide_find_import(decision, entry, &old);
	if (r == -ENOENT) {
		return 0;
	}
	if (r < 0) {
		return r;
	}
	if (command->replace && is_same_span(entry, &old)) {
		*ret_old = old.id;
		return 0;
	}
	(void)snprintf(message, sizeof(message),
		"its days and service overlap with import %lld (%s to %s)", (long long)old.id,
		old.from_day, old.to_day);
	return refuse_entry(decision, i, ERROR_EXISTS, "from", message);
}

static int emit_entry(struct decision *decision, const struct dossier_entry *entry, int64_t old)
{
	struct event event = {.kind = EVENT_DOSSIER, .dossiers = entry->counts};
	int r = 0;

	if (old) {
		struct event removal = {.kind = EVENT_DOSSIER_REMOVE, .entry = old};

		r = decide_emit(decision, &removal);
	}
	memcpy(event.source, entry->source, sizeof(event.source));
	memcpy(event.day, entry->from_day, sizeof(event.day));
	memcpy(event.until, entry->to_day, sizeof(event.until));
	memcpy(event.service, entry->service, sizeof(event.service));
	memcpy(event.note, entry->note, sizeof(event.note));
	return r < 0 ? r : decide_emit(decision, &event);
}

static int decide_dossier(struct decision *decision)
{
	const struct command *command = decision->command;
	_cleanup_free_ int64_t *old = memory_new(command->n_entries + 1, sizeof(*old));
	struct local_time local;
	int r = 0;

	zone_local(decision->now->wall_ms, &local);
	for (size_t i = 0; r == 0 && i < command->n_entries; i++) {
		if (!check_entry(decision, i, local.day)) {
			return 0;
		}
		if (is_import(&command->entries[i])) {
			r = check_imports(decision, i, &old[i]);
		}
		if (decision->answer->error != ERROR_NONE) {
			return 0;
		}
	}
	for (size_t i = 0; r == 0 && i < command->n_entries; i++) {
		r = emit_entry(decision, &command->entries[i], old[i]);
	}
	return r;
}

static int remove_dossier(struct decision *decision)
{
	struct event event = {.kind = EVENT_DOSSIER_REMOVE, .entry = decision->command->entry};
	struct dossier_entry entry;
	int r = decide_find_dossier(decision, event.entry, &entry);

	if (r == -ENOENT) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "id",
			"there are no counts of dossiers with id %lld", (long long)event.entry);
	}
	return r < 0 ? r : decide_emit(decision, &event);
}

/* The evaluation's figures. */

/* Whether a period's figures can be taken or removed; otherwise the command is refused. */
static int check_evaluation(struct decision *decision)
{
	const struct command *command = decision->command;
	int64_t seq = 0;
	int64_t n = 0;
	bool is_there = false;
	int r = decide_find_evaluation(decision, command->period, &seq, &is_there, &n);

	if (r < 0) {
		return r;
	}
	if (!command->evaluation && !is_there) {
		return decide_refuse(
			decision, ERROR_NOT_FOUND, "period", "there are no figures of that period");
	}
	if (command->evaluation && seq != command->evaluation_seq) {
		return decide_refuse(decision, ERROR_CHANGED, "digest",
			"the figures of that period were changed meanwhile");
	}
	if (command->evaluation && !is_there && n >= LIMIT_EVALUATIONS) {
		return decide_refuse(decision, ERROR_LIMIT, "period",
			"the figures of %d periods are kept: remove one first", LIMIT_EVALUATIONS);
	}
	return 0;
}

/* json: NULL: the period is removed. */
static int emit_evaluation(struct decision *decision, const char *period, json_t *json)
{
	struct event event = {.kind = EVENT_EVALUATION};
	int r;

	memcpy(event.note, period, EVALUATION_PERIOD + 1);
	event.site = json ? json_incref(json) : json_object();
	r = decide_emit(decision, &event);
	json_decref(event.site);
	return r;
}

static int decide_evaluation(struct decision *decision)
{
	const struct command *command = decision->command;
	int r = check_evaluation(decision);

	return r < 0 || decision->answer->error != ERROR_NONE
		? r
		: emit_evaluation(decision, command->period, command->evaluation);
}

/* In the form in which it is kept now; as it is when it cannot be read, for a report to say why. */
static json_t *evaluation_as_kept(json_t *former)
{
	static const struct evaluation_reading as_kept = {
		.period = "", .source = "", .taken_day = "", .today = ""};
	_cleanup_(evaluation_done) struct evaluation evaluation = {0};
	struct office_faults faults;

	return evaluation_from_json(former, &as_kept, &evaluation, &faults) < 0
		? json_incref(former)
		: evaluation_to_json(&evaluation);
}

static int take_former_evaluation(struct decision *decision, json_t *former, bool *ret_taken)
{
	const char *said = json_string_value(json_object_get(former, "period"));
	char period[EVALUATION_PERIOD + 1];
	int64_t seq = 0;
	int64_t n = 0;
	bool is_there = false;
	json_t *json;
	int r;

	*ret_taken = false;
	if (!said || evaluation_period_parse(said, period) < 0) {
		return 0;
	}
	r = decide_find_evaluation(decision, period, &seq, &is_there, &n);
	if (r < 0) {
		return r;
	}
	*ret_taken = seq > 0; /* what was taken or removed since is newer */
	if (seq > 0 || n >= LIMIT_EVALUATIONS) {
		return 0;
	}
	json = evaluation_as_kept(former);
	r = emit_evaluation(decision, period, json);
	json_decref(json);
	*ret_taken = r == 0;
	return r;
}

int decide_former_evaluations(struct decision *decision, const json_t *list)
{
	json_t *former;
	size_t i;

	json_array_foreach (list, i, former) {
		bool taken = false;
		int r = take_former_evaluation(decision, former, &taken);

		if (r < 0) {
			return r;
		}
		if (!taken) {
			log_warning(FAULT_SITE,
				"entry %zu of the evaluations in the site data is left out: it "
				"names no period, or %d are kept already",
				i + 1, LIMIT_EVALUATIONS);
		}
	}
	return 0;
}

int decide_figures(struct decision *decision)
{
	enum command_kind kind = decision->command->kind;

	return kind == COMMAND_EVALUATION        ? decide_evaluation(decision)
		: kind == COMMAND_DOSSIER_REMOVE ? remove_dossier(decision)
						 : decide_dossier(decision);
}
