/* SPDX-License-Identifier: Apache-2.0 */
/* How everything is, and the devices' own reports. */
#include <string.h>

#include "base/log.h"
#include "base/version.h"
#include "hub/hub-api.h"
#include "hub/hub-buckets.h"
#include "hub/hub-health.h"
#include "hub/hub-integrity.h"
#include "hub/hub-json.h"
#include "hub/hub-nightly.h"
#include "hub/hub-stream.h"
#include "hub/hub-tidy.h"
#include "queue/late-slips.h"

static void put_backup(const struct hub *hub, struct out *out)
{
	struct nightly_state state;

	nightly_get_state(hub->nightly, &state);
	out_key_open(out, "backup", '{');
	out_key_text(out, "state", state.word);
	out_key_word(out, "day", state.day);
	out_key_int(out, "kept", state.n);
	out_key_int(out, "days_behind", state.days_behind);
	out_key_int(out, "archives_missing", state.archives_missing);
	if (state.age_h >= 0) {
		out_key_int(out, "age_h", state.age_h);
	}
	out_close(out, '}');
}

static void put_integrity(const struct hub *hub, struct out *out)
{
	struct integrity_state state;

	integrity_get_state(hub->integrity, &state);
	out_key_open(out, "integrity", '{');
	out_key_text(out, "state", state.word);
	if (state.checked_wall_ms > 0) {
		out_key_time(out, "checked", state.checked_wall_ms);
		out_key_int(out, "age_s", state.age_s);
	}
	out_close(out, '}');
}

static void put_files(const struct hub *hub, struct out *out)
{
	struct tidy_state state;

	tidy_get_state(hub->tidy, &state);
	out_key_open(out, "files", '{');
	out_key_text(out, "state", state.word);
	out_key_int(out, "copies", state.copies);
	out_key_int(out, "copy_bytes", state.copy_bytes);
	out_close(out, '}');
}

static void put_hub(struct request *request, const struct clock_reading *now,
	const struct writer_state *writer, const struct health_figures *figures)
{
	const struct hub *hub = request->hub;
	struct out *out = &request->out;

	out_key_open(out, "hub", '{');
	out_key_text(out, "version", LAYSO_VERSION);
	out_key_int(out, "seq", model_seq(hub->replica.model));
	out_key_int(out, "uptime_s", (now->boot_ms - hub->started.boot_ms) / 1000);
	out_key_text(out, "clock", hub_json_clock(hub->replica.model, now));
	out_key_text(out, "storage", writer_storage_word(writer));
	out_key_int(out, "commit_us", writer->commit_us);
	out_key_int(out, "silent_ms", writer->silent_ms);
	out_key_int(out, "database_bytes", figures->database_bytes);
	out_key_int(out, "disk_free_bytes", figures->disk_free_bytes);
	out_key_text(out, "disk", figures->disk_nearly_full ? "nearly_full" : "ok");
	out_key_int(out, "streams", streams_count(hub->streams));
	put_backup(hub, out);
	put_integrity(hub, out);
	put_files(hub, out);
	out_close(out, '}');
}

/* What becomes of the slips that a kiosk's printer could not print. */
static void put_slips(struct out *out, const struct model *model, const struct clock_reading *now,
	const struct device *device)
{
	const char *part = strchr(device->name, '/');
	char kiosk[LIMIT_ID + 1];
	int n[LATE_SLIPS];

	if (!part || strcmp(part, "/printer") != 0) {
		return;
	}
	text_copy_cut(kiosk, sizeof(kiosk), device->name);
	kiosk[part - device->name] = '\0';
	late_slips_count(model, kiosk, now, n);
	out_key_open(out, "slips", '{');
	out_key_int(out, late_slip_name(LATE_SLIP_LATER), n[LATE_SLIP_LATER]);
	out_key_int(out, late_slip_name(LATE_SLIP_LOST), n[LATE_SLIP_LOST]);
	out_close(out, '}');
}

/* What people call it, or the device whose part it is. */
static void put_label(struct out *out, const struct model *model, const struct device *device)
{
	const json_t *name = site_device_name(model_site(model), device->name);
	_cleanup_free_ char *text = name ? json_dumps(name, JSON_COMPACT) : NULL;

	out_key(out, "label");
	if (text) {
		out_json(out, text);
	} else {
		out_null(out);
	}
}

static void put_device(struct out *out, const struct model *model, const struct clock_reading *now,
	const struct device *device)
{
	out_open(out, '{');
	out_key_text(out, "name", device->name);
	out_key_text(out, "state", device->state);
	out_key_time(out, "since", model_wall_ms(model, &device->since, now));
	out_key_text(out, "fault", device->fault);
	out_key_text(out, "note", device->note);
	put_label(out, model, device);
	put_slips(out, model, now, device);
	out_close(out, '}');
}

