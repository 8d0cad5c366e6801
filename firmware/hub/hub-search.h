/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search among the procedures in force. Its index is in memory: made in a thread of its own
 * soon after the start, and anew after each import, undo and change of the centre's words; until
 * the new one is whole, questions are answered by the former one. Functions are called from the
 * loop's thread and do not block, where nothing else is said.
 */
#pragma once

#include "catalogue/search.h"
#include "hub/hub.h"

struct hub_search;

int hub_search_new(struct hub *hub, struct hub_search **ret) _warn_unused_;
/* Lets its thread finish: blocks for as long as that takes. */
void hub_search_stop(struct hub_search *search);
void hub_search_free(struct hub_search *search);

/* The catalogue or the site data have changed. */
void hub_search_on_event(struct hub_search *search, const struct event *event);

/* How many procedures of the site's services are free online today, by the catalogue in use; none
 * before it has been read. Owned by search, which may be NULL, until the next call. */
const struct free_counts *hub_search_free_online(
	struct hub_search *search, const struct clock_reading *now);

/* The worker in which a question is asked: while there is no index yet, the one that makes it, so
 * that the question waits for it. */
struct worker *hub_search_worker(struct hub_search *search);

/* What a question is answered by; any thread. NULL: there is none, it could not be made. */
struct search_index;
struct search_index *hub_search_take(struct hub_search *search);
void search_index_give(struct search_index *index);
DEFINE_CLEANUP(struct search_index *, search_index_give);
/* search_find's; any thread, waits for another question. */
int search_index_ask(
	struct search_index *index, const char *question, struct search_answer *ret) _warn_unused_;
const struct search_words *search_index_words(const struct search_index *index);
int64_t search_index_seq(const struct search_index *index); /* of the catalogue that it has */
