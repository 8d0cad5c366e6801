/* SPDX-License-Identifier: Apache-2.0 */
/* The panel's buttons and lamps: tickets, languages; a counter's keys are kiosk-keys.h. */
#pragma once

#include "drivers/panel.h"

struct kiosk;

struct kiosk_panel {
	struct panel *panel; /* NULL: the board has none */
	bool connected;
	char fault[121]; /* what is wrong with its wiring; "" nothing */
	bool stuck[PANEL_BUTTONS_MAX];
};

/* Opens the board's panel, if it has one. Logs its errors. */
int kiosk_panel_open(struct kiosk *kiosk) _warn_unused_;
void kiosk_panel_done(struct kiosk *kiosk);

/* Sets the lamps to what can be pressed now. */
void kiosk_panel_show(struct kiosk *kiosk);
/* The site is known, or another one: logs and tells the hub which keys of the board file it lacks.
 */
void kiosk_panel_check(struct kiosk *kiosk);
