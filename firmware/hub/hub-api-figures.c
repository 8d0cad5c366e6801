/* SPDX-License-Identifier: Apache-2.0 */
/* What the figures need people to say: ratings, the portal's disruptions, counts of dossiers. */
#include <errno.h>
#include <string.h>

#include "hub/hub-api.h"
#include "hub/hub-json.h"
#include "hub/hub-report-words.h"

/* Ratings */

static void answer_rated(struct request *request)
{
	out_open(&request->out, '{');
	out_key_bool(&request->out, "rated", true);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* Staff cannot rate: neither themselves nor others. */
static bool refuse_staff(struct request *request)
{
	if (!request->caller.sign_in) {
		return false;
	}
	request_refuse(
		request, API_ERROR_FORBIDDEN, NULL, "citizens rate, not those who work here");
	return true;
}

void api_counter_rate(struct request *request)
{
	int64_t number;

	if (refuse_staff(request)) {
		return;
	}
	if (text_parse_int(request->parameter, 1, LIMIT_COUNTERS, &number) < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "counter", "there is no such counter");
		return;
	}
	request->input.command.counter = (int)number;
	request->input.command.kind = COMMAND_RATE;
	request_command(request, answer_rated);
}

void api_public_rate(struct request *request)
{
	struct ticket ticket;

	if (refuse_staff(request) || api_find_public(request, &ticket) < 0) {
		return;
	}
	request->input.command.ticket = ticket.id;
	request->input.command.kind = COMMAND_RATE;
	request_command(request, answer_rated);
}

/* The portal */

static void answer_portal(struct request *request)
{
	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	hub_json_portal(&request->out, request->hub->replica.model);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_portal(struct request *request)
{
	request->input.command.kind = COMMAND_PORTAL;
	request_command(request, answer_portal);
}

/* Counts of dossiers */

static void answer_entered(struct request *request)
{
	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	out_key_int(&request->out, "entries", (int64_t)request->input.command.n_entries);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* A day's counts by staff; other days than today are the supervisor's. */
void api_dossier(struct request *request)
{
	struct command *command = &request->input.command;
	struct dossier_entry *entry = memory_new(1, sizeof(*entry));
	char today[DAY_LENGTH + 1];

	command->entries = entry;
	command->n_entries = 1;
	command->kind = COMMAND_DOSSIER;
	api_today(today);
	if (*request->input.day && strcmp(request->input.day, today) != 0 &&
		!(MAY_SUPERVISE & 1 << request->caller.role)) {
		request_refuse(request, API_ERROR_FORBIDDEN, "day",
			"only a supervisor enters counts of another day");
		return;
	}
	*entry = (struct dossier_entry){
		.source = DOSSIER_SOURCE_CLERK,
		.counts = command->dossiers,
	};
	text_copy_cut(entry->from_day, sizeof(entry->from_day),
		*request->input.day ? request->input.day : today);
	text_copy_cut(entry->to_day, sizeof(entry->to_day), entry->from_day);
	text_copy_cut(entry->service, sizeof(entry->service), command->service);
	text_copy_cut(entry->note, sizeof(entry->note), command->note);
	request_command(request, answer_entered);
}

/* One entry of a JSON import has the fields of a CSV's columns. */
static int read_entry(struct request *request, json_t *json)
{
	struct input *one = memory_new(1, sizeof(*one));
	struct command *command = &request->input.command;
	struct dossier_entry *entry;
	int r;

	r = fields_read(&api_entry_fields, json, one, &request->api_error);
	if (r == 0) {
		command->entries = memory_grow(
			command->entries, command->n_entries + 1, sizeof(*command->entries));
		entry = &command->entries[command->n_entries++];
		*entry = (struct dossier_entry){
			.source = DOSSIER_SOURCE_IMPORT,
			.counts = one->command.dossiers,
		};
		text_copy_cut(entry->from_day, sizeof(entry->from_day), one->from);
		text_copy_cut(entry->to_day, sizeof(entry->to_day), one->to);
		text_copy_cut(entry->service, sizeof(entry->service), one->command.service);
		text_copy_cut(entry->note, sizeof(entry->note), one->command.note);
	}
	free(one);
	return r;
}

static int read_entries(struct request *request, json_t *list)
{
	json_t *json;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) == 0 ||
		json_array_size(list) > LIMIT_DOSSIER_ENTRIES) {
		api_error_set(&request->api_error, API_ERROR_BAD_FIELD, "entries",
			"entries must be an array of 1 to %d", LIMIT_DOSSIER_ENTRIES);
		return -EINVAL;
	}
	json_array_foreach (list, i, json) {
		if (!json_is_object(json)) {
			api_error_set(&request->api_error, API_ERROR_BAD_FIELD, "entries",
				"entry %zu is no object", i + 1);
			return -EINVAL;
		}
		if (read_entry(request, json) < 0) {
			return -EINVAL;
		}
	}
	return 0;
}

