/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model: the hub's live state, the fold of the event log. model_fold() is the only function
 * that changes it, for the writer, for replicas that follow the writer, and for a replay; what it
 * does depends on the event alone. It holds the current (or last) service day and the one before
 * (for issue requests that are repeated); older tickets are in the store only. Pure.
 */
#pragma once

#include "queue/event.h"
#include "queue/service-time.h"
#include "queue/site.h"

enum counter_state { COUNTER_OFF, COUNTER_OPEN, COUNTER_PAUSED, COUNTER_STATES };

/* A counter and its session. */
struct counter {
	int number;
	enum counter_state state;
	int64_t session; /* the session's id, from 1; 0 when OFF */
	char staff[LIMIT_ID + 1];
	char note[LIMIT_ROOM(LIMIT_NOTE)]; /* why it is paused, or will be */
	bool pause_after; /* it pauses when its ticket is done */
	bool in_order; /* the services are in order of preference */
	int n_services;
	char services[LIMIT_SERVICES][LIMIT_ID + 1];
	struct timestamp opened;
	struct timestamp since; /* when it entered this state */
	int64_t ticket; /* CALLED or SERVING here; 0 none */
	int64_t last_finished; /* for undo-finish; 0 none */
	int streak; /* calls from priority and return in a row; kept when sessions change */
	int streak_before; /* before the last call, which may be undone */
};

/* A time spent serving a ticket: from appear, resume or add-service to the move that ends the
 * segment. */
struct segment {
	int64_t ticket;
	int number; /* within the ticket, from 1 */
	char service[LIMIT_ID + 1];
	int counter;
	int64_t session;
	char staff[LIMIT_ID + 1];
	struct timestamp started;
	struct timestamp ended; /* boot 0 while it lasts */
	bool confirmed; /* false: cut off by the end of the day; left out of averages */
};

#define DEVICE_GONE "gone" /* the state of a device that the hub no longer hears from */

struct device {
	char name[LIMIT_ID + 1];
	char state[LIMIT_ID + 1];
	char fault[LIMIT_ID + 1];
	char note[LIMIT_ROOM(LIMIT_NOTE)];
	struct timestamp since;
};

/* The tickets that wait in one lane for one service (or one counter), in the order of place. */
struct ticket_lane {
	struct ticket **ticket;
	int n;
	int head; /* the first is ticket[head]; n counts from there */
	int capacity;
};

struct service_lanes {
	char service[LIMIT_ID + 1];
	struct ticket_lane lane[LANES];
	/* The serving times of today and of the service day before, for estimates. */
	struct service_time today;
	struct service_time before;
	int issued; /* tickets issued for it today, without void ones */
	int waiting; /* in all lanes, also those sent to a certain counter */
};

/* A counter session, for the figures. */
struct session {
	int64_t id;
	int counter;
	char staff[LIMIT_ID + 1];
	char day[DAY_LENGTH + 1];
	struct timestamp opened;
	struct timestamp closed; /* boot 0 while it lasts */
	int pauses;
	int64_t open_ms; /* of boots that have ended; all of it once the session is closed */
	int64_t paused_ms; /* part of open_ms; of pauses that have ended or were cut off by a new
			      boot */
	struct timestamp seen; /* first event in the current boot; boot 0: none yet, or closed */
};

/* When the national portal was out of order. */
struct portal {
	int64_t seq; /* of the event that began it; 0: there was none */
	int64_t down_wall_ms;
	int64_t up_wall_ms; /* 0 while it lasts */
	char note[LIMIT_ROOM(LIMIT_NOTE)];
};

struct series {
	char series[LIMIT_SERIES + 1];
	int last; /* the highest number given in this day */
};

struct model; /* fields in model-internal.h, for queue/ alone */

struct model *model_new(void);
void model_free(struct model *model);
DEFINE_CLEANUP(struct model *, model_free);

/* Applies an event, which must be the next one (seq = model_seq + 1). −EBADMSG: the event does not
 * fit the state: the log is damaged or was written by other rules; the model is then unusable. */
int model_fold(struct model *model, const struct event *event) _warn_unused_;

/* Forgets what the folds have changed since the last call. The store calls it after each commit; a
 * replica, which is never stored, must call it after its folds, or it keeps growing. */
void model_clear_changes(struct model *model);

int64_t model_seq(const struct model *model);
const struct site *model_site(const struct model *model); /* NULL before the first import */
/* The last disruption of the portal; it may be over. */
const struct portal *model_portal(const struct model *model);
bool model_portal_is_down(const struct model *model);
int64_t model_site_seq(const struct model *model); /* of the last site event; 0 none */
const char *model_day(const struct model *model); /* "" before the first */
/* The local date; while the clock is not known the earliest that it can be, by the log: what has
 * ended by then has ended. */
void model_earliest_date(
	const struct model *model, const struct clock_reading *now, char ret[DAY_LENGTH + 1]);
bool model_day_is_open(const struct model *model);
/* Whether the next day may have an earlier date than the current one: its date was a guess, or it
 * was opened by a wrong clock, for the clock has been accepted or corrected since. */
bool model_day_may_go_back(const struct model *model);
/* The greatest wall time in the log since the clock was last accepted or corrected; 0 for an
 * empty log. */
