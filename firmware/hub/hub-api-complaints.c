/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints and suggestions: entered, answered, corrected, withdrawn, and listed. */
#include <errno.h>
#include <string.h>

#include "hub/hub-api.h"

void api_today(char ret[DAY_LENGTH + 1])
{
	struct clock_reading now;
	struct local_time local;

	clock_now(&now);
	zone_local(now.wall_ms, &local);
	memcpy(ret, local.day, DAY_LENGTH + 1);
}

void api_earliest_date(struct request *request, char ret[DAY_LENGTH + 1])
{
	struct clock_reading now;

	clock_now(&now);
	model_earliest_date(request->hub->replica.model, &now, ret);
}

void api_find_today(struct request *request, char ret[DAY_LENGTH + 1])
{
	struct clock_reading now;
	struct local_time local;

	ret[0] = '\0';
	clock_now(&now);
	if (model_clock_is_known(request->hub->replica.model, &now)) {
		zone_local(now.wall_ms, &local);
		memcpy(ret, local.day, DAY_LENGTH + 1);
	}
}

static void put_answer(struct out *out, const char *key, enum complaint_answer answer)
{
	if (answer == COMPLAINT_UNKNOWN) {
		out_key_null(out, key);
	} else {
		out_key_bool(out, key, answer == COMPLAINT_YES);
	}
}

static void put_members(struct out *out, const struct complaint *complaint, const char *today)
{
	enum complaint_state state = complaint_state_of(complaint);

	out_key_int(out, "id", complaint->id);
	out_key_text(out, "state", complaint_state_name(state));
	out_key_text(out, "subject", complaint->subject);
	out_key_text(out, "channel", complaint->channel);
	out_key_word(out, "day", complaint->day);
	out_key_word(out, "due", complaint->due_day);
	put_answer(out, "overdue", complaint_is_overdue(complaint, today));
	out_key_text(out, "about", complaint->about);
	out_key_text(out, "entered_by", complaint->entered_by);
	out_key_word(out, "outcome", complaint->outcome);
	out_key_word(out, "answered", complaint->answered_day);
	out_key_word(out, "answered_by", complaint->answered_by);
	put_answer(out, "in_time",
		*complaint->outcome ? complaint_was_in_time(complaint) : COMPLAINT_UNKNOWN);
	out_key_text(out, "note", complaint->note);
}

static void put_complaint(struct out *out, const struct complaint *complaint, const char *today)
{
	out_open(out, '{');
	put_members(out, complaint, today);
	out_close(out, '}');
}

/* ---- changes ---- */

static void answer_changed(struct request *request)
{
	const struct answer *answer = &request->job.answer;
	struct out *out = &request->out;
	char today[DAY_LENGTH + 1];

	api_find_today(request, today);
	out_open(out, '{');
	out_key_int(out, "seq", answer->seq);
	out_key(out, "complaint");
	put_complaint(out, &answer->complaint, today);
	out_close(out, '}');
	request_answer(request, answer->created ? MHD_HTTP_CREATED : MHD_HTTP_OK);
}

void api_complaint_enter(struct request *request)
{
	struct command *command = &request->input.command;

	command->kind = COMMAND_COMPLAINT_ENTER;
	if (!*command->complaint.about) {
		request_refuse(request, API_ERROR_BAD_FIELD, "about", "about is empty");
		return;
	}
	request_command(request, answer_changed);
}

static bool parse_id(struct request *request, int64_t *ret)
{
	if (text_parse_int(request->parameter, 1, INT64_MAX, ret) < 0) {
		request_refuse(
			request, API_ERROR_NOT_FOUND, "id", "there is no complaint with this id");
		return false;
	}
	return true;
}

void api_complaint_change(struct request *request)
{
	struct command *command = &request->input.command;

	command->kind = request->route->command;
	if (parse_id(request, &command->entry)) {
		request_command(request, answer_changed);
	}
}

/* ---- one with its history ---- */

static int put_version(const struct complaint *complaint, void *userdata)
{
	struct request *request = userdata;
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_int(out, "seq", complaint->seq);
	out_key_time(out, "at", complaint->wall_ms);
	out_key_text(out, "by", complaint->actor);
	out_key_text(out, "action", complaint->action);
	put_members(out, complaint, request->input.day);
	out_close(out, '}');
	return 0;
}

