/* SPDX-License-Identifier: Apache-2.0 */
/* kioskd's link to its hub: site and state, the events, what was queued before a restart, and the
 * reports on slips and devices, each repeated until the hub has it. Runs in the owner's event loop
 * and does not block; its calls may call back into it. */
#pragma once

#include "base/log.h"
#include "client/client.h"
#include "kiosk/kiosk-context.h"
#include "kiosk/spool.h"

enum kiosk_device {
	DEVICE_PRINTER,
	DEVICE_PANEL,
	DEVICE_SCREEN,
	DEVICE_SOUND,
	DEVICE_KEYPAD,
	DEVICE_FILES, /* what the site names; nothing is reported before an error */
	DEVICE_CONSOLE, /* the terminal behind the screen */
	DEVICE_PROCEDURES, /* the catalogue, where it is looked up in */
	DEVICES
};

struct kiosk_hub;

struct kiosk_hub_calls {
	/* There is a new client for requests; the hub part owns it. The former one is freed. */
	void (*client)(struct client *client, void *userdata);
	/* There is a first or a new site. */
	void (*site)(void *userdata);
	/* Somebody looks at the screen; seen: the hub has a picture of it. */
	void (*look)(bool seen, void *userdata);
	/* The flow's inputs may have changed: the data, or kiosk_hub_is_up. */
	void (*changed)(void *userdata);
	/* What the screen and the lamps show may have changed. */
	void (*show)(void *userdata);
	/* The hub's state; and an event, which returns whether the state must be asked for. */
	void (*state)(const json_t *state, void *userdata);
	bool (*event)(const char *kind, const json_t *event, void *userdata);
	/* The hub has another database: the known ticket numbers now mean other tickets. */
	void (*forget)(void *userdata);
	/* Whether this process is already responsible for a ticket's slip. */
	bool (*is_own)(int64_t ticket, void *userdata);
	/* Staff want this slip again: nobody is responsible for it until "reprint" brings the
	 * ticket. */
	void (*disown)(int64_t ticket, void *userdata);
	void (*reprint)(const struct kiosk_ticket *ticket, void *userdata);
	/* The hub still waits for a report on this ticket's slip; waits: its visitor waits, too. */
	void (*queued)(
		const struct kiosk_ticket *ticket, bool second_print, bool waits, void *userdata);
	/* queued has been called for all such tickets. */
	void (*listed)(void *userdata);
	/* Whether late slips are wanted now; and one of those that could not be begun. */
	bool (*wants_late)(void *userdata);
	void (*late)(const struct kiosk_ticket *ticket, void *userdata);
	/* Whether every press has an outcome; and: do the presses' work, because the hub can be
	 * reached. */
	bool (*is_idle)(void *userdata);
	void (*work)(void *userdata);
	/* Returns the next report on a slip, NULL none; and: the hub has that report. */
	const struct spool_report *(*report)(void *userdata);
	void (*reported)(uint64_t number, bool taken, void *userdata);
};

/* data is the same as the context's data, but writable. */
struct kiosk_hub *kiosk_hub_new(const struct kiosk_context *context, struct kiosk_data *data,
	const struct kiosk_hub_calls *calls, void *userdata) _warn_unused_;
/* The client's requests end without calling back. */
void kiosk_hub_free(struct kiosk_hub *hub);
DEFINE_CLEANUP(struct kiosk_hub *, kiosk_hub_free);

/* Connects to the hub at an address, or reconnects; token NULL: the hub identifies the process by
 * the Unix socket. Logs its errors; after an error the former connection stays. */
int kiosk_hub_connect(struct kiosk_hub *hub, const char *address, const char *token) _warn_unused_;

/* Whether a ticket can be requested; this does not need the event stream. */
bool kiosk_hub_is_up(const struct kiosk_hub *hub);
/* How long the hub takes to answer; 0 not known. */
int64_t kiosk_hub_round_trip_ms(const struct kiosk_hub *hub);

/* Sends the requests and reports that are due. Call when more have become due. */
void kiosk_hub_work(struct kiosk_hub *hub);
/* The same after a while, because something failed. */
void kiosk_hub_work_later(struct kiosk_hub *hub);
/* Asks for the state, because services may have opened or closed. */
void kiosk_hub_refresh(struct kiosk_hub *hub);
/* Asks for slips that could not be begun; now, or when they are wanted. */
void kiosk_hub_ask_late(struct kiosk_hub *hub);
/* Sets a device's state; reported to the hub when it has changed. */
void kiosk_hub_tell(struct kiosk_hub *hub, enum kiosk_device device, const char *state,
	enum log_fault fault, const char *note);
