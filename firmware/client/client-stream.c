/* SPDX-License-Identifier: Apache-2.0 */
/*
 *      OFF ──follow── ASKED ──headers of an event stream── OPEN
 *                      │ ▲                                   │
 *                 fails│ │timer               ends or silence│
 *                      ▼ │                                   │
 *                     PAUSE ◄────────────────────────────────┘
 *
 * Not handled: a hub that answers with another status for good (a withdrawn token). It is asked
 * again like one that is away, since a new token makes it well.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/log.h"
#include "client/client-internal.h"

enum { STEADY_MS = 5000 }; /* a stream that lasted this long starts the delays anew */

static void ask(struct client *client);

int stream_delay_ms(unsigned attempt, int min_ms, int max_ms, uint32_t random)
{
	int64_t delay_ms = min_ms;

	while (attempt-- > 0 && delay_ms < max_ms) {
		delay_ms *= 2;
	}
	delay_ms = MIN_OF(delay_ms, max_ms);
	return (int)(delay_ms / 2 + delay_ms * (random % 1024) / 2048);
}

static int on_timer(sd_event_source *source, uint64_t at_us, void *userdata);

static void set_timer(struct client *client, int delay_ms)
{
	struct stream *stream = &client->stream;
	uint64_t at_us = (uint64_t)clock_mono_us() + (uint64_t)delay_ms * 1000;

	if (!stream->timer) {
		/* A tenth of the delay is near enough, and lets the loop wake for several at once.
		 */
		if (sd_event_add_time(client->event, &stream->timer, CLOCK_MONOTONIC, at_us,
			    (uint64_t)client->delay_min_ms * 100, on_timer, client) < 0) {
			log_out_of_memory();
		}
		return;
	}
	(void)sd_event_source_set_time(stream->timer, at_us);
	(void)sd_event_source_set_enabled(stream->timer, SD_EVENT_ONESHOT);
}

static void tell_link(struct client *client, bool connected)
{
	struct stream *stream = &client->stream;

	if (stream->link == connected) {
		return;
	}
	stream->link = connected;
	if (connected) {
		log_debug("following the hub from event %" PRId64, stream->last_id);
	} else if (!client->quiet) {
		log_warning(FAULT_SITE, "no event stream from the hub (%s), trying again",
			strerror(-stream->error));
	}
	if (stream->calls.link) {
		stream->calls.link(connected, stream->userdata);
	}
}

static void tell_restart(struct client *client)
{
	client->stream.stale = true;
	client->stream.stale_told = true;
	if (client->stream.calls.restart) {
		client->stream.calls.restart(client->stream.userdata);
	}
}

static void drop_transfer(struct client *client)
{
	struct stream *stream = &client->stream;

	if (stream->transfer.easy) {
		client_remove(client, &stream->transfer);
		transfer_done(&stream->transfer);
	}
}

static void pause_stream(struct client *client)
{
	struct stream *stream = &client->stream;
	uint32_t random = 0;

	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) != sizeof(random)) {
		random = 0; /* early in the life of a board; then the delay is a round one */
	}
	stream->state = STREAM_PAUSE;
	set_timer(client,
		stream_delay_ms(
			stream->attempt, client->delay_min_ms, client->delay_max_ms, random));
	stream->attempt++;
}

static void lose(struct client *client, int error)
{
	struct stream *stream = &client->stream;

	drop_transfer(client);
	if (stream->state == STREAM_OPEN && clock_mono_ms() - stream->opened_ms >= STEADY_MS) {
		stream->attempt = 0;
	}
	stream->error = error;
	pause_stream(client);
	tell_link(client, false);
}

static int on_timer(sd_event_source *source, uint64_t at_us, void *userdata)
{
	struct client *client = userdata;
	struct stream *stream = &client->stream;
	int64_t silent_ms = clock_mono_ms() - stream->heard_ms;
	int limit_ms = stream->state == STREAM_OPEN ? client->silence_ms : client->answer_ms;

	(void)source;
	(void)at_us;
	client_hold(client);
	if (stream->state == STREAM_PAUSE) {
		ask(client);
	} else if (silent_ms >= limit_ms) {
		lose(client, -ETIMEDOUT);
	} else {
		/* Bytes came since: one wake-up now and then instead of a timer set for each. */
		set_timer(client, limit_ms - (int)silent_ms);
	}
	client_release(client);
	return 0;
}

/* CURLOPT_HEADERFUNCTION, called from inside libcurl: it only records what it sees. */
static size_t on_header(char *bytes, size_t one, size_t size, void *userdata)
{
	static const char name[] = "Content-Type:";
	static const char type[] = "text/event-stream";
	struct client *client = userdata;
	struct stream *stream = &client->stream;
	_cleanup_free_ char *line = strndup(bytes, size);
	long status = 0;

	(void)one;
	if (!line) {
		log_out_of_memory();
	}
	stream->heard_ms = clock_mono_ms();
	if (strncasecmp(line, name, strlen(name)) == 0) {
		const char *value = line + strlen(name);

		value += strspn(value, " \t");
		stream->content_ok = strncasecmp(value, type, strlen(type)) == 0;
	}
	if (line[strspn(line, "\r\n")] == '\0') {
		(void)curl_easy_getinfo(stream->transfer.easy, CURLINFO_RESPONSE_CODE, &status);
		if (status == 200 && stream->content_ok && stream->state == STREAM_ASKED) {
			stream->state = STREAM_OPEN;
			stream->opened_ms = stream->heard_ms;
			set_timer(client, client->silence_ms);
		}
	}
	return size;
}

