/* SPDX-License-Identifier: Apache-2.0 */
#include "hall/hall-hub.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "client/client.h"

enum {
	ASK_AGAIN_MS = 1000,
	ASK_AGAIN_SOON_MS = 100,
	REFRESH_MS = 10 * 60 * 1000, /* the state anew: the hub's clock, daily limits */
};

struct hall_hub {
	struct calls *calls;
	void (*changed)(void *userdata);
	void *userdata;
	struct client *client;
	bool following;
	unsigned asking; /* CALLS_WANT_…: under way */
	unsigned wanted; /* to be asked for next */
	int refused; /* the last refusal that was logged; 0 none since the last answer */
	bool shown; /* there is a display */
	int reported; /* what the hub was told of it; −1 nothing yet */
	sd_event_source *again; /* asks for what is wanted */
	sd_event_source *refresh;
};

static void ask(struct hall_hub *hub, unsigned what);

static void ask_in(struct hall_hub *hub, unsigned what, uint64_t delay_ms)
{
	hub->wanted |= what;
	(void)sd_event_source_set_time_relative(hub->again, delay_ms * 1000);
	(void)sd_event_source_set_enabled(hub->again, SD_EVENT_ONESHOT);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct hall_hub *hub = userdata;
	unsigned wanted = hub->wanted & ~hub->asking;

	(void)source;
	(void)usec;
	hub->wanted &= ~wanted;
	ask(hub, wanted);
	return 0;
}

static int on_refresh(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct hall_hub *hub = userdata;

	(void)usec;
	if (hub->following) {
		ask(hub, CALLS_WANT_STATE);
	}
	(void)sd_event_source_set_time_relative(source, (uint64_t)REFRESH_MS * 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct moment now;

	clock_now(&now);
	ask(hub, calls_take_event(hub->calls, seq, kind, data, &now));
	hub->changed(hub->userdata);
}

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

	if (!hub->following || hub->reported == (int)hub->shown) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", "screen", "state",
		hub->shown ? "ok" : "no_display", "fault",
		log_fault_name(hub->shown ? FAULT_NONE : FAULT_DEVICE), "note", "");
	r = client_send(hub->client, "POST", "/api/v1/health", body, 0, on_reported, hub, NULL);
	hub->reported = r < 0 ? -1 : (int)hub->shown;
}

static void on_link(bool connected, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct moment now;

	clock_now(&now);
	calls_set_link(hub->calls, connected, &now);
	if (connected) {
		log_info("connected to the hub");
		ask(hub, CALLS_WANT_STATE);
		report(hub);
	} else {
		log_warning(FAULT_SITE, "the hub is away; the picture stays");
	}
	hub->changed(hub->userdata);
}

static void on_restart(void *userdata)
{
	struct hall_hub *hub = userdata;

	log_notice("the hub has another log; beginning anew");
	hub->following = false;
	calls_restart(hub->calls);
	ask(hub, CALLS_WANT_STATE | CALLS_WANT_SITE);
}

static const struct client_follow follow_calls = {
	.event = on_event,
	.link = on_link,
	.restart = on_restart,
};

static void follow(struct hall_hub *hub)
{
	int r;

	if (hub->following) {
		return;
	}
	r = client_follow_from(hub->client, calls_seq(hub->calls), &follow_calls, hub);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot follow the hub's events: %s", strerror(-r));
		ask_in(hub, CALLS_WANT_STATE, ASK_AGAIN_MS);
		return;
	}
	hub->following = true;
}

/* What stands in the way, once; the public sees none of it. */
static void log_refusal(struct hall_hub *hub, const char *what, int status)
{
	if (status == hub->refused) {
		return;
	}
	hub->refused = status;
	if (status < 0) {
		log_warning(FAULT_SITE, "cannot ask the hub for %s: %s", what, strerror(-status));
	} else {
		log_warning(FAULT_SITE, "asked for %s, the hub answered %d", what, status);
	}
}

