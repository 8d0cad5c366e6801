/* SPDX-License-Identifier: Apache-2.0 */
/* The panel's buttons and lamps: tickets, languages, and a counter's keys. */
#pragma once

#include "client/client.h"
#include "drivers/panel.h"

struct kiosk;

struct kiosk_panel {
	struct panel *panel; /* NULL: the board has none */
	bool connected;
	bool stuck[PANEL_BUTTONS_MAX];
	/* A counter's keys ask as staff, not as the kiosk. */
	struct client *staff; /* NULL: there are no such keys */
	bool moving[PANEL_BUTTONS_MAX]; /* the key's request is under way */
};

/* Opens the board's panel, if it has one. Logs its errors. */
int kiosk_panel_open(struct kiosk *kiosk) _warn_unused_;
/* Connects the counter's keys, if there are any: the hub's address and a staff member's token. */
int kiosk_panel_connect(struct kiosk *kiosk, const char *address, const char *token) _warn_unused_;
void kiosk_panel_done(struct kiosk *kiosk);

/* Sets the lamps to what can be pressed now. */
void kiosk_panel_show(struct kiosk *kiosk);
/* Logs the buttons whose service or reason the site does not have. */
void kiosk_panel_check(struct kiosk *kiosk);
