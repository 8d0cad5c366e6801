/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out: a browser with a name and a secret, or with a token. */
#include <string.h>

#include "base/zone.h"
#include "hub/hub-api.h"
#include "hub/hub-caller.h"
#include "hub/hub-secret.h"
#include "hub/hub-stream.h"
#include "hub/hub-throttle.h"

#define COOKIE_REST "; Path=/; HttpOnly; SameSite=Strict"

/* A cookie that scripts cannot read and that is sent to no request that another site makes; with
 * TLS it never goes out in the clear. */
static void set_cookie(struct request *request, const char *cookie, int64_t life_s)
{
	const char *secure = request->peer->tls ? "; Secure" : "";

	free(request->cookie);
	request->cookie = text_printf("%s=%s" COOKIE_REST "%s; Max-Age=%lld",
		caller_cookie(request->hub), cookie, secure, (long long)life_s);
}

static void answer_caller(struct request *request, const struct caller *caller)
{
	const struct hub *hub = request->hub;
	const struct person *person =
		caller->sign_in ? people_find(&hub->people, caller->name) : NULL;
	struct out *out = &request->out;
	struct clock_reading now;
	int idle_s = 0;
	int64_t left_s;

	clock_now(&now);
	left_s = people_left_s(
		&hub->people, caller_sign_in(caller), hub->replica.model, &now, &idle_s);
	out_open(out, '{');
	out_key_text(out, "name", person ? person->row.name : caller->name);
	out_key_text(out, "role", role_name(caller->role));
	out_key_word(out, "staff", person ? person->row.id : "");
	out_key(out, "expires_at");
	if (left_s > 0) {
		out_time(out, now.wall_ms + left_s * 1000);
	} else {
		out_null(out);
	}
	out_key(out, "idle_s");
	if (left_s > 0) {
		out_int(out, idle_s);
	} else {
		out_null(out);
	}
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void answer_token_signed_in(struct request *request)
{
	const struct sign_in_row *row = &request->job.answer.sign_in;
	struct hub *hub = request->hub;
	struct caller caller = {.by_token = true, .token_sign_in = row->id};

	api_staff_reload(hub);
	text_copy_cut(caller.name, sizeof(caller.name), row->token);
	if (auth_find_role(&hub->auth, caller.name, &caller.role) < 0) {
		request_refuse(
			request, API_ERROR_UNAUTHORIZED, "token", "the token is not known here");
		return;
	}
	set_cookie(request, request->input.token, people_life_s(&hub->people, caller.role));
	answer_caller(request, &caller);
}

/* The browser gets a cookie of its own: the token opens more than this browser, and longer. */
static void sign_in_by_token(struct request *request)
{
	struct hub *hub = request->hub;
	struct command *command = &request->input.command;
	struct caller caller;

	if (auth_check(&hub->auth, request->input.token, &caller) < 0) {
		if (!rates_take(
			    hub->rates, RATE_FAILURE, &request->peer->address, clock_mono_ms())) {
			request_refuse(request, API_ERROR_TOO_MANY, NULL,
				"too many wrong tokens from this address; try again in a minute");
			return;
		}
		request_refuse(
			request, API_ERROR_UNAUTHORIZED, "token", "the token is not known here");
		return;
	}
	command->kind = COMMAND_SIGN_IN;
	auth_hash(request->input.token, command->token_hash);
	text_copy_cut(command->sign_in.token, sizeof(command->sign_in.token), caller.name);
	peer_address_text(
		request->peer, command->sign_in.address, sizeof(command->sign_in.address));
	auth_make(request->input.token, command->sign_in.hash);
	request_command(request, answer_token_signed_in);
}

/* The name is an account's or "": who mistypes may have typed the secret where the name belongs. */
static void set_attempt(struct request *request, const char *name, const char *outcome)
{
	struct attempt_row *attempt = &request->input.command.attempt;

	text_copy_cut(attempt->name, sizeof(attempt->name), name);
	text_copy_cut(attempt->outcome, sizeof(attempt->outcome), outcome);
	peer_address_text(request->peer, attempt->address, sizeof(attempt->address));
}

struct attempts {
	struct attempt_row *row; /* the newest first */
	int n;
};

static void attempts_done(struct attempts *attempts)
{
	free(attempts->row);
}

static int keep_attempt(const struct attempt_row *row, void *userdata)
{
	struct attempts *attempts = userdata;

	attempts->row[attempts->n++] = *row;
	return 0;
}

int api_sign_in_remember(struct hub *hub)
{
	_cleanup_(attempts_done) struct attempts attempts = {
		.row = memory_new(LIMIT_ATTEMPTS, sizeof(*attempts.row))};
	int r = attempt_list(hub->reader, LIMIT_ATTEMPTS, keep_attempt, &attempts);
	int64_t now_ms = clock_mono_ms();
	struct clock_reading now;

	clock_now(&now);
	for (int i = attempts.n - 1; r == 0 && i >= 0; i--) {
		const struct attempt_row *row = &attempts.row[i];
		/* With a clock that is behind, the last attempt was just now. */
		int64_t until_ms = MAX_OF(now.wall_ms, attempts.row[0].wall_ms);
		struct peer_address address;
		struct throttle_try attempt = {row->name, *row->name != '\0', &address};
		bool wrong = strcmp(row->outcome, "wrong") == 0;
		int64_t at_ms = now_ms - (until_ms - row->wall_ms);

		if (!wrong && strcmp(row->outcome, "ok") != 0 &&
			strcmp(row->outcome, "not_valid") != 0) {
			continue; /* no attempt, but an end */
		}
		peer_address_parse(row->address, &address);
		throttle_remember(hub->throttle, &attempt, at_ms);
		if (!wrong) {
			throttle_forgive(hub->throttle, &attempt, at_ms);
		}
	}
	return r;
}

static void answer_wrong(struct request *request)
{
	request_refuse(
		request, API_ERROR_UNAUTHORIZED, "secret", "the name or the secret is wrong");
}

static void answer_not_valid(struct request *request)
{
	request_refuse(request, API_ERROR_FORBIDDEN, "name",
		"the account is not active, or not for today");
}

static void answer_signed_in(struct request *request)
{
	const struct sign_in_row *row = &request->job.answer.sign_in;
	struct hub *hub = request->hub;
	const struct person *person;
	struct caller caller = {.sign_in = row->id};

	api_staff_reload(hub);
	person = people_find(&hub->people, row->staff);
	if (!person) {
		answer_wrong(request);
		return;
	}
	caller.role = person->role;
	text_copy_cut(caller.name, sizeof(caller.name), person->row.id);
	set_cookie(request, request->input.token, hub->people.life_s);
	answer_caller(request, &caller);
}

/* In the thread for secrets. */
static int look_at_secret(struct store *store, void *userdata)
{
	struct request *request = userdata;

	(void)store;
	request->input.right = secret_matches(
		request->input.secret, request->input.command.staff_change.row.secret);
	return 0;
}

static void forgive(struct request *request, const char *account)
{
	const struct throttle_try attempt = {account, true, &request->peer->address};

	throttle_forgive(request->hub->throttle, &attempt, clock_mono_ms());
}

/* Counts an attempt, and looks at the secret in the thread for that. */
static void try_secret(struct request *request, const char *account, bool exists,
	int (*work)(struct store *store, void *request), void (*finish)(struct request *request))
{
	const struct throttle_try attempt = {account, exists, &request->peer->address};
	struct throttle *throttle = request->hub->throttle;
	int64_t now_ms = clock_mono_ms();
	int wait_s = throttle_take(throttle, &attempt, now_ms);

	if (wait_s > 0) {
		request->retry_after_s = wait_s;
		request_refuse(request, API_ERROR_TOO_MANY, "secret",
			"too many attempts; the next in %d seconds", wait_s);
		return;
	}
	request_work_in(request, request->hub->secrets, work, finish);
	if (request->answered) { /* there was no place */
		throttle_give(throttle, &attempt, now_ms);
	}
}

static void secret_looked_at(struct request *request)
{
	struct command *command = &request->input.command;
	struct hub *hub = request->hub;
	const struct person *person = people_find(&hub->people, command->sign_in.staff);
	char today[DAY_LENGTH + 1];

	api_today(today);
	if (!request->input.right) {
		command->kind = COMMAND_ATTEMPT;
		set_attempt(request, command->sign_in.staff, "wrong");
		request_command(request, answer_wrong);
		return;
	}
	forgive(request, command->sign_in.staff);
	if (!person || !people_may(person, today)) {
		command->kind = COMMAND_ATTEMPT;
		set_attempt(request, command->sign_in.staff, "not_valid");
		request_command(request, answer_not_valid);
		return;
	}
	command->kind = COMMAND_SIGN_IN;
	auth_make(request->input.token, command->sign_in.hash);
	set_attempt(request, command->sign_in.staff, "ok");
	memcpy(command->sign_in.address, command->attempt.address,
		sizeof(command->sign_in.address));
	request_command(request, answer_signed_in);
}

static void sign_in_by_name(struct request *request)
{
	struct command *command = &request->input.command;
	const struct person *person = people_match(&request->hub->people, request->input.person);

	if (person) {
		memcpy(command->sign_in.staff, person->row.id, sizeof(person->row.id));
		memcpy(command->staff_change.row.secret, person->row.secret,
			sizeof(person->row.secret));
	}
	try_secret(request, person ? person->row.id : request->input.person, person != NULL,
		look_at_secret, secret_looked_at);
}

void api_sign_in(struct request *request)
{
	struct input *input = &request->input;

	if (*input->token && request->hub->training) {
		request_refuse(request, API_ERROR_FORBIDDEN, "token",
			"this is a training centre: no device and no token is let in");
	} else if (*input->token && (*input->person || *input->secret)) {
		request_refuse(request, API_ERROR_BAD_FIELD, "token",
			"either a token, or a name and a secret");
	} else if (*input->token) {
		sign_in_by_token(request);
	} else if (!*input->person || !*input->secret) {
		request_refuse(request, API_ERROR_BAD_FIELD, *input->person ? "secret" : "name",
			"either a token, or a name and a secret");
	} else {
		sign_in_by_name(request);
	}
}

void api_sign_in_show(struct request *request)
{
	answer_caller(request, &request->caller);
}

/* Changing one's own secret needs the present one: otherwise a page left open would be enough. */

static void answer_secret_changed(struct request *request)
{
	/* Every sign-in of the account has ended with the change, this one too. */
	set_cookie(request, "", 0);
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

static int change_secret(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct input *input = &request->input;
	int r = look_at_secret(store, request);

	return r == 0 && input->right
		? secret_hash(input->new_secret, input->command.staff_change.row.secret)
		: r;
}

static void secret_changed(struct request *request)
{
	struct command *command = &request->input.command;

	if (!request->input.right) {
		command->kind = COMMAND_ATTEMPT;
		set_attempt(request, request->caller.name, "wrong");
		request_command(request, answer_wrong);
		return;
	}
	forgive(request, request->caller.name);
	command->kind = COMMAND_STAFF_CHANGE;
	command->staff_change.has_secret = true;
	text_copy_cut(command->staff_change.row.id, sizeof(command->staff_change.row.id),
		request->caller.name);
	request_command(request, answer_secret_changed);
}

void api_sign_in_change(struct request *request)
{
	struct hub *hub = request->hub;
	const struct person *person = people_find(&hub->people, request->caller.name);
	const char *fault;

	if (!request->caller.sign_in || !person) {
		request_refuse(request, API_ERROR_FORBIDDEN, NULL,
			"only who signed in with a name and a secret has one to change");
		return;
	}
	fault = secret_fault(request->input.new_secret, person->row.id, person->role);
	if (fault) {
		request_refuse(
			request, API_ERROR_BAD_FIELD, "new_secret", "the new secret %s", fault);
		return;
	}
	memcpy(request->input.command.staff_change.row.secret, person->row.secret,
		sizeof(person->row.secret));
	try_secret(request, person->row.id, true, change_secret, secret_changed);
}

static void answer_signed_out(struct request *request)
{
	api_staff_reload(request->hub);
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

/* Whoever asks: the browser's cookie is forgotten, and the sign-in behind it ends. */
void api_sign_in_end(struct request *request)
{
	struct command *command = &request->input.command;

	set_cookie(request, "", 0);
	if (!caller_sign_in(&request->caller)) {
		request_answer(request, MHD_HTTP_NO_CONTENT);
		return;
	}
	command->kind = COMMAND_SIGN_OUT;
	command->sign_in.id = caller_sign_in(&request->caller);
	if (request->caller.sign_in) {
		set_attempt(request, request->caller.name, "signed_out");
	}
	request_command(request, answer_signed_out);
}
