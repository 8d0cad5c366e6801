/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hall shows: computes a struct hall_view from the hub's state and events and a clock
 * reading. Pure: of a clock reading only boot_ms is used (the time of day is the hub's).
 */
#pragma once

#include <jansson.h>

#include "base/clock.h"
#include "display/screen-hours.h"
#include "queue/site.h"
#include "ui/hall-view.h"

enum {
	CALLS_SHOW_MS = 8000, /* a call stands out for this long, then the next one does */
	CALLS_FRAME_MS = 500, /* its frame comes and goes … */
	CALLS_FRAME_STEPS = 6, /* … this often: at 1 Hz, far below what harms (WCAG 2.3.1: 3 Hz) */
	CALLS_OLD_MS = 30000, /* calls missed for longer are listed, not announced */
	CALLS_AWAY_MS = 5000, /* the hub may restart without the public being told */
	CALLS_STARTING_MS = 20000, /* a hub on the same board has started by then */
	CALLS_TURN_MS = 10000, /* notices, pages of services and of calls */
};

struct calls;

struct calls *calls_new(void) _warn_unused_;
void calls_free(struct calls *calls);
DEFINE_CLEANUP(struct calls *, calls_free);

/* Shows the calls to this counter alone, large; 0: all. Before the first state. */
void calls_set_counter(struct calls *calls, int counter);

/* Makes it a notice board: the site's pages that are for one, without a rest between them, and no
 * calls. Before the first state. */
void calls_set_board(struct calls *calls);

/* Shows the site's pages (display/pages.h) in the main panel, in turn; has tells whether a picture
 * is here. Without a call no pages are shown. */
void calls_set_pages(
	struct calls *calls, bool (*has)(const char *picture, void *userdata), void *userdata);

/* The site, the first or another one; takes it over. */
void calls_set_site(struct calls *calls, struct site *site);

/* The hub's state: not older than the events that were given. −EBADMSG: it is not a state; then
 * nothing changes. */
int calls_set_state(
	struct calls *calls, const json_t *state, const struct clock_reading *now) _warn_unused_;

/* An event after that state; returns whether it makes the state necessary. */
bool calls_on_event(struct calls *calls, const char *kind, const json_t *data,
	const struct clock_reading *now) _warn_unused_;

/* The stream was lost or is back; after it is back, ask for the state. */
void calls_set_link(struct calls *calls, bool connected, const struct clock_reading *now);

/* Before the first state: somebody watched this hall until just now, so the state announces the
 * calls of the last 30 s, as after a loss. */
void calls_catch_up(struct calls *calls);
/* After it: that call of a ticket was said, so neither it nor an older one is announced again. */
void calls_heard(struct calls *calls, int64_t ticket, int times);

/* The hub has another log than the one we followed: the next state begins anew. */
void calls_restart(struct calls *calls);

/* The calls that are to be said aloud: added as they are announced on the display, removed when the
 * ticket is not called any more. Owned by calls; whoever speaks takes them from it. */
struct announce;
struct announce *calls_voice(struct calls *calls);
/* Whether a ticket is called to this counter and was not seen there yet. */
bool calls_is_called(const struct calls *calls, int64_t ticket, int counter);
/* The site's first language, "" while no site is known; the minute of the day, −1 unknown. */
const char *calls_language(const struct calls *calls);
int calls_minute(const struct calls *calls, const struct clock_reading *now);

/* The site as the hub gave it; borrowed until another one is set; NULL none. */
const json_t *calls_site_json(const struct calls *calls);
bool calls_has_site(const struct calls *calls);

/* Who may need the display. */
void calls_need(
	const struct calls *calls, const struct clock_reading *now, struct screen_need *ret);

/* How many services are shown. */
int calls_services(const struct calls *calls);
/* What to show now, on a screen with that much room. Ends announcements whose time is over and
 * begins the next ones. */
void calls_view(struct calls *calls, const struct clock_reading *now, const struct hall_room *room,
	struct hall_view *ret);
/* The same with the site's first page in the main panel, and with that part of its table, whether
 * it is its turn or not, while tickets are taken: then a page has the least room. */
void calls_view_page(struct calls *calls, const struct clock_reading *now,
	const struct hall_room *room, int part, struct hall_view *ret);
/* The boot_ms at which what is to be shown can change without an event; always later than now. */
int64_t calls_next_ms(
	const struct calls *calls, const struct clock_reading *now, const struct hall_room *room);
