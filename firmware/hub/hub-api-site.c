/* SPDX-License-Identifier: Apache-2.0 */
/* The state, the site data, the service day, the clock. */
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-health.h"
#include "hub/hub-json.h"
#include "hub/hub-mhd.h"
#include "hub/hub-search.h"
#include "hub/hub-snapshot.h"

/* What nobody can mean by today. */
#define CLOCK_FIRST_DAY "2024-01-01"
#define CLOCK_LAST_DAY "2099-12-31"
enum { HALF_A_MINUTE_MS = 30 * 1000 };

void api_state(struct request *request)
{
	bool full = view_sight(request->caller.role).people;
	struct view view = {
		.replica = &request->hub->replica,
		.people = full,
		.training = request->hub->training != NULL,
		.storage = health_storage(request->hub),
	};

	clock_now(&view.now);
	view.free_online = hub_search_free_online(request->hub->search, &view.now);
	request_answer_with(
		request, snapshot_state(request->hub->snapshot, &view, full), MHD_HTTP_OK, true);
}

/* The accounts as a site file has them; for staff alone. */
static json_t *list_staff(const struct request *request)
{
	const struct people *people = &request->hub->people;
	bool seen = view_sight(request->caller.role).people;
	json_t *list = json_array();

	for (size_t i = 0; seen && i < people->n_persons; i++) {
		const struct staff_row *row = &people->persons[i].row;

		(void)json_array_append_new(list,
			json_pack("{s:s, s:s, s:s, s:b}", "id", row->id, "name", row->name, "role",
				row->role, "active", row->active));
	}
	return list;
}

