/* SPDX-License-Identifier: Apache-2.0 */
/* How the hub and the devices are. A change becomes a device event, so that everybody sees it. */
#pragma once

#include "hub/hub.h"
#include "queue/public-url.h"

struct health;

int health_new(struct hub *hub, struct health **ret) _warn_unused_;
void health_free(struct health *health);

/* Reports a device, when it differs from what is known. note may be "". */
void health_report(struct hub *hub, const char *device, const char *state, const char *fault,
	const char *note);

/* writer_storage_word of now; each word is always the same pointer. */
const char *health_storage(const struct hub *hub);

/* A device's event stream began or ended; without one it is gone after GONE_S (BACK_S at the
 * start). */
void health_stream_began(struct health *health, const struct caller *caller);
void health_stream_ended(struct health *health, const struct caller *caller);

/* Whether a device has an event stream. */
bool health_is_here(const struct health *health, const char *name);
/* The device was forgotten: it is not waited for any more. */
void health_forget(struct health *health, const char *name);

/* Somebody has seen that the database was rebuilt: it is said no more. */
void health_acknowledged(struct hub *hub);

/* A caller was denied tickets: health reports it for some minutes after the last time. */
void health_issue_limited(struct health *health, const char *caller);

/* What is doubtful about an address that phones are to reach this hub at. */
enum public_url_doubt health_public_url(const struct hub *hub, const char *url);

/* The hub's own figures. */
struct health_figures {
	int64_t database_bytes;
	int64_t disk_free_bytes;
	bool disk_nearly_full;
};
void health_measure(const struct hub *hub, struct health_figures *ret);
