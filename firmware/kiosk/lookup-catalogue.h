/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kiosk's own copy of the catalogue: what is looked up there needs no hub. It has the
 * procedures that hold on one day; what is expired, ended or undated is left out. In memory alone;
 * nothing about a question is kept. One thread at a time.
 */
#pragma once

#include "catalogue/life-events.h"
#include "catalogue/procedure.h"
#include "catalogue/search-words.h"
#include "kiosk/lookup.h"
#include "queue/site.h"

enum { LOOKUP_EXPORT_MAX = 64 * 1024 * 1024 }; /* bytes of a catalogue */

struct lookup_catalogue;

/* Of an export of the hub (catalogue_export_json), text ending with a NUL. Takes over text and
 * words and events (NULL: none), also when it fails. Takes some tenths of a second, 5,000 records
 * on a small board a few: for a thread of its own. −EBADMSG: it is no export, or a record cannot be
 * one; −EIO. */
int lookup_catalogue_new(char *text, struct search_words *words, struct life_events *events,
	const char *today, struct lookup_catalogue **ret) _warn_unused_;
void lookup_catalogue_free(struct lookup_catalogue *catalogue);
DEFINE_CLEANUP(struct lookup_catalogue *, lookup_catalogue_free);

/* How many procedures can be looked up. */
size_t lookup_catalogue_count(const struct lookup_catalogue *catalogue);

/* How many procedures of a service can be looked up that are free of charge online. */
int lookup_catalogue_free_online(
	const struct lookup_catalogue *catalogue, const struct site *site, const char *service);

/* What a question finds; a few milliseconds. −EIO. */
int lookup_catalogue_find(struct lookup_catalogue *catalogue, const char *question,
	struct lookup_found *ret) _warn_unused_;
/* The sectors by name, as entries; of those that have procedures. Returns how many; *ret_more: for
 * so many there was no room. */
int lookup_catalogue_sectors(const struct lookup_catalogue *catalogue,
	struct lookup_entry ret[LOOKUP_ENTRIES_MAX], int *ret_more);
/* The procedures of a sector, the id of such an entry, by name. */
void lookup_catalogue_of_sector(
	const struct lookup_catalogue *catalogue, const char *id, struct lookup_found *ret);
/* The life events with which procedures go, in their own order. Returns how many. */
int lookup_catalogue_events(const struct lookup_catalogue *catalogue, const char *language,
	struct lookup_entry ret[LOOKUP_ENTRIES_MAX]);
bool lookup_catalogue_has_events(const struct lookup_catalogue *catalogue);
/* The procedures that go with a life event, the id of such an entry, by name. */
void lookup_catalogue_of_event(
	const struct lookup_catalogue *catalogue, const char *id, struct lookup_found *ret);
/* The procedure of an entry's id. −ENOENT. */
int lookup_catalogue_open(const struct lookup_catalogue *catalogue, const char *id,
	struct procedure **ret) _warn_unused_;
