/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What arrives, and what the mirror does then:
 *
 *     state, of the database and not older  given on; the events after it are followed
 *     state older than the events           asked for again at once: its answer was overtaken
 *     … again and again, without a stream   the log was cut: anew
 *     state of another database             anew (other), then as the first
 *     state with another site_seq           and the site is asked for
 *     stream connected                      the state is asked for: what was missed may be long
 *     stream lost                           the state is asked for every MIRROR_POLL_MS
 *     stream says restart                   anew; state and site are asked for
 *     event that is contained already       dropped
 *     site                                  given on; site and state are asked for
 *     another answer, or none               asked for again, ever later
 *
 * Not handled: a hub that rejects the token for good. It is retried like one that is away, since a
 * new token solves it.
 */
#include "client/mirror.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "client/client-internal.h"

enum { WANT_STATE = 1, WANT_SITE = 2 };
enum {
	AGAIN_MIN_MS = 500,
	AGAIN_MAX_MS = 2000,
	OVERTAKEN_MS = 100,
	OVERTAKEN_MAX = 5, /* in a row, without a stream that could overtake */
};

struct mirror {
	sd_event *event;
	char *name;
	char *role;
	const struct mirror_calls *calls;
	void *userdata;
	struct client *client;
	enum mirror_link link;
	bool link_told;
	bool following; /* the events are asked for */
	bool current; /* the state was given on since the link came */
	bool anew; /* no state of this log was given on yet */
	char epoch[SSE_EPOCH_MAX + 1]; /* of the database; "" not known */
	int64_t seq; /* the last event that was given on or is contained */
	int64_t site_seq; /* −1 no site was given on */
	int64_t site_due; /* the last state says that there is this one; −1 no state yet */
	unsigned asking; /* WANT_…: under way */
	unsigned wanted; /* to be asked for next */
	unsigned failures; /* in a row */
	unsigned overtaken; /* answers in a row */
	int refused; /* the last error answer that was logged; 0 none since the last good answer */
	sd_event_source *again; /* asks for what is wanted */
	sd_event_source *refresh;
};

static void set_timer(sd_event_source *timer, int delay_ms)
{
	(void)sd_event_source_set_time_relative(timer, (uint64_t)delay_ms * 1000);
	(void)sd_event_source_set_enabled(timer, SD_EVENT_ONESHOT);
}

/* What stands in the way, once; the public sees none of it. */
static void log_refusal(struct mirror *mirror, const char *what, int status)
{
	if (status == mirror->refused) {
		return;
	}
	mirror->refused = status;
	if (status == -EBADMSG) {
		log_warning(FAULT_OURS, "what the hub answered for %s is not understood", what);
	} else if (status < 0) {
		log_warning(FAULT_SITE, "cannot ask the hub for %s: %s", what, strerror(-status));
	} else {
		log_warning(FAULT_SITE, "asked for %s, the hub answered %d", what, status);
	}
}

static void set_link(struct mirror *mirror, enum mirror_link link)
{
	if (mirror->link == link && mirror->link_told) {
		return;
	}
	mirror->link = link;
	mirror->link_told = true;
	mirror->current = false;
	switch (link) {
	case MIRROR_FOLLOWS:
		log_info("connected to the hub");
		break;
	case MIRROR_ANSWERS:
		log_notice("the hub answers, but sends no events");
		break;
	case MIRROR_AWAY:
		log_warning(FAULT_SITE, "the hub is away; what was shown stays");
		break;
	}
	mirror->calls->link(link, mirror->userdata);
}

/* ---- asking ---- */

static void on_state(int status, json_t *body, void *userdata);
static void on_site(int status, json_t *body, void *userdata);

static void ask_later(struct mirror *mirror, unsigned which, int status)
{
	uint32_t random = 0;

	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) != sizeof(random)) {
		random = 0; /* early in the life of a board */
	}
	log_refusal(mirror, which == WANT_SITE ? "the site" : "its state", status);
	mirror->wanted |= which;
	set_timer(mirror->again,
		stream_delay_ms(mirror->failures++, AGAIN_MIN_MS, AGAIN_MAX_MS, random));
}

static void ask_one(struct mirror *mirror, unsigned which, const char *path, client_done done)
{
	bool polls = mirror->following && mirror->link != MIRROR_FOLLOWS;
	int r;

	/* What is wanted while it is asked for is asked for again afterwards: the answer under way
	 * may be older than the reason. */
	if (!(mirror->wanted & which) || (mirror->asking & which)) {
		return;
	}
	mirror->wanted &= ~which;
	r = client_send(
		mirror->client, "GET", path, NULL, polls ? MIRROR_POLL_MS : 0, done, mirror, NULL);
	if (r < 0) {
		ask_later(mirror, which, r);
		return;
	}
	mirror->asking |= which;
}

