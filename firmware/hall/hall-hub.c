/* SPDX-License-Identifier: Apache-2.0 */
#include "hall/hall-hub.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "client/mirror.h"

enum { HEALTH_WORD_SIZE = 16, HEALTH_NOTE_SIZE = 96 };

/* A part of the hall, for whoever repairs. */
struct part {
	const char *name;
	char state[HEALTH_WORD_SIZE]; /* "" there is no such part */
	enum log_fault fault;
	char note[HEALTH_NOTE_SIZE];
	bool reported; /* the hub was told this */
};

enum { SCREEN, SOUND, FILES, PARTS };

struct hall_hub {
	struct calls *calls;
	const struct hall_hub_calls *hub_calls;
	void *userdata;
	struct mirror *mirror;
	struct part part[PARTS];
};

static void on_reported(int status, json_t *body, void *userdata)
{
	struct part *part = userdata;

	(void)body;
	if (status < 200 || status > 299) {
		part->reported = false; /* again after the next connection */
	}
}

static void report_part(struct hall_hub *hub, struct part *part)
{
	json_t *body;

	if (part->reported || !*part->state) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", part->name, "state", part->state, "fault",
		log_fault_name(part->fault), "note", part->note);
	part->reported = client_send(mirror_client(hub->mirror), "POST", "/api/v1/health", body, 0,
				 on_reported, part, NULL) >= 0;
}

static void report(struct hall_hub *hub)
{
	for (int i = 0; i < PARTS && mirror_link(hub->mirror) != MIRROR_AWAY; i++) {
		report_part(hub, &hub->part[i]);
	}
}

static void set_part(struct part *part, const char *state, enum log_fault fault, const char *note)
{
	bool same = strcmp(part->state, state) == 0 && strcmp(part->note, note) == 0;

	text_copy_cut(part->state, sizeof(part->state), state);
	text_copy_cut(part->note, sizeof(part->note), note);
	part->fault = fault;
	part->reported = part->reported && same;
}

/* A television that sleeps may look like one that is not there. */
static void set_screen(struct hall_hub *hub, bool shown, bool off, const char *note)
{
	if (off) {
		set_part(&hub->part[SCREEN], "off", FAULT_NONE, *note ? note : "by its timetable");
	} else {
		set_part(&hub->part[SCREEN], shown ? "ok" : "no_display",
			shown ? FAULT_NONE : FAULT_DEVICE, note);
	}
}

static void on_site(struct site *site, void *userdata)
{
	struct hall_hub *hub = userdata;

	calls_set_site(hub->calls, site);
	hub->hub_calls->changed(hub->userdata);
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

	hub->hub_calls->changed(hub->userdata);
}

static bool on_event(const char *kind, const json_t *event, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct clock_reading now;
	bool wants_state;

	clock_now(&now);
	wants_state = calls_on_event(hub->calls, kind, event, &now);
	hub->hub_calls->changed(hub->userdata);
	return wants_state;
}

static void on_link(enum mirror_link link, void *userdata)
{
	struct hall_hub *hub = userdata;
	struct clock_reading now;

	clock_now(&now);
	calls_set_link(hub->calls, link == MIRROR_FOLLOWS, &now);
	report(hub);
	hub->hub_calls->changed(hub->userdata);
}

static void on_look(bool seen, void *userdata)
{
	struct hall_hub *hub = userdata;

	hub->hub_calls->look(seen, hub->userdata);
}

static void on_anew(bool other, void *userdata)
{
	struct hall_hub *hub = userdata;

	(void)other; /* what was announced is not announced again in either case */
	calls_restart(hub->calls);
}

void hall_hub_set_screen(struct hall_hub *hub, bool shown, bool off, const char *note)
{
	set_screen(hub, shown, off, note);
	report(hub);
}

void hall_hub_set_sound(
	struct hall_hub *hub, const char *state, enum log_fault fault, const char *note)
{
	set_part(&hub->part[SOUND], state, fault, note);
	report(hub);
}

void hall_hub_set_files(struct hall_hub *hub, int error)
{
	if (error < 0) {
		set_part(&hub->part[FILES], "not_kept", FAULT_DEVICE, strerror(-error));
	} else if (*hub->part[FILES].state) {
		set_part(&hub->part[FILES], "ok", FAULT_NONE, "");
	}
	report(hub);
}

int hall_hub_open(sd_event *event, const char *name, bool shown, struct calls *calls,
	const struct hall_hub_calls *hub_calls, void *userdata, struct hall_hub **ret)
{
	static const struct mirror_calls mirror_calls = {
		.site = on_site,
		.state = on_state,
		.current = on_current,
		.event = on_event,
		.link = on_link,
		.anew = on_anew,
		.look = on_look,
	};
	_cleanup_(hall_hub_closep) struct hall_hub *hub = memory_new(1, sizeof(*hub));
	int r;

	*hub = (struct hall_hub){.calls = calls,
		.hub_calls = hub_calls,
		.userdata = userdata,
		.part = {[SCREEN] = {.name = "screen"},
			[SOUND] = {.name = "sound"},
			[FILES] = {.name = "files"}}};
	set_screen(hub, shown, false, "");
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
		for (int i = 0; i < PARTS; i++) {
			hub->part[i].reported = false;
		}
	}
	return r;
}

struct client *hall_hub_client(const struct hall_hub *hub)
{
	return mirror_client(hub->mirror);
}

void hall_hub_close(struct hall_hub *hub)
{
	if (hub) {
		mirror_free(hub->mirror);
		free(hub);
	}
}
