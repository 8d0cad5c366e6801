/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue on this board: asks the hub for its export, keeps it in a file, and makes of it
 * what is looked up in (lookup-catalogue.h), in a thread of its own. While the hub is away, and
 * after a start without it, the file is used. A file that is not what was written is thrown away,
 * and asked for again.
 *
 * Runs in the owner's event loop, and does not block it; only the site is written there, which
 * takes some milliseconds.
 */
#pragma once

#include <jansson.h>
#include <systemd/sd-event.h>

#include "kiosk/lookup-catalogue.h"

struct kiosk_catalogue;

enum kiosk_catalogue_state {
	KIOSK_CATALOGUE_NONE, /* there is none yet */
	KIOSK_CATALOGUE_KEPT,
	KIOSK_CATALOGUE_NOT_KEPT, /* it cannot be written, and is gone after a restart */
};

struct kiosk_catalogue_calls {
	/* Another catalogue is in use, or the state has changed. */
	void (*changed)(void *userdata);
};

/* What is wanted of it. Texts are copied. */
struct kiosk_catalogue_wish {
	const char *address, *token_file; /* of the hub */
	const json_t *own; /* the centre's "words" of the search and life "events"; NULL none */
	const char *today; /* "2026-11-29" */
	bool hub; /* it answers */
};

/* folder is made when something is kept. −errno of the loop. */
int kiosk_catalogue_open(sd_event *event, const char *folder,
	const struct kiosk_catalogue_calls *calls, void *userdata,
	struct kiosk_catalogue **ret) _warn_unused_;
/* Waits for the thread a short while. Accepts NULL. */
void kiosk_catalogue_close(struct kiosk_catalogue *catalogue);
DEFINE_CLEANUP(struct kiosk_catalogue *, kiosk_catalogue_close);

/* Sees whether something is to be done. changed: the hub's catalogue may be another one. What fails
 * is tried again. */
void kiosk_catalogue_follow(
	struct kiosk_catalogue *catalogue, const struct kiosk_catalogue_wish *wish, bool changed);
/* The hub has another database: the same version there is another catalogue. */
void kiosk_catalogue_forget(struct kiosk_catalogue *catalogue);

/* What is looked up in; owned here, valid until changed is called. NULL none yet. */
struct lookup_catalogue *kiosk_catalogue_get(const struct kiosk_catalogue *catalogue);
enum kiosk_catalogue_state kiosk_catalogue_state(const struct kiosk_catalogue *catalogue);

/* The site as it was kept, for a start without the hub; a new reference, NULL none. */
json_t *kiosk_catalogue_site(const struct kiosk_catalogue *catalogue);
void kiosk_catalogue_keep_site(struct kiosk_catalogue *catalogue, const json_t *site);
