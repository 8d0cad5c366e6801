/* SPDX-License-Identifier: Apache-2.0 */
/* The checker's own replay of the log: checks each event against what may happen. Pure. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "check/check-report.h"

enum { WORD_MAX = 64, CHECK_COUNTERS_MAX = 100, CHECK_SERVICES_MAX = 64, CHECK_SERIES_MAX = 64 };

/* A row of the log. The texts are borrowed. */
struct check_event {
	int64_t seq;
	const char *kind;
	int64_t ticket;
	int64_t counter;
	int64_t session;
	int64_t wall_ms;
	int64_t boot;
	int64_t boot_ms;
	bool trusted;
	json_t *data;
	const char *hidden; /* the private column, which clients do not see; may be NULL */
};

struct check_ticket {
	int64_t id;
	int64_t arrival; /* the sequence number of its issue event */
	int64_t arrived_wall_ms;
	int64_t arrived_boot;
	int64_t arrived_boot_ms;
	int64_t since_wall_ms; /* since when it is in this state */
	int64_t since_boot;
	int64_t since_boot_ms;
	int64_t called_boot; /* the last call or recall */
	int64_t called_boot_ms;
	int64_t first_call_boot; /* 0: not called, or that call was undone */
	int64_t first_call_boot_ms;
	int64_t number;
	int64_t calls;
	int64_t counter;
	int64_t session;
	int64_t target_counter;
	int64_t segments;
	int64_t cut_off; /* of segments: cut off by the end of a day, or taken back */
	int64_t rating;
	char state[24];
	char lane[16];
	char paper[16];
	char series[8];
	char text[16];
	char service[WORD_MAX];
	char subject[WORD_MAX]; /* of the complaint it was taken for */
};

/* What the events of a boot say about it. */
struct check_boot {
	int64_t last_ms; /* of its last event, since boot */
	int64_t began_wall_ms; /* by a clock known to be right; 0: not known */
};

struct check_session {
	int64_t id;
	int64_t open_ms;
	int64_t paused_ms;
};

struct check_complaint {
	int64_t id;
	char state; /* O open, A answered, W withdrawn */
};

struct check_counter {
	bool open;
	bool paused;
	bool pause_after; /* it pauses when its ticket is done */
	/* Since when the session and its pause have gone on in the current boot; −1: not seen
	 * yet. */
	int64_t seen_ms;
	int64_t pause_ms;
	int64_t open_sum_ms;
	int64_t paused_sum_ms;
	int64_t session;
	int64_t ticket;
	int64_t streak; /* calls from priority and return in a row; −1: not known after a loss */
	int64_t streak_before; /* before the last call */
	int64_t waiting; /* regular tickets that wait for this counter only */
	int services;
	char service[CHECK_SERVICES_MAX][WORD_MAX];
	char staff[WORD_MAX];
};

/* The tickets of a service day, by id. */
struct check_day {
	char day[16];
	struct check_ticket *ticket;
	size_t tickets;
	size_t capacity;
};

struct check_replay {
	struct check_report *report;
	int64_t seq;
	int64_t boot;
	int64_t boot_ms;
	struct check_boot *boots; /* by number; 0 is no boot */
	size_t n_boots;
	struct check_session *session; /* the closed ones, in the order of closing */
	size_t n_sessions;
	size_t session_capacity;
	struct check_complaint *complaint;
	size_t complaints;
	int64_t accept_seq; /* when the clock was last accepted or corrected */
	int64_t opened_seq; /* event that opened the day */
	int64_t site_seq;
	int64_t next_ticket;
	int64_t next_session; /* 0, also for next_ticket: not known; the next event says it */
	/* in_hole: inside a stretch of lost and recovered events, where only the order of the log
	 * can be checked. blind: from a loss or a missing archive until the next day, while tickets
	 * and counters are not known. */
	bool in_hole;
	bool blind;
	bool all_off; /* certainly no counter is open; kept current also while blind */
	int64_t bound; /* the site's priority_in_a_row; 0: no site data yet */
	int64_t age_limit_ms;
	bool open;
	bool guessed; /* the day's date is a guess */
	char day[16];
	int64_t floor;
	char numbers_day[16];
	int64_t numbers_floor;
	int series;
	struct {
		char name[8];
		int64_t last;
	} last[CHECK_SERIES_MAX];
	/* The last opened day's tickets, by id. */
	struct check_ticket *ticket;
	size_t tickets;
	size_t capacity;
	struct check_day before; /* the day before it, which may be opened again */
	struct check_counter counter[CHECK_COUNTERS_MAX];
	/* How many regular tickets wait for a service, without those sent to a certain counter. */
	int services;
	struct {
		char name[WORD_MAX];
		int64_t waiting;
	} service[CHECK_SERVICES_MAX];
};

/* Reports a violation: counts it, and writes its line while there is room. */
void check_say(struct check_report *report, const char *format, ...) _printf_(2, 3);

/* Whether this event begins another date. Then the tickets of the day before are final: the caller
 * compares them first, and the current tickets take their place (check_replay_drop). */
bool check_replay_ends_day(const struct check_replay *replay, const struct check_event *event);
/* How many of the current tickets, counted from the first, belong to the ending day; the others go
 * on in the new day. */
size_t check_replay_ending(const struct check_replay *replay, const struct check_event *event);
void check_replay_drop(struct check_replay *replay, size_t n);
void check_replay_event(struct check_replay *replay, const struct check_event *event);
void check_replay_done(struct check_replay *replay);

/* check-complaints.c */
void check_complaint(struct check_replay *replay, const struct check_event *event);

/* check-times.c. Milliseconds from a time in a former boot to an event: by the wall clocks of both
 * boots where they were known, and never less than what has certainly passed. */
int64_t check_time_between(const struct check_replay *replay, int64_t boot, int64_t boot_ms,
	const struct check_event *event);
/* Adds the time until until_ms to the sums of a session and of its pause. */
void check_add_up(struct check_counter *counter, int64_t until_ms);
/* A pause begins or ends; it is planned for the end of a ticket, or given up. */
void check_pause(struct check_replay *replay, struct check_counter *counter,
	const struct check_event *event);
void check_pause_after(struct check_replay *replay, struct check_counter *counter,
	const struct check_event *event);
/* Notes the first event of a session in a boot: its times go on from there. */
void check_see_session(struct check_replay *replay, const struct check_event *event);
/* Notes the boot of an event; call it before anything else is done with the event. */
void check_note_boot(struct check_replay *replay, const struct check_event *event);
