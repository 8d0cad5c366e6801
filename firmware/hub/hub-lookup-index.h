/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the pages for phones list of the catalogue: a row a procedure, kept in memory, so that a
 * list of one sector does not read 5,000 records. It is read anew by the worker's thread when the
 * catalogue or the day has changed; nothing in it changes after that, and the loop may read it,
 * too.
 */
#pragma once

#include <stdatomic.h>

#include "catalogue/catalogue-age.h"
#include "catalogue/life-events.h"

struct store;

struct lookup_row {
	char *key;
	char *code; /* "" none */
	char *name;
	char *sector; /* "" none */
	char *order; /* the words of its name without marks, to sort by */
	uint64_t events; /* a bit for each life event that it goes with */
	enum catalogue_age age; /* on the index's day */
	bool free_online;
};

struct lookup_sector {
	const char *name; /* a row's; "" of those that state none */
	size_t n; /* valid procedures; at least one */
};

struct lookup_index {
	atomic_int more_refs; /* in addition to the first */
	int64_t seq; /* the catalogue's version */
	char today[DAY_LENGTH + 1];
	size_t n;
	const struct lookup_row **by_key; /* the same rows */
	struct lookup_row *rows; /* by name */
	size_t n_sectors;
	struct lookup_sector *sectors; /* by name, as people sort */
	struct life_events *events; /* NULL none */
	size_t n_of_event[LIFE_EVENTS_MAX]; /* valid procedures */
	json_t *own_events; /* the centre's own, of which events was made */
};

/* events, which may be NULL, is the index's then. */
struct lookup_index *lookup_index_new(int64_t seq, const char *today, struct life_events *events);
struct lookup_index *lookup_index_ref(struct lookup_index *index);
void lookup_index_free(struct lookup_index *index); /* one reference less */
DEFINE_CLEANUP(struct lookup_index *, lookup_index_free);

void lookup_index_add(struct lookup_index *index, const struct procedure *procedure);
/* To be called when all are added. */
void lookup_index_finish(struct lookup_index *index);

/* Makes *index, of the worker's thread, the catalogue's on a day, with the installed life events
 * and the centre's own (NULL: none); it stays when it is that already. Blocks on the disk. −errno:
 * it stays as it was. */
int lookup_index_update(struct store *store, const char *today, const json_t *own_events,
	struct lookup_index **index) _warn_unused_;

/* NULL: there is no row of that key. */
const struct lookup_row *lookup_index_find(const struct lookup_index *index, const char *key);
/* The valid rows of a sector, by name; *ret is the caller's to free, the rows are the index's.
 * Returns how many. */
size_t lookup_of_sector(
	const struct lookup_index *index, const char *sector, const struct lookup_row ***ret);
/* The same of a life event (its number). */
size_t lookup_of_event(
	const struct lookup_index *index, size_t event, const struct lookup_row ***ret);
