/* SPDX-License-Identifier: Apache-2.0 */
/* The model's fields, for the files of queue/ alone. */
#pragma once

#include "queue/boots.h"
#include "queue/evaluation.h"
#include "queue/model.h"

/* A ticket as the model holds it. Its first member is what the functions of model.h give out. */
struct ticket_entry {
	struct ticket ticket;
	struct segment segment; /* the current or last one; number 0 none */
	bool changed; /* since the last commit */
	bool stored; /* has a row */
};

struct counter_entry {
	struct counter counter;
	struct ticket_lane lane[LANES]; /* tickets sent to this counter */
	bool changed;
};

struct device_entry {
	struct device device;
	bool changed;
};

struct session_entry {
	struct session session;
	bool changed;
};

/* A service day's row. */
struct day_row {
	char day[DAY_LENGTH + 1];
	int64_t first_ticket;
	int64_t opened_seq; /* the first opening */
	int floor;
	int64_t closed_seq; /* 0 while open */
	char redated_from[DAY_LENGTH + 1]; /* tickets and sessions move from this date; "": no */
	bool gone; /* the row is removed: what was booked on it belongs to the day before */
};

/* The service day before the last one; its first ticket is base_ticket. */
struct day_before {
	char day[DAY_LENGTH + 1]; /* "" none */
	int64_t opened_seq;
	int64_t closed_seq;
	struct timestamp opened;
	struct timestamp closed;
	int floor;
};

/* Changes to the rows of dossiers, in order. */
enum dossier_change { DOSSIER_WRITE, DOSSIER_REMOVE_ID, DOSSIER_REMOVE_TICKET };
struct dossier_row {
	enum dossier_change change;
	struct dossier_entry entry;
};

/* An import of procedures, or the undo of one, to be written. */
struct catalogue_event {
	int64_t seq;
	int64_t undoes; /* 0: an import */
	int64_t wall_ms;
	char actor[LIMIT_ID + 1];
	json_t *details; /* the event's; owned */
};

/* The evaluation's figures of a period, to be written. */
struct evaluation_version {
	int64_t seq;
	char period[EVALUATION_PERIOD + 1];
	json_t *json; /* NULL: it was removed; owned */
};

/* What is known of the wall clock and of the day's date. */
struct day_clock {
	int known_boot; /* the boot whose wall clock was known to be right; 0 none */
	int unknown_boot; /* the boot in which things happened in this day before its clock was
			     known; 0: none */
	int64_t offset_ms; /* the offset entered in offset_boot; 0: none */
	int offset_boot;
	int64_t wall_before_ms; /* the greatest wall time before the day was opened; 0: dropped */
	bool day_guessed; /* the day's date is a guess */
};

struct press_slot {
	int64_t ticket; /* 0 free */
};

struct model {
	int64_t seq;
	int64_t wall_max_ms;
	int64_t accept_seq; /* of the last clock_accept or _correct since the day was opened; 0 */
	struct timestamp last; /* the last event's time */
	struct day_clock clock;
	struct day_clock clock_stored; /* the row */
	struct timestamp
		corrected; /* of the last clock_correct since the day was opened; boot 0 none */
	struct boots boots;

	char day[DAY_LENGTH + 1];
	struct day_before before;
	bool day_open;
	struct timestamp day_opened;
	struct timestamp day_turned; /* when it was last opened; boot 0 while closed */
	struct timestamp day_closed; /* boot 0 while open */
	int day_floor; /* its numbers are above this: given on this date before it was opened, or
			  before a restore */
	char numbers_day[DAY_LENGTH + 1]; /* to be written with numbers_floor; "": nothing */
	int numbers_floor;
	int64_t day_opened_seq; /* the first opening */
	int64_t day_closed_seq; /* 0 while open */

	/* Tickets in the order of their ids: from entries[0] those of the day before, whose ids
	 * begin with base_ticket; from entries[first_entry] those of this day, which begin with
	 * first_ticket. Ids have a gap where a restored database was told that later ids had been
	 * given (EVENT_NUMBERS). */
	int64_t base_ticket;
	int64_t first_ticket;
	int64_t next_ticket;
	struct ticket_entry **entries;
	int n_entries;
	int first_entry;
	int entries_capacity;
	int64_t gap_next; /* to be written: the id before which there is a gap, and the last id of
			     it; 0: nothing */
	int64_t gap_above;
	struct press_slot *presses; /* tickets by press id; open addressing; a power of two slots */
	int press_slots;
	int press_used;

