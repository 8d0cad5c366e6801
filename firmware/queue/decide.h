/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deciding: a command against the model gives a refusal or events. Each emitted event is folded at
 * once, so what follows sees it; nothing is emitted before everything has been checked. For the
 * files of queue/ alone.
 */
#pragma once

#include "queue/command.h"
#include "queue/model-internal.h"

/* A ticket that the end of a day has ended, and what it was before. */
struct ended {
	int64_t ticket;
	enum ticket_state before;
	bool has_ended;
};

/* What a ticket went through, as the log has it. */
struct past {
	enum ticket_state state; /* after its last move */
	enum ticket_state before; /* before that */
	enum event_kind began; /* what began its last time of serving; EVENT_KINDS none */
};

struct queue;

struct decision {
	struct model *model;
	const struct command *command;
	const struct clock_reading *now;
	struct answer *answer;
	struct queue *queue;
};

/* queue.c: what deciding needs of the store, which has seen all that the batch did so far. Each
 * reads or writes the database and blocks as long as that takes. */
/* Completes (seq, time, boot, actor), folds and stores. Negative: the batch is lost. */
int decide_emit(struct decision *decision, struct event *event) _warn_unused_;
/* The highest number that was given on a date, any series, by tickets below an id; for a date that
 * comes again. */
int decide_numbers_used(
	struct decision *decision, const char *day, int64_t below, int *ret) _warn_unused_;
/* Whether somebody works here now; for a counter that opens. */
int decide_find_staff(struct decision *decision, const char *id, bool *ret_active) _warn_unused_;
/* The counts of dossiers with an id. −ENOENT. */
int decide_find_dossier(
	struct decision *decision, int64_t id, struct dossier_entry *ret) _warn_unused_;
/* The first import that could hold the same dossiers as entry. −ENOENT. */
int decide_find_import(struct decision *decision, const struct dossier_entry *entry,
	struct dossier_entry *ret) _warn_unused_;
/* Reads the events of one ticket of the present day. */
int decide_find_past(
	struct decision *decision, const struct ticket *ticket, struct past *ret) _warn_unused_;
/* What the end of a day, which was closed at closed_seq, has ended, of the tickets from that of
 * arrival on, in the order of their ids; heap. */
int decide_closed_with(struct decision *decision, int64_t arrival, int64_t closed_seq,
	struct ended **ret, size_t *ret_n) _warn_unused_;

/* 0: decided, the answer says what; negative: emit failed. */
int decide(struct decision *decision) _warn_unused_;

/* Fills in a api_error; returns 0, so that "return decide_refuse(…)" reads well. */
int decide_refuse(struct decision *decision, enum command_error error, const char *field,
	const char *format, ...) _printf_(4, 5);

/* decide-day.c: moves the service day as far as the time asks for. */
int decide_day(struct decision *decision) _warn_unused_;
/* The clock was set since the last event, on the same boot: the open day goes on, under the date
 * that it has now. decide_day does this first. */
int decide_correction(struct decision *decision) _warn_unused_;

/* Opens and closes the day by hand; says that the clock is right. */
int decide_day_command(struct decision *decision) _warn_unused_;

/* decide-ticket.c, decide-counter.c, decide-site.c */
int decide_issue(struct decision *decision) _warn_unused_;
int decide_ticket_move(struct decision *decision) _warn_unused_;
int decide_slip_status(struct decision *decision) _warn_unused_;
int decide_counter_move(struct decision *decision) _warn_unused_;
int decide_counter_session(struct decision *decision) _warn_unused_;
int decide_site(struct decision *decision) _warn_unused_; /* decide-site.c */
int decide_device(struct decision *decision) _warn_unused_;
int decide_device_remove(struct decision *decision) _warn_unused_;
int decide_acknowledge(struct decision *decision) _warn_unused_;
/* What a device has reported is forgotten; −ENOENT it never has. */
int decide_forget_device(struct decision *decision, const char *name) _warn_unused_;
int decide_rate(struct decision *decision) _warn_unused_; /* decide-figures.c */
int decide_portal(struct decision *decision) _warn_unused_;
int decide_dossier(struct decision *decision) _warn_unused_;
int decide_dossier_remove(struct decision *decision) _warn_unused_;

/* Whether what happened to the ticket at a point in time, the last that did, may be taken back by
 * who commands; refuses when not. */
bool decide_may_take_back(
	struct decision *decision, const struct ticket *ticket, const struct timestamp *since);
/* The ticket a command names, of the current day. NULL: refused already. */
const struct ticket *decide_find_ticket(struct decision *decision, int64_t id);
/* An event about a ticket, with the fields that every move carries. */
struct event decide_ticket_event(
	enum event_kind kind, const struct ticket *ticket, enum ticket_state state);
/* The move that a command asks for, which is an event of the same name. False: a row of moves.h
 * that is none, or another command. */
bool decide_move_of(enum command_kind kind, enum ticket_move *ret_move, enum event_kind *ret_event);
/* Checks a move against the table; refuses when it is not there. */
bool decide_move_allowed(struct decision *decision, const struct ticket *ticket,
	enum ticket_move move, enum ticket_state *ret);