/* CURLOPT_WRITEFUNCTION, from inside libcurl. The bytes are read in stream_pump. */
static size_t on_bytes(char *bytes, size_t one, size_t size, void *userdata)
{
	struct client *client = userdata;
	struct stream *stream = &client->stream;

	(void)one;
	stream->heard_ms = clock_mono_ms();
	if (stream->state != STREAM_OPEN ||
		stream->sse.input.size - stream->sse.at + size > CLIENT_ANSWER_MAX) {
		return 0;
	}
	sse_push(&stream->sse, bytes, size);
	return size;
}

static void ask(struct client *client)
{
	struct stream *stream = &client->stream;
	int r = transfer_init(&stream->transfer, &client->hub, "GET", "/api/v1/events", NULL, 0);

	if (r < 0) {
		log_error(FAULT_OURS, "the event stream cannot be asked for: %s", strerror(-r));
		return;
	}
	transfer_add_header(&stream->transfer, "Accept: text/event-stream");
	if (stream->last_id >= 0) {
		_cleanup_free_ char *header = text_printf("Last-Event-ID: %s%s%" PRId64,
			stream->epoch, *stream->epoch ? "-" : "", stream->last_id);

		transfer_add_header(&stream->transfer, header);
	}
	(void)curl_easy_setopt(stream->transfer.easy, CURLOPT_HEADERFUNCTION, on_header);
	(void)curl_easy_setopt(stream->transfer.easy, CURLOPT_HEADERDATA, client);
	(void)curl_easy_setopt(stream->transfer.easy, CURLOPT_WRITEFUNCTION, on_bytes);
	(void)curl_easy_setopt(stream->transfer.easy, CURLOPT_WRITEDATA, client);
	sse_reset(&stream->sse, stream->last_id);
	stream->content_ok = false;
	stream->stale_told = false;
	stream->state = STREAM_ASKED;
	stream->heard_ms = clock_mono_ms();
	set_timer(client, client->answer_ms);
	client_add(client, &stream->transfer);
}

static void on_event(struct client *client, const struct sse_event *event)
{
	struct stream *stream = &client->stream;
	json_t *data;

	if (strcmp(event->kind, "restart") == 0) {
		tell_restart(client);
		return;
	}
	data = event->too_large ? NULL : json_loadb(event->data, event->size, 0, NULL);
	if (!json_is_object(data)) {
		json_decref(data);
		log_error(FAULT_OURS, "event %" PRId64 " (%s) is unusable: %zu bytes", event->id,
			event->kind, event->size);
		stream->last_id = event->id;
		tell_restart(client);
		return;
	}
	stream->last_id = event->id;
	if (stream->calls.event) {
		stream->calls.event(event->id, event->kind, data, stream->userdata);
	}
	json_decref(data);
}

void stream_pump(struct client *client)
{
	struct stream *stream = &client->stream;
	unsigned generation = stream->generation;
	struct sse_event event;

	if (stream->state != STREAM_OPEN) {
		return;
	}
	tell_link(client, true);
	if (stream->stale && !stream->stale_told && !client->closed) {
		tell_restart(client);
	}
	while (!client->closed && stream->generation == generation &&
		sse_next(&stream->sse, &event)) {
		if (!stream->stale) {
			on_event(client, &event);
		}
	}
	if (!client->closed && stream->generation == generation && !stream->stale &&
		*stream->sse.epoch) {
		memcpy(stream->epoch, stream->sse.epoch, sizeof(stream->epoch));
	}
}

static int refusal(struct stream *stream)
{
	long status = 0;

	(void)curl_easy_getinfo(stream->transfer.easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 401 || status == 403) {
		return -EACCES;
	}
	return status > 0 && status != 200 ? -EPROTO : 0;
}

void stream_ended(struct client *client, CURLcode code)
{
	struct stream *stream = &client->stream;
	int error = refusal(stream);

	if (error == 0) {
		error = transfer_status(&stream->transfer, code);
	}
	lose(client, error < 0 ? error : -ECONNRESET);
}

int client_follow_in(struct client *client, const char *epoch, int64_t after_seq,
	const struct client_follow *calls, void *userdata)
{
	struct stream *stream = &client->stream;

	if (client->closed || after_seq < -1) {
		return -EINVAL;
	}
	drop_transfer(client);
	text_copy_cut(stream->epoch, sizeof(stream->epoch), epoch);
	stream->generation++;
	stream->calls = *calls;
	stream->userdata = userdata;
	stream->last_id = after_seq;
	if (stream->stale) {
		/* A hub that always says "restart" must not be asked in a circle. */
		stream->stale = false;
		pause_stream(client);
	} else {
		ask(client);
	}
	return 0;
}

int client_follow_from(
	struct client *client, int64_t after_seq, const struct client_follow *calls, void *userdata)
{
	return client_follow_in(client, "", after_seq, calls, userdata);
}

void stream_done(struct client *client)
{
	struct stream *stream = &client->stream;

	drop_transfer(client);
	stream->timer = sd_event_source_disable_unref(stream->timer);
	sse_done(&stream->sse);
	stream->state = STREAM_OFF;
}
