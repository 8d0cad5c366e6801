/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl's multi interface on sd-event: libcurl says which sockets to watch and when to be woken,
 * the loop tells it what happened, and whatever has ended then is handed out. Callbacks run only
 * from there, never from inside libcurl, and may do everything: send, cancel, follow, free.
 */
#include "client/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "base/log.h"
#include "client/client-internal.h"

enum { CONNECTIONS_KEPT = 4, CONNECTIONS_MAX = 8, SILENCE_MS = 4500, ANSWER_MS = 15000 };
enum { DELAY_MIN_MS = 250, DELAY_MAX_MS = 5000 };

static void must(CURLMcode code)
{
	if (code == CURLM_OUT_OF_MEMORY) {
		log_out_of_memory();
	}
	if (code != CURLM_OK) {
		log_error(FAULT_OURS, "libcurl: %s", curl_multi_strerror(code));
	}
}

void client_hold(struct client *client)
{
	client->references++;
}

void client_release(struct client *client)
{
	if (--client->references > 0) {
		return;
	}
	transfer_hub_done(&client->hub);
	sd_event_unref(client->event);
	free(client);
}

void client_add(struct client *client, struct transfer *transfer)
{
	must(curl_multi_add_handle(client->multi, transfer->easy));
}

void client_remove(struct client *client, struct transfer *transfer)
{
	must(curl_multi_remove_handle(client->multi, transfer->easy));
}

static void unlink_request(struct client_request *request)
{
	struct client *client = request->client;

	if (request->before) {
		request->before->next = request->next;
	} else {
		client->requests = request->next;
	}
	if (request->next) {
		request->next->before = request->before;
	}
	client->n_requests--;
	client_remove(client, &request->transfer);
	request->client = NULL;
}

static void free_request(struct client_request *request)
{
	transfer_done(&request->transfer);
	free(request);
}

static json_t *parse_answer(const struct textbuf *answer)
{
	return answer->size > 0 ? json_loadb(answer->data, answer->size, 0, NULL) : NULL;
}

int64_t client_round_trip_ms(const struct client *client)
{
	return client->round_trip_ms;
}

static void note_round_trip(struct client *client, CURL *easy)
{
	curl_off_t took_us = 0;
	int64_t took_ms;

	(void)curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &took_us);
	took_ms = took_us / 1000;
	client->round_trip_ms = took_ms > client->round_trip_ms
		? took_ms
		: client->round_trip_ms - (client->round_trip_ms - took_ms) / 8;
}

static void end_request(struct client_request *request, CURLcode code)
{
	int status = transfer_status(&request->transfer, code);
	json_t *body = status > 0 ? parse_answer(&request->transfer.answer) : NULL;

	if (status > 0) {
		note_round_trip(request->client, request->transfer.easy);
	}
	unlink_request(request);
	request->done(status, body, request->userdata);
	json_decref(body);
	free_request(request);
}

static void hand_out(struct client *client)
{
	CURLMsg *message;
	int left;

	stream_pump(client);
	while (!client->closed && (message = curl_multi_info_read(client->multi, &left))) {
		struct client_request *request = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE) {
			continue;
		}
		(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&request);
		if (request) {
			end_request(request, code);
		} else {
			stream_ended(client, code);
		}
	}
}

/* libcurl tells its timer only when it changes, and keeps the old one if it was woken early. */
static void set_timer(struct client *client, long timeout_ms)
{
	if (timeout_ms < 0) {
		(void)sd_event_source_set_enabled(client->timer, SD_EVENT_OFF);
		return;
	}
	(void)sd_event_source_set_time(
		client->timer, (uint64_t)clock_mono_us() + (uint64_t)timeout_ms * 1000);
	(void)sd_event_source_set_enabled(client->timer, SD_EVENT_ONESHOT);
}

static void act(struct client *client, curl_socket_t fd, int what)
{
	long timeout_ms = -1;
	int running;

	client_hold(client);
	must(curl_multi_socket_action(client->multi, fd, what, &running));
	must(curl_multi_timeout(client->multi, &timeout_ms));
	set_timer(client, timeout_ms);
	hand_out(client);
	client_release(client);
}

static int on_socket(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	int what = (events & EPOLLIN ? CURL_CSELECT_IN : 0) |
		(events & EPOLLOUT ? CURL_CSELECT_OUT : 0);

	(void)source;
	/* After only a hang-up or an error this is 0: then libcurl checks the socket itself. */
	act(userdata, fd, what);
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t at_us, void *userdata)
{
	(void)source;
	(void)at_us;
	act(userdata, CURL_SOCKET_TIMEOUT, 0);
	return 0;
}

