/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-hub.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "client/client.h"

struct sim_hub {
	struct client *client;
	struct client_request *request; /* for the site, under way */
	void (*changed)(void *userdata);
	void *userdata;
	bool connected;
	json_t *centre;
	json_t *services; /* id → names */
	json_t *issued; /* since this program runs */
	json_t *called;
};

static void replace(json_t **place, json_t *value)
{
	json_decref(*place);
	*place = value;
}

static void on_site(int status, json_t *body, void *userdata)
{
	struct sim_hub *hub = userdata;
	json_t *site = status == 200 ? json_object_get(body, "site") : NULL;
	json_t *names = json_object();
	json_t *service;
	size_t i;

	hub->request = NULL;
	if (!site) {
		json_decref(names);
		return;
	}
	json_array_foreach (json_object_get(site, "services"), i, service) {
		const char *id = json_string_value(json_object_get(service, "id"));

		if (id) {
			(void)json_object_set(names, id, json_object_get(service, "name"));
		}
	}
	replace(&hub->services, names);
	replace(&hub->centre, json_incref(json_object_get(site, "name")));
	hub->changed(hub->userdata);
}

static void fetch_site(struct sim_hub *hub)
{
	client_cancel(hub->request);
	hub->request = NULL;
	if (client_send(hub->client, "GET", "/api/v1/site", NULL, 0, on_site, hub, &hub->request) <
		0) {
		hub->request = NULL;
	}
}

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct sim_hub *hub = userdata;
	json_t *number = json_object_get(data, "number");

	(void)seq;
	if (strcmp(kind, "site") == 0) {
		fetch_site(hub);
	} else if (strcmp(kind, "issue") == 0 && number) {
		replace(&hub->issued, json_incref(number));
		hub->changed(hub->userdata);
	} else if ((strcmp(kind, "call") == 0 || strcmp(kind, "recall") == 0) && number) {
		replace(&hub->called,
			json_pack("{s:O, s:O*}", "number", number, "counter",
				json_object_get(data, "counter")));
		hub->changed(hub->userdata);
	}
}

static void on_link(bool connected, void *userdata)
{
	struct sim_hub *hub = userdata;

	hub->connected = connected;
	if (connected) {
		fetch_site(hub);
	}
	hub->changed(hub->userdata);
}

static void on_restart(void *userdata);

static const struct client_follow follow = {on_event, on_link, on_restart};

/* Nothing here depends on what was missed. */
static void on_restart(void *userdata)
{
	struct sim_hub *hub = userdata;

	if (client_follow_from(hub->client, -1, &follow, hub) < 0) {
		log_warning(FAULT_OURS, "the hub's events cannot be followed");
	}
}

int sim_hub_open(sd_event *event, const char *address, void (*changed)(void *userdata),
	void *userdata, struct sim_hub **ret)
{
	_cleanup_(sim_hub_closep) struct sim_hub *hub = memory_new(1, sizeof(*hub));
	int r;

	hub->changed = changed;
	hub->userdata = userdata;
	r = client_new(event, address, NULL, &hub->client);
	if (r == 0) {
		r = client_name(hub->client, "simulator", "viewer");
	}
	if (r == 0) {
		r = client_follow_from(hub->client, -1, &follow, hub);
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
		client_free(hub->client);
		json_decref(hub->centre);
		json_decref(hub->services);
		json_decref(hub->issued);
		json_decref(hub->called);
		free(hub);
	}
}

json_t *sim_hub_state(const struct sim_hub *hub)
{
	return json_pack("{s:b, s:O?, s:O?, s:O?, s:O?}", "connected", hub && hub->connected,
		"centre", hub ? hub->centre : NULL, "services", hub ? hub->services : NULL,
		"issued", hub ? hub->issued : NULL, "called", hub ? hub->called : NULL);
}
