/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides a command against the model: the result is an error or events. Each emitted event is
 * folded at once, so that what follows sees it; nothing is emitted before everything has been
 * checked. For the files of queue/ alone.
 */
#pragma once

#include "queue/command.h"
#include "queue/model-internal.h"

/* A ticket that the end of a day has ended, and its state before. */
struct ended {
	int64_t ticket;
	enum ticket_state before;
	bool has_ended;
};

/* What a ticket went through, according to the log. */
struct past {
	enum ticket_state state; /* after its last move */
	enum ticket_state before; /* before its last move */
	enum event_kind began; /* what began its last segment; EVENT_KINDS: it has none */
};

struct queue;

struct decision {
	struct model *model;
	const struct command *command;
	const struct clock_reading *now;
	struct answer *answer;
	struct queue *queue;
};

/* queue.c: what deciding needs from the store, including all that the batch did so far. Each
 * function reads or writes the database and blocks as long as that takes. */
/* Completes the event (seq, time, boot, actor), folds and stores it. Negative: the batch is
 * lost. */
int decide_emit(struct decision *decision, struct event *event) _warn_unused_;
/* The highest number that was given on a date, in any series, to tickets with an id below below;
 * for a date that comes again. */
int decide_numbers_used(
	struct decision *decision, const char *day, int64_t below, int *ret) _warn_unused_;
/* *ret_active: whether the account exists and is active; for a counter that opens. */
int decide_find_staff(struct decision *decision, const char *id, bool *ret_active) _warn_unused_;
/* The counts of dossiers with an id. −ENOENT. */
int decide_find_dossier(
	struct decision *decision, int64_t id, struct dossier_entry *ret) _warn_unused_;
/* The first import that could hold the same dossiers as entry. −ENOENT. */
int decide_find_import(struct decision *decision, const struct dossier_entry *entry,
	struct dossier_entry *ret) _warn_unused_;
/* The last version of a period's figures, removed or not (0: there was none), whether it is there,
 * and how many periods are. */
int decide_find_evaluation(struct decision *decision, const char *period, int64_t *ret_seq,
	bool *ret_there, int64_t *ret_n) _warn_unused_;
/* The last version of a complaint. −ENOENT. */
int decide_find_complaint(
	struct decision *decision, int64_t id, struct complaint *ret) _warn_unused_;
/* Reads the past of one ticket of the current day from its events. */
int decide_find_past(
	struct decision *decision, const struct ticket *ticket, struct past *ret) _warn_unused_;
/* The tickets that the end of a day has ended, which was closed by event closed_seq: those with an
 * arrival of at least arrival, in the order of their ids; heap. */
int decide_closed_with(struct decision *decision, int64_t arrival, int64_t closed_seq,
	struct ended **ret, size_t *ret_n) _warn_unused_;

/* 0: decided; the answer has the result or the error. Negative: emit failed. */
int decide(struct decision *decision) _warn_unused_;

/* Fills in the answer's error; returns 0, so that callers can write "return decide_refuse(…)". */
int decide_refuse(struct decision *decision, enum command_error error, const char *field,
	const char *format, ...) _printf_(4, 5);

/* decide-day.c: opens, closes, dates or splits the service day as the current time requires. */
int decide_day(struct decision *decision) _warn_unused_;
/* If the clock was set since the last event, on the same boot: the open day goes on, under its
 * corrected date. decide_day does this first. */
int decide_correction(struct decision *decision) _warn_unused_;

/* Opens, closes and reopens the day by hand; accepts the clock or an entered time. */
int decide_day_command(struct decision *decision) _warn_unused_;

/* decide-ticket.c, decide-counter.c, decide-site.c */
int decide_issue(struct decision *decision) _warn_unused_;
int decide_ticket_move(struct decision *decision) _warn_unused_;
int decide_slip_status(struct decision *decision) _warn_unused_;
int decide_counter_move(struct decision *decision) _warn_unused_;
int decide_counter_session(struct decision *decision) _warn_unused_;
/* Begins the pauses that waited for a ticket which is gone now, whatever became of it. */
int decide_due_pauses(struct decision *decision) _warn_unused_;
int decide_site(struct decision *decision) _warn_unused_; /* decide-site.c */
/* At the hub's start: what a former version kept in the site data moves to its place. */
int decide_former_site(struct decision *decision) _warn_unused_;
int decide_clip(struct decision *decision) _warn_unused_;
int decide_device(struct decision *decision) _warn_unused_;
int decide_device_remove(struct decision *decision) _warn_unused_;
int decide_acknowledge(struct decision *decision) _warn_unused_;
/* Forgets what a device and its parts have reported; −ENOENT: they never have. */
int decide_forget_device(struct decision *decision, const char *name) _warn_unused_;
int decide_rate(struct decision *decision) _warn_unused_; /* decide-figures.c */
int decide_portal(struct decision *decision) _warn_unused_;
int decide_figures(struct decision *decision) _warn_unused_; /* entered or imported */
/* Takes the periods that a former version kept in the site data; of a period that has been taken or
 * removed since, nothing. Logs what is left out. list: NULL nothing. */
int decide_former_evaluations(struct decision *decision, const json_t *list) _warn_unused_;
int decide_complaint_enter(struct decision *decision) _warn_unused_; /* decide-complaint.c */
/* Any action but COMPLAINT_ENTER, on the complaint that the command names. */
int decide_complaint(struct decision *decision, enum complaint_action action) _warn_unused_;

/* Whether the actor may take back what last happened to the ticket, at since; refuses when not. */
bool decide_may_take_back(
	struct decision *decision, const struct ticket *ticket, const struct timestamp *since);
/* The ticket that a command names, of the current day. NULL: the command was refused. */
const struct ticket *decide_find_ticket(struct decision *decision, int64_t id);
/* An event about a ticket, with the fields that every move carries. */
struct event decide_ticket_event(
	enum event_kind kind, const struct ticket *ticket, enum ticket_state state);
/* The move that a command asks for, and the event of the same name. False: the command is not a
 * move of moves.h. */
bool decide_move_of(enum command_kind kind, enum ticket_move *ret_move, enum event_kind *ret_event);
/* Checks a move against the table of moves.h; refuses when it is not allowed there. */
bool decide_move_allowed(struct decision *decision, const struct ticket *ticket,
	enum ticket_move move, enum ticket_state *ret);