int64_t model_wall_max(const struct model *model);
bool model_clock_is_behind(const struct model *model, const struct clock_reading *now);
/* How far the wall clock was set since the last event, within one boot (day_clock_jump); 0: not
 * set, or the last event is of another boot, so that nothing is known. */
int64_t model_clock_jump_ms(const struct model *model, const struct clock_reading *now);
/* Whether the date can be taken from the wall clock: it is not behind, and it is synchronised or
 * was known to be right earlier in this boot (synchronised, a clock with a battery, or a person
 * said so). */
bool model_clock_is_known(const struct model *model, const struct clock_reading *now);
/* Whether the date of the current or last day is a guess, made while the clock was not known. */
bool model_day_is_guessed(const struct model *model);
/* Whether a known clock would change the day: its date is a guess, or things of this boot happened
 * in it before the clock was known. */
bool model_day_is_unsettled(const struct model *model, const struct clock_reading *now);
/* Whether the day's date must be checked because the clock is known now and was not before. */
bool model_clock_became_known(const struct model *model, const struct clock_reading *now);
/* A day that was closed, by mistake perhaps, and can be opened again. */
struct reopening {
	char day[DAY_LENGTH + 1];
	struct timestamp closed;
	int tickets; /* how many tickets go on that its closing has ended, without no-shows */
	bool before; /* it is the day before the last, where nobody has a number of its own */
};
/* Whether the ticket was ended by this closing of its day, not by an earlier one. */
bool model_ended_with(const struct ticket *ticket, const struct timestamp *closed);
/* −EALREADY: no closed day can go on; −ESTALE: by a known clock it is another date now. *ret is
 * filled in even then. */
int model_find_reopening(const struct model *model, const struct clock_reading *now,
	struct reopening *ret) _warn_unused_;
/* The offset to the system's clock that was entered in this boot; 0: none. */
int64_t model_clock_offset_ms(const struct model *model, const struct clock_reading *now);
/* Whether the clock was set a few minutes ago (day_clock_was_just_set). */
bool model_clock_was_just_set(const struct model *model, const struct clock_reading *now);
/* The numbers of this day are above this one. */
int model_day_floor(const struct model *model);
/* The number of a boot id: the current one's, or the next free one if it is new. */
int model_boot_number(const struct model *model, const char *boot_id);

/* NULL when the ticket is not in the model (unknown, or of an older day). */
const struct ticket *model_find_ticket(const struct model *model, int64_t id);
const struct ticket *model_find_press(const struct model *model, const char *press_id);
const struct ticket *model_find_number(const struct model *model, const char *text);
const struct counter *model_find_counter(const struct model *model, int number);
/* The counter's last finished ticket, as long as nothing came after its finish but the call
 * (finish-next) or the pause (pause-after) of the same step. NULL none. */
const struct ticket *model_just_finished(const struct model *model, const struct counter *counter);
/* The counter where a staff member has a session; NULL none. */
const struct counter *model_find_staff(const struct model *model, const char *staff);
/* NULL when nobody has waited for it today. */
const struct service_lanes *model_find_lane(const struct model *model, const char *service);
const struct ticket_lane *model_counter_lane(
	const struct model *model, int counter, enum lane lane);
#define HUB_DEVICE "hub" /* the prefix of the hub's own parts: "hub/disk" */
#define HUB_DATABASE HUB_DEVICE "/database"
#define HUB_REBUILT "rebuilt" /* its state from a rebuild until somebody acknowledges it */
/* Whether a name is the device's ("kiosk-1") or one of its parts' ("kiosk-1/printer"). */
bool model_is_of_device(const char *name, const char *device);
const struct device *model_find_device(const struct model *model, const char *name);
const struct segment *model_open_segment(const struct model *model, int64_t ticket);
int model_series_last(const struct model *model, const char *series);

/* Iteration: i from 0; NULL after the last. Tickets of the current or last day by id. */
const struct ticket *model_ticket_at(const struct model *model, int i);
int model_n_tickets(const struct model *model);
const struct counter *model_counter_at(const struct model *model, int i); /* by number */
const struct service_lanes *model_service_lanes_at(const struct model *model, int i);
const struct device *model_device_at(const struct model *model, int i);
/* The last calls of the day, newest first, at most MODEL_LAST_CALLS, one a ticket. */
enum { MODEL_LAST_CALLS = 12 };
const struct ticket *model_last_call_at(const struct model *model, int i);

/* How many wait for a service, all lanes, also those sent to a certain counter. */
int model_waiting(const struct model *model, const char *service);
/* The time that has passed since a timestamp, as far as it is known (boots_passed_ms).
 * Milliseconds. */
int64_t model_elapsed_ms(
	const struct model *model, const struct timestamp *from, const struct clock_reading *now);
/* The wall time of a timestamp; one from before its boot's clock was set is corrected by the time
 * since boot. For this boot it is as right as the current clock. */
int64_t model_wall_ms(const struct model *model, const struct timestamp *timestamp,
	const struct clock_reading *now);
/* Whether date and time of a ticket's arrival (model_wall_ms) are known: the date of its day is
 * known, and the clock of its boot was or is known. */
bool model_time_is_known(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now);

const char *counter_state_name(enum counter_state state);
