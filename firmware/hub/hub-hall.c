/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-hall.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "display/calls.h"
#include "display/hall-json.h"
#include "hub/hub-api.h"
#include "hub/hub-hall-sound.h"
#include "hub/hub-health.h"
#include "hub/hub-http.h"
#include "hub/hub-json.h"
#include "hub/hub-pages.h"
#include "hub/hub-pictures.h"

enum {
	LOOK_MS = 2000, /* at the disk's state, which no event reports */
	WANTED_MS = 30000, /* sound, after the last who asked for it */
};

/* What is known for the screens of one kind. */
struct channel {
	struct channel *next;
	int counter; /* the only one that they show; 0 the whole hall */
	bool board; /* notice boards */
	struct calls *calls;
	int waits;
	int64_t used_ms; /* boot_ms, as all times here */
	const char *storage; /* the word that calls was told */
	bool behind; /* needs the state anew */
	int64_t wanted_ms; /* when sound was last asked for; 0 never */
	/* What is being said: by all at the same time, as if by one loudspeaker. */
	struct announce_call saying;
	char sound[HALL_SOUND_ID_SIZE]; /* "" nothing that should be begun now */
	int64_t until_ms;
};

/* A browser's question. */
struct hall_wait {
	struct hall_wait *next;
	struct hall_wait **link;
	struct request *request;
	struct channel *channel;
	struct hall_screen_size size;
	int64_t deadline_ms;
	struct share_hold hold;
	bool answered;
};

struct halls {
	struct hub *hub;
	struct theme *theme;
	struct channel *channels;
	struct hall_wait *waits;
	struct hall_sounds *sounds;
	struct channel *composing; /* for whom; NULL nobody */
	sd_event_source *timer;
	int64_t due_ms;
	bool changed; /* by an event */
	bool ended;
};

/* Time */

