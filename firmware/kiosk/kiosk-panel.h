/* SPDX-License-Identifier: Apache-2.0 */
/* The panel's buttons and lamps for tickets and languages; the owner handles a counter's keys. Runs
 * in the owner's event loop and does not block. */
#pragma once

#include "base/log.h"
#include "kiosk/kiosk-context.h"

enum { KIOSK_PANEL_NOTE_BYTES = 121 }; /* the hub's limit for a note, with its NUL */

struct kiosk_panel;

struct kiosk_panel_calls {
	/* A button for a ticket or a language was pressed. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* A key for who listens was pressed. */
	void (*speech)(enum board_speech key, void *userdata);
	/* A counter's key was pressed; and what the lamps of a key and of a counter show. */
	void (*key)(int button, void *userdata);
	enum board_sign (*key_sign)(int button, void *userdata);
	enum board_sign (*counter_sign)(int number, void *userdata);
	/* The panel's state. */
	void (*health)(const char *state, enum log_fault fault, const char *note, void *userdata);
};

/* Opens the board's panel; *ret stays NULL when it has none. Logs its errors. */
int kiosk_panel_open(const struct kiosk_context *context, const struct kiosk_panel_calls *calls,
	void *userdata, struct kiosk_panel **ret) _warn_unused_;
void kiosk_panel_close(struct kiosk_panel *panel);
DEFINE_CLEANUP(struct kiosk_panel *, kiosk_panel_close);

/* Sets the lamps to show what can be pressed now. Accepts NULL, as does the next function. */
void kiosk_panel_show(struct kiosk_panel *panel);
/* There is a first or a new site: logs, and reports to the hub, what the board file names and the
 * site lacks. */
void kiosk_panel_check(struct kiosk_panel *panel);
