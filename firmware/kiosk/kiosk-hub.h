/* SPDX-License-Identifier: Apache-2.0 */
/* kioskd and its hub: site and state, the events, what was queued before a restart, and the reports
 * on slips and devices, each repeated until the hub has it. */
#pragma once

#include "base/log.h"
#include "client/client.h"

struct kiosk;

enum kiosk_device { DEVICE_PRINTER, DEVICE_PANEL, DEVICE_SCREEN, DEVICES };

struct kiosk_health {
	char state[32]; /* "" nothing to say yet */
	char note[121];
	enum log_fault fault;
	bool due; /* the hub does not have it */
	bool on_its_way;
};

struct kiosk_hub {
	struct client *client;
	bool following; /* the events are asked for */
	bool linked; /* and they come */
	bool answers; /* they do not come, but the hub answered when it was asked for its state */
	bool same; /* the state has just said that the tickets are of the history we know; while the
		    * events come, once is enough */
	char epoch[24]; /* of that history; "" none yet */
	bool new_site; /* no slip was laid out with it yet */
	unsigned asking; /* WANT_…: under way */
	unsigned wanted; /* to be asked for next */
	int64_t stranger; /* a ticket for us to print whose maker is not known yet; 0 none */
	bool restarted; /* what is queued is from before: its slip may have come out */
	int64_t after; /* the queued tickets: asked for from here on */
	uint64_t reporting; /* number of the slip's report under way; 0 none */
	struct kiosk_health health[DEVICES];
	sd_event_source *again; /* does what is due, after a while */
	sd_event_source *poll; /* without the events: asks for the state again */
};

/* Connects to the hub at an address, or connects anew; token NULL: the Unix socket knows who is
 * asking. Logs its errors. */
int kiosk_hub_connect(struct kiosk *kiosk, const char *address, const char *token) _warn_unused_;
void kiosk_hub_done(struct kiosk *kiosk);

/* Does what is due: asks, reports. Call when there is more of it. */
void kiosk_hub_work(struct kiosk *kiosk);
/* The same after a while: something failed. */
void kiosk_hub_work_later(struct kiosk *kiosk);
/* Asks for the state: services may have opened or closed. */
void kiosk_hub_refresh(struct kiosk *kiosk);
/* How a device is; told to the hub when it is another state than before. */
void kiosk_hub_tell(struct kiosk *kiosk, enum kiosk_device device, const char *state,
	enum log_fault fault, const char *note);
