/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-ends.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/text.h"

enum { TURN_MAX = 16 }; /* told of before the loop sees to its other sources */

struct ends {
	int fd; /* the epoll */
	sd_event_source *source;
	void (*on_end)(void *userdata, int fd);
	void *userdata;
};

static int on_ready(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct ends *ends = userdata;
	struct epoll_event events[TURN_MAX];
	int n = epoll_wait(fd, events, TURN_MAX, 0);

	(void)source;
	(void)revents;
	for (int i = 0; i < n; i++) {
		ends->on_end(ends->userdata, events[i].data.fd);
	}
	return 0;
}

int ends_new(
	sd_event *event, void (*on_end)(void *userdata, int fd), void *userdata, struct ends **ret)
{
	struct ends *ends = memory_new(1, sizeof(*ends));
	int r;

	ends->on_end = on_end;
	ends->userdata = userdata;
	ends->fd = epoll_create1(EPOLL_CLOEXEC);
	r = ends->fd < 0 ? -errno
			 : sd_event_add_io(event, &ends->source, ends->fd, EPOLLIN, on_ready, ends);
	if (r < 0) {
		ends_free(ends);
		return r;
	}
	*ret = ends;
	return 0;
}

void ends_free(struct ends *ends)
{
	if (!ends) {
		return;
	}
	sd_event_source_disable_unref(ends->source);
	if (ends->fd >= 0) {
		(void)close(ends->fd);
	}
	free(ends);
}

int ends_watch(struct ends *ends, int fd)
{
	struct epoll_event event = {.events = EPOLLRDHUP | EPOLLONESHOT, .data.fd = fd};

	return epoll_ctl(ends->fd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}