static void set_due(struct halls *halls, int64_t due_ms)
{
	halls->due_ms = due_ms;
	(void)sd_event_source_set_time(halls->timer, (uint64_t)due_ms * 1000);
	(void)sd_event_source_set_enabled(
		halls->timer, halls->ended ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
}

static void set_due_by(struct halls *halls, int64_t due_ms)
{
	if (due_ms < halls->due_ms) {
		set_due(halls, due_ms);
	}
}

/* What is known */

static void read_site(struct halls *halls, struct channel *channel)
{
	const struct site *known = model_site(halls->hub->replica.model);
	struct site *site = NULL;

	if (known && site_parse(known->json, &site, NULL) == 0) {
		calls_set_site(channel->calls, site);
	}
}

static void read_state(
	struct halls *halls, struct channel *channel, const struct clock_reading *now)
{
	const struct view view = {
		.replica = &halls->hub->replica,
		.now = *now,
		.storage = health_storage(halls->hub),
	};
	struct out out = {.comma = false};
	json_t *state;

	out_open(&out, '{');
	hub_json_head(&out, &view);
	hub_json_services(&out, &view);
	hub_json_counters(&out, &view);
	hub_json_calls(&out, &view);
	out_close(&out, '}');
	state = json_loadb(out.text.data, out.text.size, 0, NULL);
	if (!state || calls_set_state(channel->calls, state, now) < 0) {
		log_error(FAULT_OURS, "the hub does not understand its own state");
	}
	json_decref(state);
	textbuf_done(&out.text);
	channel->storage = view.storage;
	channel->behind = false;
}

static bool has_picture(const char *picture, void *userdata)
{
	struct halls *halls = userdata;

	return hub_pictures_has(halls->hub->pictures, picture);
}

/* Begins to follow the calls; catch_up: somebody listened until just now. */
static void begin_calls(struct halls *halls, struct channel *channel, bool catch_up,
	const struct clock_reading *now)
{
	calls_free(channel->calls);
	channel->calls = calls_new();
	calls_set_counter(channel->calls, channel->counter);
	if (channel->board) {
		calls_set_board(channel->calls);
	}
	calls_set_pages(channel->calls, has_picture, halls);
	if (catch_up) {
		calls_catch_up(channel->calls);
	}
	read_site(halls, channel);
	read_state(halls, channel, now);
	calls_set_link(channel->calls, true, now);
}

static struct channel *channel_for(
	struct halls *halls, int counter, bool board, const struct clock_reading *now)
{
	struct channel *channel = halls->channels;

	while (channel && (channel->counter != counter || channel->board != board)) {
		channel = channel->next;
	}
	if (!channel) {
		channel = memory_new(1, sizeof(*channel));
		channel->counter = counter;
		channel->board = board;
		channel->next = halls->channels;
		halls->channels = channel;
		begin_calls(halls, channel, false, now);
	}
	channel->used_ms = now->boot_ms;
	return channel;
}

static void free_channel(struct channel *channel)
{
	calls_free(channel->calls);
	free(channel);
}

static void forget_idle(struct halls *halls, int64_t now_ms)
{
	struct channel **link = &halls->channels;

	while (*link) {
		struct channel *channel = *link;

		if (channel->waits == 0 && halls->composing != channel &&
			now_ms - channel->used_ms >= HALL_IDLE_MS) {
			*link = channel->next;
			free_channel(channel);
		} else {
			link = &channel->next;
		}
	}
	if (!halls->channels) {
		hall_sounds_rest(halls->sounds);
	}
}

/* Sound */

static bool wants_sound(const struct channel *channel, int64_t now_ms)
{
	return channel->wanted_ms > 0 && now_ms - channel->wanted_ms < WANTED_MS;
}

/* A browser listens. Without a loudspeaker until now it may have listened to this hub before a
 * restart: then what it has not said of the last 30 s is said. */
static void want_sound(struct halls *halls, struct channel *channel, const char *heard,
	const struct clock_reading *now)
{
	char *rest = NULL;
	int64_t ticket = strtoll(heard, &rest, 10);
	int times = *rest == '-' ? (int)strtol(rest + 1, NULL, 10) : 0;

	if (*heard && !wants_sound(channel, now->boot_ms)) {
		begin_calls(halls, channel, true, now);
		calls_heard(channel->calls, ticket, times);
	}
	channel->wanted_ms = now->boot_ms;
}

static void say_next(struct halls *halls, struct channel *channel)
{
	struct announce_call call;
	bool once;

	if (hall_sounds_busy(halls->sounds) ||
		!announce_take(calls_voice(channel->calls), &call, &once)) {
		return;
	}
	hall_sounds_set_own(halls->sounds, calls_site_json(channel->calls));
	channel->saying = call;
	if (hall_sounds_compose(halls->sounds, &call, once, calls_language(channel->calls)) == 0) {
		halls->composing = channel;
	}
}

static void speak(struct halls *halls, struct channel *channel, int64_t now_ms)
{
	if (!wants_sound(channel, now_ms)) {
		announce_remove_old(calls_voice(channel->calls), INT64_MAX);
		channel->sound[0] = '\0';
		return;
	}
	hall_sounds_load(halls->sounds, calls_language(channel->calls));
	if (now_ms >= channel->until_ms ||
		!calls_is_called(channel->calls, channel->saying.ticket, channel->saying.counter)) {
		channel->sound[0] = '\0'; /* who has begun it says it to its end */
	}
	if (now_ms >= channel->until_ms && halls->composing != channel) {
		say_next(halls, channel);
	}
}

static const char *sound_state(
	const struct halls *halls, const struct channel *channel, int64_t now_ms)
{
	enum hall_sound_state state = hall_sounds_state(halls->sounds);

	if (!wants_sound(channel, now_ms) || state == HALL_SOUND_UNKNOWN) {
		return "off";
	}
	return state == HALL_SOUND_OK ? "ok" : "no_voice";
}

/* What the screen's loudspeaker can say, as a device of its own in health. */
static void report_sound(const struct hall_wait *wait, const char *state)
{
	const struct caller *caller = &wait->request->caller;
	_cleanup_free_ char *name = text_printf("%s/sound", caller->name);
	bool ok = strcmp(state, "ok") == 0;

	if (wait->request->input.sound && role_is_device(caller->role) &&
		strcmp(state, "off") != 0 && strlen(name) <= LIMIT_ID) {
		health_report(wait->request->hub, name, state,
			log_fault_name(ok ? FAULT_NONE : FAULT_SITE), "");
	}
}

/* Answers */

static void make_tag(const struct textbuf *text, char ret[LIMIT_HALL_TAG + 1])
{
	uint8_t hash[crypto_generichash_BYTES_MIN];

	(void)crypto_generichash(
		hash, sizeof(hash), (const uint8_t *)text->data, text->size, NULL, 0);
	(void)sodium_bin2hex(ret, LIMIT_HALL_TAG + 1, hash, (LIMIT_HALL_TAG) / 2);
}

/* The screen's view as JSON, and the time at which it can change without an event. */
static int64_t write_view(struct halls *halls, const struct hall_wait *wait,
	const struct clock_reading *now, struct out *out)
{
	const struct hall_screen_size *size = &wait->size;
	const struct phrases *phrases = halls->hub->phrases;
	_cleanup_free_ struct hall_view *view = memory_new(1, sizeof(*view));
	struct calls *calls = wait->channel->calls;
	struct hall_room room = hall_layout_room(halls->theme, calls_services(calls), size->width,
		size->height, size->diagonal_inch);
	const char *state = sound_state(halls, wait->channel, now->boot_ms);
	const char *sound = wait->request->input.sound ? wait->channel->sound : "";
	char call[HALL_CALL_ID_SIZE];
	char theme[PAGES_THEME_TAG_SIZE];

	calls_view(calls, now, &room, view);
	if (!*view->language) {
		text_copy_cut(view->language, sizeof(view->language), phrases_language(phrases, 0));
		text_copy_cut(view->second, sizeof(view->second), phrases_language(phrases, 1));
	}
	out_open(out, '{');
	out_key(out, "view");
	hall_json(out, phrases, halls->theme, view, size);
	out_key_text(out, "sound_state", state);
	out_key_word(out, "sound", sound);
	(void)snprintf(call, sizeof(call), "%lld-%d", (long long)wait->channel->saying.ticket,
		wait->channel->saying.calls);
	out_key_word(out, "sound_call", *sound ? call : "");
	pages_theme_tag(halls->hub->pages, theme);
	out_key_word(out, "theme", theme);
	report_sound(wait, state);
	return calls_next_ms(calls, now, &room);
}

static void answer(struct hall_wait *wait, int status)
{
	wait->answered = true;
	request_answer(wait->request, status);
}

/* Answers a browser that does not show what it should, whose token was withdrawn, or that has
 * waited long enough. Returns when to look again. */
static int64_t look_at(struct halls *halls, struct hall_wait *wait, const struct clock_reading *now)
{
	struct request *request = wait->request;
	struct out out = {.comma = false};
	char tag[LIMIT_HALL_TAG + 1];
	int64_t next_ms;

	if (request->caller.by_token && !auth_knows(&halls->hub->auth, request->caller.name)) {
		wait->answered = true;
		request_refuse(
			request, API_ERROR_UNAUTHORIZED, NULL, "the token is not known any more");
		return INT64_MAX;
	}
	next_ms = write_view(halls, wait, now, &out);
	make_tag(&out.text, tag);
	if (strcmp(tag, request->input.seen) != 0) {
		out_key_text(&out, "tag", tag);
		out_close(&out, '}');
		request->out = out;
		answer(wait, MHD_HTTP_OK);
		return INT64_MAX;
	}
	textbuf_done(&out.text);
	if (now->boot_ms >= wait->deadline_ms) {
		answer(wait, MHD_HTTP_NO_CONTENT);
	}
	return MIN_OF(next_ms, wait->deadline_ms);
}

static void update(struct halls *halls)
{
	const char *storage = health_storage(halls->hub);
	struct clock_reading now;
	int64_t due_ms = INT64_MAX;

	clock_now(&now);
	halls->changed = false;
	forget_idle(halls, now.boot_ms);
	for (struct channel *channel = halls->channels; channel; channel = channel->next) {
		if (channel->behind || channel->storage != storage) {
			read_state(halls, channel, &now);
		}
		speak(halls, channel, now.boot_ms);
		due_ms = now.boot_ms + LOOK_MS;
		if (channel->until_ms > now.boot_ms) {
			due_ms = MIN_OF(due_ms, channel->until_ms);
		}
	}
	for (struct hall_wait *wait = halls->waits; wait; wait = wait->next) {
		if (!wait->answered) {
			due_ms = MIN_OF(due_ms, look_at(halls, wait, &now));
		}
	}
	if (due_ms == INT64_MAX) {
		(void)sd_event_source_set_enabled(halls->timer, SD_EVENT_OFF);
		halls->due_ms = INT64_MAX;
	} else {
		set_due(halls, due_ms);
	}
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct halls *halls = userdata;

	(void)source;
	(void)usec;
	update(halls);
	http_run(halls->hub->http);
	return 0;
}

static void on_composed(int result, const char *id, int ms, void *userdata)
{
	struct halls *halls = userdata;
	struct channel *channel = TAKE_PTR(halls->composing);
	struct clock_reading now;

	clock_now(&now);
	if (channel && result == 0) {
		text_copy_cut(channel->sound, sizeof(channel->sound), id);
		channel->until_ms = now.boot_ms + ms;
	}
	set_due_by(halls, now.boot_ms);
}

/* Requests */

/* The other end hung up while it waits. */
static void on_hangup(void *userdata)
{
	struct hall_wait *wait = userdata;

	if (!wait->answered) {
		answer(wait, MHD_HTTP_NO_CONTENT);
	}
}

static void end_wait(struct request *request)
{
	struct hall_wait *wait = TAKE_PTR(request->hall_wait);
	struct hub *hub = request->hub;
	struct clock_reading now;

	clock_now(&now);
	*wait->link = wait->next;
	if (wait->next) {
		wait->next->link = wait->link;
	}
	wait->channel->waits--;
	wait->channel->used_ms = now.boot_ms;
	shares_give(hub->shares, &wait->hold);
	(void)http_watch(request->connection, NULL, NULL);
	health_stream_ended(hub->health, &request->caller);
	free(wait);
}

static struct hall_wait *begin_wait(struct halls *halls, struct request *request,
	struct share_hold hold, const struct clock_reading *now)
{
	const struct input *input = &request->input;
	struct hall_wait *wait = memory_new(1, sizeof(*wait));

	*wait = (struct hall_wait){
		.next = halls->waits,
		.link = &halls->waits,
		.request = request,
		.channel = channel_for(halls, input->board ? 0 : input->counter, input->board, now),
		.size = {input->width, input->height, input->inches},
		.deadline_ms = now->boot_ms + HALL_WAIT_MS,
		.hold = hold,
	};
	if (wait->next) {
		wait->next->link = &wait->next;
	}
	halls->waits = wait;
	wait->channel->waits++;
	if (input->sound) {
		want_sound(halls, wait->channel, input->heard, now);
	}
	request->hall_wait = wait;
	request->completed = end_wait;
	health_stream_began(halls->hub->health, &request->caller);
	return wait;
}

void api_hall(struct request *request)
{
	struct halls *halls = request->hub->halls;
	struct share_hold hold = {0};
	enum share_verdict verdict = shares_take(
		request->hub->shares, SHARE_STREAMS, &request->caller, request->peer, &hold);
	struct hall_wait *wait;
	struct clock_reading now;

	if (request->hub->training) {
		shares_give(request->hub->shares, &hold);
		request_refuse(request, API_ERROR_FORBIDDEN, NULL,
			"this is a training centre: no display shows what is called here");
		return;
	}
	if (verdict != SHARE_TAKEN) {
		request_refuse_share(request, SHARE_STREAMS, verdict);
		return;
	}
	clock_now(&now);
	wait = begin_wait(halls, request, hold, &now);
	speak(halls, wait->channel, now.boot_ms);
	set_due_by(halls, MIN_OF(look_at(halls, wait, &now), now.boot_ms + LOOK_MS));
	if (!wait->answered && !http_watch(request->connection, on_hangup, wait)) {
		answer(wait, MHD_HTTP_NO_CONTENT);
	}
}

/* The screen that a page's preview is for; the rest of the body. */
#define AT(member) offsetof(struct input, member)
static const struct field preview_fields[] = {
	{.name = "board", .type = FIELD_BOOL, .offset = AT(board)},
	{.name = "width",
		.type = FIELD_INT,
		.required = true,
		.min = 160,
		.max = LIMIT_SCREEN_PX,
		.offset = AT(width)},
	{.name = "height",
		.type = FIELD_INT,
		.required = true,
		.min = 160,
		.max = LIMIT_SCREEN_PX,
		.offset = AT(height)},
	{.name = "inches", .type = FIELD_INT, .max = 200, .offset = AT(inches)},
	{.name = "part", .type = FIELD_INT, .max = LIMIT_TABLE_ROWS, .offset = AT(part)},
};
#undef AT

/* The view of a screen of now on which the site's only page stands. Takes the site. */
static void write_preview(struct halls *halls, struct request *request, struct site *site)
{
	const struct input *input = &request->input;
	const struct hall_screen_size size = {input->width, input->height, input->inches};
	struct channel channel = {.board = input->board};
	_cleanup_free_ struct hall_view *view = memory_new(1, sizeof(*view));
	struct clock_reading now;
	struct hall_room room;

	clock_now(&now);
	begin_calls(halls, &channel, false, &now);
	calls_set_site(channel.calls, site);
	room = hall_layout_room(halls->theme, calls_services(channel.calls), size.width,
		size.height, size.diagonal_inch);
	calls_view_page(channel.calls, &now, &room, input->part, view);
	out_open(&request->out, '{');
	out_key(&request->out, "view");
	hall_json(&request->out, halls->hub->phrases, halls->theme, view, &size);
	out_close(&request->out, '}');
	calls_free(channel.calls);
}

/* What a screen would show of a page that is not stored yet. */
void api_page_preview(struct request *request)
{
	static const struct fields fields = FIELDS(preview_fields);
	json_t *page = json_incref(json_object_get(request->json, "page"));
	json_auto_t *pages = json_array();
	struct site *site = NULL;

	(void)json_object_del(request->json, "page");
	(void)json_array_append_new(pages, page ? page : json_null());
	if (fields_read(&fields, request->json, &request->input, &request->api_error) < 0) {
		request_answer_refusal(request);
	} else if (api_try_list(request, "pages", pages, &site)) {
		write_preview(request->hub->halls, request, site);
		request_answer(request, MHD_HTTP_OK);
	}
}

void api_hall_sound(struct request *request)
{
	struct MHD_Response *response =
		hall_sounds_find(request->hub->halls->sounds, request->parameter);

	if (!response) {
		request_refuse(request, API_ERROR_NOT_FOUND, NULL, "there is no such announcement");
		return;
	}
	request_answer_with(request, response, MHD_HTTP_OK, true);
}

/* Events */

void halls_push(struct halls *halls, const struct event *event, const char *data)
{
	struct clock_reading now;
	json_t *json;

	if (!halls->channels) {
		return;
	}
	clock_now(&now);
	json = json_loads(data, 0, NULL);
	for (struct channel *channel = halls->channels; channel; channel = channel->next) {
		bool behind =
			calls_on_event(channel->calls, event_kind_name(event->kind), json, &now);

		if (event->kind == EVENT_SITE) {
			read_site(halls, channel);
			behind = true;
		}
		channel->behind = channel->behind || behind;
	}
	json_decref(json);
	halls->changed = true;
}

bool halls_wake(struct halls *halls)
{
	bool changed = halls->changed;

	if (changed) {
		update(halls);
	}
	return changed;
}

void halls_look(struct halls *halls)
{
	struct clock_reading now;

	if (halls && halls->waits) {
		clock_now(&now);
		set_due_by(halls, now.boot_ms);
	}
}

/* Life */

static int load_theme(struct halls *halls)
{
	struct theme *theme = NULL;
	int r = theme_load_any(halls->hub->settings->theme, &theme);

	if (r == 0) {
		theme_free(halls->theme);
		halls->theme = theme;
	}
	return r;
}

void halls_reload(struct halls *halls)
{
	(void)load_theme(halls); /* the former one stands; it was logged */
}

int halls_new(struct hub *hub, struct halls **ret)
{
	static const struct hall_sounds_calls calls = {.done = on_composed};
	struct halls *halls = memory_new(1, sizeof(*halls));
	int r;

	halls->hub = hub;
	halls->due_ms = INT64_MAX;
	r = load_theme(halls);
	if (r >= 0) {
		r = hall_sounds_new(hub->event, hub->settings->data, writer_is_frozen(hub->writer),
			hub->strict_transport, &calls, halls, &halls->sounds);
	}
	if (r >= 0) {
		r = sd_event_add_time(hub->event, &halls->timer, CLOCK_BOOTTIME, UINT64_MAX, 10000,
			on_timer, halls);
	}
	if (r < 0) {
		halls_free(halls);
		return r;
	}
	(void)sd_event_source_set_enabled(halls->timer, SD_EVENT_OFF);
	*ret = halls;
	return 0;
}

void halls_end(struct halls *halls)
{
	if (!halls) {
		return;
	}
	hall_sounds_stop(halls->sounds);
	halls->ended = true;
	(void)sd_event_source_set_enabled(halls->timer, SD_EVENT_OFF);
	for (struct hall_wait *wait = halls->waits; wait; wait = wait->next) {
		on_hangup(wait);
	}
}

void halls_free(struct halls *halls)
{
	if (!halls) {
		return;
	}
	while (halls->channels) {
		struct channel *channel = halls->channels;

		halls->channels = channel->next;
		free_channel(channel);
	}
	hall_sounds_free(halls->sounds);
	theme_free(halls->theme);
	sd_event_source_disable_unref(halls->timer);
	free(halls);
}
