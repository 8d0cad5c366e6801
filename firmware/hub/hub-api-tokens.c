/* SPDX-License-Identifier: Apache-2.0 */
/* What devices and keypads prove themselves with, and what the hub does: tokens, the certificate.
 */
#include <string.h>

#include "hub/hub-api.h"

void api_tokens(struct request *request)
{
	const struct auth *auth = &request->hub->auth;
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_open(out, "tokens", '[');
	for (size_t i = 0; i < auth->n; i++) {
		out_open(out, '{');
		out_key_text(out, "name", auth->entries[i].name);
		out_key_text(out, "role", role_name(auth->entries[i].role));
		out_key_time(out, "made_at", auth->entries[i].made_wall_ms);
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

	if (request->hub->training) {
		request_refuse(request, API_ERROR_FORBIDDEN, NULL,
			"this is a training centre: no device is let in");
		return;
	}
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
		request_refuse(request, API_ERROR_NOT_FOUND, "name", "there is no such token");
		return;
	}
	command->kind = COMMAND_TOKEN_REMOVE;
	text_copy_cut(command->token_name, sizeof(command->token_name), request->parameter);
	request_command(request, answer_removed);
}

void api_certificate(struct request *request)
{
	const struct tls *tls = &request->hub->tls;
	struct out *out = &request->out;

	if (!tls->certificate) {
		request_refuse(request, API_ERROR_NOT_FOUND, "tls", "this hub has no TLS");
		return;
	}
	out_open(out, '{');
	out_key_text(out, "sha256", tls->fingerprint);
	out_key_text(out, "pin", tls->pin);
	out_key_time(out, "ends_at", tls->ends_wall_ms);
	out_key_bool(out, "self_made", tls->self_made);
	out_key_text(out, "pem", tls->certificate);
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}