static void ask(struct mirror *mirror, unsigned which)
{
	mirror->wanted |= which;
	ask_one(mirror, WANT_SITE, "/api/v1/site", on_site);
	ask_one(mirror, WANT_STATE, "/api/v1/state", on_state);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct mirror *mirror = userdata;
	bool polls = mirror->following && mirror->link != MIRROR_FOLLOWS;

	(void)usec;
	if (polls) {
		set_timer(source, MIRROR_POLL_MS);
	}
	ask(mirror, polls ? WANT_STATE : 0);
	return 0;
}

static int on_refresh(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)usec;
	set_timer(source, MIRROR_REFRESH_MS);
	mirror_refresh(userdata);
	return 0;
}

void mirror_refresh(struct mirror *mirror)
{
	if (mirror->link != MIRROR_AWAY) {
		ask(mirror, WANT_STATE);
	}
}

/* ---- following ---- */

static void begin_anew(struct mirror *mirror, bool other)
{
	log_notice(other ? "the hub has another database; beginning anew"
			 : "the hub has another log; beginning anew");
	mirror->following = false;
	mirror->current = false;
	mirror->anew = true;
	mirror->seq = -1;
	mirror->site_seq = -1;
	mirror->site_due = -1;
	mirror->wanted |= WANT_SITE; /* one that is under way may be the former database's */
	mirror->overtaken = 0;
	mirror->calls->anew(other, mirror->userdata);
}

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct mirror *mirror = userdata;
	bool numbered = strcmp(kind, "storage") != 0; /* has the number of the one before */
	bool is_site = strcmp(kind, "site") == 0;

	if (strcmp(kind, "look") == 0) { /* is of no log */
		mirror->calls->look(json_is_true(json_object_get(data, "seen")), mirror->userdata);
		return;
	}
	if (mirror->anew || (numbered && seq <= mirror->seq)) {
		return;
	}
	mirror->seq = numbered ? seq : mirror->seq;
	mirror->wanted |= is_site ? WANT_STATE | WANT_SITE : 0;
	if (mirror->calls->event(kind, data, mirror->userdata)) {
		mirror->wanted |= WANT_STATE;
	}
	ask(mirror, 0);
}

static void on_link(bool connected, void *userdata)
{
	struct mirror *mirror = userdata;

	set_link(mirror, connected ? MIRROR_FOLLOWS : MIRROR_AWAY);
	if (connected) {
		ask(mirror, WANT_STATE);
	} else {
		set_timer(mirror->again, 0);
	}
}

static void on_restart(void *userdata)
{
	struct mirror *mirror = userdata;

	begin_anew(mirror, false);
	ask(mirror, WANT_STATE);
}

static int follow(struct mirror *mirror)
{
	static const struct client_follow calls = {on_event, on_link, on_restart};
	int r = 0;

	if (!mirror->following) {
		r = client_follow_in(mirror->client, mirror->epoch, mirror->seq, &calls, mirror);
		mirror->following = r == 0;
	}
	return r;
}

/* ---- the answers ---- */

static void note_answer(struct mirror *mirror, bool answered)
{
	if (mirror->following && mirror->link != MIRROR_FOLLOWS) {
		set_link(mirror, answered ? MIRROR_ANSWERS : MIRROR_AWAY);
	}
}

/* −ESTALE: it is older than the events that were given on. */
static int apply_state(struct mirror *mirror, const json_t *body)
{
	const json_t *seq = json_object_get(body, "seq");
	const char *epoch = json_string_value(json_object_get(body, "epoch"));
	int r;

	if (!json_is_integer(seq)) {
		return -EBADMSG;
	}
	if (epoch && *mirror->epoch && strcmp(mirror->epoch, epoch) != 0) {
		begin_anew(mirror, true);
	}
	if (epoch) {
		text_copy_cut(mirror->epoch, sizeof(mirror->epoch), epoch);
	}
	if (!mirror->anew && json_integer_value(seq) < mirror->seq) {
		if (mirror->link == MIRROR_FOLLOWS || ++mirror->overtaken < OVERTAKEN_MAX) {
			return -ESTALE;
		}
		begin_anew(mirror, false);
	}
	r = mirror->calls->state(body, mirror->userdata);
	if (r < 0) {
		return r;
	}
	mirror->anew = false;
	mirror->overtaken = 0;
	mirror->seq = json_integer_value(seq);
	return 0;
}

