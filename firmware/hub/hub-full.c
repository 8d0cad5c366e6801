/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-full.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "hub/hub-headers.h"
#include "hub/hub-limits.h"
#include "hub/hub-error.h"

enum {
	LEAVING_MAX =
		32, /* who is being told; more of them: the first goes without being heard out */
	LEAVING_MS = 2000, /* until the other end has hung up */
	READS_MAX = 4, /* of READ_BYTES, of one turn */
	READ_BYTES = 4096,
};

struct leaving {
	struct full *full;
	int fd; /* −1: free */
	sd_event_source *source;
	int64_t until_ms;
};

struct full {
	sd_event *event;
	bool strict;
	struct leaving leaving[LEAVING_MAX];
	int next; /* the slot to use next: the oldest one */
	sd_event_source *timer;
};

static void end(struct leaving *leaving)
{
	leaving->source = sd_event_source_disable_unref(leaving->source);
	if (leaving->fd >= 0) {
		(void)close(leaving->fd);
	}
	leaving->fd = -1;
}

static int on_more(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	char dropped[READ_BYTES];
	ssize_t n = 1;

	(void)source;
	(void)revents;
	for (int i = 0; i < READS_MAX && n > 0; i++) {
		n = recv(fd, dropped, sizeof(dropped), MSG_DONTWAIT);
	}
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		end(userdata);
	}
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct full *full = userdata;
	int64_t now_ms = clock_mono_ms();
	int64_t first_ms = INT64_MAX;

	(void)usec;
	for (int i = 0; i < LEAVING_MAX; i++) {
		struct leaving *leaving = &full->leaving[i];

		if (leaving->fd >= 0 && leaving->until_ms <= now_ms) {
			end(leaving);
		} else if (leaving->fd >= 0) {
			first_ms = MIN_OF(first_ms, leaving->until_ms);
		}
	}
	if (first_ms != INT64_MAX) {
		(void)sd_event_source_set_time(source, (uint64_t)first_ms * 1000);
		(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	}
	return 0;
}

static void add_line(void *userdata, const char *name, const char *value)
{
	textbuf_printf(userdata, "%s: %s\r\n", name, value);
}

static void say(const struct full *full, int fd, const char *message)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	_cleanup_free_ char *body =
		text_printf("{\"error\":\"%s\",\"message\":\"%s\",\"field\":null}",
			api_error_name(API_ERROR_BUSY_HUB), message);

	textbuf_printf(
		&text, "HTTP/1.1 %d Service Unavailable\r\n", api_error_status(API_ERROR_BUSY_HUB));
	headers_each(HEADERS_DATA, "application/json", full->strict, add_line, &text);
	textbuf_printf(&text,
		"Retry-After: %d\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
		REFUSED_RETRY_S, strlen(body), body);
	(void)send(fd, text.data, text.size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void full_tell(struct full *full, int fd, bool tls, const char *message)
{
	struct leaving *leaving = &full->leaving[full->next];

	if (!tls) {
		say(full, fd, message);
	}
	(void)shutdown(fd, SHUT_WR);
	full->next = (full->next + 1) % LEAVING_MAX;
	end(leaving);
	leaving->fd = fd;
	leaving->until_ms = clock_mono_ms() + LEAVING_MS;
	if (sd_event_add_io(full->event, &leaving->source, fd, EPOLLIN, on_more, leaving) < 0) {
		end(leaving);
		return;
	}
	if (sd_event_source_get_enabled(full->timer, NULL) == 0) {
		(void)sd_event_source_set_time(full->timer, (uint64_t)leaving->until_ms * 1000);
		(void)sd_event_source_set_enabled(full->timer, SD_EVENT_ONESHOT);
	}
}

int full_new(sd_event *event, bool strict, struct full **ret)
{
	struct full *full = memory_new(1, sizeof(*full));
	int r;

	full->event = event;
	full->strict = strict;
	for (int i = 0; i < LEAVING_MAX; i++) {
		full->leaving[i].fd = -1;
	}
	r = sd_event_add_time(event, &full->timer, CLOCK_MONOTONIC, UINT64_MAX, 0, on_timer, full);
	if (r >= 0) {
		r = sd_event_source_set_enabled(full->timer, SD_EVENT_OFF);
	}
	if (r < 0) {
		full_free(full);
		return r;
	}
	*ret = full;
	return 0;
}

void full_free(struct full *full)
{
	if (!full) {
		return;
	}
	for (int i = 0; i < LEAVING_MAX; i++) {
		end(&full->leaving[i]);
	}
	sd_event_source_disable_unref(full->timer);
	free(full);
}
