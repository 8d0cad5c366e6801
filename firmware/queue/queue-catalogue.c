/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/queue-catalogue.h"

#include "queue/catalogue-rows.h"
#include "queue/store-internal.h"

static int emit(struct decision *decision, json_t *details, int64_t undoes)
{
	struct event event = {.kind = EVENT_CATALOGUE, .site = details, .entry = undoes};

	event.number = (int)json_array_size(json_object_get(details, "changes"));
	return decide_emit(decision, &event);
}

static int import(struct decision *decision, struct store *store)
{
	json_t *details = decision->command->catalogue;
	const json_t *changes = json_object_get(details, "changes");
	bool lacks = true;
	int r;

	if (!catalogue_rows_valid(changes) || json_array_size(changes) > LIMIT_RECORDS) {
		return decide_refuse(
			decision, ERROR_BAD_FIELD, "changes", "that is no list of changes");
	}
	r = catalogue_rows_lack(store, changes, &lacks);
	if (r == 0 && lacks) {
		return decide_refuse(decision, ERROR_CHANGED, "",
			"a record of this import is there no more: import the file again");
	}
	return r < 0 ? r : emit(decision, details, 0);
}

static int undo(struct decision *decision, struct store *store, const struct catalogue_row *last)
{
	json_t *changes = NULL;
	json_t *details;
	int r;

	if (last->seq == 0 || last->undoes > 0) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			last->seq == 0 ? "nothing was imported yet"
				       : "the last import was taken back already");
	}
	r = catalogue_rows_formers(store, &changes);
	if (r < 0) {
		return r;
	}
	details = json_pack("{s:o, s:O}", "changes", changes, "summary", last->summary);
	r = emit(decision, details, last->seq);
	json_decref(details);
	return r;
}

bool queue_catalogue_is(enum command_kind kind)
{
	return kind == COMMAND_RECORDS || kind == COMMAND_CATALOGUE ||
		kind == COMMAND_CATALOGUE_UNDO;
}

static int run(struct decision *decision, struct store *store, const struct catalogue_row *last)
{
	const struct command *command = decision->command;
	bool any = command->kind == COMMAND_CATALOGUE_UNDO && command->catalogue_seq == 0;

	if (command->kind == COMMAND_RECORDS) {
		return catalogue_rows_add(store, command->records, last->seq);
	}
	if (command->catalogue_seq != last->seq && !any) {
		return decide_refuse(decision, ERROR_CHANGED, "",
			"the catalogue was changed meanwhile, by event %lld", (long long)last->seq);
	}
	return command->kind == COMMAND_CATALOGUE ? import(decision, store)
						  : undo(decision, store, last);
}

int queue_catalogue_run(struct decision *decision, struct store *store)
{
	struct catalogue_row last = {0};
	/* Including what the batch did so far. */
	int r = store_write_catalogue(store, decision->model);

	if (r == 0) {
		r = catalogue_rows_last(store, &last);
	}
	if (r == 0) {
		r = run(decision, store, &last);
	}
	json_decref(last.summary);
	return r;
}
