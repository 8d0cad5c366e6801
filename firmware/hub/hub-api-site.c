/* SPDX-License-Identifier: Apache-2.0 */
/* The state, the site data, the service day, the clock. */
#include <string.h>

#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-json.h"
#include "hub/hub-snapshot.h"

static bool may_serve(const struct request *request)
{
	return MAY_SERVE & 1 << request->caller.role;
}

void api_state(struct request *request)
{
	bool full = may_serve(request);
	struct view view = {
		.replica = &request->hub->replica,
		.secret = full ? request->hub->secret : NULL,
	};

	clock_now(&view.now);
	request_answer_with(
		request, snapshot_state(request->hub->snapshot, &view, full), MHD_HTTP_OK, true);
}

/* The site as given; the names of staff are for staff. */
void api_site(struct request *request)
{
	const struct model *model = request->hub->replica.model;
	const struct site *site = model_site(model);
	struct out *out = &request->out;
	_cleanup_free_ char *text = NULL;
	json_t *shown;

	if (!site) {
		request_refuse(request, REFUSAL_NOT_FOUND, NULL, "the hub has no site data yet");
		return;
	}
	shown = json_copy(site->json);
	if (!may_serve(request)) {
		(void)json_object_set_new(shown, "staff", json_array());
	}
	text = json_dumps(shown, JSON_COMPACT);
	json_decref(shown);
	if (!text) {
		log_out_of_memory();
	}
	out_open(out, '{');
	out_key_int(out, "seq", model_site_seq(model));
	out_key(out, "site");
	out_json(out, text);
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void answer_seq(struct request *request)
{
	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* A wrong site is refused as a whole, with every fault. */
static void refuse_site(struct request *request, json_t *faults)
{
	const json_t *first = json_array_get(faults, 0);
	const char *path = json_string_value(json_object_get(first, "path"));
	const char *message = json_string_value(json_object_get(first, "message"));
	_cleanup_free_ char *list = json_dumps(faults, JSON_COMPACT);
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_text(out, "error", refusal_name(REFUSAL_BAD_SITE));
	out_key_text(out, "message", message ? message : "the site data are wrong");
	out_key_word(out, "field", path ? path : "");
	out_key(out, "faults");
	out_json(out, list ? list : "[]");
	out_close(out, '}');
	request_answer(request, refusal_status(REFUSAL_BAD_SITE));
}

void api_site_put(struct request *request)
{
	_cleanup_(site_freep) struct site *site = NULL;
	json_t *faults = NULL;

	if (site_parse(request->json, &site, &faults) < 0) {
		refuse_site(request, faults);
		json_decref(faults);
		return;
	}
	json_decref(faults);
	request->input.command.kind = COMMAND_SITE;
	request->input.command.site = json_incref(request->json);
	request_command(request, answer_seq);
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

static void answer_clock(struct request *request)
{
	struct moment now;

	clock_now(&now);
	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	out_key_text(&request->out, "clock", hub_json_clock(request->hub->replica.model, &now));
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_clock(struct request *request)
{
	if (!request->input.accept) {
		request_refuse(
			request, REFUSAL_BAD_FIELD, "accept", "only true can be said of the clock");
		return;
	}
	request->input.command.kind = COMMAND_CLOCK_ACCEPT;
	request_command(request, answer_clock);
}
