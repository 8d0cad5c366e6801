/* SPDX-License-Identifier: Apache-2.0 */
/* kioskd and its hub: site and state, the events, what was queued before a restart, and the reports
 * on slips and devices, each repeated until the hub has it. Runs in the owner's event loop and does
 * not block; its calls may call back into it. */
#pragma once

#include "base/log.h"
#include "client/client.h"
#include "kiosk/kiosk-context.h"
#include "kiosk/spool.h"

enum kiosk_device { DEVICE_PRINTER, DEVICE_PANEL, DEVICE_SCREEN, DEVICES };

struct kiosk_hub;

struct kiosk_hub_calls {
	/* There is another client to ask by; it stays the hub's. The former one is freed. */
	void (*client)(struct client *client, void *userdata);
	/* The site is known, or another one. */
	void (*site)(void *userdata);
	/* What the flow is to know may have changed: the data's, and kiosk_hub_is_up. */
	void (*changed)(void *userdata);
	/* What is shown may have changed. */
	void (*show)(void *userdata);
	/* The hub's state, and an event; returns whether the state is to be asked for. */
	void (*state)(const json_t *state, void *userdata);
	bool (*event)(const char *kind, const json_t *event, void *userdata);
	/* The hub has another database: the numbers of the tickets that are known mean others. */
	void (*forget)(void *userdata);
	/* Whether a ticket's slip is this process's business already. */
	bool (*is_own)(int64_t ticket, void *userdata);
	/* Staff want this slip again: it is nobody's business until "reprint" brings the ticket. */
	void (*disown)(int64_t ticket, void *userdata);
	void (*reprint)(const struct kiosk_ticket *ticket, void *userdata);
	/* The hub still waits for a report on this ticket's slip; waits: its visitor does, too. */
	void (*queued)(
		const struct kiosk_ticket *ticket, bool second_print, bool waits, void *userdata);
	/* All of those have been brought. */
	void (*listed)(void *userdata);
	/* Whether every press has its outcome; and their work, as the hub is there. */
	bool (*is_idle)(void *userdata);
	void (*work)(void *userdata);
	/* The next report on a slip, NULL none; and the hub has it. */
	const struct spool_report *(*report)(void *userdata);
	void (*reported)(uint64_t number, void *userdata);
};

/* data is what the context's data are, for writing. */
struct kiosk_hub *kiosk_hub_new(const struct kiosk_context *context, struct kiosk_data *data,
	const struct kiosk_hub_calls *calls, void *userdata) _warn_unused_;
/* The client's requests end without calling back. */
void kiosk_hub_free(struct kiosk_hub *hub);
DEFINE_CLEANUP(struct kiosk_hub *, kiosk_hub_free);

/* Connects to the hub at an address, or connects anew; token NULL: the Unix socket knows who is
 * asking. Logs its errors; after one the former connection stands. */
int kiosk_hub_connect(struct kiosk_hub *hub, const char *address, const char *token) _warn_unused_;

/* A ticket can be had: the event stream is not needed for that. */
bool kiosk_hub_is_up(const struct kiosk_hub *hub);
/* How long answers take; 0 not known. */
int64_t kiosk_hub_round_trip_ms(const struct kiosk_hub *hub);

/* Does what is due: asks, reports. Call when there is more of it. */
void kiosk_hub_work(struct kiosk_hub *hub);
/* The same after a while: something failed. */
void kiosk_hub_work_later(struct kiosk_hub *hub);
/* Asks for the state: services may have opened or closed. */
void kiosk_hub_refresh(struct kiosk_hub *hub);
/* How a device is; told to the hub when it is another state than before. */
void kiosk_hub_tell(struct kiosk_hub *hub, enum kiosk_device device, const char *state,
	enum log_fault fault, const char *note);
