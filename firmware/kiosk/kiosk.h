/* SPDX-License-Identifier: Apache-2.0 */
/* kioskd's parts, joined. Each part is a file; they meet in struct kiosk and talk through the flow:
 * what happens is fed to it as an event, what it wants done is carried out by the parts. */
#pragma once

#include "boards/board.h"
#include "kiosk/flow.h"
#include "kiosk/kiosk-context.h"
#include "kiosk/kiosk-data.h"
#include "kiosk/kiosk-display.h"
#include "kiosk/kiosk-hub.h"
#include "kiosk/kiosk-keys.h"
#include "kiosk/kiosk-panel.h"
#include "kiosk/kiosk-print.h"
#include "kiosk/kiosk-press.h"

struct kiosk {
	sd_event *event;
	char name[KIOSK_NAME_MAX + 1]; /* "kiosk-1" */
	struct board *board;
	struct phrases *phrases;
	struct kiosk_data *data;
	struct flow flow;
	sd_event_source *tick; /* the flow's next time */
	sd_event_source *minute; /* the clock on the screen, opening hours */
	struct kiosk_hub *hub;
	bool new_site; /* no slip was laid out with it yet */
	struct kiosk_presses *presses;
	struct kiosk_print print;
	struct kiosk_panel *panel; /* NULL: the board has none */
	struct kiosk_keys *keys;
	struct kiosk_context context;
	struct kiosk_display *display; /* NULL: the board has none */
};

/* Gives the flow an event and carries out what it wants. */
void kiosk_feed(struct kiosk *kiosk, const struct flow_event *event);
/* What is shown may have changed: screen and lamps. */
void kiosk_show(struct kiosk *kiosk);
