/* SPDX-License-Identifier: Apache-2.0 */
/* The site data: services, counters, staff, hours and texts of one centre, from one JSON object.
 * Parsing is strict and reports every fault with its path. Pure. */
#pragma once

#include <jansson.h>

#include "queue/ticket.h"

struct site_span {
	int from_minute; /* of the day, 0 … 1439 */
	int to_minute; /* exclusive, 1 … 1440 */
};

struct site_hours {
	int n[7]; /* spans per weekday, 0 Monday … 6 Sunday */
	struct site_span span[7][LIMIT_SPANS];
};

/* A text per language: n pairs; language[0] is the site's first language. */
struct site_text {
	int n;
	char language[LIMIT_LANGUAGES][LIMIT_LANGUAGE + 1];
	char *text[LIMIT_LANGUAGES];
};

struct site_service {
	char id[LIMIT_ID + 1];
	char series[LIMIT_SERIES + 1];
	struct site_text name;
	bool has_hours; /* else the centre's */
	struct site_hours hours;
	int daily_limit; /* tickets a day; 0 none */
	int serving_time_s; /* expected, for estimates; visits count, too (service-time.h) */
	int wait_target_s; /* the centre's when it is not given */
	bool active;
	char pictogram[LIMIT_ID + 1]; /* "" none */
	char group[LIMIT_ID + 1]; /* "" none */
	struct site_text bring; /* what to bring, one thing a line; n is 0 where nothing is said */
};

struct site_counter {
	int number;
	struct site_text name;
	bool in_order; /* the services are in order of preference */
	int n_services; /* the usual ones */
	char services[LIMIT_SERVICES][LIMIT_ID + 1];
};

struct site_staff {
	char id[LIMIT_ID + 1];
	char *name;
	char role[LIMIT_ID + 1];
	bool active;
};

struct site_word { /* a priority reason, an outcome or a group of services */
	char id[LIMIT_ID + 1];
	struct site_text name;
	char pictogram[LIMIT_ID + 1]; /* of a reason or a group; "" none */
};

struct site {
	struct site_text name;
	char timezone[65];
	int n_languages;
	char languages[LIMIT_LANGUAGES][LIMIT_LANGUAGE + 1];
	char *public_url; /* where citizens' phones reach the hub, for the slip's QR; "" none */
	struct site_hours hours;
	int n_closed_days;
	struct {
		char day[DAY_LENGTH + 1];
		struct site_text name;
	} *closed_days;
	int day_end_minute; /* the service day ends here at the latest; default 24:00 */
	int number_digits; /* 2 … 4, default 3 */
	int priority_in_a_row; /* k, default 2 */
	int age_limit_s; /* T_max, default 3600 */
	int call_attempts; /* N, default 3: calls after which absent means no-show */
	int absent_behind; /* default 3: an absent ticket goes behind this many; 0: no-show */
	int recall_interval_s; /* default 5 */
	int undo_finish_s; /* default 30 */
	int take_back_s; /* how long clerks may undo appear, finish, leave and void; default 600 */
	int wait_target_s; /* default 1800: a wait up to this counts as short */
	int rate_counter_s; /* default 300: how long a panel or tablet can rate the last finished
			       ticket */
	bool stop_past_closing; /* kiosks give no number that would wait beyond today's hours */
	int rate_phone_s; /* default 10800: how long the ticket's own page can rate it */
	int n_groups; /* of services, in the order in which the kiosk shows them */
	struct site_word *groups;
	int n_services;
	struct site_service *services;
	int n_counters;
	struct site_counter *counters;
	int n_staff;
	struct site_staff *staff;
	int n_reasons;
	struct site_word *reasons;
	int n_outcomes;
	struct site_word *outcomes;
	json_t *json; /* the whole object as given, owned; texts and notices are read from it */
};

/* A member in which a former version kept the evaluation's figures, a list of what
 * evaluation_to_json makes. It is read without a fault, whatever it holds; no site is stored with
 * it. */
#define SITE_FORMER_EVALUATIONS "evaluations"

/* Parses and checks a site object. On −EINVAL *ret_faults (may be NULL) is a JSON array of
 * {"path":"services[2].name.vi","message":"…"}, every fault found. The site holds a reference to
 * json. */
int site_parse(json_t *json, struct site **ret, json_t **ret_faults) _warn_unused_;
/* The same for a site that is imported. It rejects what site_parse still accepts because another
 * version may have stored it: keys and pictograms that this one does not know, blank names, line
 * breaks in them, repeated entries, a public_url to which no path can be appended, a day's end
 * before the end of its hours. */
int site_parse_import(json_t *json, struct site **ret, json_t **ret_faults) _warn_unused_;
void site_free(struct site *site);

/* NULL when there is none. */
const struct site_service *site_find_service(const struct site *site, const char *id);
/* Where a citizen's phone finds the ticket of a token, as the slip's QR code says; heap, NULL
 * without address or token. */
char *site_ticket_link(const struct site *site, const char *token);
const struct site_counter *site_find_counter(const struct site *site, int number);
const struct site_staff *site_find_staff(const struct site *site, const char *id);
const struct site_word *site_find_group(const struct site *site, const char *id);
const struct site_word *site_find_reason(const struct site *site, const char *id);
const struct site_word *site_find_outcome(const struct site *site, const char *id);

/* The id of a clip of the centre's own voice; "" when it has none. */
const char *site_clip(const struct site *site, const char *language, const char *clip);
/* Whether any clip has this id. */
bool site_names_clip(const struct site *site, const char *id);

/* A text that the centre wrote ("texts"), such as "contact", in a language, else in the site's
 * first one; "" when there is none. */
const char *site_own_text(const struct site *site, const char *key, const char *language);
/* What people call a device ("kiosk-1"), or the one whose part it is ("kiosk-1/printer"): an object
 * of language → text, the site's; NULL: it has no name. site may be NULL. */
const json_t *site_device_name(const struct site *site, const char *device);
/* The text in a language, else in the site's first language. */
const char *site_text_get(const struct site_text *text, const char *language);
DEFINE_CLEANUP(struct site *, site_free);