	int64_t next_session;
	struct session_entry *sessions; /* of this day */
	int n_sessions;

	struct counter_entry **counters; /* by number */
	int n_counters;
	struct service_lanes **service_lanes;
	int n_service_lanes;
	struct device_entry *devices;
	int n_devices;
	struct series *series;
	int n_series;
	int64_t last_calls[MODEL_LAST_CALLS]; /* ticket ids, newest first */
	int n_last_calls;

	struct portal portal;

	struct site *site;
	int64_t site_seq;
	bool site_changed;

	/* What the store must write at the next commit. */
	int64_t *changed_tickets;
	int n_changed_tickets;
	int changed_capacity;
	struct day_row *changed_days; /* copies, in order: one batch may end a day and begin one */
	int n_changed_days;
	struct segment *changed_segments; /* copies, in order */
	int n_changed_segments;
	int segments_capacity;
	struct portal *changed_portals; /* copies, in order */
	int n_changed_portals;
	struct dossier_row *changed_dossiers;
	int n_changed_dossiers;
	struct complaint *new_complaints; /* versions, in order; they are not in the model */
	int n_new_complaints;
	struct catalogue_event *catalogue_changes; /* the catalogue itself is not in the model */
	int n_catalogue_changes;
	struct evaluation_version *new_evaluations; /* they are not in the model */
	int n_new_evaluations;
	char (*removed_devices)[LIMIT_ID + 1]; /* rows to remove before others are written */
	int n_removed_devices;
};

/* Whether a is before b within a lane. */
static inline bool model_place_before(const struct ticket *a, const struct ticket *b)
{
	return a->place != b->place ? a->place < b->place : a->id < b->id;
}

/* NULL when the ticket is not in the model. */
struct ticket_entry *model_find_entry(const struct model *model, int64_t id);
/* For loading: adds a stored ticket to the model; call in the order of ids. */
struct ticket_entry *model_add_ticket(struct model *model, const struct ticket *ticket);
void model_hold_segment(struct model *model, const struct segment *segment);
struct counter_entry *model_counter_entry(struct model *model, int number); /* created if missing */
struct service_lanes *model_service_lane(struct model *model, const char *service); /* may add */
struct device_entry *model_device_entry(struct model *model, const char *name); /* may add */
void model_set_site(struct model *model, struct site *site, int64_t seq);
/* After loading: finds the last calls. */
void model_sort_calls(struct model *model);

/* These make the next commit write the object. */
void model_touch_ticket(struct model *model, struct ticket_entry *entry);
void model_touch_segment(struct model *model, const struct segment *segment);
void model_touch_removed_device(struct model *model, const char *name);
void model_touch_portal(struct model *model); /* its current state */
void model_touch_dossier(
	struct model *model, enum dossier_change change, const struct dossier_entry *entry);
void model_add_complaint(struct model *model, const struct complaint *complaint);
/* Takes a reference to json; NULL: it was removed. */
void model_add_evaluation(struct model *model, int64_t seq, const char *period, json_t *json);
void model_clear_evaluations(struct model *model); /* they are written */
void model_clear_catalogue(struct model *model); /* it is written */

/* For fold.c. */
/* Begins a day with the tickets from first on; those before it become the day before. */
void model_begin_day(struct model *model, int64_t first);
/* Sets the day's first ticket, which is in the model, and counts its tickets again. */
void model_set_day(struct model *model, int64_t first);
void model_attach(struct model *model, struct ticket *ticket); /* into its lane */
void model_detach(struct model *model, struct ticket *ticket);
void model_count_segment(struct model *model, const struct segment *segment, int sign);
void model_forget_before(struct model *model, int64_t id);
void model_note_call(struct model *model, int64_t ticket);

/* ticket-lane.c: the tickets of a lane. */
void ticket_lane_insert(struct ticket_lane *list, struct ticket *ticket);
void ticket_lane_remove(struct ticket_lane *list, const struct ticket *ticket);
int ticket_lane_index(
	const struct ticket_lane *list, const struct ticket *ticket); /* where it is or would be */
