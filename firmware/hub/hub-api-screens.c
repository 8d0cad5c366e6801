/* SPDX-License-Identifier: Apache-2.0 */
/* What the screens show now: devices send pictures while somebody looks (hub-screens.h). */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "hub/hub-api.h"
#include "hub/hub-buckets.h"
#include "hub/hub-health.h"
#include "hub/hub-screens.h"
#include "hub/hub-stream.h"

/* Whether a device is a television's browser, which sends no picture. */
static bool is_browser(const struct hub *hub, const char *name)
{
	enum role role;

	return auth_find_role(&hub->auth, name, &role) == 0 && role == ROLE_SCREEN;
}

/* The report of a device about its screen; NULL: it has none. */
static const struct device *screen_of(const struct hub *hub, const char *name)
{
	_cleanup_free_ char *part = text_printf("%s/screen", name);

	return model_find_device(hub->replica.model, part);
}

/* A device that is here is told that somebody looks, unless it was told lately. */
static struct screen_entry *look(struct hub *hub, const char *name, int64_t now_ms)
{
	struct screen_entry *entry = health_is_here(hub->health, name)
		? screens_look(hub->screens, name, now_ms)
		: screens_find(hub->screens, name);

	if (entry && screens_must_tell(entry, now_ms) &&
		streams_tell(hub->streams, name,
			entry->png ? "event: look\ndata: {\"seen\":true}\n\n"
				   : "event: look\ndata: {\"seen\":false}\n\n")) {
		entry->told_ms = now_ms;
	}
	return entry;
}

static void put_entry(struct out *out, const struct screen_entry *entry, int64_t now_ms)
{
	bool has = entry && entry->png;

	out_key(out, "number");
	if (has) {
		out_int(out, entry->number);
	} else {
		out_null(out);
	}
	out_key(out, "age_ms");
	if (has) {
		out_int(out, now_ms - entry->came_ms);
	} else {
		out_null(out);
	}
}

static void put_screen(struct request *request, const char *name, int64_t now_ms)
{
	struct hub *hub = request->hub;
	const struct device *screen = screen_of(hub, name);
	struct out *out = &request->out;

	if (!screen && !is_browser(hub, name)) {
		return;
	}
	out_open(out, '{');
	out_key_text(out, "name", name);
	out_key_text(out, "kind", screen ? "display" : "browser");
	out_key_bool(out, "here", health_is_here(hub->health, name));
	out_key_text(out, "state", screen ? screen->state : "ok");
	put_entry(out, screen ? look(hub, name, now_ms) : NULL, now_ms);
	out_close(out, '}');
}

/* False: too many looks, and refused. */
static bool may_look(struct request *request, int64_t now_ms)
{
	request->retry_after_s = buckets_take(request->hub->look_buckets, &request->caller,
		request->peer, LIMIT_LOOKS_MINUTE, now_ms);
	if (request->retry_after_s > 0) {
		request_refuse(request, API_ERROR_TOO_MANY, NULL,
			"%s looks too often; the next time in %d seconds", request->caller.name,
			request->retry_after_s);
	}
	return request->retry_after_s == 0;
}

void api_screens(struct request *request)
{
	const struct model *model = request->hub->replica.model;
	int64_t now_ms = clock_mono_ms();
	const struct device *device;

	if (!may_look(request, now_ms)) {
		return;
	}
	out_open(&request->out, '{');
	out_key_open(&request->out, "screens", '[');
	for (int i = 0; (device = model_device_at(model, i)); i++) {
		if (!strchr(device->name, '/')) {
			put_screen(request, device->name, now_ms);
		}
	}
	out_close(&request->out, ']');
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_screen(struct request *request)
{
	const char *name = request->parameter;
	const struct screen_entry *entry;
	int64_t now_ms = clock_mono_ms();

	if (!may_look(request, now_ms)) {
		return;
	}
	if (!text_is_id(name, LIMIT_ID) || !screen_of(request->hub, name)) {
		request_refuse(request, API_ERROR_NOT_FOUND, "name",
			"there is no such device with a screen");
		return;
	}
	entry = look(request->hub, name, now_ms);
	out_open(&request->out, '{');
	put_entry(&request->out, entry, now_ms);
	out_key(&request->out, "png");
	if (entry && entry->png) {
		out_text(&request->out, entry->png);
		request->etag = entry->number;
	} else {
		out_null(&request->out);
	}
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void refuse_unseen(struct request *request)
{
	struct answer answer = {.error = ERROR_NOT_ALLOWED};

	text_copy_cut(answer.message, sizeof(answer.message), "nobody looks at this screen");
	api_error_from_answer(&request->api_error, &answer);
	request_answer_refusal(request);
}

void api_screen_put(struct request *request)
{
	json_t *png = json_object_get(request->json, "png");
	int r;

	if (!json_is_string(png) || json_object_size(request->json) != 1 ||
		!api_is_picture(json_string_value(png), LIMIT_SCREEN_PIXELS, LIMIT_SCREEN_PIXELS)) {
		request_refuse(request, API_ERROR_BAD_FIELD, "png",
			"png is a PNG picture of at most %d pixels a side in base64, and all that "
			"can be said",
			LIMIT_SCREEN_PIXELS);
		return;
	}
	r = screens_put(request->hub->screens, request->caller.name, json_string_value(png),
		clock_mono_ms());
	if (r == -EAGAIN) {
		request->retry_after_s = 1;
		request_refuse(request, API_ERROR_TOO_MANY, NULL,
			"%s has just sent a picture; the next in a second", request->caller.name);
	} else if (r < 0) {
		refuse_unseen(request);
	} else {
		request_answer(request, MHD_HTTP_NO_CONTENT);
	}
}
