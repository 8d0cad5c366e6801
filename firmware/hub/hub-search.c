/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-search.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "catalogue/free-online.h"
#include "catalogue/procedure-index.h"
#include "hub/hub-catalogue.h"
#include "hub/hub-json.h"
#include "hub/hub-limits.h"
#include "hub/hub-worker.h"
#include "hub/hub-writer.h"
#include "queue/catalogue-rows.h"

/* What the site's data and the API may have, the search can take. */
_Static_assert((int)LIMIT_SEARCH_WORDS <= (int)SEARCH_PHRASE_MAX, "its words are taken");
_Static_assert((int)LIMIT_SEARCH_RULES < (int)SEARCH_RULES_MAX, "so are all of them");
_Static_assert(LIMIT_ROOM(LIMIT_QUESTION) <= (int)SEARCH_QUERY_MAX + 1, "a question is read whole");
_Static_assert((int)LIMIT_PROCEDURE_KEY == (int)PROCEDURE_KEY_MAX, "a key is one");

/* ---- an index ---- */

struct search_index {
	atomic_int users;
	pthread_mutex_t lock; /* one question at a time */
	struct procedure_index *procedures;
	struct free_online *free_online;
	int64_t seq;
};

void search_index_give(struct search_index *index)
{
	if (!index || atomic_fetch_sub(&index->users, 1) > 1) {
		return;
	}
	procedure_index_free(index->procedures);
	free_online_free(index->free_online);
	(void)pthread_mutex_destroy(&index->lock);
	free(index);
}

int search_index_ask(struct search_index *index, const char *question, struct search_answer *ret)
{
	int r;

	(void)pthread_mutex_lock(&index->lock);
	r = procedure_index_ask(index->procedures, question, ret);
	(void)pthread_mutex_unlock(&index->lock);
	return r;
}

const struct search_words *search_index_words(const struct search_index *index)
{
	return procedure_index_words(index->procedures);
}

int64_t search_index_seq(const struct search_index *index)
{
	return index->seq;
}

static int index_new(const json_t *own_words, struct search_index **ret)
{
	_cleanup_(search_index_givep) struct search_index *index = memory_new(1, sizeof(*index));
	int r;

	atomic_init(&index->users, 1);
	(void)pthread_mutex_init(&index->lock, NULL);
	index->free_online = free_online_new();
	r = procedure_index_open(search_words_read(own_words), &index->procedures);
	if (r == 0) {
		*ret = TAKE_PTR(index);
	}
	return r;
}

static int add_row(const char *key, const char *id, const char *json, void *userdata)
{
	struct search_index *index = userdata;
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	int r = catalogue_record_parse(json, &procedure);

	(void)key;
	(void)id;
	if (r < 0 || procedure->state != PROCEDURE_IN_FORCE) {
		return r;
	}
	free_online_add(index->free_online, procedure);
	return procedure_index_add(index->procedures, procedure);
}

static int index_fill(struct search_index *index, struct store *store)
{
	struct catalogue_row last = {0};
	/* The version first: of what comes meanwhile there is an event, and another index. */
	int r = catalogue_rows_last(store, &last);

	index->seq = last.seq;
	json_decref(last.summary);
	if (r == 0) {
		r = catalogue_rows_each(store, "", add_row, index);
	}
	return r < 0 ? r : procedure_index_finish(index->procedures);
}

/* ---- the one in use ---- */

struct hub_search {
	struct hub *hub;
	struct worker *worker;
	struct worker_task task;
	sd_event_source *first; /* makes the first index when the loop has nothing else to do */
	json_t *words; /* the centre's own, of the index that is made */
	bool making;
	bool is_stale; /* something changed while one is made */
	pthread_mutex_t lock; /* of index and made */
	struct search_index *index;
	int made; /* how many indexes there have been */
	/* What counts is of; the loop's alone. */
	struct free_counts counts;
	int counts_made;
	int64_t counts_site;
	char counts_day[DAY_LENGTH + 1];
};

struct search_index *hub_search_take(struct hub_search *search)
{
	struct search_index *index;

	(void)pthread_mutex_lock(&search->lock);
	index = search->index;
	if (index) {
		(void)atomic_fetch_add(&index->users, 1);
	}
	(void)pthread_mutex_unlock(&search->lock);
	return index;
}

static void replace(struct hub_search *search, struct search_index *index)
{
	struct search_index *former;

	(void)pthread_mutex_lock(&search->lock);
	former = search->index;
	search->index = index;
	search->made++;
	(void)pthread_mutex_unlock(&search->lock);
	search_index_give(former);
}

