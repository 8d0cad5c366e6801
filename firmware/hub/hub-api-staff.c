/* SPDX-License-Identifier: Apache-2.0 */
/* The people who work here: their accounts, and who is signed in. Secrets go in and never out. */
#include <string.h>

#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-secret.h"
#include "hub/hub-stream.h"

enum { ATTEMPTS_SHOWN = 200 };

static int count_sign_ins(const struct people *people, const char *id, const struct model *model,
	const struct clock_reading *now)
{
	int n = 0;

	for (size_t i = 0; i < people->n_sign_ins; i++) {
		n += strcmp(people->sign_ins[i].row.staff, id) == 0 &&
			people_sign_in_lasts(people, &people->sign_ins[i], model, now);
	}
	return n;
}

static void put_person(struct request *request, const struct person *person)
{
	const struct hub *hub = request->hub;
	const struct staff_row *row = &person->row;
	const struct counter *counter = model_find_staff(hub->replica.model, row->id);
	struct out *out = &request->out;
	struct clock_reading now;

	clock_now(&now);
	out_open(out, '{');
	out_key_text(out, "id", row->id);
	out_key_text(out, "name", row->name);
	out_key_text(out, "role", row->role);
	out_key_bool(out, "active", row->active);
	out_key_word(out, "valid_day", row->valid_day);
	out_key_bool(out, "has_secret", *row->secret != '\0');
	out_key_int(
		out, "sign_ins", count_sign_ins(&hub->people, row->id, hub->replica.model, &now));
	out_key(out, "counter");
	if (counter) {
		out_int(out, counter->number);
	} else {
		out_null(out);
	}
	out_close(out, '}');
}

void api_staff(struct request *request)
{
	const struct people *people = &request->hub->people;

	out_open(&request->out, '{');
	out_key_open(&request->out, "staff", '[');
	for (size_t i = 0; i < people->n_persons; i++) {
		put_person(request, &people->persons[i]);
	}
	out_close(&request->out, ']');
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* The person that the path names. NULL: an error was answered. */
static const struct person *find_person(struct request *request)
{
	const struct person *person = people_find(&request->hub->people, request->parameter);

	if (!person) {
		request_refuse(
			request, API_ERROR_NOT_FOUND, "id", "there is no such member of staff");
	}
	return person;
}

void api_staff_show(struct request *request)
{
	const struct person *person = find_person(request);

	if (person) {
		put_person(request, person);
		request_answer(request, MHD_HTTP_OK);
	}
}

static void answer_person(struct request *request)
{
	const struct person *person =
		people_find(&request->hub->people, request->input.command.staff_change.row.id);
	bool made = request->input.command.kind == COMMAND_STAFF_ADD;

	if (!person) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id", "the account is gone already");
		return;
	}
	put_person(request, person);
	request_answer(request, made ? MHD_HTTP_CREATED : MHD_HTTP_OK);
}

void api_staff_reload(struct hub *hub)
{
	int r = people_load(&hub->people, hub->reader);

	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot read the accounts: %s", strerror(-r));
	}
	streams_end_unknown(hub->streams);
}

/* In the thread for secrets. */
static int hash_secret(struct store *store, void *userdata)
{
	struct request *request = userdata;

	(void)store;
	return secret_hash(request->input.secret, request->input.command.staff_change.row.secret);
}

static void submit_change(struct request *request)
{
	request_command(request, answer_person);
}

/* The change with its secret, if there is a new one; role is the one it will have. */
static void change(struct request *request, enum role role)
{
	struct input *input = &request->input;
	struct staff_change *staff_change = &input->command.staff_change;
	const char *fault;

	if (!*input->secret) {
		submit_change(request);
		return;
	}
	fault = secret_fault(input->secret, staff_change->row.id, role);
	if (fault) {
		request_refuse(request, API_ERROR_BAD_FIELD, "secret", "the secret %s", fault);
		return;
	}
	staff_change->has_secret = true;
	request_work_in(request, request->hub->secrets, hash_secret, submit_change);
}

void api_staff_add(struct request *request)
{
	struct input *input = &request->input;
	struct staff_row *row = &input->command.staff_change.row;

	if (!*input->person) {
		request_refuse(request, API_ERROR_BAD_FIELD, "name", "name is empty");
		return;
	}
	input->command.kind = COMMAND_STAFF_ADD;
	memcpy(row->name, input->person, sizeof(row->name));
	text_copy_cut(row->role, sizeof(row->role), role_name((enum role)input->role));
	change(request, (enum role)input->role);
}

