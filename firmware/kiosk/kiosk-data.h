/* SPDX-License-Identifier: Apache-2.0 */
/* What the kiosk knows about the site and the hub's state, from the hub's answers and events, and
 * which of it appears on the screen and on the slip. Pure. */
#pragma once

#include <jansson.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "kiosk/kiosk-ticket.h"
#include "queue/site.h"
#include "ui/kiosk-view.h"
#include "ui/phrases.h"
#include "ui/slip.h"

struct kiosk_data;
struct kiosk_data *kiosk_data_new(void) _warn_unused_;
void kiosk_data_free(struct kiosk_data *data);
DEFINE_CLEANUP(struct kiosk_data *, kiosk_data_free);

/* Sets which of the site's kiosks this one is; before that, it is none of them. */
void kiosk_data_set_name(struct kiosk_data *data, const char *name);

/* What must follow an event. */
enum { KIOSK_DATA_CHANGED = 1, KIOSK_DATA_WANT_STATE = 2 };

/* Sets a first or a new site; takes ownership. */
void kiosk_data_set_site(struct kiosk_data *data, struct site *site);
/* Reads the hub's state. −EBADMSG when answer is not a state; then nothing changes. */
int kiosk_data_set_state(struct kiosk_data *data, const json_t *answer,
	const struct clock_reading *now) _warn_unused_;
/* Handles an event that is newer than that state. */
unsigned kiosk_data_on_event(struct kiosk_data *data, const char *kind, const json_t *event);
/* Whether a state has been received. */
bool kiosk_data_has_state(const struct kiosk_data *data);

/* The milliseconds until the next full minute by the hub's clock. */
int64_t kiosk_data_minute_left_ms(const struct kiosk_data *data, const struct clock_reading *now);

/* The day, by the hub's clock where it is known; else by this board's, and not before the hall's:
 * what has ended by then has ended. */
void kiosk_data_today(
	const struct kiosk_data *data, const struct clock_reading *now, char ret[DAY_LENGTH + 1]);

/* The site, and as the hub gave it; borrowed. NULL before it is known. */
const struct site *kiosk_data_site(const struct kiosk_data *data);
const json_t *kiosk_data_site_json(const struct kiosk_data *data);
bool kiosk_data_has_site(const struct kiosk_data *data);
/* Whether the hub can store changes: its disk takes writes. */
bool kiosk_data_is_kept(const struct kiosk_data *data);
/* Whether at least one service makes tickets now. */
bool kiosk_data_is_open(const struct kiosk_data *data);
/* Whether a service makes tickets now. */
bool kiosk_data_takes(const struct kiosk_data *data, const char *service);
/* How many visitors wait for a service; 0 when it is not known. */
int kiosk_data_waiting(const struct kiosk_data *data, const char *service);
/* How many procedures of a service are free of charge online, as the hub counts them. */
int kiosk_data_free_online(const struct kiosk_data *data, const char *service);
/* Whether the site has a language, and a counter. */
bool kiosk_data_has_language(const struct kiosk_data *data, const char *language);
bool kiosk_data_has_counter(const struct kiosk_data *data, int number);
/* Whether the site has an active service, and a priority reason ("": none is asked for). */
bool kiosk_data_knows(const struct kiosk_data *data, const char *service, const char *reason);
/* Whether this kiosk offers a service: the site may limit it to some services. */
bool kiosk_data_offers(const struct kiosk_data *data, const char *service);
/* The service that the site sets for a button of this kiosk; NULL: the board file's. */
const char *kiosk_data_button(const struct kiosk_data *data, const char *button);
/* The site's first language; "" (the texts' own first) before the site is known. */
const char *kiosk_data_first_language(const struct kiosk_data *data);
/* The site's notice at this place of its list; NULL behind the last. */
const char *kiosk_data_notice(const struct kiosk_data *data, size_t at, const char *language);
bool kiosk_data_has_reasons(const struct kiosk_data *data);
/* Whether services that this kiosk offers are in groups. */
bool kiosk_data_has_groups(const struct kiosk_data *data);

/* Fills in the centre, languages, services and reasons in view->language, and the name of the
 * service with this id ("" none). */
void kiosk_data_fill_view(const struct kiosk_data *data, const char *service, const char *group,
	struct kiosk_view *view);
/* Whether the site has subjects of complaints; and whether it has this one ("": none is asked for),
 * with this service. */
bool kiosk_data_has_complaints(const struct kiosk_data *data);
bool kiosk_data_has_subject(
	const struct kiosk_data *data, const char *subject, const char *service);
/* Fills in the subjects of complaints in view->language, and the official channel. */
void kiosk_data_fill_complaints(const struct kiosk_data *data, struct kiosk_view *view);
/* Fills in a ticket's lane and the address of its page. */
void kiosk_data_fill_ticket(const struct kiosk_data *data, const struct phrases *phrases,
	const struct kiosk_ticket *ticket, struct kiosk_view *view);
/* Fills in the time, when it is known, and when the centre, or the service with this id ("" none),
 * opens next. */
void kiosk_data_fill_clock(const struct kiosk_data *data, const struct clock_reading *now,
	const char *service, struct kiosk_view *view);

/* Reads a ticket of the API. −EBADMSG when json is not a ticket. */
int kiosk_data_read_ticket(const json_t *json, struct kiosk_ticket *ret) _warn_unused_;

/* The slip's texts, in the ticket's language, or in the site's first if the site no longer has that
 * language. ret_texts owns what slip points to; kiosk_slip_texts_done frees it. */
struct kiosk_slip_texts {
	char *date; /* NULL unknown */
	char time[6];
	char code[21];
	char *url;
};
void kiosk_data_fill_slip(const struct kiosk_data *data, const struct phrases *phrases,
	const struct kiosk_ticket *ticket, enum slip_mark mark, struct slip *ret,
	struct kiosk_slip_texts *ret_texts);
void kiosk_slip_texts_done(struct kiosk_slip_texts *texts);
