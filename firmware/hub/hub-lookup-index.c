/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-lookup-index.h"

#include <errno.h>
#include <string.h>

#include "base/office.h"
#include "base/text.h"
#include "catalogue/vn-fold.h"
#include "hub/hub-catalogue.h"
#include "queue/catalogue-rows.h"

enum { SORT_BYTES = 64 };

struct lookup_index *lookup_index_new(int64_t seq, const char *today, struct life_events *events)
{
	struct lookup_index *index = memory_new(1, sizeof(*index));

	index->seq = seq;
	index->events = events;
	text_copy_cut(index->today, sizeof(index->today), today);
	return index;
}

struct lookup_index *lookup_index_ref(struct lookup_index *index)
{
	atomic_fetch_add(&index->more_refs, 1);
	return index;
}

void lookup_index_free(struct lookup_index *index)
{
	if (!index || atomic_fetch_sub(&index->more_refs, 1) > 0) {
		return;
	}
	for (size_t i = 0; i < index->n; i++) {
		free(index->rows[i].key);
		free(index->rows[i].code);
		free(index->rows[i].name);
		free(index->rows[i].sector);
		free(index->rows[i].order);
	}
	free(index->rows);
	free((void *)index->by_key);
	free(index->sectors);
	life_events_free(index->events);
	json_decref(index->own_events);
	free(index);
}

/* ---- making it ---- */

static char *order_of(const char *name)
{
	struct textbuf words = {0};
	struct vn_word word;

	textbuf_add(&words, "");
	while (vn_fold_next(&name, &word)) {
		textbuf_add(&words, word.plain);
		textbuf_add(&words, " ");
	}
	return words.data;
}

void lookup_index_add(struct lookup_index *index, const struct procedure *procedure)
{
	index->rows = memory_grow(index->rows, index->n + 1, sizeof(*index->rows));
	index->rows[index->n++] = (struct lookup_row){
		.key = text_dup(procedure->text[PROCEDURE_KEY]),
		.code = text_dup(procedure->text[PROCEDURE_CODE]),
		.name = text_dup(procedure->text[PROCEDURE_NAME]),
		.sector = text_dup(procedure->text[PROCEDURE_SECTOR]),
		.order = order_of(procedure->text[PROCEDURE_NAME]),
		.events = index->events ? life_events_of(index->events, procedure) : 0,
		.age = catalogue_age_of(procedure, index->today, NULL),
		.free_online = procedure_is_free_online(procedure),
	};
}

static int compare_rows(const void *a, const void *b)
{
	const struct lookup_row *row_a = a, *row_b = b;
	int order = strcmp(row_a->order, row_b->order);

	return order ? order : strcmp(row_a->key, row_b->key);
}

static int compare_keys(const void *a, const void *b)
{
	const struct lookup_row *const *row_a = a, *const *row_b = b;

	return strcmp((*row_a)->key, (*row_b)->key);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_sectors(const void *a, const void *b)
{
	const struct lookup_sector *sector_a = a, *sector_b = b;
	char fold_a[SORT_BYTES], fold_b[SORT_BYTES];
	int order;

	if (!*sector_a->name || !*sector_b->name) { /* of those that state none: the last */
		return (*sector_b->name != '\0') - (*sector_a->name != '\0');
	}
	office_fold(fold_a, sizeof(fold_a), sector_a->name);
	office_fold(fold_b, sizeof(fold_b), sector_b->name);
	order = strcmp(fold_a, fold_b);
	return order ? order : strcmp(sector_a->name, sector_b->name);
}

/* How many valid procedures go with each life event. */
static void count_events(struct lookup_index *index)
{
	for (size_t i = 0; i < index->n; i++) {
		bool valid = catalogue_age_is_valid(index->rows[i].age);

		for (size_t event = 0; valid && event < LIFE_EVENTS_MAX; event++) {
			index->n_of_event[event] += index->rows[i].events >> event & 1;
		}
	}
}

void lookup_index_finish(struct lookup_index *index)
{
	_cleanup_free_ const char **names = memory_new(index->n + 1, sizeof(*names));
	size_t n = 0;

	if (index->n == 0) {
		return;
	}
	qsort(index->rows, index->n, sizeof(*index->rows), compare_rows);
	index->by_key = memory_new(index->n, sizeof(*index->by_key));
	for (size_t i = 0; i < index->n; i++) {
		index->by_key[i] = &index->rows[i];
	}
	qsort((void *)index->by_key, index->n, sizeof(*index->by_key), compare_keys);
	count_events(index);
	for (size_t i = 0; i < index->n; i++) {
		if (catalogue_age_is_valid(index->rows[i].age)) {
			names[n++] = index->rows[i].sector;
		}
	}
	qsort((void *)names, n, sizeof(*names), compare_names);
	index->sectors = memory_new(n + 1, sizeof(*index->sectors));
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0) {
			index->sectors[index->n_sectors++].name = names[i];
		}
		index->sectors[index->n_sectors - 1].n++;
	}
	qsort(index->sectors, index->n_sectors, sizeof(*index->sectors), compare_sectors);
}