/* The site as given, with the people of now; their names are for staff. */
void api_site(struct request *request)
{
	const struct model *model = request->hub->replica.model;
	const struct site *site = model_site(model);
	struct out *out = &request->out;
	_cleanup_free_ char *text = NULL;
	json_t *shown;

	if (!site) {
		request_refuse(request, API_ERROR_NOT_FOUND, NULL, "the hub has no site data yet");
		return;
	}
	shown = json_copy(site->json);
	(void)json_object_set_new(shown, "staff", list_staff(request));
	text = json_dumps(shown, JSON_COMPACT);
	json_decref(shown);
	if (!text) {
		log_out_of_memory();
	}
	out_open(out, '{');
	request->etag = model_site_seq(model);
	out_key_int(out, "seq", model_site_seq(model));
	out_key(out, "site");
	out_json(out, text);
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* A site with errors is rejected as a whole; the answer lists every error. */
static void refuse_site(struct request *request, json_t *faults)
{
	const json_t *first = json_array_get(faults, 0);
	const char *path = json_string_value(json_object_get(first, "path"));
	const char *message = json_string_value(json_object_get(first, "message"));
	_cleanup_free_ char *list = json_dumps(faults, JSON_COMPACT);
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_text(out, "error", api_error_name(API_ERROR_BAD_SITE));
	out_key_text(out, "message", message ? message : "the site data are wrong");
	out_key_word(out, "field", path ? path : "");
	out_key(out, "faults");
	out_json(out, list ? list : "[]");
	out_close(out, '}');
	request_answer(request, api_error_status(API_ERROR_BAD_SITE));
}

/* If-Match: "17" says from which site the new one was made. Nobody else may have changed it since;
 * without the header the last one wins. */
static bool parse_if_match(struct request *request)
{
	const char *tag = mhd_header(request->connection, MHD_HTTP_HEADER_IF_MATCH);
	_cleanup_free_ char *text = NULL;
	int64_t seq = 0;
	size_t length;

	if (!tag || strcmp(tag, "*") == 0) {
		return true;
	}
	length = strlen(tag);
	if (length > 2 && tag[0] == '"' && tag[length - 1] == '"') {
		text = text_printf("%.*s", (int)(length - 2), tag + 1);
	}
	if (!text || text_parse_int(text, 1, INT64_MAX, &seq) < 0) {
		request_refuse(request, API_ERROR_BAD_FIELD, "If-Match",
			"If-Match is not an ETag of the site such as \"17\"");
		return false;
	}
	request->input.command.site_seq = seq;
	return true;
}

/* What is taken although somebody should look at it. */
static void put_warnings(struct request *request)
{
	const json_t *url = json_object_get(request->input.command.site, "public_url");
	const char *doubt = public_url_doubt_name(
		health_public_url(request->hub, json_is_string(url) ? json_string_value(url) : ""));
	struct out *out = &request->out;

	out_key_open(out, "warnings", '[');
	if (*doubt) {
		out_open(out, '{');
		out_key_text(out, "path", "public_url");
		out_key_text(out, "warning", doubt);
		out_close(out, '}');
	}
	out_close(out, ']');
}

static void answer_put(struct request *request)
{
	request->etag =
		request->input.command.only_check ? 0 : model_site_seq(request->hub->replica.model);
	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	put_warnings(request);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* Removes the errors outside the part that was imported (NULL: the whole site): errors that an
 * earlier version stored stay until somebody edits them. */
static void keep_faults_of(json_t *faults, const char *part)
{
	for (size_t i = json_array_size(faults); part && i-- > 0;) {
		const char *path =
			json_string_value(json_object_get(json_array_get(faults, i), "path"));

		if (strncmp(path, part, strlen(part)) != 0) {
			(void)json_array_remove(faults, i);
		}
	}
}

/* Whether a site may be taken, where only faults of the part count that was imported. False: they
 * were answered. */
static bool check_site(struct request *request, json_t *json, const char *part)
{
	_cleanup_(site_freep) struct site *site = NULL;
	json_auto_t *faults = NULL;

	if (site_parse_import(json, &site, &faults) < 0) {
		keep_faults_of(faults, part);
		if (json_array_size(faults) > 0) {
			refuse_site(request, faults);
			return false;
		}
	}
	return true;
}

/* Gives a whole site to the writer, and refuses faults of the part alone that was imported. */
static void submit_site(struct request *request, json_t *json, const char *part, bool only_check,
	void (*finish)(struct request *request))
{
	if (!check_site(request, json, part)) {
		return;
	}
	request->input.command.kind = COMMAND_SITE;
	request->input.command.site = json_incref(json);
	request->input.command.only_check = only_check;
	request_command(request, finish);
}

/* Of a site made from the present one: rejected if another change is stored first. */
static void expect_present_site(struct request *request)
{
	if (request->input.command.site_seq == 0) {
		request->input.command.site_seq = model_site_seq(request->hub->replica.model);
	}
}

void api_site_put(struct request *request)
{
	if (parse_if_match(request)) {
		submit_site(request, request->json, NULL, false, answer_put);
	}
}

/* Answers as a PUT would, but changes nothing. */
void api_site_check(struct request *request)
{
	if (parse_if_match(request)) {
		submit_site(request, request->json, NULL, true, answer_put);
	}
}

/* The present site with another list. NULL: there is no site, and that was answered. */
static json_t *with_list(struct request *request, const char *name, json_t *list)
{
	const struct site *site = model_site(request->hub->replica.model);
	json_t *changed;

	if (!site) {
		request_refuse(request, API_ERROR_NOT_FOUND, NULL, "the hub has no site data yet");
		return NULL;
	}
	changed = json_copy(site->json);
	(void)json_object_set(changed, name, list);
	return changed;
}

void api_replace_list(struct request *request, const char *name, json_t *list,
	void (*finish)(struct request *request))
{
	json_auto_t *changed = with_list(request, name, list);

	if (changed) {
		expect_present_site(request);
		submit_site(request, changed, name, false, finish);
	}
}

bool api_try_list(struct request *request, const char *name, json_t *list, struct site **ret)
{
	json_auto_t *changed = with_list(request, name, list);

	if (!changed || !check_site(request, changed, name)) {
		return false;
	}
	if (site_parse(changed, ret, NULL) < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, NULL, "the site data cannot be read");
		return false;
	}
	return true;
}

/* Changes only one list, for callers who may not change the rest of the site. */
static void put_list(struct request *request, const char *name)
{
	json_t *list = json_object_get(request->json, name);

	if (!json_is_array(list) || json_object_size(request->json) != 1) {
		request_refuse(request, API_ERROR_BAD_FIELD, name,
			"%s is a list, and all that can be said", name);
		return;
	}
	if (parse_if_match(request)) {
		api_replace_list(request, name, list, answer_put);
	}
}

void api_notices_put(struct request *request)
{
	put_list(request, "notices");
}

void api_pages_put(struct request *request)
{
	put_list(request, "pages");
}

/* The sheets of procedures that hang, as somebody confirmed. */
void api_sheets_put(struct request *request)
{
	put_list(request, "sheets");
}

static void answer_day(struct request *request)
{
	const struct model *model = request->hub->replica.model;

	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	out_key_word(&request->out, "day", model_day(model));
	out_key_bool(&request->out, "day_open", model_day_is_open(model));
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_day(struct request *request)
{
	request->input.command.kind = (enum command_kind)request->input.move;
	request_command(request, answer_day);
}

static void put_clock(struct out *out, const struct model *model)
{
	struct clock_reading now;

	clock_now(&now);
	out_key_word(out, "day", model_day(model));
	out_key_bool(out, "day_known", !model_day_is_guessed(model));
	out_key_time(out, "time", now.wall_ms);
	out_key_text(out, "clock", hub_json_clock(model, &now));
	out_key_bool(out, "synchronised", now.trusted);
}

void api_clock_show(struct request *request)
{
	out_open(&request->out, '{');
	put_clock(&request->out, request->hub->replica.model);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void answer_clock(struct request *request)
{
	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	put_clock(&request->out, request->hub->replica.model);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* "08:05". */
static int parse_minute(const char *text)
{
	int64_t hour = 0;
	int64_t minute = 0;
	char two[3] = "";

	memcpy(two, text, 2);
	if (strlen(text) != CLOCK_TEXT || text[2] != ':' || text_parse_int(two, 0, 23, &hour) < 0 ||
		text_parse_int(text + 3, 0, 59, &minute) < 0) {
		return -EINVAL;
	}
	return (int)(hour * 60 + minute);
}

/* Sets the hub's clock to the time in the request. False: an error was answered. */
static bool set_clock(struct request *request)
{
	const struct input *input = &request->input;
	int minute = *input->time ? parse_minute(input->time) : -EINVAL;
	struct clock_reading now;
	int64_t wall_ms = 0;

	clock_now(&now);
	if (!*input->day || minute < 0) {
		request_refuse(request, API_ERROR_BAD_FIELD, *input->day ? "time" : "day",
			"a time is a day and an hour of it, such as 2026-11-23 and 08:05");
		return false;
	}
	if (strcmp(input->day, CLOCK_FIRST_DAY) < 0 || strcmp(input->day, CLOCK_LAST_DAY) > 0 ||
		zone_instant(input->day, minute, &wall_ms) < 0) {
		request_refuse(
			request, API_ERROR_BAD_FIELD, "day", "%s cannot be today", input->day);
		return false;
	}
	if (!now.trusted) { /* otherwise the writer rejects it */
		/* The middle of the minute that was read off a watch. */
		clock_set_offset(clock_offset() + wall_ms + HALF_A_MINUTE_MS - now.wall_ms);
	}
	return true;
}

void api_clock(struct request *request)
{
	struct input *input = &request->input;
	bool sets = *input->day || *input->time;

	if (!input->accept && !sets) {
		request_refuse(request, API_ERROR_BAD_FIELD, "accept",
			"say that the clock is right, or what time it is");
		return;
	}
	if (sets && !set_clock(request)) {
		return;
	}
	input->command.kind = COMMAND_CLOCK_ACCEPT;
	input->command.says_time = sets;
	input->command.offset_ms = clock_offset();
	request_command(request, answer_clock);
}
