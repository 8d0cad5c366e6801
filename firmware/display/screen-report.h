/* SPDX-License-Identifier: Apache-2.0 */
/* Sends the hub what a screen shows, while somebody looks there (screen-watch.h). Runs in the
 * owner's event loop, after drawing: scaling blocks it (ui/thumbnail.h), the rest is a thread's. */
#pragma once

#include <systemd/sd-event.h>

#include "client/client.h"
#include "drivers/screen.h"

struct screen_report;

/* screen is borrowed. −errno when the loop takes no timer. */
int screen_report_new(
	sd_event *event, struct screen *screen, struct screen_report **ret) _warn_unused_;
/* Waits for a picture that is being made. */
void screen_report_free(struct screen_report *report);
DEFINE_CLEANUP(struct screen_report *, screen_report_free);

/* The hub's client from now on; requests of the former one have ended without calling back. */
void screen_report_use(struct screen_report *report, struct client *client);
/* The hub says that somebody looks, and whether it has a picture. These two accept NULL. */
void screen_report_look(struct screen_report *report, bool seen);
/* Something was drawn. */
void screen_report_change(struct screen_report *report);
