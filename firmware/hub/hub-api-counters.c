/* SPDX-License-Identifier: Apache-2.0 */
/* What staff do at a counter. */
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

static void run(struct request *request, enum command_kind kind)
{
	struct command *command = &request->input.command;
	int64_t number;

	if (text_parse_int(request->parameter, 1, LIMIT_COUNTERS, &number) < 0) {
		request_refuse(request, REFUSAL_NOT_FOUND, "counter", "there is no such counter");
		return;
	}
	command->counter = (int)number;
	command->kind = kind;
	request_command(request, answer_counter);
}

void api_counter_move(struct request *request)
{
	run(request, request->route->command);
}

/* Who opens a counter with a sign-in or a token of their own need not say who it is. */
void api_counter_open(struct request *request)
{
	struct command *command = &request->input.command;

	bool own = request->caller.sign_in || request->caller.by_token;

	if (!*command->staff && (MAY_SERVE & 1 << request->caller.role) && own) {
		text_copy_cut(command->staff, sizeof(command->staff), request->caller.name);
	}
	if (!*command->staff) {
		request_refuse(request, REFUSAL_BAD_FIELD, "staff", "staff is missing");
		return;
	}
	run(request, COMMAND_COUNTER_OPEN);
}

void api_counter_resume(struct request *request)
{
	run(request,
		request->input.command.ticket ? COMMAND_RESUME_TICKET : COMMAND_COUNTER_RESUME);
}

void api_counter_call(struct request *request)
{
	const struct command *command = &request->input.command;

	if ((*command->number != '\0') == (command->ticket != 0)) {
		request_refuse(request, REFUSAL_BAD_FIELD, *command->number ? "ticket" : "number",
			"a call names either a number or a ticket");
		return;
	}
	run(request, COMMAND_CALL);
}

void api_counter_transfer(struct request *request)
{
	const struct command *command = &request->input.command;

	if (!*command->service && command->to_counter == 0) {
		request_refuse(request, REFUSAL_BAD_FIELD, "service",
			"a transfer names a service, a counter or both");
		return;
	}
	run(request, COMMAND_TRANSFER);
}
