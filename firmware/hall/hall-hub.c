/* SPDX-License-Identifier: Apache-2.0 */
#include "hall/hall-hub.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "client/mirror.h"

struct hall_hub {
	struct calls *calls;
	void (*changed)(void *userdata);
	void *userdata;
	struct mirror *mirror;
	bool shown; /* there is a display */
	int reported; /* what was last reported to the hub; −1 nothing yet */
};

static void on_reported(int status, json_t *body, void *userdata)
{
	struct hall_hub *hub = userdata;

	(void)body;
	if (status < 200 || status > 299) {
		hub->reported = -1; /* again after the next connection */
	}
}

/* Tells the hub, for whoever repairs, whether there is a display. */
static void report(struct hall_hub *hub)
{
	json_t *body;
	int r;

	if (mirror_link(hub->mirror) == MIRROR_AWAY || hub->reported == (int)hub->shown) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", "screen", "state",
		hub->shown ? "ok" : "no_display", "fault",
		log_fault_name(hub->shown ? FAULT_NONE : FAULT_DEVICE), "note", "");
	r = client_send(mirror_client(hub->mirror), "POST", "/api/v1/health", body, 0, on_reported,
		hub, NULL);
	hub->reported = r < 0 ? -1 : (int)hub->shown;
}

static void on_site(struct site *site, void *userdata)
{
	struct hall_hub *hub = userdata;

	calls_set_site(hub->calls, site);
	hub->changed(hub->userdata);
}

static int on_state(const json_t *state, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct clock_reading now;

	clock_now(&now);
	return calls_set_state(hub->calls, state, &now);
}

static void on_current(void *userdata)
{
	struct hall_hub *hub = userdata;

	hub->changed(hub->userdata);
}

static bool on_event(const char *kind, const json_t *event, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct clock_reading now;
	bool wants_state;

	clock_now(&now);
	wants_state = calls_on_event(hub->calls, kind, event, &now);
	hub->changed(hub->userdata);
	return wants_state;
}

static void on_link(enum mirror_link link, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct clock_reading now;

	clock_now(&now);
	calls_set_link(hub->calls, link == MIRROR_FOLLOWS, &now);
	report(hub);
	hub->changed(hub->userdata);
}

static void on_anew(bool other, void *userdata)
{
	struct hall_hub *hub = userdata;

	(void)other; /* what was announced is not announced again in either case */
	calls_restart(hub->calls);
}

void hall_hub_set_shown(struct hall_hub *hub, bool shown)
{
	hub->shown = shown;
	report(hub);
}

int hall_hub_open(sd_event *event, const char *name, bool shown, struct calls *calls,
	void (*changed)(void *userdata), void *userdata, struct hall_hub **ret)
{
	static const struct mirror_calls mirror_calls = {
		.site = on_site,
		.state = on_state,
		.current = on_current,
		.event = on_event,
		.link = on_link,
		.anew = on_anew,
	};
	_cleanup_(hall_hub_closep) struct hall_hub *hub = memory_new(1, sizeof(*hub));
	int r;

	*hub = (struct hall_hub){.calls = calls,
		.changed = changed,
		.userdata = userdata,
		.shown = shown,
		.reported = -1};
	r = mirror_new(event, name, "hall", &mirror_calls, hub, &hub->mirror);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(hub);
	return 0;
}

int hall_hub_connect(struct hall_hub *hub, const char *address, const char *token)
{
	int r = mirror_connect(hub->mirror, address, token);

	if (r == 0) {
		hub->reported = -1;
	}
	return r;
}

void hall_hub_close(struct hall_hub *hub)
{
	if (hub) {
		mirror_free(hub->mirror);
		free(hub);
	}
}
