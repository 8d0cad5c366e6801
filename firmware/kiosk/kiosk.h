/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk daemon's state, for its files: kioskd.c (life), kiosk-hub.c (requests and events),
 * kiosk-print.c (slips), kiosk-show.c (screen, panel, lamps). */
#pragma once

#include <systemd/sd-event.h>

#include "boards/board.h"
#include "client/client.h"
#include "drivers/panel.h"
#include "drivers/printer.h"
#include "drivers/screen.h"
#include "kiosk/flow.h"
#include "kiosk/kiosk-data.h"
#include "kiosk/spool.h"
#include "ui/phrases.h"

enum { KIOSK_GIVEN_UP_MAX = 8, KIOSK_NAME_MAX = 31 };

struct kiosk {
	sd_event *event;
	char name[KIOSK_NAME_MAX + 1];
	struct board *board;
	struct phrases *phrases;
	struct kiosk_data *data;
	struct flow flow;
	struct spool spool;

	/* kiosk-hub.c */
	struct client *client;
	bool following;
	bool listed; /* the slips that the hub still has for us were asked for since the link came
		      */
	unsigned asking, wanted; /* KIOSK_DATA_WANT_… */
	char sending[FLOW_PRESS_ID_SIZE]; /* the press whose request is under way; "" none */
	bool reporting; /* a slip's report is under way */
	int n_given_up;
	char given_up[KIOSK_GIVEN_UP_MAX][FLOW_PRESS_ID_SIZE];
	char printer_said[KIOSK_NAME_MAX + 1]; /* health as the hub has it; "" not told */
	char panel_said[KIOSK_NAME_MAX + 1];
	sd_event_source *again;

	/* kiosk-print.c */
	struct printer *printer; /* NULL: the board has none */
	int64_t answered_us; /* when the hub's answer for the slip at the printer came */

	/* kiosk-show.c */
	struct screen *screen; /* NULL: the board has none */
	struct panel *panel; /* NULL: the board has none */
	bool panel_there;
	int stuck; /* buttons that are held too long */
	bool drawn; /* view is what the screen shows */
	struct kiosk_view view;
	int pressed; /* index + 1 of the service under the finger */
	sd_event_source *draw;
	sd_event_source *tick; /* the flow's next moment */
	sd_event_source *minute; /* the clock on the screen */
};

/* kioskd.c: an event of the journey, and what follows from it. */
void kiosk_take(struct kiosk *kiosk, const struct flow_event *event);

/* kiosk-hub.c */
int kiosk_hub_start(struct kiosk *kiosk) _warn_unused_; /* with kiosk->client set */
void kiosk_hub_stop(struct kiosk *kiosk);
void kiosk_hub_send_press(struct kiosk *kiosk, const struct flow_effect *effect);
void kiosk_hub_void(struct kiosk *kiosk, int64_t ticket);
/* A press without an answer: looked up when the hub is back, and taken back if it made a ticket. */
void kiosk_hub_give_up(struct kiosk *kiosk, const char *press_id);
/* Sends the oldest report of the spool, if none is under way. */
void kiosk_hub_report(struct kiosk *kiosk);
void kiosk_hub_counter_move(struct kiosk *kiosk, int counter, const char *move);
/* Tells the hub how printer and panel are, where that has changed. */
void kiosk_hub_health(struct kiosk *kiosk);
void kiosk_new_press_id(char ret[FLOW_PRESS_ID_SIZE]);

/* kiosk-print.c */
int kiosk_print_start(struct kiosk *kiosk) _warn_unused_;
/* Adds a slip and prints what is next. */
void kiosk_print_add(struct kiosk *kiosk, const struct kiosk_ticket *ticket, bool second_print);
void kiosk_print_next(struct kiosk *kiosk);

/* kiosk-show.c */
int kiosk_show_start(struct kiosk *kiosk) _warn_unused_;
void kiosk_show_stop(struct kiosk *kiosk);
/* Draws soon, sets lamps and timers, if something has changed. */
void kiosk_show(struct kiosk *kiosk);
