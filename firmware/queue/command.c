/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/command.h"

#include <stdlib.h>

#include "base/cleanup.h"

static const char *const problem_names[PROBLEMS] = {
	[PROBLEM_NONE] = "none",
	[PROBLEM_BAD_FIELD] = "bad_field",
	[PROBLEM_NOT_FOUND] = "not_found",
	[PROBLEM_NOT_ALLOWED] = "not_allowed",
	[PROBLEM_NO_SESSION] = "no_session",
	[PROBLEM_BUSY] = "busy",
	[PROBLEM_CLOSED] = "closed",
	[PROBLEM_LIMIT] = "limit_reached",
	[PROBLEM_PAST_CLOSING] = "past_closing",
	[PROBLEM_TOO_SOON] = "too_soon",
	[PROBLEM_CLOCK_BEHIND] = "clock_behind",
	[PROBLEM_NO_SITE] = "no_site",
	[PROBLEM_EXISTS] = "exists",
	[PROBLEM_CHANGED] = "changed",
	[PROBLEM_NOT_YOURS] = "not_yours",
	[PROBLEM_STORAGE] = "storage",
};

const char *problem_name(enum problem problem)
{
	return problem_names[problem];
}

void command_done(struct command *command)
{
	json_decref(command->site);
	command->site = NULL;
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
