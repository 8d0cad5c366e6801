/* SPDX-License-Identifier: Apache-2.0 */
#include "display/screen-report.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "display/screen-watch.h"
#include "ui/thumbnail.h"

struct screen_report {
	struct screen *screen;
	struct client *client; /* NULL: not connected yet */
	struct screen_watch watch;
	bool sending;
	sd_event_source *due;
	/* The thread makes png of small, sets error, and writes to done_fd as its last action. The
	 * loop touches the three only while there is no thread. */
	bool has_thread;
	pthread_t thread;
	sd_event_source *done;
	int done_fd;
	cairo_surface_t *small;
	struct textbuf png;
	int error;
};

static void *make_png(void *userdata)
{
	struct screen_report *report = userdata;

	report->error = thumbnail_encode(report->small, &report->png);
	(void)eventfd_write(report->done_fd, 1);
	return NULL;
}

static void arm(struct screen_report *report)
{
	int64_t due_ms = report->sending || report->has_thread || !report->client
		? -1
		: screen_watch_due_ms(&report->watch, clock_mono_ms());

	if (due_ms >= 0) {
		(void)sd_event_source_set_time(report->due, (uint64_t)due_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		report->due, due_ms >= 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static void on_sent(int status, json_t *body, void *userdata)
{
	struct screen_report *report = userdata;

	(void)body;
	report->sending = false;
	if (status != 204) {
		log_debug("the hub did not take the screen's picture: %d", status);
		screen_watch_failed(&report->watch, clock_mono_ms());
	}
	arm(report);
}

static void send(struct screen_report *report)
{
	struct textbuf text = {0};

	base64_add(&text, report->png.data, report->png.size);
	report->sending =
		client_send(report->client, "POST", "/api/v1/screens",
			json_pack("{s:s}", "png", text.data), 0, on_sent, report, NULL) >= 0;
	if (!report->sending) {
		screen_watch_failed(&report->watch, clock_mono_ms());
	}
	textbuf_done(&text);
}

/* Waits for the thread, and forgets what it works on. */
static void end_thread(struct screen_report *report)
{
	if (report->has_thread) {
		(void)pthread_join(report->thread, NULL);
		report->has_thread = false;
	}
	cairo_surface_destroy(report->small);
	report->small = NULL;
	textbuf_done(&report->png);
}

static int on_done(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct screen_report *report = userdata;
	eventfd_t count;

	(void)source;
	(void)revents;
	(void)eventfd_read(fd, &count);
	if (report->error < 0) {
		log_warning(FAULT_OURS, "no picture of the screen can be sent: %s",
			strerror(-report->error));
	} else {
		log_debug("the screen's picture: %zu bytes", report->png.size);
		send(report);
	}
	end_thread(report);
	arm(report);
	return 0;
}

static int on_due(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct screen_report *report = userdata;
	int64_t started_us = clock_mono_us();
	int64_t now_ms = started_us / 1000;
	int64_t due_ms = screen_watch_due_ms(&report->watch, now_ms);

	(void)source;
	(void)usec;
	if (due_ms < 0 || due_ms > now_ms) {
		arm(report);
		return 0;
	}
	screen_watch_sent(&report->watch, now_ms);
	report->small = thumbnail_scale(screen_surface(report->screen), THUMBNAIL_PIXELS);
	report->has_thread = pthread_create(&report->thread, NULL, make_png, report) == 0;
	if (report->has_thread) {
		(void)pthread_setname_np(report->thread, "picture");
		log_debug("the screen is scaled in %lld us",
			(long long)(clock_mono_us() - started_us));
	} else {
		end_thread(report);
		screen_watch_failed(&report->watch, now_ms);
	}
	arm(report);
	return 0;
}

void screen_report_use(struct screen_report *report, struct client *client)
{
	if (report) {
		report->client = client;
		if (report->sending) {
			report->sending = false;
			screen_watch_failed(&report->watch, clock_mono_ms());
		}
		arm(report);
	}
}

void screen_report_look(struct screen_report *report, bool seen)
{
	if (report) {
		screen_watch_look(&report->watch, seen, clock_mono_ms());
		arm(report);
	}
}

void screen_report_change(struct screen_report *report)
{
	if (report) {
		screen_watch_change(&report->watch, clock_mono_ms());
		arm(report);
	}
}

static int add_sources(struct screen_report *report, sd_event *event)
{
	int r = report->done_fd < 0 ? -errno : 0;

	if (r == 0) {
		r = sd_event_add_io(
			event, &report->done, report->done_fd, EPOLLIN, on_done, report);
	}
	if (r >= 0) {
		r = sd_event_add_time(
			event, &report->due, CLOCK_MONOTONIC, UINT64_MAX, 10000, on_due, report);
	}
	if (r >= 0) {
		/* After drawing, and after all that came from people. */
		r = sd_event_source_set_priority(report->due, SD_EVENT_PRIORITY_NORMAL + 30);
	}
	return r;
}

int screen_report_new(sd_event *event, struct screen *screen, struct screen_report **ret)
{
	_cleanup_(screen_report_freep) struct screen_report *report =
		memory_new(1, sizeof(*report));
	int r;

	report->screen = screen;
	report->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = add_sources(report, event);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(report);
	return 0;
}

void screen_report_free(struct screen_report *report)
{
	if (report) {
		end_thread(report);
		report->due = sd_event_source_disable_unref(report->due);
		report->done = sd_event_source_disable_unref(report->done);
		if (report->done_fd >= 0) {
			(void)close(report->done_fd);
		}
		free(report);
	}
}
