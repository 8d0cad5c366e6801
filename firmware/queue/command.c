/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/command.h"

#include <stdlib.h>

#include "base/cleanup.h"

static const char *const error_names[ERRORS] = {
	[ERROR_NONE] = "none",
	[ERROR_BAD_FIELD] = "bad_field",
	[ERROR_PERSONAL_DATA] = "personal_data",
	[ERROR_NOT_FOUND] = "not_found",
	[ERROR_NOT_ALLOWED] = "not_allowed",
	[ERROR_NO_SESSION] = "no_session",
	[ERROR_BUSY] = "busy",
	[ERROR_CLOSED] = "closed",
	[ERROR_LIMIT] = "limit_reached",
	[ERROR_PAST_CLOSING] = "past_closing",
	[ERROR_TOO_SOON] = "too_soon",
	[ERROR_CLOCK_BEHIND] = "clock_behind",
	[ERROR_NO_SITE] = "no_site",
	[ERROR_EXISTS] = "exists",
	[ERROR_CHANGED] = "changed",
	[ERROR_NOT_YOURS] = "not_yours",
	[ERROR_STORAGE] = "storage",
};

const char *error_name(enum command_error error)
{
	return error_names[error];
}

void command_done(struct command *command)
{
	json_decref(command->site);
	command->site = NULL;
	json_decref(command->picture);
	command->picture = NULL;
	json_decref(command->records);
	command->records = NULL;
	json_decref(command->catalogue);
	command->catalogue = NULL;
	json_decref(command->evaluation);
	command->evaluation = NULL;
	clip_row_free(command->clip_row);
	command->clip_row = NULL;
	free(TAKE_PTR(command->entries));
}

#define PLACED_NOWHERE(name)
#define PLACED_TICKET(name)
#define PLACED_COUNTER(name) [COMMAND_##name] = true,
#define PLACED_COUNTER_TOO PLACED_COUNTER
#define MOVE_PLACED(name, event, word, from, to, fields, place, ...) PLACED_##place(name)
#define ACT_PLACED(name, event, word, fields, place, ...) PLACED_##place(name)
#define ASK_PLACED(name, word, place, ...) PLACED_##place(name)
static const bool at_counter[COMMAND_KINDS] = {MOVES(MOVE_PLACED, ACT_PLACED, ASK_PLACED)};

bool command_is_at_counter(enum command_kind kind)
{
	return at_counter[kind];
}
