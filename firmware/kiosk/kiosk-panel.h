/* SPDX-License-Identifier: Apache-2.0 */
/* The panel's buttons and lamps: tickets, languages; a counter's keys are the owner's. Runs in the
 * owner's event loop and does not block. */
#pragma once

#include "base/log.h"
#include "kiosk/kiosk-context.h"

enum { KIOSK_PANEL_NOTE_BYTES = 121 }; /* what the hub takes as a note, with its NUL */

struct kiosk_panel;

struct kiosk_panel_calls {
	/* Somebody pressed a button for a ticket or a language. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* Somebody pressed a counter's key; and what the lamps of a key and of a counter say. */
	void (*key)(int button, void *userdata);
	enum board_sign (*key_sign)(int button, void *userdata);
	enum board_sign (*counter_sign)(int number, void *userdata);
	/* How the panel is. */
	void (*health)(const char *state, enum log_fault fault, const char *note, void *userdata);
};

/* Opens the board's panel; *ret stays NULL when it has none. Logs its errors. */
int kiosk_panel_open(const struct kiosk_context *context, const struct kiosk_panel_calls *calls,
	void *userdata, struct kiosk_panel **ret) _warn_unused_;
void kiosk_panel_close(struct kiosk_panel *panel);
DEFINE_CLEANUP(struct kiosk_panel *, kiosk_panel_close);

/* Sets the lamps to what can be pressed now. Accepts NULL, as does the next. */
void kiosk_panel_show(struct kiosk_panel *panel);
/* The site is known, or another one: logs and tells the hub which keys of the board file it lacks.
 */
void kiosk_panel_check(struct kiosk_panel *panel);