static bool in_trouble(const struct device *device)
{
	return *device->fault && strcmp(device->fault, log_fault_name(FAULT_NONE)) != 0;
}

void api_health(struct request *request)
{
	const struct model *model = request->hub->replica.model;
	struct out *out = &request->out;
	const struct device *device;
	struct health_figures figures;
	struct writer_state writer;
	struct clock_reading now;
	bool trouble;

	clock_now(&now);
	health_measure(request->hub, &figures);
	writer_get_state(request->hub->writer, &writer);
	trouble = strcmp(writer_storage_word(&writer), "ok") != 0 || figures.disk_nearly_full ||
		!model_clock_is_known(model, &now);
	for (int i = 0; (device = model_device_at(model, i)); i++) {
		trouble = trouble || in_trouble(device);
	}
	out_open(out, '{');
	out_key_text(out, "status", trouble ? "trouble" : "ok");
	put_hub(request, &now, &writer, &figures);
	out_key_open(out, "devices", '[');
	for (int i = 0; (device = model_device_at(model, i)); i++) {
		put_device(out, model, &now, device);
	}
	out_close(out, ']');
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void answer_device(struct request *request)
{
	const struct model *model = request->hub->replica.model;
	const struct device *device = model_find_device(model, request->input.command.device);
	struct clock_reading now;

	clock_now(&now);
	if (device) {
		put_device(&request->out, model, &now, device);
	} else {
		out_open(&request->out, '{');
		out_close(&request->out, '}');
	}
	request_answer(request, MHD_HTTP_OK);
}

static bool is_known(const struct request *request)
{
	const struct command *command = &request->input.command;
	const struct device *known =
		model_find_device(request->hub->replica.model, command->device);

	return known && strcmp(known->state, command->device_state) == 0 &&
		strcmp(known->fault, command->fault) == 0 &&
		strcmp(known->note, command->note) == 0;
}

void api_health_post(struct request *request)
{
	struct input *input = &request->input;
	struct command *command = &input->command;
	bool ok = strcmp(command->device_state, "ok") == 0;
	_cleanup_free_ char *name = text_printf("%s/%s", request->caller.name, input->name);

	if (strcmp(request->caller.name, HUB_DEVICE) == 0) {
		request_refuse(
			request, API_ERROR_FORBIDDEN, "name", "'" HUB_DEVICE "' is the hub itself");
		return;
	}
	if (text_copy(command->device, sizeof(command->device), name) < 0) {
		request_refuse(request, API_ERROR_BAD_FIELD, "name", "'%s' has more than %d bytes",
			name, LIMIT_ID);
		return;
	}
	if (!input->has_fault) {
		input->fault = ok ? FAULT_NONE : FAULT_DEVICE;
	}
	text_copy_cut(command->fault, sizeof(command->fault),
		log_fault_name((enum log_fault)input->fault));
	command->kind = COMMAND_DEVICE;
	if (is_known(request)) {
		answer_device(request);
		return;
	}
	/* Each change is an event, and the log is for ever. */
	request->retry_after_s = buckets_take(request->hub->report_buckets, &request->caller,
		request->peer, LIMIT_REPORTS_MINUTE, clock_mono_ms());
	if (request->retry_after_s > 0) {
		request_refuse(request, API_ERROR_TOO_MANY, NULL,
			"%s reports too often; the next in %d seconds", request->caller.name,
			request->retry_after_s);
		return;
	}
	request_command(request, answer_device);
}

static void answer_acknowledged(struct request *request)
{
	out_open(&request->out, '{');
	out_key_int(&request->out, "seq", request->job.answer.seq);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_health_acknowledge(struct request *request)
{
	request->input.command.kind = COMMAND_ACKNOWLEDGE;
	request_command(request, answer_acknowledged);
}

static void answer_removed(struct request *request)
{
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

void api_device_remove(struct request *request)
{
	struct command *command = &request->input.command;

	if (!text_is_id(request->parameter, LIMIT_ID)) {
		request_refuse(request, API_ERROR_NOT_FOUND, "name", "there is no such device");
		return;
	}
	if (health_is_here(request->hub->health, request->parameter)) {
		request_refuse(request, API_ERROR_EXISTS, "name",
			"'%s' is connected, and would report again", request->parameter);
		return;
	}
	command->kind = COMMAND_DEVICE_REMOVE;
	text_copy_cut(command->device, sizeof(command->device), request->parameter);
	request_command(request, answer_removed);
}