void api_staff_change(struct request *request)
{
	struct input *input = &request->input;
	struct staff_change *staff_change = &input->command.staff_change;
	const struct person *person = find_person(request);
	enum role role;

	if (!person) {
		return;
	}
	if (staff_change->has_name && !*input->person) {
		request_refuse(request, API_ERROR_BAD_FIELD, "name", "name is empty");
		return;
	}
	role = staff_change->has_role ? (enum role)input->role : person->role;
	if (*person->row.secret && !*input->secret && secret_must_be_better(person->role, role)) {
		request_refuse(request, API_ERROR_BAD_FIELD, "secret",
			"the role %s needs a new secret", role_name(role));
		return;
	}
	input->command.kind = COMMAND_STAFF_CHANGE;
	memcpy(staff_change->row.id, person->row.id, sizeof(person->row.id));
	memcpy(staff_change->row.name, input->person, sizeof(staff_change->row.name));
	text_copy_cut(staff_change->row.role, sizeof(staff_change->row.role),
		role_name((enum role)input->role));
	change(request, role);
}

static void answer_nothing(struct request *request)
{
	api_staff_reload(request->hub);
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

void api_staff_remove(struct request *request)
{
	const struct person *person = find_person(request);
	struct command *command = &request->input.command;

	if (person) {
		command->kind = COMMAND_STAFF_REMOVE;
		memcpy(command->staff_change.row.id, person->row.id, sizeof(person->row.id));
		request_command(request, answer_nothing);
	}
}

void api_staff_sign_out(struct request *request)
{
	const struct person *person = find_person(request);
	struct command *command = &request->input.command;

	if (!person) {
		return;
	}
	command->kind = COMMAND_SIGN_OUT;
	memcpy(command->sign_in.staff, person->row.id, sizeof(person->row.id));
	text_copy_cut(command->attempt.name, sizeof(command->attempt.name), person->row.id);
	text_copy_cut(command->attempt.outcome, sizeof(command->attempt.outcome), "ended");
	peer_address_text(
		request->peer, command->attempt.address, sizeof(command->attempt.address));
	request_command(request, answer_nothing);
}

/* The log of sign-ins */

static int put_attempt(const struct attempt_row *row, void *userdata)
{
	struct out *out = userdata;

	out_open(out, '{');
	out_key_time(out, "at", row->wall_ms);
	out_key_word(out, "name", row->name);
	out_key_word(out, "address", row->address);
	out_key_text(out, "outcome", row->outcome);
	out_close(out, '}');
	return 0;
}

static void put_sign_in(struct out *out, const struct sign_in *sign_in)
{
	out_open(out, '{');
	out_key_text(out, "staff", *sign_in->row.token ? sign_in->row.token : sign_in->row.staff);
	out_key_bool(out, "by_token", *sign_in->row.token != '\0');
	out_key_word(out, "address", sign_in->row.address);
	out_key_time(out, "since", sign_in->row.made.wall_ms);
	out_key_time(out, "seen", sign_in->row.seen.wall_ms);
	out_close(out, '}');
}

void api_sign_ins(struct request *request)
{
	struct hub *hub = request->hub;
	struct out *out = &request->out;
	struct clock_reading now;
	int r;

	clock_now(&now);
	out_open(out, '{');
	out_key_open(out, "sign_ins", '[');
	for (size_t i = 0; i < hub->people.n_sign_ins; i++) {
		const struct sign_in *sign_in = &hub->people.sign_ins[i];

		if (people_sign_in_lasts(&hub->people, sign_in, hub->replica.model, &now)) {
			put_sign_in(out, sign_in);
		}
	}
	out_close(out, ']');
	out_key_open(out, "attempts", '[');
	r = attempt_list(hub->reader, ATTEMPTS_SHOWN, put_attempt, out);
	out_close(out, ']');
	out_close(out, '}');
	if (r < 0) {
		request_refuse(request, API_ERROR_STORAGE, NULL, "the database cannot be read");
		return;
	}
	request_answer(request, MHD_HTTP_OK);
}