static void on_state(int status, json_t *body, void *userdata)
{
	struct mirror *mirror = userdata;
	int r;

	mirror->asking &= ~(unsigned)WANT_STATE;
	r = status == 200 ? apply_state(mirror, body) : status;
	if (r == -ESTALE) {
		mirror->wanted |= WANT_STATE;
		set_timer(mirror->again, OVERTAKEN_MS);
		return;
	}
	if (r != 0) {
		ask_later(mirror, WANT_STATE, r);
		note_answer(mirror, false);
		return;
	}
	mirror->failures = 0;
	mirror->refused = 0;
	mirror->site_due = json_get_int(body, "site_seq");
	if (mirror->site_seq != mirror->site_due && !(mirror->asking & WANT_SITE)) {
		mirror->wanted |= WANT_SITE;
	}
	note_answer(mirror, true);
	r = follow(mirror);
	if (r < 0) {
		ask_later(mirror, WANT_STATE, r);
		return;
	}
	mirror->current = true;
	mirror->calls->current(mirror->userdata);
	mirror->current = mirror->link == MIRROR_FOLLOWS;
	ask(mirror, 0);
}

static void on_site(int status, json_t *body, void *userdata)
{
	struct mirror *mirror = userdata;
	struct site *site = NULL;

	mirror->asking &= ~(unsigned)WANT_SITE;
	if (status == 200 && site_parse(json_object_get(body, "site"), &site, NULL) < 0) {
		status = -EBADMSG;
	}
	if (status != 200) {
		ask_later(mirror, WANT_SITE, status);
		return;
	}
	if (zone_use(site->timezone) < 0) {
		log_warning(
			FAULT_SITE, "this system does not know the time zone %s", site->timezone);
	}
	mirror->site_seq = json_get_int(body, "seq");
	if (mirror->site_seq < mirror->site_due) {
		mirror->wanted |= WANT_SITE; /* it was under way when the state told of another */
	}
	mirror->calls->site(site, mirror->userdata);
	ask(mirror, 0);
}

/* ---- life ---- */

int mirror_new(sd_event *event, const char *name, const char *role,
	const struct mirror_calls *calls, void *userdata, struct mirror **ret)
{
	_cleanup_(mirror_freep) struct mirror *mirror = memory_new(1, sizeof(*mirror));
	int r;

	*mirror = (struct mirror){.event = sd_event_ref(event),
		.name = text_dup(name),
		.role = text_dup(role),
		.calls = calls,
		.userdata = userdata,
		.anew = true,
		.seq = -1,
		.site_seq = -1,
		.site_due = -1};
	r = sd_event_add_time(
		event, &mirror->again, CLOCK_MONOTONIC, UINT64_MAX, 0, on_again, mirror);
	if (r >= 0) {
		r = sd_event_add_time_relative(event, &mirror->refresh, CLOCK_MONOTONIC,
			(uint64_t)MIRROR_REFRESH_MS * 1000, 0, on_refresh, mirror);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(mirror);
	return 0;
}

int mirror_connect(struct mirror *mirror, const char *address, const char *token)
{
	_cleanup_(client_freep) struct client *client = NULL;
	int r = client_new(mirror->event, address, token, &client);

	if (r == 0) {
		r = client_name(client, mirror->name, mirror->role);
	}
	if (r < 0) {
		return r;
	}
	client_free(mirror->client);
	mirror->client = TAKE_PTR(client);
	mirror->following = false;
	mirror->current = false;
	mirror->asking = 0;
	mirror->failures = 0;
	mirror->refused = 0;
	mirror->link = MIRROR_AWAY;
	mirror->link_told = false;
	ask(mirror, WANT_STATE | WANT_SITE);
	return 0;
}

void mirror_free(struct mirror *mirror)
{
	if (mirror) {
		client_free(mirror->client);
		mirror->again = sd_event_source_disable_unref(mirror->again);
		mirror->refresh = sd_event_source_disable_unref(mirror->refresh);
		sd_event_unref(mirror->event);
		free(mirror->name);
		free(mirror->role);
		free(mirror);
	}
}

struct client *mirror_client(const struct mirror *mirror)
{
	return mirror->client;
}

enum mirror_link mirror_link(const struct mirror *mirror)
{
	return mirror->link;
}

bool mirror_is_current(const struct mirror *mirror)
{
	return mirror->current;
}
