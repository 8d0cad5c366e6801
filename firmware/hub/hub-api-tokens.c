/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of devices and staff, and the browser's login with one. */
#include <string.h>

#include "hub/hub-api.h"
#include "hub/hub-caller.h"

void api_tokens(struct request *request)
{
	const struct auth *auth = &request->hub->auth;
	struct out *out = &request->out;

	out_open(out, '{');
	out_key(out, "tokens");
	out_open(out, '[');
	for (size_t i = 0; i < auth->n; i++) {
		out_open(out, '{');
		out_key_text(out, "name", auth->entries[i].name);
		out_key_text(out, "role", role_name(auth->entries[i].role));
		out_key(out, "made_at");
		out_time(out, auth->entries[i].made_wall_ms);
		out_close(out, '}');
	}
	out_close(out, ']');
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void answer_made(struct request *request)
{
	const struct command *command = &request->input.command;
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_text(out, "name", command->token_name);
	out_key_text(out, "role", command->token_role);
	out_key_text(out, "token", request->input.token);
	out_close(out, '}');
	request_answer(request, MHD_HTTP_CREATED);
}

void api_token_make(struct request *request)
{
	struct command *command = &request->input.command;

	command->kind = COMMAND_TOKEN_ADD;
	text_copy_cut(command->token_name, sizeof(command->token_name), request->input.name);
	text_copy_cut(command->token_role, sizeof(command->token_role),
		role_name((enum role)request->input.role));
	auth_make(request->input.token, command->token_hash);
	request_command(request, answer_made);
}

static void answer_removed(struct request *request)
{
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

void api_token_remove(struct request *request)
{
	struct command *command = &request->input.command;

	if (!text_is_id(request->parameter, LIMIT_ID)) {
		request_refuse(request, REFUSAL_NOT_FOUND, "name", "there is no such token");
		return;
	}
	command->kind = COMMAND_TOKEN_REMOVE;
	text_copy_cut(command->token_name, sizeof(command->token_name), request->parameter);
	request_command(request, answer_removed);
}

static void answer_caller(struct request *request, const struct caller *caller)
{
	out_open(&request->out, '{');
	out_key_text(&request->out, "name", caller->name);
	out_key_text(&request->out, "role", role_name(caller->role));
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* The browser keeps the token as a cookie that its scripts cannot read and that is sent to no
 * request that another site makes. */
void api_login(struct request *request)
{
	struct hub *hub = request->hub;
	struct caller caller;

	if (auth_check(&hub->auth, request->input.token, &caller) < 0) {
		if (!rates_take(
			    hub->rates, RATE_FAILURE, &request->peer->address, clock_mono_ms())) {
			request_refuse(request, REFUSAL_TOO_MANY, NULL,
				"too many wrong tokens from this address; try again in a minute");
			return;
		}
		request_refuse(
			request, REFUSAL_UNAUTHORIZED, "token", "the token is not known here");
		return;
	}
	request->cookie = text_printf(
		CALLER_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict", request->input.token);
	answer_caller(request, &caller);
}

void api_login_show(struct request *request)
{
	answer_caller(request, &request->caller);
}

void api_login_end(struct request *request)
{
	request->cookie = text_dup(CALLER_COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
	request_answer(request, MHD_HTTP_NO_CONTENT);
}
