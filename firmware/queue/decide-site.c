/* SPDX-License-Identifier: Apache-2.0 */
/* The site data and devices. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "queue/decide.h"

/* New site data must not remove what the current day still needs. */
static bool check_still_used(struct decision *decision, const struct site *site)
{
	const struct model *model = decision->model;
	const struct counter *counter;
	const struct ticket *ticket;

	for (int i = 0; (counter = model_counter_at(model, i)); i++) {
		if (counter->state == COUNTER_OFF) {
			continue;
		}
		if (!site_find_counter(site, counter->number)) {
			(void)decide_refuse(decision, ERROR_BUSY, "counters",
				"counter %d is open; close it before it is removed",
				counter->number);
			return false;
		}
		for (int j = 0; j < counter->n_services; j++) {
			if (!site_find_service(site, counter->services[j])) {
				(void)decide_refuse(decision, ERROR_BUSY, "services",
					"counter %d serves '%s' now", counter->number,
					counter->services[j]);
				return false;
			}
		}
	}
	for (int i = 0; (ticket = model_ticket_at(model, i)); i++) {
		if (!ticket_state_is_final(ticket->state) &&
			!site_find_service(site, ticket->service)) {
			(void)decide_refuse(decision, ERROR_BUSY, "services",
				"ticket %s is still for service '%s'", ticket->text,
				ticket->service);
			return false;
		}
	}
	return true;
}

/* Stores site data. The evaluation's figures, which a former version kept in it, are events of
 * their own. */
static int emit_site(struct decision *decision, json_t *json)
{
	struct event event = {.kind = EVENT_SITE, .site = json_incref(json)};
	json_t *former = json_incref(json_object_get(json, SITE_FORMER_EVALUATIONS));
	int r;

	if (former) {
		json_decref(event.site);
		event.site = json_copy(json);
		(void)json_object_del(event.site, SITE_FORMER_EVALUATIONS);
	}
	r = decide_emit(decision, &event);
	event_done(&event);
	if (r == 0) {
		r = decide_former_evaluations(decision, former);
	}
	json_decref(former);
	return r;
}

int decide_former_site(struct decision *decision)
{
	const struct site *site = model_site(decision->model);

	return site && json_object_get(site->json, SITE_FORMER_EVALUATIONS)
		? emit_site(decision, site->json)
		: 0;
}

int decide_site(struct decision *decision)
{
	_cleanup_(site_freep) struct site *site = NULL;
	json_t *faults = NULL;
	int r;

	if (!decision->command->site || site_parse(decision->command->site, &site, &faults) < 0) {
		const json_t *first = json_array_get(faults, 0);
		const char *path = json_string_value(json_object_get(first, "path"));
		const char *message = json_string_value(json_object_get(first, "message"));

		r = decide_refuse(decision, ERROR_BAD_FIELD, path ? path : "", "%s %s",
			path ? path : "the site", message ? message : "is missing");
		json_decref(faults);
		return r;
	}
	if (decision->command->site_seq &&
		decision->command->site_seq != model_site_seq(decision->model)) {
		return decide_refuse(decision, ERROR_CHANGED, "",
			"the site data have been changed meanwhile (event %lld)",
			(long long)model_site_seq(decision->model));
	}
	if (!check_still_used(decision, site) || decision->command->only_check) {
		return 0;
	}
	r = emit_site(decision, decision->command->site);
	/* The new hours may open or close the day at once. */
	return r < 0 ? r : decide_day(decision);
}

/* The site with the clip of the command, or without it. */
static json_t *site_with_clip(const struct site *site, const struct command *command)
{
	json_t *json = json_copy(site->json);
	json_t *voice = json_deep_copy(json_object_get(json, "voice"));
	json_t *clips;

	voice = voice ? voice : json_object();
	clips = json_object_get(voice, command->language);
	if (!clips) {
		clips = json_object();
		(void)json_object_set_new(voice, command->language, clips);
	}
	if (command->clip_row) {
		(void)json_object_set_new(clips, command->clip, json_string(command->clip_row->id));
	} else {
		(void)json_object_del(clips, command->clip);
	}
	if (json_object_size(clips) == 0) {
		(void)json_object_del(voice, command->language);
	}
	if (json_object_size(voice) > 0) {
		(void)json_object_set_new(json, "voice", voice);
	} else {
		(void)json_object_del(json, "voice");
		json_decref(voice);
	}
	return json;
}

