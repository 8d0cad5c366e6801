/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-stream.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-frames.h"
#include "hub/hub-headers.h"
#include "hub/hub-health.h"
#include "hub/hub-http.h"
#include "hub/hub-limits.h"
#include "hub/hub-json.h"
#include "hub/hub-mhd.h"
#include "queue/checkpoint.h"

enum {
	CHUNK_BYTES = 4096, /* libmicrohttpd asks for this much at a time */
	CATCH_UP_EVENTS = 100, /* read from the database at a time */
};

struct stream {
	struct stream *next;
	struct stream **link;
	struct streams *streams;
	struct MHD_Connection *connection;
	struct caller caller;
	struct share_hold hold;
	struct sight sight;
	int fd;
	int64_t next_seq; /* the next event to send */
	size_t sent; /* bytes of its frame that went out already */
	struct textbuf own; /* to be sent before it: comments, events from the database */
	char storage[LIMIT_ID + 1]; /* the word that it was told; at first it expects "ok" */
	bool live; /* has been up to date */
	bool alive; /* reads no comments: browsers do not show them to pages */
	bool suspended;
	bool ended;
};

struct streams {
	struct hub *hub;
	struct stream *first;
	int n;
	sd_event_source *keep_alive;
	int64_t day_seq; /* the event that opened the present day; 0 none */
	struct frames frames;
};

void streams_push(struct streams *streams, const struct event *event, const char *data)
{
	if (event->kind == EVENT_DAY_OPEN) {
		streams->day_seq = event->seq;
	}
	frames_push(&streams->frames, event->seq, event->kind, data);
}

static void resume(struct stream *stream)
{
	if (stream->suspended) {
		stream->suspended = false;
		http_resume(stream->streams->hub->http, stream->connection);
	}
}

/* Whether the frames that it was reading have been dropped. */
static bool is_lost(const struct stream *stream)
{
	return stream->live && stream->next_seq < stream->streams->frames.first_seq;
}

/* Cuts a connection that does not read: it may never let go of what it was sent. */
static void cut(struct stream *stream)
{
	log_debug("the stream of %s does not read: closed", stream->caller.name);
	stream->ended = true;
	(void)shutdown(stream->fd, SHUT_RDWR);
	resume(stream);
}

void streams_wake(struct streams *streams)
{
	for (struct stream *stream = streams->first; stream; stream = stream->next) {
		if (is_lost(stream)) {
			cut(stream);
		} else if (stream->next_seq <= streams->frames.last_seq) {
			resume(stream);
		}
	}
}

static int on_stored(int64_t seq, enum event_kind kind, const char *data, void *userdata)
{
	struct stream *stream = userdata;

	if (seq > stream->streams->frames.last_seq) {
		return 1; /* committed, but not yet published: it comes as a frame */
	}
	frames_write(&stream->own, stream->streams->hub->replica.epoch, seq, kind, data,
		stream->sight.people);
	stream->next_seq = seq + 1;
	return 0;
}

/* Reads the next events from the database. */
static int catch_up(struct stream *stream)
{
	struct streams *streams = stream->streams;
	int64_t before = stream->next_seq;
	int r = store_events(
		streams->hub->reader, stream->next_seq - 1, CATCH_UP_EVENTS, on_stored, stream);

	if (r < 0 || stream->next_seq == before) {
		log_error(
			FAULT_DEVICE, "the event log cannot be read after %lld", (long long)before);
		return -EIO;
	}
	return 0;
}

static size_t read_own(struct stream *stream, char *buffer, size_t max)
{
	size_t size = MIN_OF(stream->own.size, max);

	memcpy(buffer, stream->own.data, size);
	textbuf_consume(&stream->own, size);
	if (stream->own.size == 0) {
		textbuf_done(&stream->own);
	}
	return size;
}

static size_t read_frame(struct stream *stream, char *buffer, size_t max)
{
	size_t size = 0;
	const char *text = frames_text(
		&stream->streams->frames, stream->next_seq, stream->sight.people, &size);
	size_t n = MIN_OF(size - stream->sent, max);

	memcpy(buffer, text + stream->sent, n);
	stream->sent += n;
	stream->live = true;
	if (stream->sent == size) {
		stream->next_seq++;
		stream->sent = 0;
	}
	return n;
}

/* libmicrohttpd wants bytes to send; without any the connection sleeps until streams_wake. */
static ssize_t stream_read(void *cls, uint64_t position, char *buffer, size_t max)
{
	struct stream *stream = cls;
	struct streams *streams = stream->streams;
	size_t n = 0;

	(void)position;
	while (n < max && !stream->ended) {
		if (stream->own.size > 0) {
			n += read_own(stream, buffer + n, max - n);
		} else if (stream->next_seq > streams->frames.last_seq) {
			stream->live = true;
			break;
		} else if (stream->next_seq >= streams->frames.first_seq) {
			n += read_frame(stream, buffer + n, max - n);
		} else if (stream->live || catch_up(stream) < 0) {
			stream->ended = true;
		}
	}
	if (n == 0 && stream->ended) {
		return MHD_CONTENT_READER_END_OF_STREAM;
	}
	if (n == 0) {
		stream->suspended = true;
		MHD_suspend_connection(stream->connection);
	}
	return (ssize_t)n;
}