static int make(struct store *store, void *userdata)
{
	struct hub_search *search = userdata;
	_cleanup_(search_index_givep) struct search_index *index = NULL;
	int r = index_new(search->words, &index);

	if (r == 0) {
		r = index_fill(index, store);
	}
	if (r == 0) {
		replace(search, TAKE_PTR(index));
	}
	return r;
}

static json_t *own_words(const struct hub_search *search)
{
	const struct site *site = model_site(search->hub->replica.model);

	return site ? json_object_get(json_object_get(site->json, "catalogue"), "words") : NULL;
}

static void begin(struct hub_search *search);

static void on_made(int result, void *userdata)
{
	struct hub_search *search = userdata;

	search->making = false;
	if (result < 0) {
		log_error(FAULT_DEVICE, "the procedures cannot be made ready for searches: %s",
			strerror(-result));
	}
	if (search->is_stale && !search->hub->ending) {
		begin(search);
	}
}

static void begin(struct hub_search *search)
{
	if (search->making) {
		search->is_stale = true;
		return;
	}
	search->is_stale = false;
	json_decref(search->words);
	search->words = json_deep_copy(own_words(search));
	search->task = (struct worker_task){.work = make, .done = on_made, .userdata = search};
	search->making = worker_submit(search->worker, &search->task) == 0;
}

static int on_first(sd_event_source *source, void *userdata)
{
	(void)source;
	(void)hub_search_worker(userdata);
	return 0;
}

int hub_search_new(struct hub *hub, struct hub_search **ret)
{
	struct hub_search *search = memory_new(1, sizeof(*search));
	int r = worker_new(hub->event, hub->settings->data, writer_is_frozen(hub->writer),
		LIMIT_LOOKUPS + 1, &search->worker);

	search->hub = hub;
	(void)pthread_mutex_init(&search->lock, NULL);
	*ret = search;
	if (r >= 0) {
		r = sd_event_add_defer(hub->event, &search->first, on_first, search);
	}
	return r < 0 ? r : sd_event_source_set_priority(search->first, SD_EVENT_PRIORITY_IDLE);
}

void hub_search_stop(struct hub_search *search)
{
	if (search) {
		worker_stop(search->worker);
	}
}

void hub_search_free(struct hub_search *search)
{
	if (!search) {
		return;
	}
	sd_event_source_disable_unref(search->first);
	worker_free(search->worker);
	search_index_give(search->index);
	json_decref(search->words);
	(void)pthread_mutex_destroy(&search->lock);
	free(search);
}

void hub_search_on_event(struct hub_search *search, const struct event *event)
{
	json_t *words;

	if (!search) {
		return;
	}
	words = own_words(search);
	if (event->kind == EVENT_CATALOGUE ||
		(event->kind == EVENT_SITE && (words || search->words) &&
			!json_equal(words, search->words))) {
		begin(search);
	}
}

/* Whether the counts are still those of today; notes what they are of when not. */
static bool counts_hold(struct hub_search *search, const struct clock_reading *now)
{
	int64_t site = model_site_seq(search->hub->replica.model);
	char today[DAY_LENGTH + 1];
	bool hold;
	int made;

	model_earliest_date(search->hub->replica.model, now, today);
	(void)pthread_mutex_lock(&search->lock);
	made = search->made;
	(void)pthread_mutex_unlock(&search->lock);
	hold = made == search->counts_made && site == search->counts_site &&
		strcmp(today, search->counts_day) == 0;
	search->counts_made = made;
	search->counts_site = site;
	memcpy(search->counts_day, today, sizeof(search->counts_day));
	return hold;
}

const struct free_counts *hub_search_free_online(
	struct hub_search *search, const struct clock_reading *now)
{
	static const struct free_counts none;

	if (!search) {
		return &none;
	}
	if (!counts_hold(search, now)) {
		_cleanup_(search_index_givep) struct search_index *index = hub_search_take(search);
		const struct site *site = model_site(search->hub->replica.model);

		search->counts = (struct free_counts){.version = search->counts.version + 1};
		if (index && site) {
			free_online_count(index->free_online, site, search->counts_day,
				search->counts.of_service);
		}
	}
	return &search->counts;
}

struct worker *hub_search_worker(struct hub_search *search)
{
	_cleanup_(search_index_givep) struct search_index *index = hub_search_take(search);

	if (index) {
		return search->hub->worker;
	}
	if (!search->making) {
		begin(search);
	}
	return search->worker;
}
