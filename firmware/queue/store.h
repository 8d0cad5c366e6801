/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database: schema, event rows, and the tables that the model is written to and loaded from.
 * WAL with synchronous=FULL: what was committed survives a power cut. One writer connection; any
 * number of readers. A store belongs to one thread.
 */
#pragma once

#include "queue/model.h"

struct store;

/* Opens DIR/layso.db for writing, creating or upgrading it. *ret_note (may be NULL; heap or NULL)
 * says what an operator should know, such as a damaged file that was moved aside. −EBUSY when
 * another process owns it; −EMEDIUMTYPE when DIR is on a file system that forgets (tmpfs, overlay)
 * and volatile_ok is false. Logs details. */
int store_open(const char *dir, bool volatile_ok, struct store **ret) _warn_unused_;
/* A connection for reading only. */
int store_open_reader(const char *dir, struct store **ret) _warn_unused_;
void store_close(struct store *store);
DEFINE_CLEANUP(struct store *, store_close);

/* Loads the model from the tables. */
int store_load(struct store *store, struct model **ret) _warn_unused_;

/* A transaction: begin, then for each event model_fold and store_append, then commit. append
 * writes the event's row and remembers what the fold changed; commit writes the changed rows and
 * commits. After any failure the transaction is rolled back and the model must be loaded anew. */
int store_begin(struct store *store) _warn_unused_;
int store_append(struct store *store, const struct event *event, const char *data) _warn_unused_;
int store_commit(struct store *store, struct model *model) _warn_unused_;
void store_rollback(struct store *store);

/* Copies WAL frames back into the database; for idle times. */
int store_checkpoint(struct store *store);

/* Events with seq > after, ascending, at most max. The callback's data is valid during the call;
 * a non-zero return stops and is returned. */
typedef int (*store_event_cb)(int64_t seq, enum event_kind kind, const char *data, void *userdata);
int store_events(struct store *store, int64_t after, int max, store_event_cb callback,
	void *userdata) _warn_unused_;
/* Whole events, decoded, for replays and histories; ticket 0 means all. */
typedef int (*store_full_event_cb)(const struct event *event, void *userdata);
int store_full_events(struct store *store, int64_t after, int64_t ticket,
	store_full_event_cb callback, void *userdata) _warn_unused_;

/* The highest number that was given on a date, any series; 0 none. */
int store_last_number(struct store *store, const char *day, int *ret) _warn_unused_;

/* One ticket of any day. −ENOENT. */
int store_ticket(struct store *store, int64_t id, struct ticket *ret) _warn_unused_;
/* Tickets of the days from … to (inclusive) with id > after, ascending, at most max. */
typedef int (*store_ticket_cb)(const struct ticket *ticket, void *userdata);
int store_tickets(struct store *store, const char *from, const char *to, int64_t after, int max,
	store_ticket_cb callback, void *userdata) _warn_unused_;
typedef int (*store_segment_cb)(const struct segment *segment, void *userdata);
int store_segments(struct store *store, const char *from, const char *to, store_segment_cb callback,
	void *userdata) _warn_unused_;

/* Tokens of devices and staff. Only a hash is kept (hash is 32 bytes). role is one of auth's words.
 * −EEXIST a name twice, −ENOENT no such name. */
int store_token_add(struct store *store, const char *name, const char *role,
	const uint8_t hash[32]) _warn_unused_;
int store_token_remove(struct store *store, const char *name) _warn_unused_;
typedef int (*store_token_cb)(const char *name, const char *role, const uint8_t hash[32],
	int64_t made_wall_ms, void *userdata);
int store_tokens(struct store *store, store_token_cb callback, void *userdata) _warn_unused_;

/* 32 random bytes made with the database: the key of the citizens' ticket tokens. */
int store_secret(struct store *store, uint8_t ret[32]) _warn_unused_;

/* Rebuilds all tables from the event log in a scratch database and compares row by row. 0: the
 * same. −EUCLEAN: *ret_report (heap) lists the differences, at most 20. Read-only. */
int store_verify(const char *dir, int64_t *ret_events, char **ret_report) _warn_unused_;
