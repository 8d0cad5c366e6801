/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-hub.h"

#include <string.h>

#include "base/text.h"
#include "client/mirror.h"

struct sim_hub {
	struct mirror *mirror;
	void (*changed)(void *userdata);
	void *userdata;
	struct site *site; /* NULL not known */
	json_t *issued; /* since this program started */
	json_t *called;
};

static void on_site(struct site *site, void *userdata)
{
	struct sim_hub *hub = userdata;

	site_free(hub->site);
	hub->site = site;
	hub->changed(hub->userdata);
}

/* Nothing here depends on the state, or on missed events. */
static int on_state(const json_t *state, void *userdata)
{
	(void)state;
	(void)userdata;
	return 0;
}

static void on_current(void *userdata)
{
	(void)userdata;
}

static void replace(json_t **place, json_t *value)
{
	json_decref(*place);
	*place = value;
}

static bool on_event(const char *kind, const json_t *event, void *userdata)
{
	struct sim_hub *hub = userdata;
	json_t *number = json_object_get(event, "number");

	if (strcmp(kind, "issue") == 0 && number) {
		replace(&hub->issued, json_incref(number));
		hub->changed(hub->userdata);
	} else if ((strcmp(kind, "call") == 0 || strcmp(kind, "recall") == 0) && number) {
		replace(&hub->called,
			json_pack("{s:O, s:O*}", "number", number, "counter",
				json_object_get(event, "counter")));
		hub->changed(hub->userdata);
	}
	return false;
}

static void on_link(enum mirror_link link, void *userdata)
{
	struct sim_hub *hub = userdata;

	(void)link;
	hub->changed(hub->userdata);
}

static void on_anew(bool other, void *userdata)
{
	(void)other;
	(void)userdata;
}

int sim_hub_open(sd_event *event, const char *address, void (*changed)(void *userdata),
	void *userdata, struct sim_hub **ret)
{
	static const struct mirror_calls calls = {
		.site = on_site,
		.state = on_state,
		.current = on_current,
		.event = on_event,
		.link = on_link,
		.anew = on_anew,
	};
	_cleanup_(sim_hub_closep) struct sim_hub *hub = memory_new(1, sizeof(*hub));
	int r;

	hub->changed = changed;
	hub->userdata = userdata;
	r = mirror_new(event, "simulator", "viewer", &calls, hub, &hub->mirror);
	if (r == 0) {
		r = mirror_connect(hub->mirror, address, NULL);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(hub);
	return 0;
}

void sim_hub_close(struct sim_hub *hub)
{
	if (hub) {
		mirror_free(hub->mirror);
		site_free(hub->site);
		json_decref(hub->issued);
		json_decref(hub->called);
		free(hub);
	}
}

json_t *sim_hub_state(const struct sim_hub *hub)
{
	json_t *names = json_object();

	for (int i = 0; hub && hub->site && i < hub->site->n_services; i++) {
		const struct site_service *service = &hub->site->services[i];
		json_t *name = json_object();

		for (int j = 0; j < service->name.n; j++) {
			(void)json_object_set_new(name, service->name.language[j],
				json_string(service->name.text[j]));
		}
		(void)json_object_set_new(names, service->id, name);
	}
	return json_pack("{s:b, s:O?, s:o, s:O?, s:O?}", "connected",
		hub && mirror_link(hub->mirror) == MIRROR_FOLLOWS, "centre",
		hub && hub->site ? json_object_get(hub->site->json, "name") : NULL, "services",
		names, "issued", hub ? hub->issued : NULL, "called", hub ? hub->called : NULL);
}
