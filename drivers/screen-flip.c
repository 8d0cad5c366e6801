/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen-flip.h"

#include <poll.h>
#include <sys/epoll.h>

#include "base/log.h"
#include "base/text.h"

enum { ACCURACY_US = 100000 };

struct screen_flip {
	struct screen_flip_settings settings;
	void *userdata;
	int fd;
	bool mode_is_set;
	bool under_way;
	bool stuck;
	sd_event_source *taken;
	sd_event_source *late;
};

/* SDL reads the kernel's event, so the descriptor stays readable until the next picture is
 * shown. */
static bool is_taken(const struct screen_flip *flip, int timeout_ms)
{
	struct pollfd poll_fd = {.fd = flip->fd, .events = POLLIN};

	return poll(&poll_fd, 1, timeout_ms) == 1 && (poll_fd.revents & POLLIN);
}

static void end_flip(struct screen_flip *flip)
{
	if (flip->stuck) {
		log_notice("screen: the display takes pictures again");
	}
	flip->under_way = false;
	flip->stuck = false;
	(void)sd_event_source_set_enabled(flip->taken, SD_EVENT_OFF);
	(void)sd_event_source_set_enabled(flip->late, SD_EVENT_OFF);
}

static int on_taken(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct screen_flip *flip = userdata;

	(void)source;
	(void)fd;
	if (revents & EPOLLIN) {
		end_flip(flip);
		flip->settings.ready(flip->userdata);
	} else { /* the card is gone: no event will come, and the loop must not spin */
		(void)sd_event_source_set_enabled(flip->taken, SD_EVENT_OFF);
	}
	return 0;
}

static int on_late(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct screen_flip *flip = userdata;

	(void)usec;
	if (is_taken(flip, 0)) {
		end_flip(flip); /* the flip was complete already, but no one had checked */
		return 0;
	}
	if (flip->stuck) {
		flip->settings.lost(flip->userdata);
		return 0;
	}
	flip->stuck = true;
	log_warning(FAULT_DEVICE, "screen: the display does not take pictures");
	(void)sd_event_source_set_time_relative(
		source, (uint64_t)(flip->settings.lost_ms - flip->settings.stuck_ms) * 1000);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	flip->settings.stuck(flip->userdata);
	return 0;
}

int screen_flip_open(sd_event *event, int fd, const struct screen_flip_settings *settings,
	void *userdata, struct screen_flip **ret)
{
	_cleanup_(screen_flip_closep) struct screen_flip *flip = memory_new(1, sizeof(*flip));
	int r;

	flip->settings = *settings;
	flip->userdata = userdata;
	flip->fd = fd;
	r = sd_event_add_io(event, &flip->taken, fd, EPOLLIN, on_taken, flip);
	if (r >= 0) {
		r = sd_event_source_set_enabled(flip->taken, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = sd_event_add_time(event, &flip->late, CLOCK_MONOTONIC, UINT64_MAX, ACCURACY_US,
			on_late, flip);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(flip);
	return 0;
}

void screen_flip_close(struct screen_flip *flip)
{
	if (!flip) {
		return;
	}
	flip->taken = sd_event_source_disable_unref(flip->taken);
	flip->late = sd_event_source_disable_unref(flip->late);
	free(flip);
}

bool screen_flip_may_show(struct screen_flip *flip)
{
	if (flip->under_way && is_taken(flip, 0)) {
		end_flip(flip);
	}
	if (flip->under_way) {
		(void)sd_event_source_set_enabled(flip->taken, SD_EVENT_ON);
	}
	return !flip->under_way;
}

void screen_flip_shown(struct screen_flip *flip, bool queued)
{
	flip->under_way = queued && flip->mode_is_set;
	flip->mode_is_set = true;
	if (flip->under_way) {
		(void)sd_event_source_set_time_relative(
			flip->late, (uint64_t)flip->settings.stuck_ms * 1000);
		(void)sd_event_source_set_enabled(flip->late, SD_EVENT_ONESHOT);
	}
}

bool screen_flip_is_stuck(const struct screen_flip *flip)
{
	return flip && flip->stuck;
}

bool screen_flip_wait(struct screen_flip *flip, int timeout_ms)
{
	if (flip && flip->under_way && is_taken(flip, timeout_ms)) {
		end_flip(flip);
	}
	return !flip || !flip->under_way;
}