void api_refuse_file(struct request *request, enum api_error_kind kind, const char *field,
	const struct office_faults *faults)
{
	char message[OFFICE_MESSAGE_MAX + 1];
	struct out *out = &request->out;

	office_fault_text(faults, 0, message);
	out_open(out, '{');
	out_key_text(out, "error", api_error_name(kind));
	out_key_text(out, "message", message);
	out_key_text(out, "field", field);
	out_key_open(out, "faults", '[');
	for (size_t i = 0; i < faults->n; i++) {
		const struct office_fault *fault = &faults->fault[i];

		office_fault_text(faults, i, message);
		out_open(out, '{');
		out_key_int(out, "row", fault->row);
		out_key_int(out, "column", fault->column);
		out_key_text(out, "heading", fault->heading);
		out_key_text(out, "cell", fault->cell);
		out_key_text(out, "what", office_fault_name(faults, i));
		out_key_text(out, "message", message);
		out_close(out, '}');
	}
	out_close(out, ']');
	out_close(out, '}');
	request_answer(request, api_error_status(kind));
}

static int read_csv(struct request *request, const json_t *csv)
{
	struct command *command = &request->input.command;
	_cleanup_free_ struct dossier_word *words = NULL;
	struct dossier_reading reading = {
		.site = model_site(request->hub->replica.model),
		.n_words = report_import_words(request->hub->phrases, &words),
	};
	struct office_faults faults;

	reading.words = words;
	if (!json_is_string(csv)) {
		api_error_set(&request->api_error, API_ERROR_BAD_FIELD, "csv", "csv must be text");
		return -EINVAL;
	}
	if (dossier_read_csv(json_string_value(csv), json_string_length(csv), &reading,
		    &command->entries, &command->n_entries, &faults) < 0) {
		api_refuse_file(request, API_ERROR_BAD_FIELD, "csv", &faults);
		return -EINVAL;
	}
	return 0;
}

static int read_import(struct request *request)
{
	const json_t *csv = json_object_get(request->json, "csv");
	json_t *entries = json_object_get(request->json, "entries");
	const json_t *replace = json_object_get(request->json, "replace");
	size_t known = (csv != NULL) + (entries != NULL) + (replace != NULL);

	if (json_object_size(request->json) != known) {
		api_error_set(&request->api_error, API_ERROR_BAD_FIELD, NULL,
			"an import has csv or entries, and replace");
		return -EINVAL;
	}
	if ((csv && !json_is_null(csv)) == (entries && !json_is_null(entries))) {
		api_error_set(&request->api_error, API_ERROR_BAD_FIELD, "csv",
			"an import has either csv or entries");
		return -EINVAL;
	}
	if (replace && !json_is_boolean(replace) && !json_is_null(replace)) {
		api_error_set(&request->api_error, API_ERROR_BAD_FIELD, "replace",
			"replace must be true or false");
		return -EINVAL;
	}
	request->input.command.replace = json_is_true(replace);
	return csv && !json_is_null(csv) ? read_csv(request, csv) : read_entries(request, entries);
}

void api_dossier_import(struct request *request)
{
	request->input.command.kind = COMMAND_DOSSIER;
	if (read_import(request) < 0) {
		if (!request->answered) {
			request_answer_refusal(request);
		}
		return;
	}
	request_command(request, answer_entered);
}

void api_dossier_remove(struct request *request)
{
	struct command *command = &request->input.command;

	if (text_parse_int(request->parameter, 1, INT64_MAX, &command->entry) < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id", "there are no such counts");
		return;
	}
	command->kind = COMMAND_DOSSIER_REMOVE;
	request_command(request, answer_entered);
}

static int put_entry(const struct dossier_entry *entry, void *userdata)
{
	struct request *request = userdata;
	struct out *out = &request->out;
	struct input *input = &request->input;

	if (entry->id <= input->after) {
		return 0;
	}
	if (input->limit == 0) {
		input->has_after = true; /* there are more */
		return 1;
	}
	input->limit--;
	input->after = entry->id;
	out_open(out, '{');
	out_key_int(out, "id", entry->id);
	out_key_text(out, "source", entry->source);
	out_key_text(out, "from", entry->from_day);
	out_key_text(out, "to", entry->to_day);
	out_key_word(out, "service", entry->service);
	out_key_text(out, "note", entry->note);
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		if (entry->counts.has[i]) {
			out_key_int(
				out, dossier_count_name((enum dossier_count)i), entry->counts.n[i]);
		}
	}
	out_close(out, '}');
	return 0;
}

static int list_dossiers(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct input *input = &request->input;
	int r;

	input->has_after = false;
	out_open(&request->out, '{');
	out_key_open(&request->out, "entries", '[');
	r = store_dossiers(store, input->from, input->to, put_entry, request);
	if (r < 0) {
		return r;
	}
	out_close(&request->out, ']');
	out_key(&request->out, "next");
	if (input->has_after) {
		out_int(&request->out, input->after);
	} else {
		out_null(&request->out);
	}
	out_close(&request->out, '}');
	return 0;
}

static void answer_listed(struct request *request)
{
	request_answer(request, MHD_HTTP_OK);
}

void api_dossiers(struct request *request)
{
	if (api_read_days(request) < 0) {
		return;
	}
	if (request->input.limit == 0) {
		request->input.limit = LIMIT_PAGE;
	}
	request_work(request, list_dossiers, answer_listed);
}
