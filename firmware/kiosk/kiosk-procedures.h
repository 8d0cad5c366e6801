/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The look-up joined to the kiosk: connects its pages (lookup.h) with the catalogue on this board
 * (kiosk-catalogue.h), the flow and the printer. Runs in the owner's event loop; a question takes
 * some milliseconds, a list of papers some ten.
 */
#pragma once

#include "base/bitmap.h"
#include "base/log.h"
#include "client/client.h"
#include "kiosk/kiosk-catalogue.h"
#include "kiosk/kiosk-context.h"
#include "kiosk/kiosk-print.h"

struct kiosk_procedures;

struct kiosk_procedures_calls {
	void (*feed)(const struct flow_event *event, void *userdata);
	/* The screen shows something else. */
	void (*show)(void *userdata);
	/* The catalogue's state: "ok", "no_catalogue", "not_kept". */
	void (*health)(const char *state, enum log_fault fault, const char *note, void *userdata);
};

/* *ret stays NULL when nothing is looked up at this kiosk; all functions accept that. The kept site
 * is given to data until the hub gives one. Logs its errors. */
int kiosk_procedures_open(const struct kiosk_context *context, struct kiosk_data *data,
	const struct kiosk_procedures_calls *calls, void *userdata,
	struct kiosk_procedures **ret) _warn_unused_;
void kiosk_procedures_close(struct kiosk_procedures *procedures);
DEFINE_CLEANUP(struct kiosk_procedures *, kiosk_procedures_close);

/* The hub's address and token file, from now on; borrowed. */
void kiosk_procedures_use(
	struct kiosk_procedures *procedures, const char *address, const char *token_file);
/* The client that tells the hub what is looked up (kiosk-counts.h); call with each new one, after
 * the former is freed. */
void kiosk_procedures_use_client(struct kiosk_procedures *procedures, struct client *client);
/* To be called when the hub can be reached. */
void kiosk_procedures_work(struct kiosk_procedures *procedures);
/* To be called once, when all parts are there. Lists are printed by print, whose owner tells what
 * became of them. */
void kiosk_procedures_start(struct kiosk_procedures *procedures, struct kiosk_print *print);
/* There is a first or a new site. */
void kiosk_procedures_on_site(struct kiosk_procedures *procedures);
/* The hub answers, or does not; its catalogue has changed; it has another database; a minute is
 * over. */
void kiosk_procedures_on_hub(struct kiosk_procedures *procedures, bool up);
void kiosk_procedures_on_change(struct kiosk_procedures *procedures);
void kiosk_procedures_forget(struct kiosk_procedures *procedures);
void kiosk_procedures_on_minute(struct kiosk_procedures *procedures);
/* A list can be printed, or not; the list is out, or will not come. */
void kiosk_procedures_on_printer(struct kiosk_procedures *procedures, bool ready);
void kiosk_procedures_on_paper(struct kiosk_procedures *procedures, bool out);

/* Whether the look-up has the screen; and what it shows then, in a view of zeros. */
/* How many procedures of a service are free of charge online: by this board's own catalogue, else
 * as the hub counts them. procedures may be NULL. */
int kiosk_procedures_free_online(const struct kiosk_procedures *procedures,
	const struct kiosk_data *data, const char *service);

bool kiosk_procedures_shown(const struct kiosk_procedures *procedures);
/* The language of its page; "" the first. */
const char *kiosk_procedures_language(const struct kiosk_procedures *procedures);
int kiosk_procedures_list_page(const struct kiosk_procedures *procedures);
bool kiosk_procedures_leaving(const struct kiosk_procedures *procedures);
void kiosk_procedures_fill_view(
	const struct kiosk_procedures *procedures, struct lookup_view *view);
/* Something was touched on the page shown, of the look-up (lookup) or of the flow (NULL). Returns
 * whether that was the look-up's. */
bool kiosk_procedures_touch(struct kiosk_procedures *procedures, const struct kiosk_view *view,
	const struct lookup_view *lookup, struct kiosk_target target);
/* FLOW_LISTEN: somebody listens, or no longer; FLOW_GONE: they have left, and everything is
 * forgotten. */
void kiosk_procedures_on_listen(
	struct kiosk_procedures *procedures, const struct flow_event *event);
/* The screen is wanted for a number: everything is forgotten. Nothing happens where no numbers are
 * given. */
void kiosk_procedures_leave(struct kiosk_procedures *procedures);
