/* SPDX-License-Identifier: Apache-2.0 */
#include "display/screen-report.h"

#include <errno.h>
#include <string.h>

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
};

static void arm(struct screen_report *report)
{
	int64_t due_ms = report->sending || !report->client
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

static void send(struct screen_report *report, const struct textbuf *png)
{
	struct textbuf text = {0};

	base64_add(&text, png->data, png->size);
	report->sending =
		client_send(report->client, "POST", "/api/v1/screens",
			json_pack("{s:s}", "png", text.data), 0, on_sent, report, NULL) >= 0;
	textbuf_done(&text);
}

static int on_due(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct screen_report *report = userdata;
	int64_t started_us = clock_mono_us();
	int64_t now_ms = started_us / 1000;
	struct textbuf png = {0};
	int64_t due_ms = screen_watch_due_ms(&report->watch, now_ms);
	int r;

	(void)source;
	(void)usec;
	if (due_ms < 0 || due_ms > now_ms) {
		arm(report);
		return 0;
	}
	screen_watch_sent(&report->watch, now_ms);
	r = thumbnail_make(screen_surface(report->screen), &png);
	if (r < 0) {
		log_warning(FAULT_OURS, "no picture of the screen can be sent: %s", strerror(-r));
	} else {
		log_debug("the screen's picture: %zu bytes in %lld us", png.size,
			(long long)(clock_mono_us() - started_us));
		send(report, &png);
	}
	textbuf_done(&png);
	arm(report);
	return 0;
}

void screen_report_use(struct screen_report *report, struct client *client)
{
	if (report) {
		report->client = client;
		report->sending = false;
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

int screen_report_new(sd_event *event, struct screen *screen, struct screen_report **ret)
{
	_cleanup_(screen_report_freep) struct screen_report *report =
		memory_new(1, sizeof(*report));
	int r;

	report->screen = screen;
	r = sd_event_add_time(
		event, &report->due, CLOCK_MONOTONIC, UINT64_MAX, 10000, on_due, report);
	if (r >= 0) {
		/* After drawing, and after all that came from people. */
		r = sd_event_source_set_priority(report->due, SD_EVENT_PRIORITY_NORMAL + 30);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(report);
	return 0;
}

void screen_report_free(struct screen_report *report)
{
	if (report) {
		report->due = sd_event_source_disable_unref(report->due);
		free(report);
	}
}