/* ---- from the database ---- */

static int add_record(const char *key, const char *id, const char *json, void *userdata)
{
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	int r = catalogue_record_parse(json, &procedure);

	(void)key;
	(void)id;
	if (r < 0) {
		return r;
	}
	lookup_index_add(userdata, procedure);
	return 0;
}

static bool is_of(
	const struct lookup_index *index, int64_t seq, const char *today, const json_t *own_events)
{
	bool same = index && index->seq == seq && strcmp(index->today, today) == 0;

	return same &&
		(own_events ? json_equal(index->own_events, own_events) : !index->own_events);
}

int lookup_index_update(struct store *store, const char *today, const json_t *own_events,
	struct lookup_index **index)
{
	_cleanup_(lookup_index_freep) struct lookup_index *made = NULL;
	struct catalogue_row last = {0};
	/* The version first: what comes meanwhile makes the index an old one. */
	int r = catalogue_rows_last(store, &last);

	json_decref(last.summary);
	if (r < 0) {
		return r;
	}
	if (is_of(*index, last.seq, today, own_events)) {
		return 0;
	}
	made = lookup_index_new(last.seq, today, life_events_read(own_events));
	made->own_events = json_deep_copy(own_events);
	r = catalogue_rows_each(store, "", add_record, made);
	if (r < 0) {
		return r;
	}
	lookup_index_finish(made);
	lookup_index_free(*index);
	*index = TAKE_PTR(made);
	return 0;
}

/* ---- finding ---- */

const struct lookup_row *lookup_index_find(const struct lookup_index *index, const char *key)
{
	const struct lookup_row wanted = {.key = (char *)key}, *one = &wanted;
	const struct lookup_row **found = index->n == 0
		? NULL
		: bsearch((const void *)&one, (const void *)index->by_key, index->n,
			  sizeof(*index->by_key), compare_keys);

	return found ? *found : NULL;
}

size_t lookup_of_sector(
	const struct lookup_index *index, const char *sector, const struct lookup_row ***ret)
{
	size_t n = 0;

	*ret = memory_new(index->n + 1, sizeof(**ret));
	for (size_t i = 0; i < index->n; i++) {
		if (strcmp(index->rows[i].sector, sector) == 0 &&
			catalogue_age_is_valid(index->rows[i].age)) {
			(*ret)[n++] = &index->rows[i];
		}
	}
	return n;
}

size_t lookup_of_event(
	const struct lookup_index *index, size_t event, const struct lookup_row ***ret)
{
	size_t n = 0;

	*ret = memory_new(index->n + 1, sizeof(**ret));
	for (size_t i = 0; i < index->n; i++) {
		if (event < LIFE_EVENTS_MAX && index->rows[i].events >> event & 1 &&
			catalogue_age_is_valid(index->rows[i].age)) {
			(*ret)[n++] = &index->rows[i];
		}
	}
	return n;
}