int decide_clip(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct site *site = model_site(decision->model);
	struct command changed = *command;
	int r;

	if (!site) {
		return decide_refuse(decision, ERROR_NO_SITE, "", "the hub has no site data yet");
	}
	if (!command->clip_row && !*site_clip(site, command->language, command->clip)) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "id",
			"the centre has no clip '%s' of its own", command->clip);
	}
	changed.site = site_with_clip(site, command);
	changed.site_seq = 0;
	changed.only_check = false;
	decision->command = &changed;
	r = decide_site(decision);
	decision->command = command;
	json_decref(changed.site);
	return r;
}

/* Whether the table of devices is full. The hub's own parts always fit, and a device with ever new
 * parts takes no room from the others. */
static bool has_no_room(const struct model *model, const char *name)
{
	const struct device *other;
	const size_t root = strcspn(name, "/");
	int devices = 0;
	int parts = 0;

	for (int i = 0; (other = model_device_at(model, i)); i++) {
		devices += !model_is_of_device(other->name, HUB_DEVICE);
		parts += name[root] == '/' && strncmp(other->name, name, root + 1) == 0;
	}
	return !model_is_of_device(name, HUB_DEVICE) &&
		(devices >= LIMIT_DEVICES || parts >= LIMIT_DEVICE_PARTS);
}

int decide_device(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct device *device = model_find_device(decision->model, command->device);
	struct event event = {.kind = EVENT_DEVICE};

	if (!text_is_id(command->device, LIMIT_ID) && !strchr(command->device, '/')) {
		return decide_refuse(decision, ERROR_BAD_FIELD, "name", "the device needs a name");
	}
	if (device && strcmp(device->state, command->device_state) == 0 &&
		strcmp(device->fault, command->fault) == 0 &&
		strcmp(device->note, command->note) == 0) {
		return 0;
	}
	if (!device && has_no_room(decision->model, command->device)) {
		return decide_refuse(decision, ERROR_LIMIT, "name",
			"more than %d devices, or %d parts of one, report their health",
			LIMIT_DEVICES, LIMIT_DEVICE_PARTS);
	}
	memcpy(event.device, command->device, sizeof(event.device));
	memcpy(event.device_state, command->device_state, sizeof(event.device_state));
	memcpy(event.fault, command->fault, sizeof(event.fault));
	memcpy(event.note, command->note, sizeof(event.note));
	return decide_emit(decision, &event);
}

int decide_forget_device(struct decision *decision, const char *name)
{
	struct event event = {.kind = EVENT_DEVICE_REMOVE};
	const struct device *device;

	for (int i = 0; (device = model_device_at(decision->model, i)); i++) {
		if (model_is_of_device(device->name, name)) {
			text_copy_cut(event.device, sizeof(event.device), name);
			return decide_emit(decision, &event);
		}
	}
	return -ENOENT;
}

int decide_device_remove(struct decision *decision)
{
	const char *name = decision->command->device;
	int r = strcmp(name, HUB_DEVICE) == 0 ? -ENOENT : decide_forget_device(decision, name);

	return r == -ENOENT ? decide_refuse(decision, ERROR_NOT_FOUND, "name",
				      "no device named '%s' has reported", name)
			    : r;
}

int decide_acknowledge(struct decision *decision)
{
	const struct device *database = model_find_device(decision->model, HUB_DATABASE);
	struct event event = {.kind = EVENT_ACKNOWLEDGE};

	if (!database || strcmp(database->state, HUB_REBUILT) != 0) {
		return 0; /* somebody else has acknowledged it already */
	}
	memcpy(event.device, database->name, sizeof(event.device));
	memcpy(event.device_state, database->state, sizeof(event.device_state));
	return decide_emit(decision, &event);
}