/* The other end hung up while the connection is suspended: nothing else would notice. */
static void on_hangup(void *userdata)
{
	struct stream *stream = userdata;

	stream->ended = true;
	resume(stream);
}

static void arm_keep_alive(struct streams *streams)
{
	(void)sd_event_source_set_time_relative(
		streams->keep_alive, (uint64_t)KEEP_ALIVE_S * 1000000);
	(void)sd_event_source_set_enabled(streams->keep_alive, SD_EVENT_ONESHOT);
}

/* While the disk accepts no writes, no event can report it. */
static void tell_storage(struct stream *stream)
{
	const char *word = health_storage(stream->streams->hub);

	if (strcmp(stream->storage, word) != 0) {
		text_copy_cut(stream->storage, sizeof(stream->storage), word);
		textbuf_printf(&stream->own, "event: storage\ndata: {\"state\":\"%s\"}\n\n", word);
	}
}

bool streams_tell(struct streams *streams, const char *device, const char *event)
{
	bool told = false;

	for (struct stream *stream = streams->first; stream; stream = stream->next) {
		/* Others are in the middle of an event. */
		if (stream->suspended && role_is_device(stream->caller.role) &&
			strcmp(stream->caller.name, device) == 0) {
			textbuf_add(&stream->own, event);
			resume(stream);
			told = true;
		}
	}
	if (told) {
		/* The request that told it is being served: its server cannot run now. */
		(void)sd_event_source_set_time_relative(streams->keep_alive, 0);
	}
	return told;
}

static int on_keep_alive(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct streams *streams = userdata;

	(void)source;
	(void)usec;
	if (!streams->first) {
		return 0;
	}
	/* Nothing else would notice that a sign-in has run out while the hall is quiet. */
	streams_end_unknown(streams);
	for (struct stream *stream = streams->first; stream; stream = stream->next) {
		if (stream->suspended) {
			textbuf_add(&stream->own,
				stream->alive ? "event: alive\ndata: {}\n\n" : ": keep\n\n");
			tell_storage(stream);
			resume(stream);
		}
	}
	http_run(streams->hub->http);
	arm_keep_alive(streams);
	return 0;
}

static void link_stream(struct streams *streams, struct stream *stream)
{
	stream->streams = streams;
	stream->next = streams->first;
	stream->link = &streams->first;
	if (stream->next) {
		stream->next->link = &stream->next;
	}
	streams->first = stream;
	streams->n++;
	if (streams->n == 1) {
		arm_keep_alive(streams);
	}
}

/* Its request is over. */
static void close_stream(struct request *request)
{
	struct stream *stream = TAKE_PTR(request->stream);

	*stream->link = stream->next;
	if (stream->next) {
		stream->next->link = stream->link;
	}
	stream->streams->n--;
	shares_give(stream->streams->hub->shares, &stream->hold);
	(void)http_watch(stream->connection, NULL, NULL);
	health_stream_ended(stream->streams->hub->health, &stream->caller);
	textbuf_done(&stream->own);
	free(stream);
}

/* "EPOCH-SEQ", or a number alone, which is taken for one of this log. */
static int parse_id(const struct hub *hub, const char *id, int64_t *ret)
{
	const char *dash = strrchr(id, '-');
	int r = text_parse_int(dash && dash > id ? dash + 1 : id, 0, INT64_MAX, ret);

	if (r == 0 && dash &&
		((size_t)(dash - id) != EPOCH_LENGTH ||
			strncmp(id, hub->replica.epoch, EPOCH_LENGTH) != 0)) {
		*ret = INT64_MAX; /* as one beyond the log: it begins anew */
	}
	return r;
}

/* After which event to begin: Last-Event-ID, else the parameter, else now. −EINVAL: refused. */
static int begin_after(struct request *request, int64_t now, int64_t *ret)
{
	const struct input *input = &request->input;
	const char *header = mhd_header(request->connection, "Last-Event-ID");

	*ret = input->has_after ? input->after : now;
	if (*input->epoch && strcmp(input->epoch, request->hub->replica.epoch) != 0) {
		*ret = INT64_MAX;
	}
	if (header && *header && parse_id(request->hub, header, ret) < 0) {
		request_refuse(request, API_ERROR_BAD_FIELD, "Last-Event-ID",
			"Last-Event-ID is not an event's id");
		return -EINVAL;
	}
	return 0;
}

