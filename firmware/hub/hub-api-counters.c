/* SPDX-License-Identifier: Apache-2.0 */
/* What staff do at a counter. */
#include <errno.h>
#include <string.h>

#include "hub/hub-api.h"
#include "hub/hub-json.h"

static void answer_counter(struct request *request)
{
	const struct answer *answer = &request->job.answer;
	struct view view = {
		.replica = &request->hub->replica,
		.people = true,
	};

	if (request->route->command == COMMAND_CALL_NEXT && !answer->has_ticket) {
		request_answer(request, MHD_HTTP_NO_CONTENT);
		return;
	}
	clock_now(&view.now);
	hub_json_counter(&request->out, &view, &answer->counter);
	request_answer(request, MHD_HTTP_OK);
}

/* Who opens a counter with a sign-in or a token of their own need not say who it is. */
static int name_staff(struct request *request)
{
	struct command *command = &request->input.command;
	bool own = request->caller.sign_in || request->caller.by_token;

	if (!*command->staff && (MAY_SERVE & 1 << request->caller.role) && own) {
		text_copy_cut(command->staff, sizeof(command->staff), request->caller.name);
	}
	if (!*command->staff) {
		request_refuse(request, REFUSAL_BAD_FIELD, "staff", "staff is missing");
		return -EINVAL;
	}
	return 0;
}

void api_counter_move(struct request *request)
{
	struct command *command = &request->input.command;
	int64_t number;

	command->kind = request->route->command;
	if (command->kind == COMMAND_COUNTER_RESUME && command->ticket) {
		command->kind = COMMAND_RESUME;
	}
	if (command->kind == COMMAND_COUNTER_OPEN && name_staff(request) < 0) {
		return;
	}
	if (text_parse_int(request->parameter, 1, LIMIT_COUNTERS, &number) < 0) {
		request_refuse(request, REFUSAL_NOT_FOUND, "counter", "there is no such counter");
		return;
	}
	command->counter = (int)number;
	request_command(request, answer_counter);
}
