/* SPDX-License-Identifier: Apache-2.0 */
/* The blocking calls of the command line. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "client/client-internal.h"

int client_call(const char *hub, const char *token, const char *method, const char *path,
	const char *body, int timeout_ms, int *ret_status, char **ret_body)
{
	_cleanup_(transfer_hub_done) struct transfer_hub where = {0};
	_cleanup_(transfer_done) struct transfer transfer = {0};
	int r = transfer_hub_init(&where, hub, token);

	if (r < 0) {
		return r;
	}
	r = transfer_init(
		&transfer, &where, method, path, body, timeout_ms ? timeout_ms : CLIENT_TIMEOUT_MS);
	if (r < 0) {
		return r;
	}
	r = transfer_status(&transfer, curl_easy_perform(transfer.easy));
	if (r < 0) {
		return r;
	}
	textbuf_add(&transfer.answer, "");
	*ret_status = r;
	*ret_body = TAKE_PTR(transfer.answer.data);
	return 0;
}

/* ---- a long answer into a file ---- */

enum {
	FETCH_WHOLE = 200, /* the HTTP status */
	FETCH_STALLED_S = 900, /* the hub makes it first, which takes long on a slow card */
};

struct fetch {
	struct transfer transfer;
	int fd;
	int error;
};

static size_t on_bytes(char *bytes, size_t one, size_t size, void *userdata)
{
	struct fetch *fetch = userdata;
	long status = 0;

	(void)one;
	(void)curl_easy_getinfo(fetch->transfer.easy, CURLINFO_RESPONSE_CODE, &status);
	if (status != FETCH_WHOLE) {
		if (fetch->transfer.answer.size + size > CLIENT_ANSWER_MAX) {
			return 0;
		}
		textbuf_add_bytes(&fetch->transfer.answer, bytes, size);
		return size;
	}
	for (size_t done = 0; done < size;) {
		ssize_t n = write(fetch->fd, bytes + done, size - done);

		if (n < 0) {
			fetch->error = -errno;
			return 0;
		}
		done += (size_t)n;
	}
	return size;
}

static void fetch_done(struct fetch *fetch)
{
	transfer_done(&fetch->transfer);
}

int client_fetch(const char *hub, const char *token, const char *path, int fd, int *ret_status,
	char **ret_refusal)
{
	_cleanup_(transfer_hub_done) struct transfer_hub where = {0};
	_cleanup_(fetch_done) struct fetch fetch = {.fd = fd};
	int r = transfer_hub_init(&where, hub, token);

	if (r == 0) {
		r = transfer_init(&fetch.transfer, &where, "GET", path, NULL, 0);
	}
	if (r < 0) {
		return r;
	}
	(void)curl_easy_setopt(fetch.transfer.easy, CURLOPT_WRITEFUNCTION, on_bytes);
	(void)curl_easy_setopt(fetch.transfer.easy, CURLOPT_WRITEDATA, &fetch);
	(void)curl_easy_setopt(fetch.transfer.easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	(void)curl_easy_setopt(fetch.transfer.easy, CURLOPT_LOW_SPEED_TIME, (long)FETCH_STALLED_S);
	r = transfer_status(&fetch.transfer, curl_easy_perform(fetch.transfer.easy));
	if (fetch.error < 0) {
		return fetch.error;
	}
	if (r < 0) {
		return r;
	}
	*ret_status = r;
	*ret_refusal = TAKE_PTR(fetch.transfer.answer.data);
	return 0;
}

struct watch {
	sd_event *event;
	struct client *client;
	int (*line)(int64_t seq, const char *kind, const char *data, void *userdata);
	void *userdata;
	bool connected;
	bool ended; /* what comes now is not asked for any more */
};

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct watch *watch = userdata;
	_cleanup_free_ char *text = NULL;
	int r;

	if (watch->ended) {
		return;
	}
	text = json_dumps(data, JSON_COMPACT);
	if (!text) {
		log_out_of_memory();
	}
	r = watch->line(seq, kind, text, watch->userdata);
	if (r != 0) {
		watch->ended = true;
		(void)sd_event_exit(watch->event, r);
	}
}

static void on_link(bool connected, void *userdata)
{
	struct watch *watch = userdata;

	if (!connected && !watch->connected) {
		(void)sd_event_exit(watch->event, watch->client->stream.error);
	}
	watch->connected = true;
	watch->client->quiet = false;
}

static void on_restart(void *userdata)
{
	struct watch *watch = userdata;

	(void)sd_event_exit(watch->event, -ESTALE);
}

int client_watch(const char *hub, const char *token, const char *epoch, int64_t after_seq,
	int (*line)(int64_t seq, const char *kind, const char *data, void *userdata),
	void *userdata)
{
	static const struct client_follow calls = {
		.event = on_event,
		.link = on_link,
		.restart = on_restart,
	};
	_cleanup_(sd_event_unrefp) sd_event *event = NULL;
	_cleanup_(client_freep) struct client *client = NULL;
	struct watch watch = {.line = line, .userdata = userdata};
	int r = sd_event_new(&event);

	if (r < 0) {
		return r;
	}
	r = client_new(event, hub, token, &client);
	if (r < 0) {
		return r;
	}
	watch.event = event;
	watch.client = client;
	client->quiet = true; /* until connected: the caller says it */
	r = client_follow_in(client, epoch, after_seq, &calls, &watch);
	return r < 0 ? r : sd_event_loop(event);
}