static void watch_connection(struct stream *stream)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(stream->connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	stream->fd = info->connect_fd;
	stream->ended = !http_watch(stream->connection, on_hangup, stream);
}

static struct MHD_Response *make_response(struct stream *stream)
{
	struct MHD_Response *response = MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, CHUNK_BYTES, stream_read, stream, NULL);

	if (!response) {
		log_out_of_memory();
	}
	headers_add(response, HEADERS_DATA, "text/event-stream",
		stream->streams->hub->strict_transport);
	(void)MHD_add_response_header(response, "X-Accel-Buffering", "no");
	return response;
}

/* What came after it went into an archive: for the client it is as if the log were another one. */
static bool is_archived(const struct hub *hub, int64_t after)
{
	int64_t first = 1;

	return after > 0 && after < hub->streams->day_seq &&
		checkpoint_first(hub->reader, &first) == 0 && after < first - 1;
}

void api_events(struct request *request)
{
	struct hub *hub = request->hub;
	struct streams *streams = hub->streams;
	struct share_hold hold = {0};
	enum share_verdict verdict;
	struct stream *stream;
	int64_t after;

	if (begin_after(request, streams->frames.last_seq, &after) < 0) {
		return;
	}
	verdict = shares_take(hub->shares, SHARE_STREAMS, &request->caller, request->peer, &hold);
	if (verdict != SHARE_TAKEN) {
		request_refuse_share(request, SHARE_STREAMS, verdict);
		return;
	}
	stream = memory_new(1, sizeof(*stream));
	stream->hold = hold;
	stream->connection = request->connection;
	stream->caller = request->caller;
	stream->alive = request->input.alive;
	text_copy_cut(stream->storage, sizeof(stream->storage), "ok");
	stream->sight = view_sight(request->caller.role);
	/* Something at once, so that the other end knows that it is connected, and to which
	 * history: an id alone is remembered, and is no event. */
	textbuf_add(&stream->own, "retry: 1000\n");
	if (after > streams->frames.last_seq || is_archived(hub, after)) {
		after = streams->frames.last_seq;
		textbuf_add(&stream->own, "\nevent: restart\ndata: {}\n\n");
	}
	if (!stream->sight.past) {
		after = MAX_OF(after, streams->day_seq - 1);
	}
	textbuf_printf(&stream->own, "id: %s-%lld\n\n", hub->replica.epoch, (long long)after);
	stream->next_seq = after + 1;
	link_stream(streams, stream);
	watch_connection(stream);
	request->stream = stream;
	request->completed = close_stream;
	health_stream_began(hub->health, &stream->caller);
	request_answer_with(request, make_response(stream), MHD_HTTP_OK, false);
}

static void end(struct stream *stream)
{
	stream->ended = true;
	resume(stream);
}

/* Whether who opened the stream may still come in. */
static bool is_known(const struct stream *stream, const struct clock_reading *now)
{
	const struct hub *hub = stream->streams->hub;

	if (stream->caller.by_token && !auth_knows(&hub->auth, stream->caller.name)) {
		return false;
	}
	return caller_sign_in(&stream->caller) == 0 ||
		people_lasts(&hub->people, &stream->caller, hub->replica.model, now);
}

void streams_end_unknown(struct streams *streams)
{
	struct clock_reading now;

	clock_now(&now);
	for (struct stream *stream = streams->first; stream; stream = stream->next) {
		if (!is_known(stream, &now)) {
			end(stream);
		}
	}
}

void streams_end_all(struct streams *streams)
{
	for (struct stream *stream = streams ? streams->first : NULL; stream;
		stream = stream->next) {
		if (stream->suspended) {
			end(stream);
		} else {
			cut(stream); /* still busy with what it was sent */
		}
	}
}

int streams_count(const struct streams *streams)
{
	return streams->n;
}

int streams_new(struct hub *hub, struct streams **ret)
{
	struct streams *streams = memory_new(1, sizeof(*streams));
	int r;

	streams->hub = hub;
	frames_init(&streams->frames, hub->replica.epoch, model_seq(hub->replica.model));
	r = store_day_start(hub->reader, &streams->day_seq);
	if (r < 0) {
		free(streams);
		return r;
	}
	r = sd_event_add_time(hub->event, &streams->keep_alive, CLOCK_MONOTONIC, UINT64_MAX, 100000,
		on_keep_alive, streams);
	if (r < 0) {
		free(streams);
		return r;
	}
	(void)sd_event_source_set_enabled(streams->keep_alive, SD_EVENT_OFF);
	*ret = streams;
	return 0;
}

void streams_free(struct streams *streams)
{
	if (!streams) {
		return;
	}
	frames_done(&streams->frames);
	sd_event_source_disable_unref(streams->keep_alive);
	free(streams);
}
