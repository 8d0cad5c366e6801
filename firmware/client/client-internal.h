/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of firmware/client share. */
#pragma once

#include "client/client.h"
#include "client/sse.h"
#include "client/transfer.h"

enum stream_state {
	STREAM_OFF, /* no caller follows the stream */
	STREAM_PAUSE, /* lost; the timer tries again */
	STREAM_ASKED, /* the request is on its way */
	STREAM_OPEN, /* the hub answered and events may come */
};

/* The event stream of a client. */
struct stream {
	enum stream_state state;
	struct client_follow calls;
	void *userdata;
	struct transfer transfer; /* in ASKED and OPEN */
	bool content_ok; /* the answer is an event stream */
	struct sse sse;
	int64_t last_id;
	char epoch[SSE_EPOCH_MAX + 1]; /* that last_id is of; "" the hub has not said it */
	bool stale; /* restart was called, client_follow_from not yet */
	bool stale_told; /* since the stream was asked for */
	int link; /* what was reported last: −1 nothing, 0 lost, 1 connected */
	unsigned attempt; /* losses in a row */
	int error; /* of the last loss, −errno */
	int64_t opened_ms;
	int64_t heard_ms; /* bytes came */
	unsigned generation; /* counts client_follow_from, for callbacks that call it */
	sd_event_source *timer; /* the end of the pause, or of the receive time-out */
};

struct client_request {
	struct client_request *next;
	struct client_request *before;
	struct client *client;
	struct transfer transfer;
	client_done done;
	void *userdata;
};

struct client {
	unsigned references; /* the owner's, and one while callbacks run */
	bool closed;
	sd_event *event;
	CURLM *multi;
	sd_event_source *timer;
	struct transfer_hub hub;
	struct client_request *requests;
	size_t n_requests;
	int64_t round_trip_ms;
	struct stream stream;
	bool quiet; /* losses are somebody else's to tell */
	/* Times of the stream; tests shorten them. */
	int silence_ms; /* of a stream that is open */
	int answer_ms; /* until it is */
	int delay_min_ms;
	int delay_max_ms;
};

/* The exchange was added to client->multi and has ended. The caller's callbacks may free client:
 * it stays in memory while its dispatcher holds a reference. */
void stream_ended(struct client *client, CURLcode code);
/* Hands out the events whose bytes have come. */
void stream_pump(struct client *client);
void stream_done(struct client *client);
/* Before attempt (from 0): doubling from min to max, spread by random over its second half,
 * so that displays that lost the hub together do not all come back at once. */
int stream_delay_ms(unsigned attempt, int min_ms, int max_ms, uint32_t random);

/* Keeps client in memory while callbacks run, which may free it. */
void client_hold(struct client *client);
void client_release(struct client *client);

/* Adds to or takes from client->multi. */
void client_add(struct client *client, struct transfer *transfer);
void client_remove(struct client *client, struct transfer *transfer);