static int read_one(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct out *out = &request->out;
	struct complaint complaint;
	int64_t id = request->input.command.entry;
	int r = store_find_complaint(store, id, &complaint);

	request->input.has_after = r == 0; /* it was found */
	if (r < 0) {
		return r == -ENOENT ? 0 : r;
	}
	out_open(out, '{');
	out_key(out, "complaint");
	put_complaint(out, &complaint, request->input.day);
	out_key_open(out, "history", '[');
	r = store_complaint_versions(store, id, put_version, request);
	out_close(out, ']');
	out_close(out, '}');
	return r;
}

static void answer_one(struct request *request)
{
	if (!request->input.has_after) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id",
			"there is no complaint with id %lld",
			(long long)request->input.command.entry);
		return;
	}
	request_answer(request, MHD_HTTP_OK);
}

void api_complaint(struct request *request)
{
	api_find_today(request, request->input.day);
	if (parse_id(request, &request->input.command.entry)) {
		request_work(request, read_one, answer_one);
	}
}

/* ---- a list ---- */

struct listing {
	struct request *request;
	int64_t after; /* the page begins behind this one; 0: at the beginning */
	bool begun;
	int left; /* places on this page */
	bool more;
	int64_t open;
	int64_t overdue;
};

static bool is_wanted(const struct input *input, const struct complaint *complaint)
{
	if (input->has_state && (int)complaint_state_of(complaint) != input->state) {
		return false;
	}
	if (input->overdue && complaint_is_overdue(complaint, input->day) != COMPLAINT_YES) {
		return false;
	}
	if (*input->from && (!*complaint->day || strcmp(complaint->day, input->from) < 0)) {
		return false;
	}
	if (*input->to && (!*complaint->day || strcmp(complaint->day, input->to) > 0)) {
		return false;
	}
	return !*input->command.complaint.subject ||
		strcmp(complaint->subject, input->command.complaint.subject) == 0;
}

static int list_one(const struct complaint *complaint, void *userdata)
{
	struct listing *listing = userdata;
	struct input *input = &listing->request->input;

	listing->open += complaint_state_of(complaint) == COMPLAINT_OPEN;
	listing->overdue += complaint_is_overdue(complaint, input->day) == COMPLAINT_YES;
	if (!listing->begun) {
		listing->begun = complaint->id == listing->after;
		return 0;
	}
	if (listing->more || !is_wanted(input, complaint)) {
		return 0;
	}
	if (listing->left == 0) {
		listing->more = true;
		return 0;
	}
	listing->left--;
	input->after = complaint->id;
	put_complaint(&listing->request->out, complaint, input->day);
	return 0;
}

static int list(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct out *out = &request->out;
	struct input *input = &request->input;
	bool open = input->overdue || (input->has_state && input->state == COMPLAINT_OPEN);
	struct listing listing = {.request = request,
		.after = input->after,
		.begun = input->after == 0,
		.left = input->limit};
	int r;

	out_open(out, '{');
	out_key_open(out, "complaints", '[');
	r = store_complaints(
		store, open ? COMPLAINTS_DUE_FIRST : COMPLAINTS_NEWEST_FIRST, list_one, &listing);
	if (r < 0) {
		return r;
	}
	input->has_after = listing.begun;
	out_close(out, ']');
	out_key(out, "next");
	if (listing.more) {
		out_int(out, request->input.after);
	} else {
		out_null(out);
	}
	out_key_int(out, "open", listing.open);
	out_key_word(out, "today", request->input.day);
	if (*request->input.day) {
		out_key_int(out, "overdue", listing.overdue);
	} else {
		out_key_null(out, "overdue");
	}
	out_close(out, '}');
	return 0;
}

static void answer_listed(struct request *request)
{
	if (!request->input.has_after) {
		request_refuse(
			request, API_ERROR_BAD_FIELD, "after", "after is the id of no complaint");
		return;
	}
	request_answer(request, MHD_HTTP_OK);
}

void api_complaints(struct request *request)
{
	struct input *input = &request->input;

	if (*input->from && *input->to && strcmp(input->from, input->to) > 0) {
		request_refuse(request, API_ERROR_BAD_FIELD, "from", "from is later than to");
		return;
	}
	if (input->limit == 0) {
		input->limit = LIMIT_PAGE;
	}
	api_find_today(request, input->day);
	request_work(request, list, answer_listed);
}