/* CURLMOPT_SOCKETFUNCTION: socket_data is the socket's event source. */
static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *userdata, void *socket_data)
{
	struct client *client = userdata;
	sd_event_source *source = socket_data;
	uint32_t events =
		(what & CURL_POLL_IN ? EPOLLIN : 0) | (what & CURL_POLL_OUT ? EPOLLOUT : 0);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		sd_event_source_disable_unref(source);
		return 0;
	}
	if (source) {
		return sd_event_source_set_io_events(source, events) < 0 ? -1 : 0;
	}
	if (sd_event_add_io(client->event, &source, fd, events, on_socket, client) < 0) {
		return -1;
	}
	must(curl_multi_assign(client->multi, fd, source));
	return 0;
}

static int on_curl_timer(CURLM *multi, long timeout_ms, void *userdata)
{
	(void)multi;
	set_timer(userdata, timeout_ms);
	return 0;
}

static int set_up_multi(struct client *client)
{
	int r = sd_event_add_time(
		client->event, &client->timer, CLOCK_MONOTONIC, UINT64_MAX, 1000, on_timer, client);

	if (r < 0) {
		return r;
	}
	client->multi = curl_multi_init();
	if (!client->multi) {
		log_out_of_memory();
	}
	must(curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, watch_socket));
	must(curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client));
	must(curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer));
	must(curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client));
	must(curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT));
	must(curl_multi_setopt(
		client->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)CONNECTIONS_MAX));
	return 0;
}

int client_new(sd_event *event, const char *hub, const char *token, struct client **ret)
{
	_cleanup_(client_freep) struct client *client = memory_new(1, sizeof(*client));
	int r;

	client->references = 1;
	client->event = sd_event_ref(event);
	client->silence_ms = SILENCE_MS;
	client->answer_ms = ANSWER_MS;
	client->delay_min_ms = DELAY_MIN_MS;
	client->delay_max_ms = DELAY_MAX_MS;
	client->stream.link = -1;
	r = transfer_hub_init(&client->hub, hub, token);
	if (r < 0) {
		return r;
	}
	r = set_up_multi(client);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(client);
	return 0;
}

void client_free(struct client *client)
{
	if (!client || client->closed) {
		return;
	}
	client->closed = true;
	stream_done(client);
	while (client->requests) {
		client_cancel(client->requests);
	}
	if (client->multi) {
		must(curl_multi_cleanup(client->multi));
		client->multi = NULL;
	}
	client->timer = sd_event_source_disable_unref(client->timer);
	client_release(client);
}

int client_name(struct client *client, const char *name, const char *role)
{
	enum { WORD_MAX = 31 };

	if (!text_is_id(name, WORD_MAX) || !text_is_id(role, WORD_MAX)) {
		return -EINVAL;
	}
	free(client->hub.name);
	free(client->hub.role);
	client->hub.name = text_dup(name);
	client->hub.role = text_dup(role);
	return 0;
}

static void link_request(struct client *client, struct client_request *request)
{
	request->client = client;
	request->next = client->requests;
	if (request->next) {
		request->next->before = request;
	}
	client->requests = request;
	client->n_requests++;
	(void)curl_easy_setopt(request->transfer.easy, CURLOPT_PRIVATE, request);
	client_add(client, &request->transfer);
}

int client_send(struct client *client, const char *method, const char *path, json_t *body,
	int timeout_ms, client_done done, void *userdata, struct client_request **ret)
{
	_cleanup_free_ char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
	struct client_request *request;
	int r;

	if (body && !text) {
		log_out_of_memory();
	}
	json_decref(body);
	if (client->closed || client->n_requests >= CLIENT_REQUESTS_MAX) {
		return -EBUSY;
	}
	request = memory_new(1, sizeof(*request));
	request->done = done;
	request->userdata = userdata;
	r = transfer_init(&request->transfer, &client->hub, method, path, text,
		timeout_ms ? timeout_ms : CLIENT_TIMEOUT_MS);
	if (r < 0) {
		free(request);
		return r;
	}
	link_request(client, request);
	if (ret) {
		*ret = request;
	}
	return 0;
}

void client_cancel(struct client_request *request)
{
	/* One whose done is running has left the list already. */
	if (!request || !request->client) {
		return;
	}
	unlink_request(request);
	free_request(request);
}