static void on_state(int status, json_t *body, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct moment now;
	unsigned wants = 0;
	int r;

	hub->asking &= ~(unsigned)CALLS_WANT_STATE;
	if (status != 200) {
		log_refusal(hub, "its state", status);
		ask_in(hub, CALLS_WANT_STATE, ASK_AGAIN_MS);
		return;
	}
	clock_now(&now);
	r = calls_take_state(hub->calls, body, &now, &wants);
	if (r < 0) {
		if (r == -EBADMSG) {
			log_warning(FAULT_OURS, "the hub's state is not understood");
		}
		ask_in(hub, CALLS_WANT_STATE, r == -ESTALE ? ASK_AGAIN_SOON_MS : ASK_AGAIN_MS);
		return;
	}
	hub->refused = 0;
	follow(hub);
	ask(hub, wants | hub->wanted);
	hub->changed(hub->userdata);
}

static void on_site(int status, json_t *body, void *userdata)
{
	struct hall_hub *hub = userdata;

	hub->asking &= ~(unsigned)CALLS_WANT_SITE;
	if (status != 200) {
		log_refusal(hub, "the site data", status);
		ask_in(hub, CALLS_WANT_SITE, ASK_AGAIN_MS);
	} else if (calls_take_site(hub->calls, body) < 0) {
		log_warning(FAULT_OURS, "the hub's site data are not understood");
		ask_in(hub, CALLS_WANT_SITE, ASK_AGAIN_MS);
	} else if (hub->wanted) {
		ask(hub, hub->wanted);
	}
	hub->changed(hub->userdata);
}

static void ask_one(
	struct hall_hub *hub, unsigned what, unsigned which, const char *path, client_done done)
{
	int r;

	if (!(what & which)) {
		return;
	}
	if (hub->asking & which) {
		hub->wanted |= which; /* the answer under way may be older than the reason */
		return;
	}
	hub->wanted &= ~which;
	r = client_send(hub->client, "GET", path, NULL, 0, done, hub, NULL);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot send %s: %s", path, strerror(-r));
		ask_in(hub, which, ASK_AGAIN_MS);
		return;
	}
	hub->asking |= which;
}

static void ask(struct hall_hub *hub, unsigned what)
{
	ask_one(hub, what, CALLS_WANT_STATE, "/api/v1/state", on_state);
	ask_one(hub, what, CALLS_WANT_SITE, "/api/v1/site", on_site);
}

void hall_hub_set_shown(struct hall_hub *hub, bool shown)
{
	hub->shown = shown;
	report(hub);
}

static int add_sources(struct hall_hub *hub, sd_event *event)
{
	int r = sd_event_add_time(
		event, &hub->again, CLOCK_MONOTONIC, UINT64_MAX, 0, on_again, hub);

	if (r >= 0) {
		r = sd_event_add_time_relative(event, &hub->refresh, CLOCK_MONOTONIC,
			(uint64_t)REFRESH_MS * 1000, 0, on_refresh, hub);
	}
	return r;
}

int hall_hub_open(sd_event *event, const struct hall_hub_settings *settings, struct calls *calls,
	void (*changed)(void *userdata), void *userdata, struct hall_hub **ret)
{
	_cleanup_(hall_hub_closep) struct hall_hub *hub = memory_new(1, sizeof(*hub));
	int r;

	hub->calls = calls;
	hub->changed = changed;
	hub->userdata = userdata;
	hub->shown = settings->shown;
	hub->reported = -1;
	r = add_sources(hub, event);
	if (r >= 0) {
		r = client_new(event, settings->address, settings->token, &hub->client);
	}
	if (r >= 0) {
		r = client_name(hub->client, settings->name, "hall");
	}
	if (r < 0) {
		return r;
	}
	ask(hub, CALLS_WANT_STATE | CALLS_WANT_SITE);
	*ret = TAKE_PTR(hub);
	return 0;
}

void hall_hub_close(struct hall_hub *hub)
{
	if (!hub) {
		return;
	}
	client_free(hub->client);
	hub->again = sd_event_source_disable_unref(hub->again);
	hub->refresh = sd_event_source_disable_unref(hub->refresh);
	free(hub);
}
