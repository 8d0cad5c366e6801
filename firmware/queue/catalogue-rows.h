/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue of procedures in the database. An import is one event, which names each changed
 * record by a hash: of 5,000 records it is as small as a few tickets. The contents, which are
 * large, are added before in pieces between other commands, so that no call has to wait; until an
 * event names them they are in nobody's way, and a later import removes what none has named. What a
 * record holds is not known here. Everything blocks on the disk.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "queue/limits.h"

struct catalogue_event;
struct model;
struct store;

/* The newest import or undo. */
struct catalogue_row {
	int64_t seq; /* of its event: the catalogue's version; 0: there was none */
	int64_t undoes; /* the import that it took back; 0: it is an import */
	int64_t wall_ms;
	char actor[LIMIT_ID + 1];
	json_t *summary; /* owned by who asked; NULL: there was none */
};
int catalogue_rows_last(struct store *store, struct catalogue_row *ret) _warn_unused_;

/* Adds contents, {id: JSON as text}, in the caller's transaction. Removes as many at least that are
 * of no use: neither in the catalogue, nor needed for an undo, nor of an import that can still come
 * (base is the catalogue's seq). */
int catalogue_rows_add(struct store *store, const json_t *records, int64_t base) _warn_unused_;

/* Changes are [[key, id of the record now, id of the former one], …], "" where there is none. */
/* *ret: whether one of them has no content. */
int catalogue_rows_lack(struct store *store, const json_t *changes, bool *ret) _warn_unused_;
/* The changes that take the last import back. */
int catalogue_rows_formers(struct store *store, json_t **ret) _warn_unused_;
/* Whether it is such a list. */
bool catalogue_rows_valid(const json_t *changes);
/* Writes what an event has changed, in the caller's transaction. */
int catalogue_rows_write(struct store *store, const struct catalogue_event *change) _warn_unused_;

/* Calls back with each record whose key is behind after, in the order of the keys, until it returns
 * other than 0, which is returned. json is valid during the call. −EUCLEAN: a content is missing.
 */
typedef int (*catalogue_rows_cb)(const char *key, const char *id, const char *json, void *userdata);
int catalogue_rows_each(struct store *store, const char *after, catalogue_rows_cb callback,
	void *userdata) _warn_unused_;
/* The record of a key as JSON text, heap. −ENOENT. */
int catalogue_rows_find(struct store *store, const char *key, char **ret) _warn_unused_;
